"""Answers to lesson 2.1 by students who had seen the lesson only."""

import math

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


@wrong("stump_prediction", "always the first column", says=None)
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


# ---- a second student: alarm_threshold ----
right("alarm_threshold", 10 / (10 + 190))
right("alarm_threshold", np.float32(0.05))
right("alarm_threshold", 1 / 20)
right("alarm_threshold", pd.Series([10, 190]).pipe(lambda s: s[0] / s.sum()))
right("alarm_threshold", np.array([0.05]))
right("alarm_threshold", 0.0500)
wrong(
    "alarm_threshold",
    0.0526,
    "one cost over the other, rounded",
    says="you divided one cost by the other. An",
)
wrong("alarm_threshold", 190 / 10 / 100, "the ratio as a share", says=None)
wrong(
    "alarm_threshold", 0.95, "190/200", says="this is the probability of *no* fraud at"
)
wrong(
    "alarm_threshold",
    1 / 19,
    "one over the ratio",
    says="you divided one cost by the other. An",
)
wrong(
    "alarm_threshold",
    1 / (1 + 190),
    "the alarm costs 1",
    says="here a false alarm costs 10, not 1: the 1",
)
wrong(
    "alarm_threshold",
    1 / (1 + 10),
    "the rule of the lesson",
    says="this is the threshold for the lesson's",
)
wrong(
    "alarm_threshold",
    10 * 190 / (10 + 190),
    "product over sum",
    says="a probability lies between 0 and 1. At",
)
wrong(
    "alarm_threshold", "5 %", "percent as a text", says="expected a number, got a text."
)
wrong("alarm_threshold", 0.1, "guessed", says=None)
wrong(
    "alarm_threshold",
    200,
    "the sum of costs",
    says="a probability lies between 0 and 1. At",
)
wrong(
    "alarm_threshold",
    20,
    "sum over the alarm",
    says="a probability lies between 0 and 1. At",
)
wrong(
    "alarm_threshold",
    180,
    "difference of costs",
    says="a probability lies between 0 and 1. At",
)
wrong("alarm_threshold", -0.05, "sign", says="the value is of the opposite sign.")

# ---- stump_prediction ----


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    return np.where(X[:, column] <= threshold, low_answer, high_answer)


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    out = np.full(X.shape[0], high_answer)
    out[X[:, column] <= threshold] = low_answer
    return out


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    v = X[:, column]
    return np.where((v > threshold) | np.isnan(v), high_answer, low_answer)


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    v = X.T[column]
    return np.select([v <= threshold], [low_answer], default=high_answer)


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    return np.array([high_answer, low_answer])[(X[:, column] <= threshold).astype(int)]


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    result = []
    for i in range(len(X)):
        value = X[i, column]
        if math.isnan(value) or value > threshold:
            result.append(high_answer)
        else:
            result.append(low_answer)
    return np.array(result)


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    frame = pd.DataFrame(X)
    return pd.Series(high_answer, index=frame.index).mask(
        frame.iloc[:, column] <= threshold, low_answer
    )


@right("stump_prediction")
def _(X, column, threshold, low_answer, high_answer):
    return tuple(
        map(lambda v: low_answer if v <= threshold else high_answer, X[:, column])
    )


@wrong("stump_prediction", "looks at every column", says="`column` is never used.")
def _(X, column, threshold, low_answer, high_answer):
    return np.where(X <= threshold, low_answer, high_answer)


@wrong("stump_prediction", "NaN filled with 0", says="a row with a missing value gets")
def _(X, column, threshold, low_answer, high_answer):
    return np.where(np.nan_to_num(X[:, column]) <= threshold, low_answer, high_answer)


@wrong("stump_prediction", "NaN dropped", says=None)
def _(X, column, threshold, low_answer, high_answer):
    v = X[:, column]
    return np.where(v[~np.isnan(v)] <= threshold, low_answer, high_answer)


@wrong("stump_prediction", "NaN stays NaN", says="a row with a missing value gets")
def _(X, column, threshold, low_answer, high_answer):
    v = X[:, column]
    return np.where(
        np.isnan(v), np.nan, np.where(v <= threshold, low_answer, high_answer)
    )


@wrong(
    "stump_prediction",
    "both edges: strict and NaN low",
    says="a row whose value is equal to the",
)
def _(X, column, threshold, low_answer, high_answer):
    return np.where(X[:, column] >= threshold, high_answer, low_answer)


@wrong(
    "stump_prediction",
    "high >= threshold, NaN right",
    says="a value equal to the threshold is low: at",
)
def _(X, column, threshold, low_answer, high_answer):
    v = X[:, column]
    return np.where((v >= threshold) | np.isnan(v), high_answer, low_answer)


@wrong("stump_prediction", "the example only", says="`X` is never used.")
def _(X, column, threshold, low_answer, high_answer):
    return np.array([0, 1, 0])


@wrong(
    "stump_prediction", "threshold of the example", says="`threshold` is never used."
)
def _(X, column, threshold, low_answer, high_answer):
    return np.where(X[:, column] <= 2, low_answer, high_answer)


@wrong("stump_prediction", "the low rows only", says="`high_answer` is never used.")
def _(X, column, threshold, low_answer, high_answer):
    return [low_answer for row in X if row[column] <= threshold]


@wrong(
    "stump_prediction",
    "one answer, of the last row",
    says="one number where 3 are due; it is the",
)
def _(X, column, threshold, low_answer, high_answer):
    for row in X:
        answer = low_answer if row[column] <= threshold else high_answer
    return answer


@wrong(
    "stump_prediction",
    "int array, answers cut",
    says="the answers lose their decimals: the",
)
def _(X, column, threshold, low_answer, high_answer):
    out = np.zeros(len(X), dtype=int)
    for i in range(len(X)):
        out[i] = low_answer if X[i, column] <= threshold else high_answer + 0
    return out


@wrong(
    "stump_prediction",
    "list reset in the loop",
    says="`answers = []` stands inside the loop:",
)
def _(X, column, threshold, low_answer, high_answer):
    for row in X:
        answers = []
        answers.append(low_answer if row[column] <= threshold else high_answer)
    return answers


@wrong(
    "stump_prediction",
    "column counted from 1",
    says="columns are counted from 0: `X[:,",
)
def _(X, column, threshold, low_answer, high_answer):
    return np.where(X[:, column - 1] <= threshold, low_answer, high_answer)


@wrong(
    "stump_prediction",
    "prints instead of returning",
    says="it gives `None`. Is a `return` missing?",
)
def _(X, column, threshold, low_answer, high_answer):
    print(np.where(X[:, column] <= threshold, low_answer, high_answer))


@wrong(
    "stump_prediction", "the values, not the answers", says="`threshold` is never used."
)
def _(X, column, threshold, low_answer, high_answer):
    return X[:, column]


# ---- files_on_both_sides ----


@right("files_on_both_sides")
def _(files, is_test):
    return sorted(
        {f for f, t in zip(files, is_test) if t}
        & {f for f, t in zip(files, is_test) if not t}
    )


@right("files_on_both_sides")
def _(files, is_test):
    s = pd.Series(list(is_test)).astype(bool).groupby(pd.Series(list(files))).nunique()
    return list(s[s == 2].index)


@right("files_on_both_sides")
def _(files, is_test):
    files, is_test = pd.Series(list(files)), pd.Series(list(is_test)).astype(bool)
    return files[is_test & files.isin(files[~is_test])].drop_duplicates().sort_values()


@right("files_on_both_sides")
def _(files, is_test):
    train, test = [], []
    for i in range(len(files)):
        if is_test[i]:
            test.append(files[i])
        else:
            train.append(files[i])
    both = []
    for f in sorted(train):
        if f in test and f not in both:
            both.append(f)
    return both


@right("files_on_both_sides")
def _(files, is_test):
    pairs = set(zip(files, map(bool, is_test)))
    return sorted(f for f, t in pairs if t and (f, False) in pairs)


@right("files_on_both_sides")
def _(files, is_test):
    table = pd.crosstab(pd.Series(list(files)), pd.Series(list(is_test)).astype(bool))
    if table.shape[1] < 2:
        return []
    return table.index[(table > 0).all(axis=1)].tolist()


@right("files_on_both_sides")
def _(files, is_test):
    return tuple(
        sorted(
            f
            for f in set(files)
            if 0
            < sum(t for g, t in zip(files, is_test) if g == f)
            < list(files).count(f)
        )
    )


@wrong(
    "files_on_both_sides",
    "files with more than one text",
    says="`is_test` is never used: a file whose",
)
def _(files, is_test):
    return sorted({f for f in files if list(files).count(f) > 1})


@wrong("files_on_both_sides", "union", says="a file whose texts all lie on one side is")
def _(files, is_test):
    return sorted(
        {f for f, t in zip(files, is_test) if t}
        | {f for f, t in zip(files, is_test) if not t}
    )


@wrong(
    "files_on_both_sides",
    "neighbours in the list only",
    says="a file with texts on both sides is",
)
def _(files, is_test):
    return sorted(
        {
            files[i]
            for i in range(1, len(files))
            if files[i] == files[i - 1] and is_test[i] != is_test[i - 1]
        }
    )


@wrong(
    "files_on_both_sides",
    "test before training only",
    says="a file with texts on both sides is",
)
def _(files, is_test):
    seen, found = set(), set()
    for f, t in zip(files, is_test):
        if t:
            seen.add(f)
        elif f in seen:
            found.add(f)
    return sorted(found)


@wrong(
    "files_on_both_sides",
    "falling order",
    says="these are the right files, but not sorted",
)
def _(files, is_test):
    a = {f for f, t in zip(files, is_test) if t}
    return sorted(a & {f for f, t in zip(files, is_test) if not t}, reverse=True)


@wrong(
    "files_on_both_sides",
    "training minus test",
    says="a file whose texts all lie on one side is",
)
def _(files, is_test):
    a = {f for f, t in zip(files, is_test) if t}
    return sorted({f for f, t in zip(files, is_test) if not t} - a)


@wrong(
    "files_on_both_sides", "yes or no", says="asked are the files, not whether there"
)
def _(files, is_test):
    a = {f for f, t in zip(files, is_test) if t}
    return bool(a & {f for f, t in zip(files, is_test) if not t})


@wrong(
    "files_on_both_sides",
    "the first one only",
    says="a file with texts on both sides is",
)
def _(files, is_test):
    for f in sorted(set(files)):
        if len({t for g, t in zip(files, is_test) if g == f}) == 2:
            return [f]
    return []


@wrong(
    "files_on_both_sides",
    "the name without a list",
    says="asked is a list of the files, not a text.",
)
def _(files, is_test):
    a = {f for f, t in zip(files, is_test) if t}
    return ", ".join(sorted(a & {f for f, t in zip(files, is_test) if not t}))


@wrong(
    "files_on_both_sides",
    "None when there is none",
    says="it gives `None`. Is a `return` missing?",
)
def _(files, is_test):
    a = {f for f, t in zip(files, is_test) if t}
    both = sorted(a & {f for f, t in zip(files, is_test) if not t})
    if both:
        return both


@wrong("files_on_both_sides", "list.sort returns None", says=None)
def _(files, is_test):
    a = {f for f, t in zip(files, is_test) if t}
    return list(a & {f for f, t in zip(files, is_test) if not t}).sort()


@wrong(
    "files_on_both_sides",
    "the rows, not the names",
    says="asked are the names of the files, not the",
)
def _(files, is_test):
    a = {f for f, t in zip(files, is_test) if t}
    both = a & {f for f, t in zip(files, is_test) if not t}
    return [i for i, f in enumerate(files) if f in both]


@wrong("files_on_both_sides", "the example only", says="`files` is never used")
def _(files, is_test):
    return ["a"]


# ---- keep_best ----


@right("keep_best")
def _(scores, overlaps, most=0.5):
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    kept = []
    for n in order:
        if all(overlaps[n][b] < most for b in kept):
            kept.append(n)
    return kept


@right("keep_best")
def _(scores, overlaps, most=0.5):
    left = list(range(len(scores)))
    kept = []
    while left:
        best = max(left, key=lambda n: scores[n])
        kept.append(best)
        left = [n for n in left if n != best and overlaps[best][n] < most]
    return kept


@right("keep_best")
def _(scores, overlaps, most=0.5):
    scores, overlaps = np.array(scores, float), np.asarray(overlaps)
    kept = []
    while len(scores) and scores.max() > -np.inf:
        best = int(scores.argmax())
        kept.append(best)
        scores[overlaps[best] >= most] = -np.inf
        scores[best] = -np.inf
    return kept


@right("keep_best")
def _(scores, overlaps, most=0.5):
    order = torch.argsort(
        torch.tensor(np.asarray(scores, float)), descending=True, stable=True
    ).tolist()
    dropped, kept = set(), []
    for place, n in enumerate(order):
        if n in dropped:
            continue
        kept.append(n)
        for m in order[place + 1 :]:
            if overlaps[n][m] >= most:
                dropped.add(m)
    return torch.tensor(kept)


@right("keep_best")
def _(scores, overlaps, most=0.5):
    table = pd.DataFrame({"s": scores}).sort_values("s", ascending=False, kind="stable")
    kept = []
    for n in table.index:
        if not (np.asarray(overlaps)[n, kept] >= most).any():
            kept.append(int(n))
    return kept


@wrong(
    "keep_best", "most fixed at 0.5", says="`most` is given: do not write 0.5 in its"
)
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if all(overlaps[n][b] < 0.5 for b in kept):
            kept.append(n)
    return kept


@wrong("keep_best", "any instead of all", says="a box is kept although it overlaps one")
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if not kept or any(overlaps[n][b] < most for b in kept):
            kept.append(n)
    return kept


@wrong("keep_best", "any without the first: always empty", says=None)
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if any(overlaps[n][b] < most for b in kept):
            kept.append(n)
    return kept


@wrong(
    "keep_best", "ties: later box first", says="of equal scores the earlier box comes"
)
def _(scores, overlaps, most=0.5):
    kept = []
    for n in np.argsort(scores, kind="stable")[::-1]:
        if all(overlaps[n][b] < most for b in kept):
            kept.append(n)
    return kept


@wrong("keep_best", "compares with worse boxes", says=None)
def _(scores, overlaps, most=0.5):
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    kept = []
    for place, n in enumerate(order):
        if all(overlaps[n][b] < most for b in order[place + 1 :]):
            kept.append(n)
    return kept


@wrong(
    "keep_best", "return in the loop", says="the `return` stands inside the loop: it"
)
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if all(overlaps[n][b] < most for b in kept):
            kept.append(n)
        return kept


@wrong("keep_best", "stops at the first dropped box", says=None)
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if any(overlaps[n][b] >= most for b in kept):
            break
        kept.append(n)
    return kept


@wrong(
    "keep_best",
    "places in the order, not numbers",
    says="these are places in the sorted list.",
)
def _(scores, overlaps, most=0.5):
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    kept = []
    for place, n in enumerate(order):
        if all(overlaps[n][order[p]] < most for p in kept):
            kept.append(place)
    return kept


@wrong("keep_best", "only the best box", says="`overlaps` is never used: a box is")
def _(scores, overlaps, most=0.5):
    return [int(np.argmax(scores))] if len(scores) else []


@wrong("keep_best", "keeps all", says="`overlaps` is never used: a box is kept")
def _(scores, overlaps, most=0.5):
    return sorted(range(len(scores)), key=lambda n: -scores[n])


@wrong("keep_best", "dropped ones", says="these are the boxes that are dropped.")
def _(scores, overlaps, most=0.5):
    kept, out = [], []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if all(overlaps[n][b] < most for b in kept):
            kept.append(n)
        else:
            out.append(n)
    return out


@wrong("keep_best", "a mask", says="a mask (True, False) where row numbers")
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if all(overlaps[n][b] < most for b in kept):
            kept.append(n)
    return [n in kept for n in range(len(scores))]


@wrong("keep_best", "unchanged", says="a box is dropped although no box that was")
def _(scores, overlaps, most=0.5):
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    kept = []
    for place, n in enumerate(order):
        better = order[:place]
        if all(overlaps[n][b] < most for b in better):
            kept.append(n)
    return kept


@wrong("keep_best", "place includes the box itself", says=None)
def _(scores, overlaps, most=0.5):
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    kept = []
    for place, n in enumerate(order):
        if all(overlaps[n][b] < most for b in order[: place + 1]):
            kept.append(n)
    return kept


# ---- rectangle_overlap ----


def sides(a, b):
    return min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])


def area(b):
    return (b[2] - b[0]) * (b[3] - b[1])


@right("rectangle_overlap")
def _(box, other):
    w, h = sides(box, other)
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / (area(box) + area(other) - w * h)


@right("rectangle_overlap")
def _(box, other):
    a, b = np.array(box, float), np.array(other, float)
    shared = np.clip(
        np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None
    ).prod()
    return shared / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - shared)


@right("rectangle_overlap")
def _(box, other):
    xs = sorted({box[0], box[2], other[0], other[2]})
    ys = sorted({box[1], box[3], other[1], other[3]})
    both = either = 0
    inside = lambda b, x, y: b[0] <= x < b[2] and b[1] <= y < b[3]
    for x, x2 in zip(xs, xs[1:]):
        for y, y2 in zip(ys, ys[1:]):
            n = inside(box, x, y) + inside(other, x, y)
            both += (n == 2) * (x2 - x) * (y2 - y)
            either += (n > 0) * (x2 - x) * (y2 - y)
    return both / either


@right("rectangle_overlap")
def _(box, other):
    b = torch.tensor([box, other], dtype=torch.float32)
    wh = (b[:, 2:].min(0).values - b[:, :2].max(0).values).clamp(0)
    s = wh[0] * wh[1]
    return float(s / ((b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])).sum().sub(s))


@right("rectangle_overlap")
def _(box, other):
    (l, t, r, b), (l2, t2, r2, b2) = box, other
    shared = max(0, min(r, r2) - max(l, l2)) * max(0, min(b, b2) - max(t, t2))
    union = (r - l) * (b - t) + (r2 - l2) * (b2 - t2) - shared
    return np.array([shared / union])


@wrong(
    "rectangle_overlap",
    "abs instead of clip",
    says="a negative side is a gap between the two:",
)
def _(box, other):
    w, h = sides(box, other)
    s = abs(w) * abs(h)
    return s / (area(box) + area(other) - s)


@wrong(
    "rectangle_overlap",
    "min and max exchanged",
    says="you take the side of the whole, not of",
)
def _(box, other):
    w = max(0, max(box[2], other[2]) - min(box[0], other[0]))
    h = max(0, max(box[3], other[3]) - min(box[1], other[1]))
    return w * h / (area(box) + area(other) - w * h)


@wrong(
    "rectangle_overlap",
    "the box around both as union",
    says="you divide by the rectangle around both.",
)
def _(box, other):
    w, h = (max(0, s) for s in sides(box, other))
    W = max(box[2], other[2]) - min(box[0], other[0])
    H = max(box[3], other[3]) - min(box[1], other[1])
    return w * h / (W * H)


@wrong(
    "rectangle_overlap",
    "pixels counted: +1",
    says="the sides need no + 1: these are lengths,",
)
def _(box, other):
    w, h = sides(box, other)
    s = max(0, w + 1) * max(0, h + 1)
    a = lambda b: (b[2] - b[0] + 1) * (b[3] - b[1] + 1)
    return s / (a(box) + a(other) - s)


@wrong(
    "rectangle_overlap", "width only", says="this compares widths only. An area needs"
)
def _(box, other):
    w, h = sides(box, other)
    if w <= 0 or h <= 0:
        return 0
    return w / (max(box[2], other[2]) - min(box[0], other[0]))


@wrong(
    "rectangle_overlap",
    "divides by the first area",
    says="you divide by the area of the first box.",
)
def _(box, other):
    w, h = (max(0, s) for s in sides(box, other))
    return w * h / area(box)


@wrong(
    "rectangle_overlap",
    "divides by the larger area",
    says="you divide by the larger area. Divide by",
)
def _(box, other):
    w, h = (max(0, s) for s in sides(box, other))
    return w * h / max(area(box), area(other))


@wrong(
    "rectangle_overlap",
    "Dice: twice the shared over the sum",
    says="twice the shared area over the sum of",
)
def _(box, other):
    w, h = (max(0, s) for s in sides(box, other))
    return 2 * w * h / (area(box) + area(other))


@wrong("rectangle_overlap", "no box inside: 1 if contained", says=None)
def _(box, other):
    w, h = (max(0, s) for s in sides(box, other))
    s = w * h
    if s == min(area(box), area(other)):
        return 1.0
    return s / (area(box) + area(other) - s)


@wrong(
    "rectangle_overlap",
    "squares of the lesson: size = width",
    says="the area of a rectangle is its width",
)
def _(box, other):
    w, h = (max(0, s) for s in sides(box, other))
    s = w * h
    return s / ((box[2] - box[0]) ** 2 + (other[2] - other[0]) ** 2 - s)


@wrong("rectangle_overlap", "rounded", says=None)
def _(box, other):
    w, h = (max(0, s) for s in sides(box, other))
    return round(w * h / (area(box) + area(other) - w * h), 1)


@wrong(
    "rectangle_overlap",
    "only one order of the boxes",
    says="this is right only if the second box",
)
def _(box, other):
    w = max(0, box[2] - other[0])
    h = max(0, box[3] - other[1])
    return w * h / (area(box) + area(other) - w * h)


@wrong(
    "rectangle_overlap",
    "forgot to subtract, brackets",
    says="an IoU lies between 0 and 1: what both",
)
def _(box, other):
    w, h = (max(0, s) for s in sides(box, other))
    return w * h / area(box) + area(other) - w * h


@wrong(
    "rectangle_overlap",
    "-1 when they are apart",
    says="it gives `None`. Is a `return` missing?",
)
def _(box, other):
    w, h = sides(box, other)
    if w < 0 or h < 0:
        return None
    return w * h / (area(box) + area(other) - w * h)


@wrong("rectangle_overlap", "the example", says="`box` is never used.")
def _(box, other):
    return 0.333


@wrong("rectangle_overlap", "right/top swapped: (left, right, top, bottom)", says=None)
def _(box, other):
    l, r, t, b = box
    l2, r2, t2, b2 = other
    s = max(0, min(r, r2) - max(l, l2)) * max(0, min(b, b2) - max(t, t2))
    return s / max(1e-9, (r - l) * (b - t) + (r2 - l2) * (b2 - t2) - s)


# ---- a third student ----

wrong(
    "alarm_threshold", 10 / (190 - 10), "a difference", says="costs are added under the"
)
wrong("alarm_threshold", 0.0556, "the same, rounded", says="costs are added under the")


@wrong(
    "stump_prediction",
    "a missing value becomes 0",
    says="a NaN turned into 0 is no missing value",
)
def _(X, column, threshold, low_answer, high_answer):
    values = np.nan_to_num(X[:, column])
    return np.where(values <= threshold, low_answer, high_answer)


@wrong(
    "files_on_both_sides", "once for each training text", says="stands more than once"
)
def _(files, is_test):
    test = [f for f, t in zip(files, is_test) if t]
    return sorted(f for f, t in zip(files, is_test) if not t and f in test)


@wrong("files_on_both_sides", "the shortest name first", says="not sorted from A to Z")
def _(files, is_test):
    test = {f for f, t in zip(files, is_test) if t}
    return sorted({f for f, t in zip(files, is_test) if not t} & test, key=len)


@wrong("keep_best", "the overlaps are added up", says="the overlaps are added up")
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if sum(overlaps[n][b] for b in kept) < most:
            kept.append(n)
    return kept


@wrong("keep_best", "a sort that turns equal scores round", says='`kind="stable"`')
def _(scores, overlaps, most=0.5):
    kept = []
    for n in np.argsort(-np.asarray(scores)):
        if all(overlaps[n][b] < most for b in kept):
            kept.append(int(n))
    return kept


# ---- a fourth student ----


@wrong("keep_best", "sorted upwards and reversed", says="of equal scores the earlier")
def _(scores, overlaps, most=0.5):
    kept = []
    for n in np.argsort(scores)[::-1]:
        if all(overlaps[n][b] < most for b in kept):
            kept.append(int(n))
    return kept


@wrong("keep_best", "pairs sorted in reverse", says="of equal scores the earlier")
def _(scores, overlaps, most=0.5):
    kept = []
    for _, n in sorted(zip(scores, range(len(scores))), reverse=True):
        if all(overlaps[n][b] < most for b in kept):
            kept.append(n)
    return kept


@wrong("rectangle_overlap", "shared part subtracted twice", says="subtracted twice")
def _(box, other):
    width = max(0, min(box[2], other[2]) - max(box[0], other[0]))
    height = max(0, min(box[3], other[3]) - max(box[1], other[1]))
    areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in (box, other)]
    return width * height / (sum(areas) - 2 * width * height)


@wrong("rectangle_overlap", "the first box's height", says="as high as the first box")
def _(box, other):
    width = max(0, min(box[2], other[2]) - max(box[0], other[0]))
    shared = width * (box[3] - box[1])
    areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in (box, other)]
    return shared / (sum(areas) - shared)


@wrong("rectangle_overlap", "areas of one height", says="the height of the first box")
def _(box, other):
    width = max(0, min(box[2], other[2]) - max(box[0], other[0]))
    height = max(0, min(box[3], other[3]) - max(box[1], other[1]))
    own = box[3] - box[1]
    areas = (box[2] - box[0]) * own + (other[2] - other[0]) * own
    return width * height / (areas - width * height)
