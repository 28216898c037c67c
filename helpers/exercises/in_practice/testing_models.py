"""Exercises of lesson 7.1, Test a model."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.stats import binom

from helpers.judging import exercise, lesson, ordering

# --- Exercise 1: the order of an honest search

honest_search = ordering(
    "GBFED",
    n_lines=8,
    never={
        "C": "line C searches the pictures the model was trained on.",
        "H": "line H looks a second time at the pictures that chose the slices. They"
        " will agree with themselves.",
        "A": "line A forgets how many slices were searched.",
    },
    early={
        "BG": "line B needs a training set, and that is not there yet.",
        "FB": "line F needs a model, and there is none yet.",
        "EF": "line E chooses from a table that has not been made yet.",
        "DE": "line D looks up the weak slices before they are chosen.",
    },
    hints=[
        "Split, train, search, choose, confirm.",
        "Each step that looks at errors needs pictures which the step before it has"
        " not used.",
    ],
    after="Three sets, three jobs: one to learn from, one to look around in, one to be"
    " told whether it is true.",
)

# --- Exercise 2: a slice report

slice_report = exercise(
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


@slice_report.mistake("it reports levels with too few rows as well.")
def _(right, tag, at_least):
    return report_of_slices(right, tag, 1)


@slice_report.mistake("a level with just so many rows belongs in: “at least”.")
def _(right, tag, at_least):
    return report_of_slices(right, tag, at_least + 1)


@slice_report.mistake("this is the share of errors, not of right answers.")
def _(right, tag, at_least):
    report = report_of_slices(right, tag, at_least)
    return {level: [n, 1 - share] for level, (n, share) in report.items()}


@slice_report.mistake("the second number is a count. Make it a share.")
def _(right, tag, at_least):
    report = report_of_slices(right, tag, at_least)
    return {level: [n, n * share] for level, (n, share) in report.items()}


@slice_report.mistake(
    "you divide by all rows. A slice's accuracy is a share of its own rows."
)
def _(right, tag, at_least):
    report = report_of_slices(right, tag, at_least)
    return {level: [n, n * share / len(right)] for level, (n, share) in report.items()}


@slice_report.mistake("these are percent. Return shares between 0 and 1.")
def _(right, tag, at_least):
    report = report_of_slices(right, tag, at_least)
    return {level: [n, 100 * share] for level, (n, share) in report.items()}


@slice_report.mistake(
    "you count the rows that are right. A slice counts with all its rows, or"
    " the weakest are left out."
)
def _(right, tag, at_least):
    report = report_of_slices(right, tag, 1)
    return {
        level: [n, share]
        for level, (n, share) in report.items()
        if round(n * share) >= at_least
    }


@slice_report.mistake(
    "this is the accuracy of all rows together. Which rows belong to the level?"
)
def _(right, tag, at_least):
    report = report_of_slices(right, tag, at_least)
    return {level: [n, right.mean()] for level, (n, _) in report.items()}


@slice_report.mistake(
    "the first number counts the rows that are right. How many rows has the level?"
)
def _(right, tag, at_least):
    report = report_of_slices(right, tag, at_least)
    return {level: [round(n * share), share] for level, (n, share) in report.items()}


@slice_report.mistake(
    "the first number counts the rows of all levels. How many has this one?"
)
def _(right, tag, at_least):
    report = report_of_slices(right, tag, at_least)
    return {level: [len(tag), share] for level, (_, share) in report.items()}


@slice_report.mistake("you rounded to two digits. Return the share as it is.")
def _(right, tag, at_least):
    report = report_of_slices(right, tag, at_least)
    return {level: [n, round(share, 2)] for level, (n, share) in report.items()}


@slice_report.mistake("you rounded to three digits. Return the share as it is.")
def _(right, tag, at_least):
    report = report_of_slices(right, tag, at_least)
    return {level: [n, round(share, 3)] for level, (n, share) in report.items()}


@slice_report.mistake("the number of rows comes first, then the accuracy.")
def _(right, tag, at_least):
    report = report_of_slices(right, tag, at_least)
    return {level: [share, n] for level, (n, share) in report.items()}


@slice_report.cases
def report_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then levels of other names and sizes."""
    yield (
        np.array([True, False, True, True, True]),
        np.array(["thin", "thin", "thick", "thin", "thin"]),
        2,
    )
    for at_least in (3, 1, 5):
        # Sizes around the minimum, the rows in no order, one level all wrong or right.
        sizes = [at_least - 1, at_least, at_least, at_least + 4]
        tag = rng.permutation(np.repeat(["wide", "dark", "old", "new"], sizes))
        right = rng.random(len(tag)) < 0.6
        right[tag == "dark"], right[tag == "old"] = False, True
        right[np.flatnonzero(tag == "new")[:2]] = True, False
        yield right, tag, at_least


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


@share_kept.mistake(
    "what leaves the picture on one side comes back on the other. White has to come in."
)
def _(predict, images):
    answers = predict(images)
    same = [predict(moved) == answers for moved in four_moves(images, roll=True)]
    return np.mean(np.all(same, axis=0))


@share_kept.mistake(
    "this is an average over the moves. A picture counts only if it keeps its"
    " answer under all four."
)
def _(predict, images):
    answers = predict(images)
    return np.mean([predict(moved) == answers for moved in four_moves(images)])


@share_kept.mistake(
    "two things: what leaves on one side comes back on the other, and this is"
    " an average over the moves. A picture counts only if it keeps its answer"
    " under all four."
)
def _(predict, images):
    answers = predict(images)
    moves = four_moves(images, roll=True)
    return np.mean([predict(moved) == answers for moved in moves])


@share_kept.mistake(
    "what comes in is a copy of the picture's edge. White has to come in."
)
def _(predict, images):
    n, height, width = images.shape
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)), mode="edge")
    answers = predict(images)
    kept = np.ones(n, dtype=bool)
    for top, left in ((0, 1), (2, 1), (1, 0), (1, 2)):
        moved = framed[:, top : top + height, left : left + width]
        kept &= predict(moved) == answers
    return kept.mean()


@share_kept.mistake("there are diagonal moves among yours: four are asked.")
def _(predict, images):
    n, height, width = images.shape
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    answers = predict(images)
    kept = np.ones(n, dtype=bool)
    for top in range(3):
        for left in range(3):
            moved = framed[:, top : top + height, left : left + width]
            kept &= predict(moved) == answers
    return kept.mean()


@share_kept.mistake(
    "one move that keeps the answer is enough for you. All four have to."
)
def _(predict, images):
    answers = predict(images)
    same = [predict(moved) == answers for moved in four_moves(images)]
    return np.mean(np.any(same, axis=0))


@share_kept.mistake("up and down are missing.")
def _(predict, images):
    answers = predict(images)
    same = [predict(moved) == answers for moved in four_moves(images)[2:]]
    return np.mean(np.all(same, axis=0))


@share_kept.mistake("left and right are missing.")
def _(predict, images):
    answers = predict(images)
    same = [predict(moved) == answers for moved in four_moves(images)[:2]]
    return np.mean(np.all(same, axis=0))


@share_kept.mistake("this is one move of the four.")
def _(predict, images):
    return np.mean(predict(four_moves(images)[3]) == predict(images))


@share_kept.mistake("this is the share that changes. Which is asked for?")
def _(predict, images):
    return 1 - share_that_stays(predict, images)


@share_kept.mistake(
    "each move begins where the last one ended. Begin from the picture itself."
)
def _(predict, images):
    answers = predict(images)
    same, moved = [], images
    for k in range(4):
        moved = four_moves(moved)[k]
        same.append(predict(moved) == answers)
    return np.mean(np.all(same, axis=0))


@share_kept.mistake("this is a number of pictures. Return their share.")
def _(predict, images):
    return len(images) * share_that_stays(predict, images)


@share_kept.mistake("this is percent. Return a share between 0 and 1.")
def _(predict, images):
    return 100 * share_that_stays(predict, images)


@share_kept.mistake(
    "this is the share under the worst move. The other moves may change other"
    " pictures: look at each picture under all four."
)
def _(predict, images):
    answers = predict(images)
    return min(np.mean(predict(moved) == answers) for moved in four_moves(images))


@share_kept.mistake(
    "you multiply the moves' shares, as if they had nothing to do with each"
    " other. Look at each picture under all four."
)
def _(predict, images):
    answers = predict(images)
    return np.prod([np.mean(predict(moved) == answers) for moved in four_moves(images)])


@share_kept.mistake("black (1) comes in. White is 0.")
def _(predict, images):
    answers = predict(images)
    same = [predict(1 - moved) == answers for moved in four_moves(1 - images)]
    return np.mean(np.all(same, axis=0))


class Judge:
    """A little model: compares the ink of two parts of a picture."""

    def __init__(self, weights: np.ndarray, limits: list[float]) -> None:
        self.weights, self.limits = weights, limits

    def __call__(self, images: Any) -> np.ndarray:
        """Return an answer from 0 to 2 for each picture."""
        score = (np.asarray(images, dtype=float) * self.weights).sum(axis=(1, 2))
        return np.digitize(score, self.limits)

    def __repr__(self) -> str:
        return "a small model"


class Middle:
    """The lesson's example: is the pixel in row 4, column 4 dark?"""

    def __call__(self, images: Any) -> np.ndarray:
        """Return True or False for each picture."""
        return np.asarray(images)[:, 4, 4] > 0.5

    def __repr__(self) -> str:
        return "lambda p: p[:, 4, 4] > 0.5"


@share_kept.cases
def move_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then models that some moves disturb."""
    from sklearn.datasets import load_digits

    yield Middle(), load_digits().images[:100] / 16
    for height, width in ((8, 8), (5, 7), (6, 4)):
        images = rng.random((300, height, width)).round(3)
        images *= rng.random((300, height, width)) < 0.6
        weights = rng.normal(size=(height, width)) * 0.3
        weights += 0.8 * np.sign(rng.normal(size=(height, width)))
        scores = (images * weights).sum(axis=(1, 2))
        yield Judge(weights, np.quantile(scores, [0.15, 0.85]).tolist()), images


# --- Exercise 4: repair the gate

loss_p_values = exercise(
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


@loss_p_values.mistake(
    "you count all errors of both versions. Pictures that both read alike say"
    " nothing about a change."
)
def _(before, now, names):
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(~n) - 1, np.sum(~n) + np.sum(~b), 0.5),
    )


@loss_p_values.mistake("this is the p of the pictures won, not of those lost.")
def _(before, now, names):
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(n & ~b) - 1, np.sum(n != b), 0.5),
    )


@loss_p_values.mistake(
    "you join two conditions by “or”. What must hold of a lost picture before,"
    " and what now?"
)
def _(before, now, names):
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(b | ~n) - 1, np.sum(b | ~n) + np.sum(n & ~b), 0.5),
    )


@loss_p_values.mistake(
    "this counts pictures that both miss. Was such a picture ever there to be lost?"
)
def _(before, now, names):
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(
            np.sum(~b & ~n) - 1, np.sum(~b & ~n) + np.sum(n & ~b), 0.5
        ),
    )


@loss_p_values.mistake(
    "the losses are right. Which pictures can be lost or won at all? Not the"
    " whole slice."
)
def _(before, now, names):
    return p_by_slice(
        before, now, names, lambda b, n: binom.sf(np.sum(b & ~n) - 1, len(b), 0.5)
    )


@loss_p_values.mistake(
    "`binom.sf(k, …)` is the chance of more than k. The −1 had its reason."
)
def _(before, now, names):
    return p_by_slice(
        before, now, names, lambda b, n: binom.sf(np.sum(b & ~n), np.sum(b != n), 0.5)
    )


@loss_p_values.mistake(
    "you subtract numbers of errors. Count picture by picture: lost and won"
    " may both be large."
)
def _(before, now, names):
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(
            np.sum(~n) - np.sum(~b) - 1,
            np.sum(~n) - np.sum(~b) + np.sum(n & ~b),
            0.5,
        ),
    )


@loss_p_values.mistake(
    "you call every picture lost on which the two differ. Some of them were won."
)
def _(before, now, names):
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(b != n) - 1, np.sum(b != n) + np.sum(n & ~b), 0.5),
    )


@loss_p_values.mistake("`won` was right: a picture that both read right is not won.")
def _(before, now, names):
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(b & ~n) - 1, np.sum(b & ~n) + np.sum(n), 0.5),
    )


@loss_p_values.mistake(
    "you look at the candidate alone. Lost is what was right before."
)
def _(before, now, names):
    return p_by_slice(
        before, now, names, lambda b, n: binom.sf(np.sum(~n) - 1, len(n), 0.5)
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
        lost, differ = int(np.sum(b & ~n)), int(np.sum(b != n))
        return binomtest(lost, differ).pvalue if differ else 1.0

    return p_by_slice(before, now, names, p_of)


@loss_p_values.mistake(
    "this is the chance of exactly so many losses. Asked is: so many or more."
)
def _(before, now, names):
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.pmf(np.sum(b & ~n), np.sum(b != n), 0.5),
    )


@loss_p_values.mistake("`won` was right: what both read right has not changed.")
def _(before, now, names):
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(b & ~n) - 1, np.sum(b & ~n) + np.sum(n & b), 0.5),
    )


@loss_p_values.mistake(
    "you multiplied p by the number of slices. Return p itself: a correction"
    " comes after."
)
def _(before, now, names):
    found = loss_p_values_repaired(before, now, names)
    return {name: min(1.0, len(found) * p) for name, p in found.items()}


@loss_p_values.mistake(
    "each slice gets the same p. Count the pictures inside the slice only."
)
def _(before, now, names):
    p = binom.sf(np.sum(before & ~now) - 1, np.sum(before != now), 0.5)
    return {name: float(p) for name in np.unique(names).tolist()}


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
    after="The emptiest cell first: five such pictures did in this lesson what five at"
    " random could not.",
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
    "it empties one cell after the other. Each picture you take fills its"
    " cell: count it before you take the next."
)
def never_counts_taken(train_cells, reserve_cells, n):
    counts = Counter(train_cells)
    return sorted(
        range(len(reserve_cells)), key=lambda place: counts[reserve_cells[place]]
    )[:n]


@pictures_to_label.mistake(
    "a cell that does not occur in the training set is missing from your"
    " counts. How many pictures does it hold?"
)
def _(train_cells, reserve_cells, n):
    known = [i for i, cell in enumerate(reserve_cells) if cell in train_cells]
    others = [i for i, cell in enumerate(reserve_cells) if cell not in train_cells]
    first = pictures_that_fill(
        train_cells, [reserve_cells[i] for i in known], min(n, len(known))
    )
    return ([known[i] for i in first] + others)[:n]


@pictures_to_label.mistake(
    "you choose among the cells that the training set has. A cell may be"
    " missing there, or be used up in the reserve."
)
def _(train_cells, reserve_cells, n):
    counts, chosen = Counter(train_cells), []
    for _ in range(n):
        cell = min(counts, key=counts.get)
        places = [i for i, c in enumerate(reserve_cells) if c == cell]
        places = [i for i in places if i not in chosen]
        if not places:
            break
        chosen.append(places[0])
        counts[cell] += 1
    return chosen


@pictures_to_label.mistake(
    "you take from cells without any picture only. Once these are filled, the"
    " next emptiest follows."
)
def _(train_cells, reserve_cells, n):
    unseen = [i for i, cell in enumerate(reserve_cells) if cell not in train_cells]
    return unseen[:n]


@pictures_to_label.mistake("these are the first of the reserve, whatever they show.")
def _(train_cells, reserve_cells, n):
    return list(range(n))


@pictures_to_label.mistake("it takes from the fullest cell, not the emptiest.")
def _(train_cells, reserve_cells, n):
    counts, chosen = Counter(train_cells), []
    for _ in range(n):
        left = [i for i in range(len(reserve_cells)) if i not in chosen]
        best = max(left, key=lambda place: counts[reserve_cells[place]])
        chosen.append(best)
        counts[reserve_cells[best]] += 1
    return chosen


@pictures_to_label.mistake(
    "you count what is rare in the reserve. The gaps are in the training set."
)
def _(train_cells, reserve_cells, n):
    return pictures_that_fill(reserve_cells, reserve_cells, n)


@pictures_to_label.mistake(
    "you sort by what is rare in the reserve. The gaps are in the training set,"
    " and they fill as you take."
)
def _(train_cells, reserve_cells, n):
    return never_counts_taken(reserve_cells, reserve_cells, n)


@pictures_to_label.mistake("of equals, take the first in the reserve.")
def _(train_cells, reserve_cells, n):
    counts, chosen = Counter(train_cells), []
    for _ in range(n):
        left = [i for i in range(len(reserve_cells)) if i not in chosen]
        best = min(reversed(left), key=lambda place: counts[reserve_cells[place]])
        chosen.append(best)
        counts[reserve_cells[best]] += 1
    return chosen


@pictures_to_label.mistake("a picture is taken twice: it can be labelled only once.")
def _(train_cells, reserve_cells, n):
    counts, chosen = Counter(train_cells), []
    for _ in range(n):
        best = min(
            range(len(reserve_cells)), key=lambda place: counts[reserve_cells[place]]
        )
        chosen.append(best)
        counts[reserve_cells[best]] += 1
    return chosen


@pictures_to_label.mistake(
    "these are the right pictures. Return them in the order they were taken."
)
def _(train_cells, reserve_cells, n):
    return sorted(pictures_that_fill(train_cells, reserve_cells, n))


@pictures_to_label.mistake(
    "these are names of cells. Return the pictures' positions in the reserve."
)
def _(train_cells, reserve_cells, n):
    chosen = pictures_that_fill(train_cells, reserve_cells, n)
    return [reserve_cells[place] for place in chosen]


@pictures_to_label.mistake("you count from 1. Positions begin at 0.")
def _(train_cells, reserve_cells, n):
    return [place + 1 for place in pictures_that_fill(train_cells, reserve_cells, n)]


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


@pictures_to_label.mistake(
    "you count the reserve as well. It has no labels yet: count the training"
    " set and what you have taken."
)
def _(train_cells, reserve_cells, n):
    return pictures_that_fill([*train_cells, *reserve_cells], reserve_cells, n)


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
