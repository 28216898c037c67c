"""Exercises of lesson 2.3, Learn from few labels."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering

# --- Exercise 1: order the lines

self_training_order = ordering(
    "CBFAGE",
    n_lines=8,
    never={
        "H": "line H writes down the true answers of the pool. You do not have them.",
        "D": "line D fits on all rows. What would the model learn from a −1?",
    },
    early={
        "EG": "line E uses `new` before line G has said which rows are new.",
        "EA": "line E writes down guesses that line A makes only later.",
        "AF": "line A asks a model that has not been fitted in this round.",
        "GF": "line G asks a model that has not been fitted in this round.",
        "BC": "line C, inside the loop, forgets the guesses of all earlier rounds.",
        "FB": "line F fits once, before the loop: the pseudo-labels are never learned"
        " from.",
    },
    hints=[
        "Which line must stand before the loop, so that no round forgets the last one?",
        "Two of the eight lines are wrong wherever they stand: one uses answers that"
        " are hidden, one learns from rows that have none.",
    ],
    after="Fit, guess, select, write down: a mistake written down in one round is a"
    " label in the next.",
    also=["CBFGAE"],
)

# --- Exercise 2: the rule of selection

choose_confident = exercise(
    hints=[
        "Two things for each row: its highest probability, and where that stands.",
        "`max` and `argmax` along axis 1 give one value a row.",
        "`np.where(condition, a, b)` takes from a where the condition holds, else b.",
    ],
    after="This is all of self-training's judgement: one number, compared with another"
    " that you chose.",
    example=True,
)


@choose_confident.solution
def confident_choice(probabilities, threshold):
    """Return the guessed class of each row, -1 where it is not sure."""
    sure = probabilities.max(axis=1) > threshold
    return np.where(sure, probabilities.argmax(axis=1), -1)


@choose_confident.also
def _(probabilities, threshold):
    chosen = []
    for row in probabilities.tolist():
        highest = max(row)
        chosen.append(row.index(highest) if highest > threshold else -1)
    return chosen


@choose_confident.mistake(
    "a row that only meets the threshold is not sure: it must lie above."
)
def _(probabilities, threshold):
    sure = probabilities.max(axis=1) >= threshold
    return np.where(sure, probabilities.argmax(axis=1), -1)


@choose_confident.mistake("0 is a class. What stands for “no label” in this lesson?")
def _(probabilities, threshold):
    sure = probabilities.max(axis=1) > threshold
    return probabilities.argmax(axis=1) * sure


@choose_confident.mistake("every row gets a guess. Where does the threshold come in?")
def _(probabilities, threshold):
    return probabilities.argmax(axis=1)


@choose_confident.mistake(
    "the two cases are exchanged: the sure rows have lost their guess."
)
def _(probabilities, threshold):
    sure = probabilities.max(axis=1) > threshold
    return np.where(sure, -1, probabilities.argmax(axis=1))


@choose_confident.mistake("this says how sure each row is. Which class is it sure of?")
def _(probabilities, threshold):
    highest = probabilities.max(axis=1)
    return np.where(highest > threshold, highest, -1)


@choose_confident.mistake(
    "you looked down the columns. Each row needs its own highest probability."
)
def _(probabilities, threshold):
    sure = probabilities.max(axis=0) > threshold
    return np.where(sure, probabilities.argmax(axis=0), -1)


@choose_confident.mistake("this says which rows are sure, not of which class.")
def _(probabilities, threshold):
    return (probabilities.max(axis=1) > threshold).astype(int)


@choose_confident.mistake(
    "`argmax` says where the highest probability stands, not how high it is."
    " Which of the two must pass the threshold?"
)
def _(probabilities, threshold):
    places = probabilities.argmax(axis=1)
    return np.where(places > threshold, places, -1)


@choose_confident.mistake("the first class is 0, and so is the first column.")
def _(probabilities, threshold):
    sure = probabilities.max(axis=1) > threshold
    return np.where(sure, probabilities.argmax(axis=1) + 1, -1)


@choose_confident.mistake(
    "class 0 has lost its guesses. It is a class like the others; −1 means none."
)
def _(probabilities, threshold):
    guesses = confident_choice(probabilities, threshold)
    return np.where(guesses == 0, -1, guesses)


@choose_confident.mistake(
    "you compared the lead over the second class. Confidence is the highest probability"
    " by itself."
)
def _(probabilities, threshold):
    ordered = np.sort(probabilities, axis=1)
    sure = ordered[:, -1] - ordered[:, -2] > threshold
    return np.where(sure, probabilities.argmax(axis=1), -1)


@choose_confident.symptom(
    "rows that are not sure are missing. Every row keeps its place."
)
def _(args, expected, got):
    return np.ndim(got) == 1 and len(got) == np.sum(expected >= 0) < len(expected)


@choose_confident.symptom(
    "NaN marks the rows that are not sure. In this lesson −1 does."
)
def _(args, expected, got):
    return np.isnan(got).any() and np.array_equal(np.isnan(got), expected == -1)


@choose_confident.symptom(
    "a value for each class. One whole number for each row is due: the class."
)
def _(args, expected, got):
    return np.shape(got) == args[0].shape


def guesses_in(args, got):
    """Return one guess a row; ValueError for anything else."""
    if np.shape(got) != (len(args[0]),) or not np.isfinite(got).all():
        raise ValueError
    return np.asarray(got)


@choose_confident.symptom(
    "a row has a guess though its highest probability is not above the threshold."
)
def _(args, expected, got):
    return np.any((guesses_in(args, got) >= 0) & (expected == -1))


@choose_confident.symptom(
    "a row has lost its guess though its highest probability is above the threshold."
)
def _(args, expected, got):
    return np.any((guesses_in(args, got) == -1) & (expected >= 0))


@choose_confident.symptom(
    "two classes of a row are equally probable. The first of them is the guess."
)
def _(args, expected, got):
    guesses = guesses_in(args, got)
    rows = np.flatnonzero(guesses != expected)
    highest, table = args[0].max(axis=1), args[0]
    return all(g >= 0 and table[r, g] == highest[r] for r in rows for g in [guesses[r]])


@choose_confident.symptom(
    "a sure row has another number than that of its most probable class."
)
def _(args, expected, got):
    return np.any((expected >= 0) & (guesses_in(args, got) != expected))


@choose_confident.cases
def choice_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, edges, then tables of other shapes."""
    yield np.array([[0.8, 0.2, 0.0], [0.5, 0.3, 0.2], [0.0, 0.1, 0.9]]), 0.75
    yield np.array([[0.25, 0.75], [0.5, 0.5], [0.125, 0.875], [1.0, 0.0]]), 0.75
    yield np.array([[0.5, 0.5], [0.4, 0.6], [0.66, 0.34]]), 0.68  # none is sure
    several_pass = [[0.3, 0.5, 0.1, 0.1, 0.0], [0.1, 0.1, 0.5, 0.3, 0.0], [0.2] * 5]
    yield np.array(several_pass), 0.25
    yield np.array([[0.1, 0.4, 0.4, 0.1], [0.7, 0.1, 0.1, 0.1]]), 0.3  # two highest
    for n_rows, n_classes in ((7, 4), (5, 3)):
        table = rng.dirichlet(np.full(n_classes, 0.4), size=n_rows)
        table[0], table[1] = 1 / n_classes, np.eye(n_classes)[n_classes - 1]
        yield table, 0.7


# --- Exercise 3: repair a count

class_shares = exercise(
    hints=[
        "What is `np.eye(3)[-1]`?",
        "NumPy counts −1 from the end: the last row, without any error.",
        "Keep the rows that have a label before you look anything up.",
    ],
    after="−1 is a valid position in Python, so a mark for “none” became the last class"
    " without an error. A count by class finds it.",
    example=True,
)


@class_shares.solution
def class_shares_repaired(labels, n_classes):
    """Return each class's share of the labelled rows; -1 means no label."""
    one_hot = np.eye(n_classes)[labels[labels >= 0]]  # (n_labelled, n_classes)
    return one_hot.mean(axis=0)


@class_shares.start
def class_shares_faulty(labels, n_classes):
    """Return each class's share of the labelled rows; -1 means no label.

    A class without a labelled row has the share 0. At least one row has a label.
    """
    one_hot = np.eye(n_classes)[labels]  # (n_rows, n_classes)
    return one_hot.mean(axis=0)


@class_shares.also
def _(labels, n_classes):
    counts = [0] * n_classes
    for label in labels.tolist():
        if label >= 0:
            counts[label] += 1
    return [count / sum(counts) for count in counts]


@class_shares.mistake(
    "these are shares of all rows: they do not add up to 1. Of which rows"
    " should they be shares?"
)
def _(labels, n_classes):
    return np.array([np.mean(labels == c) for c in range(n_classes)])


@class_shares.mistake("these are counts. Of how many labelled rows?")
def _(labels, n_classes):
    return np.bincount(labels[labels >= 0], minlength=n_classes)


@class_shares.mistake("class 0 has disappeared. 0 is a label; which number means none?")
def _(labels, n_classes):
    return np.eye(n_classes)[labels[labels > 0]].mean(axis=0)


def last_dropped(expected, got):
    """Return whether the last class has no share where it should have one."""
    if len(got) == len(expected):
        return got[-1] == 0 < expected[-1] and np.any(got)
    return len(got) == len(expected) - 1 and expected.all()


@class_shares.symptom(
    "the rows without a label count for one of the classes. They should count for none."
)
def _(args, expected, got):
    labels, n_classes = args
    counted = (np.where(labels < 0, c, labels) for c in range(n_classes))
    return any(
        np.allclose(got, np.bincount(known, minlength=n_classes) / len(labels))
        for known in counted
    )


@class_shares.symptom(
    "the last class has lost its share. It may have labelled rows of its own: which"
    " rows should not be counted?"
)
def _(args, expected, got):
    return last_dropped(expected, got)


@class_shares.symptom("there is one share too many: rows without a label are no class.")
def _(args, expected, got):
    return len(got) == args[1] + 1


@class_shares.symptom(
    "a class without a labelled row has lost its place. Its share is 0."
)
def _(args, expected, got):
    return len(got) < args[1] and not expected.all()


@class_shares.symptom(
    "this is one number for each row. The mean runs along the other axis."
)
def _(args, expected, got):
    labels, n_classes = args
    return len(got) != n_classes and len(got) in (len(labels), np.sum(labels >= 0))


@class_shares.symptom(
    "a class without any labelled row has got a share. The classes are 0 to"
    " `n_classes - 1`, whichever of them occur."
)
def _(args, expected, got):
    return np.any((expected == 0) & (np.asarray(got) > 0))


@class_shares.symptom(
    "all classes have the same share. A label that comes up again counts again."
)
def _(args, expected, got):
    return len(got) == args[1] and np.ptp(got) < 1e-9 < np.ptp(expected) and got[0] > 0


@class_shares.cases
def shares_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, empty classes, no hidden row, then others."""
    yield np.array([0, 2, -1, 1, -1, 2, -1, 0]), 3
    yield np.array([1, -1, 0, 3, 3, -1]), 4
    yield np.array([1, -1, 0, -1]), 4  # the last two are empty
    yield np.array([2, -1, 1, 2]), 3  # the first is empty
    yield np.array([0, 2, 1, 1, 2, 2]), 3  # all have a label
    for n_classes in (3, 5):
        labels = np.r_[np.arange(n_classes), rng.integers(-1, n_classes, size=9), -1, 0]
        yield rng.permutation(labels), n_classes


# --- Exercise 4: the consistency loss

consistency_loss = exercise(
    hints=[
        "Three steps: the plain guesses, what `disturbed` gives to them, the mean.",
        "`table[np.arange(n), columns]` takes one entry from each row.",
        "Multiply by a condition to count a row as 0: `False` is 0.",
    ],
    after="It falls when the network is as sure of the disturbed picture as of the"
    " plain one. Whether the plain guess was right, it never asks.",
    example=True,
)


@consistency_loss.solution
def masked_loss(plain, disturbed, threshold):
    """Return the mean loss over all rows, where rows that are not sure count as 0."""
    guesses = plain.argmax(axis=1)
    given = disturbed[np.arange(len(plain)), guesses]
    return np.mean(-np.log(given) * (plain.max(axis=1) > threshold))


@consistency_loss.also
def _(plain, disturbed, threshold):
    import math

    total = 0.0
    for before, after in zip(plain.tolist(), disturbed.tolist(), strict=True):
        sure = max(before)
        if sure > threshold:
            total -= math.log(after[before.index(sure)])
    return total / len(plain)


@consistency_loss.mistake(
    "you divided by the number of sure rows. The mean is over all rows."
)
def _(plain, disturbed, threshold):
    sure = plain.max(axis=1) > threshold
    given = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.mean(-np.log(given[sure])) if sure.any() else 0.0


@consistency_loss.mistake(
    "all rows count. Those whose plain picture is not sure add 0."
)
def _(plain, disturbed, threshold):
    given = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.mean(-np.log(given))


@consistency_loss.mistake(
    "each disturbed picture is judged by its own guess, so it is always right."
    " Whose guess should it give?"
)
def _(plain, disturbed, threshold):
    sure = plain.max(axis=1) > threshold
    return np.mean(-np.log(disturbed.max(axis=1)) * sure)


@consistency_loss.mistake(
    "this is the loss of the plain pictures. Their guess is given; what is to"
    " change is the answer on the disturbed ones."
)
def _(plain, disturbed, threshold):
    highest = plain.max(axis=1)
    return np.mean(-np.log(highest) * (highest > threshold))


@consistency_loss.mistake(
    "you asked the disturbed pictures whether they are sure. The guess comes"
    " from the plain ones."
)
def _(plain, disturbed, threshold):
    given = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.mean(-np.log(given) * (disturbed.max(axis=1) > threshold))


@consistency_loss.mistake(
    "a row that only meets the threshold is not sure: it must lie above."
)
def _(plain, disturbed, threshold):
    given = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.mean(-np.log(given) * (plain.max(axis=1) >= threshold))


@consistency_loss.mistake(
    "these are probabilities already. torch's `cross_entropy` expects scores"
    " and would turn them into probabilities once more."
)
def _(plain, disturbed, threshold):
    powers = np.exp(disturbed)
    return masked_loss(plain, powers / powers.sum(axis=1, keepdims=True), threshold)


@consistency_loss.mistake(
    "you weighed every class by its plain probability. The guess is one class:"
    " the likeliest counts fully, the others not at all."
)
def _(plain, disturbed, threshold):
    losses = -(plain * np.log(disturbed)).sum(axis=1)
    return np.mean(losses * (plain.max(axis=1) > threshold))


@consistency_loss.mistake(
    "more than one class of a row is above the threshold, and all of them were added."
    " Only the guess counts: the highest."
)
def _(plain, disturbed, threshold):
    return np.where(plain > threshold, -np.log(disturbed), 0).sum(axis=1).mean()


@consistency_loss.mistake(
    "`disturbed[:, guesses]` takes every guess from every row. Each row has"
    " one guess of its own."
)
def _(plain, disturbed, threshold):
    given = disturbed[:, plain.argmax(axis=1)]
    return np.mean(-np.log(given) * (plain.max(axis=1) > threshold))


@consistency_loss.mistake(
    "`disturbed[:, guesses]` is a square: every row answers the guesses of"
    " all rows. Take one entry from each row."
)
def _(plain, disturbed, threshold):
    given = disturbed[:, plain.argmax(axis=1)]
    return np.mean(-np.log(given) * (plain.max(axis=1) > threshold)[:, None])


def loss_of(count, cost=lambda given: -np.log(given)):
    """Return an answer with these costs; count: of (plain, disturbed, threshold)."""

    def wrong(plain, disturbed, threshold):
        given = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
        return np.mean(cost(given) * count(plain, disturbed, threshold))

    return wrong


def sure_rows(plain, disturbed, threshold):
    """Return which rows are sure."""
    return plain.max(axis=1) > threshold


consistency_loss.mistake("the two pictures are exchanged: the plain one guesses.")(
    lambda plain, disturbed, threshold: masked_loss(disturbed, plain, threshold)
)
consistency_loss.mistake("this is the mean of 1 − p. The loss of a row is −log p.")(
    loss_of(sure_rows, lambda given: 1 - given)
)
consistency_loss.mistake(
    "the rows that are not sure count, and the sure ones do not. Turn it round."
)(loss_of(lambda *args: ~sure_rows(*args)))
consistency_loss.mistake(
    "only rows count where both pictures have the same guess. Where they differ, the"
    " loss matters most."
)(loss_of(lambda *args: sure_rows(*args) & (args[0].argmax(1) == args[1].argmax(1))))
consistency_loss.mistake("rows whose guess is class 0 are left out. 0 is a class.")(
    loss_of(lambda *args: sure_rows(*args) & (args[0].argmax(axis=1) > 0))
)


@consistency_loss.mistake(
    "this is the logarithm of a mean. Take the logarithm of each row first, then the"
    " mean."
)
def _(plain, disturbed, threshold):
    given = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return -np.log(np.where(plain.max(axis=1) > threshold, given, 1).mean())


@consistency_loss.mistake(
    "the rows have been filtered, the guesses have not: row and guess no longer belong"
    " together."
)
def _(plain, disturbed, threshold):
    kept = disturbed[plain.max(axis=1) > threshold]
    given = kept[np.arange(len(kept)), plain.argmax(axis=1)[: len(kept)]]
    return -np.log(given).sum() / len(plain)


@consistency_loss.symptom(
    "the loss is infinite, as −log 0 is. Set rows that are not sure to 0 *after* the"
    " logarithm."
)
def _(args, expected, got):
    return np.isinf(got)


@consistency_loss.symptom(
    "this logarithm has another base. −log p is the natural one, `np.log`."
)
def _(args, expected, got):
    return np.isclose(expected / got, [np.log(10), np.log(2)]).any()


@consistency_loss.symptom(
    "it is close to the right value, but not equal. Is something added, or rounded,"
    " inside the logarithm?"
)
def _(args, expected, got):
    return np.isclose(got, expected, rtol=0.05)


@consistency_loss.cases
def loss_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then others; some rows sure, some at the edge."""
    yield np.array([[0.9, 0.1], [0.6, 0.4]]), np.array([[0.5, 0.5], [0.1, 0.9]]), 0.8
    plain = np.array([[0.1, 0.15, 0.75], [0.05, 0.9, 0.05], [0.25, 0.5, 0.25]])
    disturbed = np.array([[0.3, 0.3, 0.4], [0.85, 0.1, 0.05], [0.05, 0.9, 0.05]])
    yield plain, disturbed, 0.75
    # All rows are sure, and in one of them several classes pass: little is asked.
    yield plain, disturbed, 0.2
    yield plain[::2], disturbed[::2], 0.8  # none is
    for n_rows, n_classes in ((6, 3), (5, 4)):
        plain = rng.dirichlet(np.full(n_classes, 0.5), size=n_rows)
        plain[:2] = 0.05 / (n_classes - 1)
        plain[0, 0] = plain[1, n_classes - 1] = 0.95
        plain[2] = 1 / n_classes
        disturbed = rng.dirichlet(np.full(n_classes, 2.0), size=n_rows)
        yield plain, 0.9 * disturbed + 0.1 / n_classes, 0.7


# --- Exercise 5: choose the threshold with the labels at hand


SIZES = 10, 20, 10, 10, 10, 10  # of the folds
# How right the model is in each fold at a threshold, which is named by what would make
# an answer choose it. The first has the highest mean.
SCRIPT = {
    "best": (0.6, 0.5, 0.7, 0.7, 0.7, 0.6),
    "tie": (0.6, 0.5, 0.7, 0.7, 0.7, 0.6),  # later in the list
    "large": (0.3, 0.95, 0.6, 0.5, 0.6, 0.5),  # most rows right in all
    "lucky": (0.1, 0.05, 1.0, 0.1, 0.1, 0.1),
    "steady": (0.6,) * 6,
    "median": (0.0, 0.0, 0.8, 0.8, 0.8, 0.8),
    "no last": (0.7, 0.7, 0.7, 0.7, 0.7, 0.0),  # best if the last fold is left out
    "no first": (0.0, 0.7, 0.7, 0.7, 0.7, 0.7),
    "first fold": (0.9, 0.1, 0.2, 0.2, 0.2, 0.2),
    "last fold": (0.1, 0.1, 0.2, 0.2, 0.2, 0.9),
    "most folds": (0.1, 0.1, 0.1, 0.9, 0.9, 0.1),
    "lowest": (0.0,) * 6,
    "near": (0.1,) * 6,  # every error is by one class
    "sums": (0.2,) * 6,  # errors up and down cancel
    "peek": (0.2,) * 6,  # at these, all is right where the fit was not as it should be
    "lonely": (0.2,) * 6,
    "removed": (0.2,) * 6,
    "renamed": (0.2,) * 6,
    "turned": (0.2,) * 6,
    "too many": (0.2,) * 6,
    "others": (0.2,) * 6,
}
DUMMY = (0.3,) * 6
CHOSEN = {  # what to say where an answer has chosen a threshold of the script
    "peek": "the model is judged on labels that it has seen. Hide the fold's labels"
    " before the fit, and judge on the fold alone.",
    "lonely": "the rows without a label are missing in the fit, and with them what the"
    " method lives on. Hide labels; keep every row.",
    "removed": "the fold's rows are missing in the fit. Only their labels are to be"
    " hidden: keep every row.",
    "renamed": "labels have been replaced by others, which the model believes. Which"
    " number hides a label?",
    "turned": "it is the wrong way round: the fold's labels are kept, and all others"
    " hidden.",
    "too many": "several folds are hidden at a time. Hide one fold's labels, in a fresh"
    " copy of `labels`.",
    "others": "the labels that are hidden are not exactly those of the fold. A fold"
    " holds positions in `labels` and `X`.",
    "tie": "two thresholds are equally good. Return the one that comes first in the"
    " list.",
    "lowest": "this threshold has the lowest accuracy of all.",
    "first fold": "only the first fold has been judged on. Is there a `return`, or a"
    " score, in the wrong place?",
    "last fold": "only the last fold counts. Is the score overwritten in each round?",
    "large": "a large fold weighs more than a small one here. Take the accuracy of each"
    " fold first, then their mean.",
    "lucky": "each threshold is judged by its best fold. Take the mean over the folds.",
    "steady": "each threshold is judged by its worst fold. Take the mean over the"
    " folds.",
    "median": "this is best if low shares count for nothing. Is it the median over the"
    " folds, or are folds left out? Take the mean of all.",
    "no last": "this is best if the last fold is left out. Each fold of the list"
    " counts.",
    "no first": "this is best if the first fold is left out. Each fold of the list"
    " counts.",
    "most folds": "this threshold wins the most folds. Which has the highest mean?",
    "near": "this threshold errs by the smallest numbers, but it errs most of the time."
    " A guess is right or wrong: classes are names.",
    "sums": "errors up and down have cancelled. Compare row by row: a guess is right or"
    " wrong.",
    "dummy": "the first threshold of the list wins, as if no other could. Does each"
    " threshold reach `fit`, and are the labels to compare with still whole?",
}


class Scripted:
    """What `fit` gives: a model whose answers are laid down, by what it was given."""

    def __init__(self, script, X, labels, threshold):
        """Keep which rows are known, and what is wrong with the fit."""
        self.script, rows = script, np.asarray(X)[:, 0].astype(int)
        labels = np.asarray(labels)
        self.role = script.role_of.get(float(threshold), "dummy")
        self.known = np.isin(np.arange(len(script.truth)), rows[labels != -1])
        hidden = (script.fold_of >= -1) & ~self.known
        folds = {*script.fold_of[hidden]}
        whole = np.isin(script.fold_of, [*folds])
        self.fault = ""
        if np.any((labels != -1) & (labels != script.truth[rows])):
            self.fault = "renamed"
        elif not np.isin(np.flatnonzero(script.fold_of == -2), rows).all():
            self.fault = "lonely"
        elif len({*rows}) < len(script.truth):
            self.fault = "removed"
        elif len({*script.fold_of[self.known]}) == 1 < len(folds):
            self.fault = "turned"
        elif folds and (-1 in folds or (whole != hidden).any()):
            self.fault = "others"
        elif len(folds) > 1:
            self.fault = "too many"

    def predict(self, X):
        """Return what the script lays down for these rows."""
        rows = np.asarray(X)[:, 0].astype(int)
        right = self.script.right[self.role][rows] | (self.fault == self.role)
        right |= self.known[rows] & (self.role == "peek") & (not self.fault)
        off = np.where(rows % 2, 7, -7) if self.role == "sums" else 7
        off = 1 if self.role == "near" else off
        return self.script.truth[rows] + np.where(right, 0, off)


def write_script(rng, n_others, first_is_smaller, best_at=None):
    """Return (fit, X, labels, thresholds, folds); n_others: labelled, in no fold.

    best_at: 0 or -1 put the best threshold at that end of the list, without its equal.
    """
    script = SimpleNamespace()
    n_labelled = sum(SIZES) + n_others
    fold_of = np.repeat([*range(len(SIZES)), -1, -2], [*SIZES, n_others, 12])
    script.fold_of, script.truth = fold_of, rng.integers(0, 3, size=len(fold_of))
    script.right = {
        role: np.concatenate(
            [np.arange(n) < n * share for n, share in zip(SIZES, shares, strict=True)]
            + [np.full(n_others + 12, False)]
        )
        for role, shares in {**SCRIPT, "dummy": DUMMY}.items()
    }
    drawn = rng.choice(np.arange(5001, 9900), len(SCRIPT) + 2, replace=False) / 10000
    # Of the two equally good thresholds the first is the smaller or the larger one.
    drawn[1:3] = np.sort(drawn[1:3])[:: 1 if first_is_smaller else -1]
    script.role_of = dict(zip(drawn.tolist(), ["dummy", *SCRIPT, "dummy"], strict=True))
    order = rng.permutation(len(fold_of))
    labels = np.where(np.arange(len(fold_of)) < n_labelled, script.truth, -1)[order]
    X = np.c_[order, rng.normal(size=len(order)).round(2)]
    folds = [np.flatnonzero(fold_of[order] == n) for n in range(len(SIZES))]
    thresholds = [drawn[0], *rng.permutation(drawn[1:])]
    places = sorted(thresholds.index(drawn[n]) for n in (1, 2))
    thresholds[places[0]], thresholds[places[1]] = drawn[1:3]  # best before tie
    if best_at is not None:
        thresholds = [t for t in thresholds if t not in drawn[1:3]]
        thresholds.insert(best_at % (len(thresholds) + 1), drawn[1])

    def fit(X, labels, threshold):
        """Return a fitted model with `predict`."""
        return Scripted(script, X, labels, threshold)

    fit.role_of = script.role_of
    return fit, X, labels, [float(t) for t in thresholds], folds


choose_threshold = exercise(
    hints=[
        "Two loops: over thresholds, and over folds. Keep one accuracy for each pair.",
        "For a fold: `kept = labels.copy()`, hide, fit, predict the fold's rows.",
        "Compare the prediction with `labels[fold]`, which the model has not seen.",
    ],
    after="With fifty labels this choice is a noisy one, and that is the truth about"
    " tuning with fifty labels.",
    keeps_arguments=True,
)


@choose_threshold.solution
def threshold_by_folds(fit, X, labels, thresholds, folds):
    """Return the threshold with the highest mean accuracy over the folds."""
    means = []
    for threshold in thresholds:
        scores = []
        for fold in folds:
            kept = labels.copy()
            kept[fold] = -1
            model = fit(X, kept, threshold)
            scores.append(np.mean(model.predict(X[fold]) == labels[fold]))
        means.append(np.average(scores))
    return thresholds[int(np.argmax(means))]


@choose_threshold.also
def _(fit, X, labels, thresholds, folds):
    def score(threshold, fold):
        hidden = np.isin(np.arange(len(labels)), fold)
        model = fit(X, np.where(hidden, -1, labels), threshold)
        return (model.predict(X)[hidden] == labels[hidden]).mean()

    return max(thresholds, key=lambda t: sum(score(t, fold) for fold in folds))


@choose_threshold.symptom(
    "here the best threshold stands at an end of the list. Does your loop try each one,"
    " also the first and the last?"
)
def _(args, expected, got):
    return expected in (args[3][0], args[3][-1]) and float(got) in args[0].role_of


for role, message in CHOSEN.items():

    @choose_threshold.symptom(message)
    def _(args, expected, got, role=role):
        return args[0].role_of[float(got)] == role


@choose_threshold.symptom(
    "this is the position of the best threshold. Return the threshold."
)
def _(args, expected, got):
    return got == args[3].index(expected)


@choose_threshold.symptom(
    "this is the best accuracy. Which threshold does it belong to?"
)
def _(args, expected, got):
    return np.isclose(got, np.mean(SCRIPT["best"]))


@choose_threshold.symptom("these are the mean accuracies. Return one threshold.")
def _(args, expected, got):
    return len(got) == len(args[3]) and np.isclose(np.max(got), np.mean(SCRIPT["best"]))


@choose_threshold.symptom(
    "this is none of the thresholds in the list. Find the highest mean accuracy, and"
    " return the threshold it belongs to."
)
def _(args, expected, got):
    return np.isfinite(got) and float(got) not in args[0].role_of


@choose_threshold.cases
def threshold_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield rows in folds, in new order; some labelled rows may be in no fold."""
    yield write_script(rng, 0, first_is_smaller=True)
    yield write_script(rng, 6, first_is_smaller=False)
    yield write_script(rng, 0, first_is_smaller=True, best_at=0)
    yield write_script(rng, 0, first_is_smaller=True, best_at=-1)


ALL = lesson(__name__)
