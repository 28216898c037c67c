"""Exercises of lesson 4.1, Split the dataset."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.judging import exercise, lesson, ordering, value

# --- Exercise 1: how many rows judge

test_rows = value(
    hints=[
        "The interval reaches 1.96 · √(p(1 − p)/n) to each side.",
        "Set it equal to 0.02 and solve for n: both sides squared.",
    ],
    after="Half the width would take four times as many: exactness is dear.",
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
    "p stands where p(1 − p) should.", 7683, when=lambda n: 7600 < n < 7700
)
test_rows.mistake(
    "0.02 has to be squared when you solve for n.", 31, when=lambda n: 29 < n < 33
)
test_rows.mistake(
    "a number of rows is at least 1. Points are hundredths: ± 2 points are ± 0.02.",
    0.1537,
    when=lambda n: n < 1,
)

# --- Exercise 2: an honest project in the right order

honest_order = ordering(
    "BDHFEA",
    n_lines=8,
    never={
        "C": "line C lets the test rows help to choose the columns.",
        "G": "line G makes the test set choose. Which set is there for that?",
    },
    early={
        "DHB": "copies must be gone before any line sets rows apart.",
        "HD": "line H takes sales at *other* addresses: which line decides other than"
        " which?",
        "FH": "line F fits on a training set that does not exist yet.",
        "EF": "line E compares models that have not been fitted yet.",
        "AE": "line A judges before a model has been chosen.",
    },
    hints=[
        "Clean, set aside, split, fit, choose, judge.",
        "Two of the eight lines leak wherever they stand.",
    ],
    after="Whatever the project, this is the order. The test set is made second and"
    " opened last.",
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


@columns_to_keep.mistake("these are strengths. Return the numbers of the columns.")
def _(X, y, train, k):
    X, y = X[train], y[train]
    strengths = np.abs((X - X.mean(axis=0)).T @ y) / X.std(axis=0)
    return np.sort(strengths)[::-1][:k]


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
    """Yield tables in which test rows, signs and widths would mislead the choice."""
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
        "Before you add a group, ask whether the test set is large enough already.",
        "`groups == name` marks all rows of a group; `|` joins two such masks.",
    ],
    after="`GroupShuffleSplit` does nearly this, in random order; but its `test_size`"
    " is a share of the groups: uneven groups give uneven test sets.",
)


@split_by_group.solution
def test_mask_by_group(groups, share):
    """Return for each row whether it is a test row, shape (n_rows,).

    groups: one name a row, shape (n_rows,); share: between 0 and 1.
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


@split_by_group.mistake("a group is cut in two: some of its rows train, others judge.")
def _(groups, share):
    return np.arange(len(groups)) < share * len(groups)


@split_by_group.mistake(
    "this is the share of the groups. Groups differ in size: count rows."
)
def _(groups, share):
    groups = np.asarray(groups)
    names = list(dict.fromkeys(groups))
    return np.isin(groups, names[: int(np.ceil(share * len(names)))])


@split_by_group.mistake(
    "the test set is too small: it must hold at least the share, so the group"
    " that reaches it belongs to it."
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.full(len(groups), False)
    for name in dict.fromkeys(groups):
        if (is_test | (groups == name)).sum() >= share * len(groups):
            break
        is_test |= groups == name
    return is_test


@split_by_group.mistake(
    "a group too many: when the share is reached exactly, it is enough."
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.full(len(groups), False)
    for name in dict.fromkeys(groups):
        if is_test.sum() > share * len(groups):
            break
        is_test |= groups == name
    return is_test


@split_by_group.mistake(
    "the groups are taken by the alphabet (`np.unique` sorts). Take them in"
    " the order in which they first appear."
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.full(len(groups), False)
    for name in np.unique(groups):
        if is_test.sum() >= share * len(groups):
            break
        is_test |= groups == name
    return is_test


@split_by_group.mistake(
    "3 of 10 rows are no share of 0.35: do not round the rows needed."
)
def _(groups, share):
    return test_mask_by_group(groups, int(share * len(groups)) / len(groups))


@split_by_group.mistake("`share` is that of the test set.")
def _(groups, share):
    return test_mask_by_group(groups, 1 - share)


@split_by_group.mistake("this marks the training rows: turn it round.")
def _(groups, share):
    return ~test_mask_by_group(groups, share)


@split_by_group.cases
def group_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then uneven groups; one share is met exactly."""
    yield np.array(list("bbacac")), 0.5
    yield np.array(list("zzzyxywv")), 0.375
    yield np.array(list("dcbaabcddd")), 0.25
    yield np.array(list("ppppqrst")), 0.5
    yield np.array(list("aaabbbcccd")), 0.35
    for share in (0.2, 0.35, 0.6):
        names = np.array(["Oak 3", "Elm 1", "Fir 7", "Ash 2", "Ivy 9", "Fig 5"])
        weights = [0.35, 0.25, 0.15, 0.1, 0.1, 0.05]
        yield rng.permutation(names)[rng.choice(6, size=20, p=weights)], share


# --- Exercise 5: find three planted leaks

count_leaks = exercise(
    hints=[
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


@count_leaks.mistake(
    "you counted training rows. The question is which test rows are judged too kindly."
)
def _(train, test):
    is_copy = train["home"].isin(test["home"])
    is_shared = train["address"].isin(test["address"]) & ~is_copy
    return is_copy.sum(), is_shared.sum(), (train["day"] >= test["day"].min()).sum()


@count_leaks.mistake(
    "copies are counted again as shared addresses: a copy has the address of its twin."
)
def _(train, test):
    copies, _, past = leaks_counted(train, test)
    return copies, test["address"].isin(train["address"]).sum(), past


@count_leaks.mistake(
    "you counted homes and addresses, not rows: one home can stand in several"
    " test rows."
)
def _(train, test):
    homes = set(train["home"]) & set(test["home"])
    is_copy = test["home"].isin(homes)
    shared = set(test["address"][~is_copy]) & set(train["address"])
    return len(homes), len(shared), leaks_counted(train, test)[2]


@count_leaks.mistake(
    "you compared with the first day of train. What does the model know last?"
)
def _(train, test):
    return *leaks_counted(train, test)[:2], (test["day"] <= train["day"].min()).sum()


@count_leaks.mistake("a sale on the last day of train is not in the future.")
def _(train, test):
    return *leaks_counted(train, test)[:2], (test["day"] < train["day"].max()).sum()


@count_leaks.mistake("the last number counts the honest rows, not the leaks.")
def _(train, test):
    return *leaks_counted(train, test)[:2], (test["day"] > train["day"].max()).sum()


@count_leaks.mistake("you counted pairs: `merge` repeats a test row for each partner.")
def _(train, test):
    copies = len(test.merge(train, on="home"))
    shared = len(test.merge(train, on="address")) - copies
    return copies, shared, leaks_counted(train, test)[2]


@count_leaks.mistake(
    "a copy may lie in the past, too: the third count is of all test rows."
)
def _(train, test):
    leaky = test["home"].isin(train["home"]) | test["address"].isin(train["address"])
    past = (test["day"] <= train["day"].max()) & ~leaky
    return *leaks_counted(train, test)[:2], past.sum()


@count_leaks.mistake("the first two numbers stand in the wrong order.")
def _(train, test):
    copies, shared, past = leaks_counted(train, test)
    return shared, copies, past


@count_leaks.mistake("these are shares. Return numbers of rows.")
def _(train, test):
    return [count / len(test) for count in leaks_counted(train, test)]


@count_leaks.cases
def leak_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield pairs of tables in which every kind of leak is planted."""
    for n, n_shared in ((8, 6), (14, 3), (20, 7)):  # four copies in each
        n_old = n // 2 + 3
        train = pd.DataFrame(
            {
                "home": np.arange(n + 6),
                "address": [f"Elm {k // 2}" for k in range(n + 6)],
                "day": rng.integers(0, 60, size=n + 6),
            }
        )
        train.loc[1, "day"] = 5
        train.loc[0, "day"] = last = 60
        copied = rng.choice(n + 6, size=3, replace=False)
        homes = [*copied, copied[0], *range(100, 100 + n)]  # one home three times
        addresses = [
            *train["address"].to_numpy()[[*copied, copied[0]]],
            *["Elm 0", "Elm 0", "Elm 1", "Elm 2", "Elm 3", "Elm 3", "Elm 4"][:n_shared],
            *[f"Oak {k}" for k in range(n - n_shared)],
        ]
        days = [*rng.integers(6, 60, size=n_old), last, last]
        days += [*rng.integers(61, 90, size=n + 4 - len(days))]
        test = pd.DataFrame(
            {"home": homes, "address": addresses, "day": rng.permutation(days)}
        )
        yield train, test.sample(frac=1, random_state=int(rng.integers(1000)))


ALL = lesson(__name__)
