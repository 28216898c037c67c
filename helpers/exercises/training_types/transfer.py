"""Exercises of lesson 2.5, Start from a trained model."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering, value

# --- Exercise 1: count what is trained

trainable = value(
    hints=[
        "What has `requires_grad`? Only these numbers get a gradient and a step.",
        "The head has a weight for each pair of feature and answer, and a bias for each"
        " answer.",
    ],
    after="The body has 1,440 parameters, and none of them is trained. Its two layers"
    " of batch normalisation also keep running statistics, which no optimizer touches.",
    source="trainable = 64 * 5 + 5",
    also=[325.0, np.int64(325)],
)


@trainable.solution
def head_only() -> int:
    """Return 64 · 5 weights and 5 biases."""
    return 64 * 5 + 5


for message, wrong_number in (
    ("these are the head's weights. Each of its five answers has a bias as well.", 320),
    ("these are the weights and one bias. Each of the five answers has its own.", 321),
    ("64 biases? There is one for each answer, not for each feature.", 384),
    ("this is body and head together. The body is frozen.", 1765),
    ("this is the body, which is frozen.", 1440),
    (
        "batch normalisation has parameters too, two a channel, but they are in the"
        " frozen body.",
        373,
    ),
    (
        "running means and spreads are no parameters: they move, but no optimizer"
        " trains them. And weight and bias of batch normalisation are frozen.",
        421,
    ),
    ("this is the lesson's second job. Here are 64 features and 5 answers.", 13364),
    ("this is the lesson's head of ten digits. Here are 64 features, 5 answers.", 2570),
    ("the head is new and not frozen: its numbers are trained.", 0),
    ("this counts tensors: one of weights, one of biases. How many numbers?", 2),
    ("features and answers were added. Each pair of them has a weight: multiply.", 69),
    ("this head has the lesson's 256 features. Here the body gives 64.", 1285),
    ("this head has the lesson's ten digits. Here are 5 answers.", 650),
    ("this head has the lesson's 52 letters. Here are 5 answers.", 3380),
    ("these are the convolutions, which are frozen. What is new?", 1392),
    ("these are the head and the convolutions. The convolutions are frozen.", 1717),
):
    trainable.mistake(message, wrong_number)

# --- Exercise 2: probe, then fine-tune

transfer_order = ordering(
    "EGHBAD",
    n_lines=8,
    never={
        "C": "line C puts an untrained body in: what was to be moved is gone.",
        "F": "line F trains on the test rows.",
    },
    early={
        "GE": "line G freezes a body. Which line takes it from the source?",
        "HE": "line H trains a head. On which body? Line E comes first.",
        "BE": "line B unfreezes the body that line E takes from the source.",
        "AE": "line A trains a network that line E makes.",
        "DE": "line D judges a network that line E makes.",
        "HG": "line H comes before the body is frozen.",
        "BG": "line B unfreezes before line G has frozen: then line G has the last word"
        " and nothing is fine-tuned.",
        "AH": "line A fine-tunes with a random head. First the probe: line H.",
        "BH": "line B unfreezes before line H has trained the head.",
        "AB": "line A fine-tunes a frozen body. Unfreeze it first.",
        "DA": "line D judges before line A has fine-tuned.",
    },
    hints=[
        "What must exist before it can be frozen? And when may all weights move?",
        "One of the lines loses the trained body, another learns from the test rows.",
    ],
    after="The rate of line A is small, so that what the body knows is not lost.",
)

# --- Exercise 3: prepare the target as the source was

prepare_target = exercise(
    hints=[
        "Which number has black ink in the file, and which does the source expect?",
        "Whose mean and spread does the source network expect to be taken off?",
    ],
    after="Own mean and spread look tidy, and hand the network another picture than the"
    " one it knows.",
    example=True,
    keeps_arguments=True,
)


@prepare_target.solution
def as_the_source(images, source_mean, source_spread):
    """Return the pictures as the source network expects them."""
    ink = 1 - images / 255
    return (ink - source_mean) / source_spread


@prepare_target.start
def as_it_comes(images, source_mean, source_spread):
    """Return the pictures as the source network expects them.

    images: shape (n_pictures, n_pixels), 0 (black ink) to 255 (white paper).
    source_mean, source_spread: numbers, of the source's ink from 0 to 1.
    Leaves `images` as it is.
    """
    ink = images / 255
    return (ink - ink.mean()) / ink.std()


@prepare_target.also
def _(images, source_mean, source_spread):
    return [
        [((255 - p) / 255 - source_mean) / source_spread for p in row] for row in images
    ]


@prepare_target.also
def _(images, source_mean, source_spread):
    import torch

    ink = 1 - torch.as_tensor(images) / 255
    return ink.sub(source_mean).div(source_spread)


@prepare_target.cases
def target_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then pictures of several sizes; one is white all over."""
    yield np.array([[0.0, 255.0], [51.0, 255.0]]), 0.3, 0.5
    for n, size in ((3, 4), (1, 6), (5, 2)):
        images = rng.integers(0, 256, (n, size)).astype(float)
        images[0, 0] = 200  # nobody needs to care what the largest pixel is
        images = np.minimum(images, 240)
        yield images, round(rng.uniform(0.1, 0.4), 2), round(rng.uniform(0.2, 0.8), 2)
    yield np.full((2, 3), 255.0), 0.25, 0.4
    # White paper ends below -1: nobody needs to cut it off.
    yield np.array([[255.0, 0.0, 220.0]]), 0.6, 0.3


def target_slip(message: str, change: Callable[..., Any]) -> None:
    """Name a mistake: what is returned, from (images, mean, spread)."""

    @prepare_target.mistake(message)
    def _(images, source_mean, source_spread):
        with np.errstate(all="ignore"):
            return change(images, source_mean, source_spread)


target_slip(
    "the ink is right, but mean and spread are the target's own. The source network"
    " expects those of the source.",
    lambda x, m, s: (1 - x / 255 - (1 - x / 255).mean()) / (1 - x / 255).std(),
)
target_slip(
    "mean and spread are the source's now, but ink and paper are exchanged: black ink"
    " is 0 in the file.",
    lambda x, m, s: (x / 255 - m) / s,
)
target_slip(
    "exchange ink and paper on the scale from 0 to 1: 1 minus images / 255.",
    lambda x, m, s: (1 - x - m) / s,
)
target_slip(
    "the pixels go from 0 to 255, the source's ink from 0 to 1: divide by 255.",
    lambda x, m, s: (255 - x - m) / s,
)
target_slip(
    "divided by the largest pixel of these pictures. White paper is 255, whether it"
    " occurs or not.",
    lambda x, m, s: (1 - x / x.max() - m) / s,
)
target_slip(
    "divided by the spread before the mean was taken off. First the mean.",
    lambda x, m, s: (1 - x / 255) / s - m,
)
target_slip(
    "the spread is multiplied. Divide by it.", lambda x, m, s: (1 - x / 255 - m) * s
)
target_slip("the mean is still there.", lambda x, m, s: (1 - x / 255) / s)
target_slip("the spread is not divided by yet.", lambda x, m, s: 1 - x / 255 - m)
target_slip("mean and spread are not used yet.", lambda x, m, s: 1 - x / 255)
target_slip(
    "the mean is the source's, the spread is the target's own.",
    lambda x, m, s: (1 - x / 255 - m) / (1 - x / 255).std(),
)
target_slip(
    "the spread is the source's, the mean is the target's own.",
    lambda x, m, s: (1 - x / 255 - (1 - x / 255).mean()) / s,
)
target_slip(
    "the sign was turned after the mean was taken off. Exchange ink and paper first:"
    " 1 minus images / 255.",
    lambda x, m, s: -(x / 255 - m) / s,
)

target_slip(
    "only the mean is divided by the spread. Set brackets around the difference.",
    lambda x, m, s: 1 - x / 255 - m / s,
)
target_slip(
    "ink and paper are exchanged at the end. Do it before the mean is taken off.",
    lambda x, m, s: 1 - (x / 255 - m) / s,
)
target_slip("white paper is 255, not 256.", lambda x, m, s: (1 - x / 256 - m) / s)
target_slip(
    "mean and spread have changed places: the mean is taken off, the spread divides.",
    lambda x, m, s: (1 - x / 255 - s) / m,
)
target_slip("the mean is added. Take it off.", lambda x, m, s: (1 - x / 255 + m) / s)
target_slip(
    "values below -1 were cut off. White paper may well end there.",
    lambda x, m, s: np.maximum((1 - x / 255 - m) / s, -1),
)
target_slip(
    "values outside of -1 to 1 were cut off. The source's were not.",
    lambda x, m, s: np.clip((1 - x / 255 - m) / s, -1, 1),
)
target_slip(
    "values below 0 were cut off. Ink below the source's mean ends there.",
    lambda x, m, s: np.maximum((1 - x / 255 - m) / s, 0),
)
target_slip(
    "whole division: grey has become black. 51 is an ink of 0.8.",
    lambda x, m, s: (1 - x // 255 - m) / s,
)
target_slip(
    "cut in two: grey has become black or white. 51 is an ink of 0.8.",
    lambda x, m, s: (1 - (x >= 128) - m) / s,
)
target_slip(
    "standardised by the target's own numbers, and then moved to the source's. Only the"
    " source's are needed: take its mean off, divide by its spread.",
    lambda x, m, s: m + s * (1 - x / 255 - (1 - x / 255).mean()) / (1 - x / 255).std(),
)

# --- Exercise 4: the running mean

moved_statistics = exercise(
    hints=[
        "In eval mode nothing moves: return what you were given, as a copy.",
        "For each batch: new = (1 - momentum) · old + momentum · mean of the batch.",
        "The mean of a batch is taken over its rows: `batch.mean(axis=0)`.",
    ],
    after="No gradient occurs in it: freezing weights cannot stop it.",
    example=True,
    keeps_arguments=True,
)


@moved_statistics.solution
def after_batches(running_mean, batches, momentum, training):
    """Return the running mean, shape (n_channels,), after all batches."""
    running_mean = np.array(running_mean, dtype=float)
    if training:
        for batch in batches:
            running_mean = (1 - momentum) * running_mean + momentum * batch.mean(axis=0)
    return running_mean


@moved_statistics.also
def _(running_mean, batches, momentum, training):
    moved = [float(v) for v in running_mean]
    for batch in batches if training else []:
        for c in range(len(moved)):
            mean = sum(row[c] for row in batch) / len(batch)
            moved[c] += momentum * (mean - moved[c])
    return moved


@moved_statistics.also
def _(running_mean, batches, momentum, training):
    import torch
    from torch import nn

    norm = nn.BatchNorm1d(len(running_mean), momentum=momentum).double()
    norm.running_mean.copy_(torch.tensor(running_mean))
    norm.train(training)
    for batch in batches:
        norm(torch.tensor(np.concatenate([batch, batch])))
    return norm.running_mean


@moved_statistics.cases
def moved_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then batches of several sizes, eval mode and no batch."""
    yield np.array([2.0, 0.0]), [np.array([[4.0, 1.0], [6.0, 3.0]])], 0.1, True

    def batches(n_channels: int, *sizes: int) -> list[np.ndarray]:
        return [rng.normal(2, 3, (n, n_channels)).round(2) for n in sizes]

    yield rng.normal(size=3).round(2), batches(3, 2, 7, 1), 0.2, True
    yield rng.normal(size=2).round(2), batches(2, 3, 5), 0.4, False
    yield rng.normal(size=2).round(2), batches(2, 5, 2, 2, 4), 0.7, True
    yield rng.normal(size=4).round(2), [], 0.1, True
    yield rng.normal(size=3).round(2), batches(3, 3, 3), 0.5, True


def moved_slip(message: str, change: Callable[..., Any]) -> None:
    """Name a mistake: what is returned, from (start, batches, momentum, training)."""

    @moved_statistics.mistake(message)
    def _(running_mean, batches, momentum, training):
        return change(np.array(running_mean, float), batches, momentum, training)


def follow(start, batches, old: float, new: float, mean=lambda b: b.mean(axis=0)):
    """Return the running mean with these weights of old and new."""
    for batch in batches:
        start = old * start + new * mean(batch)
    return start


def stand_still(change: Callable[..., Any]) -> Callable[..., Any]:
    """Return a change that moves in training mode only."""
    return lambda r, b, m, t: change(r, b, m) if t else r


moved_slip(
    "the statistics move in eval mode, too. There nothing moves.",
    lambda r, b, m, t: follow(r, b, 1 - m, m),
)
moved_slip(
    "nothing moves in training mode, and something in eval mode. It is the other way"
    " round.",
    lambda r, b, m, t: r if t else follow(r, b, 1 - m, m),
)
moved_slip(
    "momentum is the weight of the *batch* here; the old value gets 1 - momentum.",
    stand_still(lambda r, b, m: follow(r, b, m, 1 - m)),
)
moved_slip(
    "0.1 is written in. It is the `momentum` of the example: each call has its own.",
    stand_still(lambda r, b, m: follow(r, b, 0.9, 0.1)),
)
moved_slip(
    "the old value keeps all of its weight. It gets 1 - momentum.",
    stand_still(lambda r, b, m: follow(r, b, 1, m)),
)
moved_slip(
    "only the last batch counts. Go on from the value after the batch before.",
    stand_still(lambda r, b, m: follow(r, b[-1:], 1 - m, m)),
)
moved_slip(
    "only the first batch counts. Is there a `return` inside the loop?",
    stand_still(lambda r, b, m: follow(r, b[:1], 1 - m, m)),
)
moved_slip(
    "one mean over all channels. Each channel has its own: average over the rows only.",
    stand_still(lambda r, b, m: follow(r, b, 1 - m, m, np.mean)),
)
moved_slip(
    "the sum of a batch stands where its mean is due.",
    stand_still(lambda r, b, m: follow(r, b, 1 - m, m, lambda x: x.sum(axis=0))),
)
moved_slip(
    "all rows were thrown together. Each batch counts with momentum, one after the"
    " other, whatever its size.",
    stand_still(lambda r, b, m: follow(r, [np.concatenate(b)] if b else [], 1 - m, m)),
)
moved_slip(
    "the batches count in the order given: the last one weighs most.",
    stand_still(lambda r, b, m: follow(r, b[::-1], 1 - m, m)),
)
moved_slip(
    "each row counts by itself. A batch counts once, by its mean.",
    stand_still(lambda r, b, m: follow(r, [x[None] for y in b for x in y], 1 - m, m)),
)
moved_slip(
    "this is the mean of the batches' means, without start and momentum.",
    stand_still(
        lambda r, b, m: np.mean([x.mean(axis=0) for x in b], axis=0) if b else r
    ),
)
moved_slip(
    "nothing has moved. In training mode each batch moves the mean.",
    lambda r, b, m, t: r,
)
moved_slip(
    "the mean begins at 0. It begins at what was handed in.",
    stand_still(lambda r, b, m: follow(0 * r, b, 1 - m, m)),
)
moved_slip(
    "a median stands where the mean is due.",
    stand_still(lambda r, b, m: follow(r, b, 1 - m, m, lambda x: np.median(x, axis=0))),
)

moved_slip(
    "the batches' means were averaged first, and count once. Each batch moves the mean,"
    " one after the other.",
    stand_still(
        lambda r, b, m: (
            follow(r, [np.array([x.mean(axis=0) for x in b])], 1 - m, m) if b else r
        )
    ),
)
moved_slip(
    "in eval mode the result is 0. Nothing moves there: it stays what was handed in.",
    lambda r, b, m, t: follow(r, b, 1 - m, m) if t else 0 * r,
)


@moved_statistics.symptom(
    "these are means over the channels of each row. Average over the rows: axis 0."
)
def _(args: Any, expected: Any, got: Any) -> bool:
    start, batches, momentum, training = args
    if not training or any(len(b) != len(start) for b in batches):
        return False  # the means of rows do not fit
    by_row = follow(start, batches, 1 - momentum, momentum, lambda b: b.mean(axis=1))
    return np.shape(got) == np.shape(by_row) and np.allclose(got, by_row)


# --- Exercise 5: a learning rate for each layer

learning_rates = exercise(
    hints=[
        "How many steps lead from a layer to the head? From `conv1` of the example,"
        " two.",
        "The rate is `rate * factor ** steps`, with 0 steps for the last layer.",
        "Leave out the frozen ones at the end, when all rates are known.",
    ],
    after="`[{'params': …, 'lr': …}, …]` hands such rates to an optimizer of torch.",
    example=True,
    keeps_arguments=True,
)


@learning_rates.solution
def falling_rates(layers, rate, factor, frozen):
    """Return a dictionary: the learning rate of each layer that is trained."""
    rates = {}
    for steps, name in enumerate(reversed(layers)):
        if name not in frozen:
            rates[name] = rate * factor**steps
    return rates


@learning_rates.also
def _(layers, rate, factor, frozen):
    last = len(layers) - 1
    return {
        name: rate * factor ** (last - place)
        for place, name in enumerate(layers)
        if name not in set(frozen)
    }


@learning_rates.also
def _(layers, rate, factor, frozen):
    import pandas as pd

    steps = np.arange(len(layers))[::-1]
    return pd.Series(rate * float(factor) ** steps, layers).drop(frozen).to_dict()


@learning_rates.cases
def rate_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then frozen layers in the middle, none, and the head."""
    yield ["conv1", "conv2", "head"], 0.01, 0.1, ["conv1"]
    rate, factor = (round(rng.uniform(low, 0.6), 2) for low in (0.2, 0.3))
    yield ["stem", "block1", "block2", "block3", "fc"], rate, factor, ["block2"]
    yield ["in", "mid", "out"], rate, 0.5, []
    yield ["a", "b", "c", "d"], 0.2, factor, ["a", "b", "d"]
    yield ["only"], rate, 0.25, []
    yield ["z", "y", "x", "w"], rate, factor, ["z", "y"]
    # Names that hold one another: frozen is who is named in full.
    yield ["conv1", "conv10", "pool", "pool2", "fc"], rate, factor, ["conv10", "pool"]


def rate_slip(message: str, change: Callable[..., Any]) -> None:
    """Name a mistake: what is returned, from (layers, rate, factor, frozen)."""
    learning_rates.mistake(message)(
        lambda layers, rate, factor, frozen: change(layers, rate, factor, frozen)
    )


rate_slip(
    "the frozen layers have an entry. They get none.",
    lambda la, r, f, z: {n: r * f**k for k, n in enumerate(la[::-1])},
)
rate_slip(
    "the frozen layers have an entry of 0. They get none.",
    lambda la, r, f, z: {
        n: 0.0 if n in z else r * f**k for k, n in enumerate(la[::-1])
    },
)
rate_slip(
    "the first layer got the full rate. The *last* one, the head, gets it.",
    lambda la, r, f, z: {n: r * f**k for k, n in enumerate(la) if n not in z},
)
rate_slip(
    "frozen layers still count: a layer before them is one more step from the head.",
    lambda la, r, f, z: {
        n: r * f**k for k, n in enumerate([n for n in la if n not in z][::-1])
    },
)
rate_slip(
    "each layer of the body has the same rate. It falls from layer to layer.",
    lambda la, r, f, z: {n: r if n == la[-1] else r * f for n in la if n not in z},
)
rate_slip(
    "the head gets `rate` itself. It has one step too many, as all others have.",
    lambda la, r, f, z: {
        n: r * f ** (k + 1) for k, n in enumerate(la[::-1]) if n not in z
    },
)
rate_slip(
    "the head is the last layer, whatever its name.",
    lambda la, r, f, z: {
        n: r * f ** (k + (la[-1] != "head"))
        for k, n in enumerate(la[::-1])
        if n not in z
    },
)
rate_slip(
    "divided by the factor: the rates grow towards the input. Multiply.",
    lambda la, r, f, z: {n: r / f**k for k, n in enumerate(la[::-1]) if n not in z},
)
rate_slip(
    "the rate is multiplied by steps · factor. Each layer has `factor` times the rate"
    " of the layer after it.",
    lambda la, r, f, z: {
        n: r * f * k if k else r for k, n in enumerate(la[::-1]) if n not in z
    },
)
rate_slip(
    "these are the frozen layers. Asked are those that are trained.",
    lambda la, r, f, z: {n: r * f**k for k, n in enumerate(la[::-1]) if n in z},
)
rate_slip(
    "each layer has the full rate.",
    lambda la, r, f, z: {n: r for n in la if n not in z},
)
rate_slip(
    "these are rates without names. Asked is a dictionary.",
    lambda la, r, f, z: [r * f**k for k, n in enumerate(la[::-1]) if n not in z][::-1],
)
rate_slip(
    "the head is missing. It is the last layer and gets `rate`, unless it is frozen.",
    lambda la, r, f, z: {
        n: r * f**k for k, n in enumerate(la[::-1]) if n not in z and k
    },
)
rate_slip(
    "the body stops at its first frozen layer. Those before it are trained as well.",
    lambda la, r, f, z: {
        n: r * f**k
        for k, n in enumerate(la[::-1])
        if not any(m in z for m in la[::-1][: k + 1])
    },
)

rate_slip(
    "where nothing is frozen, the result is empty. Then every layer has an entry.",
    lambda la, r, f, z: {
        n: r * f**k for k, n in enumerate(la[::-1]) if z and n not in z
    },
)
rate_slip(
    "a frozen head still has an entry. A frozen layer gets none, the last one too.",
    lambda la, r, f, z: {
        n: r * f**k for k, n in enumerate(la[::-1]) if n not in z or not k
    },
)
rate_slip(
    "only the first of the frozen layers is left out. Leave out all that are named.",
    lambda la, r, f, z: {n: r * f**k for k, n in enumerate(la[::-1]) if n not in z[:1]},
)
rate_slip(
    "the rate is multiplied by 1 - factor. Each step multiplies by the factor itself.",
    lambda la, r, f, z: {
        n: r * (1 - f) ** k for k, n in enumerate(la[::-1]) if n not in z
    },
)
rate_slip(
    "only one layer has an entry. Is there a `return` inside the loop?",
    lambda la, r, f, z: dict(
        [(n, r * f**k) for k, n in enumerate(la[::-1]) if n not in z][:1]
    ),
)
rate_slip(
    "the first layers were left out, as many as are frozen. Leave out those that are"
    " named.",
    lambda la, r, f, z: {n: r * f**k for k, n in enumerate(la[len(z) :][::-1])},
)
rate_slip(
    "a name was searched inside of the frozen ones: `conv1` is not `conv10`.",
    lambda la, r, f, z: {
        n: r * f**k
        for k, n in enumerate(la[::-1])
        if not any(n in other for other in z)
    },
)
rate_slip(
    "frozen names were searched inside of a name: `pool` is not `pool2`.",
    lambda la, r, f, z: {
        n: r * f**k
        for k, n in enumerate(la[::-1])
        if not any(other in n for other in z)
    },
)

# --- Exercise 6: the nearest mean

mean_probe = exercise(
    hints=[
        "`np.unique(labels)` gives the classes, in order.",
        "The mean of class c is `features[labels == c].mean(axis=0)`.",
        "`np.argmin` along the classes gives a place, and the first of equal ones. The"
        " class is `classes[place]`.",
    ],
    after="It has no setting and needs no training; with one label a class it is one"
    " nearest neighbour.",
    example=True,
)


@mean_probe.solution
def nearest_mean(features, labels, new_features):
    """Return the class of each new row, shape (n_new,)."""
    classes = np.unique(labels)
    means = np.array([features[labels == c].mean(axis=0) for c in classes])
    distances = np.linalg.norm(new_features[:, None] - means, axis=2)
    return classes[distances.argmin(axis=1)]


@mean_probe.also
def _(features, labels, new_features):
    answers = []
    for row in new_features:
        best = None
        for c in sorted({int(v) for v in labels}):
            own = [f for f, v in zip(features, labels, strict=True) if v == c]
            mean = [sum(column) / len(own) for column in zip(*own, strict=True)]
            distance = sum((a - b) ** 2 for a, b in zip(row, mean, strict=True))
            if best is None or distance < best[0] - 1e-12:
                best = (distance, c)
        answers.append(best[1])
    return answers


@mean_probe.also
def _(features, labels, new_features):
    from sklearn.neighbors import NearestCentroid

    return NearestCentroid().fit(features, labels).predict(new_features)


@mean_probe.cases
def probe_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then unequal classes, a tie, far rows and gaps in numbers."""
    yield (
        np.array([[0.0, 0.0], [2.0, 0.0], [8.0, 8.0]]),
        np.array([3, 3, 7]),
        np.array([[1.0, 1.0], [6.0, 5.0]]),
    )
    # An outlier pulls the mean of class 2: the nearest row is of another class.
    shift = rng.integers(-2, 3)
    yield (
        np.array([[0.0, 0], [9, 0], [0, 0], [4, 3], [12, 3]]) + shift,
        np.array([2, 2, 2, 5, 5]),
        np.array([[9.0, 0], [4.5, 1], [4, 3], [6, 6], [-8, 1]]) + shift,
    )
    # Equally near: the smaller class number, which comes later in the rows.
    yield (
        np.array([[4.0, 0], [0.0, 0], [4, 2], [0, 2]]),
        np.array([9, 1, 9, 1]),
        np.array([[2.0, 1], [2, 7], [3, 1], [1, 1]]),
    )
    # Euclidean, city-block and largest differences choose differently.
    yield (
        np.array([[3.0, 3.0], [0.0, 5.0]]),
        np.array([4, 0]),
        np.array([[0.0, 0.0], [1, 1], [3, 4], [-0.5, 1.2]]),
    )
    # A wide class beside a single row: mean distance and divisors choose differently.
    yield (
        np.array([[-6.0, 0], [6, 0], [5, 0], [0, 0]]),
        np.array([2, 2, 5, 2]),
        np.array([[1.0, 0], [1.5, 0]]),
    )
    # Long and short means: the largest product is another class.
    yield (
        np.array([[1.0, 1], [1, 1.5], [10, 9], [10, 11], [-6, 2]]),
        np.array([6, 6, 0, 0, 3]),
        np.array([[2.0, 2], [1, 0.5], [9, 8], [-1, 0.5], [3, 3]]),
    )
    while True:
        labels = rng.choice([1, 2, 8], 12, p=[0.6, 0.2, 0.2])
        features = rng.normal(size=(12, 3)).round(2) + (labels == 8)[:, None]
        new = rng.normal(0.4, 1.2, (6, 3)).round(2)
        if len(np.unique(labels)) == 3:
            break
    yield features, labels, new


def probe_slip(message: str, function: Callable[..., Any]) -> None:
    """Name a mistake: what is returned, from (features, labels, new_features)."""
    mean_probe.mistake(message)(
        lambda features, labels, new_features: function(features, labels, new_features)
    )


def means_of(features, labels):
    """Return the classes and the mean of each."""
    classes = np.unique(labels)
    return classes, np.array([features[labels == c].mean(axis=0) for c in classes])


def square(new, means):
    """Return squared distances, shape (n_new, n_classes)."""
    return ((new[:, None] - means) ** 2).sum(axis=2)


def with_means(pick: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of rows that picks by (classes, means, new rows)."""
    return lambda features, labels, new: pick(*means_of(features, labels), new)


def with_centres(centre: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of rows that takes the class of the nearest centre.

    centre: what stands for a class, from its own rows and all labels.
    """

    def answer(features, labels, new):
        classes = np.unique(labels)
        centres = [centre(features[labels == c], labels) for c in classes]
        return classes[square(new, np.array(centres)).argmin(axis=1)]

    return answer


probe_slip(
    "this is the place of the nearest mean. Asked is the class that stands there.",
    with_means(lambda c, m, new: square(new, m).argmin(axis=1)),
)
probe_slip(
    "the nearest *row* decides. Take the mean of each class first.",
    lambda features, labels, new: labels[square(new, features).argmin(axis=1)],
)
probe_slip(
    "this is the class of the farthest mean. Nearest is the smallest distance.",
    with_means(lambda c, m, new: c[square(new, m).argmax(axis=1)]),
)
probe_slip(
    "these are differences summed by their size. The Euclidean distance squares them.",
    with_means(lambda c, m, new: c[abs(new[:, None] - m).sum(axis=2).argmin(axis=1)]),
)
probe_slip(
    "the largest product is no smallest distance: a long mean would win everywhere.",
    with_means(lambda c, m, new: c[(new @ m.T).argmax(axis=1)]),
)
probe_slip(
    "of equally near means, the smaller class number is asked: sort the classes, and"
    " take the first of equal ones.",
    with_means(lambda c, m, new: c[::-1][square(new, m)[:, ::-1].argmin(axis=1)]),
)
probe_slip(
    "differences were summed with their signs: a far row can have the sum 0. Square"
    " them.",
    with_means(lambda c, m, new: c[(new[:, None] - m).sum(axis=2).argmin(axis=1)]),
)
probe_slip(
    "the most frequent class for all. Each new row has a nearest mean of its own.",
    lambda features, labels, new: np.full(
        len(new), np.unique(labels)[np.unique(labels, return_counts=True)[1].argmax()]
    ),
)
probe_slip(
    "this is the answer for the first new row only.",
    with_means(lambda c, m, new: c[square(new, m).argmin(axis=1)][:1]),
)
probe_slip(
    "this is the answer for the last new row only. Is the list begun anew in the loop?",
    with_means(lambda c, m, new: c[square(new, m).argmin(axis=1)][-1:]),
)
probe_slip(
    "these are the distances. Asked is the class of the nearest mean.",
    with_means(lambda c, m, new: np.sqrt(square(new, m))),
)
probe_slip(
    "a median stands where the mean is due.",
    with_centres(lambda own, labels: np.median(own, axis=0)),
)
probe_slip(
    "the classes' sums stand where their means are due: large classes lie farther out.",
    with_centres(lambda own, labels: own.sum(axis=0)),
)
probe_slip(
    "the smallest product is no smallest distance.",
    with_means(lambda c, m, new: c[(new @ m.T).argmin(axis=1)]),
)
probe_slip(
    "this takes the smallest angle: how long the rows are is lost. Take the distance.",
    with_means(
        lambda c, m, new: c[
            (new @ (m / (np.linalg.norm(m, axis=1)[:, None] + 1e-12)).T).argmax(axis=1)
        ]
    ),
)
probe_slip(
    "only the largest difference counts. The Euclidean distance adds up all squares.",
    with_means(lambda c, m, new: c[abs(new[:, None] - m).max(axis=2).argmin(axis=1)]),
)
probe_slip(
    "all features were averaged to one number. Each feature has its own mean.",
    lambda features, labels, new: (
        lambda c: c[
            abs(
                new.mean(axis=1)[:, None]
                - np.array([features[labels == k].mean() for k in c])
            ).argmin(axis=1)
        ]
    )(np.unique(labels)),
)
probe_slip(
    "a class's sum was divided by the number of all rows. Divide by its own.",
    with_centres(lambda own, labels: own.sum(axis=0) / len(labels)),
)
probe_slip(
    "a class's sum was divided by the average size of a class. Divide by its own.",
    with_centres(
        lambda own, labels: own.sum(axis=0) * len(np.unique(labels)) / len(labels)
    ),
)
probe_slip(
    "the first row of each class stands where its mean is due.",
    with_centres(lambda own, labels: own[0]),
)


@mean_probe.mistake(
    "the rows were cut into equal blocks, one a class. The labels may come in any"
    " order, and classes differ in size: ask `labels` which rows belong together."
)
def _(features, labels, new_features):
    classes = np.array(list(dict.fromkeys(labels.tolist())))
    size = len(labels) // len(classes)
    blocks = features[: size * len(classes)].reshape(len(classes), size, -1)
    return classes[square(new_features, blocks.mean(axis=1)).argmin(axis=1)]


probe_slip(
    "this is the smallest mean of the distances. Asked is the distance to the mean.",
    lambda features, labels, new: (
        lambda c, d: c[
            np.array([d[:, labels == k].mean(axis=1) for k in c]).argmin(axis=0)
        ]
    )(np.unique(labels), np.sqrt(square(new, features))),
)
probe_slip(
    "these are distances. Asked is the class of the nearest mean.",
    with_means(lambda c, m, new: np.sqrt(square(new, m)).min(axis=1)),
)


@mean_probe.symptom("it answers with a number that is no class of the labelled rows.")
def _(args: Any, expected: Any, got: Any) -> bool:
    alike = np.shape(got) == np.shape(expected)
    alike = alike and bool(np.isfinite(got).all())
    return alike and bool(set(np.ravel(got)) - set(args[1]))


ALL = lesson(__name__)
