"""Answers to lesson 1.2 by students who had seen the lesson only."""

import math
from functools import reduce
from itertools import pairwise

import numpy as np
import pandas as pd
import torch

from tests.exercises.answers import right, wrong

# ---- timing_loop ----

right("timing_loop", "H A D G F B C")
right("timing_loop", "A H D G F B C")
right("timing_loop", "hadgfbc")
right("timing_loop", ["A", "H", "D", "G", "F", "B", "C"])
right("timing_loop", "H, A, D, G, F, B, C")

wrong("timing_loop", "H A D I F B C", "wall clock", says="reads the wall clock")
wrong("timing_loop", "H A D G F B E", "the mean", says="line E takes the mean")
wrong("timing_loop", "H A G D F B C", "clock before the loop", says="the times add up")
wrong("timing_loop", "A D H G F B C", "warm-up in the loop", says="line H warms up")
wrong("timing_loop", "H D A G F B C", "list in the loop", says="empties the list")
wrong("timing_loop", "H A D F G B C", "job before clock", says="line F does the job")
wrong("timing_loop", "A D G F B C", "no warm-up", says="a letter is missing")
wrong("timing_loop", "H A D G B F C", "clock before job", says="before line F has done")

right("timing_loop", "AHDGFBC")
right("timing_loop", list("HADGFBC"))
right("timing_loop", "H-A-D-G-F-B-C")
wrong("timing_loop", "A D G F B C H", "warm up at the end", says="line H warms up")
wrong(
    "timing_loop",
    "H A D G F C B",
    "least asked before the time is kept",
    says="before line B has kept",
)
wrong(
    "timing_loop",
    "A D G H B C",
    "the warm-up call takes the place of the job",
    says="line H warms up",
)
wrong(
    "timing_loop", "H A D I F B E", "wall clock and mean", says="reads the wall clock"
)
wrong(
    "timing_loop", "G H A D F B C", "clock before everything", says="the times add up"
)
wrong("timing_loop", "H A D G I F B C", "both clocks", says="reads the wall clock")
wrong("timing_loop", "H A D G F B C E", "least and mean", says="line E takes the mean")
wrong("timing_loop", "C A D G F B H", "result first", says="line H warms up")
wrong(
    "timing_loop",
    "A B C D E F G",
    "the sample of the text",
    says="line E takes the mean",
)
wrong(
    "timing_loop",
    "H A D G F F B C",
    "job twice in the loop",
    says="a letter stands twice",
)
right("timing_loop", "H A D\n    G\n    F\n    B\nC")


# ---- slow_step ----


@right("slow_step")
def slow_step(seconds, n_runs, speedups):
    cost = seconds * n_runs
    saved = cost * (1 - 1 / speedups)
    return saved.argmax(), cost.sum() - saved.max()


@right("slow_step")
def slow_step(seconds, n_runs, speedups):
    totals = []
    for k in range(len(seconds)):
        faster = seconds.copy()
        faster[k] = faster[k] / speedups[k]
        totals.append((faster * n_runs).sum())
    rounded = np.round(totals, 9)
    return int(np.argmin(rounded)), min(totals)


@right("slow_step")
def slow_step(seconds, n_runs, speedups):
    t = pd.DataFrame({"s": seconds, "n": n_runs, "u": speedups})
    t["saved"] = t.s * t.n - t.s * t.n / t.u
    best = t["saved"].idxmax()
    return [best, (t.s * t.n).sum() - t["saved"][best]]


@right("slow_step")
def slow_step(seconds, n_runs, speedups):
    s, n, u = (torch.tensor(np.asarray(a, float)) for a in (seconds, n_runs, speedups))
    saved = s * n - s * n / u
    k = int(saved.argmax())
    return k, (s * n).sum() - saved[k]


@right("slow_step")
def slow_step(seconds, n_runs, speedups):
    best, most, total = 0, -1, 0
    for k in range(len(seconds)):
        cost = seconds[k] * n_runs[k]
        total += cost
        saved = cost - cost / speedups[k]
        if saved > most:
            best, most = k, saved
    return np.array([best, total - most])


@wrong("slow_step", "the longest run", says="the longest single run")
def slow_step(seconds, n_runs, speedups):
    k = int(np.argmax(seconds))
    cost = seconds * n_runs
    return k, cost.sum() - cost[k] * (1 - 1 / speedups[k])


@wrong("slow_step", "the most seconds in all", says="the most seconds in all")
def slow_step(seconds, n_runs, speedups):
    cost = seconds * n_runs
    k = int(np.argmax(cost))
    return k, cost.sum() - cost[k] + cost[k] / speedups[k]


@wrong("slow_step", "the largest speed-up", says="the largest speed-up")
def slow_step(seconds, n_runs, speedups):
    cost = seconds * n_runs
    k = int(np.argmax(speedups))
    return k, cost.sum() - cost[k] + cost[k] / speedups[k]


@wrong("slow_step", "returns what is saved", says="the second number is what is saved")
def slow_step(seconds, n_runs, speedups):
    saved = seconds * n_runs * (1 - 1 / speedups)
    return saved.argmax(), saved.max()


@wrong("slow_step", "all steps made faster", says="only one step is made faster")
def slow_step(seconds, n_runs, speedups):
    saved = seconds * n_runs * (1 - 1 / speedups)
    return saved.argmax(), (seconds * n_runs / speedups).sum()


@wrong("slow_step", "counts from 1", says="counted from 0")
def slow_step(seconds, n_runs, speedups):
    cost = seconds * n_runs
    saved = cost - cost / speedups
    return saved.argmax() + 1, cost.sum() - saved.max()


@wrong("slow_step", "forgot the runs", says="the numbers of runs are missing")
def slow_step(seconds, n_runs, speedups):
    saved = seconds - seconds / speedups
    return saved.argmax(), seconds.sum() - saved.max()


@wrong("slow_step", "the step only", says="where are the project's seconds")
def slow_step(seconds, n_runs, speedups):
    return (seconds * n_runs * (1 - 1 / speedups)).argmax()


@right("slow_step")
def _(seconds, n_runs, speedups):
    totals = []
    for k in range(len(seconds)):
        faster = np.array(seconds, dtype=float)
        faster[k] = faster[k] / speedups[k]
        totals.append(float(np.dot(faster, n_runs)))
    least = min(totals)
    return [totals.index(least), least]


@right("slow_step")
def _(seconds, n_runs, speedups):
    rows = [
        (s * n - s * n / f, -i)
        for i, (s, n, f) in enumerate(zip(seconds, n_runs, speedups))
    ]
    saved, minus = max(rows)
    return -minus, sum(s * n for s, n in zip(seconds, n_runs)) - saved


@wrong(
    "slow_step",
    "runs forgotten for the saving, not for the total",
    says="where the step is chosen",
)
def _(seconds, n_runs, speedups):
    saved = np.asarray(seconds) * (1 - 1 / np.asarray(speedups))
    step = int(np.argmax(saved))
    total = np.dot(seconds, n_runs)
    return step, total - saved[step] * n_runs[step]


@wrong(
    "slow_step",
    "saving of one run taken from the total",
    says="what a single run saves",
)
def _(seconds, n_runs, speedups):
    spent = np.asarray(seconds) * n_runs
    saved = spent * (1 - 1 / np.asarray(speedups))
    step = int(np.argmax(saved))
    return step, spent.sum() - saved[step] / n_runs[step]


@wrong(
    "slow_step",
    "the saving is the time after, not the difference",
    says="what is left of the step",
)
def _(seconds, n_runs, speedups):
    after = np.asarray(seconds) * n_runs / np.asarray(speedups)
    step = int(np.argmax(after))
    return step, sum(np.asarray(seconds) * n_runs) - after[step]


@wrong("slow_step", "returns the old total", says="the total is that of before")
def _(seconds, n_runs, speedups):
    spent = np.asarray(seconds) * n_runs
    saved = spent * (1 - 1 / np.asarray(speedups))
    return int(np.argmax(saved)), spent.sum()


@wrong("slow_step", "the last of equal savings", says="the first step counts")
def _(seconds, n_runs, speedups):
    best, best_saving, total = 0, 0, 0
    for i, (s, n, f) in enumerate(zip(seconds, n_runs, speedups)):
        saving = s * n - s * n / f
        total += s * n
        if saving >= best_saving:
            best, best_saving = i, saving
    return best, total - best_saving


@wrong("slow_step", "return in the loop", says="`return` stands inside")
def _(seconds, n_runs, speedups):
    spent = [s * n for s, n in zip(seconds, n_runs)]
    best, best_saving = 0, 0
    for i in range(len(spent)):
        saving = spent[i] - spent[i] / speedups[i]
        if saving > best_saving:
            best, best_saving = i, saving
        return best, sum(spent) - best_saving


@wrong(
    "slow_step",
    "the best is reset in the loop: always the last step",
    says="another step saves more",
)
def _(seconds, n_runs, speedups):
    total = 0
    for i in range(len(seconds)):
        best_saving = 0
        total += seconds[i] * n_runs[i]
        saving = seconds[i] * n_runs[i] * (1 - 1 / speedups[i])
        if saving > best_saving:
            best, best_saving = i, saving
    return best, total - best_saving


@wrong("slow_step", "order of results swapped", says="have changed places")
def _(seconds, n_runs, speedups):
    spent = np.asarray(seconds) * n_runs
    saved = spent * (1 - 1 / np.asarray(speedups))
    return spent.sum() - saved.max(), int(np.argmax(saved))


@wrong("slow_step", "least saving", says="saves least")
def _(seconds, n_runs, speedups):
    spent = np.asarray(seconds) * n_runs
    saved = spent * (1 - 1 / np.asarray(speedups))
    step = int(np.argmin(saved))
    return step, spent.sum() - saved[step]


@wrong(
    "slow_step",
    "speed-up subtracted as a share: 1 - 1/f written 1/f",
    says="a speed-up of 5 leaves",
)
def _(seconds, n_runs, speedups):
    spent = np.asarray(seconds) * n_runs
    saved = spent * (np.asarray(speedups) - 1)
    step = int(np.argmax(saved))
    return step, spent.sum() - saved[step]


@wrong(
    "slow_step", "ratio: share that is saved, not seconds", says="the largest speed-up"
)
def _(seconds, n_runs, speedups):
    spent = np.asarray(seconds) * n_runs
    saved = 1 - 1 / np.asarray(speedups)
    step = int(np.argmax(saved))
    return step, spent.sum() - spent[step] * saved[step]


@wrong("slow_step", "whole-number division", says=None)
def _(seconds, n_runs, speedups):
    spent = np.asarray(seconds) * n_runs
    saved = spent - spent // np.asarray(speedups)
    step = int(np.argmax(saved))
    return step, float(spent.sum() - saved[step])


@wrong(
    "slow_step",
    "total only of the steps up to the best one",
    says="leaves out the steps after",
)
def _(seconds, n_runs, speedups):
    best, best_saving, total, answer = 0, -1, 0, 0
    for i, (s, n, f) in enumerate(zip(seconds, n_runs, speedups)):
        total += s * n
        saving = s * n * (1 - 1 / f)
        if saving > best_saving:
            best, best_saving, answer = i, saving, total - saving
    return best, answer


@wrong(
    "slow_step",
    "the array is changed in place: all earlier steps stay faster",
    says="made faster stay so",
)
def _(seconds, n_runs, speedups):
    faster = np.array(seconds, dtype=float)
    totals = []
    for k in range(len(faster)):
        faster[k] /= speedups[k]
        totals.append(faster @ n_runs)
    step = int(np.argmin(totals))
    return step, totals[step]


@wrong(
    "slow_step",
    "the name of the best saving, not its index",
    says="Return the step's index",
)
def _(seconds, n_runs, speedups):
    saved = [s * n * (1 - 1 / f) for s, n, f in zip(seconds, n_runs, speedups)]
    return max(saved), np.dot(seconds, n_runs) - max(saved)


@wrong("slow_step", "the whole step is taken away", says="the whole step is taken away")
def _(seconds, n_runs, speedups):
    spent = np.asarray(seconds) * n_runs
    saved = spent - spent / speedups
    k = int(saved.argmax())
    return k, spent.sum() - spent[k]


@wrong("slow_step", "the seconds of the chosen step only", says="of that step alone")
def _(seconds, n_runs, speedups):
    spent = np.asarray(seconds) * n_runs
    k = int((spent - spent / speedups).argmax())
    return k, spent[k] / speedups[k]


# ---- gpt_days ----

right("gpt_days", 6 * 124e6 * 300e9 / (8 * 0.4 * 312e12) / 86400)
right("gpt_days", 2.5875)
right("gpt_days", 2.6)
right("gpt_days", np.float64(2.59))
right("gpt_days", torch.tensor(2.5875))
right("gpt_days", np.array(2.588))

wrong("gpt_days", 223557.7, "in seconds", says="these are seconds")
wrong("gpt_days", 62.1, "in hours", says="these are hours")
wrong("gpt_days", 20.7, "one GPU", says="with a single GPU")
wrong("gpt_days", 1.035, "100 % of the data sheet", says="all that the data sheet")
wrong("gpt_days", 0.8625, "2ND", says="forward only")
wrong("gpt_days", 0.4313, "ND", says="the 6 is missing")
wrong("gpt_days", 0.0025875, "a billion is 10⁶", says="factor of a thousand")
wrong("gpt_days", 0.414, "40 % on the wrong side", says="wrong side")
wrong("gpt_days", 8.28, "one GPU at 100 %", says="one GPU at its data sheet's")

right("gpt_days", 6 * 124 * 300 / (8 * 312 * 0.4) * 1e3 / 3600 / 24)
right("gpt_days", np.float64(6 * 124e6 * 3e11) / np.prod([8, 312e12, 0.4, 24, 60, 60]))
right("gpt_days", torch.tensor(6 * 124e6 * 300e9 / (8 * 312e12 * 0.4 * 86400)))
right("gpt_days", 0.0694444 * 124 * 300 / (8 * 312 * 0.4))
right(
    "gpt_days",
    pd.Timedelta(seconds=6 * 124e6 * 300e9 / (8 * 312e12 * 0.4)) / pd.Timedelta(days=1),
)
wrong(
    "gpt_days",
    4 * 124e6 * 300e9 / (8 * 312e12 * 0.4) / 86400,
    "backward only",
    says="4ND",
)
wrong(
    "gpt_days",
    6 * 124e6 * 300e9 / (8 * 312e12 * 0.4) / 60,
    "minutes",
    says="these are minutes",
)
wrong(
    "gpt_days",
    6 * 124e6 * 300e9 / (8 * 312e12 * 40) / 86400,
    "40 for 40 %",
    says="40 % is 0.4",
)
wrong(
    "gpt_days",
    6 * 124e6 * 300e9 / (8 * 312e12 * 0.6) / 86400,
    "40 % lost",
    says="60 % attained",
)
wrong(
    "gpt_days",
    6 * 124e6 * 300e9 / (312e12 * 0.4) * 8 / 86400,
    "times 8 in place of by 8",
    says="divide by 8, not multiply",
)
wrong(
    "gpt_days",
    6 * 124e6 * 300e12 / (8 * 312e12 * 0.4) / 86400,
    "a long-scale billion: 10^12",
    says="a billion 10⁹",
)
wrong(
    "gpt_days",
    6 * 124e9 * 300e9 / (8 * 312e12 * 0.4) / 86400,
    "a million taken as a billion",
    says="a million is 10⁶",
)
wrong(
    "gpt_days",
    0.0694 * 124 * 300,
    "scaled the example, machine forgotten",
    says="scale the example",
)
wrong("gpt_days", 6 * 124e6 * 300e9, "FLOPs only", says="these are FLOPs")
wrong(
    "gpt_days",
    6 * 124e6 * 300e9 / 8 * 312e12 * 0.4 / 86400,
    "missing parentheses",
    says="needs parentheses",
)
wrong("gpt_days", 3, "rounded up to whole days", says="rounded too much")
wrong("gpt_days", "2.59 days", "a text with the unit", says="got a text")
wrong("gpt_days", 0.0694, "the example's answer", says="the small example")
wrong(
    "gpt_days",
    6 * 124e6 * 300e9 / (8 * 312e12 * 0.4) / (24 * 60),
    "1,440 for a day",
    says="86,400",
)
wrong(
    "gpt_days",
    6 * 124e6 * 300e9 / (312e12 * 0.4) / 3600 / 24 / 8 / 8,
    "divided by eight twice",
    says=None,
)
wrong(
    "gpt_days",
    6 * 124e6 / (8 * 312e12 * 0.4) / 86400,
    "tokens forgotten",
    says="the tokens are missing",
)
wrong(
    "gpt_days",
    6 * 300e9 / (8 * 312e12 * 0.4) / 86400,
    "weights forgotten",
    says="the weights are missing",
)
right("gpt_days", 2 + 0.587)
wrong(
    "gpt_days",
    6 * 124e6 * 300e9 / (8 * 312e12 * 0.4) / 24 * 3600,
    "days: / 24 * 3600",
    says="needs parentheses",
)


# ---- tuning_seconds ----


@right("tuning_seconds")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    each = fit_seconds * share**exponent
    return n_settings * n_folds * each + fit_seconds


@right("tuning_seconds")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = 1 - 1 / n_folds
    return fit_seconds * (1 + n_settings * n_folds * share**exponent)


@right("tuning_seconds")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    each = fit_seconds * pow((n_folds - 1) / n_folds, exponent)
    return sum([each] * (n_settings * n_folds), fit_seconds)


@right("tuning_seconds")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    each = np.full((n_settings, n_folds), fit_seconds)
    each = each * ((n_folds - 1) / n_folds) ** exponent
    return each.sum() + fit_seconds


@right("tuning_seconds")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    log_each = math.log(fit_seconds) + exponent * math.log(1 - 1 / n_folds)
    return torch.tensor(math.exp(log_each) * n_settings * n_folds + fit_seconds)


@wrong("tuning_seconds", "untouched in meaning", says="trains on a single fold")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    each = fit_seconds * (1 / n_folds) ** exponent
    return n_folds * n_settings * each + fit_seconds


@wrong("tuning_seconds", "all rows in each fit", says="each fit trains on all rows")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = 1
    each = fit_seconds * share**exponent
    return n_settings * n_folds * each + fit_seconds


@wrong("tuning_seconds", "no final fit", says="the final fit is missing")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return n_settings * n_folds * fit_seconds * share**exponent


@wrong("tuning_seconds", "one fit a setting", says="fitted once for each fold")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return n_settings * fit_seconds * share**exponent + fit_seconds


@wrong("tuning_seconds", "no exponent", says="the exponent is missing")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return n_settings * n_folds * fit_seconds * share + fit_seconds


@wrong("tuning_seconds", "final fit a setting", says="done once")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    each = fit_seconds * share**exponent
    return n_settings * (n_folds * each + fit_seconds)


@wrong("tuning_seconds", "power of everything", says="Only the share is")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    each = (fit_seconds * share) ** exponent
    return n_settings * n_folds * each + fit_seconds


@right("tuning_seconds")
def _(fit_seconds, exponent, n_settings, n_folds):
    total = 0
    for _ in range(n_settings):
        for _ in range(n_folds):
            total += fit_seconds * ((n_folds - 1) / n_folds) ** exponent
    total += fit_seconds
    return total


@right("tuning_seconds")
def _(fit_seconds, exponent, n_settings, n_folds):
    each = np.full((n_settings, n_folds), (n_folds - 1) / n_folds) ** exponent
    return np.append(each.ravel(), 1).sum() * fit_seconds


@right("tuning_seconds")
def _(fit_seconds, exponent, n_settings, n_folds):
    share = 0
    for fold in range(1, n_folds):
        share += 1 / n_folds
    return torch.tensor(
        n_settings * n_folds * fit_seconds * share**exponent + fit_seconds
    )


@wrong("tuning_seconds", "settings forgotten", says="`n_settings` is never used")
def _(fit_seconds, exponent, n_settings, n_folds):
    share = 1 - 1 / n_folds
    return n_folds * fit_seconds * share**exponent + fit_seconds


@wrong("tuning_seconds", "share of the example: 0.8", says="0.8 holds for five")
def _(fit_seconds, exponent, n_settings, n_folds):
    return n_settings * n_folds * fit_seconds * 0.8**exponent + fit_seconds


@wrong(
    "tuning_seconds",
    "the exponent of the example: squared",
    says="`exponent` is never used",
)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = 1 - 1 / n_folds
    return n_settings * n_folds * fit_seconds * share**2 + fit_seconds


@wrong("tuning_seconds", "share times exponent", says="multiplied by the exponent")
def _(fit_seconds, exponent, n_settings, n_folds):
    share = 1 - 1 / n_folds
    return n_settings * n_folds * fit_seconds * share * exponent + fit_seconds


@wrong(
    "tuning_seconds", "n_folds - 1 fits for each setting", says="as many fits as folds"
)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = 1 - 1 / n_folds
    return n_settings * (n_folds - 1) * fit_seconds * share**exponent + fit_seconds


@wrong(
    "tuning_seconds",
    "1 minus the power, not the power of 1 minus",
    says="only 1 / n_folds is raised",
)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = 1 - (1 / n_folds) ** exponent
    return n_settings * n_folds * fit_seconds * share + fit_seconds


@wrong("tuning_seconds", "folds / (folds + 1)", says=None)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = n_folds / (n_folds + 1)
    return n_settings * n_folds * fit_seconds * share**exponent + fit_seconds


@wrong("tuning_seconds", "folds - 1 as share: not divided", says="is a number of folds")
def _(fit_seconds, exponent, n_settings, n_folds):
    share = n_folds - 1
    return n_settings * n_folds * fit_seconds * share**exponent + fit_seconds


@wrong(
    "tuning_seconds",
    "final fit to four fifths of the rows",
    says="counted like the others",
)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = 1 - 1 / n_folds
    return (n_settings * n_folds + 1) * fit_seconds * share**exponent


@wrong("tuning_seconds", "settings plus folds", says="settings and folds are added")
def _(fit_seconds, exponent, n_settings, n_folds):
    share = 1 - 1 / n_folds
    return (n_settings + n_folds) * fit_seconds * share**exponent + fit_seconds


@wrong("tuning_seconds", "return in the loop", says="`return` stands inside")
def _(fit_seconds, exponent, n_settings, n_folds):
    total = fit_seconds
    for _ in range(n_settings * n_folds):
        total += fit_seconds * (1 - 1 / n_folds) ** exponent
        return total


@wrong("tuning_seconds", "scoring added: each fold scored costs its share", says=None)
def _(fit_seconds, exponent, n_settings, n_folds):
    share = 1 - 1 / n_folds
    each = fit_seconds * (share**exponent + (1 - share) ** exponent)
    return n_settings * n_folds * each + fit_seconds


@wrong("tuning_seconds", "wrong sign of the exponent", says="upside down")
def _(fit_seconds, exponent, n_settings, n_folds):
    share = n_folds / (n_folds - 1)
    return n_settings * n_folds * fit_seconds * share**exponent + fit_seconds


# ---- step_flops ----


@right("step_flops")
def step_flops(widths, batch_size):
    total = 0
    for k in range(1, len(widths)):
        times = 4 if k == 1 else 6
        total += times * batch_size * widths[k - 1] * widths[k]
    return total


@right("step_flops")
def step_flops(widths, batch_size):
    w = np.array(widths)
    weights = w[:-1] * w[1:]
    factors = np.full(len(weights), 6)
    factors[0] = 4
    return batch_size * (factors * weights).sum()


@right("step_flops")
def step_flops(widths, batch_size):
    layers = list(zip(widths, widths[1:]))
    forward = sum(2 * batch_size * n * m for n, m in layers)
    for_weights = sum(2 * batch_size * n * m for n, m in layers)
    for_inputs = sum(2 * batch_size * n * m for n, m in layers[1:])
    return forward + for_weights + for_inputs


@right("step_flops")
def step_flops(widths, batch_size):
    weights = torch.tensor([n * m for n, m in zip(widths[:-1], widths[1:])])
    return (6 * weights.sum() - 2 * weights[0]) * batch_size


@right("step_flops")
def step_flops(widths, batch_size):
    first, *rest = [a * b for a, b in zip(widths, widths[1:])]
    return float(4 * batch_size * first + 6 * batch_size * sum(rest))


@wrong("step_flops", "the first layer in full", says="counted in full")
def step_flops(widths, batch_size):
    return sum(6 * batch_size * n * m for n, m in zip(widths, widths[1:]))


@wrong("step_flops", "forward only", says="the way forward only")
def step_flops(widths, batch_size):
    return sum(2 * batch_size * n * m for n, m in zip(widths, widths[1:]))


@wrong("step_flops", "4 for every layer", says="missing in all layers")
def step_flops(widths, batch_size):
    return sum(4 * batch_size * n * m for n, m in zip(widths, widths[1:]))


@wrong("step_flops", "without the batch", says="the batch is missing")
def step_flops(widths, batch_size):
    first, *rest = [n * m for n, m in zip(widths, widths[1:])]
    return 4 * first + 6 * sum(rest)


@wrong("step_flops", "multiplications only", says="two operations")
def step_flops(widths, batch_size):
    first, *rest = [n * m for n, m in zip(widths, widths[1:])]
    return batch_size * (2 * first + 3 * sum(rest))


@wrong("step_flops", "the last layer spared", says="the last layer is spared")
def step_flops(widths, batch_size):
    *rest, last = [n * m for n, m in zip(widths, widths[1:])]
    return batch_size * (6 * sum(rest) + 4 * last)


@wrong("step_flops", "biases counted", says="biases are left out")
def step_flops(widths, batch_size):
    first, *rest = [(n + 1) * m for n, m in zip(widths, widths[1:])]
    return batch_size * (4 * first + 6 * sum(rest))


@wrong("step_flops", "return inside the loop", says="`return`")
def step_flops(widths, batch_size):
    total = 0
    for k in range(len(widths) - 1):
        total += (4 if k == 0 else 6) * batch_size * widths[k] * widths[k + 1]
        return total


@right("step_flops")
def _(widths, batch_size):
    s = pd.Series(widths)
    weights = (s * s.shift(-1)).dropna()
    return batch_size * (6 * weights.sum() - 2 * weights.iloc[0])


@right("step_flops")
def _(widths, batch_size):
    from torch import nn
    from torch.utils.flop_counter import FlopCounterMode

    layers = [nn.Linear(int(n), int(m), bias=False) for n, m in pairwise(widths)]
    with FlopCounterMode(display=False) as counter:
        nn.Sequential(*layers)(
            torch.randn(int(batch_size), int(widths[0]))
        ).sum().backward()
    return counter.get_total_flops()


@right("step_flops")
def _(widths, batch_size):
    def rest(w):
        if len(w) < 2:
            return 0
        return 6 * batch_size * w[0] * w[1] + rest(w[1:])

    return 4 * batch_size * widths[0] * widths[1] + rest(widths[1:])


@wrong("step_flops", "backward only", says="the way back only")
def _(widths, batch_size):
    weights = [n * m for n, m in pairwise(widths)]
    return batch_size * (2 * weights[0] + 4 * sum(weights[1:]))


@wrong(
    "step_flops", "two layers only, as in the example", says="only the first two layers"
)
def _(widths, batch_size):
    return (
        4 * batch_size * widths[0] * widths[1] + 6 * batch_size * widths[1] * widths[2]
    )


@wrong("step_flops", "first and last layer only", says=None)
def _(widths, batch_size):
    return batch_size * (4 * widths[0] * widths[1] + 6 * widths[-2] * widths[-1])


@wrong("step_flops", "products of all widths: one chain", says=None)
def _(widths, batch_size):
    return 6 * batch_size * np.prod(widths) - 2 * batch_size * widths[0] * widths[1]


@wrong("step_flops", "widths squared: each layer square", says=None)
def _(widths, batch_size):
    return batch_size * (4 * widths[0] ** 2 + 6 * sum(w * w for w in widths[1:]))


@wrong("step_flops", "the last layer is left out", says="the last layer is left out")
def _(widths, batch_size):
    total = 0
    for k in range(len(widths) - 2):
        total += (4 if k == 0 else 6) * batch_size * widths[k] * widths[k + 1]
    return total


@wrong("step_flops", "the first layer is left out", says="the first layer is left out")
def _(widths, batch_size):
    return 6 * batch_size * sum(n * m for n, m in pairwise(widths[1:]))


@wrong("step_flops", "return in the loop", says="`return` stands inside")
def _(widths, batch_size):
    total = 0
    for k, (n, m) in enumerate(pairwise(widths)):
        total += (4 if k == 0 else 6) * batch_size * n * m
        return total


@wrong("step_flops", "total reset in the loop", says="`total = 0` stands inside")
def _(widths, batch_size):
    for k, (n, m) in enumerate(pairwise(widths)):
        total = 0
        total += (4 if k == 0 else 6) * batch_size * n * m
    return total


@wrong("step_flops", "sum of widths in place of products", says="not n + m")
def _(widths, batch_size):
    total = 0
    for k, (n, m) in enumerate(pairwise(widths)):
        total += (4 if k == 0 else 6) * batch_size * (n + m)
    return total


@wrong("step_flops", "batch counted twice", says="the batch counts once")
def _(widths, batch_size):
    weights = [n * m for n, m in pairwise(widths)]
    return batch_size**2 * (4 * weights[0] + 6 * sum(weights[1:]))


@wrong("step_flops", "first width taken as batch: inputs left out", says=None)
def _(widths, batch_size):
    sizes = [batch_size, *widths[1:]]
    return sum((4 if k == 0 else 6) * n * m for k, (n, m) in enumerate(pairwise(sizes)))


@wrong("step_flops", "pairs in steps of two", says="each second layer")
def _(widths, batch_size):
    total = 0
    for k in range(0, len(widths) - 1, 2):
        total += (4 if k == 0 else 6) * batch_size * widths[k] * widths[k + 1]
    return total


@wrong(
    "step_flops",
    "the factor follows a condition on the width: equal widths of input are 4",
    says="taken for the first",
)
def _(widths, batch_size):
    total = 0
    for n, m in pairwise(widths):
        total += (4 if n == widths[0] else 6) * batch_size * n * m
    return total


@wrong("step_flops", "a list of the layers, not the sum", says="the sum of them")
def _(widths, batch_size):
    return [
        (4 if k == 0 else 6) * batch_size * n * m
        for k, (n, m) in enumerate(pairwise(widths))
    ]


@wrong(
    "step_flops",
    "each layer costs 4 unless it is the last: 6",
    says="only the last layer is counted",
)
def _(widths, batch_size):
    weights = [n * m for n, m in pairwise(widths)]
    return batch_size * (4 * sum(weights[:-1]) + 6 * weights[-1])


@wrong("step_flops", "n - 1 additions for each result", says=None)
def _(widths, batch_size):
    total = 0
    for k, (n, m) in enumerate(pairwise(widths)):
        total += (2 if k == 0 else 3) * batch_size * (2 * n - 1) * m
    return total


# ---- choose_model ----


@right("choose_model")
def choose_model(models, n_rows, budget):
    best, name = (float("inf"), float("inf")), ""
    for m in models:
        t = m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]
        if t <= budget and (m["error"], t) < best:
            best, name = (m["error"], t), m["name"]
    return name


@right("choose_model")
def choose_model(models, n_rows, budget):
    timed = [
        (m["error"], m["seconds"] * (n_rows / m["rows"]) ** m["exponent"], m["name"])
        for m in models
    ]
    timed = sorted(t for t in timed if t[1] <= budget)
    if len(timed) == 0:
        return ""
    return timed[0][2]


@right("choose_model")
def choose_model(models, n_rows, budget):
    t = pd.DataFrame(models)
    t["time"] = t.seconds * (n_rows / t.rows) ** t.exponent
    t = t[t.time <= budget].sort_values(by=["error", "time"])
    return "" if t.empty else t.iloc[0]["name"]


@right("choose_model")
def choose_model(models, n_rows, budget):
    def time(m):
        return m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]

    fit = filter(lambda m: time(m) <= budget, models)
    best = min(fit, key=lambda m: (m["error"], time(m)), default={"name": ""})
    return best["name"]


@right("choose_model")
def choose_model(models, n_rows, budget):
    times = {}
    for m in models:
        times[m["name"]] = m["seconds"] * pow(n_rows / m["rows"], m["exponent"])
    allowed = [m for m in models if times[m["name"]] <= budget]
    if not allowed:
        return ""
    least = min(m["error"] for m in allowed)
    names = [m["name"] for m in allowed if m["error"] == least]
    return sorted(names, key=times.get)[0]


@wrong("choose_model", "no budget", says="it is not in time")
def choose_model(models, n_rows, budget):
    def key(m):
        return m["error"], m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]

    return min(models, key=key)["name"]


@wrong("choose_model", "the quickest", says="this is the quickest")
def choose_model(models, n_rows, budget):
    times = [
        (m["seconds"] * (n_rows / m["rows"]) ** m["exponent"], m["name"])
        for m in models
    ]
    return min(times)[1] if min(times)[0] <= budget else ""


@wrong("choose_model", "no exponent", says="the exponent is missing")
def choose_model(models, n_rows, budget):
    ok = [m for m in models if m["seconds"] * n_rows / m["rows"] <= budget]
    ok.sort(
        key=lambda m: (m["error"], m["seconds"] * (n_rows / m["rows"]) ** m["exponent"])
    )
    return ok[0]["name"] if ok else ""


@wrong("choose_model", "less than the budget", says="equal to the budget is in time")
def choose_model(models, n_rows, budget):
    ok = []
    for m in models:
        t = m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]
        if t < budget:
            ok.append((m["error"], t, m["name"]))
    return min(ok)[2] if ok else ""


@wrong("choose_model", "first of equal errors", says="the quicker model counts")
def choose_model(models, n_rows, budget):
    ok = [
        m
        for m in models
        if m["seconds"] * (n_rows / m["rows"]) ** m["exponent"] <= budget
    ]
    return min(ok, key=lambda m: m["error"])["name"] if ok else ""


@wrong("choose_model", "measured seconds", says="Predict those for")
def choose_model(models, n_rows, budget):
    ok = [m for m in models if m["seconds"] <= budget]
    if not ok:
        return ""
    return min(
        ok,
        key=lambda m: (
            m["error"],
            m["seconds"] * (n_rows / m["rows"]) ** m["exponent"],
        ),
    )["name"]


@wrong("choose_model", "the dictionary", says="name only")
def choose_model(models, n_rows, budget):
    ok = []
    for m in models:
        t = m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]
        if t <= budget:
            ok.append((m["error"], t, m["name"], m))
    return min(ok)[3] if ok else ""


@wrong(
    "choose_model",
    "crashes when none is in time",
    says="nothing to choose from",
)
def choose_model(models, n_rows, budget):
    ok = []
    for m in models:
        t = m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]
        if t <= budget:
            ok.append((m["error"], t, m["name"]))
    return min(ok)[2]


@right("choose_model")
def _(models, n_rows, budget):
    def better(a, b):
        return a if (a["error"], a["t"]) <= (b["error"], b["t"]) else b

    timed = [
        dict(m, t=m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]) for m in models
    ]
    nobody = {"name": "", "error": float("inf"), "t": float("inf")}
    return reduce(better, [m for m in timed if m["t"] <= budget], nobody)["name"]


@right("choose_model")
def _(models, n_rows, budget):
    names = np.array([m["name"] for m in models])
    error = np.array([m["error"] for m in models], dtype=float)
    time = np.array(
        [m["seconds"] * (n_rows / m["rows"]) ** m["exponent"] for m in models],
        dtype=float,
    )
    names, error, time = (a[time <= budget] for a in (names, error, time))
    if len(names) == 0:
        return ""
    return str(names[np.lexsort((time, error))[0]])


@right("choose_model")
def _(models, n_rows, budget):
    # c * n ** b with c from the one measurement
    best_name, best_error, best_time = "", math.inf, math.inf
    for m in models:
        c = m["seconds"] / m["rows"] ** m["exponent"]
        t = c * n_rows ** m["exponent"]
        if (t <= budget or math.isclose(t, budget)) and (m["error"], t) < (
            best_error,
            best_time,
        ):
            best_name, best_error, best_time = m["name"], m["error"], t
    return best_name


@right("choose_model")
def _(models, n_rows, budget):
    # as above, without isclose: c * n ** b directly
    ok = []
    for m in models:
        c = m["seconds"] / m["rows"] ** m["exponent"]
        t = c * n_rows ** m["exponent"]
        if t <= budget:
            ok.append((m["error"], t, m["name"]))
    return sorted(ok)[0][2] if ok else ""


@wrong("choose_model", "of equal errors the last counts", says="not the last listed")
def _(models, n_rows, budget):
    best, least = "", 1e9
    for m in models:
        t = m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]
        if t <= budget and m["error"] <= least:
            best, least = m["name"], m["error"]
    return best


@wrong(
    "choose_model",
    "of equal errors the quicker measured, not the quicker predicted",
    says="measured quicker",
)
def _(models, n_rows, budget):
    def t(m):
        return m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]

    fit = [m for m in models if t(m) <= budget]
    return min(fit, key=lambda m: (m["error"], m["seconds"]))["name"] if fit else ""


@wrong("choose_model", "the largest error: max", says="the largest error")
def _(models, n_rows, budget):
    fit = [
        m
        for m in models
        if m["seconds"] * (n_rows / m["rows"]) ** m["exponent"] <= budget
    ]
    return max(fit, key=lambda m: m["error"])["name"] if fit else ""


@wrong(
    "choose_model",
    "measured seconds are compared, not predicted ones",
    says="Predict those for",
)
def _(models, n_rows, budget):
    fit = [m for m in models if m["seconds"] <= budget]
    return min(fit, key=lambda m: (m["error"], m["seconds"]))["name"] if fit else ""


@wrong("choose_model", "exponent forgotten", says="the exponent is missing")
def _(models, n_rows, budget):
    def t(m):
        return m["seconds"] * (n_rows / m["rows"])

    fit = [m for m in models if t(m) <= budget]
    return min(fit, key=lambda m: (m["error"], t(m)))["name"] if fit else ""


@wrong("choose_model", "exponent as a factor", says="the exponent is a factor")
def _(models, n_rows, budget):
    def t(m):
        return m["seconds"] * (n_rows / m["rows"]) * m["exponent"]

    fit = [m for m in models if t(m) <= budget]
    return min(fit, key=lambda m: (m["error"], t(m)))["name"] if fit else ""


@wrong(
    "choose_model",
    "seconds * n_rows ** exponent: the measured rows forgotten",
    says="without dividing",
)
def _(models, n_rows, budget):
    def t(m):
        return m["seconds"] * n_rows ** m["exponent"]

    fit = [m for m in models if t(m) <= budget]
    return min(fit, key=lambda m: (m["error"], t(m)))["name"] if fit else ""


@wrong("choose_model", "ratio upside down", says="upside down")
def _(models, n_rows, budget):
    def t(m):
        return m["seconds"] * (m["rows"] / n_rows) ** m["exponent"]

    fit = [m for m in models if t(m) <= budget]
    return min(fit, key=lambda m: (m["error"], t(m)))["name"] if fit else ""


@wrong("choose_model", "rows always 1,000", says=None)
def _(models, n_rows, budget):
    def t(m):
        return m["seconds"] * (n_rows / 1000) ** m["exponent"]

    fit = [m for m in models if t(m) <= budget]
    return min(fit, key=lambda m: (m["error"], t(m)))["name"] if fit else ""


@wrong(
    "choose_model",
    "return in the loop: the first in time",
    says="the first model in time",
)
def _(models, n_rows, budget):
    for m in models:
        if m["seconds"] * (n_rows / m["rows"]) ** m["exponent"] <= budget:
            return m["name"]
    return ""


@wrong("choose_model", "no model in time: None", says="Here it gives `None`")
def _(models, n_rows, budget):
    fit = [
        (m["error"], m["seconds"] * (n_rows / m["rows"]) ** m["exponent"], m["name"])
        for m in models
    ]
    fit = sorted(f for f in fit if f[1] <= budget)
    if fit:
        return fit[0][2]


@wrong("choose_model", "no model in time: the quickest one", says="and no name")
def _(models, n_rows, budget):
    def t(m):
        return m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]

    fit = [m for m in models if t(m) <= budget]
    if not fit:
        return min(models, key=t)["name"]
    return min(fit, key=lambda m: (m["error"], t(m)))["name"]


@wrong(
    "choose_model",
    "the best model is asked first, then whether it is in time",
    says="the budget asked afterwards",
)
def _(models, n_rows, budget):
    best = min(models, key=lambda m: m["error"])
    t = best["seconds"] * (n_rows / best["rows"]) ** best["exponent"]
    return best["name"] if t <= budget else ""


@wrong(
    "choose_model",
    "break at the first that is too long",
    says="the loop ends at the first",
)
def _(models, n_rows, budget):
    best, least, quick = "", 1.0, budget
    for m in models:
        t = m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]
        if t > budget:
            break
        if (m["error"], t) < (least, quick):
            best, least, quick = m["name"], m["error"], t
    return best


@wrong("choose_model", "budget ignored", says="it is not in time")
def _(models, n_rows, budget):
    return min(models, key=lambda m: m["error"])["name"]


@wrong("choose_model", "error times time: a compromise", says=None)
def _(models, n_rows, budget):
    def t(m):
        return m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]

    fit = [m for m in models if t(m) <= budget]
    return min(fit, key=lambda m: m["error"] * t(m))["name"] if fit else ""


@wrong("choose_model", "slower of equal errors", says="takes the slower model")
def _(models, n_rows, budget):
    def t(m):
        return m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]

    fit = [m for m in models if t(m) <= budget]
    return min(fit, key=lambda m: (m["error"], -t(m)))["name"] if fit else ""


@wrong(
    "choose_model",
    "last one in time: overwritten in the loop",
    says="the last model in time",
)
def _(models, n_rows, budget):
    name = ""
    for m in models:
        if m["seconds"] * (n_rows / m["rows"]) ** m["exponent"] <= budget:
            name = m["name"]
    return name


@wrong("choose_model", "whole-number ratio of rows", says="cut to a whole number")
def _(models, n_rows, budget):
    def t(m):
        return m["seconds"] * (n_rows // m["rows"]) ** m["exponent"]

    fit = [m for m in models if t(m) <= budget]
    return min(fit, key=lambda m: (m["error"], t(m)))["name"] if fit else ""


@wrong(
    "choose_model", "alphabetical among equal errors", says="the first of the alphabet"
)
def _(models, n_rows, budget):
    fit = [
        m
        for m in models
        if m["seconds"] * (n_rows / m["rows"]) ** m["exponent"] <= budget
    ]
    return min(fit, key=lambda m: (m["error"], m["name"]))["name"] if fit else ""


@right("choose_model")
def _(models, n_rows, budget):
    # by logarithms, as the lesson's line
    def t(m):
        height = np.log(m["seconds"]) - m["exponent"] * np.log(m["rows"])
        return np.exp(np.polyval([m["exponent"], height], np.log(n_rows)))

    inside = [m for m in models if t(m) <= budget]
    return min(inside, key=lambda m: (m["error"], t(m)))["name"] if inside else ""


@wrong(
    "choose_model",
    "return in the else branch of the loop",
    says="the function ends with",
)
def _(models, n_rows, budget):
    best = None
    for m in models:
        t = m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]
        if t > budget:
            return ""
        if best is None or (m["error"], t) < best[:2]:
            best = (m["error"], t, m["name"])
    return best[2]


@wrong(
    "choose_model", "no model in time: first of an empty list", says="it has no `[0]`"
)
def _(models, n_rows, budget):
    def t(m):
        return m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]

    found = sorted((m["error"], t(m), m["name"]) for m in models if t(m) <= budget)
    return found[0][2]


# ---- a third student ----

right("gpt_days", np.array([2.587]))
right("gpt_days", [2.59])
right("gpt_days", torch.tensor([2.5875]))
wrong("gpt_days", 496.8, "hours of one GPU", says="hours, and with a single GPU")
wrong("gpt_days", 1.79e6, "seconds of one GPU", says="seconds, and with a single GPU")
wrong("gpt_days", 24.8, "hours at 100 %", says="hours, and at all that the data sheet")
wrong("gpt_days", 89423, "seconds at 100 %", says="seconds, and at all that the data")
wrong(
    "gpt_days", 198.7, "hours of one GPU at 100 %", says="hours, and of one GPU at its"
)
wrong("gpt_days", [2.587, 62.1], "days and hours", says="expected a number")


# ---- a fourth student ----


@wrong("choose_model", "only n_rows raised", says="only `n_rows` is raised")
def _(models, n_rows, budget):
    def t(m):
        return m["seconds"] * n_rows ** m["exponent"] / m["rows"]

    found = [(m["error"], t(m), m["name"]) for m in models if t(m) <= budget]
    return min(found)[2] if found else ""


@wrong("slow_step", "the least total, from 0", says="begins at 0")
def _(seconds, n_runs, speedups):
    total = sum(s * n for s, n in zip(seconds, n_runs))
    best, step = 0, None
    for k in range(len(seconds)):
        then = total - seconds[k] * n_runs[k] * (1 - 1 / speedups[k])
        if then < best:
            best, step = then, k
    return step, best


@wrong("slow_step", "the largest saving, above 0", says="where nothing is saved")
def _(seconds, n_runs, speedups):
    total = sum(s * n for s, n in zip(seconds, n_runs))
    best, step = 0, None
    for k in range(len(seconds)):
        saved = seconds[k] * n_runs[k] * (1 - 1 / speedups[k])
        if saved > best:
            best, step = saved, k
    return step, total - best


@wrong("slow_step", "a total without the runs", says="adds up single runs")
def _(seconds, n_runs, speedups):
    costs = np.array(seconds) * n_runs
    saved = costs - costs / speedups
    step = int(np.argmax(saved))
    return step, sum(seconds) - saved[step]


@wrong("slow_step", "a total of single runs", says="adds up single runs")
def _(seconds, n_runs, speedups):
    costs = np.array(seconds) * n_runs
    step = int(np.argmax(costs - costs / speedups))
    return step, sum(seconds) - seconds[step] + seconds[step] / speedups[step]
