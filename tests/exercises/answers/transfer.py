"""Answers to lesson 2.5 by students who had seen the lesson only."""

import numpy as np
import pandas as pd
import torch
from torch import nn

from tests.exercises.answers import right, wrong

# ---- trainable ----

right("trainable", 325)
right("trainable", 64 * 5 + 5)
right("trainable", 325.0)
right("trainable", np.int64(325))
right("trainable", torch.tensor(325))
right("trainable", sum(p.numel() for p in nn.Linear(64, 5).parameters()))

wrong("trainable", 320, "no biases", says="bias as well")
wrong("trainable", 1765, "body and head", says="The body is frozen")
wrong("trainable", 1440, "the body", says="frozen")
wrong("trainable", 373, "with batch normalisation", says="frozen body")
wrong("trainable", 421, "with running statistics", says="no parameters")
wrong("trainable", 13364, "the lesson's number", says="second job")
wrong("trainable", 2, "tensors", says="tensors")
wrong("trainable", 384, "64 biases", says="each answer")
wrong("trainable", 0, "all frozen", says="not frozen")

# ---- transfer_order ----

right("transfer_order", "E G H B A D")
right("transfer_order", "EGHBAD")
right("transfer_order", "e, g, h, b, a, d")
right("transfer_order", list("EGHBAD"))
right("transfer_order", np.array(list("EGHBAD")))

wrong("transfer_order", "E G B H A D", "unfreezes first", says="line B unfreezes")
wrong("transfer_order", "E G H A B D", "fine-tunes frozen", says="Unfreeze")
wrong("transfer_order", "E G F B A D", "test rows", says="test rows")
wrong("transfer_order", "E C H B A D", "a body anew", says="untrained body")
wrong("transfer_order", "G E H B A D", "freezes first", says="line G freezes")
wrong("transfer_order", "E B A G H D", "fine-tune, then probe", says="line B")
wrong("transfer_order", "E G H B D A", "judges too early", says="line D judges")
wrong("transfer_order", "E G H A D", "never unfrozen", says="a letter is missing")

# ---- prepare_target ----


@right("prepare_target")
def _(images, source_mean, source_spread):
    ink = 1 - images / 255
    return (ink - source_mean) / source_spread


@right("prepare_target")
def _(images, source_mean, source_spread):
    return ((255 - images) / 255 - source_mean) / source_spread


@right("prepare_target")
def _(images, source_mean, source_spread):
    out = []
    for row in images:
        out.append([(1 - pixel / 255 - source_mean) / source_spread for pixel in row])
    return out


@right("prepare_target")
def _(images, source_mean, source_spread):
    ink = pd.DataFrame(images).rsub(255).div(255)
    return (ink - source_mean) / source_spread


@right("prepare_target")
def _(images, source_mean, source_spread):
    ink = 1 - torch.tensor(images) / 255
    return ((ink - source_mean) / source_spread).numpy()


@wrong("prepare_target", "only exchanged", says="target's own")
def _(images, source_mean, source_spread):
    ink = 1 - images / 255
    return (ink - ink.mean()) / ink.std()


@wrong("prepare_target", "only the statistics", says="exchanged")
def _(images, source_mean, source_spread):
    ink = images / 255
    return (ink - source_mean) / source_spread


@wrong("prepare_target", "exchanges on the wrong scale", says="divide by 255")
def _(images, source_mean, source_spread):
    return (255 - images - source_mean) / source_spread


@wrong("prepare_target", "divides by the maximum", says="largest pixel")
def _(images, source_mean, source_spread):
    ink = 1 - images / images.max()
    return (ink - source_mean) / source_spread


@wrong("prepare_target", "no spread", says="spread is not divided")
def _(images, source_mean, source_spread):
    return 1 - images / 255 - source_mean


@wrong("prepare_target", "turns the sign at the end", says="sign")
def _(images, source_mean, source_spread):
    return -(images / 255 - source_mean) / source_spread


@wrong("prepare_target", "own mean, source's spread", says="mean is the target's own")
def _(images, source_mean, source_spread):
    ink = 1 - images / 255
    return (ink - ink.mean()) / source_spread


# ---- moved_statistics ----


@right("moved_statistics")
def _(running_mean, batches, momentum, training):
    running_mean = running_mean.copy()
    if not training:
        return running_mean
    for batch in batches:
        running_mean = running_mean * (1 - momentum) + batch.mean(axis=0) * momentum
    return running_mean


@right("moved_statistics")
def _(running_mean, batches, momentum, training):
    result = np.array(running_mean, float)
    if training:
        for batch in batches:
            result += momentum * (np.mean(batch, axis=0) - result)
    return result


@right("moved_statistics")
def _(running_mean, batches, momentum, training):
    m = list(running_mean)
    if training:
        for batch in batches:
            for c in range(len(m)):
                m[c] = (1 - momentum) * m[c] + momentum * np.mean([r[c] for r in batch])
    return m


@right("moved_statistics")
def _(running_mean, batches, momentum, training):
    m = torch.tensor(running_mean)
    for batch in batches:
        if training:
            m = torch.lerp(m, torch.tensor(batch).mean(dim=0), momentum)
    return m


@right("moved_statistics")
def _(running_mean, batches, momentum, training):
    if not training or len(batches) == 0:
        return running_mean
    *before, last = batches
    m = running_mean
    for batch in before:
        m = (1 - momentum) * m + momentum * batch.mean(0)
    return (1 - momentum) * m + momentum * last.mean(0)


@wrong("moved_statistics", "moves in eval", says="eval mode")
def _(running_mean, batches, momentum, training):
    for batch in batches:
        running_mean = (1 - momentum) * running_mean + momentum * batch.mean(axis=0)
    return running_mean


@wrong("moved_statistics", "weights exchanged", says="weight of the *batch*")
def _(running_mean, batches, momentum, training):
    if training:
        for batch in batches:
            running_mean = momentum * running_mean + (1 - momentum) * batch.mean(axis=0)
    return running_mean


@wrong("moved_statistics", "one mean", says="over all channels")
def _(running_mean, batches, momentum, training):
    if training:
        for batch in batches:
            running_mean = (1 - momentum) * running_mean + momentum * batch.mean()
    return running_mean


@wrong("moved_statistics", "all rows at once", says="thrown together")
def _(running_mean, batches, momentum, training):
    if training and batches:
        mean = np.concatenate(batches).mean(axis=0)
        running_mean = (1 - momentum) * running_mean + momentum * mean
    return running_mean


@wrong("moved_statistics", "return in the loop", says="return")
def _(running_mean, batches, momentum, training):
    result = running_mean
    if training:
        for batch in batches:
            result = (1 - momentum) * result + momentum * batch.mean(axis=0)
            return result
    return result


@wrong("moved_statistics", "begins anew", says="last batch")
def _(running_mean, batches, momentum, training):
    result = running_mean
    if training:
        for batch in batches:
            result = (1 - momentum) * running_mean + momentum * batch.mean(axis=0)
    return result


@wrong("moved_statistics", "keeps the old value whole", says="1 - momentum")
def _(running_mean, batches, momentum, training):
    result = running_mean
    if training:
        for batch in batches:
            result = result + momentum * batch.mean(axis=0)
    return result


@wrong("moved_statistics", "overwrites its argument", says="changes its argument")
def _(running_mean, batches, momentum, training):
    if training:
        for batch in batches:
            running_mean *= 1 - momentum
            running_mean += momentum * batch.mean(axis=0)
    return running_mean


# ---- learning_rates ----


@right("learning_rates")
def _(layers, rate, factor, frozen):
    rates = {}
    for name in reversed(layers):
        if name not in frozen:
            rates[name] = rate
        rate = rate * factor
    return rates


@right("learning_rates")
def _(layers, rate, factor, frozen):
    n = len(layers)
    return {
        name: rate * factor ** (n - 1 - i)
        for i, name in enumerate(layers)
        if name not in frozen
    }


@right("learning_rates")
def _(layers, rate, factor, frozen):
    all_rates = {n: rate * factor**k for k, n in enumerate(layers[::-1])}
    for name in frozen:
        del all_rates[name]
    return all_rates


@right("learning_rates")
def _(layers, rate, factor, frozen):
    powers = np.arange(len(layers) - 1, -1, -1)
    rates = rate * np.power(float(factor), powers)
    return {n: r for n, r in zip(layers, rates) if n not in frozen}


@right("learning_rates")
def _(layers, rate, factor, frozen):
    def of(i):
        return rate if i == len(layers) - 1 else factor * of(i + 1)

    return {n: of(i) for i, n in enumerate(layers) if n not in set(frozen)}


@wrong("learning_rates", "frozen ones included", says="frozen layers have an entry")
def _(layers, rate, factor, frozen):
    return {n: rate * factor**k for k, n in enumerate(layers[::-1])}


@wrong("learning_rates", "zero for the frozen", says="entry of 0")
def _(layers, rate, factor, frozen):
    return {
        n: 0 if n in frozen else rate * factor**k for k, n in enumerate(layers[::-1])
    }


@wrong("learning_rates", "from the input", says="first layer")
def _(layers, rate, factor, frozen):
    return {n: rate * factor**k for k, n in enumerate(layers) if n not in frozen}


@wrong("learning_rates", "frozen ones do not count", says="still count")
def _(layers, rate, factor, frozen):
    rates = {}
    for name in reversed(layers):
        if name in frozen:
            continue
        rates[name] = rate
        rate *= factor
    return rates


@wrong("learning_rates", "one rate for the body", says="falls from layer to layer")
def _(layers, rate, factor, frozen):
    rates = {n: rate * factor for n in layers if n not in frozen}
    if layers[-1] in rates:
        rates[layers[-1]] = rate
    return rates


@wrong("learning_rates", "one step too many", says="step too many")
def _(layers, rate, factor, frozen):
    rates = {}
    for name in reversed(layers):
        rate *= factor
        if name not in frozen:
            rates[name] = rate
    return rates


@wrong("learning_rates", "stops at the first frozen", says="stops")
def _(layers, rate, factor, frozen):
    rates = {}
    for name in reversed(layers):
        if name in frozen:
            break
        rates[name] = rate
        rate *= factor
    return rates


# ---- mean_probe ----


@right("mean_probe")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    d = np.linalg.norm(new_features[:, None] - means[None], axis=2)
    return classes[d.argmin(1)]


@right("mean_probe")
def _(features, labels, new_features):
    means = pd.DataFrame(features).groupby(labels).mean()
    out = []
    for row in new_features:
        out.append(int(((means - row) ** 2).sum(axis=1).idxmin()))
    return out


@right("mean_probe")
def _(features, labels, new_features):
    classes = sorted(set(labels.tolist()))
    means = {c: features[labels == c].mean(axis=0) for c in classes}
    return [
        min(classes, key=lambda c: np.sum((row - means[c]) ** 2))
        for row in new_features
    ]


@right("mean_probe")
def _(features, labels, new_features):
    F, N = torch.tensor(features), torch.tensor(new_features)
    y = torch.tensor(labels)
    classes = torch.unique(y)
    means = torch.stack([F[y == c].mean(dim=0) for c in classes])
    return classes[((N[:, None] - means) ** 2).sum(dim=2).argmin(dim=1)]


@right("mean_probe")
def _(features, labels, new_features):
    from scipy.spatial.distance import cdist

    classes = np.unique(labels)
    means = [features[labels == c].mean(axis=0) for c in classes]
    return classes[np.argmin(cdist(new_features, means), axis=1)]


@wrong("mean_probe", "places in place of classes", says="place of the nearest")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    return np.linalg.norm(new_features[:, None] - means, axis=2).argmin(1)


@wrong("mean_probe", "the nearest row", says="nearest *row*")
def _(features, labels, new_features):
    d = np.linalg.norm(new_features[:, None] - features, axis=2)
    return labels[d.argmin(axis=1)]


@wrong("mean_probe", "the farthest", says="farthest")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    return classes[np.linalg.norm(new_features[:, None] - means, axis=2).argmax(1)]


@wrong("mean_probe", "absolute differences", says="squares them")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    return classes[np.abs(new_features[:, None] - means).sum(axis=2).argmin(1)]


@wrong("mean_probe", "assumes classes 0, 1, 2")
def _(features, labels, new_features):
    means = np.stack([features[labels == c].mean(0) for c in range(len(set(labels)))])
    return np.linalg.norm(new_features[:, None] - means, axis=2).argmin(1)


@wrong("mean_probe", "sums in place of means", says="sums stand")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].sum(0) for c in classes])
    return classes[np.linalg.norm(new_features[:, None] - means, axis=2).argmin(1)]


@wrong("mean_probe", "order of occurrence", says="sort the classes")
def _(features, labels, new_features):
    classes = np.array(list(dict.fromkeys(labels.tolist())))
    means = np.stack([features[labels == c].mean(0) for c in classes])
    return classes[np.linalg.norm(new_features[:, None] - means, axis=2).argmin(1)]


@wrong("mean_probe", "first row only", says="return")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    for row in new_features:
        d = np.linalg.norm(row - means, axis=1)
        return [classes[d.argmin()]]


# ---- a second student ----

right("trainable", [325])
right("trainable", np.array(325))
right("trainable", (64 + 1) * 5)
right("trainable", np.float32(64 * 5 + 5))

wrong("trainable", 64 + 5, "adds in place of multiplying", says="were added")
wrong("trainable", 330, "a bias too many a class", says=None)
wrong("trainable", 300, "multiplied wrongly", says=None)
wrong("trainable", 257 * 5, "256 features, as in the lesson", says="256 features")
wrong("trainable", 65 * 10, "ten digits, as in the lesson", says="ten digits")
wrong("trainable", 65 * 52, "52 letters, as in the lesson", says="52 letters")
wrong("trainable", 1392, "the convolutions", says="convolutions, which are frozen")
wrong(
    "trainable", 1717, "without batch normalisation's", says="head and the convolutions"
)
wrong("trainable", "two", "a word", says="got a text")

right("transfer_order", "E\nG\nH\nB\nA\nD")
right("transfer_order", "E-G-H-B-A-D")
right("transfer_order", tuple("EGHBAD"))
right("transfer_order", "e g h b a d")
right("transfer_order", "E,G,H,B,A,D")
right("transfer_order", ["e", "g", "h", "b", "a", "d"])

wrong(
    "transfer_order",
    "E H G B A D",
    "freezes after the head",
    says="before the body is frozen",
)
wrong(
    "transfer_order",
    "E B H G A D",
    "freeze and unfreeze exchanged",
    says="before the body is frozen",
)
wrong("transfer_order", "E G A B H D", "head and all exchanged", says="random head")
wrong("transfer_order", "D E G H B A", "judges first", says="line D judges")
wrong("transfer_order", "D A B H G E", "backwards", says="line G freezes a body")
wrong(
    "transfer_order",
    "C G H B A D",
    "an untrained body in place of it",
    says="untrained body",
)
wrong("transfer_order", "E G H F B A D", "seven lines", says="test rows")
wrong("transfer_order", "E G H B D", "no fine-tuning", says="a letter is missing")
wrong("transfer_order", "A B C D E F G H", "all lines", says="untrained body")
wrong("transfer_order", "E G H B A F", "trains on the test rows", says="test rows")


@right("prepare_target")
def _(images, source_mean, source_spread):
    return -(images / 255 - 1 + source_mean) / source_spread


@right("prepare_target")
def _(images, source_mean, source_spread):
    ink = np.zeros(np.shape(images))
    for i in range(len(images)):
        for j in range(len(images[i])):
            ink[i, j] = (255 - images[i][j]) / 255
    ink -= source_mean
    ink /= source_spread
    return ink


@right("prepare_target")
def _(images, source_mean, source_spread):
    ink = np.subtract(1, np.divide(images, 255))
    return np.divide(ink - source_mean, source_spread).tolist()


@right("prepare_target")
def _(images, source_mean, source_spread):
    x = torch.as_tensor(np.array(images), dtype=torch.float64)
    return (1 - x / 255).sub(source_mean).div(source_spread)


@right("prepare_target")
def _(images, source_mean, source_spread):
    ink = np.interp(images, [0, 255], [1, 0])
    return (ink - source_mean) / source_spread


@right("prepare_target")
def _(images, source_mean, source_spread):
    return pd.DataFrame(images).apply(
        lambda column: (1 - column / 255 - source_mean) / source_spread
    )


@wrong("prepare_target", "multiplies by the spread", says="Divide by it")
def _(images, source_mean, source_spread):
    return (1 - images / 255 - source_mean) * source_spread


@wrong("prepare_target", "divides before it subtracts", says="First the mean")
def _(images, source_mean, source_spread):
    return (1 - images / 255) / source_spread - source_mean


@wrong("prepare_target", "brackets forgotten", says="Set brackets")
def _(images, source_mean, source_spread):
    ink = 1 - images / 255
    return ink - source_mean / source_spread


@wrong(
    "prepare_target",
    "exchanges after the source's numbers",
    says="exchanged at the end",
)
def _(images, source_mean, source_spread):
    return 1 - (images / 255 - source_mean) / source_spread


@wrong("prepare_target", "255 minus, never divided by 255", says="divide by 255")
def _(images, source_mean, source_spread):
    ink = 255 - images
    return (ink - source_mean) / source_spread


@wrong("prepare_target", "256", says="not 256")
def _(images, source_mean, source_spread):
    ink = 1 - images / 256
    return (ink - source_mean) / source_spread


@wrong("prepare_target", "mean and spread exchanged", says="changed places")
def _(images, source_mean, source_spread):
    ink = 1 - images / 255
    return (ink - source_spread) / source_mean


@wrong("prepare_target", "adds the mean", says="the mean is added")
def _(images, source_mean, source_spread):
    ink = 1 - images / 255
    return (ink + source_mean) / source_spread


@wrong(
    "prepare_target",
    "the source's mean, its own spread",
    says="the spread is the target's own",
)
def _(images, source_mean, source_spread):
    ink = 1 - images / 255
    return (ink - source_mean) / ink.std()


@wrong("prepare_target", "black and white only", says="black or white")
def _(images, source_mean, source_spread):
    ink = (images < 128).astype(float)
    return (ink - source_mean) / source_spread


@wrong("prepare_target", "whole numbers", says="whole division")
def _(images, source_mean, source_spread):
    ink = 1 - images // 255
    return (ink - source_mean) / source_spread


@wrong("prepare_target", "ink only", says="not used yet")
def _(images, source_mean, source_spread):
    return 1 - images / 255


@wrong(
    "prepare_target",
    "standardised, then moved to the source's",
    says="then moved to the source's",
)
def _(images, source_mean, source_spread):
    ink = 1 - images / 255
    own = (ink - ink.mean()) / ink.std()
    return own * source_spread + source_mean


@right("moved_statistics")
def _(running_mean, batches, momentum, training):
    mean = pd.Series(running_mean, dtype=float)
    for batch in batches if training else []:
        mean = mean * (1 - momentum) + pd.DataFrame(batch).mean() * momentum
    return mean


@right("moved_statistics")
def _(running_mean, batches, momentum, training):
    from functools import reduce

    def step(old, batch):
        return (1 - momentum) * old + momentum * np.average(batch, axis=0)

    return reduce(step, batches, running_mean) if training else running_mean


@right("moved_statistics")
def _(running_mean, batches, momentum, training):
    if not training:
        return running_mean.tolist()
    n = len(batches)
    out = (1 - momentum) ** n * running_mean
    for k, batch in enumerate(batches):
        out = out + momentum * (1 - momentum) ** (n - 1 - k) * batch.mean(axis=0)
    return list(out)


@right("moved_statistics")
def _(running_mean, batches, momentum, training):
    layer = nn.BatchNorm1d(len(running_mean), momentum=momentum).double()
    layer.running_mean.copy_(torch.tensor(running_mean))
    layer.train(bool(training))
    for batch in batches:
        rows = torch.tensor(batch).double()
        if len(rows) == 1:  # it wants two rows; the mean stays the same
            rows = rows.repeat(2, 1)
        layer(rows)
    return layer.running_mean


@right("moved_statistics")
def _(running_mean, batches, momentum, training):
    m = np.copy(running_mean).astype(float)
    i = 0
    while training and i < len(batches):
        m -= momentum * (m - batches[i].sum(axis=0) / len(batches[i]))
        i += 1
    return m


@right("moved_statistics")
def _(running_mean, batches, momentum, training):
    if training == False:  # noqa: E712
        return running_mean

    def rest(mean, left):
        if not left:
            return mean
        new = (1 - momentum) * mean + momentum * left[0].mean(axis=0)
        return rest(new, left[1:])

    return rest(running_mean, list(batches))


@wrong("moved_statistics", "training asked the wrong way round", says="other way round")
def _(running_mean, batches, momentum, training):
    if not training:
        for batch in batches:
            running_mean = (1 - momentum) * running_mean + momentum * batch.mean(axis=0)
    return running_mean


@wrong("moved_statistics", "means of rows", says="Average over the rows")
def _(running_mean, batches, momentum, training):
    if training:
        for batch in batches:
            running_mean = (1 - momentum) * running_mean + momentum * batch.mean(axis=1)
    return running_mean


@wrong("moved_statistics", "batches backwards", says="in the order given")
def _(running_mean, batches, momentum, training):
    if training:
        for batch in batches[::-1]:
            running_mean = (1 - momentum) * running_mean + momentum * batch.mean(axis=0)
    return running_mean


@wrong("moved_statistics", "the first batch only", says="only the first batch")
def _(running_mean, batches, momentum, training):
    if training and len(batches):
        mean = batches[0].mean(axis=0)
        return (1 - momentum) * running_mean + momentum * mean
    return running_mean


@wrong("moved_statistics", "0.1 written in", says="0.1 is written in")
def _(running_mean, batches, momentum, training):
    if training:
        for batch in batches:
            running_mean = 0.9 * running_mean + 0.1 * batch.mean(axis=0)
    return running_mean


@wrong(
    "moved_statistics", "a mean of the batches' means, one step", says="averaged first"
)
def _(running_mean, batches, momentum, training):
    if training and len(batches):
        mean = np.mean([batch.mean(axis=0) for batch in batches], axis=0)
        running_mean = (1 - momentum) * running_mean + momentum * mean
    return running_mean


@wrong("moved_statistics", "sums of the batches", says="sum of a batch")
def _(running_mean, batches, momentum, training):
    if training:
        for batch in batches:
            running_mean = (1 - momentum) * running_mean + momentum * batch.sum(axis=0)
    return running_mean


@wrong("moved_statistics", "row by row", says="each row counts by itself")
def _(running_mean, batches, momentum, training):
    if training:
        for batch in batches:
            for row in batch:
                running_mean = (1 - momentum) * running_mean + momentum * row
    return running_mean


@wrong("moved_statistics", "the batch's mean only", says="`momentum` is never used")
def _(running_mean, batches, momentum, training):
    if training:
        for batch in batches:
            running_mean = batch.mean(axis=0)
    return running_mean


@wrong("moved_statistics", "medians", says="a median")
def _(running_mean, batches, momentum, training):
    if training:
        for batch in batches:
            centre = np.median(batch, axis=0)
            running_mean = (1 - momentum) * running_mean + momentum * centre
    return running_mean


@wrong("moved_statistics", "zeros in eval", says="in eval mode the result is 0")
def _(running_mean, batches, momentum, training):
    result = np.zeros(len(running_mean))
    if training:
        result = running_mean
        for batch in batches:
            result = (1 - momentum) * result + momentum * batch.mean(axis=0)
    return result


@wrong("moved_statistics", "weighted by the batch's size", says=None)
def _(running_mean, batches, momentum, training):
    if training and len(batches):
        largest = max(len(batch) for batch in batches)
        for batch in batches:
            m = momentum * len(batch) / largest
            running_mean = (1 - m) * running_mean + m * batch.mean(axis=0)
    return running_mean


@wrong("moved_statistics", "no answer for an empty list", says="batches=[]")
def _(running_mean, batches, momentum, training):
    if not training:
        return running_mean
    for batch in batches:
        running_mean = (1 - momentum) * running_mean + momentum * batch.mean(axis=0)
        result = running_mean
    return result


@wrong("moved_statistics", "a list of all the steps", says="shape (2,)")
def _(running_mean, batches, momentum, training):
    steps = [running_mean]
    if training:
        for batch in batches:
            steps.append((1 - momentum) * steps[-1] + momentum * batch.mean(axis=0))
    return steps


@right("learning_rates")
def _(layers, rate, factor, frozen):
    table, i = {}, len(layers) - 1
    while i >= 0:
        if layers[i] not in frozen:
            table[layers[i]] = rate
        rate, i = rate * factor, i - 1
    return dict(reversed(list(table.items())))


@right("learning_rates")
def _(layers, rate, factor, frozen):
    table = pd.Series(rate * factor ** np.arange(len(layers))[::-1], index=layers)
    return table.drop(list(frozen)).to_dict()


@right("learning_rates")
def _(layers, rate, factor, frozen):
    from itertools import accumulate

    steps = accumulate([rate] + [factor] * (len(layers) - 1), lambda a, b: a * b)
    pairs = zip(layers[::-1], steps)
    return dict(pair for pair in pairs if pair[0] not in frozen)


@right("learning_rates")
def _(layers, rate, factor, frozen):
    result = {}
    for name in layers:
        above = len(layers) - layers.index(name) - 1
        if name in frozen:
            continue
        result[name] = torch.tensor(rate, dtype=torch.float64).item() * factor**above
    return result


@right("learning_rates")
def _(layers, rate, factor, frozen):
    rates = [rate]
    for _ in layers[1:]:
        rates.insert(0, rates[0] * factor)
    table = dict(zip(layers, rates))
    for name in list(table):
        if name in frozen:
            table.pop(name)
    return table


@wrong("learning_rates", "divides by the factor", says="Multiply")
def _(layers, rate, factor, frozen):
    return {n: rate / factor**k for k, n in enumerate(layers[::-1]) if n not in frozen}


@wrong("learning_rates", "one rate for all", says="the full rate")
def _(layers, rate, factor, frozen):
    return {n: rate for n in layers if n not in frozen}


@wrong("learning_rates", "the frozen ones only", says="these are the frozen")
def _(layers, rate, factor, frozen):
    return {n: rate * factor**k for k, n in enumerate(layers[::-1]) if n in frozen}


@wrong("learning_rates", "the head is left out", says="head is missing")
def _(layers, rate, factor, frozen):
    n = len(layers)
    return {
        layers[i]: rate * factor ** (n - 1 - i)
        for i in range(n - 1)
        if layers[i] not in frozen
    }


@wrong("learning_rates", "a list of rates", says="expected a dict")
def _(layers, rate, factor, frozen):
    return [rate * factor**k for k, n in enumerate(layers[::-1]) if n not in frozen]


@wrong("learning_rates", "times in place of a power", says="steps · factor")
def _(layers, rate, factor, frozen):
    rates = {}
    for k, name in enumerate(layers[::-1]):
        if name not in frozen:
            rates[name] = rate * factor * k if k else rate
    return rates


@wrong(
    "learning_rates", "drops the first len(frozen) layers", says="as many as are frozen"
)
def _(layers, rate, factor, frozen):
    kept = layers[len(frozen) :]
    return {n: rate * factor**k for k, n in enumerate(kept[::-1])}


@wrong("learning_rates", "None for the frozen", says="too many")
def _(layers, rate, factor, frozen):
    return {
        n: None if n in frozen else rate * factor**k for k, n in enumerate(layers[::-1])
    }


@wrong("learning_rates", "0.1 written in", says="`factor` is never used")
def _(layers, rate, factor, frozen):
    return {n: rate * 0.1**k for k, n in enumerate(layers[::-1]) if n not in frozen}


@wrong("learning_rates", "returns in the loop", says="inside the loop")
def _(layers, rate, factor, frozen):
    rates = {}
    for k, name in enumerate(layers[::-1]):
        if name not in frozen:
            rates[name] = rate * factor**k
            return rates
    return rates


@wrong("learning_rates", "squares: rate times itself", says="`factor` is never used")
def _(layers, rate, factor, frozen):
    rates = {}
    for name in layers[::-1]:
        if name not in frozen:
            rates[name] = rate
        rate = rate * rate
    return rates


@wrong("learning_rates", "minus the factor", says="1 - factor")
def _(layers, rate, factor, frozen):
    rates = {}
    for name in layers[::-1]:
        if name not in frozen:
            rates[name] = rate
        rate = rate * (1 - factor)
    return rates


@wrong(
    "learning_rates",
    "only the first name in frozen",
    says="only the first of the frozen",
)
def _(layers, rate, factor, frozen):
    rates = {n: rate * factor**k for k, n in enumerate(layers[::-1])}
    if len(frozen):
        del rates[frozen[0]]
    return rates


@wrong("learning_rates", "asks for frozen as a text", says="inside of the frozen ones")
def _(layers, rate, factor, frozen):
    text = " ".join(frozen)
    return {n: rate * factor**k for k, n in enumerate(layers[::-1]) if n not in text}


@right("mean_probe")
def _(features, labels, new_features):
    from sklearn.neighbors import KNeighborsClassifier

    classes = np.unique(labels)
    means = [features[labels == c].mean(axis=0) for c in classes]
    return KNeighborsClassifier(1).fit(means, classes).predict(new_features)


@right("mean_probe")
def _(features, labels, new_features):
    sums, counts = {}, {}
    for row, c in zip(np.asarray(features, float), np.asarray(labels).tolist()):
        sums[c] = sums.get(c, 0) + row
        counts[c] = counts.get(c, 0) + 1
    found = []
    for row in new_features:
        best, best_distance = None, float("inf")
        for c in sorted(sums):
            distance = ((row - sums[c] / counts[c]) ** 2).sum()
            if distance < best_distance:
                best, best_distance = c, distance
        found.append(best)
    return found


@right("mean_probe")
def _(features, labels, new_features):
    classes, place = np.unique(labels, return_inverse=True)
    is_class = np.eye(len(classes))[place]
    means = is_class.T @ features / is_class.sum(axis=0)[:, None]
    gaps = new_features[:, None, :] - means
    return classes[np.einsum("ijk,ijk->ij", gaps, gaps).argmin(axis=1)]


@right("mean_probe")
def _(features, labels, new_features):
    table = pd.DataFrame(features).assign(label=labels)
    means = table.groupby("label").mean()
    distances = pd.DataFrame(
        {
            c: ((new_features - m.to_numpy()) ** 2).sum(axis=1)
            for c, m in means.iterrows()
        }
    )
    return distances.idxmin(axis=1)


@right("mean_probe")
def _(features, labels, new_features):
    import math

    classes = sorted({int(c) for c in labels})
    means = []
    for c in classes:
        rows = [list(r) for r, k in zip(features, labels) if k == c]
        means.append([sum(column) / len(rows) for column in zip(*rows)])
    out = []
    for row in new_features:
        d = [math.dist(row, m) for m in means]
        out.append(classes[d.index(min(d))])
    return np.array(out)


@right("mean_probe")
def _(features, labels, new_features):
    y = torch.as_tensor(np.array(labels))
    F = torch.as_tensor(np.array(features)).double()
    classes = y.unique()
    means = torch.stack([F[y == c].mean(0) for c in classes])
    d = torch.cdist(torch.as_tensor(np.array(new_features)).double(), means)
    return classes[d.min(dim=1).indices].tolist()


@wrong("mean_probe", "medians of the classes", says="a median")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([np.median(features[labels == c], axis=0) for c in classes])
    return classes[np.linalg.norm(new_features[:, None] - means, axis=2).argmin(1)]


@wrong("mean_probe", "the largest class number at a tie", says="equally near")
def _(features, labels, new_features):
    classes = np.unique(labels)[::-1]
    means = np.stack([features[labels == c].mean(0) for c in classes])
    return classes[np.linalg.norm(new_features[:, None] - means, axis=2).argmin(1)]


@wrong("mean_probe", "the largest scalar product", says="largest product")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    return classes[(new_features @ means.T).argmax(axis=1)]


@wrong("mean_probe", "the smallest scalar product", says="smallest product")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    return classes[(new_features @ means.T).argmin(axis=1)]


@wrong("mean_probe", "differences not squared", says="Square")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    return classes[(new_features[:, None] - means).sum(axis=2).argmin(1)]


@wrong("mean_probe", "one mean over all features", says="averaged to one number")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.array([features[labels == c].mean() for c in classes])
    d = np.abs(new_features.mean(axis=1)[:, None] - means)
    return classes[d.argmin(axis=1)]


@wrong("mean_probe", "divides by all rows", says="number of all rows")
def _(features, labels, new_features):
    classes = np.unique(labels)
    n = len(features)
    means = np.stack([features[labels == c].sum(0) / n for c in classes])
    return classes[np.linalg.norm(new_features[:, None] - means, axis=2).argmin(1)]


@wrong("mean_probe", "judges the known rows", says="`new_features` is never used")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    return classes[np.linalg.norm(features[:, None] - means, axis=2).argmin(1)]


@wrong(
    "mean_probe", "the mean distance to a class's rows", says="mean of the distances"
)
def _(features, labels, new_features):
    classes = np.unique(labels)
    d = np.linalg.norm(new_features[:, None] - features, axis=2)
    mean = np.stack([d[:, labels == c].mean(axis=1) for c in classes], axis=1)
    return classes[mean.argmin(axis=1)]


@wrong("mean_probe", "the largest difference in a feature", says="largest difference")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    return classes[np.abs(new_features[:, None] - means).max(axis=2).argmin(1)]


@wrong("mean_probe", "the angle", says="smallest angle")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    means = means / (np.linalg.norm(means, axis=1, keepdims=True) + 1e-12)
    return classes[(new_features @ means.T).argmax(axis=1)]


@wrong("mean_probe", "distances returned", says="these are distances")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    return np.linalg.norm(new_features[:, None] - means, axis=2).min(axis=1)


@wrong("mean_probe", "the most frequent class", says="most frequent")
def _(features, labels, new_features):
    return np.full(len(new_features), np.bincount(labels).argmax())


@wrong("mean_probe", "classes 1, 2, 3", says="no class of the labelled")
def _(features, labels, new_features):
    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(0) for c in classes])
    d = np.linalg.norm(new_features[:, None] - means, axis=2)
    return d.argmin(axis=1) + 1


# ---- a third student ----


@wrong("learning_rates", "the head by its name", says="whatever its name")
def _(layers, rate, factor, frozen):
    rates = {}
    for name in reversed(layers):
        if name != "head":
            rate = rate * factor
        if name not in frozen:
            rates[name] = rate
    return rates


# ---- a fourth student ----


@wrong("prepare_target", "writes into its argument", says="changes its argument")
def _(images, source_mean, source_spread):
    ink = np.subtract(255, images, out=images) / 255
    return (ink - source_mean) / source_spread


@wrong("prepare_target", "cut off at -1", says="values below -1 were cut off")
def _(images, source_mean, source_spread):
    return ((1 - images / 255 - source_mean) / source_spread).clip(-1)


@wrong("prepare_target", "cut off at -1 and 1", says="outside of -1 to 1")
def _(images, source_mean, source_spread):
    return ((1 - images / 255 - source_mean) / source_spread).clip(-1, 1)


@wrong("learning_rates", "empty without frozen layers", says="nothing is frozen")
def _(layers, rate, factor, frozen):
    if not frozen:
        return {}
    return {n: rate * factor**k for k, n in enumerate(layers[::-1]) if n not in frozen}


@wrong("learning_rates", "a frozen head is kept", says="frozen head still has")
def _(layers, rate, factor, frozen):
    rates = {layers[-1]: rate}
    for n in layers[-2::-1]:
        rate = rate * factor
        if n not in frozen:
            rates[n] = rate
    return rates


def probe_with(features, labels, new_features, centre):
    """Answer by a centre of each class: centre(its rows, all rows, classes)."""
    classes = np.unique(labels)
    means = np.array(
        [centre(features[labels == c], features, classes) for c in classes]
    )
    squares = ((new_features[:, None] - means) ** 2).sum(axis=2)
    return classes[squares.argmin(axis=1)]


@wrong("mean_probe", "divides by the average size", says="average size of a class")
def _(features, labels, new_features):
    def centre(own, rows, classes):
        return own.sum(axis=0) / (len(rows) / len(classes))

    return probe_with(features, labels, new_features, centre)


@wrong("mean_probe", "the first row of each class", says="the first row of each class")
def _(features, labels, new_features):
    return probe_with(features, labels, new_features, lambda own, *_: own[0])


@wrong("mean_probe", "equal blocks, as if sorted", says="equal blocks")
def _(features, labels, new_features):
    classes = list(dict.fromkeys(labels.tolist()))
    size = len(features) // len(classes)
    means = [features[k * size : (k + 1) * size].mean(0) for k in range(len(classes))]
    squares = ((new_features[:, None] - np.array(means)) ** 2).sum(axis=2)
    return np.array(classes)[squares.argmin(axis=1)]
