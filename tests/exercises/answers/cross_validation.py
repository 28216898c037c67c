"""Answers to lesson 6.4 by students who had seen the lesson only."""

import numpy as np
import pandas as pd
from sklearn.model_selection import KFold

from tests.exercises.answers import right, wrong

# ---- fold_of_rows ----


@right("fold_of_rows")
def _(order, k):
    result = np.zeros(len(order), dtype=int)
    for number, fold in enumerate(np.array_split(np.array(order), k)):
        result[fold] = number
    return result


@right("fold_of_rows")
def _(order, k):
    n = len(order)
    result = {}
    place = 0
    for fold in range(k):
        size = n // k
        if fold < n % k:
            size += 1
        for _ in range(size):
            result[order[place]] = fold
            place += 1
    return [result[row] for row in range(n)]


@right("fold_of_rows")
def _(order, k):
    order = np.asarray(order)
    result = np.full(len(order), -1)
    if k == 1:
        return result + 1
    for number, (_, places) in enumerate(KFold(k).split(order)):
        result[order[places]] = number
    return result


@right("fold_of_rows")
def _(order, k):
    size, extra = divmod(len(order), k)
    edges = [i * size + min(i, extra) for i in range(k + 1)]
    return [
        next(f for f in range(k) if order.index(row) < edges[f + 1])
        for row in range(len(order))
    ]


@right("fold_of_rows")
def _(order, k):
    n = len(order)
    numbers = pd.Series(index=order, dtype=float)
    start = 0
    for fold in range(k):
        rows_left, folds_left = n - start, k - fold
        size = -(-rows_left // folds_left)
        numbers.iloc[start : start + size] = fold
        start += size
    return numbers.sort_index().to_numpy().astype(int)


@wrong("fold_of_rows", "folds of size n // k, the rest in the last", says="left over")
def _(order, k):
    size = len(order) // k
    result = np.zeros(len(order), dtype=int)
    for place, row in enumerate(order):
        result[row] = min(place // size, k - 1)
    return result


@wrong("fold_of_rows", "dealt out with the remainder", says="like cards")
def _(order, k):
    result = [0] * len(order)
    for place, row in enumerate(order):
        result[row] = place % k
    return result


@wrong("fold_of_rows", "numbers in the order of order", says="places of `order`")
def _(order, k):
    result = []
    for fold, part in enumerate(np.array_split(order, k)):
        result += [fold] * len(part)
    return result


@wrong("fold_of_rows", "indexes the wrong way round", says="mixed up")
def _(order, k):
    in_turn = []
    for fold, part in enumerate(np.array_split(order, k)):
        in_turn += [fold] * len(part)
    return np.array(in_turn)[order]


@wrong("fold_of_rows", "counts folds from 1", says="numbered from 0")
def _(order, k):
    result = np.zeros(len(order), dtype=int)
    for number, fold in enumerate(np.array_split(order, k), 1):
        result[fold] = number
    return result


@wrong("fold_of_rows", "rounds the size up", says="the last one gets what remains")
def _(order, k):
    size = int(np.ceil(len(order) / k))
    result = np.zeros(len(order), dtype=int)
    for place, row in enumerate(order):
        result[row] = place // size
    return result


@wrong("fold_of_rows", "takes k for the size", says="not the number of rows in each")
def _(order, k):
    return [order.index(row) // k for row in range(len(order))]


@wrong("fold_of_rows", "the larger folds last", says="larger folds come last")
def _(order, k):
    size, extra = divmod(len(order), k)
    result, place = [0] * len(order), 0
    for fold in range(k):
        for row in order[place : place + size + (fold >= k - extra)]:
            result[row] = fold
            place += 1
    return result


# ---- splitters ----

right("splitters", "C E B D")
right("splitters", "c e b d")
right("splitters", "C, E, B, D")
right("splitters", ["C", "E", "B", "D"])
right("splitters", "1C 2E 3B 4D")

wrong("splitters", "D E B D", "people are in both parts", says="look at case 1")
wrong("splitters", "C D B D", "fraud by chance", says="look at case 2")
wrong("splitters", "E E B D", "a class for the X-rays", says="look at case 1")
wrong("splitters", "C C B D", "groups for fraud", says="look at case 2")
wrong("splitters", "E C B D", "persons and fraud exchanged", says="look at case 1")
wrong("splitters", "D E B C", "K-fold for the X-rays", says="look at case 1")
wrong("splitters", "C D B E", "plain folds for fraud", says="look at case 2")
wrong("splitters", "C B E D", "time for fraud", says="look at case 2")
wrong("splitters", "C E D B", "time and cars exchanged", says="look at case 3")
wrong("splitters", "C E B F", "one split for the cars", says="on one part only")
wrong("splitters", "C A B D", "sorted by the answer", says="low answers only")
wrong("splitters", "C E B", "one letter missing", says="one for each case")

# ---- out_of_fold ----


@right("out_of_fold")
def _(fit_and_answer, X, y, folds):
    answers = np.full(len(y), np.nan)
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[fold] = fit_and_answer(X_fit, y_fit, X[fold])
    return answers


@right("out_of_fold")
def _(fit_and_answer, X, y, folds):
    answers, rows = [], []
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers.extend(fit_and_answer(X_fit, y_fit, X[fold]))
        rows.extend(fold)
    return pd.Series(answers, index=rows).sort_index()


@right("out_of_fold")
def _(fit_and_answer, X, y, folds):
    pairs = []
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        pairs += zip(fold, fit_and_answer(X_fit, y_fit, X[fold]), strict=True)
    return [answer for _, answer in sorted(pairs)]


@wrong("out_of_fold", "room like that of y, by a mask", says="whole numbers")
def _(fit_and_answer, X, y, folds):
    answers = np.zeros_like(y)
    for fold in folds:
        mask = np.ones(len(y), dtype=bool)
        mask[fold] = False
        answers[~mask] = fit_and_answer(X[mask], y[mask], X[~mask])
    return answers


@right("out_of_fold")
def _(fit_and_answer, X, y, folds):
    answers = [None] * len(y)
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        new = fit_and_answer(X_fit, y_fit, X[fold])
        for i, row in enumerate(fold):
            answers[row] = new[i]
    return np.array(answers)


@wrong("out_of_fold", "append, then concatenate", says="in the order of the folds")
def _(fit_and_answer, X, y, folds):
    answers = []
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers.append(fit_and_answer(X_fit, y_fit, X[fold]))
    return np.concatenate(answers)


@wrong("out_of_fold", "index by the rows", says="the wrong way round")
def _(fit_and_answer, X, y, folds):
    answers = []
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers.extend(fit_and_answer(X_fit, y_fit, X[fold]))
    return np.array(answers)[np.concatenate(folds)]


@wrong("out_of_fold", "sorts the folds first", says="one after the other")
def _(fit_and_answer, X, y, folds):
    answers = []
    for fold in folds:
        fold = sorted(fold)
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers.extend(fit_and_answer(X_fit, y_fit, X[fold]))
    return np.array(answers)


@wrong("out_of_fold", "fits all rows", says="fitted to all rows")
def _(fit_and_answer, X, y, folds):
    return fit_and_answer(X, y, X)


@wrong("out_of_fold", "a new array in each round", says="stands inside")
def _(fit_and_answer, X, y, folds):
    for fold in folds:
        result = np.zeros(len(y))
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        result[fold] = fit_and_answer(X_fit, y_fit, X[fold])
    return result


@wrong("out_of_fold", "fits the fold", says="fitted to the fold")
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y))
    for fold in folds:
        answers[fold] = fit_and_answer(X[fold], y[fold], X[fold])
    return answers


@wrong("out_of_fold", "sorts the answers", says="sorting the answers")
def _(fit_and_answer, X, y, folds):
    answers = []
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers.extend(fit_and_answer(X_fit, y_fit, X[fold]))
    return np.array(sorted(answers))


@right("out_of_fold")
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y), dtype=float)
    for fold in folds:
        rest = np.setdiff1d(np.arange(len(y)), fold)
        answers[fold] = fit_and_answer(X[rest], y[rest], X[fold])
    return answers


@wrong("out_of_fold", "room for whole numbers only", says="whole numbers")
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y), int)
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[fold] = fit_and_answer(X_fit, y_fit, X[fold])
    return answers


@wrong("out_of_fold", "room for what y holds", says="whole numbers")
def _(fit_and_answer, X, y, folds):
    answers = np.empty(len(y), y.dtype)
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[fold] = fit_and_answer(X_fit, y_fit, X[fold])
    return answers


# ---- find_starts ----


@right("find_starts")
def _(labels, opening):
    found = []
    for i in range(len(labels) - len(opening) + 1):
        if list(labels[i : i + len(opening)]) == list(opening):
            found.append(i)
    return found


@right("find_starts")
def _(labels, opening):
    labels, opening = np.asarray(labels), np.asarray(opening)
    m = len(opening)
    fits = [np.array_equal(labels[i : i + m], opening) for i in range(len(labels))]
    return np.flatnonzero(fits)


@right("find_starts")
def _(labels, opening):
    found = []
    for i in range(len(labels)):
        if i + len(opening) > len(labels):
            break
        if all(labels[i + j] == opening[j] for j in range(len(opening))):
            found.append(i)
    return found


@right("find_starts")
def _(labels, opening):
    import re

    text = "".join(str(label) for label in labels)
    run = "".join(str(label) for label in opening)
    return [match.start() for match in re.finditer(f"(?={run})", text)]


@right("find_starts")
def _(labels, opening):
    labels = pd.Series(labels)
    hit = pd.Series(True, index=labels.index)
    for step, label in enumerate(opening):
        hit &= labels.shift(-step) == label
    return list(hit[hit].index)


@wrong("find_starts", "stops one too early", says="very end")
def _(labels, opening):
    m, found = len(opening), []
    for i in range(len(labels) - m):
        if list(labels[i : i + m]) == list(opening):
            found.append(i)
    return found


@wrong("find_starts", "the first label only", says="first label only")
def _(labels, opening):
    return list(np.flatnonzero(np.asarray(labels) == opening[0]))


@wrong("find_starts", "jumps over the run", says="overlap")
def _(labels, opening):
    i, found = 0, []
    while i < len(labels):
        if list(labels[i : i + len(opening)]) == list(opening):
            found.append(i)
            i += len(opening)
        else:
            i += 1
    return found


@wrong("find_starts", "returns where the run ends", says="Where do they begin")
def _(labels, opening):
    m = len(opening)
    last = len(labels) - m + 1
    return [i + m for i in range(last) if list(labels[i : i + m]) == list(opening)]


@wrong("find_starts", "counts them", says="not how many")
def _(labels, opening):
    m = len(opening)
    last = len(labels) - m + 1
    return sum(list(labels[i : i + m]) == list(opening) for i in range(last))


@wrong("find_starts", "a mask", says="Which rows are it")
def _(labels, opening):
    m = len(opening)
    return [list(labels[i : i + m]) == list(opening) for i in range(len(labels))]


@wrong("find_starts", "compares sorted", says="the order of the labels counts")
def _(labels, opening):
    m = len(opening)
    last = len(labels) - m + 1
    return [i for i in range(last) if sorted(labels[i : i + m]) == sorted(opening)]


@wrong("find_starts", "return too early", says="only the first start")
def _(labels, opening):
    found = []
    for i in range(len(labels) - len(opening) + 1):
        if list(labels[i : i + len(opening)]) == list(opening):
            found.append(i)
            return found
    return found


@wrong(
    "find_starts",
    "arrays compared entry by entry",
    says="two arrays are compared entry by entry",
)
def _(labels, opening):
    m = len(opening)
    return [i for i in range(len(labels)) if labels[i : i + m] == opening]


@wrong(
    "find_starts",
    "arrays compared entry by entry, in a loop that ends in time",
    says="two arrays are compared entry by entry",
)
def _(labels, opening):
    starts, m = [], len(opening)
    for i in range(len(labels) - m + 1):
        if labels[i : i + m] == opening:
            starts.append(i)
    return starts


# ---- nested_error ----


def inner_counts(candidates, X, y, rest, n_inner):
    counts = []
    for candidate in candidates:
        count = 0
        for part in np.array_split(rest, n_inner):
            fit = np.array([row for row in rest if row not in part])
            count += (candidate(X[fit], y[fit], X[part]) != y[part]).sum()
        counts.append(count)
    return counts


@right("nested_error")
def _(candidates, X, y, outer, n_inner):
    wrong_answers = 0
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        counts = inner_counts(candidates, X, y, rest, n_inner)
        best = candidates[counts.index(min(counts))]
        wrong_answers += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
    return wrong_answers / len(y)


@right("nested_error")
def _(candidates, X, y, outer, n_inner):
    verdict = np.zeros(len(y))
    for fold in outer:
        mask = np.ones(len(y), bool)
        mask[fold] = False
        X_in, y_in = X[mask], y[mask]
        totals = np.zeros(len(candidates))
        for part in np.array_split(np.arange(len(y_in)), n_inner):
            X_fit, y_fit = np.delete(X_in, part, axis=0), np.delete(y_in, part)
            for c, candidate in enumerate(candidates):
                totals[c] += np.sum(candidate(X_fit, y_fit, X_in[part]) != y_in[part])
        chosen = candidates[totals.argmin()]
        verdict[fold] = chosen(X_in, y_in, X[fold]) != y[fold]
    return verdict.mean()


@right("nested_error")
def _(candidates, X, y, outer, n_inner):
    total = 0
    for fold in outer:
        rest = sorted(set(range(len(y))) - set(fold.tolist()))
        best = min(
            candidates,
            key=lambda c: inner_counts([c], X, y, np.array(rest), n_inner)[0],  # noqa: B023
        )
        total += sum(best(X[rest], y[rest], X[fold]) != y[fold])
    return total / len(X)


@right("nested_error")
def _(candidates, X, y, outer, n_inner):
    errors, sizes = [], []
    for fold in outer:
        rest = np.setdiff1d(np.arange(len(y)), fold)
        counts = inner_counts(candidates, X, y, rest, n_inner)
        best = candidates[int(np.argmin(counts))]
        errors.append(np.mean(best(X[rest], y[rest], X[fold]) != y[fold]))
        sizes.append(len(fold))
    return np.average(errors, weights=sizes)


@right("nested_error")
def _(candidates, X, y, outer, n_inner):
    wrong_rows = []
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        lowest, best = len(y) + 1, None
        for candidate in candidates:
            errors = 0
            for a, b in KFold(n_inner).split(rest):
                answers = candidate(X[rest[a]], y[rest[a]], X[rest[b]])
                errors += np.count_nonzero(answers != y[rest[b]])
            if errors < lowest:
                lowest, best = errors, candidate
        wrong_rows.extend(best(X[rest], y[rest], X[fold]) != y[fold])
    return np.mean(wrong_rows)


@wrong("nested_error", "not nested: best on the outer folds", says="the same folds")
def _(candidates, X, y, outer, n_inner):
    shares = []
    for candidate in candidates:
        count = 0
        for fold in outer:
            X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
            count += (candidate(X_fit, y_fit, X[fold]) != y[fold]).sum()
        shares.append(count / len(y))
    return min(shares)


@wrong("nested_error", "the outer fold chooses", says="It may only judge")
def _(candidates, X, y, outer, n_inner):
    total = 0
    for fold in outer:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        total += min((c(X_fit, y_fit, X[fold]) != y[fold]).sum() for c in candidates)
    return total / len(y)


@wrong("nested_error", "chosen on fitted rows", says="fitted to")
def _(candidates, X, y, outer, n_inner):
    total = 0
    for fold in outer:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        counts = [(c(X_fit, y_fit, X_fit) != y_fit).sum() for c in candidates]
        best = candidates[np.argmin(counts)]
        total += (best(X_fit, y_fit, X[fold]) != y[fold]).sum()
    return total / len(y)


@wrong("nested_error", "mean of fold errors", says="unequal size")
def _(candidates, X, y, outer, n_inner):
    errors = []
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        counts = inner_counts(candidates, X, y, rest, n_inner)
        best = candidates[np.argmin(counts)]
        errors.append(np.mean(best(X[rest], y[rest], X[fold]) != y[fold]))
    return np.mean(errors)


@wrong("nested_error", "of ties the last", says="not the last")
def _(candidates, X, y, outer, n_inner):
    total = 0
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        lowest = np.inf
        for candidate in candidates:
            count = inner_counts([candidate], X, y, rest, n_inner)[0]
            if count <= lowest:
                lowest, best = count, candidate
        total += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
    return total / len(y)


@wrong("nested_error", "accuracy", says="share of right answers")
def _(candidates, X, y, outer, n_inner):
    hits = 0
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        counts = inner_counts(candidates, X, y, rest, n_inner)
        best = candidates[np.argmin(counts)]
        hits += (best(X[rest], y[rest], X[fold]) == y[fold]).sum()
    return hits / len(y)


@wrong("nested_error", "inner folds of all rows", says="cut from all rows")
def _(candidates, X, y, outer, n_inner):
    total = 0
    for fold in outer:
        counts = inner_counts(candidates, X, y, np.arange(len(y)), n_inner)
        best = candidates[np.argmin(counts)]
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        total += (best(X_fit, y_fit, X[fold]) != y[fold]).sum()
    return total / len(y)


@wrong("nested_error", "returns the count", says="number of wrong answers")
def _(candidates, X, y, outer, n_inner):
    total = 0
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        counts = inner_counts(candidates, X, y, rest, n_inner)
        best = candidates[np.argmin(counts)]
        total += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
    return total


@wrong(
    "nested_error",
    "two inner folds, whatever n_inner is",
    says="two inner folds are cut, whatever `n_inner` is",
)
def _(candidates, X, y, outer, n_inner):
    wrong_ones = 0
    for fold in outer:
        rest = np.setdiff1d(np.arange(len(y)), fold)
        parts = np.array_split(rest, 2)
        counts = []
        for c in candidates:
            count = 0
            for part in parts:
                fit = np.setdiff1d(rest, part)
                count += (c(X[fit], y[fit], X[part]) != y[part]).sum()
            counts.append(count)
        best = candidates[np.argmin(counts)]
        wrong_ones += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
    return wrong_ones / len(y)


@wrong(
    "nested_error",
    "the first candidate, without a choice",
    says="the first candidate is taken each time",
)
def _(candidates, X, y, outer, n_inner):
    wrong_ones = 0
    for fold in outer:
        rest = np.setdiff1d(np.arange(len(y)), fold)
        counts = []
        for c in candidates[:1]:
            count = 0
            for part in np.array_split(rest, n_inner):
                fit = np.setdiff1d(rest, part)
                count += (c(X[fit], y[fit], X[part]) != y[part]).sum()
            counts.append(count)
        best = candidates[np.argmin(counts)]
        wrong_ones += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
    return wrong_ones / len(y)


@wrong(
    "nested_error",
    "fitted to the inner part, judged on the rest",
    says="fit and judge are exchanged",
)
def _(candidates, X, y, outer, n_inner):
    wrong_ones = 0
    for fold in outer:
        rest = np.setdiff1d(np.arange(len(y)), fold)
        counts = []
        for c in candidates:
            count = 0
            for part in np.array_split(rest, n_inner):
                others = np.setdiff1d(rest, part)
                count += (c(X[part], y[part], X[others]) != y[others]).sum()
            counts.append(count)
        best = candidates[np.argmin(counts)]
        wrong_ones += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
    return wrong_ones / len(y)


@wrong("nested_error", "rounded to three digits", says="the share is rounded")
def _(candidates, X, y, outer, n_inner):
    wrong_ones = 0
    for fold in outer:
        rest = np.setdiff1d(np.arange(len(y)), fold)
        counts = []
        for c in candidates:
            count = 0
            for part in np.array_split(rest, n_inner):
                fit = np.setdiff1d(rest, part)
                count += (c(X[fit], y[fit], X[part]) != y[part]).sum()
            counts.append(count)
        best = candidates[np.argmin(counts)]
        wrong_ones += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
    return round(wrong_ones / len(y), 3)


# ---- a second student ----


@right("fold_of_rows")
def _(order, k):
    import torch

    result = torch.zeros(len(order), dtype=torch.int64)
    for number, fold in enumerate(torch.tensor_split(torch.tensor(order), k)):
        result[fold] = number
    return result


@right("fold_of_rows")
def _(order, k):
    size, extra = divmod(len(order), k)
    edge = extra * (size + 1)
    place = np.argsort(order)
    return np.where(place < edge, place // (size + 1), (place - extra) // size)


@right("fold_of_rows")
def _(order, k):
    folds = [list(fold) for fold in np.array_split(order, k)]
    return [[row in fold for fold in folds].index(True) for row in range(len(order))]


@right("fold_of_rows")
def _(order, k):
    left, numbers = list(order), {}
    for fold in range(k):
        for _ in range(-(-len(left) // (k - fold))):
            numbers[left.pop(0)] = fold
    return tuple(numbers[row] for row in sorted(numbers))


@right("fold_of_rows")
def _(order, k):
    parts = np.array_split(order, k)
    table = pd.DataFrame(
        [(row, fold) for fold, part in enumerate(parts) for row in part],
        columns=["row", "fold"],
    )
    return table.sort_values("row")["fold"]


@wrong("fold_of_rows", "edges rounded down: larger folds in between", says="come first")
def _(order, k):
    n = len(order)
    result = np.zeros(n, dtype=int)
    for fold in range(k):
        result[order[fold * n // k : (fold + 1) * n // k]] = fold
    return result


@wrong("fold_of_rows", "right for the example only", says="come first")
def _(order, k):
    result = [0] * len(order)
    for place, row in enumerate(order):
        result[row] = place * k // len(order)
    return result


@wrong("fold_of_rows", "one extra row too many", says="differ by more than one")
def _(order, k):
    size, extra = divmod(len(order), k)
    result, start = np.zeros(len(order), dtype=int), 0
    for fold in range(k):
        end = start + size + (1 if fold <= extra else 0)
        result[order[start:end]] = fold
        start = end
    return result


@wrong("fold_of_rows", "rows left over keep the -1", says="a row has no fold")
def _(order, k):
    size = len(order) // k
    result = np.full(len(order), -1)
    for fold in range(k):
        result[order[fold * size : (fold + 1) * size]] = fold
    return result


@wrong("fold_of_rows", "rows left over keep the 0", says="left over")
def _(order, k):
    size = len(order) // k
    result = np.zeros(len(order), dtype=int)
    for fold in range(k):
        result[order[fold * size : (fold + 1) * size]] = fold
    return result


@wrong("fold_of_rows", "returns the folds themselves", says="folds themselves")
def _(order, k):
    return np.array_split(order, k)


@wrong("fold_of_rows", "cuts the sorted rows", says="places of `order`")
def _(order, k):
    result = np.zeros(len(order), dtype=int)
    for fold, part in enumerate(np.array_split(sorted(order), k)):
        result[part] = fold
    return result


@wrong("fold_of_rows", "takes the rows from the end", says="the end of `order`")
def _(order, k):
    left, result = list(order), [0] * len(order)
    size, extra = divmod(len(order), k)
    for fold in range(k):
        for _ in range(size + (fold < extra)):
            result[left.pop()] = fold
    return result


@wrong("fold_of_rows", "shuffles once more", says=None)
def _(order, k):
    order = np.random.default_rng(0).permutation(order)
    result = np.zeros(len(order), dtype=int)
    for fold, part in enumerate(np.array_split(order, k)):
        result[part] = fold
    return result


wrong("splitters", "C E B B", "time for cars", says="look at case")
wrong("splitters", "C E D D", "no time at all", says="look at case")
wrong("splitters", "D C B E", "groups by customer", says="look at case 1")
wrong("splitters", "E E B D", "strata for the X-rays", says="look at case")


@right("out_of_fold")
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y))
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[fold] = fit_and_answer(X_fit, y_fit, X)[fold]
    return answers


@right("out_of_fold")
def _(fit_and_answer, X, y, folds):
    answers = []
    for row in range(len(y)):
        fold = next(fold for fold in folds if row in fold)
        others = [i for i in range(len(y)) if i not in fold]
        answers.append(fit_and_answer(X[others], y[others], X[[row]])[0])
    return answers


@right("out_of_fold")
def _(fit_and_answer, X, y, folds):
    import torch

    answers = torch.zeros(len(y))
    for fold in folds:
        rest = ~np.isin(np.arange(len(y)), fold)
        answers[fold] = torch.tensor(fit_and_answer(X[rest], y[rest], X[fold])).float()
    return answers


@right("out_of_fold")
def _(fit_and_answer, X, y, folds):
    answers = []
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers.extend(fit_and_answer(X_fit, y_fit, X[fold]))
    order = list(np.concatenate(folds))
    return [answers[order.index(row)] for row in range(len(y))]


@right("out_of_fold")
def _(fit_and_answer, X, y, folds):
    order = np.concatenate(folds)
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    parts = [
        fit_and_answer(np.delete(X, f, axis=0), np.delete(y, f), X[f]) for f in folds
    ]
    return np.hstack(parts)[back]


@wrong("out_of_fold", "inserts at the row", says="insert")
def _(fit_and_answer, X, y, folds):
    answers = []
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        new = fit_and_answer(X_fit, y_fit, X[fold])
        for row, answer in zip(fold, new, strict=True):
            answers.insert(row, answer)
    return np.array(answers)


@wrong("out_of_fold", "each fold starts at place 0", says="place 0")
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y))
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        for i, answer in enumerate(fit_and_answer(X_fit, y_fit, X[fold])):
            answers[i] = answer
    return answers


@wrong("out_of_fold", "return in the loop", says="stands inside")
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y))
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[fold] = fit_and_answer(X_fit, y_fit, X[fold])
        return answers


@wrong("out_of_fold", "asks the first rows", says="first rows of `X`")
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y))
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[fold] = fit_and_answer(X_fit, y_fit, X)[: len(fold)]
    return answers


@wrong("out_of_fold", "sorts the folds by their first row", says=None)
def _(fit_and_answer, X, y, folds):
    answers = []
    for fold in sorted(folds, key=lambda fold: fold[0]):
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers.extend(fit_and_answer(X_fit, y_fit, X[fold]))
    return np.array(answers)


@wrong("out_of_fold", "a list of lists", says="a list of their own")
def _(fit_and_answer, X, y, folds):
    answers = []
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers.append(list(fit_and_answer(X_fit, y_fit, X[fold])))
    return answers


@wrong("out_of_fold", "the accuracy", says="one number where 4 are due")
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y))
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[fold] = fit_and_answer(X_fit, y_fit, X[fold])
    return np.mean(answers == y)


@wrong("out_of_fold", "whether it was wrong", says="every value is True")
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y), dtype=bool)
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[fold] = fit_and_answer(X_fit, y_fit, X[fold]) != y[fold]
    return answers


@right("find_starts")
def _(labels, opening):
    import torch

    labels, opening = torch.as_tensor(labels), torch.as_tensor(opening)
    if len(opening) > len(labels):
        return []
    hits = (labels.unfold(0, len(opening), 1) == opening).all(dim=1)
    return torch.nonzero(hits).flatten().tolist()


@right("find_starts")
def _(labels, opening):
    text, run = bytes(map(int, labels)), bytes(map(int, opening))
    found, at = [], text.find(run)
    while at >= 0:
        found.append(at)
        at = text.find(run, at + 1)
    return found


@right("find_starts")
def _(labels, opening):
    columns = [list(labels)[j:] for j in range(len(opening))]
    return [i for i, run in enumerate(zip(*columns)) if run == tuple(opening)]  # noqa: B905


@right("find_starts")
def _(labels, opening):
    candidates = np.flatnonzero(np.asarray(labels) == opening[0])
    for step in range(1, len(opening)):
        candidates = candidates[candidates + step < len(labels)]
        candidates = candidates[np.asarray(labels)[candidates + step] == opening[step]]
    return candidates


@right("find_starts")
def _(labels, opening):
    from collections import deque

    window, found = deque(maxlen=len(opening)), set()
    for i, label in enumerate(labels):
        window.append(label)
        if list(window) == list(opening):
            found.add(i - len(opening) + 1)
    return sorted(found)


@wrong("find_starts", "zip stops at the end", says="cut off")
def _(labels, opening):
    return [
        i
        for i in range(len(labels))
        if all(a == b for a, b in zip(labels[i:], opening, strict=False))
    ]


@wrong("find_starts", "first and last label only", says="first and the last")
def _(labels, opening):
    m = len(opening)
    return [
        i
        for i in range(len(labels) - m + 1)
        if labels[i] == opening[0] and labels[i + m - 1] == opening[-1]
    ]


@wrong("find_starts", "a counter that forgets", says="overlap")
def _(labels, opening):
    found, j = [], 0
    for i, label in enumerate(labels):
        if label == opening[j]:
            j += 1
        else:
            j = 0
        if j == len(opening):
            found.append(i - j + 1)
            j = 0
    return found


@wrong("find_starts", "begins at row 1", says="the first is missing")
def _(labels, opening):
    m = len(opening)
    rows = range(1, len(labels) - m + 1)
    return [i for i in rows if list(labels[i : i + m]) == list(opening)]


@wrong("find_starts", "gives up at the first miss", says="stops too early")
def _(labels, opening):
    found = []
    for i in range(len(labels) - len(opening) + 1):
        if list(labels[i : i + len(opening)]) == list(opening):
            found.append(i)
        else:
            return found
    return found


@wrong("find_starts", "length of the example", says="three labels")
def _(labels, opening):
    return [
        i for i in range(len(labels) - 2) if list(labels[i : i + 3]) == list(opening)
    ]


@wrong("find_starts", "pairs of start and end", says=None)
def _(labels, opening):
    m = len(opening)
    rows = range(len(labels) - m + 1)
    return [(i, i + m - 1) for i in rows if list(labels[i : i + m]) == list(opening)]


@wrong("find_starts", "the runs themselves", says=None)
def _(labels, opening):
    m = len(opening)
    rows = range(len(labels) - m + 1)
    runs = [list(labels[i : i + m]) for i in rows]
    return [run for run in runs if run == list(opening)]


@wrong("find_starts", "two rows too early", says="very end")
def _(labels, opening):
    m = len(opening)
    rows = range(len(labels) - m - 1)
    return [i for i in rows if list(labels[i : i + m]) == list(opening)]


@wrong("find_starts", "regular expression without overlap", says="overlap")
def _(labels, opening):
    import re

    text, run = "".join(map(str, labels)), "".join(map(str, opening))
    return [match.start() for match in re.finditer(run, text)]


@right("nested_error")
def _(candidates, X, y, outer, n_inner):
    answers = np.full(len(y), -1)
    for fold in outer:
        rest = np.array([i for i in range(len(y)) if i not in set(fold)])
        table = pd.DataFrame(0, index=range(n_inner), columns=range(len(candidates)))
        for turn, part in enumerate(np.array_split(rest, n_inner)):
            fit = rest[~np.isin(rest, part)]
            for c, candidate in enumerate(candidates):
                new = candidate(X[fit], y[fit], X[part])
                table.loc[turn, c] = int((new != y[part]).sum())
        best = candidates[table.sum().idxmin()]
        answers[fold] = best(X[rest], y[rest], X[fold])
    return (answers != y).mean()


@right("nested_error")
def _(candidates, X, y, outer, n_inner):
    total = 0
    for fold in outer:
        X_in, y_in = np.delete(X, fold, axis=0), np.delete(y, fold)
        parts = np.array_split(np.arange(len(y_in)), n_inner)

        def shares(c, X_in=X_in, y_in=y_in, parts=parts):
            new = np.empty_like(y_in)
            for p in parts:
                new[p] = c(np.delete(X_in, p, axis=0), np.delete(y_in, p), X_in[p])
            return np.mean(new != y_in)

        best = sorted(candidates, key=shares)[0]
        total += (best(X_in, y_in, X[fold]) != y[fold]).sum()
    return float(total) / len(y)


@right("nested_error")
def _(candidates, X, y, outer, n_inner):
    import torch

    n_wrong = torch.tensor(0)
    for fold in outer:
        rest = np.setxor1d(np.arange(len(y)), fold)
        counts = torch.tensor(
            [int(c) for c in inner_counts(candidates, X, y, rest, n_inner)]
        )
        best = candidates[int(counts.argmin())]
        n_wrong += int((best(X[rest], y[rest], X[fold]) != y[fold]).sum())
    return n_wrong / len(y)


@right("nested_error")
def _(candidates, X, y, outer, n_inner):
    right_answers = 0
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        hits = [len(rest) - n for n in inner_counts(candidates, X, y, rest, n_inner)]
        best = candidates[hits.index(max(hits))]
        for row in fold:
            right_answers += best(X[rest], y[rest], X[[row]])[0] == y[row]
    return 1 - right_answers / len(y)


@wrong("nested_error", "fits the chosen one to all rows", says="fitted to all rows")
def _(candidates, X, y, outer, n_inner):
    total = 0
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        counts = inner_counts(candidates, X, y, rest, n_inner)
        best = candidates[np.argmin(counts)]
        total += (best(X, y, X[fold]) != y[fold]).sum()
    return total / len(y)


@wrong("nested_error", "the other outer folds are the inner ones", says="other outer")
def _(candidates, X, y, outer, n_inner):
    total = 0
    for i, fold in enumerate(outer):
        rest = np.delete(np.arange(len(y)), fold)
        others = [part for j, part in enumerate(outer) if j != i]
        counts = []
        for c in candidates:
            count = 0
            for part in others:
                fit = np.setdiff1d(rest, part)
                count += (c(X[fit], y[fit], X[part]) != y[part]).sum()
            counts.append(count)
        best = candidates[np.argmin(counts)]
        total += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
    return total / len(y)


@wrong("nested_error", "counts set to 0 once only", says="for each outer fold")
def _(candidates, X, y, outer, n_inner):
    total, counts = 0, np.zeros(len(candidates))
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        counts += inner_counts(candidates, X, y, rest, n_inner)
        best = candidates[np.argmin(counts)]
        total += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
    return total / len(y)


@wrong("nested_error", "returns the inner errors", says="inner folds")
def _(candidates, X, y, outer, n_inner):
    total, n = 0, 0
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        total += min(inner_counts(candidates, X, y, rest, n_inner))
        n += len(rest)
    return total / n


@wrong("nested_error", "rows of the inner folds by place", says="counted by place")
def _(candidates, X, y, outer, n_inner):
    total = 0
    for fold in outer:
        X_in, y_in = np.delete(X, fold, axis=0), np.delete(y, fold)
        counts = inner_counts(candidates, X, y, np.arange(len(y_in)), n_inner)
        best = candidates[np.argmin(counts)]
        total += (best(X_in, y_in, X[fold]) != y[fold]).sum()
    return total / len(y)


@wrong("nested_error", "inner folds dealt like cards", says="like cards")
def _(candidates, X, y, outer, n_inner):
    total = 0
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        counts = []
        for c in candidates:
            count = 0
            for i in range(n_inner):
                part = rest[i::n_inner]
                fit = np.setdiff1d(rest, part)
                count += (c(X[fit], y[fit], X[part]) != y[part]).sum()
            counts.append(count)
        best = candidates[np.argmin(counts)]
        total += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
    return total / len(y)


@wrong("nested_error", "return in the loop", says="stands inside")
def _(candidates, X, y, outer, n_inner):
    total = 0
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        counts = inner_counts(candidates, X, y, rest, n_inner)
        best = candidates[np.argmin(counts)]
        total += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
        return total / len(y)


@wrong("nested_error", "judges with the last choice only", says="one choice")
def _(candidates, X, y, outer, n_inner):
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        counts = inner_counts(candidates, X, y, rest, n_inner)
        best = candidates[np.argmin(counts)]
    total = 0
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        total += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
    return total / len(y)


@wrong("nested_error", "fits the chosen one to the outer fold", says=None)
def _(candidates, X, y, outer, n_inner):
    total = 0
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        counts = inner_counts(candidates, X, y, rest, n_inner)
        best = candidates[np.argmin(counts)]
        total += (best(X[fold], y[fold], X[fold]) != y[fold]).sum()
    return total / len(y)


@wrong("nested_error", "divides by the rows that fit", says=None)
def _(candidates, X, y, outer, n_inner):
    total, n = 0, 0
    for fold in outer:
        rest = np.delete(np.arange(len(y)), fold)
        counts = inner_counts(candidates, X, y, rest, n_inner)
        best = candidates[np.argmin(counts)]
        total += (best(X[rest], y[rest], X[fold]) != y[fold]).sum()
        n += len(rest)
    return total / n
