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


@mean_absolute_error.mistake("this is the sum of the errors, not their mean.")
def _(predicted, actual):
    return np.sum(np.abs(predicted - actual))


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


@mean_absolute_error.mistake(
    "this is one error a trip. Their mean is still to be taken."
)
def _(predicted, actual):
    return np.abs(predicted - actual)


@mean_absolute_error.cases
def error_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example of the page, then trips it does not show."""
    yield np.array([10.0, 20.0]), np.array([12.0, 19.0])
    yield np.array([30.0, 10.0, 12.0]), np.array([12.0, 25.0, 13.0])
    for n in (3, 8, 1):
        actual = rng.uniform(5, 40, size=n).round(1)
        yield actual + rng.normal(1, 3, size=n).round(1), actual


ALL = lesson(__name__)
