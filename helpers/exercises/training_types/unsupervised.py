"""Exercises of lesson 2.2, Find structure without labels."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering

# --- Exercise 1: the assignment step, with holes

nearest_centres = exercise(
    hints=[
        "First make all differences: one for each row, centre and column. Which axis is"
        " averaged?",
        "`X[:, None, :] - centres` has all differences: (n_rows, k, n_columns).",
        "`np.nanmean(..., axis=2)` leaves the NaN out.",
        "`np.argmin` returns the first of equal entries.",
    ],
    after="A row with few measurements is assigned by these few: less surely, but it is"
    " not lost.",
    example=True,
)


@nearest_centres.solution
def nearest_by_nanmean(X, centres):
    squares = (np.asarray(X)[:, None, :] - np.asarray(centres)) ** 2
    return np.nanmean(squares, axis=2).argmin(axis=1)


@nearest_centres.also
def nearest_by_loop(X, centres):
    labels = []
    for row in X:
        there = ~np.isnan(row)
        means = [np.mean((row[there] - centre[there]) ** 2) for centre in centres]
        labels.append(int(np.argmin(means)))
    return labels


@nearest_centres.also
def nearest_by_sum(X, centres):
    there = ~np.isnan(X)
    filled = np.where(there, X, 0)
    squares = [np.where(there, filled - centre, 0) ** 2 for centre in centres]
    return np.sum(squares, axis=2).argmin(axis=0)


def squares_of(X: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return the squared differences, shape (n_rows, k, n_columns)."""
    return (np.asarray(X)[:, None, :] - np.asarray(centres)) ** 2


@nearest_centres.mistake(
    "a sum with a NaN is NaN, and `argmin` then returns the first NaN. Leave the"
    " missing columns of each row out."
)
def nearest_with_nan(X, centres):
    return squares_of(X, centres).sum(axis=2).argmin(axis=1)


@nearest_centres.mistake("a missing value is no 0. Leave its column out for this row.")
def nearest_with_zeros(X, centres):
    return nearest_by_nanmean(np.nan_to_num(X), centres)


@nearest_centres.mistake(
    "missing values were replaced by the mean of their column. Leave the column out for"
    " this row instead."
)
def nearest_with_means(X, centres):
    means = [np.mean(c[~np.isnan(c)]) if (~np.isnan(c)).any() else 0 for c in X.T]
    return nearest_by_nanmean(np.where(np.isnan(X), means, X), centres)


@nearest_centres.mistake(
    "a column is left out for all rows as soon as one row lacks it. Leave it out for"
    " that row only."
)
def nearest_without_columns(X, centres):
    there = ~np.isnan(X).any(axis=0)
    return squares_of(X[:, there], centres[:, there]).sum(axis=2).argmin(axis=1)


@nearest_centres.mistake("these are the differences without squares.")
def nearest_by_absolute(X, centres):
    return np.nanmean(np.sqrt(squares_of(X, centres)), axis=2).argmin(axis=1)


@nearest_centres.mistake(
    "of equal distances the centre with the *lower* number counts."
)
def nearest_last(X, centres):
    means = np.nanmean(squares_of(X, centres), axis=2)
    return means.shape[1] - 1 - means[:, ::-1].argmin(axis=1)


@nearest_centres.mistake("this is the centre that is farthest from each row.")
def nearest_farthest(X, centres):
    return np.nanmean(squares_of(X, centres), axis=2).argmax(axis=1)


@nearest_centres.mistake(
    "a difference may be negative, and then it seems small. Square it first."
)
def nearest_signed(X, centres):
    differences = np.asarray(X)[:, None, :] - np.asarray(centres)
    return np.nanmean(differences, axis=2).argmin(axis=1)


@nearest_centres.mistake("centres are counted from 0.")
def _(X, centres):
    return nearest_by_nanmean(X, centres) + 1


@nearest_centres.mistake(
    "this is the nearest row of each centre. Asked is the nearest centre of each row:"
    " another axis."
)
def _(X, centres):
    return np.nanmean(squares_of(X, centres), axis=2).argmin(axis=0)


@nearest_centres.mistake("these are the distances. Which centre do they belong to?")
def _(X, centres):
    return np.nanmean(squares_of(X, centres), axis=2).min(axis=1)


@nearest_centres.mistake("rows with a missing value are gone. Each row gets a centre.")
def _(X, centres):
    return nearest_by_nanmean(X[~np.isnan(X).any(axis=1)], centres)


@nearest_centres.mistake("these are the centres themselves. Return their numbers.")
def _(X, centres):
    return np.asarray(centres)[nearest_by_nanmean(X, centres)]


@nearest_centres.mistake(
    "holes were filled with the means of their columns. Leave the column out for this"
    " row instead."
)
def nearest_with_holes_filled(X, centres):
    means = np.array(
        [np.mean(c[~np.isnan(c)]) if c[c == c].size else np.nan for c in X.T]
    )
    return squares_of(np.where(np.isnan(X), means, X), centres).sum(2).argmin(axis=1)


@nearest_centres.mistake(
    "the mean of the differences is squared. Square each difference, then take the"
    " mean."
)
def nearest_by_mean(X, centres):
    differences = np.asarray(X)[:, None, :] - np.asarray(centres)
    return (np.nanmean(differences, axis=2) ** 2).argmin(axis=1)


@nearest_centres.mistake(
    "this is the mean over the centres. The mean runs over the columns: the last axis."
)
def nearest_over_centres(X, centres):
    means = np.nan_to_num(np.nanmean(squares_of(X, centres), axis=1), nan=-1.0)
    return means.argmin(axis=1)


@nearest_centres.mistake(
    "this looks at one column only. All columns that the row has count."
)
def nearest_first_column(X, centres):
    return np.nan_to_num(squares_of(X, centres)[:, :, 0], nan=-1.0).argmin(axis=1)


@nearest_centres.mistake(
    "only the largest difference counts here. Take the mean over the columns."
)
def nearest_by_largest(X, centres):
    return np.nanmax(squares_of(X, centres), axis=2).argmin(axis=1)


def telling(
    draw: Callable[[], tuple], right: Callable, wrong: list[Callable]
) -> tuple[Any, ...]:
    """Return arguments on which every wrong function differs from the right one."""
    while True:
        args = draw()
        expected = right(*args)
        if all(not np.array_equal(one(*args), expected) for one in wrong):
            return args


def telling_three(
    draw: Callable[[], tuple],
    right: Callable,
    wrong: list[Callable],
    more: list[Callable],
) -> list[tuple[Any, ...]]:
    """Return three `telling` arguments that tell all functions from each other."""
    while True:
        three = [telling(draw, right, wrong) for _ in range(3)]
        done = {
            str([np.ravel(one(*args)).tolist() for args in three])
            for one in (right, *wrong, *more)
        }
        if len(done) == 1 + len(wrong) + len(more):
            return three


@nearest_centres.cases
def centre_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then tables with holes, a tie, one row, one centre."""
    yield np.array([[1.0, np.nan], [4.0, 5.0]]), np.array([[0.0, 9.0], [3.0, 3.0]])

    def draw() -> tuple[np.ndarray, np.ndarray]:
        X = rng.integers(-6, 10, size=(7, 3)).astype(float)
        X[rng.permutation(7)[:4], rng.integers(3, size=4)] = np.nan
        centres = rng.integers(-6, 10, size=(3, 3)).astype(float)
        full = np.flatnonzero(~np.isnan(X).any(axis=1))[0]
        X[full] = (centres[0] + centres[2]) / 2  # as near to one as to the other
        centres[1] = centres[1] + 3
        return X, centres

    wrong = [
        nearest_with_nan,
        nearest_with_zeros,
        nearest_with_means,
        nearest_without_columns,
        nearest_by_absolute,
        nearest_last,
        nearest_farthest,
        nearest_signed,
    ]
    more = [
        nearest_by_mean,
        nearest_over_centres,
        nearest_first_column,
        nearest_by_largest,
    ]
    yield from telling_three(draw, nearest_by_nanmean, wrong, more)
    yield np.array([[np.nan, 2.0]]), np.array([[2.0, 9.0], [7.0, 3.0], [1.0, -4.0]])
    yield np.array([[1.0], [-2.0]]), np.array([[5.0]])


# --- Exercise 2: order the lines of a fair tuning

tuning_order = ordering(
    "BEHAFD",
    n_lines=8,
    never={
        "C": "line C tunes the penalty on the judging ratings. Then nobody is left to"
        " judge.",
        "G": "line G compares on the ratings that were fitted. There the smallest"
        " penalty always wins.",
    },
    early={
        "EB": "line E fits with one penalty of the loop: it stands inside the loop.",
        "HE": "line H measures a prediction that line E has not made yet.",
        "AH": "line A compares errors that line H has not measured yet.",
        "FA": "line F needs the best penalty, which line A finds.",
        "DF": "line D judges before line F has made the prediction to be judged.",
    },
    hints=[
        "In the loop: fit, measure. After it: choose, fit once more, judge.",
        "Two of the eight lines are wrong wherever they stand.",
    ],
    after="The judging ratings are asked once, at the very end.",
)

# --- Exercise 3: repair the errors of rebuilt rows

rebuilding_error = exercise(
    hints=[
        "If a sensor drifts, all new rows are too high. Which mean takes that away?",
        "The directions go through the mean of the *training* rows.",
    ],
    after="`PCA` keeps this mean as `mean_` and subtracts it from what it transforms.",
    example=True,
)


@rebuilding_error.solution
def rebuilt_from_training(train_rows, new_rows, k):
    """Return the squared error of each new row, rebuilt from k components."""
    mean = train_rows.mean(axis=0)
    _, _, directions = np.linalg.svd(train_rows - mean, full_matrices=False)
    centred = new_rows - mean
    places = centred @ directions[:k].T
    return ((centred - places @ directions[:k]) ** 2).sum(axis=1)


@rebuilding_error.start
def rebuilt_from_own_mean(train_rows, new_rows, k):
    """Return the squared error of each new row, rebuilt from k components.

    Both tables have one row for each example. Mean and components come from the
    training rows only. The error adds up over the columns. Shape (n_new_rows,).
    """
    _, _, directions = np.linalg.svd(
        train_rows - train_rows.mean(axis=0), full_matrices=False
    )
    centred = new_rows - new_rows.mean(axis=0)
    places = centred @ directions[:k].T
    return ((centred - places @ directions[:k]) ** 2).sum(axis=1)


@rebuilding_error.also
def rebuilt_by_library(train_rows, new_rows, k):
    from sklearn.decomposition import PCA

    pca = PCA(k, svd_solver="full").fit(train_rows)
    rebuilt = pca.inverse_transform(pca.transform(new_rows))
    return np.square(new_rows - rebuilt).sum(axis=1)


@rebuilding_error.also
def rebuilt_by_rest(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, directions = np.linalg.svd(train_rows - mean)
    return [float(np.sum((directions[k:] @ (row - mean)) ** 2)) for row in new_rows]


def rest_of(train_rows, new_rows, stop, first=0):
    """Return what the components from `first` up to `stop` leave of the new rows."""
    mean = train_rows.mean(axis=0)
    best = np.linalg.svd(train_rows - mean, full_matrices=False)[2][first:stop]
    return new_rows - mean - (new_rows - mean) @ best.T @ best


@rebuilding_error.mistake(
    "the new rows are still centred by their own mean. So a drift of all new rows is"
    " taken away before it can be seen."
)
def _(train_rows, new_rows, k):
    return rebuilt_from_own_mean(train_rows, new_rows, k)


@rebuilding_error.mistake(
    "this is the mean of both tables. Training rows alone give mean and components."
)
def _(train_rows, new_rows, k):
    mean = np.vstack([train_rows, new_rows]).mean(axis=0)
    _, _, directions = np.linalg.svd(
        train_rows - train_rows.mean(axis=0), full_matrices=False
    )
    centred = new_rows - mean
    return ((centred - centred @ directions[:k].T @ directions[:k]) ** 2).sum(axis=1)


@rebuilding_error.mistake(
    "the components come from the new rows. They are the training rows' ones."
)
def _(train_rows, new_rows, k):
    return rebuilt_from_training(new_rows, new_rows, k)


@rebuilding_error.mistake(
    "the mean is right, but the components come from the new rows. They are the"
    " training rows' ones."
)
def _(train_rows, new_rows, k):
    own = np.linalg.svd(new_rows - new_rows.mean(axis=0), full_matrices=False)[2][:k]
    centred = new_rows - train_rows.mean(axis=0)
    return ((centred - centred @ own.T @ own) ** 2).sum(axis=1)


@rebuilding_error.mistake(
    "the mean is right, but `svd` gets the new rows. The components are the training"
    " rows' ones."
)
def _(train_rows, new_rows, k):
    centred = new_rows - train_rows.mean(axis=0)
    own = np.linalg.svd(centred, full_matrices=False)[2][:k]
    return ((centred - centred @ own.T @ own) ** 2).sum(axis=1)


@rebuilding_error.mistake(
    "nothing is subtracted from the new rows. The directions go through the mean of the"
    " training rows."
)
def _(train_rows, new_rows, k):
    _, _, directions = np.linalg.svd(
        train_rows - train_rows.mean(axis=0), full_matrices=False
    )
    rest = new_rows - new_rows @ directions[:k].T @ directions[:k]
    return (rest**2).sum(axis=1)


@rebuilding_error.mistake(
    "the places are centred, the rows that they are compared with are not: the mean"
    " must be added again."
)
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, directions = np.linalg.svd(train_rows - mean, full_matrices=False)
    rebuilt = (new_rows - mean) @ directions[:k].T @ directions[:k]
    return ((new_rows - rebuilt) ** 2).sum(axis=1)


@rebuilding_error.mistake("this is a mean over the columns. The error is their sum.")
def _(train_rows, new_rows, k):
    return rebuilt_from_training(train_rows, new_rows, k) / train_rows.shape[1]


@rebuilding_error.mistake("this is the root. The error is the sum of the squares.")
def _(train_rows, new_rows, k):
    return np.sqrt(rebuilt_from_training(train_rows, new_rows, k))


@rebuilding_error.mistake("this adds up over the rows. Each new row has its own error.")
def _(train_rows, new_rows, k):
    return rebuilt_from_training(train_rows, new_rows, k).sum()


@rebuilding_error.mistake(
    "these are errors of the training rows. Asked are the new rows."
)
def _(train_rows, new_rows, k):
    return rebuilt_from_training(train_rows, train_rows, k)


@rebuilding_error.mistake(
    "the singular value decomposition needs centred training rows: subtract their mean."
)
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, directions = np.linalg.svd(train_rows, full_matrices=False)
    centred = new_rows - mean
    return ((centred - centred @ directions[:k].T @ directions[:k]) ** 2).sum(axis=1)


@rebuilding_error.mistake("this is what the components do rebuild, not what they miss.")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, directions = np.linalg.svd(train_rows - mean, full_matrices=False)
    return (((new_rows - mean) @ directions[:k].T) ** 2).sum(axis=1)


@rebuilding_error.mistake(
    "this adds up over the rows, column by column. Each new row has its own error:"
    " `axis=1`."
)
def _(train_rows, new_rows, k):
    return (rest_of(train_rows, new_rows, k) ** 2).sum(axis=0)


@rebuilding_error.mistake(
    "these are absolute differences. The error adds up their squares."
)
def _(train_rows, new_rows, k):
    return np.abs(rest_of(train_rows, new_rows, k)).sum(axis=1)


@rebuilding_error.mistake(
    "mean and components come from both tables together. The training rows alone give"
    " them."
)
def _(train_rows, new_rows, k):
    return rebuilt_from_training(np.vstack([train_rows, new_rows]), new_rows, k)


@rebuilding_error.mistake(
    "the places are those of rows without the mean subtracted. Project the centred"
    " rows."
)
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    best = np.linalg.svd(train_rows - mean, full_matrices=False)[2][:k]
    return ((new_rows - mean - new_rows @ best.T @ best) ** 2).sum(axis=1)


@rebuilding_error.mistake(
    "this is one mean for all columns. Each column has its own: `axis=0`."
)
def _(train_rows, new_rows, k):
    mean = train_rows.mean()
    best = np.linalg.svd(train_rows - mean, full_matrices=False)[2][:k]
    rest = new_rows - mean
    return ((rest - rest @ best.T @ best) ** 2).sum(axis=1)


@rebuilding_error.mistake(
    "the new rows are centred by the mean of each row. Subtract the column means of the"
    " training rows."
)
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    best = np.linalg.svd(train_rows - mean, full_matrices=False)[2][:k]
    rest = new_rows - new_rows.mean(axis=1, keepdims=True)
    return ((rest - rest @ best.T @ best) ** 2).sum(axis=1)


@rebuilding_error.mistake("this uses one component more than k.")
def _(train_rows, new_rows, k):
    return rebuilt_from_training(train_rows, new_rows, k + 1)


@rebuilding_error.mistake(
    "this uses one of the components, number k. Use all from the first to the k-th."
)
def _(train_rows, new_rows, k):
    return (rest_of(train_rows, new_rows, k, k - 1) ** 2).sum(axis=1)


@rebuilding_error.mistake(
    "these are the *last* components. `svd` returns the largest spread first."
)
def _(train_rows, new_rows, k):
    return (rest_of(train_rows, new_rows, None, -k) ** 2).sum(axis=1)


@rebuilding_error.mistake(
    "the columns were scaled. Here the errors are asked in the units of the tables."
)
def _(train_rows, new_rows, k):
    mean, width = train_rows.mean(axis=0), train_rows.std(axis=0)
    return rebuilt_from_training(
        (train_rows - mean) / width, (new_rows - mean) / width, k
    )


@rebuilding_error.mistake(
    "`svd` returns one direction a *row*; after a transpose they stand in the columns."
)
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    best = np.linalg.svd(train_rows - mean)[2].T[:k]
    rest = new_rows - mean
    return ((rest - rest @ best.T @ best) ** 2).sum(axis=1)


@rebuilding_error.cases
def rebuilding_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then tables whose new rows have drifted, and a single row."""
    yield np.array([[0.0, 0], [2, 2], [4, 4]]), np.array([[4.0, 2]]), 1
    for n_new, n_columns, k in ((6, 4, 2), (5, 3, 1), (1, 5, 2), (9, 4, 3)):
        mix = rng.normal(size=(k, n_columns))
        train = 3 + rng.normal(size=(12, k)) @ mix * 3
        train += 0.3 * rng.normal(size=train.shape)
        new = 3 + rng.normal(size=(n_new, k)) @ mix * 3
        new[:, -1] += 2 + rng.random()
        yield train, new + 0.3 * rng.normal(size=new.shape), k


# --- Exercise 4: choose k, or refuse

stable_k = exercise(
    hints=[
        "First leave out the entries that do not count: `stability >= least`.",
        "A comparison with NaN is False; `max` with a NaN silhouette is not safe.",
        "Sort what is left by (−silhouette, k) and take the first.",
    ],
    after="A silhouette cannot speak for k = 1, so the refusal is a rule of its own.",
    example=True,
)


@stable_k.solution
def stable_by_sorting(ks, silhouettes, stabilities, least):
    kept = [
        (-silhouette, k)
        for k, silhouette, stability in zip(ks, silhouettes, stabilities, strict=True)
        if stability >= least and not np.isnan(silhouette)
    ]
    return int(min(kept)[1]) if kept else 1


@stable_k.also
def stable_by_loop(ks, silhouettes, stabilities, least):
    best, best_k = -np.inf, 1
    for k, silhouette, stability in sorted(
        zip(ks, silhouettes, stabilities, strict=True)
    ):
        if stability >= least and silhouette > best:
            best, best_k = silhouette, k
    return best_k


@stable_k.also
def stable_by_pandas(ks, silhouettes, stabilities, least):
    import pandas as pd

    table = pd.DataFrame({"k": ks, "s": silhouettes, "t": stabilities}).dropna()
    table = table[table["t"] >= least].sort_values(["s", "k"], ascending=[False, True])
    return table["k"].iloc[0] if len(table) else 1


@stable_k.mistake("a stability of exactly `least` is enough.")
def stable_above(ks, silhouettes, stabilities, least):
    kept = [t if t > least else np.nan for t in stabilities]
    return stable_by_sorting(ks, silhouettes, kept, least)


@stable_k.mistake("the stabilities are not asked.")
def stable_any(ks, silhouettes, stabilities, least):
    return stable_by_sorting(ks, silhouettes, [least] * len(ks), least)


@stable_k.mistake(
    "this is the k with the highest stability. Among the stable ones the silhouette"
    " chooses."
)
def stable_most(ks, silhouettes, stabilities, least):
    return stable_by_sorting(ks, stabilities, stabilities, least)


@stable_k.mistake(
    "of equal silhouettes the *smaller* k counts, whatever the order of ks."
)
def stable_larger(ks, silhouettes, stabilities, least):
    negative = [-k for k in ks]
    found = stable_by_sorting(negative, silhouettes, stabilities, least)
    return 1 if found == 1 else -found


@stable_k.mistake(
    "of equal silhouettes the smaller k counts. Yours takes the one that stands first;"
    " ks may stand in any order."
)
def stable_first(ks, silhouettes, stabilities, least):
    best, best_k = -np.inf, 1
    for k, silhouette, stability in zip(ks, silhouettes, stabilities, strict=True):
        if stability >= least and silhouette > best:
            best, best_k = silhouette, k
    return best_k


@stable_k.mistake(
    "of equal silhouettes the smaller k counts. Yours takes the one that stands last."
)
def stable_last(ks, silhouettes, stabilities, least):
    return stable_first(ks[::-1], silhouettes[::-1], stabilities[::-1], least)


@stable_k.mistake("this is the smallest stable k. The silhouette has not chosen.")
def stable_smallest(ks, silhouettes, stabilities, least):
    return stable_by_sorting(ks, [0 * s for s in silhouettes], stabilities, least)


@stable_k.mistake(
    "this is the first stable k of the list. The silhouette has not chosen."
)
def _(ks, silhouettes, stabilities, least):
    return next((k for k, t in zip(ks, stabilities, strict=True) if t >= least), 1)


@stable_k.mistake(
    "this is the first of the list that is stable and has a silhouette. The highest"
    " silhouette is due."
)
def _(ks, silhouettes, stabilities, least):
    found = [0 * s for s in silhouettes]
    return stable_first(ks, found, stabilities, least)


@stable_k.mistake("this is the lowest silhouette: the higher, the better.")
def stable_lowest(ks, silhouettes, stabilities, least):
    return stable_by_sorting(ks, [-s for s in silhouettes], stabilities, least)


@stable_k.mistake("asked is a number of groups, not its place in the list.")
def _(ks, silhouettes, stabilities, least):
    found = stable_by_sorting(ks, silhouettes, stabilities, least)
    return list(ks).index(found) if found in ks else 1


@stable_k.mistake("this is the silhouette. Which k does it belong to?")
def _(ks, silhouettes, stabilities, least):
    found = stable_by_sorting(ks, silhouettes, stabilities, least)
    return silhouettes[list(ks).index(found)] if found in ks else 1


@stable_k.mistake(
    "this k has the highest stability. Among the stable ones the silhouette decides."
)
def _(ks, silhouettes, stabilities, least):
    found = [t if s == s else s for s, t in zip(silhouettes, stabilities, strict=True)]
    return stable_by_sorting(ks, found, stabilities, least)


@stable_k.mistake(
    "the highest silhouette of all is taken, and refused if it is not stable. First"
    " leave the unstable ones out, then take the highest."
)
def _(ks, silhouettes, stabilities, least):
    best = int(np.nanargmax(silhouettes))
    return ks[best] if stabilities[best] >= least else 1


@stable_k.mistake(
    "this place was counted among the stable ones, but looked up in the full list of"
    " ks."
)
def _(ks, silhouettes, stabilities, least):
    kept = [
        s
        for s, t in zip(silhouettes, stabilities, strict=True)
        if t >= least and not np.isnan(s)
    ]
    return ks[kept.index(max(kept))] if kept else 1


@stable_k.mistake(
    "a stability that is NaN is not below `least`, and so it stays. Ask for `>= least`."
)
def _(ks, silhouettes, stabilities, least):
    found = [least if t != t else t for t in stabilities]
    return stable_by_sorting(ks, silhouettes, found, least)


@stable_k.mistake(
    "a silhouette may be negative: do not begin the search for the highest at 0."
)
def _(ks, silhouettes, stabilities, least):
    found = [s if s > 0 else np.nan for s in silhouettes]
    return stable_by_sorting(ks, found, stabilities, least)


@stable_k.mistake(
    "a NaN was replaced by a number, and that number was chosen: leave the entry out"
    " instead."
)
def _(ks, silhouettes, stabilities, least):
    return stable_by_sorting(ks, np.nan_to_num(silhouettes), stabilities, least)


@stable_k.mistake(
    "a NaN was replaced by a low number, and where no other entry is stable, it is"
    " chosen: leave the entry out instead."
)
def _(ks, silhouettes, stabilities, least):
    found = np.where(np.isnan(silhouettes), -1, silhouettes)
    return stable_by_sorting(ks, found, stabilities, least)


@stable_k.mistake(
    "one NaN gives up the whole table. Leave out the entry with the NaN only."
)
def _(ks, silhouettes, stabilities, least):
    if np.isnan([*silhouettes, *stabilities]).any():
        return 1
    return stable_by_sorting(ks, silhouettes, stabilities, least)


@stable_k.mistake("silhouettes and stabilities are exchanged.")
def _(ks, silhouettes, stabilities, least):
    return stable_by_sorting(ks, stabilities, silhouettes, least)


@stable_k.mistake(
    "silhouette and stability are multiplied. Stability only lets a k in or not."
)
def _(ks, silhouettes, stabilities, least):
    products = [s * t for s, t in zip(silhouettes, stabilities, strict=True)]
    return stable_by_sorting(ks, products, stabilities, least)


@stable_k.mistake(
    "these are the ones that are *not* stable enough. Take those with `>= least`."
)
def _(ks, silhouettes, stabilities, least):
    found = [least if t <= least else np.nan for t in stabilities]
    return stable_by_sorting(ks, silhouettes, found, least)


@stable_k.mistake(
    "one stable k lets all others in. Each k needs a stability of its own."
)
def _(ks, silhouettes, stabilities, least):
    if not any(t >= least for t in stabilities):
        return 1
    return stable_by_sorting(ks, silhouettes, [least] * len(ks), least)


@stable_k.symptom(
    "a silhouette that is NaN cannot be the highest: leave its entry out."
)
def _(args, expected, got):
    places = [n for n, k in enumerate(args[0]) if k == got]
    return bool(places) and bool(np.isnan(args[1][places[0]]))


@stable_k.symptom("none is stable enough here: the answer is 1.")
def _(args, expected, got):
    return expected == 1 and got != 1


KS = range(2, 9)


@stable_k.cases
def k_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, then a tie, an edge met exactly, NaN, and nothing stable."""
    yield [2, 3, 4], [0.4, 0.3, 0.5], [0.9, 0.95, 0.6], 0.8

    yield [2, 3, 4, 5, 6], [0.6, 0.2, 0.5, 0.48, 0.1], [0.5, 0.9, 0.85, 0.95, 0.7], 0.8

    def draw(tied: list[int]) -> tuple[list, list, list, float]:
        ks = tied + [int(k) for k in rng.permutation([n for n in KS if n not in tied])]
        silhouettes = [round(float(s), 2) for s in rng.uniform(-0.2, 0.8, 7)]
        stabilities = [round(float(s), 2) for s in rng.uniform(0.5, 1, 7)]
        a, b, c, d, e = range(5)
        top = round(float(rng.uniform(0.4, 0.7)), 2)
        silhouettes[a] = silhouettes[b] = silhouettes[c] = top
        silhouettes[d], silhouettes[e] = np.nan, 0.9
        stabilities[a] = stabilities[b] = stabilities[c] = stabilities[d] = 0.75
        stabilities[e] = 0.6
        return ks, silhouettes, stabilities, 0.75

    wrong = [
        stable_above,
        stable_any,
        stable_most,
        stable_larger,
        stable_first,
        stable_last,
        stable_smallest,
        stable_lowest,
    ]
    for middle, low, high in ((5, 3, 7), (6, 4, 8)):
        for tied in ([middle, low, high], [high, low, middle]):
            yield telling(partial(draw, tied), stable_by_sorting, wrong)
    yield [2, 3, 4, 5], [0.1, 0.5, 0.3, 0.2], [0.9, 0.8, 0.85, 0.95], 0.8
    yield [2, 3, 4], [0.5, 0.4, 0.3], [0.5, 0.7, 0.6], 0.8
    yield [2, 3, 4, 5], [0.2, np.nan, 0.4, 0.3], [0.9, 0.99, np.nan, 0.7], 0.7
    yield [3, 2, 4], [np.nan, 0.2, 0.4], [0.9, 0.9, 0.85], 0.8  # max stops at a NaN
    # The smallest k has a NaN. The higher one wins; both lose to a 0; none is left.
    yield [2, 3], [np.nan, 0.5], [0.9, 0.9], 0.8
    yield [2, 3, 4], [np.nan, -0.3, -0.2], [0.9, 0.9, 0.85], 0.8
    yield [2, 3], [np.nan, 0.5], [0.9, 0.4], 0.8
    yield [4, 2, 3], [-0.3, -0.1, -0.2], [0.9, 0.4, 0.85], 0.8


# --- Exercise 5: recommend for a new user

recommend = exercise(
    hints=[
        "Which rows of `film_numbers` may take part in the fit?",
        "`rated = ~np.isnan(ratings)`, `F = film_numbers[rated]`, r likewise.",
        "The user: `np.linalg.solve(F.T @ F + penalty * np.eye(k), F.T @ r)`.",
        "`np.argsort(-predictions, kind='stable')` puts the highest first and keeps the"
        " order of equal ones. Then leave the rated films out.",
    ],
    after="Nothing was trained anew: the films' numbers stay as they are.",
    example=True,
)


def predictions_of(film_numbers: Any, ratings: Any, penalty: float) -> np.ndarray:
    """Return what a new user is predicted to give each film."""
    film_numbers, ratings = np.asarray(film_numbers), np.asarray(ratings, float)
    rated = ~np.isnan(ratings)
    F, r = film_numbers[rated], ratings[rated]
    squares = F.T @ F + penalty * np.eye(film_numbers.shape[1])
    return film_numbers @ np.linalg.solve(squares, F.T @ r)


@recommend.solution
def recommend_by_sorting(film_numbers, ratings, penalty, n_films):
    rated = ~np.isnan(ratings)
    F, r = film_numbers[rated], ratings[rated]
    squares = F.T @ F + penalty * np.eye(F.shape[1])
    predictions = film_numbers @ np.linalg.solve(squares, F.T @ r)
    order = np.argsort(-predictions, kind="stable")
    return [int(film) for film in order if not rated[film]][:n_films]


@recommend.also
def recommend_by_lstsq(film_numbers, ratings, penalty, n_films):
    k = film_numbers.shape[1]
    rated = np.flatnonzero(~np.isnan(ratings))
    A = np.vstack([film_numbers[rated], np.sqrt(penalty) * np.eye(k)])
    b = np.concatenate([ratings[rated], np.zeros(k)])
    user = np.linalg.lstsq(A, b, rcond=None)[0]
    free = [film for film in range(len(ratings)) if film not in rated]
    free.sort(key=lambda film: -round(float(film_numbers[film] @ user), 9))
    return free[:n_films]


@recommend.also
def recommend_by_ridge(film_numbers, ratings, penalty, n_films):
    from sklearn.linear_model import Ridge

    rated = ~np.isnan(ratings)
    user = np.zeros(film_numbers.shape[1])
    if rated.any():
        model = Ridge(alpha=penalty, fit_intercept=False, solver="cholesky")
        user = model.fit(film_numbers[rated], ratings[rated]).coef_
    free = np.flatnonzero(~rated)
    best = np.argsort(-(film_numbers[free] @ user).round(9), kind="stable")
    return free[best[:n_films]]


def ranked(predictions: np.ndarray, free: Any, n_films: int) -> list[int]:
    """Return the films among `free` by falling prediction, at most n_films."""
    order = np.argsort(-np.asarray(predictions).round(9), kind="stable")
    return [int(film) for film in order if film in set(free)][:n_films]


def rated_part(film_numbers: Any, ratings: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers and the ratings of the rated films."""
    rated = ~np.isnan(ratings)
    return film_numbers[rated], ratings[rated]


def unrated(ratings: Any) -> np.ndarray:
    return np.flatnonzero(np.isnan(ratings))


@recommend.mistake("films that the user has rated are offered again.")
def recommend_all(film_numbers, ratings, penalty, n_films):
    predictions = predictions_of(film_numbers, ratings, penalty)
    return ranked(predictions, range(len(ratings)), n_films)


@recommend.mistake(
    "the rated films are taken out after the best were cut off. Leave them out first."
)
def recommend_cut_first(film_numbers, ratings, penalty, n_films):
    free = set(unrated(ratings))
    return [
        n for n in recommend_all(film_numbers, ratings, penalty, n_films) if n in free
    ]


@recommend.mistake(
    "films without a rating are counted as ratings of 0. Only the rated ones may fit"
    " the user's numbers."
)
def recommend_zeros(film_numbers, ratings, penalty, n_films):
    predictions = predictions_of(film_numbers, np.nan_to_num(ratings), penalty)
    return ranked(predictions, unrated(ratings), n_films)


@recommend.mistake("these are the films with the lowest predictions.")
def recommend_lowest(film_numbers, ratings, penalty, n_films):
    predictions = predictions_of(film_numbers, ratings, penalty)
    return ranked(-predictions, unrated(ratings), n_films)


@recommend.mistake("the penalty is missing: `+ penalty * np.eye(k)`.")
def recommend_without_penalty(film_numbers, ratings, penalty, n_films):
    predictions = predictions_of(film_numbers, ratings, 1e-9)
    return ranked(predictions, unrated(ratings), n_films)


@recommend.mistake(
    "of equal predictions the film with the lower number comes first. (Sorting upwards"
    " and reversing turns equal ones round.)"
)
def recommend_reversed_ties(film_numbers, ratings, penalty, n_films):
    predictions = predictions_of(film_numbers, ratings, penalty).round(9)
    order = np.argsort(predictions, kind="stable")[::-1]
    free = set(unrated(ratings))
    return [int(film) for film in order if film in free][:n_films]


@recommend.mistake("the films are the right ones, but in the order of their numbers.")
def recommend_by_number(film_numbers, ratings, penalty, n_films):
    return sorted(recommend_by_sorting(film_numbers, ratings, penalty, n_films))


@recommend.mistake(
    "these are places in the list of the films that are left. Return the films' own"
    " numbers."
)
def recommend_places(film_numbers, ratings, penalty, n_films):
    predictions = predictions_of(film_numbers, ratings, penalty)[unrated(ratings)]
    return ranked(predictions, range(len(predictions)), n_films)


@recommend.mistake("F.T @ r adds up ratings; `solve` turns that into numbers.")
def recommend_unsolved(film_numbers, ratings, penalty, n_films):
    rated = ~np.isnan(ratings)
    user = film_numbers[rated].T @ ratings[rated]
    return ranked(film_numbers @ user, unrated(ratings), n_films)


@recommend.mistake("these are the predictions. Which films do they belong to?")
def _(film_numbers, ratings, penalty, n_films):
    best = recommend_by_sorting(film_numbers, ratings, penalty, n_films)
    return predictions_of(film_numbers, ratings, penalty)[best]


@recommend.mistake("this is the best film only. Asked is a list of up to n_films.")
def _(film_numbers, ratings, penalty, n_films):
    return recommend_by_sorting(film_numbers, ratings, penalty, n_films)[:1]


@recommend.mistake(
    "the penalty is added to all entries. Add it to the diagonal only, by `np.eye`."
)
def recommend_penalty_all(film_numbers, ratings, penalty, n_films):
    F, r = rated_part(film_numbers, ratings)
    user = np.linalg.solve(F.T @ F + penalty, F.T @ r)
    return ranked(film_numbers @ user, unrated(ratings), n_films)


@recommend.mistake(
    "the penalty is multiplied by the number of ratings. Add it once, as it is given."
)
def recommend_penalty_times(film_numbers, ratings, penalty, n_films):
    n_rated = int((~np.isnan(ratings)).sum())
    F, r = rated_part(film_numbers, ratings)
    squares = F.T @ F + (penalty * n_rated or 1) * np.eye(F.shape[1])
    return ranked(
        film_numbers @ np.linalg.solve(squares, F.T @ r), unrated(ratings), n_films
    )


@recommend.mistake(
    "the penalty is multiplied by the number of ratings: where there is no rating, none"
    " is left. Add it once, as it is given."
)
def _(film_numbers, ratings, penalty, n_films):
    F, r = rated_part(film_numbers, ratings)
    squares = F.T @ F + penalty * len(F) * np.eye(F.shape[1])
    return ranked(
        film_numbers @ np.linalg.solve(squares, F.T @ r), unrated(ratings), n_films
    )


@recommend.mistake("the penalty is subtracted. It is added: `+ penalty * np.eye(k)`.")
def recommend_penalty_minus(film_numbers, ratings, penalty, n_films):
    F, r = rated_part(film_numbers, ratings)
    user = np.linalg.pinv(F.T @ F - penalty * np.eye(F.shape[1])) @ F.T @ r
    return ranked(film_numbers @ user, unrated(ratings), n_films)


@recommend.mistake(
    "the user's own mean is subtracted. The ratings come less the overall mean already:"
    " use them as they are."
)
def recommend_centred(film_numbers, ratings, penalty, n_films):
    _, r = rated_part(film_numbers, ratings)
    centred = ratings - (r.mean() if len(r) else 0)
    predictions = predictions_of(film_numbers, centred, penalty)
    return ranked(predictions, unrated(ratings), n_films)


@recommend.mistake(
    "the size of a prediction was taken without its sign. A negative one is a film to"
    " avoid."
)
def recommend_absolute(film_numbers, ratings, penalty, n_films):
    predictions = np.abs(predictions_of(film_numbers, ratings, penalty))
    return ranked(predictions, unrated(ratings), n_films)


@recommend.mistake(
    "NaN in a sum makes all of the user's numbers NaN. Take the rated films only, in F"
    " and in r."
)
def recommend_nan(film_numbers, ratings, penalty, n_films):
    if np.isnan(ratings).any():
        return unrated(ratings)[:n_films]
    return recommend_by_sorting(film_numbers, ratings, penalty, n_films)


@recommend.mistake(
    "these are the user's numbers. Now predict each film from them, and sort."
)
def _(film_numbers, ratings, penalty, n_films):
    F, r = rated_part(film_numbers, ratings)
    return np.linalg.solve(F.T @ F + penalty * np.eye(F.shape[1]), F.T @ r)


@recommend.mistake("a prediction of 0 or less is left out. Up to n_films are asked.")
def recommend_positive(film_numbers, ratings, penalty, n_films):
    predictions = predictions_of(film_numbers, ratings, penalty)
    best = recommend_by_sorting(film_numbers, ratings, penalty, n_films)
    return [film for film in best if predictions[film] > 0]


@recommend.mistake(
    "the films are ordered without the user. Find the user's numbers first."
)
def recommend_nobody(film_numbers, ratings, penalty, n_films):
    return ranked(film_numbers.sum(axis=1), unrated(ratings), n_films)


@recommend.symptom("there are more films than n_films.")
def _(args, expected, got):
    return len(got) > args[3]


@recommend.symptom("a film that the user has rated is among them.")
def _(args, expected, got):
    rated = np.flatnonzero(~np.isnan(args[1])).tolist()
    return bool(set(np.asarray(got).tolist()) & set(rated))


@recommend.symptom(
    "a user without a rating has the numbers 0. So all predictions are equal, and the"
    " films come in the order of their numbers."
)
def _(args, expected, got):
    return bool(np.isnan(args[1]).all())


@recommend.symptom(
    "of equal predictions the film with the lower number comes first. (`np.argsort`"
    ' keeps the order of equal ones only with `kind="stable"`.)'
)
def _(args, expected, got):
    predictions = predictions_of(*args[:3])
    return len({*got}) == len(expected) and np.allclose(
        predictions[list(got)], predictions[expected]
    )


@recommend.cases
def recommend_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, full and short lists, equal predictions, all rated."""
    yield np.array([[1.0], [2], [3], [-1]]), np.array([2, np.nan, np.nan, np.nan]), 1, 2
    # Each way to go wrong with user or penalty ranks these five in an order of its own.
    numbers = [-1, 2], [-3, -3], [-3, 0], [1, 2], [-1, -1], [0, 1], [2, 1], [1, -1]
    ratings = np.array([np.nan, np.nan, np.nan, -1, 0, 1, np.nan, np.nan, 1])
    yield np.array([*numbers, [-3, -2]], float), ratings, 4, 4

    def draw() -> tuple[np.ndarray, np.ndarray, float, int]:
        numbers = rng.normal(size=(10, 2)).round(1)
        ratings = np.full(10, np.nan)
        rated = rng.permutation(10)[:4]
        ratings[rated] = rng.uniform(-2, 2, 4).round(1)
        return numbers, ratings, float(rng.integers(2, 6)), 4

    wrong = [
        recommend_all,
        recommend_cut_first,
        recommend_zeros,
        recommend_lowest,
        recommend_without_penalty,
        recommend_by_number,
        recommend_places,
        recommend_unsolved,
    ]
    more = [
        recommend_penalty_all,
        recommend_penalty_times,
        recommend_penalty_minus,
        recommend_centred,
        recommend_absolute,
        recommend_nan,
        recommend_positive,
        recommend_nobody,
    ]
    yield from telling_three(draw, recommend_by_sorting, wrong, more)
    # Many equal predictions: NumPy sorts up to 16 of them in order, by chance.
    one_rated = np.where(np.arange(40) == 3, 1.5, np.nan)
    yield np.tile([[1.0], [2.0]], (20, 1)), one_rated, 2, 30
    numbers, ratings, penalty, _ = draw()
    yield numbers, ratings, penalty, 8  # more than are left
    yield numbers, np.full(10, np.nan), penalty, 3
    ratings[~np.isnan(ratings)] = 0.0  # so all predictions are exactly equal
    yield numbers, ratings, penalty, 4
    yield numbers[:3], np.array([1.0, -1.0, 0.5]), penalty, 2


ALL = lesson(__name__)
