"""Answers to lesson 4.2 by students who had seen the lesson only."""

import math
from collections import defaultdict

import numpy as np
import pandas as pd
import torch
from scipy.stats import linregress, rankdata
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from tests.exercises.answers import right, wrong

# ---- fair_order ----

right("fair_order", "C A E G H B")
right("fair_order", "CAEGHB")
right("fair_order", "c, a, e, g, h, b")
right("fair_order", list("CAEGHB"))
right("fair_order", tuple("CAEGHB"))
right("fair_order", np.array(list("CAEGHB")))

wrong("fair_order", "C A F G H B", "chooses on judge", says="line F lets")
wrong("fair_order", "C D E G H B", "tunes the favourite", says="line D gives")
wrong("fair_order", "A C E G H B", "fits before dividing", says="line A fits")
wrong("fair_order", "C E A G H B", "keeps before fitting", says="line E compares")
wrong("fair_order", "C A G E H B", "fits anew before keeping", says="line G fits")
wrong("fair_order", "C A E H G B", "judges before fitting anew", says="line H notes")
wrong("fair_order", "C A E G B H", "compares before judging", says="line B compares")
wrong("fair_order", "C A E G H", "never compares", says="a letter is missing")
wrong("fair_order", "C A E G H B B", "a line twice", says="a letter stands twice")

# ---- four_plots ----

right("four_plots", "B C D A")
right("four_plots", "BCDA")
right("four_plots", "b, c, d, a")
right("four_plots", ["B", "C", "D", "A"])
right("four_plots", ("b", "c", "d", "a"))
right("four_plots", np.array(list("BCDA")))

wrong("four_plots", "A C D B", "fan and curve exchanged", says="plot 1 the middle")
wrong("four_plots", "B E D A", "one point is nothing", says="none of the four")
wrong("four_plots", "B D C A", "outlier and groups exchanged", says="plot 2 all points")
wrong("four_plots", "B C A D", "groups and curve exchanged", says="plot 3 is drawn")
wrong("four_plots", "A B C D", "in alphabetical order", says="plot 1 the middle")
wrong("four_plots", "B C D", "one is missing", says="four letters")
wrong("four_plots", "1 2 3 4", "numbers", says="four letters")
wrong("four_plots", "B B D A", "a letter twice", says="no letter is needed twice")
wrong("four_plots", "E C D A", "sees no fan", says="none of the four")

# ---- nearest_target ----


@right("nearest_target")
def _(X, y, new):
    mean, spread = X.mean(axis=0), X.std(axis=0)
    spread[spread == 0] = 1
    X, new = (X - mean) / spread, (new - mean) / spread
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@right("nearest_target")
def _(X, y, new):
    scaler = StandardScaler().fit(X)
    X, new = scaler.transform(X), scaler.transform(new)
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@right("nearest_target")
def _(X, y, new):
    spread = np.std(X, axis=0, ddof=1)
    spread = np.where(spread > 0, spread, 1)
    out = []
    for row in new:
        out.append(y[np.argmin((((X - row) / spread) ** 2).sum(axis=1))])
    return out


@right("nearest_target")
def _(X, y, new):
    out = []
    spreads = [s or 1 for s in X.std(axis=0)]
    for row in new:
        best, answer = math.inf, None
        for known, target in zip(X, y):
            d = sum(((a - b) / s) ** 2 for a, b, s in zip(row, known, spreads))
            if d < best:
                best, answer = d, target
        out.append(answer)
    return np.array(out)


@right("nearest_target")
def _(X, y, new):
    table = pd.DataFrame(X)
    spread = table.std(ddof=0).replace(0, 1).to_numpy()
    a, b = torch.tensor(new / spread), torch.tensor(X / spread)
    near = ((a[:, None] - b[None]) ** 2).sum(2).numpy().argmin(axis=1)
    return pd.Series(y).iloc[near]


@wrong("nearest_target", "subtracts the means only", says="in the columns' own units")
def _(X, y, new):
    mean = X.mean(axis=0)
    X, new = X - mean, new - mean
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong("nearest_target", "each part by itself", says="a scale of their own")
def _(X, y, new):
    X = StandardScaler().fit_transform(X)
    new = StandardScaler().fit_transform(new)
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong("nearest_target", "no care for constant columns", says="divides by 0")
def _(X, y, new):
    X, new = (
        (X - X.mean(axis=0)) / X.std(axis=0),
        (new - X.mean(axis=0)) / X.std(axis=0),
    )
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong("nearest_target", "variance", says="divided by the variance")
def _(X, y, new):
    v = X.var(axis=0)
    v[v == 0] = 1
    X, new = (X - X.mean(axis=0)) / v, (new - X.mean(axis=0)) / v
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong("nearest_target", "from 0 to 1", says="by the range")
def _(X, y, new):
    scaler = MinMaxScaler().fit(X)
    X, new = scaler.transform(X), scaler.transform(new)
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong("nearest_target", "forgets the new rows", says="the new rows are not")
def _(X, y, new):
    X = StandardScaler().fit_transform(X)
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong("nearest_target", "all rows make the scale", says="new rows help")
def _(X, y, new):
    scaler = StandardScaler().fit(np.vstack([X, new]))
    X, new = scaler.transform(X), scaler.transform(new)
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong("nearest_target", "returns the row", says="numbers of the nearest rows")
def _(X, y, new):
    scaler = StandardScaler().fit(X)
    X, new = scaler.transform(X), scaler.transform(new)
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return np.argmin(squares.sum(axis=2), axis=1)


@wrong("nearest_target", "one number for all columns", says="own units")
def _(X, y, new):
    X, new = (X - X.mean()) / X.std(), (new - X.mean()) / X.std()
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong("nearest_target", "the library, unscaled", says="own units")
def _(X, y, new):
    return KNeighborsRegressor(1).fit(X, y).predict(new)


# ---- mean_ranks ----


@right("mean_ranks")
def _(errors):
    return pd.DataFrame(errors).rank(axis=1, na_option="bottom").mean()


@right("mean_ranks")
def _(errors):
    filled = np.where(np.isnan(errors), 1e9, errors)
    return rankdata(filled, axis=1).mean(axis=0)


@right("mean_ranks")
def _(errors):
    filled = np.nan_to_num(errors, nan=np.inf)
    return [
        sum(rankdata(row)[k] for row in filled) / len(filled)
        for k in range(len(filled[0]))
    ]


@right("mean_ranks")
def _(errors):
    total = np.zeros(errors.shape[1])
    for row in errors:
        row = [math.inf if math.isnan(e) else e for e in row]
        ordered = sorted(row)
        for k, e in enumerate(row):
            first = ordered.index(e) + 1
            last = first + ordered.count(e) - 1
            total[k] += (first + last) / 2
    return total / len(errors)


@right("mean_ranks")
def _(errors):
    e = torch.tensor(np.nan_to_num(errors, nan=1e12))
    less = (e[:, None, :] < e[:, :, None]).sum(2)
    same = (e[:, None, :] == e[:, :, None]).sum(2)
    return (less + (same + 1) / 2).mean(0)


@wrong("mean_ranks", "leaves NaN out", says="Yours has no rank")
def _(errors):
    return pd.DataFrame(errors).rank(axis=1).mean(axis=0)


@wrong("mean_ranks", "argsort once", says="`argsort` says")
def _(errors):
    return (np.argsort(errors, axis=1) + 1).mean(axis=0)


@wrong("mean_ranks", "argsort twice", says="in the order of the columns")
def _(errors):
    return (errors.argsort(axis=1).argsort(axis=1) + 1).mean(axis=0)


@wrong("mean_ranks", "the better place for both", says="the better place")
def _(errors):
    return pd.DataFrame(errors).rank(axis=1, method="min", na_option="bottom").mean()


@wrong("mean_ranks", "ranks down the columns", says="along a row")
def _(errors):
    return pd.DataFrame(errors).rank(na_option="bottom").mean()


@wrong("mean_ranks", "highest is 1", says="the lowest error has rank 1")
def _(errors):
    table = pd.DataFrame(errors)
    return table.rank(axis=1, ascending=False, na_option="bottom").mean()


@wrong("mean_ranks", "a mean for each split", says="mean for each re-split")
def _(errors):
    return pd.DataFrame(errors).rank(axis=1, na_option="bottom").mean(axis=1)


@wrong("mean_ranks", "mean first, rank then", says="you ranked the mean errors")
def _(errors):
    return rankdata(np.nanmean(errors, axis=0))


@wrong("mean_ranks", "NaN as 0", says="comes first in yours")
def _(errors):
    return rankdata(np.nan_to_num(errors), axis=1).mean(axis=0)


@wrong("mean_ranks", "from 0", says="begin at 0")
def _(errors):
    return (rankdata(np.nan_to_num(errors, nan=1e9), axis=1) - 1).mean(axis=0)


# ---- trend_and_kinds ----


@right("trend_and_kinds")
def _(times, kinds, target, new_times, new_kinds):
    slope, start = np.polyfit(times, target, 1)
    left = target - (slope * times + start)
    extra = {k: left[kinds == k].mean() for k in np.unique(kinds)}
    return [slope * t + start + extra.get(k, 0) for t, k in zip(new_times, new_kinds)]


@right("trend_and_kinds")
def _(times, kinds, target, new_times, new_kinds):
    line = LinearRegression().fit(times.reshape(-1, 1), target)
    table = pd.DataFrame(
        {"kind": kinds, "left": target - line.predict(times.reshape(-1, 1))}
    )
    means = table.groupby("kind")["left"].mean()
    answers = line.predict(new_times.reshape(-1, 1))
    for i, kind in enumerate(new_kinds):
        if kind in means.index:
            answers[i] += means[kind]
    return answers


@right("trend_and_kinds")
def _(times, kinds, target, new_times, new_kinds):
    fit = linregress(times, target)
    left = target - fit.intercept - fit.slope * times
    result = []
    for t, kind in zip(new_times, new_kinds):
        own = [r for r, k in zip(left, kinds) if k == kind]
        result.append(
            fit.intercept + fit.slope * t + (sum(own) / len(own) if own else 0)
        )
    return np.array(result)


@right("trend_and_kinds")
def _(times, kinds, target, new_times, new_kinds):
    A = np.c_[np.ones(len(times)), times]
    w = np.linalg.lstsq(A, target, rcond=None)[0]
    means = pd.Series(target - A @ w).groupby(kinds).mean()
    return (
        np.c_[np.ones(len(new_times)), new_times] @ w
        + means.reindex(new_kinds).fillna(0).values
    )


@right("trend_and_kinds")
def _(times, kinds, target, new_times, new_kinds):
    t = torch.tensor(times)
    y = torch.tensor(target)
    slope = ((t - t.mean()) * (y - y.mean())).sum() / ((t - t.mean()) ** 2).sum()
    start = y.mean() - slope * t.mean()
    left = y - start - slope * t
    out = start + slope * torch.tensor(new_times)
    for i, k in enumerate(new_kinds):
        own = torch.tensor(kinds == k)
        if own.any():
            out[i] = out[i] + left[own].mean()
    return out


@wrong("trend_and_kinds", "forgets the kinds", says="the line alone")
def _(times, kinds, target, new_times, new_kinds):
    slope, start = np.polyfit(times, target, 1)
    return slope * new_times + start


@wrong("trend_and_kinds", "predicted minus observed", says="wrong sign")
def _(times, kinds, target, new_times, new_kinds):
    slope, start = np.polyfit(times, target, 1)
    left = slope * times + start - target
    extra = {k: left[kinds == k].mean() for k in np.unique(kinds)}
    return [slope * t + start + extra.get(k, 0) for t, k in zip(new_times, new_kinds)]


@wrong("trend_and_kinds", "means of the target", says="counted twice")
def _(times, kinds, target, new_times, new_kinds):
    slope, start = np.polyfit(times, target, 1)
    extra = {k: target[kinds == k].mean() for k in np.unique(kinds)}
    return [slope * t + start + extra.get(k, 0) for t, k in zip(new_times, new_kinds)]


@wrong("trend_and_kinds", "NaN for an unseen kind", says="Yours gets NaN")
def _(times, kinds, target, new_times, new_kinds):
    slope, start = np.polyfit(times, target, 1)
    left = target - slope * times - start
    out = []
    for t, k in zip(new_times, new_kinds):
        own = left[kinds == k]
        out.append(slope * t + start + (own.sum() / len(own) if len(own) else math.nan))
    return out


@wrong("trend_and_kinds", "no intercept", says="goes through 0")
def _(times, kinds, target, new_times, new_kinds):
    slope = (times * target).sum() / (times**2).sum()
    left = target - slope * times
    extra = {k: left[kinds == k].mean() for k in np.unique(kinds)}
    return [slope * t + extra.get(k, 0) for t, k in zip(new_times, new_kinds)]


@wrong("trend_and_kinds", "the pair exchanged", says="changed places")
def _(times, kinds, target, new_times, new_kinds):
    start, slope = np.polyfit(times, target, 1)
    left = target - slope * times - start
    extra = {k: left[kinds == k].mean() for k in np.unique(kinds)}
    return [slope * t + start + extra.get(k, 0) for t, k in zip(new_times, new_kinds)]


@wrong("trend_and_kinds", "medians", says="medians of the residuals")
def _(times, kinds, target, new_times, new_kinds):
    slope, start = np.polyfit(times, target, 1)
    left = target - slope * times - start
    extra = {k: np.median(left[kinds == k]) for k in np.unique(kinds)}
    return [slope * t + start + extra.get(k, 0) for t, k in zip(new_times, new_kinds)]


@wrong("trend_and_kinds", "means only", says="no trend is carried on")
def _(times, kinds, target, new_times, new_kinds):
    means = {k: target[kinds == k].mean() for k in np.unique(kinds)}
    return [means.get(k, target.mean()) for k in new_kinds]


@wrong("trend_and_kinds", "a line for each kind", says="a line for each kind")
def _(times, kinds, target, new_times, new_kinds):
    whole = np.polyfit(times, target, 1)
    out = []
    for t, k in zip(new_times, new_kinds):
        own = kinds == k
        coef = np.polyfit(times[own], target[own], 1) if own.sum() > 1 else whole
        out.append(np.polyval(coef, t))
    return out


@wrong("trend_and_kinds", "residuals from the mean", says="from the mean target")
def _(times, kinds, target, new_times, new_kinds):
    slope, start = np.polyfit(times, target, 1)
    left = target - target.mean()
    extra = {k: left[kinds == k].mean() for k in np.unique(kinds)}
    return [slope * t + start + extra.get(k, 0) for t, k in zip(new_times, new_kinds)]


# ---- a second student ----

right("fair_order", "C -> A -> E -> G -> H -> B")
right("fair_order", "C A E G H B ")

wrong("fair_order", "C A E H B", "no fit to both", says="a letter is missing")
wrong("fair_order", "C A E F G H B", "keeps by both", says="line F lets")
wrong("fair_order", "A B C D E F", "the example", says="line D gives")
wrong("fair_order", "C A G H E B", "keeps at the end", says="line G fits")
wrong("fair_order", "B C A E G H", "baseline first", says="line B compares")
wrong("fair_order", "B H G E A C", "backwards", says="line A fits")

right("four_plots", "1B 2C 3D 4A")

wrong("four_plots", "B C E A", "groups read as noise", says="none of the four")
wrong("four_plots", "B C D E", "a curve read as noise", says="none of the four")
wrong("four_plots", "D C B A", "fan read as groups", says="plot 1 the middle")
wrong("four_plots", "D A B C", "the plot of each letter", says="plot 1 the middle")
wrong("four_plots", "4 1 2 3", "the plot of each letter", says="four letters")
wrong("four_plots", "B A D C", "one row far away read as a curve", says="plot 2 all")


@right("nearest_target")
def nearest_sklearn(X, y, new):
    scaler = StandardScaler().fit(X)
    model = KNeighborsRegressor(1, algorithm="brute").fit(scaler.transform(X), y)
    return model.predict(scaler.transform(new))


@right("nearest_target")
def nearest_pandas(X, y, new):
    frame = pd.DataFrame(X)
    std = frame.std(ddof=0).replace(0, 1)
    scaled = (frame - frame.mean()) / std
    other = (pd.DataFrame(new) - frame.mean()) / std
    return other.apply(
        lambda row: y[((scaled - row) ** 2).sum(axis=1).idxmin()], axis=1
    )


@right("nearest_target")
def nearest_torch(X, y, new):
    X = torch.as_tensor(np.asarray(X, float))
    new = torch.as_tensor(np.asarray(new, float))
    std = X.std(dim=0, unbiased=False)
    std = torch.where(std == 0, torch.ones_like(std), std)
    d = (((new[:, None] - X[None]) / std) ** 2).sum(dim=2)
    return torch.as_tensor(np.asarray(y, float))[d.argmin(dim=1)]


@right("nearest_target")
def nearest_where(X, y, new):
    """Return the target of the nearest row; the mean cancels in a difference."""
    std = np.where(np.ptp(X, axis=0) == 0, 1.0, X.std(axis=0))
    distances = np.linalg.norm((new[:, None] - X) / std, axis=-1)
    return np.take(y, distances.argmin(axis=-1)).tolist()


@wrong(
    "nearest_target", "axis=1: rows are scaled, not columns", says="each row by itself"
)
def nearest_rows(X, y, new):
    def scale(table):
        std = table.std(axis=1, keepdims=True)
        std[std == 0] = 1
        return (table - table.mean(axis=1, keepdims=True)) / std

    squares = (scale(new)[:, None, :] - scale(X)[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong(
    "nearest_target",
    "divides the square by the spread, not by its square",
    says="divided by the standard deviation, not",
)
def nearest_half(X, y, new):
    std = X.std(axis=0)
    std[std == 0] = 1
    squares = (new[:, None, :] - X[None, :, :]) ** 2 / std
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong(
    "nearest_target",
    "X is scaled first, then its new mean is used for new",
    says="the new rows are not",
)
def nearest_overwritten(X, y, new):
    std = X.std(axis=0)
    std[std == 0] = 1
    X = (X - X.mean(axis=0)) / std
    std = X.std(axis=0)
    std[std == 0] = 1
    new = (new - X.mean(axis=0)) / std
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong("nearest_target", "the last of equally near rows", says="the first counts")
def nearest_last(X, y, new):
    std = X.std(axis=0)
    std[std == 0] = 1
    squares = ((new[:, None, :] - X[None, :, :]) / std) ** 2
    d = squares.sum(axis=2)
    return y[d.shape[1] - 1 - np.argmin(d[:, ::-1], axis=1)]


@right("nearest_target")
def nearest_dropped(X, y, new):
    keep = X.std(axis=0) > 0
    X, new = X[:, keep], new[:, keep]
    squares = ((new[:, None, :] - X[None, :, :]) / X.std(axis=0)) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong(
    "nearest_target",
    "argmin over the wrong axis",
    says="one answer for each training row",
)
def nearest_axis(X, y, new):
    std = X.std(axis=0)
    std[std == 0] = 1
    squares = ((new[:, None, :] - X[None, :, :]) / std) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=0)]


@wrong(
    "nearest_target", "all spreads are 1 if one is 0", says="because of one constant"
)
def nearest_any(X, y, new):
    std = X.std(axis=0)
    if (std == 0).any():
        std = np.ones_like(std)
    squares = ((new[:, None, :] - X[None, :, :]) / std) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong(
    "nearest_target",
    "a small number is added to the deviation instead of 1",
    says="or nearly so",
)
def nearest_epsilon(X, y, new):
    squares = ((new[:, None, :] - X[None, :, :]) / (X.std(axis=0) + 1e-9)) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong("nearest_target", "adds 1 to every deviation", says="1 is added to every")
def nearest_plus_one(X, y, new):
    squares = ((new[:, None, :] - X[None, :, :]) / (X.std(axis=0) + 1)) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@wrong("nearest_target", "the farthest row", says="the farthest row")
def nearest_far(X, y, new):
    std = X.std(axis=0)
    std[std == 0] = 1
    squares = ((new[:, None, :] - X[None, :, :]) / std) ** 2
    return y[np.argmax(squares.sum(axis=2), axis=1)]


@wrong(
    "nearest_target", "returns after the first new row", says="stands inside the loop"
)
def nearest_early(X, y, new):
    std = X.std(axis=0)
    std[std == 0] = 1
    answers = []
    for row in new:
        answers.append(y[np.argmin((((row - X) / std) ** 2).sum(axis=1))])
        return np.array(answers)


@right("nearest_target")
def nearest_in_place(X, y, new):
    mean, std = X.mean(axis=0), X.std(axis=0)
    std[std == 0] = 1
    X -= mean
    X /= std
    new -= mean
    new /= std
    squares = (new[:, None, :] - X[None, :, :]) ** 2
    return y[np.argmin(squares.sum(axis=2), axis=1)]


@right("mean_ranks")
def ranks_compare(errors):
    e = np.nan_to_num(np.asarray(errors, float), nan=np.inf)
    less = (e[:, None, :] < e[:, :, None]).sum(2)
    same = (e[:, None, :] == e[:, :, None]).sum(2)
    return (less + (same + 1) / 2).mean(0)


@right("mean_ranks")
def ranks_series(errors):
    return pd.DataFrame(errors).fillna(np.inf).T.rank().T.mean()


@right("mean_ranks")
def ranks_groups(errors):
    rows = []
    for row in errors:
        places = defaultdict(list)
        for place, j in enumerate(np.argsort(row), start=1):  # NaN is sorted last
            places["nan" if np.isnan(row[j]) else row[j]].append(place)
        rows.append([np.mean(places["nan" if np.isnan(v) else v]) for v in row])
    return np.mean(rows, axis=0)


@right("mean_ranks")
def ranks_filled(errors):
    """Return the ranks; a failure gets an error above all others."""
    top = np.nanmax(errors) + 1 if np.isfinite(errors).any() else 1.0
    return rankdata(np.nan_to_num(errors, nan=top), axis=1).mean(axis=0)


@wrong("mean_ranks", "failures stay NaN", says="makes the whole result NaN")
def ranks_nan(errors):
    return rankdata(errors, axis=1).mean(axis=0)


@wrong("mean_ranks", "equals get the worse place", says="the worse place")
def ranks_max(errors):
    return pd.DataFrame(errors).rank(axis=1, method="max", na_option="bottom").mean()


@wrong(
    "mean_ranks", "dense ranks: no place is left out after equals", says="without a gap"
)
def ranks_dense(errors):
    return pd.DataFrame(errors).rank(axis=1, method="dense", na_option="bottom").mean()


@wrong("mean_ranks", "failures come first", says="comes first in yours")
def ranks_top(errors):
    return pd.DataFrame(errors).rank(axis=1, na_option="top").mean()


@wrong("mean_ranks", "all failures get the very last place", says="the very last place")
def ranks_all_last(errors):
    ranks = pd.DataFrame(errors).rank(axis=1)
    return ranks.fillna(errors.shape[1]).mean().to_numpy()


@wrong(
    "mean_ranks",
    "failures are broken by position: inf, but argsort",
    says="the first one in the row",
)
def ranks_inf_argsort(errors):
    e = np.where(np.isnan(errors), np.inf, errors)
    ranks = np.empty(e.shape)
    for i, row in enumerate(e):
        ranks[i, np.argsort(row, kind="stable")] = np.arange(1, len(row) + 1)
    return ranks.mean(axis=0)


@wrong(
    "mean_ranks",
    "failures filled with 1: larger errors exist",
    says="where an algorithm failed",
)
def ranks_fill_one(errors):
    return rankdata(np.nan_to_num(errors, nan=1.0), axis=1).mean(axis=0)


@wrong(
    "mean_ranks",
    "failures take the largest error of their row: a tie with it",
    says="with the worst of those",
)
def ranks_fill_max(errors):
    filled = errors.copy()
    for row in filled:
        if np.isfinite(row).any():
            row[np.isnan(row)] = np.nanmax(row)
        else:
            row[:] = 0
    return rankdata(filled, axis=1).mean(axis=0)


@wrong("mean_ranks", "ranks the mean errors", says="you ranked the mean errors")
def ranks_of_means(errors):
    means = np.where(np.isnan(errors), np.inf, errors).mean(axis=0)
    return rankdata(means)


@wrong("mean_ranks", "returns all ranks, not the means", says="the ranks themselves")
def ranks_all(errors):
    return pd.DataFrame(errors).rank(axis=1, na_option="bottom").to_numpy()


@wrong("mean_ranks", "the median rank", says="these are medians")
def ranks_median(errors):
    return pd.DataFrame(errors).rank(axis=1, na_option="bottom").median()


@wrong("mean_ranks", "the sum of ranks", says="these are sums")
def ranks_sum(errors):
    return pd.DataFrame(errors).rank(axis=1, na_option="bottom").sum()


@wrong("mean_ranks", "returns after the first re-split", says="stands inside the loop")
def ranks_first(errors):
    for row in errors:
        return pd.Series(row).rank(na_option="bottom").to_numpy()


@wrong(
    "mean_ranks",
    "drops each re-split that has a failure",
    says="leaves out each re-split",
)
def ranks_dropna(errors):
    return pd.DataFrame(errors).dropna().rank(axis=1).mean().to_numpy()


@wrong(
    "mean_ranks",
    "divides by the number of algorithms",
    says="divided by the number of algorithms",
)
def ranks_wrong_n(errors):
    ranks = pd.DataFrame(errors).rank(axis=1, na_option="bottom").to_numpy()
    return ranks.sum(axis=0) / errors.shape[1]


@wrong(
    "mean_ranks",
    "counts the lower ones and adds 1: equals get the better place, failures 1",
    says="you count the lower errors",
)
def ranks_lower(errors):
    return np.array([[(row < e).sum() + 1 for e in row] for row in errors], float).mean(
        axis=0
    )


@right("mean_ranks")
def ranks_in_place(errors):
    errors[np.isnan(errors)] = np.inf
    return rankdata(errors, axis=1).mean(axis=0)


@wrong("mean_ranks", "rounds the mean", says="rounded to whole")
def ranks_rounded(errors):
    return pd.DataFrame(errors).rank(axis=1, na_option="bottom").mean().round()


@right("trend_and_kinds")
def trend_loops(times, kinds, target, new_times, new_kinds):
    n = len(times)
    mean_t, mean_y = sum(times) / n, sum(target) / n
    top = bottom = 0
    for t, y in zip(times, target):
        top += (t - mean_t) * (y - mean_y)
        bottom += (t - mean_t) ** 2
    slope = top / bottom
    start = mean_y - slope * mean_t
    sums, counts = {}, {}
    for t, k, y in zip(times, kinds, target):
        sums[k] = sums.get(k, 0) + y - start - slope * t
        counts[k] = counts.get(k, 0) + 1
    answers = []
    for t, k in zip(new_times, new_kinds):
        extra = sums[k] / counts[k] if k in sums else 0
        answers.append(start + slope * t + extra)
    return answers


@right("trend_and_kinds")
def trend_pandas(times, kinds, target, new_times, new_kinds):
    slope, start = np.polyfit(times, target, 1)
    table = pd.DataFrame({"t": times, "k": kinds, "y": target})
    table["left"] = table["y"] - slope * table["t"] - start
    means = table.groupby("k")["left"].mean()
    extra = pd.Series(new_kinds).map(means).fillna(0)
    return pd.Series(new_times) * slope + start + extra


@right("trend_and_kinds")
def trend_cov(times, kinds, target, new_times, new_kinds):
    c = np.cov(times, target)
    slope = c[0, 1] / c[0, 0]
    start = np.mean(target) - slope * np.mean(times)
    codes, names = pd.factorize(np.asarray(kinds))
    left = np.asarray(target) - start - slope * np.asarray(times)
    means = np.bincount(codes, weights=left) / np.bincount(codes)
    table = dict(zip(names, means))
    return np.array(
        [start + slope * t + table.get(k, 0.0) for t, k in zip(new_times, new_kinds)]
    )


def fitted(times, kinds, target):
    """Return slope, start and the residuals."""
    times, target = np.asarray(times, float), np.asarray(target, float)
    slope, start = np.polyfit(times, target, 1)
    return slope, start, target - start - slope * times


@wrong("trend_and_kinds", "an unseen kind raises KeyError", says="KeyError")
def trend_key_error(times, kinds, target, new_times, new_kinds):
    slope, start, left = fitted(times, kinds, target)
    means = pd.Series(left).groupby(list(kinds)).mean().to_dict()
    return [start + slope * t + means[k] for t, k in zip(new_times, new_kinds)]


@wrong("trend_and_kinds", "an unseen kind gets 0", says="Yours gets 0")
def trend_unseen_zero(times, kinds, target, new_times, new_kinds):
    slope, start, left = fitted(times, kinds, target)
    means = pd.Series(left).groupby(list(kinds)).mean().to_dict()
    return [
        start + slope * t + means[k] if k in means else 0.0
        for t, k in zip(new_times, new_kinds)
    ]


@wrong(
    "trend_and_kinds",
    "an unseen kind gets the mean of the kinds' means",
    says="has not seen are wrong",
)
def trend_unseen_mean(times, kinds, target, new_times, new_kinds):
    slope, start, left = fitted(times, kinds, target)
    means = pd.Series(left).groupby(list(kinds)).mean()
    extra = means.reindex(list(new_kinds)).fillna(means.mean()).to_numpy()
    return start + slope * np.asarray(new_times, float) + extra


@wrong("trend_and_kinds", "the sum of the residuals", says="these are sums")
def trend_sum(times, kinds, target, new_times, new_kinds):
    slope, start, left = fitted(times, kinds, target)
    sums = pd.Series(left).groupby(list(kinds)).sum()
    extra = sums.reindex(list(new_kinds)).fillna(0).to_numpy()
    return start + slope * np.asarray(new_times, float) + extra


@wrong(
    "trend_and_kinds",
    "the last residual of each kind: a dict in a loop",
    says="keeps its last residual",
)
def trend_last(times, kinds, target, new_times, new_kinds):
    slope, start, left = fitted(times, kinds, target)
    means = {}
    for kind, r in zip(kinds, left):
        means[kind] = r
    return [start + slope * t + means.get(k, 0) for t, k in zip(new_times, new_kinds)]


@wrong(
    "trend_and_kinds",
    "the means of the kinds first, then the line",
    says="the means of the kinds first",
)
def trend_other_order(times, kinds, target, new_times, new_kinds):
    times, target = np.asarray(times, float), np.asarray(target, float)
    means = pd.Series(target).groupby(list(kinds)).mean()
    left = target - means.reindex(list(kinds)).to_numpy()
    slope, start = np.polyfit(times, left, 1)
    extra = means.reindex(list(new_kinds)).fillna(target.mean()).to_numpy()
    return start + slope * np.asarray(new_times, float) + extra


@wrong(
    "trend_and_kinds", "kinds and time fitted together", says="together. Fit the line"
)
def trend_together(times, kinds, target, new_times, new_kinds):
    names = sorted(set(kinds))
    design = np.column_stack(
        [np.asarray(times, float)] + [[k == n for k in kinds] for n in names]
    ).astype(float)
    weights = np.linalg.lstsq(design, np.asarray(target, float), rcond=None)[0]
    table = dict(zip(names, weights[1:]))
    mean = np.mean(weights[1:])
    return [weights[0] * t + table.get(k, mean) for t, k in zip(new_times, new_kinds)]


@wrong(
    "trend_and_kinds",
    "the line between the first and the last point",
    says="joins the first and the last",
)
def trend_ends(times, kinds, target, new_times, new_kinds):
    slope = (target[-1] - target[0]) / (times[-1] - times[0])
    start = target[0] - slope * times[0]
    left = np.asarray(target, float) - start - slope * np.asarray(times, float)
    means = pd.Series(left).groupby(list(kinds)).mean()
    extra = means.reindex(list(new_kinds)).fillna(0).to_numpy()
    return start + slope * np.asarray(new_times, float) + extra


@wrong(
    "trend_and_kinds",
    "time over target: arguments swapped",
    says="time over the target",
)
def trend_arguments(times, kinds, target, new_times, new_kinds):
    slope, start = np.polyfit(target, times, 1)
    left = np.asarray(target, float) - start - slope * np.asarray(times, float)
    means = pd.Series(left).groupby(list(kinds)).mean()
    extra = means.reindex(list(new_kinds)).fillna(0).to_numpy()
    return start + slope * np.asarray(new_times, float) + extra


@wrong(
    "trend_and_kinds",
    "residuals by place, not by kind",
    says="`new_kinds` is never used",
)
def trend_by_place(times, kinds, target, new_times, new_kinds):
    slope, start, left = fitted(times, kinds, target)
    extra = np.resize(left, len(new_times))
    return start + slope * np.asarray(new_times, float) + extra


@wrong(
    "trend_and_kinds",
    "the mean residual alone, the line is forgotten",
    says="this is the mean residual alone",
)
def trend_no_line(times, kinds, target, new_times, new_kinds):
    _, _, left = fitted(times, kinds, target)
    means = pd.Series(left).groupby(list(kinds)).mean()
    return means.reindex(list(new_kinds)).fillna(0).to_numpy()


@wrong(
    "trend_and_kinds", "right for a, b, c of the example only", says="the line is right"
)
def trend_two_kinds(times, kinds, target, new_times, new_kinds):
    slope, start, left = fitted(times, kinds, target)
    a = np.mean([r for r, k in zip(left, kinds) if k == "a"] or [0])
    b = np.mean([r for r, k in zip(left, kinds) if k == "b"] or [0])
    return [
        start + slope * t + {"a": a, "b": b}.get(k, 0)
        for t, k in zip(new_times, new_kinds)
    ]


@wrong(
    "trend_and_kinds",
    "the mean over all rows, not those of the kind",
    says="number of all homes",
)
def trend_divided(times, kinds, target, new_times, new_kinds):
    slope, start, left = fitted(times, kinds, target)
    sums = pd.Series(left).groupby(list(kinds)).sum() / len(left)
    extra = sums.reindex(list(new_kinds)).fillna(0).to_numpy()
    return start + slope * np.asarray(new_times, float) + extra


@wrong("trend_and_kinds", "returns in the loop", says="stands inside the loop")
def trend_early(times, kinds, target, new_times, new_kinds):
    slope, start, left = fitted(times, kinds, target)
    answers = []
    for t, k in zip(new_times, new_kinds):
        same = [r for r, kind in zip(left, kinds) if kind == k]
        answers.append(start + slope * t + (sum(same) / len(same) if same else 0))
        return answers


@wrong("trend_and_kinds", "rounds the slope", says=None)
def trend_rounded(times, kinds, target, new_times, new_kinds):
    times, target = np.asarray(times, float), np.asarray(target, float)
    slope, start = np.polyfit(times, target, 1).round(1)
    means = pd.Series(target - start - slope * times).groupby(list(kinds)).mean()
    extra = means.reindex(list(new_kinds)).fillna(0).to_numpy()
    return start + slope * np.asarray(new_times, float) + extra


@wrong(
    "trend_and_kinds",
    "the names' order: kinds as 0, 1, 2 by first appearance in new",
    says=None,
)
def trend_codes(times, kinds, target, new_times, new_kinds):
    slope, start, left = fitted(times, kinds, target)
    means = pd.Series(left).groupby(list(kinds)).mean().tolist()
    codes, _ = pd.factorize(np.asarray(new_kinds))
    return [
        start + slope * t + (means[c] if c < len(means) else 0)
        for t, c in zip(new_times, codes)
    ]


@wrong(
    "trend_and_kinds",
    "one regression on time and dummies",
    says="together. Fit the line",
)
def _(times, kinds, target, new_times, new_kinds):
    table = pd.get_dummies(pd.Series(kinds)).astype(float)
    other = pd.get_dummies(pd.Series(new_kinds)).astype(float)
    other = other.reindex(columns=table.columns, fill_value=0)
    model = LinearRegression().fit(np.column_stack([times, table]), target)
    return model.predict(np.column_stack([new_times, other]))


@wrong(
    "trend_and_kinds",
    "an unseen kind gets the best kind's mean",
    says="has not seen are wrong",
)
def _(times, kinds, target, new_times, new_kinds):
    slope, start, left = fitted(times, kinds, target)
    means = pd.Series(left).groupby(list(kinds)).mean()
    return [
        start + slope * t + means.get(k, means.max())
        for t, k in zip(new_times, new_kinds)
    ]


@wrong("mean_ranks", "the failures get n + 1", says="where an algorithm failed")
def _(errors):
    ranks = pd.DataFrame(errors).rank(axis=1).fillna(errors.shape[1] + 1)
    return ranks.mean().to_numpy()


@wrong(
    "mean_ranks", "sorted().index: equals get the better place", says="the better place"
)
def _(errors):
    rows = np.nan_to_num(errors, nan=np.inf).tolist()
    return np.mean([[sorted(row).index(e) + 1 for e in row] for row in rows], axis=0)


@wrong("nearest_target", "the sum of differences, without square", says=None)
def _(X, y, new):
    std = X.std(axis=0)
    std[std == 0] = 1
    gaps = (new[:, None, :] - X[None, :, :]) / std
    return y[np.argmin(gaps.sum(axis=2), axis=1)]


# ---- found by a student of a later edition ----


def by_shifted(shift, shift_new):
    """Return the nearest target, with other shifts before both are scaled."""

    def nearest(X, y, new):
        spread = X.std(axis=0)
        spread[spread == 0] = 1
        old, there = (X - shift(X, new)) / spread, (new - shift_new(X, new)) / spread
        return y[((there[:, None] - old[None]) ** 2).sum(axis=2).argmin(axis=1)]

    return nearest


wrong(
    "nearest_target",
    by_shifted(lambda X, new: X.mean(axis=0), lambda X, new: new.mean(axis=0)),
    "the new rows' own mean",
    says="shifted by a mean of their own",
)
wrong(
    "nearest_target",
    by_shifted(lambda X, new: X.mean(axis=0), lambda X, new: 0),
    "the new rows are not shifted",
    says="the training rows are shifted by their mean",
)
wrong(
    "nearest_target",
    by_shifted(lambda X, new: 0, lambda X, new: X.mean(axis=0)),
    "the training rows are not shifted",
    says="the new rows are shifted by the training mean",
)
right("nearest_target", by_shifted(lambda X, new: 0, lambda X, new: 0))


@wrong("nearest_target", "the mean of tied rows", says="first counts, not their mean")
def _(X, y, new):
    spread = X.std(axis=0)
    spread[spread == 0] = 1
    found = []
    for row in new / spread:
        far = ((X / spread - row) ** 2).sum(axis=1)
        found.append(y[far == far.min()].mean())
    return found


def filled_with(number):
    """Return mean ranks with a number in place of failures."""
    return lambda errors: rankdata(np.nan_to_num(errors, nan=number), axis=1).mean(0)


right("mean_ranks", filled_with(np.inf))
right("mean_ranks", filled_with(1e300))
wrong("mean_ranks", filled_with(100), "100 for a failure", says="larger than *all*")
wrong("mean_ranks", filled_with(1000), "1000 for a failure", says="larger than *all*")
wrong("mean_ranks", filled_with(1e6), "1e6 for a failure", says="larger than *all*")


@wrong("trend_and_kinds", "unseen kinds left out", says="Yours gets no answer")
def _(times, kinds, target, new_times, new_kinds):
    slope, start = np.polyfit(times, target, 1)
    residuals = pd.Series(target - start - slope * times).groupby(kinds).mean()
    return [
        start + slope * time + residuals[kind]
        for time, kind in zip(new_times, new_kinds, strict=True)
        if kind in residuals.index
    ]


@wrong("nearest_target", "spreads of rows", says="these are spreads of rows")
def _(X, y, new):
    spread = X.std(1, keepdims=True)
    spread[spread == 0] = 1
    return y[((((new[:, None] - X[None]) / spread) ** 2).sum(2)).argmin(1)]
