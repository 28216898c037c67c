"""Exercises of lesson 6.2, Augment the data."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, letter_set, ordering, value

# --- Exercise 1: which changes keep the label


label_keepers = value(
    hints=[
        "Look at the label, not at the picture: would a person who sees only the"
        " changed row give the same answer?",
        "Three of the seven keep the label.",
        "What in the row carries the answer: a side, a speed, a word, an angle? Does"
        " the change touch it?",
    ],
    after="The same change keeps one label and destroys another: ask what the label"
    " depends on.",
    source='label_keepers = "A D F"',
    clean=letter_set,
    also=[["A", "D", "F"], "adf", "F, D, A"],
)


@label_keepers.solution
def known_keepers() -> str:
    """Return the letters of the changes that keep the label."""
    return "ADF"


label_keepers.mistake(
    "answer with letters from A to G.",
    "AH",
    when=lambda given: not given or not set(given) <= set("ABCDEFG"),
)
label_keepers.mistake(
    "change B turns “left” into “right”. The picture stays a good road sign, of another"
    " class.",
    "ABDF",
    when=lambda given: "B" in given,
)
label_keepers.mistake(
    "change C: a pulse that is played faster is a faster pulse, and the rate is the"
    " label.",
    "ACDF",
    when=lambda given: "C" in given,
)
label_keepers.mistake(
    "change E: which word tells that a review is good? The change may take it away.",
    "ADEF",
    when=lambda given: "E" in given,
)
label_keepers.mistake(
    "change G: a 6 on its head is a 9.",
    "ADFG",
    when=lambda given: "G" in given,
)
label_keepers.mistake(
    "all letters that you name are right, but one that keeps the label is missing.",
    "AD",
    when=lambda given: set(given) < set("ADF"),
)

# --- Exercise 2: the order of choosing a strength

strength_order = ordering(
    "CFAHBE",
    n_lines=8,
    never={
        "D": "line D makes the exam another one: new pages are not moved. The rows that"
        " choose stay as they are.",
        "G": "line G cuts apart what belongs together: a picture may judge, and its"
        " moved copy may train.",
    },
    early={
        "AHBEC": "line C comes too late: nothing may be done to the rows before the"
        " pages are set apart.",
        "AF": "line A trains with a strength. List the strengths first (line F).",
        "HA": "line H scores networks that are not trained yet.",
        "BH": "line B takes the best by scores that are not there yet.",
        "EB": "line E judges once, at the very end: choose before.",
    },
    also=["FCAHBE"],
    hints=[
        "The pages are set apart before anything is trained. Those that judge are used"
        " last, and once.",
        "Two of the eight lines are wrong wherever they stand.",
    ],
    after="Only rows that train are ever changed. Those that choose and those that"
    " judge look like new ones.",
)

# --- Exercise 3: repair the split

training_table = exercise(
    hints=[
        "Which rows do the copies in the table come from?",
        "Follow one test row: where does its changed copy go?",
        "First `X[~is_test]`, then `change` of these rows only.",
    ],
    after="Split first, augment then. A copy of a test row tells its answer.",
    example=True,
    keeps_arguments=True,
)


@training_table.solution
def split_then_change(X, y, is_test, change):
    """Return the training rows, then their copies; the label is the last column."""
    X_train, y_train = X[~is_test], y[~is_test]
    X_both = np.concatenate([X_train, change(X_train)])
    return np.column_stack([X_both, np.concatenate([y_train, y_train])])


@training_table.also
def _(X, y, is_test, change):
    rows = np.flatnonzero(~is_test)
    both = np.vstack([X[rows], change(X[rows])])
    return np.hstack([both, np.tile(y[rows], 2)[:, None]])


@training_table.start
def change_then_split(X, y, is_test, change):
    """Return the training table; leave X and y unchanged.

    X: shape (n, n_columns); y: shape (n,); is_test: True or False, shape (n,).
    change: takes rows, and returns as many changed rows.
    Returns shape (n_rows, n_columns + 1): training rows, then their changed copies in
    the same order, each with its label in the last column.
    """
    X_all = np.concatenate([X, change(X)])
    y_all = np.concatenate([y, y])
    judges = np.concatenate([is_test, np.zeros(len(X), dtype=bool)])
    return np.column_stack([X_all, y_all])[~judges]


@training_table.mistake(
    "copies of test rows are still in the table. They carry the answers of the test."
)
def _(X, y, is_test, change):
    return change_then_split(X, y, is_test, change)


@training_table.mistake(
    "`change` was handed the test rows, too, and may take something over from them."
    " Split first, then change."
)
def _(X, y, is_test, change):
    both = np.concatenate([X[~is_test], change(X)[~is_test]])
    return np.column_stack([both, np.tile(y[~is_test], 2)])


@training_table.mistake(
    "the copies are missing. Change the training rows, and add them."
)
def _(X, y, is_test, change):
    return np.column_stack([X[~is_test], y[~is_test]])


@training_table.mistake(
    "the originals are missing: the copies are to stand behind them."
)
def _(X, y, is_test, change):
    return np.column_stack([change(X[~is_test]), y[~is_test]])


@training_table.mistake(
    "training and test rows are exchanged: `is_test` marks those that judge."
)
def _(X, y, is_test, change):
    return split_then_change(X, y, ~is_test, change)


@training_table.mistake(
    "rows and labels stand in another order: the second half of the rows are copies, so"
    " the labels must be repeated as a whole, not one by one."
)
def _(X, y, is_test, change):
    both = np.concatenate([X[~is_test], change(X[~is_test])])
    return np.column_stack([both, np.repeat(y[~is_test], 2)])


@training_table.mistake("the copies stand first. Asked are the originals, then copies.")
def _(X, y, is_test, change):
    both = np.concatenate([change(X[~is_test]), X[~is_test]])
    return np.column_stack([both, np.tile(y[~is_test], 2)])


@training_table.mistake("the labels are missing: they belong into the last column.")
def _(X, y, is_test, change):
    return np.concatenate([X[~is_test], change(X[~is_test])])


@training_table.mistake("the labels stand in the first column. Asked is the last one.")
def _(X, y, is_test, change):
    both = np.concatenate([X[~is_test], change(X[~is_test])])
    return np.column_stack([np.tile(y[~is_test], 2), both])


@training_table.mistake(
    "each copy stands behind its row. Asked are all training rows, then all copies."
)
def _(X, y, is_test, change):
    table = split_then_change(X, y, is_test, change)
    return np.stack(np.split(table, 2), axis=1).reshape(table.shape)


@training_table.mistake(
    "`change` was handed one row at a time. Some changes look at all rows that they are"
    " handed: give them the training rows at once."
)
def _(X, y, is_test, change):
    copies = np.concatenate([change(row[None]) for row in X[~is_test]])
    both = np.concatenate([X[~is_test], copies])
    return np.column_stack([both, np.tile(y[~is_test], 2)])


@training_table.mistake(
    "test rows are still in the table, as they are. Only their copies are gone."
)
def _(X, y, is_test, change):
    both = np.concatenate([X, change(X[~is_test])])
    return np.column_stack([both, np.concatenate([y, y[~is_test]])])


@training_table.mistake(
    "the labels were changed, too: `change` is for the columns only."
)
def _(X, y, is_test, change):
    table = np.column_stack([X, y])[~is_test]
    return np.concatenate([table, change(table)])


def add_one_tenth(X: np.ndarray) -> np.ndarray:
    """Return the rows with 0.1 added."""
    return X + 0.1


def mirror_rows(X: np.ndarray) -> np.ndarray:
    """Return the rows from right to left."""
    return X[:, ::-1].copy()


def less_the_mean(X: np.ndarray) -> np.ndarray:
    """Return the rows without the mean of all rows that it is handed."""
    return X - X.mean(axis=0)


@training_table.cases
def rows_to_split(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then test rows at the ends, in between, one, and unequal."""
    yield (
        np.array([[1.0], [2.0], [3.0]]),
        np.array([0, 1, 2]),
        np.array([False, True, False]),
        add_one_tenth,
    )
    for marks in ([1, 0, 0, 0, 1, 0], [0, 0, 1, 0, 0, 0, 1], [0, 1, 1, 0, 1]):
        X = rng.normal(size=(len(marks), 3)).round(2)
        y = rng.permutation(len(marks))
        for change in (mirror_rows, less_the_mean):
            yield X, y, np.array(marks, dtype=bool), change


# --- Exercise 4: gains by class

gains_by_class = exercise(
    hints=[
        "For one class: `of_class = y == 3` marks its rows. What is the share of right"
        " answers among them, before and after?",
        "A class without a row has no accuracy: `np.nan`.",
        "`(after[of_class] == 3).mean() - (before[of_class] == 3).mean()`, for each"
        " class from 0 to `n_classes - 1`.",
    ],
    after="A mean over all rows hides a class that loses. Look at each.",
    example=True,
)


@gains_by_class.solution
def gains_of_classes(y, before, after, n_classes):
    """Return the gain in accuracy of each class, shape (n_classes,)."""
    gains = []
    for label in range(n_classes):
        of_class = y == label
        change = (after == label).astype(int) - (before == label)
        gains.append(change[of_class].mean() if of_class.any() else np.nan)
    return np.array(gains)


@gains_by_class.also
def _(y, before, after, n_classes):
    change = (after == y).astype(float) - (before == y)
    counts = np.bincount(y, minlength=n_classes)
    sums = np.bincount(y, weights=change, minlength=n_classes)
    return [s / n if n else float("nan") for s, n in zip(sums, counts, strict=True)]


def shares(y, answers, n_classes, by=None):
    """Return the share of right answers for each class, of y or of another column."""
    by = y if by is None else by
    right = answers == y
    return np.array(
        [right[by == k].mean() if (by == k).any() else np.nan for k in range(n_classes)]
    )


@gains_by_class.mistake("the sign is turned round: after minus before.")
def _(y, before, after, n_classes):
    return -gains_of_classes(y, before, after, n_classes)


@gains_by_class.mistake(
    "these are numbers of pictures. Divide by the number of pictures of the class."
)
def _(y, before, after, n_classes):
    return gains_of_classes(y, before, after, n_classes) * np.bincount(
        y, minlength=n_classes
    )


@gains_by_class.mistake(
    "it is divided by the number of all pictures, not by those of the class."
)
def _(y, before, after, n_classes):
    counts = np.bincount(y, minlength=n_classes)
    return gains_of_classes(y, before, after, n_classes) * counts / len(y)


@gains_by_class.mistake(
    "these are numbers of pictures, and 0 for a class without any. Divide by the number"
    " of pictures of the class; where there is none, the answer is NaN."
)
def _(y, before, after, n_classes):
    was, now = ((a == y) for a in (before, after))
    return np.bincount(y, now.astype(float) - was, n_classes)


@gains_by_class.mistake(
    "it is divided by the number of all pictures, not by those of the class (and a"
    " class without a picture has no gain: NaN)."
)
def _(y, before, after, n_classes):
    was, now = ((a == y) for a in (before, after))
    return np.bincount(y, now.astype(float) - was, n_classes) / len(y)


@gains_by_class.mistake("these are points, a hundred times too large: return shares.")
def _(y, before, after, n_classes):
    return 100 * gains_of_classes(y, before, after, n_classes)


@gains_by_class.mistake(
    "only pictures that have become right are counted. Take off those that have become"
    " wrong."
)
def _(y, before, after, n_classes):
    better = np.where(before == y, before, after)
    return gains_of_classes(y, before, better, n_classes)


@gains_by_class.mistake(
    "the accuracy before is that of all pictures. Take each class's own."
)
def _(y, before, after, n_classes):
    return shares(y, after, n_classes) - (before == y).mean()


@gains_by_class.mistake(
    "all pictures count that get the right verdict “is it this class or not?”. Asked is"
    " the accuracy among the pictures of the class."
)
def _(y, before, after, n_classes):
    found = []
    for k in range(n_classes):
        was, now = (((a == k) == (y == k)).mean() for a in (before, after))
        found.append(now - was if (y == k).any() else np.nan)
    return np.array(found)


@gains_by_class.mistake(
    "the pictures are grouped by the answer (that is precision). Group them by their"
    " true class, `y`."
)
def _(y, before, after, n_classes):
    return shares(y, after, n_classes, after) - shares(y, before, n_classes, before)


@gains_by_class.mistake("a class without a picture has no gain: NaN, not 0.")
def _(y, before, after, n_classes):
    return np.nan_to_num(gains_of_classes(y, before, after, n_classes))


@gains_by_class.mistake("this is the accuracy after. Take off the accuracy before.")
def _(y, before, after, n_classes):
    return shares(y, after, n_classes)


@gains_by_class.mistake(
    "classes without a picture are missing. There are `n_classes` entries."
)
def _(y, before, after, n_classes):
    gains = gains_of_classes(y, before, after, n_classes)
    return gains[~np.isnan(gains)]


@gains_by_class.mistake(
    "one number for all classes: this is the gain over all pictures."
)
def _(y, before, after, n_classes):
    return (after == y).mean() - (before == y).mean()


@gains_by_class.mistake(
    "the gain is divided by the accuracy before. Asked is the plain difference."
)
def _(y, before, after, n_classes):
    was, now = (shares(y, a, n_classes) for a in (before, after))
    return (now - was) / np.where(was > 0, was, 1)


@gains_by_class.cases
def answers_of_classes(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, empty classes (the last too), and unequal sizes."""
    yield (
        np.array([0, 0, 1, 1]),
        np.array([0, 1, 1, 1]),
        np.array([0, 0, 1, 0]),
        2,
    )
    yield (
        np.array([0, 0, 0, 0, 2, 2, 1, 1, 1]),
        np.array([0, 1, 2, 0, 2, 0, 1, 0, 1]),
        np.array([0, 0, 0, 1, 0, 0, 1, 1, 1]),
        4,
    )
    yield np.array([2, 2, 3, 3, 3]), np.array([2, 3, 3, 1, 1]), np.array([2] * 5), 5
    for n in (12, 20):
        y = rng.permutation(np.arange(n) % 4)
        y[y == 3] = 4
        before = np.where(rng.random(n) < 0.6, y, rng.integers(0, 6, n))
        after = np.where(rng.random(n) < 0.6, y, rng.integers(0, 6, n))
        before[y == 0], after[y == 0] = 0, 1
        before[y == 1], after[np.flatnonzero(y == 1)[:2]] = 1, 2
        yield y, before, after, 6


# --- Exercise 5: synthetic rows between neighbours

points_between = exercise(
    hints=[
        "For one start row: its distances to all rare rows. Which row must not be its"
        " own neighbour?",
        "Set the start row's own distance to `np.inf`. Then"
        ' `np.argsort(distances, kind="stable")` lists the others, the nearest first.',
        "The new point is `a + share * (b - a)`: a is the start, b the neighbour.",
    ],
    after="This is the core of SMOTE. The library draws `starts`, `ranks` and `shares`"
    " at random.",
    example=True,
    keeps_arguments=True,
)


@points_between.solution
def synthetic_points(rare, starts, ranks, shares):
    """Return the new points, shape (n_new, n_columns)."""
    points = np.empty((len(starts), rare.shape[1]))
    for new, (start, rank, share) in enumerate(zip(starts, ranks, shares, strict=True)):
        distances = np.linalg.norm(rare - rare[start], axis=1)
        distances[start] = np.inf
        neighbour = np.argsort(distances, kind="stable")[rank - 1]
        points[new] = rare[start] + share * (rare[neighbour] - rare[start])
    return points


@points_between.also
def _(rare, starts, ranks, shares):
    from scipy.spatial.distance import cdist

    table = cdist(rare, rare)
    np.fill_diagonal(table, np.inf)
    order = table.argsort(axis=1, kind="stable")
    ends = rare[order[starts, np.asarray(ranks) - 1]]
    shares = np.asarray(shares)[:, None]
    return (1 - shares) * rare[starts] + shares * ends


def between(rare, starts, ranks, shares, own=np.inf, late=0, power=2, far=False):
    """Return points by a rule that may be wrong in one of several ways."""
    points = []
    for start, rank, share in zip(starts, ranks, shares, strict=True):
        distances = (abs(rare - rare[start]) ** power).sum(axis=1)
        distances = -distances if far else distances
        distances[start] = own
        order = np.argsort(distances, kind="stable")
        end = rare[order[min(rank - 1 + late, len(order) - 1)]]
        points.append(rare[start] + share * (end - rare[start]))
    return np.array(points)


@points_between.mistake(
    "each row is its own nearest neighbour here, so rank 1 gives the row itself. Leave"
    " it out."
)
def _(rare, starts, ranks, shares):
    return between(rare, starts, ranks, shares, own=-np.inf)


@points_between.mistake(
    "rank 1 gives the second nearest: ranks count from 1, positions from 0."
)
def _(rare, starts, ranks, shares):
    return between(rare, starts, ranks, shares, late=1)


@points_between.mistake(
    "the share is measured from the neighbour: 0 must give the start row."
)
def _(rare, starts, ranks, shares):
    return between(rare, starts, ranks, 1 - np.asarray(shares))


@points_between.mistake(
    "the farthest rows are taken as neighbours. Sort from the nearest on."
)
def _(rare, starts, ranks, shares):
    return between(rare, starts, ranks, shares, far=True)


@points_between.mistake("each point lies half way: where is its `share`?")
def _(rare, starts, ranks, shares):
    return between(rare, starts, ranks, np.full(len(starts), 0.5))


@points_between.mistake("only steps come out. Add them to the start rows.")
def _(rare, starts, ranks, shares):
    return between(rare, starts, ranks, shares) - rare[np.asarray(starts)]


@points_between.mistake(
    "the step leads away from the neighbour: it is neighbour minus start."
)
def _(rare, starts, ranks, shares):
    return between(rare, starts, ranks, -np.asarray(shares))


@points_between.mistake(
    "these are the neighbours. The new points lie on the way to them."
)
def _(rare, starts, ranks, shares):
    return between(rare, starts, ranks, np.ones(len(starts)))


@points_between.mistake(
    "distances add up the steps along the columns. The straight distance adds up their"
    " squares."
)
def _(rare, starts, ranks, shares):
    return between(rare, starts, ranks, shares, power=1)


@points_between.mistake("the nearest row is always taken: where is the `rank`?")
def _(rare, starts, ranks, shares):
    return between(rare, starts, np.ones(len(starts), dtype=int), shares)


@points_between.mistake(
    "the ranks are taken as row numbers. Rank 2 is the second nearest, not row 2."
)
def _(rare, starts, ranks, shares):
    starts, ends = rare[np.asarray(starts)], rare[np.asarray(ranks) - 1]
    return starts + np.asarray(shares)[:, None] * (ends - starts)


@points_between.mistake(
    "the ranks are taken as row numbers, counted from 0. Rank 1 is the nearest other"
    " row, not row 1."
)
def _(rare, starts, ranks, shares):
    starts, ends = rare[np.asarray(starts)], rare[np.asarray(ranks)]
    return starts + np.asarray(shares)[:, None] * (ends - starts)


@points_between.mistake(
    "a share of the neighbour itself is added. Add a share of the *step* from the start"
    " to the neighbour."
)
def _(rare, starts, ranks, shares):
    begin, shares = rare[np.asarray(starts)], np.asarray(shares)[:, None]
    steps = synthetic_points(rare, starts, ranks, np.ones(len(starts))) - begin
    return begin + shares * (begin + steps)


@points_between.mistake(
    "an equal row is a neighbour, too, at distance 0. Leave out the start row only."
)
def _(rare, starts, ranks, shares):
    points = []
    for start, rank, share in zip(starts, ranks, shares, strict=True):
        distances = np.linalg.norm(rare - rare[start], axis=1)
        distances[distances == 0] = np.inf
        end = rare[np.argsort(distances, kind="stable")[rank - 1]]
        points.append(rare[start] + share * (end - rare[start]))
    return np.array(points)


@points_between.mistake(
    "the number is that of the table *without* the start row: later rows have moved up"
    " by one. Take the neighbour from that table."
)
def _(rare, starts, ranks, shares):
    points = []
    for start, rank, share in zip(starts, ranks, shares, strict=True):
        others = np.delete(rare, start, axis=0)
        distances = np.linalg.norm(others - rare[start], axis=1)
        end = rare[np.argsort(distances, kind="stable")[rank - 1]]
        points.append(rare[start] + share * (end - rare[start]))
    return np.array(points)


@points_between.mistake(
    "original rows and new points come out together. Return the new points only."
)
def _(rare, starts, ranks, shares):
    return np.concatenate([rare, synthetic_points(rare, starts, ranks, shares)])


@points_between.cases
def rare_rows(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, two equal rows, two measures of distance, random rows."""
    yield (
        np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 1.0]]),
        np.array([0, 0, 1]),
        np.array([1, 2, 1]),
        np.array([0.5, 0.25, 0.0]),
    )
    # Row 0 has a nearer neighbour by squares (row 1), another one by steps (row 2).
    yield (
        np.array([[0.0, 0.0], [2.0, 2.0], [3.0, 0.0], [9.0, 5.0]]),
        np.array([0, 0, 3, 1]),
        np.array([1, 2, 1, 3]),
        np.array([0.4, 0.1, 0.8, 0.3]),
    )
    # Rows 0 and 3 are equal: each is the other's nearest neighbour.
    yield (
        np.array([[1.0, 2.0], [4.0, 2.0], [1.0, 7.0], [1.0, 2.0]]),
        np.array([3, 0, 3, 1]),
        np.array([1, 1, 2, 3]),
        np.array([0.7, 0.2, 0.6, 0.9]),
    )
    for n_rows in (5, 8):
        rare = rng.normal(size=(n_rows, 3)).round(2)
        starts = rng.integers(n_rows, size=7)
        ranks = np.array([1, 2, 3, n_rows - 1, 2, 3, 1])
        yield rare, starts, ranks, rng.choice([0.1, 0.3, 0.8, 0.9], size=7)


ALL = lesson(__name__)
