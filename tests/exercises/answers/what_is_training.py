"""Answers to lesson 1.1 by students who had seen the lesson only."""

import copy
from functools import reduce
from itertools import accumulate

import numpy as np
import pandas as pd
import torch
from sklearn.datasets import load_diabetes
from sklearn.metrics import accuracy_score, zero_one_loss

from tests.exercises.answers import right, wrong

patients = load_diabetes(scaled=False, as_frame=True).frame
body_mass = (patients["bmi"] - patients["bmi"].mean()).to_numpy()
pressure = (patients["bp"] - patients["bp"].mean()).to_numpy()

# ---- largest_rate ----

right("largest_rate", 2 / (2 * np.mean(pressure**2)))
right("largest_rate", 1 / float((pressure**2).mean()))
right("largest_rate", 1 / patients["bp"].var(ddof=0))
right("largest_rate", len(pressure) / (pressure @ pressure))
right("largest_rate", 0.00524)
right("largest_rate", 0.005239)
right("largest_rate", torch.tensor(pressure).square().mean().reciprocal())
right("largest_rate", np.array(1 / np.mean(pressure**2)))

wrong(
    "largest_rate",
    1 / (2 * np.mean(pressure**2)),
    "1/L instead of 2/L",
    says="this is 1/L. It converges at once",
)
wrong(
    "largest_rate",
    2 / np.mean(pressure**2),
    "forgot the 2 in the curvature",
    says="at this rate it diverges. Is the 2",
)
wrong(
    "largest_rate",
    2 * np.mean(pressure**2),
    "the curvature itself, not 2/L",
    says="this is a curvature, or half of one.",
)
wrong(
    "largest_rate",
    1 / np.mean(body_mass**2),
    "body mass, not pressure: 0.0513",
    says="this fits body mass. Pressure is",
)
wrong(
    "largest_rate",
    0.02,
    "the rate used in the lesson for body mass",
    says="this fits body mass. Pressure is",
)
wrong(
    "largest_rate",
    1 / np.mean(patients["bp"] ** 2),
    "pressure not centred",
    says="this pressure is not centred",
)
wrong(
    "largest_rate",
    1 / np.sum(pressure**2),
    "sum instead of mean",
    says="the curvature takes the mean of the",
)
wrong(
    "largest_rate",
    1 / np.std(pressure),
    "forgot the square: 1 / deviation",
    says="the curvature takes squares",
)
wrong(
    "largest_rate",
    2 / (2 * np.mean(pressure) ** 2),
    "square of the mean: huge",
    says="the mean of a centred column is 0.",
)
wrong(
    "largest_rate",
    1 / np.mean(np.abs(pressure)),
    "absolute value, not square",
    says="the curvature takes squares",
)
wrong(
    "largest_rate",
    1 / np.max(pressure**2),
    "largest square instead of the mean",
    says="the curvature takes the mean of the",
)
wrong(
    "largest_rate",
    1 / np.median(pressure**2),
    "median instead of mean",
    says="the curvature takes the mean of the",
)
wrong(
    "largest_rate",
    1.02 / np.mean(pressure**2),
    "2 % above 2/L, as in the picture",
    says="at this rate each step lands higher",
)
wrong(
    "largest_rate",
    -1 / np.mean(pressure**2),
    "the sign is wrong",
    says="a rate is a positive number.",
)
wrong(
    "largest_rate",
    100 / np.mean(pressure**2),
    "in percent",
    says="this is 100 times the limit: a rate",
)
wrong(
    "largest_rate",
    1.0,
    "the limit for the height, whose curvature is 2",
    says="1 is the limit along the height",
)
wrong(
    "largest_rate",
    np.mean(pressure**2),
    "forgot to take one over it",
    says="this is a curvature, or half of one.",
)
wrong(
    "largest_rate",
    1 / pressure**2,
    "no mean: a rate for each patient",
    says="got an array of numbers of shape (442,).",
)

# ---- training_loop ----

right("training_loop", "C A D B G")
right("training_loop", "CADBG")
right("training_loop", "C, A, D, B, G")
right("training_loop", ["C", "A", "D", "B", "G"])
right("training_loop", "c a d b g")
right("training_loop", ("C", "A", "D", "B", "G"))
right("training_loop", np.array(list("CADBG")))
right("training_loop", " C  A\nD B G ")

wrong(
    "training_loop",
    "C A D E G",
    "steps up the slope instead of down",
    says="line E walks uphill: it adds what",
)
wrong(
    "training_loop",
    "C A F B G",
    "trains on the test set",
    says="line F learns from the test",
)
wrong(
    "training_loop",
    "C A B D G",
    "steps before the slope is known",
    says="line B steps along a gradient that",
)
wrong(
    "training_loop",
    "A C D B G",
    "the weights are set inside the loop",
    says="line C starts from zero: once, before",
)
wrong(
    "training_loop",
    "C D A B G",
    "the slope is computed once, before the loop",
    says="line D computes the gradient once",
)
wrong(
    "training_loop",
    "C A D G B",
    "judged before the step, inside the loop",
    says="line G judges the weights before the",
)
wrong(
    "training_loop",
    "G C A D B",
    "judged before anything is trained",
    says="line G judges the weights before the",
)
wrong(
    "training_loop",
    "A D B C G",
    "the weights are set to zero after the loop",
    says="line C starts from zero: once, before",
)
wrong(
    "training_loop",
    "C A D B",
    "the last line, which judges, is missing",
    says="a letter is missing: 5 of the 7 are",
)
wrong(
    "training_loop",
    "C A D B F",
    "the slope on test rows instead of their error",
    says="line F learns from the test",
)
wrong(
    "training_loop",
    "C A D B E",
    "a step down and a step up; no judgement",
    says="line E walks uphill: it adds what",
)
wrong(
    "training_loop",
    "C A F E G",
    "on the test set, and up the slope",
    says="line F learns from the test",
)
wrong(
    "training_loop", "G B D A C", "backwards", says="line B steps along a gradient that"
)
wrong(
    "training_loop",
    "C G A D B",
    "judged before the loop",
    says="line G judges the weights before the",
)
wrong(
    "training_loop",
    "C A D B F G",
    "one line too many: six instead of five",
    says="line F learns from the test",
)
wrong(
    "training_loop",
    "A B C D G",
    "in alphabetical order",
    says="line B steps along a gradient that",
)
wrong(
    "training_loop",
    "D A C B G",
    "the slope is asked for before weights exist",
    says="line D computes the gradient once",
)

# ---- gradient ----


@right("gradient")
def _(weights, X, y):
    return 2 * X.T @ (X @ weights - y) / len(y)


@right("gradient")
def _(weights, X, y):
    n_rows, n_columns = len(X), len(weights)
    result = np.zeros(n_columns)
    for i in range(n_rows):
        error = 0.0
        for j in range(n_columns):
            error += X[i][j] * weights[j]
        error -= y[i]
        for j in range(n_columns):
            result[j] += 2 * error * X[i][j] / n_rows
    return result


@right("gradient")
def _(weights, X, y):
    w = torch.tensor(np.asarray(weights, dtype=float), requires_grad=True)
    X, y = (torch.tensor(np.asarray(a, dtype=float)) for a in (X, y))
    ((X @ w - y) ** 2).mean().backward()
    return w.grad


@right("gradient")
def _(weights, X, y):
    table = pd.DataFrame(X)
    error = table.dot(np.asarray(weights)) - np.asarray(y)
    return table.mul(2 * error, axis=0).mean()


@right("gradient")
def _(weights, X, y):
    error = (X * weights).sum(axis=1) - y
    return (2 * error[:, None] * X).mean(axis=0)


@right("gradient")
def _(weights, X, y):
    return np.einsum("ij,i->j", X, X @ weights - y) * (2 / X.shape[0])


@right("gradient")
def _(weights, X, y):
    def slope_of(j):
        return float(np.mean([2 * (x @ weights - t) * x[j] for x, t in zip(X, y)]))

    return [slope_of(j) for j in range(len(weights))]


@right("gradient")
def _(weights, X, y):
    out = np.empty(X.shape[1])
    for j in range(X.shape[1]):
        out[j] = 2 * np.mean((X @ weights - y) * X[..., j])
    return out


@right("gradient")
def _(weights, X, y):
    moments, cross = X.T @ X, X.T @ y
    return (moments @ weights - cross) * 2 / len(X)


@wrong("gradient", "forgot the factor 2", says="a factor is missing: what is the")
def _(weights, X, y):
    return X.T @ (X @ weights - y) / len(y)


@wrong("gradient", "sum instead of mean", says="this is the gradient of the sum, not")
def _(weights, X, y):
    return 2 * X.T @ (X @ weights - y)


@wrong(
    "gradient",
    "wrong sign: y minus prediction",
    says="it points downhill. The gradient",
)
def _(weights, X, y):
    return 2 * X.T @ (y - X @ weights) / len(y)


@wrong(
    "gradient", "divided by the number of columns", says="you divided by the number of"
)
def _(weights, X, y):
    return 2 * X.T @ (X @ weights - y) / len(weights)


@wrong(
    "gradient",
    "divided by 3, the rows of the example",
    says="the direction is right, the length",
)
def _(weights, X, y):
    return 2 / 3 * X.T @ (X @ weights - y)


@wrong(
    "gradient",
    "divided by rows times columns",
    says="the direction is right, the length",
)
def _(weights, X, y):
    error = X @ weights - y
    return 2 * (X.T @ error) / X.size


@wrong(
    "gradient",
    "mean error times mean of the column",
    says="a mean of products is not the",
)
def _(weights, X, y):
    return 2 * (X @ weights - y).mean() * X.mean(axis=0)


@wrong(
    "gradient",
    "forgot to multiply by the column",
    says="all weights get the same slope. The",
)
def _(weights, X, y):
    slope = 2 * np.mean(X @ weights - y)
    return np.full(len(weights), slope)


@wrong(
    "gradient",
    "the error is squared once more",
    says="the error is squared once more. What",
)
def _(weights, X, y):
    error = X @ weights - y
    return 2 * X.T @ error**2 / len(y)


@wrong(
    "gradient",
    "absolute errors: the sign is lost",
    says="the errors have lost their sign: too",
)
def _(weights, X, y):
    return 2 * X.T @ np.abs(X @ weights - y) / len(y)


@wrong(
    "gradient",
    "wrong axis: a value for each row",
    says="you averaged over the columns. There",
)
def _(weights, X, y):
    error = X @ weights - y
    return (2 * error[:, None] * X).mean(axis=1)


@wrong(
    "gradient",
    "returns shape (n_columns, 1)",
    says="the right numbers, in the shape (2",
)
def _(weights, X, y):
    error = (X @ weights - y).reshape(-1, 1)
    return 2 * X.T @ error / len(y)


@wrong(
    "gradient",
    "return inside the loop: the first row only",
    says="the `return` stands inside the loop",
)
def _(weights, X, y):
    total = np.zeros(len(weights))
    for x, target in zip(X, y):
        total = total + 2 * (x @ weights - target) * x
        return total / len(y)


@wrong(
    "gradient",
    "total reset inside the loop: the last row only",
    says="`total = np.zeros(len(weights))`",
)
def _(weights, X, y):
    for x, target in zip(X, y):
        total = np.zeros(len(weights))
        total += 2 * (x @ weights - target) * x
    return total / len(y)


@wrong(
    "gradient",
    "raises an error: X instead of its transpose",
    says="rows and columns do not fit: `X @ …`",
)
def _(weights, X, y):
    return 2 * X @ (X @ weights - y) / X.shape


@wrong("gradient", "the loss, not its gradient", says="this is the loss itself. The")
def _(weights, X, y):
    return np.mean((X @ weights - y) ** 2)


@wrong(
    "gradient",
    "one foot forward only, with a large nudge",
    says="nearly: it is off as by nudging",
)
def _(weights, X, y):
    def loss(w):
        return ((X @ w - y) ** 2).mean()

    nudge = 0.1
    steps = np.eye(len(weights)) * nudge
    return np.array([(loss(weights + s) - loss(weights)) / nudge for s in steps])


@wrong(
    "gradient",
    "the weights move while their slopes are computed",
    says="only the first slope is right. Is",
)
def _(weights, X, y):
    w = np.array(weights, dtype=float)
    slopes = np.zeros(len(w))
    for j in range(len(w)):
        slopes[j] = 2 * np.mean((X @ w - y) * X[:, j])
        w[j] -= 0.02 * slopes[j]
    return slopes


@wrong(
    "gradient",
    "takes the first column for a column of ones",
    says="only the first slope is wrong. Its",
)
def _(weights, X, y):
    error = X @ weights - y
    rest = 2 * X[:, 1:].T @ error / len(y)
    return np.concatenate([[2 * error.mean()], rest])


@wrong(
    "gradient",
    "each column alone: the other weights are ignored",
    says="each weight is treated as if it were",
)
def _(weights, X, y):
    parts = [2 * np.mean((x * w - y) * x) for x, w in zip(X.T, weights)]
    return np.array(parts)


@wrong(
    "gradient",
    "y as a column: the errors become a square table",
    says="each prediction is compared with",
)
def _(weights, X, y):
    error = X @ weights - y.reshape(-1, 1)
    return (2 * X.T @ error / len(y)).mean(axis=1)


@wrong(
    "gradient",
    "a step of descent instead of the gradient",
    says="this is where a step leads. Return",
)
def _(weights, X, y):
    return weights - 0.02 * 2 * X.T @ (X @ weights - y) / len(y)


@wrong(
    "gradient",
    "the gradient is made to have length 1",
    says="the direction is right, the length",
)
def _(weights, X, y):
    full = 2 * X.T @ (X @ weights - y) / len(y)
    return full / np.linalg.norm(full)


# ---- fit_slope ----


@right("fit_slope")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.mean(error * x)
    return slope


@right("fit_slope")
def _(x, y, learning_rate, n_steps):
    if n_steps == 0:
        return 0.0

    def walk(slope, left):
        if left == 0:
            return slope
        uphill = 2 * np.mean((slope * x - y) * x)
        return walk(slope - learning_rate * uphill, left - 1)

    return walk(0.0, n_steps)


@right("fit_slope")
def _(x, y, learning_rate, n_steps):
    bend, pull = 2 * np.mean(x**2), 2 * np.mean(x * y)
    return reduce(lambda s, _: s - learning_rate * (bend * s - pull), range(n_steps), 0)


@right("fit_slope")
def _(x, y, learning_rate, n_steps):
    bottom = (x @ y) / (x @ x)
    shrink = 1 - learning_rate * 2 * np.mean(x**2)
    return bottom * (1 - shrink**n_steps)


@right("fit_slope")
def _(x, y, learning_rate, n_steps):
    x, y = (torch.tensor(np.asarray(a, dtype=float)) for a in (x, y))
    slope = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([slope], lr=float(learning_rate))
    for _ in range(n_steps):
        optimizer.zero_grad()
        ((slope * x - y) ** 2).mean().backward()
        optimizer.step()
    return slope.detach()


@right("fit_slope")
def _(x, y, learning_rate, n_steps):
    table = pd.DataFrame({"x": np.asarray(x), "y": np.asarray(y)})
    slopes = [0.0]
    while len(slopes) <= n_steps:
        table["error"] = slopes[-1] * table["x"] - table["y"]
        step = 2 * (table["error"] * table["x"]).mean()
        slopes.append(slopes[-1] - learning_rate * step)
    return slopes[-1]


@right("fit_slope")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    error = slope * x - y
    for _ in range(n_steps):
        slope = slope - learning_rate * 2 * np.mean(error * x)
        error = slope * x - y
    return slope


@right("fit_slope")
def _(x, y, learning_rate, n_steps):
    slope = np.zeros(1)
    column = np.reshape(x, (-1, 1))
    for _ in range(n_steps):
        slope -= learning_rate * 2 / len(y) * column.T @ (column @ slope - y)
    return slope[0]


@right("fit_slope")
def _(x, y, learning_rate, n_steps):
    def step(slope, _):
        total = sum((slope * a - b) * a for a, b in zip(x, y))
        return slope - learning_rate * 2 * total / len(x)

    *_, last = accumulate(range(n_steps), step, initial=0.0)
    return float(last)


@wrong(
    "fit_slope",
    "the bug is left in: one gradient for all steps",
    says="each step is still as long as the",
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    step = learning_rate * 2 * np.mean((slope * x - y) * x)
    for _ in range(n_steps):
        slope -= step
    return slope


@wrong(
    "fit_slope",
    "the bug is left in, without a loop",
    says="each step is still as long as the",
)
def _(x, y, learning_rate, n_steps):
    return n_steps * learning_rate * 2 * np.mean(x * y)


@wrong(
    "fit_slope",
    "the slope is set to 0 inside the loop: one step only",
    says="this is where the first step leads",
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        slope = 0.0
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.mean(error * x)
    return slope


@wrong(
    "fit_slope",
    "return inside the loop: one step only",
    says="the `return` stands inside the loop",
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.mean(error * x)
        return slope


@wrong("fit_slope", "the step goes uphill", says="it climbs: the step must go against")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope + learning_rate * 2 * np.mean(error * x)
    return slope


@wrong(
    "fit_slope",
    "the error's sign is turned, the step's is not",
    says="it climbs: the step must go against",
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = y - slope * x
        slope = slope - learning_rate * 2 * np.mean(error * x)
    return slope


@wrong("fit_slope", "the factor 2 is lost", says="the steps are half as long: where")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope - learning_rate * np.mean(error * x)
    return slope


@wrong("fit_slope", "sum instead of mean", says="the steps are too long: a mean has")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.sum(error * x)
    return slope


@wrong(
    "fit_slope",
    "the error is not multiplied by x",
    says="the error of each row has to be",
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.mean(error)
    return slope


@wrong(
    "fit_slope",
    "the formula's slope: rate and steps are ignored",
    says="this is where the descent would end",
)
def _(x, y, learning_rate, n_steps):
    return np.sum(x * y) / np.sum(x**2)


@wrong("fit_slope", "one step too many", says="it is one step off: count how often")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps + 1):
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.mean(error * x)
    return slope


@wrong("fit_slope", "one step too few", says="it is one step off: count how often")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(1, n_steps):
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.mean(error * x)
    return slope


@wrong(
    "fit_slope",
    "the rate is made smaller to hide the bug",
    says="this is where the first step leads",
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    error = slope * x - y
    for _ in range(n_steps):
        slope = slope - learning_rate / n_steps * 2 * np.mean(error * x)
    return slope


@wrong(
    "fit_slope",
    "the error lags one step behind",
    says="the error lags behind: each step",
)
def _(x, y, learning_rate, n_steps):
    slope, before = 0.0, 0.0
    for _ in range(n_steps):
        error = before * x - y
        before = slope
        slope = slope - learning_rate * 2 * np.mean(error * x)
    return slope


@wrong(
    "fit_slope",
    "x and y are centred: no longer through the origin",
    says="the data have been centred. The line",
)
def _(x, y, learning_rate, n_steps):
    x, y = x - np.mean(x), y - np.mean(y)
    slope = 0.0
    for _ in range(n_steps):
        slope -= learning_rate * 2 * np.mean((slope * x - y) * x)
    return slope


@wrong(
    "fit_slope",
    "all slopes of the path instead of the last",
    says="values where one is due: the last",
)
def _(x, y, learning_rate, n_steps):
    path = [0.0]
    for _ in range(n_steps):
        error = path[-1] * x - y
        path.append(path[-1] - learning_rate * 2 * np.mean(error * x))
    return np.array(path)


@wrong(
    "fit_slope", "starts at 1 instead of 0", says="it starts at 1. The descent begins"
)
def _(x, y, learning_rate, n_steps):
    slope = 1.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.mean(error * x)
    return slope


@wrong(
    "fit_slope",
    "the rate of the lesson is fixed inside",
    says="`learning_rate` is never used.",
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope - 0.02 * 2 * np.mean(error * x)
    return slope


@wrong(
    "fit_slope",
    "5 steps always, as in the lesson's try",
    says="`n_steps` is never used.",
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(5):
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.mean(error * x)
    return slope


@wrong(
    "fit_slope",
    "raises an error: the error is used before it exists",
    says="slope = slope - learning_rate * 2 * np.mean(miss * x)",
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        slope = slope - learning_rate * 2 * np.mean(miss * x)  # noqa: F821
        miss = slope * x - y  # noqa: F841
    return slope


@wrong(
    "fit_slope",
    "a height is fitted as well: not through the origin",
    says="there is a height in it. This line",
)
def _(x, y, learning_rate, n_steps):
    slope, height = 0.0, 0.0
    for _ in range(n_steps):
        error = height + slope * x - y
        slope -= learning_rate * 2 * np.mean(error * x)
        height -= learning_rate * 2 * np.mean(error)
    return slope


@wrong(
    "fit_slope",
    "stops as soon as the loss rises: a large rate never explodes",
    says="it stops, or shortens its step, when",
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        new = slope - learning_rate * 2 * np.mean(error * x)
        if np.mean((new * x - y) ** 2) > np.mean(error**2):
            break
        slope = new
    return slope


@wrong(
    "fit_slope",
    "the error is updated with the step, but not multiplied by x",
    says="the error is carried along, but a",
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    error = slope * x - y
    for _ in range(n_steps):
        step = learning_rate * 2 * np.mean(error * x)
        slope = slope - step
        error = error - step
    return slope


# ---- error_by_rows ----


@right("error_by_rows")
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


@right("error_by_rows")
def _(model, X_train, y_train, X_test, y_test, sizes):
    def error(n):
        model.fit(X_train[:n], y_train[:n])
        return 1 - accuracy_score(y_test, model.predict(X_test))

    return np.array([error(n) for n in sizes])


@right("error_by_rows")
def _(model, X_train, y_train, X_test, y_test, sizes):
    result = pd.Series(index=range(len(sizes)), dtype=float)
    for place, n in enumerate(sizes):
        fresh = copy.deepcopy(model)
        fresh.fit(X_train[0:n, :], y_train[0:n])
        wrong_ones = 0
        for guess, answer in zip(fresh.predict(X_test), y_test):
            if guess != answer:
                wrong_ones += 1
        result.iloc[place] = wrong_ones / len(y_test)
    return result


@right("error_by_rows")
def _(model, X_train, y_train, X_test, y_test, sizes):
    return tuple(
        zero_one_loss(y_test, model.fit(X_train[:n], y_train[:n]).predict(X_test))
        for n in sizes
    )


@right("error_by_rows")
def _(model, X_train, y_train, X_test, y_test, sizes):
    def curve(left):
        if len(left) == 0:
            return []
        rows = np.arange(left[0])
        model.fit(X_train[rows], y_train[rows])
        share = np.count_nonzero(model.predict(X_test) != y_test) / y_test.shape[0]
        return [share, *curve(left[1:])]

    return curve(list(sizes))


@right("error_by_rows")
def _(model, X_train, y_train, X_test, y_test, sizes):
    guesses = np.empty((len(sizes), len(y_test)), dtype=y_test.dtype)
    for i, n in enumerate(sizes):
        model.fit(X_train[:n], y_train[:n])
        guesses[i, ...] = model.predict(X_test)
    return (guesses != y_test).mean(axis=1)


@right("error_by_rows")
def _(model, X_train, y_train, X_test, y_test, sizes):
    shares = torch.zeros(len(sizes), dtype=torch.float64)
    for i, n in enumerate(sizes):
        model.fit(X_train[:n], y_train[:n])
        hits = torch.tensor(np.asarray(model.predict(X_test) == y_test))
        shares[i] = 1 - hits.double().mean()
    return shares


@wrong(
    "error_by_rows",
    "accuracy instead of error",
    says="each value is 1 minus the right one.",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    result = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        result.append(np.mean(model.predict(X_test) == y_test))
    return result


@wrong(
    "error_by_rows",
    "return inside the loop: the first size only",
    says="the `return` stands inside the loop",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append(np.mean(model.predict(X_test) != y_test))
        return errors


@wrong(
    "error_by_rows",
    "the list is emptied inside the loop: the last size only",
    says="`errors = []` stands inside the",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    for n in sizes:
        errors = []
        model.fit(X_train[:n], y_train[:n])
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


@wrong(
    "error_by_rows",
    "fitted on all rows, whatever n",
    says="every size gets the same error. Is",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for _n in sizes:
        model.fit(X_train, y_train)
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


@wrong(
    "error_by_rows",
    "training error: judged on the rows it was fitted on",
    says="you judge on the rows that the model",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append(np.mean(model.predict(X_train[:n]) != y_train[:n]))
    return errors


@wrong(
    "error_by_rows",
    "a count of wrong predictions, not a share",
    says="this counts errors. Return their",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append(int((model.predict(X_test) != y_test).sum()))
    return errors


@wrong(
    "error_by_rows",
    "in percent, not between 0 and 1",
    says="all values are 100 times too large",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append(100 * np.mean(model.predict(X_test) != y_test))
    return errors


@wrong(
    "error_by_rows",
    "the last n rows instead of the first",
    says="these are the last n rows. Take the",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[-n:], y_train[-n:])
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


@wrong("error_by_rows", "n rows drawn at random instead of the first")
def _(model, X_train, y_train, X_test, y_test, sizes):
    rng = np.random.default_rng(0)
    errors = []
    for n in sizes:
        rows = rng.permutation(len(y_train))[:n]
        model.fit(X_train[rows], y_train[rows])
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


@wrong("error_by_rows", "one row too few", says="this is one row too few")
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[: n - 1], y_train[: n - 1])
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


@wrong("error_by_rows", "one row too many", says="this is one row too many")
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[: n + 1], y_train[: n + 1])
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


@wrong(
    "error_by_rows",
    "raises an error: the targets are not cut to n",
    says="model.fit(X_train[:n], y_train)",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train)
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


@wrong(
    "error_by_rows",
    "fitted once, before the loop",
    says="every size gets the same error. Is",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    model.fit(X_train[: sizes[0]], y_train[: sizes[0]])
    return [np.mean(model.predict(X_test) != y_test) for n in sizes]


@wrong(
    "error_by_rows",
    "judged on the first n test rows only",
    says="you cut the test set. It is the",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append(np.mean(model.predict(X_test[:n]) != y_test[:n]))
    return errors


@wrong("error_by_rows", "trained on the test rows", says="`X_train` is never used.")
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_test[:n], y_test[:n])
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


@wrong(
    "error_by_rows",
    "the sizes are sorted first: wrong order of results",
    says="the errors are right, but not in the",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sorted(sizes):
        model.fit(X_train[:n], y_train[:n])
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


@wrong(
    "error_by_rows",
    "wrong predictions divided by n, not by the test rows",
    says="the errors are divided by the number",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append((model.predict(X_test) != y_test).sum() / n)
    return errors


@wrong(
    "error_by_rows",
    "new rows only: those of the smaller size are forgotten",
    says="only the rows since the last size",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors, start = [], 0
    for n in sizes:
        model.fit(X_train[start:n], y_train[start:n])
        errors.append(np.mean(model.predict(X_test) != y_test))
        start = n
    return errors


@wrong(
    "error_by_rows",
    "integer division: 0 or 1",
    says="the values are cut to whole numbers.",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append((model.predict(X_test) != y_test).sum() // len(y_test))
    return errors


@wrong(
    "error_by_rows",
    "squared differences of class numbers: a miss by 2 counts 4",
    says="errors.append(np.mean((1.0 * model.predict(X_test) - y_test)",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append(np.mean((1.0 * model.predict(X_test) - y_test) ** 2))
    return errors


@wrong(
    "error_by_rows",
    "differences with sign: misses cancel",
    says="errors.append(abs(np.mean(1.0 * model.predict(X_test) -",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append(abs(np.mean(1.0 * model.predict(X_test) - y_test)))
    return errors


@wrong(
    "error_by_rows",
    "the model fitted last judges for all sizes",
    says="every size gets the same error. Is",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    models = [model.fit(X_train[:n], y_train[:n]) for n in sizes]
    return [np.mean(m.predict(X_test) != y_test) for m in models]


@wrong(
    "error_by_rows",
    "the mean over all sizes: one number",
    says="one number where 3 are due; it is",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    total = 0
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        total += np.mean(model.predict(X_test) != y_test)
    return total / len(sizes)


@wrong(
    "error_by_rows",
    "the mean of the classes' errors: rare classes count more",
    says="this is a mean over the classes.",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        miss = model.predict(X_test) != y_test
        errors.append(np.mean([miss[y_test == c].mean() for c in np.unique(y_test)]))
    return errors


@wrong(
    "error_by_rows",
    "the errors so far are added up",
    says="these are running totals of the",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors, wrong_ones = [], 0
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        wrong_ones += np.sum(model.predict(X_test) != y_test)
        errors.append(wrong_ones / len(y_test))
    return errors


# ---- a third student ----

wrong(
    "training_loop",
    "A D B C G",
    "the start stands between loop and judgement",
    says="once, before the loop. Elsewhere it wipes out",
)


@wrong(
    "gradient",
    "the right values, rounded as in the text",
    says="the values are rounded to three digits.",
)
def _(weights, X, y):
    return np.round(2 * X.T @ (X @ weights - y) / len(y), 3)


@wrong("gradient", "the example, as it is printed", says="`weights` is never used.")
def _(weights, X, y):
    return np.array([1.333, 4.667])


@wrong("gradient", "divided by n - 1", says="the length is not")
def _(weights, X, y):
    return 2 * X.T @ (X @ weights - y) / (len(y) - 1)


@wrong(
    "error_by_rows",
    "texts are subtracted",
    says="compare with `!=`, do not subtract",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append(np.mean(np.abs(model.predict(X_test) - y_test)))
    return errors


@wrong(
    "error_by_rows",
    "texts are subtracted and squared",
    says="compare with `!=`, do not subtract",
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    return [
        ((model.fit(X_train[:n], y_train[:n]).predict(X_test) - y_test) ** 2).mean()
        for n in sizes
    ]


# ---- a fourth student ----


@wrong("error_by_rows", "the loop counter for the size", says="follow the count of the")
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = []
    for i, _ in enumerate(sizes):
        model.fit(X_train[: i + 1], y_train[: i + 1])
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


@wrong("fit_slope", "divides by n − 1", says="divides by one row too few")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.sum(error * x) / (len(x) - 1)
    return slope


@wrong("fit_slope", "error times y", says="the error is multiplied by `y`")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.mean(error * y)
    return slope
