"""Answers to lesson 6.2 by students who had seen the lesson only."""

import math

import numpy as np
import pandas as pd
import torch
from scipy.spatial import KDTree
from sklearn.metrics import confusion_matrix, recall_score
from sklearn.neighbors import NearestNeighbors

from tests.exercises.answers import right, wrong

# ---- label_keepers ----

right("label_keepers", "A D F")
right("label_keepers", "fda")
right("label_keepers", "A and D and F")
right("label_keepers", "A, D, F")
right("label_keepers", ["F", "D", "A"])
right("label_keepers", {"A", "D", "F"})
right("label_keepers", np.array(list("ADF")))

wrong("label_keepers", "A B D F", "a sign is a sign", says="left")
wrong("label_keepers", "A C D F", "a faster pulse", says="faster")
wrong("label_keepers", "A D E F", "a missing word", says="which word")
wrong("label_keepers", "A D F G", "turns a 6", says="a 6 on its head")
wrong("label_keepers", "A F", "forgets the noise", says="one that keeps")
wrong("label_keepers", "D", "too careful", says="one that keeps")
wrong("label_keepers", "ABCDEFG", "all", says="left")
wrong("label_keepers", "1 4 6", "numbers", says="letters from A to G")

# ---- strength_order ----

right("strength_order", "C F A H B E")
right("strength_order", "cfahbe")
right("strength_order", "C, F, A, H, B, E")
right("strength_order", list("CFAHBE"))
right("strength_order", "C-F-A-H-B-E")
right("strength_order", "F C A H B E")

wrong("strength_order", "C F A D B E", "changes the exam", says="line D")
wrong("strength_order", "G F A H B E", "splits at random after", says="line G")
wrong("strength_order", "F A C H B E", "trains, then splits", says="line C comes too")
wrong("strength_order", "C A F H B E", "trains before listing", says="line A trains")
wrong("strength_order", "C F H A B E", "scores before", says="line H scores")
wrong("strength_order", "C F A B H E", "takes the best before", says="line B takes")
wrong("strength_order", "C F A H E B", "judges before", says="line E judges")
wrong("strength_order", "C F A H B", "never judges", says="missing")

# ---- training_table ----


@right("training_table")
def training_table(X, y, is_test, change):
    keep = ~is_test
    X_train = np.concatenate([X[keep], change(X[keep])])
    y_train = np.concatenate([y[keep], y[keep]])
    return np.column_stack([X_train, y_train])


@right("training_table")
def training_table(X, y, is_test, change):
    X, y = X[is_test == 0], y[is_test == 0].reshape(-1, 1)
    return np.vstack([np.hstack([X, y]), np.hstack([change(X), y])])


@right("training_table")
def training_table(X, y, is_test, change):
    rows = [i for i in range(len(y)) if not is_test[i]]
    copies = change(X[rows])
    first = [[*X[i], y[i]] for i in rows]
    return first + [[*copy, y[i]] for i, copy in zip(rows, copies, strict=True)]


@right("training_table")
def training_table(X, y, is_test, change):
    train = pd.DataFrame(X)[~is_test]
    copies = pd.DataFrame(change(train.to_numpy()))
    both = pd.concat([train, copies], ignore_index=True)
    both["label"] = np.tile(y[~is_test], 2)
    return both


@right("training_table")
def training_table(X, y, is_test, change):
    training = np.flatnonzero(np.logical_not(is_test))
    X_train, y_train = np.take(X, training, axis=0), np.take(y, training)
    stacked = torch.tensor(np.vstack((X_train, change(X_train))))
    return torch.cat([stacked, torch.tensor(y_train).repeat(2)[:, None]], dim=1)


@wrong("training_table", "copies of test rows train", says="copies of test rows")
def training_table(X, y, is_test, change):
    both = np.concatenate([X[~is_test], change(X)])
    return np.column_stack([both, np.concatenate([y[~is_test], y])])


@wrong("training_table", "changed before the split", says="handed the test rows")
def training_table(X, y, is_test, change):
    copies = change(X)
    both = np.vstack([X[~is_test], copies[~is_test]])
    return np.column_stack([both, np.tile(y[~is_test], 2)])


@wrong("training_table", "no copies", says="copies are missing")
def training_table(X, y, is_test, change):
    return np.column_stack([X, y])[~is_test]


@wrong("training_table", "copies only", says="originals are missing")
def training_table(X, y, is_test, change):
    return np.c_[change(X[~is_test]), y[~is_test]]


@wrong("training_table", "the parts exchanged", says="exchanged")
def training_table(X, y, is_test, change):
    both = np.concatenate([X[is_test], change(X[is_test])])
    return np.column_stack([both, np.tile(y[is_test], 2)])


@wrong("training_table", "labels repeated one by one", says="not one by one")
def training_table(X, y, is_test, change):
    both = np.vstack([X[~is_test], change(X[~is_test])])
    return np.column_stack([both, y[~is_test].repeat(2)])


@wrong("training_table", "copies first", says="copies stand first")
def training_table(X, y, is_test, change):
    both = np.vstack([change(X[~is_test]), X[~is_test]])
    return np.column_stack([both, np.tile(y[~is_test], 2)])


@wrong("training_table", "no labels", says="labels are missing")
def training_table(X, y, is_test, change):
    return np.vstack([X[~is_test], change(X[~is_test])])


@wrong("training_table", "changes the labels, too", says="labels were changed")
def training_table(X, y, is_test, change):
    table = np.c_[X, y][~is_test]
    return np.vstack([table, change(table)])


@wrong("training_table", "labels first", says="in the first column")
def training_table(X, y, is_test, change):
    both = np.vstack([X[~is_test], change(X[~is_test])])
    return np.c_[np.tile(y[~is_test], 2), both]


@wrong("training_table", "row, copy, row, copy", says="behind its row")
def training_table(X, y, is_test, change):
    rows, table = np.flatnonzero(~is_test), []
    for i, copy in zip(rows, change(X[rows]), strict=True):
        table += [[*X[i], y[i]], [*copy, y[i]]]
    return table


@wrong("training_table", "changes row by row", says="one row at a time")
def training_table(X, y, is_test, change):
    rows, copies = [], []
    for x, label, judge in zip(X, y, is_test, strict=True):
        if not judge:
            rows.append([*x, label])
            copies.append([*change(x.reshape(1, -1))[0], label])
    return rows + copies


@wrong("training_table", "test rows train", says="test rows are still in the table")
def training_table(X, y, is_test, change):
    both = np.vstack([X, change(X[~is_test])])
    return np.c_[both, np.append(y, y[~is_test])]


@wrong("training_table", "rows and labels apart", says="rows of unequal length")
def training_table(X, y, is_test, change):
    both = np.vstack([X[~is_test], change(X[~is_test])])
    return both, np.tile(y[~is_test], 2)


# ---- gains_by_class ----


@right("gains_by_class")
def gains_by_class(y, before, after, n_classes):
    gains = []
    for k in range(n_classes):
        rows = y == k
        if rows.sum() == 0:
            gains.append(np.nan)
        else:
            gains.append(np.mean(after[rows] == k) - np.mean(before[rows] == k))
    return gains


@right("gains_by_class")
def gains_by_class(y, before, after, n_classes):
    table = pd.DataFrame({"y": y, "b": before == y, "a": after == y})
    means = table.groupby("y").mean().reindex(range(n_classes))
    return means["a"] - means["b"]


@right("gains_by_class")
def gains_by_class(y, before, after, n_classes):
    right_now = np.bincount(y[after == y], minlength=n_classes)
    right_then = np.bincount(y[before == y], minlength=n_classes)
    counts = np.bincount(y, minlength=n_classes).astype(float)
    counts[counts == 0] = np.nan
    return (right_now - right_then) / counts


@right("gains_by_class")
def gains_by_class(y, before, after, n_classes):
    change = (after == y).astype(int) - (before == y).astype(int)
    return tuple(
        float(change[y == k].mean()) if k in y else float("nan")
        for k in range(n_classes)
    )


@right("gains_by_class")
def gains_by_class(y, before, after, n_classes):
    result = {k: [0, 0] for k in range(n_classes)}
    for truth, was, now in zip(y, before, after, strict=True):
        result[truth][0] += 1
        result[truth][1] += int(now == truth) - int(was == truth)
    return np.array([s / n if n else np.nan for n, s in result.values()])


@right("gains_by_class")
def gains_by_class(y, before, after, n_classes):
    y, before, after = (torch.tensor(column) for column in (y, before, after))
    means = []
    for k in range(n_classes):
        was, now = before[y == k] == k, after[y == k] == k
        means.append(now.float().mean() - was.float().mean())  # the mean of none: NaN
    return torch.stack(means)


@right("gains_by_class")
def gains_by_class(y, before, after, n_classes):
    every = np.arange(n_classes)
    now, was = (
        confusion_matrix(y, a, labels=every).diagonal() for a in (after, before)
    )
    with np.errstate(invalid="ignore"):
        return (now - was) / np.bincount(y, minlength=n_classes)


@wrong("gains_by_class", "before minus after", says="turned round")
def gains_by_class(y, before, after, n_classes):
    table = pd.DataFrame({"y": y, "b": before == y, "a": after == y})
    means = table.groupby("y").mean().reindex(range(n_classes))
    return means["b"] - means["a"]


@wrong("gains_by_class", "counts", says="Divide by the number")
def gains_by_class(y, before, after, n_classes):
    return [
        float((after[y == k] == k).sum() - (before[y == k] == k).sum())
        if k in y
        else np.nan
        for k in range(n_classes)
    ]


@wrong("gains_by_class", "over all pictures", says="number of all pictures")
def gains_by_class(y, before, after, n_classes):
    return [
        ((after == k) & (y == k)).mean() - ((before == k) & (y == k)).mean()
        if k in y
        else np.nan
        for k in range(n_classes)
    ]


@wrong("gains_by_class", "grouped by answer", says="grouped by the answer")
def gains_by_class(y, before, after, n_classes):
    def precision(answers):
        right_answer = pd.Series(answers == y)
        return right_answer.groupby(answers).mean().reindex(range(n_classes))

    return precision(after) - precision(before)


@wrong("gains_by_class", "0 for an empty class", says="NaN, not 0")
def gains_by_class(y, before, after, n_classes):
    gains = np.zeros(n_classes)
    for k in np.unique(y):
        gains[k] = (after[y == k] == k).mean() - (before[y == k] == k).mean()
    return gains


@wrong("gains_by_class", "empty classes left out", says="are missing")
def gains_by_class(y, before, after, n_classes):
    return [
        (after[y == k] == k).mean() - (before[y == k] == k).mean() for k in np.unique(y)
    ]


@wrong("gains_by_class", "after only", says="accuracy after")
def gains_by_class(y, before, after, n_classes):
    return pd.Series(after == y).groupby(y).mean().reindex(range(n_classes))


@wrong("gains_by_class", "one number", says="one number for all")
def gains_by_class(y, before, after, n_classes):
    return float(np.mean(after == y) - np.mean(before == y))


@wrong("gains_by_class", "over all pictures, 0 for none", says="number of all pictures")
def gains_by_class(y, before, after, n_classes):
    now, was = after == y, before == y
    return [((y == k) & now).mean() - ((y == k) & was).mean() for k in range(n_classes)]


@wrong("gains_by_class", "counts, 0 for none", says="these are numbers of pictures")
def gains_by_class(y, before, after, n_classes):
    now, was = after == y, before == y
    return [int(now[y == k].sum()) - int(was[y == k].sum()) for k in range(n_classes)]


@wrong("gains_by_class", "points for shares", says="a hundred times too large")
def gains_by_class(y, before, after, n_classes):
    table = pd.DataFrame({"y": y, "b": before == y, "a": after == y})
    means = 100 * table.groupby("y").mean().reindex(range(n_classes))
    return means["a"] - means["b"]


@wrong("gains_by_class", "minus the accuracy of all", says="that of all pictures")
def gains_by_class(y, before, after, n_classes):
    means = pd.Series(after == y).groupby(y).mean().reindex(range(n_classes))
    return means - np.mean(before == y)


@wrong("gains_by_class", "only what has become right", says="have become wrong")
def gains_by_class(y, before, after, n_classes):
    new = (after == y) & (before != y)
    return pd.Series(new).groupby(y).mean().reindex(range(n_classes))


@wrong("gains_by_class", "relative gain", says="divided by the accuracy before")
def gains_by_class(y, before, after, n_classes):
    table = pd.DataFrame({"y": y, "b": before == y, "a": after == y})
    means = table.groupby("y").mean().reindex(range(n_classes))
    return (means["a"] - means["b"]) / means["b"].replace(0, 1)


@wrong("gains_by_class", "how often each is answered", says="`y` is never used")
def gains_by_class(y, before, after, n_classes):
    return [np.mean(after == k) - np.mean(before == k) for k in range(n_classes)]


@wrong("gains_by_class", "scikit-learn's recall", says="NaN, not 0")
def gains_by_class(y, before, after, n_classes):
    how = {"average": None, "labels": np.arange(n_classes), "zero_division": 0}
    return recall_score(y, after, **how) - recall_score(y, before, **how)


# ---- points_between ----


@right("points_between")
def points_between(rare, starts, ranks, shares):
    points = []
    for i, k, w in zip(starts, ranks, shares, strict=True):
        others = [j for j in range(len(rare)) if j != i]
        others.sort(key=lambda j: np.linalg.norm(rare[j] - rare[i]))
        points.append(rare[i] + w * (rare[others[k - 1]] - rare[i]))
    return points


@right("points_between")
def points_between(rare, starts, ranks, shares):
    distances = np.sqrt(((rare[:, None] - rare[None]) ** 2).sum(axis=2))
    np.fill_diagonal(distances, np.inf)
    order = np.argsort(distances, axis=1, kind="stable")
    a, b = rare[starts], rare[order[starts, ranks - 1]]
    return a + shares[:, None] * (b - a)


@right("points_between")
def points_between(rare, starts, ranks, shares):
    result = np.zeros((len(starts), rare.shape[1]))
    for n in range(len(starts)):
        rest = np.delete(rare, starts[n], axis=0)
        order = KDTree(rest).query(rare[starts[n]], k=len(rest))[1]
        other = rest[np.atleast_1d(order)[ranks[n] - 1]]
        result[n] = shares[n] * other + (1 - shares[n]) * rare[starts[n]]
    return result


@right("points_between")
def points_between(rare, starts, ranks, shares):
    rows = torch.tensor(rare)
    table = torch.cdist(rows, rows, compute_mode="donot_use_mm_for_euclid_dist")
    table.fill_diagonal_(float("inf"))
    order = table.argsort(dim=1, stable=True)
    starts, ranks = torch.tensor(starts), torch.tensor(ranks)
    ends = rows[order[starts, ranks - 1]]
    return torch.lerp(rows[starts], ends, torch.tensor(shares)[:, None])


@right("points_between")
def points_between(rare, starts, ranks, shares):
    found = NearestNeighbors(n_neighbors=len(rare) - 1).fit(rare)
    order = found.kneighbors(return_distance=False)  # leaves each row itself out
    table = pd.DataFrame(rare)
    a = table.iloc[starts].to_numpy()
    b = table.iloc[order[starts, ranks - 1]].to_numpy()
    return pd.DataFrame(a + (b - a) * shares.reshape(-1, 1))


@right("points_between")  # an equal row first: the same point
def points_between(rare, starts, ranks, shares):
    points = []
    for i, k, w in zip(starts, ranks, shares, strict=True):
        order = np.argsort(((rare - rare[i]) ** 2).sum(axis=1), kind="stable")[1:]
        points.append(rare[i] + w * (rare[order[k - 1]] - rare[i]))
    return points


@right("points_between")
def points_between(rare, starts, ranks, shares):
    points = []
    for i, k, w in zip(starts, ranks, shares, strict=True):
        others = [j for j in range(len(rare)) if j != i]
        end = rare[sorted(others, key=lambda j: math.dist(rare[i], rare[j]))[k - 1]]
        points.append([a + w * (b - a) for a, b in zip(rare[i], end, strict=True)])
    return points


@wrong("points_between", "its own neighbour", says="its own nearest neighbour")
def points_between(rare, starts, ranks, shares):
    points = []
    for i, k, w in zip(starts, ranks, shares, strict=True):
        distances = ((rare - rare[i]) ** 2).sum(axis=1)
        distances[i] = -1
        j = np.argsort(distances)[k - 1]
        points.append(rare[i] + w * (rare[j] - rare[i]))
    return points


@wrong("points_between", "rank from 0", says="ranks count from 1")
def points_between(rare, starts, ranks, shares):
    table = np.sqrt(((rare[:, None] - rare[None]) ** 2).sum(axis=2))
    np.fill_diagonal(table, np.inf)
    ends = rare[table.argsort(axis=1, kind="stable")[starts, ranks]]
    return rare[starts] + shares[:, None] * (ends - rare[starts])


@wrong("points_between", "share from the end", says="measured from the neighbour")
def points_between(rare, starts, ranks, shares):
    table = np.sqrt(((rare[:, None] - rare[None]) ** 2).sum(axis=2))
    np.fill_diagonal(table, np.inf)
    ends = rare[table.argsort(axis=1, kind="stable")[starts, ranks - 1]]
    return ends + shares[:, None] * (rare[starts] - ends)


@wrong("points_between", "the farthest", says="farthest rows")
def points_between(rare, starts, ranks, shares):
    points = []
    for i, k, w in zip(starts, ranks, shares, strict=True):
        others = [j for j in range(len(rare)) if j != i]
        others.sort(key=lambda j: -np.linalg.norm(rare[j] - rare[i]))
        points.append(rare[i] + w * (rare[others[k - 1]] - rare[i]))
    return points


@wrong("points_between", "city blocks", says="adds up their squares")
def points_between(rare, starts, ranks, shares):
    table = abs(rare[:, None] - rare[None]).sum(axis=2)
    np.fill_diagonal(table, np.inf)
    ends = rare[table.argsort(axis=1, kind="stable")[starts, ranks - 1]]
    return rare[starts] + shares[:, None] * (ends - rare[starts])


@wrong("points_between", "steps only", says="Add them to the start rows")
def points_between(rare, starts, ranks, shares):
    table = np.sqrt(((rare[:, None] - rare[None]) ** 2).sum(axis=2))
    np.fill_diagonal(table, np.inf)
    ends = rare[table.argsort(axis=1, kind="stable")[starts, ranks - 1]]
    return shares[:, None] * (ends - rare[starts])


@wrong("points_between", "ranks as rows", says="not row 2")
def points_between(rare, starts, ranks, shares):
    ends = rare[ranks - 1]
    return rare[starts] + shares[:, None] * (ends - rare[starts])


@wrong("points_between", "ranks as rows, from 0", says="not row 1")
def points_between(rare, starts, ranks, shares):
    return rare[starts] + shares[:, None] * (rare[ranks] - rare[starts])


@wrong("points_between", "adds the neighbour", says="share of the neighbour itself")
def points_between(rare, starts, ranks, shares):
    points = []
    for i, k, w in zip(starts, ranks, shares, strict=True):
        others = [j for j in range(len(rare)) if j != i]
        others.sort(key=lambda j: np.linalg.norm(rare[j] - rare[i]))
        points.append(rare[i] + w * rare[others[k - 1]])
    return points


@wrong("points_between", "leaves equal rows out", says="an equal row is a neighbour")
def points_between(rare, starts, ranks, shares):
    table = np.sqrt(((rare[:, None] - rare[None]) ** 2).sum(axis=2))
    table[table == 0] = np.inf
    ends = rare[table.argsort(axis=1, kind="stable")[starts, ranks - 1]]
    return rare[starts] + shares[:, None] * (ends - rare[starts])


@wrong("points_between", "always the middle", says="half way")
def points_between(rare, starts, ranks, shares):
    table = np.sqrt(((rare[:, None] - rare[None]) ** 2).sum(axis=2))
    np.fill_diagonal(table, np.inf)
    ends = rare[table.argsort(axis=1, kind="stable")[starts, ranks - 1]]
    return (rare[starts] + ends) / 2


@wrong("points_between", "the old rows as well", says="come out together")
def points_between(rare, starts, ranks, shares):
    table = np.sqrt(((rare[:, None] - rare[None]) ** 2).sum(axis=2))
    np.fill_diagonal(table, np.inf)
    ends = rare[table.argsort(axis=1, kind="stable")[starts, ranks - 1]]
    return np.vstack([rare, rare[starts] + shares[:, None] * (ends - rare[starts])])


@wrong("points_between", "the largest difference as distance")
def points_between(rare, starts, ranks, shares):
    table = abs(rare[:, None] - rare[None]).max(axis=2)
    np.fill_diagonal(table, np.inf)
    ends = rare[table.argsort(axis=1, kind="stable")[starts, ranks - 1]]
    return rare[starts] + shares[:, None] * (ends - rare[starts])


@wrong(
    "points_between",
    "the number of the neighbour is that of the table without the start row",
    says="the number is that of the table *without* the start row",
)
def _(rare, starts, ranks, shares):
    points = []
    for start, rank, share in zip(starts, ranks, shares, strict=True):
        a = rare[start]
        others = np.delete(rare, start, axis=0)
        order = np.argsort(np.linalg.norm(others - a, axis=1), kind="stable")
        points.append(a + share * (rare[order[rank - 1]] - a))
    return np.array(points)
