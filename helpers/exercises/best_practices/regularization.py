"""Exercises of lesson 6.5, Regularize."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering, value

# --- Exercise 1: shrink by hand


def six_numbers(answer: Any) -> Any:
    """Return nested or named answers as one flat row; anything else as it is."""
    if isinstance(answer, dict):
        answer = list(answer.values())
    try:
        return np.ravel(np.asarray(answer, dtype=float))
    except (TypeError, ValueError):
        return answer


shrunk = value(
    hints=[
        "The lasso moves each weight 0.5 nearer to zero. What would cross zero is 0.",
        "Ridge divides by a number that is the same for all three: (100 + 50) / 100.",
    ],
    after="The lasso took the same from each, so the smallest is gone. Ridge took a"
    " third of each, so none is.",
    source="shrunk = [2.5, 0, 0.4, 2, -0.267, 0.6]",
    clean=six_numbers,
    also=[
        [[2.5, 0, 0.4], [2, -4 / 15, 0.6]],
        np.array([2.5, 0, 0.4, 2, -0.2667, 0.6]),
        (2.5, -0.0, 0.4, 2.0, -0.26666667, 0.6),
    ],
    rtol=0.002,
)


@shrunk.solution
def shrunk_by_hand() -> list[float]:
    """Return the weights of the lasso and of ridge."""
    return [2.5, 0, 0.4, 2, -0.4 / 1.5, 0.6]


def lasso_part(*weights: float) -> list[float]:
    """Return an answer whose ridge part is right."""
    return [*weights, 2, -0.4 / 1.5, 0.6]


def ridge_part(*weights: float) -> list[float]:
    """Return an answer whose lasso part is right."""
    return [2.5, 0, 0.4, *weights]


shrunk.mistake(
    "answer with six numbers: the lasso's three, then ridge's three.",
    [2.5, 0, 0.4],
    when=lambda given: len(given) != 6,
)
shrunk.mistake(
    "ridge's weights come first here. The lasso's three stand first.",
    [2, -0.4 / 1.5, 0.6, 2.5, 0, 0.4],
)
shrunk.mistake(
    "the lasso's second weight has crossed zero: −0.4 + 0.5 is 0.1. It stops at 0.",
    lasso_part(2.5, 0.1, 0.4),
)
shrunk.mistake(
    "the lasso moves a negative weight up, towards zero, not further away from it.",
    lasso_part(2.5, -0.9, 0.4),
)
shrunk.mistake(
    "the lasso's second weight is nearer to zero than 0.5. What becomes of it?",
    lasso_part(2.5, -0.4, 0.4),
)
shrunk.mistake(
    "a weight that is large enough is not left as it is: the lasso takes 0.5 from it,"
    " too.",
    lasso_part(3, 0, 0.9),
)
shrunk.mistake("the lasso subtracts 0.5. You have halved.", lasso_part(1.5, -0.2, 0.45))
shrunk.mistake(
    "ridge divides by 1 + 50/100. You have divided by 1 + 50: compare the penalty with"
    " Σx² = 100.",
    ridge_part(3 / 51, -0.4 / 51, 0.9 / 51),
)
shrunk.mistake(
    "ridge's weights are halved here. That would take a penalty as large as Σx².",
    ridge_part(1.5, -0.2, 0.45),
)
shrunk.mistake(
    "of 100 / 150 two thirds are left. You have kept one third.",
    ridge_part(1, -0.4 / 3, 0.3),
)
shrunk.mistake(
    "ridge never says zero: its second weight is smaller, not gone.",
    ridge_part(2, 0, 0.6),
)
shrunk.mistake(
    "the sign of ridge's second weight has changed. A division keeps it.",
    ridge_part(2, 0.4 / 1.5, 0.6),
)
shrunk.mistake(
    "ridge's weights have grown. The penalty makes them smaller: 100 / (100 + 50).",
    ridge_part(4.5, -0.6, 1.35),
)

# --- Exercise 2: an honest choice

honest_choice = ordering(
    "FABCDE",
    n_lines=8,
    never={
        "G": "line G fits the scaler to all rows, the judging ones included. The"
        " pipelines scale already.",
        "H": "line H chooses by the test rows. Then none are left to judge.",
    },
    early={
        "BA": "line B stands inside the loop of line A.",
        "AF": "line F makes the empty record that line B fills. It comes before the"
        " loop, once.",
        "CB": "line C compares errors that line B has not measured yet.",
        "DC": "line D needs the penalty that line C chooses.",
        "ED": "line E asks a model that line D has not fitted yet.",
    },
    hints=[
        "What has to exist before the loop? What can only follow it?",
        "Two lines let test rows take part. Which ones?",
    ],
    after="`RidgeCV` in a pipeline does the first four lines for you. Its scaler is"
    " then fitted once, to all training rows, which is a small leak inside the folds.",
)

# --- Exercise 3: from L2 to weight decay

adamw_step = exercise(
    hints=[
        "In which line does the decay enter, and what does Adam do with it after that?",
        "Take it out of the gradients. Both memories hold gradients of the data only.",
        "Multiply the old weights by `1 - rate * decay`, then subtract Adam's step.",
    ],
    after="Now the decay is the same for all weights. `torch.optim.AdamW` does this.",
    example=True,
    keeps_arguments=True,
)


def adam_parts(gradients, mean, square, step):
    """Return both memories and Adam's step for a rate of 1."""
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    return mean, square, mean / (1 - 0.9**step) / size


@adamw_step.solution
def decoupled_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    weights = (1 - rate * decay) * weights
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    return weights - rate * mean / (1 - 0.9**step) / size, mean, square


@adamw_step.start
def adam_with_l2(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    """Return (weights, mean, square) after one step of AdamW; the step counts from 1.

    All are arrays of shape (n,). mean and square are Adam's memories of the gradients
    and of their squares, with factors 0.9 and 0.999. The decay multiplies the old
    weights by 1 - rate * decay. The arguments must stay as they are.
    """
    gradients = gradients + decay * weights
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    return weights - rate * mean / (1 - 0.9**step) / size, mean, square


@adamw_step.also
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean, square, move = adam_parts(gradients, mean, square, step)
    return [weights - rate * (move + decay * weights), mean, square]


@adamw_step.also
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    import torch

    tensors = [torch.tensor(a) for a in (weights, gradients, mean, square)]
    weights, gradients, mean, square = tensors
    mean = mean.lerp(gradients, 0.1)
    square = 0.999 * square + 0.001 * gradients * gradients
    size = (square / (1 - 0.999**step)).sqrt() + 1e-8
    return (
        weights * (1 - rate * decay) - rate * mean / (1 - 0.9**step) / size,
        mean,
        square,
    )


@adamw_step.cases
def adamw_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, later steps, other rates, gradients of 0 and tiny ones."""
    yield np.array([1.0, 1.0]), np.array([0.0, 2.0]), np.zeros(2), np.zeros(2), 1
    for n, step, rate, decay in ((3, 1, 0.2, 2.0), (4, 7, 0.05, 1.5), (1, 3, 0.5, 0.4)):
        weights = rng.choice([-1, 1], n) * rng.uniform(1, 3, n)
        gradients = rng.choice([-1, 1], n) * rng.uniform(0.5, 2, n)
        mean = 0 * weights if step == 1 else rng.uniform(-1, 1, n)
        square = 0 * weights if step == 1 else rng.uniform(0.5, 1, n)
        yield weights, gradients, mean, square, step, rate, decay
    yield np.array([-2.0, 3.0]), np.zeros(2), np.zeros(2), np.zeros(2), 2, 0.1, 0.5
    tiny = np.array([3e-8, -2e-8])  # 1e-8 is added to their size
    yield np.array([1.0, -2.0]), tiny, np.zeros(2), np.zeros(2), 1


@adamw_step.mistake(
    "the decay still enters the gradients, so Adam divides it by their size. It belongs"
    " to the weights."
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    return adam_with_l2(weights, gradients, mean, square, step, rate, decay)


@adamw_step.mistake("the decay is gone altogether: this is plain Adam.")
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    return adam_with_l2(weights, gradients, mean, square, step, rate, 0)


@adamw_step.mistake(
    "the weights are multiplied by 1 − decay. The rate belongs to it: 1 − rate · decay."
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean, square, move = adam_parts(gradients, mean, square, step)
    return (1 - decay) * weights - rate * move, mean, square


@adamw_step.mistake(
    "the new weights are decayed, and with them the step that Adam has made. The old"
    " weights are."
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean, square, move = adam_parts(gradients, mean, square, step)
    return (1 - rate * decay) * (weights - rate * move), mean, square


@adamw_step.mistake(
    "the decay acts twice: on the weights, and still in the gradients. Take it out of"
    " these."
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    _, mean, square = adam_with_l2(weights, gradients, mean, square, step, rate, decay)
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    move = mean / (1 - 0.9**step) / size
    return (1 - rate * decay) * weights - rate * move, mean, square


@adamw_step.mistake("the decay makes the weights larger. Its sign is wrong.")
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean, square, move = adam_parts(gradients, mean, square, step)
    return (1 + rate * decay) * weights - rate * move, mean, square


@adamw_step.mistake(
    "the decay is multiplied by the rate twice: `rate * (…)` has it already."
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean, square, move = adam_parts(gradients, mean, square, step)
    return weights - rate * (move + rate * decay * weights), mean, square


@adamw_step.mistake(
    "the decay is added to Adam's memory. There it is divided by the size of the"
    " gradients, too."
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean, square, _ = adam_parts(gradients, mean, square, step)
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    pulled = mean + decay * weights
    return weights - rate * pulled / (1 - 0.9**step) / size, pulled, square


@adamw_step.mistake(
    "the pull is divided by the size of the gradients: it was added to the corrected"
    " memory, before the division."
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean, square, _ = adam_parts(gradients, mean, square, step)
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    pulled = mean / (1 - 0.9**step) + decay * weights
    return weights - rate * pulled / size, mean, square


@adamw_step.mistake(
    "only the weights come back. Return the two memories, too: the next step needs"
    " them."
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    return decoupled_step(weights, gradients, mean, square, step, rate, decay)[0]


@adamw_step.mistake(
    "the decay still enters the gradients of one memory, that of the mean. It belongs"
    " to the weights."
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    _, square, _ = adam_parts(gradients, mean, square, step)
    mean = 0.9 * mean + 0.1 * (gradients + decay * weights)
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    return weights - rate * mean / (1 - 0.9**step) / size, mean, square


@adamw_step.mistake(
    "only `rate * decay` of the old weights is left. That much is taken away: multiply"
    " by 1 − rate · decay."
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean, square, move = adam_parts(gradients, mean, square, step)
    return rate * decay * weights - rate * move, mean, square


@adamw_step.mistake(
    "the memories come back divided by 1 − 0.9**step and 1 − 0.999**step. That is for"
    " the step only: return them undivided."
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    new, mean, square = decoupled_step(
        weights, gradients, mean, square, step, rate, decay
    )
    return new, mean / (1 - 0.9**step), square / (1 - 0.999**step)


@adamw_step.mistake("the memories come back as they were. Return the new ones.")
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    new = decoupled_step(weights, gradients, mean, square, step, rate, decay)[0]
    return new, mean, square


@adamw_step.mistake(
    "the same is taken from each weight. Multiply by the old weight: rate · decay ·"
    " weight."
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean, square, move = adam_parts(gradients, mean, square, step)
    return weights - rate * decay - rate * move, mean, square


# --- Exercise 4: the one-standard-error rule

one_error_penalty = exercise(
    hints=[
        "First the mean and the standard error of each row of `errors`.",
        "The limit is the lowest mean plus the standard error of *that* penalty.",
        "Of all penalties whose mean is at most the limit, take the largest one: a"
        " larger penalty is a simpler model.",
    ],
    after="It gives up a little accuracy for a simpler model. How much, you saw in"
    " the table of the lesson.",
    example=True,
)


def means_and_errors(alphas, errors):
    """Return the penalties that can be used, their means and standard errors."""
    alphas, errors = np.asarray(alphas, float), np.asarray(errors, float)
    whole = ~np.isnan(errors).any(axis=1)
    errors = errors[whole]
    standard = errors.std(axis=1, ddof=1) / np.sqrt(errors.shape[1])
    return alphas[whole], errors.mean(axis=1), standard


@one_error_penalty.solution
def largest_within_one(alphas, errors):
    alphas, errors = np.array(alphas), np.array(errors)
    whole = ~np.isnan(errors).any(axis=1)
    alphas, errors = alphas[whole], errors[whole]
    means = errors.mean(axis=1)
    best = np.flatnonzero(np.isclose(means - means.min(), 0))
    best = best[alphas[best].argmax()]
    limit = means[best] + errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    excess = (means - limit).clip(0)
    return alphas[np.isclose(excess, 0)].max()


@one_error_penalty.also
def _(alphas, errors):
    rows = []
    for alpha, row in zip(alphas, errors, strict=True):
        if not any(e != e for e in row):
            rows.append((float(alpha), sum(row) / len(row), row))
    lowest = min(mean for _, mean, _ in rows)
    _, mean, row = max(r for r in rows if r[1] - lowest < 1e-9)
    variance = sum((e - mean) ** 2 for e in row) / (len(row) - 1)
    limit = mean + (variance / len(row)) ** 0.5 + 1e-9
    return max(alpha for alpha, other, _ in rows if other <= limit)


@one_error_penalty.also
def _(alphas, errors):
    from scipy.stats import sem

    order = np.argsort(alphas)[::-1]
    alphas, errors = np.array(alphas)[order], np.array(errors)[order]
    means = errors.mean(axis=1)
    best = np.flatnonzero(np.isclose(means, np.nanmin(means), rtol=0, atol=1e-9))[0]
    return alphas[means - means[best] - sem(errors[best]) < 1e-9][0]


@one_error_penalty.cases
def penalty_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example and tables in which each way to be wrong shows."""
    yield [1, 10, 100], [[4, 6], [5, 6], [5, 8]]
    factor, shift = rng.choice([1.0, 2.0, 4.0]), rng.integers(0, 5)
    tables = [
        # in no order; the largest one is far too bad; a gap in between
        (
            [10, 0.1, 100, 1, 3],
            [[6, 8, 7], [7, 9, 8], [20, 22, 21], [5, 7, 6], [9, 9, 9]],
        ),
        # the best one's standard error is small, that of 4 is large; 1.5 fits, too
        (
            [1.5, 1, 2, 4, 8],
            [
                [5.0, 5.1, 5.06, 5],
                [5, 5, 5.2, 4.8],
                [5.1, 5.1, 5, 5],
                [4, 7, 4.7, 5],
                [9, 9, 8, 8],
            ],
        ),
        # a NaN in the row that would be best, and in the one that would be chosen
        ([1, 2, 4, 8], [[3, np.nan, 3], [5, 7, 6], [6, 7, 6.5], [6, np.nan, 6]]),
        # two equally good best ones: the larger one's standard error is the smaller
        ([5, 1, 9], [[6, 6, 6.25, 5.75], [4, 8, 7, 5], [6.5, 6.75, 6.5, 6.75]]),
        ([1, 5, 9], [[4, 8, 7, 5], [6, 6, 6.25, 5.75], [6.5, 6.75, 6.5, 6.75]]),
        # the limit is met exactly
        ([3, 30, 300], [[2, 4], [3, 5], [4, 4.5]]),
        # the means rise above the limit and come back below it
        ([1, 10, 100, 1000], [[4, 6], [5.4, 6.4], [9, 9], [5, 6]]),
        # six folds: k or k - 1 decides, and so does the root
        ([1, 2, 4, 8], [[4, 6, 4, 6, 4, 6], [5.44] * 6, [5.9] * 6, [6.05] * 6]),
    ]
    for alphas, errors in tables:
        yield alphas, [[factor * e + shift for e in row] for row in errors]
    yield [7], [[1.0, 2.0]]


def within_one(alphas, errors):
    """Return penalties, means, which means lie within the limit, and the best row."""
    alphas, means, standard = means_and_errors(alphas, errors)
    best = np.flatnonzero(means <= means.min() + 1e-9)
    best = best[alphas[best].argmax()]
    return alphas, means, means <= means[best] + standard[best] + 1e-9, best


def choice(alphas, errors, limit_of, pick=np.max, first=False):
    """Return what `pick` takes of the penalties within a limit.

    first: of equally good best ones, the first in the list counts, as `argmin` has it.
    """
    alphas, means, standard = means_and_errors(alphas, errors)
    best = np.flatnonzero(means <= means.min() + 1e-9)
    best = best[0 if first else alphas[best].argmax()]
    return pick(alphas[means <= limit_of(means, standard, best) + 1e-9])


@one_error_penalty.mistake(
    "this is the penalty with the lowest mean. The rule allows one standard error more."
)
def _(alphas, errors):
    alphas, means, _ = means_and_errors(alphas, errors)
    return alphas[means.argmin()]


@one_error_penalty.mistake(
    "this is the smallest penalty within the limit. The simplest model is the one with"
    " the largest penalty."
)
def _(alphas, errors):
    limit = lambda means, standard, best: means[best] + standard[best]  # noqa: E731
    return choice(alphas, errors, limit, np.min)


@one_error_penalty.mistake(
    "you stop at the first penalty above the limit. A larger one may lie within it"
    " again."
)
def _(alphas, errors):
    alphas, _, within, best = within_one(alphas, errors)
    beyond = alphas[~within & (alphas > alphas[best])]
    return alphas[alphas < beyond.min(initial=np.inf)].max()


@one_error_penalty.mistake(
    "this is the penalty with the largest *mean* within the limit. Asked is the largest"
    " penalty."
)
def _(alphas, errors):
    alphas, means, within, _ = within_one(alphas, errors)
    return alphas[np.where(within, means, -1).argmax()]


@one_error_penalty.mistake(
    "the limit is a standard *deviation* above the best. Divide it by the root of the"
    " number of folds."
)
def _(alphas, errors):
    root = np.sqrt(np.shape(errors)[1])
    return choice(alphas, errors, lambda m, s, best: m[best] + root * s[best])


@one_error_penalty.mistake(
    "the standard deviation divides by k here. Divide by k − 1: `ddof=1`."
)
def _(alphas, errors):
    k = np.shape(errors)[1]
    return choice(
        alphas, errors, lambda m, s, best: m[best] + s[best] * np.sqrt((k - 1) / k)
    )


@one_error_penalty.mistake(
    "the standard deviation is divided by the number of folds. Divide by its root."
)
def _(alphas, errors):
    root = np.sqrt(np.shape(errors)[1])
    return choice(alphas, errors, lambda m, s, best: m[best] + s[best] / root)


@one_error_penalty.mistake(
    "each penalty is compared by its own standard error. The limit is one number: that"
    " of the best one."
)
def _(alphas, errors):
    alphas, means, standard = means_and_errors(alphas, errors)
    return alphas[means - standard <= means.min() + 1e-9].max()


@one_error_penalty.mistake("two standard errors are allowed here. The rule allows one.")
def _(alphas, errors):
    return choice(alphas, errors, lambda m, s, best: m[best] + 2 * s[best])


@one_error_penalty.mistake(
    "of two equally good best penalties, the larger one's standard error counts."
)
def _(alphas, errors):
    alphas, means, standard = means_and_errors(alphas, errors)
    best = np.flatnonzero(means <= means.min() + 1e-9)
    best = best[alphas[best].argmin()]
    return alphas[means <= means[best] + standard[best] + 1e-9].max()


@one_error_penalty.mistake(
    "of two equally good best penalties, you take the first in the list. The larger"
    " one's standard error counts."
)
def largest_above_the_first(alphas, errors):
    limit = lambda means, standard, best: means[best] + standard[best]  # noqa: E731
    return choice(alphas, errors, limit, first=True)


@one_error_penalty.mistake("the *mean* of the fold errors counts, not their median.")
def _(alphas, errors):
    alphas, errors = np.asarray(alphas, float), np.asarray(errors, float)
    _, _, standard = means_and_errors(alphas, errors)
    whole = ~np.isnan(errors).any(axis=1)
    alphas, middle = alphas[whole], np.median(errors[whole], axis=1)
    best = np.flatnonzero(middle <= middle.min() + 1e-9)
    best = best[alphas[best].argmax()]
    return alphas[middle <= middle[best] + standard[best] + 1e-9].max()


@one_error_penalty.mistake(
    "the mean of all standard errors was used. Take that of the best penalty."
)
def _(alphas, errors):
    return choice(alphas, errors, lambda m, s, best: m[best] + s.mean())


@one_error_penalty.mistake(
    "a penalty with a NaN was kept, its mean taken over the other folds. Leave it out."
)
def _(alphas, errors):
    alphas, errors = np.asarray(alphas, float), np.asarray(errors, float)
    means = np.nanmean(errors, axis=1)
    count = (~np.isnan(errors)).sum(axis=1)
    standard = np.nanstd(errors, axis=1, ddof=1) / np.sqrt(count)
    best = np.flatnonzero(means <= means.min() + 1e-9)
    best = best[alphas[best].argmax()]
    return alphas[means <= means[best] + standard[best] + 1e-9].max()


@one_error_penalty.mistake(
    "this is the place of the penalty in the list. Return the penalty itself."
)
def _(alphas, errors):
    return list(alphas).index(largest_above_the_first(alphas, errors))


@one_error_penalty.mistake(
    "this is a place among the penalties without NaN. Return the penalty itself."
)
def _(alphas, errors):
    whole, _, _ = means_and_errors(alphas, errors)
    return whole.tolist().index(largest_above_the_first(alphas, errors))


@one_error_penalty.mistake(
    "this is the last one of the list within the limit. The penalties stand in no"
    " order."
)
def _(alphas, errors):
    limit = lambda means, standard, best: means[best] + standard[best]  # noqa: E731
    return choice(alphas, errors, limit, lambda fitting: fitting[-1], first=True)


@one_error_penalty.mistake(
    "a mean that meets the limit exactly still counts: at most, not below."
)
def _(alphas, errors):
    alphas, means, standard = means_and_errors(alphas, errors)
    best = np.flatnonzero(means <= means.min() + 1e-9)
    best = best[alphas[best].argmax()]
    below = means < means[best] + standard[best] - 1e-9
    below[best] = True
    return alphas[below].max()


@one_error_penalty.mistake(
    "this is the first one of the list within the limit. Look at all, and take the"
    " largest."
)
def _(alphas, errors):
    limit = lambda means, standard, best: means[best] + standard[best]  # noqa: E731
    return choice(alphas, errors, limit, lambda fitting: fitting[0])


@one_error_penalty.mistake(
    "the means are taken over the penalties, one for each fold. Take them over the"
    " folds: `axis=1`."
)
def _(alphas, errors):
    alphas, errors = np.asarray(alphas), np.asarray(errors, float)
    means = errors.mean(axis=0)
    best = means.argmin()
    limit = means[best] + errors[:, best].std(ddof=1) / np.sqrt(len(errors))
    return alphas[np.flatnonzero(means <= limit + 1e-9).max()]


@one_error_penalty.symptom("a penalty with a NaN among its errors is left out.")
def _(args, expected, got):
    spoiled = np.isnan(np.asarray(args[1], float)).any(axis=1)
    return np.isclose(np.asarray(args[0], float)[spoiled], float(got)).any()


@one_error_penalty.symptom("this is not one of the penalties.")
def _(args, expected, got):
    alphas = np.asarray(args[0], float)
    return np.isfinite(float(got)) and not np.isclose(alphas, float(got)).any()


# --- Exercise 5: ridge with a price for each column

ridge_each = exercise(
    hints=[
        "Subtract the means of X and y first: then no intercept is in the equations.",
        "In `fit_ridge`, `alpha * np.eye(…)` has one number all along the diagonal."
        " `np.diag(alphas)` has one for each column.",
        "The intercept is the mean of y minus the means of X times the weights.",
    ],
    after="A free column pays nothing, so nothing is taken from it. In `glmnet` this is"
    " called a penalty factor.",
    example=True,
)


@ridge_each.solution
def ridge_by_column(X, y, alphas):
    A = X - X.mean(axis=0)  # each column adds up to 0, so y may keep its mean
    weights = np.linalg.solve(A.T @ A + np.diag(alphas), A.T @ y)
    return np.append(y.mean() - X.mean(axis=0) @ weights, weights)


@ridge_each.also
def _(X, y, alphas):
    ones = np.column_stack([np.ones(len(X)), X])
    prices = np.diag(np.concatenate([[0.0], alphas]))
    return np.linalg.solve(ones.T @ ones + prices, ones.T @ y)


@ridge_each.also
def _(X, y, alphas):
    rows = np.vstack([X - X.mean(axis=0), np.diag(np.sqrt(alphas))])
    target = np.concatenate([y - y.mean(), np.zeros(len(alphas))])
    weights = np.linalg.lstsq(rows, target, rcond=None)[0]
    return [float(np.mean(y - X @ weights)), *weights.tolist()]


@ridge_each.cases
def ridge_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then unequal prices, free columns, more columns than rows."""
    yield np.array([[1.0], [2.0], [3.0]]), np.array([2.0, 4.0, 9.0]), np.array([2.0])
    for n, prices in (
        (7, [0.5, 4.0, 30.0]),
        (9, [0.0, 3.0]),
        (6, [0.0, 0.0]),
        (4, [2.0, 1.0, 5.0, 3.0, 8.0]),
        (5, [6.0, 6.0, 6.0]),
    ):
        X = rng.normal(size=(n, len(prices))) * rng.uniform(0.5, 3, len(prices))
        X = X + rng.uniform(1, 4, len(prices))
        y = 20 + X @ rng.uniform(1, 3, len(prices)) + rng.normal(size=n)
        yield X, y, np.array(prices)


def solve_ridge(A, target, prices):
    """Return the weights for a matrix of prices."""
    return np.linalg.solve(A.T @ A + prices, A.T @ target)


def with_intercept(X, y, weights):
    """Return the free intercept that belongs to weights, then the weights."""
    return np.append(y.mean() - X.mean(axis=0) @ weights, weights)


@ridge_each.mistake(
    "the means are not subtracted, so the weights must explain the level of y as well."
    " The intercept is free."
)
def _(X, y, alphas):
    return with_intercept(X, y, solve_ridge(X, y, np.diag(alphas + 1e-9)))


@ridge_each.mistake(
    "the intercept is penalised like a column. Its price is 0: subtract the means, or"
    " give the column of ones no penalty."
)
def _(X, y, alphas):
    ones = np.column_stack([np.ones(len(X)), X])
    prices = np.diag(np.concatenate([[max(alphas.mean(), 1.0)], alphas]))
    return solve_ridge(ones, y, prices)


@ridge_each.mistake(
    "all columns pay the same price, the mean of `alphas`. Each has its own."
)
def _(X, y, alphas):
    A, target = X - X.mean(axis=0), y - y.mean()
    return with_intercept(
        X, y, solve_ridge(A, target, alphas.mean() * np.eye(len(alphas)))
    )


@ridge_each.mistake("all columns pay the first price. Each has its own.")
def _(X, y, alphas):
    A, target = X - X.mean(axis=0), y - y.mean()
    prices = (alphas[0] + 1e-9) * np.eye(len(alphas))
    return with_intercept(X, y, solve_ridge(A, target, prices))


@ridge_each.mistake(
    "no column pays: these are the weights of least squares. Add `alphas` to the"
    " diagonal."
)
def _(X, y, alphas):
    A, target = X - X.mean(axis=0), y - y.mean()
    return with_intercept(X, y, solve_ridge(A, target, 1e-9 * np.eye(len(alphas))))


@ridge_each.mistake(
    "`alphas` is added to every row of the matrix, not to its diagonal only:"
    " `np.diag(alphas)`."
)
def _(X, y, alphas):
    A, target = X - X.mean(axis=0), y - y.mean()
    weights = np.linalg.pinv(A.T @ A + alphas) @ A.T @ target
    return with_intercept(X, y, weights)


@ridge_each.mistake(
    "the prices are squared. The loss has `alphas * weights**2`: the weights are."
)
def _(X, y, alphas):
    A, target = X - X.mean(axis=0), y - y.mean()
    return with_intercept(X, y, solve_ridge(A, target, np.diag(alphas**2)))


@ridge_each.mistake(
    "the prices are multiplied by the number of rows. The loss adds up the squared"
    " errors, it is no mean."
)
def _(X, y, alphas):
    A, target = X - X.mean(axis=0), y - y.mean()
    return with_intercept(X, y, solve_ridge(A, target, len(X) * np.diag(alphas)))


@ridge_each.mistake(
    "the columns are divided by their standard deviation. Here they are not scaled."
)
def _(X, y, alphas):
    scale = X.std(axis=0)
    A, target = (X - X.mean(axis=0)) / scale, y - y.mean()
    return with_intercept(X, y, solve_ridge(A, target, np.diag(alphas)) / scale)


@ridge_each.mistake(
    "the intercept is the mean of y alone. Subtract what the weights say at the means"
    " of X."
)
def _(X, y, alphas):
    return np.append(y.mean(), ridge_by_column(X, y, alphas)[1:])


@ridge_each.mistake("the intercept has the wrong sign in one part: mean of y *minus*.")
def _(X, y, alphas):
    weights = ridge_by_column(X, y, alphas)[1:]
    return np.append(y.mean() + X.mean(axis=0) @ weights, weights)


@ridge_each.mistake("only the weights come back. Return the intercept first.")
def _(X, y, alphas):
    return ridge_by_column(X, y, alphas)[1:]


@ridge_each.mistake("the intercept comes first, then the weights.")
def _(X, y, alphas):
    return np.roll(ridge_by_column(X, y, alphas), -1)


@ridge_each.mistake(
    "the price is divided by two. The slope of `alphas * weights**2` has a factor 2,"
    " and so has that of the squared errors: they cancel."
)
def _(X, y, alphas):
    A, target = X - X.mean(axis=0), y - y.mean()
    return with_intercept(X, y, solve_ridge(A, target, np.diag(alphas) / 2))


@ridge_each.mistake(
    "the price is doubled. The slope of `alphas * weights**2` has a factor 2, and so"
    " has that of the squared errors: they cancel."
)
def _(X, y, alphas):
    A, target = X - X.mean(axis=0), y - y.mean()
    return with_intercept(X, y, solve_ridge(A, target, 2 * np.diag(alphas)))


@ridge_each.mistake(
    "each column is fitted as if it stood alone. Solve for all weights together."
)
def _(X, y, alphas):
    A, target = X - X.mean(axis=0), y - y.mean()
    return with_intercept(X, y, A.T @ target / ((A**2).sum(axis=0) + alphas + 1e-9))


@ridge_each.symptom(
    "the intercept is 0: there is none. Subtract the means of X and y, then compute it"
    " from them."
)
def _(args, expected, got):
    return got[0] == 0


@ridge_each.symptom(
    "the intercept has a price of its own here. It is free: its place on the diagonal"
    " holds 0."
)
def _(args, expected, got):
    X, y, alphas = args
    intercept, weights = got[0], np.asarray(got[1:], float)
    left = y - intercept - X @ weights
    return np.allclose(X.T @ left, alphas * weights) and left.sum() / intercept > 1e-6


@ridge_each.symptom("a column with a price of 0 is left out. 0 means free, not gone.")
def _(args, expected, got):
    return (np.asarray(got[1:], float)[args[2] == 0] == 0).any()


ALL = lesson(__name__)
