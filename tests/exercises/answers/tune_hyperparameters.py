"""Answers to lesson 4.3 by students who had seen the lesson only."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import torch

from tests.exercises.answers import right, wrong

# ---- hyper_letters ----

right("hyper_letters", "B C E G")
right("hyper_letters", "BCEG")
right("hyper_letters", "g, e, c, b")
right("hyper_letters", ["B", "C", "E", "G"])
right("hyper_letters", {"B", "C", "E", "G"})
right("hyper_letters", np.array(list("BCEG")))

wrong("hyper_letters", "A D F H", "the parameters", says="what `fit` finds")
wrong("hyper_letters", "B C D E G", "a threshold is a setting", says="D is found")
wrong("hyper_letters", "B C E G H", "the median, too", says="H is a median")
wrong("hyper_letters", "A B C E G", "a weight, too", says="weight or a bias")
wrong("hyper_letters", "B E G", "no learning rate", says="C is missing")
wrong("hyper_letters", "C E", "no numbers of things", says="number of trees")
wrong("hyper_letters", "B C G", "gamma is learned", says="E is missing")
wrong("hyper_letters", "B C E F G", "the bias is a choice", says="weight or a bias")

# ---- tuning_lines ----

right("tuning_lines", "B D H G E A")
right("tuning_lines", "BDHGEA")
right("tuning_lines", "b, d, h, g, e, a")
right("tuning_lines", list("BDHGEA"))
right("tuning_lines", tuple("BDHGEA"))
right("tuning_lines", np.array(list("BDHGEA")))

wrong("tuning_lines", "B D H C E A", "the test homes choose", says="line C lets")
wrong("tuning_lines", "B D H G E F", "reports the promise", says="line F reports")
wrong("tuning_lines", "D B H G E A", "ranges after the draw", says="line D draws")
wrong("tuning_lines", "B H D G E A", "fits before drawing", says="line H fits")
wrong("tuning_lines", "B D G H E A", "chooses too early", says="line G compares")
wrong("tuning_lines", "B D H E G A", "fits again too early", says="line E fits")
wrong("tuning_lines", "B D H G A E", "reports too early", says="line A reports")
wrong("tuning_lines", "B D H G E", "no report", says="a letter is missing")

# ---- log_values ----


@right("log_values")
def _(shares, low, high):
    return np.exp(np.log(low) + np.asarray(shares) * (np.log(high) - np.log(low)))


@right("log_values")
def _(shares, low, high):
    return [low * (high / low) ** s for s in shares]


@right("log_values")
def _(shares, low, high):
    return 10 ** np.interp(shares, [0, 1], [np.log10(low), np.log10(high)])


@right("log_values")
def _(shares, low, high):
    shares = np.array(shares)
    return low ** (1 - shares) * high**shares


@right("log_values")
def _(shares, low, high):
    ends = torch.log(torch.tensor([low, high], dtype=torch.float64))
    return torch.exp(torch.lerp(ends[0], ends[1], torch.tensor(shares).double()))


@right("log_values")
def _(shares, low, high):
    return pd.Series(shares).map(
        lambda s: math.exp(math.log(low) + s * math.log(high / low))
    )


@wrong("log_values", "stays in logarithms", says="these are the logarithms")
def _(shares, low, high):
    return np.log(low) + np.array(shares) * (np.log(high) - np.log(low))


@wrong("log_values", "exponents of ten", says="exponents of ten")
def _(shares, low, high):
    return [np.log10(low) + s * (np.log10(high) - np.log10(low)) for s in shares]


@wrong("log_values", "log and power of ten", says="`10 **` do not fit")
def _(shares, low, high):
    return 10 ** (np.log(low) + np.array(shares) * np.log(high / low))


@wrong("log_values", "log10 and exp", says="`np.exp` do not fit")
def _(shares, low, high):
    return np.exp(np.log10(low) + np.array(shares) * np.log10(high / low))


@wrong("log_values", "from high to low", says="wrong way")
def _(shares, low, high):
    return [high * (low / high) ** s for s in shares]


@wrong("log_values", "forgets the width", says="ends are not met")
def _(shares, low, high):
    return np.exp(np.log(low) + np.array(shares) * np.log(high))


@wrong("log_values", "logarithm of the difference", says="logarithm of a width")
def _(shares, low, high):
    return np.exp(np.log(low) + np.array(shares) * np.log(high - low))


@wrong("log_values", "geomspace, shares ignored", says="spread anew")
def _(shares, low, high):
    return np.geomspace(low, high, len(shares))


@wrong("log_values", "another straight line", says="equal distances")
def _(shares, low, high):
    return [(1 - s) * low + s * high for s in shares]


# ---- next_range ----


@right("next_range")
def _(values, errors):
    best = int(np.nanargmin(errors))
    if best not in (0, len(values) - 1):
        return values
    ratio, half = values[1] / values[0], len(values) // 2
    return [values[best] * ratio**k for k in range(-half, half + 1)]


@right("next_range")
def _(values, errors):
    errors = pd.Series(errors)
    best, n = errors.idxmin(), len(values)
    ratio = values[1] / values[0]
    steps = (n - 1) // 2
    if best == 0:
        return np.array(values) * ratio**-steps
    if best == n - 1:
        return np.array(values) * ratio**steps
    return np.array(values)


@right("next_range")
def _(values, errors):
    v = np.log(np.array(values, dtype=float))
    e = np.nan_to_num(np.array(errors), nan=np.inf)
    i = e.argmin()
    if 0 < i < len(v) - 1:
        return values
    return np.exp(v - v.mean() + v[i])


@right("next_range")
def _(values, errors):
    lowest, at = math.inf, None
    for k, e in enumerate(errors):
        if e < lowest:
            lowest, at = e, k
    new = [float(v) for v in values]
    while at == 0 and new[len(new) // 2] > values[0] * 1.000001:
        new = [new[0] * new[0] / new[1], *new[:-1]]
    while at == len(values) - 1 and new[len(new) // 2] < values[-1] * 0.999999:
        new = [*new[1:], new[-1] * new[-1] / new[-2]]
    return tuple(new)


@right("next_range")
def _(values, errors):
    t = torch.tensor([e if e == e else float("inf") for e in errors])
    best = int(t.argmin())
    if 0 < best < len(values) - 1:
        return torch.tensor(values)
    half = len(values) // 2
    k = torch.arange(-half, half + 1, dtype=torch.float64)
    return values[best] * (values[1] / values[0]) ** k


@wrong("next_range", "always around the best", says="not at the edge here")
def _(values, errors):
    best, half = int(np.nanargmin(errors)), len(values) // 2
    return values[best] * (values[1] / values[0]) ** np.arange(-half, half + 1.0)


@wrong("next_range", "the high edge only", says="high end only")
def _(values, errors):
    if np.nanargmin(errors) == len(values) - 1:
        half = len(values) // 2
        return np.array(values) * (values[1] / values[0]) ** half
    return values


@wrong("next_range", "argmin", says="a trial that failed")
def _(values, errors):
    best, half = int(np.argmin(errors)), len(values) // 2
    if 0 < best < len(values) - 1:
        return values
    return values[best] * (values[1] / values[0]) ** np.arange(-half, half + 1.0)


@wrong("next_range", "one step only", says="moved by one step")
def _(values, errors):
    best, ratio = np.nanargmin(errors), values[1] / values[0]
    if best == 0:
        return [v / ratio for v in values]
    if best == len(values) - 1:
        return [v * ratio for v in values]
    return values


@wrong("next_range", "starts at the best", says="at one end")
def _(values, errors):
    best, ratio, n = np.nanargmin(errors), values[1] / values[0], len(values)
    if best == n - 1:
        return [values[-1] * ratio**k for k in range(n)]
    if best == 0:
        return [values[0] * ratio**k for k in range(-n + 1, 1)]
    return values


@wrong("next_range", "always by ten", says="always ten")
def _(values, errors):
    best, half = int(np.nanargmin(errors)), len(values) // 2
    if best in (0, len(values) - 1):
        return [values[best] * 10.0**k for k in range(-half, half + 1)]
    return values


@wrong("next_range", "equal distances", says="equal distances")
def _(values, errors):
    best, half = int(np.nanargmin(errors)), len(values) // 2
    if best in (0, len(values) - 1):
        step = values[1] - values[0]
        return [values[best] + k * step for k in range(-half, half + 1)]
    return values


@wrong("next_range", "one more value", says="as many values")
def _(values, errors):
    best, ratio = np.nanargmin(errors), values[1] / values[0]
    if best == 0:
        return [values[0] / ratio, *values]
    if best == len(values) - 1:
        return [*values, values[-1] * ratio]
    return values


# ---- variance_shares ----


@right("variance_shares")
def _(errors):
    total = errors.var()
    if total == 0:
        return 0, 0, 0
    a = errors.mean(axis=1).var() / total
    b = errors.mean(axis=0).var() / total
    return a, b, 1 - a - b


@right("variance_shares")
def _(errors):
    table = pd.DataFrame(errors)
    total = np.var(errors)
    if np.isclose(total, 0):
        return [0.0, 0.0, 0.0]
    a = table.mean(axis=1).var(ddof=0) / total
    b = table.mean(axis=0).var(ddof=0) / total
    return [a, b, 1 - a - b]


@right("variance_shares")
def _(errors):
    e = torch.tensor(errors)
    m = e.mean()
    a = ((e.mean(dim=1) - m) ** 2).mean()
    b = ((e.mean(dim=0) - m) ** 2).mean()
    t = ((e - m) ** 2).mean()
    if t == 0:
        return torch.zeros(3)
    return torch.stack([a, b, t - a - b]) / t


@right("variance_shares")
def _(errors):
    n, k = errors.shape
    m = errors.sum() / (n * k)
    whole = ((errors - m) ** 2).sum()
    if whole < 1e-12:
        return np.zeros(3)
    rows = k * ((errors.mean(1) - m) ** 2).sum()
    cols = n * ((errors.mean(0) - m) ** 2).sum()
    return np.array([rows, cols, whole - rows - cols]) / whole


@right("variance_shares")
def _(errors):
    if errors.min() == errors.max():
        return (0.0, 0.0, 0.0)
    left = errors - errors.mean(1)[:, None] - errors.mean(0) + errors.mean()
    v = errors.var()
    return errors.mean(1).var() / v, errors.mean(0).var() / v, left.var() / v


@wrong("variance_shares", "axes exchanged", says="exchanged")
def _(errors):
    total = errors.var()
    if total == 0:
        return 0, 0, 0
    a, b = errors.mean(axis=0).var() / total, errors.mean(axis=1).var() / total
    return a, b, 1 - a - b


@wrong("variance_shares", "not divided", says="these are variances")
def _(errors):
    a, b = errors.mean(axis=1).var(), errors.mean(axis=0).var()
    return a, b, errors.var() - a - b


@wrong("variance_shares", "mean of the variances", says="means first")
def _(errors):
    total = errors.var()
    if total == 0:
        return 0, 0, 0
    a, b = errors.var(axis=1).mean() / total, errors.var(axis=0).mean() / total
    return a, b, 1 - a - b


@wrong("variance_shares", "standard deviations", says="standard deviations")
def _(errors):
    total = errors.std()
    if total == 0:
        return 0, 0, 0
    a, b = errors.mean(axis=1).std() / total, errors.mean(axis=0).std() / total
    return a, b, 1 - a - b


@wrong("variance_shares", "equal errors forgotten", says="variance of 0")
def _(errors):
    a = errors.mean(axis=1).var() / errors.var()
    b = errors.mean(axis=0).var() / errors.var()
    return a, b, 1 - a - b


@wrong("variance_shares", "no pair", says="three numbers")
def _(errors):
    if errors.var() == 0:
        return 0, 0
    a, b = errors.mean(axis=1).var(), errors.mean(axis=0).var()
    return a / errors.var(), b / errors.var()


@wrong("variance_shares", "percent", says="percent")
def _(errors):
    if errors.var() == 0:
        return 0, 0, 0
    a, b = errors.mean(axis=1).var(), errors.mean(axis=0).var()
    return [100 * x / errors.var() for x in (a, b, errors.var() - a - b)]


@wrong("variance_shares", "a product for the pair", says="not the product")
def _(errors):
    if errors.var() == 0:
        return 0, 0, 0
    a = errors.mean(axis=1).var() / errors.var()
    b = errors.mean(axis=0).var() / errors.var()
    return a, b, a * b


# ---- random_search ----


@right("random_search")
def _(evaluate, ranges, draws):
    best, best_error = {}, np.inf
    for row in draws:
        settings = {}
        for (name, (low, high)), u in zip(ranges.items(), row):
            settings[name] = low * (high / low) ** u
        error = evaluate(settings)
        if error < best_error:
            best, best_error = settings, error
    if not best:
        return {}, np.nan
    return best, best_error


@right("random_search")
def _(evaluate, ranges, draws):
    names = list(ranges)
    low = np.log([ranges[n][0] for n in names])
    high = np.log([ranges[n][1] for n in names])
    values = np.exp(low + np.array(draws) * (high - low))
    trials = [dict(zip(names, row)) for row in values]
    errors = pd.Series([evaluate(t) for t in trials])
    if errors.isna().all():
        return {}, float("nan")
    return trials[errors.idxmin()], errors.min()


@right("random_search")
def _(evaluate, ranges, draws):
    results = []
    for k in range(len(draws)):
        t = {}
        for j, name in enumerate(ranges):
            a, b = ranges[name]
            t[name] = 10 ** (math.log10(a) + draws[k][j] * math.log10(b / a))
        results.append((evaluate(t), t))
    good = [r for r in results if not math.isnan(r[0])]
    if len(good) == 0:
        return ({}, float("nan"))
    error, settings = min(good, key=lambda r: r[0])
    return (settings, error)


@right("random_search")
def _(evaluate, ranges, draws):
    best, best_error = {}, float("nan")
    for row in draws:
        s = {
            n: np.exp(np.interp(u, [0, 1], np.log(r)))
            for u, (n, r) in zip(row, ranges.items())
        }
        e = evaluate(s)
        if math.isnan(e):
            continue
        if math.isnan(best_error) or e < best_error:
            best, best_error = s, e
    return [best, best_error]


@right("random_search")
def _(evaluate, ranges, draws):
    trials = [
        {n: ranges[n][0] ** (1 - u) * ranges[n][1] ** u for n, u in zip(ranges, row)}
        for row in draws
    ]
    errors = np.array([evaluate(t) for t in trials])
    if np.all(np.isnan(errors)):
        return {}, np.nan
    i = np.nanargmin(errors)
    return trials[i], errors[i]


@wrong("random_search", "a linear scale", says="equal distances")
def _(evaluate, ranges, draws):
    best, best_error = {}, np.inf
    for row in draws:
        s = {n: a + u * (b - a) for (n, (a, b)), u in zip(ranges.items(), row)}
        e = evaluate(s)
        if e < best_error:
            best, best_error = s, e
    return (best, best_error) if best else ({}, np.nan)


@wrong("random_search", "the last of equal errors", says="not the last")
def _(evaluate, ranges, draws):
    best, best_error = {}, np.inf
    for row in draws:
        s = {n: a * (b / a) ** u for (n, (a, b)), u in zip(ranges.items(), row)}
        e = evaluate(s)
        if e <= best_error:
            best, best_error = s, e
    return (best, best_error) if best else ({}, np.nan)


@wrong("random_search", "argmin stops at NaN", says="`np.argmin` takes NaN")
def _(evaluate, ranges, draws):
    trials = [
        {n: a * (b / a) ** u for (n, (a, b)), u in zip(ranges.items(), row)}
        for row in draws
    ]
    errors = [evaluate(t) for t in trials]
    i = np.argmin(errors)
    return trials[i], errors[i]


@wrong("random_search", "keeps the last settings", says="last trial")
def _(evaluate, ranges, draws):
    best_error = np.inf
    for row in draws:
        s = {n: a * (b / a) ** u for (n, (a, b)), u in zip(ranges.items(), row)}
        e = evaluate(s)
        if e < best_error:
            best_error = e
    return s, best_error


@wrong("random_search", "infinity is left", says="starting value")
def _(evaluate, ranges, draws):
    best, best_error = {}, np.inf
    for row in draws:
        s = {n: a * (b / a) ** u for (n, (a, b)), u in zip(ranges.items(), row)}
        e = evaluate(s)
        if e < best_error:
            best, best_error = s, e
    return best, best_error


@wrong("random_search", "error first", says="changed places")
def _(evaluate, ranges, draws):
    best, best_error = {}, np.inf
    for row in draws:
        s = {n: a * (b / a) ** u for (n, (a, b)), u in zip(ranges.items(), row)}
        e = evaluate(s)
        if e < best_error:
            best, best_error = s, e
    return (best_error, best) if best else (np.nan, {})


@wrong("random_search", "one draw for all settings", says="one draw serves")
def _(evaluate, ranges, draws):
    best, best_error = {}, np.inf
    for row in draws:
        s = {n: a * (b / a) ** row[0] for n, (a, b) in ranges.items()}
        e = evaluate(s)
        if e < best_error:
            best, best_error = s, e
    return (best, best_error) if best else ({}, np.nan)


@wrong("random_search", "the worst trial", says="highest error")
def _(evaluate, ranges, draws):
    best, best_error = {}, -np.inf
    for row in draws:
        s = {n: a * (b / a) ** u for (n, (a, b)), u in zip(ranges.items(), row)}
        e = evaluate(s)
        if e > best_error:
            best, best_error = s, e
    return (best, best_error) if best else ({}, np.nan)


# ---- a second student ----

# 1 hyper_letters

right("hyper_letters", "g e c b")
right("hyper_letters", "B, C, E, G")
right("hyper_letters", {"G", "B", "E", "C"})
right("hyper_letters", ("B", "C", "E", "G"))

wrong("hyper_letters", "B C E", "units forgotten", says="G")
wrong("hyper_letters", "C E G", "trees forgotten", says="B")
wrong("hyper_letters", "A B", "the example", says=None)
wrong("hyper_letters", "A B C D E F G H", "all", says=None)
wrong("hyper_letters", 4, "their number", says=None)

# 2 tuning_lines

right("tuning_lines", "b-d-h-g-e-a")
right("tuning_lines", ["B", "D", "H", "G", "E", "A"])
right("tuning_lines", "B, D, H, G, E, A")

wrong("tuning_lines", "B D H G A", "one missing", says="missing")
wrong("tuning_lines", "D H B G E A", "sets aside later", says="line D")
wrong("tuning_lines", "A B C D E F", "the example", says="line")
wrong("tuning_lines", "D H G B E A", "sets aside after choosing", says="line D")

# 3 log_values


@right("log_values")
def decades(shares, low, high):
    low, high = math.log10(low), math.log10(high)
    return [10 ** (low + share * (high - low)) for share in shares]


@right("log_values")
def frame(shares, low, high):
    s = pd.Series(shares, dtype=float)
    return low ** (1 - s) * high**s


@right("log_values")
def tensor(shares, low, high):
    shares = torch.as_tensor(np.asarray(shares, dtype=float))
    return torch.exp(
        torch.lerp(*torch.log(torch.tensor([low, high], dtype=torch.float64)), shares)
    )


@right("log_values")
def interpolated(shares, low, high):
    return np.exp(np.interp(shares, [0, 1], np.log([low, high])))


@right("log_values")
def loop2(shares, low, high):
    values = []
    for share in shares:
        values.append(2 ** (math.log2(low) * (1 - share) + math.log2(high) * share))
    return np.array(values)


@wrong("log_values", "logarithms are returned", says="exp")
def _(shares, low, high):
    return np.log(low) + np.asarray(shares) * (np.log(high) - np.log(low))


@wrong("log_values", "exp of logs to the base 10", says="do not fit together")
def _(shares, low, high):
    return np.exp(np.log10(low) + np.asarray(shares) * (np.log10(high) - np.log10(low)))


@wrong("log_values", "10 to the power of ln", says="do not fit together")
def _(shares, low, high):
    return 10 ** (np.log(low) + np.asarray(shares) * (np.log(high) - np.log(low)))


@wrong("log_values", "low missing", says="low")
def _(shares, low, high):
    return np.exp(np.asarray(shares) * (np.log(high) - np.log(low)))


@wrong("log_values", "unchanged", says="equal distances")
def _(shares, low, high):
    values = []
    for share in shares:
        values.append(low + share * (high - low))
    return np.array(values)


@wrong("log_values", "backwards", says="wrong way")
def _(shares, low, high):
    return high * (low / high) ** np.asarray(shares)


@wrong("log_values", "low is added", says="is added")
def _(shares, low, high):
    return low + (high / low) ** np.asarray(shares)


@wrong("log_values", "logarithm of the straight scale", says="after that")
def _(shares, low, high):
    return np.log(low + np.asarray(shares) * (high - low))


@wrong("log_values", "powers of the difference", says="logarithm of a width")
def _(shares, low, high):
    return low * (high - low) ** np.asarray(shares)


@wrong("log_values", "log of high only", says="ends are not met")
def _(shares, low, high):
    return np.exp(np.log(low) + np.asarray(shares) * np.log(high))


@wrong("log_values", "shares squared", says=None)
def _(shares, low, high):
    return low + np.asarray(shares) ** 2 * (high - low)


@wrong("log_values", "rounded to whole numbers", says="round")
def _(shares, low, high):
    return np.round(low * (high / low) ** np.asarray(shares))


@wrong("log_values", "exp of the scale", says="none was taken")
def _(shares, low, high):
    return np.exp(low + np.asarray(shares) * (high - low))


@wrong("log_values", "geometric mean of all", says=None)
def _(shares, low, high):
    return np.full(len(shares), (low * high) ** 0.5)


@wrong("log_values", "a random draw", says="random")
def _(shares, low, high):
    return np.exp(
        np.random.default_rng().uniform(np.log(low), np.log(high), len(shares))
    )


@wrong("log_values", "returns in the loop", says="inside the loop")
def _(shares, low, high):
    values = []
    for share in shares:
        values.append(low * (high / low) ** share)
        return values


# 4 next_range


@right("next_range")
def numpy_way(values, errors):
    values = np.asarray(values, dtype=float)
    if np.isnan(errors).all():
        return values
    best = np.nanargmin(errors)
    if 0 < best < len(values) - 1:
        return values
    ratio = values[1] / values[0]
    return values[best] * ratio ** np.arange(-(len(values) // 2), len(values) // 2 + 1)


@right("next_range")
def plain_loop(values, errors):
    best = None
    for i, error in enumerate(errors):
        if not math.isnan(error) and (best is None or error < errors[best]):
            best = i
    last = len(values) - 1
    if best not in (0, last):
        return list(values)
    ratio = values[1] / values[0]
    half = len(values) // 2
    return [values[best] * ratio ** (k - half) for k in range(len(values))]


@right("next_range")
def by_log(values, errors):
    logs = np.log(np.asarray(values, float))
    errors = np.where(np.isnan(errors), np.inf, errors)
    best = int(np.argmin(errors))
    if best == 0 or best == len(logs) - 1:
        logs = logs + logs[best] - logs[len(logs) // 2]
        return np.exp(logs)
    return values


@right("next_range")
def by_factor(values, errors):
    values = np.asarray(values, dtype=float)
    best = pd.Series(errors, index=range(len(values))).idxmin()
    n = len(values)
    return values * (values[best] / values[n // 2]) if best in (0, n - 1) else values


@right("next_range")
def geom(values, errors):
    values = [float(v) for v in values]
    best = np.nanargmin(np.asarray(errors, float))
    half = (len(values) - 1) // 2
    ratio = values[-1] / values[-2]
    if best in {0, len(values) - 1}:
        middle = values[best]
        return np.geomspace(middle / ratio**half, middle * ratio**half, len(values))
    return np.array(values)


@right("next_range")
def torch_way(values, errors):
    v = torch.tensor(np.asarray(values, float))
    e = torch.nan_to_num(torch.tensor(np.asarray(errors, float)), nan=float("inf"))
    best = int((e == e.min()).nonzero()[0])
    if best % (len(v) - 1) == 0:
        return v * v[best] / v[len(v) // 2]
    return v


@wrong("next_range", "argmin takes NaN", says="NaN")
def _(values, errors):
    values = np.asarray(values, float)
    best = np.argmin(errors)
    if best in (0, len(values) - 1):
        return values * values[best] / values[len(values) // 2]
    return values


@wrong("next_range", "only the upper edge", says="first")
def _(values, errors):
    values = np.asarray(values, float)
    best = np.nanargmin(errors)
    if best == len(values) - 1:
        return values * values[best] / values[len(values) // 2]
    return values


@wrong("next_range", "only the lower edge", says="last")
def _(values, errors):
    values = np.asarray(values, float)
    best = np.nanargmin(errors)
    if best == 0:
        return values * values[best] / values[len(values) // 2]
    return values


@wrong("next_range", "always moved to the middle", says="stay as they are")
def _(values, errors):
    values = np.asarray(values, float)
    best = np.nanargmin(errors)
    return values * values[best] / values[len(values) // 2]


@wrong("next_range", "equal distances", says="moved by a distance")
def _(values, errors):
    values = np.asarray(values, float)
    best = np.nanargmin(errors)
    if best in (0, len(values) - 1):
        return values + values[best] - values[len(values) // 2]
    return values


@wrong("next_range", "the range begins at the best", says="middle")
def _(values, errors):
    values = np.asarray(values, float)
    best = np.nanargmin(errors)
    if best == len(values) - 1:
        return values * values[best] / values[0]
    if best == 0:
        return values * values[best] / values[-1]
    return values


@wrong("next_range", "one value is appended", says="as many")
def _(values, errors):
    values = np.asarray(values, float)
    ratio = values[1] / values[0]
    best = np.nanargmin(errors)
    if best == len(values) - 1:
        return np.append(values, values[-1] * ratio)
    if best == 0:
        return np.append(values[0] / ratio, values)
    return values


@wrong("next_range", "shifted by one step", says="middle")
def _(values, errors):
    values = np.asarray(values, float)
    ratio = values[1] / values[0]
    best = np.nanargmin(errors)
    if best == len(values) - 1:
        return values * ratio
    if best == 0:
        return values / ratio
    return values


@wrong("next_range", "the largest error", says="lowest")
def _(values, errors):
    values = np.asarray(values, float)
    best = np.nanargmax(errors)
    if best in (0, len(values) - 1):
        return values * values[best] / values[len(values) // 2]
    return values


@wrong("next_range", "the last of equal errors", says="equal")
def _(values, errors):
    values = np.asarray(values, float)
    errors = np.where(np.isnan(errors), np.inf, errors)
    best = len(errors) - 1 - np.argmin(errors[::-1])
    if best in (0, len(values) - 1):
        return values * values[best] / values[len(values) // 2]
    return values


@wrong("next_range", "ratio 10 written in", says="ratio")
def _(values, errors):
    values = np.asarray(values, float)
    best = np.nanargmin(errors)
    half = len(values) // 2
    if best in (0, len(values) - 1):
        return values[best] * 10.0 ** np.arange(-half, half + 1)
    return values


@wrong("next_range", "NaN becomes 0", says="NaN")
def _(values, errors):
    values = np.asarray(values, float)
    best = np.argmin(np.nan_to_num(errors))
    if best in (0, len(values) - 1):
        return values * values[best] / values[len(values) // 2]
    return values


@wrong(
    "next_range", "failed trials are dropped with their place", says="places have moved"
)
def _(values, errors):
    values = np.asarray(values, float)
    errors = np.asarray(errors, float)
    best = np.argmin(errors[~np.isnan(errors)])
    if best in (0, len(values) - 1):
        return values * values[best] / values[len(values) // 2]
    return values


@wrong("next_range", "failed trials are dropped with their value", says="dropped")
def _(values, errors):
    values, errors = np.asarray(values, float), np.asarray(errors, float)
    values, errors = values[~np.isnan(errors)], errors[~np.isnan(errors)]
    best = np.argmin(errors)
    if best in (0, len(values) - 1):
        return values * values[best] / values[len(values) // 2]
    return values


@wrong("next_range", "the best value only", says=None)
def _(values, errors):
    return values[np.nanargmin(errors)]


@wrong("next_range", "falling at the lower edge", says="must rise")
def _(values, errors):
    values = np.asarray(values, float)
    ratio, half = values[1] / values[0], len(values) // 2
    best = np.nanargmin(errors)
    powers = np.arange(-half, half + 1)
    if best == len(values) - 1:
        return values[-1] * ratio**powers
    if best == 0:
        return values[0] / ratio**powers
    return values


@wrong("next_range", "off by one: last but one is the edge", says="low end only")
def _(values, errors):
    values = np.asarray(values, float)
    best = np.nanargmin(errors)
    if best in (0, len(values)):
        return values * values[best] / values[len(values) // 2]
    return values


@wrong("next_range", "None inside", says="None")
def _(values, errors):
    values = np.asarray(values, float)
    best = np.nanargmin(errors)
    if best in (0, len(values) - 1):
        return values * values[best] / values[len(values) // 2]


@wrong("next_range", "wider: the ratio is squared", says="another ratio")
def _(values, errors):
    values = np.asarray(values, float)
    ratio, half = values[1] / values[0], len(values) // 2
    best = np.nanargmin(errors)
    if best in (0, len(values) - 1):
        return values[best] * (ratio**2) ** np.arange(-half, half + 1)
    return values


# 5 variance_shares


@right("variance_shares")
def lesson_way(errors):
    total = errors.var()
    if np.ptp(errors) == 0:
        return np.zeros(3)
    first = errors.mean(axis=1).var() / total
    second = errors.mean(axis=0).var() / total
    return np.array([first, second, 1 - first - second])


@right("variance_shares")
def loops(errors):
    n, m = len(errors), len(errors[0])
    mean = sum(errors[i][j] for i in range(n) for j in range(m)) / (n * m)
    rows = [sum(errors[i][j] for j in range(m)) / m - mean for i in range(n)]
    cols = [sum(errors[i][j] for i in range(n)) / n - mean for j in range(m)]
    total = first = second = pair = 0.0
    for i in range(n):
        for j in range(m):
            total += (errors[i][j] - mean) ** 2
            first += rows[i] ** 2
            second += cols[j] ** 2
            pair += (errors[i][j] - mean - rows[i] - cols[j]) ** 2
    if np.min(errors) == np.max(errors):
        return 0, 0, 0
    return first / total, second / total, pair / total


@right("variance_shares")
def pandas_way(errors):
    table = pd.DataFrame(errors)
    total = table.stack().var(ddof=0)
    if total < 1e-20:
        return [0.0, 0.0, 0.0]
    first = table.mean(axis=1).var(ddof=0) / total
    second = table.mean(axis=0).var(ddof=0) / total
    return [first, second, 1 - first - second]


@right("variance_shares")
def fractions(errors):
    values = [[Fraction(float(x)) for x in row] for row in errors]

    def var(xs):
        mean = sum(xs) / len(xs)
        return sum((x - mean) ** 2 for x in xs) / len(xs)

    total = var([x for row in values for x in row])
    if total == 0:
        return np.zeros(3)
    a = var([sum(row) / len(row) for row in values]) / total
    b = var([sum(col) / len(col) for col in zip(*values)]) / total
    return np.array([float(a), float(b), float(1 - a - b)])


@right("variance_shares")
def torch_way(errors):
    e = torch.as_tensor(np.asarray(errors, float))
    if bool((e == e[0, 0]).all()):
        return torch.zeros(3)
    centred = e - e.mean()
    a, b = centred.mean(1, keepdim=True), centred.mean(0, keepdim=True)
    parts = [a.square().mean(), b.square().mean(), (centred - a - b).square().mean()]
    return torch.stack(parts) / centred.square().mean()


@right("variance_shares")
def nan_to_num(errors):
    errors = np.asarray(errors, float) - errors[0, 0]
    parts = np.array([errors.mean(1).var(), errors.mean(0).var(), 0])
    with np.errstate(invalid="ignore"):
        shares = parts / errors.var()
        shares[2] = 1 - shares[0] - shares[1]
    return np.nan_to_num(shares)


@wrong("variance_shares", "first and second exchanged", says="exchanged")
def _(errors):
    if np.ptp(errors) == 0:
        return np.zeros(3)
    a, b = (
        errors.mean(axis=0).var() / errors.var(),
        errors.mean(axis=1).var() / errors.var(),
    )
    return np.array([a, b, 1 - a - b])


@wrong("variance_shares", "0 / 0", says="equal")
def _(errors):
    with np.errstate(all="ignore"):
        a, b = (
            errors.mean(axis=1).var() / errors.var(),
            errors.mean(axis=0).var() / errors.var(),
        )
    return np.array([a, b, 1 - a - b])


@wrong("variance_shares", "all to the pair if equal", says="equal")
def _(errors):
    if np.ptp(errors) == 0:
        return np.array([0.0, 0.0, 1.0])
    a, b = (
        errors.mean(axis=1).var() / errors.var(),
        errors.mean(axis=0).var() / errors.var(),
    )
    return np.array([a, b, 1 - a - b])


@wrong("variance_shares", "variances, not shares", says="divide")
def _(errors):
    a, b = errors.mean(axis=1).var(), errors.mean(axis=0).var()
    return np.array([a, b, errors.var() - a - b])


@wrong("variance_shares", "percent", says="percent")
def _(errors):
    if np.ptp(errors) == 0:
        return np.zeros(3)
    a, b = (
        errors.mean(axis=1).var() / errors.var(),
        errors.mean(axis=0).var() / errors.var(),
    )
    return 100 * np.array([a, b, 1 - a - b])


@wrong("variance_shares", "standard deviations", says="standard deviation")
def _(errors):
    if np.ptp(errors) == 0:
        return np.zeros(3)
    a, b = (
        errors.mean(axis=1).std() / errors.std(),
        errors.mean(axis=0).std() / errors.std(),
    )
    return np.array([a, b, 1 - a - b])


@wrong("variance_shares", "ddof=1", says="ddof")
def _(errors):
    if np.ptp(errors) == 0:
        return np.zeros(3)
    total = errors.var(ddof=1)
    a, b = (
        errors.mean(axis=1).var(ddof=1) / total,
        errors.mean(axis=0).var(ddof=1) / total,
    )
    return np.array([a, b, 1 - a - b])


@wrong("variance_shares", "mean of the variances in the rows", says="means first")
def _(errors):
    if np.ptp(errors) == 0:
        return np.zeros(3)
    total = errors.var()
    a, b = errors.var(axis=1).mean() / total, errors.var(axis=0).mean() / total
    return np.array([a, b, 1 - a - b])


@wrong("variance_shares", "the pair's share is the sum of both", says="pair")
def _(errors):
    if np.ptp(errors) == 0:
        return np.zeros(3)
    a, b = (
        errors.mean(axis=1).var() / errors.var(),
        errors.mean(axis=0).var() / errors.var(),
    )
    return np.array([a, b, a + b])


@wrong("variance_shares", "the pair's share is all", says="1 for every input")
def _(errors):
    if np.ptp(errors) == 0:
        return np.zeros(3)
    a, b = (
        errors.mean(axis=1).var() / errors.var(),
        errors.mean(axis=0).var() / errors.var(),
    )
    return np.array([a, b, 1.0])


@wrong("variance_shares", "the product for the pair", says="pair")
def _(errors):
    if np.ptp(errors) == 0:
        return np.zeros(3)
    a, b = (
        errors.mean(axis=1).var() / errors.var(),
        errors.mean(axis=0).var() / errors.var(),
    )
    return np.array([a, b, a * b])


@wrong("variance_shares", "only two", says="three numbers")
def _(errors):
    if np.ptp(errors) == 0:
        return np.zeros(2)
    return errors.mean(axis=1).var() / errors.var(), errors.mean(
        axis=0
    ).var() / errors.var()


@wrong("variance_shares", "shares of the two mains only", says="leaves out the pair")
def _(errors):
    a, b = errors.mean(axis=1).var(), errors.mean(axis=0).var()
    if a + b == 0:
        return np.zeros(3)
    return np.array([a / (a + b), b / (a + b), 0])


@wrong("variance_shares", "pandas default ddof", says="ddof")
def _(errors):
    table = pd.DataFrame(errors)
    total = table.stack().var()
    if total < 1e-20:
        return [0.0, 0.0, 0.0]
    first, second = table.mean(axis=1).var() / total, table.mean(axis=0).var() / total
    return [first, second, 1 - first - second]


@right("variance_shares")
def _(errors):
    total = errors.var()
    if total == 0:
        return np.zeros(3)
    a, b = errors.mean(axis=1).var() / total, errors.mean(axis=0).var() / total
    return np.array([a, b, 1 - a - b])


@wrong("variance_shares", "median instead of mean", says="medians")
def _(errors):
    if np.ptp(errors) == 0:
        return np.zeros(3)
    total = errors.var()
    a, b = (
        np.median(errors, axis=1).var() / total,
        np.median(errors, axis=0).var() / total,
    )
    return np.array([a, b, 1 - a - b])


# 6 random_search


@right("random_search")
def loop(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {}
        for (name, (low, high)), draw in zip(ranges.items(), row):
            settings[name] = low * (high / low) ** draw
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
    return best, lowest


@right("random_search")
def arrays(evaluate, ranges, draws):
    draws = np.asarray(draws, dtype=float)
    low, high = np.log(np.array(list(ranges.values()), dtype=float)).T
    values = np.exp(low + draws * (high - low))
    trials = [dict(zip(ranges, row)) for row in values]
    errors = np.array([evaluate(trial) for trial in trials], dtype=float)
    if np.isnan(errors).all():
        return {}, np.nan
    k = np.nanargmin(errors)
    return trials[k], errors[k]


@right("random_search")
def frame(evaluate, ranges, draws):
    table = pd.DataFrame(np.asarray(draws, float), columns=list(ranges))
    for name, (low, high) in ranges.items():
        table[name] = low ** (1 - table[name]) * high ** table[name]
    trials = table.to_dict("records")
    errors = pd.Series([evaluate(trial) for trial in trials], dtype=float).dropna()
    if errors.empty:
        return {}, float("nan")
    return trials[errors.idxmin()], errors.min()


@right("random_search")
def sorting(evaluate, ranges, draws):
    results = []
    for k, row in enumerate(draws):
        s = {
            n: 10 ** (math.log10(a) + d * math.log10(b / a))
            for (n, (a, b)), d in zip(ranges.items(), row)
        }
        results.append((evaluate(dict(s)), k, s))
    results = [r for r in results if r[0] == r[0]]
    if not results:
        return {}, float("nan")
    error, _, settings = min(results, key=lambda r: (r[0], r[1]))
    return settings, error


@right("random_search")
def infinite(evaluate, ranges, draws):
    names = list(ranges)
    answer, best = {}, None
    for i in range(len(draws)):
        settings = {}
        for j in range(len(names)):
            low, high = ranges[names[j]]
            settings[names[j]] = math.exp(
                math.log(low) + draws[i][j] * (math.log(high) - math.log(low))
            )
        error = evaluate(settings)
        if np.isnan(error):
            continue
        if best is None or error < best:
            answer, best = settings, error
    return (answer, best) if best is not None else ({}, np.nan)


@right("random_search")
def torch_way(evaluate, ranges, draws):
    d = torch.as_tensor(np.asarray(draws, float))
    low, high = torch.tensor(list(ranges.values()), dtype=torch.float64).log().unbind(1)
    values = (low + d * (high - low)).exp().tolist()
    trials = [dict(zip(ranges, row)) for row in values]
    errors = [float(evaluate(t)) for t in trials]
    fine = [k for k, e in enumerate(errors) if not math.isnan(e)]
    if not fine:
        return {}, math.nan
    k = min(fine, key=errors.__getitem__)
    return trials[k], errors[k]


@wrong("random_search", "a plain scale", says="log scale")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {n: a + d * (b - a) for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "NaN wins by argmin", says="NaN")
def _(evaluate, ranges, draws):
    trials = [
        {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        for row in draws
    ]
    errors = [evaluate(t) for t in trials]
    k = int(np.argmin(errors))
    return trials[k], errors[k]


@wrong("random_search", "starts with the first trial, NaN stays", says="NaN")
def _(evaluate, ranges, draws):
    best = lowest = None
    for row in draws:
        settings = {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if lowest is None or error < lowest:
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "the last of equal errors", says="equal")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if not math.isnan(error) and not error > lowest:
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "the largest error", says="lowest")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if not math.isnan(error) and not error <= lowest:
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "one dictionary for all trials", says="new dictionary")
def _(evaluate, ranges, draws):
    best, lowest, settings = {}, math.nan, {}
    for row in draws:
        for (n, (a, b)), d in zip(ranges.items(), row):
            settings[n] = a * (b / a) ** d
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "infinity if all fail", says="NaN")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.inf
    for row in draws:
        settings = {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if error < lowest:
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "None if all fail", says="all trials fail")
def _(evaluate, ranges, draws):
    best, lowest = None, None
    for row in draws:
        settings = {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if not math.isnan(error) and (lowest is None or error < lowest):
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "error first", says="changed places")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
    return lowest, best


@wrong("random_search", "the same draw for all settings", says="column")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {n: a * (b / a) ** row[0] for n, (a, b) in ranges.items()}
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "rows read as settings", says="row")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for column in np.asarray(draws).T:
        settings = {
            n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), column)
        }
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "draws its own", says="random")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    rng = np.random.default_rng()
    for _ in draws:
        settings = {
            n: math.exp(rng.uniform(math.log(a), math.log(b)))
            for n, (a, b) in ranges.items()
        }
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "a draw from high to low", says="low end")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {n: b * (a / b) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "returns in the first round", says="inside the loop")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
        return best, lowest


@wrong(
    "random_search", "the best is not kept: last settings", says="Keep both together"
)
def _(evaluate, ranges, draws):
    lowest = math.nan
    for row in draws:
        settings = {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            lowest = error
    return settings, lowest


@wrong("random_search", "stops at a failed trial", says="stops at the first")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if math.isnan(error):
            break
        if not error >= lowest:
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "a table of the values, no dictionary", says="dict")
def _(evaluate, ranges, draws):
    best, lowest = [], math.nan
    for row in draws:
        settings = {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = list(settings.values()), error
    return best, lowest


@wrong("random_search", "logarithms handed to evaluate", says="are logarithms")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {
            n: math.log(a) + d * math.log(b / a)
            for (n, (a, b)), d in zip(ranges.items(), row)
        }
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
    return best, lowest


@wrong("random_search", "the range's name order sorted", says="order")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {
            n: a * (b / a) ** d for (n, (a, b)), d in zip(sorted(ranges.items()), row)
        }
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
    return best, lowest


@wrong(
    "random_search",
    "an error of 0 is skipped by `if error`",
    says="error of 0 is passed over",
)
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if error and not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
    return best, lowest


@wrong(
    "random_search",
    "a best error of 0 counts as none yet",
    says="best error of 0 is replaced",
)
def _(evaluate, ranges, draws):
    best, lowest = {}, None
    for row in draws:
        settings = {n: a * (b / a) ** d for (n, (a, b)), d in zip(ranges.items(), row)}
        error = evaluate(settings)
        if not math.isnan(error) and (not lowest or error < lowest):
            best, lowest = settings, error
    return best, math.nan if lowest is None else lowest


@wrong("random_search", "rounded to whole numbers", says="are rounded")
def _(evaluate, ranges, draws):
    best, lowest = {}, math.nan
    for row in draws:
        settings = {
            n: round(a * (b / a) ** d) for (n, (a, b)), d in zip(ranges.items(), row)
        }
        error = evaluate(settings)
        if not math.isnan(error) and not error >= lowest:
            best, lowest = settings, error
    return best, lowest


# ---- found by a student of a later edition ----

wrong("hyper_letters", "B C E", "the leaf is overlooked", says="G is missing")
wrong("hyper_letters", "C E G", "the trees are overlooked", says="B is missing")


@wrong("log_values", "logspace of values", says="`np.logspace` takes exponents")
def _(shares, low, high):
    return np.logspace(low, high, len(shares))


def widened(place):
    """Return an answer that finds the best place in another way."""

    def widen(values, errors):
        best = place(list(errors))
        if 0 < best < len(values) - 1:
            return values
        half = len(values) // 2
        ratio = values[1] / values[0]
        return [values[best] * ratio**k for k in range(-half, half + 1)]

    return widen


def by_loop(errors):
    """Return the place of the lowest error, from the first one on."""
    best = 0
    for place, error in enumerate(errors):
        if error < errors[best]:
            best = place
    return best


wrong(
    "next_range",
    widened(lambda errors: errors.index(min(errors))),
    "min keeps a NaN that is first",
    says="(NaN) that stands first stays the best",
)
wrong(
    "next_range",
    widened(by_loop),
    "a loop from the first error",
    says="(NaN) that stands first stays the best",
)


@wrong("variance_shares", "parts by pandas", says="pandas' `var` divides by one less")
def _(errors):
    if errors.max() == errors.min():
        return 0, 0, 0
    table = pd.DataFrame(errors)
    first = table.mean(axis=1).var() / errors.var()
    second = table.mean(axis=0).var() / errors.var()
    return first, second, 1 - first - second


@wrong("variance_shares", "total by pandas", says="the whole is divided by one less")
def _(errors):
    total = pd.Series(errors.ravel()).var()
    if errors.max() == errors.min():
        return 0, 0, 0
    first, second = errors.mean(axis=1).var() / total, errors.mean(axis=0).var() / total
    return first, second, 1 - first - second


@wrong("variance_shares", "a coarse threshold", says="errors that differ little differ")
def _(errors):
    total = errors.var()
    if total < 0.1:
        return 0, 0, 0
    first, second = errors.mean(axis=1).var() / total, errors.mean(axis=0).var() / total
    return first, second, 1 - first - second


def searched(scale):
    """Return a search that spreads draws in another way."""

    def search(evaluate, ranges, draws):
        best, best_error = {}, np.nan
        for row in draws:
            named = zip(row, ranges, strict=True)
            settings = {name: scale(u, *ranges[name]) for u, name in named}
            error = evaluate(settings)
            if not np.isnan(error) and not error >= best_error:
                best, best_error = settings, error
        return best, best_error

    return search


def exponent(u, low, high):
    """Return the exponent of ten for a draw."""
    return np.log10(low) + u * (np.log10(high) - np.log10(low))


right("random_search", searched(lambda u, low, high: 10 ** exponent(u, low, high)))
wrong(
    "random_search",
    searched(lambda u, low, high: np.e ** exponent(u, low, high)),
    "log10 with e",
    says="`np.log10` and `np.exp` do not fit together",
)
wrong("random_search", searched(exponent), "no way back", says="exponents of ten")
wrong(
    "random_search",
    searched(lambda u, low, high: 10 ** (np.log(low) + u * np.log(high / low))),
    "log with 10",
    says="`np.log` and `10 **` do not fit together",
)


@wrong("random_search", "a trial although all fail", says="if all trials fail")
def _(evaluate, ranges, draws):
    trials = [
        {name: low * (high / low) ** u for u, (name, (low, high)) in zip(row, items)}
        for row in draws
        for items in [ranges.items()]
    ]
    errors = np.nan_to_num([evaluate(trial) for trial in trials], nan=np.inf)
    return [trials[np.argmin(errors)], errors.min()]


@wrong(
    "variance_shares", "the first row and column only", says="one row and one column"
)
def _(errors):
    if errors.var() == 0:
        return 0, 0, 0
    first, second = errors[0].var() / errors.var(), errors[:, 0].var() / errors.var()
    return first, second, 1 - first - second


@wrong(
    "variance_shares", "the first column and row only", says="one column and one row"
)
def _(errors):
    if errors.var() == 0:
        return 0, 0, 0
    first, second = errors[:, 0].var() / errors.var(), errors[0].var() / errors.var()
    return first, second, 1 - first - second


@wrong("random_search", "NaN counts as 0", says="counts as an error of 0")
def _(evaluate, ranges, draws):
    best, best_error = {}, np.nan
    for row in draws:
        settings = {
            name: low * (high / low) ** u
            for (name, (low, high)), u in zip(ranges.items(), row, strict=True)
        }
        error = np.nan_to_num(evaluate(settings))
        if np.isnan(best_error) or error < best_error:
            best, best_error = settings, error
    return best, best_error
