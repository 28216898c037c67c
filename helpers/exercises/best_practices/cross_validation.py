"""Exercises of lesson 6.4, Cross-validate."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, letters, value

# --- Exercise 1: cut the folds

fold_of_rows = exercise(
    hints=[
        "`divmod(7, 3)` is (2, 1): each fold has 2 rows, and 1 row is left over.",
        "The first folds take one of the rows left over each.",
        "Write the folds' numbers in the order of `order`: `np.repeat([0, 1, 2],"
        " [3, 2, 2])`. Then `numbers[order] = …` puts each beside its row.",
    ],
    after="`KFold` cuts in the same way. Whether the order is random was decided before"
    " the cut.",
    example=True,
)


@fold_of_rows.solution
def numbers_by_sizes(order, k):
    size, extra = divmod(len(order), k)
    sizes = [size + 1] * extra + [size] * (k - extra)
    numbers = np.empty(len(order), dtype=int)
    numbers[order] = np.repeat(np.arange(k), sizes)
    return numbers


@fold_of_rows.also
def _(order, k):
    size, extra = divmod(len(order), k)
    numbers, start = np.zeros(len(order)), 0
    for fold in range(k):
        end = start + size + (fold < extra)
        numbers[order[start:end]] = fold
        start = end
    return numbers


@fold_of_rows.also
def _(order, k):
    numbers = [0] * len(order)
    for fold, part in enumerate(np.array_split(order, k)):
        for row in part:
            numbers[row] = fold
    return numbers


def by_sizes(order: Any, sizes: list[int]) -> list[int]:
    """Return each row's fold for folds of these sizes."""
    in_turn = np.repeat(np.arange(len(sizes)), sizes)
    return in_turn[np.argsort(order)].tolist()


@fold_of_rows.cases
def fold_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, sizes that differ, equal sizes, a fold a row, one fold."""
    yield [4, 0, 6, 2, 1, 5, 3], 3
    for n, k in ((11, 4), (10, 4), (12, 4), (5, 5), (9, 2), (6, 1)):
        order, dull = np.arange(n), True
        while dull:  # else another order could give the same folds
            order = rng.permutation(n)
            others = np.arange(n), order[::-1], np.argsort(order)
            right = numbers_by_sizes(order, k)
            dull = k > 1 and any(
                np.array_equal(right, numbers_by_sizes(other, k)) for other in others
            )
        yield order.tolist(), k


@fold_of_rows.mistake(
    "all rows left over went into the last fold. One each, from the first fold on."
)
def _(order, k):
    size = len(order) // k
    return by_sizes(order, [size] * (k - 1) + [len(order) - size * (k - 1)])


@fold_of_rows.mistake("all rows left over went into the first fold. One row each.")
def _(order, k):
    size = len(order) // k
    return by_sizes(order, [len(order) - size * (k - 1)] + [size] * (k - 1))


@fold_of_rows.mistake("the larger folds come last. They should come first.")
def _(order, k):
    size, extra = divmod(len(order), k)
    return by_sizes(order, [size] * (k - extra) + [size + 1] * extra)


@fold_of_rows.mistake(
    "you dealt the rows out like cards. A fold takes entries that stand together."
)
def _(order, k):
    return (np.arange(len(order)) % k)[np.argsort(order)]


@fold_of_rows.mistake(
    "the first folds are full and the last one gets what remains. Sizes may differ by"
    " one at most."
)
def _(order, k):
    size = -(-len(order) // k)
    return (np.arange(len(order)) // size)[np.argsort(order)]


@fold_of_rows.mistake("k is the number of folds, not the number of rows in each.")
def _(order, k):
    return (np.arange(len(order)) // k)[np.argsort(order)]


@fold_of_rows.mistake(
    "the folds stand beside the places of `order`. Entry i belongs to row i: `order`"
    " says which row stands at a place."
)
def _(order, k):
    return numbers_by_sizes(np.arange(len(order)), k)


@fold_of_rows.mistake(
    "places and rows are mixed up: `order[0]` is the row that comes first, not the"
    " place of row 0."
)
def _(order, k):
    return numbers_by_sizes(np.argsort(order), k)


@fold_of_rows.mistake("the folds are numbered from 0.")
def _(order, k):
    return numbers_by_sizes(order, k) + 1


@fold_of_rows.mistake("the folds are numbered from the wrong end: the first is 0.")
def _(order, k):
    return k - 1 - numbers_by_sizes(order, k)


@fold_of_rows.mistake(
    "you take the rows from the end of `order`. Fold 0 is its beginning."
)
def _(order, k):
    return numbers_by_sizes(order[::-1], k)


@fold_of_rows.mistake(
    "the rows left over are in no fold: they kept the 0. The first folds take one more"
    " each."
)
def _(order, k):
    in_turn = np.arange(len(order)) // (len(order) // k)
    return np.where(in_turn < k, in_turn, 0)[np.argsort(order)]


@fold_of_rows.mistake(
    "these are the folds themselves. Asked is one number for each row: its fold's."
)
def _(order, k):
    return np.array_split(order, k)


@fold_of_rows.symptom("a row has no fold: its entry is not a number from 0 to k - 1.")
def _(args, expected, got):
    inside = set(got) <= set(range(args[1]))
    return len(got) == len(expected) and np.isfinite(got).all() and not inside


@fold_of_rows.symptom("the sizes of the folds differ by more than one.")
def _(args, expected, got):
    sizes = np.bincount(got, minlength=args[1])
    return len(got) == len(expected) and np.ptp(sizes) > 1


@fold_of_rows.symptom("the larger folds should come first: here a smaller one does.")
def _(args, expected, got):
    sizes = np.bincount(got, minlength=args[1])
    return len(got) == len(expected) and (np.diff(sizes) > 0).any()


# --- Exercise 2: the right splitter

splitters = value(
    hints=[
        "For each case, ask what is new when the model is used.",
        "Groups, a rare class, time, and none of these.",
    ],
    after="First the question, then the folds.",
    source='splitters = "C E B D"',
    clean=letters,
    also=[["C", "E", "B", "D"], "c, e, b, d"],
)


@splitters.solution
def by_question() -> str:
    """Return the letters of the splitters for cases 1 to 4."""
    return "CEBD"


splitters.mistake(
    "answer with four letters from A to F, one for each case.",
    "CEB",
    when=lambda given: len(given) != 4 or not set(given) <= set("ABCDEF"),
)
splitters.mistake(
    "A makes folds that hold low answers only, or high ones only: no case asks for"
    " that.",
    "CEBA",
    when=lambda given: "A" in given,
)
splitters.mistake(
    "F judges on one part only, and scatters more than folds do.",
    "CEBF",
    when=lambda given: "F" in given,
)
splitters.mistake(
    "look at case 1: which splitter keeps the five X-rays of a person together?",
    "DEBD",
    when=lambda given: given[0] != "C",
)
splitters.mistake(
    "look at case 2: with 24 fraud cases, a fold might get hardly any. Which splitter"
    " prevents it?",
    "CDBD",
    when=lambda given: given[1] != "E",
)
splitters.mistake(
    "look at case 3: the past must predict the future. Which splitter never judges on"
    " earlier rows than it fits on?",
    "CEDD",
    when=lambda given: given[2] != "B",
)
splitters.mistake(
    "look at case 4: no group, no rare class, no time. Which plain splitter is left?",
    "CEBE",
    when=lambda given: given[3] != "D",
)

# --- Exercise 3: repair the out-of-fold answers

out_of_fold = exercise(
    hints=[
        "Which row does the first answer in the list belong to?",
        "`fold` holds row numbers. Fill an array at these places: `answers[fold]`.",
        "Make the array before the loop, one place for each row.",
    ],
    after="A common bug: the answers stand in the order of the folds, the truth in the"
    " order of the rows. `cross_val_predict` puts them back for you.",
    example=True,
)


@out_of_fold.solution
def answers_in_place(fit_and_answer, X, y, folds):
    answers = np.empty(len(y))
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[fold] = fit_and_answer(X_fit, y_fit, X[fold])
    return answers


@out_of_fold.start
def answers_by_fold(fit_and_answer, X, y, folds):
    """Return an array: for each row, the answer of a model of the other folds.

    fit_and_answer(X_fit, y_fit, X_new) returns one answer for each row of X_new.
    X: shape (n_rows, n_columns); y: shape (n_rows,). folds: arrays of row numbers,
    with each row in exactly one. Answers may be fractions, also where y is whole.
    """
    answers = []
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers.extend(fit_and_answer(X_fit, y_fit, X[fold]))
    return np.array(answers)


@out_of_fold.also
def _(fit_and_answer, X, y, folds):
    answers = answers_by_fold(fit_and_answer, X, y, folds)
    return answers[np.argsort(np.concatenate(folds))]


@out_of_fold.also
def _(fit_and_answer, X, y, folds):
    answers = {}
    for fold in folds:
        others = [row for row in range(len(y)) if row not in fold]
        new = fit_and_answer(X[others], y[others], X[fold])
        answers.update(zip(fold.tolist(), new, strict=True))
    return [answers[row] for row in range(len(y))]


def largest_target(X_fit, y_fit, X_new):
    """Answer with the largest target that was fitted, whatever is asked."""
    return np.full(len(X_new), np.max(y_fit))


def mean_target(X_fit, y_fit, X_new):
    """Answer with the mean of the targets that were fitted, whatever is asked."""
    return np.full(len(X_new), np.mean(y_fit))


def nearest_target(X_fit, y_fit, X_new):
    """Answer with the target of the nearest fitted row."""
    distances = np.abs(X_new[:, None] - X_fit).sum(axis=2)
    return y_fit[distances.argmin(axis=1)]


@out_of_fold.cases
def out_of_fold_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, unequal folds, not their own inverse, answers in fractions."""
    y = np.array([5, 1, 7, 2])
    folds = [np.array([2, 0]), np.array([1, 3])]
    yield largest_target, np.arange(4.0)[:, None], y, folds
    for sizes in ([3, 4], [2, 3, 4, 1], [1] * 6):
        n = sum(sizes)
        same = True
        while same:  # else a wrong way of putting them back could be right by chance
            X, y = rng.normal(size=(n, 2)), rng.permutation(n) * 3 + 1
            order = rng.permutation(n)
            folds = np.split(order, np.cumsum(sizes)[:-1])
            listed = answers_by_fold(nearest_target, X, y, folds)
            right = answers_in_place(nearest_target, X, y, folds)
            wrong = listed, listed[order], right[::-1], np.sort(right)
            same = any(np.array_equal(right, other) for other in wrong)
            same = same or len(np.unique(right)) < n / 2
        yield nearest_target, X, y, folds
    folds = [np.array([2, 0]), np.array([4]), np.array([1, 3])]
    yield mean_target, np.arange(5.0)[:, None], np.array([5, 1, 7, 2, 8]), folds


@out_of_fold.mistake(
    "the answers still stand in the order of the folds. Which row does each belong to?"
)
def _(fit_and_answer, X, y, folds):
    return answers_by_fold(fit_and_answer, X, y, folds)


@out_of_fold.mistake(
    "the answers are moved, but the wrong way round. Fill the places `answers[fold]`."
)
def _(fit_and_answer, X, y, folds):
    answers = answers_by_fold(fit_and_answer, X, y, folds)
    return answers[np.concatenate(folds)]


@out_of_fold.mistake(
    "the model is fitted to all rows, the judged ones included. The others only."
)
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y))
    for fold in folds:
        answers[fold] = fit_and_answer(X, y, X[fold])
    return answers


@out_of_fold.mistake(
    "the model is fitted to the fold that it answers for. The fit was right as it was."
)
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y))
    for fold in folds:
        answers[fold] = fit_and_answer(X[fold], y[fold], X[fold])
    return answers


@out_of_fold.mistake("sorting the answers does not bring them back to their rows.")
def _(fit_and_answer, X, y, folds):
    return np.sort(answers_by_fold(fit_and_answer, X, y, folds))


@out_of_fold.mistake(
    "the folds' rows were sorted, but the folds still stand one after the other."
)
def _(fit_and_answer, X, y, folds):
    return answers_by_fold(fit_and_answer, X, y, [np.sort(fold) for fold in folds])


@out_of_fold.mistake(
    "the answers of a fold stand in another order than its rows: a mask takes rows from"
    " top to bottom, `fold` need not be sorted."
)
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y))
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[fold] = fit_and_answer(X_fit, y_fit, X[np.sort(fold)])
    return answers


@out_of_fold.mistake("these are the targets, not the answers.")
def _(fit_and_answer, X, y, folds):
    return y


@out_of_fold.mistake(
    "only the last fold's answers are there: is the array made anew in each round?"
)
def _(fit_and_answer, X, y, folds):
    for fold in folds:
        answers = np.zeros(len(y))
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[fold] = fit_and_answer(X_fit, y_fit, X[fold])
    return answers


@out_of_fold.mistake(
    "`insert` moves all answers behind its place, so those of later folds push the"
    " others away. Fill an array of full length."
)
def _(fit_and_answer, X, y, folds):
    answers = []
    listed = iter(answers_by_fold(fit_and_answer, X, y, folds))
    for row, answer in zip(np.concatenate(folds), listed, strict=True):
        answers.insert(row, answer)
    return answers


@out_of_fold.mistake(
    "each fold writes from place 0 on, over the answers of the fold before. The place"
    " of an answer is its row."
)
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y))
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[: len(fold)] = fit_and_answer(X_fit, y_fit, X[fold])
    return answers


@out_of_fold.mistake(
    "the model is asked for the first rows of `X`, not for the rows of the fold."
)
def _(fit_and_answer, X, y, folds):
    answers = np.zeros(len(y))
    for fold in folds:
        X_fit, y_fit = np.delete(X, fold, axis=0), np.delete(y, fold)
        answers[fold] = fit_and_answer(X_fit, y_fit, X[: len(fold)])
    return answers


@out_of_fold.mistake(
    "the answers of each fold are a list of their own. One array is asked for, in the"
    " order of the rows."
)
def _(fit_and_answer, X, y, folds):
    ends = np.cumsum([len(fold) for fold in folds])[:-1]
    return np.split(answers_by_fold(fit_and_answer, X, y, folds), ends)


# --- Exercise 4: find the writers

find_starts = exercise(
    hints=[
        "At row i, compare `labels[i : i + m]` with the opening; m is its length.",
        "Make lists of both before you compare, so that one True or False comes out.",
        "Near the end the slice is shorter than the opening, so they differ.",
    ],
    after="The two others begin at rows 906 and 1545. On one page the first 0 is"
    " missing, on the other a 7 and an 8 near its start. So a search needs a look at"
    " what it did not find.",
    example=True,
)


@find_starts.solution
def starts_by_slices(labels, opening):
    labels, opening = list(labels), list(opening)
    m = len(opening)
    return [i for i, _ in enumerate(labels) if labels[i : i + m] == opening]


@find_starts.also
def _(labels, opening):
    text, run = "".join(map(str, labels)), "".join(map(str, opening))
    return [i for i in range(len(text)) if text.startswith(run, i)]


@find_starts.also
def _(labels, opening):
    if len(opening) > len(labels):
        return np.array([], dtype=int)
    windows = np.lib.stride_tricks.sliding_window_view(labels, len(opening))
    return np.flatnonzero((windows == np.asarray(opening)).all(axis=1))


@find_starts.cases
def start_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, copied pages, overlaps, a run at the end, and no run."""
    yield [0, 1, 2, 7, 0, 1, 2, 0, 1], [0, 1, 2]
    page = [0, 1, 2, 3, *rng.integers(4, 10, size=6).tolist(), 0, 2, 1, 0, 1]
    torn = page[1:]
    yield np.array(page + page + torn + page), np.array([0, 1, 2, 3])
    yield [5, 3, 3, 3, 3, 1, 3, 3], [3, 3]
    yield [4, 4, 1, 8, 6, 1, 8], [1, 8]
    yield [4, 4, 9, 5, 2, 4, 8, 5, 1, 4, 9, 5], [4, 9, 5]
    yield [1, 2, 3, 2, 1], [3, 1]
    yield [1, 2], [1, 2, 3]
    yield [7, 2, 7, 7], [7]


@find_starts.mistake("a run at the very end is not seen: does your loop go far enough?")
def _(labels, opening):
    m = len(opening)
    return [
        i for i in range(len(labels) - m) if list(labels[i : i + m]) == list(opening)
    ]


@find_starts.mistake("runs may overlap: after a find, go on at the next row.")
def _(labels, opening):
    starts, i, m = [], 0, len(opening)
    while i <= len(labels) - m:
        if list(labels[i : i + m]) == list(opening):
            starts.append(i)
            i += m
        else:
            i += 1
    return starts


@find_starts.mistake(
    "these are rows with the first label only. The whole run must fit."
)
def _(labels, opening):
    return [i for i, label in enumerate(labels) if label == opening[0]]


@find_starts.mistake("rows are counted from 0.")
def _(labels, opening):
    return [i + 1 for i in starts_by_slices(labels, opening)]


@find_starts.mistake("this is where the runs end. Where do they begin?")
def _(labels, opening):
    return [i + len(opening) - 1 for i in starts_by_slices(labels, opening)]


@find_starts.mistake("this is where the runs have ended. Where do they begin?")
def _(labels, opening):
    return [i + len(opening) for i in starts_by_slices(labels, opening)]


@find_starts.mistake("the order of the labels counts, too: a run is no set.")
def _(labels, opening):
    m, run = len(opening), sorted(opening)
    last = len(labels) - m + 1
    return [i for i in range(last) if sorted(labels[i : i + m]) == run]


@find_starts.mistake("you look at every m-th row only. A run can begin at any row.")
def _(labels, opening):
    m, run = len(opening), list(opening)
    return [i for i in range(0, len(labels), m) if list(labels[i : i + m]) == run]


@find_starts.mistake("only the first start is returned. All are asked for.")
def _(labels, opening):
    return starts_by_slices(labels, opening)[:1]


@find_starts.mistake("asked are the rows where the runs begin, not how many there are.")
def _(labels, opening):
    return len(starts_by_slices(labels, opening))


@find_starts.mistake("this says for each row whether a run begins. Which rows are it?")
def _(labels, opening):
    starts = starts_by_slices(labels, opening)
    return [i in starts for i in range(len(labels))]


@find_starts.mistake("one label that agrees is not enough: all of the run must.")
def _(labels, opening):
    m = len(opening)
    last = len(labels) - m + 1
    return [
        i
        for i in range(last)
        if any(a == b for a, b in zip(labels[i : i + m], opening, strict=True))
    ]


@find_starts.mistake(
    "at the end the run is cut off: a part of the opening is not enough. `zip` stops"
    " with the shorter one."
)
def _(labels, opening):
    m, run = len(opening), list(opening)
    parts = [list(labels[i : i + m]) for i in range(len(labels))]
    return [i for i, part in enumerate(parts) if part == run[: len(part)]]


@find_starts.mistake(
    "the first and the last label agree, and those between? All of the run must fit."
)
def _(labels, opening):
    m, ends = len(opening), (opening[0], opening[-1])
    last = len(labels) - m + 1
    return [i for i in range(last) if (labels[i], labels[i + m - 1]) == ends]


@find_starts.mistake(
    "your counter goes back to 0 at a label that does not fit, and goes on *behind* it."
    " But this label may begin a run. And runs may overlap."
)
def _(labels, opening):
    starts, fitting = [], 0
    for i, label in enumerate(labels):
        fitting = fitting + 1 if label == opening[fitting] else 0
        if fitting == len(opening):
            starts.append(i - fitting + 1)
            fitting = 0
    return starts


@find_starts.mistake(
    "two arrays are compared entry by entry: ask whether *all* agree"
    " (`np.array_equal`)."
)
def _(labels, opening):
    m = len(opening)
    return [i for i in range(len(labels)) if labels[i : i + m] == opening]


@find_starts.mistake("the opening has not always three labels. Take its length.")
def _(labels, opening):
    last = len(labels) - 2
    return [i for i in range(last) if list(labels[i : i + 3]) == list(opening)]


# --- Exercise 5: nested by hand

nested_error = exercise(
    hints=[
        "For an outer fold: `rest = np.setdiff1d(np.arange(len(y)), fold)`.",
        "Inner folds: `np.array_split(rest, n_inner)`. An inner part is answered by a"
        " candidate fitted to the other rows of `rest`.",
        "Add up the wrong answers of each candidate over the inner folds; `np.argmin`"
        " takes the first of equal ones. Then fit it to all of `rest`.",
    ],
    after="The inner folds choose, the outer ones judge: no row does both at once.",
    example=True,
)


@nested_error.solution
def nested_by_hand(candidates, X, y, outer, n_inner):
    n_wrong = 0
    for fold in outer:
        rest = np.setdiff1d(np.arange(len(y)), fold)
        inner = [(np.setdiff1d(rest, p), p) for p in np.array_split(rest, n_inner)]
        counts = [
            sum(np.sum(c(X[fit], y[fit], X[part]) != y[part]) for fit, part in inner)
            for c in candidates
        ]
        best = candidates[np.argmin(counts)]
        n_wrong += np.sum(best(X[rest], y[rest], X[fold]) != y[fold])
    return n_wrong / len(y)


def fewest(candidates, X, y, rest, parts, last=False):
    """Return the place of the candidate that errs least on parts of the rows `rest`."""
    counts = [
        sum(
            np.sum(c(X[fit], y[fit], X[part]) != y[part])
            for part in parts
            for fit in [np.setdiff1d(rest, part)]
        )
        for c in candidates
    ]
    return len(counts) - 1 - np.argmin(counts[::-1]) if last else np.argmin(counts)


def rest_of(y, fold):
    """Return the numbers of the rows outside a fold."""
    return np.setdiff1d(np.arange(len(y)), fold)


def judged(candidates, X, y, outer, pick):
    """Return for each outer fold the wrong answers of the candidate that pick takes."""
    wrong = []
    for fold in outer:
        rest = rest_of(y, fold)
        best = candidates[pick(rest, fold)]
        wrong.append(best(X[rest], y[rest], X[fold]) != y[fold])
    return wrong


@nested_error.also
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        return fewest(candidates, X, y, rest, np.array_split(rest, n_inner))

    return float(np.mean(np.concatenate(judged(candidates, X, y, outer, pick))))


@nested_error.also
def _(candidates, X, y, outer, n_inner):
    from sklearn.model_selection import KFold

    total = 0
    for fold in outer:
        kept = np.full(len(y), True)
        kept[fold] = False
        X_in, y_in = X[kept], y[kept]
        best, least = None, np.inf
        for c in candidates:
            count = sum(
                (c(X_in[a], y_in[a], X_in[b]) != y_in[b]).sum()
                for a, b in KFold(n_inner).split(X_in)
            )
            if count < least:
                best, least = c, count
        total += (best(X_in, y_in, X[fold]) != y[fold]).sum()
    return total / len(y)


def always_zero(X_fit, y_fit, X_new):
    """Answer 0, whatever is asked."""
    return np.zeros(len(X_new), dtype=int)


def always_one(X_fit, y_fit, X_new):
    """Answer 1, whatever is asked."""
    return np.ones(len(X_new), dtype=int)


def most_frequent(X_fit, y_fit, X_new):
    """Answer with the most frequent target; of equal ones, the smaller."""
    return np.full(len(X_new), np.bincount(y_fit).argmax())


def nearest_row(X_fit, y_fit, X_new):
    """Answer with the target of the nearest fitted row."""
    distances = np.abs(X_new[:, None] - X_fit).sum(axis=2)
    return y_fit[distances.argmin(axis=1)]


def rarest(X_fit, y_fit, X_new):
    """Answer with the rarer target of 0 and 1; of equal ones, 1."""
    return np.full(len(X_new), int(np.sum(y_fit == 1) <= np.sum(y_fit == 0)))


def near_mean(X_fit, y_fit, X_new):
    """Answer 1 where the first column is above the mean of the fitted rows."""
    return (X_new[:, 0] > X_fit[:, 0].mean()).astype(int)


EVERY_CANDIDATE = [
    near_mean,
    nearest_row,
    most_frequent,
    rarest,
    always_one,
    always_zero,
]


def nested_case(seed: int) -> tuple[Any, ...]:
    """Return candidates, rows and unequal folds, drawn by a seed."""
    rng = np.random.default_rng(seed)
    n, n_outer, n_inner = rng.integers(23, 33), rng.integers(3, 6), rng.integers(3, 5)
    X = rng.normal(size=(n, 2)).round(2)
    y = (X[:, 0] + 1.5 * rng.normal(size=n) > 0.2).astype(int)
    outer = np.array_split(rng.permutation(n), n_outer)
    chosen = rng.permutation(len(EVERY_CANDIDATE))[:4]
    candidates = tuple(EVERY_CANDIDATE[i] for i in chosen)
    return candidates, X, y, outer, int(n_inner)


# Threes of seeds by which no two of the mistakes below give the same three errors.
TELLING = [
    (352, 1100, 884),
    (811, 413, 1085),
    (604, 1074, 722),
    (147, 1058, 561),
    (1049, 445, 428),
    (138, 495, 581),
    (158, 757, 373),
    (356, 647, 222),
    (592, 670, 716),
    (689, 350, 282),
    (1184, 434, 790),
]


@nested_error.cases
def nested_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, a tie that matters, and three cases that tell shortcuts."""
    y = np.array([0, 0, 0, 1, 1, 1])
    pairs = [np.array([0, 1]), np.array([2, 3]), np.array([4, 5])]
    both = always_zero, always_one  # no list: a copy of one would count as changed
    yield both, np.arange(6.0)[:, None], y, pairs, 2
    y = np.array([0, 0, 1, 1, 1])
    folds = [np.array([4]), np.array([0, 1]), np.array([2, 3])]
    yield both, np.arange(5.0)[:, None], y, folds, 2
    for seed in rng.choice(TELLING):
        yield nested_case(int(seed))


@nested_error.mistake(
    "the same folds choose and judge: this is the error of the best candidate, not of"
    " the search."
)
def _(candidates, X, y, outer, n_inner):
    place = fewest(candidates, X, y, np.arange(len(y)), outer)
    wrong = judged(candidates, X, y, outer, lambda rest, fold: place)
    return np.mean(np.concatenate(wrong))


@nested_error.mistake(
    "the outer fold chooses the candidate that is best on it. It may only judge."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        errors = [(c(X[rest], y[rest], X[fold]) != y[fold]).sum() for c in candidates]
        return np.argmin(errors)

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake(
    "the inner folds are cut from all rows, the outer fold included. Cut the rows"
    " outside it."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        every = np.arange(len(y))
        return fewest(candidates, X, y, every, np.array_split(every, n_inner))

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake(
    "of candidates with equal counts the first is taken, not the last."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        parts = np.array_split(rest, n_inner)
        return fewest(candidates, X, y, rest, parts, last=True)

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake(
    "the candidate is chosen by rows that it was fitted to. Choose by inner folds that"
    " it has not seen."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        errors = [(c(X[rest], y[rest], X[rest]) != y[rest]).sum() for c in candidates]
        return np.argmin(errors)

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake(
    "one choice is made and used for all outer folds. Each outer fold has a search of"
    " its own."
)
def _(candidates, X, y, outer, n_inner):
    rest = rest_of(y, outer[0])
    place = fewest(candidates, X, y, rest, np.array_split(rest, n_inner))
    wrong = judged(candidates, X, y, outer, lambda rest, fold: place)
    return np.mean(np.concatenate(wrong))


@nested_error.mistake(
    "the chosen candidate is fitted to the rows of one inner turn. Fit it to all rows"
    " outside the outer fold."
)
def _(candidates, X, y, outer, n_inner):
    n_wrong = 0
    for fold in outer:
        rest = rest_of(y, fold)
        parts = np.array_split(rest, n_inner)
        best = candidates[fewest(candidates, X, y, rest, parts)]
        fit = np.setdiff1d(rest, parts[-1])
        n_wrong += (best(X[fit], y[fit], X[fold]) != y[fold]).sum()
    return n_wrong / len(y)


@nested_error.mistake(
    "the largest count wins here. The candidate with the *fewest* wrong answers is"
    " chosen."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        counts = [
            sum(
                (c(X[f], y[f], X[p]) != y[p]).sum()
                for p in np.array_split(rest, n_inner)
                for f in [np.setdiff1d(rest, p)]
            )
            for c in candidates
        ]
        return np.argmax(counts)

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake(
    "the inner folds choose by the mean of their errors. Unequal folds make a"
    " difference: add up the wrong answers."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        errors = [
            np.mean(
                [
                    (c(X[f], y[f], X[p]) != y[p]).mean()
                    for p in np.array_split(rest, n_inner)
                    for f in [np.setdiff1d(rest, p)]
                ]
            )
            for c in candidates
        ]
        return np.argmin(errors)

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


def count_each(candidates, X, y, turns):
    """Return each candidate's wrong answers in each turn of (fit, judge) rows."""
    return [
        [(c(X[fit], y[fit], X[part]) != y[part]).sum() for fit, part in turns]
        for c in candidates
    ]


@nested_error.mistake(
    "the inner models are fitted to rows of the outer fold, too. Leave out both: the"
    " inner part and the outer fold."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        turns = [(rest_of(y, p), p) for p in np.array_split(rest, n_inner)]
        return np.argmin(np.sum(count_each(candidates, X, y, turns), axis=1))

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake(
    "only the last inner fold counts: is the count set to 0 anew for each inner fold?"
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        parts = np.array_split(rest, n_inner)
        turns = [(np.setdiff1d(rest, p), p) for p in parts]
        return np.argmin([counts[-1] for counts in count_each(candidates, X, y, turns)])

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake(
    "places and rows are mixed up: place 0 among the rows outside the outer fold need"
    " not be row 0 of `X`."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        places = np.arange(len(rest))
        parts = np.array_split(places, n_inner)
        return np.argmin(
            [
                sum(
                    np.sum(
                        c(np.delete(X[rest], p, axis=0), np.delete(y[rest], p), X[p])
                        != y[p]
                    )
                    for p in parts
                )
                for c in candidates
            ]
        )

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake(
    "the inner folds are counted by place: place 0 among the rows outside the outer"
    " fold need not be row 0 of `X` and `y`."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        places = np.arange(len(rest))
        return fewest(candidates, X, y, places, np.array_split(places, n_inner))

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake(
    "the chosen candidate is fitted to all rows, so it has seen the outer fold that"
    " judges it."
)
def _(candidates, X, y, outer, n_inner):
    n_wrong = 0
    for fold in outer:
        rest = rest_of(y, fold)
        parts = np.array_split(rest, n_inner)
        best = candidates[fewest(candidates, X, y, rest, parts)]
        n_wrong += (best(X, y, X[fold]) != y[fold]).sum()
    return n_wrong / len(y)


@nested_error.mistake(
    "the other outer folds choose. Cut inner folds of their own: `n_inner` parts of the"
    " rows outside the outer fold."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        others = [part for part in outer if not np.array_equal(part, fold)]
        return fewest(candidates, X, y, rest, others)

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake(
    "the inner folds are dealt out like cards. `np.array_split` cuts neighbours."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        parts = [rest[i::n_inner] for i in range(n_inner)]
        return fewest(candidates, X, y, rest, parts)

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake(
    "the counts of the candidates go on from one outer fold to the next. Set them to 0"
    " for each outer fold."
)
def _(candidates, X, y, outer, n_inner):
    sums = np.zeros(len(candidates))

    def pick(rest, fold):
        parts = np.array_split(rest, n_inner)
        turns = [(np.setdiff1d(rest, p), p) for p in parts]
        sums[:] += np.sum(count_each(candidates, X, y, turns), axis=1)
        return np.argmin(sums)

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake(
    "one choice, that of the last outer fold, is judged everywhere. Each outer fold"
    " judges its own."
)
def _(candidates, X, y, outer, n_inner):
    rest = rest_of(y, outer[-1])
    place = fewest(candidates, X, y, rest, np.array_split(rest, n_inner))
    wrong = judged(candidates, X, y, outer, lambda rest, fold: place)
    return np.mean(np.concatenate(wrong))


@nested_error.mistake(
    "this is the error on the inner folds, by which you chose. The outer folds must"
    " judge."
)
def _(candidates, X, y, outer, n_inner):
    n_wrong = n_judged = 0
    for fold in outer:
        rest = rest_of(y, fold)
        turns = [(np.setdiff1d(rest, p), p) for p in np.array_split(rest, n_inner)]
        n_wrong += np.sum(count_each(candidates, X, y, turns), axis=1).min()
        n_judged += len(rest)
    return n_wrong / n_judged


@nested_error.mistake(
    "two inner folds are cut, whatever `n_inner` is. Cut `n_inner` of them."
)
def _(candidates, X, y, outer, n_inner):
    return nested_by_hand(candidates, X, y, outer, 2)


@nested_error.mistake("the first candidate is taken each time. The inner folds choose.")
def _(candidates, X, y, outer, n_inner):
    return nested_by_hand(candidates[:1], X, y, outer, n_inner)


@nested_error.mistake(
    "fit and judge are exchanged: you fit to an inner part and judge by the other rows"
    " of `rest`."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        turns = [(p, np.setdiff1d(rest, p)) for p in np.array_split(rest, n_inner)]
        return np.argmin(np.sum(count_each(candidates, X, y, turns), axis=1))

    return np.mean(np.concatenate(judged(candidates, X, y, outer, pick)))


@nested_error.mistake("this is the share of right answers.")
def _(candidates, X, y, outer, n_inner):
    return 1 - nested_by_hand(candidates, X, y, outer, n_inner)


@nested_error.mistake(
    "folds of unequal size count alike in a mean of fold errors. Divide all wrong"
    " answers by all rows."
)
def _(candidates, X, y, outer, n_inner):
    def pick(rest, fold):
        return fewest(candidates, X, y, rest, np.array_split(rest, n_inner))

    return np.mean([w.mean() for w in judged(candidates, X, y, outer, pick)])


@nested_error.mistake("this is the number of wrong answers. Their share is asked for.")
def _(candidates, X, y, outer, n_inner):
    return nested_by_hand(candidates, X, y, outer, n_inner) * len(y)


@nested_error.mistake(
    "the wrong answers are divided by the number of folds. Each *row* judges once."
)
def _(candidates, X, y, outer, n_inner):
    return nested_by_hand(candidates, X, y, outer, n_inner) * len(y) / len(outer)


@nested_error.symptom("the share is rounded. Return it as it is.")
def _(args, expected, got):
    return any(np.isclose(got, np.round(expected, n), 0, 1e-12) for n in range(2, 6))


ALL = lesson(__name__)
