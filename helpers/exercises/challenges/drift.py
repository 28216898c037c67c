"""Exercises of lesson 5.5, Notice when the world drifts."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, letters, ordering, value

# --- Exercise 1: read four monitors, choose the response


responses = value(
    hints=[
        "First ask whether the labels can be believed. Then look at the error.",
        "An error of the model as usual, and its scores too: what has it lost?",
        "In one shop the rows have moved to one side, but the model is as right as"
        " before. It does not know yet that one answer has become more frequent.",
    ],
    after="The same word, drift, and four different things to do.",
    source='responses = "C A D B"',
    clean=letters,
    also=[["C", "A", "D", "B"], "c, a, d, b"],
)


@responses.solution
def four_responses() -> str:
    """Return the responses of the four shops."""
    return "CADB"


responses.mistake(
    "answer with four letters from A to D, one for each shop.",
    "CAD",
    when=lambda given: len(given) != 4 or not set(given) <= set("ABCD"),
)
responses.mistake(
    "shop 1 has a new error, and columns that look as before. Which of the changes"
    " leave the columns as they are?",
    "ACDB",
    when=lambda given: given[0] != "C",
)
responses.mistake(
    "in shop 2 neither the error nor the model's score has moved. Must anything be"
    " learned anew?",
    "CCDB",
    when=lambda given: given[1] != "A",
)
responses.mistake(
    "look at the share of returns in shop 3 before and after. Do orders really stop"
    " coming back from one day to the next?",
    "CACB",
    when=lambda given: given[2] != "D",
)
responses.mistake(
    "in shop 4 more orders come back, and the score shows it. Only one response uses"
    " the new share.",
    "CADC",
    when=lambda given: given[3] != "B",
)

# --- Exercise 2: order the lines of a week

weekly_loop = ordering(
    "FADBEC",
    n_lines=8,
    never={
        "G": "line G fits the model anew each week. Then `usual` belongs to another"
        " model, and a slow change is learned before it is seen. This loop only"
        " watches.",
        "H": "line H measures what is usual on the rows that the model was fitted to:"
        " there the error is too low.",
    },
    early={
        "AF": "line F is needed once, before the weeks begin: without the usual error"
        " nothing can be compared.",
        "DA": "line D answers for one week: it stands inside the loop.",
        "BD": "line B compares answers with labels. Line D has to give the answers"
        " first.",
        "EB": "line E adds an error that line B has not measured yet.",
        "CE": "line C asks a total that line E has not brought up to date yet.",
    },
    hints=[
        "What is measured once, before the loop? What does line B need?",
        "Two of the eight lines are wrong wherever they stand.",
    ],
    after="Answer, measure, add up, ask. Nothing is learned here: each week judges a"
    " model that has not seen it.",
)
weekly_loop.mistake(
    "line G learns from the week before the model is judged on it: the error would be"
    " too low.",
    "FAGDBE",
    when=lambda order: "D" in order and "G" in order.split("D")[0],
)
weekly_loop.mistakes.insert(0, weekly_loop.mistakes.pop())  # asked before any line G

# --- Exercise 3: repair a stability index

stability_index = exercise(
    hints=[
        "Which rows decide where the bins begin and end?",
        "With edges at the quantiles of `new`, each bin holds the same share of `new`,"
        " whatever has happened.",
    ],
    after="Now the old rows set the edges once, and the new rows fall where they fall.",
    example=True,
)


def index_of(shares, new_shares):
    """Return the population stability index of two sets of shares."""
    return ((new_shares - shares) * np.log(new_shares / shares)).sum()


@stability_index.solution
def index_with_old_edges(old, new):
    """Return the population stability index of `new` against `old`, in four bins."""
    edges = np.quantile(old, [0.25, 0.5, 0.75])
    old_counts = np.bincount(np.searchsorted(edges, old), minlength=4)
    new_counts = np.bincount(np.searchsorted(edges, new), minlength=4)
    old_shares = np.maximum(old_counts, 0.5) / len(old)
    new_shares = np.maximum(new_counts, 0.5) / len(new)
    return ((new_shares - old_shares) * np.log(new_shares / old_shares)).sum()


@stability_index.start
def index_with_new_edges(old, new):
    """Return the population stability index of `new` against `old`, in four bins.

    old, new: values of one column, shapes (n_old,) and (n_new,). The edges of the bins
    are the quartiles of the old values; a value on an edge belongs to the lower bin.
    Two edges may be equal. A bin without rows counts as half a row.
    """
    edges = np.quantile(new, [0.25, 0.5, 0.75])
    old_counts = np.bincount(np.searchsorted(edges, old), minlength=4)
    new_counts = np.bincount(np.searchsorted(edges, new), minlength=4)
    old_shares = np.maximum(old_counts, 0.5) / len(old)
    new_shares = np.maximum(new_counts, 0.5) / len(new)
    return ((new_shares - old_shares) * np.log(new_shares / old_shares)).sum()


@stability_index.also
def index_by_loop(old, new):
    low, middle, high = np.quantile(old, [0.25, 0.5, 0.75])

    def share(values, k):
        bins = [(v > low) + int(v > middle) + int(v > high) for v in values]
        return max(bins.count(k), 0.5) / len(values)

    total = 0.0
    for k in range(4):
        p, q = share(old, k), share(new, k)
        total += (q - p) * np.log(q / p)
    return total


@stability_index.also
def index_by_histogram(old, new):
    inner = np.nextafter(np.quantile(old, [0.25, 0.5, 0.75]), np.inf)
    edges = np.concatenate([[-np.inf], inner, [np.inf]])
    p, q = (
        np.maximum(np.histogram(v, edges)[0], 0.5) / len(v)
        for v in (np.asarray(old), np.asarray(new))
    )
    return float(np.sum((q - p) * (np.log(q) - np.log(p))))


def index_variant(old, new, edges=None, side="left", floor=0.5, parts=index_of):
    """Return an index with one part changed."""
    edges = np.quantile(old, [0.25, 0.5, 0.75]) if edges is None else edges
    shares = []
    for values in (old, new):
        bins = np.searchsorted(edges, values, side=side)
        counts = np.bincount(bins, minlength=len(edges) + 1)
        shares.append(np.maximum(counts, floor) / len(values))
    return parts(*shares)


@stability_index.mistake(
    "the edges are quartiles of both together. The new rows must not move them."
)
def _(old, new):
    edges = np.quantile(np.concatenate([old, new]), [0.25, 0.5, 0.75])
    return index_variant(old, new, edges)


@stability_index.mistake(
    "the edges cut the range of the old values into four equal widths. Quartiles cut"
    " the rows into four equal shares."
)
def _(old, new):
    edges = np.linspace(np.min(old), np.max(old), 5)[1:-1]
    return index_variant(old, new, edges)


@stability_index.mistake("the edges still come from the new rows.")
def _(old, new):
    return index_with_new_edges(old, new)


@stability_index.mistake(
    "a value on an edge belongs to the lower bin. `side='right'` puts it into the upper"
    " one."
)
def _(old, new):
    return index_variant(old, new, side="right")


@stability_index.mistake(
    "the shares of the old rows are counted too. With ties they are not 1/4 each."
)
def _(old, new):
    return index_variant(old, new, parts=lambda p, q: index_of(np.full(4, 0.25), q))


@stability_index.mistake(
    "this is the sum over q · ln(q/p) only. The index takes (q − p) · ln(q/p)."
)
def _(old, new):
    return index_variant(old, new, parts=lambda p, q: (q * np.log(q / p)).sum())


@stability_index.mistake("this is the mean over the bins. The index is the sum.")
def _(old, new):
    return index_with_old_edges(old, new) / 4


@stability_index.mistake("an empty bin counts as half a row, not as a whole one.")
def _(old, new):
    return index_variant(old, new, floor=1)


@stability_index.mistake(
    "an empty bin makes the logarithm infinite: let it count as half a row."
)
def _(old, new):
    return index_variant(old, new, floor=0)


@stability_index.mistake("bins without rows are left out. Each counts as half a row.")
def _(old, new):
    def filled(p, q):
        both = (p * len(old) > 0.75) & (q * len(new) > 0.75)
        return index_of(p[both], q[both])

    return index_variant(old, new, parts=filled)


@stability_index.mistake(
    "0.5 is half a *row*. Yours makes each share at least one half: first count, then"
    " divide."
)
def _(old, new):
    return index_variant(
        old,
        new,
        floor=0,
        parts=lambda p, q: index_of(np.maximum(p, 0.5), np.maximum(q, 0.5)),
    )


@stability_index.mistake(
    "the new counts are divided by the number of old rows. Each table has its own."
)
def _(old, new):
    ratio = len(new) / len(old)
    return index_variant(old, new, parts=lambda p, q: index_of(p, q * ratio))


@stability_index.mistake("the logarithm is the natural one: `np.log`.")
def _(old, new):
    return index_with_old_edges(old, new) / np.log(10)


@stability_index.symptom(
    "this is 0, although the rows have moved. Which rows set the edges of the bins?"
)
def _(args, expected, got):
    return abs(got) < 1e-12 < abs(expected)


@stability_index.cases
def index_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, empty bins, ties, unequal sizes, one row, nothing new."""
    yield np.arange(1.0, 9.0), np.array([1.5, 5.5, 7.5, 8.0])
    yield np.arange(1.0, 9.0), np.array([7.5, 8.0, 9.0, 10.0, 11.0])  # empty bins
    # On the edges 3, 5, 7 exactly, and old shares that are not a quarter each.
    yield np.arange(1.0, 10.0), np.array([3.0, 3.0, 5.0, 7.0, 8.0, 2.0, 9.0])
    yield np.array([0.0] * 6 + [1.0, 2.0, 3.0, 4.0]), np.array([0.0, 1.0, 4.0, 4.0])
    yield np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]), np.array([5.0, 6.0, 40.0])
    yield np.arange(-4.0, 4.0), np.array([0.25])  # one row
    top = np.array([1.0, 2.0, 3.0, 4.0, 4.0, 4.0, 4.0, 4.0])  # upper bins stay empty
    yield top, np.array([1.0, 4.0, 4.0])
    old = rng.normal(size=60).round(2)
    yield old, rng.normal(0.8, 1, size=25).round(2)
    yield rng.exponential(size=40).round(2), rng.exponential(2, size=40).round(2)


# --- Exercise 4: an alarm level

alarm_level = exercise(
    hints=[
        "How many weeks are there in all, and how many alarms are allowed in them?",
        "Sort all numbers. If three alarms are allowed, the level is the fourth"
        " largest.",
        "Ties: with the level at a value, all values equal to it raise no alarm. Try"
        " the values from below, and take the first that is quiet enough.",
    ],
    after="A level chosen like this holds for calm streams like these: check it on"
    " others.",
    example=True,
)


@alarm_level.solution
def level_by_trying(values, per_year):
    """Return the smallest value of the table that raises few enough false alarms."""
    known = np.sort(values[~np.isnan(values)])
    alarms = np.array([np.sum(known > level) for level in known])
    return known[52 * alarms / len(known) <= per_year][0]


@alarm_level.also
def level_by_counting(values, per_year):
    known = np.sort(values[np.isfinite(values)])[::-1]
    allowed = int(np.floor(per_year * len(known) / 52 + 1e-9))
    return known[min(allowed, len(known) - 1)]


@alarm_level.also
def level_by_unique(values, per_year):
    flat = values.ravel()
    flat = flat[~np.isnan(flat)]
    distinct = np.unique(flat)
    above = np.array([(flat > v).mean() for v in distinct])
    return float(distinct[above * 52 <= per_year].min())


def level_variant(values, per_year, weeks=None, above=np.greater, n=None):
    known = np.sort(values[~np.isnan(values)])
    n = len(known) if n is None else n
    for level in known:
        if (weeks or 52) * np.sum(above(known, level)) / n <= per_year:
            return level
    return known[-1]


@alarm_level.mistake(
    "these are alarms in a year over all streams together. Count them for one stream:"
    " divide by all the weeks of the table."
)
def _(values, per_year):
    return level_variant(values, per_year, n=values.shape[1])


@alarm_level.mistake(
    "a share of the weeks is compared with a number of alarms in a year. A year has 52"
    " weeks."
)
def _(values, per_year):
    return level_variant(values, per_year, weeks=1)


@alarm_level.mistake("these are alarms in 100 weeks. A year has 52.")
def _(values, per_year):
    return level_variant(values, per_year, weeks=100)


@alarm_level.mistake("these are alarms in 12 weeks: a month is not a week.")
def _(values, per_year):
    return level_variant(values, per_year, weeks=12)


@alarm_level.mistake(
    "`per_year` alarms are allowed in 52 weeks. Yours allows them in the whole table."
)
def _(values, per_year):
    return level_variant(values, per_year, weeks=np.sum(~np.isnan(values)))


@alarm_level.mistake(
    "a value equal to the level raises no alarm: count those above it only."
)
def _(values, per_year):
    return level_variant(values, per_year, above=np.greater_equal)


@alarm_level.mistake(
    "exactly the allowed number of alarms is still allowed: compare with `<=`."
)
def _(values, per_year):
    known = np.sort(values[~np.isnan(values)])
    for level in known:
        if 52 * np.sum(known > level) / len(known) < per_year:
            return level
    return known[-1]


@alarm_level.mistake(
    "weeks without a number are no calm weeks: leave them out of the count of weeks"
    " too."
)
def _(values, per_year):
    return level_variant(values, per_year, n=values.size)


@alarm_level.mistake("this is a level between two values. Return a value of the table.")
def _(values, per_year):
    known = values[~np.isnan(values)]
    return np.quantile(known, max(0, 1 - per_year / 52))


@alarm_level.mistake("this is the largest value: with it, no alarm is ever raised.")
def _(values, per_year):
    return np.nanmax(values)


@alarm_level.mistake("a NaN has come through: leave weeks without a number out.")
def _(values, per_year):
    return np.quantile(values, max(0, 1 - per_year / 52), method="lower")


@alarm_level.mistake("equal values are several weeks: each counts.")
def _(values, per_year):
    distinct = np.unique(values[~np.isnan(values)])
    return level_variant(distinct, per_year)


@alarm_level.mistake(
    "all weeks may ring in one case: the level is the smallest value there. An index of"
    " −1 takes the largest."
)
def _(values, per_year):
    known = np.sort(values[~np.isnan(values)])
    allowed = int(np.floor(per_year * len(known) / 52 + 1e-9))
    return known[len(known) - 1 - allowed]


@alarm_level.symptom("this level is too low: it raises more alarms than allowed.")
def _(args, expected, got):
    known = args[0][~np.isnan(args[0])]
    return 52 * np.sum(known > got) / len(known) > args[1] + 1e-9


@alarm_level.symptom(
    "this level is quiet enough, but a lower value of the table would be so too. Is"
    " exactly the allowed number allowed, and does a value *equal* to the level ring?"
    " Does each of several equal values count, and what if all weeks may ring?"
)
def _(args, expected, got):
    return got > expected


@alarm_level.cases
def level_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, ties, missing weeks, none allowed, unequal shapes."""
    yield np.array([[1.0, 2.0, 3.0, 4.0], [8.0, 7.0, 6.0, 5.0]]), 13
    # 104 weeks: two alarms a stream-year are four in the table; a tie at the edge.
    tied = np.repeat(np.arange(26.0), 4).reshape(4, 26)
    yield tied, 2
    yield tied, 3  # six are allowed, four are taken: a tie of four does not fit
    gaps = np.arange(104.0).reshape(2, 52)
    gaps[0, :26] = np.nan
    yield gaps, 2  # 78 weeks with a number: three alarms
    yield np.array([[0.5, -1.0, 2.0, 0.25]]), 0  # none allowed
    yield np.array([[-3.0, -2.0], [-5.0, -4.0], [-1.0, -6.0]]), 52  # all allowed
    yield np.full((2, 6), 0.3), 5
    many = np.zeros((2, 12))  # 24 weeks, six alarms: equal values count each
    many[:, -3:] = np.arange(1.0, 7.0).reshape(2, 3)
    yield many, 13
    yield np.arange(26.0).reshape(2, 13), 9.9  # a year of 51 weeks would allow one more
    yield rng.permutation(np.arange(156.0)).reshape(3, 52), 1
    yield rng.normal(size=(5, 40)).round(2), 4


# --- Exercise 5: a rolling retrain with late labels

rolling_errors = exercise(
    hints=[
        "Before week t, the labels of the weeks up to t − late − 1 are known.",
        "The window ends there: `targets[t - late - window : t - late]`.",
        "The first week is late + window. From there on, each `every`-th week fits the"
        " model anew; between, the old one answers.",
    ],
    after="With other rows and a real model these are the lines of a rolling retrain.",
    example=True,
)


@rolling_errors.solution
def errors_of_rolling_mean(targets, window, every, late):
    """Return the mean absolute error of each week, from week late + window on."""
    first, errors = late + window, []
    for week in range(first, len(targets)):
        if (week - first) % every == 0:
            model = np.mean(targets[week - late - window : week - late])
        errors.append(np.mean(np.abs(targets[week] - model)))
    return np.array(errors)


@rolling_errors.also
def errors_by_blocks(targets, window, every, late):
    first, blocks = late + window, [np.empty(0)]
    for start in range(first, len(targets), every):
        rows = targets[start - first : start - late]
        judged = targets[start : start + every]
        blocks.append(np.abs(judged - rows.mean()).mean(axis=1))
    return np.concatenate(blocks)


@rolling_errors.also
def errors_by_last_fit(targets, window, every, late):
    first = window + late
    result = []
    for week in range(first, targets.shape[0]):
        fitted = first + (week - first) // every * every
        known = [targets[w] for w in range(fitted - first, fitted - late)]
        model = np.concatenate(known).mean()
        result.append(float(abs(targets[week] - model).mean()))
    return result


def rolling_variant(targets, window, every, late, begin=None, end=None, start=0):
    """Return rolling errors with other rows in the window."""
    first, errors = late + window + start, []
    begin = begin or (lambda week: week - late - window)
    end = end or (lambda week: week - late)
    model = np.nan
    for week in range(first, len(targets)):
        if (week - first) % every == 0:
            model = np.mean(targets[max(0, begin(week)) : end(week)])
        errors.append(np.mean(np.abs(targets[week] - model)))
    return np.array(errors)


@rolling_errors.mistake(
    "the model learns from weeks whose labels are not there yet. `late` is not used."
)
def _(targets, window, every, late):
    return rolling_variant(
        targets, window, every, late, lambda w: w - window, lambda w: w
    )


@rolling_errors.mistake(
    "the newest of the late labels are used, but the window is longer than it should"
    " be: it begins `late` weeks earlier, too."
)
def _(targets, window, every, late):
    return rolling_variant(
        targets, window, every, late, lambda w: w - late - window, lambda w: w
    )


@rolling_errors.mistake(
    "the window holds one week too many at its end: the labels of that week come too"
    " late."
)
def _(targets, window, every, late):
    return rolling_variant(targets, window, every, late, end=lambda w: w - late + 1)


@rolling_errors.mistake(
    "the window moves one week ahead of the labels: it ends with a week that is not"
    " known yet."
)
def _(targets, window, every, late):
    return rolling_variant(
        targets,
        window,
        every,
        late,
        lambda w: w - late - window + 1,
        lambda w: w - late + 1,
    )


@rolling_errors.mistake("one more week of labels is known than you use.")
def _(targets, window, every, late):
    return rolling_variant(
        targets,
        window,
        every,
        late,
        lambda w: w - late - window - 1,
        lambda w: w - late - 1,
    )


@rolling_errors.mistake(
    "the window never lets go of old weeks: it begins at week 0 each time."
)
def _(targets, window, every, late):
    return rolling_variant(targets, window, every, late, begin=lambda w: 0)


@rolling_errors.mistake("the model is fitted once and never again.")
def _(targets, window, every, late):
    return rolling_variant(targets, window, 10**6, late)


@rolling_errors.mistake(
    "the model is fitted anew each week. Do so in each `every`-th week only."
)
def _(targets, window, every, late):
    return rolling_variant(targets, window, 1, late)


@rolling_errors.mistake(
    "refits are counted from week 0. Count from the first fit, in week late + window."
)
def _(targets, window, every, late):
    first, errors = late + window, []
    model = np.mean(targets[:window])
    for week in range(first, len(targets)):
        if week % every == 0:
            model = np.mean(targets[week - late - window : week - late])
        errors.append(np.mean(np.abs(targets[week] - model)))
    return np.array(errors)


@rolling_errors.mistake(
    "the squared error is asked for nowhere: take the mean absolute error."
)
def _(targets, window, every, late):
    first, errors = late + window, []
    for week in range(first, len(targets)):
        if (week - first) % every == 0:
            model = np.mean(targets[week - first : week - late])
        errors.append(np.mean((targets[week] - model) ** 2))
    return np.array(errors)


@rolling_errors.mistake(
    "this is the distance of the week's mean from the model. Take the distance of each"
    " row, and then the mean."
)
def _(targets, window, every, late):
    first, errors = late + window, []
    for week in range(first, len(targets)):
        if (week - first) % every == 0:
            model = np.mean(targets[week - first : week - late])
        errors.append(np.abs(np.mean(targets[week]) - model))
    return np.array(errors)


@rolling_errors.mistake(
    "errors up and down cancel: take each size (`abs`) before the mean."
)
def _(targets, window, every, late):
    first, errors = late + window, []
    for week in range(first, len(targets)):
        if (week - first) % every == 0:
            model = np.mean(targets[week - first : week - late])
        errors.append(np.mean(targets[week] - model))
    return np.array(errors)


@rolling_errors.mistake(
    "the model learns from one week. Take the last `window` known weeks."
)
def _(targets, window, every, late):
    return rolling_variant(targets, window, every, late, lambda w: w - late - 1)


@rolling_errors.mistake("this is one number for all weeks. Return one for each week.")
def _(targets, window, every, late):
    return errors_of_rolling_mean(targets, window, every, late).mean()


@rolling_errors.mistake(
    "the window holds the week that it is judged on: that week's labels come later."
)
def _(targets, window, every, late):
    return rolling_variant(
        targets, window, every, late, lambda w: w - window + 1, lambda w: w + 1
    )


@rolling_errors.mistake(
    "the newest week that you use is one too old: week t − late − 1 is known, too."
)
def _(targets, window, every, late):
    return rolling_variant(
        targets,
        window,
        every,
        late,
        lambda w: w - late - window - 1,
        lambda w: max(1, w - late - 1),
    )


@rolling_errors.mistake(
    "the window is as long as `every`. It holds the last `window` known weeks."
)
def _(targets, window, every, late):
    return rolling_variant(targets, window, every, late, lambda w: w - late - every)


@rolling_errors.mistake(
    "only weeks with a fit are judged. Between two fits the old model answers: judge"
    " it too."
)
def _(targets, window, every, late):
    return errors_of_rolling_mean(targets, window, every, late)[::every]


@rolling_errors.mistake("the model is the mean of the window. Yours is the median.")
def _(targets, window, every, late):
    first, errors = late + window, []
    for week in range(first, len(targets)):
        if (week - first) % every == 0:
            model = np.median(targets[week - first : week - late])
        errors.append(np.mean(np.abs(targets[week] - model)))
    return np.array(errors)


@rolling_errors.mistake(
    "the model is *one* number, the mean of all targets in the window. Yours has one"
    " for each column."
)
def _(targets, window, every, late):
    first, errors = late + window, []
    for week in range(first, len(targets)):
        if (week - first) % every == 0:
            model = np.mean(targets[week - first : week - late], axis=0)
        errors.append(np.mean(np.abs(targets[week] - model)))
    return np.array(errors)


@rolling_errors.symptom(
    "the first values are right, the last weeks are missing: the last block may be"
    " shorter than `every`."
)
def _(args, expected, got):
    return 0 < len(got) < len(expected) and np.allclose(got, expected[: len(got)])


@rolling_errors.symptom(
    "the first week with a model is week late + window: count the results."
)
def _(args, expected, got):
    return np.ndim(got) == 1 and len(got) != len(expected)


@rolling_errors.cases
def rolling_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, late labels, rare refits, one row a week, too few weeks."""
    yield np.array([[0.0, 2.0], [2.0, 4.0], [4.0, 6.0], [10.0, 12.0]]), 1, 1, 1
    squares = (np.arange(14.0) ** 2)[:, None] + np.array([[0.0, 1.0, 5.0]])
    yield squares, 3, 2, 2
    yield -squares[:9], 2, 2, 1  # falling: errors with their sign are below 0
    yield squares, 2, 3, 0  # labels at once
    yield squares, 1, 4, 3
    yield squares[:, :1], 4, 1, 1  # one row a week
    yield squares, 5, 5, 4
    yield squares[:4], 3, 1, 2  # too few weeks: nothing to judge
    yield rng.normal(size=(20, 6)).cumsum(axis=0).round(2), 3, 4, 2


ALL = lesson(__name__)
