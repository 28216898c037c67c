"""Answers to lesson 3.1 by students who had seen the lesson only."""

import math

import numpy as np
import pandas as pd
import torch
from scipy.special import logsumexp, softmax
from torch import nn

from tests.exercises.answers import right, wrong

# ---- n_parameters ----

right("n_parameters", 1216)
right("n_parameters", 3 * 5 * 5 * 16 + 16)
right("n_parameters", sum(p.numel() for p in nn.Conv2d(3, 16, 5).parameters()))
right("n_parameters", 1216.0)
right("n_parameters", np.int64(1216))
right("n_parameters", torch.tensor(76 * 16))

wrong("n_parameters", 1200, "no biases", says="a bias as well")
wrong("n_parameters", 416, "one picture instead of three", says="grey picture")
wrong("n_parameters", 400, "one picture, no biases", says="16 biases are missing")
wrong("n_parameters", 1248, "a bias for each picture", says="whole window")
wrong("n_parameters", 76, "one window", says="one window only")
wrong("n_parameters", 1201, "one bias for all", says="each of the 16")
wrong("n_parameters", 16 * 3 * 5 + 16, "5 instead of 25", says="5 high")
wrong("n_parameters", 3 * 32 * 32 * 16 + 16, "a linear layer", says="linear layer")
wrong("n_parameters", 1216 * 32 * 32, "times the places", says="size of the picture")
wrong("n_parameters", 1200 * 28 * 28, "times the places", says="size of the picture")
wrong("n_parameters", 12160, "a slip", says="size of the picture")

# ---- torch_loop ----

right("torch_loop", "A F G D B E H")
right("torch_loop", "AGFDBEH")
right("torch_loop", "a, f, g, d, b, e, h")
right("torch_loop", ["A", "F", "G", "D", "B", "E", "H"])
right("torch_loop", np.array(list("AGFDBEH")))

wrong("torch_loop", "A C G D B E H", "softmax twice", says="has its own")
wrong("torch_loop", "A F D G B E H", "clears after backward", says="would clear")
wrong("torch_loop", "A F G B D E H", "steps too early", says="steps before")
wrong("torch_loop", "A F G D B H E", "judges with dropout", says="dropout is still on")
wrong("torch_loop", "A D F G B E H", "back without a loss", says="goes back from")
wrong("torch_loop", "E A F G D B H", "eval first", says="training mode")
wrong("torch_loop", "G A F D B E H", "clear first", says="first line is A")
wrong("torch_loop", "A F G D B H", "no eval", says="a letter is missing")
wrong("torch_loop", "F A G D B E H", "loss before logits", says="needs the logits")
wrong("torch_loop", "A F D B E H", "no zero_grad", says="a letter is missing")

# ---- layer_backward ----


@right("layer_backward")
def _(X, W, b, dY):
    Z = X @ W + b
    dZ = dY * (Z > 0)
    dW = X.T @ dZ
    db = dZ.sum(axis=0)
    dX = dZ @ W.T + dY
    return {"X": dX, "W": dW, "b": db}


@right("layer_backward")
def _(X, W, b, dY):
    dZ = np.where(X @ W + b > 0, dY, 0)
    result = {"b": sum(dZ)}
    result["W"] = np.einsum("ni,nj->ij", X, dZ)
    result["X"] = dY + np.einsum("nj,ij->ni", dZ, W)
    return result


@right("layer_backward")
def _(X, W, b, dY):
    X, W, b, dY = (torch.tensor(a, dtype=torch.float64) for a in (X, W, b, dY))
    for t in (X, W, b):
        t.requires_grad = True
    (dY * (X + torch.relu(X @ W + b))).sum().backward()
    return dict(X=X.grad, W=W.grad, b=b.grad)


@right("layer_backward")
def _(X, W, b, dY):
    dX, dW, db = dY.copy(), np.zeros_like(W), np.zeros_like(b)
    for x, dy, dx in zip(X, dY, dX):
        for j in range(len(b)):
            if x @ W[:, j] + b[j] > 0:
                db[j] += dy[j]
                dW[:, j] += x * dy[j]
                dx += W[:, j] * dy[j]
    return {"X": dX, "W": dW, "b": db}


@right("layer_backward")
def _(X, W, b, dY):
    H = np.maximum(X @ W + b, 0)
    dZ = dY.copy()
    dZ[H == 0] = 0
    ones = np.ones((1, len(X)))
    return {"X": dY + (W @ dZ.T).T, "W": (dZ.T @ X).T, "b": (ones @ dZ)[0]}


@wrong("layer_backward", "no way past the layer", says="past the layer")
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return dict(X=dZ @ W.T, W=X.T @ dZ, b=dZ.sum(0))


@wrong("layer_backward", "the plus sign is gated too", says="passes unchanged")
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return dict(X=dZ @ W.T + dZ, W=X.T @ dZ, b=dZ.sum(0))


@wrong("layer_backward", "no ReLU", says="positive")
def _(X, W, b, dY):
    return dict(X=dY + dY @ W.T, W=X.T @ dY, b=dY.sum(0))


@wrong("layer_backward", "a sum of 0 passes", says="exactly 0")
def _(X, W, b, dY):
    dZ = dY * (X @ W + b >= 0)
    return dict(X=dY + dZ @ W.T, W=X.T @ dZ, b=dZ.sum(0))


@wrong("layer_backward", "clamp passes a gradient at 0", says="exactly 0")
def _(X, W, b, dY):
    X, W, b = (torch.tensor(a, requires_grad=True) for a in (X, W, b))
    (torch.tensor(dY) * (X + (X @ W + b).clamp(min=0))).sum().backward()
    return dict(X=X.grad, W=W.grad, b=b.grad)


@wrong("layer_backward", "gated by Y", says="not that of Y")
def _(X, W, b, dY):
    Y = X + np.maximum(X @ W + b, 0)
    dZ = dY * (Y > 0)
    return dict(X=dY + dZ @ W.T, W=X.T @ dZ, b=dZ.sum(0))


@wrong("layer_backward", "W not transposed", says="transposed")
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return dict(X=dY + dZ @ W, W=X.T @ dZ, b=dZ.sum(0))


@wrong("layer_backward", "dW transposed", says="exchanged")
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return dict(X=dY + dZ @ W.T, W=dZ.T @ X, b=dZ.sum(0))


@wrong("layer_backward", "db is one number", says="a bias of its own")
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return dict(X=dY + dZ @ W.T, W=X.T @ dZ, b=dZ.sum())


@wrong("layer_backward", "means instead of sums", says="means over the rows")
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return dict(X=dY + dZ @ W.T, W=X.T @ dZ / len(X), b=dZ.mean(0))


@wrong("layer_backward", "without the bias in the sum", says="bias is missing")
def _(X, W, b, dY):
    dZ = dY * (X @ W > 0)
    return dict(X=dY + dZ @ W.T, W=X.T @ dZ, b=dZ.sum(0))


@wrong("layer_backward", "names exchanged", says="each other's names")
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return dict(W=dY + dZ @ W.T, X=X.T @ dZ, b=dZ.sum(0))


@wrong("layer_backward", "a tuple, not a dictionary", says=None)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return dY + dZ @ W.T, X.T @ dZ, dZ.sum(0)


# ---- train_network ----


@right("train_network")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
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


@right("train_network")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (y - chances) / len(y)  # uphill, and so are the steps
        dZ = np.where(H > 0, np.outer(dS, W2), 0)
        W1 = W1 + learning_rate * X.T @ dZ
        b1 = b1 + learning_rate * sum(dZ)
        W2 = W2 + learning_rate * H.T @ dS
        b2 = b2 + learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@right("train_network")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    W1, b1, W2, b2 = (np.array(a, float) for a in (W1, b1, W2, b2))
    for _ in range(n_steps):
        H = (X @ W1 + b1).clip(min=0)
        p = 1 / (1 + np.exp(-(H @ W2 + b2)))
        d = (p - y) / y.size
        back = np.outer(d, W2) * np.sign(H)
        W2 -= learning_rate * H.T @ d
        b2 -= learning_rate * d.sum()
        W1 -= learning_rate * X.T @ back
        b1 -= learning_rate * back.sum(0)
    return (X @ W1 + b1).clip(min=0) @ W2 + b2


@right("train_network")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    model = nn.Sequential(nn.Linear(*W1.shape), nn.ReLU(), nn.Linear(len(W2), 1))
    model = model.double()
    with torch.no_grad():
        for p, a in zip(model.parameters(), (W1.T, b1, W2[None], [b2])):
            p.copy_(torch.tensor(np.array(a)))
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    X, y = torch.tensor(X), torch.tensor(y)
    for _ in range(n_steps):
        optimizer.zero_grad()
        scores = model(X)[:, 0]
        nn.functional.binary_cross_entropy_with_logits(scores, y).backward()
        optimizer.step()
    return model(X)[:, 0]


@right("train_network")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    step = 0
    while step < n_steps:
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dZ = dS[:, None] @ W2[None] * (Z > 0).astype(float)
        b1 = b1 - learning_rate * np.ones(len(y)) @ dZ
        W1, W2 = W1 - learning_rate * X.T @ dZ, W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
        step += 1
    return list(np.maximum(X @ W1 + b1, 0) @ W2 + b2)


def repaired(sign=1, gate=lambda Z: Z > 0, bias=lambda dZ: dZ.sum(axis=0), n=len):
    def answer(X, y, W1, b1, W2, b2, learning_rate, n_steps):
        for _ in range(n_steps):
            Z = X @ W1 + b1
            H = np.maximum(Z, 0)
            chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
            dS = sign * (chances - y) / n(y)
            dH = dS[:, None] * W2
            dZ = dH * gate(Z)
            W1 = W1 - learning_rate * X.T @ dZ
            b1 = b1 - learning_rate * bias(dZ)
            W2 = W2 - learning_rate * H.T @ dS
            b2 = b2 - learning_rate * dS.sum()
        return np.maximum(X @ W1 + b1, 0) @ W2 + b2

    return answer


wrong("train_network", repaired(sign=-1), "uphill", says="uphill")
wrong("train_network", repaired(gate=lambda Z: Z < 0), "gate", says="wrong places")
wrong("train_network", repaired(bias=np.sum), "one bias", says="gradient of `b1`")
wrong(
    "train_network",
    repaired(sign=-1, bias=np.sum),
    "only the gate is mended",
    says="is wrong too",
)
wrong(
    "train_network",
    repaired(gate=lambda Z: Z < 0, bias=np.sum),
    "only the sign is mended",
    says="is wrong too",
)
wrong(
    "train_network",
    repaired(sign=-1, gate=lambda Z: Z < 0),
    "only the bias is mended",
    says="is wrong too",
)
wrong("train_network", repaired(gate=lambda Z: Z >= 0), "0 passes", says="exactly 0")
wrong("train_network", repaired(gate=np.ones_like), "no gate", says="everywhere")
wrong("train_network", repaired(n=lambda y: 1), "a sum", says="mean over the rows")
wrong(
    "train_network",
    repaired(bias=lambda dZ: dZ.mean(axis=0)),
    "the mean over the rows",
    says="is a mean",
)
wrong(
    "train_network",
    repaired(bias=lambda dZ: dZ.sum(axis=1)),
    "the wrong axis",
    says="along each row",
)


@wrong("train_network", "return inside the loop", says="`return` stands inside")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dZ = np.outer(dS, W2) * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
        return np.maximum(X @ W1 + b1, 0) @ W2 + b2


# ---- softmax_gradient ----


@right("softmax_gradient")
def _(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    truth = np.eye(logits.shape[1])[y]
    return (p - truth) / len(y)


@right("softmax_gradient")
def _(logits, y):
    logits = torch.tensor(logits, requires_grad=True)
    (-logits.log_softmax(1)[range(len(y)), torch.tensor(y)]).mean().backward()
    return logits.grad


@right("softmax_gradient")
def _(logits, y):
    from scipy.special import softmax

    result = softmax(logits, axis=1)
    for row, c in enumerate(y):
        result[row, c] -= 1
    return result / len(result)


@right("softmax_gradient")
def _(logits, y):
    out = []
    for row, c in zip(np.asarray(logits), y):
        p = [1 / np.exp(row - v).sum() for v in row]
        p[c] -= 1
        out.append([v / len(y) for v in p])
    return out


@right("softmax_gradient")
def _(logits, y):
    import pandas as pd

    p = torch.softmax(torch.tensor(logits), dim=1).numpy()
    truth = pd.get_dummies(pd.Categorical(y, range(p.shape[1]))).to_numpy()
    return (p - truth) / p.shape[0]


@wrong("softmax_gradient", "NaN at 1,000", says="NaN")
def _(logits, y):
    e = np.exp(logits)
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@wrong("softmax_gradient", "one maximum for all rows, clipped", says=None)
def _(logits, y):
    e = np.exp(np.clip(logits, -700, 700))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


def from_chances(change):
    def answer(logits, y):
        p = torch.softmax(torch.tensor(logits), dim=1).numpy()
        truth = np.eye(p.shape[1])[y]
        return change(p, truth, y)

    return answer


wrong(
    "softmax_gradient",
    from_chances(lambda p, t, y: p - t),
    "no mean",
    says="gradient of the sum",
)
wrong(
    "softmax_gradient",
    from_chances(lambda p, t, y: (t - p) / len(y)),
    "the sign",
    says="points downhill",
)
wrong(
    "softmax_gradient",
    from_chances(lambda p, t, y: p),
    "only the softmax",
    says="these are the probabilities",
)
wrong(
    "softmax_gradient",
    from_chances(lambda p, t, y: (p - t) / p.shape[1]),
    "divided by the classes",
    says="number of classes",
)
wrong(
    "softmax_gradient",
    from_chances(lambda p, t, y: t * (p - t) / len(y)),
    "the right class only",
    says="only the right class",
)
wrong(
    "softmax_gradient",
    from_chances(lambda p, t, y: (p - y[:, None]) / len(y)),
    "y itself is subtracted",
    says="number of the right class",
)
wrong(
    "softmax_gradient",
    from_chances(lambda p, t, y: -np.log((p * t).sum(1)).mean()),
    "the loss",
    says="loss itself",
)
wrong(
    "softmax_gradient",
    from_chances(lambda p, t, y: -t / p / len(y)),
    "−1/p",
    says="derivative by the probability",
)


@wrong("softmax_gradient", "softmax over the rows", says="over the rows")
def _(logits, y):
    p = torch.softmax(torch.tensor(logits), dim=0).numpy()
    return (p - np.eye(p.shape[1])[y]) / len(y)


@wrong("softmax_gradient", "sigmoids", says="sigmoid")
def _(logits, y):
    p = torch.sigmoid(torch.tensor(logits)).numpy()
    return (p - np.eye(p.shape[1])[y]) / len(y)


# ======== a second student

# ---- n_parameters again ----

right("n_parameters", 16 * 3 * 5 * 5 + 16)
right("n_parameters", (3 * 25 + 1) * 16)
right("n_parameters", sum(p.numel() for p in nn.Conv2d(3, 16, 5).parameters()))
right("n_parameters", np.prod((16, 3, 5, 5)) + 16)
right("n_parameters", 1216.0)
right("n_parameters", torch.tensor(1216))

wrong(
    "n_parameters",
    16 * 25 + 16,
    "a window over one picture only",
    says="this is for a grey picture. Here each window",
)
wrong(
    "n_parameters",
    3 * 16 * 25,
    "no biases",
    says="these are the weights. Each of the 16 windows",
)
wrong(
    "n_parameters",
    (25 + 1) * 3 * 16,
    "a bias for each window",
    says="a bias belongs to a whole window, not to each",
)
wrong(
    "n_parameters",
    3 * 16 * 25 + 1,
    "one bias in all",
    says="one bias is too few: each of the 16 windows",
)
wrong(
    "n_parameters",
    3 * 16 * 25 + 3,
    "a bias for each input picture",
    says="there are as many biases as windows: 16, not",
)
wrong(
    "n_parameters",
    3 * 16 * 9 + 16,
    "windows of 3 x 3, as in the lesson",
    says="these windows are 3 wide and 3 high. Here",
)
wrong(
    "n_parameters",
    16 * 3 * 25 * 32 * 32,
    "the windows counted at each place",
    says="far too many: the same windows serve all",
)
wrong(
    "n_parameters",
    (3 * 32 * 32 + 1) * 16,
    "a linear layer to 16 numbers",
    says="a linear layer would have a weight for each",
)
wrong(
    "n_parameters",
    16 * 3 * 25 + 16 * 28 * 28,
    "a bias at each place",
    says="far too many: the same windows serve all",
)
wrong(
    "n_parameters",
    3 * 16 * 5 + 16,
    "5 weights in a window",
    says="a window is 5 wide *and* 5 high: it has 25",
)
wrong(
    "n_parameters",
    3 * 16 * 25 * 28 * 28 + 16,
    "no sharing: 28 x 28 places",
    says="far too many: the same windows serve all",
)
wrong("n_parameters", 25 + 16, "one window in all", says=None)
wrong(
    "n_parameters",
    320,
    "the number of the lesson",
    says="this is the layer of the lesson: one picture,",
)
wrong("n_parameters", 2, "the number of tensors", says=None)

# ---- torch_loop again ----

right("torch_loop", "A F G D B E H")
right("torch_loop", "AGFDBEH")
right("torch_loop", ["A", "F", "G", "D", "B", "E", "H"])
right("torch_loop", "a, f, g, d, b, e, h")
right("torch_loop", "A-F-G-D-B-E-H")
right("torch_loop", "A F D B G E H")  # cleared after the step: the same

wrong(
    "torch_loop",
    "A C G D B E H",
    "softmax before cross_entropy",
    says="line C puts a softmax before `cross_entropy`,",
)
wrong(
    "torch_loop",
    "A F D G B E H",
    "the gradient is cleared before the step",
    says="line G would clear the gradient that line D",
)
wrong(
    "torch_loop",
    "A F G B D E H",
    "a step before backward",
    says="line B steps before this batch's gradient is",
)
wrong(
    "torch_loop",
    "A F G D B H E",
    "judged before eval",
    says="line H judges while dropout is still on.",
)
wrong(
    "torch_loop",
    "A G D F B E H",
    "backward before there is a loss",
    says="line D goes back from the loss. Which line",
)
wrong(
    "torch_loop",
    "A F G D B H",
    "no eval",
    says="a letter is missing: 7 of the 8 are needed.",
)
wrong(
    "torch_loop",
    "E A F G D B H",
    "eval before the training",
    says="line E ends training mode. The loop goes on",
)
wrong(
    "torch_loop",
    "A F D B E H",
    "no zero_grad",
    says="a letter is missing: 7 of the 8 are needed.",
)
wrong(
    "torch_loop",
    "A F G D E B H",
    "eval inside the loop, before the step",
    says="line E ends training mode. The loop goes on",
)
wrong(
    "torch_loop",
    "A F C G D B E H",
    "all eight lines",
    says="line C puts a softmax before `cross_entropy`,",
)
wrong(
    "torch_loop",
    "G A F D B E H",
    "begins with zero_grad, though the first is A",
    says="the first line is A.",
)
wrong(
    "torch_loop",
    "A B C D E F G",
    "the example of the text",
    says="line C puts a softmax before `cross_entropy`,",
)

# ---- layer_backward again ----


@right("layer_backward")
def _(X, W, b, dY):
    on = (X @ W + b) > 0
    d = dY * on
    return dict(X=d @ W.T + dY, W=X.T @ d, b=d.sum(axis=0))


@right("layer_backward")
def _(X, W, b, dY):
    n, size = X.shape
    gX = [[float(dY[r][i]) for i in range(size)] for r in range(n)]
    gW = [[0.0] * size for _ in range(size)]
    gb = [0.0] * size
    for r in range(n):
        for j in range(size):
            s = b[j]
            for i in range(size):
                s += X[r][i] * W[i][j]
            if s > 0:
                gb[j] += dY[r][j]
                for i in range(size):
                    gW[i][j] += X[r][i] * dY[r][j]
                    gX[r][i] += W[i][j] * dY[r][j]
    return {"X": gX, "W": gW, "b": gb}


@right("layer_backward")
def _(X, W, b, dY):
    X, W, b, dY = (torch.tensor(np.array(a, dtype=float)) for a in (X, W, b, dY))
    for t in (X, W, b):
        t.requires_grad_()
    (X + torch.relu(X @ W + b)).backward(dY)
    return {"X": X.grad, "W": W.grad, "b": b.grad}


@right("layer_backward")
def _(X, W, b, dY):
    X, W, b = (
        torch.tensor(np.array(a, dtype=float), requires_grad=True) for a in (X, W, b)
    )
    loss = ((X + torch.relu(X @ W + b)) * torch.tensor(np.array(dY))).sum()
    gX, gW, gb = torch.autograd.grad(loss, (X, W, b))
    return {"b": gb.numpy(), "W": gW.numpy(), "X": gX.numpy()}


@right("layer_backward")
def _(X, W, b, dY):
    d = np.where(np.maximum(X @ W + b, 0) > 0, dY, 0)
    gW = np.einsum("ri,rj->ij", X, d)
    gX = dY + np.einsum("rj,ij->ri", d, W)
    return {"X": gX, "W": gW, "b": np.ones(len(X)) @ d}


@right("layer_backward")
def _(X, W, b, dY):
    d = pd.DataFrame(dY) * (pd.DataFrame(X).dot(W) + b > 0)
    return {"X": dY + d.dot(W.T), "W": pd.DataFrame(X).T.dot(d), "b": d.sum()}


@right("layer_backward")
def _(X, W, b, dY):
    d = dY.copy()
    d[X @ W + b <= 0] = 0
    grads = {"W": sum(np.outer(x, g) for x, g in zip(X, d)), "b": sum(d)}
    grads["X"] = np.array([W @ g for g in d]) + dY
    return grads


@wrong(
    "layer_backward",
    "no gradient through the plus sign",
    says="X also reaches Y past the layer, through the",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "ReLU forgotten",
    says="ReLU lets the gradient through only where its",
)
def _(X, W, b, dY):
    return {"X": dY + dY @ W.T, "W": X.T @ dY, "b": dY.sum(axis=0)}


@wrong(
    "layer_backward",
    "W not transposed",
    says="on the way back the weights are transposed:",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": dY + dZ @ W, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "dW transposed",
    says="dW has its rows and columns exchanged: row i",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": dY + dZ @ W.T, "W": dZ.T @ X, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "ReLU judged on Y instead of the sums",
    says="ReLU bends the sum X @ W + b. Its sign",
)
def _(X, W, b, dY):
    Y = X + np.maximum(X @ W + b, 0)
    dZ = dY * (Y > 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "passes a gradient at exactly 0",
    says="where a sum is exactly 0, ReLU passes no",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b >= 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "the bias forgotten in the sums",
    says="ReLU bends X @ W + b. Here the bias is",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W > 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "db summed over everything",
    says="db is one number. Each neuron has a bias of",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum()}


@wrong(
    "layer_backward",
    "db summed along the wrong axis",
    says="db is added up along a row. A bias serves all",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=1)}


@wrong(
    "layer_backward",
    "db is the mean over the rows",
    says="db is a mean over the rows. Add up, as for dW.",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.mean(axis=0)}


@wrong(
    "layer_backward",
    "dW and db divided by the rows",
    says="these are means over the rows. dY holds the",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    n = len(X)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ / n, "b": dZ.sum(axis=0) / n}


@wrong(
    "layer_backward",
    "adds X instead of dY",
    says="through the plus sign passes dY, not X: dX is",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": X + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "adds 1, the slope of X, instead of dY",
    says="through the plus sign passes its slope, 1,",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": 1 + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "ReLU on the gradient instead of by the sums",
    says="ReLU is put on the gradient. Where the *sum*",
)
def _(X, W, b, dY):
    dZ = np.maximum(dY, 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "multiplied by the hidden value, not by 0 or 1",
    says="the gradient is multiplied by ReLU's *value*.",
)
def _(X, W, b, dY):
    dZ = dY * np.maximum(X @ W + b, 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "the mask the wrong way round",
    says="the gate is the wrong way round: the gradient",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b < 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "the plus sign is taken through ReLU too",
    says="through the plus sign dY passes unchanged:",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": dZ + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "returns a tuple",
    says="expected a dict, got a tuple of 3 values.",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return dY + dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


@wrong(
    "layer_backward",
    "named dX, dW, db",
    says="in the dict the keys `'X'`, `'W'`, `'b'` are",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"dX": dY + dZ @ W.T, "dW": X.T @ dZ, "db": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "only the first row",
    says="the `return` stands inside the loop: it ends",
)
def _(X, W, b, dY):
    for x, g in zip(X, dY):
        d = g * (x @ W + b > 0)
        return {"X": [g + W @ d], "W": np.outer(x, d), "b": d}


@wrong(
    "layer_backward",
    "totals reset for each row: the last row only",
    says="dW and db hold the last row only. Do they",
)
def _(X, W, b, dY):
    gX = []
    for x, g in zip(X, dY):
        gW, gb = np.zeros(W.shape), np.zeros(len(b))
        d = g * (x @ W + b > 0)
        gX.append(g + W @ d)
        gW += np.outer(x, d)
        gb += d
    return {"X": gX, "W": gW, "b": gb}


@wrong(
    "layer_backward",
    "db keeps the rows: shape (1, size)",
    says="db has the right numbers in the shape (1,",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0, keepdims=True)}


@wrong(
    "layer_backward",
    "dX uses dY for the layer: ReLU forgotten in dX only",
    says="dX must pass ReLU on its way through the",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": dY + dY @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong("layer_backward", "the forward pass", says="`dY` is never used.")
def _(X, W, b, dY):
    return X + np.maximum(X @ W + b, 0)


@wrong(
    "layer_backward",
    "X added to the gradient of W: residual in the wrong place",
    says="the way past the layer meets neither W nor b.",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": dY + dZ @ W.T, "W": X.T @ (dZ + dY), "b": (dZ + dY).sum(axis=0)}


@wrong(
    "layer_backward",
    "dW from the hidden values instead of X",
    says="dX and db are right, dW is not. The weight",
)
def _(X, W, b, dY):
    H = np.maximum(X @ W + b, 0)
    dZ = dY * (H > 0)
    return {"X": dY + dZ @ W.T, "W": H.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "the two ways multiplied, not added",
    says="dW and db are right, dX is not. It has two",
)
def _(X, W, b, dY):
    dZ = dY * (X @ W + b > 0)
    return {"X": dY * (dZ @ W.T), "W": X.T @ dZ, "b": dZ.sum(axis=0)}


@wrong(
    "layer_backward",
    "the whole Y goes through ReLU",
    says="the plus sign stands outside ReLU: Y = X +",
)
def _(X, W, b, dY):
    dZ = dY * (X + X @ W + b > 0)
    return {"X": dZ + dZ @ W.T, "W": X.T @ dZ, "b": dZ.sum(axis=0)}


# ---- train_network again ----


@right("train_network")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
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


@right("train_network")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    # the sign is left, and each step goes up what is now downhill
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (y - chances) / len(y)
        dZ = dS[:, None] * W2 * (H > 0)
        W1 = W1 + learning_rate * X.T @ dZ
        b1 = b1 + learning_rate * dZ.sum(0)
        W2 = W2 + learning_rate * H.T @ dS
        b2 = b2 + learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@right("train_network")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    X, y, W1, b1, W2, b2 = (
        torch.tensor(np.array(a, dtype=float)) for a in (X, y, W1, b1, W2, b2)
    )
    parameters = [p.requires_grad_() for p in (W1, b1, W2, b2)]
    optimizer = torch.optim.SGD(parameters, lr=float(learning_rate))
    for _ in range(n_steps):
        scores = torch.relu(X @ W1 + b1) @ W2 + b2
        loss = nn.functional.binary_cross_entropy_with_logits(scores, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return (torch.relu(X @ W1 + b1) @ W2 + b2).detach().numpy()


@right("train_network")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = Z * (Z > 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        gW1, gb1 = np.zeros(W1.shape), np.zeros(b1.shape)
        gW2, gb2 = np.zeros(W2.shape), 0.0
        for r in range(len(y)):
            d = (chances[r] - y[r]) / len(y)
            for k in range(len(W2)):
                gW2[k] += d * H[r, k]
                if Z[r, k] > 0:
                    gW1[:, k] += d * W2[k] * X[r]
                    gb1[k] += d * W2[k]
            gb2 += d
        W1, b1 = W1 - learning_rate * gW1, b1 - learning_rate * gb1
        W2, b2 = W2 - learning_rate * gW2, b2 - learning_rate * gb2
    return list(np.maximum(X @ W1 + b1, 0) @ W2 + b2)


@right("train_network")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    def walk(W1, b1, W2, b2, left):
        H = np.maximum(X @ W1 + b1, 0)
        scores = H @ W2 + b2
        if left == 0:
            return scores
        dS = (1 / (1 + np.exp(-scores)) - y) / len(y)
        dZ = np.outer(dS, W2) * np.sign(H)
        steps = (X.T @ dZ, dZ.sum(0), H.T @ dS, dS.sum())
        moved = (p - learning_rate * g for p, g in zip((W1, b1, W2, b2), steps))
        return walk(*moved, left - 1)

    return walk(W1, b1, W2, b2, n_steps)


@right("train_network")  # with a remark: it changes its arguments
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 -= learning_rate * X.T @ dZ
        b1 -= learning_rate * dZ.sum(axis=0)
        W2 -= learning_rate * H.T @ dS
        b2 -= learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network",
    "as given: nothing repaired",
    says="it does what it did at first: three lines are",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
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


@wrong(
    "train_network",
    "the sign is not repaired",
    says="the steps still lead uphill: what is compared",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (y - chances) / len(y)
        dH = dS[:, None] * W2
        dZ = dH * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network",
    "the ReLU mask is not repaired",
    says="the gradient still passes ReLU in the wrong",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dH = dS[:, None] * W2
        dZ = dH * (Z < 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network",
    "the sum of b1 is not repaired",
    says="one line is still wrong: which shape has the",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dH = dS[:, None] * W2
        dZ = dH * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum()
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network",
    "the mask is dropped instead of turned round",
    says="now the gradient passes ReLU everywhere. It",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dZ = dS[:, None] * W2
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network",
    "only the two last lines go uphill: half a sign repair",
    says="the first layer steps uphill: dS should carry",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (y - chances) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 + learning_rate * H.T @ dS
        b2 = b2 + learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network",
    "b1 gets the mean instead of the sum",
    says="the gradient of `b1` is a mean. Add up over",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.mean(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network",
    "b1 summed along axis 1",
    says="the gradient of `b1` is added up along each",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=1)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network",
    "return inside the loop",
    says="the `return` stands inside the loop: it ends",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
        return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network",
    "the last scores of the loop: before the last step",
    says="these are the scores before the last step.",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        scores = H @ W2 + b2
        chances = 1 / (1 + np.exp(-scores))
        dS = (chances - y) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return scores


@wrong(
    "train_network",
    "probabilities instead of scores",
    says="these are probabilities. Asked are the scores.",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return 1 / (1 + np.exp(-(np.maximum(X @ W1 + b1, 0) @ W2 + b2)))


@wrong(
    "train_network",
    "no division by the rows",
    says="the mean over the rows is gone: the steps are",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = chances - y
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network",
    "W2 is moved before dH is computed",
    says="dH must use the weights with which the scores",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network",
    "the loss of squares: times p (1 - p)",
    says="dS is that of a squared error. For",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) * chances * (1 - chances) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network",
    "one step too few",
    says="these are the scores before the last step.",
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(1, n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong(
    "train_network", "no ReLU in the judgement", says="the last line has lost its ReLU."
)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        chances = 1 / (1 + np.exp(-(H @ W2 + b2)))
        dS = (chances - y) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return (X @ W1 + b1) @ W2 + b2


@wrong("train_network", "dS from the scores, no sigmoid", says=None)
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        dS = (H @ W2 + b2 - y) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


# ---- softmax_gradient again ----


@right("softmax_gradient")
def _(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[range(len(y)), y] -= 1
    return p / len(y)


@right("softmax_gradient")
def _(logits, y):
    t = torch.tensor(np.array(logits, dtype=float), requires_grad=True)
    nn.functional.cross_entropy(t, torch.tensor(np.array(y)).long()).backward()
    return t.grad


@right("softmax_gradient")
def _(logits, y):
    rows = []
    for row, c in zip(logits, y):
        top = max(row)
        powers = [math.exp(v - top) for v in row]
        total = sum(powers)
        rows.append([(v / total - (k == c)) / len(y) for k, v in enumerate(powers)])
    return rows


@right("softmax_gradient")
def _(logits, y):
    p = softmax(logits, axis=1)
    return (p - np.eye(logits.shape[1])[y]) / len(logits)


@right("softmax_gradient")
def _(logits, y):
    p = pd.DataFrame(logits)
    p = p.sub(p.max(axis=1), axis=0).pipe(np.exp)
    p = p.div(p.sum(axis=1), axis=0)
    truth = pd.get_dummies(pd.Categorical(y, categories=p.columns)).astype(float)
    return (p - truth.to_numpy()) / len(p)


@right("softmax_gradient")
def _(logits, y):
    p = np.exp(logits - logsumexp(logits, axis=1)[:, None])
    return (p - (y[:, None] == np.arange(logits.shape[1]))) / y.size


@right("softmax_gradient")
def _(logits, y):
    p = torch.tensor(np.array(logits, dtype=float)).softmax(dim=1)
    truth = nn.functional.one_hot(torch.tensor(np.array(y)).long(), p.shape[1])
    return ((p - truth) / len(p)).tolist()


@wrong(
    "softmax_gradient",
    "overflow at large logits",
    says="NaN: e to the power of 1,000 is too large for",
)
def _(logits, y):
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@wrong(
    "softmax_gradient",
    "no division by the rows",
    says="this is the gradient of the sum. The loss is",
)
def _(logits, y):
    p = softmax(logits, axis=1)
    p[np.arange(len(y)), y] -= 1
    return p


@wrong(
    "softmax_gradient",
    "the sign is wrong",
    says="truth minus prediction points downhill. The",
)
def _(logits, y):
    p = softmax(logits, axis=1)
    return (np.eye(p.shape[1])[y] - p) / len(y)


@wrong(
    "softmax_gradient",
    "softmax over the rows (axis 0)",
    says="the probabilities add up to 1 over the rows.",
)
def _(logits, y):
    p = softmax(logits, axis=0)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@wrong(
    "softmax_gradient",
    "one maximum for the whole table",
    says="NaN: e to the power of 1,000 is too large for",
)
def _(logits, y):
    e = np.exp(logits - logits.max())
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@wrong(
    "softmax_gradient",
    "normalised over the whole table",
    says="the probabilities of all rows together add up",
)
def _(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum()
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@wrong(
    "softmax_gradient",
    "a column of p for y: p[:, y] -= 1",
    says="1 is subtracted from whole columns. Each row",
)
def _(logits, y):
    p = softmax(logits, axis=1)
    p[:, y] -= 1
    return p / len(y)


@wrong(
    "softmax_gradient",
    "only the right class gets a gradient",
    says="only the right class has a gradient here. A",
)
def _(logits, y):
    p = softmax(logits, axis=1)
    out = np.zeros(p.shape)
    r = np.arange(len(y))
    out[r, y] = (p[r, y] - 1) / len(y)
    return out


@wrong(
    "softmax_gradient",
    "divided by the number of classes",
    says="you divided by the number of classes. The",
)
def _(logits, y):
    p = softmax(logits, axis=1)
    p[np.arange(len(y)), y] -= 1
    return p / logits.shape[1]


@wrong(
    "softmax_gradient",
    "divided by rows times classes",
    says="this is a mean over all entries. The loss has",
)
def _(logits, y):
    p = softmax(logits, axis=1)
    p[np.arange(len(y)), y] -= 1
    return p / p.size


@wrong(
    "softmax_gradient",
    "the sigmoid of each logit",
    says="each class is treated alone, by a sigmoid.",
)
def _(logits, y):
    p = 1 / (1 + np.exp(-np.clip(logits, -500, 500)))
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@wrong(
    "softmax_gradient",
    "the logits themselves, no softmax",
    says="the truth is compared with the logits. Turn",
)
def _(logits, y):
    return (logits - np.eye(logits.shape[1])[y]) / len(y)


@wrong(
    "softmax_gradient",
    "the gradient of -p: a factor p too much",
    says="this is the gradient of −p, not of −ln p: the",
)
def _(logits, y):
    p = softmax(logits, axis=1)
    right_ones = p[np.arange(len(y)), y][:, None]
    return right_ones * (p - np.eye(p.shape[1])[y]) / len(y)


@wrong(
    "softmax_gradient",
    "the loss of each row",
    says="expected an array of numbers of shape (2, 2),",
)
def _(logits, y):
    p = softmax(logits, axis=1)
    return -np.log(p[np.arange(len(y)), y] + 1e-300)


@wrong(
    "softmax_gradient",
    "the probabilities only",
    says="these are the probabilities. What is",
)
def _(logits, y):
    return softmax(logits, axis=1)


@wrong(
    "softmax_gradient",
    "the probabilities divided by the rows",
    says="these are the probabilities, divided by n.",
)
def _(logits, y):
    return softmax(logits, axis=1) / len(y)


@wrong(
    "softmax_gradient",
    "classes counted from 1",
    says="the right class is counted from 1 here. `y`",
)
def _(logits, y):
    p = softmax(logits, axis=1)
    p[np.arange(len(y)), np.array(y) - 1] -= 1
    return p / len(y)


@wrong(
    "softmax_gradient",
    "return inside the loop: the first row only",
    says="the `return` stands inside the loop: it ends",
)
def _(logits, y):
    out = np.zeros(logits.shape)
    for i, c in enumerate(y):
        out[i] = softmax(logits[i])
        out[i, c] -= 1
        return out / len(y)


@wrong(
    "softmax_gradient",
    "gradient with respect to the probabilities",
    says="this is −1/p for the right class: the",
)
def _(logits, y):
    p = softmax(logits, axis=1)
    return -np.eye(p.shape[1])[y] / np.maximum(p, 1e-12) / len(y)


@wrong(
    "softmax_gradient",
    "softmax twice",
    says="softmax is taken twice. The logits pass it",
)
def _(logits, y):
    p = softmax(softmax(logits, axis=1), axis=1)
    return (p - np.eye(p.shape[1])[y]) / len(y)


@wrong(
    "softmax_gradient",
    "logits clipped to 100",
    says="right for small logits, wrong for those of",
)
def _(logits, y):
    p = softmax(np.clip(logits, -100, 100), axis=1)
    return (p - np.eye(p.shape[1])[y]) / len(y)


@wrong(
    "softmax_gradient",
    "one-hot with as many columns as y shows classes",
    says="the table of truth has as many columns as",
)
def _(logits, y):
    p = softmax(logits, axis=1)
    return (p - np.eye(max(y) + 1)[y]) / len(y)


@wrong(
    "softmax_gradient", "divided by the largest instead of subtracting it", says=None
)
def _(logits, y):
    e = np.exp(logits / np.maximum(abs(logits).max(axis=1, keepdims=True), 1e-9))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - np.eye(p.shape[1])[y]) / len(y)


@wrong(
    "softmax_gradient",
    "sum without keepdims",
    says="`sum(axis=1)` has one number for each row,",
)
def _(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@wrong(
    "softmax_gradient",
    "cross_entropy after a softmax, in torch",
    says="softmax is taken twice: torch's",
)
def _(logits, y):
    t = torch.tensor(np.array(logits, dtype=float), requires_grad=True)
    loss = nn.functional.cross_entropy(t.softmax(dim=1), torch.tensor(np.array(y)))
    loss.backward()
    return t.grad


# ---- found by a student of a later edition ----


@right("softmax_gradient")
def _(logits, y):
    scores = torch.tensor(logits, dtype=torch.float32, requires_grad=True)
    nn.functional.cross_entropy(scores, torch.tensor(y)).backward()
    return scores.grad


@right("softmax_gradient")
def _(logits, y):
    small = logits.astype(np.float32)
    powers = np.exp(small - small.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    p[range(len(y)), y] -= 1
    return p / len(y)


@wrong("softmax_gradient", "no keepdims at all", says="`max(axis=1)` and `sum(axis=1)`")
def _(logits, y):
    powers = np.exp(logits - logits.max(axis=1))
    p = powers / powers.sum(axis=1)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@wrong("softmax_gradient", "no keepdims in max", says="`max(axis=1)` has one number")
def _(logits, y):
    powers = np.exp(logits - logits.max(axis=1))
    p = powers / powers.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@wrong("softmax_gradient", "sums of columns", says="the powers are added up over the")
def _(logits, y):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=0)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@wrong("softmax_gradient", "p[y] takes rows", says="subtracted from whole rows")
def _(logits, y):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    p[y] -= 1
    return p / len(y)


@wrong("train_network", "the sign turned in one line only", says="(those of `b1`, `W2`")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        dS = (y - 1 / (1 + np.exp(-(H @ W2 + b2)))) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 + learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 - learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@wrong("train_network", "right in dS, turned once more", says="(those of `b2`)")
def _(X, y, W1, b1, W2, b2, learning_rate, n_steps):
    for _ in range(n_steps):
        Z = X @ W1 + b1
        H = np.maximum(Z, 0)
        dS = (1 / (1 + np.exp(-(H @ W2 + b2))) - y) / len(y)
        dZ = dS[:, None] * W2 * (Z > 0)
        W1 = W1 - learning_rate * X.T @ dZ
        b1 = b1 - learning_rate * dZ.sum(axis=0)
        W2 = W2 - learning_rate * H.T @ dS
        b2 = b2 + learning_rate * dS.sum()
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


# ---- A fourth student


@wrong("layer_backward", "nudges up and down", says="nudging looks at both sides")
def _(X, W, b, dY):
    arrays = {"X": X, "W": W, "b": b}

    def value(changed):
        X, W, b = (changed[name] for name in "XWb")
        return np.sum(dY * (X + np.maximum(X @ W + b, 0)))

    gradients = {}
    for name, values in arrays.items():
        gradients[name] = np.zeros(values.shape)
        for place in np.ndindex(values.shape):
            step = np.zeros(values.shape)
            step[place] = 1e-6
            ahead = value(arrays | {name: values + step})
            behind = value(arrays | {name: values - step})
            gradients[name][place] = (ahead - behind) / 2e-6
    return gradients


def fourth_training(more=0, last=np.sum, gate=lambda Z: Z > 0):
    def answer(X, y, W1, b1, W2, b2, learning_rate, n_steps):
        for _ in range(n_steps + more):
            Z = X @ W1 + b1
            H = np.maximum(Z, 0)
            dS = (1 / (1 + np.exp(-(H @ W2 + b2))) - y) / len(y)
            dZ = dS[:, None] * W2 * gate(Z)
            W1 = W1 - learning_rate * X.T @ dZ
            b1 = b1 - learning_rate * dZ.sum(axis=0)
            W2 = W2 - learning_rate * H.T @ dS
            b2 = b2 - learning_rate * last(dS)
        return np.maximum(X @ W1 + b1, 0) @ W2 + b2

    return answer


right("train_network", fourth_training())
wrong("train_network", fourth_training(more=1), "a step more", says="one step more")
wrong("train_network", fourth_training(last=np.mean), "b2 by a mean", says="`b2` is a")
wrong(
    "train_network",
    fourth_training(last=lambda dS: dS),
    "b2 a row",
    says="`b2` is not added up",
)
wrong(
    "train_network",
    fourth_training(last=lambda dS: 0),
    "b2 stays",
    says="`b2` does not learn",
)
wrong(
    "train_network",
    fourth_training(gate=lambda Z: Z != 0),
    "passes where the sum is not 0",
    says="negative, too",
)
