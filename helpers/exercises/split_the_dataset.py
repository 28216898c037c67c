"""Exercises of lesson 4.1, Split the dataset."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.exercises.engine import (
    Function,
    Mistake,
    Ordering,
    Prediction,
    Quiz,
    Value,
    collect,
)

# --- Warm-up: lessons 1.1, 2.3 and 3.3, with a new surface

warmup_new_cases = Quiz(
    right="B",
    replies={
        "A": "A model can know its training mails by heart. What would that be worth on"
        " a mail it has never met?",
        "B": "It may have learned or memorised. Only mails set aside can tell.",
        "C": "It need not be bad either. The number is about other mails than those you"
        " ask about.",
    },
)
warmup_unit = Quiz(
    right="B",
    replies={
        "A": "A letter is a small guess, a word takes several of them. Bring both to"
        " one unit first.",
        "B": "A word of five letters and a space costs log₂ 40 = 5.3 bits, six letters"
        " cost 12. Here the second would win; the unit decides.",
        "C": "A word is a harder guess, but there are fewer of them. How many bits does"
        " each need for the same text?",
    },
)
warmup_sure = Quiz(
    right="C",
    replies={
        "A": "That would be so if its confidence came true as often as it says. Nobody"
        " has checked.",
        "B": "Often so, when it was trained on its own guesses. But is it so here?",
        "C": "How sure a model is and how right it is are two things. Check some of the"
        " labels.",
    },
)

# --- Predictions

predict_next_year = Prediction(
    right="B",
    replies={
        "A": "That is what a test set is for, if its homes are as new to the model as"
        " those of next year. These were not.",
        "B": "Yes: the homes of the test set were less new to the model than those of"
        " next year.",
        "C": "More rows help a little. Something else weighs far more.",
    },
)
predict_copies = Prediction(
    right="C",
    replies={
        "A": "It has not seen the row, but it has seen its twin, with the price on it.",
        "B": "More than a little: a forest remembers single homes, with their prices.",
        "C": "Yes: the price stands in the training set, and a forest remembers it.",
    },
)
predict_group = Prediction(
    right="B",
    replies={
        "A": "A house shares its address with no other home. What could change?",
        "B": "Yes: only a home with neighbours in the training set could profit from"
        " them.",
        "C": "No row was in both parts, but the building was: its coordinates name it.",
    },
)
predict_time = Prediction(
    right="B",
    replies={
        "A": "So it is for homes sold among those that trained. What did prices do in"
        " the year that the forest has not seen?",
        "B": "Yes: prices rose, and a forest knows the prices of its past only.",
        "C": "That would need falling prices. Look at the quarters before 2024.",
    },
)
predict_noise = Prediction(
    right="B",
    replies={
        "A": "So it would be if the test half had not helped to choose the columns.",
        "B": "Yes: the columns were chosen because they fit the test half, too.",
        "C": "Chance alone would give 50 %. The choice has pushed it one way: towards"
        " what fits.",
    },
)
predict_scatter = Prediction(
    right="B",
    replies={
        "A": "That would be 1/n. Chances cancel more slowly: by the square root.",
        "B": "Yes: the scatter falls like 1/√n, so halving it costs four times the"
        " rows.",
        "C": "The model stays, the homes that judge it change; fewer homes, more luck.",
    },
)

# --- Quiz

which_split = Quiz(
    right="C",
    replies={
        "A": "Many rows do not help when five of them show the same patient: four can"
        " give the fifth away.",
        "B": "That tests whether known patients are recognised. The question was about"
        " new ones.",
        "C": "New patients are what is asked about, so patients must be new in the test"
        " set.",
    },
)
future_column = Quiz(
    right="A",
    replies={
        "A": "When the bank asks, no fee has been paid. A column must exist at the"
        " moment of the question.",
        "B": "No split finds this leak, because the column leaks in both parts. What"
        " will stand in it when the bank asks?",
        "C": "A model that leans on a column cannot do without it later.",
    },
)
small_data = Quiz(
    right="C",
    replies={
        "A": "Three test rows: one more hit, and the score moves by 33 points.",
        "B": "45 test rows, once: see in the table how far such a score strays.",
        "C": "Each repeat judges once, by other rows, and nothing is chosen by it; the"
        " scatter shows how much a score of 45 rows is worth.",
    },
)
large_data = Quiz(
    right="A",
    replies={
        "A": "One percent is 30,000 rows: the table shows how little their score"
        " scatters. The model gets the rest.",
        "B": "450,000 test rows make a score more exact than anybody can use, and the"
        " model goes without them.",
        "C": "Parts need not be equally large: judging takes thousands of rows, not a"
        " million.",
    },
)
split_seed = Quiz(
    right="C",
    replies={
        "A": "A hyperparameter changes the model. What does this seed change?",
        "B": "The best of a thousand is luckier still. What does a lucky test set say"
        " of next year's homes?",
        "C": "Next year's homes will not be those of the easy test set. Report the mean"
        " over seeds, and the spread.",
    },
)
test_twice = Quiz(
    right="B",
    replies={
        "A": "The first score led to a choice. Is the second still a judgement from"
        " outside?",
        "B": "It has chosen, so it cannot judge any more what it chose.",
        "C": "No weights were fitted to it. But something else was done with it.",
    },
)

# --- Exercise 1: how many rows judge


def rows_for_two_points() -> int:
    """Return n with 1.96 √(0.8 · 0.2 / n) = 0.02."""
    return int(np.ceil(0.8 * 0.2 * (1.96 / 0.02) ** 2))


test_rows = Value(
    solution=rows_for_two_points,
    source="test_rows = int(np.ceil(0.8 * 0.2 * (1.96 / 0.02) ** 2))",
    mistakes=[
        Mistake(
            400,
            "so many rows make √(p(1 − p)/n) 2 points. The interval is 1.96 times that"
            " to each side.",
            when=lambda n: 390 < n < 410,
        ),
        Mistake(
            16,
            "the square is missing: n stands under a root.",
            when=lambda n: 7 < n < 17,
        ),
        Mistake(
            6147,
            "this makes the whole interval 2 points wide. ± 2 points are 4 in all.",
            when=lambda n: 6100 < n < 6200,
        ),
        Mistake(
            2401,
            "this is for half hits and half misses, the worst case. The bank expects"
            " 80 %.",
            when=lambda n: 2390 < n < 2410,
        ),
        Mistake(
            1600,
            "close: this takes 2 instead of 1.96.",
            when=lambda n: 1590 < n < 1610,
        ),
        Mistake(
            784,
            "1.96 has to be squared with the rest when you solve for n.",
            when=lambda n: 780 < n < 790,
        ),
        Mistake(
            385,
            "this is for ± 4 points. How wide is ± 2?",
            when=lambda n: 380 < n < 390,
        ),
        Mistake(
            7683,
            "p stands where p(1 − p) should.",
            when=lambda n: 7600 < n < 7700,
        ),
        Mistake(
            31,
            "0.02 has to be squared when you solve for n.",
            when=lambda n: 29 < n < 33,
        ),
        Mistake(
            0.1537,
            "a number of rows is at least 1. Points are hundredths: ± 2 points are"
            " ± 0.02.",
            when=lambda n: n < 1,
        ),
    ],
    hints=[
        "The interval reaches 1.96 · √(p(1 − p)/n) to each side.",
        "Set it equal to 0.02 and solve for n: both sides squared.",
    ],
    after="Half the width would take four times as many: exactness is dear.",
    also=[1536.64, 1537.0, np.int64(1540), 1536],
    rtol=0.003,
)

# --- Exercise 2: an honest project in the right order

honest_order = Ordering(
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


def columns_by_training(X, y, train, k):
    """Return the numbers of the k columns to keep, the strongest first.

    X: shape (n_rows, n_columns); y: shape (n_rows,); train: the training rows' numbers.
    """
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


def columns_by_all_rows(X, y, train, k):
    """Return the numbers of the k columns to keep, the strongest first.

    X: shape (n_rows, n_columns); y: shape (n_rows,); train: the training rows' numbers.
    """
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


def columns_by_corrcoef(X, y, train, k):
    """The same, by NumPy's correlation, column by column."""
    strength = [
        abs(np.corrcoef(X[train, j], y[train])[0, 1]) for j in range(X.shape[1])
    ]
    return sorted(range(X.shape[1]), key=lambda j: -strength[j])[:k]


def all_rows_rewritten(X, y, train, k):
    """Written anew, but the test rows still have their say."""
    strength = [abs(np.corrcoef(X[:, j], y)[0, 1]) for j in range(X.shape[1])]
    return np.argsort(strength)[::-1][:k]


def first_rows(X, y, train, k):
    """Takes the first rows instead of those named by train."""
    return columns_by_training(X, y, np.arange(len(train)), k)


def test_rows_instead(X, y, train, k):
    """Chooses on the rows that are not in train."""
    return columns_by_training(X, y, np.setdiff1d(np.arange(len(y)), train), k)


def without_sign(X, y, train, k):
    """Loses the absolute value: a strong negative relation counts as weak."""
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    return np.argsort(-(deviations.T @ y) / X.std(axis=0))[:k]


def means_of_all_rows(X, y, train, k):
    """Takes the training rows, but their deviations from the mean of all rows."""
    deviations = (X - X.mean(axis=0))[train]
    return np.argsort(-np.abs(deviations.T @ y[train]) / X.std(axis=0))[:k]


def mean_of_training_only(X, y, train, k):
    """Takes the means of the training rows, but the spreads of all rows."""
    deviations = X[train] - X[train].mean(axis=0)
    return np.argsort(-np.abs(deviations.T @ y[train]) / X.std(axis=0))[:k]


def spread_of_training_only(X, y, train, k):
    """Takes the spreads of the training rows, but the means of all rows."""
    deviations = X[train] - X.mean(axis=0)
    return np.argsort(-np.abs(deviations.T @ y[train]) / X[train].std(axis=0))[:k]


def strengths_instead(X, y, train, k):
    """Returns the strengths, not the columns' numbers."""
    X, y = X[train], y[train]
    strengths = np.abs((X - X.mean(axis=0)).T @ y) / X.std(axis=0)
    return np.sort(strengths)[::-1][:k]


def in_table_order(X, y, train, k):
    """Returns the right columns in the order of the table."""
    return np.sort(columns_by_training(X, y, train, k))


def weakest(X, y, train, k):
    """Keeps the weakest columns."""
    return columns_by_training(X, y, train, X.shape[1])[::-1][:k]


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


columns_to_keep = Function(
    solution=columns_by_training,
    cases=choice_cases,
    start=columns_by_all_rows,
    mistakes=[
        Mistake(
            all_rows_rewritten,
            "the test rows still have their say: change the answers of the test rows,"
            " and your choice changes.",
        ),
        Mistake(
            first_rows,
            "you took the first rows. `train` holds the numbers of the training rows:"
            " they may stand anywhere.",
        ),
        Mistake(test_rows_instead, "you chose on the rows that are not in `train`."),
        Mistake(
            without_sign,
            "columns with a strong negative relation get lost: it predicts as well as"
            " a positive one.",
        ),
        Mistake(
            means_of_all_rows,
            "the rows are those of training, but the means and spreads still come from"
            " all rows.",
        ),
        Mistake(
            mean_of_training_only,
            "half repaired: the spreads (`std`) still come from all rows.",
        ),
        Mistake(
            spread_of_training_only,
            "half repaired: the means still come from all rows.",
        ),
        Mistake(
            strengths_instead,
            "these are strengths. Return the numbers of the columns.",
        ),
        Mistake(
            in_table_order,
            "the columns are right, their order is not: the strongest comes first.",
        ),
        Mistake(weakest, "these are the weakest columns, not the strongest."),
    ],
    hints=[
        "Which argument is never used?",
        "Nothing that depends on a test row may enter: not its answer, not the mean.",
        "Take the rows `X[train]` and `y[train]` first; the rest can stay.",
    ],
    after="An argument that nobody uses was the clue. The means come from the training"
    " rows now, too.",
    also=[columns_by_corrcoef],
)

# --- Exercise 4: a group split without chance


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


def test_mask_by_counts(groups, share):
    """The same, with pandas: groups whose forerunners hold too few rows."""
    codes, names = pd.factorize(np.asarray(groups))
    counts = np.bincount(codes, minlength=len(names))
    before = np.cumsum(counts) - counts
    return (before < share * len(codes))[codes].tolist()


def cut_through(groups, share):
    """Cuts at a row, through a group."""
    return np.arange(len(groups)) < share * len(groups)


def share_of_groups(groups, share):
    """Counts groups, not rows."""
    groups = np.asarray(groups)
    names = list(dict.fromkeys(groups))
    return np.isin(groups, names[: int(np.ceil(share * len(names)))])


def stops_early(groups, share):
    """Leaves out the group that would reach the share."""
    groups = np.asarray(groups)
    is_test = np.full(len(groups), False)
    for name in dict.fromkeys(groups):
        if (is_test | (groups == name)).sum() >= share * len(groups):
            break
        is_test |= groups == name
    return is_test


def one_group_more(groups, share):
    """Goes on although the share is reached exactly."""
    groups = np.asarray(groups)
    is_test = np.full(len(groups), False)
    for name in dict.fromkeys(groups):
        if is_test.sum() > share * len(groups):
            break
        is_test |= groups == name
    return is_test


def by_the_alphabet(groups, share):
    """Takes the groups in the order of their names."""
    groups = np.asarray(groups)
    is_test = np.full(len(groups), False)
    for name in np.unique(groups):
        if is_test.sum() >= share * len(groups):
            break
        is_test |= groups == name
    return is_test


def rounded_down(groups, share):
    """Rounds the number of rows down: less than the share may be enough for it."""
    return test_mask_by_group(groups, int(share * len(groups)) / len(groups))


def training_share(groups, share):
    """Takes the share for that of the training rows."""
    return test_mask_by_group(groups, 1 - share)


def training_mask(groups, share):
    """Marks the training rows."""
    return ~test_mask_by_group(groups, share)


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


split_by_group = Function(
    solution=test_mask_by_group,
    cases=group_cases,
    mistakes=[
        Mistake(
            cut_through,
            "a group is cut in two: some of its rows train, others judge.",
        ),
        Mistake(
            share_of_groups,
            "this is the share of the groups. Groups differ in size: count rows.",
        ),
        Mistake(
            stops_early,
            "the test set is too small: it must hold at least the share, so the group"
            " that reaches it belongs to it.",
        ),
        Mistake(
            one_group_more,
            "a group too many: when the share is reached exactly, it is enough.",
        ),
        Mistake(
            by_the_alphabet,
            "the groups are taken by the alphabet (`np.unique` sorts). Take them in"
            " the order in which they first appear.",
        ),
        Mistake(training_mask, "this marks the training rows: turn it round."),
        Mistake(
            rounded_down,
            "3 of 10 rows are no share of 0.35: do not round the rows needed.",
        ),
        Mistake(training_share, "`share` is that of the test set."),
    ],
    hints=[
        "`dict.fromkeys(groups)` holds each name once, in order of appearance.",
        "Before you add a group, ask whether the test set is large enough already.",
        "`groups == name` marks all rows of a group; `|` joins two such masks.",
    ],
    after="`GroupShuffleSplit` does nearly this, in random order; but its `test_size`"
    " is a share of the groups: uneven groups give uneven test sets.",
    also=[test_mask_by_counts],
)

# --- Exercise 5: find three planted leaks


def leaks_counted(train, test):
    """Return three numbers of test rows: copies, shared addresses, not in the future.

    Copies: the home is in train too. Shared addresses: the address is in train too, but
    the home is not. Not in the future: the day is not after the last day of train.
    """
    is_copy = test["home"].isin(train["home"])
    is_shared = test["address"].isin(train["address"]) & ~is_copy
    is_past = test["day"] <= train["day"].max()
    return is_copy.sum(), is_shared.sum(), is_past.sum()


def leaks_by_loops(train, test):
    """The same, row by row, with sets."""
    homes, addresses = set(train["home"]), set(train["address"])
    last = max(train["day"])
    counts = [0, 0, 0]
    for row in test.itertuples():
        counts[0] += row.home in homes
        counts[1] += row.home not in homes and row.address in addresses
        counts[2] += not row.day > last
    return counts


def of_the_training_rows(train, test):
    """Counts training rows."""
    is_copy = train["home"].isin(test["home"])
    is_shared = train["address"].isin(test["address"]) & ~is_copy
    return is_copy.sum(), is_shared.sum(), (train["day"] >= test["day"].min()).sum()


def copies_counted_twice(train, test):
    """Does not take the copies out of the shared addresses."""
    copies, _, past = leaks_counted(train, test)
    return copies, test["address"].isin(train["address"]).sum(), past


def names_instead_of_rows(train, test):
    """Counts homes and addresses, not rows."""
    homes = set(train["home"]) & set(test["home"])
    is_copy = test["home"].isin(homes)
    shared = set(test["address"][~is_copy]) & set(train["address"])
    return len(homes), len(shared), leaks_counted(train, test)[2]


def after_the_first_day(train, test):
    """Compares with the first day of the training set."""
    return *leaks_counted(train, test)[:2], (test["day"] <= train["day"].min()).sum()


def same_day_is_future(train, test):
    """Lets the last day of the training set pass as future."""
    return *leaks_counted(train, test)[:2], (test["day"] < train["day"].max()).sum()


def the_honest_rows(train, test):
    """Counts the rows that lie in the future."""
    return *leaks_counted(train, test)[:2], (test["day"] > train["day"].max()).sum()


def pairs_of_rows(train, test):
    """Counts pairs of rows: a merge repeats a row for each partner."""
    copies = len(test.merge(train, on="home"))
    shared = len(test.merge(train, on="address")) - copies
    return copies, shared, leaks_counted(train, test)[2]


def one_after_the_other(train, test):
    """Counts as past only rows that leak in no other way."""
    leaky = test["home"].isin(train["home"]) | test["address"].isin(train["address"])
    past = (test["day"] <= train["day"].max()) & ~leaky
    return *leaks_counted(train, test)[:2], past.sum()


def copies_and_shared_swapped(train, test):
    """Returns the first two numbers in the wrong order."""
    copies, shared, past = leaks_counted(train, test)
    return shared, copies, past


def shares_of_rows(train, test):
    """Returns shares instead of counts."""
    return [count / len(test) for count in leaks_counted(train, test)]


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


count_leaks = Function(
    solution=leaks_counted,
    cases=leak_cases,
    mistakes=[
        Mistake(
            of_the_training_rows,
            "you counted training rows. The question is which test rows are judged"
            " too kindly.",
        ),
        Mistake(
            copies_counted_twice,
            "copies are counted again as shared addresses: a copy has the address of"
            " its twin.",
        ),
        Mistake(
            names_instead_of_rows,
            "you counted homes and addresses, not rows: one home can stand in several"
            " test rows.",
        ),
        Mistake(
            after_the_first_day,
            "you compared with the first day of train. What does the model know last?",
        ),
        Mistake(
            same_day_is_future,
            "a sale on the last day of train is not in the future.",
        ),
        Mistake(
            the_honest_rows, "the last number counts the honest rows, not the leaks."
        ),
        Mistake(shares_of_rows, "these are shares. Return numbers of rows."),
        Mistake(
            pairs_of_rows,
            "you counted pairs: `merge` repeats a test row for each partner.",
        ),
        Mistake(
            one_after_the_other,
            "a copy may lie in the past, too: the third count is of all test rows.",
        ),
        Mistake(
            copies_and_shared_swapped, "the first two numbers stand in the wrong order."
        ),
    ],
    hints=[
        '`test["home"].isin(train["home"])` marks the copies; `.sum()` counts them.',
        "`a & ~b` marks the rows of which a is true and b is not.",
        'A row leaks in time if its day is at most `train["day"].max()`.',
    ],
    after="Run it on your next project before you believe its score. On most splits"
    " made in a hurry it does not return three zeros.",
    also=[leaks_by_loops],
)

ALL = collect(globals())
