"""Answers to lesson 4.1 by students who had seen the lesson only."""

import heapq
import math
from collections import Counter, namedtuple
from itertools import accumulate

import numpy as np
import pandas as pd
import torch
from sklearn.feature_selection import f_regression

from tests.exercises.answers import right, wrong

# ---- test_rows ----

right("test_rows", 1537)
right("test_rows", 1537.0)
right("test_rows", 0.8 * 0.2 * (1.96 / 0.02) ** 2)
right("test_rows", math.ceil(0.16 * (1.959964 / 0.02) ** 2))
right("test_rows", np.ceil(np.float64(0.16) * 98**2))
right("test_rows", 0.8 * 0.2 / (2 / 196) ** 2)
right("test_rows", np.int64(1537))

wrong(
    "test_rows", 400, "forgot the factor 1.96", says="so many rows make √(p(1 − p)/n) 2"
)
wrong(
    "test_rows",
    6147,
    "2 points for the whole interval instead of each side",
    says="this makes the whole interval 2",
)
wrong(
    "test_rows",
    385,
    "4 points to each side",
    says="this is for ± 4 points. How wide is",
)
wrong(
    "test_rows",
    2401,
    "a coin, p = 0.5, instead of 0.8",
    says="this is for half hits and half",
)
wrong(
    "test_rows",
    0.16 * (1.96 / 2) ** 2,
    "2 instead of 0.02: points, not shares",
    says="a number of rows is at least 1.",
)
wrong(
    "test_rows",
    0.16 * 1.96 / 0.02,
    "forgot to square: 15.7",
    says="the square is missing: n stands",
)
wrong(
    "test_rows",
    math.sqrt(0.16) * 1.96 / 0.02,
    "the root of n: 39.2",
    says="this is the root of n: square it.",
)
wrong(
    "test_rows",
    7684,
    "p instead of p (1 - p)",
    says="p, or 1 − p, stands alone where p(1",
)
wrong(
    "test_rows",
    1921,
    "1 - p instead of p (1 - p)",
    says="p, or 1 − p, stands alone where p(1",
)
wrong(
    "test_rows",
    3842,
    "the root of p (1 - p) is not squared",
    says="when you square, the root over p(1 −",
)
wrong(
    "test_rows",
    0.16 * (196 / 0.02) ** 2,
    "factor 100 twice: 15 million",
    says="100 has come in twice. Write both",
)
wrong(
    "test_rows",
    1083,
    "1.645: 90 of 100 instead of 95",
    says="this takes 1.645, which holds 90 of",
)
wrong(
    "test_rows",
    10245,
    "rows of the whole table at a share of 15 %",
    says="these are all rows of a table of",
)
wrong(
    "test_rows", 865, "p = 0.9 instead of 0.8", says="this is for 90 % hits. The bank"
)
wrong(
    "test_rows",
    998,
    "15 % of 6,650 rows: a share, not the formula",
    says="this is 15 % of the table. How many",
)
wrong("test_rows", 62, "the number of the example", says="62 is the number for ± 10")
wrong("test_rows", 3073, "doubled: 2 sides", says="twice as many as needed")
wrong("test_rows", -1537, "the sign is wrong", says="a number of rows is not negative.")
wrong(
    "test_rows", 153.7, "a slip of the point", says="the digits are right, the decimal"
)

# ---- honest_order ----

right("honest_order", "B D H F E A")
right("honest_order", "BDHFEA")
right("honest_order", "D B H F E A")
right("honest_order", "B, D, H, F, E, A")
right("honest_order", ["B", "D", "H", "F", "E", "A"])
right("honest_order", "b d h f e a")
right("honest_order", ("B", "D", "H", "F", "E", "A"))
right("honest_order", np.array(list("BDHFEA")))
right("honest_order", " B D  H\nF E A ")

wrong(
    "honest_order",
    "D H F B E A",
    "the copies are removed after the fit",
    says="copies must be gone before rows are",
)
wrong(
    "honest_order",
    "D H F E A B",
    "the copies are removed last of all",
    says="copies must be gone before rows are",
)
wrong(
    "honest_order",
    "B D H F G A",
    "chosen on the test set",
    says="line G makes the test set choose.",
)
wrong(
    "honest_order",
    "B C D H F A",
    "columns chosen on all rows; no validation",
    says="line C lets the test rows help to",
)
wrong(
    "honest_order",
    "C B D H F A",
    "columns chosen on all rows, before all else",
    says="line C lets the test rows help to",
)
wrong(
    "honest_order",
    "B D H E F A",
    "compared before they are fitted",
    says="line E compares models that have not",
)
wrong(
    "honest_order",
    "B D F H E A",
    "fitted before there is a training set",
    says="line F fits on a training set that",
)
wrong(
    "honest_order",
    "B D H F A E",
    "judged before the comparison",
    says="line A judges before a model has",
)
wrong(
    "honest_order",
    "B H D F E A",
    "training and validation before the test set",
    says="line H takes sales at *other*",
)
wrong(
    "honest_order",
    "B D H F E G",
    "compared on the test set at the end",
    says="line G makes the test set choose.",
)
wrong(
    "honest_order",
    "B D H F E",
    "the judgement is missing",
    says="a letter is missing: 6 of the 8 are",
)
wrong(
    "honest_order",
    "D H F E A",
    "the copies are forgotten",
    says="a letter is missing: 6 of the 8 are",
)
wrong(
    "honest_order",
    "B C D H F E A",
    "seven lines: the leak C is still in",
    says="line C lets the test rows help to",
)
wrong(
    "honest_order",
    "B D H C E A",
    "columns chosen on all rows, nothing fitted",
    says="line C lets the test rows help to",
)
wrong(
    "honest_order",
    "A E F H D B",
    "backwards",
    says="copies must be gone before rows are",
)
wrong(
    "honest_order",
    "B D C F E A",
    "no validation set; chosen on all rows",
    says="line C lets the test rows help to",
)
wrong(
    "honest_order",
    "A B C D E F",
    "the example from the text",
    says="line C lets the test rows help to",
)

# ---- columns_to_keep ----


@right("columns_to_keep")
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


@right("columns_to_keep")
def _(X, y, train, k):
    strengths = []
    for j in range(X.shape[1]):
        strengths.append(abs(np.corrcoef(X[train, j], y[train])[0, 1]))
    order = sorted(range(X.shape[1]), key=lambda j: strengths[j], reverse=True)
    return order[:k]


@right("columns_to_keep")
def _(X, y, train, k):
    table = pd.DataFrame(X).iloc[train]
    answers = pd.Series(np.asarray(y, dtype=float)).iloc[train]
    strengths = table.corrwith(answers).abs()
    return strengths.sort_values(ascending=False).index[:k]


@right("columns_to_keep")
def _(X, y, train, k):
    rows = torch.as_tensor(np.array(train))
    X = torch.tensor(np.asarray(X, dtype=float))[rows]
    y = torch.tensor(np.asarray(y, dtype=float))[rows]
    inner = ((X - X.mean(dim=0)) * (y - y.mean())[:, None]).mean(dim=0)
    return torch.topk((inner / X.std(dim=0)).abs(), k).indices


@right("columns_to_keep")
def _(X, y, train, k):
    def strength(j):
        column = [float(X[i, j]) for i in train]
        answers = [float(y[i]) for i in train]
        middle, level = sum(column) / len(column), sum(answers) / len(answers)
        both = sum((c - middle) * (a - level) for c, a in zip(column, answers))
        return abs(both) / math.sqrt(sum((c - middle) ** 2 for c in column))

    return heapq.nlargest(k, range(X.shape[1]), key=strength)


@right("columns_to_keep")
def _(X, y, train, k):
    scores, _ = f_regression(X[train], y[train])
    return np.argsort(scores)[::-1][:k]


@right("columns_to_keep")
def _(X, y, train, k):
    part = np.array(X, dtype=float)[train]
    part -= part.mean(axis=0)
    part /= np.linalg.norm(part, axis=0)
    answers = np.where(y, y, 0)[train]
    return np.flip(np.argsort(np.abs(answers @ part)))[:k].tolist()


@right("columns_to_keep")
def _(X, y, train, k):
    result, left = [], list(range(X.shape[1]))
    goal = y[train] - y[train].mean()
    z = (X[train] - X[train].mean(axis=0)) / X[train].std(axis=0)
    while len(result) < k:
        best = max(left, key=lambda j: (z[..., j] * goal).mean() ** 2)
        left.remove(best)
        result.append(best)
    return np.array(result)


@wrong(
    "columns_to_keep",
    "the leak is left in, with corrcoef: all rows are used",
    says="the test rows still have their say",
)
def _(X, y, train, k):
    strengths = [abs(np.corrcoef(column, y)[0, 1]) for column in X.T]
    return np.argsort(strengths)[::-1][:k]


@wrong(
    "columns_to_keep",
    "the leak is left in, with pandas: all rows are used",
    says="the test rows still have their say",
)
def _(X, y, train, k):
    strengths = pd.DataFrame(X).corrwith(pd.Series(1.0 * y)).abs()
    return strengths.nlargest(k).index.to_numpy()


@wrong(
    "columns_to_keep",
    "half repaired: the mean is of all rows",
    says="half repaired: the means still come",
)
def _(X, y, train, k):
    deviations = X[train] - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y[train]) / X[train].std(axis=0)
    return np.argsort(-strengths)[:k]


@wrong(
    "columns_to_keep",
    "half repaired: the spread is of all rows",
    says="half repaired: the spreads (`std`)",
)
def _(X, y, train, k):
    deviations = X[train] - X[train].mean(axis=0)
    strengths = np.abs(deviations.T @ y[train]) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


@wrong(
    "columns_to_keep",
    "half repaired: only mean and spread are of training rows",
    says="means and spreads come from the",
)
def _(X, y, train, k):
    deviations = X - X[train].mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X[train].std(axis=0)
    return np.argsort(-strengths)[:k]


@wrong(
    "columns_to_keep",
    "raises an error: y is not cut to the training rows",
    says="strengths = np.abs(deviations.T @ y) / X.std(axis=0)",
)
def _(X, y, train, k):
    X = X[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


@wrong(
    "columns_to_keep",
    "the test rows are used instead of the training rows",
    says="you chose on the rows that are not",
)
def _(X, y, train, k):
    X, y = np.delete(X, train, axis=0), np.delete(y, train)
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


@wrong(
    "columns_to_keep",
    "takes train for a number of rows: the first ones",
    says="you took the first rows. `train`",
)
def _(X, y, train, k):
    X, y = X[: len(train)], y[: len(train)]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


@wrong(
    "columns_to_keep", "the weakest columns", says="these are the weakest columns, not"
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(strengths)[:k]


@wrong(
    "columns_to_keep",
    "the strongest last instead of first",
    says="the right values, in reversed order.",
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(strengths)[-k:]


@wrong(
    "columns_to_keep",
    "in the order of the table, not of strength",
    says="the columns are right, their order",
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.sort(np.argsort(-strengths)[:k])


@wrong(
    "columns_to_keep",
    "no absolute value: negative relations are lost",
    says="columns with a strong negative",
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = deviations.T @ y / X.std(axis=0)
    return np.argsort(-strengths)[:k]


@wrong(
    "columns_to_keep",
    "not divided by the spread: the unit decides",
    says="not divided by the spread, a column",
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    return np.argsort(-np.abs(deviations.T @ y))[:k]


@wrong(
    "columns_to_keep",
    "divided by the variance instead of the spread",
    says="divided by the variance, a column of",
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.var(axis=0)
    return np.argsort(-strengths)[:k]


@wrong("columns_to_keep", "not centred", says="the columns' means are not")
def _(X, y, train, k):
    strengths = np.abs(X[train].T @ y[train]) / X[train].std(axis=0)
    return np.argsort(-strengths)[:k]


@wrong(
    "columns_to_keep",
    "wrong axis: train picks columns",
    says="X, y = X[:, train], y[train]",
)
def _(X, y, train, k):
    X, y = X[:, train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


@wrong(
    "columns_to_keep",
    "a mask of columns instead of their numbers",
    says="a mask (True, False) cannot say",
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return strengths >= np.sort(strengths)[-k]


@wrong(
    "columns_to_keep",
    "the columns' values instead of their numbers",
    says="these are the columns themselves.",
)
def _(X, y, train, k):
    A, b = X[train], y[train]
    deviations = A - A.mean(axis=0)
    strengths = np.abs(deviations.T @ b) / A.std(axis=0)
    return X[:, np.argsort(-strengths)[:k]]


@wrong(
    "columns_to_keep",
    "the strengths instead of the numbers",
    says="these are strengths. Return the",
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.sort(strengths)[::-1][:k]


@wrong(
    "columns_to_keep",
    "the ranks of the first k columns",
    says="these are ranks: the place of each",
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(np.argsort(-strengths))[:k]


@wrong("columns_to_keep", "one column too few", says="the last is missing")
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(-strengths)[: k - 1]


@wrong(
    "columns_to_keep",
    "one of the training rows is left out",
    says="one training row is left out.",
)
def _(X, y, train, k):
    X, y = X[train[:-1]], y[train[:-1]]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


@wrong(
    "columns_to_keep",
    "training answers are paired with sorted training rows",
    says="the rows of X and the answers in y",
)
def _(X, y, train, k):
    X, y = X[np.sort(train)], y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ y) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


@wrong(
    "columns_to_keep",
    "the test rows' answers are set to 0, their X still counts",
    says="the rows are those of training, but",
)
def _(X, y, train, k):
    known = np.zeros(len(y))
    known[train] = y[train]
    deviations = X - X.mean(axis=0)
    strengths = np.abs(deviations.T @ known) / X.std(axis=0)
    return np.argsort(-strengths)[:k]


@wrong(
    "columns_to_keep",
    "absolute values inside the sum, not around it",
    says="the absolute value is taken too",
)
def _(X, y, train, k):
    X, y = X[train], y[train]
    deviations = np.abs(X - X.mean(axis=0))
    strengths = deviations.T @ y / X.std(axis=0)
    return np.argsort(-strengths)[:k]


# ---- split_by_group ----


@right("split_by_group")
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.zeros(len(groups), dtype=bool)
    for name in groups:
        if is_test.mean() >= share:
            break
        is_test[groups == name] = True
    return is_test


@right("split_by_group")
def _(groups, share):
    codes, _ = pd.factorize(np.asarray(groups))
    sizes = np.bincount(codes)
    before = np.cumsum(sizes) - sizes
    return (before / len(codes) < share)[codes]


@right("split_by_group")
def _(groups, share):
    names = list(groups)
    chosen, held = set(), 0
    for name, size in Counter(names).items():
        if held / len(names) < share:
            chosen.add(name)
            held += size
    return [name in chosen for name in names]


@right("split_by_group")
def _(groups, share):
    column = pd.Series(np.asarray(groups))
    sizes = column.value_counts().reindex(column.unique())
    before = sizes.cumsum().shift(fill_value=0) / len(column)
    return column.isin(before.index[before < share])


@right("split_by_group")
def _(groups, share):
    groups = np.asarray(groups)
    names, first, sizes = np.unique(groups, return_index=True, return_counts=True)
    order = np.argsort(first)
    held = np.concatenate([[0], np.cumsum(sizes[order])]) / len(groups)
    n_groups = np.argmax(held >= share)
    return np.isin(groups, names[order][:n_groups])


@right("split_by_group")
def _(groups, share):
    names = tuple(groups)

    def choose(left, chosen):
        held = sum(name in chosen for name in names) / len(names)
        if held >= share or not left:
            return chosen
        return choose(left[1:], [*chosen, left[0]])

    chosen = choose(tuple(dict.fromkeys(names)), [])
    return tuple(name in chosen for name in names)


@right("split_by_group")
def _(groups, share):
    names = list(groups)
    unique = sorted(set(names), key=names.index)
    ends = accumulate((names.count(u) for u in unique), initial=0)
    starts = dict(zip(unique, ends))
    return torch.tensor([starts[name] / len(names) < share for name in names])


@right("split_by_group")
def _(groups, share):
    table = pd.DataFrame({"group": np.asarray(groups), "row": 1})
    sizes = table.groupby("group", sort=False)["row"].sum()
    before = sizes.cumsum() - sizes
    return table["group"].map(before / len(table) < share).astype("boolean")


@wrong(
    "split_by_group",
    "a group is cut in two: rows are counted, not groups",
    says="a group is cut in two: some of its",
)
def _(groups, share):
    n_test = math.ceil(share * len(groups))
    return np.arange(len(groups)) < n_test


@wrong(
    "split_by_group",
    "a share of the groups instead of the rows",
    says="this is the share of the groups.",
)
def _(groups, share):
    names = pd.unique(np.asarray(groups))
    n_groups = math.ceil(share * len(names))
    return np.isin(groups, names[:n_groups])


@wrong(
    "split_by_group",
    "the share met exactly: one more group is added",
    says="the test set has a group too many",
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.zeros(len(groups), dtype=bool)
    for name in pd.unique(groups):
        if is_test.mean() > share:
            break
        is_test |= groups == name
    return is_test


@wrong(
    "split_by_group",
    "at most the share: stops before the last group needed",
    says="the test set is too small. It must",
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.zeros(len(groups), dtype=bool)
    for name in pd.unique(groups):
        larger = is_test | (groups == name)
        if larger.mean() > share:
            break
        is_test = larger
    return is_test


@wrong(
    "split_by_group",
    "groups in the order of the alphabet",
    says="a group is left out while a later",
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.zeros(len(groups), dtype=bool)
    for name in np.unique(groups):
        if is_test.mean() >= share:
            break
        is_test |= groups == name
    return is_test


@wrong(
    "split_by_group",
    "the largest groups first",
    says="a group is left out while a later",
)
def _(groups, share):
    groups = pd.Series(np.asarray(groups))
    is_test = pd.Series(False, index=groups.index)
    for name in groups.value_counts().index:
        if is_test.mean() >= share:
            break
        is_test |= groups == name
    return is_test.to_numpy()


@wrong(
    "split_by_group",
    "the training rows are marked instead of the test rows",
    says="this marks the training rows: turn",
)
def _(groups, share):
    groups = np.asarray(groups)
    is_train = np.ones(len(groups), dtype=bool)
    for name in pd.unique(groups):
        if 1 - is_train.mean() >= share:
            break
        is_train &= groups != name
    return is_train


@wrong(
    "split_by_group",
    "the rows' numbers instead of a value for each row",
    says="row numbers where a mask is due",
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.zeros(len(groups), dtype=bool)
    for name in pd.unique(groups):
        if is_test.mean() >= share:
            break
        is_test |= groups == name
    return np.flatnonzero(is_test)


@wrong(
    "split_by_group",
    "the names of the groups instead of a value for each row",
    says="got a list of 2 values, each a text.",
)
def _(groups, share):
    names = list(groups)
    chosen, held = [], 0
    for name in dict.fromkeys(names):
        if held >= share * len(names):
            break
        chosen.append(name)
        held += names.count(name)
    return chosen


@wrong(
    "split_by_group",
    "return inside the loop: the first group only",
    says="the `return` stands inside the loop",
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.zeros(len(groups), dtype=bool)
    for name in pd.unique(groups):
        if is_test.mean() < share:
            is_test |= groups == name
        return is_test


@wrong(
    "split_by_group",
    "the mask is overwritten: the last group only",
    says="each group takes the place of the",
)
def _(groups, share):
    groups = np.asarray(groups)
    held = 0
    is_test = np.zeros(len(groups), dtype=bool)
    for name in pd.unique(groups):
        if held / len(groups) >= share:
            break
        is_test = groups == name
        held += is_test.sum()
    return is_test


@wrong(
    "split_by_group",
    "only neighbouring rows count as a group",
    says="a group is cut in two: some of its",
)
def _(groups, share):
    groups = np.asarray(groups)
    n = math.ceil(share * len(groups))
    while 0 < n < len(groups) and groups[n] == groups[n - 1]:
        n += 1
    return np.arange(len(groups)) < n


@wrong(
    "split_by_group",
    "counts the rows passed, not all rows of the chosen groups",
    says="you count the rows down to where a",
)
def _(groups, share):
    names = list(groups)
    chosen = set()
    for i, name in enumerate(names):
        if i / len(names) >= share:
            break
        chosen.add(name)
    return np.array([name in chosen for name in names])


@wrong(
    "split_by_group",
    "a group that is too large is passed over for a smaller one",
    says="the test set is too small. It must",
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.zeros(len(groups), dtype=bool)
    for name in pd.unique(groups):
        larger = is_test | (groups == name)
        if larger.mean() <= share:
            is_test = larger
    return is_test


@wrong(
    "split_by_group",
    "the rows needed are rounded down",
    says="3 of 10 rows are no share of 0.33",
)
def _(groups, share):
    groups = np.asarray(groups)
    needed = int(share * len(groups))
    is_test = np.zeros(len(groups), dtype=bool)
    for name in pd.unique(groups):
        if is_test.sum() >= needed:
            break
        is_test |= groups == name
    return is_test


@wrong(
    "split_by_group",
    "the share is ignored: always one half",
    says="the test set is one half whatever",
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.zeros(len(groups), dtype=bool)
    for name in pd.unique(groups):
        if is_test.mean() >= 0.5:
            break
        is_test |= groups == name
    return is_test


@wrong(
    "split_by_group",
    "a count of rows is compared with a share",
    says="only the first group gets in. Does",
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.zeros(len(groups), dtype=bool)
    for name in pd.unique(groups):
        if is_test.sum() >= share:
            break
        is_test |= groups == name
    return is_test


@wrong(
    "split_by_group",
    "raises an error: a name is used as a row number",
    says="is_test[name] = True",
)
def _(groups, share):
    is_test = np.zeros(len(groups), dtype=bool)
    for name in groups:
        if is_test.mean() < share:
            is_test[name] = True
    return is_test


@wrong(
    "split_by_group",
    "the groups are filled from the end of the table",
    says="a group is left out while a later",
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.zeros(len(groups), dtype=bool)
    for name in pd.unique(groups[::-1]):
        if is_test.mean() >= share:
            break
        is_test |= groups == name
    return is_test


@wrong(
    "split_by_group",
    "returns shape (n_rows, 1)",
    says="the right numbers, in the shape (6",
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test = np.zeros(len(groups), dtype=bool)
    for name in pd.unique(groups):
        if is_test.mean() >= share:
            break
        is_test |= groups == name
    return is_test[:, None]


@wrong(
    "split_by_group",
    "a group is counted again at each of its rows",
    says="a group is counted again at each of",
)
def _(groups, share):
    groups = np.asarray(groups)
    is_test, held = np.zeros(len(groups), dtype=bool), 0
    for name in groups:
        if held / len(groups) >= share:
            break
        is_test |= groups == name
        held += (groups == name).sum()
    return is_test


@wrong(
    "split_by_group",
    "groups by chance: they are shuffled first",
    says="a group is left out while a later",
)
def _(groups, share):
    groups = np.asarray(groups)
    names = np.random.default_rng(0).permutation(pd.unique(groups))
    is_test = np.zeros(len(groups), dtype=bool)
    for name in names:
        if is_test.mean() >= share:
            break
        is_test |= groups == name
    return is_test


@wrong(
    "split_by_group",
    "letters only: a name is known by its first character",
    says="names that begin alike are taken for",
)
def _(groups, share):
    first = np.array([str(name)[0] for name in groups])
    is_test = np.zeros(len(first), dtype=bool)
    for name in pd.unique(first):
        if is_test.mean() >= share:
            break
        is_test |= first == name
    return is_test


# ---- count_leaks ----

Leaks = namedtuple("Leaks", "copies shared not_future")


@right("count_leaks")
def _(train, test):
    copy = test["home"].isin(train["home"])
    shared = test["address"].isin(train["address"]) & ~copy
    early = test["day"] <= train["day"].max()
    return copy.sum(), shared.sum(), early.sum()


@right("count_leaks")
def _(train, test):
    homes, addresses = set(train["home"]), set(train["address"])
    last = max(train["day"])
    copies = shared = early = 0
    for _, row in test.iterrows():
        if row["home"] in homes:
            copies += 1
        elif row["address"] in addresses:
            shared += 1
        if not row["day"] > last:
            early += 1
    return [copies, shared, early]


@right("count_leaks")
def _(train, test):
    same_home = test["home"].to_numpy()[:, None] == train["home"].to_numpy()
    same_place = test["address"].to_numpy()[:, None] == train["address"].to_numpy()
    late = test["day"].to_numpy()[:, None] > train["day"].to_numpy()
    copies = same_home.any(axis=1)
    shared = same_place.any(axis=1) & np.logical_not(copies)
    return np.array([copies.sum(), shared.sum(), (~late.all(axis=1)).sum()])


@right("count_leaks")
def _(train, test):
    known = train[["home"]].drop_duplicates()
    both = test.merge(known, on="home", how="left", indicator=True)
    alone = both[both["_merge"] == "left_only"].drop(columns="_merge")
    shared = alone.merge(train[["address"]].drop_duplicates(), on="address")
    early = test.query("day <= @train.day.max()")
    return Leaks(len(test) - len(alone), len(shared), len(early))


@right("count_leaks")
def _(train, test):
    rows = list(zip(test["home"], test["address"], test["day"]))
    homes, places = train["home"].tolist(), train["address"].tolist()
    last = sorted(train["day"])[-1]
    return (
        sum(1 for home, _, _ in rows if home in homes),
        sum(1 for home, place, _ in rows if place in places and home not in homes),
        sum(1 for _, _, day in rows if day <= last),
    )


@right("count_leaks")
def _(train, test):
    kind = np.select(
        [np.isin(test["home"], train["home"]), test["address"].isin(train["address"])],
        [1, 2],
    )
    early = np.where(test["day"] > train["day"].max(), 0, 1)
    return pd.Series([(kind == 1).sum(), (kind == 2).sum(), early.sum()])


@right("count_leaks")
def _(train, test):
    homes = train["home"].value_counts()
    places = train["address"].value_counts()
    is_copy = test["home"].map(homes).notna()
    others = test[~is_copy]
    n_shared = others["address"].map(places).count()
    days = torch.tensor(test["day"].to_numpy())
    n_early = (days <= train["day"].max()).sum().item()
    return float(is_copy.sum()), float(n_shared), float(n_early)


@wrong(
    "count_leaks",
    "copies are counted among the shared addresses too",
    says="copies are counted again as shared",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    shared = test["address"].isin(train["address"])
    early = test["day"] <= train["day"].max()
    return copies.sum(), shared.sum(), early.sum()


@wrong(
    "count_leaks",
    "a sale on the last day itself is not counted",
    says="a sale on the last day of train is",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    shared = test["address"].isin(train["address"]) & ~copies
    early = test["day"] < train["day"].max()
    return copies.sum(), shared.sum(), early.sum()


@wrong(
    "count_leaks",
    "compared with the first day of train instead of the last",
    says="you compared with the first day of",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    shared = test["address"].isin(train["address"]) & ~copies
    early = test["day"] <= train["day"].min()
    return copies.sum(), shared.sum(), early.sum()


@wrong(
    "count_leaks",
    "compared with the day in train's last row, not the latest day",
    says="the last row of train need not be",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    shared = test["address"].isin(train["address"]) & ~copies
    early = test["day"] <= train["day"].iloc[-1]
    return copies.sum(), shared.sum(), early.sum()


@wrong(
    "count_leaks",
    "the rows in the future are counted",
    says="the last number counts the honest",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    shared = test["address"].isin(train["address"]) & ~copies
    return copies.sum(), shared.sum(), (test["day"] > train["day"].max()).sum()


@wrong(
    "count_leaks",
    "homes are counted once, not test rows",
    says="you counted each home, or each",
)
def _(train, test):
    homes = set(test["home"]) & set(train["home"])
    places = set(test["address"]) & set(train["address"])
    others = test[~test["home"].isin(homes)]
    n_early = int((test["day"] <= train["day"].max()).sum())
    return len(homes), others["address"].isin(places).sum(), n_early


@wrong(
    "count_leaks",
    "addresses are counted once, not test rows",
    says="you counted each home, or each",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    shared = set(test.loc[~copies, "address"]) & set(train["address"])
    return copies.sum(), len(shared), (test["day"] <= train["day"].max()).sum()


@wrong(
    "count_leaks",
    "training rows are counted instead of test rows",
    says="you counted training rows. The",
)
def _(train, test):
    copies = train["home"].isin(test["home"])
    shared = train["address"].isin(test["address"]) & ~copies
    early = test["day"] <= train["day"].max()
    return copies.sum(), shared.sum(), early.sum()


@wrong(
    "count_leaks",
    "`in` looks at the row labels of a Series, not at its values",
    says="nothing is found. `in` looks at a",
)
def _(train, test):
    copies = shared = early = 0
    for home, address, day in zip(test["home"], test["address"], test["day"]):
        if home in train["home"]:
            copies += 1
        elif address in train["address"]:
            shared += 1
        if day <= train["day"].max():
            early += 1
    return copies, shared, early


@wrong(
    "count_leaks",
    "a merge counts a test row once for each twin in train",
    says="you counted pairs. A test row counts",
)
def _(train, test):
    copies = test.merge(train, on="home")
    shared = test[~test["home"].isin(train["home"])].merge(train, on="address")
    return len(copies), len(shared), (test["day"] <= train["day"].max()).sum()


@wrong(
    "count_leaks",
    "copies only where all three columns agree",
    says="a copy may differ in its day: the",
)
def _(train, test):
    rows = set(train.itertuples(index=False, name=None))
    copies = np.array([r in rows for r in test.itertuples(index=False, name=None)])
    shared = test["address"].isin(train["address"]).to_numpy() & ~copies
    return copies.sum(), shared.sum(), (test["day"] <= train["day"].max()).sum()


@wrong(
    "count_leaks",
    "wrong order of the three numbers",
    says="values 1 and 2 have changed places.",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    shared = test["address"].isin(train["address"]) & ~copies
    early = test["day"] <= train["day"].max()
    return shared.sum(), copies.sum(), early.sum()


@wrong(
    "count_leaks",
    "shares of the test rows instead of counts",
    says="each value is `len(test)` times too",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    shared = test["address"].isin(train["address"]) & ~copies
    early = test["day"] <= train["day"].max()
    return copies.mean(), shared.mean(), early.mean()


@wrong(
    "count_leaks",
    "each row is counted once: copies and neighbours have no day",
    says="a copy may lie in the past, too: the",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    shared = test["address"].isin(train["address"]) & ~copies
    early = (test["day"] <= train["day"].max()) & ~copies & ~shared
    return copies.sum(), shared.sum(), early.sum()


@wrong(
    "count_leaks",
    "copies are left out of the third number",
    says="a copy may lie in the past, too: the",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    others = test[~copies]
    shared = others["address"].isin(train["address"])
    early = others["day"] <= train["day"].max()
    return copies.sum(), shared.sum(), early.sum()


@wrong(
    "count_leaks",
    "return inside the loop: the first row only",
    says="the `return` stands inside the loop",
)
def _(train, test):
    homes, places = set(train["home"]), set(train["address"])
    copies = shared = early = 0
    for home, place, day in zip(test["home"], test["address"], test["day"]):
        copies += home in homes
        shared += place in places and home not in homes
        early += day <= train["day"].max()
        return copies, shared, early


@wrong(
    "count_leaks",
    "raises an error: tables of different length are compared",
    says='copies = test["home"] == train["home"]',
)
def _(train, test):
    copies = test["home"] == train["home"]
    shared = (test["address"] == train["address"]) & ~copies
    early = test["day"] <= train["day"]
    return copies.sum(), shared.sum(), early.sum()


@wrong(
    "count_leaks",
    "row is compared with row: twins elsewhere are missed",
    says="nothing is found. `in` looks at a",
)
def _(train, test):
    n = min(len(train), len(test))
    homes = test["home"].to_numpy()[:n] == train["home"].to_numpy()[:n]
    places = test["address"].to_numpy()[:n] == train["address"].to_numpy()[:n]
    early = test["day"] <= train["day"].max()
    return homes.sum(), (places & ~homes).sum(), early.sum()


@wrong(
    "count_leaks",
    "copies within the test set are counted, train is ignored",
    says="you looked for repetitions within",
)
def _(train, test):
    copies = test["home"].duplicated()
    shared = test["address"].duplicated() & ~copies
    early = test["day"] <= train["day"].max()
    return copies.sum(), shared.sum(), early.sum()


@wrong(
    "count_leaks",
    "the last day of the test set instead of the training set",
    says="the last day of train counts, not",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    shared = test["address"].isin(train["address"]) & ~copies
    early = test["day"] <= test["day"].max()
    return copies.sum(), shared.sum(), early.sum()


@wrong(
    "count_leaks",
    "the last day of the same address, not of the whole train",
    says="the last day of train counts, not",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    shared = test["address"].isin(train["address"]) & ~copies
    last = test["address"].map(train.groupby("address")["day"].max())
    return copies.sum(), shared.sum(), (test["day"] <= last).sum()


@wrong(
    "count_leaks",
    "an address with any copy is struck out as a whole",
    says="an address at which a copy stands is",
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    with_copy = test.loc[copies, "address"]
    shared = test["address"].isin(train["address"]) & ~test["address"].isin(with_copy)
    early = test["day"] <= train["day"].max()
    return copies.sum(), shared.sum(), early.sum()


@wrong(
    "count_leaks", "masks instead of counts", says="these are masks: count their True"
)
def _(train, test):
    copies = test["home"].isin(train["home"])
    shared = test["address"].isin(train["address"]) & ~copies
    return copies, shared, test["day"] <= train["day"].max()


# ---- found by a student of a later edition ----

wrong("test_rows", 62 * 25, "25 times a rounded 62", says="62 is rounded up")
wrong("test_rows", 62 * 5, "5 times 62", says="25 times the rows, not 5")
wrong("test_rows", 308, "5 times 61.5", says="25 times the rows, not 5")
wrong("test_rows", 2500, "p = 0.5 and 2 for 1.96", says="p = 0.5, and 2 for 1.96")


@wrong("split_by_group", "= in place of |=", says="only the last group is marked")
def _(groups, share):
    test = np.zeros(len(groups), dtype=bool)
    for group in dict.fromkeys(groups.tolist()):
        if test.sum() >= share * len(groups):
            break
        test = groups == group
    return test


@wrong("split_by_group", "= in place of |=", says="only one group is marked")
def _(groups, share):
    test = np.zeros(len(groups), dtype=bool)
    for group in dict.fromkeys(groups.tolist()):
        test = groups == group
        if test.mean() >= share:
            break
    return test


def n_past(train, test):
    """Return how many test rows are not in the future."""
    return (test["day"] <= train["day"].max()).sum()


@wrong("count_leaks", "stops at the first neighbour", says="the search stops at the")
def _(train, test):
    copies = shared = 0
    for row in test.itertuples():
        for other in train.itertuples():
            if other.home == row.home:
                copies += 1
                break
            if other.address == row.address:
                shared += 1
                break
    return copies, shared, n_past(train, test)


@wrong("count_leaks", "nested loops without break", says="you counted pairs")
def _(train, test):
    copies = shared = 0
    for row in test.itertuples():
        for other in train.itertuples():
            if other.home == row.home:
                copies += 1
            elif other.address == row.address:
                shared += 1
    return copies, shared, n_past(train, test)


@wrong("count_leaks", "a merge has pairs", says="you counted pairs")
def _(train, test):
    copies = test["home"].isin(train["home"]).sum()
    shared = len(test.merge(train, on="address")) - copies
    return copies, shared, n_past(train, test)


@wrong("count_leaks", "merges have pairs", says="you counted pairs")
def _(train, test):
    copies = len(test.merge(train, on="home"))
    shared = len(test.merge(train, on="address")) - copies
    return copies, shared, n_past(train, test)


@wrong("count_leaks", "sets of both", says="each home, or each address, once")
def _(train, test):
    copies = len(set(test["home"]) & set(train["home"]))
    shared = len(set(test["address"]) & set(train["address"])) - copies
    return copies, shared, n_past(train, test)


@wrong("count_leaks", "sets of addresses", says="each home, or each address, once")
def _(train, test):
    copies = test["home"].isin(set(train["home"])).sum()
    shared = len(set(test["address"]) & set(train["address"])) - copies
    return copies, shared, n_past(train, test)
