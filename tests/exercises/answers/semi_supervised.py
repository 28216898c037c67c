"""Answers to lesson 2.3 by students who had seen the lesson only."""

from collections import Counter, namedtuple

import numpy as np
import pandas as pd
import torch

from tests.exercises.answers import right, wrong

# 1 · Order the lines

right("self_training_order", "C B F A G E")
right("self_training_order", "C B F G A E")
right("self_training_order", "CBFAGE")
right("self_training_order", "C, B, F, A, G, E")
right("self_training_order", "c b f a g e")
right("self_training_order", ["C", "B", "F", "A", "G", "E"])
right("self_training_order", ("C", "B", "F", "G", "A", "E"))

wrong(
    "self_training_order",
    "B C F A G E",
    "the labels start anew in each round",
    says="line C, inside the loop, forgets",
)
wrong(
    "self_training_order",
    "C B D A G E",
    "fits with -1 as if it were a class",
    says="line D fits on all rows. What",
)
wrong(
    "self_training_order",
    "C B F H G E",
    "looks at the hidden answers",
    says="line H writes down the true",
)
wrong(
    "self_training_order",
    "C F B A G E",
    "fits only once, before the rounds",
    says="line F fits once, before the",
)
wrong(
    "self_training_order",
    "C B A G E F",
    "guesses before the first fit",
    says="line A asks a model that has not",
)
wrong(
    "self_training_order",
    "C B A F G E",
    "guesses before the round's fit",
    says="line A asks a model that has not",
)
wrong(
    "self_training_order",
    "C B G F A E",
    "picks before the round's fit",
    says="line G asks a model that has not",
)
wrong(
    "self_training_order",
    "C B F A E G",
    "writes down before it has picked",
    says="line E uses `new` before line G",
)
wrong(
    "self_training_order",
    "C B F G E A",
    "writes down before it has guessed",
    says="line E writes down guesses that",
)
wrong(
    "self_training_order",
    "C B F E A G",
    "writes down right after fitting",
    says="line E uses `new` before line G",
)
wrong(
    "self_training_order",
    "B F A G E C",
    "copies the labels at the end",
    says="line C, inside the loop, forgets",
)
wrong(
    "self_training_order",
    "C B D H G E",
    "both: -1 as class, hidden answers",
    says="line H writes down the true",
)
wrong(
    "self_training_order",
    "C B F A G",
    "five lines: nothing is written down",
    says="a letter is missing: 6 of the 8",
)
wrong(
    "self_training_order",
    "C B F D A G E",
    "seven lines: fits on -1 as well",
    says="line D fits on all rows. What",
)
wrong(
    "self_training_order",
    "A B C D E F",
    "copied the example of the text",
    says="line D fits on all rows. What",
)
wrong(
    "self_training_order",
    "E G A F B C",
    "in reverse",
    says="line E uses `new` before line G",
)

# 2 · Choose the confident


@right("choose_confident")
def _(probabilities, threshold):
    probabilities = np.asarray(probabilities)
    sure = probabilities.max(axis=1) > threshold
    return np.where(sure, probabilities.argmax(axis=1), -1)


@right("choose_confident")
def _(probabilities, threshold):
    result = []
    for row in probabilities:
        best = 0
        for k in range(1, len(row)):
            if row[k] > row[best]:
                best = k
        result.append(best if row[best] > threshold else -1)
    return result


@right("choose_confident")
def _(probabilities, threshold):
    guesses = np.argmax(probabilities, axis=1)
    guesses[~(np.max(probabilities, axis=1) > threshold)] = -1
    return guesses


@right("choose_confident")
def _(probabilities, threshold):
    confidence, guesses = torch.tensor(np.array(probabilities)).max(dim=1)
    return torch.where(confidence > threshold, guesses, torch.tensor(-1))


@right("choose_confident")
def _(probabilities, threshold):
    table = pd.DataFrame(probabilities)
    table.columns = range(table.shape[1])
    return table.idxmax(axis=1).where(table.max(axis=1) > threshold, -1)


@right("choose_confident")
def _(probabilities, threshold):
    Guess = namedtuple("Guess", "confidence number")

    def best(row):
        options = (Guess(p, k) for k, p in enumerate(row))
        return max(options, key=lambda guess: guess.confidence)

    guesses = map(best, probabilities)
    return tuple(g.number if g.confidence > threshold else -1 for g in guesses)


@right("choose_confident")
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    best = np.argsort(-p, axis=1, kind="stable")[:, 0]
    passes = np.take_along_axis(p, best[:, None], axis=1)[:, 0] > threshold
    return best * passes - ~passes * 1


@wrong(
    "choose_confident",
    ">= instead of >: a row exactly at the threshold is sure",
    says="a row that only meets the",
)
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    return np.where(p.max(axis=1) >= threshold, p.argmax(axis=1), -1)


@wrong(
    "choose_confident",
    "guesses every row, threshold ignored",
    says="every row gets a guess. Where",
)
def _(probabilities, threshold):
    return np.argmax(probabilities, axis=1)


@wrong(
    "choose_confident",
    "wrong axis: one answer a class",
    says="you looked down the columns. Each",
)
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    return np.where(p.max(axis=0) > threshold, p.argmax(axis=0), -1)


@wrong(
    "choose_confident",
    "the probability instead of the class",
    says="this says how sure each row is.",
)
def _(probabilities, threshold):
    confidence = np.max(probabilities, axis=1)
    return np.where(confidence > threshold, confidence, -1)


@wrong(
    "choose_confident",
    "only whether the row is sure",
    says="this says which rows are sure",
)
def _(probabilities, threshold):
    return np.max(probabilities, axis=1) > threshold


@wrong(
    "choose_confident",
    "0 instead of -1 for rows that are not sure",
    says="0 is a class. What stands for “no",
)
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    return p.argmax(axis=1) * (p.max(axis=1) > threshold)


@wrong("choose_confident", "NaN instead of -1", says="NaN marks the rows that are not")
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    return np.where(p.max(axis=1) > threshold, p.argmax(axis=1), np.nan)


@wrong(
    "choose_confident",
    "the rows that are not sure are left out",
    says="rows that are not sure are",
)
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    return p.argmax(axis=1)[p.max(axis=1) > threshold]


@wrong(
    "choose_confident",
    "always 0.75, the argument is ignored",
    says="a row has lost its guess though",
)
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    return np.where(p.max(axis=1) > 0.75, p.argmax(axis=1), -1)


@wrong(
    "choose_confident", "a column, shape (n, 1)", says="the right numbers, in the shape"
)
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    sure = p.max(axis=1, keepdims=True) > threshold
    return np.where(sure, p.argmax(axis=1)[:, None], -1)


@wrong(
    "choose_confident",
    "return inside the loop: one row only",
    says="the `return` stands inside the",
)
def _(probabilities, threshold):
    result = []
    for row in probabilities:
        result.append(int(np.argmax(row)) if max(row) > threshold else -1)
        return result


@wrong(
    "choose_confident",
    "the first class that passes, not the most probable",
    says="a sure row has another number",
)
def _(probabilities, threshold):
    passes = np.asarray(probabilities) > threshold
    return np.where(passes.any(axis=1), passes.argmax(axis=1), -1)


@wrong(
    "choose_confident",
    "the last class that passes, not the most probable",
    says="a sure row has another number",
)
def _(probabilities, threshold):
    result = np.full(len(probabilities), -1)
    for i, row in enumerate(probabilities):
        for k, p in enumerate(row):
            if p > threshold:
                result[i] = k
    return result


@wrong(
    "choose_confident", "classes counted from 1", says="the first class is 0, and so is"
)
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    return np.where(p.max(axis=1) > threshold, p.argmax(axis=1) + 1, -1)


@wrong(
    "choose_confident",
    "class 0 is taken for no guess",
    says="class 0 has lost its guesses. It",
)
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    guesses = p.argmax(axis=1) * (p.max(axis=1) > threshold)
    return np.array([guess or -1 for guess in guesses])


@wrong("choose_confident", "an array in `if`: an error", says="truth value of an array")
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    if p.max(axis=1) > threshold:
        return p.argmax(axis=1)
    return -1


@wrong(
    "choose_confident",
    "one row that is sure makes all rows sure",
    says="a row has a guess though its",
)
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    return np.where(p.max() > threshold, p.argmax(axis=1), -1)


@wrong(
    "choose_confident",
    "the lead over the second class instead of the confidence",
    says="you compared the lead over the",
)
def _(probabilities, threshold):
    p = np.sort(probabilities, axis=1)
    sure = p[:, -1] - p[:, -2] > threshold
    return np.where(sure, np.argmax(probabilities, axis=1), -1)


@wrong(
    "choose_confident",
    "the wrong way round: keeps the rows that are not sure",
    says="the two cases are exchanged: the",
)
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    return np.where(p.max(axis=1) > threshold, -1, p.argmax(axis=1))


@wrong(
    "choose_confident",
    "rounds the probabilities first",
    says="a row has a guess though its",
)
def _(probabilities, threshold):
    p = np.round(probabilities, 1)
    return np.where(p.max(axis=1) > threshold, p.argmax(axis=1), -1)


@wrong(
    "choose_confident",
    "the positions of the sure rows instead of classes",
    says="a sure row has another number",
)
def _(probabilities, threshold):
    sure = np.max(probabilities, axis=1) > threshold
    return np.where(sure, np.arange(len(sure)), -1)


@wrong(
    "choose_confident", "the least probable class", says="a sure row has another number"
)
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    return np.where(p.max(axis=1) > threshold, p.argmin(axis=1), -1)


@wrong(
    "choose_confident",
    "the mean of a row instead of its highest probability",
    says="a row has lost its guess though",
)
def _(probabilities, threshold):
    p = np.asarray(probabilities)
    return np.where(p.mean(axis=1) > threshold, p.argmax(axis=1), -1)


@wrong(
    "choose_confident",
    "stops at the first row that is not sure",
    says="a row has lost its guess though",
)
def _(probabilities, threshold):
    result = np.full(len(probabilities), -1)
    for i, row in enumerate(probabilities):
        if max(row) <= threshold:
            break
        result[i] = np.argmax(row)
    return result


@wrong(
    "choose_confident",
    "0 / 1 for each class (one-hot), not the class",
    says="a value for each class. One whole",
)
def _(probabilities, threshold):
    return (np.asarray(probabilities) > threshold).astype(int)


# 3 · Find the bug


@right("class_shares")
def _(labels, n_classes):
    one_hot = np.eye(n_classes)[labels[labels >= 0]]
    return one_hot.mean(axis=0)


@right("class_shares")
def _(labels, n_classes):
    known = [int(label) for label in labels if label != -1]
    counts = [0] * n_classes
    for label in known:
        counts[label] += 1
    return [count / len(known) for count in counts]


@right("class_shares")
def _(labels, n_classes):
    known = np.asarray(labels)[np.asarray(labels) > -1]
    return np.bincount(known, minlength=n_classes) / known.size


@right("class_shares")
def _(labels, n_classes):
    known = pd.Series(labels).replace(-1, np.nan).dropna().astype(int)
    shares = known.value_counts(normalize=True)
    return shares.reindex(range(n_classes), fill_value=0)


@right("class_shares")
def _(labels, n_classes):
    labels = torch.as_tensor(np.array(labels)).long()
    known = labels[labels >= 0]
    one_hot = torch.nn.functional.one_hot(known, n_classes)
    return one_hot.double().mean(dim=0)


@right("class_shares")
def _(labels, n_classes):
    is_class = np.asarray(labels)[:, None] == np.arange(n_classes)  # all False for -1
    return is_class.sum(axis=0) / is_class.sum()


@right("class_shares")
def _(labels, n_classes):
    counts = Counter(np.asarray(labels).tolist())
    del counts[-1]
    return tuple(counts[k] / sum(counts.values()) for k in range(n_classes))


@right("class_shares")
def _(labels, n_classes):
    one_hot = np.vstack([np.eye(n_classes), np.zeros(n_classes)])[labels]
    return one_hot.sum(axis=0) / one_hot.sum()


@right("class_shares")
def _(labels, n_classes):
    shares = np.empty(n_classes)
    shares[...] = [np.mean(labels[labels >= 0] == k) for k in range(n_classes)]
    return shares


@wrong(
    "class_shares",
    "the bug left in, in other words: -1 counts as last class",
    says="the rows without a label count",
)
def _(labels, n_classes):
    counts = np.zeros(n_classes)
    for label in labels:
        counts[label] += 1
    return counts / len(labels)


@wrong(
    "class_shares",
    "the bug left in: remainder turns -1 into the last class",
    says="the rows without a label count",
)
def _(labels, n_classes):
    counts = np.bincount(np.asarray(labels) % n_classes, minlength=n_classes)
    return counts / counts.sum()


@wrong(
    "class_shares",
    "half repaired: divided by all rows, hidden ones too",
    says="these are shares of all rows:",
)
def _(labels, n_classes):
    one_hot = np.eye(n_classes)[labels]
    one_hot[labels < 0] = 0
    return one_hot.mean(axis=0)


@wrong(
    "class_shares",
    "half repaired: each class by all rows",
    says="these are shares of all rows:",
)
def _(labels, n_classes):
    return np.array([np.mean(np.asarray(labels) == k) for k in range(n_classes)])


@wrong(
    "class_shares",
    "class 0 is dropped: > 0 instead of >= 0",
    says="class 0 has disappeared. 0 is a",
)
def _(labels, n_classes):
    return np.eye(n_classes)[labels[labels > 0]].mean(axis=0)


@wrong(
    "class_shares",
    "the last class is dropped, hidden rows or not",
    says="the last class has lost its",
)
def _(labels, n_classes):
    one_hot = np.eye(n_classes)[labels]
    one_hot[:, -1] = 0
    return one_hot.sum(axis=0) / one_hot.sum()


@wrong("class_shares", "counts instead of shares", says="these are counts. Of how many")
def _(labels, n_classes):
    return np.bincount(labels[labels >= 0], minlength=n_classes)


@wrong(
    "class_shares",
    "classes without a row are left out",
    says="a class without a labelled row",
)
def _(labels, n_classes):
    _, counts = np.unique(labels[labels >= 0], return_counts=True)
    return counts / counts.sum()


@wrong(
    "class_shares",
    "too short if the last classes are empty",
    says="`n_classes` is never used",
)
def _(labels, n_classes):
    known = labels[labels >= 0]
    return np.bincount(known) / len(known)


@wrong("class_shares", "in percent", says="all values are 100 times too")
def _(labels, n_classes):
    return 100 * np.eye(n_classes)[labels[labels >= 0]].mean(axis=0)


@wrong(
    "class_shares",
    "an own class for hidden rows: one entry too many",
    says="there is one share too many: rows",
)
def _(labels, n_classes):
    return np.bincount(np.asarray(labels) + 1, minlength=n_classes + 1) / len(labels)


@wrong("class_shares", "-1 becomes class 0", says="the rows without a label count")
def _(labels, n_classes):
    return np.eye(n_classes)[np.maximum(labels, 0)].mean(axis=0)


@wrong("class_shares", "-1 becomes class 1", says="the rows without a label count")
def _(labels, n_classes):
    return np.eye(n_classes)[np.abs(labels)].mean(axis=0)


@wrong(
    "class_shares",
    "hidden rows taken from the last share, not from the whole",
    says="these are shares of all rows:",
)
def _(labels, n_classes):
    shares = np.eye(n_classes)[labels].mean(axis=0)
    shares[-1] -= np.mean(labels < 0)
    return shares


@wrong(
    "class_shares",
    "wrong axis: one number a row",
    says="this is one number for each row.",
)
def _(labels, n_classes):
    return np.eye(n_classes)[labels[labels >= 0]].mean(axis=1)


@wrong("class_shares", "ordered by size, not by class", says="the right values, sorted")
def _(labels, n_classes):
    shares = pd.Series(labels[labels >= 0]).value_counts(normalize=True)
    return np.pad(shares.to_numpy(), (0, n_classes - len(shares)))


@wrong(
    "class_shares",
    "divided by the largest class",
    says="in the right proportion, but all too large",
)
def _(labels, n_classes):
    counts = np.bincount(labels[labels >= 0], minlength=n_classes)
    return counts / counts.max()


@wrong(
    "class_shares",
    "divided by the number of classes",
    says="in the right proportion, but all too large",
)
def _(labels, n_classes):
    counts = np.bincount(labels[labels >= 0], minlength=n_classes)
    return counts / n_classes


@wrong("class_shares", "ten classes always", says="`n_classes` is never used.")
def _(labels, n_classes):
    return np.eye(10)[labels[labels >= 0]].mean(axis=0)


@wrong(
    "class_shares", "bincount of -1: an error", says="must have no negative elements"
)
def _(labels, n_classes):
    counts = np.bincount(labels, minlength=n_classes)
    return counts / counts.sum()


@wrong(
    "class_shares",
    "the last bin of the histogram holds two classes",
    says="the last class has lost its",
)
def _(labels, n_classes):
    known = labels[labels >= 0]
    counts, _ = np.histogram(known, bins=np.arange(n_classes))
    return np.append(counts, 0) / len(known)


@wrong(
    "class_shares",
    "the histogram starts at the smallest class that occurs",
    says="a class without any labelled row",
)
def _(labels, n_classes):
    known = labels[labels >= 0]
    counts, _ = np.histogram(known, bins=n_classes)
    return counts / counts.sum()


@wrong(
    "class_shares",
    "return inside the loop: the first class only",
    says="the `return` stands inside the",
)
def _(labels, n_classes):
    shares, known = np.zeros(n_classes), labels[labels >= 0]
    for k in range(n_classes):
        shares[k] = np.mean(known == k)
        return shares


@wrong(
    "class_shares",
    "whole-number division: all zero",
    says="the values are cut to whole",
)
def _(labels, n_classes):
    known = labels[labels >= 0]
    return np.bincount(known, minlength=n_classes) // len(known)


@wrong(
    "class_shares",
    "each class counts once: repeated labels are dropped",
    says="all classes have the same share.",
)
def _(labels, n_classes):
    known = sorted(set(np.asarray(labels).tolist()) - {-1})
    return np.eye(n_classes)[known].mean(axis=0)


@wrong(
    "class_shares",
    "the last class cut off, the rest kept as it was",
    says="the last class has lost its",
)
def _(labels, n_classes):
    return np.eye(n_classes)[labels].mean(axis=0)[:-1]


@wrong(
    "class_shares",
    "one row more in the denominator",
    says="in the right proportion, but all too large",
)
def _(labels, n_classes):
    known = labels[labels >= 0]
    return np.bincount(known, minlength=n_classes) / (len(known) + 1)


# 4 · The consistency loss


@right("consistency_loss")
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.mean(np.where(sure, -np.log(p), 0))


@right("consistency_loss")
def _(plain, disturbed, threshold):
    total = 0.0
    for before, after in zip(plain, disturbed, strict=True):
        guess = int(np.argmax(before))
        if before[guess] > threshold:
            total -= np.log(after[guess])
    return total / len(plain)


@right("consistency_loss")
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = np.flatnonzero(plain.max(axis=1) > threshold)
    losses = np.zeros(len(plain))
    losses[sure] = -np.log(disturbed[sure, plain[sure].argmax(axis=1)])
    return float(losses.mean())


@right("consistency_loss")
def _(plain, disturbed, threshold):
    before = torch.tensor(np.array(plain), dtype=torch.float64)
    after = torch.tensor(np.array(disturbed), dtype=torch.float64)
    confidence, guesses = before.max(dim=1)
    losses = torch.nn.functional.nll_loss(after.log(), guesses, reduction="none")
    return torch.where(confidence > threshold, losses, 0.0).mean().item()


@right("consistency_loss")
def _(plain, disturbed, threshold):
    before, after = pd.DataFrame(plain), pd.DataFrame(disturbed)
    guesses = before.to_numpy().argmax(axis=1)
    given = pd.Series([after.iat[i, k] for i, k in enumerate(guesses)])
    return (-np.log(given)).where(before.max(axis=1) > threshold, 0).mean()


@right("consistency_loss")
def _(plain, disturbed, threshold):
    # the way of the lesson: losses times whether they count
    guesses = np.argmax(plain, axis=1)[:, None]
    losses = -np.log(np.take_along_axis(np.asarray(disturbed), guesses, axis=1)[:, 0])
    return (losses * (np.max(plain, axis=1) > threshold)).mean()


@right("consistency_loss")
def _(plain, disturbed, threshold):
    def loss(before, after):
        top, given = max(zip(before, after, strict=True), key=lambda pair: pair[0])
        return -np.log(given) if top > threshold else 0.0

    losses = [loss(b, a) for b, a in zip(plain, disturbed, strict=True)]
    return sum(losses) / len(losses)


@right("consistency_loss")
def _(plain, disturbed, threshold):
    plain = np.asarray(plain)
    one_hot = np.eye(plain.shape[1])[plain.argmax(axis=1)]
    p = (one_hot * disturbed).sum(axis=1)
    p[plain.max(axis=1) <= threshold] = 1  # its logarithm is 0
    return -np.log(p).sum() / len(p)


@wrong(
    "consistency_loss",
    "mean over the sure rows only",
    says="you divided by the number of sure",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return -np.log(p[sure]).sum() / max(sure.sum(), 1)


@wrong(
    "consistency_loss",
    ">= instead of >: a row exactly at the threshold is sure",
    says="a row that only meets the",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) >= threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.where(sure, -np.log(p), 0).mean()


@wrong(
    "consistency_loss",
    "the disturbed picture decides whether a row is sure",
    says="you asked the disturbed pictures",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = disturbed.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.where(sure, -np.log(p), 0).mean()


@wrong(
    "consistency_loss",
    "the guess comes from the disturbed picture",
    says="each disturbed picture is judged",
)
def _(plain, disturbed, threshold):
    sure = np.max(plain, axis=1) > threshold
    return np.where(sure, -np.log(np.max(disturbed, axis=1)), 0).mean()


@wrong(
    "consistency_loss",
    "plain and disturbed swapped",
    says="the two pictures are exchanged:",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(disturbed), np.asarray(plain)
    sure = plain.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.where(sure, -np.log(p), 0).mean()


@wrong("consistency_loss", "sum instead of mean", says="a sum for a mean?")
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.where(sure, -np.log(p), 0).sum()


@wrong(
    "consistency_loss", "the minus is missing", says="all values are of the opposite"
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.where(sure, np.log(p), 0).mean()


@wrong("consistency_loss", "log to base 10", says="this logarithm has another base.")
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.where(sure, -np.log10(p), 0).mean()


@wrong(
    "consistency_loss", "1 - p instead of -log p", says="this is the mean of 1 − p. The"
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.where(sure, 1 - p, 0).mean()


@wrong(
    "consistency_loss",
    "all rows count, threshold ignored",
    says="all rows count. Those whose plain",
)
def _(plain, disturbed, threshold):
    disturbed = np.asarray(disturbed)
    p = disturbed[np.arange(len(disturbed)), np.argmax(plain, axis=1)]
    return -np.log(p).mean()


@wrong(
    "consistency_loss",
    "the plain picture's own probability in the logarithm",
    says="this is the loss of the plain",
)
def _(plain, disturbed, threshold):
    top = np.max(plain, axis=1)
    return np.where(top > threshold, -np.log(top), 0).mean()


@wrong(
    "consistency_loss",
    "soft targets: the whole plain row instead of its guess",
    says="you weighed every class by its",
)
def _(plain, disturbed, threshold):
    sure = np.max(plain, axis=1) > threshold
    losses = -(np.asarray(plain) * np.log(disturbed)).sum(axis=1)
    return np.where(sure, losses, 0).mean()


@wrong(
    "consistency_loss",
    "[:, guesses] makes a square: each row with every guess",
    says="`disturbed[:, guesses]` takes",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    losses = -np.log(disturbed[:, plain.argmax(axis=1)])
    return (losses * sure).mean()


@wrong(
    "consistency_loss",
    "logarithm of the mean, not mean of the logarithms",
    says="this is the logarithm of a mean.",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return -np.log(np.where(sure, p, 1).mean())


@wrong(
    "consistency_loss",
    "mean over rows and classes: too small by n_classes",
    says="`plain.shape[1]` times too small",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    one_hot = np.eye(plain.shape[1])[plain.argmax(axis=1)]
    sure = plain.max(axis=1, keepdims=True) > threshold
    return (-np.log(disturbed) * one_hot * sure).mean()


@wrong(
    "consistency_loss", "return inside the loop", says="the `return` stands inside the"
)
def _(plain, disturbed, threshold):
    total = 0.0
    for before, after in zip(plain, disturbed, strict=True):
        guess = int(np.argmax(before))
        if before[guess] > threshold:
            total -= np.log(after[guess])
        return total / len(plain)


@wrong(
    "consistency_loss",
    "the total is reset inside the loop: the last row only",
    says="`total = 0.0` stands inside the",
)
def _(plain, disturbed, threshold):
    for before, after in zip(plain, disturbed, strict=True):
        total = 0.0
        guess = int(np.argmax(before))
        if before[guess] > threshold:
            total -= np.log(after[guess])
    return total / len(plain)


@wrong(
    "consistency_loss",
    "always 0.8, the argument is ignored",
    says="`threshold` is never used.",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > 0.8
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.where(sure, -np.log(p), 0).mean()


@wrong(
    "consistency_loss",
    "adds 0.01 inside the logarithm",
    says="it is close to the right value",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.where(sure, -np.log(p + 0.01), 0).mean()


@wrong(
    "consistency_loss",
    "one loss a row, no mean",
    says="where one is due: the mean of them",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.where(sure, -np.log(p), 0)


@wrong("consistency_loss", "an array in `if`: an error", says="truth value of an array")
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.mean(-np.log(p) if plain.max(axis=1) > threshold else 0)


@wrong(
    "consistency_loss",
    "p = 0 for rows not sure: an infinite loss",
    says="the loss is infinite, as −log 0",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    with np.errstate(divide="ignore"):
        return -np.log(p * sure).mean()


@wrong(
    "consistency_loss",
    "the wrong rows: those that are not sure count",
    says="the rows that are not sure count",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    p = disturbed[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.where(sure, 0, -np.log(p)).mean()


@wrong(
    "consistency_loss",
    "softmax on what are probabilities already",
    says="these are probabilities already.",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    chances = np.exp(disturbed) / np.exp(disturbed).sum(axis=1, keepdims=True)
    p = chances[np.arange(len(plain)), plain.argmax(axis=1)]
    return np.where(plain.max(axis=1) > threshold, -np.log(p), 0).mean()


@wrong(
    "consistency_loss",
    "only rows where both pictures agree count",
    says="only rows count where both",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    guesses = plain.argmax(axis=1)
    counts = (plain.max(axis=1) > threshold) & (guesses == disturbed.argmax(axis=1))
    p = disturbed[np.arange(len(plain)), guesses]
    return np.where(counts, -np.log(p), 0).mean()


@wrong(
    "consistency_loss",
    "class 0 is taken for no guess",
    says="rows whose guess is class 0 are",
)
def _(plain, disturbed, threshold):
    losses = []
    for before, after in zip(plain, disturbed, strict=True):
        guess = int(np.argmax(before)) if max(before) > threshold else 0
        losses.append(-np.log(after[guess]) if guess else 0)
    return np.mean(losses)


@wrong(
    "consistency_loss",
    "guesses not lined up: rows filtered, guesses not",
    says="the rows have been filtered, the",
)
def _(plain, disturbed, threshold):
    plain, disturbed = np.asarray(plain), np.asarray(disturbed)
    sure = plain.max(axis=1) > threshold
    kept, guesses = disturbed[sure], plain.argmax(axis=1)
    p = [row[guess] for row, guess in zip(kept, guesses, strict=False)]
    return -np.log(p).sum() / len(plain)


# 5 · Choose the threshold honestly


@right("choose_threshold")
def _(fit, X, labels, thresholds, folds):
    means = []
    for threshold in thresholds:
        accuracies = []
        for fold in folds:
            hidden = labels.copy()
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            accuracies.append(np.mean(model.predict(X[fold]) == labels[fold]))
        means.append(np.mean(accuracies))
    return thresholds[int(np.argmax(means))]


@right("choose_threshold")
def _(fit, X, labels, thresholds, folds):
    def accuracy(threshold, fold):
        outside = np.ones(len(labels), dtype=bool)
        outside[fold] = False
        guesses = fit(X, np.where(outside, labels, -1), threshold).predict(X[fold])
        return sum(guesses == labels[fold]) / len(fold)

    # the sum is largest where the mean is
    return max(thresholds, key=lambda t: sum(accuracy(t, fold) for fold in folds))


@right("choose_threshold")
def _(fit, X, labels, thresholds, folds):
    table = np.empty((len(thresholds), len(folds)))
    for j, fold in enumerate(folds):
        masked = np.array(labels)
        np.put(masked, fold, -1)
        for i, threshold in enumerate(thresholds):
            predicted = fit(X, masked.copy(), threshold).predict(X[fold])
            table[i, j] = (predicted == labels[fold]).mean()
    return np.asarray(thresholds)[table.mean(axis=1).argmax()]


@right("choose_threshold")
def _(fit, X, labels, thresholds, folds):
    rows = []
    for number, fold in enumerate(folds):
        for threshold in thresholds:
            hidden = pd.Series(labels, dtype=int).reset_index(drop=True).copy()
            hidden.iloc[fold] = -1
            model = fit(X, hidden.to_numpy(), threshold)
            hit = np.mean(model.predict(X[fold]) == labels[fold])
            rows.append({"threshold": threshold, "fold": number, "right": hit})
    means = pd.DataFrame(rows).groupby("threshold", sort=False)["right"].mean()
    return means.idxmax()


@right("choose_threshold")
def _(fit, X, labels, thresholds, folds):
    from sklearn.metrics import accuracy_score

    best, best_mean = None, -np.inf
    for threshold in thresholds:
        hits = 0
        for fold in folds:
            train_labels = list(labels)
            for row in fold:
                train_labels[row] = -1
            model = fit(X, np.array(train_labels), threshold)
            hits += accuracy_score(labels[fold], model.predict(X[fold])) / len(folds)
        if hits > best_mean:
            best, best_mean = threshold, hits
    return best


@right("choose_threshold")
def _(fit, X, labels, thresholds, folds):
    # as an error to make small; guesses for all rows, looked at in the fold only
    def mean_error(threshold):
        errors = []
        for fold in folds:
            hidden = np.where(np.isin(np.arange(len(labels)), fold), -1, labels)
            wrong_ones = fit(X, hidden, threshold).predict(X) != labels
            errors.append(wrong_ones[fold].mean())
        return np.mean(errors)

    return sorted(thresholds, key=mean_error)[0]


@wrong(
    "choose_threshold",
    "the fold is not hidden: judged on rows it was fitted on",
    says="the model is judged on labels",
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for threshold in thresholds:
        model = fit(X, labels.copy(), threshold)
        means.append(
            np.mean([np.mean(model.predict(X[f]) == labels[f]) for f in folds])
        )
    return thresholds[np.argmax(means)]


@wrong(
    "choose_threshold",
    "overwrites labels: later the truth is gone",
    says="the first threshold of the list",
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for threshold in thresholds:
        accuracies = []
        for fold in folds:
            truth = labels[fold].copy()
            labels[fold] = -1
            model = fit(X, labels, threshold)
            accuracies.append(np.mean(model.predict(X[fold]) == truth))
        means.append(np.mean(accuracies))
    return thresholds[np.argmax(means)]


@wrong(
    "choose_threshold",
    "hidden = labels is no copy: compared with -1",
    says="the first threshold of the list",
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for threshold in thresholds:
        accuracies = []
        for fold in folds:
            hidden = labels
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            accuracies.append(np.mean(model.predict(X[fold]) == labels[fold]))
        means.append(np.mean(accuracies))
    return thresholds[np.argmax(means)]


@wrong(
    "choose_threshold",
    "one copy for all folds: the earlier folds stay hidden",
    says="several folds are hidden at a",
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for threshold in thresholds:
        hidden, accuracies = labels.copy(), []
        for fold in folds:
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            accuracies.append(np.mean(model.predict(X[fold]) == labels[fold]))
        means.append(np.mean(accuracies))
    return thresholds[np.argmax(means)]


@wrong(
    "choose_threshold",
    "fits on the labelled rows only",
    says="the rows without a label are",
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for threshold in thresholds:
        accuracies = []
        for fold in folds:
            hidden = labels.copy()
            hidden[fold] = -1
            known = hidden >= 0
            model = fit(X[known], hidden[known], threshold)
            accuracies.append(np.mean(model.predict(X[fold]) == labels[fold]))
        means.append(np.mean(accuracies))
    return thresholds[np.argmax(means)]


@wrong(
    "choose_threshold",
    "takes the fold's rows out instead of hiding the labels",
    says="the fold's rows are missing in",
)
def _(fit, X, labels, thresholds, folds):
    def score(threshold, fold):
        model = fit(np.delete(X, fold, axis=0), np.delete(labels, fold), threshold)
        return np.mean(model.predict(X[fold]) == labels[fold])

    return max(thresholds, key=lambda t: np.mean([score(t, f) for f in folds]))


@wrong(
    "choose_threshold",
    "the position of the best threshold",
    says="this is the position of the best",
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for threshold in thresholds:
        accuracies = []
        for fold in folds:
            hidden = labels.copy()
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            accuracies.append(np.mean(model.predict(X[fold]) == labels[fold]))
        means.append(np.mean(accuracies))
    return int(np.argmax(means))


@wrong(
    "choose_threshold",
    "the highest accuracy, not its threshold",
    says="this is the best accuracy. Which",
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for threshold in thresholds:
        accuracies = []
        for fold in folds:
            hidden = labels.copy()
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            accuracies.append(np.mean(model.predict(X[fold]) == labels[fold]))
        means.append(np.mean(accuracies))
    return max(means)


@wrong(
    "choose_threshold",
    "return inside the loop: always the first",
    says="the `return` stands inside the",
)
def _(fit, X, labels, thresholds, folds):
    best, best_mean = None, -1
    for threshold in thresholds:
        accuracies = []
        for fold in folds:
            hidden = labels.copy()
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            accuracies.append(np.mean(model.predict(X[fold]) == labels[fold]))
        if np.mean(accuracies) > best_mean:
            best, best_mean = threshold, np.mean(accuracies)
        return best


@wrong(
    "choose_threshold",
    "the list is emptied in each fold: the last fold decides",
    says="`accuracies = []` stands inside",
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for threshold in thresholds:
        for fold in folds:
            accuracies = []
            hidden = labels.copy()
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            accuracies.append(np.mean(model.predict(X[fold]) == labels[fold]))
        means.append(np.mean(accuracies))
    return thresholds[np.argmax(means)]


@wrong(
    "choose_threshold",
    "the lowest accuracy is chosen",
    says="this threshold has the lowest",
)
def _(fit, X, labels, thresholds, folds):
    def score(threshold, fold):
        hidden = labels.copy()
        hidden[fold] = -1
        return np.mean(fit(X, hidden, threshold).predict(X[fold]) == labels[fold])

    return min(thresholds, key=lambda t: np.mean([score(t, f) for f in folds]))


@wrong(
    "choose_threshold",
    "the luckiest fold decides, not the mean",
    says="each threshold is judged by its",
)
def _(fit, X, labels, thresholds, folds):
    def score(threshold, fold):
        hidden = labels.copy()
        hidden[fold] = -1
        return np.mean(fit(X, hidden, threshold).predict(X[fold]) == labels[fold])

    return max(thresholds, key=lambda t: max(score(t, f) for f in folds))


@wrong(
    "choose_threshold",
    "number of right rows: large folds count more",
    says="a large fold weighs more than a",
)
def _(fit, X, labels, thresholds, folds):
    def hits(threshold, fold):
        hidden = labels.copy()
        hidden[fold] = -1
        return np.sum(fit(X, hidden, threshold).predict(X[fold]) == labels[fold])

    return max(thresholds, key=lambda t: sum(hits(t, f) for f in folds))


@wrong(
    "choose_threshold",
    "the wrong way round: keeps the fold, hides the others",
    says="it is the wrong way round: the",
)
def _(fit, X, labels, thresholds, folds):
    def score(threshold, fold):
        hidden = np.full(len(labels), -1)
        hidden[fold] = labels[fold]
        others = np.setdiff1d(np.flatnonzero(labels >= 0), fold)
        model = fit(X, hidden, threshold)
        return np.mean(model.predict(X[others]) == labels[others])

    return max(thresholds, key=lambda t: np.mean([score(t, f) for f in folds]))


@wrong(
    "choose_threshold",
    "judged on all labelled rows, most of them trained on",
    says="the model is judged on labels",
)
def _(fit, X, labels, thresholds, folds):
    known = labels >= 0

    def score(threshold, fold):
        hidden = labels.copy()
        hidden[fold] = -1
        model = fit(X, hidden, threshold)
        return np.mean(model.predict(X[known]) == labels[known])

    return max(thresholds, key=lambda t: np.mean([score(t, f) for f in folds]))


@wrong(
    "choose_threshold",
    "judged on all rows: those without label are never right",
    says="the model is judged on labels",
)
def _(fit, X, labels, thresholds, folds):
    def score(threshold, fold):
        hidden = labels.copy()
        hidden[fold] = -1
        return np.mean(fit(X, hidden, threshold).predict(X) == labels)

    return max(thresholds, key=lambda t: np.mean([score(t, f) for f in folds]))


@wrong(
    "choose_threshold",
    "judged on the training rows of the fold",
    says="the model is judged on labels",
)
def _(fit, X, labels, thresholds, folds):
    def score(threshold, fold):
        hidden = labels.copy()
        hidden[fold] = -1
        rest = hidden >= 0
        return np.mean(fit(X, hidden, threshold).predict(X[rest]) == labels[rest])

    return max(thresholds, key=lambda t: np.mean([score(t, f) for f in folds]))


@wrong(
    "choose_threshold",
    "threshold not handed on: always 0.75",
    says="the first threshold of the list",
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for _threshold in thresholds:
        accuracies = []
        for fold in folds:
            hidden = labels.copy()
            hidden[fold] = -1
            model = fit(X, hidden, 0.75)
            accuracies.append(np.mean(model.predict(X[fold]) == labels[fold]))
        means.append(np.mean(accuracies))
    return thresholds[np.argmax(means)]


@wrong(
    "choose_threshold",
    "compared with the hidden labels, all -1",
    says="the first threshold of the list",
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for threshold in thresholds:
        accuracies = []
        for fold in folds:
            hidden = labels.copy()
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            accuracies.append(np.mean(model.predict(X[fold]) == hidden[fold]))
        means.append(np.mean(accuracies))
    return thresholds[np.argmax(means)]


@wrong(
    "choose_threshold",
    "hides with 0: that is a class",
    says="labels have been replaced by",
)
def _(fit, X, labels, thresholds, folds):
    def score(threshold, fold):
        hidden = labels.copy()
        hidden[fold] = 0
        return np.mean(fit(X, hidden, threshold).predict(X[fold]) == labels[fold])

    return max(thresholds, key=lambda t: np.mean([score(t, f) for f in folds]))


@wrong(
    "choose_threshold",
    "the threshold that wins most folds",
    says="this threshold wins the most",
)
def _(fit, X, labels, thresholds, folds):
    table = np.zeros((len(folds), len(thresholds)))
    for i, fold in enumerate(folds):
        for j, threshold in enumerate(thresholds):
            hidden = labels.copy()
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            table[i, j] = np.mean(model.predict(X[fold]) == labels[fold])
    return thresholds[np.bincount(table.argmax(axis=1)).argmax()]


@wrong(
    "choose_threshold",
    "the mean of the folds' best thresholds",
    says="this is none of the thresholds in",
)
def _(fit, X, labels, thresholds, folds):
    best = []
    for fold in folds:
        hidden = labels.copy()
        hidden[fold] = -1
        scores = [
            np.mean(fit(X, hidden, t).predict(X[fold]) == labels[fold])
            for t in thresholds
        ]
        best.append(thresholds[int(np.argmax(scores))])
    return np.mean(best)


@wrong("choose_threshold", "the first fold only", says="only the first fold has been")
def _(fit, X, labels, thresholds, folds):
    fold, scores = folds[0], []
    for threshold in thresholds:
        hidden = labels.copy()
        hidden[fold] = -1
        model = fit(X, hidden, threshold)
        scores.append(np.mean(model.predict(X[fold]) == labels[fold]))
    return thresholds[np.argmax(scores)]


@wrong(
    "choose_threshold",
    "positions counted among the labelled rows",
    says="the labels that are hidden are",
)
def _(fit, X, labels, thresholds, folds):
    known = np.flatnonzero(labels >= 0)

    def score(threshold, fold):
        rows = known[fold % len(known)]
        hidden = labels.copy()
        hidden[rows] = -1
        return np.mean(fit(X, hidden, threshold).predict(X[rows]) == labels[rows])

    return max(thresholds, key=lambda t: np.mean([score(t, f) for f in folds]))


@wrong(
    "choose_threshold",
    "uses score, which the model need not have: an error",
    says="has no attribute 'score'",
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for threshold in thresholds:
        accuracies = []
        for fold in folds:
            hidden = labels.copy()
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            accuracies.append(model.score(X[fold], labels[fold]))
        means.append(np.mean(accuracies))
    return thresholds[np.argmax(means)]


@wrong(
    "choose_threshold",
    "indexes the folds by number: an error",
    says="IndexError: list index out of range",
)
def _(fit, X, labels, thresholds, folds):
    means = []
    for threshold in thresholds:
        accuracies = []
        for fold in range(len(folds) + 1):
            hidden = labels.copy()
            hidden[folds[fold]] = -1
            model = fit(X, hidden, threshold)
            guesses = model.predict(X[folds[fold]])
            accuracies.append(np.mean(guesses == labels[folds[fold]]))
        means.append(np.mean(accuracies))
    return thresholds[np.argmax(means)]


@wrong(
    "choose_threshold", "all folds hidden at once", says="several folds are hidden at a"
)
def _(fit, X, labels, thresholds, folds):
    hidden = labels.copy()
    hidden[np.concatenate(folds)] = -1
    means = []
    for threshold in thresholds:
        model = fit(X, hidden, threshold)
        means.append(
            np.mean([np.mean(model.predict(X[f]) == labels[f]) for f in folds])
        )
    return thresholds[np.argmax(means)]


@wrong(
    "choose_threshold",
    "fits on the fold's own rows, without the rest",
    says="the rows without a label are",
)
def _(fit, X, labels, thresholds, folds):
    def score(threshold, fold):
        model = fit(X[fold], labels[fold], threshold)
        return np.mean(model.predict(X[fold]) == labels[fold])

    return max(thresholds, key=lambda t: np.mean([score(t, f) for f in folds]))


@wrong(
    "choose_threshold",
    "returns thresholds from the best to the worst",
    says="where one is due: the first of them",
)
def _(fit, X, labels, thresholds, folds):
    def score(threshold, fold):
        hidden = labels.copy()
        hidden[fold] = -1
        return np.mean(fit(X, hidden, threshold).predict(X[fold]) == labels[fold])

    return sorted(thresholds, key=lambda t: -np.mean([score(t, f) for f in folds]))


@wrong(
    "choose_threshold",
    "hides one label too few in each fold",
    says="the labels that are hidden are",
)
def _(fit, X, labels, thresholds, folds):
    def score(threshold, fold):
        hidden = labels.copy()
        hidden[fold[:-1]] = -1
        return np.mean(fit(X, hidden, threshold).predict(X[fold]) == labels[fold])

    return max(thresholds, key=lambda t: np.mean([score(t, f) for f in folds]))


@wrong(
    "choose_threshold",
    "ranks by closeness of numbers, not by being right",
    says="this threshold errs by the",
)
def _(fit, X, labels, thresholds, folds):
    def distance(threshold, fold):
        hidden = labels.copy()
        hidden[fold] = -1
        guesses = fit(X, hidden, threshold).predict(X[fold])
        return np.abs(guesses - labels[fold]).mean()

    return min(thresholds, key=lambda t: np.mean([distance(t, f) for f in folds]))


@wrong(
    "choose_threshold",
    "the difference of the sums instead of row by row",
    says="errors up and down have",
)
def _(fit, X, labels, thresholds, folds):
    def gap(threshold, fold):
        hidden = labels.copy()
        hidden[fold] = -1
        guesses = fit(X, hidden, threshold).predict(X[fold])
        return abs(sum(guesses) - sum(labels[fold]))

    return min(thresholds, key=lambda t: sum(gap(t, f) for f in folds))


@right("choose_threshold")
def _(fit, X, labels, thresholds, folds):
    best, best_mean = None, -1.0
    for threshold in thresholds:
        scores = []
        for fold in folds:
            hidden = np.array(labels)
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            scores.append((model.predict(X[fold]) == labels[fold]).mean())
        if sum(scores) / len(scores) > best_mean:
            best, best_mean = threshold, sum(scores) / len(scores)
    return best


@wrong(
    "choose_threshold",
    "of equally good thresholds the last",
    says="two thresholds are equally good",
)
def _(fit, X, labels, thresholds, folds):
    best, best_mean = None, -1.0
    for threshold in thresholds:
        scores = []
        for fold in folds:
            hidden = labels.copy()
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            scores.append(np.mean(model.predict(X[fold]) == labels[fold]))
        if np.mean(scores) >= best_mean:
            best, best_mean = threshold, np.mean(scores)
    return best


@wrong(
    "choose_threshold",
    "of equally good thresholds the largest",
    says="two thresholds are equally good",
)
def _(fit, X, labels, thresholds, folds):
    pairs = []
    for threshold in thresholds:
        scores = []
        for fold in folds:
            hidden = labels.copy()
            hidden[fold] = -1
            model = fit(X, hidden, threshold)
            scores.append(np.mean(model.predict(X[fold]) == labels[fold]))
        pairs.append((np.mean(scores), threshold))
    return max(pairs)[1]


@wrong(
    "choose_threshold",
    "the thresholds sorted first: of equals the smallest",
    says="two thresholds are equally good",
)
def _(fit, X, labels, thresholds, folds):
    def score(threshold, fold):
        hidden = labels.copy()
        hidden[fold] = -1
        return np.mean(fit(X, hidden, threshold).predict(X[fold]) == labels[fold])

    return max(sorted(thresholds), key=lambda t: np.mean([score(t, f) for f in folds]))


@wrong(
    "choose_confident",
    "of two highest the last",
    says="two classes of a row are equally",
)
def _(probabilities, threshold):
    n = probabilities.shape[1]
    last = n - 1 - probabilities[:, ::-1].argmax(axis=1)
    return np.where(probabilities.max(axis=1) > threshold, last, -1)


# ---- a third student ----


@wrong(
    "consistency_loss",
    "every class above the threshold",
    says="more than one class of a row is above the threshold",
)
def _(plain, disturbed, threshold):
    return np.where(plain > threshold, -np.log(disturbed), 0).sum(axis=1).mean()


# ---- a fourth student: folds and thresholds left out ----


def choose_among(fit, X, labels, thresholds, folds):
    """Return the right answer to what it is given."""

    def score(threshold, fold):
        hidden = labels.copy()
        hidden[fold] = -1
        return np.mean(fit(X, hidden, threshold).predict(X[fold]) == labels[fold])

    return max(thresholds, key=lambda t: np.mean([score(t, f) for f in folds]))


for cut, reply in [
    (slice(None, -1), "if the last fold is left out"),
    (slice(None, 2), "if the last fold is left out"),
    (slice(1, None), "if the first fold is left out"),
    (slice(2, None), "low shares count for nothing"),
]:

    @wrong("choose_threshold", f"folds left out: {cut}", says=reply)
    def _(fit, X, labels, thresholds, folds, cut=cut):
        return choose_among(fit, X, labels, thresholds, folds[cut])


for cut in (slice(1, None), slice(None, -1), slice(None, -2)):

    @wrong(
        "choose_threshold",
        f"thresholds left out: {cut}",
        says="stands at an end of the list",
    )
    def _(fit, X, labels, thresholds, folds, cut=cut):
        return choose_among(fit, X, labels, thresholds[cut], folds)
