"""Exercises of lesson 4.2, Select algorithms to test."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.judging import exercise, lesson, letters, ordering, value

# --- Exercise 1: order the lines of a fair comparison

fair_order = ordering(
    "CAEGHB",
    n_lines=8,
    never={
        "D": "line D gives care to one algorithm only. Then the table tells who was"
        " cared for.",
        "F": "line F lets the judging rows choose. Which rows are there for that?",
    },
    early={
        "AC": "line A fits on rows that line C has not set apart yet.",
        "EA": "line E compares settings that have not been fitted yet.",
        "GE": "line G fits the kept setting anew, but none has been kept yet.",
        "HG": "line H notes the error of a model that line G has not made yet.",
        "BH": "line B compares errors that line H has not noted yet.",
    },
    hints=[
        "Which rows may choose, and which may only judge?",
        "Two of the eight lines are unfair wherever they stand.",
    ],
    after="All eight go the same way, and the judging rows have chosen nothing.",
)

# --- Exercise 2: read four residual plots


four_plots = value(
    hints=[
        "Look at each plot twice: does the middle of the cloud move? Does its width?",
        "Three of the four plots have a middle that does not bend over x. In one of"
        " these the width grows, in one a single row is far away.",
    ],
    after="Each message names the next step. None of them can be read from a mean"
    " error.",
    source='four_plots = "B C D A"',
    clean=letters,
    also=[["B", "C", "D", "A"], "b, c, d, a"],
)


@four_plots.solution
def four_messages() -> str:
    """Return the messages of the four plots."""
    return "BCDA"


four_plots.mistake(
    "answer with four letters from A to E, one for each plot.",
    "BCD",
    when=lambda given: len(given) != 4 or not set(given) <= set("ABCDE"),
)
four_plots.mistake(
    "no letter is needed twice: each plot shows another broken assumption.",
    "BCDB",
    when=lambda given: len(set(given)) < 4,
)
four_plots.mistake(
    "none of the four is noise alone: each has a pattern. Look at all four again.",
    "ECDA",
    when=lambda given: "E" in given,
)
four_plots.mistake(
    "in plot 1 the middle stays at zero. What changes from left to right is how far"
    " the points are from it.",
    "ACDB",
    when=lambda given: given[0] != "B",
)
four_plots.mistake(
    "in plot 2 all points but one lie in a level band.",
    "BDCA",
    when=lambda given: given[1] != "C",
)
four_plots.mistake(
    "plot 3 is drawn over groups, not over x. What do the points of one group have in"
    " common?",
    "BCAD",
    when=lambda given: given[2] != "D",
)

# --- Exercise 3: repair the distances

nearest_target = exercise(
    hints=[
        "`X.mean(axis=0)` and `X.std(axis=0)` have one number for each column.",
        "The new rows are brought to the scale of the training rows: the same means,"
        " the same standard deviations.",
        "`np.where(spread == 0, 1, spread)` divides constant columns by 1.",
    ],
    after="Now each column has the same say. `StandardScaler` in a pipeline does this,"
    " the constant columns included.",
    example=True,
)


@nearest_target.solution
def nearest_scaled(X, y, new):
    """Return for each new row the target of the nearest training row."""
    spread = X.std(axis=0)
    spread = np.maximum(spread, spread == 0)  # 1 for a constant column
    scaled, new_scaled = X / spread, new / spread  # the means cancel in differences
    gaps = new_scaled[:, None, :] - scaled[None, :, :]
    return y[np.argmin(np.linalg.norm(gaps, axis=2), axis=1)]


@nearest_target.start
def nearest_in_own_units(X, y, new):
    """Return for each new row the target of the nearest training row.

    X: shape (n_rows, n_columns), y: shape (n_rows,), new: shape (n_new, n_columns).
    Of equally near rows the first counts. Shape of the result: (n_new,).
    """
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@nearest_target.also
def nearest_by_loop(X, y, new):
    mean, spread = X.mean(axis=0), X.std(axis=0)
    keep = spread > 0
    scaled = (X - mean)[:, keep] / spread[keep]
    found = []
    for row in (new - mean)[:, keep] / spread[keep]:
        distances = np.sqrt(((scaled - row) ** 2).sum(axis=1)).round(9)
        found.append(y[distances.argmin()])
    return found


def nearest_by(scaled, new_scaled, y, power=2):
    """Return the target of the nearest row, by differences to a power."""
    gaps = np.abs(new_scaled[:, None, :] - scaled[None, :, :]) ** power
    return y[np.argmin(gaps.sum(axis=2), axis=1)]


def spread_of(X, measure=np.std):
    """Return the columns' spread, 1 where a column is constant."""
    spread = measure(X, axis=0)
    return np.where(spread == 0, 1, spread)


@nearest_target.mistake(
    "the distances are still in the columns' own units. Subtracting a mean changes no"
    " difference, and one number for all columns changes no order: divide each column"
    " by its own standard deviation."
)
def _(X, y, new):
    return nearest_by(X, new, y)


@nearest_target.mistake(
    "the new rows have a scale of their own: a single new row would have none. Use the"
    " means and standard deviations of the training rows for both."
)
def _(X, y, new):
    return nearest_by(
        (X - X.mean(axis=0)) / spread_of(X),
        (new - new.mean(axis=0)) / spread_of(new),
        y,
    )


@nearest_target.mistake(
    "the new rows are shifted by a mean of their own. Subtract the *training* mean from"
    " both, or none."
)
def _(X, y, new):
    moved, new_moved = X - X.mean(axis=0), new - new.mean(axis=0)
    return nearest_by(moved / spread_of(X), new_moved / spread_of(X), y)


@nearest_target.mistake(
    "the training rows are shifted by their mean, the new rows are not. Subtract the"
    " *training* mean from both, or none."
)
def _(X, y, new):
    return nearest_by((X - X.mean(axis=0)) / spread_of(X), new / spread_of(X), y)


@nearest_target.mistake(
    "the new rows are shifted by the training mean, the training rows are not. Subtract"
    " it from both, or none."
)
def _(X, y, new):
    return nearest_by(X / spread_of(X), (new - X.mean(axis=0)) / spread_of(X), y)


@nearest_target.mistake(
    "the new rows help to make the scale: it comes from training and new rows together."
    " It belongs to the training rows alone."
)
def _(X, y, new):
    spread = spread_of(np.concatenate([X, new]))
    return nearest_by(X / spread, new / spread, y)


@nearest_target.mistake("the scale comes from the new rows. Take that of training.")
def _(X, y, new):
    spread = spread_of(new)
    return nearest_by(X / spread, new / spread, y)


@nearest_target.mistake(
    "divided by the variance, columns of small numbers decide. Divide by the standard"
    " deviation (`std`)."
)
def _(X, y, new):
    spread = spread_of(X, np.var)
    return nearest_by(X / spread, new / spread, y)


@nearest_target.mistake(
    "this divides by the range (largest minus smallest). Asked is the standard"
    " deviation."
)
def _(X, y, new):
    spread = spread_of(X, np.ptp)
    return nearest_by(X / spread, new / spread, y)


@nearest_target.mistake(
    "each column is divided by its mean. Divide by its standard deviation."
)
def _(X, y, new):
    spread = spread_of(X, np.mean)
    return nearest_by(X / spread, new / spread, y)


@nearest_target.mistake(
    "the training rows are scaled, the new rows are not: they are compared in two"
    " different units."
)
def _(X, y, new):
    return nearest_by((X - X.mean(axis=0)) / spread_of(X), new, y)


@nearest_target.mistake(
    "the new rows are scaled, the training rows are not: they are compared in two"
    " different units."
)
def _(X, y, new):
    return nearest_by(X, (new - X.mean(axis=0)) / spread_of(X), y)


@nearest_target.mistake(
    "a constant column divides by 0 (or nearly so), and the distances become NaN or"
    " huge. Divide it by 1."
)
def _(X, y, new):
    with np.errstate(all="ignore"):
        spread = X.std(axis=0)
        return nearest_by(X / spread, new / spread, y)


@nearest_target.mistake(
    "because of one constant column, all columns stay in their own units. Only the"
    " constant one is divided by 1."
)
def _(X, y, new):
    spread = X.std(axis=0)
    spread = np.ones_like(spread) if (spread == 0).any() else spread
    return nearest_by(X / spread, new / spread, y)


@nearest_target.mistake(
    "1 is added to every standard deviation. Only where it is 0, it becomes 1."
)
def _(X, y, new):
    spread = X.std(axis=0) + 1
    return nearest_by(X / spread, new / spread, y)


@nearest_target.mistake(
    "the squares are divided by the standard deviation, not by its square. Divide the"
    " columns first, then take squares."
)
def _(X, y, new):
    root = np.sqrt(spread_of(X))
    return nearest_by(X / root, new / root, y)


def by_row(table):
    """Return a table with each row, not each column, on one scale."""
    spread = spread_of(table.T)[:, None]
    return (table - table.mean(axis=1, keepdims=True)) / spread


@nearest_target.mistake(
    "yours scales each row by itself. A mean and a standard deviation belong to a"
    " column: `axis=0`."
)
def _(X, y, new):
    return nearest_by(by_row(X), by_row(new), y)


@nearest_target.mistake(
    "these are spreads of rows: each training row is divided by its own. Take the"
    " spreads of columns: `axis=0`."
)
def _(X, y, new):
    gaps = new[:, None, :] - X[None, :, :]
    squares = (gaps / spread_of(X.T)[:, None]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@nearest_target.mistake(
    "there is one answer for each training row. Asked is one for each new row: look"
    " for the least distance along the training rows, `axis=1`."
)
def _(X, y, new):
    gaps = new[:, None, :] / spread_of(X) - X[None, :, :] / spread_of(X)
    return y[np.argmin((gaps**2).sum(axis=2), axis=0) % len(y)]


@nearest_target.mistake(
    "the scale is right; the distance has changed. Leave the squares as they were."
)
def _(X, y, new):
    return nearest_by(X / spread_of(X), new / spread_of(X), y, power=1)


@nearest_target.mistake("this is the farthest row. The nearest has the least distance.")
def _(X, y, new):
    scaled, new_scaled = X / spread_of(X), new / spread_of(X)
    squares = (new_scaled[:, None, :] - scaled[None, :, :]) ** 2
    return y[np.argmax(squares.sum(axis=2), axis=1)]


@nearest_target.mistake("of equally near rows the first counts, not the last.")
def _(X, y, new):
    return nearest_scaled(X[::-1], y[::-1], new)


@nearest_target.symptom("of equally near rows the first counts, not their mean.")
def _(args, expected, got):
    X, y, new = args
    gaps = (new[:, None, :] - X[None, :, :]) / spread_of(X)
    near = np.linalg.norm(gaps, axis=2)
    means = np.array([y[np.isclose(row, row.min())].mean() for row in near])
    wrong = ~np.isclose(got, expected)
    return np.allclose(np.asarray(got)[wrong], means[wrong])


@nearest_target.mistake(
    "these are the numbers of the nearest rows. Return their targets."
)
def _(X, y, new):
    return nearest_scaled(X, np.arange(len(X)), new)


@nearest_target.mistake("these are the distances. Return the nearest row's target.")
def _(X, y, new):
    scaled, new_scaled = X / spread_of(X), new / spread_of(X)
    squares = (new_scaled[:, None, :] - scaled[None, :, :]) ** 2
    return np.sqrt(squares.sum(axis=2)).min(axis=1)


@nearest_target.cases
def nearest_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then tables in which each wrong scale shows.

    The one of four columns also tells the mistakes from each other.
    """
    yield (
        np.array([[100.0, 1.0], [200.0, 9.0], [300.0, 5.0]]),
        np.array([10.0, 20.0, 30.0]),
        np.array([[190.0, 2.0]]),
    )
    for n_rows, n_columns in ((9, 3), (12, 4), (7, 3)):
        units = np.array([300.0, 1.0, 0.01, 20.0])[:n_columns]
        told_apart = False
        while not told_apart:
            shape = rng.exponential(size=(n_rows, n_columns)) ** 1.5 + 2
            X, new = shape * units, (rng.exponential(size=(8, n_columns)) + 2.5) * units
            y = rng.permutation(n_rows) * 10.0 + 105
            right = tuple(nearest_scaled(X, y, new))
            wrong = [
                tuple(mistake.wrong(X, y, new))
                for mistake in nearest_target.mistakes
                if "constant" not in mistake.message
                and "equally" not in mistake.message
            ]
            told_apart = right not in wrong
            if n_columns == 4:
                told_apart = told_apart and len({*wrong}) == len(wrong)
        yield X, y, new
    # A tie of two training rows, a column that is constant in training, one new row.
    # In own units the last row is nearest.
    X = np.array([[3, 40, 7], [1, 10, 7], [1, 10, 7], [9, 20, 7]], dtype=float)
    yield X, np.array([5.0, 6.0, 8.0, 9.0]), np.array([[1.2, 24.0, 4.0]])


# --- Exercise 4: mean ranks

mean_ranks = exercise(
    hints=[
        "`pd.DataFrame(errors).rank(axis=1)` ranks each row; equals share the mean of"
        " their places.",
        "A NaN has no rank there, unless you say where it belongs: look up"
        " `na_option`. Or put a number in its place that is larger than all errors.",
        "Then the mean over the re-splits: `axis=0`.",
    ],
    after="Ranks compare tables with different units. They forget by how much: look at"
    " the differences, too.",
    example=True,
)


@mean_ranks.solution
def ranked_by_pandas(errors):
    """Return the mean rank of each algorithm, shape (n_algorithms,)."""
    ranks = pd.DataFrame(errors).rank(axis=1, na_option="bottom")
    return ranks.mean(axis=0).to_numpy()


@mean_ranks.also
def ranked_by_counting(errors):
    errors = np.where(np.isnan(errors), np.inf, errors)
    better = (errors[:, None, :] < errors[:, :, None]).sum(axis=2)
    equal = (errors[:, None, :] == errors[:, :, None]).sum(axis=2)
    return (better + (equal + 1) / 2).mean(axis=0)


def ranked(errors, axis=1, **how):
    """Return the mean over re-splits of pandas' ranks, with other settings."""
    how = {"na_option": "bottom", **how}
    return pd.DataFrame(errors).rank(axis=axis, **how)


@mean_ranks.mistake("a failure (NaN) comes last on its re-split. Yours has no rank.")
def _(errors):
    return ranked(errors, na_option="keep").mean(axis=0)


@mean_ranks.mistake(
    "a failure makes the whole mean NaN. It comes last on its re-split."
)
def _(errors):
    return ranked(errors, na_option="keep").mean(axis=0, skipna=False)


@mean_ranks.mistake(
    "a failure (NaN) comes first in yours. It is the worst that can happen: last."
)
def _(errors):
    return ranked(errors, na_option="top").mean(axis=0)


@mean_ranks.mistake(
    "failures all get the very last place, n. Several failures share the last places:"
    " the last two of four get 3.5."
)
def _(errors):
    ranks = ranked(errors, na_option="keep")
    return ranks.fillna(ranks.shape[1]).mean(axis=0)


@mean_ranks.mistake(
    "equal errors share the mean of their places: 1 and 2 become 1.5. Yours both get"
    " the better place."
)
def _(errors):
    return ranked(errors, method="min").mean(axis=0)


@mean_ranks.mistake(
    "equal errors share the mean of their places: 1 and 2 become 1.5. Yours both get"
    " the worse place."
)
def _(errors):
    return ranked(errors, method="max").mean(axis=0)


@mean_ranks.mistake(
    "you count the lower errors and add 1. So equals all get the better place, and a"
    " failure gets rank 1: no number is lower than NaN."
)
def _(errors):
    return (errors[:, None, :] < errors[:, :, None]).sum(axis=2).mean(axis=0) + 1


@mean_ranks.mistake(
    "a failure shares its place with the worst of those that did not fail. It comes"
    " after all of them."
)
def _(errors):
    worst = np.nanmax(errors, axis=1, keepdims=True)
    return ranked(np.where(np.isnan(errors), worst, errors)).mean(axis=0)


@mean_ranks.mistake(
    "yours leaves out each re-split on which an algorithm failed. It counts: the failed"
    " one comes last there."
)
def _(errors):
    return ranked(errors[~np.isnan(errors).any(axis=1)]).mean(axis=0)


@mean_ranks.mistake(
    "the sums are divided by the number of algorithms. The mean goes over re-splits."
)
def _(errors):
    return ranked(errors).sum(axis=0) / errors.shape[1]


@mean_ranks.mistake(
    "after a tie the next place is left out: two at 1.5, then 3. Yours counts on"
    " without a gap."
)
def _(errors):
    return ranked(errors, method="dense").mean(axis=0)


@mean_ranks.mistake(
    "equal errors get different places, in the order of the columns. They share the"
    " mean of their places."
)
def _(errors):
    return (np.argsort(np.argsort(errors, axis=1), axis=1) + 1).mean(0)


@mean_ranks.mistake(
    "`argsort` says which column comes first, second, …; a rank says at which place"
    " each column is."
)
def _(errors):
    return (np.argsort(errors, axis=1) + 1).mean(axis=0)


@mean_ranks.mistake("the lowest error has rank 1. Yours gives it to the highest.")
def _(errors):
    return ranked(errors, ascending=False).mean(axis=0)


@mean_ranks.mistake(
    "yours ranks the re-splits of one algorithm. Rank the algorithms on one re-split:"
    " along a row, `axis=1`."
)
def _(errors):
    return ranked(errors, axis=0).mean(axis=0)


@mean_ranks.mistake(
    "this is a mean for each re-split. Take it for each algorithm: over `axis=0`."
)
def _(errors):
    return ranked(errors).mean(axis=1)


@mean_ranks.mistake(
    "you ranked the mean errors. Rank on each re-split first, then take the mean of"
    " the ranks."
)
def _(errors):
    return pd.Series(np.nanmean(errors, axis=0)).rank()


@mean_ranks.mistake(
    "you ranked the mean errors, and one failure spoils a mean. Rank on each re-split"
    " first, then take the mean of the ranks."
)
def _(errors):
    return pd.Series(np.mean(errors, axis=0)).rank(na_option="bottom")


@mean_ranks.mistake("these are sums over the re-splits. Asked are the means.")
def _(errors):
    return ranked(errors).sum(axis=0)


@mean_ranks.mistake("these are medians. Asked are the means of the ranks.")
def _(errors):
    return ranked(errors).median(axis=0)


@mean_ranks.mistake("your ranks begin at 0. The best has rank 1.")
def _(errors):
    return ranked(errors).mean(axis=0) - 1


@mean_ranks.mistake("these are the ranks themselves. Take their mean over re-splits.")
def _(errors):
    return ranked(errors)


@mean_ranks.symptom(
    "equal errors get different places, the first one in the row the better. They"
    " share the mean of their places."
)
def _(args, expected, got):
    errors = np.nan_to_num(args[0], nan=np.inf)
    return np.allclose(got, ranked(errors, method="first").mean(axis=0))


@mean_ranks.symptom(
    "here a failure (NaN) is better than a large error. Does a number stand in its"
    " place? It must be larger than *all* errors, and errors may be of any size."
)
def _(args, expected, got):
    return np.nanmax(args[0]) > 1e6 and np.isfinite(got - expected).all()


@mean_ranks.symptom(
    "it goes wrong where an algorithm failed (NaN). On that re-split it comes after all"
    " others; several failures share the mean of the last places."
)
def _(args, expected, got):
    return np.isnan(args[0]).any() and np.isfinite(got - expected).all()


@mean_ranks.cases
def rank_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then failures, ties and re-splits of other scales."""
    yield (np.array([[0.2, 0.1, 0.3], [0.4, 0.4, 0.5]]),)
    nan = np.nan
    for scale in (1.0, 30.0):
        base = np.array(
            [
                [0.31, 0.12, 0.25, 0.44],
                [2.5, 1.5, 1.5, nan],
                [0.2, 0.3, 0.1, 0.4],
                [nan, 0.6, nan, 0.5],
                [0.7, 0.9, 0.9, 0.8],
                [0.02, 0.05, 0.04, 0.01],
            ]
        )
        yield (scale * base[:, rng.permutation(4)],)
    # Squared errors of prices: a million is not larger than all errors.
    yield (np.array([[4.1e7, nan, 3.7e7, nan], [2e7, 3e7, nan, 5e7]]),)
    yield (np.array([[0.3, 0.3, 0.3, 0.9, 0.1]]),)
    yield (np.array([[5.0, 9.0, 7.0], [0.4, 0.2, 0.1], [0.5, 0.3, 0.2]]),)


# --- Exercise 5: a trend, and the means of what it leaves over

trend_and_kinds = exercise(
    hints=[
        "`np.polyfit(times, target, 1)` returns slope and intercept.",
        "The residual is the target minus the line, at the training times.",
        "A dictionary from each kind to the mean of its residuals; `.get(kind, 0)` is"
        " 0 for a kind that is not in it.",
    ],
    after="A line that carries the trend on, and means that bend to the kinds: boosting"
    " on the line's residuals does the same with trees in place of the means.",
    example=True,
)


@trend_and_kinds.solution
def line_and_means(times, kinds, target, new_times, new_kinds):
    """Return the answers to the new homes, shape (n_new,)."""
    times, kinds, target = np.asarray(times), np.asarray(kinds), np.asarray(target)
    slope, intercept = np.polyfit(times, target, 1)
    residuals = target - (intercept + slope * times)
    means = {kind: residuals[kinds == kind].mean() for kind in set(kinds)}
    return np.array(
        [
            intercept + slope * time + means.get(kind, 0)
            for time, kind in zip(new_times, new_kinds, strict=True)
        ]
    )


@trend_and_kinds.also
def line_by_formula(times, kinds, target, new_times, new_kinds):
    from_mean = times - np.mean(times)
    slope = (from_mean * target).sum() / (from_mean**2).sum()
    start = np.mean(target) - slope * np.mean(times)
    left_over = pd.Series(target - start - slope * times).groupby(kinds).mean()
    extra = pd.Series(new_kinds).map(left_over).fillna(0).to_numpy()
    return start + slope * np.asarray(new_times) + extra


def fitted_line(times, target):
    """Return a function that answers with the least-squares line."""
    slope, intercept = np.polyfit(times, target, 1)
    return lambda at: intercept + slope * np.asarray(at)


def kind_values(values, kinds, new_kinds, unseen=0.0, how="mean"):
    """Return for each new kind the mean (or so) of its values in training."""
    found = pd.Series(np.asarray(values)).groupby(np.asarray(kinds)).agg(how)
    return pd.Series(new_kinds).map(found).fillna(unseen).to_numpy()


@trend_and_kinds.mistake(
    "this is the line alone. Add the mean residual of each home's kind."
)
def _(times, kinds, target, new_times, new_kinds):
    return fitted_line(times, target)(new_times)


@trend_and_kinds.mistake(
    "the residuals have the wrong sign: a residual is the target minus the line."
)
def _(times, kinds, target, new_times, new_kinds):
    line = fitted_line(times, target)
    return line(new_times) - kind_values(target - line(times), kinds, new_kinds)


@trend_and_kinds.mistake(
    "you added the mean target of the kind, so the level is counted twice. Add the mean"
    " of what the line leaves over."
)
def _(times, kinds, target, new_times, new_kinds):
    return fitted_line(times, target)(new_times) + kind_values(target, kinds, new_kinds)


@trend_and_kinds.mistake(
    "this is the mean residual alone. The line at the new time belongs to the answer."
)
def _(times, kinds, target, new_times, new_kinds):
    line = fitted_line(times, target)
    return kind_values(target - line(times), kinds, new_kinds)


@trend_and_kinds.mistake(
    "this is the mean target of each kind: no trend is carried on."
)
def _(times, kinds, target, new_times, new_kinds):
    return kind_values(target, kinds, new_kinds, unseen=np.mean(target))


@trend_and_kinds.mistake(
    "a kind that training has not seen gets the line alone. Yours gets NaN."
)
def _(times, kinds, target, new_times, new_kinds):
    line = fitted_line(times, target)
    extra = kind_values(target - line(times), kinds, new_kinds, unseen=np.nan)
    return line(new_times) + extra


@trend_and_kinds.mistake(
    "a kind that training has not seen gets the line alone. Yours gets 0."
)
def _(times, kinds, target, new_times, new_kinds):
    line = fitted_line(times, target)
    extra = kind_values(target - line(times), kinds, new_kinds)
    return np.where(np.isin(new_kinds, kinds), line(new_times) + extra, 0)


@trend_and_kinds.mistake(
    "a kind that training has not seen gets the line alone. Yours gets something more."
)
def _(times, kinds, target, new_times, new_kinds):
    line = fitted_line(times, target)
    extra = kind_values(target - line(times), kinds, new_kinds, unseen=np.mean(target))
    return line(new_times) + extra


@trend_and_kinds.mistake(
    "a kind that training has not seen gets the line alone. Yours gets no answer."
)
def _(times, kinds, target, new_times, new_kinds):
    found = line_and_means(times, kinds, target, new_times, new_kinds)
    return found[np.isin(new_kinds, kinds)]


@trend_and_kinds.mistake("these are medians of the residuals. Asked is their mean.")
def _(times, kinds, target, new_times, new_kinds):
    line = fitted_line(times, target)
    extra = kind_values(target - line(times), kinds, new_kinds, how="median")
    return line(new_times) + extra


@trend_and_kinds.mistake("these are sums of the residuals. Asked is their mean.")
def _(times, kinds, target, new_times, new_kinds):
    line = fitted_line(times, target)
    extra = kind_values(target - line(times), kinds, new_kinds, how="sum")
    return line(new_times) + extra


@trend_and_kinds.mistake(
    "your line goes through 0: it has a slope and no intercept. Fit both."
)
def _(times, kinds, target, new_times, new_kinds):
    slope = np.dot(times, target) / np.dot(times, times)
    extra = kind_values(target - slope * times, kinds, new_kinds)
    return slope * np.asarray(new_times) + extra


@trend_and_kinds.mistake(
    "slope and intercept have changed places: `np.polyfit` returns the slope first."
)
def _(times, kinds, target, new_times, new_kinds):
    intercept, slope = np.polyfit(times, target, 1)
    extra = kind_values(target - intercept - slope * times, kinds, new_kinds)
    return intercept + slope * np.asarray(new_times) + extra


@trend_and_kinds.mistake(
    "your line joins the first and the last home. Least squares uses all of them."
)
def _(times, kinds, target, new_times, new_kinds):
    slope = (target[-1] - target[0]) / (times[-1] - times[0])
    line = target[0] + slope * (times - times[0])
    extra = kind_values(target - line, kinds, new_kinds)
    return target[0] + slope * (np.asarray(new_times) - times[0]) + extra


@trend_and_kinds.mistake(
    "yours fits a line for each kind. Fit one line to all homes, then the means of its"
    " residuals."
)
def _(times, kinds, target, new_times, new_kinds):
    found = fitted_line(times, target)(new_times)
    for kind in set(kinds):
        mine, theirs = kinds == kind, np.asarray(new_kinds) == kind
        if len(set(times[mine])) > 1:
            found[theirs] = fitted_line(times[mine], target[mine])(
                np.asarray(new_times)[theirs]
            )
    return found


@trend_and_kinds.mistake(
    "the residuals are taken from the mean target, not from the line."
)
def _(times, kinds, target, new_times, new_kinds):
    line = fitted_line(times, target)
    extra = kind_values(target - np.mean(target), kinds, new_kinds)
    return line(new_times) + extra


@trend_and_kinds.mistake(
    "each kind keeps its last residual only. Asked is the mean of all its residuals."
)
def _(times, kinds, target, new_times, new_kinds):
    line = fitted_line(times, target)
    extra = kind_values(target - line(times), kinds, new_kinds, how="last")
    return line(new_times) + extra


@trend_and_kinds.mistake(
    "the sum of a kind's residuals is divided by the number of all homes. Divide by the"
    " number of homes of that kind."
)
def _(times, kinds, target, new_times, new_kinds):
    line = fitted_line(times, target)
    extra = kind_values(target - line(times), kinds, new_kinds, how="sum")
    return line(new_times) + extra / len(times)


@trend_and_kinds.mistake(
    "you took the means of the kinds first, then a line of what they leave over. The"
    " line comes first."
)
def _(times, kinds, target, new_times, new_kinds):
    line = fitted_line(times, target - kind_values(target, kinds, kinds))
    means = kind_values(target, kinds, new_kinds, unseen=np.mean(target))
    return line(new_times) + means


@trend_and_kinds.mistake(
    "yours fits the line and the kinds together. Fit the line alone first, then take"
    " the means of its residuals."
)
def _(times, kinds, target, new_times, new_kinds):
    names = np.unique(kinds)

    def design(at, of):
        return np.column_stack([at, *(np.asarray(of) == name for name in names)])

    middle = design(times, kinds).mean(axis=0)
    centred = design(times, kinds) - middle
    weights = np.linalg.lstsq(centred, target - np.mean(target), rcond=None)[0]
    return (design(new_times, new_kinds) - middle) @ weights + np.mean(target)


@trend_and_kinds.mistake(
    "your line is that of the time over the target. `np.polyfit` takes the times first."
)
def _(times, kinds, target, new_times, new_kinds):
    line = fitted_line(target, times)
    extra = kind_values(target - line(times), kinds, new_kinds)
    return line(new_times) + extra


def right_at(args, expected, got):
    """Return where the answers are right, and where training has seen the kind."""
    _, kinds, _, _, new_kinds = args
    return np.isclose(got, expected), np.isin(new_kinds, kinds)


@trend_and_kinds.symptom(
    "only homes of a kind that training has not seen are wrong. They get the line"
    " alone."
)
def _(args, expected, got):
    fits, seen = right_at(args, expected, got)
    return seen.any() and fits[seen].all()


@trend_and_kinds.symptom(
    "the line is right: a kind that training has not seen gets it. What you add for the"
    " other kinds is not the mean of their residuals."
)
def _(args, expected, got):
    fits, seen = right_at(args, expected, got)
    return not seen.all() and fits[~seen].all() and not fits[seen].all()


@trend_and_kinds.cases
def trend_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then uneven kinds, an unseen one, rows unsorted."""
    yield (
        np.array([0.0, 1.0, 2.0, 3.0]),
        np.array(["a", "b", "b", "a"]),
        np.array([2.0, 2.0, 4.0, 8.0]),
        np.array([4.0, 4.0, 5.0]),
        np.array(["a", "b", "c"]),
    )
    for slope in (1.5, -2.0):
        times = rng.permutation(np.arange(11.0)) + 3
        kinds = np.array(["flat"] * 6 + ["house"] * 4 + ["boat"])
        extra = np.array([1.0, 1.5, 0.5, 1.0, 7.0, 1.0, -3.0, -2.0, -4.0, 1.0, 20.0])
        target = 40 + slope * times + extra + rng.normal(0, 0.3, size=11)
        mixed = rng.permutation(11)
        new_times = np.array([15.0, 16.0, 2.0, 18.0, 15.0])
        new_kinds = np.array(["house", "tent", "boat", "flat", "flat"])
        yield times[mixed], kinds[mixed], target[mixed], new_times, new_kinds
    yield (
        np.array([5.0, 1.0, 2.0]),
        np.array(["x", "x", "x"]),
        np.array([-4.0, 2.0, 5.0]),
        np.array([0.0]),
        np.array(["y"]),
    )


ALL = lesson(__name__)
