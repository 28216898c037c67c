"""Exercises of lesson 5.4, Explain a model."""

from collections.abc import Iterator
from itertools import combinations, permutations
from math import factorial
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, letters, ordering, value

# --- Exercise 1: find the misleading explanation


reports = value(
    hints=[
        "Report 1 wants to change the world. Does a forbidden umbrella dry a street?",
        "Report 2 has the same number twice. Shuffle one: what does the other tell?",
        "Report 4: can a model that has learned nothing show what matters?",
    ],
    after="Each number may be computed correctly. Misleading is what is read into it.",
    source='reports = "B D C A"',
    clean=letters,
    also=[["B", "D", "C", "A"], "b, d, c, a"],
)


@reports.solution
def four_reports() -> str:
    """Return what is wrong with the four reports."""
    return "BDCA"


reports.mistake(
    "answer with four letters from A to D, one for each report.",
    "BDC",
    when=lambda given: len(given) != 4 or not set(given) <= set("ABCD"),
)
reports.mistake(
    "report 1 wants to act. Do umbrellas make the street wet?",
    "DBCA",
    when=lambda given: given[0] != "B",
)
reports.mistake(
    "report 2 shuffles one column while another one tells the same.",
    "BACD",
    when=lambda given: given[1] != "D",
)
reports.mistake(
    "report 3 asks the model about a flat that is like none in the table.",
    "BDAC",
    when=lambda given: given[2] != "C",
)
reports.mistake(
    "report 4: first look at how good the model is.",
    "BDCB",
    when=lambda given: given[3] != "A",
)

# --- Exercise 2: order the lines of permutation importance

shuffle_lines = ordering(
    "BFECAD",
    n_lines=8,
    never={
        "G": "line G trains again, and on test rows. The model stays as it is: it is"
        " the one that is explained.",
        "H": "line H shuffles the answers. Then every model is poor. Shuffle one"
        " column.",
    },
    early={
        "FB": "line F asks the model before line B has trained it.",
        "CE": "line C shuffles a copy that line E has not made yet.",
        "AC": "line A measures before line C has shuffled anything.",
        "DA": "line D prints a number that line A has not measured yet.",
        "EF": "line F must come before line E: measure first, then copy.",
    },
    hints=[
        "Train once; measure; copy; shuffle; measure again.",
        "Two of the eight lines are wrong wherever they stand.",
    ],
    after="The model is trained once. What changes is the table that it gets.",
)

# --- Exercise 3: repair a partial dependence

dependence = exercise(
    hints=[
        "The mean of the answers is not the answer for the mean row.",
        "For each grid value: copy `X`, set the column in *all* rows, predict, and"
        " take the mean of the answers.",
    ],
    after="With a line both ways agree. With interactions and bends they do not.",
    example=True,
)


@dependence.solution
def dependence_of_all_rows(predict, X, column, grid):
    """Return the partial dependence on a column: an array, one number a grid value."""
    curve = []
    for level in grid:
        moved = X.copy()
        moved[:, column] = level
        curve.append(predict(moved).mean())
    return np.array(curve)


@dependence.start
def dependence_of_the_mean_row(predict, X, column, grid):
    """Return the partial dependence on a column: an array, one number a grid value.

    predict: takes an array of shape (n_rows, n_columns), returns n_rows answers.
    X: an array of the rows. column: the number of the column.
    """
    curve = []
    for level in grid:
        row = X.mean(axis=0)
        row[column] = level
        curve.append(predict(row[None, :])[0])
    return np.array(curve)


@dependence.also
def dependence_by_stacking(predict, X, column, grid):
    tables = np.tile(X, (len(grid), 1))
    tables[:, column] = np.repeat(grid, len(X))
    return predict(tables).reshape(len(grid), -1).mean(axis=1)


@dependence.also
def dependence_by_rows(predict, X, column, grid):
    curve = []
    for level in grid:
        rows = [[*row[:column], level, *row[column + 1 :]] for row in X.tolist()]
        curve.append(float(np.mean(predict(np.array(rows)))))
    return curve


def curves_of(predict: Any, X: np.ndarray, column: int, grid: Any) -> np.ndarray:
    """Return the answers, shape (n_rows, n_grid)."""
    tables = np.tile(X, (len(grid), 1))
    tables[:, column] = np.repeat(grid, len(X))
    return predict(tables).reshape(len(grid), -1).T


@dependence.mistake(
    "this is still the answer for one mean row. Ask for all rows, then take the mean of"
    " the answers."
)
def _(predict, X, column, grid):
    return dependence_of_the_mean_row(predict, X, column, grid)


@dependence.mistake(
    "this is the answer for the median row. Ask for all rows, then take the mean of the"
    " answers."
)
def _(predict, X, column, grid):
    rows = np.tile(np.median(X, axis=0), (len(grid), 1))
    rows[:, column] = grid
    return predict(rows)


@dependence.mistake("these are the individual curves. Take their mean over the rows.")
def _(predict, X, column, grid):
    return curves_of(predict, X, column, grid)


@dependence.mistake(
    "these are the individual curves, a grid value a row. Take the mean of each row."
)
def _(predict, X, column, grid):
    return curves_of(predict, X, column, grid).T


@dependence.mistake(
    "the mean runs over the grid: there is one number a row. Take it over the rows, for"
    " each grid value."
)
def _(predict, X, column, grid):
    return curves_of(predict, X, column, grid).mean(axis=1)


@dependence.mistake("this is the median of the answers. Take their mean.")
def _(predict, X, column, grid):
    return np.median(curves_of(predict, X, column, grid), axis=0)


@dependence.mistake("only the first row is asked. Ask for all of them.")
def _(predict, X, column, grid):
    return curves_of(predict, X, column, grid)[0]


@dependence.mistake("`X[column]` is a row. A column is `X[:, column]`.")
def _(predict, X, column, grid):
    curve = []
    for level in grid:
        moved = X.copy()
        moved[column] = level
        curve.append(predict(moved).mean())
    return np.array(curve)


@dependence.mistake(
    "the column is not set to the grid's value: all numbers are the mean answer."
)
def _(predict, X, column, grid):
    return np.full(len(grid), predict(X).mean())


@dependence.mistake(
    "the value is added to the column. Set the column to it: `=`, not `+=`."
)
def _(predict, X, column, grid):
    curve = []
    for level in grid:
        moved = X.copy()
        moved[:, column] += level
        curve.append(predict(moved).mean())
    return np.array(curve)


@dependence.mistake("the answers are added up. Divide by how many there are.")
def _(predict, X, column, grid):
    return curves_of(predict, X, column, grid).sum(axis=0)


@dependence.mistake(
    "the curve starts at 0: the first value is subtracted. Return the answers as they"
    " are."
)
def _(predict, X, column, grid):
    curve = curves_of(predict, X, column, grid).mean(axis=0)
    return curve - curve[0]


def product_of_squares(X: np.ndarray) -> np.ndarray:
    """Return an answer with an interaction and a bend."""
    return X[:, 0] * X[:, 1] ** 2


def bent(X: np.ndarray) -> np.ndarray:
    """Return an answer in which each of three columns bends or meets another."""
    return X[:, 0] ** 2 + 3 * X[:, 1] * X[:, 2] + np.abs(X[:, 2]) + X[:, 1] ** 3 + 2


@dependence.cases
def dependence_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then other columns and sizes, negative values, one row."""
    yield product_of_squares, np.array([[1.0, 0.0], [1.0, 2.0]]), 0, [1, 3]
    for n_rows, column, n_grid in ((5, 2, 4), (4, 1, 3), (7, 0, 2)):
        X = rng.normal(1, 2, size=(n_rows, 3)).round(2)
        X[0] = [4.0, -3.0, 5.0]  # far from the mean, so mean and median differ
        yield bent, X, column, np.linspace(-2, 3, n_grid)
    yield bent, np.array([[1.5, -2.0, 0.5]]), 1, np.array([0.5, 2.0])


# --- Exercise 4: permutation importance of a group

group_importance = exercise(
    hints=[
        "Measure once before: `np.mean((predict(X) - y) ** 2)`.",
        "For each order start from a fresh copy:"
        " `shuffled[:, group] = X[order][:, group]`.",
        "The result is the mean of the errors after, minus the error before.",
    ],
    after="With a group of one column this is plain permutation importance.",
    example=True,
    keeps_arguments=True,
)


@group_importance.solution
def importance_of_group(predict, X, y, group, orders):
    """Return how far the mean squared error rises, as a mean over the orders."""
    before = np.mean((predict(X) - y) ** 2)
    after = []
    for order in orders:
        shuffled = X.copy()
        shuffled[:, group] = X[order][:, group]
        after.append(np.mean((predict(shuffled) - y) ** 2))
    return np.mean(after) - before


@group_importance.also
def importance_by_loop(predict, X, y, group, orders):
    total = 0.0
    for order in orders:
        moved = np.array(X)
        for i, other in enumerate(order):
            for column in group:
                moved[i, column] = X[other, column]
        total += ((predict(moved) - y) ** 2).mean() - ((predict(X) - y) ** 2).mean()
    return total / len(orders)


@group_importance.also
def importance_at_once(predict, X, y, group, orders):
    inside = np.isin(np.arange(X.shape[1]), group)
    errors = [predict(np.where(inside, X[order], X)) - y for order in orders]
    return np.mean(np.square(errors)) - np.mean((predict(X) - y) ** 2)


def errors_after(predict: Any, X: Any, y: Any, group: Any, orders: Any) -> list[float]:
    """Return the mean squared error after each order."""
    inside = np.isin(np.arange(X.shape[1]), group)
    return [
        np.mean((predict(np.where(inside, X[order], X)) - y) ** 2) for order in orders
    ]


@group_importance.mistake(
    "each column is shuffled alone and the rises are added. Shuffle the group at once:"
    " what a pair tells together is lost only then."
)
def _(predict, X, y, group, orders):
    return sum(importance_of_group(predict, X, y, [c], orders) for c in group)


@group_importance.mistake(
    "each column of the group is shuffled alone. Shuffle the whole group at once."
)
def _(predict, X, y, group, orders):
    return np.mean([importance_of_group(predict, X, y, [c], orders) for c in group])


@group_importance.mistake(
    "each order shuffles what is shuffled already: `Z = X` is no copy, or the copy is"
    " made before the loop. Begin each round with `X.copy()`."
)
def _(predict, X, y, group, orders):
    before, after, shuffled = np.mean((predict(X) - y) ** 2), [], X.copy()
    for order in orders:
        shuffled[:, group] = shuffled[order][:, group]
        after.append(np.mean((predict(shuffled) - y) ** 2))
    return np.mean(after) - before


@group_importance.mistake(
    "this is the error after the shuffle. Subtract the error before it."
)
def _(predict, X, y, group, orders):
    return np.mean(errors_after(predict, X, y, group, orders))


@group_importance.mistake(
    "the sign is turned: an error that rises must give a positive number."
)
def _(predict, X, y, group, orders):
    return -importance_of_group(predict, X, y, group, orders)


@group_importance.mistake("these are the rises of the single orders. Take their mean.")
def _(predict, X, y, group, orders):
    before = np.mean((predict(X) - y) ** 2)
    return np.array(errors_after(predict, X, y, group, orders)) - before


@group_importance.mistake(
    "whole rows are shuffled, with the columns outside of the group. Shuffle the"
    " group's columns only."
)
def _(predict, X, y, group, orders):
    return importance_of_group(predict, X, y, list(range(X.shape[1])), orders)


@group_importance.mistake(
    "the targets are shuffled as well, so nothing is broken. Leave `y` as it is."
)
def _(predict, X, y, group, orders):
    before = np.mean((predict(X) - y) ** 2)
    after = []
    for order in orders:
        shuffled = X.copy()
        shuffled[:, group] = X[order][:, group]
        after.append(np.mean((predict(shuffled) - y[order]) ** 2))
    return np.mean(after) - before


@group_importance.mistake("only the first order is used. Take the mean over all.")
def _(predict, X, y, group, orders):
    return importance_of_group(predict, X, y, group, orders[:1])


@group_importance.mistake("only the last order counts. Take the mean over all.")
def _(predict, X, y, group, orders):
    return importance_of_group(predict, X, y, group, orders[-1:])


@group_importance.mistake("this is a sum over the orders. Take the mean.")
def _(predict, X, y, group, orders):
    return len(orders) * importance_of_group(predict, X, y, group, orders)


@group_importance.mistake(
    "this is a root of the error, or an absolute one. Take the mean *squared* error."
)
def _(predict, X, y, group, orders):
    roots = np.sqrt(errors_after(predict, X, y, group, orders))
    return np.mean(roots) - np.sqrt(np.mean((predict(X) - y) ** 2))


@group_importance.mistake("this is the mean *absolute* error. Square the errors.")
def _(predict, X, y, group, orders):
    inside = np.isin(np.arange(X.shape[1]), group)
    after = [np.abs(predict(np.where(inside, X[o], X)) - y).mean() for o in orders]
    return np.mean(after) - np.abs(predict(X) - y).mean()


@group_importance.mistake(
    "the order is read backwards: row i gets the values of row order[i], not the other"
    " way round."
)
def _(predict, X, y, group, orders):
    backwards = [np.argsort(order) for order in orders]
    return importance_of_group(predict, X, y, group, backwards)


@group_importance.mistake(
    "the answers are compared with those before the shuffle. Compare both with `y`."
)
def _(predict, X, y, group, orders):
    return np.mean(errors_after(predict, X, predict(X), group, orders))


@group_importance.mistake("only the first column of the group is shuffled.")
def _(predict, X, y, group, orders):
    return importance_of_group(predict, X, y, group[:1], orders)


@group_importance.mistake(
    "`X[order, group]` pairs rows with columns. Write `X[order][:, group]`."
)
def _(predict, X, y, group, orders):
    after = []
    for order in orders:
        shuffled = X.copy()
        shuffled[:, group] = X[order, group]
        after.append(np.mean((predict(shuffled) - y) ** 2))
    return np.mean(after) - np.mean((predict(X) - y) ** 2)


def first_column(X: np.ndarray) -> np.ndarray:
    """Return an answer that is the first column."""
    return X[:, 0]


def bent_pair(X: np.ndarray) -> np.ndarray:
    """Return an answer with an interaction of columns 0 and 1, and a third one."""
    return 2 * X[:, 0] + X[:, 0] * X[:, 1] - X[:, 2] ** 2


@group_importance.symptom(
    "a shuffle can lower the error by luck. Keep the sign: cutting at 0, or taking the"
    " size, makes chance look useful."
)
def _(args, expected, got):
    return expected < 0 and (abs(got) < 1e-9 or abs(got + expected) < 1e-9)


@group_importance.cases
def group_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, errors that fall, then groups of one, two and all columns."""
    X = np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]])
    yield first_column, X, np.array([1.0, 2.0, 3.0]), [0], [np.array([1, 2, 0])]
    X = np.array([[3.0], [2.0], [1.0]])
    yield first_column, X, np.array([1.0, 2.0, 3.0]), [0], [np.array([2, 1, 0])]
    X = np.array([[2.0], [1.0], [4.0], [3.0]])  # one order lowers the error, one not
    both = [np.array([1, 0, 3, 2]), np.array([3, 2, 1, 0])]
    yield first_column, X, np.array([1.0, 2.0, 3.0, 4.0]), [0], both
    for n_rows, group, n_orders in ((6, [0, 1], 3), (7, [2], 2), (5, [0, 1, 2], 2)):
        X = rng.normal(size=(n_rows, 3)).round(2) + np.array([1.0, 2.0, 0.0])
        y = bent_pair(X) + rng.normal(scale=0.8, size=n_rows).round(2)
        # Rotations by different steps: an order and its inverse are not the same.
        start = np.arange(n_rows)
        yield bent_pair, X, y, group, [np.roll(start, -k - 1) for k in range(n_orders)]
    X = rng.normal(size=(6, 3)).round(2)
    yield bent_pair, X, bent_pair(X), [1], [np.array([3, 0, 1, 5, 2, 4])]


# --- Exercise 5: Shapley values from coalitions

shapley = exercise(
    hints=[
        "For each column j go through the sets in `v` that do not hold j.",
        "The weight of a set S: `factorial(len(S)) * factorial(n - len(S) - 1) /"
        " factorial(n)`.",
        "`S | {j}` is the set with j. Add weight · (v[S | {j}] − v[S]).",
    ],
    after="For seven columns that is 448 steps instead of 5,040 orders of seven.",
    example=True,
)


@shapley.solution
def shapley_by_sets(v, n_columns):
    """Return the Shapley value of each column, an array of length n_columns."""
    found = np.zeros(n_columns)
    for known, answer in v.items():
        for j in set(range(n_columns)) - known:
            weight = factorial(len(known)) * factorial(n_columns - len(known) - 1)
            found[j] += weight / factorial(n_columns) * (v[known | {j}] - answer)
    return found


@shapley.also
def shapley_by_orders(v, n_columns):
    found, orders = np.zeros(n_columns), list(permutations(range(n_columns)))
    for order in orders:
        for place, j in enumerate(order):
            told = frozenset(order[:place])
            found[j] += (v[told | {j}] - v[told]) / len(orders)
    return found


@shapley.also
def shapley_by_sizes(v, n_columns):
    found = []
    for j in range(n_columns):
        rest, means = [c for c in range(n_columns) if c != j], []
        for size in range(n_columns):
            sets = [frozenset(c) for c in combinations(rest, size)]
            means.append(np.mean([v[s | {j}] - v[s] for s in sets]))
        found.append(float(np.mean(means)))
    return found


def weighted(v: Any, n: int, weight: Any) -> np.ndarray:
    """Return the sums of all moves with another weight for the sets."""
    found = np.zeros(n)
    for known, answer in v.items():
        for j in set(range(n)) - known:
            found[j] += weight(len(known), n) * (v[known | {j}] - answer)
    return found


@shapley.mistake(
    "all coalitions get the same weight. Those of middle size are many and get less"
    " each; use |S|! (n − |S| − 1)! / n!."
)
def _(v, n_columns):
    return weighted(v, n_columns, lambda size, n: 1 / 2 ** (n - 1))


@shapley.mistake(
    "each column is told first: what comes after others is left out. Go through all"
    " coalitions."
)
def _(v, n_columns):
    nothing = frozenset()
    return np.array([v[frozenset({j})] - v[nothing] for j in range(n_columns)])


@shapley.mistake(
    "each column is told last only. Go through the smaller coalitions, too."
)
def _(v, n_columns):
    everything = frozenset(range(n_columns))
    return np.array([v[everything] - v[everything - {j}] for j in range(n_columns)])


@shapley.mistake(
    "only first and last place are counted. Go through the coalitions between."
)
def _(v, n_columns):
    nothing, everything = frozenset(), frozenset(range(n_columns))
    first = [v[frozenset({j})] - v[nothing] for j in range(n_columns)]
    last = [v[everything] - v[everything - {j}] for j in range(n_columns)]
    return (np.array(first) + np.array(last)) / 2


@shapley.mistake("this is one order only. A Shapley value is the mean over all orders.")
def _(v, n_columns):
    return np.array(
        [v[frozenset(range(j + 1))] - v[frozenset(range(j))] for j in range(n_columns)]
    )


@shapley.mistake(
    "this is one order and its reverse. With three columns or more that is not all."
)
def _(v, n_columns):
    every = frozenset(range(n_columns))
    there = [v[frozenset(range(j + 1))] - v[frozenset(range(j))] for j in every]
    back = [
        v[every - frozenset(range(j))] - v[every - frozenset(range(j + 1))]
        for j in every
    ]
    return (np.array(there) + np.array(back)) / 2


@shapley.mistake("the weights are not divided by n!.")
def _(v, n_columns):
    return weighted(
        v, n_columns, lambda size, n: factorial(size) * factorial(n - size - 1)
    )


@shapley.mistake(
    "the weight has (n − |S|)! where (n − |S| − 1)! belongs: column j itself is not"
    " among those that come after."
)
def _(v, n_columns):
    return weighted(
        v,
        n_columns,
        lambda size, n: factorial(size) * factorial(n - size) / factorial(n),
    )


@shapley.mistake(
    "all coalitions get the weight 1/n, which is right for n = 2 only. It depends on"
    " |S|, too."
)
def _(v, n_columns):
    return weighted(v, n_columns, lambda size, n: 1 / n)


@shapley.mistake("the moves are added up without weights.")
def _(v, n_columns):
    return weighted(v, n_columns, lambda size, n: 1)


@shapley.mistake("the sign is turned: the answer *with* j minus the one without.")
def _(v, n_columns):
    return -shapley_by_sets(v, n_columns)


@shapley.mistake(
    "the empty set is left out: column j may be told first, when nothing is known."
)
def _(v, n_columns):
    def weight(size: int, n: int) -> float:
        share = factorial(size) * factorial(n - size - 1) / factorial(n)
        return share if size else 0.0

    return weighted(v, n_columns, weight)


@shapley.mistake("the largest coalition is left out: column j may be told last, too.")
def _(v, n_columns):
    def weight(size: int, n: int) -> float:
        share = factorial(size) * factorial(n - size - 1) / factorial(n)
        return share if size < n - 1 else 0.0

    return weighted(v, n_columns, weight)


@shapley.mistake(
    "the values add up to the whole answer. They divide its distance from the mean"
    " answer, `v[frozenset()]`."
)
def _(v, n_columns):
    return shapley_by_sets(v, n_columns) + v[frozenset()] / n_columns


@shapley.mistake("each coalition overwrites the one before: add up by `+=`.")
def _(v, n_columns):
    found = np.zeros(n_columns)
    for known, answer in v.items():
        for j in set(range(n_columns)) - known:
            weight = factorial(len(known)) * factorial(n_columns - len(known) - 1)
            found[j] = weight / factorial(n_columns) * (v[known | {j}] - answer)
    return found


@shapley.mistake(
    "only the coalition of all others is left in yours: does it overwrite those before?"
    " Add up by `+=`."
)
def _(v, n_columns):
    every = frozenset(range(n_columns))
    return np.array([(v[every] - v[every - {j}]) / n_columns for j in range(n_columns)])


@shapley.cases
def shapley_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, one column, then three and four with all interactions."""
    yield (
        {
            frozenset(): 130.0,
            frozenset({0}): 131.0,
            frozenset({1}): 130.0,
            frozenset({0, 1}): 139.0,
        },
        2,
    )
    yield {frozenset(): 120.0, frozenset({0}): 123.5}, 1
    for n in (3, 4, 5):
        sets = [frozenset(c) for k in range(n + 1) for c in combinations(range(n), k)]
        answers = 120 + rng.normal(scale=10, size=len(sets)).round(1)
        mixed = rng.permutation(len(sets))  # the sets in any order
        yield {sets[i]: float(answers[i]) for i in mixed}, n


ALL = lesson(__name__)
