"""Answers to lesson 6.1 by students who had seen the lesson only."""

import heapq

import numpy as np
import pandas as pd
import torch
from sklearn.base import clone
from sklearn.model_selection import KFold, PredefinedSplit, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from tests.exercises.answers import right, wrong

# ---------------------------------------------------------------- impossible


@right("impossible")
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) | (pulse < 20) | (pulse > 250)


@right("impossible")
def _(systolic, diastolic, pulse):
    flags = []
    for upper, lower, beats in zip(systolic, diastolic, pulse, strict=True):
        if lower >= upper:
            flags.append(True)
        elif beats < 20 or beats > 250:
            flags.append(True)
        else:
            flags.append(False)
    return flags


@right("impossible")
def _(systolic, diastolic, pulse):
    table = pd.DataFrame({"s": systolic, "d": diastolic, "p": pulse})
    rules = pd.DataFrame(
        {
            "order": table["d"] >= table["s"],
            "slow": table["p"] < 20,
            "fast": table["p"] > 250,
        }
    )
    return rules.any(axis=1)


@right("impossible")
def _(systolic, diastolic, pulse):
    columns = (systolic, diastolic, pulse)
    s, d, p = (torch.as_tensor(np.asarray(column, float)) for column in columns)
    return torch.logical_or(d >= s, torch.logical_or(p < 20, p > 250))


@right("impossible")
def _(systolic, diastolic, pulse):
    s, d, p = np.array([systolic, diastolic, pulse], dtype=float)
    return np.select([d >= s, p < 20, p > 250], [True, True, True], default=False)


@right("impossible")
def _(systolic, diastolic, pulse):
    result = np.zeros(len(systolic), dtype=bool)
    result[...] = np.stack([systolic <= diastolic, pulse < 20, 250 < pulse]).any(axis=0)
    return result


@right("impossible")
def _(systolic, diastolic, pulse):
    def breaks(i):
        checks = (diastolic[i] >= systolic[i], pulse[i] < 20, pulse[i] > 250)
        return any(bool(check) for check in checks)

    return tuple(breaks(i) for i in range(len(pulse)))


@right("impossible")
def _(systolic, diastolic, pulse):
    ordered = (diastolic < systolic) | np.isnan(systolic) | np.isnan(diastolic)
    plausible = ((pulse >= 20) & (pulse <= 250)) | np.isnan(pulse)
    return pd.array(~(ordered & plausible), dtype="boolean")


@wrong(
    "impossible",
    "equal pressures pass: > instead of >=",
    says="equal pressures pass. What does “not",
)
def _(systolic, diastolic, pulse):
    return (diastolic > systolic) | (pulse < 20) | (pulse > 250)


@wrong(
    "impossible",
    "not (lower < upper) is true for a missing pressure",
    says="a reading is flagged because a value is",
)
def _(systolic, diastolic, pulse):
    return ~(diastolic < systolic) | (pulse < 20) | (pulse > 250)


@wrong(
    "impossible",
    "a pulse of exactly 20 is flagged: <= instead of <",
    says="a pulse of exactly 20 or 250 is flagged.",
)
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) | (pulse <= 20) | (pulse > 250)


@wrong(
    "impossible",
    "a pulse of exactly 250 is flagged: >= instead of >",
    says="a pulse of exactly 20 or 250 is flagged.",
)
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) | (pulse < 20) | (pulse >= 250)


@wrong(
    "impossible",
    "and instead of or: all rules must be broken together",
    says="a reading passes though its lower",
)
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) & ((pulse < 20) | (pulse > 250))


@wrong(
    "impossible",
    "the pressures are compared the wrong way round",
    says="usual readings are flagged, and those",
)
def _(systolic, diastolic, pulse):
    return (diastolic < systolic) | (pulse < 20) | (pulse > 250)


@wrong(
    "impossible",
    "the rule on a fast pulse is forgotten",
    says="a pulse above 250 passes.",
)
def _(systolic, diastolic, pulse):
    return np.logical_or(diastolic >= systolic, pulse < 20)


@wrong(
    "impossible", "the pulse is ignored", says="no reading is flagged for its pulse. Is"
)
def _(systolic, diastolic, pulse):
    return [bool(low >= up) for up, low in zip(systolic, diastolic, strict=True)]


@wrong(
    "impossible", "the pressures are ignored", says="a reading passes though its lower"
)
def _(systolic, diastolic, pulse):
    return (pulse < 20) | (pulse > 250)


@wrong(
    "impossible",
    "the answer is turned round: True for possible readings",
    says="usual readings are flagged, and those",
)
def _(systolic, diastolic, pulse):
    return ~((diastolic >= systolic) | (pulse < 20) | (pulse > 250))


@wrong(
    "impossible",
    "returns how many are impossible, not which",
    says="one number where 3 are due; it is the sum",
)
def _(systolic, diastolic, pulse):
    return int(((diastolic >= systolic) | (pulse < 20) | (pulse > 250)).sum())


@wrong(
    "impossible",
    "returns row numbers, not True or False for each",
    says="row numbers where a mask is due: True or",
)
def _(systolic, diastolic, pulse):
    return np.flatnonzero((diastolic >= systolic) | (pulse < 20) | (pulse > 250))


@wrong(
    "impossible",
    "clip: a missing pulse differs from itself, so it is flagged",
    says="a reading is flagged because a value is",
)
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) | (pulse != np.clip(pulse, 20, 250))


@wrong(
    "impossible",
    "between is False for a missing pulse, so it is flagged",
    says="a reading is flagged because a value is",
)
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) | ~pd.Series(pulse).between(20, 250).to_numpy()


@wrong(
    "impossible",
    "nan_to_num makes a missing pulse 0, which is below 20",
    says="a reading is flagged because a value is",
)
def _(systolic, diastolic, pulse):
    pulse = np.nan_to_num(pulse)
    return (diastolic >= systolic) | (pulse < 20) | (pulse > 250)


@wrong(
    "impossible",
    "missing pressures are filled with 0, then compared",
    says="a reading is flagged because a value is",
)
def _(systolic, diastolic, pulse):
    table = pd.DataFrame({"s": systolic, "d": diastolic}).fillna(0)
    return ((table["d"] >= table["s"]) | (pulse < 20) | (pulse > 250)).to_numpy()


@wrong(
    "impossible",
    "missing pressures are filled with the mean, then compared",
    says="a reading is flagged because a value is",
)
def _(systolic, diastolic, pulse):
    systolic = np.where(np.isnan(systolic), np.nanmean(systolic), systolic)
    diastolic = np.where(np.isnan(diastolic), np.nanmean(diastolic), diastolic)
    return (diastolic >= systolic) | (pulse < 20) | (pulse > 250)


@wrong(
    "impossible",
    "a row with anything missing is never flagged by another rule",
    says="a reading with a missing value passes",
)
def _(systolic, diastolic, pulse):
    missing = np.isnan(systolic) | np.isnan(diastolic) | np.isnan(pulse)
    broken = (diastolic >= systolic) | (pulse < 20) | (pulse > 250)
    return broken & ~missing


@wrong(
    "impossible",
    "a missing value is itself flagged as impossible",
    says="a reading is flagged because a value is",
)
def _(systolic, diastolic, pulse):
    broken = (diastolic >= systolic) | (pulse < 20) | (pulse > 250)
    return broken | np.isnan(systolic + diastolic + pulse)


@wrong(
    "impossible",
    "rows with a missing value are dropped: the result is shorter",
    says="readings with a missing value are left",
)
def _(systolic, diastolic, pulse):
    t = pd.DataFrame({"s": systolic, "d": diastolic, "p": pulse}).dropna()
    return ((t["d"] >= t["s"]) | (t["p"] < 20) | (t["p"] > 250)).tolist()


@wrong(
    "impossible",
    "returns inside the loop: only the first reading is judged",
    says="the `return` stands inside the loop: it",
)
def _(systolic, diastolic, pulse):
    flags = []
    for up, low, beats in zip(systolic, diastolic, pulse, strict=True):
        flags.append(low >= up or beats < 20 or beats > 250)
        return flags


@wrong(
    "impossible",
    "the flag is not reset: all readings after a broken one count",
    says="after the first impossible reading all",
)
def _(systolic, diastolic, pulse):
    flags, bad = [], False
    for up, low, beats in zip(systolic, diastolic, pulse, strict=True):
        if low >= up or beats < 20 or beats > 250:
            bad = True
        flags.append(bad)
    return flags


@wrong(
    "impossible",
    "the last rule's result overwrites that of the others",
    says="a reading passes though its lower",
)
def _(systolic, diastolic, pulse):
    flags = np.full(len(pulse), False)
    flags = np.where(diastolic >= systolic, True, False)
    flags = np.where((pulse < 20) | (pulse > 250), True, False)
    return flags


@wrong(
    "impossible",
    "exclusive or: two broken rules cancel out",
    says="a reading that breaks two rules passes.",
)
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) ^ (pulse < 20) ^ (pulse > 250)


@wrong(
    "impossible",
    "a column, shape (n, 1)",
    says="the right numbers, in the shape (3, 1)",
)
def _(systolic, diastolic, pulse):
    return ((diastolic >= systolic) | (pulse < 20) | (pulse > 250)).reshape(-1, 1)


@wrong(
    "impossible",
    "wrong axis: one answer a rule, not one a reading",
    says="this is one answer for each rule. Asked",
)
def _(systolic, diastolic, pulse):
    rules = np.array([diastolic >= systolic, pulse < 20, pulse > 250])
    return rules.any(axis=1)


@wrong("impossible", "only the example's answer", says="`systolic` is never used.")
def _(systolic, diastolic, pulse):
    return [False, False, True]


@wrong(
    "impossible",
    "a chained comparison of arrays raises ValueError",
    says="`or`, `and` and a chain such as `a < b <",
)
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) | ~(20 <= pulse <= 250)


@wrong(
    "impossible",
    "`or` between arrays raises ValueError",
    says="`or`, `and` and a chain such as `a < b <",
)
def _(systolic, diastolic, pulse):
    return diastolic >= systolic or pulse < 20 or pulse > 250


@wrong(
    "impossible",
    "missing brackets: | binds before the comparison, TypeError",
    says="`|` is worked out before `<` and `>=`",
)
def _(systolic, diastolic, pulse):
    return diastolic >= systolic | pulse < 20 | pulse > 250


@wrong(
    "impossible",
    "a missing pulse cannot become an int: ValueError",
    says="ValueError: cannot convert float NaN to",
)
def _(systolic, diastolic, pulse):
    return [
        bool(low >= up or int(beats) not in range(20, 251))
        for up, low, beats in zip(systolic, diastolic, pulse, strict=True)
    ]


@wrong(
    "impossible",
    "strings instead of True and False",
    says="got a list of 3 values, each a text",
)
def _(systolic, diastolic, pulse):
    broken = (diastolic >= systolic) | (pulse < 20) | (pulse > 250)
    return np.where(broken, "impossible", "possible")


# -------------------------------------------------------------- mending_plan

right("mending_plan", "B E C H A G")
right("mending_plan", "BECHAG")
right("mending_plan", "B, E, C, H, A, G")
right("mending_plan", ["B", "E", "C", "H", "A", "G"])
right("mending_plan", ("B", "E", "C", "H", "A", "G"))
right("mending_plan", "b e c h a g")
right("mending_plan", "  B  E C H A G ")
right("mending_plan", np.array(list("BECHAG")))

wrong(
    "mending_plan",
    "E C H A B G",
    "the test set is put aside only after the mending",
    says="step B comes too late: rows that are to",
)
wrong(
    "mending_plan",
    "E B C H A G",
    "probabilities before the test set is put aside",
    says="step B comes too late: rows that are to",
)
wrong(
    "mending_plan",
    "E C B H A G",
    "the test set is put aside after the ranking",
    says="step B comes too late: rows that are to",
)
wrong(
    "mending_plan",
    "B C E H A G",
    "ranks before there are probabilities",
    says="step C ranks by probabilities that have",
)
wrong(
    "mending_plan",
    "B E F H A G",
    "ranks by a model that was fitted on the labels",
    says="step F asks a model about labels that it",
)
wrong(
    "mending_plan",
    "B F C H A G",
    "ranks by a fitted model, none out of fold",
    says="step F asks a model about labels that it",
)
wrong(
    "mending_plan",
    "B E C A H G",
    "corrects before the expert has looked",
    says="step A corrects what nobody has looked at",
)
wrong(
    "mending_plan",
    "B E C H A D",
    "deletes hard test examples, never judges",
    says="step D makes the exam easier, not the",
)
wrong(
    "mending_plan",
    "B E C H D G",
    "deletes test examples, corrects nothing",
    says="step D makes the exam easier, not the",
)
wrong(
    "mending_plan",
    "D E C H A G",
    "deletes test examples, puts nothing aside",
    says="step D makes the exam easier, not the",
)
wrong(
    "mending_plan",
    "B E C H A D G",
    "seven steps: deletes hard test examples too",
    says="step D makes the exam easier, not the",
)
wrong(
    "mending_plan",
    "B E C H A",
    "five steps: never trains on the mended labels",
    says="a letter is missing: 6 of the 8 are",
)
wrong(
    "mending_plan",
    "E C H A G",
    "five steps: no test set put aside",
    says="a letter is missing: 6 of the 8 are",
)
wrong(
    "mending_plan",
    "G A H C E B",
    "the right steps from last to first",
    says="step B comes too late: rows that are to",
)
wrong(
    "mending_plan",
    "B E C H G A",
    "judges before the labels are mended",
    says="step G trains on labels that are not",
)
wrong(
    "mending_plan",
    "A B C D E F",
    "the example of the text, copied",
    says="step F asks a model about labels that it",
)
wrong(
    "mending_plan",
    "B H E C A G",
    "the expert looks before there is a ranking",
    says="step H looks at the top of a ranking that",
)
wrong(
    "mending_plan",
    "A B C E G H",
    "the right letters, but in the alphabet's order",
    says="step B comes too late: rows that are to",
)
wrong(
    "mending_plan",
    "B E F C H A G",
    "seven steps: also ranks by a fitted model",
    says="step F asks a model about labels that it",
)

# ------------------------------------------------------------ rank_by_margin


@right("rank_by_margin")
def _(probabilities, labels):
    rows = np.arange(len(labels))
    others = np.array(probabilities, dtype=float)
    own = others[rows, labels]
    others[rows, labels] = -np.inf
    return np.argsort(own - others.max(axis=1), kind="stable")


@right("rank_by_margin")
def _(probabilities, labels):
    margins = []
    for row, label in zip(probabilities, labels, strict=True):
        rival = max(p for c, p in enumerate(row) if c != label)
        margins.append(row[label] - rival)
    return sorted(range(len(margins)), key=lambda i: margins[i])


@right("rank_by_margin")
def _(probabilities, labels):
    ordered = np.sort(probabilities, axis=1)
    own = np.take_along_axis(probabilities, labels[:, None], axis=1)[:, 0]
    top, second = ordered[..., -1], ordered[..., -2]
    return (own - np.where(own == top, second, top)).argsort(kind="stable")


@right("rank_by_margin")
def _(probabilities, labels):
    table = pd.DataFrame(np.asarray(probabilities))
    typed = pd.get_dummies(pd.Categorical(labels, table.columns)).to_numpy(dtype=bool)
    margin = table.where(typed).max(axis=1) - table.mask(typed).max(axis=1)
    return margin.sort_values(kind="stable").index


@right("rank_by_margin")
def _(probabilities, labels):
    p = torch.tensor(np.asarray(probabilities), dtype=torch.float64)
    at = torch.tensor(np.asarray(labels), dtype=torch.int64).unsqueeze(1)
    rival = p.scatter(1, at, -1.0).amax(dim=1)
    return torch.argsort(p.gather(1, at).squeeze(1) - rival, stable=True)


@right("rank_by_margin")
def _(probabilities, labels):
    def margin(i):
        row = probabilities[i]
        return row[labels[i]] - np.delete(row, labels[i]).max()

    pairs = sorted((margin(i), i) for i in range(len(labels)))
    return tuple(i for _, i in pairs)


@right("rank_by_margin")
def _(probabilities, labels):
    n, n_classes = np.shape(probabilities)
    margin = np.full(n, np.inf)
    for c in range(n_classes):
        gap = probabilities[np.arange(n), labels] - probabilities[..., c]
        margin = np.where(labels == c, margin, np.minimum(margin, gap))
    return np.argsort(margin, kind="mergesort").tolist()


@right("rank_by_margin")
def _(probabilities, labels):
    typed = np.eye(probabilities.shape[1], dtype=bool)[labels]
    rival = np.ma.array(probabilities, mask=typed).max(axis=1).filled(0)
    doubt = pd.Series(rival - probabilities[typed])
    return doubt.sort_values(ascending=False, kind="stable").index.to_list()


@wrong(
    "rank_by_margin",
    "self-confidence only: the other classes are ignored",
    says="this is the order of self-confidence. Is the",
)
def _(probabilities, labels):
    return np.argsort(probabilities[np.arange(len(labels)), labels], kind="stable")


@wrong(
    "rank_by_margin",
    "the largest of all classes, the typed one included",
    says="the typed label is still among the",
)
def _(probabilities, labels):
    own = probabilities[np.arange(len(labels)), labels]
    return np.argsort(own - probabilities.max(axis=1), kind="stable")


@wrong(
    "rank_by_margin",
    "the highest margin first",
    says="the right values, in reversed order.",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = -1
    return np.argsort(others.max(axis=1) - probabilities[rows, labels], kind="stable")


@wrong(
    "rank_by_margin",
    "first minus second choice: the typed label is ignored",
    says="this is how sure the model is of its",
)
def _(probabilities, labels):
    ordered = np.sort(probabilities, axis=1)
    return np.argsort(ordered[:, -1] - ordered[:, -2], kind="stable")


@wrong(
    "rank_by_margin",
    "the sign is lost: sorted by the margin's absolute value",
    says="without its sign, a label that the model",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = 0
    margin = np.abs(probabilities[rows, labels] - others.max(axis=1))
    return np.argsort(margin, kind="stable")


@wrong(
    "rank_by_margin",
    "returns the margins, not row numbers",
    says="these are the margins. Which row has the",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = 0
    return probabilities[rows, labels] - others.max(axis=1)


@wrong(
    "rank_by_margin",
    "returns the sorted margins, not row numbers",
    says="these are the margins in order. Return",
)
def _(probabilities, labels):
    return sorted(
        row[label] - max(np.delete(row, label))
        for row, label in zip(probabilities, labels, strict=True)
    )


@wrong(
    "rank_by_margin",
    "returns each row's rank, not the row numbers in order",
    says="this says at which place each row stands.",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = 0
    margin = probabilities[rows, labels] - others.max(axis=1)
    return np.argsort(np.argsort(margin, kind="stable"), kind="stable")


@wrong(
    "rank_by_margin",
    "always subtracts the second largest of all classes",
    says="this subtracts the second largest of all",
)
def _(probabilities, labels):
    own = probabilities[np.arange(len(labels)), labels]
    return np.argsort(own - np.sort(probabilities, axis=1)[:, -2], kind="stable")


@wrong(
    "rank_by_margin",
    "mean of the other classes instead of the largest",
    says="this is the order of self-confidence. Is the",
)
def _(probabilities, labels):
    margins = [
        row[label] - np.delete(row, label).mean()
        for row, label in zip(probabilities, labels, strict=True)
    ]
    return np.argsort(margins, kind="stable")


@wrong(
    "rank_by_margin",
    "the smallest of the other classes instead of the largest",
    says="the weakest of the other classes is",
)
def _(probabilities, labels):
    margins = [
        row[label] - np.delete(row, label).min()
        for row, label in zip(probabilities, labels, strict=True)
    ]
    return np.argsort(margins, kind="stable")


@wrong(
    "rank_by_margin",
    "own probability read after it was set to 0 in place",
    says="only the rival counts here: the label's",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = 0
    return np.argsort(others[rows, labels] - others.max(axis=1), kind="stable")


@wrong(
    "rank_by_margin",
    "zeroes the whole column: the rows after it go wrong",
    says="`[:, …]` reaches whole columns, that is",
)
def _(probabilities, labels):
    table, margins = probabilities.copy(), []
    for row, label in enumerate(labels):
        own = table[row, label]
        table[:, label] = 0
        margins.append(own - table[row].max())
    return np.argsort(margins, kind="stable")


@wrong(
    "rank_by_margin",
    "wrong axis: largest of each class, not of each row",
    says="the largest of each column (class) is",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = 0
    largest = others.max(axis=0)[labels]
    return np.argsort(probabilities[rows, labels] - largest, kind="stable")


@wrong(
    "rank_by_margin",
    "a ratio instead of a difference",
    says="this is the order of a quotient. A margin",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = 0
    ratio = probabilities[rows, labels] / (others.max(axis=1) + 1e-9)
    return np.argsort(ratio, kind="stable")


@wrong(
    "rank_by_margin",
    "labels counted from 1: the class before is taken",
    says="these are the margins of other labels",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    typed = np.asarray(labels) - 1
    others = probabilities.copy()
    others[rows, typed] = 0
    return np.argsort(probabilities[rows, typed] - others.max(axis=1), kind="stable")


@wrong(
    "rank_by_margin",
    "only compares with the classes after the typed one",
    says="only the classes after the typed one",
)
def _(probabilities, labels):
    margins = [
        row[label] - max(row[label + 1 :], default=0)
        for row, label in zip(probabilities, labels, strict=True)
    ]
    return np.argsort(margins, kind="stable")


@wrong(
    "rank_by_margin",
    "drops every probability equal to the own one: ties are lost",
    says="a rival as probable as the label is",
)
def _(probabilities, labels):
    margins = []
    for row, label in zip(probabilities, labels, strict=True):
        rivals = [p for p in row if p != row[label]]
        margins.append(row[label] - max(rivals, default=0))
    return np.argsort(margins, kind="stable")


@wrong(
    "rank_by_margin",
    "margins rounded to one decimal: near ones tie",
    says="rows with nearly equal margins stand in",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = 0
    margin = probabilities[rows, labels] - others.max(axis=1)
    return np.argsort(margin.round(1), kind="stable")


@wrong(
    "rank_by_margin",
    "returns only the rows with a negative margin",
    says="only rows with a negative margin are",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = 0
    margin = probabilities[rows, labels] - others.max(axis=1)
    return [int(i) for i in np.argsort(margin, kind="stable") if margin[i] < 0]


@wrong(
    "rank_by_margin",
    "returns inside the loop: the first row only",
    says="the `return` stands inside the loop: it",
)
def _(probabilities, labels):
    margins = []
    for row, label in zip(probabilities, labels, strict=True):
        margins.append(row[label] - np.delete(row, label).max())
        return np.argsort(margins)


@wrong(
    "rank_by_margin",
    "a column, shape (n, 1)",
    says="the right numbers, in the shape (8, 1)",
)
def _(probabilities, labels):
    margins = [
        row[label] - np.delete(row, label).max()
        for row, label in zip(probabilities, labels, strict=True)
    ]
    return np.argsort(margins, kind="stable")[:, None]


@wrong(
    "rank_by_margin", "row numbers counted from 1", says="all values are 1 too large."
)
def _(probabilities, labels):
    margins = [
        row[label] - np.delete(row, label).max()
        for row, label in zip(probabilities, labels, strict=True)
    ]
    return np.argsort(margins, kind="stable") + 1


@wrong(
    "rank_by_margin",
    "only the most doubtful row",
    says="one number where 8 are due; it is the",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = 0
    return int((probabilities[rows, labels] - others.max(axis=1)).argmin())


@wrong(
    "rank_by_margin",
    "[:, labels] takes n columns: sorts a table, not n margins",
    says="a table comes out, one row of it for each",
)
def _(probabilities, labels):
    own = probabilities[:, labels]
    return np.argsort(own - probabilities.max(axis=1))


@wrong(
    "rank_by_margin", "only the example's answer", says="`probabilities` is never used."
)
def _(probabilities, labels):
    return [1, 2, 0]


@wrong(
    "rank_by_margin",
    "raises: removes the columns of all labels from every row",
    says="ValueError: zero-size array to reduction",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    rival = np.delete(probabilities, np.arange(probabilities.shape[1]), axis=1)
    return np.argsort(probabilities[rows, labels] - rival.max(axis=1))


@wrong(
    "rank_by_margin",
    "raises: a list of margins has no argsort",
    says="AttributeError: 'list' object has no",
)
def _(probabilities, labels):
    margins = [
        row[label] - np.delete(row, label).max()
        for row, label in zip(probabilities, labels, strict=True)
    ]
    return margins.argsort()


# --------------------------------------------------------------- out_of_fold


@right("out_of_fold")
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


@right("out_of_fold")
def _(model, X, labels, n_folds):
    probabilities = np.zeros((len(labels), labels.max() + 1))
    everyone = np.arange(len(labels))
    for k in range(n_folds):
        judged = everyone[k::n_folds]
        learned = np.setdiff1d(everyone, judged)
        fitted = model.fit(X[learned], labels[learned])
        probabilities[judged, ...] = fitted.predict_proba(X[judged])
    return probabilities


@right("out_of_fold")
def _(model, X, labels, n_folds):
    cut = PredefinedSplit(np.arange(len(labels)) % n_folds)
    return cross_val_predict(model, X, labels, cv=cut, method="predict_proba")


@right("out_of_fold")
def _(model, X, labels, n_folds):
    def judge(k):
        stranger = clone(model)
        rest = [i for i in range(len(labels)) if i % n_folds != k]
        stranger.fit(X[rest], labels[rest])
        return stranger.predict_proba(X[k::n_folds])

    parts = [judge(k) for k in range(n_folds)]
    return np.array([parts[i % n_folds][i // n_folds] for i in range(len(labels))])


@right("out_of_fold")
def _(model, X, labels, n_folds):
    fold = pd.Series(np.arange(len(labels)) % n_folds)
    pieces = []
    for k, members in fold.groupby(fold).groups.items():
        model.fit(X[fold != k], labels[fold != k])
        pieces.append(pd.DataFrame(model.predict_proba(X[members]), index=members))
    return pd.concat(pieces).sort_index().to_numpy()


@right("out_of_fold")
def _(model, X, labels, n_folds):
    order, tables = [], []
    for k in range(n_folds):
        out = np.arange(k, len(labels), n_folds)
        model.fit(np.delete(X, out, axis=0), np.delete(labels, out))
        order.append(out)
        tables.append(model.predict_proba(X[out]))
    return np.concatenate(tables)[np.argsort(np.concatenate(order))]


@right("out_of_fold")
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.zeros((len(labels), labels.max() + 1))
    for k in range(n_folds):
        train = np.where(fold != k)[0]
        test = np.where(fold == k)[0]
        model.fit(X[train], labels[train])
        probabilities[np.ix_(test, model.classes_)] = model.predict_proba(X[test])
    return probabilities


@right("out_of_fold")
def _(model, X, labels, n_folds):
    result = torch.full((len(labels), int(labels.max()) + 1), float("nan"))
    result = result.double()

    def fill(k):
        if k == n_folds:
            return result
        inside = np.arange(len(labels)) % n_folds == k
        model.fit(X[np.logical_not(inside)], labels[np.logical_not(inside)])
        result[torch.tensor(inside)] = torch.tensor(model.predict_proba(X[inside]))
        return fill(k + 1)

    return fill(0).numpy()


@wrong(
    "out_of_fold",
    "the bug in other words: trained on the rows it judges",
    says="rows are judged by a model that was",
)
def _(model, X, labels, n_folds):
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        part = np.arange(k, len(labels), n_folds)
        probabilities[part] = model.fit(X[part], labels[part]).predict_proba(X[part])
    return probabilities


@wrong(
    "out_of_fold",
    "trained on all rows, those judged included",
    says="rows are judged by a model that was",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X, labels)
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


@wrong(
    "out_of_fold",
    "no folds at all: fitted on everything, asked about the same",
    says="rows are judged by a model that was",
)
def _(model, X, labels, n_folds):
    return model.fit(X, labels).predict_proba(X)


@wrong(
    "out_of_fold",
    "the roles are swapped: trained on one fold, judges the rest",
    says="no row is judged by a model that has seen",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[inside], labels[inside])
        probabilities[~inside] = model.predict_proba(X[~inside])
    return probabilities


@wrong(
    "out_of_fold",
    "trained outside, but also judges outside: it saw those rows",
    says="rows are judged by a model that was",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        outside = fold != k
        model.fit(X[outside], labels[outside])
        probabilities[outside] = model.predict_proba(X[outside])
    return probabilities


@wrong(
    "out_of_fold",
    "each fold's model judges all rows: the last one remains",
    says="rows are judged by a model that was",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities = model.predict_proba(X)
    return probabilities


@wrong(
    "out_of_fold",
    "the mean of all models, most of which saw the row",
    says="rows are judged by a model that was",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    total = np.zeros((len(labels), labels.max() + 1))
    for k in range(n_folds):
        model.fit(X[fold != k], labels[fold != k])
        total += model.predict_proba(X)
    return total / n_folds


@wrong(
    "out_of_fold",
    "the folds start at 1: fold 0 is never judged and stays NaN",
    says="rows stay empty (NaN). Does the loop",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(1, n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


@wrong(
    "out_of_fold",
    "folds are blocks of neighbouring rows, not every n-th row",
    says="out of fold, yes, but other rows share a",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) * n_folds // len(labels)
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


@wrong(
    "out_of_fold",
    "shuffled folds of scikit-learn instead of those described",
    says="out of fold, yes, but other rows share a",
)
def _(model, X, labels, n_folds):
    cut = KFold(n_folds, shuffle=True, random_state=0)
    return cross_val_predict(model, X, labels, cv=cut, method="predict_proba")


@wrong(
    "out_of_fold",
    "returns inside the loop: only fold 0 is filled",
    says="the `return` stands inside the loop: it",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside] = model.predict_proba(X[inside])
        return probabilities


@wrong(
    "out_of_fold",
    "the table is made anew in the loop: only the last fold stays",
    says="stands inside the loop: each round",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    for k in range(n_folds):
        probabilities = np.full((len(labels), labels.max() + 1), np.nan)
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


@wrong(
    "out_of_fold",
    "trained on the next fold only, not on all the others",
    says="no row is judged by a model that has seen",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside, other = fold == k, fold == (k + 1) % n_folds
        model.fit(X[other], labels[other])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


@wrong(
    "out_of_fold",
    "writes into a copy, [inside][:]: all stays NaN",
    says="36 of 36 numbers are NaN",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside][:] = model.predict_proba(X[inside])
    return probabilities


@wrong(
    "out_of_fold",
    "answers of 0 and 1 from predict, not probabilities",
    says="these are 0 and 1: `predict` chooses a",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.zeros((len(labels), labels.max() + 1))
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        answers = model.predict(X[inside])
        probabilities[np.flatnonzero(inside), answers] = 1
    return probabilities


@wrong(
    "out_of_fold",
    "leaves out one row at a time: n_folds is ignored",
    says="`n_folds` is never used.",
)
def _(model, X, labels, n_folds):
    table = []
    for i in range(len(labels)):
        others = np.arange(len(labels)) != i
        model.fit(X[others], labels[others])
        table.append(model.predict_proba(X[i : i + 1])[0])
    return np.array(table)


@wrong(
    "out_of_fold",
    "always two folds: n_folds is ignored",
    says="no row is judged by a model that has seen",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % 2
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(2):
        model.fit(X[fold != k], labels[fold != k])
        probabilities[fold == k] = model.predict_proba(X[fold == k])
    return probabilities


@wrong(
    "out_of_fold",
    "the folds' answers one after another, not put back in place",
    says="the right probabilities, but not beside",
)
def _(model, X, labels, n_folds):
    tables = []
    for k in range(n_folds):
        inside = np.arange(len(labels)) % n_folds == k
        model.fit(X[~inside], labels[~inside])
        tables.append(model.predict_proba(X[inside]))
    return np.concatenate(tables)


@wrong(
    "out_of_fold",
    "returns the typed label's probability only, shape (n,)",
    says="got an array of numbers of shape (12,)",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities[np.arange(len(labels)), labels]


@wrong(
    "out_of_fold",
    "leaves out a single row of the fold only, has seen the others",
    says="rows are judged by a model that was",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        outside = np.arange(len(labels)) != k
        model.fit(X[outside], labels[outside])
        probabilities[fold == k] = model.predict_proba(X[fold == k])
    return probabilities


@wrong(
    "out_of_fold",
    "fitted once before the loop, on the rows outside fold 0",
    says="rows are judged by a model that was",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    model.fit(X[fold != 0], labels[fold != 0])
    for k in range(n_folds):
        probabilities[fold == k] = model.predict_proba(X[fold == k])
    return probabilities


@wrong(
    "out_of_fold",
    "half repaired, raises: rows outside with labels inside",
    says="ValueError: Found input variables with",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[inside])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


@wrong(
    "out_of_fold",
    "half repaired, raises: answers outside do not fit inside",
    says="ValueError: shape mismatch: value array",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[inside], labels[inside])
        probabilities[inside] = model.predict_proba(X[~inside])
    return probabilities


@wrong(
    "out_of_fold",
    "raises: trains on earlier folds only, fold 0 has none",
    says="ValueError: Found array with 0 sample(s)",
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        model.fit(X[fold < k], labels[fold < k])
        probabilities[fold == k] = model.predict_proba(X[fold == k])
    return probabilities


# ------------------------------------------------------------ checking_queue


@right("checking_queue")
def _(confidence, minutes, budget):
    worth = (1 - np.asarray(confidence)) / np.asarray(minutes)
    left, taken = budget, []
    for row in np.argsort(-worth, kind="stable"):
        if minutes[row] <= left:
            taken.append(row)
            left -= minutes[row]
    return taken


@right("checking_queue")
def _(confidence, minutes, budget):
    def worth(i):
        return (1 - confidence[i]) / minutes[i]

    queue, spent = [], 0
    for i in sorted(range(len(minutes)), key=worth, reverse=True):
        if spent + minutes[i] > budget:
            continue
        queue.append(int(i))
        spent += minutes[i]
    return np.array(queue, dtype=int)


@right("checking_queue")
def _(confidence, minutes, budget):
    order = sorted(range(len(minutes)), key=lambda i: (confidence[i] - 1) / minutes[i])

    def go(rest, left):
        if not rest:
            return ()
        first, *others = rest
        if minutes[first] > left:
            return go(others, left)
        return (first, *go(others, left - minutes[first]))

    return go(order, budget)


@right("checking_queue")
def _(confidence, minutes, budget):
    table = pd.DataFrame({"doubt": 1 - np.asarray(confidence), "minutes": minutes})
    table["rate"] = table["doubt"].div(table["minutes"])
    table = table.sort_values("rate", ascending=False, kind="stable")
    chosen = pd.Series(False, index=table.index)
    for row, time in table["minutes"].items():
        fits = table.loc[chosen, "minutes"].sum() + time <= budget
        chosen[row] = bool(fits)
    return chosen.index[chosen]


@right("checking_queue")
def _(confidence, minutes, budget):
    heap = [(-(1 - c) / m, i, m) for i, (c, m) in enumerate(zip(confidence, minutes))]
    heapq.heapify(heap)
    taken = []
    while heap:
        _, i, m = heapq.heappop(heap)
        if m <= budget:
            budget = budget - m
            taken.append(i)
    return taken


@right("checking_queue")
def _(confidence, minutes, budget):
    time = torch.tensor(np.asarray(minutes, float))
    rate = (1 - torch.tensor(np.asarray(confidence, float))) / time
    taken = []
    while True:
        possible = torch.where(time <= budget, rate, -torch.inf)
        if len(possible) == 0 or possible.max() == -torch.inf:
            return torch.tensor(taken, dtype=torch.int64)
        best = int(possible.argmax())
        budget = budget - float(time[best])
        rate[best] = -torch.inf
        taken.append(best)


@right("checking_queue")
def _(confidence, minutes, budget):
    def walk(left):
        rate = (1 - np.array(confidence)) / np.array(minutes)
        for row in (-rate).argsort(kind="stable").tolist():
            if left >= minutes[row]:
                left -= minutes[row]
                yield row

    return list(walk(budget))


@wrong(
    "checking_queue",
    "stops at the first row that does not fit",
    says="nothing is taken after the first row that",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(-(1 - confidence) / minutes, kind="stable"):
        if minutes[row] > budget:
            break
        taken.append(int(row))
        budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "running total of all rows: skipped ones use up minutes too",
    says="nothing is taken after the first row that",
)
def _(confidence, minutes, budget):
    order = np.argsort(-(1 - confidence) / minutes, kind="stable")
    return order[np.cumsum(minutes[order]) <= budget]


@wrong(
    "checking_queue",
    "by doubt alone, not per minute",
    says="this goes by doubt alone: a long check",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(confidence, kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "by minutes alone, the shortest first",
    says="the shortest checks come first, whatever",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(minutes, kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "the lowest doubt per minute first",
    says="the order is reversed: the highest worth",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort((1 - confidence) / minutes, kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "confidence per minute, the lowest first, instead of doubt",
    says="this goes by confidence per minute, the",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(confidence / minutes, kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "confidence per minute, the highest first, instead of doubt",
    says="the surest labels come first: doubt is",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(-confidence / minutes, kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "doubt times minutes instead of doubt per minute",
    says="long checks are favoured: per minute",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(-(1 - confidence) * minutes, kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "missing brackets: 1 - confidence / minutes",
    says="this goes by confidence per minute, the",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(-(1 - confidence / minutes), kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "a row that fits exactly is skipped: < instead of <=",
    says="a row that needs exactly the minutes left",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(-(1 - confidence) / minutes, kind="stable"):
        if minutes[row] < budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "the minutes left never shrink",
    says="each row fits by itself, but the minutes",
)
def _(confidence, minutes, budget):
    order = np.argsort(-(1 - confidence) / minutes, kind="stable")
    return [int(row) for row in order if minutes[row] <= budget]


@wrong(
    "checking_queue",
    "takes while any minute is left, so it overdraws",
    says="the last check takes more than the",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(-(1 - confidence) / minutes, kind="stable"):
        if budget > 0:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "the budget counts rows, not minutes",
    says="the budget is in minutes, not in rows",
)
def _(confidence, minutes, budget):
    order = np.argsort(-(1 - confidence) / minutes, kind="stable")
    return order[: int(budget)].tolist()


@wrong(
    "checking_queue",
    "the right rows, but sorted by number",
    says="the right rows, sorted by number. Return",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(-(1 - confidence) / minutes, kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return sorted(taken)


@wrong(
    "checking_queue",
    "a mask of the rows taken, not their numbers in order",
    says="this is True or False for each row.",
)
def _(confidence, minutes, budget):
    taken = np.zeros(len(minutes), dtype=bool)
    for row in np.argsort(-(1 - confidence) / minutes, kind="stable"):
        if minutes[row] <= budget:
            taken[row] = True
            budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "places in the queue instead of row numbers",
    says="these are places in your queue. Return",
)
def _(confidence, minutes, budget):
    order = np.argsort(-(1 - confidence) / minutes, kind="stable")
    taken = []
    for place, time in enumerate(minutes[order]):
        if time <= budget:
            taken.append(place)
            budget = budget - time
    return taken


@wrong(
    "checking_queue",
    "sorted minutes are not matched: time of the wrong row",
    says="a row is judged by the minutes of another",
)
def _(confidence, minutes, budget):
    order = np.argsort(-(1 - confidence) / minutes, kind="stable")
    taken = []
    for row, time in zip(order, minutes, strict=True):
        if time <= budget:
            taken.append(int(row))
            budget = budget - time
    return taken


@wrong(
    "checking_queue",
    "returns inside the loop: one row at most",
    says="the `return` stands inside the loop: it",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(-(1 - confidence) / minutes, kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
        return taken


@wrong(
    "checking_queue",
    "the minutes left are reset for each row",
    says="each row fits by itself, but the minutes",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(-(1 - confidence) / minutes, kind="stable"):
        left = budget
        if minutes[row] <= left:
            taken.append(int(row))
            left -= minutes[row]
    return taken


@wrong(
    "checking_queue",
    "integer division: nearly all rates become 0",
    says="the rows are taken as they stand in the",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(-((1 - confidence) // minutes), kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@wrong("checking_queue", "rates rounded to one decimal: near ones tie")
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(-((1 - confidence) / minutes).round(1), kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "removes from the list it walks: the row after a skip is lost",
    says="the rows taken need more minutes than",
)
def _(confidence, minutes, budget):
    order = np.argsort(-(1 - confidence) / minutes, kind="stable").tolist()
    for row in order:
        if minutes[row] <= budget:
            budget = budget - minutes[row]
        else:
            order.remove(row)
    return order


@wrong(
    "checking_queue",
    "the largest sum of doubt that fits, not row by row",
    says="these rows find more in all, but they are",
)
def _(confidence, minutes, budget):
    n, best, chosen = len(minutes), -1, []
    for code in range(2 ** min(n, 12)):
        rows = [i for i in range(n) if code >> i & 1]
        doubt = sum(1 - confidence[i] for i in rows)
        if sum(minutes[i] for i in rows) <= budget and doubt > best:
            best, chosen = doubt, rows
    return sorted(chosen, key=lambda i: -(1 - confidence[i]) / minutes[i])


@wrong(
    "checking_queue",
    "the last row of the queue is never looked at",
    says="2 values where 3 are due: the last is",
)
def _(confidence, minutes, budget):
    taken = []
    order = np.argsort(-(1 - confidence) / minutes, kind="stable")
    for i in range(len(order) - 1):
        if minutes[order[i]] <= budget:
            taken.append(int(order[i]))
            budget = budget - minutes[order[i]]
    return taken


@wrong(
    "checking_queue",
    "returns the number of checks, not the rows",
    says="one number where 3 are due.",
)
def _(confidence, minutes, budget):
    count = 0
    for row in np.argsort(-(1 - confidence) / minutes, kind="stable"):
        if minutes[row] <= budget:
            count += 1
            budget = budget - minutes[row]
    return count


@wrong(
    "checking_queue", "only the example's answer", says="`confidence` is never used."
)
def _(confidence, minutes, budget):
    return [2, 1, 3]


@wrong(
    "checking_queue",
    "raises: while there are minutes left, the queue runs empty",
    says="IndexError: pop from empty list",
)
def _(confidence, minutes, budget):
    order = np.argsort(-(1 - confidence) / minutes, kind="stable").tolist()
    taken = []
    while budget >= 0:
        row = order.pop(0)
        if minutes[row] <= budget:
            taken.append(row)
            budget = budget - minutes[row]
    return taken


@wrong(
    "checking_queue",
    "raises: an array has no sort_values",
    says="AttributeError: 'numpy.ndarray' object",
)
def _(confidence, minutes, budget):
    order = ((1 - confidence) / minutes).sort_values(ascending=False).index
    return [row for row in order if minutes[row] <= budget]


@wrong(
    "checking_queue",
    "the highest confidence first, minutes ignored in the order",
    says="the surest labels come first, and their",
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(confidence)[::-1]:
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@wrong(
    "impossible",
    "not below, taken literally in a loop",
    says="a reading is flagged because a value is",
)
def _(systolic, diastolic, pulse):
    flags = []
    for high, low, beats in zip(systolic, diastolic, pulse, strict=True):
        flags.append(bool(not low < high or beats < 20 or beats > 250))
    return flags


@wrong(
    "impossible",
    "flags the possible ones",
    says="usual readings are flagged, and those",
)
def _(systolic, diastolic, pulse):
    return (diastolic < systolic) & (pulse >= 20) & (pulse <= 250)


@wrong(
    "rank_by_margin",
    "blanks whole columns, so the rival is the same for all rows",
    says="`[:, labels]` reaches whole columns",
)
def _(probabilities, labels):
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[:, labels] = -1
    return np.argsort(probabilities[rows, labels] - others.max(axis=1))


@wrong("checking_queue", "minutes in place of rows", says="these are the minutes of")
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(-(1 - confidence) / minutes):
        if minutes[row] <= budget:
            taken.append(minutes[row])
            budget = budget - minutes[row]
    return taken


# ---- A reader of the mended lesson


@wrong("checking_queue", "counts whole minutes only", says="minutes are cut to whole")
def _(confidence, minutes, budget):
    taken, budget = [], int(budget)
    for i in np.argsort(-(1 - confidence) / minutes, kind="stable"):
        if minutes[i] <= budget:
            taken.append(int(i))
            budget -= int(minutes[i])
    return taken


@wrong("checking_queue", "a whole budget", says="the budget is cut to whole minutes")
def _(confidence, minutes, budget):
    taken, left = [], int(budget)
    for i in np.argsort(-(1 - confidence) / minutes, kind="stable"):
        if minutes[i] <= left:
            taken.append(int(i))
            left -= minutes[i]
    return taken


def with_own(own):
    def answer(model, X, labels, n_folds):
        fold = np.arange(len(labels)) % n_folds
        probabilities = np.full((len(labels), labels.max() + 1), np.nan)
        for k in range(n_folds):
            inside = fold == k
            own.fit(X[~inside], labels[~inside])
            probabilities[inside] = own.predict_proba(X[inside])
        return probabilities

    return answer


for own in (
    KNeighborsClassifier(1),
    KNeighborsClassifier(3),
    DecisionTreeClassifier(random_state=0),
):
    wrong("out_of_fold", with_own(own), "a model of its own", says="is never used")
