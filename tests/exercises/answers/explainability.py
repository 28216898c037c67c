"""Answers to lesson 5.4 by students who had seen the lesson only."""

import math
from itertools import combinations, permutations

import numpy as np
import pandas as pd
import torch

from tests.exercises.answers import right, wrong

# ---- reports ----

right("reports", "B D C A")
right("reports", "BDCA")
right("reports", "b, d, c, a")
right("reports", ["B", "D", "C", "A"])
right("reports", ("b", "d", "c", "a"))
right("reports", np.array(list("BDCA")))

wrong("reports", "A B C D", "in alphabetical order", says="umbrellas")
wrong("reports", "D B C A", "umbrellas stand in for rain", says="umbrellas")
wrong("reports", "B A C D", "height: a poor model", says="report 2")
wrong("reports", "B D A C", "the flat: a poor model", says="report 3")
wrong("reports", "B D C B", "the dose: cause", says="how good the model is")
wrong("reports", "C D B A", "umbrellas: no data", says="umbrellas")
wrong("reports", "B D C", "one is missing", says="four letters")
wrong("reports", "1 2 3 4", "numbers", says="four letters")
right("reports", "b-d-c-a")
right("reports", "B\nD\nC\nA")
wrong("reports", "B C D A", "height: no data; flat: stand in", says="report 2")
wrong("reports", "B D C A A", "five letters", says="four letters")


# ---- shuffle_lines ----

right("shuffle_lines", "B F E C A D")
right("shuffle_lines", "BFECAD")
right("shuffle_lines", "b, f, e, c, a, d")
right("shuffle_lines", list("BFECAD"))
right("shuffle_lines", np.array(list("BFECAD")))

wrong("shuffle_lines", "B F E C G A", "trains on the shuffled rows", says="line G")
wrong("shuffle_lines", "B F E H A D", "shuffles the answers", says="line H")
wrong("shuffle_lines", "F B E C A D", "measures before training", says="line F asks")
wrong("shuffle_lines", "B F C E A D", "copies after shuffling", says="line C")
wrong("shuffle_lines", "B F E A C D", "shuffles after measuring", says="line A")
wrong("shuffle_lines", "B F E C D A", "prints too early", says="line D")
wrong(
    "shuffle_lines", "B E F C A D", "copies before measuring", says="line F must come"
)
wrong("shuffle_lines", "B F E C A", "prints nothing", says="a letter is missing")
right("shuffle_lines", "BF EC AD")
right("shuffle_lines", tuple("bfecad"))
wrong("shuffle_lines", "F E C G A D", "trains on shuffled rows only", says="line G")
wrong("shuffle_lines", "B F E C H A D", "seven lines", says="line H")
wrong("shuffle_lines", "B E C F A D", "measures after shuffling", says="measure first")
wrong("shuffle_lines", "B F D E C A", "prints at once", says="line D")


# ---- dependence ----


@right("dependence")
def _(predict, X, column, grid):
    curve = []
    for value in grid:
        Z = X.copy()
        Z[:, column] = value
        curve.append(np.mean(predict(Z)))
    return curve


@right("dependence")
def _(predict, X, column, grid):
    result = np.zeros(len(grid))
    for k in range(len(grid)):
        table = np.array(X)
        table[:, column] = np.full(len(X), grid[k])
        result[k] = sum(predict(table)) / len(X)
    return result


@right("dependence")
def _(predict, X, column, grid):
    def answer(value):
        table = pd.DataFrame(X).copy()
        table[column] = float(value)
        return predict(table.to_numpy()).mean()

    return pd.Series([answer(value) for value in grid])


@right("dependence")
def _(predict, X, column, grid):
    here = np.arange(X.shape[1]) == column
    return torch.tensor([predict(np.where(here, v, X)).mean() for v in grid])


@right("dependence")
def _(predict, X, column, grid):
    return np.array(
        [
            np.mean(
                [
                    predict(np.where(np.arange(len(r)) == column, v, r)[None])[0]
                    for r in X
                ]
            )
            for v in grid
        ]
    )


@wrong("dependence", "the median row", says="median row")
def _(predict, X, column, grid):
    out = []
    for v in grid:
        row = np.median(X, axis=0)
        row[column] = v
        out.append(predict(row[None, :])[0])
    return np.array(out)


@wrong("dependence", "still the mean row, written anew", says="mean row")
def _(predict, X, column, grid):
    rows = np.repeat(X.mean(axis=0)[None], len(grid), axis=0)
    rows[:, column] = grid
    return predict(rows)


@wrong("dependence", "a row instead of a column", says="is a row")
def _(predict, X, column, grid):
    out = []
    for v in grid:
        Z = X.copy()
        Z[column] = v
        out.append(predict(Z).mean())
    return np.array(out)


@wrong("dependence", "adds the value", says="`+=`")
def _(predict, X, column, grid):
    out = []
    for v in grid:
        Z = X.copy()
        Z[:, column] = Z[:, column] + v
        out.append(predict(Z).mean())
    return np.array(out)


@wrong("dependence", "returns all individual curves", says="individual curves")
def _(predict, X, column, grid):
    out = []
    for v in grid:
        Z = X.copy()
        Z[:, column] = v
        out.append(predict(Z))
    return np.array(out)


@wrong("dependence", "the sum", says="added up")
def _(predict, X, column, grid):
    out = []
    for v in grid:
        Z = X.copy()
        Z[:, column] = v
        out.append(predict(Z).sum())
    return np.array(out)


@wrong("dependence", "overwrites X")
def _(predict, X, column, grid):
    out = []
    for v in grid:
        X[:, column] = v
        out.append(predict(X).mean(axis=0) - predict(X).std())
    return np.array(out)


@wrong("dependence", "returns in the loop", says="`return`")
def _(predict, X, column, grid):
    out = []
    for v in grid:
        Z = X.copy()
        Z[:, column] = v
        out.append(predict(Z).mean())
        return np.array(out)


@right("dependence")
def _(predict, X, column, grid):
    X = np.asarray(X, dtype=float)
    return np.array(
        [
            predict(
                np.column_stack([X[:, :column], np.full(len(X), g), X[:, column + 1 :]])
            ).mean()
            for g in grid
        ]
    )


@right("dependence")
def _(predict, X, column, grid):
    big = np.repeat(np.array(X, dtype=float)[None], len(grid), axis=0)
    big[:, :, column] = np.asarray(grid)[:, None]
    return np.array([np.mean(predict(b)) for b in big])


@right("dependence")
def _(predict, X, column, grid):
    out = []
    for g in grid:
        total = 0.0
        for row in X:
            row = row.astype(float).copy()
            row[column] = g
            total += float(predict(row[None, :])[0])
        out.append(total / len(X))
    return out


@right("dependence")  # accepted with a remark: it writes into X
def _(predict, X, column, grid):
    c = []
    for g in grid:
        X[:, column] = g
        c.append(predict(X).mean())
    return np.array(c)


@wrong("dependence", "the median of the answers", says="median of the answers")
def _(predict, X, column, grid):
    c = []
    for g in grid:
        Z = X.copy()
        Z[:, column] = g
        c.append(np.median(predict(Z)))
    return np.array(c)


@wrong("dependence", "only the row nearest to the value")
def _(predict, X, column, grid):
    c = []
    for g in grid:
        i = np.argmin(abs(X[:, column] - g))
        Z = X[[i]].copy()
        Z[:, column] = g
        c.append(predict(Z).mean())
    return np.array(c)


@wrong("dependence", "centred at the first value", says="starts at 0")
def _(predict, X, column, grid):
    c = []
    for g in grid:
        Z = X.copy()
        Z[:, column] = g
        c.append(predict(Z).mean())
    return np.array(c) - c[0]


# ---- group_importance ----


@right("group_importance")
def _(predict, X, y, group, orders):
    base = np.mean((y - predict(X)) ** 2)
    rises = []
    for order in orders:
        Z = X.copy()
        for c in group:
            Z[:, c] = X[order, c]
        rises.append(np.mean((y - predict(Z)) ** 2) - base)
    return np.mean(rises)


@right("group_importance")
def _(predict, X, y, group, orders):
    rises = 0
    for order in orders:
        Z = np.array(X)
        Z[:, group] = X[np.ix_(order, group)]
        rises = rises + np.square(predict(Z) - y).mean() / len(orders)
    return float(rises - np.square(predict(X) - y).mean())


@right("group_importance")
def _(predict, X, y, group, orders):
    table = pd.DataFrame(X)
    errors = []
    for order in orders:
        moved = table.copy()
        moved[group] = table.loc[order, group].to_numpy()
        errors.append(((predict(moved.to_numpy()) - y) ** 2).mean())
    return pd.Series(errors).mean() - ((predict(X) - y) ** 2).mean()


@right("group_importance")
def _(predict, X, y, group, orders):
    from sklearn.metrics import mean_squared_error

    after = []
    for order in orders:
        Z = X.copy()
        Z[:, group] = Z[order][:, group]
        after.append(mean_squared_error(y, predict(Z)))
    return sum(after) / len(after) - mean_squared_error(y, predict(X))


@right("group_importance")
def _(predict, X, y, group, orders):
    total = torch.zeros((), dtype=torch.float64)
    for order in orders:
        Z = torch.tensor(X).clone()
        Z[:, group] = torch.tensor(X)[torch.tensor(order.copy())][:, group]
        total += ((torch.tensor(predict(Z.numpy())) - torch.tensor(y)) ** 2).mean()
    return total / len(orders) - ((predict(X) - y) ** 2).mean()


@wrong("group_importance", "column by column, added", says="at once")
def _(predict, X, y, group, orders):
    base = np.mean((predict(X) - y) ** 2)
    total = 0
    for c in group:
        rises = []
        for order in orders:
            Z = X.copy()
            Z[:, c] = X[order, c]
            rises.append(np.mean((predict(Z) - y) ** 2) - base)
        total += np.mean(rises)
    return total


@wrong("group_importance", "one copy for all orders", says="copy is made before")
def _(predict, X, y, group, orders):
    Z = X.copy()
    after = []
    for order in orders:
        Z[:, group] = Z[order][:, group]
        after.append(np.mean((predict(Z) - y) ** 2))
    return np.mean(after) - np.mean((predict(X) - y) ** 2)


@wrong("group_importance", "nothing subtracted", says="Subtract the error before")
def _(predict, X, y, group, orders):
    after = []
    for order in orders:
        Z = X.copy()
        Z[:, group] = X[order][:, group]
        after.append(np.mean((predict(Z) - y) ** 2))
    return np.mean(after)


@wrong("group_importance", "shuffles whole rows", says="whole rows")
def _(predict, X, y, group, orders):
    after = [np.mean((predict(X[order]) - y) ** 2) for order in orders]
    return np.mean(after) - np.mean((predict(X) - y) ** 2)


@wrong("group_importance", "before minus after", says="sign")
def _(predict, X, y, group, orders):
    after = []
    for order in orders:
        Z = X.copy()
        Z[:, group] = X[order][:, group]
        after.append(np.mean((predict(Z) - y) ** 2))
    return np.mean((predict(X) - y) ** 2) - np.mean(after)


@wrong("group_importance", "one rise for each order", says="single orders")
def _(predict, X, y, group, orders):
    base = np.mean((predict(X) - y) ** 2)
    after = []
    for order in orders:
        Z = X.copy()
        Z[:, group] = X[order][:, group]
        after.append(np.mean((predict(Z) - y) ** 2) - base)
    return np.array(after)


@wrong("group_importance", "order used backwards", says="backwards")
def _(predict, X, y, group, orders):
    after = []
    for order in orders:
        Z = X.copy()
        for i, target in enumerate(order):
            Z[target, group] = X[i, group]
        after.append(np.mean((predict(Z) - y) ** 2))
    return np.mean(after) - np.mean((predict(X) - y) ** 2)


@wrong("group_importance", "absolute errors", says="absolute")
def _(predict, X, y, group, orders):
    after = []
    for order in orders:
        Z = X.copy()
        Z[:, group] = X[order][:, group]
        after.append(np.abs(predict(Z) - y).mean())
    return np.mean(after) - np.abs(predict(X) - y).mean()


@wrong("group_importance", "returns after the first order", says="`return`")
def _(predict, X, y, group, orders):
    base = np.mean((predict(X) - y) ** 2)
    for order in orders:
        Z = X.copy()
        Z[:, group] = X[order][:, group]
        return np.mean((predict(Z) - y) ** 2) - base


@right("group_importance")
def _(predict, X, y, group, orders):
    X = np.asarray(X, float)
    y = np.asarray(y, float)
    base = ((predict(X) - y) ** 2).mean()
    t = 0
    for o in orders:
        Z = X.copy()
        for c in group:
            Z[:, c] = X[o, c]
        t += ((predict(Z) - y) ** 2).mean() - base
    return t / len(orders)


@right("group_importance")
def _(predict, X, y, group, orders):
    df = pd.DataFrame(np.array(X, dtype=float))
    e = []
    for o in orders:
        z = df.copy()
        z[list(group)] = df.iloc[list(o)][list(group)].to_numpy()
        e.append(np.mean(np.square(np.subtract(predict(z.to_numpy()), y))))
    return float(
        np.mean(e) - np.mean(np.square(np.subtract(predict(df.to_numpy()), y)))
    )


@right("group_importance")
def _(predict, X, y, group, orders):
    n = len(X)

    def mse(A):
        p = predict(A)
        return sum((p[i] - y[i]) ** 2 for i in range(n)) / n

    b = mse(X)
    r = []
    for o in orders:
        Z = np.array(X).copy()
        for i in range(n):
            for c in group:
                Z[i, c] = X[o[i], c]
        r.append(mse(Z) - b)
    return sum(r) / len(r)


@wrong(
    "group_importance",
    "against the old answers instead of y",
    says="Compare both with `y`",
)
def _(predict, X, y, group, orders):
    t = []
    for o in orders:
        Z = X.copy()
        Z[:, group] = X[o][:, group]
        t.append(((predict(Z) - predict(X)) ** 2).mean())
    return np.mean(t)


@wrong("group_importance", "cut at 0", says="Keep the sign")
def _(predict, X, y, group, orders):
    before, after = np.mean((predict(X) - y) ** 2), []
    for order in orders:
        Z = X.copy()
        Z[:, group] = X[order][:, group]
        after.append(np.mean((predict(Z) - y) ** 2))
    return max(0, np.mean(after) - before)


@wrong("group_importance", "each order cut at 0", says="Keep the sign")
def _(predict, X, y, group, orders):
    before, rises = np.mean((predict(X) - y) ** 2), []
    for order in orders:
        Z = X.copy()
        Z[:, group] = X[order][:, group]
        rises.append(max(0, np.mean((predict(Z) - y) ** 2) - before))
    return np.mean(rises)


@wrong("group_importance", "the size of the rise", says="Keep the sign")
def _(predict, X, y, group, orders):
    before, after = np.mean((predict(X) - y) ** 2), []
    for order in orders:
        Z = X.copy()
        Z[:, group] = X[order][:, group]
        after.append(np.mean((predict(Z) - y) ** 2))
    return abs(np.mean(after) - before)


@wrong("group_importance", "the size of each rise", says="Keep the sign")
def _(predict, X, y, group, orders):
    before, rises = np.mean((predict(X) - y) ** 2), []
    for order in orders:
        Z = X.copy()
        Z[:, group] = X[order][:, group]
        rises.append(abs(np.mean((predict(Z) - y) ** 2) - before))
    return np.mean(rises)


# ---- shapley ----


@right("shapley")
def _(v, n_columns):
    phi = np.zeros(n_columns)
    for j in range(n_columns):
        for s in v:
            if j not in s:
                w = math.factorial(len(s)) * math.factorial(n_columns - len(s) - 1)
                phi[j] += w / math.factorial(n_columns) * (v[s | {j}] - v[s])
    return phi


@right("shapley")
def _(v, n_columns):
    total = np.zeros(n_columns)
    orders = list(permutations(range(n_columns)))
    for order in orders:
        told = set()
        for j in order:
            before = v[frozenset(told)]
            told.add(j)
            total[j] += v[frozenset(told)] - before
    return total / len(orders)


@right("shapley")
def _(v, n_columns):
    n, out = n_columns, []
    for j in range(n):
        rest = set(range(n)) - {j}
        value = 0
        for k in range(n):
            for s in combinations(rest, k):
                s = frozenset(s)
                value += (v[s.union([j])] - v[s]) / (n * math.comb(n - 1, k))
        out.append(value)
    return out


@right("shapley")
def _(v, n_columns):
    phi = torch.zeros(n_columns, dtype=torch.float64)
    for s, answer in v.items():
        for j in range(n_columns):
            if j not in s:
                phi[j] += (v[s | {j}] - answer) / (
                    n_columns * math.comb(n_columns - 1, len(s))
                )
    return phi


@right("shapley")
def _(v, n_columns):
    # with a sign for each set: +(|S|-1)!(n-|S|)!/n! where j is in, - where it is not
    f, n = math.factorial, n_columns
    phi = pd.Series(0.0, index=range(n))
    for s, answer in v.items():
        for j in range(n):
            if j in s:
                phi[j] += answer * f(len(s) - 1) * f(n - len(s)) / f(n)
            else:
                phi[j] -= answer * f(len(s)) * f(n - len(s) - 1) / f(n)
    return phi


@wrong("shapley", "the same weight for all", says="same weight")
def _(v, n_columns):
    phi = []
    for j in range(n_columns):
        moves = [v[s | {j}] - v[s] for s in v if j not in s]
        phi.append(np.mean(moves))
    return np.array(phi)


@wrong("shapley", "alone only", says="told first")
def _(v, n_columns):
    return np.array([v[frozenset([j])] - v[frozenset()] for j in range(n_columns)])


@wrong("shapley", "last only", says="told last")
def _(v, n_columns):
    full = frozenset(range(n_columns))
    return np.array([v[full] - v[full - {j}] for j in range(n_columns)])


@wrong("shapley", "one order", says="one order")
def _(v, n_columns):
    phi, told = np.zeros(n_columns), frozenset()
    for j in range(n_columns):
        phi[j] = v[told | {j}] - v[told]
        told = told | {j}
    return phi


@wrong("shapley", "not divided by n!", says="n!")
def _(v, n_columns):
    f, phi = math.factorial, np.zeros(n_columns)
    for j in range(n_columns):
        for s in v:
            if j not in s:
                phi[j] += f(len(s)) * f(n_columns - len(s) - 1) * (v[s | {j}] - v[s])
    return phi


@wrong("shapley", "without minus with", says="sign")
def _(v, n_columns):
    f, phi = math.factorial, np.zeros(n_columns)
    for j in range(n_columns):
        for s in v:
            if j not in s:
                w = f(len(s)) * f(n_columns - len(s) - 1) / f(n_columns)
                phi[j] += w * (v[s] - v[s | {j}])
    return phi


@wrong("shapley", "plain sums", says="without weights")
def _(v, n_columns):
    return [sum(v[s | {j}] - v[s] for s in v if j not in s) for j in range(n_columns)]


@wrong("shapley", "returns after the first column", says="`return`")
def _(v, n_columns):
    f, phi = math.factorial, np.zeros(n_columns)
    for j in range(n_columns):
        for s in v:
            if j not in s:
                w = f(len(s)) * f(n_columns - len(s) - 1) / f(n_columns)
                phi[j] += w * (v[s | {j}] - v[s])
        return phi


@wrong("shapley", "the whole set is left out", says="told last, too")
def _(v, n_columns):
    f, phi = math.factorial, np.zeros(n_columns)
    for j in range(n_columns):
        for size in range(n_columns - 1):
            for s in combinations([c for c in range(n_columns) if c != j], size):
                s = frozenset(s)
                w = f(size) * f(n_columns - size - 1) / f(n_columns)
                phi[j] += w * (v[s | {j}] - v[s])
    return phi


@right("shapley")
def _(v, n_columns):
    r = [0.0] * n_columns
    for m in range(2**n_columns):
        S = {i for i in range(n_columns) if m >> i & 1}
        for j in range(n_columns):
            if j in S:
                continue
            r[j] += (v[frozenset(S | {j})] - v[frozenset(S)]) / (
                n_columns * math.comb(n_columns - 1, len(S))
            )
    return torch.tensor(r, dtype=torch.float64)


@wrong("shapley", "1/n for all", says="weight 1/n")
def _(v, n_columns):
    r = []
    for j in range(n_columns):
        r.append(sum((v[S | {j}] - v[S]) / n_columns for S in v if j not in S))
    return np.array(r)


@wrong("shapley", "(n - |S|)! without - 1", says="where (n")
def _(v, n_columns):
    f = math.factorial
    return np.array(
        [
            sum(
                f(len(S)) * f(n_columns - len(S)) / f(n_columns) * (v[S | {j}] - v[S])
                for S in v
                if j not in S
            )
            for j in range(n_columns)
        ]
    )


@wrong("shapley", "one order and its reverse", says="its reverse")
def _(v, n_columns):
    r = np.zeros(n_columns)
    for p in (range(n_columns), range(n_columns - 1, -1, -1)):
        s = frozenset()
        for j in p:
            r[j] += (v[s | {j}] - v[s]) / 2
            s = s | {j}
    return r


@wrong("shapley", "leaves out the empty set", says="empty set")
def _(v, n_columns):
    f = math.factorial
    n = n_columns
    return np.array(
        [
            sum(
                f(len(S)) * f(n - len(S) - 1) / f(n) * (v[S | {j}] - v[S])
                for S in v
                if S and j not in S
            )
            for j in range(n)
        ]
    )


# ---- A third student


@wrong("group_importance", "no copy", says="`Z = X` is no copy")
def _(predict, X, y, group, orders):
    before, after = np.mean((predict(X) - y) ** 2), []
    for order in orders:
        Z = X
        Z[:, group] = X[order][:, group]
        after.append(np.mean((predict(Z) - y) ** 2))
    return np.mean(after) - before


@wrong("group_importance", "only the first column", says="only the first column of")
def _(predict, X, y, group, orders):
    before, after = np.mean((predict(X) - y) ** 2), []
    for order in orders:
        Z = X.copy()
        Z[:, group[0]] = X[order, group[0]]
        after.append(np.mean((predict(Z) - y) ** 2))
    return np.mean(after) - before


@wrong("group_importance", "rows paired with columns", says="pairs rows with columns")
def _(predict, X, y, group, orders):
    before, after = np.mean((predict(X) - y) ** 2), []
    for order in orders:
        Z = X.copy()
        Z[:, group] = X[order, group]
        after.append(np.mean((predict(Z) - y) ** 2))
    return np.mean(after) - before


@wrong("group_importance", "shuffles in `X`, by a saved copy", says="its argument `X`")
def _(predict, X, y, group, orders):
    before, after, saved = np.mean((predict(X) - y) ** 2), [], X.copy()
    for order in orders:
        X[:, group] = saved[order][:, group]
        after.append(np.mean((predict(X) - y) ** 2))
    return np.mean(after) - before


@wrong("shapley", "= for +=, in the order of v", says="overwrites the one before")
def _(v, n_columns):
    phi = np.zeros(n_columns)
    for S, answer in v.items():
        for j in range(n_columns):
            if j not in S:
                w = math.factorial(len(S)) * math.factorial(n_columns - len(S) - 1)
                phi[j] = w / math.factorial(n_columns) * (v[S | {j}] - answer)
    return phi


@wrong("shapley", "= for +=, by size", says="the coalition of all others is left")
def _(v, n_columns):
    phi = np.zeros(n_columns)
    for j in range(n_columns):
        rest = [c for c in range(n_columns) if c != j]
        for size in range(n_columns):
            w = math.factorial(size) * math.factorial(n_columns - size - 1)
            for S in map(frozenset, combinations(rest, size)):
                phi[j] = w / math.factorial(n_columns) * (v[S | {j}] - v[S])
    return phi


@wrong("shapley", "return in the loop", says="inside the loop")
def _(v, n_columns):
    phi = np.zeros(n_columns)
    for j in range(n_columns):
        for S in v:
            if j not in S:
                w = math.factorial(len(S)) * math.factorial(n_columns - len(S) - 1)
                phi[j] += w / math.factorial(n_columns) * (v[S | {j}] - v[S])
        return phi
