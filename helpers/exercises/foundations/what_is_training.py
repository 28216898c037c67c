"""Exercises of lesson 1.1, Watch a model learn."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering, value

# --- Exercise 1: the largest rate that converges


@cache
def raw(column: int) -> np.ndarray:
    """Return body mass (2) or blood pressure (3, in mmHg) of all 442 patients."""
    from sklearn.datasets import load_diabetes

    return load_diabetes(scaled=False).data[:, column]


def pressures() -> np.ndarray:
    """Return the blood pressure of all patients, centred."""
    return raw(3) - raw(3).mean()


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
    source="""from sklearn.datasets import load_diabetes

blood_pressure = load_diabetes(scaled=False).data[:, 3]
pressure = blood_pressure - blood_pressure.mean()

largest_rate = 2 / (2 * np.mean(pressure**2))""",
    also=[np.float32(0.0052), np.array([0.00523])],
    clean=snapped,
)


@largest_rate.solution
def rate_limit() -> float:
    """Return 2/L, where L is twice the mean square of the column."""
    return 1 / np.mean(pressures() ** 2)


def slip(message: str, *rates: Callable[[np.ndarray], float]) -> None:
    """Name the rates, within 3 percent, that a slip makes of the centred pressure."""

    def seen(given: float) -> bool:
        return any(abs(given / rate(pressures()) - 1) < 0.03 for rate in rates)

    largest_rate.mistake(message, lambda: rates[0](pressures()), when=seen)


slip(
    "this is 1/L. It converges at once, but larger rates still converge.",
    lambda x: 1 / (2 * np.mean(x**2)),
)
slip(
    "at this rate it diverges. Is the 2 of the square's derivative in your L?",
    lambda x: 2 / np.mean(x**2),
)
slip(
    "this fits body mass. Pressure is spread more widely, so its valley is steeper.",
    lambda x: 1 / np.var(raw(2)),
    lambda x: 0.02,
)
slip(
    "this pressure is not centred: subtract its mean first, as `pressure` does.",
    lambda x: 1 / np.mean(raw(3) ** 2),
)
slip(
    "the curvature takes the mean of the squares, not their sum.",
    lambda x: 1 / np.sum(x**2),
    lambda x: 2 / np.sum(x**2),
)
slip(
    "the curvature takes squares: mean(x²), not the standard deviation or mean |x|.",
    lambda x: 1 / np.std(x),
    lambda x: 1 / np.mean(np.abs(x)),
)
slip(
    "the curvature takes the mean of the squares, neither the largest nor the median.",
    lambda x: 1 / np.max(x**2),
    lambda x: 1 / np.median(x**2),
)
slip(
    "this is 100 times the limit: a rate is not in percent.",
    lambda x: 100 / np.mean(x**2),
)
largest_rate.mistake(
    "1 is the limit along the height, where the column holds ones. Asked is the slope.",
    1.0,
)
largest_rate.mistake(
    "the mean of a centred column is 0. Square first, then take the mean.",
    1e27,
    when=lambda rate: rate > 1e6,
)
largest_rate.mistake(
    "this is a curvature, or half of one. The limit is what you get when you divide 2"
    " by the curvature.",
    382.0,
    when=lambda rate: rate > 100,
)
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
        "BD": "line B steps along a gradient that has not been computed yet.",
        "GB": "line G judges the weights before the training has ended.",
        "DA": "line D computes the gradient once, before the loop. It must follow the"
        " weights at every step.",
        "AC": "line C starts from zero: once, before the loop. Elsewhere it wipes out"
        " what was learned.",
    },
    hints=[
        "Start, repeat (gradient, step), judge once.",
        "Two of the seven lines are wrong wherever they stand.",
    ],
    after="Start, then gradient and step again and again, then judge once: every"
    " training loop in this course has this shape.",
)

# --- Exercise 3: write the gradient

gradient = exercise(
    hints=[
        "Write the error of each row first: prediction minus truth, shape (n_rows,).",
        "Row i, weight j: the derivative of error_i² is 2 · error_i · X[i, j].",
        "Average over the rows. As matrices: `X.T @ error` adds up over the rows.",
    ],
    after="By the formula, one pass over the data gives every slope at once; nudging"
    " takes two passes a weight. The formula makes millions of weights trainable.",
    example=True,
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


@gradient.mistake("this is the loss itself. The gradient has one slope a weight.")
def _(weights, X, y):
    return np.mean((X @ weights - y) ** 2)


@gradient.mistake(
    "a mean of products is not the product of the means: multiply row by row, then"
    " average."
)
def _(weights, X, y):
    return 2 * np.mean(X @ weights - y) * X.mean(axis=0)


@gradient.mistake("the error is squared once more. What is the derivative of e²?")
def _(weights, X, y):
    return 2 * X.T @ (X @ weights - y) ** 2 / len(y)


@gradient.mistake(
    "the errors have lost their sign: too high and too low pull a weight in opposite"
    " ways."
)
def _(weights, X, y):
    return 2 * X.T @ np.abs(X @ weights - y) / len(y)


@gradient.mistake(
    "each weight is treated as if it were alone. A row's error comes from all weights"
    " together."
)
def _(weights, X, y):
    return 2 * np.mean((X * weights - y[:, None]) * X, axis=0)


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


def one_ratio(ratios: np.ndarray) -> bool:
    """Return whether several ratios are all the same."""
    return len(ratios) > 1 and np.allclose(ratios, ratios[0], rtol=1e-3)


@gradient.symptom(
    "the direction is right, the length is not. What do you divide by, and is the 2 of"
    " the square there?"
)
def _(args, expected, got):
    ratios = got / expected
    return one_ratio(ratios) and abs(ratios[0] - 1) > 0.01  # else it is only rounded


@gradient.symptom(
    "this is where a step leads. Return the gradient itself, without weights and rate."
)
def _(args, expected, got):
    return one_ratio((got - args[0]) / expected)


@gradient.symptom(
    "nearly: it is off as by nudging forward only. Nudge both ways, or use the formula."
)
def _(args, expected, got):
    return one_ratio((got - expected) / np.mean(args[1] ** 2, axis=0))


@gradient.symptom(
    "each prediction is compared with every `y`, not only with its own: look at the"
    " shapes of `X @ weights` and `y`."
)
def _(args, expected, got):
    weights, X, y = args
    guess = X @ weights
    pairs = (guess.mean(), y), (guess, y.mean())
    return any(np.allclose(got, 2 * X.T @ (a - b) / len(y)) for a, b in pairs)


@gradient.symptom(
    "only the first slope is right. Is each row's error multiplied by its own `X`, and"
    " do all slopes use the same weights?"
)
def _(args, expected, got):
    right = np.isclose(got, expected)
    return right[0] and not right[1:].any()


@gradient.symptom(
    "only the first slope is wrong. Its column is one like the others, and need not"
    " hold ones."
)
def _(args, expected, got):
    right = np.isclose(got, expected)
    return not right[0] and right[1:].all()


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
    example=True,
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


@fit_slope.mistake(
    "this is where the first step leads, whatever `n_steps` is. Each step must start"
    " where the last one ended, with an error of its own."
)
def _(x, y, learning_rate, n_steps):
    return fit_slope_repaired(x, y, learning_rate, 1)


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


@fit_slope.mistake("this divides by one row too few: the mean is over all rows.")
def _(x, y, learning_rate, n_steps):
    n = len(x)
    return fit_slope_repaired(x, y, learning_rate * n / (n - 1), n_steps)


@fit_slope.mistake("the error is multiplied by `y`. It belongs to the row's `x`.")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        slope = slope - learning_rate * 2 * np.mean((slope * x - y) * y)
    return slope


@fit_slope.mistake("the steps are too long: a mean has become a sum.")
def _(x, y, learning_rate, n_steps):
    return fit_slope_repaired(x, y, learning_rate * len(x), n_steps)


@fit_slope.mistake(
    "this is where the descent would end, not where it is after `n_steps`."
)
def _(x, y, learning_rate, n_steps):
    return np.sum(x * y) / np.sum(x * x)


@fit_slope.mistake("the error of each row has to be multiplied by the row's `x`.")
def _(x, y, learning_rate, n_steps):
    slope = 0.0
    for _ in range(n_steps):
        slope = slope - learning_rate * 2 * np.mean(slope * x - y)
    return slope


@fit_slope.mistake(
    "the error lags behind: each step uses the error of the slope before the last step."
)
def _(x, y, learning_rate, n_steps):
    slope = before = 0.0
    for _ in range(n_steps):
        error = before * x - y
        before, slope = slope, slope - learning_rate * 2 * np.mean(error * x)
    return slope


@fit_slope.mistake(
    "the error is carried along, but a step of the slope changes a row's error by the"
    " step times `x`. Compute it anew from the slope."
)
def _(x, y, learning_rate, n_steps):
    slope, error = 0.0, -y
    for _ in range(n_steps):
        step = learning_rate * 2 * np.mean(error * x)
        slope, error = slope - step, error - step
    return slope


@fit_slope.mistake(
    "the data have been centred. The line goes through the origin: take them as given."
)
def _(x, y, learning_rate, n_steps):
    return fit_slope_repaired(x - x.mean(), y - y.mean(), learning_rate, n_steps)


@fit_slope.mistake("there is a height in it. This line has a slope only.")
def _(x, y, learning_rate, n_steps):
    slope = height = 0.0
    for _ in range(n_steps):
        error = height + slope * x - y
        slope -= learning_rate * 2 * np.mean(error * x)
        height -= learning_rate * 2 * np.mean(error)
    return slope


@fit_slope.mistake("it starts at 1. The descent begins at a slope of 0.")
def _(x, y, learning_rate, n_steps):
    return 1 + fit_slope_repaired(x, y - x, learning_rate, n_steps)


@fit_slope.symptom(
    "it stops, or shortens its step, when the loss rises. At a rate that is too large"
    " the descent must be seen to diverge."
)
def _(args, expected, got):
    x, _, learning_rate, _ = args
    return learning_rate * np.mean(x**2) > 1 and abs(got) < abs(expected)


@fit_slope.symptom("it is one step off: count how often the loop goes round.")
def _(args, expected, got):
    *given, n_steps = args
    return np.isclose(got, fit_slope_repaired(*given, n_steps - 1)) or np.isclose(
        got, fit_slope_repaired(*given, n_steps + 1)
    )


@fit_slope.cases
def slope_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, few and many steps, and a rate that diverges."""
    yield np.array([1.0, 2.0]), np.array([2.0, 4.0]), 0.1, 2
    for n_steps in (3, 30, 7):
        x = rng.normal(size=6)
        yield x, 3 * x + rng.normal(size=6), 0.05, n_steps
    x = rng.normal(size=6)
    yield x, 3 * x + rng.normal(size=6), 1.5 / np.mean(x**2), 4


# --- Exercise 5: measure a lever yourself

error_by_rows = exercise(
    hints=[
        "What has to happen again for each n, and on which rows?",
        "Loop over `sizes`; fit on `X_train[:n]` and `y_train[:n]`.",
        "Judge on the test rows: the share where `model.predict(X_test)` differs from"
        " `y_test`.",
    ],
    after="You have measured a learning curve: it tells whether more rows are worth"
    " their price.",
)


@error_by_rows.solution
def errors_by_rows(model, X_train, y_train, X_test, y_test, sizes):
    """Return a list: for each n in sizes, the test error of the model fitted on n rows.

    These are the first n training rows. The arrays are NumPy arrays; model.fit(X, y)
    learns, model.predict(X) answers. The targets may be numbers or text. An error is
    the share of wrong answers, between 0 and 1. The errors stand in the order of sizes.
    """
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


@error_by_rows.mistake(
    "this counts errors. Return their share, which can be compared between test"
    " sets of different size."
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    fitted = (model.fit(X_train[:n], y_train[:n]) for n in sizes)
    return [int(np.sum(m.predict(X_test) != y_test)) for m in fitted]


@error_by_rows.mistake(
    "you cut the test set. It is the training rows that are to be few."
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    fitted = ((n, model.fit(X_train[:n], y_train[:n])) for n in sizes)
    return [np.mean(m.predict(X_test[:n]) != y_test[:n]) for n, m in fitted]


@error_by_rows.mistake("these are the last n rows. Take the first.")
def _(model, X_train, y_train, X_test, y_test, sizes):
    return errors_by_rows(model, X_train[::-1], y_train[::-1], X_test, y_test, sizes)


@error_by_rows.mistake(
    "the errors are divided by the number of training rows. They were made on the test"
    " rows."
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    errors = errors_by_rows(model, X_train, y_train, X_test, y_test, sizes)
    return np.array(errors) * len(y_test) / sizes


@error_by_rows.mistake(
    "only the rows since the last size are fitted. The first n rows begin at row 0."
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    parts = zip([0, *sizes], sizes, strict=False)
    fitted = (model.fit(X_train[a:b], y_train[a:b]) for a, b in parts)
    return [np.mean(m.predict(X_test) != y_test) for m in fitted]


@error_by_rows.mistake(
    "this is a mean over the classes. Each test row counts the same, whatever its"
    " class."
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    fitted = (model.fit(X_train[:n], y_train[:n]) for n in sizes)
    misses = [m.predict(X_test) != y_test for m in fitted]
    classes = np.unique(y_test)
    return [np.mean([miss[y_test == c].mean() for c in classes]) for miss in misses]


@error_by_rows.mistake("this is one row too few: `X_train[:n]` holds n rows.")
def _(model, X_train, y_train, X_test, y_test, sizes):
    fewer = [n - 1 for n in sizes]
    return errors_by_rows(model, X_train, y_train, X_test, y_test, fewer)


@error_by_rows.mistake("this is one row too many: `X_train[:n]` holds n rows.")
def _(model, X_train, y_train, X_test, y_test, sizes):
    more = [n + 1 for n in sizes]
    return errors_by_rows(model, X_train, y_train, X_test, y_test, more)


@error_by_rows.mistake(
    "the rows follow the count of the loop (1, 2, …), not the sizes. Take the first n"
    " rows."
)
def _(model, X_train, y_train, X_test, y_test, sizes):
    turns = [turn + 1 for turn in range(len(sizes))]
    return errors_by_rows(model, X_train, y_train, X_test, y_test, turns)


@error_by_rows.mistake("the targets may be text: compare with `!=`, do not subtract.")
def _(model, X_train, y_train, X_test, y_test, sizes):
    fitted = (model.fit(X_train[:n], y_train[:n]) for n in sizes)
    return [np.mean(np.abs(m.predict(X_test) - y_test)) for m in fitted]


@error_by_rows.symptom(
    "every size gets the same error. Is the model fitted for each n, on n rows only,"
    " and judged before it is fitted again?"
)
def _(args, expected, got):
    return len(got) == len(expected) and np.ptp(got) == 0 < np.max(got)


@error_by_rows.symptom("the errors are right, but not in the order of `sizes`.")
def _(args, expected, got):
    return np.allclose(got, np.array(expected)[np.argsort(args[-1])])


@error_by_rows.cases
def error_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield four test rows, then noisy problems, with a nearest neighbour."""
    from sklearn.neighbors import KNeighborsClassifier

    model = KNeighborsClassifier(n_neighbors=1)
    X, X_test = np.array([[0.0], [9.0], [5.0]]), np.array([[1.0], [4.0], [6.0], [8.0]])
    yield model, X, np.array([0, 1, 0]), X_test, np.array([0, 0, 1, 1]), [1, 2, 3]
    # Sizes in any order, and answers that are no numbers: both occur in real life.
    names = np.array(["benign", "malignant", "unclear"])
    for sizes in ([2, 8, 32], [20, 5], [3, 24, 12, 6]):
        errors: list[float] = []
        while len(set(errors)) < len(sizes):  # else two sizes could be exchanged
            X = rng.normal(size=(80, 2))
            X[1] = X[0]  # so that even the training error is not 0
            y = np.digitize(X[:, 0] + rng.normal(scale=0.7, size=80), [-0.5, 0.5])
            y[:2] = 0, 2
            y = names[y]
            case = model, X[:40], y[:40], X[40:], y[40:], sizes
            errors = errors_by_rows(*case)
        yield case


ALL = lesson(__name__)
