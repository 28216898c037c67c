"""Exercises of lesson 5.3, Recognise and cure overfitting."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, letters, ordering, value

# --- Exercise 1: read learning curves, choose the remedy


remedies = value(
    hints=[
        "First compare the validation error with what is good enough.",
        "Then look at the gap between training and validation error, and at whether"
        " the validation error still falls with more rows.",
        "A validation error far below the training error is a third matter. Can rows"
        " that a model has never seen be so much easier?",
    ],
    after="Project 2 has a gap and needs nothing; project 1 has hardly any and needs"
    " another model.",
    source='remedies = "B D A C"',
    clean=letters,
    also=[["B", "D", "A", "C"], "b, d, a, c"],
)


@remedies.solution
def four_remedies() -> str:
    """Return the remedies of the four projects."""
    return "BDAC"


remedies.mistake(
    "answer with four letters from A to D, one for each project.",
    "BDA",
    when=lambda given: len(given) != 4 or not set(given) <= set("ABCD"),
)
remedies.mistake(
    "project 1 misses what its own training rows show: more rows would bring its two"
    " curves together, between 17 and 18 %.",
    "ADBC",
    when=lambda given: given[0] == "A",
)
remedies.mistake(
    "look at project 2 once more. It has a gap, but is it not good enough?",
    "BAAC",
    when=lambda given: given[1] in "AB",
)
remedies.mistake(
    "project 3 fits its training rows already. A more flexible model would fit them"
    " no better.",
    "BDBC",
    when=lambda given: given[2] == "B",
)
remedies.mistake(
    "project 4 is better on rows that it has not seen than on those it has, and by far."
    " Would you believe that?",
    "BDAD",
    when=lambda given: given[3] != "C",
)
remedies.mistake(
    "only in one project do the numbers themselves look wrong: where new rows seem far"
    " easier than the rows that were learned.",
    "CDAC",
    when=lambda given: "C" in given[:3],
)
remedies.mistake(
    "compare the validation error with what is good enough: only one project has"
    " reached it.",
    "DDAC",
    when=lambda given: given[0] == "D" or given[2] == "D",
)

# --- Exercise 2: order the lines of a training that stops in time

stopping_loop = ordering(
    "AEBDCF",
    n_lines=8,
    never={
        "G": "line G asks the judging rows which epoch to keep. Then nobody is left"
        " to judge.",
        "H": "line H trains on the rows that are to stop the training: their error"
        " would fall like the training error.",
    },
    early={
        "BE": "line E changes the weights after line B has measured them: then the"
        " error belongs to other weights than those that are kept.",
        "DB": "line D compares an error that line B has not measured yet.",
        "CD": "line C goes back to the best weights after the loop, not inside it.",
        "FC": "line F judges the weights of the last epoch. First go back to the best"
        " ones.",
        "EA": "line E trains for one epoch: it stands inside the loop.",
    },
    hints=[
        "Which lines are repeated in every epoch, and which come once, after the loop?",
        "Two of the eight lines are wrong wherever they stand.",
    ],
    after="Train, measure, keep; at the end go back to the best weights and judge them"
    " once, on rows that have decided nothing.",
)

# --- Exercise 3: repair a score that is too good

stopped_errors = exercise(
    hints=[
        "Which rows choose the epoch, and which judge it?",
        "`np.argmin(stop_errors, axis=1)` is one epoch for each run.",
    ],
    after="The error is higher now, and honest: the judging rows no longer choose.",
    example=True,
)


@stopped_errors.solution
def stopped_honestly(stop_errors, judge_errors):
    """Return the judging error of each run at the epoch that early stopping keeps."""
    best = np.argmin(stop_errors, axis=1)
    return np.array([judge_errors[run, epoch] for run, epoch in enumerate(best)])


@stopped_errors.start
def stopped_on_judges(stop_errors, judge_errors):
    """Return the judging error of each run at the epoch that early stopping keeps.

    Both are arrays of shape (n_runs, n_epochs). Each run keeps the epoch with the
    lowest error on its stopping rows; of equal ones the first. Shape (n_runs,).
    """
    best = np.argmin(judge_errors, axis=1)
    return np.array([judge_errors[run, epoch] for run, epoch in enumerate(best)])


@stopped_errors.also
def stopped_by_index(stop_errors, judge_errors):
    runs = np.arange(len(stop_errors))
    return judge_errors[runs, stop_errors.argmin(axis=1)]


@stopped_errors.also
def stopped_by_loop(stop_errors, judge_errors):
    kept = []
    for stops, judges in zip(stop_errors, judge_errors, strict=True):
        best = 0
        for epoch in range(len(stops)):
            if stops[epoch] < stops[best]:
                best = epoch
        kept.append(judges[best])
    return kept


@stopped_errors.mistake(
    "the judging rows still choose the epoch: this is each run's lowest judging error."
)
def _(stop_errors, judge_errors):
    return judge_errors.min(axis=1)


@stopped_errors.mistake(
    "these are errors on the rows that chose the epoch. Report those of the judging"
    " rows at that epoch."
)
def _(stop_errors, judge_errors):
    return stop_errors.min(axis=1)


@stopped_errors.mistake(
    "the stopping error at the judges' best epoch: the two parts have changed places."
)
def _(stop_errors, judge_errors):
    best = np.argmin(judge_errors, axis=1)
    return stop_errors[np.arange(len(best)), best]


@stopped_errors.mistake(
    "`axis=0` looks for the best run of each epoch. Each run (row) needs its epoch."
)
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=0)
    return np.array([judge_errors[run, epoch] for epoch, run in enumerate(best)])


@stopped_errors.mistake(
    "every run gets the same epoch. Each run stops at its own best one."
)
def _(stop_errors, judge_errors):
    return judge_errors[:, np.argmin(stop_errors.mean(axis=0))]


@stopped_errors.mistake(
    "without an axis, `argmin` counts through the whole table. Give `axis=1`."
)
def _(stop_errors, judge_errors):
    place = np.argmin(stop_errors) % stop_errors.shape[1]
    return judge_errors[:, place]


@stopped_errors.mistake("this is the last epoch of each run. Nothing has been stopped.")
def _(stop_errors, judge_errors):
    return judge_errors[:, -1]


@stopped_errors.mistake("these are the epochs. Return the judging error at each.")
def _(stop_errors, judge_errors):
    return np.argmin(stop_errors, axis=1)


@stopped_errors.mistake("of equal errors the earlier epoch is kept, not the later one.")
def _(stop_errors, judge_errors):
    last = stop_errors.shape[1] - 1
    best = last - np.argmin(stop_errors[:, ::-1], axis=1)
    return judge_errors[np.arange(len(best)), best]


@stopped_errors.mistake("this is the mean over the runs. Return one error for each.")
def _(stop_errors, judge_errors):
    return stopped_honestly(stop_errors, judge_errors).mean()


@stopped_errors.mistake(
    "with `axis=0` there are as many numbers as epochs, each of them a run. Each run"
    " (row) needs its epoch."
)
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=0)
    return np.array([judge_errors[run, epoch] for run, epoch in enumerate(best)])


@stopped_errors.mistake(
    "of equal stopping errors yours keeps the epoch that judges best. So the judging"
    " rows choose after all: keep the first."
)
def _(stop_errors, judge_errors):
    tied = stop_errors == stop_errors.min(axis=1, keepdims=True)
    return np.where(tied, judge_errors, np.inf).min(axis=1)


@stopped_errors.mistake(
    "both errors choose the epoch together. The judging rows must have no say in it."
)
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors + judge_errors, axis=1)
    return judge_errors[np.arange(len(best)), best]


@stopped_errors.mistake(
    "these are errors: the lower, the better. You keep the epoch with the highest."
)
def _(stop_errors, judge_errors):
    best = np.argmax(stop_errors, axis=1)
    return judge_errors[np.arange(len(best)), best]


def stopped_early(stop_errors: Any, judge_errors: Any, patience: int) -> np.ndarray:
    """Return the judging errors of runs that are ended before their last epoch."""
    found = []
    for stops, judges in zip(stop_errors, judge_errors, strict=True):
        best = 0
        for epoch, error in enumerate(stops):
            if error < stops[best]:
                best = epoch
            elif epoch - best == patience:
                break
        found.append(judges[best])
    return np.array(found)


@stopped_errors.mistake(
    "yours stops at the first epoch that is no better. Here all epochs have run: keep"
    " the lowest of the whole row."
)
def _(stop_errors, judge_errors):
    return stopped_early(stop_errors, judge_errors, 1)


@stopped_errors.mistake(
    "yours gives up after 5 epochs, as `stop_epoch` in the lesson. Here all epochs have"
    " run: keep the lowest of the whole row."
)
def _(stop_errors, judge_errors):
    return stopped_early(stop_errors, judge_errors, 5)


@stopped_errors.cases
def stopped_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then runs whose two best epochs differ, with ties."""
    yield (
        np.array([[0.3, 0.2, 0.4], [0.5, 0.3, 0.1]]),
        np.array([[0.25, 0.28, 0.22], [0.4, 0.35, 0.37]]),
    )
    for n_runs, n_epochs in ((3, 6), (5, 4), (1, 7)):
        stops = rng.permuted(
            np.tile(np.linspace(0.1, 0.6, n_epochs), (n_runs, 1)), axis=1
        )
        judges = 0.2 + 0.5 * rng.random((n_runs, n_epochs))
        for run in range(n_runs):
            best = stops[run].argmin()
            low = (best + 1 + run % (n_epochs - 2)) % n_epochs
            judges[run, low] = 0.05 + 0.01 * run
            tied = (best + 2) % n_epochs
            stops[run, tied] = stops[run, best]  # a tie: the earlier epoch counts
        yield stops, judges
    # The lowest error comes first, after a bump, or last after a long wait.
    stops = 0.4 + 0.2 * rng.random((3, 10))
    stops[1:, 1] = 0.35
    stops[0, 0], stops[1, 3], stops[2, 9] = 0.2, 0.3, 0.3
    yield stops, 0.2 + 0.5 * rng.random((3, 10))


# --- Exercise 4: bias, variance and noise from nothing

decompose = exercise(
    hints=[
        "Leave out each column with a NaN: `np.isnan(answers).any(axis=0)`.",
        "The mean answer at a point is the mean of its row: `answers.mean(axis=1)`.",
        "Bias²: (mean answer − truth)², point by point, then the mean over points."
        " Variance: `answers.var(axis=1)`, then the mean over points.",
        "For the noise each observed value is compared with the truth of its row:"
        " `truth[:, None]` turns the truth into a column.",
    ],
    after="Three numbers that ask for three things: a more flexible model, more rows"
    " or a calmer model, a better thermometer.",
    example=True,
)


@decompose.solution
def decompose_by_rows(answers, truth, observed):
    """Return (bias2, variance, noise): three numbers, means over the points."""
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = np.mean(answers.var(axis=1))
    noise = np.mean((observed - truth[:, None]) ** 2)
    return bias2, variance, noise


@decompose.also
def decompose_by_loops(answers, truth, observed):
    good = [k for k in range(answers.shape[1]) if not np.isnan(answers[:, k]).any()]
    bias2 = variance = noise = 0.0
    for point, right in enumerate(truth):
        given = [answers[point, k] for k in good]
        mean = sum(given) / len(given)
        bias2 += (mean - right) ** 2 / len(truth)
        variance += sum((a - mean) ** 2 for a in given) / len(given) / len(truth)
        seen = observed[point]
        noise += sum((s - right) ** 2 for s in seen) / len(seen) / len(truth)
    return [bias2, variance, noise]


def kept(answers: np.ndarray) -> np.ndarray:
    """Return the answers without the training sets that gave a NaN."""
    return answers[:, ~np.isnan(answers).any(axis=0)]


def noise_of(truth: np.ndarray, observed: np.ndarray) -> float:
    """Return the mean squared distance of what was observed from the truth."""
    return np.mean((observed - truth[:, None]) ** 2)


@decompose.mistake(
    "you averaged over the points first. At each point, average over the training sets:"
    " a point is a row, so `axis=1`."
)
def _(answers, truth, observed):
    answers = kept(answers)
    bias2 = (answers.mean(axis=0).mean() - truth.mean()) ** 2
    return bias2, np.mean(answers.var(axis=0)), noise_of(truth, observed)


@decompose.mistake(
    "the variance is taken along the points. It says how the training sets differ at"
    " one point: `axis=1`."
)
def _(answers, truth, observed):
    bias2, _, noise = decompose_by_rows(answers, truth, observed)
    return bias2, np.mean(kept(answers).var(axis=0)), noise


@decompose.mistake(
    "the bias is not squared at each point: too high at one point and too low at"
    " another must not cancel."
)
def _(answers, truth, observed):
    _, variance, noise = decompose_by_rows(answers, truth, observed)
    return (kept(answers).mean() - truth.mean()) ** 2, variance, noise


@decompose.mistake("the first number is the bias itself. Square it at each point.")
def _(answers, truth, observed):
    _, variance, noise = decompose_by_rows(answers, truth, observed)
    return np.mean(kept(answers).mean(axis=1) - truth), variance, noise


@decompose.mistake(
    "the first number is a mean distance. Square the distance at each point, then take"
    " the mean."
)
def _(answers, truth, observed):
    _, variance, noise = decompose_by_rows(answers, truth, observed)
    return np.mean(np.abs(kept(answers).mean(axis=1) - truth)), variance, noise


@decompose.mistake(
    "`axis=0` is the mean over the points, as in the lesson. Here a point is a row: the"
    " mean over the training sets is over `axis=1`."
)
def _(answers, truth, observed):
    answers = kept(answers)
    bias2 = np.mean((answers.mean(axis=0) - truth) ** 2)
    return bias2, np.mean(answers.var(axis=0)), noise_of(truth, observed)


@decompose.mistake(
    "these are sums over the points. Each of the three is a mean over the points."
)
def _(answers, truth, observed):
    return np.multiply(decompose_by_rows(answers, truth, observed), len(truth))


@decompose.mistake("these are sums of squares. Each of the three is a mean.")
def _(answers, truth, observed):
    bias2, variance, noise = decompose_by_rows(answers, truth, observed)
    return bias2 * len(truth), variance * len(truth), noise * observed.size


@decompose.mistake(
    "the first number is the whole squared error of the answers. For the bias, average"
    " over the training sets first, then square."
)
def _(answers, truth, observed):
    _, variance, noise = decompose_by_rows(answers, truth, observed)
    return np.mean((kept(answers) - truth[:, None]) ** 2), variance, noise


@decompose.mistake(
    "the variance is the distance from the answers' own mean, not from the truth."
)
def _(answers, truth, observed):
    bias2, _, noise = decompose_by_rows(answers, truth, observed)
    return bias2, np.mean((kept(answers) - truth[:, None]) ** 2), noise


@decompose.mistake(
    "the variance is divided by one less than the number of training sets. Here it is"
    " the plain mean of the squares (`ddof=0`)."
)
def _(answers, truth, observed):
    bias2, _, noise = decompose_by_rows(answers, truth, observed)
    return bias2, np.mean(kept(answers).var(axis=1, ddof=1)), noise


@decompose.mistake(
    "the second number is a standard deviation. The variance is its square."
)
def _(answers, truth, observed):
    bias2, _, noise = decompose_by_rows(answers, truth, observed)
    return bias2, np.mean(kept(answers).std(axis=1)), noise


@decompose.mistake(
    "the variance is taken over the whole table. Take it at each point, then the mean."
)
def _(answers, truth, observed):
    bias2, _, noise = decompose_by_rows(answers, truth, observed)
    return bias2, kept(answers).var(), noise


@decompose.mistake(
    "the noise is counted from the observed values' own mean. Here the truth is known:"
    " count from it."
)
def _(answers, truth, observed):
    bias2, variance, _ = decompose_by_rows(answers, truth, observed)
    return bias2, variance, np.mean(observed.var(axis=1))


@decompose.mistake(
    "the noise is not squared. Errors up and down cancel in a plain mean."
)
def _(answers, truth, observed):
    bias2, variance, _ = decompose_by_rows(answers, truth, observed)
    return bias2, variance, np.mean(observed - truth[:, None])


@decompose.mistake(
    "the noise is the distance of each observed value from the truth: square first,"
    " then take the mean. In their mean the errors have partly cancelled."
)
def _(answers, truth, observed):
    bias2, variance, _ = decompose_by_rows(answers, truth, observed)
    return bias2, variance, np.mean((observed.mean(axis=1) - truth) ** 2)


@decompose.mistake(
    "the noise is counted from the mean answer: so the bias is in it. Count from the"
    " truth."
)
def _(answers, truth, observed):
    bias2, variance, _ = decompose_by_rows(answers, truth, observed)
    return bias2, variance, noise_of(kept(answers).mean(axis=1), observed)


@decompose.mistake(
    "the third number is the root of the noise, a standard deviation. Leave out the"
    " root: the noise is the mean *squared* distance."
)
def _(answers, truth, observed):
    bias2, variance, noise = decompose_by_rows(answers, truth, observed)
    return bias2, variance, np.sqrt(noise)


@decompose.mistake(
    "the noise is a mean distance. Square each distance, then take the mean."
)
def _(answers, truth, observed):
    bias2, variance, _ = decompose_by_rows(answers, truth, observed)
    return bias2, variance, np.mean(np.abs(observed - truth[:, None]))


@decompose.mistake(
    "only the first observed value of each point counts in the noise. Use them all."
)
def _(answers, truth, observed):
    bias2, variance, _ = decompose_by_rows(answers, truth, observed)
    return bias2, variance, noise_of(truth, observed[:, :1])


@decompose.mistake(
    "`observed - truth` pairs the truth with the columns. Each row has its truth:"
    " `truth[:, None]`."
)
def _(answers, truth, observed):
    answers = kept(answers)
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    return bias2, np.mean(answers.var(axis=1)), np.mean((observed - truth) ** 2)


@decompose.mistake(
    "only the single NaN is left out. A training set with a NaN has failed: leave out"
    " its whole column."
)
def _(answers, truth, observed):
    bias2 = np.mean((np.nanmean(answers, axis=1) - truth) ** 2)
    return bias2, np.mean(np.nanvar(answers, axis=1)), noise_of(truth, observed)


@decompose.mistake(
    "points are left out where a NaN stands. Leave out the training set: a column."
)
def _(answers, truth, observed):
    good = ~np.isnan(answers).any(axis=1)
    bias2, variance, _ = decompose_by_rows(answers[good], truth[good], observed[good])
    return bias2, variance, noise_of(truth, observed)


@decompose.mistake(
    "points are left out where a NaN stands, with all that was observed there. Leave"
    " out the training set: a column of `answers`."
)
def _(answers, truth, observed):
    good = ~np.isnan(answers).any(axis=1)
    return decompose_by_rows(answers[good], truth[good], observed[good])


@decompose.mistake("a NaN is answered by 0. Leave out the whole training set.")
def _(answers, truth, observed):
    return decompose_by_rows(np.nan_to_num(answers), truth, observed)


@decompose.mistake(
    "the mean answer is taken along the points. At each point, average over the"
    " training sets: `axis=1`."
)
def _(answers, truth, observed):
    _, variance, noise = decompose_by_rows(answers, truth, observed)
    return np.mean((kept(answers).mean(axis=0) - truth) ** 2), variance, noise


@decompose.symptom(
    "here a row is a point and a column a training set; yours reads it as in the"
    " lesson."
)
def _(args, expected, got):
    answers, truth, _ = args
    bias2 = np.mean((answers.mean(axis=0) - truth) ** 2)
    return np.allclose(got[:2], [bias2, np.mean(answers.var(axis=0))])


@decompose.symptom(
    "a NaN has come through. Leave out each training set (column) that has one."
)
def _(args, expected, got):
    return np.isnan(args[0]).any() and np.isnan(np.asarray(got, float)).any()


@decompose.cases
def decompose_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then tables of other sizes, with failed training sets."""
    yield np.array([[19.0, 21.0, 23.0]]), np.array([20.0]), np.array([[18.0, 21.0]])
    for n_points, n_sets, n_seen, failed in ((3, 5, 4, 0), (4, 4, 2, 1), (6, 3, 5, 1)):
        truth = rng.normal(scale=3, size=n_points)
        tilt = rng.uniform(0.5, 2) * np.where(np.arange(n_points) % 2, 1.0, -0.7)
        answers = truth[:, None] + tilt[:, None] + rng.normal(size=(n_points, n_sets))
        for k in range(failed):
            answers[1 + k, n_sets - 1 - k] = np.nan
        observed = truth[:, None] + rng.normal(0.4, 1.5, size=(n_points, n_seen))
        yield answers, truth, observed


# --- Exercise 5: early stopping with patience

early_stop = exercise(
    hints=[
        "Keep three things: the best epoch, its error, and how many epochs in a row"
        " were no better.",
        "An epoch is better if `error < best_error - min_gain`; then the count of"
        " waiting starts anew.",
        "A NaN is not better than anything. But it ends the training at once.",
        "The epoch that ends the training has run: it counts in `n_run`.",
    ],
    after="`patience` bridges a bump; `min_gain` ignores gains that are too small to"
    " wait for.",
    example=True,
)


@early_stop.solution
def stop_with_patience(errors, patience, min_gain):
    """Return (kept, n_run): the epoch to keep, from 0, and how many epochs ran."""
    kept, waited = 0, 0
    for epoch in range(1, len(errors)):
        if np.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[epoch] < errors[kept] - min_gain:
            kept, waited = epoch, 0
        else:
            waited += 1
            if waited == patience:
                return kept, epoch + 1
    return kept, len(errors)


@early_stop.also
def stop_by_distance(errors, patience, min_gain):
    kept, n_run = 0, 1
    for epoch in range(1, len(errors)):
        n_run = epoch + 1
        if errors[epoch] != errors[epoch]:
            break
        if errors[epoch] < errors[kept] - min_gain:
            kept = epoch
        if epoch - kept >= patience:
            break
    return np.array([kept, n_run])


@early_stop.also
def stop_by_while(errors, patience, min_gain):
    best, kept, left, n_run = float("inf"), 0, patience, 0
    while n_run < len(errors) and left:
        error = float(errors[n_run])
        n_run += 1
        if np.isnan(error):
            break
        if error < best - min_gain:
            best, kept, left = error, n_run - 1, patience
        else:
            left -= 1
    return kept, n_run


def stop_variant(
    errors: Any,
    patience: int,
    min_gain: float,
    better: Any = None,
    reset: bool = True,
    stop_at_nan: bool = True,
) -> tuple[int, int]:
    """Return what a stopping rule with one part changed keeps, and how long it runs."""
    better = better or (lambda error, errors, kept, gain: error < errors[kept] - gain)
    kept, waited = 0, 0
    for epoch, error in enumerate(errors):
        if np.isnan(error) and stop_at_nan:
            return kept, epoch + 1
        if epoch == 0:
            continue
        if better(error, errors, kept, min_gain):
            kept, waited = epoch, 0 if reset else waited
        else:
            waited += 1
            if waited >= patience:
                return kept, epoch + 1
    return kept, len(errors)


@early_stop.mistake("an equal error is no better: the earlier epoch is kept.")
def _(errors, patience, min_gain):
    return stop_variant(
        errors, patience, min_gain, lambda e, all_, k, gain: e <= all_[k] - gain
    )


@early_stop.mistake(
    "`min_gain` is not used as it should: an epoch is better only if its error lies"
    " below the best by more than that."
)
def _(errors, patience, min_gain):
    return stop_variant(errors, patience, 0)


@early_stop.mistake(
    "`min_gain` has the wrong sign: an epoch that is a little worse counts as better."
)
def _(errors, patience, min_gain):
    return stop_variant(errors, patience, -min_gain)


@early_stop.mistake(
    "it waits one epoch too long: `patience` epochs without a better one are enough."
)
def _(errors, patience, min_gain):
    return stop_variant(errors, patience + 1, min_gain)


@early_stop.mistake(
    "epoch 0 counts as one that is not better: it is the first best, so begin to wait"
    " at epoch 1."
)
def _(errors, patience, min_gain):
    kept, waited = 0, 0
    for epoch, error in enumerate(errors):
        if np.isnan(error):
            return kept, epoch + 1
        if error < errors[kept] - min_gain:
            kept, waited = epoch, 0
        else:
            waited += 1
            if waited >= patience:
                return kept, epoch + 1
    return kept, len(errors)


@early_stop.mistake(
    "`patience` is never used, or changes nothing: yours ends at the first epoch that"
    " is no better."
)
def _(errors, patience, min_gain):
    return stop_variant(errors, 1, min_gain)


@early_stop.mistake("a patience of 1 is not kept: yours waits 2 epochs at least.")
def _(errors, patience, min_gain):
    return stop_variant(errors, max(patience, 2), min_gain)


@early_stop.mistake("it gives up one epoch too early: count the epochs that it waits.")
def _(errors, patience, min_gain):
    return stop_variant(errors, patience - 1, min_gain)


@early_stop.mistake(
    "the count of waiting is never set back: after a better epoch it starts anew."
)
def _(errors, patience, min_gain):
    return stop_variant(errors, patience, min_gain, reset=False)


@early_stop.mistake(
    "each error is compared with the one before it. Compare with the best so far."
)
def _(errors, patience, min_gain):
    kept, waited = 0, 0
    for epoch in range(1, len(errors)):
        if np.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[epoch] < errors[epoch - 1] - min_gain:
            kept, waited = epoch, 0
        else:
            waited += 1
            if waited == patience:
                return kept, epoch + 1
    return kept, len(errors)


@early_stop.mistake("a NaN ends the training at once, whatever patience is left.")
def _(errors, patience, min_gain):
    return stop_variant(errors, patience, min_gain, stop_at_nan=False)


@early_stop.mistake(
    "at a NaN the best epoch so far is kept. That need not be the epoch before the NaN."
)
def _(errors, patience, min_gain):
    kept, n_run = stop_with_patience(errors, patience, min_gain)
    return n_run - 2 if np.isnan(errors[n_run - 1]) else kept, n_run


@early_stop.mistake(
    "the epoch with the NaN has run as well: count it in the second number."
)
def _(errors, patience, min_gain):
    kept, n_run = stop_with_patience(errors, patience, min_gain)
    return kept, n_run - int(np.isnan(errors[n_run - 1]))


@early_stop.mistake(
    "this looks at the whole list. A training that was stopped never sees what comes"
    " after."
)
def _(errors, patience, min_gain):
    return int(np.nanargmin(errors)), len(errors)


@early_stop.mistake(
    "the epoch kept is the best of the whole list. Epochs after the stop never ran."
)
def _(errors, patience, min_gain):
    return int(np.nanargmin(errors)), stop_with_patience(errors, patience, min_gain)[1]


@early_stop.mistake(
    "the first number is the epoch at which it stopped. Keep the best one before."
)
def _(errors, patience, min_gain):
    n_run = stop_with_patience(errors, patience, min_gain)[1]
    return n_run - 1, n_run


@early_stop.mistake(
    "the second number is the last epoch, counted from 0. Return how many have run:"
    " one more."
)
def _(errors, patience, min_gain):
    kept, n_run = stop_with_patience(errors, patience, min_gain)
    return kept, n_run - 1


@early_stop.mistake("epochs are counted from 0: the first one is epoch 0.")
def _(errors, patience, min_gain):
    kept, n_run = stop_with_patience(errors, patience, min_gain)
    return kept + 1, n_run


@early_stop.mistake(
    "the first number is the lowest error. Return the epoch that had it."
)
def _(errors, patience, min_gain):
    kept, n_run = stop_with_patience(errors, patience, min_gain)
    return errors[kept], n_run


@early_stop.mistake(
    "these are errors: the lower, the better. You keep the epoch with the highest."
)
def _(errors, patience, min_gain):
    return stop_variant(
        errors, patience, min_gain, lambda e, all_, k, gain: e > all_[k] + gain
    )


@early_stop.mistake(
    "a gain that is too small must not move the mark: compare each error with that of"
    " the epoch kept."
)
def _(errors, patience, min_gain):
    kept, waited, lowest = 0, 0, errors[0]
    for epoch in range(1, len(errors)):
        if np.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[epoch] < lowest - min_gain:
            kept, waited = epoch, 0
        else:
            waited += 1
        lowest = min(lowest, errors[epoch])
        if waited == patience:
            return kept, epoch + 1
    return kept, len(errors)


@early_stop.mistake(
    "`enumerate(errors[1:])` counts from 0 again: the epochs are one too low. Add"
    " `start=1`."
)
def _(errors, patience, min_gain):
    kept, waited, lowest = 0, 0, errors[0]
    for epoch, error in enumerate(errors[1:]):
        if np.isnan(error):
            return kept, epoch + 1
        if error < lowest - min_gain:
            lowest, kept, waited = error, epoch, 0
        else:
            waited += 1
        if waited == patience:
            return kept, epoch + 1
    return kept, len(errors)


@early_stop.mistake(
    "an equal error is no better, but with yours the waiting starts anew there."
)
def _(errors, patience, min_gain):
    kept, waited = 0, 0
    for epoch in range(1, len(errors)):
        if np.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[epoch] < errors[kept] - min_gain:
            kept, waited = epoch, 0
        elif errors[epoch] == errors[kept]:
            waited = 0
        else:
            waited += 1
            if waited == patience:
                return kept, epoch + 1
    return kept, len(errors)


@early_stop.symptom(
    "an epoch whose gain is not above `min_gain` is kept in yours. It counts as no"
    " better."
)
def _(args, expected, got):
    errors, _, min_gain = args
    gain = errors[expected[0]] - errors[int(got[0])]
    return expected[0] < got[0] < expected[1] and 0 < gain <= min_gain


@early_stop.symptom("an epoch with NaN is never one to keep: it is not better.")
def _(args, expected, got):
    return np.isnan(args[0][int(got[0])])


@early_stop.symptom(
    "the epoch that you keep comes after the end of the training: it has never run."
)
def _(args, expected, got):
    return expected[1] <= got[0] < got[1] and got[0] == np.nanargmin(args[0])


@early_stop.symptom(
    "the epoch that ends the training has run: count it in the second number."
)
def _(args, expected, got):
    ended = expected[1] < len(args[0]) or np.isnan(args[0][-1])
    return ended and got[0] == expected[0] and got[1] == expected[1] - 1


@early_stop.cases
def early_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, ties, an edge met exactly, no stop, no gain and NaN."""
    nan = float("nan")
    yield [0.3, 0.2, 0.2, 0.25, 0.1], 2, 0.0
    yield [0.5, 0.6, 0.4], 2, 0.0  # the wait begins after epoch 0
    yield [0.5, 0.6, 0.4], 1, 0.0
    # A bump that patience bridges, then the stop; something better comes too late.
    yield [0.9, 0.7, 0.8, 0.75, 0.6, 0.65, 0.7, 0.62, 0.1], 3, 0.0
    yield [1.0, 0.875, 0.75, 0.625, 0.5], 2, 0.25  # small gains do not end the wait
    # Gains of exactly min_gain are too small; eighths are exact in binary.
    yield [1.0, 0.75, 0.5, 0.375, 0.25, 0.125, 0.0], 4, 0.25
    # A little worse is not better, and a gain must be measured from the best.
    yield [1.0, 0.5, 0.625, 0.75, 0.25], 2, 0.25
    yield [0.5, 0.5, 0.5, 0.5, 0.25], 3, 0.0  # ties; it never improves in time
    yield [0.5, 0.6, 0.55, 0.7, 0.4], 3, 0.0  # never better than the first
    yield [0.6, 0.4, nan, 0.2, 0.1, 0.3], 3, 0.0  # NaN ends it at once
    yield [0.6, 0.4, 0.45, 0.5, nan], 3, 0.0  # at the epoch that ends it anyway
    yield [0.75], 1, 0.125  # one epoch
    yield list(np.linspace(0.9, 0.2, 8).round(2)), 2, 0.0  # never stopped
    errors = rng.permutation(np.linspace(0.1, 0.9, 12)).round(2)
    yield errors.tolist(), 3, 0.03


ALL = lesson(__name__)
