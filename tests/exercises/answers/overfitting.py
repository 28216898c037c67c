"""Answers to lesson 5.3 by students who had seen the lesson only."""

import math

import numpy as np
import pandas as pd
import torch

from tests.exercises.answers import right, wrong

# ---- remedies ----

right("remedies", "B D A C")
right("remedies", "BDAC")
right("remedies", "b, d, a, c")
right("remedies", ["B", "D", "A", "C"])
right("remedies", ("b", "d", "a", "c"))
right("remedies", np.array(list("BDAC")))
right("remedies", "B) D) A) C)")

wrong("remedies", "A D B C", "more rows for high bias", says="project 1 misses")
wrong("remedies", "B A D C", "a gap is a problem", says="look at project 2")
wrong("remedies", "B C A D", "project 4 is fine as it is", says="project 4")
wrong(
    "remedies", "D B A C", "1 is fine, 2 needs a larger model", says="look at project 2"
)
wrong("remedies", "D C B A", "backwards", says="already")
wrong("remedies", "A B C D", "in alphabetical order", says="project 1 misses")
wrong("remedies", "B D C A", "3 is suspicious, 4 needs rows", says="project 4")
wrong("remedies", "B D A", "one is missing", says="four letters")
wrong("remedies", "1 2 3 4", "numbers", says="four letters")
wrong("remedies", "B D B C", "a more flexible model for a gap", says="project 3 fits")
wrong("remedies", "A A A C", "more rows always help", says="project 1 misses")

# ---- stopping_loop ----

right("stopping_loop", "A E B D C F")
right("stopping_loop", "AEBDCF")
right("stopping_loop", "a, e, b, d, c, f")
right("stopping_loop", list("AEBDCF"))
right("stopping_loop", tuple("AEBDCF"))
right("stopping_loop", np.array(list("AEBDCF")))

wrong("stopping_loop", "A E G D C F", "stops on judging rows", says="line G asks")
wrong("stopping_loop", "A H B D C F", "trains on the stopping rows", says="line H")
wrong("stopping_loop", "A B D E C F", "measures, keeps, trains", says="line E changes")
wrong("stopping_loop", "A E D B C F", "keeps before measuring", says="line D compares")
wrong("stopping_loop", "A E B D F C", "judges the last epoch", says="line F judges")
wrong("stopping_loop", "A E B D F", "never goes back", says="a letter is missing")
wrong(
    "stopping_loop", "A E B C D F", "goes back inside the loop", says="line C goes back"
)
wrong("stopping_loop", "E A B D C F", "trains before the loop", says="inside the loop")
wrong("stopping_loop", "A E B D C G", "judges by G", says="line G asks")
wrong("stopping_loop", "A E B D C F F", "a line twice", says="a letter stands twice")

# ---- stopped_errors ----


@right("stopped_errors")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=1)
    return np.array([judge_errors[run, epoch] for run, epoch in enumerate(best)])


@right("stopped_errors")
def _(stop_errors, judge_errors):
    best = stop_errors.argmin(axis=1)
    return np.take_along_axis(judge_errors, best[:, None], axis=1)[:, 0]


@right("stopped_errors")
def _(stop_errors, judge_errors):
    return [j[list(s).index(min(s))] for s, j in zip(stop_errors, judge_errors)]


@right("stopped_errors")
def _(stop_errors, judge_errors):
    stops, judges = torch.tensor(stop_errors), torch.tensor(judge_errors)
    kept = [int(np.argmin(row)) for row in stop_errors]
    return judges[torch.arange(len(stops)), torch.tensor(kept)]


@right("stopped_errors")
def _(stop_errors, judge_errors):
    best = pd.DataFrame(stop_errors).idxmin(axis=1)
    return pd.Series([judge_errors[run][epoch] for run, epoch in best.items()])


@right("stopped_errors")
def _(stop_errors, judge_errors):
    result = np.zeros(len(stop_errors))
    for run in range(len(stop_errors)):
        lowest, at = math.inf, 0
        for epoch, error in enumerate(stop_errors[run]):
            if error < lowest:
                lowest, at = error, epoch
        result[run] = judge_errors[run, at]
    return result


@wrong("stopped_errors", "still the judges' best", says="judging rows still choose")
def _(stop_errors, judge_errors):
    return judge_errors.min(axis=1)


@wrong("stopped_errors", "the stopping rows' own error", says="rows that chose")
def _(stop_errors, judge_errors):
    return np.min(stop_errors, axis=1)


@wrong("stopped_errors", "exchanged in the second line", says="changed places")
def _(stop_errors, judge_errors):
    best = np.argmin(judge_errors, axis=1)
    return np.array([stop_errors[run, epoch] for run, epoch in enumerate(best)])


@wrong("stopped_errors", "one epoch for all runs", says="every run gets the same")
def _(stop_errors, judge_errors):
    best = stop_errors.mean(axis=0).argmin()
    return judge_errors[:, best]


@wrong("stopped_errors", "the last of equal epochs", says="the earlier epoch")
def _(stop_errors, judge_errors):
    best = [max(np.flatnonzero(s == s.min())) for s in stop_errors]
    return judge_errors[range(len(best)), best]


@wrong("stopped_errors", "returns the epochs", says="these are the epochs")
def _(stop_errors, judge_errors):
    return stop_errors.argmin(axis=1)


@wrong("stopped_errors", "the last epoch", says="last epoch of each run")
def _(stop_errors, judge_errors):
    return judge_errors[:, -1]


@wrong("stopped_errors", "wrong axis", says="`axis=0`")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=0)
    return np.array([judge_errors[run, epoch] for epoch, run in enumerate(best)])


@wrong("stopped_errors", "the mean of all runs", says="mean over the runs")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=1)
    return np.mean([judge_errors[run, epoch] for run, epoch in enumerate(best)])


@wrong("stopped_errors", "returns inside the loop", says="`return`")
def _(stop_errors, judge_errors):
    result = []
    for stops, judges in zip(stop_errors, judge_errors):
        result.append(judges[stops.argmin()])
        return result


# ---- decompose ----


@right("decompose")
def _(answers, truth, observed):
    ok = ~np.isnan(answers).any(axis=0)
    a = answers[:, ok]
    m = a.mean(axis=1)
    return (
        ((m - truth) ** 2).mean(),
        ((a - m[:, None]) ** 2).mean(),
        ((observed - truth[:, None]) ** 2).mean(),
    )


@right("decompose")
def _(answers, truth, observed):
    table = pd.DataFrame(answers).dropna(axis=1)
    bias2 = (table.mean(axis=1) - truth).pow(2).mean()
    seen = pd.DataFrame(observed).sub(truth, axis=0)
    return bias2, table.var(axis=1, ddof=0).mean(), (seen**2).to_numpy().mean()


@right("decompose")
def _(answers, truth, observed):
    sets = [column for column in answers.T if not np.isnan(column).any()]
    sets = np.array(sets)
    total = np.mean((sets - truth) ** 2)
    bias2 = np.mean((sets.mean(0) - truth) ** 2)
    return [bias2, total - bias2, np.mean((observed.T - truth) ** 2)]


@right("decompose")
def _(answers, truth, observed):
    a = torch.tensor(answers)
    a = a[:, ~a.isnan().any(dim=0)]
    t, o = torch.tensor(truth), torch.tensor(observed)
    return (
        ((a.mean(dim=1) - t) ** 2).mean(),
        a.var(dim=1, correction=0).mean(),
        ((o - t[:, None]) ** 2).mean(),
    )


@right("decompose")
def _(answers, truth, observed):
    bad = {k for row in answers for k, a in enumerate(row) if math.isnan(a)}
    parts = [0.0, 0.0, 0.0]
    for row, t, seen in zip(answers, truth, observed):
        good = [a for k, a in enumerate(row) if k not in bad]
        m = sum(good) / len(good)
        parts[0] += (m - t) ** 2
        parts[1] += sum((a - m) ** 2 for a in good) / len(good)
        parts[2] += sum((s - t) ** 2 for s in seen) / len(seen)
    return tuple(part / len(truth) for part in parts)


@wrong("decompose", "as in the lesson: axis 0", says="`axis=1`")
def _(answers, truth, observed):
    a = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = (a.mean(axis=0).mean() - truth.mean()) ** 2
    return bias2, a.var(axis=0).mean(), np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "bias not squared", says="the bias itself")
def _(answers, truth, observed):
    a = answers[:, ~np.isnan(answers).any(axis=0)]
    noise = np.mean((observed - truth[:, None]) ** 2)
    return np.mean(a.mean(axis=1) - truth), a.var(axis=1).mean(), noise


@wrong("decompose", "whole error for bias²", says="whole squared error")
def _(answers, truth, observed):
    a = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((a - truth[:, None]) ** 2)
    return bias2, a.var(axis=1).mean(), np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "variance around the truth", says="own mean")
def _(answers, truth, observed):
    a = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((a.mean(axis=1) - truth) ** 2)
    around = np.mean((a - truth[:, None]) ** 2)
    return bias2, around, np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "ddof=1", says="one less")
def _(answers, truth, observed):
    a = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((a.mean(axis=1) - truth) ** 2)
    noise = np.mean((observed - truth[:, None]) ** 2)
    return bias2, a.var(axis=1, ddof=1).mean(), noise


@wrong("decompose", "NaN comes through", says="a NaN has come through")
def _(answers, truth, observed):
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    noise = np.mean((observed - truth[:, None]) ** 2)
    return bias2, answers.var(axis=1).mean(), noise


@wrong("decompose", "nanmean", says="whole column")
def _(answers, truth, observed):
    bias2 = np.mean((np.nanmean(answers, axis=1) - truth) ** 2)
    noise = np.mean((observed - truth[:, None]) ** 2)
    return bias2, np.nanvar(answers, axis=1).mean(), noise


@wrong("decompose", "noise around its own mean", says="count from it")
def _(answers, truth, observed):
    a = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((a.mean(axis=1) - truth) ** 2)
    return bias2, a.var(axis=1).mean(), observed.var(axis=1).mean()


@wrong("decompose", "variance of the whole table", says="over the whole table")
def _(answers, truth, observed):
    a = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((a.mean(axis=1) - truth) ** 2)
    return bias2, a.var(), np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "variance and bias² exchanged", says="changed places")
def _(answers, truth, observed):
    a = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((a.mean(axis=1) - truth) ** 2)
    return a.var(axis=1).mean(), bias2, np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "standard deviation", says="standard deviation")
def _(answers, truth, observed):
    a = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((a.mean(axis=1) - truth) ** 2)
    noise = np.mean((observed - truth[:, None]) ** 2)
    return bias2, a.std(axis=1).mean(), noise


# ---- early_stop ----


@right("early_stop")
def _(errors, patience, min_gain):
    best, best_error, bad = 0, errors[0], 0
    for epoch in range(1, len(errors)):
        error = errors[epoch]
        if math.isnan(error):
            return best, epoch + 1
        if error < best_error - min_gain:
            best, best_error, bad = epoch, error, 0
        else:
            bad = bad + 1
        if bad >= patience:
            return best, epoch + 1
    return best, len(errors)


@right("early_stop")
def _(errors, patience, min_gain):
    kept = 0
    n_run = 0
    for error in errors:
        n_run += 1
        if (
            error != error
            or n_run - 1 - kept == patience
            and not (error < errors[kept] - min_gain)
        ):
            break
        if error < errors[kept] - min_gain:
            kept = n_run - 1
    return [kept, n_run]


@right("early_stop")
def _(errors, patience, min_gain):
    history = [errors[0]]
    best = [0]
    rest = iter(errors[1:])
    for error in rest:
        history.append(error)
        if np.isnan(error):
            break
        if error + min_gain < history[best[-1]]:
            best.append(len(history) - 1)
        elif len(history) - 1 - best[-1] >= patience:
            break
    return best[-1], len(history)


@right("early_stop")
def _(errors, patience, min_gain):
    def step(kept, waited, epoch):
        if epoch == len(errors):
            return kept, epoch
        error = errors[epoch]
        if np.isnan(error):
            return kept, epoch + 1
        if error < errors[kept] - min_gain:
            return step(epoch, 0, epoch + 1)
        if waited + 1 == patience:
            return kept, epoch + 1
        return step(kept, waited + 1, epoch + 1)

    return step(0, 0, 1)


@right("early_stop")
def _(errors, patience, min_gain):
    values = torch.tensor(errors, dtype=torch.float64)
    kept, epoch = 0, 1
    while epoch < len(values):
        if values[epoch].isnan():
            return kept, epoch + 1
        if values[epoch] < values[kept] - min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch + 1
        epoch += 1
    return kept, len(values)


@wrong("early_stop", "equal errors count as better", says="equal error is no better")
def _(errors, patience, min_gain):
    best, bad = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return best, epoch + 1
        if errors[epoch] <= errors[best] - min_gain:
            best, bad = epoch, 0
        else:
            bad += 1
            if bad == patience:
                return best, epoch + 1
    return best, len(errors)


@wrong("early_stop", "min_gain forgotten", says="`min_gain`")
def _(errors, patience, min_gain):
    best, bad = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return best, epoch + 1
        if errors[epoch] < errors[best]:
            best, bad = epoch, 0
        else:
            bad += 1
            if bad == patience:
                return best, epoch + 1
    return best, len(errors)


@wrong("early_stop", "stops one epoch late", says="one epoch too long")
def _(errors, patience, min_gain):
    best, bad = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return best, epoch + 1
        if errors[epoch] < errors[best] - min_gain:
            best, bad = epoch, 0
        else:
            bad += 1
            if bad > patience:
                return best, epoch + 1
    return best, len(errors)


@wrong("early_stop", "the count is never reset", says="never set back")
def _(errors, patience, min_gain):
    best, bad = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return best, epoch + 1
        if errors[epoch] < errors[best] - min_gain:
            best = epoch
        else:
            bad += 1
            if bad == patience:
                return best, epoch + 1
    return best, len(errors)


@wrong("early_stop", "compares with the last epoch", says="the one before it")
def _(errors, patience, min_gain):
    best, bad = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return best, epoch + 1
        if errors[epoch] < errors[epoch - 1] - min_gain:
            best, bad = epoch, 0
        else:
            bad += 1
            if bad == patience:
                return best, epoch + 1
    return best, len(errors)


@wrong("early_stop", "NaN is waited out", says="a NaN ends")
def _(errors, patience, min_gain):
    best, bad = 0, 0
    for epoch in range(1, len(errors)):
        if errors[epoch] < errors[best] - min_gain:
            best, bad = epoch, 0
        else:
            bad += 1
            if bad == patience:
                return best, epoch + 1
    return best, len(errors)


@wrong("early_stop", "argmin of the whole list", says="whole list")
def _(errors, patience, min_gain):
    return int(np.nanargmin(errors)), len(errors)


@wrong("early_stop", "returns where it stopped", says="at which it stopped")
def _(errors, patience, min_gain):
    best, bad = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return epoch, epoch + 1
        if errors[epoch] < errors[best] - min_gain:
            best, bad = epoch, 0
        else:
            bad += 1
            if bad == patience:
                return epoch, epoch + 1
    return len(errors) - 1, len(errors)


@wrong("early_stop", "last epoch instead of the number", says="one more")
def _(errors, patience, min_gain):
    best, bad = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return best, epoch
        if errors[epoch] < errors[best] - min_gain:
            best, bad = epoch, 0
        else:
            bad += 1
            if bad == patience:
                return best, epoch
    return best, len(errors) - 1


@wrong("early_stop", "waits for a higher number", says="the lower, the better")
def _(errors, patience, min_gain):
    best, bad = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return best, epoch + 1
        if errors[epoch] > errors[best] + min_gain:
            best, bad = epoch, 0
        else:
            bad += 1
            if bad == patience:
                return best, epoch + 1
    return best, len(errors)


@wrong("early_stop", "returns the error", says="Return the epoch")
def _(errors, patience, min_gain):
    best, bad = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return errors[best], epoch + 1
        if errors[epoch] < errors[best] - min_gain:
            best, bad = epoch, 0
        else:
            bad += 1
            if bad == patience:
                return errors[best], epoch + 1
    return errors[best], len(errors)


@wrong("early_stop", "returns in the first round", says="`return`")
def _(errors, patience, min_gain):
    best, bad = 0, 0
    for epoch in range(1, len(errors)):
        if errors[epoch] < errors[best] - min_gain:
            best, bad = epoch, 0
        else:
            bad += 1
        return best, epoch + 1


# ==== a second student ====

# ---- remedies ----

right("remedies", "B D A C")
right("remedies", "BDAC")
right("remedies", ["B", "D", "A", "C"])
right("remedies", "b, d, a, c")
right("remedies", pd.Series(["B", "D", "A", "C"], index=[1, 2, 3, 4]))
right("remedies", "1B 2D 3A 4C")

wrong("remedies", "A D B C", "bias and variance swapped", says="project 1 misses")
wrong(
    "remedies",
    "B A D C",
    "a gap taken for harm, good enough overlooked",
    says="project 2",
)
wrong(
    "remedies",
    "B D C A",
    "the gap of 3 taken for a leak, 4 for overfitting",
    says="project 4",
)
wrong("remedies", "C D A B", "1 and 4 swapped", says="project 4")
wrong("remedies", "D B A C", "1 and 2 swapped", says="look at project 2")
wrong(
    "remedies", "B C A D", "error 0 looks like a leak, 4 left alone", says="project 4"
)
wrong(
    "remedies",
    "C B D A",
    "read by letter: which project gets A, B, C, D",
    says="look at project 2",
)
wrong("remedies", "B D A A", "a letter twice", says="project 4")
wrong("remedies", "B D A", "three letters", says="four letters")
wrong("remedies", "more rows", "words", says="four letters")

# ---- stopping_loop ----

right("stopping_loop", "A E B D C F")
right("stopping_loop", "AEBDCF")
right("stopping_loop", "A, E, B, D, C, F")
right("stopping_loop", list("AEBDCF"))
right("stopping_loop", "a e b d c f")
right("stopping_loop", "A\nE\nB\nD\nC\nF")
right("stopping_loop", "A -> E -> B -> D -> C -> F")

wrong(
    "stopping_loop",
    "A E G D C F",
    "the judging rows choose the epoch",
    says="line G asks",
)
wrong("stopping_loop", "A H B D C F", "trains on the stopping rows", says="line H")
wrong("stopping_loop", "A E B D F C", "judges before going back", says="line F judges")
wrong("stopping_loop", "A B E D C F", "scores before it trains", says="line E changes")
wrong(
    "stopping_loop", "A E D B C F", "keeps before it has scored", says="line D compares"
)
wrong("stopping_loop", "E A B D C F", "trains before the loop", says="inside the loop")
wrong(
    "stopping_loop",
    "A E B C D F",
    "goes back before it has kept",
    says="line C goes back",
)
wrong("stopping_loop", "A E B D F", "never goes back", says="a letter is missing")
wrong("stopping_loop", "A E B D C G F", "judges twice", says="line G asks")
wrong("stopping_loop", "A H G D C F", "both wrong lines", says="line G asks")
wrong("stopping_loop", "A E B D C G", "G where F belongs", says="line G asks")

# ---- stopped_errors ----


@right("stopped_errors")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=1)
    return np.array([judge_errors[run, epoch] for run, epoch in enumerate(best)])


@right("stopped_errors")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=1)
    return judge_errors[np.arange(len(best)), best]


@right("stopped_errors")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=1, keepdims=True)
    return np.take_along_axis(judge_errors, best, axis=1)[:, 0]


@right("stopped_errors")
def _(stop_errors, judge_errors):
    result = []
    for stops, judges in zip(stop_errors, judge_errors):
        best = 0
        for epoch in range(len(stops)):
            if stops[epoch] < stops[best]:
                best = epoch
        result.append(judges[best])
    return result


@right("stopped_errors")
def _(stop_errors, judge_errors):
    best = pd.DataFrame(stop_errors).idxmin(axis=1)
    return pd.Series([judge_errors[run][epoch] for run, epoch in best.items()])


@right("stopped_errors")
def _(stop_errors, judge_errors):
    best = torch.tensor(stop_errors).argmin(dim=1)
    return torch.tensor(judge_errors)[torch.arange(len(best)), best]


@right("stopped_errors")
def _(stop_errors, judge_errors):
    return [min(zip(s, range(len(s)), j))[2] for s, j in zip(stop_errors, judge_errors)]


@right("stopped_errors")
def _(stop_errors, judge_errors):
    return [j[list(s).index(min(s))] for s, j in zip(stop_errors, judge_errors)]


@right("stopped_errors")
def _(stop_errors, judge_errors):
    stop_errors = np.asarray(stop_errors)
    return np.diag(np.asarray(judge_errors)[:, stop_errors.argmin(axis=1)])


@wrong(
    "stopped_errors", "the same bug in other words", says="judging rows still choose"
)
def _(stop_errors, judge_errors):
    return judge_errors.min(axis=1)


@wrong("stopped_errors", "gives the stopping errors", says="rows that chose the epoch")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=1)
    return np.array([stop_errors[run, epoch] for run, epoch in enumerate(best)])


@wrong(
    "stopped_errors",
    "swapped: judged on stopping rows at the best judging epoch",
    says="changed places",
)
def _(stop_errors, judge_errors):
    best = np.argmin(judge_errors, axis=1)
    return np.array([stop_errors[run, epoch] for run, epoch in enumerate(best)])


@wrong(
    "stopped_errors",
    "the best run of each epoch",
    says="`axis=0` looks for the best run",
)
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=0)
    return np.array([judge_errors[run, epoch] for epoch, run in enumerate(best)])


@wrong("stopped_errors", "axis 0 only", says="as many numbers as epochs")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=0)
    return np.array([judge_errors[run, epoch] for run, epoch in enumerate(best)])


@wrong("stopped_errors", "one epoch for all runs", says="every run gets the same")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors.mean(axis=0))
    return judge_errors[:, best]


@wrong("stopped_errors", "the flat argmin, one epoch for all", says="without an axis")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors) % stop_errors.shape[1]
    return judge_errors[:, best]


@wrong("stopped_errors", "the last of equal ones", says="the earlier epoch")
def _(stop_errors, judge_errors):
    best = []
    for stops in stop_errors:
        lowest = 0
        for epoch, error in enumerate(stops):
            if error <= stops[lowest]:
                lowest = epoch
        best.append(lowest)
    return np.array([judge_errors[run, epoch] for run, epoch in enumerate(best)])


@wrong("stopped_errors", "of equal ones the best judged", says="that judges best")
def _(stop_errors, judge_errors):
    return [min(zip(s, j))[1] for s, j in zip(stop_errors, judge_errors)]


@wrong("stopped_errors", "the mean of the runs", says="mean over the runs")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=1)
    return np.mean([judge_errors[run, epoch] for run, epoch in enumerate(best)])


@wrong("stopped_errors", "a row for each run", says="shape (2, 2)")
def _(stop_errors, judge_errors):
    return judge_errors[:, np.argmin(stop_errors, axis=1)]


@wrong("stopped_errors", "the epochs, not the errors", says="these are the epochs")
def _(stop_errors, judge_errors):
    return np.argmin(stop_errors, axis=1)


@wrong("stopped_errors", "the last epoch", says="last epoch of each run")
def _(stop_errors, judge_errors):
    return judge_errors[:, -1]


@wrong(
    "stopped_errors", "stops at the first rise", says="first epoch that is no better"
)
def _(stop_errors, judge_errors):
    result = []
    for stops, judges in zip(stop_errors, judge_errors):
        best = 0
        while best + 1 < len(stops) and stops[best + 1] < stops[best]:
            best += 1
        result.append(judges[best])
    return np.array(result)


@wrong("stopped_errors", "the highest stopping error", says="the lower, the better")
def _(stop_errors, judge_errors):
    best = np.argmax(stop_errors, axis=1)
    return np.array([judge_errors[run, epoch] for run, epoch in enumerate(best)])


@wrong("stopped_errors", "returns in the loop", says="`return`")
def _(stop_errors, judge_errors):
    for stops, judges in zip(stop_errors, judge_errors):
        return judges[np.argmin(stops)]


@wrong("stopped_errors", "an epoch too late", says=None)
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors[:, 1:], axis=1) + 1
    return np.array([judge_errors[run, epoch] for run, epoch in enumerate(best)])


@wrong("stopped_errors", "lowest mean of both errors", says="both errors choose")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors + judge_errors, axis=1)
    return np.array([judge_errors[run, epoch] for run, epoch in enumerate(best)])


@wrong("stopped_errors", "in percent", says="100 times")
def _(stop_errors, judge_errors):
    best = np.argmin(stop_errors, axis=1)
    return 100 * judge_errors[np.arange(len(best)), best]


@wrong(
    "stopped_errors", "the lesson's stop_epoch with patience 5", says="gives up after 5"
)
def _(stop_errors, judge_errors):
    def stop_epoch(errors, patience=5):
        best = 0
        for epoch, error in enumerate(errors):
            if error < errors[best]:
                best = epoch
            elif epoch - best == patience:
                break
        return best

    return np.array([j[stop_epoch(s)] for s, j in zip(stop_errors, judge_errors)])


# ---- decompose ----


@right("decompose")
def _(answers, truth, observed):
    answers = np.asarray(answers, dtype=float)
    truth = np.asarray(truth)
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = answers.var(axis=1).mean()
    noise = np.mean((np.asarray(observed) - truth[:, None]) ** 2)
    return bias2, variance, noise


@right("decompose")
def _(answers, truth, observed):
    n_points = len(answers)
    good = [
        k
        for k in range(len(answers[0]))
        if not any(math.isnan(answers[i][k]) for i in range(n_points))
    ]
    bias2 = variance = noise = 0
    for i in range(n_points):
        mean = sum(answers[i][k] for k in good) / len(good)
        bias2 += (mean - truth[i]) ** 2
        variance += sum((answers[i][k] - mean) ** 2 for k in good) / len(good)
        noise += sum((x - truth[i]) ** 2 for x in observed[i]) / len(observed[i])
    return bias2 / n_points, variance / n_points, noise / n_points


@right("decompose")
def _(answers, truth, observed):
    table = pd.DataFrame(answers).dropna(axis=1)
    truth = pd.Series(truth)
    bias2 = ((table.mean(axis=1) - truth) ** 2).mean()
    variance = table.var(axis=1, ddof=0).mean()
    noise = (pd.DataFrame(observed).sub(truth, axis=0) ** 2).mean(axis=1).mean()
    return [bias2, variance, noise]


@right("decompose")
def _(answers, truth, observed):
    answers = torch.as_tensor(np.array(answers, dtype=float))
    truth = torch.as_tensor(np.array(truth, dtype=float))[:, None]
    observed = torch.as_tensor(np.array(observed, dtype=float))
    answers = answers[:, ~answers.isnan().any(dim=0)]
    mean = answers.mean(dim=1, keepdim=True)
    return (
        ((mean - truth) ** 2).mean(),
        ((answers - mean) ** 2).mean(),
        ((observed - truth) ** 2).mean(),
    )


@right("decompose")
def _(answers, truth, observed):
    sets = np.array(answers).T
    sets = sets[np.isfinite(sets).all(axis=1)]
    mean = sets.mean(axis=0)
    return np.array(
        [
            np.mean((mean - truth) ** 2),
            np.mean(sets.var(axis=0)),
            np.mean((np.array(observed).T - truth) ** 2),
        ]
    )


@right("decompose")
def _(answers, truth, observed):
    answers = np.array(answers, dtype=float)
    truth = np.array(truth, dtype=float).reshape(-1, 1)
    failed = np.isnan(answers.sum(axis=0))
    answers = np.delete(answers, np.flatnonzero(failed), axis=1)
    total = np.mean((answers - truth) ** 2)
    variance = np.mean(np.var(answers, axis=1))
    return total - variance, variance, np.mean((np.array(observed) - truth) ** 2)


@right("decompose")
def _(answers, truth, observed):
    kept = [c for c in zip(*answers) if not np.isnan(c).any()]
    rows = list(zip(*kept))
    bias2 = np.mean([(np.mean(r) - t) ** 2 for r, t in zip(rows, truth)])
    variance = np.mean([np.var(r) for r in rows])
    noise = np.mean([np.mean((np.array(o) - t) ** 2) for o, t in zip(observed, truth)])
    return float(bias2), float(variance), float(noise)


@wrong(
    "decompose",
    "nanmean and nanvar: the failed set still counts at other points",
    says="whole column",
)
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    bias2 = np.mean((np.nanmean(answers, axis=1) - truth) ** 2)
    variance = np.nanvar(answers, axis=1).mean()
    return bias2, variance, np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "forgot the NaN", says="a NaN has come through")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = answers.var(axis=1).mean()
    return bias2, variance, np.mean((observed - truth[:, None]) ** 2)


@wrong(
    "decompose",
    "leaves out the points, not the training sets",
    says="points are left out",
)
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    good = ~np.isnan(answers).any(axis=1)
    answers, truth, observed = answers[good], truth[good], observed[good]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = answers.var(axis=1).mean()
    return bias2, variance, np.mean((observed - truth[:, None]) ** 2)


@wrong(
    "decompose",
    "only columns that are all NaN are left out",
    says="a NaN has come through",
)
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).all(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = answers.var(axis=1).mean()
    return bias2, variance, np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "NaN replaced by 0", says="answered by 0")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = np.nan_to_num(answers.astype(float))
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = answers.var(axis=1).mean()
    return bias2, variance, np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "pandas' variance divides by n - 1", says="one less")
def _(answers, truth, observed):
    table = pd.DataFrame(answers).dropna(axis=1)
    truth = np.asarray(truth)
    bias2 = ((table.mean(axis=1) - truth) ** 2).mean()
    variance = table.var(axis=1).mean()
    return bias2, variance, np.mean((np.asarray(observed) - truth[:, None]) ** 2)


@wrong("decompose", "torch's variance divides by n - 1", says="one less")
def _(answers, truth, observed):
    answers = torch.tensor(np.array(answers, dtype=float))
    answers = answers[:, ~answers.isnan().any(dim=0)]
    truth = torch.tensor(np.array(truth, dtype=float))
    observed = torch.tensor(np.array(observed, dtype=float))
    bias2 = ((answers.mean(dim=1) - truth) ** 2).mean()
    variance = answers.var(dim=1).mean()
    return (
        bias2.item(),
        variance.item(),
        ((observed - truth[:, None]) ** 2).mean().item(),
    )


@wrong("decompose", "the square of the mean bias: signs cancel", says="must not cancel")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean(answers.mean(axis=1) - truth) ** 2
    variance = answers.var(axis=1).mean()
    return bias2, variance, np.mean((observed - truth[:, None]) ** 2)


@wrong(
    "decompose",
    "bias2 is the mean squared error: variance is in it",
    says="whole squared error",
)
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers - truth[:, None]) ** 2)
    variance = answers.var(axis=1).mean()
    return bias2, variance, np.mean((observed - truth[:, None]) ** 2)


@wrong(
    "decompose", "noise as the variance of the observed values", says="count from it"
)
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = answers.var(axis=1).mean()
    return bias2, variance, observed.var(axis=1).mean()


@wrong("decompose", "noise of the mean observed value", says="partly cancelled")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = answers.var(axis=1).mean()
    return bias2, variance, np.mean((observed.mean(axis=1) - truth) ** 2)


@wrong("decompose", "the variance of all answers together", says="over the whole table")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    return bias2, answers.var(), np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "bias not squared", says="a mean distance")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean(np.abs(answers.mean(axis=1) - truth))
    variance = answers.var(axis=1).mean()
    return bias2, variance, np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "standard deviation for variance", says="standard deviation")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = answers.std(axis=1).mean()
    return bias2, variance, np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "sums, not means, over the points", says="sums of squares")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.sum((answers.mean(axis=1) - truth) ** 2)
    variance = answers.var(axis=1).sum()
    return bias2, variance, np.sum((observed - truth[:, None]) ** 2)


@wrong("decompose", "the axes of the lesson", says="as in the lesson")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=0) - truth) ** 2)
    variance = answers.var(axis=0).mean()
    return bias2, variance, np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "wrong axis in the variance only", says="taken along the points")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = answers.var(axis=0).mean()
    return bias2, variance, np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "variance around the truth", says="own mean")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = np.mean((answers - truth[:, None]) ** 2)
    return bias2, variance, np.mean((observed - truth[:, None]) ** 2)


@wrong("decompose", "for each point, no mean", says="shape (3, 1)")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = (answers.mean(axis=1) - truth) ** 2
    return bias2, answers.var(axis=1), np.mean((observed - truth[:, None]) ** 2, axis=1)


@wrong("decompose", "noise first, as in the lesson's sum", says="in another order")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = answers.var(axis=1).mean()
    return np.mean((observed - truth[:, None]) ** 2), bias2, variance


@wrong("decompose", "the sum", says="sum of them")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    variance = answers.var(axis=1).mean()
    return bias2 + variance + np.mean((observed - truth[:, None]) ** 2)


@wrong(
    "decompose",
    "noise around the mean answer, not the truth",
    says="from the mean answer",
)
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    mean = answers.mean(axis=1, keepdims=True)
    bias2 = np.mean((mean[:, 0] - truth) ** 2)
    variance = answers.var(axis=1).mean()
    return bias2, variance, np.mean((observed - mean) ** 2)


@wrong("decompose", "noise as in the lesson, 1.2 squared", says="for every input")
def _(answers, truth, observed):
    answers, truth, observed = map(np.asarray, (answers, truth, observed))
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    return bias2, answers.var(axis=1).mean(), 1.2**2


@wrong("decompose", "a sum over the points in each", says="sums over the points")
def _(answers, truth, observed):
    parts = [0, 0, 0]
    good = ~np.isnan(answers).any(axis=0)
    for row, t, seen in zip(answers[:, good], truth, observed):
        parts[0] += (row.mean() - t) ** 2
        parts[1] += row.var()
        parts[2] += np.mean((seen - t) ** 2)
    return parts


@wrong("decompose", "drops the points in answers and truth only", says="where a NaN")
def _(answers, truth, observed):
    good = ~np.isnan(answers).any(axis=1)
    noise = np.mean((observed - truth[:, None]) ** 2)
    answers, truth = answers[good], truth[good]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    return bias2, answers.var(axis=1).mean(), noise


@wrong("decompose", "the root of the noise", says="the third number")
def _(answers, truth, observed):
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    noise = np.sqrt(np.mean((observed - truth[:, None]) ** 2))
    return bias2, answers.var(axis=1).mean(), noise


@wrong("decompose", "returns in the first round", says="`return`")
def _(answers, truth, observed):
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = variance = noise = 0
    for row, t, seen in zip(answers, truth, observed):
        bias2 += (row.mean() - t) ** 2 / len(truth)
        variance += row.var() / len(truth)
        noise += np.mean((seen - t) ** 2) / len(truth)
        return bias2, variance, noise


@wrong(
    "decompose",
    "truth as a row: NumPy pairs it with the columns",
    says="with the columns",
)
def _(answers, truth, observed):
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=1) - truth) ** 2)
    return bias2, answers.var(axis=1).mean(), np.mean((observed - truth) ** 2)


@wrong("decompose", "bias2 forgets the mean: a vector", says="array")
def _(answers, truth, observed):
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = (answers.mean(axis=1) - truth) ** 2
    noise = np.mean((observed - truth[:, None]) ** 2)
    return bias2, answers.var(axis=1).mean(), noise


# ---- early_stop ----


@right("early_stop")
def _(errors, patience, min_gain):
    best, waited = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return best, epoch + 1
        if errors[best] - errors[epoch] > min_gain:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            return best, epoch + 1
    return best, len(errors)


@right("early_stop")
def _(errors, patience, min_gain):
    kept = n_run = 0
    for epoch, error in enumerate(errors):
        n_run += 1
        if error != error:
            break
        if error < errors[kept] - min_gain:
            kept = epoch
        elif epoch - kept >= patience:
            break
    return [kept, n_run]


@right("early_stop")
def _(errors, patience, min_gain):
    best_error, kept, n_run = errors[0], 0, 1
    while n_run < len(errors) and n_run - 1 - kept < patience:
        error = errors[n_run]
        if np.isnan(error):
            return kept, n_run + 1
        if error + min_gain < best_error:
            best_error, kept = error, n_run
        n_run += 1
    return np.array([kept, n_run])


@right("early_stop")
def _(errors, patience, min_gain):
    errors = torch.tensor(errors)
    kept = torch.tensor(0)
    for epoch in range(len(errors)):
        if torch.isnan(errors[epoch]):
            break
        if errors[kept] - errors[epoch] > min_gain:
            kept = torch.tensor(epoch)
        if epoch - kept == patience:
            break
    return kept, epoch + 1


@right("early_stop")
def _(errors, patience, min_gain):
    def go(kept, epoch):
        if epoch == len(errors):
            return kept, epoch
        if pd.isna(errors[epoch]):
            return kept, epoch + 1
        if errors[kept] - errors[epoch] > min_gain:
            return go(epoch, epoch + 1)
        if epoch - kept == patience:
            return kept, epoch + 1
        return go(kept, epoch + 1)

    return go(0, 1)


@right("early_stop")
def _(errors, patience, min_gain):
    history = iter(enumerate(errors))
    kept, best = next(history)
    n_run, left = 1, patience
    for epoch, error in history:
        n_run = epoch + 1
        if not error <= float("inf"):
            break
        if best - error > min_gain:
            kept, best, left = epoch, error, patience
        else:
            left -= 1
            if not left:
                break
    return np.int64(kept), np.int64(n_run)


@wrong("early_stop", "reads the whole list: the lowest of all", says="never run")
def _(errors, patience, min_gain):
    kept = int(np.nanargmin(errors))
    return kept, kept + patience + 1


@wrong(
    "early_stop",
    "edge met: a gain of exactly min_gain counts",
    says="equal error is no better",
)
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[epoch] <= errors[kept] - min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "ignores min_gain", says="`min_gain` is not used")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[epoch] < errors[kept]:
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "min_gain as a share of the best", says="is not above `min_gain`")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[epoch] < errors[kept] * (1 - min_gain):
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "min_gain added: worse epochs count as better", says="wrong sign")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[epoch] < errors[kept] + min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch + 1
    return kept, len(errors)


@wrong(
    "early_stop",
    "compares with the epoch before, not with the best",
    says="the one before it",
)
def _(errors, patience, min_gain):
    kept = waited = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[epoch - 1] - errors[epoch] > min_gain:
            kept, waited = epoch, 0
        else:
            waited += 1
            if waited == patience:
                return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "the count is never reset", says="never set back")
def _(errors, patience, min_gain):
    kept = waited = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        else:
            waited += 1
            if waited == patience:
                return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "one epoch too patient", says="one epoch too long")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        elif epoch - kept > patience:
            return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "one epoch too impatient", says="one epoch too early")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        elif epoch - kept >= patience - 1:
            return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "the index of the last epoch, not how many", says="counted from 0")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch
    return kept, len(errors) - 1


@wrong(
    "early_stop", "right at the end of the list, one short at a stop", says="has run"
)
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch
    return kept, len(errors)


@wrong("early_stop", "NaN counts as an epoch that is not better", says="a NaN ends")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "NaN epochs are skipped", says="a NaN ends")
def _(errors, patience, min_gain):
    kept = waited = 0
    for epoch, error in enumerate(errors):
        if math.isnan(error) or epoch == 0:
            continue
        if errors[kept] - error > min_gain:
            kept, waited = epoch, 0
        else:
            waited += 1
            if waited == patience:
                return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "the epoch with NaN does not count", says="has run as well")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch + 1
    return kept, len(errors)


@wrong(
    "early_stop",
    "NaN is kept: not error >= best is true of NaN",
    says="NaN is never one to keep",
)
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if not errors[epoch] >= errors[kept] - min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch + 1
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "gives back the error, not the epoch", says="Return the epoch")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return errors[kept], epoch + 1
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return errors[kept], epoch + 1
    return errors[kept], len(errors)


@wrong("early_stop", "the epoch to keep counted from 1", says="from 0")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept + 1, epoch + 1
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return kept + 1, epoch + 1
    return kept + 1, len(errors)


@wrong("early_stop", "swapped", says="changed places")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return epoch + 1, kept
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return epoch + 1, kept
    return len(errors), kept


@wrong(
    "early_stop",
    "nothing given back at the end of the list",
    says="Is a `return` missing",
)
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch + 1


@wrong(
    "early_stop",
    "keeps the lowest error, though it gained too little",
    says="`min_gain`",
)
def _(errors, patience, min_gain):
    best = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return int(np.nanargmin(errors[: epoch + 1])), epoch + 1
        if errors[best] - errors[epoch] > min_gain:
            best = epoch
        elif epoch - best == patience:
            return int(np.argmin(errors[: epoch + 1])), epoch + 1
    return int(np.argmin(errors)), len(errors)


@wrong(
    "early_stop",
    "small gains move the best error, not the epoch",
    says="must not move the mark",
)
def _(errors, patience, min_gain):
    kept, best, waited = 0, errors[0], 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if best - errors[epoch] > min_gain:
            kept, waited = epoch, 0
        else:
            waited += 1
        best = min(best, errors[epoch])
        if waited == patience:
            return kept, epoch + 1
    return kept, len(errors)


@wrong(
    "early_stop", "returns after the first epoch that is not better", says="never used"
)
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if not errors[kept] - errors[epoch] > min_gain:
            return kept, epoch + 1
        kept = epoch
    return kept, len(errors)


@wrong("early_stop", "keeps the epoch that ended it", says="at which it stopped")
def _(errors, patience, min_gain):
    best = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return epoch, epoch + 1
        if errors[best] - errors[epoch] > min_gain:
            best = epoch
        elif epoch - best == patience:
            return epoch, epoch + 1
    return len(errors) - 1, len(errors)


@wrong("early_stop", "starts patience anew at a tie", says="starts anew there")
def _(errors, patience, min_gain):
    kept = last = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[kept] - errors[epoch] > min_gain:
            kept = last = epoch
        elif errors[epoch] == errors[kept]:
            last = epoch
        elif epoch - last == patience:
            return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "only the stop by patience is one short", says="has run")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch
    return kept, len(errors)


@wrong("early_stop", "resets the count in every round", says="patience")
def _(errors, patience, min_gain):
    kept = 0
    for epoch in range(1, len(errors)):
        waited = 0
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        else:
            waited += 1
            if waited == patience:
                return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "min_gain with >=", says="equal error is no better")
def _(errors, patience, min_gain):
    best, kept, waited = errors[0], 0, 0
    for epoch, error in enumerate(errors[1:], start=1):
        if np.isnan(error):
            return kept, epoch + 1
        if best - error >= min_gain:
            best, kept, waited = error, epoch, 0
        else:
            waited += 1
        if waited == patience:
            return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "starts its count at epoch 1", says="counts from 0 again")
def _(errors, patience, min_gain):
    best, kept, waited = errors[0], 0, 0
    for epoch, error in enumerate(errors[1:]):
        if np.isnan(error):
            return kept, epoch + 1
        if best - error > min_gain:
            best, kept, waited = error, epoch, 0
        else:
            waited += 1
        if waited == patience:
            return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "swaps patience and min_gain")
def _(errors, min_gain, patience):
    kept = 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[kept] - errors[epoch] > min_gain:
            kept = epoch
        elif epoch - kept == patience:
            return kept, epoch + 1
    return kept, len(errors)


# ---- A third student


@wrong("decompose", "axes as in the lesson", says="yours reads it as in the lesson")
def _(answers, truth, observed):
    answers = answers[~np.isnan(answers).any(axis=1)]
    bias2 = np.mean((answers.mean(axis=0) - truth) ** 2)
    return bias2, np.mean(answers.var(axis=0)), np.mean((observed - truth) ** 2)


@wrong("decompose", "the mean along the points", says="is taken along the points")
def _(answers, truth, observed):
    answers = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((answers.mean(axis=0) - truth) ** 2)
    noise = np.mean((observed - truth[:, None]) ** 2)
    return bias2, np.mean(answers.var(axis=1)), noise


def third_stop(patience_of=lambda given: given, first=1):
    def answer(errors, patience, min_gain):
        kept, waited = 0, 0
        for epoch in range(first, len(errors)):
            if math.isnan(errors[epoch]):
                return kept, epoch + 1
            if errors[epoch] < errors[kept] - min_gain:
                kept, waited = epoch, 0
            else:
                waited += 1
            if waited >= patience_of(patience):
                return kept, epoch + 1
        return kept, len(errors)

    return answer


right("early_stop", third_stop())
wrong(
    "early_stop",
    third_stop(lambda given: max(given, 2)),
    "a patience of 2 at least",
    says="a patience of 1 is not kept",
)
wrong("early_stop", third_stop(first=0), "epoch 0 counts", says="epoch 0 counts as one")


@wrong("early_stop", "two epochs, whatever patience is", says="`patience` is never")
def _(errors, patience, min_gain):
    kept, waited = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[epoch] < errors[kept] - min_gain:
            kept, waited = epoch, 0
        else:
            waited += 1
        if waited == 2:
            return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "return in the loop", says="inside the loop")
def _(errors, patience, min_gain):
    kept, waited = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[epoch] < errors[kept] - min_gain:
            kept, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            return kept, epoch + 1
        return kept, len(errors)


@wrong(
    "early_stop", "the lowest is kept, waits for a gain", says="is not above `min_gain`"
)
def _(errors, patience, min_gain):
    kept, waited = 0, 0
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        waited = 0 if errors[epoch] < errors[kept] - min_gain else waited + 1
        if errors[epoch] < errors[kept]:
            kept = epoch
        if waited == patience:
            return kept, epoch + 1
    return kept, len(errors)


@wrong("early_stop", "the lowest is kept, with a mark", says="is not above `min_gain`")
def _(errors, patience, min_gain):
    kept, waited, mark = 0, 0, errors[0]
    for epoch in range(1, len(errors)):
        if math.isnan(errors[epoch]):
            return kept, epoch + 1
        if errors[epoch] < mark - min_gain:
            mark, waited = errors[epoch], 0
        else:
            waited += 1
        if errors[epoch] < errors[kept]:
            kept = epoch
        if waited == patience:
            return kept, epoch + 1
    return kept, len(errors)


# ---- A reader of the mended lesson


@wrong(
    "early_stop", "ends at once, with else", says="the first epoch that is no better"
)
def _(errors, patience, min_gain):
    best = 0
    for i, e in enumerate(errors):
        if i == 0:
            continue
        if errors[best] - e > min_gain:
            best = i
        else:
            return best, i + 1
    return best, len(errors)


@wrong("early_stop", "keeps the epoch before the NaN", says="the best epoch so far")
def _(errors, patience, min_gain):
    best = 0
    for i, e in enumerate(errors):
        if math.isnan(e):
            return i - 1, i + 1
        if errors[best] - e > min_gain:
            best = i
        elif i - best >= patience:
            return best, i + 1
    return best, len(errors)


@wrong("decompose", "noise as a mean distance", says="the noise is a mean distance")
def _(answers, truth, observed):
    a = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((a.mean(axis=1) - truth) ** 2)
    return bias2, a.var(axis=1).mean(), np.mean(np.abs(observed - truth[:, None]))


@wrong("decompose", "noise of one column", says="only the first observed value")
def _(answers, truth, observed):
    a = answers[:, ~np.isnan(answers).any(axis=0)]
    bias2 = np.mean((a.mean(axis=1) - truth) ** 2)
    return bias2, a.var(axis=1).mean(), np.mean((observed[:, 0] - truth) ** 2)
