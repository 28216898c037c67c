"""Exercises of lesson 4.3, Tune the hyperparameters."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, letter_set, ordering, value

# --- Exercise 1: learned or set


hyper_letters = value(
    hints=[
        "Ask of each one: does `fit` find it, from the training rows?",
        "Four of the eight are set by somebody before `fit` begins.",
    ],
    after="What `fit` finds is a parameter, even a threshold or a median.",
    source='hyper_letters = "B C E G"',
    clean=letter_set,
    also=[["B", "C", "E", "G"], "g, e, c, b"],
)


@hyper_letters.solution
def four_that_are_set() -> str:
    """Return the letters of what is set before training."""
    return "BCEG"


hyper_letters.mistake(
    "these are what `fit` finds. Asked is what somebody sets before.",
    "ADFH",
    when=lambda given: set(given) == set("ADFH"),
)
hyper_letters.mistake(
    "D is found on the training rows. So who sets it?",
    "BCDEG",
    when=lambda given: "D" in given,
)
hyper_letters.mistake(
    "H is a median of the training rows: `fit` computes it.",
    "BCEGH",
    when=lambda given: "H" in given,
)
hyper_letters.mistake(
    "a weight or a bias is a number that `fit` finds.",
    "ABCEG",
    when=lambda given: bool(set(given) & set("AF")),
)
hyper_letters.mistake(
    "C is missing: gradient descent changes the weights, not its own learning rate.",
    "BEG",
    when=lambda given: "C" not in given,
)
hyper_letters.mistake(
    "B is missing: the number of trees is set before `fit`; training does not add any.",
    "CEG",
    when=lambda given: "B" not in given,
)
hyper_letters.mistake(
    "G is missing: `fit` grows the tree, but it keeps to the smallest leaf that"
    " somebody has set.",
    "BCE",
    when=lambda given: "G" not in given,
)
hyper_letters.mistake(
    "E is missing: the machine keeps its gamma from the first to the last step.",
    "BCG",
    when=lambda given: "E" not in given,
)
hyper_letters.mistake(
    "there are eight lines, A to H.",
    "BCEGK",
    when=lambda given: bool(set(given) - set("ABCDEFGH")),
)

# --- Exercise 2: the order of an honest search

tuning_lines = ordering(
    "BDHGEA",
    n_lines=8,
    never={
        "C": "line C lets the test homes choose. Then nobody is left to judge.",
        "F": "line F reports the best of many errors: it is partly luck.",
    },
    early={
        "DB": "line D draws from ranges that line B has not written down yet.",
        "HD": "line H fits trials that line D has not drawn yet.",
        "GH": "line G compares errors that line H has not measured yet.",
        "EG": "line E fits the chosen settings before line G has chosen.",
        "AE": "line A reports the error of a model that line E has not fitted yet.",
    },
    hints=[
        "What must be ready before the first trial? And what comes last, once?",
        "Two of the eight lines are wrong wherever they stand.",
    ],
    after="The test homes appear twice: first put aside, at the end to judge.",
)

# --- Exercise 3: repair a scale

log_values = exercise(
    hints=[
        "Equal steps of the share must *multiply* the value by the same number.",
        "Spread the logarithm evenly from `np.log(low)` to `np.log(high)`, then go"
        " back.",
    ],
    after="`np.geomspace` does this for shares at equal distances, `loguniform` of"
    " scipy for random ones.",
    example=True,
)


@log_values.solution
def spread_logarithms(shares, low, high):
    """Return one value for each share, on a log scale from low to high."""
    shares = np.asarray(shares)
    return np.exp(np.log(low) + shares * (np.log(high) - np.log(low)))


@log_values.start
def spread_values(shares, low, high):
    """Return one value for each share, on a log scale from low to high.

    shares: shape (n,), 0 gives low and 1 gives high; 0 < low < high. Shape (n,).
    """
    return low + np.asarray(shares) * (high - low)


@log_values.also
def multiply_ratio(shares, low, high):
    return [low * (high / low) ** share for share in shares]


@log_values.also
def spread_exponents(shares, low, high):
    ends = np.log10(low), np.log10(high)
    return 10 ** (ends[0] + np.asarray(shares) * (ends[1] - ends[0]))


@log_values.mistake("these are the logarithms. Go back to the values: `np.exp`.")
def _(shares, low, high):
    return np.log(low) + np.asarray(shares) * (np.log(high) - np.log(low))


@log_values.mistake("these are the exponents of ten. Go back to the values: `10 **`.")
def _(shares, low, high):
    return np.log10(low) + np.asarray(shares) * (np.log10(high) - np.log10(low))


@log_values.mistake(
    "`np.log` and `10 **` do not fit together: with `np.log` go back by `np.exp`."
)
def _(shares, low, high):
    return 10 ** (np.log(low) + np.asarray(shares) * (np.log(high) - np.log(low)))


@log_values.mistake(
    "`np.log10` and `np.exp` do not fit together: with `np.log10` go back by `10 **`."
)
def _(shares, low, high):
    ends = np.log10(low), np.log10(high)
    return np.exp(ends[0] + np.asarray(shares) * (ends[1] - ends[0]))


@log_values.mistake(
    "the shares run the wrong way: a share of 0 is the low end, 1 the high end."
)
def _(shares, low, high):
    return high * (low / high) ** np.asarray(shares)


@log_values.mistake(
    "the values still lie at equal distances. On a log scale the *logarithm* does."
)
def _(shares, low, high):
    return low + np.asarray(shares) * (high - low)


@log_values.mistake(
    "the ends are not met: the logarithm runs from `np.log(low)` to `np.log(high)`, so"
    " its width is a difference of two logarithms."
)
def _(shares, low, high):
    return np.exp(np.log(low) + np.asarray(shares) * np.log(high))


@log_values.mistake(
    "this is the logarithm of a width. The width of the logarithms is"
    " `np.log(high) - np.log(low)`."
)
def _(shares, low, high):
    return np.exp(np.log(low) + np.asarray(shares) * np.log(high - low))


@log_values.mistake("the values are too small throughout: the low end is missing.")
def _(shares, low, high):
    return (high / low) ** np.asarray(shares)


@log_values.mistake(
    "the shares themselves were spread anew. Each share is the place of its value."
)
def _(shares, low, high):
    return np.geomspace(low, high, len(shares))


@log_values.mistake(
    "`np.logspace` takes exponents, and spreads anew: each share is the place of its"
    " value."
)
def _(shares, low, high):
    return np.logspace(low, high, len(shares))


@log_values.mistake(
    "`low` is added here. In equal ratios it is multiplied:"
    " `low * (high / low) ** share`."
)
def _(shares, low, high):
    return low + (high / low) ** np.asarray(shares)


@log_values.mistake(
    "first comes the logarithm of both ends, then the spreading. You spread the values"
    " and took the logarithm after that."
)
def _(shares, low, high):
    return np.log(low + np.asarray(shares) * (high - low))


@log_values.mistake(
    "`np.exp` leads back from logarithms, but none was taken: spread between"
    " `np.log(low)` and `np.log(high)`."
)
def _(shares, low, high):
    return np.exp(low + np.asarray(shares) * (high - low))


@log_values.symptom("the values are rounded. Return them as they are.")
def _(args, expected, got):
    return np.allclose(got, np.round(expected))


@log_values.cases
def log_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, ends below and above 1, shares out of order, one share."""
    yield [0, 0.5, 1], 0.01, 100
    yield [0.9, 0.1, 0.4, 0.1], 2.0, 50.0
    yield [0.25, 0.75, 0.0], 1e-5, 0.2
    yield [0.3], 0.5, 8.0
    low = float(rng.uniform(0.1, 3))
    yield rng.random(5).tolist(), low, low * float(rng.uniform(20, 90))


# --- Exercise 4: widen a range whose best value is at its edge

next_range = exercise(
    hints=[
        "`np.nanargmin` finds the place of the lowest error and passes over NaN.",
        "Nothing is to be done unless that place is 0 or the last one.",
        "The ratio is `values[1] / values[0]`. With n values, the middle has"
        " (n − 1) / 2 of them on each side.",
        "So the next values are `best * ratio ** k` for k from −(n − 1)/2 to"
        " (n − 1)/2.",
    ],
    after="Do it again until the best value has worse ones on both sides.",
    example=True,
)


@next_range.solution
def centred_on_the_best(values, errors):
    """Return the values to try next, shape (n_values,)."""
    values = np.asarray(values, dtype=float)
    best = np.nanargmin(errors)
    if 0 < best < len(values) - 1:
        return values
    half = len(values) // 2
    return values[best] * (values[1] / values[0]) ** np.arange(-half, half + 1)


@next_range.also
def centred_by_geomspace(values, errors):
    lowest = min(e for e in errors if not math.isnan(e))
    place = list(errors).index(lowest)
    if place not in (0, len(values) - 1):
        return list(values)
    root = (values[-1] / values[0]) ** 0.5
    best = values[place]
    return np.geomspace(best / root, best * root, len(values))


@next_range.also
def centred_by_shifting(values, errors):
    errors = np.where(np.isnan(errors), np.inf, errors)
    place, half = int(np.argmin(errors)), len(values) // 2
    ratio = values[1] / values[0]
    if place == 0:
        return [v / ratio**half for v in values]
    if place == len(values) - 1:
        return [v * ratio**half for v in values]
    return values


def shifted(values: Any, errors: Any, change: Any, find: Any = np.nanargmin) -> Any:
    """Return what a variant gives: `change(values, best, ratio)` at the edge only."""
    values = np.asarray(values, dtype=float)
    best = int(find(errors))
    if 0 < best < len(values) - 1:
        return values
    return change(values, best, values[1] / values[0])


def centred(values: Any, best: int, ratio: float) -> Any:
    """Return as many values around the best one."""
    half = len(values) // 2
    return values[best] * ratio ** np.arange(-half, half + 1)


@next_range.mistake(
    "the best value is not at the edge here: then the values stay as they are."
)
def _(values, errors):
    values = np.asarray(values, dtype=float)
    return centred(values, int(np.nanargmin(errors)), values[1] / values[0])


@next_range.mistake(
    "you widen at the high end only. The best value may be the first one, too."
)
def _(values, errors):
    return shifted(values, errors, lambda v, b, r: centred(v, b, r) if b else v)


@next_range.mistake(
    "you widen at the low end only. The best value may be the last one, too."
)
def _(values, errors):
    return shifted(values, errors, lambda v, b, r: v if b else centred(v, b, r))


@next_range.mistake(
    "you step by equal distances. These values have one *ratio* between neighbours."
)
def _(values, errors):
    def by_distance(v: Any, b: int, r: float) -> Any:
        half = len(v) // 2
        return v[b] + (v[1] - v[0]) * np.arange(-half, half + 1)

    return shifted(values, errors, by_distance)


@next_range.mistake("the best value is at one end of your range. Put it in the middle.")
def _(values, errors):
    def begin_with(v: Any, b: int, r: float) -> Any:
        steps = np.arange(len(v))
        return v[b] * r**steps if b else (v[b] / r**steps)[::-1]

    return shifted(values, errors, begin_with)


@next_range.mistake(
    "the range has moved by one step. Move it until the best value is in the middle."
)
def _(values, errors):
    return shifted(values, errors, lambda v, b, r: v * r if b else v / r)


@next_range.mistake("a value was added. There must be as many values as before.")
def _(values, errors):
    def add(v: Any, b: int, r: float) -> Any:
        return np.append(v, v[-1] * r) if b else np.append(v[0] / r, v)

    return shifted(values, errors, add)


@next_range.mistake(
    "a trial that failed (NaN) counts as the best here: `np.argmin` stops at it. Take"
    " `np.nanargmin`."
)
def _(values, errors):
    return shifted(values, errors, centred, np.argmin)


@next_range.mistake(
    "a failed trial (NaN) that stands first stays the best: no number is smaller than"
    " NaN."
)
def _(values, errors):
    return shifted(values, errors, centred, lambda e: list(e).index(min(e)))


@next_range.mistake("these are errors: the lowest is the best, not the highest.")
def _(values, errors):
    return shifted(values, errors, centred, np.nanargmax)


@next_range.mistake("of equal errors the first is the best, not the last.")
def _(values, errors):
    def last(e: Any) -> int:
        return len(e) - 1 - int(np.nanargmin(np.asarray(e)[::-1]))

    return shifted(values, errors, centred, last)


@next_range.mistake("the ratio is always ten in yours. Read it from the values.")
def _(values, errors):
    return shifted(values, errors, lambda v, b, r: centred(v, b, 10.0))


@next_range.mistake("the range moves away from the best value, to the other side.")
def _(values, errors):
    def away(v: Any, b: int, r: float) -> Any:
        half = len(v) // 2
        return v / r**half if b else v * r**half

    return shifted(values, errors, away)


@next_range.mistake(
    "the values are moved by a distance. In equal ratios they are all *multiplied* by"
    " one number."
)
def _(values, errors):
    return shifted(values, errors, lambda v, b, r: v + v[b] - v[len(v) // 2])


@next_range.mistake(
    "NaN is taken out before the best place is looked for, so the places have moved:"
    " `np.nanargmin` keeps them."
)
def _(values, errors):
    def moved(e: Any) -> int:
        e = np.asarray(e, dtype=float)
        return int(np.argmin(e[~np.isnan(e)]))

    return shifted(values, errors, centred, moved)


@next_range.symptom(
    "the value of a failed trial is dropped. There must be as many values as before."
)
def _(args, expected, got):
    return np.isnan(args[1]).any() and len(got) < len(expected)


@next_range.symptom(
    "the new values have another ratio between neighbours. It stays as it was."
)
def _(args, expected, got):
    ratios = np.asarray(got[1:], dtype=float) / np.asarray(got[:-1], dtype=float)
    same = np.allclose(ratios, ratios[0]) and len(got) == len(expected)
    return same and ratios[0] > 1 and not np.isclose(ratios[0], args[0][1] / args[0][0])


@next_range.symptom("the values must rise from the first to the last.")
def _(args, expected, got):
    return len(got) == len(expected) and any(b < a for a, b in pairwise(got))


@next_range.cases
def range_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, each edge, an inner best, ties, NaN and other ratios."""
    nan = float("nan")
    yield [1, 10, 100], [5.0, 4.0, 3.0]
    yield [2.0, 4.0, 8.0, 16.0, 32.0], [1.5, 2.0, 3.0, 3.5, 5.0]  # low edge
    yield [0.01, 0.1, 1.0, 10.0, 100.0], [3.0, 2.0, 1.0, 2.5, 4.0]  # middle
    yield [1.0, 3.0, 9.0, 27.0, 81.0], [5.0, 1.0, 2.0, 3.0, 6.0]  # inside, not middle
    yield [1.0, 3.0, 9.0, 27.0, 81.0], [5.0, 4.0, 3.0, 1.0, 2.0]  # the last but one
    yield [1.0, 3.0, 9.0, 27.0, 81.0], [9.0, 8.0, 7.0, 3.0, 2.0]  # high edge
    yield [0.5, 1.0, 2.0, 4.0, 8.0], [7.0, 2.0, 3.0, 4.0, 2.0]  # tie: inside first
    yield [0.5, 1.0, 2.0, 4.0, 8.0], [2.0, 5.0, 2.0, 4.0, 3.0]  # tie: edge first
    yield [0.1, 0.2, 0.4, 0.8, 1.6], [nan, 4.0, 2.0, 3.0, 5.0]
    yield [0.1, 0.2, 0.4, 0.8, 1.6], [6.0, nan, 5.0, 4.0, 3.0]
    ratio, low = float(rng.integers(2, 6)), float(rng.uniform(0.1, 2))
    yield [low * ratio**k for k in range(7)], [1.0, 2.0, 3.0, 3.5, 4.0, 5.0, 6.0]


# --- Exercise 5: the shares of the variance

variance_shares = exercise(
    hints=[
        "`errors.mean(axis=1)` is one mean for each value of the first setting.",
        "Its variance, divided by `errors.var()`, is the first share. Likewise with"
        " `axis=0`.",
        "What both leave over, 1 − first − second, belongs to the pair.",
        "If the largest and the smallest error agree, nothing is to be explained:"
        " return three zeros. (By rounding, `errors.var()` may then be 1e-34, not 0.)",
    ],
    after="With three settings or more there is such a share for each setting, each"
    " pair and each triple.",
    example=True,
)


@variance_shares.solution
def shares_of_two(errors):
    """Return three shares of the variance: first, second setting, their pair."""
    if errors.max() == errors.min():
        return 0.0, 0.0, 0.0
    first = errors.mean(axis=1).var() / errors.var()
    second = errors.mean(axis=0).var() / errors.var()
    return first, second, 1 - first - second


@variance_shares.also
def shares_by_effects(errors):
    centre = errors.mean()
    a = errors.mean(axis=1, keepdims=True) - centre
    b = errors.mean(axis=0, keepdims=True) - centre
    parts = [np.mean(part**2) for part in (a, b, errors - centre - a - b)]
    total = sum(parts)
    return np.array(parts) / total if total > 0 else np.zeros(3)


@variance_shares.also
def shares_by_loops(errors):
    rows, cols = errors.tolist(), errors.T.tolist()
    flat = [e for row in rows for e in row]

    def variance(numbers: list) -> float:
        mean = sum(numbers) / len(numbers)
        return sum((n - mean) ** 2 for n in numbers) / len(numbers)

    total = variance(flat)
    if max(flat) == min(flat):
        return [0, 0, 0]
    first = variance([sum(r) / len(r) for r in rows]) / total
    second = variance([sum(c) / len(c) for c in cols]) / total
    return [first, second, 1 - first - second]


def split_with(errors: Any, first: Any, second: Any, pair: Any = None) -> tuple:
    """Return the shares for two numbers in place of the variances of the means."""
    total = errors.var()
    if total == 0:
        return 0.0, 0.0, 0.0
    a, b = first / total, second / total
    return a, b, 1 - a - b if pair is None else pair / total


def main_effects(errors: Any) -> tuple[float, float]:
    """Return the variances of the means of rows and of columns."""
    return errors.mean(axis=1).var(), errors.mean(axis=0).var()


@variance_shares.mistake(
    "the first two shares are exchanged. The rows belong to the first setting: its"
    " means are over `axis=1`."
)
def _(errors):
    first, second = main_effects(errors)
    return split_with(errors, second, first)


@variance_shares.mistake("these are variances. Divide each by `errors.var()`.")
def _(errors):
    first, second = main_effects(errors)
    return first, second, errors.var() - first - second


@variance_shares.mistake(
    "take the means first, then their variance. You took the variances of the rows,"
    " then their mean."
)
def _(errors):
    return split_with(errors, errors.var(axis=1).mean(), errors.var(axis=0).mean())


@variance_shares.mistake(
    "these are standard deviations divided. Shares of the *variance* add up to 1."
)
def _(errors):
    if errors.std() == 0:
        return 0.0, 0.0, 0.0
    first, second = np.sqrt(main_effects(errors)) / errors.std()
    return first, second, 1 - first - second


@variance_shares.mistake("with `ddof=1` the parts do not add up to the whole: use 0.")
def _(errors):
    total = errors.var(ddof=1)
    if total == 0:
        return 0.0, 0.0, 0.0
    first = errors.mean(axis=1).var(ddof=1) / total
    second = errors.mean(axis=0).var(ddof=1) / total
    return first, second, 1 - first - second


@variance_shares.mistake(
    "pandas' `var` divides by one less than NumPy's. Use `ddof=0` for the parts, too."
)
def _(errors):
    return split_with(
        errors, errors.mean(axis=1).var(ddof=1), errors.mean(axis=0).var(ddof=1)
    )


@variance_shares.mistake(
    "the whole is divided by one less (`ddof=1`, as pandas' `var` does), the parts are"
    " not. Use `ddof=0` for all."
)
def _(errors):
    first, second = main_effects(errors)
    total = errors.var(ddof=1)
    if total == 0:
        return 0.0, 0.0, 0.0
    return first / total, second / total, 1 - (first + second) / total


@variance_shares.mistake(
    "equal errors have a variance of 0, and you divide by it. Then return 0, 0 and 0."
)
def _(errors):
    first, second = main_effects(errors) / errors.var()
    return first, second, 1 - first - second


@variance_shares.mistake("the pair has what both leave over: 1 − first − second.")
def _(errors):
    first, second = main_effects(errors)
    return split_with(errors, first, second, first + second)


@variance_shares.mistake("the pair's share is not the product of the other two.")
def _(errors):
    first, second = main_effects(errors)
    total = errors.var()
    return split_with(errors, first, second, first * second / total if total else 0)


@variance_shares.mistake("these are percent; asked are shares from 0 to 1.")
def _(errors):
    return tuple(100 * share for share in shares_of_two(errors))


@variance_shares.mistake("the share of the pair is missing: asked are three numbers.")
def _(errors):
    return shares_of_two(errors)[:2]


@variance_shares.mistake(
    "where all errors are equal there is nothing to explain: the pair gets 0, too."
)
def _(errors):
    return shares_of_two(errors) if errors.var() else (0.0, 0.0, 1.0)


@variance_shares.mistake(
    "the two are divided by their sum, which leaves out the pair. The whole is"
    " `errors.var()`."
)
def _(errors):
    first, second = main_effects(errors)
    whole = first + second
    return (first / whole, second / whole, 0.0) if whole else (0.0, 0.0, 0.0)


@variance_shares.mistake(
    "these are variances of one row and one column. Take the means over *all* rows, or"
    " over all columns, first."
)
def _(errors):
    return split_with(errors, errors[0].var(), errors[:, 0].var())


@variance_shares.mistake(
    "these are variances of one column and one row. Take the means over *all* columns,"
    " or over all rows, first."
)
def _(errors):
    return split_with(errors, errors[:, 0].var(), errors[0].var())


@variance_shares.mistake("medians are taken here. Take means: only theirs add up.")
def _(errors):
    parts = [np.median(errors, axis=axis).var() for axis in (1, 0)]
    return split_with(errors, *parts)


@variance_shares.symptom(
    "errors that differ little differ. Only where all are equal the shares are 0."
)
def _(args, expected, got):
    return np.any(expected) and np.shape(got) == (3,) and not np.any(got)


@variance_shares.cases
def share_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, one setting only, the pair only, equal errors, a long grid."""
    yield (np.array([[1.0, 3.0], [3.0, 9.0]]),)
    yield (np.array([[1.0, 1.0, 1.0], [4.0, 4.0, 4.0]]),)  # rows only
    yield (np.array([[0.0, 1.0], [1.0, 0.0]]),)  # the pair only
    yield (np.array([[2.0, 5.0, 9.0], [3.0, 4.0, 12.0]]),)
    yield (np.full((2, 3), 7.0),)
    grid = rng.permuted(np.arange(12.0) ** 1.5).reshape(4, 3)
    yield (grid + np.array([[0.0], [3.0], [9.0], [20.0]]),)
    yield (np.array([[4.0], [6.0], [11.0]]),)  # one value of the second setting
    yield (np.array([[0.19, 0.20], [0.21, 0.205], [0.2, 0.195]]),)  # small differences


# --- Exercise 6: a random search from nothing

random_search = exercise(
    hints=[
        "Go through the rows of `draws`; from each row make one dictionary of"
        " settings.",
        "A draw u in the range from low to high gives `low * (high / low) ** u`.",
        "Keep the best settings and their error. `error < best_error` is false for"
        " NaN, and for an equal error.",
        "Begin with `best, best_error = {}, np.nan`, and let the first trial that is"
        " no NaN replace it.",
    ],
    after="With `rng.random((n_trials, len(ranges)))` as `draws` it is a search.",
    example=True,
)


@random_search.solution
def search_by_draws(evaluate, ranges, draws):
    """Return the best settings (a dictionary) and their error."""
    best, best_error = {}, float("inf")
    for row in draws:
        settings = {
            name: low * (high / low) ** u
            for (name, (low, high)), u in zip(ranges.items(), row, strict=True)
        }
        error = evaluate(settings)
        if error < best_error:
            best, best_error = settings, error
    return (best, best_error) if best else ({}, float("nan"))


@random_search.also
def search_by_list(evaluate, ranges, draws):
    trials = []
    for row in np.asarray(draws):
        settings = {}
        for u, (name, (low, high)) in zip(row, ranges.items(), strict=True):
            settings[name] = float(np.exp(np.log(low) + u * np.log(high / low)))
        trials.append(settings)
    errors = np.array([evaluate(settings) for settings in trials], dtype=float)
    if np.isnan(errors).all():
        return {}, np.nan
    best = int(np.nanargmin(errors))
    return trials[best], errors[best]


@random_search.also
def search_by_min(evaluate, ranges, draws):
    names = list(ranges)
    trials = [
        {n: ranges[n][0] * (ranges[n][1] / ranges[n][0]) ** row[k] for k, n in places}
        for row in draws
        for places in [list(enumerate(names))]
    ]
    judged = [(evaluate(dict(t)), k) for k, t in enumerate(trials)]
    judged = [(e, k) for e, k in judged if not math.isnan(e)]
    if not judged:
        return [{}, float("nan")]
    error, k = min(judged)
    return [trials[k], error]


def scaled(low: float, high: float, u: float) -> float:
    """Return the value at a share of the way on a log scale."""
    return low * (high / low) ** u


def search_with(
    evaluate: Any,
    ranges: Any,
    draws: Any,
    scale: Any = scaled,
    better: Any = lambda error, best: error < best,
    start: float = float("inf"),
) -> tuple[dict, float]:
    """Return what a search with one part changed gives."""
    best, best_error = {}, start
    for row in draws:
        settings = {
            name: scale(low, high, u)
            for (name, (low, high)), u in zip(ranges.items(), row, strict=True)
        }
        error = evaluate(settings)
        if better(error, best_error):
            best, best_error = settings, error
    return (best, best_error) if best else ({}, float("nan"))


@random_search.mistake(
    "the draws are spread at equal distances. On a log scale a draw of 0.5 is"
    " `low * (high / low) ** 0.5`."
)
def _(evaluate, ranges, draws):
    return search_with(
        evaluate, ranges, draws, lambda low, high, u: low + u * (high - low)
    )


@random_search.mistake("the draws run the wrong way: 0 is the low end, 1 the high end.")
def _(evaluate, ranges, draws):
    return search_with(evaluate, ranges, draws, lambda a, b, u: scaled(a, b, 1 - u))


@random_search.mistake("you keep the highest error. The lowest is the best.")
def _(evaluate, ranges, draws):
    better = lambda error, best: error > best  # noqa: E731
    return search_with(evaluate, ranges, draws, better=better, start=-float("inf"))


@random_search.mistake("of equal errors the first counts, not the last.")
def _(evaluate, ranges, draws):
    return search_with(
        evaluate, ranges, draws, better=lambda error, best: error <= best
    )


@random_search.mistake(
    "a trial whose error is NaN is kept here. `error < best` is false for NaN;"
    " `not error >= best` is true."
)
def _(evaluate, ranges, draws):
    return search_with(
        evaluate, ranges, draws, better=lambda error, best: not error >= best
    )


@random_search.mistake(
    "a failed trial (NaN) counts as an error of 0 here, and wins. Pass over it."
)
def _(evaluate, ranges, draws):
    return search_with(
        lambda settings: np.nan_to_num(evaluate(settings)), ranges, draws
    )


@random_search.mistake(
    "the first trial is the best to begin with, and where it is NaN nothing ever"
    " beats it: no number is smaller than NaN."
)
def _(evaluate, ranges, draws):
    best, best_error = None, None
    for row in draws:
        pairs = zip(ranges.items(), row, strict=True)
        settings = {name: scaled(*ends, u) for (name, ends), u in pairs}
        error = evaluate(settings)
        if best is None or error < best_error:
            best, best_error = settings, error
    return best, best_error


@random_search.mistake(
    "`np.argmin` takes NaN for the lowest. Take `np.nanargmin`, and look first whether"
    " all are NaN."
)
def _(evaluate, ranges, draws):
    trials = [
        {
            name: scaled(*ends, u)
            for (name, ends), u in zip(ranges.items(), row, strict=True)
        }
        for row in draws
    ]
    errors = [evaluate(t) for t in trials]
    best = int(np.argmin(errors))
    return trials[best], errors[best]


@random_search.mistake(
    "the best error stays, but the settings are those of the last trial. Keep both"
    " together, and begin each trial with a new dictionary: one that is filled anew"
    " changes what you have kept."
)
def _(evaluate, ranges, draws):
    best_error, settings = float("inf"), {}
    for row in draws:
        pairs = zip(ranges.items(), row, strict=True)
        settings = {name: scaled(*ends, u) for (name, ends), u in pairs}
        error = evaluate(settings)
        if error < best_error:
            best_error = error
    return settings, best_error


@random_search.mistake(
    "one draw serves all settings of a trial. Each setting has its own column."
)
def _(evaluate, ranges, draws):
    return search_with(evaluate, ranges, [[row[0]] * len(row) for row in draws])


@random_search.mistake("only the error is returned. Asked are the settings, too.")
def _(evaluate, ranges, draws):
    return search_by_draws(evaluate, ranges, draws)[1]


@random_search.mistake("only the settings are returned. Asked is their error, too.")
def _(evaluate, ranges, draws):
    return search_by_draws(evaluate, ranges, draws)[0]


@random_search.mistake("error and settings have changed places: settings come first.")
def _(evaluate, ranges, draws):
    return search_by_draws(evaluate, ranges, draws)[::-1]


@random_search.mistake(
    "if all trials fail, the answer is `({}, NaN)`. Here the starting value is left."
)
def _(evaluate, ranges, draws):
    best, error = search_by_draws(evaluate, ranges, draws)
    return best, error if best else float("inf")


@random_search.mistake(
    "these are the draws, not the values of the settings. Put each on its range."
)
def _(evaluate, ranges, draws):
    return search_with(evaluate, ranges, draws, lambda low, high, u: u)


@random_search.mistake(
    "a row of `draws` is a trial. You go through its columns: each is one setting."
)
def _(evaluate, ranges, draws):
    best, best_error = {}, float("inf")
    for column in np.asarray(draws).T:
        pairs = zip(ranges.items(), column, strict=False)
        settings = {name: scaled(*ends, u) for (name, ends), u in pairs}
        error = evaluate({**dict.fromkeys(ranges, 1.0), **settings})
        if error < best_error:
            best, best_error = settings, error
    return (best, best_error) if best else ({}, float("nan"))


@random_search.mistake(
    "the settings are logarithms. Go back to the values with `np.exp` before you"
    " evaluate them."
)
def _(evaluate, ranges, draws):
    return search_with(
        evaluate, ranges, draws, lambda a, b, u: math.log(a) + u * math.log(b / a)
    )


@random_search.mistake(
    "the settings are exponents of ten. Go back to the values with `10 **` before you"
    " evaluate them."
)
def _(evaluate, ranges, draws):
    return search_with(
        evaluate, ranges, draws, lambda a, b, u: math.log10(a) + u * math.log10(b / a)
    )


@random_search.mistake(
    "`np.log10` and `np.exp` do not fit together: with `np.log10` go back by `10 **`."
)
def _(evaluate, ranges, draws):
    return search_with(
        evaluate,
        ranges,
        draws,
        lambda a, b, u: math.exp(math.log10(a) + u * math.log10(b / a)),
    )


@random_search.mistake(
    "`np.log` and `10 **` do not fit together: with `np.log` go back by `np.exp`."
)
def _(evaluate, ranges, draws):
    return search_with(
        evaluate,
        ranges,
        draws,
        lambda a, b, u: 10 ** (math.log(a) + u * math.log(b / a)),
    )


@random_search.mistake("the settings are rounded. Hand them over as they are.")
def _(evaluate, ranges, draws):
    return search_with(
        evaluate, ranges, draws, lambda a, b, u: float(round(scaled(a, b, u)))
    )


@random_search.mistake(
    "the search stops at the first trial that fails. Pass over it (`continue`) and go"
    " on."
)
def _(evaluate, ranges, draws):
    best, best_error = {}, float("nan")
    for row in draws:
        pairs = zip(ranges.items(), row, strict=True)
        settings = {name: scaled(*ends, u) for (name, ends), u in pairs}
        error = evaluate(settings)
        if math.isnan(error):
            break
        if not error >= best_error:
            best, best_error = settings, error
    return best, best_error


@random_search.mistake(
    "the columns of `draws` follow the order in `ranges`, not that of the alphabet."
)
def _(evaluate, ranges, draws):
    return search_with(evaluate, dict(sorted(ranges.items())), draws)


@random_search.mistake(
    "an error of 0 is passed over: `if error` is false for 0. Ask for NaN alone."
)
def _(evaluate, ranges, draws):
    return search_with(
        evaluate, ranges, draws, better=lambda error, best: error and error < best
    )


@random_search.mistake(
    "a best error of 0 is replaced by the next one: `not best_error` is true for 0,"
    " too. Ask `is None`."
)
def _(evaluate, ranges, draws):
    return search_with(
        evaluate,
        ranges,
        draws,
        better=lambda error, best: error == error and (not best or error < best),
    )


@random_search.symptom(
    "if all trials fail, the answer is `({}, NaN)`, an empty dictionary and NaN."
)
def _(args, expected, got):
    return expected[0] == {}


def near_two(settings: dict) -> float:
    """Return how far C is from 2."""
    return abs(settings["C"] - 2)


def two_settings(settings: dict) -> float:
    """Return an error that needs C near 3 and gamma near 0.02."""
    C, gamma = (max(settings[name], 1e-9) for name in ("C", "gamma"))
    return abs(math.log(C / 3)) + abs(math.log(gamma / 0.02))


def fails_above_one(settings: dict) -> float:
    """Return NaN where C is above 1."""
    return float("nan") if settings["C"] > 1 else 2 - settings["C"]


def always_fails(settings: dict) -> float:
    """Return NaN."""
    return float("nan")


def in_steps(settings: dict) -> float:
    """Return equal errors for values of one size, 0 for those below 10."""
    return float(len(str(int(settings["C"]))) - 1)


@random_search.cases
def search_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, two settings, failed trials, ties, one trial."""
    one, both = {"C": (0.01, 100)}, {"C": (0.1, 50.0), "gamma": (0.001, 1.0)}
    yield near_two, one, [[0.0], [0.5], [1.0]]
    yield two_settings, both, [[0.1, 0.9], [0.6, 0.4], [0.9, 0.1], [0.3, 0.7]]
    yield fails_above_one, one, [[0.9], [0.2], [0.45], [0.8], [0.3]]
    yield fails_above_one, one, [[0.3], [0.4], [0.9]]
    yield in_steps, {"C": (1.0, 1000.0)}, [[0.5], [0.1], [0.2], [0.8]]  # a tie, at 0
    yield in_steps, {"C": (1.0, 1000.0)}, [[0.8], [0.5], [0.4], [0.7]]  # a tie
    yield always_fails, one, [[0.2], [0.7]]
    yield near_two, one, [[0.25]]
    turned = {"gamma": both["gamma"], "C": both["C"]}
    yield two_settings, turned, rng.random((6, 2)).round(3).tolist()


ALL = lesson(__name__)
