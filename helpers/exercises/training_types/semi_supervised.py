"""Exercises of lesson 2.3, Learn from few labels."""

from collections.abc import Iterator
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
        "Copy what is given; then, in each round: fit, guess, select, write down.",
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


@choose_confident.mistake(
    "rows that are not sure are missing. Every row keeps its place."
)
def _(probabilities, threshold):
    sure = probabilities.max(axis=1) > threshold
    return probabilities.argmax(axis=1)[sure]


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


@choose_confident.cases
def choice_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then tables of other shapes and thresholds."""
    yield np.array([[0.8, 0.2, 0.0], [0.5, 0.3, 0.2], [0.0, 0.1, 0.9]]), 0.75
    yield np.array([[0.25, 0.75], [0.5, 0.5], [0.125, 0.875], [1.0, 0.0]]), 0.75
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
    " without a word. Two averages that should add up, or a count by class, find it.",
)


@class_shares.solution
def class_shares_repaired(labels, n_classes):
    """Return each class's share of the labelled rows; -1 means no label."""
    one_hot = np.eye(n_classes)[labels[labels >= 0]]  # (n_labelled, n_classes)
    return one_hot.mean(axis=0)


@class_shares.start
def class_shares_faulty(labels, n_classes):
    """Return each class's share of the labelled rows; -1 means no label."""
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


@class_shares.mistake(
    "now the rows without a label count for class 0. They should count for none."
)
def _(labels, n_classes):
    return np.eye(n_classes)[np.maximum(labels, 0)].mean(axis=0)


@class_shares.mistake("there is one share too many: rows without a label are no class.")
def _(labels, n_classes):
    return np.eye(n_classes + 1)[labels].mean(axis=0)


@class_shares.mistake(
    "the last class may have labelled rows of its own. Which rows should not"
    " have been counted?"
)
def _(labels, n_classes):
    shares = np.eye(n_classes)[labels].mean(axis=0)
    shares[-1] = 0
    return shares


@class_shares.mistake("these are percent. A share lies between 0 and 1.")
def _(labels, n_classes):
    return 100 * class_shares_repaired(labels, n_classes)


@class_shares.cases
def shares_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield small columns of labels with and without hidden rows."""
    yield np.array([0, 2, -1, 1, -1, 2, -1, 0]), 3
    yield np.array([1, -1, 0, 3, 3, -1]), 4
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


@consistency_loss.mistake("the size is right, the sign is not: a loss is ≥ 0.")
def _(plain, disturbed, threshold):
    return -masked_loss(plain, disturbed, threshold)


@consistency_loss.mistake("this is the sum over the rows, not the mean.")
def _(plain, disturbed, threshold):
    return masked_loss(plain, disturbed, threshold) * len(plain)


@consistency_loss.mistake("this is one loss a row. Their mean is still to be taken.")
def _(plain, disturbed, threshold):
    given = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return -np.log(given) * (plain.max(axis=1) > threshold)


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


@consistency_loss.cases
def loss_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then others; some rows sure, some at the edge."""
    yield np.array([[0.9, 0.1], [0.6, 0.4]]), np.array([[0.5, 0.5], [0.1, 0.9]]), 0.8
    plain = np.array([[0.1, 0.15, 0.75], [0.05, 0.9, 0.05], [0.25, 0.5, 0.25]])
    disturbed = np.array([[0.3, 0.3, 0.4], [0.85, 0.1, 0.05], [0.05, 0.9, 0.05]])
    yield plain, disturbed, 0.75
    for n_rows, n_classes in ((6, 3), (5, 4)):
        plain = rng.dirichlet(np.full(n_classes, 0.5), size=n_rows)
        plain[:2] = 0.05 / (n_classes - 1)
        plain[0, 0] = plain[1, n_classes - 1] = 0.95
        plain[2] = 1 / n_classes
        disturbed = rng.dirichlet(np.full(n_classes, 2.0), size=n_rows)
        yield plain, 0.9 * disturbed + 0.1 / n_classes, 0.7


# --- Exercise 5: choose the threshold with the labels at hand


class Scripted:
    """A model whose answers are laid down in the columns of X.

    Columns: a number for the row, its class, and for the thresholds 0.5, 0.6 … 0.9
    whether the model is right. Rows from number 100 on have no label.
    """

    def __init__(self, X, labels, threshold):
        """Keep the labels seen, and which column says what is right."""
        self.seen = {
            float(row[0]): int(c) for row, c in zip(X, labels, strict=True) if c != -1
        }
        self.threshold = threshold
        place = round(10 * threshold) - 5
        without_hidden_rows = X[:, 0].max() < 100
        self.column = 6 - place if without_hidden_rows else 2 + place

    def predict(self, X):
        """Return what the columns lay down; rows learned from are mostly right."""
        found = []
        for row in X:
            kept = row[0] % 2 == 0 or self.threshold > 0.8
            truth = int(row[1])
            if row[0] in self.seen:
                found.append(self.seen[row[0]] if kept else truth + 1)
            else:
                found.append(truth if row[self.column] else truth + 1)
        return np.array(found)


def fit_scripted(X, labels, threshold):
    """Return a fitted model with `predict`."""
    return Scripted(X, labels, threshold)


choose_threshold = exercise(
    hints=[
        "Two loops: over thresholds, and over folds. Keep one accuracy for each pair.",
        "For a fold: `kept = labels.copy()`, hide, fit, predict the fold's rows.",
        "Compare the prediction with `labels[fold]`, which the model has not seen.",
    ],
    after="With fifty labels this choice is a noisy one, and that is the truth about"
    " tuning with fifty labels.",
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


@choose_threshold.mistake(
    "the model is judged on labels that it has seen. Hide the fold's labels"
    " before the fit, and judge on the fold alone."
)
def _(fit, X, labels, thresholds, folds):
    means = [
        np.mean([np.mean(fit(X, labels, t).predict(X[f]) == labels[f]) for f in folds])
        for t in thresholds
    ]
    return thresholds[int(np.argmax(means))]


@choose_threshold.mistake("this threshold has the lowest accuracy of all.")
def _(fit, X, labels, thresholds, folds):
    means = accuracy_of_each(fit, X, labels, thresholds, folds)
    return thresholds[int(np.argmin(means))]


@choose_threshold.mistake(
    "this is the position of the best threshold. Return the threshold."
)
def _(fit, X, labels, thresholds, folds):
    return int(np.argmax(accuracy_of_each(fit, X, labels, thresholds, folds)))


@choose_threshold.mistake(
    "this is the best accuracy. Which threshold does it belong to?"
)
def _(fit, X, labels, thresholds, folds):
    return max(accuracy_of_each(fit, X, labels, thresholds, folds))


@choose_threshold.mistake("these are the mean accuracies. Return one threshold.")
def _(fit, X, labels, thresholds, folds):
    return accuracy_of_each(fit, X, labels, thresholds, folds)


@choose_threshold.mistake(
    "only the first fold has been judged on. Is there a `return`, or a score,"
    " in the wrong place?"
)
def _(fit, X, labels, thresholds, folds):
    return threshold_by_folds(fit, X, labels, thresholds, folds[:1])


@choose_threshold.mistake(
    "only the last fold counts. Is the score overwritten in each round?"
)
def _(fit, X, labels, thresholds, folds):
    return threshold_by_folds(fit, X, labels, thresholds, folds[-1:])


@choose_threshold.mistake(
    "a large fold weighs more than a small one here. Take the accuracy of each"
    " fold first, then their mean."
)
def _(fit, X, labels, thresholds, folds):
    counts = []
    for t in thresholds:
        count = 0
        for fold in folds:
            kept = labels.copy()
            kept[fold] = -1
            count += np.sum(fit(X, kept, t).predict(X[fold]) == labels[fold])
        counts.append(count)
    return thresholds[int(np.argmax(counts))]


@choose_threshold.mistake(
    "every accuracy comes out as 0: the labels that you compare with are"
    " hidden themselves. Which array still holds the fold's labels?"
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for t in thresholds:
        scores = []
        for fold in folds:
            labels[fold] = -1
            scores.append(np.mean(fit(X, labels, t).predict(X[fold]) == labels[fold]))
        means.append(np.mean(scores))
    return thresholds[int(np.argmax(means))]


def hidden_when_compared(fit, X, labels, thresholds, folds):
    """Compares with the copy in which the fold is hidden."""
    means = []
    for t in thresholds:
        scores = []
        for fold in folds:
            kept = labels.copy()
            kept[fold] = -1
            scores.append(np.mean(fit(X, kept, t).predict(X[fold]) == kept[fold]))
        means.append(np.mean(scores))
    return thresholds[int(np.argmax(means))]


@choose_threshold.mistake(
    "0 is a class: the fold has got wrong labels. Which number hides one?"
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for t in thresholds:
        scores = []
        for fold in folds:
            kept = labels.copy()
            kept[fold] = 0
            scores.append(np.mean(fit(X, kept, t).predict(X[fold]) == labels[fold]))
        means.append(np.mean(scores))
    return thresholds[int(np.argmax(means))]


@choose_threshold.mistake(
    "the rows without a label are missing in the fit, and with them what the"
    " method lives on. Hide labels; keep every row."
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for t in thresholds:
        scores = []
        for fold in folds:
            kept = labels.copy()
            kept[fold] = -1
            model = fit(X[kept >= 0], kept[kept >= 0], t)
            scores.append(np.mean(model.predict(X[fold]) == labels[fold]))
        means.append(np.mean(scores))
    return thresholds[int(np.argmax(means))]


def accuracies(fit, X, labels, thresholds, folds):
    """Return the accuracy for each threshold (rows) and each fold (columns)."""
    table = []
    for t in thresholds:
        table.append([])
        for fold in folds:
            kept = labels.copy()
            kept[fold] = -1
            right = fit(X, kept, t).predict(X[fold]) == labels[fold]
            table[-1].append(np.mean(right))
    return np.array(table)


@choose_threshold.mistake(
    "each threshold is judged by its best fold. Take the mean over the folds."
)
def _(fit, X, labels, thresholds, folds):
    table = accuracies(fit, X, labels, thresholds, folds)
    return thresholds[int(np.argmax(table.max(axis=1)))]


@choose_threshold.mistake(
    "each threshold is judged by its worst fold. Take the mean over the folds."
)
def _(fit, X, labels, thresholds, folds):
    table = accuracies(fit, X, labels, thresholds, folds)
    return thresholds[int(np.argmax(table.min(axis=1)))]


@choose_threshold.mistake("this is the median over the folds. Take their mean.")
def _(fit, X, labels, thresholds, folds):
    table = accuracies(fit, X, labels, thresholds, folds)
    return thresholds[int(np.argmax(np.median(table, axis=1)))]


def accuracy_of_each(fit, X, labels, thresholds, folds):
    """Return the mean accuracy for each threshold."""
    means = []
    for t in thresholds:
        scores = []
        for fold in folds:
            kept = labels.copy()
            kept[fold] = -1
            scores.append(np.mean(fit(X, kept, t).predict(X[fold]) == labels[fold]))
        means.append(float(np.mean(scores)))
    return means


# For each case: the sizes of the folds, the thresholds, the first class, and for each
# labelled row whether the model is right at 0.5, 0.6, 0.7, 0.8 and 0.9 (1: it is).


SCRIPTS: list[tuple[list[int], list[float], int, str]] = [
    (
        [5, 5, 5],
        [0.5, 0.6, 0.7, 0.8, 0.9],
        1,
        "00011 01011 10001 11100 00101 11100 01001 01110 11001 01001 00101 00010 01110"
        " 00010 01010",
    ),
    (
        [3, 3, 7],
        [0.9, 0.7, 0.5, 0.8, 0.6],
        0,
        "11101 10110 10011 10100 01101 00101 10111 10100 11011 10010 00101 01111 11001",
    ),
    (
        [4, 6, 3],
        [0.7, 0.9, 0.6, 0.5, 0.8],
        0,
        "11010 00110 10110 11001 00110 11011 00101 01011 11101 10101 01000 10101 11011",
    ),
]


@choose_threshold.cases
def threshold_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield rows in folds, in new order; which threshold is best is laid down."""
    for sizes, thresholds, first_class, script in SCRIPTS:
        right = [[float(digit) for digit in row] for row in script.split()]
        classes = first_class + np.arange(len(right)) % (3 - first_class)
        rows = [[n, c, *r] for n, (c, r) in enumerate(zip(classes, right, strict=True))]
        hidden = [[100.0 + n, n % 3, 1, 1, 0, 0, 0] for n in range(6)]
        order = rng.permutation(len(rows) + len(hidden))
        X = np.array(rows + hidden)[order]
        labels = np.r_[classes, np.full(len(hidden), -1)][order]
        places = np.argsort(order)[: len(rows)]
        folds = np.split(places, np.cumsum(sizes)[:-1])
        yield fit_scripted, X, labels, thresholds, folds


ALL = lesson(__name__)
