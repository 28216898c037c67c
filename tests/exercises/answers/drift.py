"""Answers to lesson 5.5 by students who had seen the lesson only."""

import math

import numpy as np
import pandas as pd
import torch

from tests.exercises.answers import right, wrong

# ---- responses ----

right("responses", "C A D B")
right("responses", "CADB")
right("responses", "c, a, d, b")
right("responses", ["C", "A", "D", "B"])
right("responses", ("c", "a", "d", "b"))
right("responses", np.array(list("CADB")))

wrong("responses", "A C D B", "a slow rise is noise", says="shop 1 has a new error")
wrong("responses", "C D A B", "shop 2's records", says="shop 2")
wrong("responses", "D A C B", "refits on lost returns", says="shop 1 has a new error")
wrong("responses", "C A B D", "3 and 4 exchanged", says="shop 3")
wrong("responses", "B A D C", "share and rule exchanged", says="shop 1")
wrong("responses", "C C D B", "refits for the decoy", says="shop 2")
wrong("responses", "C A D", "one is missing", says="four letters")
wrong("responses", "1 2 3 4", "numbers", says="four letters")
wrong("responses", "C A D C", "the rule in shop 4", says="shop 4")
right("responses", pd.Series(["C", "A", "D", "B"]))
wrong("responses", "B A D D", "two refits mixed up", says="shop 1")
wrong("responses", "C B D A", "two exchanged", says="shop 2")
wrong("responses", "A C B D", "all exchanged", says=None)
wrong("responses", "C D A B", "decoy and fault exchanged", says="shop 2")

# ---- weekly_loop ----

right("weekly_loop", "F A D B E C")
right("weekly_loop", "FADBEC")
right("weekly_loop", "f, a, d, b, e, c")
right("weekly_loop", list("FADBEC"))
right("weekly_loop", np.array(list("FADBEC")))

wrong("weekly_loop", "H A D B E C", "usual on training weeks", says="line H")
wrong("weekly_loop", "F A G D B E C", "learns first", says="the error would be")
wrong("weekly_loop", "A F D B E C", "usual inside the loop", says="line F")
wrong("weekly_loop", "F D A B E C", "answers once", says="line D")
wrong("weekly_loop", "F A B D E C", "measures before answering", says="line B")
wrong("weekly_loop", "F A D E B C", "adds before measuring", says="line E")
wrong("weekly_loop", "F A D B C E", "asks before adding", says="line C")
wrong("weekly_loop", "F A D B E", "never reports", says="a letter is missing")
right("weekly_loop", "F\nA\nD\nB\nE\nC")
wrong("weekly_loop", "F A D B E C G", "learns at the end", says="only watches")
wrong("weekly_loop", "F A D B E G", "learns last", says="only watches")
wrong("weekly_loop", "F A D B C G", "learns last, adds nothing", says="only watches")
wrong("weekly_loop", "H A D B E C G", "both", says="line G")
wrong("weekly_loop", "D B F A E C", "answers before the loop", says="line D")

# ---- stability_index ----


@right("stability_index")
def _(old, new):
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    a = np.maximum(np.bincount(np.searchsorted(edges, old), minlength=4), 0.5)
    b = np.maximum(np.bincount(np.searchsorted(edges, new), minlength=4), 0.5)
    a, b = a / len(old), b / len(new)
    return np.sum((a - b) * np.log(a / b))


@right("stability_index")
def _(old, new):
    q1, q2, q3 = np.percentile(old, [25, 50, 75])
    result = 0
    for low, high in ((-math.inf, q1), (q1, q2), (q2, q3), (q3, math.inf)):
        p = sum(low < v <= high for v in old) or 0.5
        q = sum(low < v <= high for v in new) or 0.5
        p, q = p / len(old), q / len(new)
        result += (q - p) * math.log(q / p)
    return result


@right("stability_index")
def _(old, new):
    edges = [-np.inf, *pd.Series(old).quantile([0.25, 0.5, 0.75]), np.inf]
    shares = []
    for values in (old, new):
        bins = np.digitize(values, edges[1:-1], right=True)
        counts = pd.Series(bins).value_counts().reindex(range(4), fill_value=0)
        shares.append(counts.replace(0, 0.5) / len(values))
    p, q = shares
    return ((q - p) * np.log(q / p)).sum()


@right("stability_index")
def _(old, new):
    o, n = torch.tensor(old), torch.tensor(new)
    edges = torch.tensor(np.quantile(old, [0.25, 0.5, 0.75]))
    shares = []
    for v in (o, n):
        counts = torch.bincount(torch.searchsorted(edges, v), minlength=4).double()
        shares.append(counts.clamp(min=0.5) / len(v))
    return ((shares[1] - shares[0]) * (shares[1] / shares[0]).log()).sum()


@right("stability_index")
def _(old, new):
    edges = np.quantile(np.sort(old), (0.25, 0.5, 0.75))

    def share(x):
        above = (np.asarray(x)[:, None] > edges).sum(axis=1)
        return np.array([max((above == k).sum(), 0.5) for k in range(4)]) / len(x)

    p, q = share(old), share(new)
    return np.dot(q - p, np.log(q) - np.log(p))


@wrong("stability_index", "edges of both together", says="quartiles of both")
def _(old, new):
    edges = np.quantile(np.append(old, new), [0.25, 0.5, 0.75])
    a = np.maximum(np.bincount(np.searchsorted(edges, old), minlength=4), 0.5)
    b = np.maximum(np.bincount(np.searchsorted(edges, new), minlength=4), 0.5)
    a, b = a / len(old), b / len(new)
    return ((b - a) * np.log(b / a)).sum()


@wrong("stability_index", "bins of equal width", says="equal widths")
def _(old, new):
    edges = np.linspace(min(old), max(old), 5)[1:4]
    a = np.maximum(np.bincount(np.searchsorted(edges, old), minlength=4), 0.5)
    b = np.maximum(np.bincount(np.searchsorted(edges, new), minlength=4), 0.5)
    a, b = a / len(old), b / len(new)
    return ((b - a) * np.log(b / a)).sum()


@wrong("stability_index", "still the new rows", says="edges")
def _(old, new):
    cuts = np.quantile(new, (0.25, 0.5, 0.75))
    a = np.maximum(np.bincount(np.searchsorted(cuts, old), minlength=4), 0.5)
    b = np.maximum(np.bincount(np.searchsorted(cuts, new), minlength=4), 0.5)
    a, b = a / len(old), b / len(new)
    return np.sum((b - a) * np.log(b / a))


@wrong("stability_index", "the upper bin", says="lower bin")
def _(old, new):
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    a = np.bincount(np.searchsorted(edges, old, "right"), minlength=4)
    b = np.bincount(np.searchsorted(edges, new, "right"), minlength=4)
    a, b = np.maximum(a, 0.5) / len(old), np.maximum(b, 0.5) / len(new)
    return ((b - a) * np.log(b / a)).sum()


@wrong("stability_index", "a quarter each", says="shares of the old rows")
def _(old, new):
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    b = np.bincount(np.searchsorted(edges, new), minlength=4)
    b = np.maximum(b, 0.5) / len(new)
    return ((b - 0.25) * np.log(b / 0.25)).sum()


@wrong("stability_index", "Kullback-Leibler", says="(q − p)")
def _(old, new):
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    a = np.maximum(np.bincount(np.searchsorted(edges, old), minlength=4), 0.5)
    b = np.maximum(np.bincount(np.searchsorted(edges, new), minlength=4), 0.5)
    a, b = a / len(old), b / len(new)
    return (b * np.log(b / a)).sum()


@wrong("stability_index", "a mean", says="mean over the bins")
def _(old, new):
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    a = np.maximum(np.bincount(np.searchsorted(edges, old), minlength=4), 0.5)
    b = np.maximum(np.bincount(np.searchsorted(edges, new), minlength=4), 0.5)
    a, b = a / len(old), b / len(new)
    return np.mean((b - a) * np.log(b / a))


@wrong("stability_index", "an empty bin is a row", says="half a row")
def _(old, new):
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    a = np.maximum(np.bincount(np.searchsorted(edges, old), minlength=4), 1)
    b = np.maximum(np.bincount(np.searchsorted(edges, new), minlength=4), 1)
    a, b = a / len(old), b / len(new)
    return ((b - a) * np.log(b / a)).sum()


@right("stability_index")
def _(old, new):
    old, new = list(old), list(new)
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    total = 0
    for k in range(4):
        p = sum(1 for x in old if sum(x > e for e in edges) == k)
        q = sum(1 for x in new if sum(x > e for e in edges) == k)
        p = (p if p > 0 else 0.5) / len(old)
        q = (q if q > 0 else 0.5) / len(new)
        total = total + (q - p) * (math.log(q) - math.log(p))
    return total


@right("stability_index")
def _(old, new):
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    cdf = lambda v: np.array([(np.asarray(v) <= e).sum() for e in edges])
    p = np.diff(np.r_[0, cdf(old), len(old)])
    q = np.diff(np.r_[0, cdf(new), len(new)])
    p = np.where(p == 0, 0.5, p) / len(old)
    q = np.where(q == 0, 0.5, q) / len(new)
    return sum((q - p) * np.log(q / p))


@wrong("stability_index", "old and new exchanged", says="edges")
def _(old, new):
    edges = np.quantile(new, [0.25, 0.5, 0.75])
    a = np.bincount(np.searchsorted(edges, new), minlength=4)
    b = np.bincount(np.searchsorted(edges, old), minlength=4)
    a, b = np.maximum(a, 0.5) / len(new), np.maximum(b, 0.5) / len(old)
    return ((b - a) * np.log(b / a)).sum()


@wrong("stability_index", "divided by len(old)", says="number of old rows")
def _(old, new):
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    a = np.bincount(np.searchsorted(edges, old), minlength=4)
    b = np.bincount(np.searchsorted(edges, new), minlength=4)
    a, b = np.maximum(a, 0.5) / len(old), np.maximum(b, 0.5) / len(old)
    return ((b - a) * np.log(b / a)).sum()


@wrong("stability_index", "logarithm to base 10", says="natural")
def _(old, new):
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    a = np.bincount(np.searchsorted(edges, old), minlength=4)
    b = np.bincount(np.searchsorted(edges, new), minlength=4)
    a, b = np.maximum(a, 0.5) / len(old), np.maximum(b, 0.5) / len(new)
    return ((b - a) * np.log10(b / a)).sum()


@wrong("stability_index", "leaves empty bins out", says="left out")
def _(old, new):
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    total = 0
    for k in range(4):
        p = (np.searchsorted(edges, old) == k).mean()
        q = (np.searchsorted(edges, new) == k).mean()
        if p > 0 and q > 0:
            total += (q - p) * np.log(q / p)
    return total


@wrong("stability_index", "empty bins are infinite", says="infinite")
def _(old, new):
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    a = np.bincount(np.searchsorted(edges, old), minlength=4) / len(old)
    b = np.bincount(np.searchsorted(edges, new), minlength=4) / len(new)
    with np.errstate(all="ignore"):
        return ((b - a) * np.log(b / a)).sum()


@wrong("stability_index", "half a share, not half a row", says="at least one half")
def _(old, new):
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    a = np.bincount(np.searchsorted(edges, old), minlength=4) / len(old)
    b = np.bincount(np.searchsorted(edges, new), minlength=4) / len(new)
    a, b = np.maximum(a, 0.5), np.maximum(b, 0.5)
    return ((b - a) * np.log(b / a)).sum()


# ---- alarm_level ----


@right("alarm_level")
def _(values, per_year):
    v = values[~np.isnan(values)]
    for level in sorted(set(v)):
        if 52 * (v > level).mean() <= per_year + 1e-9:
            return level


@right("alarm_level")
def _(values, per_year):
    v = sorted(x for row in values for x in row if not math.isnan(x))
    allowed = math.floor(per_year * len(v) / 52 + 1e-9)
    return v[max(len(v) - 1 - allowed, 0)]


@right("alarm_level")
def _(values, per_year):
    v = pd.Series(values.ravel()).dropna().sort_values(ascending=False)
    best = v.iloc[0]
    for level in v:
        if 52 * (v > level).sum() / len(v) > per_year:
            break
        best = level
    return best


@right("alarm_level")
def _(values, per_year):
    v = torch.tensor(values).flatten()
    v = v[~v.isnan()]
    above = (v[None, :] > v[:, None]).sum(dim=1)
    return v[above * 52 <= per_year * len(v)].min()


@right("alarm_level")
def _(values, per_year):
    levels, counts = np.unique(values[~np.isnan(values)], return_counts=True)
    above = counts.sum() - np.cumsum(counts)
    return levels[np.argmax(above / counts.sum() * 52 <= per_year)]


@wrong("alarm_level", "all streams together", says="for one stream")
def _(values, per_year):
    v = np.sort(values[~np.isnan(values)])
    for level in v:
        if 52 * np.sum(v > level) / values.shape[1] <= per_year:
            return level
    return v[-1]


@wrong("alarm_level", "a share is no number", says="52")
def _(values, per_year):
    v = np.sort(values[~np.isnan(values)])
    for level in v:
        if (v > level).mean() <= per_year:
            return level


@wrong("alarm_level", "100 weeks", says="52")
def _(values, per_year):
    v = np.sort(values[~np.isnan(values)])
    return next(h for h in v if 100 * (v > h).mean() <= per_year)


@wrong("alarm_level", "equal raises an alarm", says="equal to the level")
def _(values, per_year):
    v = np.sort(values[~np.isnan(values)])
    for level in v:
        if 52 * (v >= level).mean() <= per_year:
            return level
    return v[-1]


@wrong("alarm_level", "strictly fewer", says="`<=`")
def _(values, per_year):
    v = np.sort(values[~np.isnan(values)])
    for level in v:
        if 52 * (v > level).mean() < per_year:
            return level
    return v[-1]


@wrong("alarm_level", "NaN weeks count", says="count of weeks")
def _(values, per_year):
    v = np.sort(values[~np.isnan(values)])
    return [h for h in v if 52 * (v > h).sum() / values.size <= per_year][0]


@wrong("alarm_level", "a quantile", says="between two values")
def _(values, per_year):
    return np.nanquantile(values, max(0, 1 - per_year / 52))


@wrong("alarm_level", "the largest", says="largest value")
def _(values, per_year):
    return np.max(values[~np.isnan(values)])


@wrong("alarm_level", "NaN comes through", says="NaN")
def _(values, per_year):
    return np.quantile(values, max(0, 1 - per_year / 52), method="lower")


@right("alarm_level")
def _(values, per_year):
    flat = values.flatten()
    flat = flat[np.isfinite(flat)]
    candidates = [h for h in flat if np.mean(flat > h) * 52 <= per_year]
    return min(candidates)


@right("alarm_level")
def _(values, per_year):
    flat = np.sort(values[~np.isnan(values)])[::-1]
    n = flat.size
    allowed = int(per_year * n / 52 + 1e-9)
    return flat[min(allowed, n - 1)]


@right("alarm_level")
def _(values, per_year):
    weeks = ~np.isnan(values)
    for level in np.sort(np.unique(values[weeks])):
        alarms = (np.nan_to_num(values, nan=-np.inf) > level).sum()
        if alarms / weeks.sum() <= per_year / 52 + 1e-12:
            return float(level)


@wrong("alarm_level", "averaged over streams", says="too low")
def _(values, per_year):
    levels = []
    for row in values:
        v = np.sort(row[~np.isnan(row)])
        if len(v):
            levels.append(next(h for h in v if 52 * (v > h).mean() <= per_year))
    return float(np.mean(levels))


@wrong("alarm_level", "too high by one", says="lower value")
def _(values, per_year):
    v = np.sort(values[~np.isnan(values)])[::-1]
    return v[max(0, min(int(per_year * len(v) / 52 + 1e-9), len(v) - 1) - 1)]


@wrong("alarm_level", "per_year alarms in all", says="whole table")
def _(values, per_year):
    v = np.sort(values[~np.isnan(values)])
    for level in v:
        if (v > level).sum() <= per_year:
            return level


@wrong("alarm_level", "NaN as zero", says="without a number")
def _(values, per_year):
    v = np.sort(np.nan_to_num(values).ravel())
    for level in v:
        if 52 * (v > level).mean() <= per_year:
            return level


@wrong("alarm_level", "rounds the allowed number", says="too low")
def _(values, per_year):
    v = np.sort(values[~np.isnan(values)])[::-1]
    return v[min(round(per_year * len(v) / 52), len(v) - 1)]


@wrong(
    "alarm_level",
    "exactly the allowed number rings too often; None where none is allowed",
    says="a lower value of the table would be so too. Is exactly",
)
def _(values, per_year):
    v = values[~np.isnan(values)]
    for level in np.sort(v):
        if 52 * (v > level).mean() < per_year:
            return level


@wrong(
    "alarm_level",
    "a value equal to the level counts; None where none is allowed",
    says="a lower value of the table would be so too. Is exactly",
)
def _(values, per_year):
    v = values[~np.isnan(values)]
    for level in np.sort(v):
        if 52 * (v >= level).mean() <= per_year:
            return level


@wrong("alarm_level", "equal values count once", says="each counts")
def _(values, per_year):
    v = np.unique(values[~np.isnan(values)])
    return next(h for h in v if 52 * (v > h).mean() <= per_year)


@wrong("alarm_level", "the index wraps", says="all weeks may ring")
def _(values, per_year):
    v = np.sort(values[~np.isnan(values)])
    k = math.floor(per_year * len(v) / 52 + 1e-9)
    return v[len(v) - 1 - k]


# ---- rolling_errors ----


@right("rolling_errors")
def _(targets, window, every, late):
    errors, model = [], None
    for t in range(late + window, len(targets)):
        if (t - late - window) % every == 0:
            model = targets[t - late - window : t - late].mean()
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@right("rolling_errors")
def _(targets, window, every, late):
    start = window + late
    means = {
        t: np.mean(targets[t - start : t - late])
        for t in range(start, len(targets), every)
    }
    used = [means[t - (t - start) % every] for t in range(start, len(targets))]
    return np.array(
        [np.abs(row - m).mean() for row, m in zip(targets[start:], used, strict=True)]
    )


@right("rolling_errors")
def _(targets, window, every, late):
    week_means = pd.Series(targets.mean(axis=1))
    rolled = week_means.rolling(window).mean().shift(late + 1)
    start = late + window
    keep = (np.arange(len(targets)) - start) % every == 0
    model = rolled.where(keep).iloc[start:].ffill().to_numpy()
    return np.abs(targets[start:] - model[:, None]).mean(axis=1)


@right("rolling_errors")
def _(targets, window, every, late):
    x = torch.tensor(targets)
    out, t = [], window + late
    while t < len(x):
        m = x[t - late - window : t - late].mean()
        for week in range(t, min(t + every, len(x))):
            out.append((x[week] - m).abs().mean())
        t += every
    return torch.stack(out) if out else torch.zeros(0)


@right("rolling_errors")
def _(targets, window, every, late):
    result, countdown, model = [], 0, 0.0
    for t, week in enumerate(targets):
        if t < late + window:
            continue
        if countdown == 0:
            known = targets[: t - late][-window:]
            model, countdown = sum(map(sum, known)) / known.size, every
        countdown -= 1
        result.append(sum(abs(v - model) for v in week) / len(week))
    return np.array(result)


@wrong("rolling_errors", "late forgotten in the window", says="`late` is not used")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets)):
        if (t - late - window) % every == 0:
            model = targets[t - window : t].mean()
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@wrong("rolling_errors", "one week too many", says="one week too many")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets)):
        if (t - late - window) % every == 0:
            model = targets[t - late - window : t - late + 1].mean()
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@wrong("rolling_errors", "all weeks so far", says="never lets go")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets)):
        if (t - late - window) % every == 0:
            model = targets[: t - late].mean()
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@wrong("rolling_errors", "fitted once", says="once")
def _(targets, window, every, late):
    model = targets[:window].mean()
    return [np.abs(week - model).mean() for week in targets[late + window :]]


@wrong("rolling_errors", "fitted each week", says="each week")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets)):
        model = targets[t - late - window : t - late].mean()
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@wrong("rolling_errors", "counts from week 0", says="from week 0")
def _(targets, window, every, late):
    errors, model = [], targets[:window].mean()
    for t in range(late + window, len(targets)):
        if t % every == 0:
            model = targets[t - late - window : t - late].mean()
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@wrong("rolling_errors", "squares", says="absolute error")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets)):
        if (t - late - window) % every == 0:
            model = targets[t - late - window : t - late].mean()
        errors.append(((targets[t] - model) ** 2).mean())
    return errors


@wrong("rolling_errors", "mean first", says="Take the distance of each")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets)):
        if (t - late - window) % every == 0:
            model = targets[t - late - window : t - late].mean()
        errors.append(abs(targets[t].mean() - model))
    return errors


@wrong("rolling_errors", "begins at week `window`", says="count the results")
def _(targets, window, every, late):
    errors = []
    for t in range(window, len(targets)):
        if (t - window) % every == 0:
            model = targets[max(0, t - late - window) : max(1, t - late)].mean()
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@right("rolling_errors")
def _(targets, window, every, late):
    out = []
    first = late + window
    model = 0.0
    for t in range(first, targets.shape[0]):
        k = t - first
        if k % every == 0:
            known = targets[: t - late]
            model = np.mean(known[-window:])
        out.append(float(np.mean(np.abs(targets[t] - model))))
    return out


@right("rolling_errors")
def _(targets, window, every, late):
    df = pd.DataFrame(targets)
    start = late + window
    res = []
    for s in range(start, len(df), every):
        m = df.iloc[s - late - window : s - late].stack().mean()
        res.extend((df.iloc[s : s + every] - m).abs().mean(axis=1))
    return res


@right("rolling_errors")
def _(targets, window, every, late):
    n = len(targets) - late - window
    if n <= 0:
        return []
    c = np.vstack([np.zeros(targets.shape[1]), np.cumsum(targets, axis=0)]).sum(axis=1)
    k = np.arange(n) // every * every
    m = (c[k + window] - c[k]) / (window * targets.shape[1])
    return np.abs(targets[late + window :] - m[:, None]).mean(1)


@wrong("rolling_errors", "knows what it predicts", says="judged on")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets)):
        if (t - late - window) % every == 0:
            model = targets[t - window + 1 : t + 1].mean()
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@wrong("rolling_errors", "one week too late", says="too old")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets)):
        if (t - late - window) % every == 0:
            model = targets[max(0, t - late - window - 1) : max(1, t - late - 1)].mean()
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@wrong("rolling_errors", "refits after the answer", says=None)
def _(targets, window, every, late):
    errors, model = [], targets[:window].mean()
    for t in range(late + window, len(targets)):
        errors.append(np.abs(targets[t] - model).mean())
        if (t - late - window + 1) % every == 0:
            model = targets[t - late - window : t - late].mean()
    return errors


@wrong("rolling_errors", "only the weeks of a fit", says="Between two fits")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets), every):
        model = targets[t - late - window : t - late].mean()
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@wrong("rolling_errors", "one number", says="one number")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets)):
        if (t - late - window) % every == 0:
            model = targets[t - late - window : t - late].mean()
        errors.append(np.abs(targets[t] - model).mean())
    return np.mean(errors) if errors else np.array([])


@wrong("rolling_errors", "window of `every`", says="`every`")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets)):
        if (t - late - window) % every == 0:
            model = targets[: t - late][-every:].mean()
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@wrong("rolling_errors", "the median", says="median")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets)):
        if (t - late - window) % every == 0:
            model = np.median(targets[t - late - window : t - late])
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@wrong("rolling_errors", "a model for each column", says="each column")
def _(targets, window, every, late):
    errors = []
    for t in range(late + window, len(targets)):
        if (t - late - window) % every == 0:
            model = targets[t - late - window : t - late].mean(axis=0)
        errors.append(np.abs(targets[t] - model).mean())
    return errors


@wrong("rolling_errors", "errors with their sign", says="errors up and down cancel")
def _(targets, window, every, late):
    errors = []
    for week in range(late + window, len(targets)):
        if (week - late - window) % every == 0:
            model = targets[week - late - window : week - late].mean()
        errors.append((targets[week] - model).mean())
    return errors


@wrong(
    "rolling_errors",
    "the last known week is the whole window",
    says="the model learns from one week",
)
def _(targets, window, every, late):
    first, errors = late + window, []
    for week in range(first, len(targets)):
        if (week - first) % every == 0:
            model = targets[week - late - 1].mean()
        errors.append(np.abs(targets[week] - model).mean())
    return errors


@wrong("rolling_errors", "drops the last block", says="the last weeks are missing")
def _(targets, window, every, late):
    errors, first, n = [], late + window, len(targets)
    for start in range(first, n - every + 1, every):
        model = targets[start - first : start - late].mean()
        for week in range(start, start + every):
            errors.append(np.abs(targets[week] - model).mean())
    return np.array(errors)
