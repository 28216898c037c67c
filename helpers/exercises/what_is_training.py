"""Exercises of lesson 1.1, Watch a model learn."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.exercises.engine import (
    Function,
    Mistake,
    Ordering,
    Prediction,
    Quiz,
    Value,
    collect,
)

# --- Warm-up: the start page, with a new surface

warmup_error = Quiz(
    right="A",
    replies={
        "A": "The three errors are 2, 0 and 4 minutes: 6 in all, 2 on average.",
        "B": "6 is their sum. Which number would not grow with the number of trips?",
        "C": "You let +4 and −2 cancel. A trip predicted too long and one predicted too"
        " short are two errors, not none.",
    },
)
warmup_baseline = Quiz(
    right="B",
    replies={
        "A": "It says the same every day, whatever the sky looks like: nothing was"
        " learned, and 97 % came free.",
        "B": "It needs no model at all: whatever does not beat it is no use.",
        "C": "A claim is a sentence about a result, with the condition that makes it"
        " true. The app makes forecasts.",
    },
)
warmup_claim = Quiz(
    right="A",
    replies={
        "A": "Other examples are drawn, so numbers move. A claim must hold for any"
        " seed, or it would be no claim.",
        "B": "The data are the same, but which of them a model learns from is drawn"
        " anew.",
        "C": "A sentence that came true for one seed only would be luck. Claims hold"
        " for all of them.",
    },
)

# --- Predictions

predict_rule = Prediction(
    right="C",
    replies={
        "A": "A threshold chosen by eye is hard to beat on one number, but it does not"
        " win by much either: the learned one lands beside a good one.",
        "B": "Only where yours is far from 15. Beside a good one the stump gains"
        " nothing: one number holds only so much.",
        "C": "Yes: the stump finds about 15 by itself. What learning"
        " saves here is the person, not the mistakes.",
    },
)
predict_rate = Prediction(
    right="C",
    replies={
        "A": "Larger steps are faster only as long as they do not jump over the valley"
        " and land higher up on the other side.",
        "B": "It never settles: each step lands higher than the last, so the next one"
        " is larger still.",
        "C": "Yes: each step overshoots a little more than the last, and a factor"
        " slightly above 1, repeated, grows without bound.",
    },
)
predict_shuffled = Prediction(
    right="B",
    replies={
        "A": "There is nothing to learn, but there is something to memorise: with 65"
        " numbers to tune, 60 patients can be fitted by chance alone.",
        "B": "Yes: with 65 numbers to tune, the loop finds accidents among 60 patients"
        " that fit. Nothing of it is true of others.",
        "C": "Each step goes downhill on the training loss, so that cannot rise at a"
        " rate below the limit. Look at the error on other patients.",
    },
)
predict_halving = Prediction(
    right="B",
    replies={
        "A": "Half the rows does not mean twice the error: most of what 384 rows teach,"
        " 192 teach too.",
        "B": "Yes. The first rows teach most; each further doubling takes less of the"
        " error away.",
        "C": "That is about what wrong targets can do. Look at the scale of both.",
    },
)

# --- Quiz

accuracy_alone = Quiz(
    right="B",
    replies={
        "A": "And how many would be wrong if nobody was tested and all were called"
        " healthy?",
        "B": "The baseline scores 98 % without looking at anybody, and it finds no one"
        " who is ill.",
        "C": "More people would make the 98 % more certain, not better. Compare it with"
        " what costs nothing.",
    },
)
falling_loss = Quiz(
    right="C",
    replies={
        "A": "So did the loss on shuffled targets, where there was nothing to learn.",
        "B": "The rate decides how fast it falls, not whether that means something.",
        "C": "Only patients that the model has not trained on can tell.",
    },
)
more_steps = Quiz(
    right="C",
    replies={
        "A": "You have seen where that leads: the training error keeps falling, the"
        " error on other patients goes on rising.",
        "B": "A smaller rate walks the same way, only slower: it would reach the same"
        " bad place later.",
        "C": "Stop where the error on held-out patients was lowest. They must be others"
        " than those of the final test.",
    },
)

# --- Exercise 1: the largest rate that converges


def pressures() -> np.ndarray:
    """Return the blood pressure of all 442 patients, centred, in mmHg."""
    from sklearn.datasets import load_diabetes

    pressure = load_diabetes(scaled=False).data[:, 3]
    return pressure - pressure.mean()


def rate_limit() -> float:
    """Return 2/L, where L is twice the mean square of the column."""
    return 1 / np.mean(pressures() ** 2)


def half_the_limit() -> float:
    """1/L: the fastest along that direction, not the limit."""
    return rate_limit() / 2


def curvature_without_the_2() -> float:
    """2 / mean(x²): the curvature of half the loss."""
    return 2 * rate_limit()


def curvature_itself() -> float:
    """L instead of 2/L."""
    return 2 / rate_limit()


def limit_of_body_mass() -> float:
    """The lesson's own limit, for the other column."""
    from sklearn.datasets import load_diabetes

    return 1 / np.var(load_diabetes(scaled=False).data[:, 2])


def snapped(rate: Any) -> Any:
    """Return the limit for a rate that is the limit but for rounding, else the rate.

    A little too small still converges; too large does not.
    """
    return rate_limit() if 0.98 <= rate / rate_limit() <= 1.0005 else rate


largest_rate = Value(
    solution=rate_limit,
    source='pressure = (patients["bp"] - patients["bp"].mean()).to_numpy()\n\n'
    "largest_rate = 2 / (2 * np.mean(pressure**2))",
    mistakes=[
        Mistake(
            half_the_limit,
            "this is 1/L. It converges at once, but larger rates still converge.",
            when=lambda rate: abs(rate / half_the_limit() - 1) < 0.03,
        ),
        Mistake(
            curvature_without_the_2,
            "at this rate it diverges. Is the 2 of the square's derivative in your L?",
            when=lambda rate: abs(rate / curvature_without_the_2() - 1) < 0.03,
        ),
        Mistake(
            limit_of_body_mass,
            "this is the limit for body mass. Pressure is spread more widely, so its"
            " valley is steeper.",
            when=lambda rate: abs(rate / limit_of_body_mass() - 1) < 0.1,
        ),
        Mistake(
            curvature_itself,
            "this is a curvature. The limit is what you get when you divide 2 by it.",
            when=lambda rate: rate > 100,
        ),
        Mistake(0.0, "a rate is a positive number.", when=lambda rate: rate <= 0),
        Mistake(
            0.004,
            "it converges, and so do larger rates. Where does it stop converging?",
            when=lambda rate: rate < rate_limit(),
        ),
        Mistake(
            0.0053,
            "at this rate each step lands higher than the last: it diverges.",
            when=lambda rate: rate > rate_limit(),
        ),
    ],
    hints=[
        "The limit is 2/L, where L is the curvature along the slope.",
        "For the slope over a centred column x the curvature is L = 2 · mean(x²).",
        "`pressure` is centred already. Which NumPy call gives mean(x²)?",
    ],
    after="A wider column, a steeper valley, a smaller rate: that is why columns are"
    " scaled before training.",
    also=[np.float32(0.0052), np.array([0.00523])],
    clean=snapped,
)

# --- Exercise 2: the order of a training loop


training_loop = Ordering(
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


def mse_gradient(weights, X, y):
    """Return the gradient of the mean squared error, shape (n_columns,)."""
    error = X @ weights - y
    return 2 * X.T @ error / len(y)


def gradient_by_loops(weights, X, y):
    """The same, written with plain loops."""
    n, m = X.shape
    total = [0.0] * m
    for i in range(n):
        error = -float(y[i])
        for j in range(m):
            error += float(X[i, j]) * float(weights[j])
        for j in range(m):
            total[j] += 2 * error * float(X[i, j]) / n
    return total


def gradient_by_autograd(weights, X, y):
    """The same, left to torch."""
    import torch

    w = torch.tensor(weights, requires_grad=True)
    ((torch.from_numpy(X) @ w - torch.from_numpy(y)) ** 2).mean().backward()
    return w.grad


def of_the_sum(weights, X, y):
    """Forgets to divide by the number of rows."""
    return 2 * X.T @ (X @ weights - y)


def without_the_2(weights, X, y):
    """Forgets the factor of the derivative."""
    return X.T @ (X @ weights - y) / len(y)


def uphill(weights, X, y):
    """Has the error's sign turned."""
    return 2 * X.T @ (y - X @ weights) / len(y)


def averaged_over_columns(weights, X, y):
    """Averages along the wrong axis: one number a row."""
    return 2 * np.mean(X * (X @ weights - y)[:, None], axis=1)


def one_row_each(weights, X, y):
    """Does not average: a table with one gradient a row."""
    return 2 * X * (X @ weights - y)[:, None]


def without_the_column(weights, X, y):
    """Forgets the inner derivative: the same number for every weight."""
    return np.full(len(weights), 2 * np.mean(X @ weights - y))


def without_transpose(weights, X, y):
    """Multiplies rows with rows."""
    return 2 * X @ (X @ weights - y) / len(y)


def divided_by_columns(weights, X, y):
    """Divides by the number of weights."""
    return 2 * X.T @ (X @ weights - y) / len(weights)


def gradient_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then tables of other sizes."""
    X = np.array([[1.0, -1.0], [1.0, 0.0], [1.0, 2.0]])
    yield np.array([1.0, 2.0]), X, np.array([0.0, 1.0, 2.0])
    for n, m in [(5, 3), (2, 2), (7, 1)]:
        yield rng.normal(size=m), rng.normal(size=(n, m)), rng.normal(size=n)


gradient = Function(
    solution=mse_gradient,
    cases=gradient_cases,
    mistakes=[
        Mistake(of_the_sum, "this is the gradient of the sum, not of the mean."),
        Mistake(without_the_2, "a factor is missing: what is the derivative of e²?"),
        Mistake(uphill, "it points downhill. The gradient points up: check the sign."),
        Mistake(
            averaged_over_columns,
            "you averaged over the columns. There is one slope a weight: average over"
            " the rows.",
        ),
        Mistake(
            one_row_each,
            "this is one gradient a row. The mean over the rows is still to be taken.",
        ),
        Mistake(
            without_transpose,
            "rows and columns do not fit: `X @ …` adds up along the columns. Here the"
            " rows must be added up, weight by weight.",
        ),
        Mistake(
            divided_by_columns,
            "you divided by the number of weights. The mean is over the rows.",
        ),
        Mistake(
            without_the_column,
            "all weights get the same slope. The error has to be multiplied by the"
            " weight's own column.",
        ),
    ],
    hints=[
        "Write the error of each row first: prediction minus truth, shape (n_rows,).",
        "Row i, weight j: the derivative of error_i² is 2 · error_i · X[i, j].",
        "Average over the rows. As matrices: `X.T @ error` adds up over the rows.",
    ],
    after="By the formula, one pass over the data gives every slope at once; nudging"
    " takes two passes a weight. That makes millions of weights trainable.",
    also=[gradient_by_loops, gradient_by_autograd],
)

# --- Exercise 4: repair a loop


def fit_slope_repaired(x, y, learning_rate, n_steps):
    """Return the slope of y = slope * x after n_steps of descent from 0."""
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope - learning_rate * 2 * np.mean(error * x)
    return slope


def fit_slope_faulty(x, y, learning_rate, n_steps):
    """Return the slope of y = slope * x after n_steps of descent from 0."""
    slope = 0.0
    error = slope * x - y
    for _ in range(n_steps):
        slope = slope - learning_rate * 2 * np.mean(error * x)
    return slope


def fit_slope_in_place(x, y, learning_rate, n_steps):
    """The same, written with sums and a while loop."""
    slope, step = 0.0, 0
    while step < n_steps:
        total = 0.0
        for i in range(len(x)):
            total += 2 * (slope * x[i] - y[i]) * x[i]
        slope -= learning_rate * total / len(x)
        step += 1
    return slope


def still_stale(x, y, learning_rate, n_steps):
    """Rewritten, but the error is still that of slope 0."""
    slope = 0.0
    for _ in range(n_steps):
        slope = slope + learning_rate * 2 * np.mean(y * x)
    return slope


def climbing(x, y, learning_rate, n_steps):
    """Adds the gradient instead of subtracting it."""
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        slope = slope + learning_rate * 2 * np.mean(error * x)
    return slope


def returns_too_early(x, y, learning_rate, n_steps):
    """Has the return inside the loop: one step only."""
    slope = 0.0
    for _ in range(n_steps):
        error = slope * x - y
        return slope - learning_rate * 2 * np.mean(error * x)
    return None


def uphill_only(x, y, learning_rate, n_steps):
    """The faulty code with its sign turned: the bug is still there."""
    slope = 0.0
    error = slope * x - y
    for _ in range(n_steps):
        slope = slope + learning_rate * 2 * np.mean(error * x)
    return slope


def lost_factor(x, y, learning_rate, n_steps):
    """Repaired, but without the 2."""
    return fit_slope_repaired(x, y, learning_rate / 2, n_steps)


def summed(x, y, learning_rate, n_steps):
    """Repaired, but with the sum for the mean."""
    return fit_slope_repaired(x, y, learning_rate * len(x), n_steps)


def where_it_ends(x, y, learning_rate, n_steps):
    """The closed form: where descent would arrive."""
    return np.sum(x * y) / np.sum(x * x)


def one_step_short(x, y, learning_rate, n_steps):
    """Takes n_steps - 1 steps."""
    return fit_slope_repaired(x, y, learning_rate, n_steps - 1)


def slope_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then others with few and many steps."""
    yield np.array([-1.0, 0.0, 1.0]), np.array([-2.0, 0.5, 3.0]), 0.1, 5
    for n_steps in (2, 30, 7):
        x = rng.normal(size=6)
        yield x, 3 * x + rng.normal(size=6), 0.05, n_steps


fit_slope = Function(
    solution=fit_slope_repaired,
    cases=slope_cases,
    start=fit_slope_faulty,
    mistakes=[
        Mistake(
            still_stale,
            "each step is still as long as the first. Which quantity must change when"
            " the slope has changed?",
        ),
        Mistake(climbing, "it climbs: the step must go against the gradient."),
        Mistake(
            returns_too_early,
            "it takes one step only. Where does the `return` stand?",
        ),
        Mistake(one_step_short, "it takes one step too few."),
        Mistake(
            uphill_only,
            "the sign was right: a step goes against the gradient. Look for a quantity"
            " that should change and does not.",
        ),
        Mistake(lost_factor, "the steps are half as long: where has the 2 gone?"),
        Mistake(summed, "the steps are too long: a mean has become a sum."),
        Mistake(
            where_it_ends,
            "this is where the descent would end, not where it is after `n_steps`.",
        ),
    ],
    hints=[
        "Print the step's length for five steps: it should shrink near the bottom.",
        "The error belongs to the slope of the moment.",
    ],
    after="A value computed before the loop and used inside it: a common bug of"
    " training loops.",
    also=[fit_slope_in_place],
)

# --- Exercise 5: measure a lever yourself


def errors_by_rows(model, X_train, y_train, X_test, y_test, sizes):
    """Return, for each n in sizes, the test error after fitting on the first n rows."""
    errors = []
    for n in sizes:
        model.fit(X_train[:n], y_train[:n])
        errors.append(np.mean(model.predict(X_test) != y_test))
    return errors


def errors_by_score(model, X_train, y_train, X_test, y_test, sizes):
    """The same, by the estimator's own score, as an array."""
    fitted = (model.fit(X_train[:n], y_train[:n]) for n in sizes)
    return np.array([1 - m.score(X_test, y_test) for m in fitted])


def on_training_rows(model, X_train, y_train, X_test, y_test, sizes):
    """Judges on the rows it was fitted on."""
    return [
        np.mean(model.fit(X_train[:n], y_train[:n]).predict(X_train[:n]) != y_train[:n])
        for n in sizes
    ]


def accuracy_instead(model, X_train, y_train, X_test, y_test, sizes):
    """Returns the share of right answers."""
    return [model.fit(X_train[:n], y_train[:n]).score(X_test, y_test) for n in sizes]


def always_all_rows(model, X_train, y_train, X_test, y_test, sizes):
    """Ignores n."""
    return [
        np.mean(model.fit(X_train, y_train).predict(X_test) != y_test) for _ in sizes
    ]


def fitted_once(model, X_train, y_train, X_test, y_test, sizes):
    """Fits on the largest size only."""
    model.fit(X_train[: max(sizes)], y_train[: max(sizes)])
    return [np.mean(model.predict(X_test) != y_test) for _ in sizes]


def counted_errors(model, X_train, y_train, X_test, y_test, sizes):
    """Returns counts, which depend on the size of the test set."""
    fitted = (model.fit(X_train[:n], y_train[:n]) for n in sizes)
    return [int(np.sum(m.predict(X_test) != y_test)) for m in fitted]


def in_percent(model, X_train, y_train, X_test, y_test, sizes):
    """Returns percent."""
    return 100 * np.array(
        errors_by_score(model, X_train, y_train, X_test, y_test, sizes)
    )


def cut_test_rows(model, X_train, y_train, X_test, y_test, sizes):
    """Cuts the test set instead of the training set."""
    model.fit(X_train, y_train)
    return [np.mean(model.predict(X_test[:n]) != y_test[:n]) for n in sizes]


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


error_by_rows = Function(
    solution=errors_by_rows,
    cases=error_cases,
    mistakes=[
        Mistake(
            on_training_rows,
            "you judge on the rows that the model has learned from: the nearest"
            " neighbour of a known row is the row itself.",
        ),
        Mistake(accuracy_instead, "this is the share of right answers, not of errors."),
        Mistake(
            always_all_rows, "the model sees all rows each time: use the first n only."
        ),
        Mistake(
            fitted_once, "the model is fitted once: fit it again for each n in `sizes`."
        ),
        Mistake(
            counted_errors,
            "this counts errors. Return their share, which can be compared between test"
            " sets of different size.",
        ),
        Mistake(in_percent, "these are percent. Return shares between 0 and 1."),
        Mistake(
            cut_test_rows,
            "you cut the test set. It is the training rows that are to be few.",
        ),
    ],
    hints=[
        "Loop over `sizes`; fit on `X_train[:n]` and `y_train[:n]`.",
        "Judge on the test rows: the share where `model.predict(X_test)` differs from"
        " `y_test`.",
    ],
    after="You have measured a learning curve: it tells whether more rows are worth"
    " their price.",
    also=[errors_by_score],
)

ALL = collect(globals())
