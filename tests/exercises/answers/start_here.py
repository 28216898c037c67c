"""Answers to lesson 0 by students who had seen the lesson only."""

import math
import statistics

import numpy as np
import pandas as pd
import torch

from tests.exercises.answers import right, wrong

# ---- mean_absolute_error ----


@right("mean_absolute_error")
def _(predicted, actual):
    return np.abs(predicted - actual).mean()


@right("mean_absolute_error")
def _(predicted, actual):
    total = 0
    for p, a in zip(predicted, actual):
        if p > a:
            total += p - a
        else:
            total += a - p
    return total / len(actual)


@right("mean_absolute_error")
def _(predicted, actual):
    table = pd.DataFrame({"p": np.asarray(predicted), "a": np.asarray(actual)})
    table["error"] = (table["p"] - table["a"]).abs()
    return table["error"].mean()


@right("mean_absolute_error")
def _(predicted, actual):
    p = torch.tensor(np.asarray(predicted, dtype=float))
    a = torch.tensor(np.asarray(actual, dtype=float))
    return torch.nn.functional.l1_loss(p, a)


@right("mean_absolute_error")
def _(predicted, actual):
    return statistics.fmean(abs(float(p) - float(a)) for p, a in zip(predicted, actual))


@right("mean_absolute_error")
def _(predicted, actual):
    def total(p, a):
        if len(p) == 0:
            return 0.0
        return math.fabs(p[0] - a[0]) + total(p[1:], a[1:])

    return total(list(predicted), list(actual)) / len(predicted)


@right("mean_absolute_error")
def _(predicted, actual):
    difference = np.array(actual, dtype=float)
    difference -= predicted
    difference[...] = np.where(difference < 0, -difference, difference)
    return np.average(difference)


@right("mean_absolute_error")
def _(predicted, actual):
    return np.linalg.norm(predicted - actual, ord=1) / np.size(actual)


@right("mean_absolute_error")
def _(predicted, actual):
    return np.sqrt((predicted - actual) ** 2).mean()


@wrong(
    "mean_absolute_error",
    "no absolute value: errors cancel",
    says="errors of opposite sign cancel. Take",
)
def _(predicted, actual):
    return np.mean(predicted - actual)


@wrong(
    "mean_absolute_error",
    "the absolute value is taken after the mean",
    says="you took the absolute value after",
)
def _(predicted, actual):
    return abs(np.mean(predicted - actual))


@wrong(
    "mean_absolute_error",
    "difference of the two means, not mean of differences",
    says="you took the absolute value after",
)
def _(predicted, actual):
    return np.abs(predicted.mean() - actual.mean())


@wrong(
    "mean_absolute_error",
    "no mean: an error for every trip",
    says="2 values where one is due: the mean",
)
def _(predicted, actual):
    return np.abs(predicted - actual)


@wrong(
    "mean_absolute_error",
    "sum instead of mean",
    says="each value is `len(predicted)` times",
)
def _(predicted, actual):
    return np.abs(predicted - actual).sum()


@wrong(
    "mean_absolute_error",
    "mean of the squared errors",
    says="these are squared errors, in minutes",
)
def _(predicted, actual):
    return np.mean((predicted - actual) ** 2)


@wrong(
    "mean_absolute_error",
    "root of the mean squared error",
    says="squares and a root weigh large",
)
def _(predicted, actual):
    return np.sqrt(np.mean((predicted - actual) ** 2))


@wrong(
    "mean_absolute_error",
    "median instead of mean",
    says="this is the median of the errors",
)
def _(predicted, actual):
    return np.median(np.abs(predicted - actual))


@wrong(
    "mean_absolute_error",
    "return inside the loop: the first trip only",
    says="the `return` stands inside the loop",
)
def _(predicted, actual):
    total = 0
    for i in range(len(actual)):
        total += abs(predicted[i] - actual[i])
        return total / len(actual)


@wrong(
    "mean_absolute_error",
    "the total is reset inside the loop",
    says="`total = 0` stands inside the loop",
)
def _(predicted, actual):
    for i in range(len(actual)):
        total = 0
        total += abs(predicted[i] - actual[i])
    return total / len(actual)


@wrong(
    "mean_absolute_error",
    "the last trip is left out",
    says="the last trip is left out.",
)
def _(predicted, actual):
    total = 0
    for i in range(len(actual) - 1):
        total += abs(predicted[i] - actual[i])
    return total / len(actual)


@wrong(
    "mean_absolute_error",
    "always divides by 2, as in the example",
    says="it divides by 2, the number of trips",
)
def _(predicted, actual):
    return np.abs(predicted - actual).sum() / 2


@wrong(
    "mean_absolute_error",
    "divides by n - 1",
    says="it was divided by `len(predicted) -",
)
def _(predicted, actual):
    return np.abs(predicted - actual).sum() / (len(actual) - 1 or 1)


@wrong(
    "mean_absolute_error",
    "integer division cuts the half minutes off",
    says="the values are cut to whole numbers.",
)
def _(predicted, actual):
    return np.abs(predicted - actual).sum() // len(actual)


@wrong(
    "mean_absolute_error",
    "relative error: divided by the actual time",
    says="each error is divided by the trip's",
)
def _(predicted, actual):
    return np.mean(np.abs(predicted - actual) / actual)


@wrong(
    "mean_absolute_error",
    "trips that took longer than predicted count as 0",
    says="trips that took longer than",
)
def _(predicted, actual):
    return np.maximum(predicted - actual, 0).mean()


@wrong(
    "mean_absolute_error",
    "exact predictions are left out of the mean",
    says="a trip that was predicted exactly is",
)
def _(predicted, actual):
    errors = np.abs(predicted - actual)
    return errors[errors > 0].sum() / max((errors > 0).sum(), 1)


@wrong(
    "mean_absolute_error",
    "both are sorted: trips are paired by rank",
    says="sorting breaks the pairs: compare",
)
def _(predicted, actual):
    return np.abs(np.sort(predicted) - np.sort(actual)).mean()


@wrong(
    "mean_absolute_error",
    "the sum, not the difference",
    says="predicted and actual times are",
)
def _(predicted, actual):
    return np.abs(predicted + actual).mean()


@wrong(
    "mean_absolute_error",
    "raises an error: np.abs() without a number",
    says="return np.mean(predicted - actual, np.abs())",
)
def _(predicted, actual):
    return np.mean(predicted - actual, np.abs())


@wrong(
    "mean_absolute_error",
    "every pair of trips: a row is compared with a column",
    says="each prediction is compared with",
)
def _(predicted, actual):
    return np.abs(predicted[:, None] - actual).mean()


@wrong(
    "mean_absolute_error",
    "prints and returns nothing",
    says="It gives `None`. Is a `return` missing?",
)
def _(predicted, actual):
    result = np.abs(predicted - actual).mean()
    print(result)
