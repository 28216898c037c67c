"""Answers to lesson 6.3 by students who had seen the lesson only."""

from collections import Counter

import numpy as np
import pandas as pd
import torch
from scipy.spatial import KDTree
from scipy.spatial.distance import cdist
from sklearn.model_selection import LeaveOneGroupOut
from sklearn.preprocessing import OneHotEncoder

from tests.exercises.answers import right, wrong

# ---- which_exist ----

right("which_exist", "A C E G")
right("which_exist", "aceg")
right("which_exist", "G, E, C, A")
right("which_exist", ["A", "C", "E", "G"])
right("which_exist", {"A", "C", "E", "G"})
right("which_exist", np.array(list("ACEG")))

wrong("which_exist", "A B C E G", "the reason is in the table", says="column B")
wrong("which_exist", "A C D E G", "both shares of returns", says="column D")
wrong("which_exist", "A C E F G", "the delivery time", says="column F")
wrong("which_exist", "A E G", "nothing about the past", says="column C may")
wrong("which_exist", "A D E G", "the share instead of the count", says="column D")
wrong("which_exist", "A C E", "forgets the basket", says="one that is known")
wrong("which_exist", "A B C D E F G", "all that is in the table", says="column B")
wrong("which_exist", "1 3 5 7", "numbers", says="letters from A to G")

# ---- encoding_order ----

right("encoding_order", "A H E B C F")
right("encoding_order", "ahebcf")
right("encoding_order", "A, H, E, B, C, F")
right("encoding_order", list("AHEBCF"))
right("encoding_order", "A C H E B F")
right("encoding_order", "A H C E B F")
right("encoding_order", "A H E C B F")

wrong("encoding_order", "A D H E B F", "codes from all rows", says="line D")
wrong("encoding_order", "A H E G C F", "fits to naive codes", says="line G")
wrong("encoding_order", "H A E B C F", "folds before the split", says="judging homes")
wrong("encoding_order", "A E H B C F", "codes before folds", says="line E needs folds")
wrong("encoding_order", "A H B E C F", "fits before coding", says="line B fits")
wrong(
    "encoding_order", "A H E B F C", "judges without codes", says="line F judges homes"
)
wrong("encoding_order", "A H E C F B", "judges before the fit", says="not been fitted")
wrong("encoding_order", "D A H B C F", "codes of all rows first", says="line D")
wrong("encoding_order", "C A H E B F", "codes before the split", says="judging homes")
wrong("encoding_order", "A H E B F", "forgets the codes of new homes", says="missing")
wrong("encoding_order", "A A H E B C", "a line twice", says="twice")

# ---- nearest_open ----


@right("nearest_open")
def nearest_open(homes, sold, schools, opened):
    d = np.linalg.norm(homes[:, None] - schools[None], axis=2)
    d[opened[None, :] > sold[:, None]] = np.inf
    return d.min(axis=1)


@right("nearest_open")
def nearest_open(homes, sold, schools, opened):
    result = []
    for i in range(len(homes)):
        best = np.inf
        for j in range(len(schools)):
            if opened[j] > sold[i]:
                continue
            dist = ((homes[i] - schools[j]) ** 2).sum() ** 0.5
            if dist < best:
                best = dist
        result.append(best)
    return result


@right("nearest_open")
def nearest_open(homes, sold, schools, opened):
    d = cdist(homes, schools)
    return np.where(sold.reshape(-1, 1) >= opened, d, np.inf).min(1)


@right("nearest_open")
def nearest_open(homes, sold, schools, opened):
    out = np.full(len(homes), np.inf)
    for day in set(sold.tolist()):
        there = opened <= day
        if there.any():
            rows = sold == day
            out[rows] = KDTree(schools[there]).query(homes[rows])[0]
    return out


@right("nearest_open")
def nearest_open(homes, sold, schools, opened):
    def one(home, day):
        gaps = [
            float(np.hypot(*(home - s)))
            for s, o in zip(schools, opened, strict=True)
            if o <= day
        ]
        return min(gaps, default=float("inf"))

    return pd.Series([one(h, d) for h, d in zip(homes, sold, strict=True)])


@wrong("nearest_open", "forgets the days", says="opened after the sale")
def nearest_open(homes, sold, schools, opened):
    return KDTree(schools).query(homes)[0]


@wrong("nearest_open", "not on the first day", says="from its first day on")
def nearest_open(homes, sold, schools, opened):
    d = cdist(homes, schools)
    d[opened[None, :] >= sold[:, None]] = np.inf
    return d.min(axis=1)


@wrong("nearest_open", "compares the wrong way", says="turned round")
def nearest_open(homes, sold, schools, opened):
    d = cdist(homes, schools)
    return np.where(opened[None, :] > sold[:, None], d, np.inf).min(axis=1)


@wrong("nearest_open", "no root", says="square root")
def nearest_open(homes, sold, schools, opened):
    d = ((homes[:, None] - schools[None]) ** 2).sum(axis=2)
    return np.where(opened <= sold[:, None], d, np.inf).min(axis=1)


@wrong("nearest_open", "nearest first, then the day", says="another open school")
def nearest_open(homes, sold, schools, opened):
    d, k = KDTree(schools).query(homes)
    return np.where(opened[k] <= sold, d, np.inf)


@wrong("nearest_open", "0 for closed schools", says="0 is the least")
def nearest_open(homes, sold, schools, opened):
    d = cdist(homes, schools)
    d[opened[None, :] > sold[:, None]] = 0
    return d.min(axis=1)


@wrong("nearest_open", "along the wrong axis", says="axis=1")
def nearest_open(homes, sold, schools, opened):
    d = cdist(homes, schools)
    d[opened[None, :] > sold[:, None]] = np.inf
    return d.min(axis=0)


@wrong("nearest_open", "NaN for none", says="not NaN")
def nearest_open(homes, sold, schools, opened):
    d = cdist(homes, schools)
    d = np.where(opened[None, :] <= sold[:, None], d, np.inf).min(axis=1)
    d[np.isinf(d)] = np.nan
    return d


@wrong("nearest_open", "city blocks", says="along both axes")
def nearest_open(homes, sold, schools, opened):
    d = cdist(homes, schools, "cityblock")
    return np.where(opened[None, :] <= sold[:, None], d, np.inf).min(axis=1)


@right("nearest_open")
def nearest_open(homes, sold, schools, opened):
    d = torch.cdist(torch.as_tensor(homes).double(), torch.as_tensor(schools).double())
    d[torch.as_tensor(opened)[None] > torch.as_tensor(sold)[:, None]] = float("inf")
    return d.min(1).values


@right("nearest_open")
def nearest_open(homes, sold, schools, opened):
    order = np.argsort(opened)
    out = []
    for home, day in zip(homes, sold, strict=True):
        k = np.searchsorted(opened[order], day, side="right")
        out.append(KDTree(schools[order][:k]).query(home)[0] if k else np.inf)
    return out


@right("nearest_open")
def nearest_open(homes, sold, schools, opened):
    table = pd.DataFrame(schools, columns=["x", "y"]).assign(opened=opened)

    def one(home):
        kept = table[table.opened <= home.sold]
        return np.hypot(kept.x - home.x, kept.y - home.y).min() if len(kept) else np.inf

    homes = pd.DataFrame(homes, columns=["x", "y"]).assign(sold=sold)
    return homes.apply(one, axis=1)


@wrong("nearest_open", "NaN for closed schools", says="NaN marks the schools")
def nearest_open(homes, sold, schools, opened):
    d = cdist(homes, schools)
    return np.where(opened[None] <= sold[:, None], d, np.nan).min(axis=1)


@wrong("nearest_open", "takes the first that is open", says="first open school")
def nearest_open(homes, sold, schools, opened):
    out = []
    for home, day in zip(homes, sold, strict=True):
        for school, first in zip(schools, opened, strict=True):
            if first <= day:
                out.append(np.hypot(*(home - school)))
                break
        else:
            out.append(np.inf)
    return out


@wrong("nearest_open", "the newest school", says="opened last before the sale")
def nearest_open(homes, sold, schools, opened):
    out = []
    for home, day in zip(homes, sold, strict=True):
        there = np.flatnonzero(opened <= day)
        if len(there):
            newest = there[opened[there].argmax()]
            out.append(np.hypot(*(home - schools[newest])))
        else:
            out.append(np.inf)
    return out


@wrong("nearest_open", "the least is not set back", says="begins anew")
def nearest_open(homes, sold, schools, opened):
    best, out = np.inf, []
    for home, day in zip(homes, sold, strict=True):
        for school, first in zip(schools, opened, strict=True):
            if first <= day:
                best = min(best, np.hypot(*(home - school)))
        out.append(best)
    return out


@wrong("nearest_open", "the most, not the least", says="farthest school")
def nearest_open(homes, sold, schools, opened):
    d = cdist(homes, schools)
    return np.where(opened[None] <= sold[:, None], d, np.inf).max(axis=1)


@wrong("nearest_open", "open on the last day for all", says="one day decides")
def nearest_open(homes, sold, schools, opened):
    there = opened <= sold.max()
    if not there.any():
        return np.full(len(homes), np.inf)
    return cdist(homes, schools[there]).min(axis=1)


@wrong("nearest_open", "returns in the loop", says="inside the loop")
def nearest_open(homes, sold, schools, opened):
    for home, day in zip(homes, sold, strict=True):
        there = schools[opened <= day]
        return [np.hypot(*(home - there).T).min() if len(there) else np.inf]


@wrong("nearest_open", "drops homes without a school", says="are missing")
def nearest_open(homes, sold, schools, opened):
    d = cdist(homes, schools)
    d = np.where(opened[None] <= sold[:, None], d, np.inf).min(axis=1)
    return d[np.isfinite(d)]


@wrong("nearest_open", "fails where none was open", says="zero-size array")
def nearest_open(homes, sold, schools, opened):
    pairs = zip(homes, sold, strict=True)
    return [cdist([h], schools[opened <= day]).min() for h, day in pairs]


@wrong("nearest_open", "the mean over the open schools", says="this is the mean over")
def _(homes, sold, schools, opened):
    found = []
    for home, day in zip(homes, sold, strict=True):
        there = schools[opened <= day]
        gaps = np.sqrt(((there - home) ** 2).sum(axis=1))
        found.append(gaps.mean() if len(there) else np.inf)
    return found


@wrong(
    "nearest_open",
    "the mean over the open schools, NaN where there is none",
    says="this is the mean over",
)
def _(homes, sold, schools, opened):
    gaps = np.linalg.norm(homes[:, None] - schools[None], axis=2)
    there = opened[None] <= sold[:, None]
    return np.nanmean(np.where(there, gaps, np.nan), axis=1)


@wrong(
    "nearest_open",
    "the root of the steps, not of their squares",
    says="Square them first",
)
def _(homes, sold, schools, opened):
    gaps = np.sqrt(np.abs(homes[:, None] - schools[None]).sum(axis=2))
    return np.where(opened[None] <= sold[:, None], gaps, np.inf).min(axis=1)


# ---- cross_fitted ----


@right("cross_fitted")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        others = groups != groups[row]
        overall = answers[others].mean()
        same = (names == names[row]) & others
        total = answers[same].sum() + smooth * overall
        codes[row] = total / (same.sum() + smooth)
    return codes


@right("cross_fitted")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for group in set(groups.tolist()):
        inside = groups == group
        out_names, out_answers = names[~inside], answers[~inside]
        overall = out_answers.mean()
        for row in np.flatnonzero(inside):
            mine = out_answers[out_names == names[row]]
            codes[row] = (mine.sum() + smooth * overall) / (len(mine) + smooth)
    return codes


@right("cross_fitted")
def cross_fitted(names, answers, groups, smooth):
    data = pd.DataFrame({"n": names, "a": answers, "g": groups})
    result = pd.Series(0.0, index=data.index)
    for g, part in data.groupby("g"):
        rest = data[data.g != g]
        agg = rest.groupby("n").a.agg(["sum", "size"])
        code = (agg["sum"] + smooth * rest.a.mean()) / (agg["size"] + smooth)
        result[part.index] = part.n.map(code).fillna(rest.a.mean())
    return result


@right("cross_fitted")
def cross_fitted(names, answers, groups, smooth):
    other = groups[:, None] != groups[None, :]
    overall = (other * answers).sum(1) / other.sum(1)
    same = other & (names[:, None] == names[None, :])
    return ((same * answers).sum(1) + smooth * overall) / (same.sum(1) + smooth)


@right("cross_fitted")
def cross_fitted(names, answers, groups, smooth):
    codes = []
    for n, g in zip(names, groups, strict=True):
        rest = [
            (m, a) for m, a, h in zip(names, answers, groups, strict=True) if h != g
        ]
        overall = np.mean([a for _, a in rest])
        mine = [a for m, a in rest if m == n]
        codes.append((sum(mine) + smooth * overall) / (len(mine) + smooth))
    return codes


@wrong("cross_fitted", "leaves the code as it is", says="own answer is still")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    overall = answers.mean()
    for row in range(len(names)):
        same = names == names[row]
        codes[row] = (answers[same].sum() + smooth * overall) / (same.sum() + smooth)
    return codes


@wrong("cross_fitted", "the mean of all stays", says="mean of all still")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    overall = answers.mean()
    for row in range(len(names)):
        same = (names == names[row]) & (groups != groups[row])
        codes[row] = (answers[same].sum() + smooth * overall) / (same.sum() + smooth)
    return codes


@wrong("cross_fitted", "leaves one row out", says="only the row itself")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        keep = np.arange(len(names)) != row
        same = (names == names[row]) & keep
        total = answers[same].sum() + smooth * answers[keep].mean()
        codes[row] = total / (same.sum() + smooth)
    return codes


@wrong("cross_fitted", "leaves one row out of the sum", says="whole group must go")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    overall = answers.mean()
    for row in range(len(names)):
        same = names == names[row]
        same[row] = False
        codes[row] = (answers[same].sum() + smooth * overall) / (same.sum() + smooth)
    return codes


@wrong("cross_fitted", "within the group", says="turned round")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        group = groups == groups[row]
        same = (names == names[row]) & group
        total = answers[same].sum() + smooth * answers[group].mean()
        codes[row] = total / (same.sum() + smooth)
    return codes


@wrong("cross_fitted", "only overall is mended", says="Sum and number still")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        overall = answers[groups != groups[row]].mean()
        same = names == names[row]
        codes[row] = (answers[same].sum() + smooth * overall) / (same.sum() + smooth)
    return codes


@wrong("cross_fitted", "plain means", says="`smooth` is lost")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        other = groups != groups[row]
        same = other & (names == names[row])
        codes[row] = answers[same].mean() if same.sum() else answers[other].mean()
    return codes


@wrong("cross_fitted", "the number is not mended", says="the number still")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        other = groups != groups[row]
        same = names == names[row]
        total = answers[same & other].sum() + smooth * answers[other].mean()
        codes[row] = total / (same.sum() + smooth)
    return codes


@right("cross_fitted")
def cross_fitted(names, answers, groups, smooth):
    d = pd.DataFrame({"n": names, "a": answers, "g": groups})
    by_group, by_name, by_both = (
        d.groupby("g").a,
        d.groupby("n").a,
        d.groupby(["n", "g"]).a,
    )
    left = len(d) - by_group.transform("count")
    overall = (d.a.sum() - by_group.transform("sum")) / left
    total = by_name.transform("sum") - by_both.transform("sum")
    number = by_name.transform("count") - by_both.transform("count")
    return (total + smooth * overall) / (number + smooth)


@right("cross_fitted")
def cross_fitted(names, answers, groups, smooth):
    codes = np.zeros(len(names))
    for others, here in LeaveOneGroupOut().split(names, answers, groups):
        overall, found = np.mean(answers[others]), {}
        for name, answer in zip(names[others], answers[others], strict=True):
            found.setdefault(name, []).append(answer)
        for row in here:
            mine = found.get(names[row], [])
            codes[row] = (sum(mine) + smooth * overall) / (len(mine) + smooth)
    return codes


@wrong("cross_fitted", "the mean of the own group", says="own group only")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        overall = answers[groups == groups[row]].mean()
        same = (names == names[row]) & (groups != groups[row])
        codes[row] = (answers[same].sum() + smooth * overall) / (same.sum() + smooth)
    return codes


@wrong("cross_fitted", "an unseen name gets the mean of all rows", says="all rows, its")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        other = groups != groups[row]
        same = (names == names[row]) & other
        total = answers[same].sum() + smooth * answers[other].mean()
        codes[row] = total / (same.sum() + smooth) if same.any() else answers.mean()
    return codes


@wrong("cross_fitted", "the number with the own group", says="the number from all rows")
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        other, alike = groups != groups[row], names == names[row]
        overall = answers[other].mean()
        total = answers[alike & other].sum() + smooth * overall
        seen = (alike & other).any()
        codes[row] = total / (alike.sum() + smooth) if seen else overall
    return codes


@wrong("cross_fitted", "the mean of the groups' means", says="groups' means")
def cross_fitted(names, answers, groups, smooth):
    means = pd.Series(answers).groupby(groups).mean()
    codes = np.empty(len(names))
    for row in range(len(names)):
        same = (names == names[row]) & (groups != groups[row])
        overall = means.drop(groups[row]).mean()
        codes[row] = (answers[same].sum() + smooth * overall) / (same.sum() + smooth)
    return codes


@wrong("cross_fitted", "only the groups before", says=None)
def cross_fitted(names, answers, groups, smooth):
    codes = np.empty(len(names))
    for row in range(len(names)):
        before = groups < groups[row]
        if not before.any():
            codes[row] = answers[groups != groups[row]].mean()
            continue
        same = (names == names[row]) & before
        total = answers[same].sum() + smooth * answers[before].mean()
        codes[row] = total / (same.sum() + smooth)
    return codes


@wrong("cross_fitted", "0 for an unseen name", says="gets 0")
def cross_fitted(names, answers, groups, smooth):
    codes = np.zeros(len(names))
    for row in range(len(names)):
        other = groups != groups[row]
        same = (names == names[row]) & other
        if same.any():
            total = answers[same].sum() + smooth * answers[other].mean()
            codes[row] = total / (same.sum() + smooth)
    return codes


@wrong("cross_fitted", "returns in the loop", says="inside the loop")
def cross_fitted(names, answers, groups, smooth):
    codes = np.zeros(len(names))
    for row in range(len(names)):
        other = groups != groups[row]
        same = (names == names[row]) & other
        total = answers[same].sum() + smooth * answers[other].mean()
        codes[row] = total / (same.sum() + smooth)
        return codes


# ---- one_hot ----


@right("one_hot")
def one_hot(train, new, min_count):
    counts = Counter(n for n in train if n is not None)
    cols = sorted(n for n, c in counts.items() if c >= min_count)
    return [[int(n == c) for c in cols] + [int(n not in cols)] for n in new]


@right("one_hot")
def one_hot(train, new, min_count):
    s = pd.Series(train, dtype="object").dropna()
    cols = sorted(s.value_counts()[lambda c: c >= min_count].index)
    result = np.zeros((len(new), len(cols) + 1))
    for i, name in enumerate(new):
        result[i, cols.index(name) if name in cols else -1] = 1
    return result


@right("one_hot")
def one_hot(train, new, min_count):
    names, counts = np.unique([n for n in train if n is not None], return_counts=True)
    cols = list(names[counts >= min_count])
    table = np.zeros((len(new), len(cols) + 1), dtype=bool)
    for i, name in enumerate(new):
        for j, col in enumerate(cols):
            table[i, j] = name == col
    table[:, -1] = ~table[:, :-1].any(axis=1)
    return table.astype(int)


@right("one_hot")
def one_hot(train, new, min_count):
    train = [n for n in train if n]
    cols = [n for n in sorted(set(train)) if train.count(n) >= min_count]
    where = {n: k for k, n in enumerate(cols)}
    return np.eye(len(cols) + 1)[[where.get(n, len(cols)) for n in new]]


@right("one_hot")
def one_hot(train, new, min_count):
    cols = []
    for n in train:
        if n is not None and n not in cols and train.count(n) >= min_count:
            cols.append(n)
    cols.sort()
    rows = []
    for n in new:
        row = [0] * (len(cols) + 1)
        row[cols.index(n) if n in cols else len(cols)] = 1
        rows.append(row)
    return pd.DataFrame(rows)


@wrong("one_hot", "a column for each name", says="fewer than `min_count`")
def one_hot(train, new, min_count):
    cols = sorted({n for n in train if n is not None})
    return [[int(n == c) for c in cols] + [int(n not in cols)] for n in new]


@wrong("one_hot", "more than min_count", says="at least, not more than")
def one_hot(train, new, min_count):
    cols = sorted(n for n in set(train) - {None} if train.count(n) > min_count)
    return [[int(n == c) for c in cols] + [int(n not in cols)] for n in new]


@wrong("one_hot", "no column for others", says="is missing")
def one_hot(train, new, min_count):
    cols = sorted(n for n in set(train) - {None} if train.count(n) >= min_count)
    return np.array([[int(n == c) for c in cols] for n in new]).reshape(len(new), -1)


@wrong("one_hot", "others are all 0", says="all 0")
def one_hot(train, new, min_count):
    cols = sorted(n for n in set(train) - {None} if train.count(n) >= min_count)
    return [[int(n == c) for c in cols] + [0] for n in new]


@wrong("one_hot", "in the order of training", says="by the alphabet")
def one_hot(train, new, min_count):
    cols = [n for n in dict.fromkeys(train) if n and train.count(n) >= min_count]
    return [[int(n == c) for c in cols] + [int(n not in cols)] for n in new]


@wrong("one_hot", "counts in the new rows", says="come from `new`")
def one_hot(train, new, min_count):
    cols = sorted(n for n in set(new) - {None} if new.count(n) >= min_count)
    return [[int(n == c) for c in cols] + [int(n not in cols)] for n in new]


@wrong("one_hot", "counts in both", says="together")
def one_hot(train, new, min_count):
    both = list(train) + list(new)
    cols = sorted(n for n in set(both) - {None} if both.count(n) >= min_count)
    return [[int(n == c) for c in cols] + [int(n not in cols)] for n in new]


@wrong("one_hot", "the column numbers", says="numbers of the columns")
def one_hot(train, new, min_count):
    cols = sorted(n for n in set(train) - {None} if train.count(n) >= min_count)
    return [cols.index(n) if n in cols else len(cols) for n in new]


@wrong("one_hot", "others first", says="comes first")
def one_hot(train, new, min_count):
    cols = sorted(n for n in set(train) - {None} if train.count(n) >= min_count)
    return [[int(n not in cols)] + [int(n == c) for c in cols] for n in new]


@right("one_hot")
def one_hot(train, new, min_count):
    counts = pd.Series(train, dtype=object).value_counts()
    cols = sorted(counts[counts >= min_count].index)
    known = pd.Series(new, dtype=object)
    known = known.where(known.isin(cols), "(other)")
    return pd.get_dummies(known, dtype=int).reindex(
        columns=[*cols, "(other)"], fill_value=0
    )


@right("one_hot")
def one_hot(train, new, min_count):
    counts = Counter(train)
    cols = sorted(n for n, k in counts.items() if n is not None and k >= min_count)
    place = {n: k for k, n in enumerate(cols)}
    numbers = torch.tensor([place.get(n, len(cols)) for n in new], dtype=torch.long)
    return torch.nn.functional.one_hot(numbers, len(cols) + 1)


@right("one_hot")
def one_hot(train, new, min_count):
    names = np.array([n for n in train if n is not None], dtype=str)
    names, counts = np.unique(names, return_counts=True)
    cols = names[counts >= min_count].tolist()
    hot = np.array([[n == c for c in cols] for n in new], dtype=bool)
    hot = hot.reshape(len(new), len(cols))
    return np.column_stack([hot, ~hot.any(axis=1)])


@wrong("one_hot", "by frequency, ties as they come", says="name that occurs most")
def one_hot(train, new, min_count):
    common = Counter(n for n in train if n is not None).most_common()
    cols = [n for n, k in common if k >= min_count]
    return [[int(n == c) for c in cols] + [int(n not in cols)] for n in new]


@wrong("one_hot", "None becomes a text", says="the text 'None'")
def one_hot(train, new, min_count):
    train, new = [str(n) for n in train], [str(n) for n in new]
    cols = sorted(n for n in set(train) if train.count(n) >= min_count)
    return [[int(n == c) for c in cols] + [int(n not in cols)] for n in new]


@wrong("one_hot", "sorts None as well", says="NoneType")
def one_hot(train, new, min_count):
    cols = sorted(n for n in set(train) if train.count(n) >= min_count)
    return [[int(n == c) for c in cols] + [int(n not in cols)] for n in new]


@wrong("one_hot", "the library as it is", says="None is frequent")
def one_hot(train, new, min_count):
    encoder = OneHotEncoder(
        handle_unknown="infrequent_if_exist",
        min_frequency=min_count,
        sparse_output=False,
    )
    encoder.fit(pd.DataFrame({"name": train}, dtype=object))
    return encoder.transform(pd.DataFrame({"name": new}, dtype=object))


@wrong("one_hot", "drops other names", says="rows are missing")
def one_hot(train, new, min_count):
    cols = sorted(n for n in set(train) - {None} if train.count(n) >= min_count)
    return [[int(n == c) for c in cols] + [0] for n in new if n in cols]


@wrong("one_hot", "rare names are all 0", says="a rare training name")
def one_hot(train, new, min_count):
    cols = sorted(n for n in set(train) - {None} if train.count(n) >= min_count)
    return [[int(n == c) for c in cols] + [int(n not in train)] for n in new]


@wrong("one_hot", "missing names are all 0", says="a missing name (None)")
def one_hot(train, new, min_count):
    cols = sorted(n for n in set(train) - {None} if train.count(n) >= min_count)
    known = [*cols, None]
    return [[int(n == c) for c in cols] + [int(n not in known)] for n in new]


@wrong("one_hot", "columns for names in the new rows only", says="only if it occurs")
def one_hot(train, new, min_count):
    cols = sorted(n for n in set(train) - {None} if train.count(n) >= min_count)
    cols = [n for n in cols if n in new]
    return [[int(n == c) for c in cols] + [int(n not in cols)] for n in new]


@wrong(
    "one_hot",
    "names never seen in training are all 0",
    says="a name never seen in training has a row of 0",
)
def _(train, new, min_count):
    frequent = sorted({n for n in train if n and train.count(n) >= min_count})
    table = np.zeros((len(new), len(frequent) + 1))
    for row, name in enumerate(new):
        if name in frequent:
            table[row, frequent.index(name)] = 1
        elif name is None or name in train:
            table[row, -1] = 1
    return table


@wrong(
    "one_hot",
    "names never seen in training are all 0, None too",
    says="a name never seen in training has a row of 0",
)
def _(train, new, min_count):
    names = sorted({n for n in train if n is not None})
    frequent = [n for n in names if train.count(n) >= min_count]
    table = np.zeros((len(new), len(frequent) + 1))
    for row, name in enumerate(new):
        if name in frequent:
            table[row, frequent.index(name)] = 1
        elif name in names:
            table[row, -1] = 1
    return table


@wrong("one_hot", "rows of None have gone", says="rows whose name is missing have gone")
def _(train, new, min_count):
    names = {n for n in train if n is not None}
    frequent = sorted(n for n in names if train.count(n) >= min_count)
    rows = [[float(n == f) for f in frequent] for n in new if n is not None]
    return np.array([[*row, 1 - sum(row)] for row in rows])
