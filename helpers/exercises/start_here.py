"""Exercises of the start page."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.exercises.engine import Function, Mistake, Prediction, Quiz, collect

predict_line = Prediction(
    right="B",
    replies={
        "A": "The mean ignores the distance, so it is far off for short trips and for"
        " long ones. The line is off by less than half as much.",
        "B": "Yes: distance explains most of a trip's time. What remains is lights and"
        " hills, which the line cannot know.",
        "C": "No line goes through every point: two trips of the same length took"
        " different times. Some error remains.",
    },
)

what_claims_mean = Quiz(
    right="A",
    replies={
        "A": "The condition is computed in the cell. Were it false, the cell would end"
        " with one line that says so, and nothing below it would run.",
        "B": "A lesson that went on after a false claim would build on sand. It stops.",
        "C": "The seed is yours. A lesson that looked for a lucky one would prove"
        " nothing.",
    },
)


def mean_of_absolute_errors(predicted, actual):
    """Return the mean absolute error of predictions, in the unit of `actual`."""
    errors = np.asarray(predicted) - np.asarray(actual)
    return np.mean(np.abs(errors))


def by_a_loop(predicted, actual):
    """The same, in plain Python."""
    total = 0.0
    for p, a in zip(predicted, actual, strict=True):
        total += abs(float(p) - float(a))
    return total / len(actual)


def sum_of_errors(predicted, actual):
    """Adds up, does not average."""
    return np.sum(np.abs(predicted - actual))


def signed_errors(predicted, actual):
    """Lets errors cancel."""
    return np.mean(predicted - actual)


def absolute_of_the_mean(predicted, actual):
    """Lets errors cancel, then drops the sign."""
    return np.abs(np.mean(predicted - actual))


def squared_errors(predicted, actual):
    """Returns the mean squared error."""
    return np.mean((predicted - actual) ** 2)


def root_of_squares(predicted, actual):
    """Returns the root of the mean squared error."""
    return np.sqrt(np.mean((predicted - actual) ** 2))


def median_error(predicted, actual):
    """Takes the median."""
    return np.median(np.abs(predicted - actual))


def one_error_each(predicted, actual):
    """Does not average at all."""
    return np.abs(predicted - actual)


def error_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example of the page, then trips it does not show."""
    yield np.array([10.0, 20.0]), np.array([12.0, 19.0])
    yield np.array([30.0, 10.0, 12.0]), np.array([12.0, 25.0, 13.0])
    for n in (3, 8, 1):
        actual = rng.uniform(5, 40, size=n).round(1)
        yield actual + rng.normal(1, 3, size=n).round(1), actual


mean_absolute_error = Function(
    solution=mean_of_absolute_errors,
    cases=error_cases,
    mistakes=[
        Mistake(sum_of_errors, "this is the sum of the errors, not their mean."),
        Mistake(
            signed_errors,
            "errors of opposite sign cancel. Take each error's absolute value first.",
        ),
        Mistake(
            absolute_of_the_mean,
            "you took the absolute value after averaging, when errors had cancelled"
            " already.",
        ),
        Mistake(squared_errors, "these are squared errors, in minutes squared."),
        Mistake(
            root_of_squares,
            "squares and a root weigh large errors more. No square is needed here.",
        ),
        Mistake(median_error, "this is the median of the errors, not their mean."),
        Mistake(
            one_error_each, "this is one error a trip. Their mean is still to be taken."
        ),
    ],
    hints=[
        "The error of one trip: `predicted - actual`. Too long and too short both"
        " count.",
        "`np.abs` takes absolute values, `np.mean` the mean. In which order?",
    ],
    after="Every exercise goes like this: write, check, read the answer, improve.",
    also=[by_a_loop],
)

ALL = collect(globals())
