"""Answers to lesson 4.5 by students who had seen the lesson only."""

import json
import math
from itertools import accumulate

import numpy as np
import pandas as pd
import torch
from scipy import stats

from tests.exercises.answers import right, wrong

# ---- search_order ----

right("search_order", "G B A F C D")
right("search_order", "GBAFCD")
right("search_order", "g, b, a, f, c, d")
right("search_order", list("GBAFCD"))
right("search_order", tuple("GBAFCD"))
right("search_order", np.array(list("GBAFCD")))

wrong("search_order", "G B A F E D", "tells the test error", says="line E lets")
wrong("search_order", "G B A F C H", "moves the space", says="line H moves")
wrong("search_order", "H B A F C D", "begins with a moved space", says="line H")
wrong("search_order", "B G A F C D", "the budget inside the loop", says="line G writes")
wrong("search_order", "G A B F C D", "asks before the loop", says="line A belongs")
wrong("search_order", "G B F A C D", "fits before it asks", says="line F fits")
wrong("search_order", "G B A C F D", "tells before it fits", says="line C tells")
wrong("search_order", "G B A F D C", "judges in the loop", says="line D stands")
wrong("search_order", "G B A F C", "never judges", says="a letter is missing")
wrong("search_order", "G B A F C D D", "a line twice", says="a letter stands twice")

wrong("search_order", "G B A F C D H", "seven lines", says="line H")
wrong("search_order", "D G B A F C", "judges first", says="line D stands")


# ---- rung_winner ----


@right("rung_winner")
def _(rungs):
    last = rungs[-1]
    return min(last, key=last.get)


@right("rung_winner")
def _(rungs):
    winner, least = None, float("inf")
    for name, error in rungs[-1].items():
        if error < least:
            winner, least = name, error
    return winner


@right("rung_winner")
def _(rungs):
    for rung in rungs:
        winner, least = None, float("inf")
        for name, error in rung.items():
            if error < least:
                winner, least = name, error
    return winner


@right("rung_winner")
def _(rungs):
    return pd.Series(rungs[-1]).idxmin()


@right("rung_winner")
def _(rungs):
    names, errors = list(rungs[-1].keys()), list(rungs[-1].values())
    return names[int(np.argmin(errors))]


@right("rung_winner")
def _(rungs):
    ordered = sorted(rungs[len(rungs) - 1].items(), key=lambda pair: pair[1])
    return ordered[0][0]


@wrong("rung_winner", "the first rung", says="first rung")
def _(rungs):
    return min(rungs[0], key=rungs[0].get)


@wrong("rung_winner", "the largest error of the last", says="largest")
def _(rungs):
    return max(rungs[-1], key=rungs[-1].get)


@wrong("rung_winner", "the last of equal ones", says="equal errors")
def _(rungs):
    winner, least = None, float("inf")
    for name in rungs[-1]:
        if rungs[-1][name] <= least:
            winner, least = name, rungs[-1][name]
    return winner


@wrong("rung_winner", "the first of the alphabet", says="alphabet")
def _(rungs):
    return sorted((error, name) for name, error in rungs[-1].items())[0][1]


@wrong("rung_winner", "its error", says="its error")
def _(rungs):
    return min(error for error in rungs[-1].values())


@wrong("rung_winner", "the first name of the last rung", says="first name")
def _(rungs):
    return list(rungs[-1])[0]


@wrong("rung_winner", "survivors by the lowest error anywhere", says="short runs")
def _(rungs):
    best = {
        n: min(rung[n] for rung in rungs if n in rung and rung[n] is not None)
        if any(n in rung for rung in rungs)
        else 0
        for n in rungs[-1]
    }
    return min(best, key=best.get)


@wrong("rung_winner", "survivors by the mean of all rungs", says="average")
def _(rungs):
    means = {
        n: sum(r[n] for r in rungs if n in r) / sum(n in r for r in rungs)
        for n in rungs[-1]
    }
    return min(means, key=means.get)


@wrong("rung_winner", "least carried on from rung to rung", says="errors of all rungs")
def _(rungs):
    winner, least = None, float("inf")
    for rung in rungs[::-1]:
        for name, error in rung.items():
            if error < least:
                winner, least = name, error
    return winner


@wrong("rung_winner", "the whole pair", says="with its error")
def _(rungs):
    return min(rungs[-1].items(), key=lambda pair: pair[1])


@right("rung_winner")
def _(rungs):
    return pd.Series(rungs[-1]).idxmin()


@right("rung_winner")
def _(rungs):
    *_, last = rungs
    least = min(last.values())
    return next(name for name in last if last[name] == least)


@wrong("rung_winner", "unchanged", says="errors of all rungs")
def _(rungs):
    winner, least = None, float("inf")
    for rung in rungs:
        for name, error in rung.items():
            if error < least:
                winner, least = name, error
    return winner


@wrong(
    "rung_winner",
    "resets least, keeps the winner of ... only least outside",
    says="`return`",
)
def _(rungs):
    winner = None
    least = float("inf")
    for rung in rungs:
        for name, error in rung.items():
            if error < least:
                winner, least = name, error
        least = float("inf")
        return winner


@wrong("rung_winner", "mean over the rungs of each", says="errors of all rungs")
def _(rungs):
    total = {n: np.mean([r[n] for r in rungs if n in r]) for n in rungs[0]}
    return min(total, key=total.get)


@wrong("rung_winner", "min of the names", says="first name of the alphabet")
def _(rungs):
    return min(rungs[-1])


@wrong("rung_winner", "the second rung", says="second rung")
def _(rungs):
    rung = rungs[1]
    return min(rung, key=rung.get)


# ---- expected_improvement ----


@right("expected_improvement")
def _(mean, deviation, best):
    gains = np.maximum(best - mean, 0.0)
    some = deviation > 0
    z = (best - mean[some]) / deviation[some]
    gains[some] = (best - mean[some]) * stats.norm.cdf(z)
    gains[some] += deviation[some] * stats.norm.pdf(z)
    return gains


@right("expected_improvement")
def _(mean, deviation, best):
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (best - mean) / deviation
        gain = (best - mean) * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)
    return np.where(deviation == 0, np.clip(best - mean, 0, None), gain)


@right("expected_improvement")
def _(mean, deviation, best):
    deviation = np.maximum(deviation, 1e-12)
    z = (best - mean) / deviation
    return (best - mean) * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)


@right("expected_improvement")
def _(mean, deviation, best):
    out = []
    for m, s in zip(mean, deviation, strict=True):
        if s == 0:
            out.append(max(0, best - m))
            continue
        z = (best - m) / s
        out.append(s * (z * stats.norm.cdf(z) + stats.norm.pdf(z)))
    return out


@right("expected_improvement")
def _(mean, deviation, best):
    m, s = torch.tensor(mean), torch.tensor(deviation).clamp(min=1e-12)
    normal = torch.distributions.Normal(0.0, 1.0)
    z = (best - m) / s
    density = torch.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return (best - m) * normal.cdf(z) + s * density


@right("expected_improvement")
def _(mean, deviation, best):
    table = pd.DataFrame({"m": mean, "s": deviation})

    def one(row):
        if row.s == 0:
            return max(best - row.m, 0)
        z = (best - row.m) / row.s
        return (best - row.m) * stats.norm.cdf(z) + row.s * stats.norm.pdf(z)

    return table.apply(one, axis=1).to_numpy()


@wrong("expected_improvement", "mean minus best", says="best minus mean")
def _(mean, deviation, best):
    safe = np.where(deviation == 0, 1, deviation)
    z = (mean - best) / safe
    gain = (mean - best) * stats.norm.cdf(z) + safe * stats.norm.pdf(z)
    return np.where(deviation == 0, np.maximum(mean - best, 0), gain)


@wrong("expected_improvement", "divides by zero", says="yours divides by it")
def _(mean, deviation, best):
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (best - mean) / deviation
        z[deviation == 0] = np.nan
        return (best - mean) * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)


@wrong("expected_improvement", "zero where it is known", says="deviation is 0")
def _(mean, deviation, best):
    safe = np.where(deviation == 0, 1, deviation)
    z = (best - mean) / safe
    gain = (best - mean) * stats.norm.cdf(z) + safe * stats.norm.pdf(z)
    return np.where(deviation == 0, 0, gain)


@wrong("expected_improvement", "negative where it is known", says="deviation is 0")
def _(mean, deviation, best):
    safe = np.where(deviation == 0, 1, deviation)
    z = (best - mean) / safe
    gain = (best - mean) * stats.norm.cdf(z) + safe * stats.norm.pdf(z)
    return np.where(deviation == 0, best - mean, gain)


@wrong("expected_improvement", "without the second term", says="second term")
def _(mean, deviation, best):
    safe = np.where(deviation == 0, 1, deviation)
    first = (best - mean) * stats.norm.cdf((best - mean) / safe)
    return np.where(deviation == 0, np.maximum(best - mean, 0), first)


@wrong("expected_improvement", "without the first term", says="first term")
def _(mean, deviation, best):
    safe = np.where(deviation == 0, 1, deviation)
    second = safe * stats.norm.pdf((best - mean) / safe)
    return np.where(deviation == 0, np.maximum(best - mean, 0), second)


@wrong("expected_improvement", "the probability only", says="probability")
def _(mean, deviation, best):
    return stats.norm.cdf((best - mean) / np.maximum(deviation, 1e-12))


@wrong("expected_improvement", "cdf and pdf swapped", says="changed places")
def _(mean, deviation, best):
    safe = np.where(deviation == 0, 1, deviation)
    z = (best - mean) / safe
    gain = (best - mean) * stats.norm.pdf(z) + safe * stats.norm.cdf(z)
    return np.where(deviation == 0, np.maximum(best - mean, 0), gain)


@wrong("expected_improvement", "forgets the deviation before phi", says="multiplied by")
def _(mean, deviation, best):
    safe = np.where(deviation == 0, 1, deviation)
    z = (best - mean) / safe
    gain = (best - mean) * stats.norm.cdf(z) + stats.norm.pdf(z)
    return np.where(deviation == 0, np.maximum(best - mean, 0), gain)


@wrong("expected_improvement", "z without its division", says="z lacks")
def _(mean, deviation, best):
    z = best - mean
    gain = z * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)
    return np.where(deviation == 0, np.maximum(z, 0), gain)


@wrong("expected_improvement", "ignores the deviation", says="exactly its")
def _(mean, deviation, best):
    return np.clip(best - mean, 0, None)


@wrong("expected_improvement", "mean and deviation exchanged", says="changed places")
def _(deviation, mean, best):
    safe = np.where(deviation == 0, 1, np.abs(deviation))
    z = (best - mean) / safe
    return (best - mean) * stats.norm.cdf(z) + safe * stats.norm.pdf(z)


def improvement_of(mean, deviation, best):
    safe = np.where(deviation > 0, deviation, 1)
    z = (best - mean) / safe
    ei = (best - mean) * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)
    return np.where(deviation > 0, np.maximum(ei, 0), np.maximum(best - mean, 0))


right("expected_improvement", improvement_of)


@right("expected_improvement")
def _(mean, deviation, best):
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (best - mean) / deviation
        ei = (best - mean) * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)
    return np.maximum(np.where(deviation == 0, np.maximum(best - mean, 0), ei), 0)


@right("expected_improvement")
def _(mean, deviation, best):
    m, d = (
        torch.as_tensor(mean, dtype=torch.float64),
        torch.as_tensor(deviation, dtype=torch.float64),
    )
    n = torch.distributions.Normal(0.0, 1.0)
    z = (best - m) / torch.where(d > 0, d, torch.ones_like(d))
    ei = (best - m) * (0.5 * torch.erfc(-z / math.sqrt(2))) + d * torch.exp(
        -(z**2) / 2
    ) / math.sqrt(2 * math.pi)
    return torch.where(d > 0, ei, best - m).clamp(min=0)


@right("expected_improvement")
def _(mean, deviation, best):
    t = pd.DataFrame({"m": mean, "d": deviation})

    def one(r):
        if r.d == 0:
            return max(best - r.m, 0)
        return (best - r.m) * stats.norm.cdf(best, r.m, r.d) + r.d**2 * stats.norm.pdf(
            best, r.m, r.d
        )

    return t.apply(one, axis=1).clip(lower=0)


@right("expected_improvement")
def _(mean, deviation, best):
    d = np.maximum(deviation, 1e-12)
    z = (best - mean) / d
    return np.maximum((best - mean) * stats.norm.cdf(z) + d * stats.norm.pdf(z), 0)


@wrong("expected_improvement", "cdf and pdf swapped", says="changed places")
def _(mean, deviation, best):
    safe = np.where(deviation > 0, deviation, 1)
    z = (best - mean) / safe
    ei = (best - mean) * stats.norm.pdf(z) + deviation * stats.norm.cdf(z)
    return np.where(deviation > 0, np.maximum(ei, 0), np.maximum(best - mean, 0))


@wrong("expected_improvement", "first term only", says="second term")
def _(mean, deviation, best):
    safe = np.where(deviation > 0, deviation, 1)
    z = (best - mean) / safe
    return np.where(
        deviation > 0,
        np.maximum((best - mean) * stats.norm.cdf(z), 0),
        np.maximum(best - mean, 0),
    )


@wrong("expected_improvement", "deviation taken as variance: sqrt", says="variance")
def _(mean, deviation, best):
    return improvement_of(mean, np.sqrt(deviation), best)


@wrong(
    "expected_improvement",
    "200-point mean of the lesson's function",
    says="nearly right",
)
def _(mean, deviation, best):
    likely = stats.norm.ppf((np.arange(200) + 0.5) / 200)[:, None]
    return np.maximum(best - (mean + deviation * likely), 0).mean(axis=0)


@wrong("expected_improvement", "rounded to four digits", says="nearly right")
def _(mean, deviation, best):
    return improvement_of(mean, deviation, best).round(4)


@wrong("expected_improvement", "z without division", says="z lacks")
def _(mean, deviation, best):
    z = best - mean
    ei = z * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)
    return np.where(deviation > 0, np.maximum(ei, 0), np.maximum(best - mean, 0))


@wrong("expected_improvement", "z upside down", says="upside down")
def _(mean, deviation, best):
    safe = np.where(deviation > 0, deviation, 1)
    z = (mean - best) / safe
    ei = (best - mean) * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)
    return np.where(deviation > 0, np.maximum(ei, 0), np.maximum(best - mean, 0))


@wrong("expected_improvement", "the sum over the points", says="one number where 3")
def _(mean, deviation, best):
    return improvement_of(mean, deviation, best).sum()


@wrong("expected_improvement", "minus between the terms", says="takes the second away")
def _(mean, deviation, best):
    safe = np.where(deviation > 0, deviation, 1)
    z = (best - mean) / safe
    ei = (best - mean) * stats.norm.cdf(z) - deviation * stats.norm.pdf(z)
    return np.where(deviation > 0, np.maximum(ei, 0), np.maximum(best - mean, 0))


@wrong("expected_improvement", "if deviation == 0 on an array", says="truth value")
def _(mean, deviation, best):
    if deviation == 0:
        return max(best - mean, 0)
    z = (best - mean) / deviation
    return (best - mean) * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)


@right("expected_improvement")
def _(mean, deviation, best):
    out = improvement_of(mean.copy(), deviation.copy(), best)
    deviation[deviation == 0] = 1
    return out


@wrong("expected_improvement", "best taken as mean.min()", says="`best` is never used")
def _(mean, deviation, best):
    return improvement_of(mean, deviation, mean.min())


@wrong(
    "expected_improvement",
    "where deviation 0: leaves points out",
    says="2 values where 3",
)
def _(mean, deviation, best):
    ok = deviation > 0
    return improvement_of(mean[ok], deviation[ok], best)


@right("expected_improvement")
def _(mean, deviation, best):
    with np.errstate(all="ignore"):
        z = (best - mean) / deviation
        return np.nan_to_num(
            np.maximum(
                (best - mean) * stats.norm.cdf(z) + deviation * stats.norm.pdf(z), 0
            )
        )


# ---- fair_gain ----


@right("fair_gain")
def _(searches_a, searches_b, budget):
    def best(trials):
        total, least = 0, None
        for seconds, error in trials:
            total += seconds
            if total > budget:
                break
            if least is None or error < least:
                least = error
        return least

    gains = []
    for a, b in zip(searches_a, searches_b, strict=True):
        one, two = best(a), best(b)
        if one is not None and two is not None:
            gains.append(one - two)
    return np.mean(gains) if gains else float("nan")


@right("fair_gain")
def _(searches_a, searches_b, budget):
    def best(trials):
        ends = np.cumsum([s for s, _ in trials])
        errors = np.array([e for _, e in trials])
        inside = errors[ends <= budget] if len(errors) else errors
        return inside.min() if inside.size else np.nan

    pairs = zip(searches_a, searches_b, strict=True)
    gains = pd.Series([best(a) - best(b) for a, b in pairs])
    return gains.mean()


@right("fair_gain")
def _(searches_a, searches_b, budget):
    total, n = 0.0, 0
    for draw in range(len(searches_a)):
        best = []
        for trials in (searches_a[draw], searches_b[draw]):
            clock, found = 0, []
            for seconds, error in trials:
                clock += seconds
                found += [error] if clock <= budget else []
            best.append(found)
        if best[0] and best[1]:
            total += min(best[0]) - min(best[1])
            n += 1
    if n == 0:
        return np.nan
    return total / n


@right("fair_gain")
def _(searches_a, searches_b, budget):
    from itertools import accumulate

    def best(trials):
        ends = accumulate(s for s, _ in trials)
        return min((e for (_, e), t in zip(trials, ends) if t <= budget), default=None)

    both = [(best(a), best(b)) for a, b in zip(searches_a, searches_b)]
    gains = [a - b for a, b in both if None not in (a, b)]
    return torch.tensor(gains, dtype=torch.float64).mean()


@right("fair_gain")
def _(searches_a, searches_b, budget):
    def best(trials):
        if not trials:
            return np.inf
        table = pd.DataFrame(trials, columns=["s", "e"])
        table["end"] = table["s"].cumsum()
        return table.loc[table["end"] <= budget, "e"].min()

    gains = [best(a) - best(b) for a, b in zip(searches_a, searches_b)]
    gains = [g for g in gains if np.isfinite(g)]
    return np.mean(gains) if gains else np.nan


@wrong("fair_gain", "all trials", says="all trials count")
def _(searches_a, searches_b, budget):
    gains = [
        min(e for _, e in a) - min(e for _, e in b)
        for a, b in zip(searches_a, searches_b)
        if a and b
    ]
    return np.mean(gains) if gains else np.nan


@wrong("fair_gain", "each trial's own seconds", says="own seconds")
def _(searches_a, searches_b, budget):
    gains = []
    for a, b in zip(searches_a, searches_b):
        a = [e for s, e in a if s <= budget]
        b = [e for s, e in b if s <= budget]
        if a and b:
            gains.append(min(a) - min(b))
    return np.mean(gains) if gains else np.nan


def gains_by(rule, searches_a, searches_b):
    gains = [(rule(a), rule(b)) for a, b in zip(searches_a, searches_b)]
    gains = [a - b for a, b in gains if a == a and b == b]
    return np.mean(gains) if gains else np.nan


@wrong("fair_gain", "the edge does not count", says="exactly at the budget")
def _(searches_a, searches_b, budget):
    def best(trials):
        t, found = 0, []
        for s, e in trials:
            t += s
            if t < budget:
                found.append(e)
        return min(found, default=np.nan)

    return gains_by(best, searches_a, searches_b)


@wrong("fair_gain", "counts what begins in time", says="begins within")
def _(searches_a, searches_b, budget):
    def best(trials):
        t, found = 0, []
        for s, e in trials:
            if t >= budget:
                break
            found.append(e)
            t += s
        return min(found, default=np.nan)

    return gains_by(best, searches_a, searches_b)


@wrong("fair_gain", "the last trial in time", says="last error")
def _(searches_a, searches_b, budget):
    def last(trials):
        t, error = 0, np.nan
        for s, e in trials:
            t += s
            if t <= budget:
                error = e
        return error

    return gains_by(last, searches_a, searches_b)


@wrong("fair_gain", "the mean in time", says="mean error")
def _(searches_a, searches_b, budget):
    def mean(trials):
        t, found = 0, []
        for s, e in trials:
            t += s
            if t <= budget:
                found.append(e)
        return np.mean(found) if found else np.nan

    return gains_by(mean, searches_a, searches_b)


@wrong("fair_gain", "B minus A", says="B minus A")
def _(searches_a, searches_b, budget):
    def best(trials):
        t, found = 0, []
        for s, e in trials:
            t += s
            if t <= budget:
                found.append(e)
        return min(found, default=np.nan)

    return gains_by(best, searches_b, searches_a)


@wrong("fair_gain", "NaN reaches the mean", says="its NaN")
def _(searches_a, searches_b, budget):
    def best(trials):
        t, found = 0, []
        for s, e in trials:
            t += s
            if t <= budget:
                found.append(e)
        return min(found, default=np.nan)

    pairs = zip(searches_a, searches_b)
    return np.mean([best(a) - best(b) for a, b in pairs])


@wrong("fair_gain", "0 where nothing is left", says="return NaN")
def _(searches_a, searches_b, budget):
    def best(trials):
        t, found = 0, []
        for s, e in trials:
            t += s
            if t <= budget:
                found.append(e)
        return min(found, default=np.nan)

    gains = [best(a) - best(b) for a, b in zip(searches_a, searches_b)]
    gains = [g for g in gains if g == g]
    return sum(gains) / max(len(gains), 1)


@wrong("fair_gain", "means of A and B apart", says="average A and B apart")
def _(searches_a, searches_b, budget):
    def best(trials):
        t, found = 0, []
        for s, e in trials:
            t += s
            if t <= budget:
                found.append(e)
        return min(found, default=np.nan)

    def mean(searches):
        values = [best(s) for s in searches]
        values = [v for v in values if v == v]
        return np.mean(values) if values else np.nan

    return mean(searches_a) - mean(searches_b)


@wrong("fair_gain", "the same number of trials", says="same number")
def _(searches_a, searches_b, budget):
    gains = []
    for a, b in zip(searches_a, searches_b):
        n = min(len(a), len(b))
        if n:
            gains.append(min(e for _, e in a[:n]) - min(e for _, e in b[:n]))
    return np.mean(gains) if gains else np.nan


@wrong(
    "fair_gain", "the clock is never set back between draws", says="the clock runs on"
)
def _(searches_a, searches_b, budget):
    gains, t, u = [], 0, 0
    for a, b in zip(searches_a, searches_b):
        one, two = [], []
        for s, e in a:
            t += s
            one += [e] if t <= budget else []
        for s, e in b:
            u += s
            two += [e] if u <= budget else []
        if one and two:
            gains.append(min(one) - min(two))
    return np.mean(gains) if gains else np.nan


def gain_by_rule(best=min, mean=np.mean, none=None):
    def gain(searches_a, searches_b, budget):
        gaps = []
        for pair in zip(searches_a, searches_b, strict=True):
            found = []
            for trials in pair:
                spent, errors = 0, []
                for seconds, error in trials:
                    spent += seconds
                    if spent <= budget:
                        errors.append(error)
                found.append(best(errors) if errors else none)
            if None not in found:
                gaps.append(found[0] - found[1])
        return mean(gaps) if gaps else np.nan

    return gain


right("fair_gain", gain_by_rule())
wrong(
    "fair_gain", gain_by_rule(mean=np.median), "the median", says="this is the median"
)
wrong("fair_gain", gain_by_rule(mean=sum), "the sum", says="this is the sum")
wrong("fair_gain", gain_by_rule(best=max), "the largest error", says="largest error")
wrong(
    "fair_gain",
    gain_by_rule(best=lambda e: e[0]),
    "the first trial",
    says="the first error",
)
wrong(
    "fair_gain", gain_by_rule(none=0), "no trial counts 0", says="an error of its own"
)
wrong(
    "fair_gain", gain_by_rule(none=1), "no trial counts 1", says="an error of its own"
)


@right("fair_gain")
def _(searches_a, searches_b, budget):
    def best(trials):
        ends = accumulate(s for s, _ in trials)
        return min(
            (e for (_, e), end in zip(trials, ends) if end <= budget), default=math.inf
        )

    gaps = [
        best(a) - best(b)
        for a, b in zip(searches_a, searches_b)
        if math.isfinite(best(a)) and math.isfinite(best(b))
    ]
    return np.mean(gaps) if gaps else np.nan


@right("fair_gain")
def _(searches_a, searches_b, budget):
    def table(searches):
        rows = [(d, s, e) for d, trials in enumerate(searches) for s, e in trials]
        t = pd.DataFrame(rows, columns=["draw", "s", "e"])
        t["end"] = t.groupby("draw")["s"].cumsum()
        return t[t["end"] <= budget].groupby("draw")["e"].min()

    return (table(searches_a) - table(searches_b)).mean()


@right("fair_gain")
def _(searches_a, searches_b, budget):
    gaps = []
    for pair in zip(searches_a, searches_b):
        found = []
        for trials in pair:
            if len(trials):
                t = torch.tensor(trials, dtype=torch.float64)
                e = t[t[:, 0].cumsum(0) <= budget, 1]
                if len(e):
                    found.append(e.min())
        if len(found) == 2:
            gaps.append(found[0] - found[1])
    return torch.stack(gaps).mean() if gaps else torch.tensor(float("nan"))


@wrong(
    "fair_gain",
    "skips a too long trial and goes on without its seconds",
    says="nothing more ends in time",
)
def _(searches_a, searches_b, budget):
    def best(trials):
        spent, errors = 0, []
        for s, e in trials:
            if spent + s <= budget:
                spent += s
                errors.append(e)
        return min(errors) if errors else None

    gaps = [
        best(a) - best(b)
        for a, b in zip(searches_a, searches_b)
        if best(a) is not None and best(b) is not None
    ]
    return np.mean(gaps) if gaps else np.nan


@wrong("fair_gain", "pairs mixed: unpack (error, seconds)", says="`(seconds, error)`")
def _(searches_a, searches_b, budget):
    f = lambda S: [[(e, s) for s, e in t] for t in S]
    return gain_by_rule()(f(searches_a), f(searches_b), budget)


@wrong("fair_gain", "returns in the loop", says="`return`")
def _(searches_a, searches_b, budget):
    gaps = []
    for a, b in zip(searches_a, searches_b):
        x = [e for (s, e), t in zip(a, accumulate(s for s, _ in a)) if t <= budget]
        y = [e for (s, e), t in zip(b, accumulate(s for s, _ in b)) if t <= budget]
        if x and y:
            gaps.append(min(x) - min(y))
        return np.mean(gaps) if gaps else np.nan


@wrong("fair_gain", "min of empty raises", says="raised an error")
def _(searches_a, searches_b, budget):
    def best(t):
        return min(
            e for (s, e), end in zip(t, accumulate(s for s, _ in t)) if end <= budget
        )

    return np.mean([best(a) - best(b) for a, b in zip(searches_a, searches_b)])


@wrong(
    "fair_gain", "best over all draws of A minus that of B", says="best of all draws"
)
def _(searches_a, searches_b, budget):
    def ins(S):
        return [
            e
            for t in S
            for (s, e), end in zip(t, accumulate(s for s, _ in t))
            if end <= budget
        ]

    a, b = ins(searches_a), ins(searches_b)
    return min(a) - min(b) if a and b else np.nan


@wrong("fair_gain", "the list of differences", says="expected a number")
def _(searches_a, searches_b, budget):
    out = []
    for a, b in zip(searches_a, searches_b):
        x = [e for (s, e), t in zip(a, accumulate(s for s, _ in a)) if t <= budget]
        y = [e for (s, e), t in zip(b, accumulate(s for s, _ in b)) if t <= budget]
        if x and y:
            out.append(min(x) - min(y))
    return out


@wrong("fair_gain", "percent points", says="100 times")
def _(searches_a, searches_b, budget):
    return 100 * gain_by_rule()(searches_a, searches_b, budget)


@wrong("fair_gain", "divides by all draws", says="number of all draws")
def _(searches_a, searches_b, budget):
    return gain_by_rule(mean=sum)(searches_a, searches_b, budget) / len(searches_a)


# ---- resume ----


@right("resume")
def _(lines):
    asked, told = {}, {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            break
        if "tell" in entry:
            if entry["trial"] not in told:
                told[entry["trial"]] = entry["tell"]
        else:
            asked[entry["trial"]] = entry["ask"]
    return told, [asked[t] for t in asked if t not in told]


@right("resume")
def _(lines):
    entries = []
    for line in lines:
        if line.endswith("}"):
            entries.append(json.loads(line))
    told = {}
    for e in entries:
        if "tell" in e:
            told.setdefault(e["trial"], e["tell"])
    return [told, [e["ask"] for e in entries if "ask" in e and e["trial"] not in told]]


@right("resume")
def _(lines):
    told, open_trials = {}, []
    for line in lines:
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            continue
        trial = entry["trial"]
        if "ask" in entry:
            open_trials.append((trial, entry["ask"]))
        elif trial not in told:
            told[trial] = entry["tell"]
            open_trials = [pair for pair in open_trials if pair[0] != trial]
    return told, [setting for _, setting in open_trials]


@right("resume")
def _(lines):
    asked, told = {}, {}
    for line in lines:
        try:
            entry = json.loads(line)
            trial = entry["trial"]
            if entry.get("ask") is not None:
                asked[trial] = entry["ask"]
            elif entry.get("tell") is not None:
                told.setdefault(trial, entry["tell"])
        except ValueError:
            pass
    for trial in told:
        asked.pop(trial, None)
    return told, tuple(asked.values())


@right("resume")
def _(lines):
    lines = list(lines)
    try:
        entries = [json.loads(line) for line in lines]
    except ValueError:
        entries = [json.loads(line) for line in lines[:-1]]
    told = {e["trial"]: e["tell"] for e in entries[::-1] if "tell" in e}
    left = [e["ask"] for e in entries if "ask" in e and e["trial"] not in told]
    return told, np.array(left)


def read(lines):
    entries = []
    for line in lines:
        try:
            entries.append(json.loads(line))
        except ValueError:
            continue
    return entries


@wrong("resume", "the last error counts", says="first error")
def _(lines):
    entries = read(lines)
    told = {e["trial"]: e["tell"] for e in entries if "tell" in e}
    return told, [e["ask"] for e in entries if "ask" in e and e["trial"] not in told]


@wrong("resume", "always drops the last line", says="last line in any case")
def _(lines):
    entries = [json.loads(line) for line in lines[:-1]]
    told = {}
    for e in entries:
        if "tell" in e:
            told.setdefault(e["trial"], e["tell"])
    return told, [e["ask"] for e in entries if "ask" in e and e["trial"] not in told]


@wrong("resume", "does not catch the cut line")
def _(lines):
    entries = [json.loads(line) for line in lines]
    told = {}
    for e in entries:
        if "tell" in e:
            told.setdefault(e["trial"], e["tell"])
    return told, [e["ask"] for e in entries if "ask" in e and e["trial"] not in told]


@wrong("resume", "numbers in place of settings", says="numbers of the trials")
def _(lines):
    asked, told = {}, {}
    for e in read(lines):
        if "ask" in e:
            asked[e["trial"]] = e["ask"]
        else:
            told.setdefault(e["trial"], e["tell"])
    return told, [t for t in asked if t not in told]


@wrong("resume", "in the order of the numbers", says="order of asking")
def _(lines):
    asked, told = {}, {}
    for e in read(lines):
        if "ask" in e:
            asked[e["trial"]] = e["ask"]
        else:
            told.setdefault(e["trial"], e["tell"])
    return told, [asked[t] for t in sorted(asked) if t not in told]


@wrong("resume", "settings sorted", says="not sorted")
def _(lines):
    asked, told = {}, {}
    for e in read(lines):
        if "ask" in e:
            asked[e["trial"]] = e["ask"]
        else:
            told.setdefault(e["trial"], e["tell"])
    return told, sorted(s for t, s in asked.items() if t not in told)


@wrong("resume", "by truth: zeros are lost", says="0")
def _(lines):
    asked, told = {}, {}
    for e in read(lines):
        if e.get("ask"):
            asked[e["trial"]] = e["ask"]
        elif e.get("tell"):
            told.setdefault(e["trial"], e["tell"])
    return told, [s for t, s in asked.items() if t not in told]


@wrong("resume", "all again", says="also those that were told")
def _(lines):
    asked, told = {}, {}
    for e in read(lines):
        if "ask" in e:
            asked[e["trial"]] = e["ask"]
        else:
            told.setdefault(e["trial"], e["tell"])
    return told, list(asked.values())


@wrong("resume", "parts exchanged", says="changed places")
def _(lines):
    asked, told = {}, {}
    for e in read(lines):
        if "ask" in e:
            asked[e["trial"]] = e["ask"]
        else:
            told.setdefault(e["trial"], e["tell"])
    return [s for t, s in asked.items() if t not in told], told


@wrong("resume", "only the last one", says="asked for last")
def _(lines):
    asked, told = {}, {}
    for e in read(lines):
        if "ask" in e:
            asked[e["trial"]] = e["ask"]
        else:
            told.setdefault(e["trial"], e["tell"])
    left = [s for t, s in asked.items() if t not in told]
    return told, left[-1:]


@wrong("resume", "never runs anything again", says="always empty")
def _(lines):
    told = {}
    for e in read(lines):
        if "tell" in e:
            told.setdefault(e["trial"], e["tell"])
    return told, []


def read_journal(lines, first=True):
    asked, told = {}, {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        trial = entry["trial"]
        if "ask" in entry:
            asked[trial] = entry["ask"]
        elif first or trial not in told:
            told.setdefault(trial, entry["tell"])
        else:
            told[trial] = min(told[trial], entry["tell"])
    return told, {t: s for t, s in asked.items() if t not in told}


@wrong("resume", "the least error counts", says="keeps its first error")
def _(lines):
    told, left = read_journal(lines, first=False)
    return told, list(left.values())


@wrong("resume", "in the opposite order", says="opposite order")
def _(lines):
    told, left = read_journal(lines)
    return told, list(left.values())[::-1]


@wrong("resume", "a dictionary of what is left", says="a dictionary")
def _(lines):
    return read_journal(lines)


@wrong("resume", "only what was told", says="2 values")
def _(lines):
    return read_journal(lines)[0]


@right("resume")
def _(lines):
    open_, done = {}, {}
    for line in lines:
        try:
            e = json.loads(line)
        except ValueError:
            pass
        else:
            if "ask" in e:
                open_[e["trial"]] = e["ask"]
            else:
                open_.pop(e["trial"], None)
                if e["trial"] not in done:
                    done[e["trial"]] = e["tell"]
    return done, list(open_.values())


@right("resume")
def _(lines):
    def read(line):
        try:
            return json.loads(line)
        except ValueError:
            return None

    rows = [r for r in map(read, lines) if r]
    t = pd.DataFrame(rows, columns=["trial", "ask", "tell"])
    told = t.dropna(subset="tell").drop_duplicates("trial")
    asked = t.dropna(subset="ask")
    again = asked[~asked["trial"].isin(told["trial"])]
    return dict(zip(told["trial"].tolist(), told["tell"].tolist())), again[
        "ask"
    ].tolist()


@right("resume")
def _(lines):
    told, left = read_journal(lines)
    again = list(left.values())
    return [told, np.array(again)]


@wrong(
    "resume",
    "while reading: not told yet counts as open",
    says="also those that were told",
)
def _(lines):
    told, again = {}, []
    for line in lines:
        try:
            e = json.loads(line)
        except ValueError:
            continue
        if "tell" in e:
            told.setdefault(e["trial"], e["tell"])
        elif e["trial"] not in told:
            again.append(e["ask"])
    return told, again


@wrong("resume", "trial numbers become texts", says="`'1'`")
def _(lines):
    told, left = read_journal(lines)
    again = list(left.values())
    return {str(k): v for k, v in told.items()}, again


@wrong(
    "resume",
    "removes by setting: equal settings go together",
    says="may have the same setting",
)
def _(lines):
    told, _ = read_journal(lines)
    asked = {}
    for line in lines:
        try:
            e = json.loads(line)
        except ValueError:
            continue
        if "ask" in e:
            asked[e["trial"]] = e["ask"]
    done = {asked[t] for t in told if t in asked}
    return told, [s for s in asked.values() if s not in done]


@wrong("resume", "set: equal settings once", says="both are to be run again")
def _(lines):
    told, left = read_journal(lines)
    again = list(left.values())
    return told, list(dict.fromkeys(again))


@wrong("resume", "cut off line: returns at once an empty result", says="gives up")
def _(lines):
    told, asked = {}, {}
    for line in lines:
        try:
            e = json.loads(line)
        except ValueError:
            return told, []
        if "ask" in e:
            asked[e["trial"]] = e["ask"]
        else:
            told.setdefault(e["trial"], e["tell"])
    return told, [s for t, s in asked.items() if t not in told]


@wrong("resume", "errors as a list", says="expected a dict")
def _(lines):
    told, left = read_journal(lines)
    again = list(left.values())
    return list(told.values()), again


@wrong("resume", "return inside the loop", says="only the first line")
def _(lines):
    asked, told = {}, {}
    for line in lines:
        try:
            e = json.loads(line)
        except ValueError:
            continue
        if "ask" in e:
            asked[e["trial"]] = e["ask"]
        else:
            told.setdefault(e["trial"], e["tell"])
        return told, [s for t, s in asked.items() if t not in told]


@wrong(
    "resume", "trial popped on the first tell only: second tell raises", says="KeyError"
)
def _(lines):
    open_, done = {}, {}
    for line in lines:
        try:
            e = json.loads(line)
        except ValueError:
            continue
        if "ask" in e:
            open_[e["trial"]] = e["ask"]
        else:
            del open_[e["trial"]]
            done[e["trial"]] = e["tell"]
    return done, list(open_.values())


# ---- A third student


def third_winner(start, all_rungs=True):
    def answer(rungs):
        least = start
        for rung in rungs if all_rungs else rungs[-1:]:
            winner = None
            for name, error in rung.items():
                if error < least:
                    winner, least = name, error
        return winner

    return answer


wrong(
    "rung_winner",
    third_winner(float("inf")),
    "only the winner begins anew",
    says="which keeps the errors of the rungs before",
)
wrong(
    "rung_winner",
    third_winner(1, all_rungs=False),
    "least begins with 1",
    says="the number that `least` begins with",
)
wrong("rung_winner", third_winner(0, all_rungs=False), "least begins with 0")


@wrong("expected_improvement", "all or none", says="yours divides by it")
def _(mean, deviation, best):
    if (deviation == 0).all():
        return np.maximum(best - mean, 0)
    with np.errstate(all="ignore"):
        z = (best - mean) / deviation
    return (best - mean) * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)


@wrong("expected_improvement", "any is 0", says="decides for all points in yours")
def _(mean, deviation, best):
    if (deviation == 0).any():
        return np.maximum(best - mean, 0)
    z = (best - mean) / deviation
    return (best - mean) * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)


@wrong("expected_improvement", "pdf with a scale", says="has already divided by it")
def _(mean, deviation, best):
    gains = np.maximum(best - mean, 0.0)
    m, d = mean[deviation > 0], deviation[deviation > 0]
    law = stats.norm(m, d)
    gains[deviation > 0] = (best - m) * law.cdf(best) + d * law.pdf(best)
    return gains


@wrong("expected_improvement", "the gain is cut first", says="before it enters the")
def _(mean, deviation, best):
    gain = np.maximum(best - mean, 0)
    z = np.divide(gain, deviation, where=deviation > 0, out=np.zeros(len(mean)))
    value = gain * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)
    return np.where(deviation > 0, value, gain)


@wrong("expected_improvement", "the first term is cut", says="before it enters the")
def _(mean, deviation, best):
    gain = np.maximum(best - mean, 0)
    z = (best - mean) / np.where(deviation > 0, deviation, 1)
    value = gain * stats.norm.cdf(z) + deviation * stats.norm.pdf(z)
    return np.where(deviation > 0, value, gain)


@wrong("fair_gain", "None with no draw left", says="return NaN, not None")
def _(searches_a, searches_b, budget):
    gains = []
    for pair in zip(searches_a, searches_b):
        best = []
        for trials in pair:
            ends = accumulate(s for s, _ in trials)
            best.append([e for (_, e), t in zip(trials, ends) if t <= budget])
        if all(best):
            gains.append(min(best[0]) - min(best[1]))
    if not gains:
        return None
    return sum(gains) / len(gains)


@wrong("fair_gain", "B starts with A's clock", says="the clock runs on from A to B")
def _(searches_a, searches_b, budget):
    gains = []
    for a, b in zip(searches_a, searches_b):
        spent, best_a, best_b = 0, math.inf, math.inf
        for seconds, error in a:
            spent += seconds
            if spent <= budget:
                best_a = min(best_a, error)
        for seconds, error in b:
            spent += seconds
            if spent <= budget:
                best_b = min(best_b, error)
        if best_a < math.inf and best_b < math.inf:
            gains.append(best_a - best_b)
    return sum(gains) / len(gains) if gains else math.nan


@wrong("fair_gain", "one clock for everything", says="one clock runs through all")
def _(searches_a, searches_b, budget):
    gains, spent = [], 0
    for a, b in zip(searches_a, searches_b):
        best_a, best_b = math.inf, math.inf
        for seconds, error in a:
            spent += seconds
            if spent <= budget:
                best_a = min(best_a, error)
        for seconds, error in b:
            spent += seconds
            if spent <= budget:
                best_b = min(best_b, error)
        if best_a < math.inf and best_b < math.inf:
            gains.append(best_a - best_b)
    return sum(gains) / len(gains) if gains else math.nan


@wrong("fair_gain", "best is not set back", says="of the draw before is kept")
def _(searches_a, searches_b, budget):
    gains, best_a, best_b = [], math.inf, math.inf
    for a, b in zip(searches_a, searches_b):
        spent = 0
        for seconds, error in a:
            spent += seconds
            if spent <= budget:
                best_a = min(best_a, error)
        spent = 0
        for seconds, error in b:
            spent += seconds
            if spent <= budget:
                best_b = min(best_b, error)
        if best_a < math.inf and best_b < math.inf:
            gains.append(best_a - best_b)
    return sum(gains) / len(gains) if gains else math.nan


def third_resume(again, keep=lambda old, new: old):
    def answer(lines):
        asked, told = {}, {}
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            trial = entry["trial"]
            if "ask" in entry:
                asked[trial] = entry["ask"]
            else:
                told[trial] = keep(told.get(trial, entry["tell"]), entry["tell"])
        return told, again(asked, told)

    return answer


def others(asked, told):
    return [s for t, s in asked.items() if t not in told]


right("resume", third_resume(others))
wrong(
    "resume",
    third_resume(others, keep=min),
    "the lowest error counts",
    says="keeps its first error; yours keeps another",
)
wrong(
    "resume",
    third_resume(lambda asked, told: [s for t, s in asked.items() if t in told]),
    "in for not in",
    says="these settings were told. Asked are the others",
)
wrong(
    "resume",
    third_resume(
        lambda asked, told: [s for n, s in enumerate(asked.values()) if n not in told]
    ),
    "the place is taken for the number",
    says="number is not its place",
)
wrong(
    "resume",
    third_resume(
        lambda asked, told: [list(asked.values())[t] for t in asked if t not in told]
    ),
    "the number is taken for the place",
    says="number is not its place",
)


# ---- A fourth student


@wrong("resume", "settings for errors", says="it should hold the errors told")
def _(lines):
    asked, told = {}, {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        trial = entry["trial"]
        if "ask" in entry:
            asked[trial] = entry["ask"]
        else:
            told.setdefault(trial, asked[trial])
    return told, [asked[trial] for trial in asked if trial not in told]


wrong(
    "resume",
    third_resume(
        lambda asked, told: list({s for t, s in asked.items() if t not in told})
    ),
    "a set of the settings",
    says="a set has no order",
)


@wrong("expected_improvement", "squares the deviation", says="deviation is squared")
def _(mean, deviation, best):
    gains = np.maximum(best - mean, 0)
    unsure = deviation > 0
    width = deviation[unsure] ** 2
    z = (best - mean[unsure]) / width
    gains[unsure] = (best - mean[unsure]) * stats.norm.cdf(z) + width * stats.norm.pdf(
        z
    )
    return gains
