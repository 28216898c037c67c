"""Exercises of lesson 7.1, Test a model."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.stats import binom

from helpers.exercises.engine import (
    Function,
    Mistake,
    Ordering,
    Prediction,
    Quiz,
    collect,
)

# --- Warm-up: lessons 6.1, 4.1 and 1.1, with a new surface

warmup_flags = Quiz(
    right="B",
    replies={
        "A": "Compare it with looking at random: where labels are wrong 3 times in 100,"
        " 30 looks would have found one.",
        "B": "A flag says where to look. What is wrong is decided by whoever looks.",
        "C": "18 of them are right. Removed unseen, they would take good rows along.",
    },
)
warmup_parts = Quiz(
    right="A",
    replies={
        "A": "A part's other pictures were trained on: the model may know the part, not"
        " the task. Keep all pictures of a part on one side.",
        "B": "No picture is in both, but nearly every part is.",
        "C": "Fewer rows cost a little. Here something pushes the score up: what do the"
        " two sets share?",
    },
)
warmup_all_right = Quiz(
    right="C",
    replies={
        "A": "So would a model be that has only memorised its rows.",
        "B": "It may have memorised, and many a model that is right on all its training"
        " rows does well on new ones. This number cannot tell.",
        "C": "Rows that a model was trained on cannot tell learning from memorising."
        " Set some aside.",
    },
)

# --- Predictions

predict_slice = Prediction(
    right="C",
    replies={
        "A": "Other 1s were in its training set, but these are drawn differently, and"
        " it has never met their kind.",
        "B": "It errs on most of them. They are so few that the total hardly moves.",
        "C": "Yes, it errs on most of them, and the total rose all the same.",
    },
)
predict_dealt = Prediction(
    right="B",
    replies={
        "A": "Each slice has its own chance to look bad. With about a hundred, some"
        " will.",
        "B": "Yes. With a hundred looks at 5 % you might expect five; errors come in"
        " whole numbers and small slices rarely reach 0.05, so it is fewer.",
        "C": "Five in a hundred is the most that 0.05 allows on average. Errors come in"
        " whole numbers, and small slices rarely reach it.",
    },
)
predict_mend = Prediction(
    right="C",
    replies={
        "A": "That is what five at random do. These five come from a cell that was"
        " empty.",
        "B": "More than that. They resemble each other, so a few go a long way.",
        "C": "Yes: they resemble each other, so a few of them show the model where"
        " their kind lies.",
    },
)
predict_move = Prediction(
    right="C",
    replies={
        "A": "You would keep them all. The model knows no shapes, only which of the 64"
        " pixels are dark.",
        "B": "Fewer still. One pixel is an eighth of the picture, and the model only"
        " knows which of the 64 are dark.",
        "C": "Yes: to the model each pixel is a column of its own, and moving shifts"
        " them all.",
    },
)
predict_gate = Prediction(
    right="C",
    replies={
        "A": "There are about thirty slices. In how many of them does one picture more"
        " go wrong, by chance?",
        "B": "More often: with about thirty slices, one of them nearly always loses a"
        " picture.",
        "C": "Yes. Nothing has become worse, and one of about thirty slices nearly"
        " always loses a picture.",
    },
)

# --- Quiz

small_slice = Quiz(
    right="B",
    replies={
        "A": "A model that is right in 3 of 4 cases reads six in a row about one time"
        " in six. What else do you have to say?",
        "B": "The number and what it leaves open. A true accuracy of 65 % would not be"
        " strange.",
        "C": "It says something: 30 % has become hard to believe. There is no magic"
        " number of rows; an interval says what is left open.",
    },
)
mined = Quiz(
    right="A",
    replies={
        "A": "The worst of 400 looks bad even where nothing is wrong. Fresh pictures"
        " were not picked for looking bad.",
        "B": "That would find a still worse one, by the same means.",
        "C": "How many slices out of 400 fall below 0.003 if none is weak?",
    },
)
on_training = Quiz(
    right="C",
    replies={
        "A": "On rows it was trained on, a model may be right everywhere. And what was"
        " missing there cannot be seen there.",
        "B": "Cut them as you like: what would a model that knows these very rows get"
        " wrong?",
        "C": "The candidate reads its training pictures right, and the planted kind is"
        " not among them. Such a search had to come out empty.",
    },
)
one_each = Quiz(
    right="B",
    replies={
        "A": "It holds all kinds, once each. How often would its one picture of that"
        " slice be read right?",
        "B": "In one draw of three the picture is read right. And where it is not, one"
        " error is no evidence.",
        "C": "One picture stands in that cell, and the model reads a third of its kind"
        " right.",
    },
)
silent_gate = Quiz(
    right="C",
    replies={
        "A": "The gate was silent because 8 pictures cannot make it speak. That is not"
        " the same as no loss.",
        "B": "The rule was fixed before looking. If you bend it for slices that look"
        " bad, you are back at a search without correction.",
        "C": "A third answer beside pass and stop. Even 8 lost of 8 would leave p at"
        " 0.004, above the corrected limit. Get more such pictures.",
    },
)
all_passed = Quiz(
    right="C",
    replies={
        "A": "None among the cases tested. A weakness without a tag has no test.",
        "B": "They cover cells with some pictures in them. You have seen what a filled"
        " cell is worth.",
        "C": "Each test is a question that somebody thought of.",
    },
)

# --- Exercise 1: the order of an honest search


honest_search = Ordering(
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


def report_of_slices(right, tag, at_least):
    """Return {level: [rows, accuracy]} for each level with at least so many rows."""
    right, tag = np.asarray(right), np.asarray(tag)
    report = {}
    for level in np.unique(tag).tolist():
        inside = right[tag == level]
        if len(inside) >= at_least:
            report[level] = [len(inside), float(inside.mean())]
    return report


def report_by_pandas(right, tag, at_least):
    """The same, by a table."""
    import pandas as pd

    table = pd.Series(np.asarray(right, dtype=float)).groupby(np.asarray(tag))
    rows = table.agg(["size", "mean"])
    rows = rows[rows["size"] >= at_least]
    return {level: tuple(row) for level, row in rows.iterrows()}


def reports_all(right, tag, at_least):
    """Forgets the minimum."""
    return report_of_slices(right, tag, 1)


def reports_more_than(right, tag, at_least):
    """Takes "at least" for "more than"."""
    return report_of_slices(right, tag, at_least + 1)


def reports_errors(right, tag, at_least):
    """Returns the share of errors."""
    report = report_of_slices(right, tag, at_least)
    return {level: [n, 1 - share] for level, (n, share) in report.items()}


def reports_counts(right, tag, at_least):
    """Returns how many are right, not their share."""
    report = report_of_slices(right, tag, at_least)
    return {level: [n, n * share] for level, (n, share) in report.items()}


def reports_share_of_all(right, tag, at_least):
    """Divides by all rows."""
    report = report_of_slices(right, tag, at_least)
    return {level: [n, n * share / len(right)] for level, (n, share) in report.items()}


def reports_percent(right, tag, at_least):
    """Returns percent."""
    report = report_of_slices(right, tag, at_least)
    return {level: [n, 100 * share] for level, (n, share) in report.items()}


def reports_enough_right(right, tag, at_least):
    """Asks for so many right rows, instead of rows."""
    report = report_of_slices(right, tag, 1)
    return {
        level: [n, share]
        for level, (n, share) in report.items()
        if round(n * share) >= at_least
    }


def reports_total(right, tag, at_least):
    """Gives each level the accuracy of all rows."""
    report = report_of_slices(right, tag, at_least)
    return {level: [n, right.mean()] for level, (n, _) in report.items()}


def reports_rows_right(right, tag, at_least):
    """Counts the right rows where all rows are asked for."""
    report = report_of_slices(right, tag, at_least)
    return {level: [round(n * share), share] for level, (n, share) in report.items()}


def reports_all_rows(right, tag, at_least):
    """Counts the rows of all levels together."""
    report = report_of_slices(right, tag, at_least)
    return {level: [len(tag), share] for level, (_, share) in report.items()}


def reports_two_digits(right, tag, at_least):
    """Rounds the accuracy to two digits."""
    report = report_of_slices(right, tag, at_least)
    return {level: [n, round(share, 2)] for level, (n, share) in report.items()}


def reports_three_digits(right, tag, at_least):
    """Rounds the accuracy to three digits."""
    report = report_of_slices(right, tag, at_least)
    return {level: [n, round(share, 3)] for level, (n, share) in report.items()}


def reports_swapped(right, tag, at_least):
    """Returns the accuracy first."""
    report = report_of_slices(right, tag, at_least)
    return {level: [share, n] for level, (n, share) in report.items()}


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


slice_report = Function(
    solution=report_of_slices,
    cases=report_cases,
    mistakes=[
        Mistake(reports_all, "it reports levels with too few rows as well."),
        Mistake(
            reports_more_than, "a level with just so many rows belongs in: “at least”."
        ),
        Mistake(reports_errors, "this is the share of errors, not of right answers."),
        Mistake(reports_counts, "the second number is a count. Make it a share."),
        Mistake(
            reports_share_of_all,
            "you divide by all rows. A slice's accuracy is a share of its own rows.",
        ),
        Mistake(reports_percent, "these are percent. Return shares between 0 and 1."),
        Mistake(
            reports_enough_right,
            "you count the rows that are right. A slice counts with all its rows, or"
            " the weakest are left out.",
        ),
        Mistake(
            reports_total,
            "this is the accuracy of all rows together. Which rows belong to the"
            " level?",
        ),
        Mistake(
            reports_rows_right,
            "the first number counts the rows that are right. How many rows has the"
            " level?",
        ),
        Mistake(
            reports_all_rows,
            "the first number counts the rows of all levels. How many has this one?",
        ),
        Mistake(
            reports_two_digits, "you rounded to two digits. Return the share as it is."
        ),
        Mistake(
            reports_three_digits,
            "you rounded to three digits. Return the share as it is.",
        ),
        Mistake(reports_swapped, "the number of rows comes first, then the accuracy."),
    ],
    hints=[
        "`np.unique(tag)` gives the levels; `tag == level` is a mask for one of them.",
        "`right[tag == level]` are the slice's rows: its length and its mean.",
    ],
    after="A weak slice whose every row is wrong is still a slice: it is counted by its"
    " rows, not by its successes.",
    also=[report_by_pandas],
)

# --- Exercise 3: an invariance test


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


def share_by_rolling(predict, images):
    """The same, rolled and the edge wiped."""
    answers = np.asarray(predict(images))
    same = [np.asarray(predict(moved)) == answers for moved in four_moves(images)]
    return float(np.mean(np.all(same, axis=0)))


def wraps_around(predict, images):
    """Uses np.roll: what leaves on one side comes in on the other."""
    answers = predict(images)
    same = [predict(moved) == answers for moved in four_moves(images, roll=True)]
    return np.mean(np.all(same, axis=0))


def mean_of_moves(predict, images):
    """Averages over the moves, so that a picture may fail one of them."""
    answers = predict(images)
    return np.mean([predict(moved) == answers for moved in four_moves(images)])


def mean_of_rolled(predict, images):
    """Averages over the moves, and lets them wrap around."""
    answers = predict(images)
    moves = four_moves(images, roll=True)
    return np.mean([predict(moved) == answers for moved in moves])


def edge_repeated(predict, images):
    """Lets the edge's ink come in instead of white."""
    n, height, width = images.shape
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)), mode="edge")
    answers = predict(images)
    kept = np.ones(n, dtype=bool)
    for top, left in ((0, 1), (2, 1), (1, 0), (1, 2)):
        moved = framed[:, top : top + height, left : left + width]
        kept &= predict(moved) == answers
    return kept.mean()


def eight_moves(predict, images):
    """Moves along the diagonals as well."""
    n, height, width = images.shape
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    answers = predict(images)
    kept = np.ones(n, dtype=bool)
    for top in range(3):
        for left in range(3):
            moved = framed[:, top : top + height, left : left + width]
            kept &= predict(moved) == answers
    return kept.mean()


def any_of_moves(predict, images):
    """Asks for one move that keeps the answer."""
    answers = predict(images)
    same = [predict(moved) == answers for moved in four_moves(images)]
    return np.mean(np.any(same, axis=0))


def only_sideways(predict, images):
    """Moves left and right only."""
    answers = predict(images)
    same = [predict(moved) == answers for moved in four_moves(images)[2:]]
    return np.mean(np.all(same, axis=0))


def only_up_and_down(predict, images):
    """Moves up and down only."""
    answers = predict(images)
    same = [predict(moved) == answers for moved in four_moves(images)[:2]]
    return np.mean(np.all(same, axis=0))


def only_to_the_right(predict, images):
    """Copies the lesson's single move."""
    return np.mean(predict(four_moves(images)[3]) == predict(images))


def share_changed(predict, images):
    """Returns the share that changes."""
    return 1 - share_that_stays(predict, images)


def moved_on_and_on(predict, images):
    """Moves the picture that was already moved."""
    answers = predict(images)
    same, moved = [], images
    for k in range(4):
        moved = four_moves(moved)[k]
        same.append(predict(moved) == answers)
    return np.mean(np.all(same, axis=0))


def counts_kept(predict, images):
    """Returns a number of pictures."""
    return len(images) * share_that_stays(predict, images)


def percent_kept(predict, images):
    """Returns percent."""
    return 100 * share_that_stays(predict, images)


def worst_move(predict, images):
    """Takes the share of the worst move."""
    answers = predict(images)
    return min(np.mean(predict(moved) == answers) for moved in four_moves(images))


def product_of_moves(predict, images):
    """Multiplies the shares, as if the moves had nothing to do with each other."""
    answers = predict(images)
    return np.prod([np.mean(predict(moved) == answers) for moved in four_moves(images)])


def black_comes_in(predict, images):
    """Lets black (1) come in."""
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


share_kept = Function(
    solution=share_that_stays,
    cases=move_cases,
    mistakes=[
        Mistake(
            wraps_around,
            "what leaves the picture on one side comes back on the other. White has to"
            " come in.",
        ),
        Mistake(
            mean_of_moves,
            "this is an average over the moves. A picture counts only if it keeps its"
            " answer under all four.",
        ),
        Mistake(
            mean_of_rolled,
            "two things: what leaves on one side comes back on the other, and this is"
            " an average over the moves. A picture counts only if it keeps its answer"
            " under all four.",
        ),
        Mistake(
            edge_repeated,
            "what comes in is a copy of the picture's edge. White has to come in.",
        ),
        Mistake(eight_moves, "there are diagonal moves among yours: four are asked."),
        Mistake(
            any_of_moves,
            "one move that keeps the answer is enough for you. All four have to.",
        ),
        Mistake(only_to_the_right, "this is one move of the four."),
        Mistake(only_sideways, "up and down are missing."),
        Mistake(only_up_and_down, "left and right are missing."),
        Mistake(share_changed, "this is the share that changes. Which is asked for?"),
        Mistake(
            moved_on_and_on,
            "each move begins where the last one ended. Begin from the picture itself.",
        ),
        Mistake(counts_kept, "this is a number of pictures. Return their share."),
        Mistake(percent_kept, "this is percent. Return a share between 0 and 1."),
        Mistake(
            worst_move,
            "this is the share under the worst move. The other moves may change other"
            " pictures: look at each picture under all four.",
        ),
        Mistake(
            product_of_moves,
            "you multiply the moves' shares, as if they had nothing to do with each"
            " other. Look at each picture under all four.",
        ),
        Mistake(black_comes_in, "black (1) comes in. White is 0."),
    ],
    hints=[
        "Put a frame of zeros around the pictures. Each move is a window of the old"
        " size into the framed pictures.",
        "Keep one bool a picture: True to begin with, and False once a move has changed"
        " the answer.",
    ],
    after="No label was needed: an invariance test can run on any picture you have.",
    also=[share_by_rolling],
)

# --- Exercise 4: repair the gate


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


def loss_p_by_binomtest(before, now, names):
    """The same, by scipy's exact test and differences."""
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


def both_directions_faulty(before, now, names):
    """Counts all errors of both versions."""
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(~n) - 1, np.sum(~n) + np.sum(~b), 0.5),
    )


def wins_instead(before, now, names):
    """Tests for pictures won."""
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(n & ~b) - 1, np.sum(n != b), 0.5),
    )


def or_for_and(before, now, names):
    """Joins the two conditions by or."""
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(b | ~n) - 1, np.sum(b | ~n) + np.sum(n & ~b), 0.5),
    )


def lost_by_both(before, now, names):
    """Calls lost what both miss."""
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(
            np.sum(~b & ~n) - 1, np.sum(~b & ~n) + np.sum(n & ~b), 0.5
        ),
    )


def of_all_pictures(before, now, names):
    """Counts losses right, but out of all pictures of the slice."""
    return p_by_slice(
        before, now, names, lambda b, n: binom.sf(np.sum(b & ~n) - 1, len(b), 0.5)
    )


def more_than(before, now, names):
    """Leaves out the case of just so many losses."""
    return p_by_slice(
        before, now, names, lambda b, n: binom.sf(np.sum(b & ~n), np.sum(b != n), 0.5)
    )


def net_losses(before, now, names):
    """Takes the difference of the errors for the losses."""
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


def all_that_differ(before, now, names):
    """Counts all pictures on which the versions differ as lost."""
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(b != n) - 1, np.sum(b != n) + np.sum(n & ~b), 0.5),
    )


def won_all_right(before, now, names):
    """Counts all that is right now as won."""
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(b & ~n) - 1, np.sum(b & ~n) + np.sum(n), 0.5),
    )


def only_the_new(before, now, names):
    """Tests the candidate's errors against a coin, without the released version."""
    return p_by_slice(
        before, now, names, lambda b, n: binom.sf(np.sum(~n) - 1, len(n), 0.5)
    )


def two_sided(before, now, names):
    """Doubles p."""
    found = loss_p_values_repaired(before, now, names)
    return {name: min(1.0, 2 * p) for name, p in found.items()}


def two_sided_exact(before, now, names):
    """Takes scipy's exact test as it comes, in both directions."""
    from scipy.stats import binomtest

    def p_of(b, n):
        lost, differ = int(np.sum(b & ~n)), int(np.sum(b != n))
        return binomtest(lost, differ).pvalue if differ else 1.0

    return p_by_slice(before, now, names, p_of)


def exactly_so_many(before, now, names):
    """Takes the chance of exactly so many losses."""
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.pmf(np.sum(b & ~n), np.sum(b != n), 0.5),
    )


def won_twice_right(before, now, names):
    """Counts as won what both read right."""
    return p_by_slice(
        before,
        now,
        names,
        lambda b, n: binom.sf(np.sum(b & ~n) - 1, np.sum(b & ~n) + np.sum(n & b), 0.5),
    )


def corrected(before, now, names):
    """Multiplies p by the number of slices."""
    found = loss_p_values_repaired(before, now, names)
    return {name: min(1.0, len(found) * p) for name, p in found.items()}


def all_slices_together(before, now, names):
    """Counts the pictures of all slices for each of them."""
    p = binom.sf(np.sum(before & ~now) - 1, np.sum(before != now), 0.5)
    return {name: float(p) for name in np.unique(names).tolist()}


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


loss_p_values = Function(
    solution=loss_p_values_repaired,
    cases=gate_cases,
    start=loss_p_values_faulty,
    mistakes=[
        Mistake(
            both_directions_faulty,
            "you count all errors of both versions. Pictures that both read alike say"
            " nothing about a change.",
        ),
        Mistake(wins_instead, "this is the p of the pictures won, not of those lost."),
        Mistake(
            or_for_and,
            "you join two conditions by “or”. What must hold of a lost picture before,"
            " and what now?",
        ),
        Mistake(
            lost_by_both,
            "this counts pictures that both miss. Was such a picture ever there to be"
            " lost?",
        ),
        Mistake(
            of_all_pictures,
            "the losses are right. Which pictures can be lost or won at all? Not the"
            " whole slice.",
        ),
        Mistake(
            all_that_differ,
            "you call every picture lost on which the two differ. Some of them were"
            " won.",
        ),
        Mistake(
            won_all_right,
            "`won` was right: a picture that both read right is not won.",
        ),
        Mistake(
            only_the_new,
            "you look at the candidate alone. Lost is what was right before.",
        ),
        Mistake(
            two_sided,
            "you doubled p. The gate asks about losses only, in one direction.",
        ),
        Mistake(
            two_sided_exact,
            "this p is two-sided. The gate asks about losses only, in one direction.",
        ),
        Mistake(
            exactly_so_many,
            "this is the chance of exactly so many losses. Asked is: so many or more.",
        ),
        Mistake(
            won_twice_right,
            "`won` was right: what both read right has not changed.",
        ),
        Mistake(
            corrected,
            "you multiplied p by the number of slices. Return p itself: a correction"
            " comes after.",
        ),
        Mistake(
            all_slices_together,
            "each slice gets the same p. Count the pictures inside the slice only.",
        ),
        Mistake(
            more_than,
            "`binom.sf(k, …)` is the chance of more than k. The −1 had its reason.",
        ),
        Mistake(
            net_losses,
            "you subtract numbers of errors. Count picture by picture: lost and won"
            " may both be large.",
        ),
    ],
    hints=[
        "Take one picture that both versions miss. Does it count as lost here? Should"
        " it?",
        "`won` joins two conditions. What would the same look like for `lost`?",
    ],
    after="The comparison is paired: only pictures on which the two differ count.",
    also=[loss_p_by_binomtest],
)

# --- Exercise 5: fill the gaps


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


def pictures_by_loops(train_cells, reserve_cells, n):
    """The same, counted anew at each step."""
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


def never_counts_taken(train_cells, reserve_cells, n):
    """Sorts once, and does not count what was taken."""
    counts = Counter(train_cells)
    return sorted(
        range(len(reserve_cells)), key=lambda place: counts[reserve_cells[place]]
    )[:n]


def skips_unseen(train_cells, reserve_cells, n):
    """Knows only the cells that occur in the training set, until they are used up."""
    known = [i for i, cell in enumerate(reserve_cells) if cell in train_cells]
    others = [i for i, cell in enumerate(reserve_cells) if cell not in train_cells]
    first = pictures_that_fill(
        train_cells, [reserve_cells[i] for i in known], min(n, len(known))
    )
    return ([known[i] for i in first] + others)[:n]


def loops_over_known(train_cells, reserve_cells, n):
    """Asks for the emptiest of the training set's cells, and stops if it is used up."""
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


def only_empty_cells(train_cells, reserve_cells, n):
    """Takes from cells that the training set lacks, and from no other."""
    unseen = [i for i, cell in enumerate(reserve_cells) if cell not in train_cells]
    return unseen[:n]


def first_in_line(train_cells, reserve_cells, n):
    """Takes the first n."""
    return list(range(n))


def fullest_first(train_cells, reserve_cells, n):
    """Takes from the fullest cell."""
    counts, chosen = Counter(train_cells), []
    for _ in range(n):
        left = [i for i in range(len(reserve_cells)) if i not in chosen]
        best = max(left, key=lambda place: counts[reserve_cells[place]])
        chosen.append(best)
        counts[reserve_cells[best]] += 1
    return chosen


def counts_the_reserve(train_cells, reserve_cells, n):
    """Looks for rare cells in the reserve instead of the training set."""
    return pictures_that_fill(reserve_cells, reserve_cells, n)


def rarest_of_reserve(train_cells, reserve_cells, n):
    """Takes the reserve's rare cells, and does not count what was taken."""
    return never_counts_taken(reserve_cells, reserve_cells, n)


def last_of_equals(train_cells, reserve_cells, n):
    """Takes the last of equals."""
    counts, chosen = Counter(train_cells), []
    for _ in range(n):
        left = [i for i in range(len(reserve_cells)) if i not in chosen]
        best = min(reversed(left), key=lambda place: counts[reserve_cells[place]])
        chosen.append(best)
        counts[reserve_cells[best]] += 1
    return chosen


def same_again(train_cells, reserve_cells, n):
    """Takes pictures more than once."""
    counts, chosen = Counter(train_cells), []
    for _ in range(n):
        best = min(
            range(len(reserve_cells)), key=lambda place: counts[reserve_cells[place]]
        )
        chosen.append(best)
        counts[reserve_cells[best]] += 1
    return chosen


def sorted_places(train_cells, reserve_cells, n):
    """Returns the right pictures, sorted by place."""
    return sorted(pictures_that_fill(train_cells, reserve_cells, n))


def names_of_cells(train_cells, reserve_cells, n):
    """Returns the cells' names."""
    chosen = pictures_that_fill(train_cells, reserve_cells, n)
    return [reserve_cells[place] for place in chosen]


def places_from_one(train_cells, reserve_cells, n):
    """Counts the positions from 1."""
    return [place + 1 for place in pictures_that_fill(train_cells, reserve_cells, n)]


def places_that_shift(train_cells, reserve_cells, n):
    """Takes pictures out of the list, so that the later ones move up."""
    counts, left, chosen = Counter(train_cells), list(reserve_cells), []
    for _ in range(n):
        best = min(range(len(left)), key=lambda place: counts[left[place]])
        counts[left[best]] += 1
        chosen.append(best)
        left.pop(best)
    return chosen


def counts_both_sets(train_cells, reserve_cells, n):
    """Counts the reserve's pictures as if they were labelled."""
    return pictures_that_fill([*train_cells, *reserve_cells], reserve_cells, n)


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


pictures_to_label = Function(
    solution=pictures_that_fill,
    cases=gap_cases,
    mistakes=[
        Mistake(
            never_counts_taken,
            "it empties one cell after the other. Each picture you take fills its"
            " cell: count it before you take the next.",
        ),
        Mistake(
            skips_unseen,
            "a cell that does not occur in the training set is missing from your"
            " counts. How many pictures does it hold?",
        ),
        Mistake(
            loops_over_known,
            "you choose among the cells that the training set has. A cell may be"
            " missing there, or be used up in the reserve.",
        ),
        Mistake(
            only_empty_cells,
            "you take from cells without any picture only. Once these are filled, the"
            " next emptiest follows.",
        ),
        Mistake(
            first_in_line, "these are the first of the reserve, whatever they show."
        ),
        Mistake(fullest_first, "it takes from the fullest cell, not the emptiest."),
        Mistake(
            counts_the_reserve,
            "you count what is rare in the reserve. The gaps are in the training set.",
        ),
        Mistake(
            rarest_of_reserve,
            "you sort by what is rare in the reserve. The gaps are in the training set,"
            " and they fill as you take.",
        ),
        Mistake(last_of_equals, "of equals, take the first in the reserve."),
        Mistake(same_again, "a picture is taken twice: it can be labelled only once."),
        Mistake(
            sorted_places,
            "these are the right pictures. Return them in the order they were taken.",
        ),
        Mistake(places_from_one, "you count from 1. Positions begin at 0."),
        Mistake(
            places_that_shift,
            "you take pictures out of the list, and the later ones move up. Return"
            " their positions in the reserve as it was given.",
        ),
        Mistake(
            counts_both_sets,
            "you count the reserve as well. It has no labels yet: count the training"
            " set and what you have taken.",
        ),
        Mistake(
            names_of_cells,
            "these are names of cells. Return the pictures' positions in the reserve.",
        ),
    ],
    hints=[
        "Keep a count for each cell; `collections.Counter` gives 0 for a cell it has"
        " never met.",
        "n times: among the places left, find the one whose cell has the lowest count;"
        " note it, remove it, raise the count.",
        "`min(places, key=…)` returns the first of equals.",
    ],
    after="The emptiest cell first: five such pictures did in this lesson what five at"
    " random could not.",
    also=[pictures_by_loops],
)

ALL = collect(globals())
