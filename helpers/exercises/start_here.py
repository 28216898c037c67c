"""Exercises of the start page."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson

mean_absolute_error = exercise(
    hints=[
        "The error of one trip: `predicted - actual`. Too long and too short both"
        " count.",
        "`np.abs` takes absolute values, `np.mean` the mean. In which order?",
    ],
    after="Every exercise goes like this: write, check, read the answer, improve.",
    example=True,
)


@mean_absolute_error.solution
def mean_of_absolute_errors(predicted, actual):
    """Return the mean absolute error of predictions, in the unit of `actual`."""
    errors = np.asarray(predicted) - np.asarray(actual)
    return np.mean(np.abs(errors))


@mean_absolute_error.also
def _(predicted, actual):
    total = 0.0
    for p, a in zip(predicted, actual, strict=True):
        total += abs(float(p) - float(a))
    return total / len(actual)


@mean_absolute_error.mistake(
    "errors of opposite sign cancel. Take each error's absolute value first."
)
def _(predicted, actual):
    return np.mean(predicted - actual)


@mean_absolute_error.mistake(
    "you took the absolute value after averaging, when errors had cancelled already."
)
def _(predicted, actual):
    return np.abs(np.mean(predicted - actual))


@mean_absolute_error.mistake("these are squared errors, in minutes squared.")
def _(predicted, actual):
    return np.mean((predicted - actual) ** 2)


@mean_absolute_error.mistake(
    "squares and a root weigh large errors more. No square is needed here."
)
def _(predicted, actual):
    return np.sqrt(np.mean((predicted - actual) ** 2))


@mean_absolute_error.mistake("this is the median of the errors, not their mean.")
def _(predicted, actual):
    return np.median(np.abs(predicted - actual))


@mean_absolute_error.mistake("the last trip is left out.")
def _(predicted, actual):
    return np.sum(np.abs(predicted - actual)[:-1]) / len(actual)


@mean_absolute_error.mistake(
    "it divides by 2, the number of trips in the example. How many are there here?"
)
def _(predicted, actual):
    return np.sum(np.abs(predicted - actual)) / 2


@mean_absolute_error.mistake(
    "each error is divided by the trip's time. The result is to be in minutes."
)
def _(predicted, actual):
    return np.mean(np.abs(predicted - actual) / actual)


@mean_absolute_error.mistake(
    "trips that took longer than predicted count as 0. They are errors, too."
)
def _(predicted, actual):
    return np.mean(np.maximum(predicted - actual, 0))


@mean_absolute_error.mistake(
    "trips that were shorter than predicted count as 0. They are errors, too."
)
def _(predicted, actual):
    return np.mean(np.maximum(actual - predicted, 0))


@mean_absolute_error.mistake(
    "a trip that was predicted exactly is left out. It counts, with an error of 0."
)
def _(predicted, actual):
    errors = np.abs(predicted - actual)
    return np.sum(errors) / max(np.count_nonzero(errors), 1)


@mean_absolute_error.mistake(
    "sorting breaks the pairs: compare each prediction with its own trip."
)
def _(predicted, actual):
    return np.mean(np.abs(np.sort(predicted) - np.sort(actual)))


@mean_absolute_error.mistake(
    "predicted and actual times are added. How far are they from each other?"
)
def _(predicted, actual):
    return np.mean(np.abs(predicted + actual))


@mean_absolute_error.mistake(
    "each prediction is compared with every trip, not only with its own."
)
def _(predicted, actual):
    return np.mean(np.abs(predicted[:, None] - actual))


@mean_absolute_error.cases
def error_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example of the page, then trips it does not show."""
    yield np.array([10.0, 20.0]), np.array([12.0, 19.0])
    yield np.array([30.0, 10.0, 13.0]), np.array([12.0, 25.0, 13.0])  # one is exact
    for n in (3, 8, 1):
        actual = rng.uniform(5, 40, size=n).round(1)
        yield actual + rng.normal(1, 3, size=n).round(1), actual


ALL = lesson(__name__)
