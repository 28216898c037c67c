"""Exercises of lesson 1.1, Watch a model learn."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering, value

# --- Exercise 1: the largest rate that converges


def pressures() -> np.ndarray:
    """Return the blood pressure of all 442 patients, centred, in mmHg."""
    from sklearn.datasets import load_diabetes

    pressure = load_diabetes(scaled=False).data[:, 3]
    return pressure - pressure.mean()


def snapped(rate: Any) -> Any:
    """Return the limit for a rate that is the limit but for rounding, else the rate.

    A little too small still converges; too large does not.
    """
    return rate_limit() if 0.98 <= rate / rate_limit() <= 1.0005 else rate


largest_rate = value(
    hints=[
        "The limit is 2/L, where L is the curvature along the slope.",
        "For the slope over a centred column x the curvature is L = 2 · mean(x²).",
        "`pressure` is centred already. Which NumPy call gives mean(x²)?",
    ],
    after="A wider column, a steeper valley, a smaller rate: that is why columns are"
    " scaled before training.",
    source='pressure = (patients["bp"] - patients["bp"].mean()).to_numpy()\n\n'
    "largest_rate = 2 / (2 * np.mean(pressure**2))",
    also=[np.float32(0.0052), np.array([0.00523])],
    clean=snapped,
)


@largest_rate.solution
def rate_limit() -> float:
    """Return 2/L, where L is twice the mean square of the column."""
    return 1 / np.mean(pressures() ** 2)


@largest_rate.mistake(
    "this is 1/L. It converges at once, but larger rates still converge.",
    when=lambda rate: abs(rate / half_the_limit() - 1) < 0.03,
)
def half_the_limit() -> float:
    return rate_limit() / 2


@largest_rate.mistake(
    "at this rate it diverges. Is the 2 of the square's derivative in your L?",
    when=lambda rate: abs(rate / curvature_without_the_2() - 1) < 0.03,
)
def curvature_without_the_2() -> float:
    return 2 * rate_limit()


@largest_rate.mistake(
    "this is a curvature. The limit is what you get when you divide 2 by it.",
    when=lambda rate: rate > 100,
)
def _() -> float:
    return 2 / rate_limit()


@largest_rate.mistake(
    "this is the limit for body mass. Pressure is spread more widely, so its"
    " valley is steeper.",
    when=lambda rate: abs(rate / limit_of_body_mass() - 1) < 0.1,
)
def limit_of_body_mass() -> float:
    from sklearn.datasets import load_diabetes

    return 1 / np.var(load_diabetes(scaled=False).data[:, 2])


largest_rate.mistake("a rate is a positive number.", 0.0, when=lambda rate: rate <= 0)
largest_rate.mistake(
    "it converges, and so do larger rates. Where does it stop converging?",
    0.004,
    when=lambda rate: rate < rate_limit(),
)
largest_rate.mistake(
    "at this rate each step lands higher than the last: it diverges.",
    0.0053,
    when=lambda rate: rate > rate_limit(),
)

# --- Exercise 2: the order of a training loop

training_loop = ordering(
    "CADBG",
    n_lines=7,
    never={
        "F": "line F learns from the test patients, so nobody is left to judge by.",
        "E": "line E walks uphill: it adds what must be subtracted.",
    },
    early={
        "BD": "line B steps along a slope that has not been computed yet.",
        "GB": "line G judges the weights before the training has ended.",
        "DA": "line D computes the slope once, before the loop. It must follow the"
        " weights at every step.",
        "AC": "line C starts from zero: once, not at every step.",
    },
    hints=[
        "Start, repeat (slope, step), judge once.",
        "Two of the seven lines are wrong wherever they stand.",
    ],
    after="Start, then slope and step again and again, then judge once: every training"
    " loop in this course has this shape.",
)

# --- Exercise 3: write the gradient

gradient = exercise(
    hints=[
        "Write the error of each row first: prediction minus truth, shape (n_rows,).",
        "Row i, weight j: the derivative of error_i² is 2 · error_i · X[i, j].",
        "Average over the rows. As matrices: `X.T @ error` adds up over the rows.",
    ],
    after="By the formula, one pass over the data gives every slope at once; nudging"
    " takes two passes a weight. That makes millions of weights trainable.",
)


@gradient.solution
def mse_gradient(weights, X, y):
    """Return the gradient of the mean squared error, shape (n_columns,)."""
    error = X @ weights - y
    return 2 * X.T @ error / len(y)


@gradient.also
def _(weights, X, y):
    n, m = X.shape
    total = [0.0] * m
    for i in range(n):
        error = -float(y[i])
        for j in range(m):
            error += float(X[i, j]) * float(weights[j])
        for j in range(m):
            total[j] += 2 * error * float(X[i, j]) / n
    return total


@gradient.also
def _(weights, X, y):
    import torch

    w = torch.tensor(weights, requires_grad=True)
    ((torch.from_numpy(X) @ w - torch.from_numpy(y)) ** 2).mean().backward()
    return w.grad


@gradient.mistake("this is the gradient of the sum, not of the mean.")
def _(weights, X, y):
    return 2 * X.T @ (X @ weights - y)


@gradient.mistake("a factor is missing: what is the derivative of e²?")
def _(weights, X, y):
    return X.T @ (X @ weights - y) / len(y)


@gradient.mistake("it points downhill. The gradient points up: check the sign.")
def _(weights, X, y):
    return 2 * X.T @ (y - X @ weights) / len(y)


@gradient.mistake(
    "you averaged over the columns. There is one slope a weight: average over the rows."
)
def _(weights, X, y):
    return 2 * np.mean(X * (X @ weights - y)[:, None], axis=1)


@gradient.mistake(
    "this is one gradient a row. The mean over the rows is still to be taken."
)
def _(weights, X, y):
    return 2 * X * (X @ weights - y)[:, None]


@gradient.mistake(
    "all weights get the same slope. The error has to be multiplied by the"
    " weight's own column."
)
def _(weights, X, y):
    return np.full(len(weights), 2 * np.mean(X @ weights - y))


@gradient.mistake(
    "rows and columns do not fit: `X @ …` adds up along the columns. Here the"
    " rows must be added up, weight by weight."
)
def _(weights, X, y):
    return 2 * X @ (X @ weights - y) / len(y)


@gradient.mistake("you divided by the number of weights. The mean is over the rows.")
def _(weights, X, y):
    return 2 * X.T @ (X @ weights - y) / len(weights)


@gradient.cases
def gradient_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then tables of other sizes."""
    X = np.array([[1.0, -1.0], [1.0, 0.0], [1.0, 2.0]])
    yield np.array([1.0, 2.0]), X, np.array([0.0, 1.0, 2.0])
    for n, m in [(5, 3), (2, 2), (7, 1)]:
        yield rng.normal(size=m), rng.normal(size=(n, m)), rng.normal(size=n)


# --- Exercise 4: repair a loop

fit_slope = exercise(
    hints=[
        "Print the step's length for five steps: it should shrink near the bottom.",
        "The error belongs to the slope of the moment.",
    ],
    after="A value computed before the loop and used inside it: a common bug of"
    " training loops.",
)


@fit_slope.solution
def fit_slope_repaired(x, y, learning_rate, n_steps):
    """Return the slope of y = slope * x after n_steps of descent from 0."""
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.mean(error * x)
    return slope


@fit_slope.start
def fit_slope_faulty(x, y, learning_rate, n_steps):
    """Return the slope of y = slope * x after n_steps of descent from 0."""
    slope = 0.0
    error = slope * x - y
    for _ in range(n_steps):
        slope = slope - learning_rate * 2 * np.mean(error * x)
    return slope


@fit_slope.also
def _(x, y, learning_rate, n_steps):
    slope, step = 0.0, 0
    while step < n_steps:
        total = 0.0
        for i in range(len(x)):
            total += 2 * (slope * x[i] - y[i]) * x[i]
        slope -= learning_rate * total / len(x)
        step += 1
    return slope


@fit_slope.mistake(
    "each step is still as long as the first. Which quantity must change when"
    " the slope has changed?"
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        slope = slope + learning_rate * 2 * np.mean(y * x)
    return slope


@fit_slope.mistake("it climbs: the step must go against the gradient.")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope + learning_rate * 2 * np.mean(error * x)
    return slope


@fit_slope.mistake("it takes one step only. Where does the `return` stand?")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        return slope - learning_rate * 2 * np.mean(error * x)
    return None


@fit_slope.mistake(
    "the sign was right: a step goes against the gradient. Look for a quantity"
    " that should change and does not."
)
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    error = slope * x - y
    for _ in range(n_steps):
        slope = slope + learning_rate * 2 * np.mean(error * x)
    return slope


@fit_slope.mistake("the steps are half as long: where has the 2 gone?")
def _(x, y, learning_rate, n_steps):
    return fit_slope_repaired(x, y, learning_rate / 2, n_steps)


@fit_slope.mistake("the steps are too long: a mean has become a sum.")
def _(x, y, learning_rate, n_steps):
    return fit_slope_repaired(x, y, learning_rate * len(x), n_steps)


@fit_slope.mistake(
    "this is where the descent would end, not where it is after `n_steps`."
)
def _(x, y, learning_rate, n_steps):
    return np.sum(x * y) / np.sum(x * x)


@fit_slope.mistake("it takes one step too few.")
def _(x, y, learning_rate, n_steps):
    return fit_slope_repaired(x, y, learning_rate, n_steps - 1)


@fit_slope.cases
def slope_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then others with few and many steps."""
    yield np.array([-1.0, 0.0, 1.0]), np.array([-2.0, 0.5, 3.0]), 0.1, 5
    for n_steps in (2, 30, 7):
        x = rng.normal(size=6)
        yield x, 3 * x + rng.normal(size=6), 0.05, n_steps


# --- Exercise 5: measure a lever yourself

error_by_rows = exercise(
    hints=[
        "Loop over `sizes`; fit on `X_train[:n]` and `y_train[:n]`.",
        "Judge on the test rows: the share where `model.predict(X_test)` differs from"
        " `y_test`.",
    ],
    after="You have measured a learning curve: it tells whether more rows are worth"
    " their price.",
)


@error_by_rows.solution
def errors_by_rows(model, X_train, y_train, X_test, y_test, sizes):
    """Return, for each n in sizes, the test error after fitting on the first n rows."""
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


@error_by_rows.also
def errors_by_score(model, X_train, y_train, X_test, y_test, sizes):
    fitted = (model.fit(X_train[:n], y_train[:n]) for n in sizes)
    return np.array([1 - m.score(X_test, y_test) for m in fitted])


@error_by_rows.mistake(
    "you judge on the rows that the model has learned from: the nearest"
    " neighbour of a known row is the row itself."
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    return [
        np.mean(model.fit(X_train[:n], y_train[:n]).predict(X_train[:n]) != y_train[:n])
        for n in sizes
    ]


@error_by_rows.mistake("this is the share of right answers, not of errors.")
def _(model, X_train, y_train, X_test, y_test, sizes):
    return [model.fit(X_train[:n], y_train[:n]).score(X_test, y_test) for n in sizes]


@error_by_rows.mistake("the model sees all rows each time: use the first n only.")
def _(model, X_train, y_train, X_test, y_test, sizes):
    return [
        np.mean(model.fit(X_train, y_train).predict(X_test) != y_test) for _ in sizes
    ]


@error_by_rows.mistake("the model is fitted once: fit it again for each n in `sizes`.")
def _(model, X_train, y_train, X_test, y_test, sizes):
    model.fit(X_train[: max(sizes)], y_train[: max(sizes)])
    return [np.mean(model.predict(X_test) != y_test) for _ in sizes]


@error_by_rows.mistake(
    "this counts errors. Return their share, which can be compared between test"
    " sets of different size."
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    fitted = (model.fit(X_train[:n], y_train[:n]) for n in sizes)
    return [int(np.sum(m.predict(X_test) != y_test)) for m in fitted]


@error_by_rows.mistake("these are percent. Return shares between 0 and 1.")
def _(model, X_train, y_train, X_test, y_test, sizes):
    return 100 * np.array(
        errors_by_score(model, X_train, y_train, X_test, y_test, sizes)
    )


@error_by_rows.mistake(
    "you cut the test set. It is the training rows that are to be few."
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    model.fit(X_train, y_train)
    return [np.mean(model.predict(X_test[:n]) != y_test[:n]) for n in sizes]


@error_by_rows.cases
def error_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield small noisy problems with a nearest-neighbour model."""
    from sklearn.neighbors import KNeighborsClassifier

    # Sizes in any order, and answers that are no numbers: both occur in real life.
    names = np.array(["benign", "malignant", "unclear"])
    for sizes in ([2, 8, 32], [20, 5], [3, 24, 12, 6]):
        X = rng.normal(size=(80, 2))
        y = names[np.digitize(X[:, 0] + rng.normal(scale=0.7, size=80), [-0.5, 0.5])]
        model = KNeighborsClassifier(n_neighbors=1)
        yield model, X[:40], y[:40], X[40:], y[40:], sizes


ALL = lesson(__name__)
