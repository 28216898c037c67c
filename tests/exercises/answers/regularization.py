"""Answers to lesson 6.5 by students who had seen the lesson only."""

from fractions import Fraction

import numpy as np
import pandas as pd
import torch
from sklearn.linear_model import LinearRegression, Ridge

from tests.exercises.answers import right, wrong

# ---- shrunk ----

right("shrunk", [2.5, 0, 0.4, 2, -0.2667, 0.6])
right("shrunk", (2.5, 0.0, 0.4, 2.0, -0.4 * 100 / 150, 0.6))
right("shrunk", np.array([2.5, -0.0, 0.4, 2, -0.267, 0.6]))
right("shrunk", [[2.5, 0, 0.4], [2, -4 / 15, 0.6]])
right("shrunk", pd.Series([2.5, 0, 0.4, 3 / 1.5, -0.4 / 1.5, 0.9 / 1.5]))
right("shrunk", [Fraction(5, 2), 0, Fraction(2, 5), 2, Fraction(-4, 15), 0.6])
right("shrunk", torch.tensor([2.5, 0.0, 0.4, 2.0, -0.26667, 0.6]))

wrong("shrunk", [2.5, 0.1, 0.4, 2, -0.2667, 0.6], "crosses zero", says="crossed zero")
wrong("shrunk", [2.5, -0.9, 0.4, 2, -0.2667, 0.6], "subtracts always", says="towards")
wrong(
    "shrunk",
    [2.5, -0.4, 0.4, 2, -0.2667, 0.6],
    "small ones stay",
    says="nearer to zero",
)
wrong(
    "shrunk", [3, 0, 0.9, 2, -0.2667, 0.6], "a hard threshold", says="takes 0.5 from it"
)
wrong("shrunk", [2, -0.2667, 0.6, 2.5, 0, 0.4], "ridge first", says="come first here")
wrong("shrunk", [2.5, 0, 0.4, 1.5, -0.2, 0.45], "halves, as in the text", says="halved")
wrong("shrunk", [2.5, 0, 0.4, 1, -0.1333, 0.3], "50 / 150", says="one third")
wrong(
    "shrunk", [2.5, 0, 0.4, 2, 0, 0.6], "ridge says zero, too", says="never says zero"
)
wrong("shrunk", [2.5, 0, 0.4, 2, 0.2667, 0.6], "loses the minus", says="sign")
wrong(
    "shrunk", [2.5, 0, 0.4, 3 / 51, -0.4 / 51, 0.9 / 51], "forgets the rows", says="100"
)
wrong("shrunk", [2.5, 0, 0.4], "the lasso only", says="six")
wrong("shrunk", [2.5, 0, 0.4, 2, -0.27, 0.6], "two digits", says="rounded to two")


# ---- honest_choice ----

right("honest_choice", "F A B C D E")
right("honest_choice", "fabcde")
right("honest_choice", "F, A, B, C, D, E")
right("honest_choice", list("FABCDE"))
right("honest_choice", np.array(list("FABCDE")))
right("honest_choice", "F-A-B-C-D-E")

wrong("honest_choice", "F A H C D E", "chooses on the test rows", says="line H")
wrong("honest_choice", "G F A B C D E", "scales all rows", says="line G")
wrong("honest_choice", "G F A H C D E", "both traps", says="line G")
wrong("honest_choice", "A F B C D E", "empties in the loop", says="line F makes")
wrong("honest_choice", "F A B D C E", "fits before it is chosen", says="line D needs")
wrong("honest_choice", "F A C B D E", "chooses in the loop", says="not measured yet")
wrong("honest_choice", "F A B C E D", "judges before the fit", says="line E asks")
wrong("honest_choice", "A B C D E", "no dictionary", says="missing")
wrong("honest_choice", "F A B C D", "never judges", says="missing")
wrong("honest_choice", "F B A C D E", "before the loop", says="inside")
wrong("honest_choice", "F A B B C D E", "a line twice", says="twice")

# ---- adamw_step ----


@right("adamw_step")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    weights = weights * (1 - rate * decay)
    return weights - rate * mean / (1 - 0.9**step) / size, mean, square


@right("adamw_step")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    move = mean / (1 - 0.9**step) / size + decay * weights
    return weights - rate * move, mean, square


@right("adamw_step")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    new_w, new_m, new_s = [], [], []
    for w, g, m, s in zip(weights, gradients, mean, square, strict=True):
        m = 0.9 * m + 0.1 * g
        s = 0.999 * s + 0.001 * g * g
        m_hat = m / (1 - 0.9**step)
        s_hat = s / (1 - 0.999**step)
        w = w - rate * decay * w
        w = w - rate * m_hat / (s_hat**0.5 + 1e-8)
        new_w.append(w)
        new_m.append(m)
        new_s.append(s)
    return new_w, new_m, new_s


@right("adamw_step")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    w = torch.nn.Parameter(torch.tensor(np.array(weights, dtype=float)))
    optimizer = torch.optim.AdamW([w], lr=rate, weight_decay=decay)
    optimizer.state[w] = {
        "step": torch.tensor(float(step - 1)),
        "exp_avg": torch.tensor(np.array(mean, dtype=float)),
        "exp_avg_sq": torch.tensor(np.array(square, dtype=float)),
    }
    w.grad = torch.tensor(np.array(gradients, dtype=float))
    optimizer.step()
    state = optimizer.state[w]
    return w.detach(), state["exp_avg"], state["exp_avg_sq"]


@right("adamw_step")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    weights, mean, square = weights.copy(), mean.copy(), square.copy()
    mean += 0.1 * (gradients - mean)
    square += 0.001 * (gradients**2 - square)
    weights *= 1 - rate * decay
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    weights -= rate * (mean / (1 - 0.9**step)) / size
    return [weights, mean, square]


@wrong("adamw_step", "as it was", says="enters the gradients")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    gradients = gradients + decay * weights
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    return weights - rate * mean / (1 - 0.9**step) / size, mean, square


@wrong("adamw_step", "L2 and decay", says="twice")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    gradients = gradients + decay * weights
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    weights = weights * (1 - rate * decay)
    return weights - rate * mean / (1 - 0.9**step) / size, mean, square


@wrong("adamw_step", "no decay at all", says="plain Adam")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    return weights - rate * mean / (1 - 0.9**step) / size, mean, square


@wrong("adamw_step", "decay without the rate", says="The rate belongs")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    weights = weights * (1 - decay)
    return weights - rate * mean / (1 - 0.9**step) / size, mean, square


@wrong("adamw_step", "decays after the step", says="old weights")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    weights = weights - rate * mean / (1 - 0.9**step) / size
    return weights * (1 - rate * decay), mean, square


@wrong("adamw_step", "L2 in the mean only", says="of one memory")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean = 0.9 * mean + 0.1 * (gradients + decay * weights)
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    return weights - rate * mean / (1 - 0.9**step) / size, mean, square


@wrong("adamw_step", "multiplies by the decay", says="is left")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    weights = weights * rate * decay
    return weights - rate * mean / (1 - 0.9**step) / size, mean, square


@wrong("adamw_step", "changes the arguments", says="argument")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean *= 0.9
    mean += 0.1 * gradients
    square *= 0.999
    square += 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    weights *= 1 - rate * decay
    weights -= rate * mean / (1 - 0.9**step) / size
    return weights, mean, square


@wrong("adamw_step", "grows", says="larger")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    weights = weights * (1 + rate * decay)
    return weights - rate * mean / (1 - 0.9**step) / size, mean, square


@wrong("adamw_step", "the weights only", says="two memories")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    return weights * (1 - rate * decay) - rate * mean / (1 - 0.9**step) / size


@wrong("adamw_step", "a fixed rate", says="`decay` is never used")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    return weights * 0.95 - rate * mean / (1 - 0.9**step) / size, mean, square


@wrong("adamw_step", "returns the corrected memories", says="come back divided")
def adamw_step(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean = (0.9 * mean + 0.1 * gradients) / (1 - 0.9**step)
    square = (0.999 * square + 0.001 * gradients**2) / (1 - 0.999**step)
    weights = weights * (1 - rate * decay)
    return weights - rate * mean / (np.sqrt(square) + 1e-8), mean, square


@wrong(
    "adamw_step",
    "the decay is not multiplied by the weights",
    says="the same is taken from each weight",
)
def _(weights, gradients, mean, square, step, rate=0.1, decay=0.5):
    mean = 0.9 * mean + 0.1 * gradients
    square = 0.999 * square + 0.001 * gradients**2
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    move = rate * mean / (1 - 0.9**step) / size
    return weights - rate * decay - move, mean, square


# ---- one_error_penalty ----


@right("one_error_penalty")
def one_error_penalty(alphas, errors):
    alphas, errors = np.asarray(alphas), np.asarray(errors, dtype=float)
    fine = ~np.isnan(errors).any(axis=1)
    alphas, errors = alphas[fine], errors[fine]
    order = np.argsort(alphas)[::-1]
    alphas, errors = alphas[order], errors[order]
    means = errors.mean(axis=1)
    best = means.argmin()
    limit = means[best] + errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    return alphas[means <= limit + 1e-9].max()


@right("one_error_penalty")
def one_error_penalty(alphas, errors):
    means, ses = {}, {}
    for a, row in zip(alphas, errors, strict=True):
        row = [float(e) for e in row]
        if any(e != e for e in row):
            continue
        k = len(row)
        m = sum(row) / k
        means[a] = m
        ses[a] = (sum((e - m) ** 2 for e in row) / (k - 1)) ** 0.5 / k**0.5
    low = min(means.values())
    best = max(a for a in means if means[a] <= low + 1e-12)
    return max(a for a in means if means[a] <= means[best] + ses[best] + 1e-9)


@right("one_error_penalty")
def one_error_penalty(alphas, errors):
    table = pd.DataFrame(errors, index=list(alphas)).dropna().sort_index()
    mean = table.mean(axis=1)
    best = mean[mean == mean.min()].index[-1]
    limit = mean[best] + table.loc[best].sem()
    return mean.index[mean <= limit + 1e-9][-1]


@right("one_error_penalty")
def one_error_penalty(alphas, errors):
    e = torch.as_tensor(np.array(errors, dtype=float))
    a = torch.as_tensor(np.array(alphas, dtype=float))
    keep = ~e.isnan().any(dim=1)
    e, a = e[keep], a[keep]
    e, a = e[a.argsort(descending=True)], a.sort(descending=True).values
    means = e.mean(dim=1)
    best = int(np.argmin(means.numpy()))
    se = e[best].std() / e.shape[1] ** 0.5
    return a[means <= means[best] + se + 1e-9][0]


@right("one_error_penalty")
def one_error_penalty(alphas, errors):
    from statistics import fmean, stdev

    rows = [
        (fmean(row), -a, stdev(row) / len(row) ** 0.5)
        for a, row in zip(alphas, np.array(errors, dtype=float).tolist(), strict=True)
        if not np.isnan(row).any()
    ]
    mean, _, error = min(rows)
    return float(max(-a for m, a, _ in rows if m - (mean + error) < 1e-9))


@wrong("one_error_penalty", "the best itself", says="one standard error")
def one_error_penalty(alphas, errors):
    means = np.mean(errors, axis=1)
    return alphas[int(np.nanargmin(means))]


@wrong("one_error_penalty", "the standard deviation", says="root")
def one_error_penalty(alphas, errors):
    alphas, errors = np.asarray(alphas), np.asarray(errors, dtype=float)
    fine = ~np.isnan(errors).any(axis=1)
    alphas, errors = alphas[fine], errors[fine]
    order = np.argsort(-alphas)
    alphas, errors = alphas[order], errors[order]
    means = errors.mean(axis=1)
    best = means.argmin()
    return alphas[means <= means[best] + errors[best].std(ddof=1) + 1e-9].max()


@wrong("one_error_penalty", "divides by k", says="k − 1")
def one_error_penalty(alphas, errors):
    alphas, errors = np.asarray(alphas), np.asarray(errors, dtype=float)
    fine = ~np.isnan(errors).any(axis=1)
    alphas, errors = alphas[fine], errors[fine]
    order = np.argsort(-alphas)
    alphas, errors = alphas[order], errors[order]
    means = errors.mean(axis=1)
    best = means.argmin()
    limit = means[best] + errors[best].std() / np.sqrt(errors.shape[1])
    return alphas[means <= limit + 1e-9].max()


@wrong("one_error_penalty", "the last in the list", says="order")
def one_error_penalty(alphas, errors):
    errors = np.asarray(errors, dtype=float)
    means = errors.mean(axis=1)
    best = np.nanargmin(means)
    limit = means[best] + errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    return alphas[np.flatnonzero(means <= limit + 1e-9)[-1]]


@wrong("one_error_penalty", "below the limit only", says="meets the limit")
def one_error_penalty(alphas, errors):
    alphas, errors = np.asarray(alphas), np.asarray(errors, dtype=float)
    fine = ~np.isnan(errors).any(axis=1)
    alphas, errors = alphas[fine], errors[fine]
    order = np.argsort(-alphas)
    alphas, errors = alphas[order], errors[order]
    means = errors.mean(axis=1)
    best = means.argmin()
    limit = means[best] + errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    return max(alphas[best], alphas[means < limit - 1e-9].max(initial=0))


@wrong("one_error_penalty", "ignores NaN in the mean", says="NaN")
def one_error_penalty(alphas, errors):
    alphas, errors = np.asarray(alphas), np.asarray(errors, dtype=float)
    order = np.argsort(-alphas)
    alphas, errors = alphas[order], errors[order]
    means = np.nanmean(errors, axis=1)
    best = means.argmin()
    limit = means[best] + np.nanstd(errors[best], ddof=1) / np.sqrt(errors.shape[1])
    return alphas[means <= limit + 1e-9].max()


@wrong("one_error_penalty", "NaN wins argmin", says="NaN")
def one_error_penalty(alphas, errors):
    alphas, errors = np.asarray(alphas), np.asarray(errors, dtype=float)
    order = np.argsort(-alphas)
    alphas, errors = alphas[order], errors[order]
    means = errors.mean(axis=1)
    best = means.argmin()
    limit = means[best] + errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    chosen = alphas[best]
    for alpha, mean in zip(alphas, means, strict=True):
        if mean <= limit + 1e-9:
            chosen = max(chosen, alpha)
    return chosen


@wrong("one_error_penalty", "the smallest penalty", says="largest")
def one_error_penalty(alphas, errors):
    alphas, errors = np.asarray(alphas), np.asarray(errors, dtype=float)
    fine = ~np.isnan(errors).any(axis=1)
    alphas, errors = alphas[fine], errors[fine]
    order = np.argsort(-alphas)
    alphas, errors = alphas[order], errors[order]
    means = errors.mean(axis=1)
    best = means.argmin()
    limit = means[best] + errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    return alphas[means <= limit + 1e-9].min()


@wrong("one_error_penalty", "each with its own error", says="its own")
def one_error_penalty(alphas, errors):
    alphas, errors = np.asarray(alphas), np.asarray(errors, dtype=float)
    fine = ~np.isnan(errors).any(axis=1)
    alphas, errors = alphas[fine], errors[fine]
    means = errors.mean(axis=1)
    ses = errors.std(axis=1, ddof=1) / np.sqrt(errors.shape[1])
    return alphas[means - ses <= means.min() + 1e-9].max()


@wrong("one_error_penalty", "the first of equal best ones", says="equally good")
def one_error_penalty(alphas, errors):
    alphas, errors = np.asarray(alphas), np.asarray(errors, dtype=float)
    fine = ~np.isnan(errors).any(axis=1)
    alphas, errors = alphas[fine], errors[fine]
    order = np.argsort(alphas)
    alphas, errors = alphas[order], errors[order]
    means = errors.mean(axis=1)
    best = means.argmin()
    limit = means[best] + errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    return alphas[means <= limit + 1e-9].max()


@wrong("one_error_penalty", "means over the penalties", says="over the penalties")
def one_error_penalty(alphas, errors):
    errors = np.asarray(errors, dtype=float)
    means = errors.mean(axis=0)
    best = means.argmin()
    limit = means[best] + errors[:, best].std(ddof=1) / np.sqrt(errors.shape[0])
    return np.asarray(alphas)[np.flatnonzero(means <= limit + 1e-9).max()]


@wrong("one_error_penalty", "the place, not the penalty", says="place")
def one_error_penalty(alphas, errors):
    errors = np.asarray(errors, dtype=float)
    means = errors.mean(axis=1)
    best = np.nanargmin(means)
    limit = means[best] + errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    ok = np.flatnonzero(means <= limit + 1e-9)
    return max(ok, key=lambda i: alphas[i])


@wrong("one_error_penalty", "returns in the loop", says="first one of the list")
def one_error_penalty(alphas, errors):
    errors = np.asarray(errors, dtype=float)
    means = errors.mean(axis=1)
    best = np.nanargmin(means)
    limit = means[best] + errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    for a, m in zip(alphas, means, strict=True):
        if m <= limit + 1e-9:
            return a


@wrong(
    "one_error_penalty",
    "argmin takes the first of equally good best ones",
    says="of two equally good best penalties, you take the first",
)
def _(alphas, errors):
    alphas, errors = np.array(alphas), np.array(errors)
    whole = ~np.isnan(errors).any(axis=1)
    alphas, errors = alphas[whole], errors[whole]
    means = errors.mean(axis=1)
    best = means.argmin()
    limit = means[best] + errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    return alphas[means <= limit + 1e-9].max()


@wrong(
    "one_error_penalty",
    "medians in place of means",
    says="the *mean* of the fold errors counts",
)
def _(alphas, errors):
    alphas, errors = np.array(alphas), np.array(errors)
    whole = ~np.isnan(errors).any(axis=1)
    alphas, errors = alphas[whole], errors[whole]
    middle = np.median(errors, axis=1)
    best = np.flatnonzero(middle == middle.min())
    best = best[alphas[best].argmax()]
    limit = middle[best] + errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    return alphas[middle <= limit].max()


@wrong(
    "one_error_penalty",
    "the place among the rows without NaN",
    says="a place among the penalties without NaN",
)
def _(alphas, errors):
    alphas, errors = np.array(alphas), np.array(errors)
    whole = ~np.isnan(errors).any(axis=1)
    alphas, errors = alphas[whole], errors[whole]
    means = errors.mean(axis=1)
    best = means.argmin()
    limit = means[best] + errors[best].std(ddof=1) / np.sqrt(errors.shape[1])
    fitting = np.flatnonzero(means <= limit + 1e-9)
    return max(fitting, key=lambda i: alphas[i])


@right("one_error_penalty")
def _(alphas, errors):
    from statistics import mean, stdev

    rows = {a: e for a, e in zip(alphas, errors, strict=True) if not np.isnan(e).any()}
    least = min(mean(e) for e in rows.values())
    best = max(a for a, e in rows.items() if mean(e) == least)
    limit = least + stdev(rows[best]) / len(rows[best]) ** 0.5
    return max(a for a, e in rows.items() if mean(e) <= limit)


# ---- ridge_each ----


@right("ridge_each")
def ridge_each(X, y, alphas):
    X, y, alphas = (np.asarray(v, dtype=float) for v in (X, y, alphas))
    A, t = X - X.mean(axis=0), y - y.mean()
    w = np.linalg.solve(A.T @ A + np.diag(alphas), A.T @ t)
    return np.append(y.mean() - X.mean(axis=0) @ w, w)


@right("ridge_each")
def ridge_each(X, y, alphas):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    ones = np.column_stack([np.ones(len(X)), X])
    price = np.diag([0, *alphas])
    w = np.linalg.solve(ones.T @ ones + price, ones.T @ y)
    return w


@right("ridge_each")
def ridge_each(X, y, alphas):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    extra = np.diag(np.sqrt(np.asarray(alphas, dtype=float)))
    A = np.vstack([X - X.mean(axis=0), extra])
    t = np.concatenate([y - y.mean(), np.zeros(len(extra))])
    w = np.linalg.lstsq(A, t, rcond=None)[0]
    return [float(np.mean(y - X @ w)), *w.tolist()]


@right("ridge_each")
def ridge_each(X, y, alphas):
    X = torch.as_tensor(np.array(X, dtype=float))
    y = torch.as_tensor(np.array(y, dtype=float))
    A, t = X - X.mean(dim=0), y - y.mean()
    left = A.T @ A + torch.diag(torch.as_tensor(np.array(alphas, dtype=float)))
    w = torch.linalg.solve(left, A.T @ t)
    return torch.cat([(y.mean() - X.mean(dim=0) @ w).reshape(1), w])


@right("ridge_each")
def ridge_each(X, y, alphas):
    frame, target = pd.DataFrame(X).astype(float), pd.Series(y).astype(float)
    A = frame - frame.mean()
    left = A.T @ A
    for j in range(left.shape[0]):
        left.iloc[j, j] += alphas[j]
    w = pd.Series(np.linalg.inv(left) @ (A.T @ (target - target.mean())).to_numpy())
    return np.append(target.mean() - (frame.mean() * w).sum(), w)


@wrong("ridge_each", "the library's penalties are for targets", says="raised")
def ridge_each(X, y, alphas):
    model = Ridge(alpha=np.array(alphas, dtype=float)).fit(np.array(X), np.array(y))
    return [model.intercept_, *model.coef_]


@wrong("ridge_each", "one penalty for all", says="same price")
def ridge_each(X, y, alphas):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    A, t = X - X.mean(axis=0), y - y.mean()
    w = np.linalg.solve(A.T @ A + np.mean(alphas) * np.eye(A.shape[1]), A.T @ t)
    return np.append(y.mean() - X.mean(axis=0) @ w, w)


@wrong("ridge_each", "forgets the means", says="not subtracted")
def ridge_each(X, y, alphas):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    w = np.linalg.solve(X.T @ X + np.diag(alphas), X.T @ y)
    return np.append(y.mean() - X.mean(axis=0) @ w, w)


@wrong("ridge_each", "the intercept is the mean of y", says="mean of y alone")
def ridge_each(X, y, alphas):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    A, t = X - X.mean(axis=0), y - y.mean()
    w = np.linalg.solve(A.T @ A + np.diag(alphas), A.T @ t)
    return np.append(y.mean(), w)


@wrong("ridge_each", "adds to every entry", says="diagonal")
def ridge_each(X, y, alphas):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    A, t = X - X.mean(axis=0), y - y.mean()
    w = np.linalg.solve(A.T @ A + np.asarray(alphas), A.T @ t)
    return np.append(y.mean() - X.mean(axis=0) @ w, w)


@wrong("ridge_each", "scales the columns", says="not scaled")
def ridge_each(X, y, alphas):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    std = X.std(axis=0)
    A, t = (X - X.mean(axis=0)) / std, y - y.mean()
    w = np.linalg.solve(A.T @ A + np.diag(alphas), A.T @ t) / std
    return np.append(y.mean() - X.mean(axis=0) @ w, w)


@wrong("ridge_each", "penalties squared", says="squared")
def ridge_each(X, y, alphas):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    A, t = X - X.mean(axis=0), y - y.mean()
    w = np.linalg.solve(A.T @ A + np.diag(alphas) ** 2, A.T @ t)
    return np.append(y.mean() - X.mean(axis=0) @ w, w)


@wrong("ridge_each", "the mean of squares", says="adds up")
def ridge_each(X, y, alphas):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    A, t = X - X.mean(axis=0), y - y.mean()
    w = np.linalg.solve(A.T @ A / len(y) + np.diag(alphas), A.T @ t / len(y))
    return np.append(y.mean() - X.mean(axis=0) @ w, w)


@wrong("ridge_each", "a penalised intercept", says="price of its own")
def ridge_each(X, y, alphas):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    ones = np.column_stack([np.ones(len(X)), X])
    price = np.diag([max(alphas), *alphas])
    w = np.linalg.solve(ones.T @ ones + price, ones.T @ y)
    return w


@wrong("ridge_each", "0 means out", says="free")
def ridge_each(X, y, alphas):
    X, y, alphas = (np.asarray(v, dtype=float) for v in (X, y, alphas))
    A, t = X - X.mean(axis=0), y - y.mean()
    w = np.zeros(X.shape[1])
    on = alphas > 0
    w[on] = np.linalg.solve(A[:, on].T @ A[:, on] + np.diag(alphas[on]), A[:, on].T @ t)
    return np.append(y.mean() - X.mean(axis=0) @ w, w)


@wrong("ridge_each", "least squares", says="no column pays")
def ridge_each(X, y, alphas):
    model = LinearRegression().fit(X, y)
    return [model.intercept_, *model.coef_]


@wrong("ridge_each", "swapped", says="intercept comes first")
def ridge_each(X, y, alphas):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    A, t = X - X.mean(axis=0), y - y.mean()
    w = np.linalg.solve(A.T @ A + np.diag(alphas), A.T @ t)
    return np.append(w, y.mean() - X.mean(axis=0) @ w)


@wrong("ridge_each", "each weight alone", says="alone")
def ridge_each(X, y, alphas):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    A, t = X - X.mean(axis=0), y - y.mean()
    w = (A.T @ t) / ((A**2).sum(axis=0) + np.asarray(alphas))
    return np.append(y.mean() - X.mean(axis=0) @ w, w)


@wrong(
    "ridge_each",
    "no intercept: neither subtracted nor computed",
    says="the intercept is 0: there is none",
)
def _(X, y, alphas):
    return np.r_[0.0, np.linalg.solve(X.T @ X + np.diag(alphas), X.T @ y)]


@wrong(
    "ridge_each",
    "the means are subtracted, the intercept is forgotten",
    says="the intercept is 0: there is none",
)
def _(X, y, alphas):
    A, b = X - X.mean(axis=0), y - y.mean()
    return np.r_[0.0, np.linalg.solve(A.T @ A + np.diag(alphas), A.T @ b)]
