"""Answers to lesson 2.1 by students who had seen the lesson only."""

import numpy as np
import pandas as pd
import torch

from tests.exercises.answers import right, wrong

# ---- alarm_threshold ----

right("alarm_threshold", 10 / 200)
right("alarm_threshold", 0.05)
right("alarm_threshold", 1 / (1 + 19))
right("alarm_threshold", np.array(0.05))
right("alarm_threshold", torch.tensor(0.05))
wrong(
    "alarm_threshold",
    10 / 190,
    "one cost over the other",
    says="divided one cost by the other",
)
wrong("alarm_threshold", 0.95, "of the other class", says="probability of *no* fraud")
wrong("alarm_threshold", 5, "in percent", says="not in percent")
wrong("alarm_threshold", 0.5, "the usual one", says="only if both errors cost the same")
wrong("alarm_threshold", 19, "the ratio", says="ratio of the costs")
wrong("alarm_threshold", 1 / 11, "the lesson's costs", says=None)
wrong("alarm_threshold", "0.05 €", "a text", says="number")

# ---- stump_prediction ----


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    return [low_answer if row[column] <= threshold else high_answer for row in X]


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    low = pd.DataFrame(X)[column] <= threshold
    return low.map({True: low_answer, False: high_answer})


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    answers = np.empty(len(X))
    for i in range(len(X)):
        if X[i][column] <= threshold:
            answers[i] = low_answer
        else:
            answers[i] = high_answer
    return answers


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    low = (np.array(X)[:, column] <= threshold).astype(int)
    return low * low_answer + (1 - low) * high_answer


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    values = torch.as_tensor(np.asarray(X, float)[:, column])
    return torch.where(values <= threshold, low_answer, high_answer)


@wrong("stump_prediction", "strictly below", says="equal to the threshold is low")
def _(X, column, threshold, low_answer, high_answer):
    return [low_answer if row[column] < threshold else high_answer for row in X]


@wrong(
    "stump_prediction",
    "NaN falls to the low side",
    says="missing value gets high_answer",
)
def _(X, column, threshold, low_answer, high_answer):
    return [high_answer if row[column] > threshold else low_answer for row in X]


@wrong("stump_prediction", "answers exchanged", says="low and high are exchanged")
def _(X, column, threshold, low_answer, high_answer):
    return [high_answer if row[column] <= threshold else low_answer for row in X]


@wrong("stump_prediction", "a row, not a column", says="takes a row of X")
def _(X, column, threshold, low_answer, high_answer):
    return np.where(X[column] <= threshold, low_answer, high_answer)


@wrong("stump_prediction", "returns after the first row", says="stands inside the loop")
def _(X, column, threshold, low_answer, high_answer):
    answers = []
    for row in X:
        answers.append(low_answer if row[column] <= threshold else high_answer)
        return answers


@wrong("stump_prediction", "a mask", says="Which answer does it get?")
def _(X, column, threshold, low_answer, high_answer):
    return np.array([row[column] <= threshold for row in X])


@wrong(
    "stump_prediction",
    "0 and 1 whatever the answers are",
    says="`low_answer` is never used",
)
def _(X, column, threshold, low_answer, high_answer):
    return np.where(X[:, column] <= threshold, 0, 1)


@wrong("stump_prediction", "always the first column", says="`column` is never used")
def _(X, column, threshold, low_answer, high_answer):
    return np.where(X[:, 0] <= threshold, low_answer, high_answer)


# ---- files_on_both_sides ----


@right("files_on_both_sides")
def _(files, is_test):
    found = []
    for name in files:
        sides = {test for other, test in zip(files, is_test) if other == name}
        if len(sides) == 2 and name not in found:
            found.append(name)
    found.sort()
    return found


@right("files_on_both_sides")
def _(files, is_test):
    table = pd.DataFrame({"file": list(files), "test": list(is_test)})
    share = table.groupby("file")["test"].mean()
    return share[(share > 0) & (share < 1)].index.tolist()


@right("files_on_both_sides")
def _(files, is_test):
    files, is_test = np.array(files), np.array(is_test, bool)
    return np.intersect1d(files[is_test], files[~is_test])


@right("files_on_both_sides")
def _(files, is_test):
    test = set(np.array(files)[np.array(is_test)])
    train = set(np.array(files)[~np.array(is_test)])
    return sorted(str(name) for name in test & train)


@right("files_on_both_sides")
def _(files, is_test):
    sides = {}
    for name, test in zip(files, is_test):
        sides.setdefault(name, set()).add(bool(test))
    return sorted(name for name, seen in sides.items() if len(seen) > 1)


@wrong("files_on_both_sides", "order of appearance", says="not sorted")
def _(files, is_test):
    train = [n for n, t in zip(files, is_test) if not t]
    test = [n for n, t in zip(files, is_test) if t]
    return [n for n in dict.fromkeys(files) if n in train and n in test]


@wrong("files_on_both_sides", "once for each text", says="each file once")
def _(files, is_test):
    train = [n for n, t in zip(files, is_test) if not t]
    test = [n for n, t in zip(files, is_test) if t]
    return [n for n in files if n in train and n in test]


@wrong("files_on_both_sides", "sorted, but twice", says="more than once")
def _(files, is_test):
    train = [n for n, t in zip(files, is_test) if not t]
    return sorted(n for n, t in zip(files, is_test) if t and n in train)


@wrong("files_on_both_sides", "all files", says="all lie on one side")
def _(files, is_test):
    return sorted(set(files))


@wrong("files_on_both_sides", "all files of the test part", says="all lie on one side")
def _(files, is_test):
    return sorted({n for n, t in zip(files, is_test) if t})


@wrong("files_on_both_sides", "how many", says="not how many")
def _(files, is_test):
    train = {n for n, t in zip(files, is_test) if not t}
    return len(train & {n for n, t in zip(files, is_test) if t})


@wrong("files_on_both_sides", "a set", says="`sorted` makes one of a set")
def _(files, is_test):
    train = {n for n, t in zip(files, is_test) if not t}
    return train & {n for n, t in zip(files, is_test) if t}


@wrong("files_on_both_sides", "those on one side only", says="all lie on one side")
def _(files, is_test):
    train = {n for n, t in zip(files, is_test) if not t}
    return sorted(train ^ {n for n, t in zip(files, is_test) if t})


# ---- keep_best ----


@right("keep_best")
def _(scores, overlaps, most=0.5):
    kept = []
    for n in np.argsort(-np.array(scores), kind="stable"):
        if not kept or max(overlaps[n][k] for k in kept) < most:
            kept.append(n)
    return kept


@right("keep_best")
def _(scores, overlaps, most=0.5):
    alive, kept = np.full(len(scores), True), []
    for n in sorted(range(len(scores)), key=lambda n: (-scores[n], n)):
        if alive[n]:
            kept.append(n)
            alive &= np.asarray(overlaps)[n] < most
    return kept


@right("keep_best")
def _(scores, overlaps, most=0.5):
    order = pd.Series(scores).sort_values(ascending=False, kind="stable").index
    kept = []
    for n in order:
        clash = False
        for k in kept:
            if overlaps[n, k] >= most:
                clash = True
        if not clash:
            kept.append(n)
    return np.array(kept)


@right("keep_best")
def _(scores, overlaps, most=0.5):
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    kept = []
    for n in order:
        if not any(overlaps[n][b] >= most for b in kept):
            kept.append(n)
    return tuple(kept)


@right("keep_best")
def _(scores, overlaps, most=0.5):
    def go(left, kept):
        if not left:
            return kept
        best, rest = left[0], left[1:]
        return go([n for n in rest if overlaps[best][n] < most], [*kept, best])

    return go(sorted(range(len(scores)), key=lambda n: -scores[n]), [])


@wrong("keep_best", "the bug in other words", says="no box that was *kept*")
def _(scores, overlaps, most=0.5):
    kept = []
    for n in range(len(scores)):
        better = [b for b in range(len(scores)) if (-scores[b], b) < (-scores[n], n)]
        if not any(overlaps[n][b] >= most for b in better):
            kept.append(n)
    return sorted(kept, key=lambda n: -scores[n])


@wrong(
    "keep_best",
    "compares with the last kept one only",
    says="overlaps one that was kept",
)
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if not kept or overlaps[n][kept[-1]] < most:
            kept.append(n)
    return kept


@wrong("keep_best", "exactly most is allowed", says="exactly `most`")
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if all(overlaps[n][b] <= most for b in kept):
            kept.append(n)
    return kept


@wrong("keep_best", "the worst first", says="sort by falling score")
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: scores[n]):
        if all(overlaps[n][b] < most for b in kept):
            kept.append(n)
    return kept


@wrong("keep_best", "sorted by number", says="not the highest score first")
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if all(overlaps[n][b] < most for b in kept):
            kept.append(n)
    return sorted(kept)


@wrong("keep_best", "the scores", says="not their scores")
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if all(overlaps[n][b] < most for b in kept):
            kept.append(n)
    return [scores[n] for n in kept]


@wrong("keep_best", "in the order of the list", says="not by falling score")
def _(scores, overlaps, most=0.5):
    kept = []
    for n in range(len(scores)):
        if all(overlaps[n][b] < most for b in kept):
            kept.append(n)
    return kept


# ---- rectangle_overlap ----


@right("rectangle_overlap")
def _(box, other):
    l1, t1, r1, b1 = box
    l2, t2, r2, b2 = other
    if r1 <= l2 or r2 <= l1 or b1 <= t2 or b2 <= t1:
        return 0
    shared = (min(r1, r2) - max(l1, l2)) * (min(b1, b2) - max(t1, t2))
    return shared / ((r1 - l1) * (b1 - t1) + (r2 - l2) * (b2 - t2) - shared)


@right("rectangle_overlap")
def _(box, other):
    a, b = (
        torch.tensor(box, dtype=torch.float64),
        torch.tensor(other, dtype=torch.float64),
    )
    sides = (torch.minimum(a[2:], b[2:]) - torch.maximum(a[:2], b[:2])).clamp(min=0)
    shared = sides.prod()
    return shared / ((a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - shared)


@right("rectangle_overlap")
def _(box, other):
    cells = lambda b: {(x, y) for x in range(b[0], b[2]) for y in range(b[1], b[3])}
    return len(cells(box) & cells(other)) / len(cells(box) | cells(other))


@right("rectangle_overlap")
def _(box, other):
    w = np.clip(min(box[2], other[2]) - max(box[0], other[0]), 0, None)
    h = np.clip(min(box[3], other[3]) - max(box[1], other[1]), 0, None)
    area = lambda b: (b[2] - b[0]) * (b[3] - b[1])
    return np.float64(w * h / (area(box) + area(other) - w * h))


@right("rectangle_overlap")
def _(box, other):
    both = pd.DataFrame([box, other], columns=["l", "t", "r", "b"])
    w, h = max(0, both.r.min() - both.l.max()), max(0, both.b.min() - both.t.max())
    return w * h / (((both.r - both.l) * (both.b - both.t)).sum() - w * h)


def parts(box, other):
    w = min(box[2], other[2]) - max(box[0], other[0])
    h = min(box[3], other[3]) - max(box[1], other[1])
    return w, h, *((b[2] - b[0]) * (b[3] - b[1]) for b in (box, other))


@wrong(
    "rectangle_overlap",
    "two negative sides",
    says="negative sides have a positive product",
)
def _(box, other):
    w, h, a, b = parts(box, other)
    return w * h / (a + b - w * h)


@wrong("rectangle_overlap", "clips the area, not the sides", says="before you multiply")
def _(box, other):
    w, h, a, b = parts(box, other)
    shared = max(w * h, 0)
    return shared / (a + b - shared)


@wrong(
    "rectangle_overlap", "the union counts the shared part twice", says="counted twice"
)
def _(box, other):
    w, h, a, b = parts(box, other)
    return max(w, 0) * max(h, 0) / (a + b)


@wrong("rectangle_overlap", "divides by the smaller area", says="smaller area")
def _(box, other):
    w, h, a, b = parts(box, other)
    return max(w, 0) * max(h, 0) / min(a, b)


@wrong("rectangle_overlap", "the shared area", says="this is the shared area")
def _(box, other):
    w, h, a, b = parts(box, other)
    return max(w, 0) * max(h, 0)


@wrong("rectangle_overlap", "in percent", says="lies between 0 and 1")
def _(box, other):
    w, h, a, b = parts(box, other)
    shared = max(w, 0) * max(h, 0)
    return 100 * shared / (a + b - shared)


@wrong("rectangle_overlap", "width and height", says="not a width and a height")
def _(box, other):
    (x, y, w, h), (x2, y2, w2, h2) = box, other
    a = max(0, min(x + w, x2 + w2) - max(x, x2)) * max(
        0, min(y + h, y2 + h2) - max(y, y2)
    )
    return a / (w * h + w2 * h2 - a)


@wrong("rectangle_overlap", "union over intersection", says=None)
def _(box, other):
    w, h, a, b = parts(box, other)
    shared = max(w, 0) * max(h, 0)
    return (a + b - shared) / shared if shared else 0


# ---- cheapest_threshold ----


def total(t, chances, truth, miss, alarm):
    return sum(
        (miss if label == 1 and p <= t else 0) + (alarm if label == 0 and p > t else 0)
        for p, label in zip(chances, truth)
    )


@right("cheapest_threshold")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    cost = [(total(t, chances, truth, miss_cost, alarm_cost), t) for t in candidates]
    return min(cost)[1]


@right("cheapest_threshold")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    t = np.sort(candidates)
    alarms = np.asarray(chances)[:, None] > t
    y = np.asarray(truth)[:, None]
    cost = miss_cost * ((y == 1) & ~alarms).sum(0) + alarm_cost * (
        (y == 0) & alarms
    ).sum(0)
    return t[cost.argmin()]


@right("cheapest_threshold")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    costs = pd.Series(
        {t: total(t, chances, truth, miss_cost, alarm_cost) for t in sorted(candidates)}
    )
    return costs.idxmin()


@right("cheapest_threshold")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    best = None
    for t in candidates:
        c = total(t, chances, truth, miss_cost, alarm_cost)
        if best is None or c < best[0] or (c == best[0] and t < best[1]):
            best = c, t
    return best[1]


@right("cheapest_threshold")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    p, y = torch.as_tensor(chances), torch.as_tensor(truth)
    cost = lambda t: (
        miss_cost * ((y == 1) & (p <= t)).sum()
        + alarm_cost * ((y == 0) & (p > t)).sum()
    ).item()
    return min(sorted(candidates), key=cost)


@wrong("cheapest_threshold", "costs exchanged", says="exchanged")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    return min(
        sorted(candidates),
        key=lambda t: total(t, chances, truth, alarm_cost, miss_cost),
    )


@wrong("cheapest_threshold", "counts errors", says="counts errors")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    return min(sorted(candidates), key=lambda t: total(t, chances, truth, 1, 1))


@wrong("cheapest_threshold", "the cost itself", says="this is the lowest cost")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    return min(total(t, chances, truth, miss_cost, alarm_cost) for t in candidates)


@wrong("cheapest_threshold", "its place", says="place in the list")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    return int(
        np.argmin([total(t, chances, truth, miss_cost, alarm_cost) for t in candidates])
    )


@wrong("cheapest_threshold", "first of equal ones", says="the lowest threshold is due")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    return min(
        candidates, key=lambda t: total(t, chances, truth, miss_cost, alarm_cost)
    )


@wrong("cheapest_threshold", "alarm at equality", says="not where the chance is equal")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    return min(
        sorted(candidates),
        key=lambda t: total(t - 1e-9, chances, truth, miss_cost, alarm_cost),
    )


@wrong(
    "cheapest_threshold", "returns in the first round", says="stands inside the loop"
)
def _(chances, truth, miss_cost, alarm_cost, candidates):
    best, lowest = None, np.inf
    for t in sorted(candidates):
        c = total(t, chances, truth, miss_cost, alarm_cost)
        if c < lowest:
            best, lowest = t, c
        return best


@wrong("cheapest_threshold", "the formula", says="trusts the chances")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    return alarm_cost / (alarm_cost + miss_cost)


@wrong("cheapest_threshold", "the dearest", says="dearest threshold")
def _(chances, truth, miss_cost, alarm_cost, candidates):
    return max(
        sorted(candidates),
        key=lambda t: total(t, chances, truth, miss_cost, alarm_cost),
    )
