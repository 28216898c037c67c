"""Answers to lesson 4.3 by students who had seen the lesson only."""

import math

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
