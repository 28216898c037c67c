"""Answers to lesson 2.2 by students who had seen the lesson only."""

import math

import numpy as np
import pandas as pd
import torch
from scipy.spatial.distance import cdist
from sklearn.decomposition import PCA
from sklearn.metrics.pairwise import nan_euclidean_distances

from tests.exercises.answers import right, wrong

# ---- nearest_centres ----


@right("nearest_centres")
def _(X, centres):
    squares = np.stack([(X - centre) ** 2 for centre in centres], axis=1)
    return np.argmin(np.nanmean(squares, axis=2), axis=1)


@right("nearest_centres")
def _(X, centres):
    answer = []
    for row in X:
        best, best_distance = None, float("inf")
        for n, centre in enumerate(centres):
            parts = [(a - b) ** 2 for a, b in zip(row, centre) if a == a]
            distance = sum(parts) / len(parts)
            if distance < best_distance:
                best, best_distance = n, distance
        answer.append(best)
    return answer


@right("nearest_centres")
def _(X, centres):
    return [np.argmin(np.nansum((centres - row) ** 2, axis=1)) for row in X]


@right("nearest_centres")
def _(X, centres):
    table = pd.DataFrame(
        {n: np.nanmean((X - c) ** 2, 1) for n, c in enumerate(centres)}
    )
    return table.idxmin(axis=1)


@right("nearest_centres")
def _(X, centres):
    squares = (torch.tensor(X)[:, None] - torch.tensor(centres)) ** 2
    return torch.tensor(np.nanmean(squares.numpy(), axis=2).argmin(axis=1))


@wrong("nearest_centres", "as in the lesson, NaN stays", says="argmin")
def _(X, centres):
    return ((X[:, None, :] - centres) ** 2).sum(axis=2).argmin(axis=1)


@wrong("nearest_centres", "NaN is 0", says="no 0")
def _(X, centres):
    X = np.where(np.isnan(X), 0, X)
    return cdist(X, centres, "sqeuclidean").argmin(axis=1)


@wrong("nearest_centres", "absolute differences", says="without squares")
def _(X, centres):
    return np.nansum(np.abs(X[:, None, :] - centres), axis=2).argmin(axis=1)


@wrong("nearest_centres", "drops the columns", says="left out for all rows")
def _(X, centres):
    keep = ~np.isnan(X).any(axis=0)
    return cdist(X[:, keep], centres[:, keep]).argmin(axis=1)


@wrong("nearest_centres", "wrong axis", says="nearest row of each centre")
def _(X, centres):
    return np.nanmean((X[:, None, :] - centres) ** 2, axis=2).argmin(axis=0)


@wrong("nearest_centres", "the later of equal ones", says="lower")
def _(X, centres):
    answer = []
    for row in X:
        best, least = 0, np.inf
        for n, centre in enumerate(centres):
            distance = np.nanmean((row - centre) ** 2)
            if distance <= least:
                best, least = n, distance
        answer.append(best)
    return answer


@wrong("nearest_centres", "returns after the first row", says="inside the loop")
def _(X, centres):
    answer = []
    for row in X:
        answer.append(np.nanmean((centres - row) ** 2, axis=1).argmin())
        return answer


@wrong("nearest_centres", "distances", says="Which centre")
def _(X, centres):
    return np.nanmean((X[:, None, :] - centres) ** 2, axis=2).min(axis=1)


# ---- tuning_order ----

right("tuning_order", "B E H A F D")
right("tuning_order", "BEHAFD")
right("tuning_order", "b, e, h, a, f, d")
right("tuning_order", list("BEHAFD"))
right("tuning_order", np.array(list("BEHAFD")))

wrong("tuning_order", "B E C A F D", "tunes on the judges", says="line C")
wrong("tuning_order", "B E G A F D", "tunes on the fitted", says="line G")
wrong("tuning_order", "B H E A F D", "measures before it fits", says="line H")
wrong("tuning_order", "B E A H F D", "chooses before measuring", says="line A")
wrong("tuning_order", "B E H F A D", "fits before choosing", says="line F")
wrong("tuning_order", "B E H A D F", "judges the last of the loop", says="line D")
wrong("tuning_order", "B E H A F", "never judges", says="a letter is missing")

# ---- rebuilding_error ----


@right("rebuilding_error")
def _(train_rows, new_rows, k):
    _, _, directions = np.linalg.svd(
        train_rows - train_rows.mean(axis=0), full_matrices=False
    )
    centred = new_rows - train_rows.mean(axis=0)
    places = centred @ directions[:k].T
    return ((centred - places @ directions[:k]) ** 2).sum(axis=1)


@right("rebuilding_error")
def _(train_rows, new_rows, k):
    pca = PCA(n_components=k).fit(train_rows)
    return ((pca.inverse_transform(pca.transform(new_rows)) - new_rows) ** 2).sum(1)


@right("rebuilding_error")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(train_rows.T))
    best = vectors[:, ::-1][:, :k]
    centred = new_rows - mean
    return (centred**2).sum(1) - ((centred @ best) ** 2).sum(1)


@right("rebuilding_error")
def _(train_rows, new_rows, k):
    mean = np.mean(train_rows, axis=0)
    directions = np.linalg.svd(train_rows - mean, full_matrices=False)[2][:k]
    errors = []
    for row in new_rows:
        rebuilt = mean + ((row - mean) @ directions.T) @ directions
        errors.append(sum((row - rebuilt) ** 2))
    return errors


@right("rebuilding_error")
def _(train_rows, new_rows, k):
    train, new = torch.tensor(train_rows), torch.tensor(new_rows)
    mean = train.mean(dim=0)
    directions = torch.linalg.svd(train - mean, full_matrices=False)[2][:k]
    rest = (new - mean) - (new - mean) @ directions.T @ directions
    return (rest**2).sum(dim=1)


@wrong("rebuilding_error", "PCA fitted to the new rows", says="come from the new rows")
def _(train_rows, new_rows, k):
    mean = new_rows.mean(axis=0)
    directions = np.linalg.svd(new_rows - mean)[2][:k]
    centred = new_rows - mean
    return ((centred - centred @ directions.T @ directions) ** 2).sum(axis=1)


@wrong("rebuilding_error", "mean of both", says="mean of both")
def _(train_rows, new_rows, k):
    mean = np.concatenate([train_rows, new_rows]).mean(axis=0)
    directions = np.linalg.svd(train_rows - train_rows.mean(axis=0))[2][:k]
    centred = new_rows - mean
    return ((centred - centred @ directions.T @ directions) ** 2).sum(axis=1)


@wrong("rebuilding_error", "not centred", says="nothing is subtracted")
def _(train_rows, new_rows, k):
    directions = np.linalg.svd(train_rows - train_rows.mean(axis=0))[2][:k]
    return ((new_rows - new_rows @ directions.T @ directions) ** 2).sum(axis=1)


@wrong("rebuilding_error", "a mean over columns", says="sum")
def _(train_rows, new_rows, k):
    pca = PCA(k).fit(train_rows)
    return ((pca.inverse_transform(pca.transform(new_rows)) - new_rows) ** 2).mean(1)


@wrong("rebuilding_error", "summed over rows", says=None)
def _(train_rows, new_rows, k):
    pca = PCA(k).fit(train_rows)
    return ((pca.inverse_transform(pca.transform(new_rows)) - new_rows) ** 2).sum(0)


@wrong("rebuilding_error", "a root", says="root")
def _(train_rows, new_rows, k):
    pca = PCA(k).fit(train_rows)
    rebuilt = pca.inverse_transform(pca.transform(new_rows))
    return np.linalg.norm(new_rows - rebuilt, axis=1)


@wrong("rebuilding_error", "forgets to add the mean", says="added again")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    directions = np.linalg.svd(train_rows - mean)[2][:k]
    rebuilt = (new_rows - mean) @ directions.T @ directions
    return ((new_rows - rebuilt) ** 2).sum(axis=1)


# ---- stable_k ----


@right("stable_k")
def _(ks, silhouettes, stabilities, least):
    table = pd.DataFrame({"k": ks, "s": silhouettes, "t": stabilities})
    table = table[(table.t >= least) & table.s.notna()].sort_values("k")
    return int(table.k[table.s.idxmax()]) if len(table) else 1


@right("stable_k")
def _(ks, silhouettes, stabilities, least):
    best = None
    for k, s, t in zip(ks, silhouettes, stabilities):
        if not t >= least or s != s:
            continue
        if best is None or s > best[0] or (s == best[0] and k < best[1]):
            best = (s, k)
    return 1 if best is None else best[1]


@right("stable_k")
def _(ks, silhouettes, stabilities, least):
    good = [n for n in range(len(ks)) if stabilities[n] >= least]
    good = [n for n in good if not np.isnan(silhouettes[n])]
    if not good:
        return 1
    top = max(silhouettes[n] for n in good)
    return min(ks[n] for n in good if silhouettes[n] == top)


@right("stable_k")
def _(ks, silhouettes, stabilities, least):
    s = np.where(np.array(stabilities) >= least, silhouettes, np.nan)
    if np.isnan(s).all():
        return 1
    return np.array(ks)[s == np.nanmax(s)].min()


@right("stable_k")
def _(ks, silhouettes, stabilities, least):
    rows = sorted(zip(ks, silhouettes, stabilities))
    rows = [row for row in rows if row[2] >= least and row[1] == row[1]]
    return max(rows, key=lambda row: row[1])[0] if rows else 1


@wrong("stable_k", "above, not at least", says="exactly")
def _(ks, silhouettes, stabilities, least):
    rows = [
        r for r in zip(silhouettes, ks, stabilities) if r[2] > least and r[0] == r[0]
    ]
    return min(rows, key=lambda r: (-r[0], r[1]))[1] if rows else 1


@wrong("stable_k", "stability ignored", says="not asked")
def _(ks, silhouettes, stabilities, least):
    rows = [r for r in zip(silhouettes, ks) if r[0] == r[0]]
    return min(rows, key=lambda r: (-r[0], r[1]))[1]


@wrong("stable_k", "the most stable one", says="highest stability")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (-t, k)
        for k, s, t in zip(ks, silhouettes, stabilities)
        if t >= least and not np.isnan(t)
    ]
    return min(rows)[1] if rows else 1


@wrong("stable_k", "a tie goes to the larger k", says="smaller")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (s, k) for k, s, t in zip(ks, silhouettes, stabilities) if t >= least and s == s
    ]
    return max(rows)[1] if rows else 1


@wrong("stable_k", "a tie goes to the first", says="any order")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (s, k) for k, s, t in zip(ks, silhouettes, stabilities) if t >= least and s == s
    ]
    return max(rows, key=lambda row: row[0])[1] if rows else 1


@wrong("stable_k", "nothing stable gives None", says="the answer is 1")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (-s, k)
        for k, s, t in zip(ks, silhouettes, stabilities)
        if t >= least and s == s
    ]
    return min(rows)[1] if rows else 2


@wrong("stable_k", "NaN is the maximum", says="NaN")
def _(ks, silhouettes, stabilities, least):
    s = np.where(np.array(stabilities) >= least, silhouettes, -np.inf)
    return int(ks[int(np.argmax(s))]) if max(stabilities) >= least else 1


# ---- recommend ----


@right("recommend")
def _(film_numbers, ratings, penalty, n_films):
    rated = ~np.isnan(ratings)
    F, r = film_numbers[rated], ratings[rated]
    user = np.linalg.inv(F.T @ F + penalty * np.eye(F.shape[1])) @ F.T @ r
    predictions = film_numbers @ user
    predictions[rated] = -np.inf
    order = np.argsort(-np.round(predictions, 8), kind="stable")
    return order[: min(n_films, (~rated).sum())]


@right("recommend")
def _(film_numbers, ratings, penalty, n_films):
    rated = ~np.isnan(ratings)
    F, r = film_numbers[rated], ratings[rated]
    user = np.linalg.solve(F.T @ F + penalty * np.eye(F.shape[1]), F.T @ r)
    free = [n for n in range(len(ratings)) if np.isnan(ratings[n])]
    return sorted(free, key=lambda n: (-round(sum(film_numbers[n] * user), 9), n))[
        :n_films
    ]


@right("recommend")
def _(film_numbers, ratings, penalty, n_films):
    known = pd.Series(ratings).dropna()
    F = film_numbers[known.index]
    k = F.shape[1]
    user = np.linalg.solve(F.T @ F + penalty * np.eye(k), F.T @ known.to_numpy())
    scores = pd.Series(film_numbers @ user).round(9).drop(known.index)
    return scores.sort_values(ascending=False, kind="stable").index[:n_films].tolist()


@right("recommend")
def _(film_numbers, ratings, penalty, n_films):
    k = film_numbers.shape[1]
    A, b = penalty * np.eye(k), np.zeros(k)
    for numbers, rating in zip(film_numbers, ratings):
        if not np.isnan(rating):
            A = A + np.outer(numbers, numbers)
            b = b + rating * numbers
    user = np.linalg.solve(A, b)
    scores = {
        n: round(float(film_numbers[n] @ user), 9)
        for n in range(len(ratings))
        if np.isnan(ratings[n])
    }
    return sorted(scores, key=lambda n: -scores[n])[:n_films]


@right("recommend")
def _(film_numbers, ratings, penalty, n_films):
    F, r = torch.tensor(film_numbers), torch.tensor(ratings)
    rated = ~torch.isnan(r)
    A = F[rated].T @ F[rated] + penalty * torch.eye(F.shape[1], dtype=F.dtype)
    user = torch.linalg.solve(A, F[rated].T @ r[rated])
    free = torch.nonzero(~rated)[:, 0]
    best = torch.sort(-(F[free] @ user).round(decimals=8), stable=True).indices
    return free[best][:n_films]


@wrong("recommend", "offers rated films", says="rated")
def _(film_numbers, ratings, penalty, n_films):
    rated = ~np.isnan(ratings)
    F, r = film_numbers[rated], ratings[rated]
    user = np.linalg.solve(F.T @ F + penalty * np.eye(F.shape[1]), F.T @ r)
    return list(np.argsort(-(film_numbers @ user).round(9), kind="stable")[:n_films])


@wrong("recommend", "NaN as 0", says="ratings of 0")
def _(film_numbers, ratings, penalty, n_films):
    r, F = np.nan_to_num(ratings), film_numbers
    user = np.linalg.solve(F.T @ F + penalty * np.eye(F.shape[1]), F.T @ r)
    order = np.argsort(-(F @ user).round(9), kind="stable")
    return [n for n in order if np.isnan(ratings[n])][:n_films]


@wrong("recommend", "the worst first", says="lowest")
def _(film_numbers, ratings, penalty, n_films):
    rated = ~np.isnan(ratings)
    F, r = film_numbers[rated], ratings[rated]
    user = np.linalg.solve(F.T @ F + penalty * np.eye(F.shape[1]), F.T @ r)
    order = np.argsort((film_numbers @ user).round(9), kind="stable")
    return [n for n in order if np.isnan(ratings[n])][:n_films]


@wrong("recommend", "no penalty", says="penalty")
def _(film_numbers, ratings, penalty, n_films):
    rated = ~np.isnan(ratings)
    F, r = film_numbers[rated], ratings[rated]
    user = np.linalg.pinv(F) @ r if len(F) else np.zeros(film_numbers.shape[1])
    order = np.argsort(-(film_numbers @ user).round(9), kind="stable")
    return [n for n in order if np.isnan(ratings[n])][:n_films]


@wrong("recommend", "reverses ties", says="equal predictions")
def _(film_numbers, ratings, penalty, n_films):
    rated = ~np.isnan(ratings)
    F, r = film_numbers[rated], ratings[rated]
    user = np.linalg.solve(F.T @ F + penalty * np.eye(F.shape[1]), F.T @ r)
    order = np.argsort((film_numbers @ user).round(9), kind="stable")[::-1]
    return [n for n in order if np.isnan(ratings[n])][:n_films]


@wrong("recommend", "places among the free ones", says="places in the list")
def _(film_numbers, ratings, penalty, n_films):
    rated = ~np.isnan(ratings)
    F, r = film_numbers[rated], ratings[rated]
    user = np.linalg.solve(F.T @ F + penalty * np.eye(F.shape[1]), F.T @ r)
    scores = (film_numbers[~rated] @ user).round(9)
    return np.argsort(-scores, kind="stable")[:n_films]


@wrong("recommend", "cuts off first", says="cut off")
def _(film_numbers, ratings, penalty, n_films):
    rated = ~np.isnan(ratings)
    F, r = film_numbers[rated], ratings[rated]
    user = np.linalg.solve(F.T @ F + penalty * np.eye(F.shape[1]), F.T @ r)
    order = np.argsort(-(film_numbers @ user).round(9), kind="stable")[:n_films]
    return [n for n in order if not rated[n]]


# ---- a second student ----

right("tuning_order", tuple("BEHAFD"))
wrong("tuning_order", "BEHAD", "no refit", says="a letter is missing")
wrong("tuning_order", "ABEHFD", "best before the loop", says="line A")
wrong("tuning_order", "EBHAFD", "fit before the loop", says="line E")
wrong("tuning_order", "BEHGCAFD", "all eight", says="line C")
wrong("tuning_order", "BEHAFC", "judge in errors instead of print", says="line C")
wrong("tuning_order", "BEHDAF", "judges in the loop", says="line D")
wrong("tuning_order", "BFEHAD", "refit in loop first", says="line F")
wrong("tuning_order", "DFAHEB", "reversed", says="line E")
wrong("tuning_order", "BEHGAD", "two measures, no refit", says="line G")
wrong("tuning_order", [1, 2, 3, 4, 5, 6], "numbers", says=None)
wrong("tuning_order", "BEHAFDC", "C added", says="line C")
wrong("tuning_order", "BEGHAFD", "G too", says="line G")
wrong("tuning_order", "", "empty", says="a letter is missing")


@right("nearest_centres")
def _(X, centres):
    return nan_euclidean_distances(X, centres).argmin(axis=1)


@right("nearest_centres")
def _(X, centres):
    known = ~np.isnan(X)
    filled = np.where(known, X, 0)
    sums = (filled**2).sum(1)[:, None] - 2 * filled @ centres.T + known @ (centres**2).T
    return np.argmin(sums / known.sum(1)[:, None], axis=1)


@right("nearest_centres")
def _(X, centres):
    d = (
        torch.as_tensor(X, dtype=torch.float64)[:, None]
        - torch.as_tensor(centres, dtype=torch.float64)
    ) ** 2
    return d.nanmean(dim=2).argmin(dim=1)


@right("nearest_centres")
def _(X, centres):
    labels = np.empty(len(X), dtype=int)
    for n, row in enumerate(X):
        has = ~np.isnan(row)
        labels[n] = cdist(row[has][None], centres[:, has], "sqeuclidean").argmin()
    return labels


@wrong(
    "nearest_centres", "holes filled with column means", says="means of their columns"
)
def _(X, centres):
    X = np.where(np.isnan(X), np.nanmean(X, axis=0), X)
    return cdist(X, centres).argmin(axis=1)


@wrong(
    "nearest_centres",
    "drops rows with holes",
    says="rows with a missing value are gone",
)
def _(X, centres):
    X = X[~np.isnan(X).any(axis=1)]
    return cdist(X, centres).argmin(axis=1)


@wrong("nearest_centres", "signed differences, not squared", says="may be negative")
def _(X, centres):
    return np.nanmean(X[:, None] - centres, axis=2).argmin(axis=1)


@wrong(
    "nearest_centres",
    "squares the mean difference",
    says="the mean of the differences is squared",
)
def _(X, centres):
    return (np.nanmean(X[:, None] - centres, axis=2) ** 2).argmin(axis=1)


@wrong(
    "nearest_centres", "mean over centres, not columns", says="mean over the centres"
)
def _(X, centres):
    return np.nanmean((X[:, None] - centres) ** 2, axis=1).argmin(axis=1)


@wrong("nearest_centres", "distances returned", says=None)
def _(X, centres):
    return np.nanmean((X[:, None] - centres) ** 2, axis=2)


@wrong("nearest_centres", "the farthest", says="farthest")
def _(X, centres):
    return np.nanmean((X[:, None] - centres) ** 2, axis=2).argmax(axis=1)


@wrong("nearest_centres", "counts from 1", says="counted from 0")
def _(X, centres):
    return np.nanmean((X[:, None] - centres) ** 2, axis=2).argmin(axis=1) + 1


@wrong("nearest_centres", "largest difference only", says="largest difference")
def _(X, centres):
    return np.nanmax((X[:, None] - centres) ** 2, axis=2).argmin(axis=1)


@wrong("nearest_centres", "first column only", says="one column only")
def _(X, centres):
    return np.abs(X[:, :1] - centres[:, 0]).argmin(axis=1)


@wrong("nearest_centres", "holes as infinite", says="Leave the missing columns")
def _(X, centres):
    X = np.where(np.isnan(X), np.inf, X)
    return cdist(X, centres, "sqeuclidean").argmin(axis=1)


@wrong("nearest_centres", "coordinates, not numbers", says="Return their numbers")
def _(X, centres):
    return centres[np.nanmean((X[:, None] - centres) ** 2, axis=2).argmin(axis=1)]


@wrong("nearest_centres", "prints", says="`return` missing")
def _(X, centres):
    print(np.nanmean((X[:, None] - centres) ** 2, axis=2).argmin(axis=1))


@wrong("nearest_centres", "the example's result", says="`X` is never used")
def _(X, centres):
    return np.array([0, 1])


def rebuilt(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, directions = np.linalg.svd(train_rows - mean, full_matrices=False)
    centred = new_rows - mean
    places = centred @ directions[:k].T
    return ((centred - places @ directions[:k]) ** 2).sum(axis=1)


@right("rebuilding_error")
def _(train_rows, new_rows, k):
    mean = np.mean(train_rows, axis=0)
    _, _, vt = np.linalg.svd(train_rows - mean)
    return (((new_rows - mean) @ vt[k:].T) ** 2).sum(axis=1)


@right("rebuilding_error")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, vt = np.linalg.svd(train_rows - mean, full_matrices=False)
    c = new_rows - mean
    return (c**2).sum(axis=1) - ((c @ vt[:k].T) ** 2).sum(axis=1)


@right("rebuilding_error")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    c = train_rows - mean
    _, vectors = np.linalg.eigh(c.T @ c)
    V = vectors[:, ::-1][:, :k]
    d = new_rows - mean
    return np.linalg.norm(d - d @ V @ V.T, axis=1) ** 2


@wrong("rebuilding_error", "the bug by PCA", says="centred by their own mean")
def _(train_rows, new_rows, k):
    pca = PCA(k).fit(train_rows)
    pca.mean_ = new_rows.mean(axis=0)
    return ((new_rows - pca.inverse_transform(pca.transform(new_rows))) ** 2).sum(
        axis=1
    )


@wrong("rebuilding_error", "places from rows not centred", says="Project the centred")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, d = np.linalg.svd(train_rows - mean, full_matrices=False)
    places = new_rows @ d[:k].T
    return ((new_rows - mean - places @ d[:k]) ** 2).sum(axis=1)


@wrong("rebuilding_error", "fit on both", says="both tables together")
def _(train_rows, new_rows, k):
    rows = np.vstack([train_rows, new_rows])
    mean = rows.mean(axis=0)
    _, _, d = np.linalg.svd(rows - mean, full_matrices=False)
    c = new_rows - mean
    return ((c - c @ d[:k].T @ d[:k]) ** 2).sum(axis=1)


@wrong("rebuilding_error", "absolute", says="absolute")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, d = np.linalg.svd(train_rows - mean, full_matrices=False)
    c = new_rows - mean
    return np.abs(c - c @ d[:k].T @ d[:k]).sum(axis=1)


@wrong("rebuilding_error", "one number", says="adds up over the rows")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, d = np.linalg.svd(train_rows - mean, full_matrices=False)
    c = new_rows - mean
    return ((c - c @ d[:k].T @ d[:k]) ** 2).sum()


@wrong("rebuilding_error", "one mean for all columns", says="one mean for all columns")
def _(train_rows, new_rows, k):
    mean = train_rows.mean()
    _, _, d = np.linalg.svd(train_rows - mean, full_matrices=False)
    c = new_rows - mean
    return ((c - c @ d[:k].T @ d[:k]) ** 2).sum(axis=1)


@wrong("rebuilding_error", "directions transposed", says="one direction a *row*")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, d = np.linalg.svd(train_rows - mean)
    d = d.T
    c = new_rows - mean
    return ((c - c @ d[:k].T @ d[:k]) ** 2).sum(axis=1)


@wrong("rebuilding_error", "last components", says="*last* components")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, d = np.linalg.svd(train_rows - mean, full_matrices=False)
    c = new_rows - mean
    return ((c - c @ d[-k:].T @ d[-k:]) ** 2).sum(axis=1)


@wrong("rebuilding_error", "only the k-th component", says="number k")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, d = np.linalg.svd(train_rows - mean, full_matrices=False)
    c = new_rows - mean
    return ((c - c @ d[k - 1 : k].T @ d[k - 1 : k]) ** 2).sum(axis=1)


@wrong("rebuilding_error", "always one", says="`k` is never used")
def _(train_rows, new_rows, k):
    return rebuilt(train_rows, new_rows, 1)


@wrong("rebuilding_error", "k + 1", says="more than k")
def _(train_rows, new_rows, k):
    return rebuilt(train_rows, new_rows, k + 1)


@wrong("rebuilding_error", "scaled columns", says="scaled")
def _(train_rows, new_rows, k):
    mean, sd = train_rows.mean(axis=0), train_rows.std(axis=0)
    return rebuilt((train_rows - mean) / sd, (new_rows - mean) / sd, k)


@wrong(
    "rebuilding_error", "svd of training rows not centred", says="centred training rows"
)
def _(train_rows, new_rows, k):
    _, _, d = np.linalg.svd(train_rows, full_matrices=False)
    c = new_rows - train_rows.mean(axis=0)
    return ((c - c @ d[:k].T @ d[:k]) ** 2).sum(axis=1)


@wrong("rebuilding_error", "training rows", says="errors of the training rows")
def _(train_rows, new_rows, k):
    return rebuilt(train_rows, train_rows, k)


@wrong("rebuilding_error", "the kept part", says="do rebuild")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, d = np.linalg.svd(train_rows - mean, full_matrices=False)
    return (((new_rows - mean) @ d[:k].T) ** 2).sum(axis=1)


@wrong("rebuilding_error", "the rebuilt rows", says=None)
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, d = np.linalg.svd(train_rows - mean, full_matrices=False)
    return mean + (new_rows - mean) @ d[:k].T @ d[:k]


@wrong("rebuilding_error", "median", says=None)
def _(train_rows, new_rows, k):
    mean = np.median(train_rows, axis=0)
    _, _, d = np.linalg.svd(train_rows - mean, full_matrices=False)
    c = new_rows - mean
    return ((c - c @ d[:k].T @ d[:k]) ** 2).sum(axis=1)


@wrong("rebuilding_error", "mean of each new row", says="mean of each row")
def _(train_rows, new_rows, k):
    mean = train_rows.mean(axis=0)
    _, _, d = np.linalg.svd(train_rows - mean, full_matrices=False)
    c = new_rows - new_rows.mean(axis=1, keepdims=True)
    return ((c - c @ d[:k].T @ d[:k]) ** 2).sum(axis=1)


@right("stable_k")
def smallest_of_best(ks, silhouettes, stabilities, least):
    rows = [
        (-s, k)
        for k, s, t in zip(ks, silhouettes, stabilities)
        if t >= least and s == s
    ]
    return min(rows)[1] if rows else 1


@right("stable_k")
def _(ks, silhouettes, stabilities, least):
    ks, s, t = (
        np.array(ks),
        np.array(silhouettes, dtype=float),
        np.array(stabilities, dtype=float),
    )
    ok = (t >= least) & ~np.isnan(s)
    if not ok.any():
        return 1
    return ks[ok & (s == s[ok].max())].min()


@right("stable_k")
def _(ks, silhouettes, stabilities, least):
    ks, s, t = map(np.asarray, (ks, silhouettes, stabilities))
    ok = np.flatnonzero((t >= least) & np.isfinite(s))
    if ok.size == 0:
        return 1
    order = np.lexsort((ks[ok], -s[ok]))
    return int(ks[ok][order[0]])


@right("stable_k")
def _(ks, silhouettes, stabilities, least):
    table = {
        k: s
        for k, s, t in zip(ks, silhouettes, stabilities)
        if not (np.isnan(s) or np.isnan(t)) and t >= least
    }
    return max(sorted(table), key=table.get, default=1)


@wrong(
    "stable_k",
    "takes the best silhouette, then checks it",
    says="First leave the unstable ones out",
)
def _(ks, silhouettes, stabilities, least):
    n = int(np.nanargmax(silhouettes))
    return ks[n] if stabilities[n] >= least else 1


@wrong("stable_k", "the most stable with a silhouette", says="highest stability")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (-t, k)
        for k, s, t in zip(ks, silhouettes, stabilities)
        if t >= least and s == s
    ]
    return min(rows)[1] if rows else 1


@wrong("stable_k", "max over NaN", says=None)
def _(ks, silhouettes, stabilities, least):
    ok = [n for n in range(len(ks)) if stabilities[n] >= least]
    if not ok:
        return 1
    return min(ks[n] for n in ok if silhouettes[n] == max(silhouettes[m] for m in ok))


@wrong("stable_k", "NaN stability passes `not <`", says="NaN is not below")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (-s, k)
        for k, s, t in zip(ks, silhouettes, stabilities)
        if not t < least and s == s
    ]
    return min(rows)[1] if rows else 1


@wrong("stable_k", "no answer when none is stable: crash", says="empty sequence")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (-s, k)
        for k, s, t in zip(ks, silhouettes, stabilities)
        if t >= least and s == s
    ]
    return min(rows)[1]


@wrong("stable_k", "None when none is stable", says="the answer is 1")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (-s, k)
        for k, s, t in zip(ks, silhouettes, stabilities)
        if t >= least and s == s
    ]
    if rows:
        return min(rows)[1]


@wrong("stable_k", "0 when none is stable", says="the answer is 1")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (-s, k)
        for k, s, t in zip(ks, silhouettes, stabilities)
        if t >= least and s == s
    ]
    return min(rows)[1] if rows else 0


@wrong("stable_k", "the place, not the k", says="not its place")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (-s, k, n)
        for n, (k, s, t) in enumerate(zip(ks, silhouettes, stabilities))
        if t >= least and s == s
    ]
    return min(rows)[2] if rows else 1


@wrong(
    "stable_k",
    "index of the filtered list in the full one",
    says="counted among the stable ones",
)
def _(ks, silhouettes, stabilities, least):
    ok = [s for s, t in zip(silhouettes, stabilities) if t >= least and s == s]
    return ks[ok.index(max(ok))] if ok else 1


@wrong("stable_k", "the smallest stable k", says="smallest stable k")
def _(ks, silhouettes, stabilities, least):
    for k, s, t in sorted(zip(ks, silhouettes, stabilities)):
        if t >= least and s == s:
            return k
    return 1


@wrong("stable_k", "returns in the loop", says="inside the loop")
def _(ks, silhouettes, stabilities, least):
    best, best_s = 1, -math.inf
    for k, s, t in zip(ks, silhouettes, stabilities):
        if t >= least and s > best_s:
            best, best_s = k, s
        return best


@wrong(
    "stable_k", "search starts at 0: negative silhouettes lost", says="may be negative"
)
def _(ks, silhouettes, stabilities, least):
    best, best_s = 1, 0
    for k, s, t in sorted(zip(ks, silhouettes, stabilities)):
        if t >= least and s > best_s:
            best, best_s = k, s
    return best


@wrong("stable_k", "1 as soon as there is a NaN", says="gives up the whole table")
def _(ks, silhouettes, stabilities, least):
    if np.isnan(silhouettes).any() or np.isnan(stabilities).any():
        return 1
    return smallest_of_best(ks, silhouettes, stabilities, least)


@wrong("stable_k", "lists swapped", says="exchanged")
def _(ks, silhouettes, stabilities, least):
    return smallest_of_best(ks, stabilities, silhouettes, least)


@wrong("stable_k", "lowest silhouette", says="lowest silhouette")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (s, k) for k, s, t in zip(ks, silhouettes, stabilities) if t >= least and s == s
    ]
    return min(rows)[1] if rows else 1


@wrong("stable_k", "product of both", says="multiplied")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (-s * t, k)
        for k, s, t in zip(ks, silhouettes, stabilities)
        if t >= least and s == s
    ]
    return min(rows)[1] if rows else 1


@wrong("stable_k", "any stable is enough for all", says="lets all others in")
def _(ks, silhouettes, stabilities, least):
    if any(t >= least for t in stabilities):
        rows = [(-s, k) for k, s in zip(ks, silhouettes) if s == s]
        return min(rows)[1]
    return 1


@wrong("stable_k", "array, not a number", says="where one is due")
def _(ks, silhouettes, stabilities, least):
    ks, s, t = np.array(ks), np.array(silhouettes), np.array(stabilities)
    ok = (t >= least) & ~np.isnan(s)
    if not ok.any():
        return 1
    return ks[ok & (s == s[ok].max())]


@wrong("stable_k", "least is fixed at 0.8", says="`least` is never used")
def _(ks, silhouettes, stabilities, least):
    return smallest_of_best(ks, silhouettes, stabilities, 0.8)


@wrong("stable_k", "takes the unstable ones", says="*not* stable enough")
def _(ks, silhouettes, stabilities, least):
    rows = [
        (-s, k)
        for k, s, t in zip(ks, silhouettes, stabilities)
        if t <= least and s == s
    ]
    return min(rows)[1] if rows else 1


@wrong("stable_k", "returns the silhouette", says="Which k does it belong to")
def _(ks, silhouettes, stabilities, least):
    rows = [s for s, t in zip(silhouettes, stabilities) if t >= least and s == s]
    return max(rows) if rows else 1


@right("recommend")
def _(film_numbers, ratings, penalty, n_films):
    F = np.asarray(film_numbers, dtype=float)
    r = np.asarray(ratings, dtype=float)
    rated = [n for n in range(len(r)) if not np.isnan(r[n])]
    user = np.zeros(F.shape[1])
    if rated:
        A = F[rated]
        user = np.linalg.inv(A.T @ A + penalty * np.eye(F.shape[1])) @ A.T @ r[rated]
    scores = {n: F[n] @ user for n in range(len(r)) if n not in rated}
    return sorted(scores, key=lambda n: (-scores[n], n))[:n_films]


@right("recommend")
def _(film_numbers, ratings, penalty, n_films):
    has = np.isfinite(ratings)
    d = film_numbers.shape[1]
    A = np.vstack([film_numbers[has], math.sqrt(penalty) * np.eye(d)])
    b = np.concatenate([ratings[has], np.zeros(d)])
    u = np.linalg.lstsq(A, b, rcond=None)[0]
    free = np.flatnonzero(~has)
    p = (film_numbers @ u)[free]
    return list(free[np.lexsort((free, -p.round(9)))][:n_films])


@right("recommend")
def _(film_numbers, ratings, penalty, n_films):
    w = (~np.isnan(ratings)).astype(float)
    r = np.nan_to_num(ratings)
    F = film_numbers * w[:, None]
    u = np.linalg.solve(F.T @ F + penalty * np.eye(F.shape[1]), F.T @ r)
    p = film_numbers @ u
    chosen = []
    while len(chosen) < n_films:
        best = None
        for n in range(len(p)):
            if w[n] == 0 and n not in chosen and (best is None or p[n] > p[best]):
                best = n
        if best is None:
            break
        chosen.append(best)
    return chosen


def user_of(film_numbers, ratings, penalty):
    has = ~np.isnan(ratings)
    F = film_numbers[has]
    return np.linalg.solve(F.T @ F + penalty * np.eye(F.shape[1]), F.T @ ratings[has])


def ranked(p, skip, n_films):
    return [int(n) for n in np.argsort(-p, kind="stable") if n not in skip][:n_films]


def rated_of(ratings):
    return set(np.flatnonzero(~np.isnan(ratings)).tolist())


@wrong(
    "recommend",
    "penalty added to all entries, not the diagonal",
    says="added to all entries",
)
def _(film_numbers, ratings, penalty, n_films):
    has = ~np.isnan(ratings)
    F = film_numbers[has]
    u = np.linalg.pinv(F.T @ F + penalty) @ F.T @ ratings[has]
    return ranked(film_numbers @ u, rated_of(ratings), n_films)


@wrong(
    "recommend",
    "too few unrated: rated films fill the list",
    says="has rated is among them",
)
def _(film_numbers, ratings, penalty, n_films):
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    p[~np.isnan(ratings)] = -np.inf
    return np.argsort(-p, kind="stable")[:n_films].tolist()


@wrong(
    "recommend", "rated films get 0, not minus infinity", says="has rated is among them"
)
def _(film_numbers, ratings, penalty, n_films):
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    p[~np.isnan(ratings)] = 0
    return np.argsort(-p, kind="stable")[:n_films].tolist()


@wrong("recommend", "best last", says="reversed order")
def _(film_numbers, ratings, penalty, n_films):
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    return ranked(p, rated_of(ratings), n_films)[::-1]


@wrong("recommend", "nothing for a user without a rating", says="has the numbers 0")
def _(film_numbers, ratings, penalty, n_films):
    if np.isnan(ratings).all():
        return []
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    return ranked(p, rated_of(ratings), n_films)


@wrong("recommend", "a rating of 0 counts as a hole", says="has rated is among them")
def _(film_numbers, ratings, penalty, n_films):
    ratings = np.nan_to_num(ratings)
    has = ratings != 0
    F = film_numbers[has]
    u = np.linalg.solve(F.T @ F + penalty * np.eye(F.shape[1]), F.T @ ratings[has])
    return ranked(film_numbers @ u, set(np.flatnonzero(has).tolist()), n_films)


@wrong("recommend", "predictions, not films", says="Which films do they belong to")
def _(film_numbers, ratings, penalty, n_films):
    p = (film_numbers @ user_of(film_numbers, ratings, penalty))[np.isnan(ratings)]
    return sorted(p.tolist(), reverse=True)[:n_films]


@wrong("recommend", "one too many", says="more films than n_films")
def _(film_numbers, ratings, penalty, n_films):
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    return ranked(p, rated_of(ratings), n_films + 1)


@wrong("recommend", "one film, not a list", says="best film only")
def _(film_numbers, ratings, penalty, n_films):
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    return ranked(p, rated_of(ratings), 1)[0]


@wrong("recommend", "penalty subtracted", says="subtracted")
def _(film_numbers, ratings, penalty, n_films):
    has = ~np.isnan(ratings)
    F = film_numbers[has]
    u = np.linalg.pinv(F.T @ F - penalty * np.eye(F.shape[1])) @ F.T @ ratings[has]
    return ranked(film_numbers @ u, rated_of(ratings), n_films)


@wrong("recommend", "ratings centred again", says="own mean is subtracted")
def _(film_numbers, ratings, penalty, n_films):
    ratings = ratings - np.nanmean(ratings)
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    return ranked(p, rated_of(ratings), n_films)


@wrong("recommend", "user left out", says="without the user")
def _(film_numbers, ratings, penalty, n_films):
    return ranked(film_numbers.sum(axis=1), rated_of(ratings), n_films)


@wrong("recommend", "absolute predictions", says="without its sign")
def _(film_numbers, ratings, penalty, n_films):
    p = np.abs(film_numbers @ user_of(film_numbers, ratings, penalty))
    return ranked(p, rated_of(ratings), n_films)


@wrong("recommend", "only positive predictions", says="0 or less is left out")
def _(film_numbers, ratings, penalty, n_films):
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    return [n for n in ranked(p, rated_of(ratings), n_films) if p[n] > 0]


@wrong(
    "recommend",
    "penalty times the number of ratings",
    says="multiplied by the number of ratings",
)
def _(film_numbers, ratings, penalty, n_films):
    penalty = penalty * (~np.isnan(ratings)).sum()
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    return ranked(p, rated_of(ratings), n_films)


@wrong("recommend", "counts from 1", says="1 too large")
def _(film_numbers, ratings, penalty, n_films):
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    return [n + 1 for n in ranked(p, rated_of(ratings), n_films)]


@wrong("recommend", "no solve", says="`solve` turns that")
def _(film_numbers, ratings, penalty, n_films):
    has = ~np.isnan(ratings)
    u = film_numbers[has].T @ ratings[has]
    return ranked(film_numbers @ u, rated_of(ratings), n_films)


@wrong("recommend", "only rated films", says="has rated is among them")
def _(film_numbers, ratings, penalty, n_films):
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    return ranked(p, set(np.flatnonzero(np.isnan(ratings)).tolist()), n_films)


@wrong("recommend", "NaN kept in the fit", says="numbers NaN")
def _(film_numbers, ratings, penalty, n_films):
    F = film_numbers
    u = np.linalg.solve(F.T @ F + penalty * np.eye(F.shape[1]), F.T @ ratings)
    return ranked(F @ u, rated_of(ratings), n_films)


@wrong("recommend", "the user's numbers", says="Now predict each film")
def _(film_numbers, ratings, penalty, n_films):
    return user_of(film_numbers, ratings, penalty)


@wrong("recommend", "padded with None", says=None)
def _(film_numbers, ratings, penalty, n_films):
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    found = ranked(p, rated_of(ratings), n_films)
    return found + [None] * (n_films - len(found))


# ---- a third student ----


@wrong("stable_k", "a first NaN stays the best", says="a silhouette that is NaN cannot")
def _(ks, silhouettes, stabilities, least):
    best_k, best = 1, None
    for k, s, t in sorted(zip(ks, silhouettes, stabilities)):
        if t >= least and (best is None or s > best):
            best_k, best = k, s
    return best_k


@wrong("stable_k", "a first NaN stays in `max`", says="a silhouette that is NaN cannot")
def _(ks, silhouettes, stabilities, least):
    rows = [(s, k) for k, s, t in zip(ks, silhouettes, stabilities) if t >= least]
    rows.sort(key=lambda row: row[1])
    return max(rows, key=lambda row: row[0])[1] if rows else 1


@wrong("stable_k", "NaN becomes 0", says="a NaN was replaced by a number")
def _(ks, silhouettes, stabilities, least):
    return smallest_of_best(ks, np.nan_to_num(silhouettes), stabilities, least)


@wrong("stable_k", "NaN becomes -1", says="a NaN was replaced by a low number")
def _(ks, silhouettes, stabilities, least):
    filled = np.where(np.isnan(silhouettes), -1, silhouettes)
    return smallest_of_best(ks, filled, stabilities, least)


@wrong("stable_k", "the first stable one", says="the first stable k of the list")
def _(ks, silhouettes, stabilities, least):
    for k, t in zip(ks, stabilities):
        if t >= least:
            return k
    return 1


@wrong("stable_k", "the first that may stay", says="the first of the list that is")
def _(ks, silhouettes, stabilities, least):
    rows = [k for k, s, t in zip(ks, silhouettes, stabilities) if t >= least and s == s]
    return rows[0] if rows else 1


@wrong("recommend", "the penalty in all entries", says="added to all entries")
def _(film_numbers, ratings, penalty, n_films):
    rated = ~np.isnan(ratings)
    F, r = film_numbers[rated], ratings[rated]
    user = np.linalg.solve(F.T @ F + penalty, F.T @ r)
    return ranked(film_numbers @ user, rated_of(ratings), n_films)


@wrong("recommend", "a sort that turns equal ones round", says="equal predictions")
def _(film_numbers, ratings, penalty, n_films):
    p = film_numbers @ user_of(film_numbers, ratings, penalty)
    return [int(n) for n in np.argsort(-p) if np.isnan(ratings[n])][:n_films]


# ---- a fourth student ----


@wrong(
    "rebuilding_error",
    "directions of the new rows",
    says="components come from the new",
)
def _(train_rows, new_rows, k):
    _, _, directions = np.linalg.svd(
        new_rows - new_rows.mean(axis=0), full_matrices=False
    )
    centred = new_rows - train_rows.mean(axis=0)
    places = centred @ directions[:k].T
    return ((centred - places @ directions[:k]) ** 2).sum(axis=1)


@wrong(
    "rebuilding_error", "svd of the centred new rows", says="`svd` gets the new rows"
)
def _(train_rows, new_rows, k):
    centred = new_rows - train_rows.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    places = centred @ directions[:k].T
    return ((centred - places @ directions[:k]) ** 2).sum(axis=1)


@wrong("recommend", "penalty times len(F)", says="multiplied by the number of ratings")
def _(film_numbers, ratings, penalty, n_films):
    rated = ~np.isnan(ratings)
    F, r = film_numbers[rated], ratings[rated]
    user = np.zeros(film_numbers.shape[1])
    if len(F):
        user = np.linalg.solve(F.T @ F + penalty * len(F) * np.eye(len(user)), F.T @ r)
    return ranked(film_numbers @ user, rated_of(ratings), n_films)
