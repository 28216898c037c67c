"""Exercises of lesson 4.1, Split the dataset."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.judging import exercise, lesson, ordering, value

# --- Exercise 1: how many rows judge

test_rows = value(
    hints=[
        "Of 100 scores, 95 land within 1.96 · √(p(1 − p)/n) of p.",
        "Set this equal to 0.02 and solve for n: both sides squared.",
    ],
    after="Half the width would take four times as many rows.",
    source="test_rows = int(np.ceil(0.8 * 0.2 * (1.96 / 0.02) ** 2))",
    also=[1536.64, 1537.0, np.int64(1540), 1536],
    rtol=0.003,
)


@test_rows.solution
def rows_for_two_points() -> int:
    """Return n with 1.96 √(0.8 · 0.2 / n) = 0.02."""
    return int(np.ceil(0.8 * 0.2 * (1.96 / 0.02) ** 2))


test_rows.mistake(
    "so many rows make √(p(1 − p)/n) 2 points. The interval is 1.96 times that"
    " to each side.",
    400,
    when=lambda n: 390 < n < 410,
)
test_rows.mistake(
    "the square is missing: n stands under a root.", 16, when=lambda n: 7 < n < 17
)
test_rows.mistake(
    "this makes the whole interval 2 points wide. ± 2 points are 4 in all.",
    6147,
    when=lambda n: 6100 < n < 6200,
)
test_rows.mistake(
    "this is for half hits and half misses, the worst case. The bank expects 80 %.",
    2401,
    when=lambda n: 2390 < n < 2410,
)
test_rows.mistake(
    "close: this takes 2 instead of 1.96.", 1600, when=lambda n: 1590 < n < 1610
)
test_rows.mistake(
    "1.96 has to be squared with the rest when you solve for n.",
    784,
    when=lambda n: 780 < n < 790,
)
test_rows.mistake(
    "this is for ± 4 points. How wide is ± 2?", 385, when=lambda n: 380 < n < 390
)
test_rows.mistake(
    "p, or 1 − p, stands alone where p(1 − p) should.",
    7683,
    when=lambda n: 7600 < n < 7700 or 1915 < n < 1925,
)
test_rows.mistake(
    "0.02 has to be squared when you solve for n.", 31, when=lambda n: 29 < n < 33
)
test_rows.mistake(
    "this is the root of n: square it.", 39.2, when=lambda n: 38.5 < n < 40
)
test_rows.mistake(
    "when you square, the root over p(1 − p) goes, too.",
    3842,
    when=lambda n: 3835 < n < 3850,
)
test_rows.mistake(
    "this takes 1.645, which holds 90 of 100 tests. For 95 it is 1.96.",
    1083,
    when=lambda n: 1075 < n < 1090,
)
test_rows.mistake(
    "this is for 90 % hits. The bank expects 80 %.", 865, when=lambda n: 860 < n < 870
)
test_rows.mistake(
    "these are all rows of a table of which 15 % are tested. Asked are the test rows.",
    10245,
    when=lambda n: 10200 < n < 10300,
)
test_rows.mistake(
    "this is 15 % of the table. How many rows does the formula ask for?",
    998,
    when=lambda n: 997 <= n <= 998,
)
test_rows.mistake(
    "100 has come in twice. Write both sides as shares, or both in points.",
    15_366_400,
    when=lambda n: n > 1e6,
)
test_rows.mistake(
    "62 is the number for ± 10 points. How many does ± 2 take?",
    62,
    when=lambda n: 61 < n < 63,
)
test_rows.mistake(
    "this is twice as many as needed. ± 2 points are 1.96 standard deviations to each"
    " side, once.",
    3073,
    when=lambda n: 3070 < n < 3077,
)
test_rows.mistake(
    "25 times as many is right, but 62 is rounded up from 61.5: compute from the"
    " formula.",
    1550,
    when=lambda n: 1549 < n < 1551,
)
test_rows.mistake(
    "a fifth of the width takes 25 times the rows, not 5.",
    310,
    when=lambda n: 307 < n < 311,
)
test_rows.mistake(
    "this takes p = 0.5, and 2 for 1.96. The bank expects 80 %.",
    2500,
    when=lambda n: 2499 < n < 2501,
)
test_rows.mistake("a number of rows is not negative.", -1537, when=lambda n: n < 0)
test_rows.mistake(
    "a number of rows is at least 1. Points are hundredths: ± 2 points are ± 0.02.",
    0.1537,
    when=lambda n: n < 1,
)
test_rows.mistake(
    "the digits are right, the decimal point is not.",
    153.7,
    when=lambda n: abs(np.log10(n / 1537) - np.round(np.log10(n / 1537))) < 1e-3,
)

# --- Exercise 2: an honest project in the right order

honest_order = ordering(
    "BDHFEA",
    n_lines=8,
    never={
        "C": "line C lets the test rows help to choose the columns.",
        "G": "line G makes the test set choose. Which set is there for that?",
    },
    also=["DBHFEA"],  # the copies of a home share its address
    early={
        "HB": "copies must be gone before rows are split into training and validation"
        " set.",
        "HD": "line H takes sales at *other* addresses: which line decides other than"
        " which?",
        "FH": "line F fits on a training set that does not exist yet.",
        "EF": "line E compares models that have not been fitted yet.",
        "AE": "line A judges before a model has been chosen.",
    },
    hints=[
        "What may no later step touch? That is set aside before anything is split.",
        "Two of the eight lines leak wherever they stand.",
    ],
    after="The test set is set aside early and opened last. Lines B and D may change"
    " places here: copies share an address, so D does not part them.",
)

# --- Exercise 3: repair a choice made too early

columns_to_keep = exercise(
    hints=[
        "Which argument is never used?",
        "Nothing that depends on a test row may enter: not its answer, not the mean.",
        "Take the rows `X[train]` and `y[train]` first; the rest can stay.",
    ],
    after="An argument that nobody uses was the clue. The means come from the training"
    " rows now, too.",
    example=True,
)


@columns_to_keep.solution
def columns_by_training(X, y, train, k):
    """Return the numbers of the k columns to keep, the strongest first.

    X: shape (n_rows, n_columns); y: shape (n_rows,); train: the training rows' numbers.
    """
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


@columns_to_keep.start
def columns_by_all_rows(X, y, train, k):
    """Return the numbers of the k columns to keep, the strongest first.

    X: shape (n_rows, n_columns); y: shape (n_rows,); train: the training rows' numbers.
    """
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


@columns_to_keep.also
def _(X, y, train, k):
    strength = [
        abs(np.corrcoef(X[train, j], y[train])[0, 1]) for j in range(X.shape[1])
    ]
    return sorted(range(X.shape[1]), key=lambda j: -strength[j])[:k]


@columns_to_keep.mistake(
    "the test rows still have their say: change the answers of the test rows,"
    " and your choice changes."
)
def _(X, y, train, k):
    strength = [abs(np.corrcoef(X[:, j], y)[0, 1]) for j in range(X.shape[1])]
    return np.argsort(strength)[::-1][:k]


@columns_to_keep.mistake(
    "you took the first rows. `train` holds the numbers of the training rows:"
    " they may stand anywhere."
)
def _(X, y, train, k):
    return columns_by_training(X, y, np.arange(len(train)), k)


@columns_to_keep.mistake("you chose on the rows that are not in `train`.")
def _(X, y, train, k):
    return columns_by_training(X, y, np.setdiff1d(np.arange(len(y)), train), k)


@columns_to_keep.mistake(
    "columns with a strong negative relation get lost: it predicts as well as"
    " a positive one."
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    return np.argsort(-(deviations.T @ y) / X.std(axis=0))[:k]


@columns_to_keep.mistake(
    "the rows are those of training, but the means and spreads still come from"
    " all rows."
)
def _(X, y, train, k):
    deviations = (X - X.mean(axis=0))[train]
    return np.argsort(-np.abs(deviations.T @ y[train]) / X.std(axis=0))[:k]


@columns_to_keep.mistake("half repaired: the spreads (`std`) still come from all rows.")
def _(X, y, train, k):
    deviations = X[train] - X[train].mean(axis=0)
    return np.argsort(-np.abs(deviations.T @ y[train]) / X.std(axis=0))[:k]


@columns_to_keep.mistake("half repaired: the means still come from all rows.")
def _(X, y, train, k):
    deviations = X[train] - X.mean(axis=0)
    return np.argsort(-np.abs(deviations.T @ y[train]) / X[train].std(axis=0))[:k]


@columns_to_keep.mistake(
    "means and spreads come from the training rows, but the answers of the test rows"
    " still have their say."
)
def _(X, y, train, k):
    deviations = X - X[train].mean(axis=0)
    return np.argsort(-np.abs(deviations.T @ y) / X[train].std(axis=0))[:k]


@columns_to_keep.mistake(
    "not divided by the spread, a column of large numbers wins by its unit."
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    return np.argsort(-np.abs((X - X.mean(axis=0)).T @ y))[:k]


@columns_to_keep.mistake(
    "divided by the variance, a column of small numbers wins. Divide by the spread"
    " (`std`)."
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    return np.argsort(-np.abs((X - X.mean(axis=0)).T @ y) / X.var(axis=0))[:k]


@columns_to_keep.mistake(
    "the columns' means are not subtracted: a column far from 0 looks strong."
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    return np.argsort(-np.abs(X.T @ y) / X.std(axis=0))[:k]


@columns_to_keep.mistake(
    "the absolute value is taken too early: first add up over the rows, sign and all."
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    return np.argsort(-(np.abs(X - X.mean(axis=0)).T @ y) / X.std(axis=0))[:k]


@columns_to_keep.mistake(
    "the rows of X and the answers in y are no longer in the same order: take both by"
    " `train`."
)
def _(X, y, train, k):
    X, y = X[np.sort(train)], y[train]
    return np.argsort(-np.abs((X - X.mean(axis=0)).T @ y) / X.std(axis=0))[:k]


@columns_to_keep.mistake("one training row is left out.")
def _(X, y, train, k):
    return columns_by_training(X, y, train[:-1], k)


@columns_to_keep.mistake(
    "these are ranks: the place of each column. Return the numbers of the best columns."
)
def _(X, y, train, k):
    return np.argsort(columns_by_training(X, y, train, X.shape[1]))[:k]


@columns_to_keep.symptom(
    "a mask (True, False) cannot say which column comes first. Return numbers."
)
def _(args, expected, got):
    return np.asarray(got).dtype == bool


@columns_to_keep.symptom("these are the columns themselves. Return their numbers.")
def _(args, expected, got):
    return np.ndim(got) == 2 and len(got) in args[0].shape


@columns_to_keep.symptom("these are strengths. Return the numbers of the columns.")
def _(args, expected, got):
    return np.isfinite(got).all() and not np.equal(got, np.round(got)).all()


@columns_to_keep.mistake(
    "the columns are right, their order is not: the strongest comes first."
)
def _(X, y, train, k):
    return np.sort(columns_by_training(X, y, train, k))


@columns_to_keep.mistake("these are the weakest columns, not the strongest.")
def _(X, y, train, k):
    return columns_by_training(X, y, train, X.shape[1])[::-1][:k]


@columns_to_keep.cases
def choice_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then tables in which other rows and units mislead."""
    X = np.array([[1.0, 5.0], [2.0, 1.0], [3.0, 4.0], [9.0, 9.0], [8.0, 7.0]])
    yield X, np.array([1.0, 2.0, 4.0, 0.0, 1.0]), np.array([0, 1, 2]), 1
    shapes = [(12, 8, 3), (30, 12, 5), (20, 15, 4), (16, 20, 8), (14, 18, 8)]
    for n_rows, n_columns, k in shapes:
        train = rng.permutation(n_rows)[: n_rows // 2]
        y = rng.normal(size=n_rows)
        widths = np.exp(rng.normal(0, 1.5, size=n_columns))
        X = rng.normal(size=(n_rows, n_columns)) + 1.0
        X[:, 0] -= 4 * y  # strong and negative, in all rows
        yield X * widths, y + 2.0, train, k


# --- Exercise 4: a group split without chance

split_by_group = exercise(
    hints=[
        "`dict.fromkeys(groups)` holds each name once, in order of appearance.",
        "Before you add a group, ask whether the test set is large enough already."
        " With a share of 0 it is, from the start.",
        "`groups == name` marks all rows of a group; `|` joins two such masks.",
    ],
    after="`GroupShuffleSplit` does nearly this, in random order; but its `test_size`"
    " is a share of the groups: uneven groups give uneven test sets.",
    example=True,
)


@split_by_group.solution
def test_mask_by_group(groups, share):
    """Return for each row whether it is a test row, shape (n_rows,).

    groups: one name a row, shape (n_rows,); share: from 0 (no test rows) to 1 (all).
    """
    groups = np.asarray(groups)
    is_test = np.full(len(groups), False)
    for name in dict.fromkeys(groups):
        if is_test.sum() >= share * len(groups):
            break
        is_test |= groups == name
    return is_test


@split_by_group.also
def _(groups, share):
    codes, names = pd.factorize(np.asarray(groups))
    counts = np.bincount(codes, minlength=len(names))
    before = np.cumsum(counts) - counts
    return (before < share * len(codes))[codes].tolist()


@split_by_group.mistake(
    "this is the share of the groups. Groups differ in size: count rows."
)
def _(groups, share):
    groups = np.asarray(groups)
    names = list(dict.fromkeys(groups))
    return np.isin(groups, names[: int(np.ceil(share * len(names)))])


@split_by_group.mistake(
    "3 of 10 rows are no share of 0.33: do not round the rows needed."
)
def _(groups, share):
    return test_mask_by_group(groups, int(share * len(groups)) / len(groups))


@split_by_group.mistake("`share` is that of the test set.")
def _(groups, share):
    return test_mask_by_group(groups, 1 - share)


@split_by_group.mistake("the test set is one half whatever `share` says.")
def _(groups, share):
    return test_mask_by_group(groups, 0.5)


@split_by_group.mistake("this marks the training rows: turn it round.")
def _(groups, share):
    return ~test_mask_by_group(groups, share)


@split_by_group.mistake(
    "only the first group gets in. Does the loop go on, and do you compare rows with"
    " rows, or a share with a share?"
)
def _(groups, share):
    return (groups == groups[0]) & (share > 0)


@split_by_group.mistake(
    "each group takes the place of the one before: join their masks by `|`."
)
def _(groups, share):
    names = ["", *dict.fromkeys(groups[test_mask_by_group(groups, share)])]
    return groups == names[-1]


@split_by_group.mistake(
    "only the last group is marked: each mask replaces the one before. Join them by"
    " `|`."
)
def _(groups, share):
    is_test = np.full(len(groups), False)
    for name in dict.fromkeys(groups):
        if is_test.sum() >= share * len(groups):
            break
        is_test = groups == name
    return is_test


@split_by_group.mistake(
    "only one group is marked in the end: each mask replaces the one before. Join them"
    " by `|`."
)
def _(groups, share):
    for name in dict.fromkeys(groups):
        is_test = groups == name
        if is_test.sum() >= share * len(groups):
            break
    return is_test


@split_by_group.mistake(
    "you count the rows down to where a group begins. Count all rows of the groups"
    " that are in, wherever they stand."
)
def _(groups, share):
    return np.isin(groups, groups[np.arange(len(groups)) < share * len(groups)])


@split_by_group.mistake("a group is counted again at each of its rows: count it once.")
def _(groups, share):
    names, counts = np.unique(groups, return_counts=True)
    sizes = np.array([dict(zip(names, counts, strict=True))[name] for name in groups])
    before = np.cumsum(sizes) - sizes
    return np.isin(groups, groups[before < share * len(groups)])


@split_by_group.mistake(
    "names that begin alike are taken for one group. Compare whole names."
)
def _(groups, share):
    return test_mask_by_group([name[0] for name in groups], share)


def shown(groups: np.ndarray, mask: Any) -> np.ndarray:
    """Return a mask of the rows; ValueError for anything else."""
    mask = np.asarray(mask)
    if mask.shape != groups.shape or not np.isin(mask, (0, 1)).all():
        raise ValueError
    return mask.astype(bool)


@split_by_group.symptom("a group is cut in two: some of its rows train, others judge.")
def _(args, expected, got):
    mask = shown(args[0], got)
    return not {*args[0][mask]}.isdisjoint(args[0][~mask])


@split_by_group.symptom(
    "a group is left out while a later one is in: take them in the order in which they"
    " first appear (`np.unique` sorts)."
)
def _(args, expected, got):
    mask = shown(args[0], got)
    inside = [mask[args[0] == name][0] for name in dict.fromkeys(args[0])]
    return inside != sorted(inside, reverse=True)


@split_by_group.symptom(
    "the test set is too small. It must hold `share` of the rows or more, so the group"
    " that reaches the share belongs to it."
)
def _(args, expected, got):
    return shown(args[0], got).sum() < expected.sum()


@split_by_group.symptom(
    "the test set has a group too many: as soon as `share` is reached, it is enough."
)
def _(args, expected, got):
    return shown(args[0], got).sum() > expected.sum()


@split_by_group.cases
def group_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then uneven groups; one share is met exactly."""
    yield np.array(list("bbacac")), 0.5
    yield np.array(list("abbbcc")), 0.3
    yield np.array(list("zzzyxywv")), 0.375
    yield np.array(list("dcbaabcddd")), 0.25
    yield np.array(list("ppppqrst")), 0.5
    yield np.array(list("aaabbbcccd")), 0.33
    yield np.array(["Elm 10", "Elm 1", "Elm 10", "Oak 1", "Elm 1", "Oak 2"]), 0.3
    yield np.array(list("bab")), 0.0
    for share in (0.22, 0.37, 0.62):  # not met exactly: floats would decide
        names = rng.permutation(["Oak 3", "Elm 1", "Fir 7", "Ash 2", "Ivy 9", "Fig 5"])
        yield rng.permutation(np.repeat(names, [7, 5, 3, 2, 2, 1])), share


# --- Exercise 5: find three planted leaks

count_leaks = exercise(
    hints=[
        "For each test row three yes-or-no questions: which values of train decide each"
        " of them?",
        '`test["home"].isin(train["home"])` marks the copies; `.sum()` counts them.',
        "`a & ~b` marks the rows of which a is true and b is not.",
        'A row leaks in time if its day is at most `train["day"].max()`.',
    ],
    after="Run it on your next project before you believe its score. On most splits"
    " made in a hurry it does not return three zeros.",
)


@count_leaks.solution
def leaks_counted(train, test):
    """Return three numbers of test rows: copies, shared addresses, not in the future.

    Copies: the home is in train too. Shared addresses: the address is in train too, but
    the home is not. Not in the future: the day is not after the last day of train.
    """
    is_copy = test["home"].isin(train["home"])
    is_shared = test["address"].isin(train["address"]) & ~is_copy
    is_past = test["day"] <= train["day"].max()
    return is_copy.sum(), is_shared.sum(), is_past.sum()


@count_leaks.also
def _(train, test):
    homes, addresses = set(train["home"]), set(train["address"])
    last = max(train["day"])
    counts = [0, 0, 0]
    for row in test.itertuples():
        counts[0] += row.home in homes
        counts[1] += row.home not in homes and row.address in addresses
        counts[2] += not row.day > last
    return counts


def first_found(train, test):
    """Return copies and shared addresses by the first row of train that has either."""
    rows = [*zip(train["home"], train["address"], strict=True)]
    found = [
        next((h == home for h, a in rows if h == home or a == address), None)
        for home, address in zip(test["home"], test["address"], strict=True)
    ]
    return found.count(True), found.count(False)


def counted_instead(train, test):
    """Return, by what to say to it, the wrong counts that show it, for each number."""
    twin = test["home"].isin(train["home"])
    near = test["address"].isin(train["address"])
    given = train["home"].isin(test["home"])
    day, last = test["day"], train["day"].max()
    last_there = test["address"].map(train.groupby("address")["day"].max())
    twice = test["home"].duplicated()
    sales = set(train.itertuples(index=False, name=None))
    n_same = sum(row in sales for row in test.itertuples(index=False, name=None))
    twins, neighbours = (
        test[name].map(train[name].value_counts()).fillna(0)
        for name in ("home", "address")
    )
    n_pairs, n_near = twins.sum(), neighbours.sum()
    n_homes, n_addresses = test["home"][twin].nunique(), test["address"][near].nunique()
    first = first_found(train, test)
    same_home, same_address = (
        np.array([a == b for a, b in zip(train[name], test[name], strict=False)])
        for name in ("home", "address")
    )
    return {
        "you counted training rows. The question is which test rows are judged too"
        " kindly.": (
            {given.sum()},
            {(train["address"].isin(test["address"]) & ~given).sum()},
            {(train["day"] >= day.min()).sum()},
        ),
        "you counted pairs. A test row counts once, however many partners it has.": (
            {twins.sum()},
            {neighbours[~twin].sum(), n_near, n_near - n_pairs, n_near - twin.sum()},
            set(),
        ),
        "you counted each home, or each address, once. Count test rows.": (
            {n_homes},
            {
                test["address"][near & ~twin].nunique(),
                n_addresses,
                n_addresses - n_homes,
                n_addresses - twin.sum(),
            },
            set(),
        ),
        "the search stops at the first neighbour, before the twin is found. Ask for the"
        " home in all of train first.": ({first[0]}, {first[1]}, set()),
        "nothing is found. `in` looks at a column's row labels, `==` at the row in the"
        " same place: look among all values of the column.": (
            {0, same_home.sum()},
            {0, (same_address & ~same_home).sum()},
            set(),
        ),
        "a copy may differ in its day: the home decides.": (
            {n_same},
            {near.sum() - n_same},
            set(),
        ),
        "you looked for repetitions within the test set. A leak is in train, too.": (
            {twice.sum()},
            {(test["address"].duplicated() & ~twice).sum()},
            set(),
        ),
        "copies are counted again as shared addresses: a copy has the address of its"
        " twin.": (set(), {near.sum()}, set()),
        "an address at which a copy stands is left out as a whole. Its other homes"
        " share it, too.": (
            set(),
            {(near & ~test["address"].isin(test["address"][twin])).sum()},
            set(),
        ),
        "a sale on the last day of train is not in the future.": (
            set(),
            set(),
            {(day < last).sum()},
        ),
        "the last number counts the honest rows, not the leaks.": (
            set(),
            set(),
            {(day > last).sum()},
        ),
        "you compared with the first day of train. What does the model know last?": (
            set(),
            set(),
            {(day <= train["day"].min()).sum()},
        ),
        "the last row of train need not be its last day: rows stand in any order.": (
            set(),
            set(),
            {(day <= train["day"].iloc[-1]).sum()},
        ),
        "the last day of train counts, not the last day of test.": (
            set(),
            set(),
            {len(test)},
        ),
        "the last day of train counts, not the last day at the same address.": (
            set(),
            set(),
            {(day <= last_there).sum()},
        ),
        "a copy may lie in the past, too: the third count is of all test rows.": (
            set(),
            set(),
            {((day <= last) & ~twin).sum(), ((day <= last) & ~near).sum()},
        ),
    }


def symptom_of(message: str) -> None:
    """Name a wrong count by the number that shows it."""

    @count_leaks.symptom(message)
    def _(args, expected, got):
        shows = counted_instead(*args)[message]
        parts = [*zip(shows, expected, got, strict=True)]
        return all(g == e or g in found for found, e, g in parts)


@count_leaks.symptom("these are masks: count their True values.")
def _(args, expected, got):
    return any(np.ndim(part) for part in got)


one_sale = pd.DataFrame({"home": [1], "address": ["Elm 1"], "day": [1]})
for words in counted_instead(one_sale, one_sale):
    symptom_of(words)


def planted(
    rng: np.random.Generator, shared: str, n_new: int, n_late: int
) -> tuple[Any, ...]:
    """Return train and test with five copies of three homes, in no order.

    shared: the numbers of the addresses at which test has one more home each. n_new:
    homes at other addresses, of which n_late are sold after train's last day.
    """
    train = pd.DataFrame({"home": 1000 + rng.permutation(18), "day": 0})
    train["address"] = [f"Elm {k // 2}" for k in range(18)]
    train = train.iloc[[*range(18), 3, 6, 6, 6]]
    copies = train.iloc[[0, 0, 0, 3, 6]]
    places = [f"Elm {k}" for k in shared] + [f"Oak {k // 2}" for k in range(n_new)]
    others = pd.DataFrame({"home": 2000 + np.arange(len(places)), "address": places})
    test = pd.concat([copies, others])
    train["day"] = [10, *rng.integers(11, 60, len(train) - 2), 60]
    test["day"] = rng.integers(11, 60, len(test))
    test.iloc[[0, 5, *range(-n_new, n_late - n_new)], 1] += 60
    test.iloc[-1, 1], test.iloc[-3:-1, 1] = 5, 60
    test.iloc[3, 1] = train.iloc[3, 1]  # the same sale, in all columns
    return tuple(
        part.sample(frac=1, random_state=int(rng.integers(1000)), ignore_index=True)
        for part in (train, test)
    )


@count_leaks.cases
def leak_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield tables with leaks of every kind, in which each wrong count shows."""
    plans = ("00444555", 8, 2), ("1111444", 14, 5), ("044444455", 10, 5)
    for n, plan in enumerate(plans):
        told_apart = False
        while not told_apart:
            train, test = planted(rng, *plan)
            right = leaks_counted(train, test)
            parts = [*zip(*counted_instead(train, test).values(), strict=True)]
            days = [count for found in parts[2] for count in found]
            by_first = first_found(train, test)[1]
            pairs = [
                pair
                for copies, shared in zip(*parts[:2], strict=True)
                for pair in itertools.product(copies, shared)
            ]
            told_apart = (
                len({*days}) == len(days)
                and (n > 0 or [b for _, b in pairs].count(by_first) == 1)
                and (n > 0 or len({*pairs}) == len(pairs))
                and not any(
                    r in set().union(*found)
                    for r, found in zip(right, parts, strict=True)
                )
            )
        yield train, test


ALL = lesson(__name__)
