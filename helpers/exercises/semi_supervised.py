"""Exercises of lesson 2.3, Learn from few labels."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.exercises.engine import (
    Function,
    Mistake,
    Ordering,
    Prediction,
    Quiz,
    collect,
)

# --- Warm-up: What is training, with a new surface

warmup_baseline = Quiz(
    right="B",
    replies={
        "A": "That would be true of two kinds. How often is a fixed answer right when"
        " there are ten?",
        "B": "Always naming the same leaf is right for 10 in 100. It found three times"
        " as many.",
        "C": "The training loss shows how well it fits the leaves it knows. Compare the"
        " accuracy with what no learning would score.",
    },
)
warmup_validation = Quiz(
    right="C",
    replies={
        "A": "There, the rate that memorises best would win.",
        "B": "Then the test set would have helped to choose, and can no longer judge.",
        "C": "Neither trained on nor kept for the last judgement: that is what it is"
        " for.",
    },
)
warmup_targets = Quiz(
    right="A",
    replies={
        "A": "Wrong targets were one of the three levers. Today the model will write"
        " targets itself.",
        "B": "They do not cancel: in 1.1 each further tenth of them raised the error.",
        "C": "Wrong targets are hard to fit, and the question is about new rows.",
    },
)

# --- Predictions

predict_self = Prediction(
    right="C",
    replies={
        "A": "Most guesses are right, so this was a fair bet. But the right ones are"
        " those of the easy digits, and the hard digits are crowded out.",
        "B": "Feeding a model its own guesses sounds neutral. It is not: it amplifies"
        " what the model prefers.",
        "C": "Yes: it loses accuracy on average, though most guesses are right."
        " The pseudo-labels are unevenly spread over the digits.",
    },
)
predict_spread = Prediction(
    right="C",
    replies={
        "A": "After self-training that is a sensible fear. But here, the hidden rows"
        " are not guessed by a model: they show which pictures belong together.",
        "B": "With many labels it would be so. With five a digit, the hidden rows tell"
        " a lot that fifty pictures cannot.",
        "C": "Yes. Along a chain of similar pictures a label reaches writing styles"
        " that none of the fifty shows.",
    },
)
predict_network = Prediction(
    right="C",
    replies={
        "A": "That networks need many rows is a rule of thumb. This one is small, and"
        " disturbing makes a new picture of each of the fifty at every step.",
        "B": "The network and the disturbances bring something of their own, before any"
        " hidden row is seen.",
        "C": "Yes. Whoever compares consistency training with logistic regression"
        " credits the hidden rows with this head start.",
    },
)
predict_foreign = Prediction(
    right="C",
    replies={
        "A": "It cannot ignore them: they are links in the graph, and labels travel"
        " through them to the wrong places.",
        "B": "More than that: with no picture of 0 to 4 among the hidden rows, nearly"
        " every neighbour of a new picture is a stranger.",
        "C": "Yes: new pictures ask their neighbours, and these are strangers with"
        " arbitrary beliefs.",
    },
)

# --- Quiz

confident_right = Quiz(
    right="C",
    replies={
        "A": "Compare the first two lines above: was as much right as the model was"
        " sure of? It is trained to be sure of what it wrote down itself.",
        "B": "Those rows were never guessed: their labels were given. The model may be"
        " right on all of them and wrong on the others.",
        "C": "Only true answers can tell. A hundred, for rows drawn at random, already"
        " show whether it is near 96 % or near 80 %.",
    },
)
fair_gain = Quiz(
    right="B",
    replies={
        "A": "Between them, two things have changed: the crops and the pictures without"
        " label. Which of the two brought the five points?",
        "B": "Against the 92 %, only one thing differs then: the pictures without"
        " label.",
        "C": "That shows the spread, and it is needed as well. But every one of the ten"
        " numbers would still mix two causes.",
    },
)
foreign_rows = Quiz(
    right="B",
    replies={
        "A": "A model may be very sure of a picture it has never seen the like of: it"
        " has five answers and must take one.",
        "B": "A few true labels, of rows like those to come, show at once when the"
        " hidden rows do harm.",
        "C": "What counted in the picture was their share: a larger collection of the"
        " same kind has as many strangers in a hundred.",
    },
)
validation_labels = Quiz(
    right="C",
    replies={
        "A": "The test is clean. But does the comparison answer the question what to do"
        " with 50 labels?",
        "B": "For comparing, 500 are plenty. Ask where they come from.",
        "C": "With few labels, tuning has to live on these few. Otherwise the report"
        " tells of a situation that nobody is in.",
    },
)

# --- Exercise 1: order the lines


self_training_order = Ordering(
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


def confident_choice(probabilities, threshold):
    """Return the guessed class of each row, -1 where it is not sure."""
    sure = probabilities.max(axis=1) > threshold
    return np.where(sure, probabilities.argmax(axis=1), -1)


def choice_by_loop(probabilities, threshold):
    """The same, row by row."""
    chosen = []
    for row in probabilities.tolist():
        highest = max(row)
        chosen.append(row.index(highest) if highest > threshold else -1)
    return chosen


def from_the_threshold_on(probabilities, threshold):
    """Takes a row that only meets the threshold."""
    sure = probabilities.max(axis=1) >= threshold
    return np.where(sure, probabilities.argmax(axis=1), -1)


def only_the_sure(probabilities, threshold):
    """Returns fewer rows than it was given."""
    sure = probabilities.max(axis=1) > threshold
    return probabilities.argmax(axis=1)[sure]


def zero_where_unsure(probabilities, threshold):
    """Writes 0 where it is not sure: that is a class."""
    sure = probabilities.max(axis=1) > threshold
    return probabilities.argmax(axis=1) * sure


def everybody(probabilities, threshold):
    """Has no threshold."""
    return probabilities.argmax(axis=1)


def the_unsure(probabilities, threshold):
    """Has the two cases exchanged."""
    sure = probabilities.max(axis=1) > threshold
    return np.where(sure, -1, probabilities.argmax(axis=1))


def the_probability(probabilities, threshold):
    """Returns how sure, not of what."""
    highest = probabilities.max(axis=1)
    return np.where(highest > threshold, highest, -1)


def along_the_rows(probabilities, threshold):
    """Looks down the columns: one result a class."""
    sure = probabilities.max(axis=0) > threshold
    return np.where(sure, probabilities.argmax(axis=0), -1)


def yes_or_no(probabilities, threshold):
    """Returns which rows are sure."""
    return (probabilities.max(axis=1) > threshold).astype(int)


def place_above(probabilities, threshold):
    """Compares the place of the highest probability with the threshold."""
    places = probabilities.argmax(axis=1)
    return np.where(places > threshold, places, -1)


def counted_from_one(probabilities, threshold):
    """Counts the classes from 1."""
    sure = probabilities.max(axis=1) > threshold
    return np.where(sure, probabilities.argmax(axis=1) + 1, -1)


def choice_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then tables of other shapes and thresholds."""
    yield np.array([[0.8, 0.2, 0.0], [0.5, 0.3, 0.2], [0.0, 0.1, 0.9]]), 0.75
    yield np.array([[0.25, 0.75], [0.5, 0.5], [0.125, 0.875], [1.0, 0.0]]), 0.75
    for n_rows, n_classes in ((7, 4), (5, 3)):
        table = rng.dirichlet(np.full(n_classes, 0.4), size=n_rows)
        table[0], table[1] = 1 / n_classes, np.eye(n_classes)[n_classes - 1]
        yield table, 0.7


choose_confident = Function(
    solution=confident_choice,
    cases=choice_cases,
    mistakes=[
        Mistake(
            from_the_threshold_on,
            "a row that only meets the threshold is not sure: it must lie above.",
        ),
        Mistake(
            only_the_sure,
            "rows that are not sure are missing. Every row keeps its place.",
        ),
        Mistake(
            zero_where_unsure,
            "0 is a class. What stands for “no label” in this lesson?",
        ),
        Mistake(everybody, "every row gets a guess. Where does the threshold come in?"),
        Mistake(
            the_unsure,
            "the two cases are exchanged: the sure rows have lost their guess.",
        ),
        Mistake(
            the_probability,
            "this says how sure each row is. Which class is it sure of?",
        ),
        Mistake(
            along_the_rows,
            "you looked down the columns. Each row needs its own highest probability.",
        ),
        Mistake(
            place_above,
            "`argmax` says where the highest probability stands, not how high it is."
            " Which of the two must pass the threshold?",
        ),
        Mistake(counted_from_one, "the first class is 0, and so is the first column."),
        Mistake(yes_or_no, "this says which rows are sure, not of which class."),
    ],
    hints=[
        "Two things for each row: its highest probability, and where that stands.",
        "`max` and `argmax` along axis 1 give one value a row.",
        "`np.where(condition, a, b)` takes from a where the condition holds, else b.",
    ],
    after="This is all of self-training's judgement: one number, compared with another"
    " that you chose.",
    also=[choice_by_loop],
)

# --- Exercise 3: repair a count


def class_shares_repaired(labels, n_classes):
    """Return each class's share of the labelled rows; -1 means no label."""
    one_hot = np.eye(n_classes)[labels[labels >= 0]]  # (n_labelled, n_classes)
    return one_hot.mean(axis=0)


def class_shares_faulty(labels, n_classes):
    """Return each class's share of the labelled rows; -1 means no label."""
    one_hot = np.eye(n_classes)[labels]  # (n_rows, n_classes)
    return one_hot.mean(axis=0)


def shares_by_counting(labels, n_classes):
    """The same, by counting."""
    counts = [0] * n_classes
    for label in labels.tolist():
        if label >= 0:
            counts[label] += 1
    return [count / sum(counts) for count in counts]


def shares_of_all_rows(labels, n_classes):
    """Divides by all rows, also those without a label."""
    return np.array([np.mean(labels == c) for c in range(n_classes)])


def counts_only(labels, n_classes):
    """Counts, and does not divide."""
    return np.bincount(labels[labels >= 0], minlength=n_classes)


def without_class_zero(labels, n_classes):
    """Takes 0 for no label."""
    return np.eye(n_classes)[labels[labels > 0]].mean(axis=0)


def hidden_as_zero(labels, n_classes):
    """Turns -1 into class 0."""
    return np.eye(n_classes)[np.maximum(labels, 0)].mean(axis=0)


def hidden_in_an_extra_class(labels, n_classes):
    """Gives -1 a column of its own, at the end."""
    return np.eye(n_classes + 1)[labels].mean(axis=0)


def last_class_cut(labels, n_classes):
    """Sets the last class to 0."""
    shares = np.eye(n_classes)[labels].mean(axis=0)
    shares[-1] = 0
    return shares


def in_percent(labels, n_classes):
    """Returns percent."""
    return 100 * class_shares_repaired(labels, n_classes)


def shares_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield small columns of labels with and without hidden rows."""
    yield np.array([0, 2, -1, 1, -1, 2, -1, 0]), 3
    yield np.array([1, -1, 0, 3, 3, -1]), 4
    for n_classes in (3, 5):
        labels = np.r_[np.arange(n_classes), rng.integers(-1, n_classes, size=9), -1, 0]
        yield rng.permutation(labels), n_classes


class_shares = Function(
    solution=class_shares_repaired,
    cases=shares_cases,
    start=class_shares_faulty,
    mistakes=[
        Mistake(
            shares_of_all_rows,
            "these are shares of all rows: they do not add up to 1. Of which rows"
            " should they be shares?",
        ),
        Mistake(counts_only, "these are counts. Of how many labelled rows?"),
        Mistake(
            without_class_zero,
            "class 0 has disappeared. 0 is a label; which number means none?",
        ),
        Mistake(
            hidden_as_zero,
            "now the rows without a label count for class 0. They should count for"
            " none.",
        ),
        Mistake(
            hidden_in_an_extra_class,
            "there is one share too many: rows without a label are no class.",
        ),
        Mistake(
            last_class_cut,
            "the last class may have labelled rows of its own. Which rows should not"
            " have been counted?",
        ),
        Mistake(in_percent, "these are percent. A share lies between 0 and 1."),
    ],
    hints=[
        "What is `np.eye(3)[-1]`?",
        "NumPy counts −1 from the end: the last row, without any error.",
        "Keep the rows that have a label before you look anything up.",
    ],
    after="−1 is a valid position in Python, so a mark for “none” became the last class"
    " without a word. Two averages that should add up, or a count by class, find it.",
    also=[shares_by_counting],
)

# --- Exercise 4: the consistency loss


def masked_loss(plain, disturbed, threshold):
    """Return the mean loss over all rows, where rows that are not sure count as 0."""
    guesses = plain.argmax(axis=1)
    given = disturbed[np.arange(len(plain)), guesses]
    return np.mean(-np.log(given) * (plain.max(axis=1) > threshold))


def loss_by_loop(plain, disturbed, threshold):
    """The same, row by row."""
    import math

    total = 0.0
    for before, after in zip(plain.tolist(), disturbed.tolist(), strict=True):
        sure = max(before)
        if sure > threshold:
            total -= math.log(after[before.index(sure)])
    return total / len(plain)


def over_the_sure(plain, disturbed, threshold):
    """Divides by the number of sure rows."""
    sure = plain.max(axis=1) > threshold
    given = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.mean(-np.log(given[sure])) if sure.any() else 0.0


def all_rows_count(plain, disturbed, threshold):
    """Has no threshold."""
    given = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.mean(-np.log(given))


def its_own_guess(plain, disturbed, threshold):
    """Takes the disturbed picture's own guess."""
    sure = plain.max(axis=1) > threshold
    return np.mean(-np.log(disturbed.max(axis=1)) * sure)


def loss_of_the_plain(plain, disturbed, threshold):
    """Looks up the guess in the plain probabilities."""
    highest = plain.max(axis=1)
    return np.mean(-np.log(highest) * (highest > threshold))


def sure_when_disturbed(plain, disturbed, threshold):
    """Asks the disturbed picture whether it is sure."""
    given = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.mean(-np.log(given) * (disturbed.max(axis=1) > threshold))


def without_minus(plain, disturbed, threshold):
    """Has the sign turned."""
    return -masked_loss(plain, disturbed, threshold)


def summed_up(plain, disturbed, threshold):
    """Adds the rows up."""
    return masked_loss(plain, disturbed, threshold) * len(plain)


def one_each(plain, disturbed, threshold):
    """Returns the loss of each row."""
    given = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return -np.log(given) * (plain.max(axis=1) > threshold)


def met_is_sure(plain, disturbed, threshold):
    """Counts a row that only meets the threshold."""
    given = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.mean(-np.log(given) * (plain.max(axis=1) >= threshold))


def softmax_again(plain, disturbed, threshold):
    """Takes the probabilities for scores, as torch's cross_entropy does."""
    powers = np.exp(disturbed)
    return masked_loss(plain, powers / powers.sum(axis=1, keepdims=True), threshold)


def every_class_weighed(plain, disturbed, threshold):
    """Weighs all classes by the plain probabilities: no guess is made."""
    losses = -(plain * np.log(disturbed)).sum(axis=1)
    return np.mean(losses * (plain.max(axis=1) > threshold))


def guesses_of_all_rows(plain, disturbed, threshold):
    """Takes from each row the guesses of all rows."""
    given = disturbed[:, plain.argmax(axis=1)]
    return np.mean(-np.log(given) * (plain.max(axis=1) > threshold))


def guesses_of_all_rows_masked(plain, disturbed, threshold):
    """The same, with the condition along the other axis."""
    given = disturbed[:, plain.argmax(axis=1)]
    return np.mean(-np.log(given) * (plain.max(axis=1) > threshold)[:, None])


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


consistency_loss = Function(
    solution=masked_loss,
    cases=loss_cases,
    mistakes=[
        Mistake(
            over_the_sure,
            "you divided by the number of sure rows. The mean is over all rows.",
        ),
        Mistake(
            all_rows_count,
            "all rows count. Those whose plain picture is not sure add 0.",
        ),
        Mistake(
            its_own_guess,
            "each disturbed picture is judged by its own guess, so it is always right."
            " Whose guess should it give?",
        ),
        Mistake(
            loss_of_the_plain,
            "this is the loss of the plain pictures. Their guess is given; what is to"
            " change is the answer on the disturbed ones.",
        ),
        Mistake(
            sure_when_disturbed,
            "you asked the disturbed pictures whether they are sure. The guess comes"
            " from the plain ones.",
        ),
        Mistake(without_minus, "the size is right, the sign is not: a loss is ≥ 0."),
        Mistake(summed_up, "this is the sum over the rows, not the mean."),
        Mistake(one_each, "this is one loss a row. Their mean is still to be taken."),
        Mistake(
            met_is_sure,
            "a row that only meets the threshold is not sure: it must lie above.",
        ),
        Mistake(
            softmax_again,
            "these are probabilities already. torch's `cross_entropy` expects scores"
            " and would turn them into probabilities once more.",
        ),
        Mistake(
            every_class_weighed,
            "you weighed every class by its plain probability. The guess is one class:"
            " the likeliest counts fully, the others not at all.",
        ),
        Mistake(
            guesses_of_all_rows,
            "`disturbed[:, guesses]` takes every guess from every row. Each row has"
            " one guess of its own.",
        ),
        Mistake(
            guesses_of_all_rows_masked,
            "`disturbed[:, guesses]` is a square: every row answers the guesses of"
            " all rows. Take one entry from each row.",
        ),
    ],
    hints=[
        "Three steps: the plain guesses, what `disturbed` gives to them, the mean.",
        "`table[np.arange(n), columns]` takes one entry from each row.",
        "Multiply by a condition to count a row as 0: `False` is 0.",
    ],
    after="It falls when the network is as sure of the disturbed picture as of the"
    " plain one. Whether the plain guess was right, it never asks.",
    also=[loss_by_loop],
)

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


def threshold_by_max(fit, X, labels, thresholds, folds):
    """The same, written with functions."""

    def score(threshold, fold):
        hidden = np.isin(np.arange(len(labels)), fold)
        model = fit(X, np.where(hidden, -1, labels), threshold)
        return (model.predict(X)[hidden] == labels[hidden]).mean()

    return max(thresholds, key=lambda t: sum(score(t, fold) for fold in folds))


def nothing_hidden(fit, X, labels, thresholds, folds):
    """Fits with the fold's labels in place."""
    means = [
        np.mean([np.mean(fit(X, labels, t).predict(X[f]) == labels[f]) for f in folds])
        for t in thresholds
    ]
    return thresholds[int(np.argmax(means))]


def lowest_mean(fit, X, labels, thresholds, folds):
    """Takes the smallest mean accuracy."""
    means = accuracy_of_each(fit, X, labels, thresholds, folds)
    return thresholds[int(np.argmin(means))]


def place_of_best(fit, X, labels, thresholds, folds):
    """Returns the position, not the threshold."""
    return int(np.argmax(accuracy_of_each(fit, X, labels, thresholds, folds)))


def best_mean_itself(fit, X, labels, thresholds, folds):
    """Returns the accuracy, not the threshold."""
    return max(accuracy_of_each(fit, X, labels, thresholds, folds))


def all_means(fit, X, labels, thresholds, folds):
    """Returns every mean accuracy."""
    return accuracy_of_each(fit, X, labels, thresholds, folds)


def first_fold_only(fit, X, labels, thresholds, folds):
    """Judges on one fold."""
    return threshold_by_folds(fit, X, labels, thresholds, folds[:1])


def last_fold_only(fit, X, labels, thresholds, folds):
    """Overwrites the score in each fold."""
    return threshold_by_folds(fit, X, labels, thresholds, folds[-1:])


def rows_counted_alike(fit, X, labels, thresholds, folds):
    """Counts right rows over all folds, so that large folds weigh more."""
    counts = []
    for t in thresholds:
        count = 0
        for fold in folds:
            kept = labels.copy()
            kept[fold] = -1
            count += np.sum(fit(X, kept, t).predict(X[fold]) == labels[fold])
        counts.append(count)
    return thresholds[int(np.argmax(counts))]


def hidden_for_good(fit, X, labels, thresholds, folds):
    """Hides in place: the truth to compare with is gone."""
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


def hidden_by_zero(fit, X, labels, thresholds, folds):
    """Writes 0 over the fold's labels: that is a class."""
    means = []
    for t in thresholds:
        scores = []
        for fold in folds:
            kept = labels.copy()
            kept[fold] = 0
            scores.append(np.mean(fit(X, kept, t).predict(X[fold]) == labels[fold]))
        means.append(np.mean(scores))
    return thresholds[int(np.argmax(means))]


def labelled_rows_only(fit, X, labels, thresholds, folds):
    """Leaves the rows without a label out of the fit."""
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


def best_single_fold(fit, X, labels, thresholds, folds):
    """Takes each threshold's best fold."""
    table = accuracies(fit, X, labels, thresholds, folds)
    return thresholds[int(np.argmax(table.max(axis=1)))]


def worst_single_fold(fit, X, labels, thresholds, folds):
    """Takes each threshold's worst fold."""
    table = accuracies(fit, X, labels, thresholds, folds)
    return thresholds[int(np.argmax(table.min(axis=1)))]


def middle_fold(fit, X, labels, thresholds, folds):
    """Takes the median over the folds."""
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


choose_threshold = Function(
    solution=threshold_by_folds,
    cases=threshold_cases,
    mistakes=[
        Mistake(
            nothing_hidden,
            "the model is judged on labels that it has seen. Hide the fold's labels"
            " before the fit, and judge on the fold alone.",
        ),
        Mistake(lowest_mean, "this threshold has the lowest accuracy of all."),
        Mistake(
            place_of_best,
            "this is the position of the best threshold. Return the threshold.",
        ),
        Mistake(
            best_mean_itself,
            "this is the best accuracy. Which threshold does it belong to?",
        ),
        Mistake(all_means, "these are the mean accuracies. Return one threshold."),
        Mistake(
            first_fold_only,
            "only the first fold has been judged on. Is there a `return`, or a score,"
            " in the wrong place?",
        ),
        Mistake(
            last_fold_only,
            "only the last fold counts. Is the score overwritten in each round?",
        ),
        Mistake(
            rows_counted_alike,
            "a large fold weighs more than a small one here. Take the accuracy of each"
            " fold first, then their mean.",
        ),
        Mistake(
            hidden_for_good,
            "every accuracy comes out as 0: the labels that you compare with are"
            " hidden themselves. Which array still holds the fold's labels?",
        ),
        Mistake(
            hidden_by_zero,
            "0 is a class: the fold has got wrong labels. Which number hides one?",
        ),
        Mistake(
            labelled_rows_only,
            "the rows without a label are missing in the fit, and with them what the"
            " method lives on. Hide labels; keep every row.",
        ),
        Mistake(
            best_single_fold,
            "each threshold is judged by its best fold. Take the mean over the folds.",
        ),
        Mistake(
            worst_single_fold,
            "each threshold is judged by its worst fold. Take the mean over the folds.",
        ),
        Mistake(middle_fold, "this is the median over the folds. Take their mean."),
    ],
    hints=[
        "Two loops: over thresholds, and over folds. Keep one accuracy for each pair.",
        "For a fold: `kept = labels.copy()`, hide, fit, predict the fold's rows.",
        "Compare the prediction with `labels[fold]`, which the model has not seen.",
    ],
    after="With fifty labels this choice is a noisy one, and that is the truth about"
    " tuning with fifty labels.",
    also=[threshold_by_max],
)

ALL = collect(globals())
