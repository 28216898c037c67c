"""Exercises of lesson 4.5, Search many models."""

import json
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import stats

from helpers.judging import exercise, lesson, ordering

# --- Exercise 1: order the lines of an honest search

search_order = ordering(
    "GBAFCD",
    n_lines=8,
    never={
        "E": "line E lets the test rows steer the search. Then nobody can judge.",
        "H": "line H moves the space after a look at the results: the validation rows"
        " would choose twice.",
    },
    early={
        "BG": "line B needs a budget: line G writes it down first.",
        "AG": "line A asks within a space that line G has not written down yet.",
        "AB": "line A belongs into the loop that line B begins.",
        "FA": "line F fits with settings that line A has not asked for yet.",
        "CF": "line C tells an error that no model has made yet: line F fits it.",
        "DC": "line D stands after the loop: judge once, when the search is over.",
    },
    hints=[
        "First what is fixed, then the loop, then what happens once.",
        "The loop is ask, fit, tell. Two of the eight lines are wrong everywhere.",
    ],
    after="The space and the budget are fixed before the first result, and the test"
    " rows are asked after the last one.",
)

# --- Exercise 2: repair the winner of a halving

rung_winner = exercise(
    hints=[
        "Which errors may be compared with each other?",
        "Only the last rung was run in full: look at `rungs[-1]`.",
    ],
    after="Early errors decide who goes on. Only the last rung decides who wins.",
    example=True,
)


@rung_winner.solution
def winner_of_last(rungs):
    """Return the name of the trial that wins a halving."""
    winner, least = None, float("inf")
    for name, error in rungs[-1].items():
        if error < least:
            winner, least = name, error
    return winner


@rung_winner.start
def winner_of_all(rungs):
    """Return the name of the trial that wins a halving.

    rungs: a list of {name: error}, the shortest runs first; the last one is not empty.
    Of equal errors the one that stands first wins.
    """
    winner, least = None, float("inf")
    for rung in rungs:
        for name, error in rung.items():
            if error < least:
                winner, least = name, error
    return winner


@rung_winner.also
def winner_by_min(rungs):
    return min(rungs[-1], key=rungs[-1].get)


@rung_winner.also
def winner_by_sorting(rungs):
    return sorted(rungs[-1].items(), key=lambda item: item[1])[0][0]


@rung_winner.mistake(
    "errors of all rungs are still compared with each other, so a low error of a short"
    " run can win."
)
def _(rungs):
    return winner_of_all(rungs)


@rung_winner.mistake("this is the winner of the first rung, the shortest run.")
def _(rungs):
    return min(rungs[0], key=rungs[0].get)


@rung_winner.mistake("errors are to be small: yours takes the largest one.")
def _(rungs):
    return max(rungs[-1], key=rungs[-1].get)


@rung_winner.mistake(
    "of equal errors the first one wins: `<=` hands it to the later one."
)
def _(rungs):
    winner, least = None, float("inf")
    for name, error in rungs[-1].items():
        if error <= least:
            winner, least = name, error
    return winner


@rung_winner.mistake("this is its error. Return the name of the trial.")
def _(rungs):
    return min(rungs[-1].values())


@rung_winner.mistake("this is the first name of the last rung. Compare their errors.")
def _(rungs):
    return next(iter(rungs[-1]))


@rung_winner.mistake(
    "of equal errors yours takes the first name of the alphabet. The one that stands"
    " first in the rung wins."
)
def _(rungs):
    return min((error, name) for name, error in rungs[-1].items())[1]


@rung_winner.mistake(
    "only those of the last rung are compared, yes, but by their lowest error on any"
    " rung. The short runs do not count any more."
)
def _(rungs):
    return min(
        rungs[-1], key=lambda name: min(r.get(name, float("inf")) for r in rungs)
    )


@rung_winner.mistake(
    "you average each trial's errors over the rungs. The short runs do not count any"
    " more: only the last rung."
)
def _(rungs):
    return min(rungs[-1], key=lambda n: np.mean([r[n] for r in rungs if n in r]))


@rung_winner.mistake(
    "you average each trial's errors, and trials that were dropped can win. The short"
    " runs do not count any more: only the last rung."
)
def _(rungs):
    names = {name for rung in rungs for name in rung}
    return min(sorted(names), key=lambda n: np.mean([r[n] for r in rungs if n in r]))


@rung_winner.mistake(
    "this is the first name of the alphabet. Compare the errors, not the names: `min`"
    " needs a `key`."
)
def _(rungs):
    return min(rungs[-1])


@rung_winner.mistake(
    "this is the name with its error. Return the name of the trial alone."
)
def _(rungs):
    return min(rungs[-1].items(), key=lambda item: item[1])


@rung_winner.mistake(
    "this is the winner of the second rung. There may be one rung or three: the last"
    " one decides."
)
def _(rungs):
    return min(rungs[1], key=rungs[1].get)


@rung_winner.mistake(
    "`winner` is still None: no error of the last rung lies below `least`, which keeps"
    " the errors of the rungs before. Begin `least` anew as well."
)
def _(rungs):
    least = float("inf")
    for rung in rungs:
        winner = None
        for name, error in rung.items():
            if error < least:
                winner, least = name, error
    return winner


@rung_winner.mistake(
    "`winner` is still None where no error lies below the number that `least` begins"
    " with. Begin with infinity."
)
def _(rungs):
    winner, least = None, 1
    for name, error in rungs[-1].items():
        if error < least:
            winner, least = name, error
    return winner


@rung_winner.cases
def rung_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, ties, one rung, one survivor, errors that rise."""
    yield ([{"a": 5.0, "b": 7.0, "c": 9.0}, {"a": 6.5, "b": 6.0}],)
    # p is lowest on average, q once, t first; r wins the last rung; s opens it.
    p, q, r, s = (np.array([4, 2.2, 7.2, 7.0]) + 0.3 * rng.random()).tolist()
    yield (
        [
            {"t": 2.0, "p": p, "q": q, "r": r, "s": s},
            {"s": 9.1, "p": 5.0, "r": 8.5, "q": 8.2},
            {"s": 9.9, "q": 9.5, "r": 9.0, "p": 9.4},
        ],
    )
    # The least error of all stands in the middle.
    yield (
        [{"a": 5.0, "b": 6.0, "c": 7.0}, {"b": 4.0, "a": 6.0}, {"b": 7.5, "a": 7.0}],
    )
    yield ([{"z": 2.0, "y": 1.0, "b": 1.0, "x": 3.0}],)  # a tie; the alphabet is turned
    first = {"m": 1.0, "n": 2.0, "k": 0.5, "p": 1.5, "o": 1.8}
    yield ([first, {"n": 4.0, "m": 4.0, "p": 4.0, "o": 5.0}],)
    yield ([{"u": 8.0, "v": 7.0}, {"u": 9.0}],)
    yield ([{"h": 0.9, "i": 0.8}, {"h": 0.6, "i": 0.7}],)  # errors below 1


# --- Exercise 3: expected improvement from its formula

expected_improvement = exercise(
    hints=[
        "Where the deviation is 0, do not divide: start from `np.maximum(best - mean,"
        " 0)` and replace the points with `deviation > 0`.",
        "There `z = (best - mean) / deviation`, then the two terms of the formula.",
    ],
    after="A point can be worth a trial by its mean or by its deviation: the formula"
    " adds both.",
    example=True,
)


@expected_improvement.solution
def improvement_by_formula(mean, deviation, best):
    """Return the expected improvement at each point."""
    mean, deviation = np.asarray(mean, float), np.asarray(deviation, float)
    gains = np.maximum(best - mean, 0.0)
    unsure = deviation > 0
    z = (best - mean[unsure]) / deviation[unsure]
    gains[unsure] = (best - mean[unsure]) * stats.norm.cdf(z)
    gains[unsure] += deviation[unsure] * stats.norm.pdf(z)
    return gains


@expected_improvement.also
def improvement_by_loop(mean, deviation, best):
    gains = []
    for m, s in zip(mean, deviation, strict=True):
        if s == 0:
            gains.append(max(best - m, 0))
        else:
            z = (best - m) / s
            gains.append((best - m) * stats.norm.cdf(z) + s * stats.norm.pdf(z))
    return gains


@expected_improvement.also
def improvement_by_erf(mean, deviation, best):
    gains = []
    for m, s in zip(mean, deviation, strict=True):
        z = (best - m) / max(s, 1e-12)
        below = 0.5 * (1 + math.erf(z / math.sqrt(2)))
        density = math.exp(-min(z * z, 1000) / 2) / math.sqrt(2 * math.pi)
        gains.append((best - m) * below + s * density)
    return gains


def by_formula(mean: Any, deviation: Any, best: float, *, sign=1, first=1, second=1):
    """Return the formula with parts of it changed."""
    mean, deviation = np.asarray(mean, float), np.asarray(deviation, float)
    width = np.where(deviation == 0, 1, deviation)
    z = sign * (best - mean) / width
    parts = first * sign * (best - mean) * stats.norm.cdf(z)
    parts = parts + second * width * stats.norm.pdf(z)
    return np.where(deviation == 0, np.maximum(sign * (best - mean), 0), parts)


@expected_improvement.mistake(
    "errors are to be small: what counts is best minus mean, not mean minus best."
)
def _(mean, deviation, best):
    return by_formula(mean, deviation, best, sign=-1)


@expected_improvement.mistake("the first term, (best − mean) · Φ(z), is missing.")
def _(mean, deviation, best):
    return np.where(
        np.asarray(deviation) == 0,
        np.maximum(best - np.asarray(mean), 0),
        by_formula(mean, deviation, best, first=0),
    )


@expected_improvement.mistake(
    "this is Φ(z), the probability of an improvement. It does not say how large."
)
def _(mean, deviation, best):
    mean, deviation = np.asarray(mean, float), np.asarray(deviation, float)
    width = np.where(deviation == 0, 1e-12, deviation)
    return stats.norm.cdf((best - mean) / width)


@expected_improvement.mistake(
    "this is best minus mean, or 0: what a point gains if its error is exactly its"
    " mean. Where the deviation is large, there is more to hope for."
)
def _(mean, deviation, best):
    return np.maximum(best - np.asarray(mean), 0)


@expected_improvement.mistake(
    "the deviation is taken for a variance. It needs no root: divide and multiply by it"
    " as it is."
)
def _(mean, deviation, best):
    return by_formula(mean, np.sqrt(np.asarray(deviation, float)), best)


@expected_improvement.mistake(
    "the deviation is squared. It needs no square: divide and multiply by it as it is."
)
def _(mean, deviation, best):
    return by_formula(mean, np.square(np.asarray(deviation, float)), best)


def changed(rule: Any) -> Any:
    """Return a formula for the points with a deviation; rule: of gap, width and z."""

    def wrong(mean, deviation, best):
        mean, deviation = np.asarray(mean, float), np.asarray(deviation, float)
        gap, width = best - mean, np.where(deviation == 0, 1, deviation)
        gains = rule(gap, width, gap / width)
        return np.where(deviation == 0, np.maximum(gap, 0), gains)

    return wrong


def cut(wrong: Any) -> Any:
    """Return a formula whose negative values have become 0."""

    def never_below(mean, deviation, best):
        return np.maximum(wrong(mean, deviation, best), 0)

    return never_below


below, density = stats.norm.cdf, stats.norm.pdf
RULES = {
    "the second term, deviation · φ(z), is missing: it is what makes uncertain points"
    " attractive.": lambda gap, width, z: gap * below(z),
    "Φ and φ have changed places.": (
        lambda gap, width, z: gap * density(z) + width * below(z)
    ),
    "z lacks its division by the deviation: one percent is much or little, depending on"
    " how sure the process is.": (
        lambda gap, width, z: gap * below(gap) + width * density(gap)
    ),
    "z stands upside down: it is best minus mean, over the deviation.": (
        lambda gap, width, z: gap * below(-z) + width * density(z)
    ),
    "the two terms are added; yours takes the second away.": (
        lambda gap, width, z: gap * below(z) - width * density(z)
    ),
}
expected_improvement.mistake(
    "φ(z) is to be multiplied by the deviation. (`norm.pdf` with a scale has already"
    " divided by it.)"
)(changed(lambda gap, width, z: gap * below(z) + density(z)))
for words, rule in RULES.items():
    expected_improvement.mistake(words)(changed(rule))
    expected_improvement.mistake(
        f"{words} (The right formula is never below 0 by itself, so a cut at 0 hides"
        " such a mistake.)"
    )(cut(changed(rule)))


@expected_improvement.mistake("mean and deviation have changed places.")
def _(mean, deviation, best):
    return by_formula(deviation, mean, best)


@expected_improvement.mistake(
    "one deviation of 0 decides for all points in yours. Decide point by point, by"
    " `np.where` or a mask."
)
def _(mean, deviation, best):
    if (np.asarray(deviation) == 0).any():
        return np.maximum(best - np.asarray(mean), 0)
    return improvement_by_formula(mean, deviation, best)


@expected_improvement.symptom(
    "best minus mean is cut at 0 before it enters the formula. Where a point is"
    " uncertain, it enters as it is, below 0 too."
)
def _(args, expected, got):
    mean, deviation, best = args
    gap, unsure = best - mean, deviation > 0
    z = gap[unsure] / deviation[unsure]
    return (gap[unsure] < 0).any() and any(
        np.allclose(
            np.asarray(got, float)[unsure],
            np.maximum(gap[unsure], 0) * below(at) + deviation[unsure] * density(at),
        )
        for at in (z, np.maximum(z, 0))
    )


@expected_improvement.symptom(
    "nearly right: are your values rounded, or averages over drawn values, as in"
    " `improvement`? Write the formula, and do not round."
)
def _(args, expected, got):
    return np.allclose(np.asarray(got, float), expected, rtol=0, atol=1e-3)


@expected_improvement.symptom(
    "where the deviation is 0 yours divides by it. The error is known there: the"
    " improvement is best minus mean, or 0."
)
def _(args, expected, got):
    got, zero = np.asarray(got, float), np.asarray(args[1]) == 0
    return np.isnan(got[zero]).any() and np.allclose(
        got[~zero], np.asarray(expected)[~zero]
    )


@expected_improvement.symptom(
    "where the deviation is 0 the error is known: the improvement is best minus mean,"
    " or 0 if that is negative. Your other points are right."
)
def _(args, expected, got):
    got, zero = np.asarray(got, float), np.asarray(args[1]) == 0
    return zero.any() and np.allclose(got[~zero], np.asarray(expected)[~zero])


@expected_improvement.symptom("an improvement is never below 0, some of yours are.")
def _(args, expected, got):
    return (np.asarray(got, float) < -1e-9).any()


@expected_improvement.cases
def improvement_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example; points above, at and below the best; known points."""
    yield np.array([20.5, 20.1, 19.0]), np.array([1.0, 0.1, 0.0]), 20.0
    best = 5 + rng.random()
    yield best + np.array([-0.5, 0.0, 0.5, 2.0]), np.array([0.5, 2.0, 3.0, 0.5]), best
    yield best + np.array([1.0, -1.0, 0.0]), np.zeros(3), best
    yield np.array([20.0, 20.5]), np.array([0.0, 1.0]), 20.0  # known, and just the best
    yield best + rng.normal(size=5), 0.3 + 2 * rng.random(5), best
    yield np.array([-3.0]), np.array([0.7]), -2.5


# --- Exercise 4: a fair comparison

fair_gain = exercise(
    hints=[
        "Write a helper first: the best error of one list of trials within the budget.",
        "Add up the seconds from trial to trial; a trial ends at the sum so far.",
        "Take the differences draw by draw, leave out draws with an empty side, and"
        " average.",
    ],
    after="The seconds decide which trials count, and each draw is compared with"
    " itself.",
    example=True,
)


def best_in_time(trials: Any, budget: float) -> float:
    """Return the least error of the trials that end within the budget, or NaN."""
    spent, best = 0.0, math.nan
    for seconds, error in trials:
        spent += seconds
        if spent > budget:
            break
        best = error if math.isnan(best) else min(best, error)
    return best


@fair_gain.solution
def gain_in_time(searches_a, searches_b, budget):
    """Return the mean of A's best error minus B's, within the budget (seconds)."""

    def best_within(trials):
        spent, inside = 0, []
        for seconds, error in trials:
            spent += seconds
            if spent <= budget:
                inside.append(error)
        return min(inside, default=float("nan"))

    gains = [
        best_within(a) - best_within(b)
        for a, b in zip(searches_a, searches_b, strict=True)
    ]
    gains = [gain for gain in gains if gain == gain]
    return sum(gains) / len(gains) if gains else float("nan")


@fair_gain.also
def gain_by_numpy(searches_a, searches_b, budget):
    gains = []
    for pair in zip(searches_a, searches_b, strict=True):
        best = []
        for trials in pair:
            table = np.array(trials).reshape(-1, 2)
            inside = table[table[:, 0].cumsum() <= budget, 1]
            best.append(inside.min() if len(inside) else np.nan)
        gains.append(best[0] - best[1])
    gains = np.array(gains)
    gains = gains[~np.isnan(gains)]
    return gains.mean() if len(gains) else np.nan


def differences(searches_a: Any, searches_b: Any, budget: float) -> list[float]:
    """Return A's best error minus B's on each draw on which both have one."""
    gains = [
        best_in_time(a, budget) - best_in_time(b, budget)
        for a, b in zip(searches_a, searches_b, strict=True)
    ]
    return [gain for gain in gains if not math.isnan(gain)]


def gain_with(best_a, best_b, searches_a, searches_b):
    """Return the mean difference by other rules for the best."""
    gains = [best_a(a) - best_b(b) for a, b in zip(searches_a, searches_b, strict=True)]
    gains = [g for g in gains if not math.isnan(g)]
    return float(np.mean(gains)) if gains else math.nan


@fair_gain.mistake(
    "all trials count in yours, also those that end too late: the budgets are unequal."
)
def _(searches_a, searches_b, budget):
    def best(trials):
        return min((e for _, e in trials), default=math.nan)

    return gain_with(best, best, searches_a, searches_b)


@fair_gain.mistake(
    "you compare each trial's own seconds with the budget. The trials run one after the"
    " other: add up their seconds."
)
def _(searches_a, searches_b, budget):
    def best(trials):
        return min((e for s, e in trials if s <= budget), default=math.nan)

    return gain_with(best, best, searches_a, searches_b)


@fair_gain.mistake("a trial that ends exactly at the budget counts, too: `<=`.")
def _(searches_a, searches_b, budget):
    def best(trials):
        ends = np.cumsum([s for s, _ in trials])
        inside = [e for (_, e), end in zip(trials, ends, strict=True) if end < budget]
        return min(inside, default=math.nan)

    return gain_with(best, best, searches_a, searches_b)


@fair_gain.mistake(
    "a trial that begins within the budget and ends after it does not count."
)
def _(searches_a, searches_b, budget):
    def best(trials):
        spent, found = 0.0, []
        for seconds, error in trials:
            if spent < budget:
                found.append(error)
            spent += seconds
        return min(found, default=math.nan)

    return gain_with(best, best, searches_a, searches_b)


@fair_gain.mistake(
    "a trial that begins within the budget, or as it ends, does not count if it ends"
    " after it."
)
def _(searches_a, searches_b, budget):
    def best(trials):
        begins = np.cumsum([0, *(s for s, _ in trials)])[:-1]
        return min(
            (e for (_, e), at in zip(trials, begins, strict=True) if at <= budget),
            default=math.nan,
        )

    return gain_with(best, best, searches_a, searches_b)


@fair_gain.mistake(
    "after a trial that ends too late nothing more ends in time. Yours leaves its"
    " seconds out and goes on with the next."
)
def _(searches_a, searches_b, budget):
    def best(trials):
        spent, found = 0, []
        for seconds, error in trials:
            if spent + seconds <= budget:
                spent += seconds
                found.append(error)
        return min(found, default=math.nan)

    return gain_with(best, best, searches_a, searches_b)


@fair_gain.mistake(
    "seconds and error have changed places: a trial is `(seconds, error)`."
)
def _(searches_a, searches_b, budget):
    turned = [
        [[(e, s) for s, e in trials] for trials in searches]
        for searches in (searches_a, searches_b)
    ]
    return gain_in_time(*turned, budget)


@fair_gain.mistake("you take the largest error in time. The best one is the least.")
def _(searches_a, searches_b, budget):
    def worst(trials):
        ends = np.cumsum([s for s, _ in trials])
        inside = [e for (_, e), end in zip(trials, ends, strict=True) if end <= budget]
        return max(inside, default=math.nan)

    return gain_with(worst, worst, searches_a, searches_b)


@fair_gain.mistake(
    "you take the first error in time. A search gives the best one of all in time."
)
def _(searches_a, searches_b, budget):
    def first(trials):
        return trials[0][1] if trials and trials[0][0] <= budget else math.nan

    return gain_with(first, first, searches_a, searches_b)


@fair_gain.mistake("this is the median of the differences. Asked is their mean.")
def _(searches_a, searches_b, budget):
    gains = differences(searches_a, searches_b, budget)
    return float(np.median(gains)) if gains else math.nan


@fair_gain.mistake(
    "this is the best of all draws of A minus that of B. Compare A with B on each draw,"
    " and average the differences."
)
def _(searches_a, searches_b, budget):
    best = []
    for searches in (searches_a, searches_b):
        found = [best_in_time(trials, budget) for trials in searches]
        best.append(min((b for b in found if not math.isnan(b)), default=math.nan))
    return best[0] - best[1]


@fair_gain.mistake(
    "the clock runs on from draw to draw. On each draw the seconds begin at 0."
)
def _(searches_a, searches_b, budget):
    spent, gains = [0, 0], []
    for pair in zip(searches_a, searches_b, strict=True):
        found = ([], [])
        for k, trials in enumerate(pair):
            for seconds, error in trials:
                spent[k] += seconds
                if spent[k] <= budget:
                    found[k].append(error)
        if all(found):
            gains.append(min(found[0]) - min(found[1]))
    return float(np.mean(gains)) if gains else math.nan


def by_one_clock(starts_anew: bool) -> Any:
    """Return an answer with one clock for both searches, set back on each draw or not.

    starts_anew: whether it is set back.
    """

    def wrong(searches_a, searches_b, budget):
        spent, gains = 0, []
        for pair in zip(searches_a, searches_b, strict=True):
            spent, found = 0 if starts_anew else spent, ([], [])
            for inside, trials in zip(found, pair, strict=True):
                for seconds, error in trials:
                    spent += seconds
                    if spent <= budget:
                        inside.append(error)
            if all(found):
                gains.append(min(found[0]) - min(found[1]))
        return float(np.mean(gains)) if gains else math.nan

    return wrong


fair_gain.mistake("the clock runs on from A to B. Each search begins at 0 seconds.")(
    by_one_clock(starts_anew=True)
)
fair_gain.mistake(
    "one clock runs through all draws and both searches. It begins at 0 for each search"
    " on each draw."
)(by_one_clock(starts_anew=False))


@fair_gain.mistake(
    "the best error of the draw before is kept. Begin anew on each draw."
)
def _(searches_a, searches_b, budget):
    best, gains = [math.inf, math.inf], []
    for pair in zip(searches_a, searches_b, strict=True):
        for k, trials in enumerate(pair):
            best[k] = np.nanmin([best[k], best_in_time(trials, budget)])
        if max(best) < math.inf:
            gains.append(best[0] - best[1])
    return float(np.mean(gains)) if gains else math.nan


@fair_gain.mistake("this is B minus A. Asked is A's best error minus B's.")
def _(searches_a, searches_b, budget):
    return -gain_in_time(searches_a, searches_b, budget)


@fair_gain.mistake(
    "you take the last error within the budget. The best so far is the least one."
)
def _(searches_a, searches_b, budget):
    def last(trials):
        ends = np.cumsum([s for s, _ in trials])
        inside = [e for (_, e), end in zip(trials, ends, strict=True) if end <= budget]
        return inside[-1] if inside else math.nan

    return gain_with(last, last, searches_a, searches_b)


@fair_gain.mistake(
    "you take the mean error within the budget. A search gives its *best* trial."
)
def _(searches_a, searches_b, budget):
    def mean(trials):
        ends = np.cumsum([s for s, _ in trials])
        inside = [e for (_, e), end in zip(trials, ends, strict=True) if end <= budget]
        return float(np.mean(inside)) if inside else math.nan

    return gain_with(mean, mean, searches_a, searches_b)


@fair_gain.mistake(
    "you cut both to the same number of trials. Asked are the same seconds."
)
def _(searches_a, searches_b, budget):
    pairs = [(len(a), len(b)) for a, b in zip(searches_a, searches_b, strict=True)]
    gains = [
        min(e for _, e in a[: min(n)]) - min(e for _, e in b[: min(n)])
        for a, b, n in zip(searches_a, searches_b, pairs, strict=True)
        if min(n)
    ]
    return float(np.mean(gains)) if gains else math.nan


@fair_gain.mistake("this is the sum over the draws. Divide by how many there are.")
def _(searches_a, searches_b, budget):
    gains = differences(searches_a, searches_b, budget)
    return sum(gains) if gains else math.nan


@fair_gain.mistake(
    "you average A and B apart, each over its own draws. Where only one of them has a"
    " trial in time, the draw is left out for both."
)
def _(searches_a, searches_b, budget):
    means = []
    for searches in (searches_a, searches_b):
        best = [best_in_time(trials, budget) for trials in searches]
        best = [b for b in best if not math.isnan(b)]
        means.append(float(np.mean(best)) if best else math.nan)
    return means[0] - means[1]


@fair_gain.mistake(
    "only the first draw counts in yours: is a `return` inside the loop?"
)
def _(searches_a, searches_b, budget):
    return best_in_time(searches_a[0], budget) - best_in_time(searches_b[0], budget)


@fair_gain.symptom(
    "a draw on which A or B has no trial in time is left out; its NaN has reached the"
    " mean."
)
def _(args, expected, got):
    sides = [best_in_time(trials, args[2]) for part in args[:2] for trials in part]
    return np.isnan(float(got)) and np.isnan(sides).any() and not np.isnan(expected)


@fair_gain.symptom(
    "you divide by the number of all draws. A draw that is left out does not count"
    " there either."
)
def _(args, expected, got):
    n_draws, n_left = len(args[0]), len(differences(*args))
    return 0 < n_left < n_draws and np.isclose(got * n_draws, expected * n_left)


@fair_gain.symptom(
    "a side without a trial in time gets an error of its own in yours, such as 0 or 1."
    " Leave such a draw out."
)
def _(args, expected, got):
    sides = [[best_in_time(t, args[2]) for t in part] for part in args[:2]]
    return np.isnan(sides).any() and any(
        np.isclose(
            got, np.subtract(*(np.nan_to_num(s, nan=fill) for s in sides)).mean()
        )
        for fill in (0, 1, 100)
    )


@fair_gain.symptom("with no draw left, return NaN, not None.")
def _(args, expected, got):
    return np.isnan(expected) and got is None


@fair_gain.symptom("with no draw left, return NaN.")
def _(args, expected, got):
    return np.isnan(expected) and not np.isnan(float(got))


@fair_gain.cases
def gain_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example; ends met exactly, late bests, empty sides."""
    yield (
        [[(4, 0.30), (5, 0.20), (6, 0.10)]],
        [[(3, 0.40), (7, 0.25)]],
        10,
    )
    u = np.round(0.02 * rng.random(4), 4)
    a = [
        [(2, 0.50), (3, 0.30 + u[0]), (1, 0.45), (9, 0.05)],
        [(6, 0.42), (4, 0.33 + u[1]), (2, 0.20)],
        [(1, 0.60), (2, 0.35), (3, 0.41 + u[2])],
    ]
    b = [
        [(5, 0.37), (4, 0.44), (4, 0.10)],
        [(9, 0.38 + u[3]), (2, 0.15)],
        [(2, 0.31), (1, 0.52), (2, 0.47), (8, 0.02)],
    ]
    yield a, b, 10
    yield a[::-1], b[::-1], 9
    # A side without a trial in time: the draw is left out for both.
    yield (
        [[(20, 0.10), (1, 0.01)], [(3, 0.28), (4, 0.50)], [(2, 0.22), (1, 0.40)]],
        [[(4, 0.30), (1, 0.60)], [(5, 0.36 + u[0]), (1, 0.49)], [(15, 0.12)]],
        10,
    )
    yield (  # short draws: a clock that runs on would leave the third one out
        [[(2, 0.5), (1, 0.3)], [(3, 0.4 + u[1])], [(5, 0.2), (1, 0.25)]],
        [[(3, 0.35)], [(2, 0.3 + u[2]), (1, 0.45)], [(6, 0.28)]],
        10,
    )
    yield [[(12, 0.2)]], [[(3, 0.3)]], 10
    yield [[(1, 0.4)], []], [[(1, 0.3)], [(1, 0.9)]], 5


# --- Exercise 5: resume from a journal

resume = exercise(
    hints=[
        "Go through the lines once; keep two dictionaries, `asked` and `told`.",
        "Try `json.loads(line)`; a `ValueError` is the line that was cut off.",
        "`told.setdefault(trial, error)` keeps the first error.",
        "At the end: the settings of those in `asked` that are not in `told`.",
    ],
    after="That is all a journal needs: lines that are only ever appended, and a reader"
    " that forgives the last one.",
    example=True,
)


@resume.solution
def resume_from_lines(lines):
    """Return {trial: error} of what was told, and the settings to run again."""
    asked, told = {}, {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if "ask" in entry:
            asked[entry["trial"]] = entry["ask"]
        else:
            told.setdefault(entry["trial"], entry["tell"])
    return told, [setting for trial, setting in asked.items() if trial not in told]


@resume.also
def resume_in_two_passes(lines):
    entries = []
    for line in lines:
        try:
            entries.append(json.loads(line))
        except json.JSONDecodeError:
            break
    told = {}
    for entry in reversed(entries):
        if "tell" in entry:
            told[entry["trial"]] = entry["tell"]
    again = [e["ask"] for e in entries if "ask" in e and e["trial"] not in told]
    return told, again


def resumed(lines, *, last=False, order=None, trials=False, all_asked=False):
    """Return the answer with one rule changed."""
    asked, told = {}, {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if "ask" in entry:
            asked[entry["trial"]] = entry["ask"]
        elif last or entry["trial"] not in told:
            told[entry["trial"]] = entry["tell"]
    left = {t: s for t, s in asked.items() if all_asked or t not in told}
    if order == "trial":
        left = {t: left[t] for t in sorted(left)}
    again = list(left) if trials else list(left.values())
    if order == "setting":
        again = sorted(again)
    return told, again


def whole(lines):
    """Return the entries of the lines that were not cut off."""
    entries = []
    for line in lines:
        try:
            entries.append(json.loads(line))
        except ValueError:
            continue
    return entries


@resume.mistake(
    "a trial that is told twice keeps its first error; yours keeps another one."
)
def _(lines):
    return resumed(lines, last=True)


@resume.mistake(
    "these are the numbers of the trials to run again. Return their settings."
)
def _(lines):
    return resumed(lines, trials=True)


@resume.mistake(
    "the settings come in the order of asking, not in the order of the trials' numbers."
)
def _(lines):
    return resumed(lines, order="trial")


@resume.mistake("the settings come in the order of asking, not sorted.")
def _(lines):
    return resumed(lines, order="setting")


@resume.mistake("all settings are to be run again in yours, also those that were told.")
def _(lines):
    return resumed(lines, all_asked=True)


@resume.mistake("these settings were told. Asked are the others.")
def _(lines):
    told, _ = resumed(lines)
    return told, [e["ask"] for e in whole(lines) if "ask" in e and e["trial"] in told]


@resume.mistake(
    "yours drops the last line in any case. Drop it only if it was cut off."
)
def _(lines):
    return resumed(lines[:-1])


@resume.mistake(
    "the two parts have changed places: first what was told, then what to run again."
)
def _(lines):
    return resumed(lines)[::-1]


@resume.mistake(
    "the number 0 is a trial, too, and 0.0 may be a setting or an error. Ask `in` or"
    " `is None`, not whether it is true."
)
def _(lines):
    asked, told = {}, {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if entry.get("ask"):
            asked[entry["trial"]] = entry["ask"]
        elif entry.get("tell"):
            told.setdefault(entry["trial"], entry["tell"])
    return told, [s for t, s in asked.items() if t not in told]


@resume.mistake(
    "only the trial that was asked for last is run again. Several workers may have been"
    " cut off."
)
def _(lines):
    told, again = resumed(lines)
    return told, again[-1:]


@resume.mistake(
    "the settings come in the order of asking. Yours come in the opposite order."
)
def _(lines):
    told, again = resumed(lines)
    return told, again[::-1]


@resume.mistake(
    "where the last line was cut off, yours gives up and runs nothing again. Drop that"
    " line, and use those before it."
)
def _(lines):
    told, again = resumed(lines)
    try:
        [json.loads(line) for line in lines]
    except ValueError:
        return told, []
    return told, again


@resume.mistake(
    "two trials may have the same setting. Look for the *numbers* of the trials that"
    " were told, not for their settings."
)
def _(lines):
    told, _ = resumed(lines)
    asked = {e["trial"]: e["ask"] for e in whole(lines) if "ask" in e}
    done = {asked[trial] for trial in told}
    return told, [setting for setting in asked.values() if setting not in done]


@resume.mistake(
    "two trials with the same setting were cut off: both are to be run again."
)
def _(lines):
    told, again = resumed(lines)
    return told, list(dict.fromkeys(again))


@resume.mistake(
    "the second part is a dictionary. A list of the settings is due:"
    " `list(….values())`."
)
def _(lines):
    told, again = resumed(lines)
    return told, dict(zip(resumed(lines, trials=True)[1], again, strict=True))


@resume.mistake("the dictionary holds the settings; it should hold the errors told.")
def _(lines):
    told, again = resumed(lines)
    asked = {e["trial"]: e["ask"] for e in whole(lines) if "ask" in e}
    return {trial: asked[trial] for trial in told}, again


@resume.mistake("a set has no order, and drops equal settings. Keep a list.")
def _(lines):
    told, again = resumed(lines)
    return told, list(set(again))


@resume.mistake(
    "only the first line is read: is the `return` inside the loop, or a `break` too"
    " early?"
)
def _(lines):
    return resumed(lines[:1])


@resume.mistake("nothing is run again in yours: the second part is always empty.")
def _(lines):
    return resumed(lines)[0], []


@resume.symptom(
    "a trial's number is not its place: the trials are not asked for in the order of"
    " their numbers."
)
def _(args, expected, got):
    told, trials = resumed(args[0], trials=True)
    asked = [entry["ask"] for entry in whole(args[0]) if "ask" in entry]
    by_place = [setting for n, setting in enumerate(asked) if n not in told]
    if got[0] != told or [*got[1]] == expected[1]:
        return False
    return [*got[1]] in (by_place, [asked[trial] for trial in trials])


@resume.cases
def resume_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example; whole last lines, told twice, zeros, nothing."""
    yield (
        [
            '{"trial": 0, "ask": 0.5}',
            '{"trial": 1, "ask": 0.1}',
            '{"trial": 1, "tell": 21.4}',
            '{"trial": 0, "te',
        ],
    )
    u = np.round(rng.random(3), 3).tolist()
    yield (
        [
            '{"trial": 4, "ask": 0.0}',
            json.dumps({"trial": 0, "ask": 0.3 + u[0]}),
            '{"trial": 2, "ask": 2.5}',
            '{"trial": 1, "ask": 1.9}',
            json.dumps({"trial": 2, "tell": 20 + u[1]}),
            json.dumps({"trial": 2, "tell": 18 + u[2]}),
            '{"trial": 3, "ask": 1.6}',
            '{"trial": 3, "tell": 0.0}',
        ],
    )
    yield (
        [
            '{"trial": 7, "ask": 3.5}',
            '{"trial": 5, "ask": 4.5}',
            json.dumps({"trial": 5, "tell": 22 + u[0]}),
            '{"trial": 6, "ask": 1.5}',
            '{"trial": 8, "as',
        ],
    )
    yield (  # equal settings: of two trials one is told, and two are cut off
        [
            '{"trial": 0, "ask": 0.7}',
            '{"trial": 1, "ask": 0.7}',
            '{"trial": 0, "tell": 20.5}',
            '{"trial": 2, "ask": 0.2}',
            '{"trial": 3, "ask": 0.2}',
        ],
    )
    yield (['{"trial": 0, "ask": 0.5}', '{"trial": 0, "tell": 19.0}'],)
    yield (["{"],)
    yield ([],)


ALL = lesson(__name__)
