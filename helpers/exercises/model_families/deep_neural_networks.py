"""Exercises of lesson 3.1, Build a deep neural network."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering, value

# --- Exercise 1: count the parameters

n_parameters = value(
    hints=[
        "How many weights has one window? It covers all three pictures.",
        "There are 16 windows. Each has one bias as well.",
    ],
    after="The size of the picture does not matter: the same windows serve all places.",
    source="n_parameters = 16 * (3 * 5 * 5) + 16",
    also=[1216.0, np.int64(1216)],
)


@n_parameters.solution
def weights_and_biases() -> int:
    """Return 16 windows of 3 · 5 · 5 weights, and 16 biases."""
    return 16 * (3 * 5 * 5) + 16


for message, wrong_number in (
    ("these are the weights. Each of the 16 windows has a bias as well.", 1200),
    ("this is for a grey picture. Here each window covers three pictures.", 416),
    ("each window covers three pictures, and the 16 biases are missing.", 400),
    ("a bias belongs to a whole window, not to each of its three parts.", 1248),
    ("this is one window only. There are 16.", 76),
    ("this is one window only, without its bias. There are 16.", 75),
    ("a window is 5 wide *and* 5 high: it has 25 weights for each picture.", 256),
    ("one bias is too few: each of the 16 windows has its own.", 1201),
    ("there are as many biases as windows: 16, not 3.", 1203),
    ("these windows are 3 wide and 3 high. Here they have 5 × 5 weights.", 448),
    ("this is the layer of the lesson: one picture, 32 windows of 3 × 3.", 320),
    (
        "a linear layer would have a weight for each pixel. A window has weights for"
        " what it covers only.",
        3072 * 16 + 16,
    ),
):
    n_parameters.mistake(message, wrong_number)
n_parameters.mistake(
    "far too many: the same windows serve all places, so the size of the picture does"
    " not matter.",
    940800,
    when=lambda given: given > 5000,
)

# --- Exercise 2: the order of the loop

torch_loop = ordering(
    "AFGDBEH",
    n_lines=8,
    never={
        "C": "line C puts a softmax before `cross_entropy`, which has its own.",
    },
    early={
        "GA": "the first line is A.",
        "FA": "line F needs the logits of line A, and A comes first.",
        "DF": "line D goes back from the loss. Which line computes it?",
        "BD": "line B steps before this batch's gradient is there.",
        "EB": "line E ends training mode. The loop goes on with the next batch, so E"
        " belongs after the step.",
        "EG": "line E ends training mode. Line G belongs to the loop, so it stands"
        " before E.",
        "HE": "line H judges while dropout is still on.",
        "DG": "line G would clear the gradient that line D has computed, before line B"
        " can use it.",
    },
    hints=[
        "`backward` needs a loss; `step` needs this batch's gradients only.",
        "One of the two losses has a fault of this lesson in it.",
    ],
    after="`zero_grad` may stand anywhere but between `backward` and `step`.",
    also=["AGFDBEH", "AFDBGEH"],
)

# --- Exercise 3: the way back through a layer

layer_backward = exercise(
    hints=[
        "Compute Z = X @ W + b first. Through ReLU: dZ = dY * (Z > 0).",
        "From dZ on it is the lesson's layer: dW, db and a part of dX.",
        "X reaches Y on two ways, through the layer and through the plus sign. What"
        " both ways bring is added.",
    ],
    after="The second term of dX is dY itself: that is how a residual connection lets"
    " the gradient pass.",
    example=True,
)


@layer_backward.solution
def residual_backward(X, W, b, dY):
    """Return the gradients of the loss for X, W and b, by name."""
    dZ = dY * (X @ W + b > 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@layer_backward.also
def _(X, W, b, dY):
    import torch

    X, W, b = (
        torch.tensor(np.asarray(a, float), requires_grad=True) for a in (X, W, b)
    )
    Y = X + torch.relu(X @ W + b)
    Y.backward(torch.tensor(np.asarray(dY, float)))
    return {"X": X.grad, "W": W.grad, "b": b.grad}


@layer_backward.also
def _(X, W, b, dY):
    n, size = X.shape
    dX, dW, db = np.array(dY, float), np.zeros((size, size)), np.zeros(size)
    for r in range(n):
        for j in range(size):
            if sum(X[r, i] * W[i, j] for i in range(size)) + b[j] > 0:
                db[j] += dY[r, j]
                for i in range(size):
                    dW[i, j] += X[r, i] * dY[r, j]
                    dX[r, i] += W[i, j] * dY[r, j]
    return {"b": db, "X": dX, "W": dW}


@layer_backward.cases
def layer_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then layers in which a sum is exactly 0."""
    yield (
        np.array([[1.0, 2.0]]),
        np.array([[1.0, 0.0], [0.0, -1.0]]),
        np.zeros(2),
        np.array([[10.0, 100.0]]),
    )
    for n, size in ((4, 3), (3, 2), (1, 3), (5, 2)):
        while True:  # sums of all three kinds; a positive one in some row of n
            X = rng.integers(-3, 4, (n, size)).astype(float)
            W = rng.integers(-3, 4, (size, size)).astype(float)
            b = rng.integers(-3, 4, size).astype(float)
            Z = X @ W + b
            Y = X + np.maximum(Z, 0)
            if (
                all(np.any(np.sign(Z) == sign) for sign in (-1, 0, 1))
                and np.any((Y > 0) != (Z > 0))
                and np.any((X > 0) != (Z > 0))
                and np.any((X + Z > 0) != (Z > 0))
                and np.any((X @ W > 0) != (Z > 0))
                and np.any((X @ W > 0) != (Z >= 0))
                and abs(W - W.T).max() > 0
                and (X > 0).any()
            ):
                break
        yield X, W, b, rng.normal(size=(n, size)) + 0.1


def layer_slip(message: str, change: Callable[..., Any]) -> None:
    """Name a mistake: what is returned, from (X, W, dY, Z, dZ)."""

    @layer_backward.mistake(message)
    def _(X, W, b, dY):
        Z = X @ W + b
        got = change(X, W, dY, Z, dY * (Z > 0))
        return dict(zip("XWb", got, strict=True)) if isinstance(got, tuple) else got


def by_gate(gate: Callable[..., Any]) -> Callable[..., Any]:
    """Return a change that lets other gradients through ReLU: gate of (X, Z)."""

    def change(X, W, dY, Z, dZ):
        dZ = dY * gate(X, Z)
        return dY + dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)

    return change


layer_slip(
    "X also reaches Y past the layer, through the plus sign. What does that bring to"
    " dX?",
    lambda X, W, dY, Z, dZ: (dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)),
)
layer_slip(
    "through the plus sign dY passes unchanged: ReLU does not stand in that way.",
    lambda X, W, dY, Z, dZ: (dZ + dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)),
)
layer_slip(
    "the plus sign stands outside ReLU: Y = X + ReLU(X @ W + b).",
    lambda X, W, dY, Z, dZ: (
        dY * (X + Z > 0) + dY * (X + Z > 0) @ W.T,
        X.T @ (dY * (X + Z > 0)),
        (dY * (X + Z > 0)).sum(axis=0),
    ),
)
layer_slip(
    "this is the way past the layer only. What comes back through the layer is to be"
    " added to dX.",
    lambda X, W, dY, Z, dZ: (dY, X.T @ dZ, dZ.sum(axis=0)),
)
layer_slip(
    "through the plus sign passes dY, not X: dX is a gradient.",
    lambda X, W, dY, Z, dZ: (X + dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)),
)
layer_slip(
    "through the plus sign passes its slope, 1, *times dY*: dY itself.",
    lambda X, W, dY, Z, dZ: (1 + dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)),
)
layer_slip(
    "the way past the layer meets neither W nor b. Add dY to dX only.",
    lambda X, W, dY, Z, dZ: (
        dY + dZ @ W.T,
        X.T @ (dZ + dY),
        (dZ + dY).sum(axis=0),
    ),
)
layer_slip(
    "where a sum is exactly 0, ReLU passes no gradient.", by_gate(lambda X, Z: Z >= 0)
)
layer_slip(
    "at a sum of exactly 0 your gradient is half: nudging looks at both sides of the"
    " bend. There, ReLU passes no gradient.",
    by_gate(lambda X, Z: np.where(Z == 0, 0.5, Z > 0)),
)


@layer_backward.mistake("ReLU bends X @ W + b. Here the bias is missing in the sums.")
def _(X, W, b, dY):
    dZ = dY * (X @ W > 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@layer_backward.mistake(
    "ReLU is put on the gradient. Where the *sum* was positive the gradient passes,"
    " negative or not."
)
def _(X, W, b, dY):
    dZ = np.maximum(dY, 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


layer_slip(
    "ReLU lets the gradient through only where its sum was positive.",
    by_gate(lambda X, Z: np.ones_like(Z)),
)
layer_slip(
    "the gate is the wrong way round: the gradient passes where the sum was positive.",
    by_gate(lambda X, Z: Z < 0),
)
layer_slip(
    "ReLU bends the sum X @ W + b. Its sign decides, not that of Y.",
    by_gate(lambda X, Z: X + np.maximum(Z, 0) > 0),
)
layer_slip(
    "ReLU bends the sum X @ W + b. Its sign decides, not that of X.",
    by_gate(lambda X, Z: X > 0),
)
layer_slip(
    "the gradient is multiplied by ReLU's *value*. Its slope is due: 1 or 0.",
    by_gate(lambda X, Z: np.maximum(Z, 0)),
)
layer_slip(
    "on the way back the weights are transposed: dZ @ W.T.",
    lambda X, W, dY, Z, dZ: (dY + dZ @ W, X.T @ dZ, dZ.sum(axis=0)),
)
layer_slip(
    "dW has its rows and columns exchanged: row i belongs to input i.",
    lambda X, W, dY, Z, dZ: (dY + dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)),
)
layer_slip(
    "db is one number. Each neuron has a bias of its own: add up over the rows only.",
    lambda X, W, dY, Z, dZ: (dY + dZ @ W.T, X.T @ dZ, dZ.sum()),
)
layer_slip(
    "db is added up along a row. A bias serves all rows: add up over the rows.",
    lambda X, W, dY, Z, dZ: (dY + dZ @ W.T, X.T @ dZ, dZ.sum(axis=1)),
)
layer_slip(
    "db has a gradient for each row. The bias is the same for all: add them up.",
    lambda X, W, dY, Z, dZ: (dY + dZ @ W.T, X.T @ dZ, dZ),
)
layer_slip(
    "db has the right numbers in the shape (1, size). Its shape is that of b.",
    lambda X, W, dY, Z, dZ: (dY + dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)),
)
layer_slip(
    "dW and db hold the last row only. Do they start again in each row?",
    lambda X, W, dY, Z, dZ: (dY + dZ @ W.T, np.outer(X[-1], dZ[-1]), dZ[-1]),
)
layer_slip(
    "these are means over the rows. dY holds the division by n already: add up.",
    lambda X, W, dY, Z, dZ: (dY + dZ @ W.T, X.T @ dZ / len(X), dZ.mean(axis=0)),
)
layer_slip(
    "db is a mean over the rows. Add up, as for dW.",
    lambda X, W, dY, Z, dZ: (dY + dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)),
)
layer_slip(
    "dW must pass ReLU too: take dZ, not dY.",
    lambda X, W, dY, Z, dZ: (dY + dZ @ W.T, X.T @ dY, dZ.sum(axis=0)),
)
layer_slip(
    "db must pass ReLU too: take dZ, not dY.",
    lambda X, W, dY, Z, dZ: (dY + dZ @ W.T, X.T @ dZ, dY.sum(axis=0)),
)
layer_slip(
    "dX must pass ReLU on its way through the layer: take dZ @ W.T, not dY @ W.T.",
    lambda X, W, dY, Z, dZ: (dY + dY @ W.T, X.T @ dZ, dZ.sum(axis=0)),
)
layer_slip(
    "the gradients stand under each other's names: `W` is for dW.",
    lambda X, W, dY, Z, dZ: (X.T @ dZ, dY + dZ @ W.T, dZ.sum(axis=0)),
)
layer_slip(
    "asked are three gradients in a dictionary. This is only dX.",
    lambda X, W, dY, Z, dZ: dY + dZ @ W.T,
)


def only_wrong(name: str) -> Callable[[Any, Any, Any], bool]:
    """Return a predicate: of three gradients only this one is wrong."""

    def seen(args: Any, expected: Any, got: Any) -> bool:
        same = {
            key: np.shape(value) == np.shape(got[key]) and np.allclose(value, got[key])
            for key, value in expected.items()
        }
        return not same[name] and sum(same.values()) == 2

    return seen


layer_backward.symptom(
    "dW and db are right, dX is not. It has two parts: one through the layer, one past"
    " it."
)(only_wrong("X"))
layer_backward.symptom(
    "dX and db are right, dW is not. The weight from i to j gets X[:, i] times"
    " dZ[:, j], added up over the rows."
)(only_wrong("W"))
layer_backward.symptom(
    "dX and dW are right, db is not. A bias is added in each row: add up dZ over the"
    " rows."
)(only_wrong("b"))

# --- Exercise 4: three bugs

train_network = exercise(
    hints=[
        "With a rate so small that nothing goes wrong, does the loss fall? The first"
        " fault is where prediction and truth are compared.",
        "ReLU passes the gradient where the sum was *positive*.",
        "Print the shape of each gradient. `b1` has one entry for each hidden neuron.",
    ],
    after="NumPy spread the one number of `dZ.sum()` over all biases without a word."
    " Compare shapes, and nudge.",
    example=True,
)


@train_network.solution
def train_repaired(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    """Return the scores, shape (n_rows,), after n_steps of gradient descent."""
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dH = dS[:, None] * W2
        dZ = dH * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@train_network.start
def train_faulty(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    """Return the scores, shape (n_rows,), after n_steps of gradient descent.

    Hidden values are ReLU(X @ W1 + b1), scores are hidden @ W2 + b2. The loss is the
    mean cross-entropy with the labels y (0 or 1), by the sigmoid of the scores.
    X: shape (n_rows, n_columns); W1: (n_columns, n_hidden); b1 and W2: (n_hidden,),
    and b2 is a number.
    """
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (y - chances) / len(y)
        dH = dS[:, None] * W2
        dZ = dH * (Z < 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum()
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@train_network.also
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    import torch

    given = (W1, b1, W2, b2)
    p = [torch.tensor(np.asarray(a, float), requires_grad=True) for a in given]
    X, y = (torch.tensor(np.asarray(a, float)) for a in (X, y))

    def scores():
        return torch.relu(X @ p[0] + p[1]) @ p[2] + p[3]

    for _ in range(n_steps):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(scores(), y)
        for values, slope in zip(p, torch.autograd.grad(loss, p), strict=True):
            values.data -= learning_rate * slope
    return scores().detach()


def trained(
    X,
    y,
    W1,
    b1,
    W2,
    b2,
    learning_rate,
    n_steps,
    sign=1,
    gate=lambda Z: Z > 0,
    bias=lambda dZ: dZ.sum(axis=0),
    share=True,
    late=False,
    last=np.sum,
    rates=(1, 1, 1, 1),
    factor=lambda chances: 1,
):
    """Return the scores of a training with some line changed.

    sign: −1 compares the wrong way round. share: divide by the rows. late: dH uses the
    weights after their step. last: b2's gradient, of dS. rates: factors for the steps
    of W1, b1, W2, b2. factor: of dS.
    """
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = sign * factor(chances) * (chances - y) / (len(y) if share else 1)
        new = W2 - rates[2] * learning_rate * H.T @ dS
        dZ = dS[:, None] * (new if late else W2) * gate(Z)
        W1 = W1 - rates[0] * learning_rate * X.T @ dZ
        b1 = b1 - rates[1] * learning_rate * bias(dZ)
        W2 = new
        b2 = b2 - rates[3] * learning_rate * last(dS)
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


def training_slip(message: str, **changed: Any) -> None:
    """Name a mistake: a training in which this is changed."""

    @train_network.mistake(message)
    def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
        return trained(X, y, W1, b1, W2, b2, learning_rate, n_steps, **changed)


SIGN = "the steps still lead uphill: what is compared with what in dS?"
GATE = "the gradient still passes ReLU in the wrong places. Where was it cut?"
BIAS = "one line is still wrong: which shape has the gradient of `b1`?"
training_slip(SIGN, sign=-1)
training_slip(GATE, gate=lambda Z: Z < 0)
training_slip(BIAS, bias=np.sum)
training_slip(SIGN + " A line about ReLU is wrong too.", sign=-1, gate=lambda Z: Z < 0)
training_slip(SIGN + " A line about a bias is wrong too.", sign=-1, bias=np.sum)
training_slip(
    GATE + " A line about a bias is wrong too.", gate=lambda Z: Z < 0, bias=np.sum
)
training_slip(
    "it does what it did at first: three lines are wrong, one each about truth, ReLU"
    " and a bias.",
    sign=-1,
    gate=lambda Z: Z < 0,
    bias=np.sum,
)
training_slip(
    "where a hidden sum is exactly 0, ReLU passes no gradient.", gate=lambda Z: Z >= 0
)
training_slip(
    "now the gradient passes ReLU everywhere. It should pass where the sum was"
    " positive only.",
    gate=lambda Z: np.ones_like(Z),
)
training_slip(
    "the gradient is multiplied by ReLU's value. Its slope is due: 1 or 0.",
    gate=lambda Z: np.maximum(Z, 0),
)
training_slip(
    "the mean over the rows is gone: the steps are too long.",
    share=False,
)
training_slip(
    "dH must use the weights with which the scores were computed, not the new ones.",
    late=True,
)
training_slip(
    "the gradient of `b1` is a mean. Add up over the rows: dS holds the division by n"
    " already.",
    bias=lambda dZ: dZ.mean(axis=0),
)
training_slip(
    "the gradient of `b1` is added up along each row. A bias serves all rows: add up"
    " over the rows.",
    bias=lambda dZ: dZ.sum(axis=1),
)
training_slip(
    "dS is that of a squared error. For cross-entropy with a sigmoid it is prediction"
    " minus truth, without p(1 − p).",
    factor=lambda chances: chances * (1 - chances),
)
training_slip(
    "the gradient of `b1` is not added up over the rows.",
    bias=lambda dZ: dZ[0],
)
training_slip("`b1` does not learn any more.", rates=(1, 0, 1, 1))
training_slip("`b2` does not learn any more.", rates=(1, 1, 1, 0))
training_slip(
    "the gradient of `b2` is a mean. Add up over the rows: dS holds the division by n"
    " already.",
    last=np.mean,
)
training_slip("the gradient of `b2` is not added up over the rows.", last=lambda dS: dS)
training_slip(
    "the gradient passes ReLU where the sum was negative, too. It should pass where the"
    " sum was positive only.",
    gate=lambda Z: Z != 0,
)
training_slip(
    "the second layer still steps the wrong way, or the first: dS is used by both.",
    rates=(1, 1, -1, -1),
)
training_slip(
    "the first layer steps uphill: dS should carry the right sign for both layers.",
    rates=(-1, -1, 1, 1),
)


for signs in itertools.product((1, -1), repeat=4):
    uphill = [n for n, s in zip(("W1", "b1", "W2", "b2"), signs, strict=True) if s < 0]
    if uphill not in ([], ["W1", "b1"], ["W2", "b2"], ["W1", "b1", "W2", "b2"]):
        training_slip(
            "some lines walk downhill, others uphill (those of"
            f" {', '.join(f'`{n}`' for n in uphill)}): turn the sign in dS, once.",
            rates=signs,
        )


@train_network.mistake("these are probabilities. Asked are the scores.")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    scores = train_repaired(X, y, W1, b1, W2, b2, learning_rate, n_steps)
    return 1 / (1 + np.exp(-scores))


@train_network.mistake(
    "these are the scores before the last step. Compute them anew after the loop, and"
    " count the steps."
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    return train_repaired(X, y, W1, b1, W2, b2, learning_rate, n_steps - 1)


@train_network.mistake("yours takes one step more than `n_steps`.")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    return train_repaired(X, y, W1, b1, W2, b2, learning_rate, n_steps + 1)


@train_network.mistake("the last line has lost its ReLU.")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        H = np.maximum(X @ W1 + b1, 0)
        dS = (1 / (1 + np.exp(-(H @ W2 + b2))) - y) / len(y)
        dZ = dS[:, None] * W2 * (H > 0)
        W1, b1 = W1 - learning_rate * X.T @ dZ, b1 - learning_rate * dZ.sum(axis=0)
        W2, b2 = W2 - learning_rate * H.T @ dS, b2 - learning_rate * dS.sum()
    return (X @ W1 + b1) @ W2 + b2


@train_network.mistake("this is where the first step leads, whatever `n_steps` is.")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    return train_repaired(X, y, W1, b1, W2, b2, learning_rate, 1)


@train_network.cases
def network_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, a sum that is exactly 0, then several rows and steps."""
    one = np.ones((1, 1))
    yield (
        one,
        np.array([1.0]),
        np.array([[1.0, -1.0]]),
        np.zeros(2),
        np.ones(2),
        0.0,
        1.0,
        1,
    )
    # whole numbers: the first row's first sum is 0; both kinds of sums in each column
    X = np.array([[1.0, 1.0], [2.0, -1.0], [-1.0, 0.5]])
    W1 = np.array([[1.0, -1.0, 0.5], [-1.0, 2.0, 1.0]])
    for y, n_steps in ((np.array([1.0, 0.0, 1.0]), 1), (np.array([0.0, 1.0, 1.0]), 3)):
        W2 = rng.choice([-1, 1], 3) * rng.uniform(0.5, 1.5, 3)
        yield X, y, W1, np.zeros(3), W2, 0.1, 0.5, n_steps
    for n, n_steps in ((6, 2), (5, 4)):
        X = rng.normal(size=(n, 2))
        y = np.arange(n) % 2.0
        W1, W2 = rng.normal(size=(2, 4)), rng.normal(size=4)
        yield X, y, W1, 0.3 * rng.normal(size=4), W2, 0.0, 0.4, n_steps


# --- Exercise 5: the gradient of softmax and cross-entropy


def powers(logits: Any) -> np.ndarray:
    """Return e to the power of the logits, each row's largest made 1."""
    return np.exp(logits - np.max(logits, axis=1, keepdims=True))


def softmax(logits: Any) -> np.ndarray:
    """Return each row's probabilities; large logits do no harm."""
    return powers(logits) / powers(logits).sum(axis=1, keepdims=True)


softmax_gradient = exercise(
    hints=[
        "Write the softmax first. Subtract each row's largest logit before `np.exp`:"
        " that changes no probability.",
        "A wrong class's logit: the loss rises by its probability p. The right class's:"
        " by p − 1.",
        "The loss is a mean, so divide by the number of rows.",
    ],
    after="Prediction minus truth, again. That is why torch joins softmax and"
    " cross-entropy into one function.",
    example=True,
)


@softmax_gradient.solution
def prediction_minus_truth(logits, y):
    """Return the gradient of the mean cross-entropy for each logit."""
    powers = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    chances = powers / powers.sum(axis=1, keepdims=True)
    chances[np.arange(len(y)), y] -= 1
    return chances / len(y)


@softmax_gradient.also
def _(logits, y):
    import torch

    scores = torch.tensor(np.asarray(logits, float), requires_grad=True)
    torch.nn.functional.cross_entropy(scores, torch.tensor(np.asarray(y))).backward()
    return scores.grad


@softmax_gradient.also
def _(logits, y):
    table = []
    for row, right in zip(logits, y, strict=True):
        powers = [np.exp(float(value) - float(max(row))) for value in row]
        total = sum(powers)
        table.append(
            [(p / total - (c == right)) / len(y) for c, p in enumerate(powers)]
        )
    return table


@softmax_gradient.cases
def softmax_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, more and fewer classes than rows, and large logits."""
    yield np.array([[0.0, 0.0], [2.0, 2.0]]), np.array([0, 1])
    for n, k in ((5, 3), (2, 4), (1, 3)):
        logits = rng.normal(size=(n, k)) + rng.normal(size=(n, 1))
        yield logits, rng.permutation(np.arange(n) % (k - 1))
    # In 64ths, which float32 holds exactly near 1,000, too.
    yield 1000 + np.round(64 * rng.normal(size=(3, 4))) / 64, np.array([3, 0, 2])
    yield np.array([[1000.0, 0.0, -1000.0], [-1000.0, 2.0, 1.0]]), np.array([1, 2])


def one_hot(logits: Any, y: Any) -> np.ndarray:
    """Return 1 at each row's right class and 0 elsewhere."""
    return (np.arange(np.shape(logits)[1]) == np.asarray(y)[:, None]) * 1.0


def whole_rows(logits: Any, y: Any) -> np.ndarray:
    """Return 1 in each row that has the number of a class of `y`, and 0 elsewhere."""
    table = np.zeros(np.shape(logits))
    table[y] = 1
    return table


def softmax_slip(message: str, change: Callable[..., Any]) -> None:
    """Name a mistake: what is returned, from (chances, truth, logits, y)."""

    @softmax_gradient.mistake(message)
    def _(logits, y):
        return change(softmax(logits), one_hot(logits, y), logits, y)


def flat_powers(logits: Any, keepdims: bool) -> np.ndarray:
    """Return softmax with the rows' maxima, and perhaps sums, along the columns."""
    powers = np.exp(logits - np.max(logits, axis=1))
    return powers / powers.sum(axis=1, keepdims=keepdims)


softmax_slip(
    "this is the gradient of the sum. The loss is a mean over the rows.",
    lambda p, t, logits, y: p - t,
)
softmax_slip(
    "truth minus prediction points downhill. The gradient points up.",
    lambda p, t, logits, y: (t - p) / len(y),
)
softmax_slip(
    "truth minus prediction points downhill, and the loss is a mean over the rows.",
    lambda p, t, logits, y: t - p,
)
softmax_slip(
    "these are the probabilities. What is different for the right class?",
    lambda p, t, logits, y: p,
)
softmax_slip(
    "these are the probabilities, divided by n. What is different for the right class?",
    lambda p, t, logits, y: p / len(y),
)
softmax_slip(
    "you divided by the number of classes. The mean is over the rows.",
    lambda p, t, logits, y: (p - t) / p.shape[1],
)
softmax_slip(
    "this is a mean over all entries. The loss has one part for each row.",
    lambda p, t, logits, y: (p - t) / p.size,
)
softmax_slip(
    "the probabilities add up to 1 over the rows. Each *row* must have its own.",
    lambda p, t, logits, y: (softmax(logits.T).T - t) / len(y),
)
softmax_slip(
    "each row's largest logit is subtracted, but the powers are added up over the rows."
    " Each *row* has a sum of its own.",
    lambda p, t, logits, y: (powers(logits) / powers(logits).sum(axis=0) - t) / len(y),
)
softmax_slip(
    "the probabilities of all rows together add up to 1. Each *row* must by itself.",
    lambda p, t, logits, y: (powers(logits) / powers(logits).sum() - t) / len(y),
)
softmax_slip(
    "1 is subtracted from whole columns. Each row has one right class: index rows and"
    " classes together, `[np.arange(len(y)), y]`.",
    lambda p, t, logits, y: (p - t.max(axis=0)) / len(y),
)
softmax_slip(
    "1 is subtracted from whole rows: indexed by `y` alone, a table gives rows. Index"
    " rows and classes together, `[np.arange(len(y)), y]`.",
    lambda p, t, logits, y: (p - whole_rows(p, y)) / len(y),
)
softmax_slip(
    "softmax is taken twice. The logits pass it once.",
    lambda p, t, logits, y: (softmax(p) - t) / len(y),
)
softmax_slip(
    "softmax is taken twice: torch's `cross_entropy` has its own.",
    lambda p, t, logits, y: (
        p
        * (softmax(p) - t - ((softmax(p) - t) * p).sum(axis=1, keepdims=True))
        / len(y)
    ),
)
softmax_slip(
    "this is the gradient of −p, not of −ln p: the logarithm is missing.",
    lambda p, t, logits, y: (p * t).sum(axis=1, keepdims=True) * (p - t) / len(y),
)
softmax_slip(
    "the table of truth has as many columns as classes occur in `y`. It needs one for"
    " each column of `logits`.",
    lambda p, t, logits, y: (p - np.eye(np.max(y) + 1)[y]) / len(y),
)
softmax_slip(
    "`sum(axis=1)` has one number for each row, and NumPy lays them along the columns."
    " `keepdims=True` keeps them in a column.",
    lambda p, t, logits, y: (powers(logits) / powers(logits).sum(axis=1) - t) / len(y),
)
softmax_slip(
    "`max(axis=1)` has one number for each row, and NumPy lays them along the columns."
    " `keepdims=True` keeps them in a column.",
    lambda p, t, logits, y: (flat_powers(logits, True) - t) / len(y),
)
softmax_slip(
    "`max(axis=1)` and `sum(axis=1)` have one number for each row, and NumPy lays them"
    " along the columns. `keepdims=True` keeps them in a column.",
    lambda p, t, logits, y: (flat_powers(logits, False) - t) / len(y),
)
softmax_slip(
    "only the right class has a gradient here. A wrong class's logit changes the"
    " softmax too.",
    lambda p, t, logits, y: (p - 1) * t / len(y),
)
softmax_slip(
    "only the wrong classes have a gradient here. What of the right class's logit?",
    lambda p, t, logits, y: p * (1 - t) / len(y),
)
softmax_slip(
    "this is the derivative of 1/p, not of −ln p, by the logits.",
    lambda p, t, logits, y: (p - t) / (p * t).sum(axis=1, keepdims=True) / len(y),
)
softmax_slip(
    "`y` holds the number of the right class. Subtract 1 there, not the number from"
    " each entry.",
    lambda p, t, logits, y: (p - np.asarray(y)[:, None]) / len(y),
)
softmax_slip(
    "the truth is compared with the logits. Turn them into probabilities first.",
    lambda p, t, logits, y: (logits - t) / len(y),
)
softmax_slip(
    "each class is treated alone, by a sigmoid. Softmax makes all classes of a row"
    " share 1.",
    lambda p, t, logits, y: (0.5 * (1 + np.tanh(logits / 2)) - t) / len(y),
)
softmax_slip(
    "this is −1/p for the right class: the derivative by the probability. Go on to the"
    " logits.",
    lambda p, t, logits, y: -t / p / len(y),
)
softmax_slip(
    "this is the slope of one probability by its own logit, p(1 − p). The loss is"
    " −ln p of the right class.",
    lambda p, t, logits, y: p * (1 - p) / len(y),
)
softmax_slip(
    "this is the loss itself. The gradient has a number for each logit.",
    lambda p, t, logits, y: -np.log((p * t).sum(axis=1)).mean(),
)
softmax_slip(
    "this is the gradient of the squared error of the probabilities, not of"
    " cross-entropy.",
    lambda p, t, logits, y: (
        2 * p * (p - t - ((p - t) * p).sum(axis=1, keepdims=True)) / len(y)
    ),
)


@softmax_gradient.symptom(
    "NaN: e to the power of 1,000 is too large for a computer (and e to the −1,000 is"
    " 0). Subtract each row's largest logit first."
)
def _(args, expected, got):
    large = np.max(np.abs(args[0])) > 500
    return large and np.shape(got) == np.shape(expected) and np.isnan(got).any()


@softmax_gradient.symptom(
    "right for small logits, wrong for those of 1,000. Subtract each row's largest"
    " logit before you raise e to it."
)
def _(args, expected, got):
    return bool(np.max(np.abs(args[0])) > 500)


@softmax_gradient.symptom("the right class is counted from 1 here. `y` counts from 0.")
def _(args, expected, got):
    before = (np.asarray(args[1]) - 1) % np.shape(args[0])[1]  # −1 is the last class
    shifted = (softmax(args[0]) - one_hot(args[0], before)) / len(before)
    return np.shape(got) == np.shape(expected) and np.allclose(got, shifted)


ALL = lesson(__name__)
