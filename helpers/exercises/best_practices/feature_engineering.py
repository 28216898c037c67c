"""Exercises of lesson 6.3, Engineer features."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.judging import exercise, lesson, letter_set, ordering, value

# --- Exercise 1: what is known at the moment of the order


which_exist = value(
    hints=[
        "Ask of each column: when is this cell filled in? Before the order is sent off,"
        " or after?",
        "Four of the seven are known at that moment.",
        'Two columns count earlier orders. One counts "up to this order", the other'
        ' "up to the day on which this table was made", for all rows.',
    ],
    after="Column D looks harmless. For an old order it counts what happened after it,"
    " its own return included.",
    source='which_exist = "A C E G"',
    clean=letter_set,
    also=[["A", "C", "E", "G"], "aceg", "G, E, C, A"],
)


@which_exist.solution
def known_columns() -> str:
    """Return the letters of the columns that exist."""
    return "ACEG"


which_exist.mistake(
    "answer with letters from A to G.",
    "AH",
    when=lambda given: not given or not set(given) <= set("ABCDEFG"),
)
which_exist.mistake(
    "column B exists only for orders that have been sent back: it is the answer.",
    "ABCEG",
    when=lambda given: "B" in given,
)
which_exist.mistake(
    "look at column D again. In the row of an old order it counts later orders, too,"
    " and whether this very order was sent back.",
    "ACDEG",
    when=lambda given: "D" in given,
)
which_exist.mistake(
    "nobody knows on the day of the order when the parcel will have arrived: column F.",
    "ACEFG",
    when=lambda given: "F" in given,
)
which_exist.mistake(
    "column C may be used: it counts only what had happened before this order.",
    "AEG",
    when=lambda given: "C" not in given,
)
which_exist.mistake(
    "one that is known at the order is missing: price, weekday and basket are on the"
    " screen at that moment.",
    "AC",
    when=lambda given: not {"A", "E", "G"} <= set(given),
)

# --- Exercise 2: order the lines of an honest encoding

encoding_order = ordering(
    "AHEBCF",
    n_lines=8,
    never={
        "D": "line D lets the homes that judge give their answers to the codes.",
        "G": "line G fits to codes that hold the rows' own answers: the naive way.",
    },
    early={
        "HCA": "lines H and C speak of training rows. Which are they? First set the"
        " judging homes aside.",
        "EH": "line E needs folds: cut them first.",
        "BE": "line B fits to codes that line E has not made yet.",
        "FC": "line F judges homes that have no codes yet.",
        "FB": "line F judges a model that has not been fitted yet.",
    },
    also=["ACHEBF", "AHCEBF", "AHECBF"],
    hints=[
        "First the homes that judge are put aside. Then all is about training rows,"
        " until the model is fitted.",
        "Two of the eight lines are wrong wherever they stand.",
    ],
    after="Training rows: codes without their own fold. New homes: codes from all"
    " training rows. Nothing comes from the homes that judge.",
)

# --- Exercise 3: the nearest school that was open

nearest_open = exercise(
    hints=[
        "`homes[:, None, :] - schools[None, :, :]` holds all differences, of shape"
        " (n_homes, n_schools, 2). Square, sum over the last axis, take the root.",
        "`opened[None, :] <= sold[:, None]` says which school was open for which home.",
        "Put `np.inf` where it was not open (`np.where`), then take the least along"
        " `axis=1`.",
    ],
    after="A distance has a date, too: the schools of today are not those of 2017.",
    example=True,
)


@nearest_open.solution
def nearest_by_table(homes, sold, schools, opened):
    """Return the distance of each home to the nearest open school, shape (n_homes,)."""
    gaps = homes[:, None, :] - schools[None, :, :]
    distances = np.sqrt((gaps**2).sum(axis=2))
    is_open = opened[None, :] <= sold[:, None]
    return np.where(is_open, distances, np.inf).min(axis=1)


@nearest_open.also
def nearest_by_loop(homes, sold, schools, opened):
    found = []
    for home, day in zip(homes, sold, strict=True):
        best = float("inf")
        for school, first in zip(schools, opened, strict=True):
            if first <= day:
                gap = np.hypot(home[0] - school[0], home[1] - school[1])
                best = min(best, gap)
        found.append(best)
    return found


@nearest_open.also
def nearest_by_tree(homes, sold, schools, opened):
    from scipy.spatial import KDTree

    found = np.full(len(homes), np.inf)
    for row, day in enumerate(sold):
        there = schools[opened <= day]
        if len(there):
            found[row] = KDTree(there).query(homes[row])[0]
    return found


def open_distances(
    homes: np.ndarray,
    sold: np.ndarray,
    schools: np.ndarray,
    opened: np.ndarray,
    was_open: Callable = lambda first, day: first <= day,
) -> tuple[np.ndarray, np.ndarray]:
    """Return all distances, and which school counts as open for which home."""
    gaps = homes[:, None, :] - schools[None, :, :]
    distances = np.sqrt((gaps**2).sum(axis=2))
    return distances, was_open(opened[None, :], sold[:, None])


def least_open(distances: np.ndarray, is_open: np.ndarray) -> np.ndarray:
    """Return the least distance of each row among what is open."""
    return np.where(is_open, distances, np.inf).min(axis=1)


@nearest_open.mistake(
    "schools that opened after the sale count, too: this is the nearest of all."
)
def _(homes, sold, schools, opened):
    return open_distances(homes, sold, schools, opened)[0].min(axis=1)


@nearest_open.mistake(
    "a school is open from its first day on: if the home was sold on that day, the"
    " school counts."
)
def _(homes, sold, schools, opened):
    return least_open(
        *open_distances(homes, sold, schools, opened, lambda first, day: first < day)
    )


@nearest_open.mistake(
    "the comparison is turned round: these are the schools that were not open yet."
)
def _(homes, sold, schools, opened):
    return least_open(
        *open_distances(homes, sold, schools, opened, lambda first, day: first > day)
    )


@nearest_open.mistake(
    "the comparison is turned round: with yours a school is open until its first day."
)
def _(homes, sold, schools, opened):
    return least_open(
        *open_distances(homes, sold, schools, opened, lambda first, day: first >= day)
    )


@nearest_open.mistake("take the square root: these are squares of distances.")
def _(homes, sold, schools, opened):
    return nearest_by_table(homes, sold, schools, opened) ** 2


@nearest_open.mistake(
    "this adds up the steps along both axes. The straight distance is the root of the"
    " sum of squares."
)
def _(homes, sold, schools, opened):
    _, is_open = open_distances(homes, sold, schools, opened)
    gaps = np.abs(homes[:, None, :] - schools[None, :, :]).sum(axis=2)
    return least_open(gaps, is_open)


@nearest_open.mistake(
    "you take the nearest school and then look whether it was open. If it was not,"
    " another open school may be the nearest."
)
def _(homes, sold, schools, opened):
    distances, is_open = open_distances(homes, sold, schools, opened)
    nearest = distances.argmin(axis=1)
    rows = np.arange(len(homes))
    return np.where(is_open[rows, nearest], distances[rows, nearest], np.inf)


@nearest_open.mistake("where no school was open the distance is `np.inf`, not NaN.")
def _(homes, sold, schools, opened):
    right = nearest_by_table(homes, sold, schools, opened)
    return np.where(np.isinf(right), np.nan, right)


@nearest_open.mistake("where no school was open the distance is `np.inf`, not 0.")
def _(homes, sold, schools, opened):
    right = nearest_by_table(homes, sold, schools, opened)
    return np.where(np.isinf(right), 0, right)


@nearest_open.mistake(
    "0 marks the schools that were not open, and 0 is the least of all. Put `np.inf`"
    " there."
)
def _(homes, sold, schools, opened):
    distances, is_open = open_distances(homes, sold, schools, opened)
    return (distances * is_open).min(axis=1)


@nearest_open.mistake(
    "NaN marks the schools that were not open, and a minimum with NaN is NaN. Put"
    " `np.inf` there."
)
def _(homes, sold, schools, opened):
    distances, is_open = open_distances(homes, sold, schools, opened)
    return np.where(is_open, distances, np.nan).min(axis=1)


@nearest_open.mistake(
    "this is the first open school of the list. Take the nearest of all that are open."
)
def _(homes, sold, schools, opened):
    distances, is_open = open_distances(homes, sold, schools, opened)
    first = distances[np.arange(len(homes)), is_open.argmax(axis=1)]
    return np.where(is_open.any(axis=1), first, np.inf)


@nearest_open.mistake(
    "this is the school that opened last before the sale. Take the nearest of all that"
    " are open."
)
def _(homes, sold, schools, opened):
    distances, is_open = open_distances(homes, sold, schools, opened)
    newest = np.where(is_open, opened[None, :], -np.inf).argmax(axis=1)
    found = distances[np.arange(len(homes)), newest]
    return np.where(is_open.any(axis=1), found, np.inf)


@nearest_open.mistake(
    "the least distance of the homes before is kept. Each home begins anew with"
    " `np.inf`."
)
def _(homes, sold, schools, opened):
    return np.minimum.accumulate(nearest_by_table(homes, sold, schools, opened))


@nearest_open.mistake(
    "this is one number for each school. Asked is one for each home: the least along"
    " `axis=1`."
)
def _(homes, sold, schools, opened):
    distances, is_open = open_distances(homes, sold, schools, opened)
    return np.where(is_open, distances, np.inf).min(axis=0)


@nearest_open.mistake("this is the farthest open school. Take the least distance.")
def _(homes, sold, schools, opened):
    distances, is_open = open_distances(homes, sold, schools, opened)
    found = np.where(is_open, distances, -np.inf).max(axis=1)
    return np.where(np.isinf(found), np.inf, found)


@nearest_open.mistake("this is the farthest school. Take the least distance.")
def _(homes, sold, schools, opened):
    distances, is_open = open_distances(homes, sold, schools, opened)
    return np.where(is_open, distances, np.inf).max(axis=1)


@nearest_open.mistake(
    "these are the numbers of the nearest schools. Return the distances."
)
def _(homes, sold, schools, opened):
    distances, is_open = open_distances(homes, sold, schools, opened)
    return np.where(is_open, distances, np.inf).argmin(axis=1)


@nearest_open.mistake(
    "one day decides for all homes. Each home has a day of sale of its own."
)
def _(homes, sold, schools, opened):
    distances, is_open = open_distances(
        homes, np.full(len(sold), sold.max()), schools, opened
    )
    return least_open(distances, is_open)


@nearest_open.mistake("the root is taken of the steps as they are. Square them first.")
def _(homes, sold, schools, opened):
    _, is_open = open_distances(homes, sold, schools, opened)
    gaps = np.abs(homes[:, None, :] - schools[None, :, :]).sum(axis=2)
    return least_open(np.sqrt(gaps), is_open)


@nearest_open.mistake(
    "homes for which no school was open are missing. They get `np.inf`."
)
def _(homes, sold, schools, opened):
    right = nearest_by_table(homes, sold, schools, opened)
    return right[np.isfinite(right)]


@nearest_open.symptom("this is the mean over the open schools. Take the least.")
def _(args, expected, got):
    distances, is_open = open_distances(*args)
    several = is_open.sum(axis=1) > 1
    means = (distances * is_open).sum(axis=1) / np.maximum(is_open.sum(axis=1), 1)
    return several.any() and np.allclose(np.asarray(got)[several], means[several])


@nearest_open.cases
def nearest_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then homes sold before, on and after first days."""
    yield (
        np.array([[0.0, 0.0], [0.0, 0.0]]),
        np.array([10, 30]),
        np.array([[3.0, 4.0], [1.0, 0.0]]),
        np.array([10, 20]),
    )
    for n_homes, n_schools in ((5, 4), (6, 3), (4, 6)):
        schools = rng.uniform(-3, 3, (n_schools, 2)).round(1)
        opened = rng.permutation(np.arange(1, n_schools + 1) * 10)
        homes = rng.uniform(-3, 3, (n_homes, 2)).round(2)
        sold = rng.integers(11, 10 * n_schools + 9, n_homes)
        # At the place of the last school: too early, on its day, and before all.
        last, first = opened.argmax(), opened.argmin()
        homes[0] = schools[last] + [0.3, 0.4]
        sold[0] = opened[last] - 1
        homes[1] = schools[last] + [0.6, 0.8]
        sold[1] = opened[last]
        homes[2] = schools[first] + [-0.5, 1.2]
        sold[2] = opened[first] - 5
        homes[3], sold[3] = schools[first] + [1.5, 2.0], opened[first]
        yield homes, sold, schools, opened
    # A school that opens after all sales, beside one that opens between them.
    schools = np.array([[-2.0, 0.0], [0.0, 2.0], [2.0, 0.0]])
    schools += rng.uniform(-0.5, 0.5, (3, 2)).round(1)
    homes = schools + rng.uniform(0.2, 0.4, (3, 2)).round(2)
    yield homes, np.array([15, 8, 24]), schools, np.array([5, 20, 40])
    # One home, one school; a home at the very place of a school.
    yield np.array([[1.0, 2.0]]), np.array([5]), np.array([[4.0, 6.0]]), np.array([5])
    yield (
        np.array([[1.0, 1.0], [2.0, 5.0], [1.0, 1.0]]),
        np.array([7, 7, 3]),
        np.array([[1.0, 1.0], [2.0, 1.0]]),
        np.array([4, 1]),
    )


# --- Exercise 4: repair the codes that hold their own answers

cross_fitted = exercise(
    hints=[
        "Which rows may a row learn from? `other = groups != groups[row]`.",
        "The name's rows are then `other & (names == names[row])`.",
        "Three things change: the sum, the number and `overall`. The mean of all comes"
        " from the other groups, too, so it moves into the loop.",
    ],
    after="Now the code is what a row of a new group would get.",
    example=True,
)


@cross_fitted.solution
def codes_of_others(names, answers, groups, smooth):
    """Return the code of each row, from the rows of other groups, shape (n_rows,)."""
    codes = np.empty(len(names))
    for row in range(len(names)):
        other = groups != groups[row]
        overall = answers[other].mean()
        same = other & (names == names[row])
        total = answers[same].sum() + smooth * overall
        codes[row] = total / (same.sum() + smooth)
    return codes


@cross_fitted.start
def codes_of_all(names, answers, groups, smooth):
    """Return the code of each row, from the rows of other groups, shape (n_rows,).

    names, answers, groups: shape (n_rows,); there are two groups or more. smooth is
    above 0. A code is (sum of answers + smooth * mean of all) / (number + smooth), with
    sum and number over the rows of that name. Without such a row it is the mean of all.
    """
    codes = np.empty(len(names))
    overall = answers.mean()
    for row in range(len(names)):
        same = names == names[row]
        total = answers[same].sum() + smooth * overall
        codes[row] = total / (same.sum() + smooth)
    return codes


@cross_fitted.also
def codes_by_group(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for group in np.unique(groups):
        here = groups == group
        kept = pd.DataFrame({"name": names[~here], "answer": answers[~here]})
        overall = kept["answer"].mean()
        found = kept.groupby("name")["answer"].agg(["sum", "count"])
        table = (found["sum"] + smooth * overall) / (found["count"] + smooth)
        codes[here] = pd.Series(names[here]).map(table).fillna(overall)
    return codes


@cross_fitted.also
def codes_by_lists(names, answers, groups, smooth):
    codes = []
    for name, group in zip(names, groups, strict=True):
        rows = [i for i, g in enumerate(groups) if g != group]
        overall = sum(answers[i] for i in rows) / len(rows)
        mine = [answers[i] for i in rows if names[i] == name]
        codes.append((sum(mine) + smooth * overall) / (len(mine) + smooth))
    return codes


def coded(
    names: np.ndarray,
    answers: np.ndarray,
    groups: np.ndarray,
    smooth: float,
    *,
    may: Callable,
    mean_of: Callable | None = None,
    count_of: Callable | None = None,
) -> np.ndarray:
    """Return codes for which each row may use other rows than it should.

    may, mean_of, count_of: from (groups, row) to the rows for the sum, the mean of all
    and the number.
    """
    mean_of, count_of = mean_of or may, count_of or may
    codes = np.empty(len(names))
    for row in range(len(names)):
        same = names == names[row]
        kept = answers[mean_of(groups, row)]
        overall = kept.mean() if len(kept) else 0.0
        total = answers[may(groups, row) & same].sum() + smooth * overall
        codes[row] = total / ((count_of(groups, row) & same).sum() + smooth)
    return codes


def others(groups: np.ndarray, row: int) -> np.ndarray:
    """Return the rows of other groups."""
    return groups != groups[row]


def everybody(groups: np.ndarray, row: int) -> np.ndarray:
    """Return all rows."""
    return np.full(len(groups), True)


def all_but_one(groups: np.ndarray, row: int) -> np.ndarray:
    """Return all rows but this one."""
    return np.arange(len(groups)) != row


def own(groups: np.ndarray, row: int) -> np.ndarray:
    """Return the rows of the same group."""
    return groups == groups[row]


@cross_fitted.mistake(
    "each row's own answer is still in its code, and those of its group."
)
def _(names, answers, groups, smooth):
    return codes_of_all(names, answers, groups, smooth)


@cross_fitted.mistake(
    "sum and number are right. The mean of all still comes from all rows, this row's"
    " group included: compute it from the other groups."
)
def _(names, answers, groups, smooth):
    return coded(names, answers, groups, smooth, may=others, mean_of=everybody)


@cross_fitted.mistake(
    "the mean of all is right. Sum and number still hold the rows of the own group."
)
def _(names, answers, groups, smooth):
    return coded(names, answers, groups, smooth, may=everybody, mean_of=others)


@cross_fitted.mistake(
    "only the row itself is left out. The others of its group must not give answers"
    " either."
)
def _(names, answers, groups, smooth):
    return coded(names, answers, groups, smooth, may=all_but_one)


@cross_fitted.mistake(
    "only the row itself is left out of the sum, and nothing of the mean of all. The"
    " whole group must go, from both."
)
def _(names, answers, groups, smooth):
    return coded(names, answers, groups, smooth, may=all_but_one, mean_of=everybody)


@cross_fitted.mistake(
    "the sum comes from the other groups, the number still from all rows of the name."
)
def _(names, answers, groups, smooth):
    return coded(names, answers, groups, smooth, may=others, count_of=everybody)


@cross_fitted.mistake(
    "turned round: only the row's own group gives answers. It is the one that must not."
)
def _(names, answers, groups, smooth):
    return coded(names, answers, groups, smooth, may=own)


@cross_fitted.mistake(
    "`smooth` is lost: these are the plain means of the name in the other groups."
)
def _(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        other = groups != groups[row]
        same = other & (names == names[row])
        codes[row] = answers[same].mean() if same.any() else answers[other].mean()
    return codes


@cross_fitted.mistake(
    "`smooth` average rows are added to the number, not to the sum: add smooth * mean"
    " of all there, too."
)
def _(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        other = groups != groups[row]
        same = other & (names == names[row])
        codes[row] = answers[same].sum() / (same.sum() + smooth)
    return codes


@cross_fitted.mistake(
    "the `overall` in the sum is right, but a name without other rows gets 0. With sum"
    " 0 and number 0 the formula gives the mean of all."
)
def _(names, answers, groups, smooth):
    codes = codes_of_others(names, answers, groups, smooth)
    for row in range(len(names)):
        if not ((groups != groups[row]) & (names == names[row])).any():
            codes[row] = 0
    return codes


@cross_fitted.mistake(
    "a name without rows in other groups becomes NaN. It gets the mean of all."
)
def _(names, answers, groups, smooth):
    codes = codes_of_others(names, answers, groups, smooth)
    for row in range(len(names)):
        if not ((groups != groups[row]) & (names == names[row])).any():
            codes[row] = np.nan
    return codes


@cross_fitted.mistake(
    "a name without rows in other groups gets the mean of all rows, its own group"
    " included. It gets the mean of the other groups."
)
def _(names, answers, groups, smooth):
    codes = codes_of_others(names, answers, groups, smooth)
    for row in range(len(names)):
        if not (others(groups, row) & (names == names[row])).any():
            codes[row] = answers.mean()
    return codes


@cross_fitted.mistake(
    "sum and number are right. The mean of all comes from the row's own group only:"
    " compute it from the other groups."
)
def _(names, answers, groups, smooth):
    return coded(names, answers, groups, smooth, may=others, mean_of=own)


@cross_fitted.mistake(
    "sum and number are right. The mean of all is a mean of the groups' means: take it"
    " over all rows of the other groups."
)
def _(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        other = others(groups, row)
        labels = np.unique(groups[other])
        overall = np.mean([answers[groups == label].mean() for label in labels])
        same = other & (names == names[row])
        codes[row] = (answers[same].sum() + smooth * overall) / (same.sum() + smooth)
    return codes


@cross_fitted.mistake(
    "the sum comes from the other groups, the number from all rows of the name."
)
def _(names, answers, groups, smooth):
    codes = coded(names, answers, groups, smooth, may=others, count_of=everybody)
    for row in range(len(names)):
        other = others(groups, row)
        if not (other & (names == names[row])).any():
            codes[row] = answers[other].mean()
    return codes


@cross_fitted.mistake(
    "`names` plays no part any more: this is the mean of the other groups for all."
)
def _(names, answers, groups, smooth):
    return np.array([answers[groups != group].mean() for group in groups])


@cross_fitted.cases
def cross_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then names in one group, in several, and groups mixed."""
    yield (
        np.array(["a", "a", "b"]),
        np.array([1.0, 4.0, 7.0]),
        np.array([0, 1, 1]),
        1,
    )
    names = np.array(list("aabbccabda"))
    for groups, smooth in (
        ([0, 0, 0, 1, 1, 1, 2, 2, 2, 3], 2.0),
        ([2, 1, 0, 2, 1, 0, 2, 1, 0, 2], 10),
    ):
        answers = (rng.permutation(10) * 3 + rng.random(10)).round(2)
        yield names, answers, np.array(groups), smooth
    groups = np.array(["Elm 1", "Elm 2", "Elm 1", "Oak 1", "Oak 1", "Fir 3"])
    answers = (rng.permutation(6) * 4.0 + 1 + rng.random(6)).round(2)
    yield np.array(["Elm", "Elm", "Elm", "Oak", "Oak", "Fir"]), answers, groups, 0.5


# --- Exercise 5: one-hot with a column for all others

one_hot = exercise(
    hints=[
        "Count the names of `train` without None, keep those with `min_count` or more,"
        " and sort them.",
        "Start from zeros of shape (len(new), len(frequent) + 1).",
        "For each new row: the column of its name if it is frequent, else the last one."
        " `frequent.index(name)` says where a name is.",
    ],
    after="Columns come from training only. So a table of tomorrow has the same"
    " columns, whatever names it brings.",
    example=True,
)


@one_hot.solution
def one_hot_by_list(train, new, min_count):
    """Return 0 and 1, shape (n_new, n_frequent + 1); each row has a single 1."""
    known = [name for name in train if name is not None]
    frequent = sorted(name for name in set(known) if known.count(name) >= min_count)
    table = np.zeros((len(new), len(frequent) + 1))
    for row, name in enumerate(new):
        column = frequent.index(name) if name in frequent else len(frequent)
        table[row, column] = 1
    return table


@one_hot.also
def one_hot_by_pandas(train, new, min_count):
    counts = pd.Series(train, dtype=object).value_counts()
    frequent = sorted(counts[counts >= min_count].index)
    table = [[int(name == f) for f in frequent] for name in new]
    return [[*row, int(sum(row) == 0)] for row in table]


@one_hot.also
def one_hot_by_dict(train, new, min_count):
    counts: dict[str, int] = {}
    for name in train:
        if name is not None:
            counts[name] = counts.get(name, 0) + 1
    places = {n: k for k, n in enumerate(sorted(counts)) if counts[n] >= min_count}
    places = {name: k for k, name in enumerate(places)}
    table = np.zeros((len(new), len(places) + 1), dtype=int)
    for row, name in enumerate(new):
        table[row, places.get(name, len(places))] = 1
    return table


def hot(train, new, frequent, missing_too=True):
    """Return the table for a list of names with a column each."""
    table = np.zeros((len(new), len(frequent) + 1))
    for row, name in enumerate(new):
        if name in frequent:
            table[row, frequent.index(name)] = 1
        elif missing_too or name is not None:
            table[row, -1] = 1
    return table


def names_of(rows):
    """Return the names that occur, sorted, without None."""
    return sorted({name for name in rows if name is not None})


@one_hot.mistake(
    "every training name has a column. Names with fewer than `min_count` rows belong to"
    " the last one."
)
def _(train, new, min_count):
    return hot(train, new, names_of(train))


@one_hot.mistake(
    "a name with exactly `min_count` rows gets a column: at least, not more than."
)
def _(train, new, min_count):
    return hot(train, new, [n for n in names_of(train) if train.count(n) > min_count])


@one_hot.mistake(
    "the columns come from `new`. They belong to the training names, or else each table"
    " has other columns."
)
def _(train, new, min_count):
    return hot(train, new, [n for n in names_of(new) if new.count(n) >= min_count])


@one_hot.mistake(
    "the columns come from `train` and `new` together. Count in training only."
)
def _(train, new, min_count):
    both = [*train, *new]
    return hot(train, new, [n for n in names_of(both) if both.count(n) >= min_count])


@one_hot.mistake(
    "a frequent name has a column only if it occurs in `new`. Its column is there in"
    " any case."
)
def _(train, new, min_count):
    frequent = [n for n in names_of(train) if train.count(n) >= min_count]
    return hot(train, new, [n for n in frequent if n in new])


@one_hot.mistake(
    "a row whose name has no column of its own is all 0. The last column is for it."
)
def _(train, new, min_count):
    table = one_hot_by_list(train, new, min_count)
    table[:, -1] = 0
    return table


@one_hot.mistake("the last column, for all others, is missing.")
def _(train, new, min_count):
    return one_hot_by_list(train, new, min_count)[:, :-1]


@one_hot.mistake("a missing name (None) belongs to the last column, too.")
def _(train, new, min_count):
    frequent = [n for n in names_of(train) if train.count(n) >= min_count]
    return hot(train, new, frequent, missing_too=False)


@one_hot.mistake(
    "None is frequent in training and got a column of its own. It belongs to the last"
    " one, however often it occurs."
)
def _(train, new, min_count):
    frequent = [n for n in names_of(train) if train.count(n) >= min_count]
    if train.count(None) >= min_count:
        frequent.append(None)
    return hot(train, new, frequent)


@one_hot.mistake(
    "the columns stand in the order in which the names appear. Sort them by the"
    " alphabet."
)
def _(train, new, min_count):
    frequent = list(dict.fromkeys(n for n in train if n is not None))
    return hot(train, new, [n for n in frequent if train.count(n) >= min_count])


@one_hot.mistake(
    "the columns are sorted by how often a name occurs. Sort them by the alphabet."
)
def _(train, new, min_count):
    frequent = [n for n in names_of(train) if train.count(n) >= min_count]
    return hot(train, new, sorted(frequent, key=lambda n: -train.count(n)))


@one_hot.mistake(
    "the columns begin with the name that occurs most. Sort them by the alphabet."
)
def _(train, new, min_count):
    frequent = dict.fromkeys(n for n in train if n is not None)
    frequent = [n for n in frequent if train.count(n) >= min_count]
    return hot(train, new, sorted(frequent, key=lambda n: -train.count(n)))


@one_hot.mistake(
    "a rare training name has a row of 0 only. The last column is for it, too."
)
def _(train, new, min_count):
    table = one_hot_by_list(train, new, min_count)
    table[[name in train for name in new], -1] = 0
    return table


@one_hot.mistake(
    "rows whose name is missing have gone. Each new name has a row, None too."
)
def _(train, new, min_count):
    table = one_hot_by_list(train, new, min_count)
    return table[[name is not None for name in new]]


@one_hot.mistake("rows are missing. A name without a column of its own has a row, too.")
def _(train, new, min_count):
    table = one_hot_by_list(train, new, min_count)
    return table[table[:, -1] == 0]


@one_hot.mistake(
    "None became the text 'None' and got a column of its own. It belongs to the last"
    " one."
)
def _(train, new, min_count):
    train, new = [str(n) for n in train], [str(n) for n in new]
    return hot(train, new, [n for n in names_of(train) if train.count(n) >= min_count])


@one_hot.mistake("the column for all others comes first. It is the last one.")
def _(train, new, min_count):
    return np.roll(one_hot_by_list(train, new, min_count), 1, axis=1)


@one_hot.mistake(
    "these are the numbers of the columns. Return a row of 0 and a single 1 for each."
)
def _(train, new, min_count):
    return one_hot_by_list(train, new, min_count).argmax(axis=1)


@one_hot.mistake("there is a row for each training name. Return one for each new name.")
def _(train, new, min_count):
    return one_hot_by_list(train, train, min_count)


@one_hot.mistake("turned on its side: the new names are the rows.")
def _(train, new, min_count):
    return one_hot_by_list(train, new, min_count).T


@one_hot.symptom(
    "a name never seen in training has a row of 0 only. The last column is for it, too."
)
def _(args, expected, got):
    train, new, _ = args
    unseen = [name is not None and name not in train for name in new]
    left_out = np.array(expected)
    left_out[unseen, -1] = 0
    return any(unseen) and np.array_equal(got, left_out)


@one_hot.cases
def one_hot_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then rare, unseen, missing and absent names."""
    # Tuples: of a list with None the engine says that the answer has changed it.
    yield tuple("babca"), tuple("aczb"), 2
    pool = np.array(["Elm", "Ash", "Oak", "Fir", "Yew", "Box"])
    for min_count in (2, 3):
        first, second, third, rare, unseen, absent = rng.permutation(pool).tolist()
        counts = {first: min_count + 3, second: min_count, third: min_count + 1}
        counts |= {rare: min_count - 1, absent: min_count + 2}
        train = [name for name, n in counts.items() for _ in range(n)]
        train += [None] * (min_count + 1)
        train = [train[k] for k in rng.permutation(len(train))]
        new = [third, None, unseen, first, rare, second, unseen, unseen, rare, rare]
        yield tuple(train), tuple(new), min_count
    yield ("x", "y"), ("y", "q", "x", None), 1
    yield ("x", "y", None, None), ("y", None, "x"), 2  # nobody is frequent
    yield ("b", None, "a", "b", "b", None, None, "a"), ("a",), 2


ALL = lesson(__name__)
