"""Exercises of lesson 7.1, Test a model."""

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.stats import binom

from helpers.judging import exercise, lesson, ordering

# --- Exercise 1: the order of an honest search

honest_search = ordering(
    "GBFADI",
    n_lines=9,
    never={
        "C": "line C searches the pictures the model was trained on.",
        "H": "line H looks a second time at the pictures that chose the slices. They"
        " will agree with themselves.",
        "E": "line E forgets how many slices were looked at on fresh pictures. Each"
        " look is a chance for a false alarm.",
    },
    early={
        "BG": "line B needs a training set, and that is not there yet.",
        "FB": "line F needs a model, and there is none yet.",
        "AF": "line A chooses from a table that has not been made yet.",
        "DA": "line D looks up the weak slices before they are chosen.",
        "ID": "line I judges by fresh pictures before they have been looked at.",
    },
    hints=[
        "Split, train, search, choose, look at fresh pictures, confirm.",
        "Each step that looks at errors needs pictures which the step before it has"
        " not used.",
    ],
    after="Three sets, three jobs: one to learn from, one to look around in, one to be"
    " told whether it is true.",
)

# --- Exercise 2: a slice report

slice_report = exercise(
    example=True,
    hints=[
        "`np.unique(tag)` gives the levels; `tag == level` is a mask for one of them.",
        "`right[tag == level]` are the slice's rows: its length and its mean.",
    ],
    after="A weak slice whose every row is wrong is still a slice: it is counted by its"
    " rows, not by its successes.",
)


@slice_report.solution
def report_of_slices(right, tag, at_least):
    """Return {level: [rows, accuracy]} for each level with at least so many rows."""
    right, tag = np.asarray(right), np.asarray(tag)
    report = {}
    for level in np.unique(tag).tolist():
        inside = right[tag == level]
        if len(inside) >= at_least:
            report[level] = [len(inside), float(inside.mean())]
    return report


@slice_report.also
def _(right, tag, at_least):
    import pandas as pd

    table = pd.Series(np.asarray(right, dtype=float)).groupby(np.asarray(tag))
    rows = table.agg(["size", "mean"])
    rows = rows[rows["size"] >= at_least]
    return {level: tuple(row) for level, row in rows.iterrows()}


def levels(shows):
    """Return the symptom of a report with other levels than are due.

    shows: of at_least, the rows and the right ones of each level, those missing, those
    too many.
    """

    def symptom(args, expected, got):
        right, tag, at_least = args
        rows = {level: int((tag == level).sum()) for level in tag.tolist()}
        hits = {level: int(right[tag == level].sum()) for level in rows}
        missing, more = {*expected} - {*got}, {*got} - {*expected}
        known = (missing or more) and more <= {*rows}
        return known and shows(at_least, rows, hits, missing, more)

    return symptom


slice_report.symptom("this is no dict. Return one: the levels are its keys.")(
    lambda args, expected, got: isinstance(got, list | tuple | np.ndarray)
)
slice_report.symptom("the keys are to be the levels, as `tag` names them.")(
    lambda args, expected, got: got and not any(isinstance(key, str) for key in got)
)
slice_report.symptom(
    "the levels with few rows are reported, and those with many are not: turned round."
)(levels(lambda least, rows, hits, missing, more: missing and more))
slice_report.symptom(
    "a level with too few rows is reported. It has no place in the dict, not with None"
    " either."
)(levels(lambda least, rows, hits, missing, more: more and not missing))
slice_report.symptom("a level with just so many rows belongs in: “at least”.")(
    levels(lambda least, rows, hits, gone, more: {rows[k] for k in gone} == {least})
)
slice_report.symptom(
    "a level is missing in which nothing is right. It has rows, and an accuracy: 0."
)(levels(lambda least, rows, hits, gone, more: not any(hits[k] for k in gone)))
slice_report.symptom(
    "you count the rows that are right. A slice counts with all its rows, or the"
    " weakest are left out."
)(
    levels(
        lambda least, rows, hits, gone, more: (
            gone == {k for k in rows if hits[k] < least <= rows[k]}
        )
    )
)
slice_report.symptom(
    "a level with enough rows is missing. Does something end the loop, or keep one"
    " level only?"
)(levels(lambda least, rows, hits, gone, more: gone and not more))


def numbers(shows):
    """Return the symptom of wrong numbers: `shows` gets args, those due, those got."""

    def symptom(args, expected, got):
        due, came = (
            np.array([part[level] for level in expected], float).T
            for part in (expected, got)
        )
        return {*got} == {*expected} and shows(args, *due, *came)

    return symptom


def alike(one, other):
    """Return whether two arrays are equal within rounding."""
    return np.allclose(one, other, rtol=0, atol=1e-6)


slice_report.symptom("the number of rows comes first, then the accuracy.")(
    numbers(lambda args, n, share, a, b: alike(a, share) and alike(b, n))
)
slice_report.symptom(
    "the first number counts the rows that are right. How many rows has the level?"
)(numbers(lambda args, n, share, a, b: alike(a, n * share)))
slice_report.symptom(
    "the first number counts the rows of all levels. How many has this one?"
)(numbers(lambda args, n, share, a, b: alike(a, len(args[0]))))
slice_report.symptom("the first number is a share of all rows. Make it a count.")(
    numbers(lambda args, n, share, a, b: alike(a, n / len(args[0])))
)
slice_report.symptom(
    "a level gets more rows than it has. Do counts of other levels stay in?"
)(numbers(lambda args, n, share, a, b: (a > n).any()))
slice_report.symptom(
    "a level gets fewer rows than it has. They need not stand side by side."
)(numbers(lambda args, n, share, a, b: (a < n).any()))
slice_report.symptom("this is the share of errors, not of right answers.")(
    numbers(lambda args, n, share, a, b: alike(b, 1 - share))
)
slice_report.symptom("the second number is a count. Make it a share.")(
    numbers(lambda args, n, share, a, b: alike(b, n * share))
)
slice_report.symptom("these are percent. Return shares between 0 and 1.")(
    numbers(lambda args, n, share, a, b: alike(b, 100 * share))
)
slice_report.symptom(
    "you divide by all rows. A slice's accuracy is a share of its own rows."
)(numbers(lambda args, n, share, a, b: alike(b, n * share / len(args[0]))))
slice_report.symptom(
    "this is the accuracy of all rows together. Which rows belong to the level?"
)(numbers(lambda args, n, share, a, b: alike(b, args[0].mean())))
slice_report.symptom("you divide by the rows less one. A share is of all its rows.")(
    numbers(lambda args, n, share, a, b: alike(b * (n - 1), n * share))
)
slice_report.symptom("the accuracy is cut to a whole number. It is a share: `/`.")(
    numbers(lambda args, n, share, a, b: alike(b, np.trunc(share)))
)
slice_report.symptom("the accuracy is rounded. Return the share as it is.")(
    numbers(
        lambda args, n, share, a, b: any(alike(b, share.round(k)) for k in range(4))
    )
)


@slice_report.cases
def report_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then levels of other names and sizes."""
    yield (
        np.array([True, False, True, True, True, False]),
        np.array(["thin", "thin", "thick", "thin", "thin", "wide"]),
        2,
    )
    # Too few, just enough, more; all right, all wrong, fewer right ones than rows due.
    for at_least, sizes, hits in (
        (3, (2, 3, 6, 7), (1, 3, 2, 0)),
        (1, (0, 1, 1, 5), (0, 1, 0, 3)),
        (5, (4, 5, 5, 9), (4, 0, 5, 7)),
    ):
        order = rng.permutation(sum(sizes))
        tag = np.repeat(rng.permutation(["wide", "dark", "old", "new"]), sizes)
        right = [k < h for n, h in zip(sizes, hits, strict=True) for k in range(n)]
        yield np.array(right)[order], tag[order], at_least


# --- Exercise 3: an invariance test

share_kept = exercise(
    hints=[
        "Put a frame of zeros around the pictures. Each move is a window of the old"
        " size into the framed pictures.",
        "Keep one bool a picture: True to begin with, and False once a move has changed"
        " the answer.",
    ],
    after="No label was needed: an invariance test can run on any picture you have.",
)


@share_kept.solution
def share_that_stays(predict, images):
    """Return the share of pictures that keep their answer under all four moves."""
    n, height, width = images.shape
    framed = np.zeros((n, height + 2, width + 2))
    framed[:, 1:-1, 1:-1] = images
    answers = predict(images)
    kept = np.ones(n, dtype=bool)
    for top, left in ((0, 1), (2, 1), (1, 0), (1, 2)):
        moved = framed[:, top : top + height, left : left + width]
        kept &= predict(moved) == answers
    return kept.mean()


def four_moves(images, roll=False):
    """Return the pictures moved up, down, left, right; `roll`: what leaves returns."""
    moves = []
    for axis, step in ((1, -1), (1, 1), (2, -1), (2, 1)):
        moved = np.roll(images, step, axis=axis)
        if not roll:
            edge = [slice(None)] * 3
            edge[axis] = -1 if step < 0 else 0
            moved[tuple(edge)] = 0
        moves.append(moved)
    return moves


@share_kept.also
def _(predict, images):
    answers = np.asarray(predict(images))
    same = [np.asarray(predict(moved)) == answers for moved in four_moves(images)]
    return float(np.mean(np.all(same, axis=0)))


def same_answers(predict, images, moves):
    """Return which answers each of several moves leaves alone, one row a move."""
    answers = predict(images)
    return np.array([predict(moved) == answers for moved in moves])


def framed_moves(images, starts, frame=1, **how):
    """Return windows of the pictures' size into framed pictures."""
    _, height, width = images.shape
    edges = (frame, frame)
    framed = np.pad(images, ((0, 0), edges, edges), **how)
    return [framed[:, i : i + height, j : j + width] for i, j in starts]


STRAIGHT, DIAGONAL = ((0, 1), (2, 1), (1, 0), (1, 2)), ((0, 0), (0, 2), (2, 0), (2, 2))


def share_over(moves):
    """Return a function that gives the share kept under all of these moves."""
    return lambda predict, images: (
        same_answers(predict, images, moves(images)).all(axis=0).mean()
    )


share_kept.mistake(
    "what leaves the picture on one side comes back on the other. White has to come in."
)(share_over(lambda images: four_moves(images, roll=True)))
share_kept.mistake(
    "what comes in is a copy of the picture's edge. White has to come in."
)(share_over(lambda images: framed_moves(images, STRAIGHT, mode="edge")))
share_kept.mistake("black (1) comes in. White is 0.")(
    share_over(lambda images: framed_moves(images, STRAIGHT, constant_values=1))
)
share_kept.mistake("these moves are diagonal. Up, down, left and right are asked.")(
    share_over(lambda images: framed_moves(images, DIAGONAL))
)
share_kept.mistake("there are diagonal moves among yours: four are asked.")(
    share_over(lambda images: framed_moves(images, (*STRAIGHT, *DIAGONAL)))
)
share_kept.mistake("these moves are two pixels long. One is asked.")(
    share_over(lambda images: framed_moves(images, 2 * np.array(STRAIGHT), frame=2))
)


@share_kept.mistake(
    "two things: what leaves on one side comes back on the other, and this is"
    " an average over the moves. A picture counts only if it keeps its answer"
    " under all four."
)
def _(predict, images):
    return same_answers(predict, images, four_moves(images, roll=True)).mean()


@share_kept.mistake(
    "white comes in at the wrong side: what came back is still there, and the other"
    " edge is gone."
)
@share_over
def _(images):
    moves = four_moves(images, roll=True)
    for moved, edge in zip(moves, ((1, 0), (1, -1), (2, 0), (2, -1)), strict=True):
        moved.swapaxes(1, edge[0])[:, edge[1]] = 0
    return moves


@share_kept.mistake(
    "you move along the pile of pictures (axis 0). Height and width are axes 1 and 2."
)
@share_over
def _(images):
    moves = four_moves(images.transpose(2, 0, 1))
    return [moved.transpose(1, 2, 0) for moved in moves]


share_kept.mistake(
    "this is an average over the moves. A picture counts only if it keeps its answer"
    " under all four."
)(lambda predict, images: same_answers(predict, images, four_moves(images)).mean())
share_kept.mistake(
    "you ask which moves leave *every* picture alone. Asked is which pictures keep"
    " their answer under every move: the other axis."
)(lambda p, images: same_answers(p, images, four_moves(images)).all(axis=1).mean())
share_kept.mistake(
    "one move that keeps the answer is enough for you. All four have to."
)(lambda p, images: same_answers(p, images, four_moves(images)).any(axis=0).mean())
share_kept.mistake(
    "this is the share under the worst move. The other moves may change other"
    " pictures: look at each picture under all four."
)(lambda p, images: same_answers(p, images, four_moves(images)).mean(axis=1).min())
share_kept.mistake(
    "you multiply the moves' shares, as if they had nothing to do with each"
    " other. Look at each picture under all four."
)(lambda p, images: same_answers(p, images, four_moves(images)).mean(axis=1).prod())


@share_kept.mistake(
    "the moved pictures are compared with each other. Compare each with the picture as"
    " it was."
)
def _(predict, images):
    first, *others = four_moves(images)
    return same_answers(predict, first, others).all(axis=0).mean()


@share_kept.mistake(
    "you compare with the mean of the answers. Answers are names of classes: 0 and 2"
    " are not 1."
)
def _(predict, images):
    means = np.mean([predict(moved) for moved in four_moves(images)], axis=0)
    return np.mean(means == predict(images))


@share_kept.mistake(
    "you ask whether all answers are true, or not 0. Asked is whether they are equal."
)
def _(predict, images):
    return np.all([predict(p) for p in (images, *four_moves(images))], axis=0).mean()


def one_after_another(order):
    """Return the moves in this order, each of what the one before has left."""

    def chain(images):
        moves = [images]
        for k in order:
            moves.append(four_moves(moves[-1])[k])
        return moves

    return chain


@share_kept.symptom(
    "each move begins where the last one ended. Begin from the picture itself."
)
def _(args, expected, got):
    orders = itertools.permutations(range(4))
    shares = (share_over(one_after_another(order))(*args) for order in orders)
    return any(abs(share - got) < 1e-9 for share in shares)


@share_kept.symptom(
    "only some of the four moves count. Are all of them made, and is the result of"
    " those before kept?"
)
def _(args, expected, got):
    same = same_answers(*args, four_moves(args[1]))
    some = [[n >> k & 1 for k in range(4)] for n in range(1, 15)]
    return any(
        abs(same[np.array(s, bool)].all(axis=0).mean() - got) < 1e-9 for s in some
    )


class Judge:
    """A little model: compares the ink of two parts of a picture."""

    def __init__(self, weights: np.ndarray, limits: list[float]) -> None:
        self.weights, self.limits = weights, limits

    def __call__(self, images: Any) -> np.ndarray:
        """Return an answer from 0 to 2 for each picture."""
        images = np.asarray(images, dtype=float)
        if images.shape[1:] != self.weights.shape:
            one, other = images.shape[1:], self.weights.shape
            raise ValueError(f"each picture is {one}, this model reads {other}")
        return np.digitize((images * self.weights).sum(axis=(1, 2)), self.limits)

    def __repr__(self) -> str:
        return "a small model"


class Middle:
    """Whether the pixel in row 4, column 4 is dark."""

    def __call__(self, images: Any) -> np.ndarray:
        """Return True or False for each picture."""
        return np.asarray(images)[:, 4, 4] > 0.5

    def __repr__(self) -> str:
        return "lambda p: p[:, 4, 4] > 0.5"


def random_pictures(rng, n, height, width):
    """Return a model that each of the four moves disturbs, and n pictures."""
    images = rng.random((n, height, width)).round(3)
    images *= rng.random((n, height, width)) < 0.6
    weights = rng.normal(size=(height, width)) * 0.3
    weights += 0.8 * np.sign(rng.normal(size=(height, width)))
    scores = (images * weights).sum(axis=(1, 2))
    return Judge(weights, np.quantile(scores, [0.15, 0.85]).tolist()), images


# By this seed all moves, some of them, and moves in a chain leave different shares.
TELLING = 0


@share_kept.cases
def move_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield models that some moves disturb, and one that looks at one pixel."""
    from sklearn.datasets import load_digits

    yield random_pictures(np.random.default_rng(TELLING), 2000, 5, 7)
    for size in ((400, 8, 8), (300, 6, 4)):
        model, images = random_pictures(rng, *size)
        yield model, images
    # All ink counts alike, and the sides are white: left and right change nothing.
    sides = images * (np.arange(4) % 3 > 0)
    yield Judge(np.ones((6, 4)), [1, np.median(sides.sum(axis=(1, 2)))]), sides
    yield Middle(), load_digits().images[:100] / 16


# --- Exercise 4: repair the gate

loss_p_values = exercise(
    example=True,
    hints=[
        "Take one picture that both versions miss. Does it count as lost here? Should"
        " it?",
        "`won` joins two conditions. What would the same look like for `lost`?",
    ],
    after="The comparison is paired: only pictures on which the two differ count.",
)


@loss_p_values.solution
def loss_p_values_repaired(before, now, names):
    """Return {slice: McNemar's p for losses}.

    before, now: was each picture read right by the released version and by the
    candidate, bool, shape (n,); names: each picture's slice, shape (n,).
    """
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@loss_p_values.start
def loss_p_values_faulty(before, now, names):
    """Return {slice: McNemar's p for losses}.

    before, now: was each picture read right by the released version and by the
    candidate, bool, shape (n,); names: each picture's slice, shape (n,).
    """
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@loss_p_values.also
def _(before, now, names):
    from scipy.stats import binomtest

    found = {}
    for name in sorted(set(np.asarray(names).tolist())):
        change = now.astype(int)[names == name] - before.astype(int)[names == name]
        lost, n = int((change == -1).sum()), int((change != 0).sum())
        test = binomtest(lost, n, alternative="greater").pvalue if n else 1.0
        found[name] = float(test)
    return found


def p_by_slice(before, now, names, p_of):
    """Return {slice: p_of(before, now)}."""
    return {
        name: float(p_of(before[names == name], now[names == name]))
        for name in np.unique(names).tolist()
    }


def p_from(lost, won):
    """Return a function that takes other pictures (masks of b, n) for lost and won."""

    def p_of(b, n):
        losses = np.sum(lost(b, n))
        return binom.sf(losses - 1, losses + np.sum(won(b, n)), 0.5)

    return lambda before, now, names: p_by_slice(before, now, names, p_of)


def lost(b, n):
    """Return which pictures are lost."""
    return b & ~n


def won(b, n):
    """Return which pictures are won."""
    return n & ~b


loss_p_values.mistake(
    "pictures that both versions miss still count as lost. What must have been true"
    " before?"
)(p_from(lambda b, n: ~n, won))
loss_p_values.mistake(
    "you count all errors of both versions. Pictures that both read alike say nothing"
    " about a change."
)(p_from(lambda b, n: ~n, lambda b, n: ~b))
loss_p_values.mistake(
    "this is the p of the pictures won: lost and won are exchanged, or it is the other"
    " tail of the distribution."
)(p_from(won, lost))
loss_p_values.mistake(
    "you join two conditions by “or”. What must hold of a lost picture before, and what"
    " now?"
)(p_from(lambda b, n: b | ~n, won))
loss_p_values.mistake(
    "this counts pictures that both miss. Was such a picture ever there to be lost?"
)(p_from(lambda b, n: ~b & ~n, won))
loss_p_values.mistake(
    "you call every picture lost on which the two differ. Some of them were won."
)(p_from(lambda b, n: b != n, won))
loss_p_values.mistake("`won` was right: a picture that both read right is not won.")(
    p_from(lost, lambda b, n: n)
)
loss_p_values.mistake("`won` was right: what both read right has not changed.")(
    p_from(lost, lambda b, n: n & b)
)
loss_p_values.mistake(
    "you look at the candidate alone. Lost is what was right before."
)(p_from(lambda b, n: ~n, lambda b, n: n))
loss_p_values.mistake(
    "wins are set off against losses before the test. Count picture by picture: lost"
    " and won may both be large."
)(
    lambda before, now, names: p_by_slice(
        before, now, names, lambda b, n: 0.5 ** max(0, int(b.sum()) - int(n.sum()))
    )
)
loss_p_values.mistake(
    "the losses are right. Which pictures can be lost or won at all? Not the whole"
    " slice."
)(
    lambda before, now, names: p_by_slice(
        before, now, names, lambda b, n: binom.sf(np.sum(b & ~n) - 1, len(b), 0.5)
    )
)
loss_p_values.mistake(
    "`binom.sf(k, …)` is the chance of more than k. The −1 had its reason."
)(
    lambda before, now, names: p_by_slice(
        before, now, names, lambda b, n: binom.sf(np.sum(b & ~n), np.sum(b != n), 0.5)
    )
)
loss_p_values.mistake(
    "this is the chance of exactly so many losses. Asked is: so many or more."
)(
    lambda before, now, names: p_by_slice(
        before, now, names, lambda b, n: binom.pmf(np.sum(b & ~n), np.sum(b != n), 0.5)
    )
)
loss_p_values.mistake(
    "if nothing has changed, lost and won are as likely as each other: one half, not a"
    " share of errors."
)(
    lambda before, now, names: p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(b & ~n) - 1, np.sum(b != n), np.mean(~b)),
    )
)


@loss_p_values.mistake(
    "you doubled p. The gate asks about losses only, in one direction."
)
def _(before, now, names):
    found = loss_p_values_repaired(before, now, names)
    return {name: min(1.0, 2 * p) for name, p in found.items()}


@loss_p_values.mistake(
    "this p is two-sided. The gate asks about losses only, in one direction."
)
def _(before, now, names):
    from scipy.stats import binomtest

    def p_of(b, n):
        losses, differ = int(np.sum(b & ~n)), int(np.sum(b != n))
        return binomtest(losses, differ).pvalue if differ else 1.0

    return p_by_slice(before, now, names, p_of)


@loss_p_values.mistake(
    "this is the chi-squared approximation, and in both directions. The exact p of the"
    " code was right."
)
def _(before, now, names):
    from scipy.stats import chi2

    def p_of(b, n):
        losses, wins = np.sum(b & ~n), np.sum(n & ~b)
        return chi2.sf((losses - wins) ** 2 / max(1, losses + wins), 1)

    return p_by_slice(before, now, names, p_of)


@loss_p_values.mistake(
    "you multiplied p by the number of slices. Return p itself: a correction"
    " comes after."
)
def _(before, now, names):
    found = loss_p_values_repaired(before, now, names)
    return {name: min(1.0, len(found) * p) for name, p in found.items()}


@loss_p_values.symptom(
    "pictures of other slices count as well. Each slice has its own lost and won, from"
    " 0 on."
)
def _(args, expected, got):
    before, now, names = args
    own = {
        k: [np.sum(f(before, now)[names == k]) for f in (lost, won)] for k in expected
    }
    total = np.sum([*own.values()], axis=0)
    so_far = dict(zip(own, np.cumsum([*own.values()], axis=0), strict=True))
    for counts in (
        {k: (own[k][0], total[1]) for k in own},
        {k: (total[0], own[k][1]) for k in own},
        dict.fromkeys(own, total),
        so_far,
    ):
        p = {k: binom.sf(a - 1, a + b, 0.5) for k, (a, b) in counts.items()}
        if all(abs(p[k] - got[k]) < 1e-9 for k in own):
            return True
    return False


loss_p_values.symptom("these are True and False. Return p itself, a number.")(
    lambda args, e, got: all(isinstance(p, bool | np.bool_) for p in got.values())
)
loss_p_values.symptom(
    "a slice without losses is missing. It has a p as well: so many losses or more."
)(
    lambda args, expected, got: (
        {*got} == {*args[2][args[0] & ~args[1]].tolist()} and {*got} < {*expected}
    )
)
loss_p_values.symptom(
    "it is wrong only where the two versions never differ. How likely are no losses or"
    " more?"
)(
    lambda args, expected, got: all(
        (args[0] == args[1])[args[2] == k].all()
        for k in expected
        if abs(expected[k] - got[k]) > 1e-9
    )
)
loss_p_values.symptom("p is rounded. A small p becomes 0 in this way.")(
    lambda args, expected, got: any(
        all(abs(round(expected[k], d) - got[k]) < 1e-9 for k in expected)
        for d in range(5)
    )
)


@loss_p_values.cases
def gate_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield slices with common failures, losses, wins, and no change at all."""
    yield (
        np.array([True, True, True, True, False, False, False, True]),
        np.array([False, False, False, True, False, False, True, True]),
        np.array(["foot", "foot", "foot", "foot", "flag", "flag", "flag", "flag"]),
    )
    for _ in range(3):
        # Per slice: lost, won, missed by both, right in both.
        counts = {"a": (7, 2, 3, 9), "b": (1, 5, 6, 4), "c": (0, 0, 4, 5)}
        counts = {k: v + rng.integers(0, 2, 4) * (k != "c") for k, v in counts.items()}
        kinds = [(True, False), (False, True), (False, False), (True, True)]
        rows = [
            (name, *kind)
            for name, numbers in counts.items()
            for kind, n in zip(kinds, numbers, strict=True)
            for _ in range(n)
        ]
        rows = [rows[k] for k in rng.permutation(len(rows))]
        names, before, now = (np.array(column) for column in zip(*rows, strict=True))
        yield before, now, names


# --- Exercise 5: fill the gaps

pictures_to_label = exercise(
    hints=[
        "Keep a count for each cell; `collections.Counter` gives 0 for a cell it has"
        " never met.",
        "n times: among the places left, find the one whose cell has the lowest count;"
        " note it, remove it, raise the count.",
        "`min(places, key=…)` returns the first of equals.",
    ],
    after="The emptiest cell first. In this lesson eleven pictures of the missing kind"
    " made the difference between the candidate and its twin.",
)


@pictures_to_label.solution
def pictures_that_fill(train_cells, reserve_cells, n):
    """Return the positions in the reserve of the n pictures to label, in order."""
    from collections import Counter

    counts = Counter(train_cells)
    left = list(range(len(reserve_cells)))
    chosen = []
    for _ in range(n):
        best = min(left, key=lambda place: counts[reserve_cells[place]])
        chosen.append(best)
        left.remove(best)
        counts[reserve_cells[best]] += 1
    return chosen


@pictures_to_label.also
def _(train_cells, reserve_cells, n):
    chosen = []
    while len(chosen) < n:
        have = list(train_cells) + [reserve_cells[i] for i in chosen]
        best = None
        for i, cell in enumerate(reserve_cells):
            if i in chosen:
                continue
            if best is None or have.count(cell) < have.count(reserve_cells[best]):
                best = i
        chosen.append(best)
    return np.array(chosen)


@pictures_to_label.mistake(
    "it takes all pictures of one cell before those of the next. Each picture"
    " you take fills its cell: count it before you take the next."
)
def never_counts_taken(train_cells, reserve_cells, n):
    counts = Counter(train_cells)
    return sorted(
        range(len(reserve_cells)), key=lambda place: counts[reserve_cells[place]]
    )[:n]


@pictures_to_label.mistake("these are the first of the reserve, whatever they show.")
def _(train_cells, reserve_cells, n):
    return list(range(n))


def take_by(key, pick=min, start=Counter):
    """Return a function that takes pictures by a key of (count, cell, place)."""

    def chosen_places(train_cells, reserve_cells, n):
        counts, chosen = start(train_cells), []
        for _ in range(n):
            left = [i for i in range(len(reserve_cells)) if i not in chosen]
            cells = reserve_cells
            best = pick(left, key=lambda i: key(counts[cells[i]], cells[i], i))
            chosen.append(best)
            counts[reserve_cells[best]] += 1
        return chosen

    return chosen_places


pictures_to_label.mistake("it takes from the fullest cell, not the emptiest.")(
    take_by(lambda count, cell, place: (count, -place), pick=max)
)
pictures_to_label.mistake("of equals, take the first in the reserve, not the last.")(
    take_by(lambda count, cell, place: (count, -place))
)
pictures_to_label.mistake(
    "of equal cells you take the first by name. Take the first in the reserve."
)(take_by(lambda count, cell, place: (count, cell, place)))
pictures_to_label.mistake(
    "you count what is rare in the reserve. The gaps are in the training set."
)(lambda train, reserve, n: pictures_that_fill(reserve, reserve, n))
pictures_to_label.mistake(
    "you sort by what is rare in the reserve. The gaps are in the training set,"
    " and they fill as you take."
)(lambda train, reserve, n: never_counts_taken(reserve, reserve, n))
pictures_to_label.mistake(
    "you count the reserve as well. It has no labels yet: count the training"
    " set and what you have taken."
)(lambda train, reserve, n: pictures_that_fill([*train, *reserve], reserve, n))
pictures_to_label.mistake(
    "you begin with empty cells: the pictures that the training set holds count too."
)(lambda train, reserve, n: pictures_that_fill([], reserve, n))


@pictures_to_label.mistake(
    "you take one of each cell in turn. A cell that is fuller than another has to wait"
    " for it."
)
def _(train_cells, reserve_cells, n):
    counts, seen, keys = Counter(train_cells), Counter(), []
    for place, cell in enumerate(reserve_cells):
        keys.append((seen[cell], counts[cell], reserve_cells.index(cell), place))
        seen[cell] += 1
    return [place for *_, place in sorted(keys)[:n]]


@pictures_to_label.mistake(
    "you take pictures out of the list, and the later ones move up. Return"
    " their positions in the reserve as it was given."
)
def _(train_cells, reserve_cells, n):
    counts, left, chosen = Counter(train_cells), list(reserve_cells), []
    for _ in range(n):
        best = min(range(len(left)), key=lambda place: counts[left[place]])
        counts[left[best]] += 1
        chosen.append(best)
        left.pop(best)
    return chosen


pictures_to_label.symptom(
    "these are names of cells. Return the pictures' positions in the reserve."
)(lambda args, expected, got: {*map(str, got)} <= {*args[1]})
pictures_to_label.symptom("a picture is taken twice: it can be labelled only once.")(
    lambda args, expected, got: len({*map(int, got)}) < len(got)
)
pictures_to_label.symptom(
    "these are the right pictures. Return them in the order they were taken."
)(lambda args, e, got: list(got) != list(e) and list(got) == sorted(map(int, e)))
pictures_to_label.symptom(
    "it stops before n pictures are taken. Does the loop end too early, or at a cell"
    " that is filled or used up?"
)(lambda args, e, got: 0 < len(got) < len(e) and list(got) == list(e[: len(got)]))
pictures_to_label.symptom(
    "a cell that the training set does not have is passed by. How many pictures does it"
    " hold?"
)(
    lambda args, expected, got: (
        {args[1][i] for i in expected} - {*args[0]}
        and {args[1][i] for i in np.asarray(got).tolist()} <= {*args[0]}
    )
)
pictures_to_label.symptom(
    "each picture stands behind the one before it. After each, look at the whole"
    " reserve again, from its start."
)(lambda args, expected, got: (np.diff(got) > 0).all())


@pictures_to_label.cases
def gap_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then larger ones with an empty cell."""
    yield ["a", "a", "a", "b"], ["a", "b", "c", "c", "b"], 3
    # Where sorting once, sorted places and filling one cell each go wrong.
    yield ["u"] * 2 + ["v"] * 3, ["v", "u", "w", "u", "w", "w", "w", "v"], 6
    yield ["u", "u", "v", "v"], ["u", "v", "w"], 2
    for _ in range(3):
        names = rng.permutation(["1 left", "1 right", "7 left", "9 wide"]).tolist()
        train = rng.permutation(np.repeat(names[:3], rng.integers(1, 6, 3))).tolist()
        reserve = rng.permutation(np.repeat(names, [2, 3, 4, 5])).tolist()
        yield train, reserve, int(rng.integers(6, 10))


ALL = lesson(__name__)
