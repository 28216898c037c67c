"""Exercises of lesson 1.2, Predict how long training takes."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering, value

# --- Exercise 1: order the lines of a measurement

timing_loop = ordering(
    "HADGFBC",
    n_lines=9,
    also=["AHDGFBC"],
    never={
        "I": "line I reads the wall clock, which counts what other programs do. Line B"
        " subtracts CPU seconds from it.",
        "E": "line E takes the mean. Other programs only add time, so the least is"
        " nearest to the work.",
    },
    early={
        "DH": "line H warms up: once, before the loop.",
        "DA": "line A empties the list: once, before the loop.",
        "FG": "line F does the job before line G has read the clock.",
        "BF": "line B reads the clock before line F has done the job.",
        "CB": "line C looks for the least before line B has kept a time.",
        "GD": "line G reads the clock once, before the loop. Then the times add up.",
    },
    hints=[
        "Warm up; then repeat: clock, job, clock; then one number.",
        "Two of the nine lines are wrong wherever they stand.",
    ],
    after="Warm up, read, work, read, keep; of all runs, the least.",
)

# --- Exercise 2: the step whose speed-up saves most

slow_step = exercise(
    hints=[
        "A step costs seconds · n_runs. What does it cost afterwards?",
        "What is saved is cost − cost / speedup. `np.argmax` gives the first largest.",
    ],
    after="Neither the longest run nor the largest speed-up decides, but what is saved"
    " in all.",
    example=True,
)


@slow_step.solution
def largest_saving(seconds, n_runs, speedups):
    """Return (step, total): which step saves most, and the project's seconds then."""
    costs = np.multiply(seconds, n_runs)
    saved = costs - costs / np.asarray(speedups)
    step = int(np.argmax(saved))
    return step, costs.sum() - saved[step]


@slow_step.also
def saving_by_loop(seconds, n_runs, speedups):
    total = sum(s * n for s, n in zip(seconds, n_runs, strict=True))
    best, least = 0, total
    for step, (s, n, u) in enumerate(zip(seconds, n_runs, speedups, strict=True)):
        then = total - s * n + s * n / u
        if then < least - 1e-9:
            best, least = step, then
    return [best, least]


def step_by(key: Any) -> Any:
    """Return a function that speeds up the step for which `key` is largest."""

    def choose(seconds, n_runs, speedups):
        costs = np.multiply(seconds, n_runs)
        step = int(np.argmax(key(seconds, n_runs, np.asarray(speedups))))
        return step, costs.sum() - costs[step] + costs[step] / speedups[step]

    return choose


slow_step.mistake(
    "this step has the longest single run. How often does each step run, and how much"
    " of it can be saved?"
)(step_by(lambda s, n, u: s))
slow_step.mistake(
    "this step takes the most seconds in all. But can much of them be saved?"
)(step_by(lambda s, n, u: np.multiply(s, n)))
slow_step.mistake(
    "this step has the largest speed-up. How many seconds does that save?"
)(step_by(lambda s, n, u: u))
slow_step.mistake(
    "the numbers of runs are missing where the step is chosen: seconds saved in one run"
    " are not yet what is saved in all."
)(step_by(lambda s, n, u: s - s / u))
slow_step.mistake("this step runs most often. How many seconds does it take in all?")(
    step_by(lambda s, n, u: n)
)
slow_step.mistake(
    "what is left of a step is cost / speedup, and what is saved is the rest. You chose"
    " by what is left."
)(step_by(lambda s, n, u: np.multiply(s, n) / u))


slow_step.mistake("this is the step that saves least.")(
    step_by(lambda s, n, u: np.multiply(s, n) * (1 / u - 1))
)


@slow_step.mistake(
    "a speed-up of 5 leaves a fifth of the cost: 4/5 of it are saved, not 4 times it."
)
def _(seconds, n_runs, speedups):
    saved = np.multiply(seconds, n_runs) * (np.asarray(speedups) - 1)
    step = int(np.argmax(saved))
    return step, np.dot(seconds, n_runs) - saved[step]


@slow_step.mistake(
    "steps that were made faster stay so. Start each try from the seconds as given."
)
def _(seconds, n_runs, speedups):
    faster, totals = np.array(seconds, float), []
    for step, speedup in enumerate(speedups):
        faster[step] /= speedup
        totals.append(faster @ n_runs)
    return int(np.argmin(totals)), min(totals)


@slow_step.mistake("the second number is what is saved. Return what the project takes.")
def _(seconds, n_runs, speedups):
    costs = np.multiply(seconds, n_runs)
    saved = costs - costs / np.asarray(speedups)
    return int(np.argmax(saved)), saved.max()


@slow_step.mistake("only one step is made faster; in your total all of them are.")
def _(seconds, n_runs, speedups):
    step, _ = largest_saving(seconds, n_runs, speedups)
    return step, (np.multiply(seconds, n_runs) / speedups).sum()


@slow_step.mistake("the total is that of before. Subtract what the faster step saves.")
def _(seconds, n_runs, speedups):
    step, _ = largest_saving(seconds, n_runs, speedups)
    return step, np.multiply(seconds, n_runs).sum()


@slow_step.mistake("of equal savings the first step counts, not the last.")
def _(seconds, n_runs, speedups):
    costs = np.multiply(seconds, n_runs)
    saved = costs - costs / np.asarray(speedups)
    step = len(saved) - 1 - int(np.argmax(saved[::-1]))
    return step, costs.sum() - saved[step]


@slow_step.mistake("the steps are counted from 0, as Python does.")
def _(seconds, n_runs, speedups):
    step, total = largest_saving(seconds, n_runs, speedups)
    return step + 1, total


@slow_step.mistake(
    "the numbers of runs are missing: a step that runs 30 times costs 30 times its"
    " seconds."
)
def _(seconds, n_runs, speedups):
    return largest_saving(seconds, np.ones(len(seconds)), speedups)


@slow_step.mistake("the step is right, but where are the project's seconds?")
def _(seconds, n_runs, speedups):
    return largest_saving(seconds, n_runs, speedups)[0]


def total_by(shows: Any) -> Any:
    """Return the symptom of a total.

    shows: of the step returned, the costs before and after, the arguments, the total.
    """

    def symptom(args, expected, got):
        seconds, n_runs, speedups = args
        step, total = got
        costs = np.multiply(seconds, n_runs)
        step = int(step) if step in range(len(costs)) else None
        return step is not None and shows(step, costs, costs / speedups, args, total)

    return symptom


slow_step.symptom(
    "the seconds fit the step that you chose, but another step saves more. What do you"
    " compare, and with which?"
)(
    total_by(
        lambda k, costs, then, args, t: np.isclose(t, costs.sum() - costs[k] + then[k])
    )
)
slow_step.symptom("the first number is what is saved. Return the step's index.")(
    lambda args, expected, got: (
        np.isclose(got[0], np.dot(args[0], args[1]) - expected[1])
        and got[0] != expected[0]
        and np.isclose(got[1], expected[1])
    )
)
slow_step.symptom(
    "you subtract what is left of the step, cost / speedup. What is saved is the rest."
)(total_by(lambda k, costs, then, args, t: np.isclose(t, costs.sum() - then[k])))
slow_step.symptom(
    "you subtract what a single run saves. How often does this step run?"
)(
    total_by(
        lambda k, costs, then, args, t: np.isclose(
            t, costs.sum() - (costs[k] - then[k]) / args[1][k]
        )
    )
)
slow_step.symptom("the whole step is taken away. Cost / speedup of it is left.")(
    total_by(lambda k, costs, then, args, t: np.isclose(t, costs.sum() - costs[k]))
)
slow_step.symptom("these are the seconds of that step alone. Add all other steps.")(
    total_by(lambda k, costs, then, args, t: np.isclose(t, then[k]))
)
slow_step.symptom(
    "the total leaves out the steps after that one. Is it added up before all are?"
)(total_by(lambda k, costs, then, args, t: np.isclose(t, costs[:k].sum() + then[k])))
slow_step.symptom(
    "the step is right. But the total adds up single runs: a step costs seconds ·"
    " n_runs."
)(
    lambda args, expected, got: (
        got[0] == expected[0]
        and any(
            np.isclose(got[1], np.sum(args[0]) - saved)
            for saved in (
                np.dot(args[0], args[1]) - expected[1],
                args[0][expected[0]] * (1 - 1 / args[2][expected[0]]),
            )
        )
    )
)
slow_step.symptom(
    "your search for the least total begins at 0, and no total is below that. Begin"
    " with the total of before."
)(lambda args, expected, got: got[1] == 0)
slow_step.symptom(
    "where nothing is saved, the first step counts: 0. A search for savings above 0"
    " finds none; let it begin with the first step."
)(lambda args, expected, got: np.isclose(expected[1], np.dot(args[0], args[1])))


@slow_step.cases
def projects(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then steps that each wrong rule would choose."""
    yield np.array([10.0, 1.0, 4.0]), np.array([1, 30, 2]), np.array([5.0, 2.0, 2.0])
    # 0: longest run; 1: costs most, cannot be sped up; 2: right; 3: largest speed-up
    yield (
        np.array([60.0, 5.0, 2.0, 0.5]) * rng.uniform(0.95, 1.05),
        np.array([1, 100, 60, 150]),
        np.array([1.5, 1.05, 3.0, 20.0]),
    )
    # The last two save the same: the earlier one counts.
    yield np.array([1.0, 8.0, 4.0]), np.array([5, 3, 6]), np.array([3.0, 2.0, 2.0])
    yield np.array([7.0]), np.array([2]), np.array([1.0])
    # The step that costs most saves most, though less of it is left than of the next.
    yield np.array([10.0, 9.0, 1.0]), np.array([10, 10, 2]), np.array([1.9, 1.3, 5.0])
    order = rng.permutation(4)
    yield (
        np.array([30.0, 4.0, 1.0, 6.0])[order],
        np.array([1, 10, 90, 2])[order],
        np.array([1.2, 1.1, 2.0, 9.0])[order],
    )


# --- Exercise 3: days for GPT-2


def days(
    n: float = 124e6,
    d: float = 300e9,
    factor: float = 6,
    gpus: float = 8,
    rate: float = 312e12,
    used: float = 0.4,
    day: float = 86_400,
) -> float:
    """Return the days that factor · n · d FLOPs take."""
    return factor * n * d / (gpus * rate * used) / day


def near(right: float) -> Any:
    """Return a predicate: within one per cent of this number."""
    return lambda given: abs(given / right - 1) < 0.01


def as_days(given: Any) -> float:
    """Return one number, whatever holds it; near the right one, the right one."""
    number = float(np.asarray(given).item())
    return days() if 2.57 <= number <= 2.605 else number


gpt_days = value(
    hints=[
        "How many FLOPs is the whole training, and how many do eight GPUs do in a"
        " second?",
        "The training is 6 · 124e6 · 300e9 FLOPs.",
        "Each attains 0.4 · 312e12 FLOP/s. A day has 24 · 3600 seconds.",
    ],
    after="2.6 days on eight GPUs, three weeks on one. Attention would add some 15 %,"
    " and no tuning run is in it.",
    source="gpt_days = 6 * 124e6 * 300e9 / (8 * 0.4 * 312e12) / (24 * 3600)",
    clean=as_days,
    also=[2.59, 2.6, np.float32(2.5875), "2.588", np.array([2.587])],
)


@gpt_days.solution
def days_of_gpt() -> float:
    """Return the days that 6ND FLOPs take on eight GPUs."""
    return days()


for message, wrong in (
    ("these are seconds. How many days are they?", days(day=1)),
    ("these are hours. How many days are they?", days(day=3600)),
    ("this is with a single GPU. There are eight.", days(gpus=1)),
    (
        "this counts on all that the data sheet promises. 40 % are attained.",
        days(used=1),
    ),
    (
        "the share of 40 % stands on the wrong side: attaining less takes longer.",
        days(used=2.5),
    ),
    ("these are the FLOPs of the way forward only, 2ND.", days(factor=2)),
    (
        "this is two thirds of it: 4ND, the way back only, or 60 % attained, not 40 %.",
        days(factor=4),
    ),
    ("the 6 is missing: each weight costs 6 FLOPs a token.", days(factor=1)),
    (
        "the tokens are missing: the 6 FLOPs are for each weight *and* each token.",
        days(d=1),
    ),
    ("eight GPUs share the work: divide by 8, not multiply.", days(gpus=1 / 8)),
    (
        "this is one GPU at its data sheet's rate. There are eight, at 40 %.",
        days(gpus=1, used=1),
    ),
    ("these are minutes. How many days are they?", days(day=60)),
    ("40 % is 0.4, not 40.", days(used=40)),
    ("a day has 24 · 60 · 60 = 86,400 seconds.", days(day=1440)),
    (
        "the weights are missing: the 6 FLOPs are for each weight *and* each token.",
        days(n=1),
    ),
    ("this is the small example in brackets. Now for GPT-2.", 6000 / 86_400),
    ("these are FLOPs. Divide by FLOP/s, then by the seconds of a day.", 6 * 3.72e19),
    (
        "off by a factor of a thousand: a million is 10⁶, a billion 10⁹. Or did you"
        " scale the example, and forget that its machine attains 10¹² FLOP/s only?",
        days() * 1000,
    ),
):
    gpt_days.mistake(message, wrong, when=near(wrong))
for unit, day in (("hours", 3600), ("seconds", 1)):
    for what, wrong in (
        ("with a single GPU", days(gpus=1, day=day)),
        ("at all that the data sheet promises", days(used=1, day=day)),
        ("of one GPU at its data sheet's rate", days(gpus=1, used=1, day=day)),
    ):
        gpt_days.mistake(
            f"these are {unit}, and {what}. How many days do eight GPUs take, at 40 %?",
            wrong,
            when=near(wrong),
        )
in_seconds, multiplied = days(day=1), days(rate=1 / 312e12, used=2.5, day=1)
no_parentheses = (  # a / b * c in place of a / (b * c)
    multiplied / 86_400,
    multiplied,
    in_seconds / 24 * 3600,
    in_seconds / 3600 * 24,
)
gpt_days.mistake(
    "what you divide by needs parentheses: `a / (b * c)`. Without them c multiplies.",
    no_parentheses[0],
    when=lambda given: any(near(value)(given) for value in no_parentheses),
)
gpt_days.mistake(
    "the right size, but rounded too much: give one digit after the point.",
    3,
    when=lambda given: given in (2, 3),
)
gpt_days.mistake(
    "off by a factor of a thousand or more: a million is 10⁶, a billion 10⁹.",
    days() / 1000,
    when=lambda given: any(near(days() * 10.0**k)(given) for k in (-6, -3, 3, 6)),
)

# --- Exercise 4: repair the cost of a grid search

tuning_seconds = exercise(
    hints=[
        "With five folds, what share of the rows does each fit train on?",
        "All folds but one: (n_folds − 1) / n_folds.",
    ],
    after="Each fit sees all folds but one. With more folds each fit is longer, and"
    " there are more of them.",
    example=True,
)


@tuning_seconds.solution
def grid_seconds(fit_seconds, exponent, n_settings, n_folds):
    """Return the predicted seconds of a grid search, its final fit included."""
    share = (n_folds - 1) / n_folds
    each = fit_seconds * share**exponent
    return n_settings * n_folds * each + fit_seconds


@tuning_seconds.start
def grid_on_one_fold(fit_seconds, exponent, n_settings, n_folds):
    """Return the predicted seconds of a grid search, its final fit included.

    fit_seconds: of one fit to all rows; time grows as rows ** exponent. Each setting is
    fitted once for each fold, to the rows of all other folds. Scoring costs nothing.
    """
    share = 1 / n_folds
    each = fit_seconds * share**exponent
    return n_settings * n_folds * each + fit_seconds


@tuning_seconds.also
def grid_by_sum(fit_seconds, exponent, n_settings, n_folds):
    total = fit_seconds
    for _ in range(n_settings):
        for _ in range(n_folds):
            total += fit_seconds * (1 - 1 / n_folds) ** exponent
    return total


@tuning_seconds.mistake(
    "each fit still trains on a single fold. It trains on all folds but one."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    return fit_seconds * (1 + n_settings * n_folds * n_folds**-exponent)


@tuning_seconds.mistake(
    "here each fit trains on all rows. One fold is always left out."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    return fit_seconds * (n_settings * n_folds + 1)


@tuning_seconds.mistake(
    "the final fit is missing: after tuning, the best setting is fitted to all rows."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    return grid_seconds(fit_seconds, exponent, n_settings, n_folds) - fit_seconds


@tuning_seconds.mistake(
    "each setting is fitted once here. It is fitted once for each fold."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return n_settings * fit_seconds * share**exponent + fit_seconds


@tuning_seconds.mistake(
    "the exponent is missing: half of the rows do not always take half of the time."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return n_settings * n_folds * fit_seconds * share + fit_seconds


@tuning_seconds.mistake(
    "the final fit is counted like the others. It uses all rows, and runs once."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return (n_settings * n_folds + 1) * fit_seconds * share**exponent


@tuning_seconds.mistake(
    "the number of fits is raised to the exponent as well. Only the rows are."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    fits = (n_settings * (n_folds - 1)) ** exponent
    return fits * fit_seconds + fit_seconds


@tuning_seconds.mistake(
    "a fold is left out, so one fold fewer trains; but there are still as many fits as"
    " folds."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return n_settings * (n_folds - 1) * fit_seconds * share**exponent + fit_seconds


@tuning_seconds.mistake(
    "the final fit is done once, not once for each setting or fold."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    total = grid_seconds(fit_seconds, exponent, n_settings, n_folds)
    return total + (n_settings - 1) * fit_seconds


@tuning_seconds.mistake(
    "seconds and share are raised to the exponent together. Only the share is."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return n_settings * n_folds * (fit_seconds * share) ** exponent + fit_seconds


@tuning_seconds.mistake(
    "0.8 holds for five folds only. Compute the share from `n_folds`."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    return n_settings * n_folds * fit_seconds * 0.8**exponent + fit_seconds


@tuning_seconds.mistake(
    "the share is multiplied by the exponent. It is raised to it: `**`."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return n_settings * n_folds * fit_seconds * share * exponent + fit_seconds


@tuning_seconds.mistake(
    "only 1 / n_folds is raised to the exponent. Subtract it from 1 first, in"
    " parentheses."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    return fit_seconds * (1 + n_settings * n_folds * (1 - n_folds**-exponent))


@tuning_seconds.mistake(
    "`n_folds - 1` is a number of folds. Divide it by `n_folds` to get a share."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    return fit_seconds * (1 + n_settings * n_folds * (n_folds - 1.0) ** exponent)


@tuning_seconds.mistake(
    "the share is upside down: above 1, as if each fit had more than all rows."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = n_folds / (n_folds - 1)
    return n_settings * n_folds * fit_seconds * share**exponent + fit_seconds


@tuning_seconds.mistake(
    "settings and folds are added. Each setting is fitted once for each fold: multiply."
)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return (n_settings + n_folds) * fit_seconds * share**exponent + fit_seconds


@tuning_seconds.cases
def searches(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then two and ten folds, one setting, other powers."""
    yield 2.0, 2.0, 10, 5
    yield float(rng.uniform(0.1, 5)), 1.3, int(rng.integers(3, 20)), 10
    yield float(rng.uniform(0.1, 5)), 0.0, int(rng.integers(3, 20)), 3
    yield float(rng.uniform(10, 50)), 2.4, 1, 4
    yield float(rng.uniform(1, 5)), 1.0, int(rng.integers(3, 20)), 2


# --- Exercise 5: the FLOPs of a training step

step_flops = exercise(
    hints=[
        "A layer from n to m costs 2 · batch_size · n · m forward. How much back?",
        "Back there are two more products of that size, but one in the first layer.",
        "`pairwise(widths)` of itertools gives the pairs (n, m) of all layers.",
    ],
    after="The same count as torch's, for any depth.",
    example=True,
)


@step_flops.solution
def flops_of_step(widths, batch_size):
    """Return the FLOPs of one training step: forward, and backward to all weights."""
    layers = [n * m for n, m in pairwise(widths)]
    return batch_size * (6 * sum(layers) - 2 * layers[0])


@step_flops.also
def flops_by_loop(widths, batch_size):
    total = 0
    for layer in range(len(widths) - 1):
        product = 2 * batch_size * widths[layer] * widths[layer + 1]
        total += 2 * product if layer == 0 else 3 * product
    return total


@step_flops.also
def flops_by_torch(widths, batch_size):
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    layers = [torch.nn.Linear(n, m) for n, m in pairwise(widths)]
    with FlopCounterMode(display=False) as counter:
        torch.nn.Sequential(*layers)(torch.ones(batch_size, widths[0])).sum().backward()
    return counter.get_total_flops()


def products(widths: Any) -> list[Any]:
    """Return the number of weights of each layer."""
    return [n * m for n, m in pairwise(widths)]


@step_flops.mistake(
    "the first layer is counted in full. Nobody asks for the gradient of its inputs."
)
def _(widths, batch_size):
    return 6 * batch_size * sum(products(widths))


@step_flops.mistake("this is the way forward only. A training step also goes backward.")
def _(widths, batch_size):
    return 2 * batch_size * sum(products(widths))


@step_flops.mistake(
    "the gradients for the inputs are missing in all layers. Only the first one does"
    " without."
)
def _(widths, batch_size):
    return 4 * batch_size * sum(products(widths))


@step_flops.mistake(
    "a multiplication *and* an addition are two operations: each product counts twice."
)
def _(widths, batch_size):
    return flops_of_step(widths, batch_size) // 2


@step_flops.mistake("the batch is missing: each example is computed.")
def _(widths, batch_size):
    return flops_of_step(widths, 1)


@step_flops.mistake(
    "the last layer is spared. It is the first one that computes no gradient for its"
    " inputs."
)
def _(widths, batch_size):
    layers = products(widths)
    return batch_size * (6 * sum(layers) - 2 * layers[-1])


@step_flops.mistake(
    "this is the way back only. The way forward is one more product a layer."
)
def _(widths, batch_size):
    layers = products(widths)
    return batch_size * (4 * sum(layers) - 2 * layers[0])


@step_flops.mistake(
    "the first layer is left out. It has no gradient for its inputs, but the two other"
    " products."
)
def _(widths, batch_size):
    return 6 * batch_size * sum(products(widths)[1:])


@step_flops.mistake(
    "the first layer goes forward only. It has a gradient for its weights as well."
)
def _(widths, batch_size):
    layers = products(widths)
    return batch_size * (6 * sum(layers) - 4 * layers[0])


@step_flops.mistake("a layer from n to m has n · m weights, not n + m.")
def _(widths, batch_size):
    layers = [n + m for n, m in pairwise(widths)]
    return batch_size * (6 * sum(layers) - 2 * layers[0])


@step_flops.mistake(
    "biases are left out of the count: a layer from n to m has n · m weights here."
)
def _(widths, batch_size):
    layers = [(n + 1) * m for n, m in pairwise(widths)]
    return batch_size * (6 * sum(layers) - 2 * layers[0])


@step_flops.mistake("the batch counts once. Here it is multiplied in twice.")
def _(widths, batch_size):
    return batch_size * flops_of_step(widths, batch_size)


@step_flops.mistake("only the first two layers are counted. Go through all of them.")
def _(widths, batch_size):
    return flops_of_step(widths[:3], batch_size)


@step_flops.mistake("the last layer is left out. Its outputs are the last width.")
def _(widths, batch_size):
    return flops_of_step(widths[:-1], batch_size) if len(widths) > 2 else 0


@step_flops.mistake(
    "each second layer is left out: the outputs of one are the inputs of the next."
)
def _(widths, batch_size):
    layers = products(widths)[::2]
    return batch_size * (6 * sum(layers) - 2 * layers[0])


@step_flops.mistake(
    "only the last layer is counted in full. All layers but the first have three"
    " products."
)
def _(widths, batch_size):
    layers = products(widths)
    return batch_size * (4 * sum(layers) + 2 * layers[-1])


@step_flops.mistake(
    "a later layer whose inputs are as many as the network's is taken for the first."
    " Go by its place, not by its width."
)
def _(widths, batch_size):
    factors = [4 if n == widths[0] else 6 for n in widths[:-1]]
    return batch_size * int(np.dot(factors, products(widths)))


@step_flops.cases
def networks(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then equal widths, one layer, four, a batch of 1."""
    yield [3, 4, 2], 5
    yield [8, 5, 8, 3, 4], 2  # inputs as many as a later layer's
    yield [int(n) for n in rng.integers(5, 90, 5)], 7
    yield [int(n) for n in rng.integers(5, 90, 2)], 3
    yield [int(n) for n in rng.integers(5, 90, 4)], 1
    yield [int(n) for n in rng.integers(5, 90, 3)], 64


# --- Exercise 6: a model within a budget

choose_model = exercise(
    hints=[
        "Predict first: seconds · (n_rows / rows) ** exponent.",
        'Keep those in time: `predicted <= budget`. If none is left, return `""`.',
        "`min` of tuples (error, predicted, name) takes the least error first, and of"
        " equal errors the quicker one.",
    ],
    after="A budget first, then the error: among those that arrive in time.",
    example=True,
)


def predicted(model: Any, n_rows: float) -> float:
    """Return the seconds that a model's power law predicts."""
    return model["seconds"] * (n_rows / model["rows"]) ** model["exponent"]


@choose_model.solution
def best_in_time(models, n_rows, budget):
    """Return the name of the model with the least error among those in time."""
    found = []
    for model in models:
        growth = (n_rows / model["rows"]) ** model["exponent"]
        took = model["seconds"] * growth
        if took <= budget:
            found.append((model["error"], took, model["name"]))
    return min(found)[2] if found else ""


@choose_model.also
def best_by_sorting(models, n_rows, budget):
    def took(m):
        return m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]

    for m in sorted(models, key=lambda m: (m["error"], took(m))):
        if took(m) <= budget:
            return m["name"]
    return ""


@choose_model.also
def best_by_frame(models, n_rows, budget):
    import pandas as pd

    table = pd.DataFrame(models)
    table["took"] = table["seconds"] * (n_rows / table["rows"]) ** table["exponent"]
    table = table[table["took"] <= budget].sort_values(["error", "took"])
    return table["name"].iloc[0] if len(table) else ""


def chosen(keep: Any, key: Any) -> Any:
    """Return a function that keeps some models and takes the least by a key."""

    def choose(models, n_rows, budget):
        kept = [m for m in models if keep(m, n_rows, budget)]
        return min(kept, key=lambda m: key(m, n_rows))["name"] if kept else ""

    return choose


def in_time(model: Any, n_rows: float, budget: float) -> bool:
    """Return whether a model is in time by the right rule."""
    return predicted(model, n_rows) <= budget


def by_error(model: Any, n_rows: float) -> tuple[float, float]:
    """Return what the right rule sorts by."""
    return model["error"], predicted(model, n_rows)


choose_model.mistake("this one has the least error of all, but it is not in time.")(
    chosen(lambda m, n, b: True, by_error)
)
choose_model.mistake(
    "this is the quickest. Among those in time, the least error counts."
)(chosen(in_time, lambda m, n: predicted(m, n)))
choose_model.mistake(
    "the measured seconds are compared with the budget. Predict those for `n_rows`"
    " first."
)(chosen(lambda m, n, b: m["seconds"] <= b, by_error))
choose_model.mistake("the exponent is missing: time was taken to grow as the rows do.")(
    chosen(lambda m, n, b: m["seconds"] * n / m["rows"] <= b, by_error)
)
choose_model.mistake("a time equal to the budget is in time: `<=`, not `<`.")(
    chosen(lambda m, n, b: predicted(m, n) < b, by_error)
)
choose_model.mistake("of equal errors the quicker model counts, not the first listed.")(
    chosen(in_time, lambda m, n: m["error"])
)
choose_model.mistake(
    "this takes the largest error among those in time, not the least."
)(chosen(in_time, lambda m, n: (-m["error"], predicted(m, n))))
choose_model.mistake(
    "the rows are raised to the exponent without dividing by the rows of the"
    " measurement."
)(chosen(lambda m, n, b: m["seconds"] * n ** m["exponent"] <= b, by_error))
choose_model.mistake(
    "the ratio of rows is upside down: more rows take longer, not shorter."
)(
    chosen(
        lambda m, n, b: m["seconds"] * (m["rows"] / n) ** m["exponent"] <= b, by_error
    )
)
choose_model.mistake(
    "only `n_rows` is raised to the exponent. Raise the ratio `n_rows / rows`."
)(chosen(lambda m, n, b: m["seconds"] * n ** m["exponent"] / m["rows"] <= b, by_error))
choose_model.mistake(
    "seconds and rows are raised to the exponent together. Only the ratio of rows is."
)(
    chosen(
        lambda m, n, b: (m["seconds"] * n / m["rows"]) ** m["exponent"] <= b, by_error
    )
)


choose_model.mistake(
    "the exponent is a factor here. The ratio of rows is raised to it: `**`."
)(
    chosen(
        lambda m, n, b: m["seconds"] * n / m["rows"] * m["exponent"] <= b,
        lambda m, n: (m["error"], m["seconds"] * n / m["rows"] * m["exponent"]),
    )
)
choose_model.mistake("the ratio of rows is cut to a whole number: `/`, not `//`.")(
    chosen(
        lambda m, n, b: m["seconds"] * (n // m["rows"]) ** m["exponent"] <= b, by_error
    )
)
choose_model.mistake(
    "of equal errors this takes the model that was measured quicker. The one with the"
    " smaller time for `n_rows` rows counts."
)(chosen(in_time, lambda m, n: (m["error"], m["seconds"])))
choose_model.mistake(
    "of equal errors the quicker model counts, not the first of the alphabet."
)(chosen(in_time, lambda m, n: (m["error"], m["name"])))


@choose_model.mistake("of equal errors the quicker model counts, not the last listed.")
def _(models, n_rows, budget):
    kept = [m for m in models[::-1] if in_time(m, n_rows, budget)]
    return min(kept, key=lambda m: m["error"])["name"] if kept else ""


@choose_model.mistake(
    "this is the first model in time. Look at all of them: a later one may err less."
)
def _(models, n_rows, budget):
    return next((m["name"] for m in models if in_time(m, n_rows, budget)), "")


@choose_model.mistake(
    "this is the last model in time: each one overwrites the one before. Are the errors"
    " compared?"
)
def _(models, n_rows, budget):
    return ["", *(m["name"] for m in models if in_time(m, n_rows, budget))][-1]


@choose_model.mistake(
    "the model with the least error is chosen first, and the budget asked afterwards."
    " Ask the budget first."
)
def _(models, n_rows, budget):
    best = min(models, key=lambda m: m["error"])
    return best["name"] if in_time(best, n_rows, budget) else ""


@choose_model.mistake(
    "the loop ends at the first model that takes too long. A later one may be in time."
)
def _(models, n_rows, budget):
    late = [k for k, m in enumerate(models) if not in_time(m, n_rows, budget)]
    return best_in_time(models[: min(late, default=len(models))], n_rows, budget)


@choose_model.mistake(
    'the function ends with "" at the first model that takes too long. A later one may'
    " be in time."
)
def _(models, n_rows, budget):
    late = any(not in_time(m, n_rows, budget) for m in models)
    return "" if late else best_in_time(models, n_rows, budget)


@choose_model.mistake(
    'where no model is in time, `min` has nothing to choose from. Return "" there.'
)
def _(models, n_rows, budget):
    kept = [m for m in models if in_time(m, n_rows, budget)]
    return min(kept, key=lambda m: by_error(m, n_rows))["name"]


@choose_model.mistake(
    'where no model is in time, the list is empty: it has no `[0]`. Return "" there.'
)
def _(models, n_rows, budget):
    kept = [m for m in models if in_time(m, n_rows, budget)]
    return sorted(kept, key=lambda m: by_error(m, n_rows))[0]["name"]


@choose_model.symptom('where no model is in time, return "". Here it gives `None`.')
def _(args, expected, got):
    return expected == "" and got is None


@choose_model.mistake('where no model is in time, return "" and no name.')
def _(models, n_rows, budget):
    name = best_in_time(models, n_rows, budget)
    return name or min(models, key=lambda m: predicted(m, n_rows))["name"]


@choose_model.mistake("of equal errors this takes the slower model.")
def _(models, n_rows, budget):
    kept = [m for m in models if in_time(m, n_rows, budget)]
    key = [(m["error"], -predicted(m, n_rows), m["name"]) for m in kept]
    return min(key)[2] if key else ""


@choose_model.mistake("return the model's name only, not the whole dictionary.")
def _(models, n_rows, budget):
    name = best_in_time(models, n_rows, budget)
    return next((m for m in models if m["name"] == name), "")


def timed(name: str, error: float, rows: int, seconds: float, exponent: float) -> dict:
    """Return a model as the exercise hands it over."""
    values = (name, error, rows, seconds, exponent)
    return dict(
        zip(("name", "error", "rows", "seconds", "exponent"), values, strict=True)
    )


@choose_model.cases
def budgets(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then edges: equal, none in time, ties, few rows."""
    example = [
        timed("svm", 0.08, 1000, 10.0, 2),
        timed("forest", 0.10, 1000, 5.0, 1),
        timed("tree", 0.15, 2000, 1.0, 1),
    ]
    yield example, 4000, 100.0
    yield example, 4000, 2.0  # met exactly, however the power is computed
    yield example, 4000, 1.5  # none in time
    yield example, 4000, 200.0  # all in time
    # Six err alike. The third is quickest at 1,500 rows; the others are the first
    # listed, first in the alphabet, measured quickest, slowest, and last of the six.
    tied = [
        timed("network", 0.05, 500, 12.0, 1),
        timed("forest", 0.05, 500, 13.0, 1),
        timed("neighbours", 0.05, 1000, 20.0, 1),
        timed("svm", 0.05, 500, 5.0, 2),
        timed("trees", 0.05, 500, 18.0, 1),
        timed("linear", 0.05, 500, 14.0, 1),
        timed("worst", 0.40, 500, 15.0, 1),
        timed("late", 0.01, 500, 10.0, 3),
    ]
    yield tied, 1500, 60.0
    # By seconds alone, or as if time grew with the rows, "pairs" would be in time.
    exponent = float(rng.uniform(2, 2.5))
    mixed = [
        timed("plain", 0.30, 100, 0.5, 1),
        timed("pairs", 0.02, 1000, 8.0, exponent),
        timed("middle", 0.10, 2000, 12.0, 1.2),
    ]
    yield [mixed[k] for k in rng.permutation(3)], 10_000, 100.0
    # Fewer rows than were timed: all are quicker than measured.
    few = [
        timed("plain", 0.3, 80, 0.1, 1),
        timed("large", 0.05, 6000, 60.0, 1),
        timed("big", 0.1, 8000, 90.0, 2),
    ]
    yield few, 4000, 30.0
    # The best is in time, the other is not.
    yield [timed("best", 0.5, 100, 0.2, 1.5), timed("late", 0.6, 100, 2, 1)], 200, 1.0


ALL = lesson(__name__)
