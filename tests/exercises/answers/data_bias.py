"""Answers to lesson 5.2 by students who had seen the lesson only."""

import math
from collections import Counter, defaultdict, namedtuple

import numpy as np
import pandas as pd
import torch
from fairlearn.metrics import MetricFrame, selection_rate
from sklearn.metrics import confusion_matrix, recall_score

from tests.exercises.answers import right, wrong

# 1 · second_proxy

right("second_proxy", "history_years")
right("second_proxy", np.str_("history_years"))
right("second_proxy", " history_years\n")
right("second_proxy", "History_years")
right("second_proxy", pd.Index(["rent_on_time", "history_years"])[1])

wrong(
    "second_proxy",
    "rent_on_time",
    "looks most different in the table of NaN",
    says="it goes with the origin, but",
)
wrong(
    "second_proxy", "purpose", "copied the example", says="this column tells little of"
)
wrong("second_proxy", "postcode", "already dropped", says="that is the first proxy.")
wrong(
    "second_proxy",
    "origin",
    "that is what is to be guessed",
    says="that is what the proxy stands",
)
wrong(
    "second_proxy",
    "income_eur",
    "thought of money first",
    says="this column tells little of",
)
wrong(
    "second_proxy",
    "job_years",
    "newcomers have short jobs: not the best one",
    says="it goes with the origin, but",
)
wrong(
    "second_proxy",
    "age_years",
    "guessed, not compared",
    says="it goes with the origin, but",
)
wrong(
    "second_proxy",
    "missed_payments",
    "guessed, not compared",
    says="this column tells little of",
)
wrong(
    "second_proxy",
    "term_months",
    "took the lowest AUC",
    says="this column tells little of",
)
wrong(
    "second_proxy",
    "loan_eur",
    "guessed, not compared",
    says="this column tells little of",
)
wrong(
    "second_proxy",
    "approved",
    "the decision, no column of the applicant's",
    says="no model sees that column",
)
wrong(
    "second_proxy",
    "history_years, rent_on_time",
    "two columns, as dropped above",
    says="asked is a single column, the",
)
wrong(
    "second_proxy",
    ["history_years", "rent_on_time"],
    "two columns",
    says="Expected a text, got a list",
)
wrong("second_proxy", 0.9, "an AUC, no name", says="Expected a text, got a number.")
wrong(
    "second_proxy",
    8,
    "the column's place, no name",
    says="Expected a text, got a number.",
)

# 2 · audit_order

right("audit_order", "B A D C E")
right("audit_order", "BADCE")
right("audit_order", "b, a, d, c, e")
right("audit_order", ["B", "A", "D", "C", "E"])
right("audit_order", np.array(list("BADCE")))
right("audit_order", ("B", "A", "D", "C", "E"))

wrong(
    "audit_order",
    "F B D C E",
    "balanced before the split: copies on both sides",
    says="line F changes `people`.",
)
wrong(
    "audit_order",
    "A B D C E",
    "balances train before there is one",
    says="line A copies people of a",
)
wrong(
    "audit_order",
    "B D A C E",
    "balanced after training: no effect",
    says="line A comes too late: the",
)
wrong(
    "audit_order",
    "B A C D E",
    "predicts before training",
    says="line C decides with a model",
)
wrong(
    "audit_order",
    "B A D E C",
    "the rates come before the predictions",
    says="line E counts decisions that",
)
wrong(
    "audit_order",
    "B A D C G",
    "audits the training rows",
    says="line G audits the people that",
)
wrong(
    "audit_order",
    "B F D C E",
    "balances people after the split: train is not",
    says="line F changes `people`.",
)
wrong(
    "audit_order",
    "B A D G E",
    "granted is never made",
    says="line G audits the people that",
)
wrong(
    "audit_order",
    "B A D G",
    "audits the training rows, four lines",
    says="line G audits the people that",
)
wrong(
    "audit_order",
    "B D C E",
    "balancing is left out",
    says="a letter is missing: 5 of the",
)
wrong(
    "audit_order",
    "F B A D C E",
    "six lines, balanced twice",
    says="line F changes `people`.",
)
wrong(
    "audit_order", "A B C D E", "copied the example", says="line A copies people of a"
)
wrong(
    "audit_order",
    ["E", "C", "D", "A", "B"],
    "reversed",
    says="line A copies people of a",
)
wrong(
    "audit_order",
    "F B D G E",
    "copies on both sides, and audits train",
    says="line F changes `people`.",
)
wrong("audit_order", "B A D C E G", "both audits", says="line G audits the people that")
wrong("audit_order", 5, "the number of lines", says="Expected a text, got a number.")


# 3 · rates_by_group


@right("rates_by_group")
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    rates = {}
    for name in np.unique(group).tolist():
        own = group == name
        good = own & (repaid == 1)
        true_rate = granted[good].mean() if good.any() else np.nan
        rates[name] = [granted[own].mean(), true_rate]
    return rates


@right("rates_by_group")
def _(repaid, granted, group):
    people = pd.DataFrame({"repaid": repaid, "granted": granted, "group": group})
    selected = people.groupby("group")["granted"].mean()
    true_rate = people[people["repaid"] == 1].groupby("group")["granted"].mean()
    both = pd.concat([selected, true_rate], axis=1)
    return dict(zip(both.index, both.to_numpy().tolist()))


@right("rates_by_group")
def _(repaid, granted, group):
    count = defaultdict(lambda: [0, 0, 0, 0])
    for r, g, name in zip(repaid, granted, group, strict=True):
        for place, hit in enumerate((1, g, r, r * g)):
            count[name][place] += int(hit)
    return {
        name: (given / n, hits / good if good else float("nan"))
        for name, (n, given, good, hits) in count.items()
    }


@right("rates_by_group")
def _(repaid, granted, group):
    names, place = np.unique(np.asarray(group), return_inverse=True)
    repaid, granted = np.asarray(repaid, float), np.asarray(granted, float)
    with np.errstate(invalid="ignore"):
        selected = np.bincount(place, granted) / np.bincount(place)
        hits = np.bincount(place, granted * repaid) / np.bincount(place, repaid)
    table = np.stack([selected, hits], axis=1)
    return {name: table[k, ...] for k, name in enumerate(names)}


@right("rates_by_group")
def _(repaid, granted, group):
    Rates = namedtuple("Rates", "selection_rate true_positive_rate")
    n = Counter(group)
    given = Counter(name for name, g in zip(group, granted) if g)
    good = Counter(name for name, r in zip(group, repaid) if r)
    hits = Counter(name for name, r, g in zip(group, repaid, granted) if r and g)
    return {
        name: Rates(given[name] / n[name], hits[name] / (good[name] or math.nan))
        for name in sorted(n)
    }


@right("rates_by_group")
def _(repaid, granted, group):
    group = np.asarray(group)
    repaid = torch.tensor(np.asarray(repaid)).bool()
    granted = torch.tensor(np.asarray(granted)).double()

    def rates(own):
        return torch.stack([granted[own].mean(), granted[own & repaid].mean()])

    return {name: rates(torch.tensor(group == name)) for name in set(group.tolist())}


@right("rates_by_group")
def _(repaid, granted, group):
    granted = pd.Series(np.asarray(granted)).astype("Float64")
    among = granted.where(np.asarray(repaid) == 1)  # NA for the others
    table = pd.DataFrame({"all": granted, "good": among})
    means = table.groupby(np.asarray(group)).mean()
    return {name: row.tolist() for name, row in means.astype(float).iterrows()}


@wrong(
    "rates_by_group",
    "true-positive rate divided by the granted: precision",
    says="the second number is the",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    rates = {}
    for name in np.unique(group).tolist():
        own = group == name
        hits = np.mean(repaid[own & (granted == 1)])
        rates[name] = [granted[own].mean(), hits]
    return rates


@wrong(
    "rates_by_group",
    "the two rates in the other order",
    says="both are right, in the wrong",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: [
            granted[(group == name) & (repaid == 1)].mean(),
            granted[group == name].mean(),
        ]
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group",
    "repaid and granted as well, divided by the whole group",
    says="the second number is divided",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: [
            granted[group == name].mean(),
            (granted * repaid)[group == name].mean(),
        ]
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group",
    "divided by all people, not by the group's",
    says="the first number is divided",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: [
            granted[group == name].sum() / len(group),
            granted[(group == name) & (repaid == 1)].sum() / repaid.sum(),
        ]
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group",
    "selection rate fine, but all groups' repayers divide",
    says="the second number is divided",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: [
            granted[group == name].mean(),
            granted[(group == name) & (repaid == 1)].sum() / repaid.sum(),
        ]
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group",
    "knows the names a and b only",
    says="the keys are not the names in",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    with np.errstate(all="ignore"):
        return {
            name: [
                granted[group == name].sum() / (group == name).sum(),
                (granted * repaid)[group == name].sum() / repaid[group == name].sum(),
            ]
            for name in ("a", "b")
        }


@wrong(
    "rates_by_group",
    "returns inside the loop, after the first group",
    says="the `return` stands inside",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    rates = {}
    for name in np.unique(group).tolist():
        own = group == name
        rates[name] = [granted[own].mean(), granted[own & (repaid == 1)].mean()]
        return rates


@wrong(
    "rates_by_group",
    "the dictionary is made anew in the loop: last group only",
    says="stands inside the loop: each round",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    for name in np.unique(group).tolist():
        rates = {}
        own = group == name
        rates[name] = [granted[own].mean(), granted[own & (repaid == 1)].mean()]
    return rates


@wrong("rates_by_group", "counts instead of shares", says="these are counts. Return")
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: [
            int(granted[group == name].sum()),
            int(granted[(group == name) & (repaid == 1)].sum()),
        ]
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group", "per cent instead of shares", says="these are percents. Return"
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: [
            100 * granted[group == name].mean(),
            100 * granted[(group == name) & (repaid == 1)].mean(),
        ]
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group",
    "rate among those who do not repay: false positives",
    says="the second number looks at",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    rates = {}
    for name in np.unique(group).tolist():
        own = group == name
        bad = own & (repaid == 0)
        rate = granted[bad].mean() if bad.any() else 0.0
        rates[name] = [granted[own].mean(), rate]
    return rates


@wrong(
    "rates_by_group",
    "share of right decisions instead of the second rate",
    says="the second number is the",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: [
            granted[group == name].mean(),
            (granted == repaid)[group == name].mean(),
        ]
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group",
    "share who repay instead of the selection rate",
    says="the first number is the share",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: [
            repaid[group == name].mean(),
            granted[(group == name) & (repaid == 1)].mean(),
        ]
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group",
    "the true-positive rate of all, the same for each group",
    says="the true-positive rate is",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    overall = granted[repaid == 1].mean()
    return {
        name: [granted[group == name].mean(), overall]
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group",
    "raises: the second mask is longer than the cut array",
    says="IndexError",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: [
            granted[group == name].mean(),
            granted[group == name][repaid == 1].mean(),
        ]
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group",
    "0 and 1 used as positions, not as a mask",
    says="0 and 1 are taken for the",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: [granted[group == name].mean(), granted[(group == name) * repaid].mean()]
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group",
    "people of one group must stand together",
    says="only people who stand next to",
)
def _(repaid, granted, group):
    rates, start = {}, 0
    for end in range(1, len(group) + 1):
        if end == len(group) or group[end] != group[start]:
            given = np.asarray(granted[start:end])
            good = np.asarray(repaid[start:end])
            rate = (given * good).sum() / max(1, good.sum())
            rates[group[start]] = [given.mean(), rate]
            start = end
    return rates


@wrong(
    "rates_by_group",
    "the sums are not set back between the groups",
    says="the first group is right, the",
)
def _(repaid, granted, group):
    rates = {}
    n = given = good = hits = 0
    for name in np.unique(np.asarray(group)).tolist():
        for r, g, own in zip(repaid, granted, group):
            if own == name:
                n += 1
                given += g
                good += r
                hits += r * g
        rates[name] = [given / n, hits / max(1, good)]
    return rates


@wrong(
    "rates_by_group", "repaid and granted exchanged", says="`repaid` and `granted` have"
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: [
            repaid[group == name].mean(),
            repaid[(group == name) & (granted == 1)].mean(),
        ]
        for name in np.unique(group).tolist()
    }


@wrong("rates_by_group", "only the first letter of the name tells groups apart")
def _(repaid, granted, group):
    repaid, granted = np.asarray(repaid), np.asarray(granted)
    first = np.array([str(name)[0] for name in group])
    rates = {}
    for name in np.unique(np.asarray(group)).tolist():
        own = first == str(name)[0]
        rates[name] = [granted[own].mean(), granted[own & (repaid == 1)].mean()]
    return rates


@wrong(
    "rates_by_group",
    "the share that is refused instead of granted",
    says="these are the shares that are",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: [
            1 - granted[group == name].mean(),
            1 - granted[(group == name) & (repaid == 1)].mean(),
        ]
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group",
    "rounded to whole numbers by integer division",
    says="the shares are cut to whole",
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    rates = {}
    for name in np.unique(group).tolist():
        own = group == name
        good = own & (repaid == 1)
        rates[name] = [
            granted[own].sum() // own.sum(),
            granted[good].sum() // max(1, good.sum()),
        ]
    return rates


@wrong(
    "rates_by_group", "only the true-positive rate", says="each name needs two numbers"
)
def _(repaid, granted, group):
    repaid, granted, group = map(np.asarray, (repaid, granted, group))
    return {
        name: granted[(group == name) & (repaid == 1)].mean()
        for name in np.unique(group).tolist()
    }


@wrong(
    "rates_by_group",
    "the rates by measure, not by group",
    says="the keys are not the names in",
)
def _(repaid, granted, group):
    people = pd.DataFrame({"repaid": repaid, "granted": granted, "group": group})
    selected = people.groupby("group")["granted"].mean()
    good = people[people["repaid"] == 1].groupby("group")["granted"].mean()
    return {"selection rate": selected.tolist(), "true-positive rate": good.tolist()}


# 4 · group_thresholds


@right("group_thresholds")
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    thresholds = {}
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (repaid == 1)]
        thresholds[name] = float(np.quantile(own, 1 - share))
    return thresholds


@right("group_thresholds")
def _(chance, repaid, group, share):
    people = pd.DataFrame({"chance": chance, "repaid": repaid, "group": group})
    good = people[people["repaid"] == 1]
    return good.groupby("group")["chance"].quantile(1 - share).to_dict()


@right("group_thresholds")
def _(chance, repaid, group, share):
    keep = np.asarray(repaid).astype(bool)
    chance, group = np.asarray(chance)[keep], np.asarray(group)[keep]
    return {
        name: np.percentile(chance[group == name], 100 * (1 - share))
        for name in np.unique(group)
    }


@right("group_thresholds")
def _(chance, repaid, group, share):
    thresholds = {}
    for name in set(group):
        own = [c for c, r, g in zip(chance, repaid, group) if r == 1 and g == name]
        values = torch.tensor(own, dtype=torch.float64)
        thresholds[name] = torch.quantile(values, 1 - share)
    return thresholds


@right("group_thresholds")
def _(chance, repaid, group, share):
    def quantile(values, q):
        values = sorted(values)
        place = q * (len(values) - 1)
        low = int(place)
        high = min(low + 1, len(values) - 1)
        return values[low] + (place - low) * (values[high] - values[low])

    of_group = defaultdict(list)
    for c, r, g in zip(chance, repaid, group, strict=True):
        if r:
            of_group[g].append(float(c))
    return {name: quantile(of_group[name], 1 - share) for name in sorted(of_group)}


@right("group_thresholds")
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    among = np.where(repaid == 1, chance, np.nan)
    return {
        name: np.array(np.nanquantile(among[group == name], 1 - share))
        for name in np.unique(group).tolist()
    }


@right("group_thresholds")
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    # mirrored: the share-quantile of the negative chances
    return dict(
        (name, -float(np.quantile(-chance[(group == name) & (repaid > 0)], share)))
        for name in np.unique(group).tolist()
    )


@wrong(
    "group_thresholds",
    "the bug in pandas: all people of the group",
    says="the share is still one of",
)
def _(chance, repaid, group, share):
    people = pd.DataFrame({"chance": chance, "repaid": repaid, "group": group})
    return people.groupby("group")["chance"].quantile(1 - share).to_dict()


@wrong(
    "group_thresholds",
    "the bug with a sort: all people of the group",
    says="`repaid` is never used.",
)
def _(chance, repaid, group, share):
    chance, group = np.asarray(chance), np.asarray(group)
    thresholds = {}
    for name in np.unique(group).tolist():
        own = np.sort(chance[group == name])[::-1]
        thresholds[name] = float(own[max(0, math.ceil(share * len(own)) - 1)])
    return thresholds


@wrong(
    "group_thresholds",
    "the share lies below the threshold, not above",
    says="the repayers are right; the",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    return {
        name: float(np.quantile(chance[(group == name) & (repaid == 1)], share))
        for name in np.unique(group).tolist()
    }


@wrong("group_thresholds", "those who do not repay", says="these are the thresholds of")
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    thresholds = {}
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (repaid == 0)]
        thresholds[name] = float(np.quantile(own, 1 - share)) if len(own) else 0.0
    return thresholds


@wrong(
    "group_thresholds",
    "repayers of all groups: one threshold for everybody",
    says="all groups get the same",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    all_alike = float(np.quantile(chance[repaid == 1], 1 - share))
    return dict.fromkeys(np.unique(group).tolist(), all_alike)


@wrong(
    "group_thresholds",
    "chances of the others count as 0, not left out",
    says="multiplying turns the others'",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    return {
        name: float(np.quantile((chance * repaid)[group == name], 1 - share))
        for name in np.unique(group).tolist()
    }


@wrong(
    "group_thresholds",
    "& became |: the group or anybody who repays",
    says="`|` keeps everybody of the",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    return {
        name: float(np.quantile(chance[(group == name) | (repaid == 1)], 1 - share))
        for name in np.unique(group).tolist()
    }


@wrong(
    "group_thresholds",
    "0 and 1 used as positions, not as a mask",
    says="0 and 1 are taken for the",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    return {
        name: float(np.quantile(chance[(group == name) * repaid], 1 - share))
        for name in np.unique(group).tolist()
    }


@wrong(
    "group_thresholds",
    "raises: the second mask is longer than the cut array",
    says="IndexError",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    return {
        name: float(np.quantile(chance[group == name][repaid == 1], 1 - share))
        for name in np.unique(group).tolist()
    }


@wrong(
    "group_thresholds",
    "raises: brackets missing around the comparisons",
    says="TypeError",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    return {
        name: float(np.quantile(chance[group == name & repaid == 1], 1 - share))
        for name in np.unique(group).tolist()
    }


@wrong(
    "group_thresholds",
    "returns inside the loop, after the first group",
    says="the `return` stands inside",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    thresholds = {}
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (repaid == 1)]
        thresholds[name] = float(np.quantile(own, 1 - share))
        return thresholds


@wrong(
    "group_thresholds",
    "the given share is ignored: the median",
    says="`share` is never used.",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    return {
        name: float(np.median(chance[(group == name) & (repaid == 1)]))
        for name in np.unique(group).tolist()
    }


@wrong(
    "group_thresholds",
    "1 - share as a chance, not as a quantile",
    says="all groups get the same",
)
def _(chance, repaid, group, share):
    return dict.fromkeys(np.unique(np.asarray(group)).tolist(), 1 - share)


@wrong("group_thresholds", "the mean chance of the repayers, less the share of it")
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    return {
        name: float(chance[(group == name) & (repaid == 1)].mean() * (1 - share))
        for name in np.unique(group).tolist()
    }


@wrong(
    "group_thresholds",
    "a percentile between 0 and 1: nearly the minimum",
    says="`np.percentile` counts from 0",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    return {
        name: float(np.percentile(chance[(group == name) & (repaid == 1)], 1 - share))
        for name in np.unique(group).tolist()
    }


@wrong(
    "group_thresholds",
    "repairs the share instead: share times the rate repaid",
    says="the share is changed, and the",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    return {
        name: float(
            np.quantile(chance[group == name], 1 - share * repaid[group == name].mean())
        )
        for name in np.unique(group).tolist()
    }


@wrong(
    "group_thresholds",
    "takes chance of a half or more for having repaid",
    says="`repaid` is never used.",
)
def _(chance, repaid, group, share):
    chance, group = np.asarray(chance), np.asarray(group)
    thresholds = {}
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (chance >= 0.5)]
        thresholds[name] = float(np.quantile(own, 1 - share)) if len(own) else 0.5
    return thresholds


@wrong(
    "group_thresholds",
    "half repaired: the mask is made and never used",
    says="the share is still one of",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    thresholds = {}
    for name in np.unique(group).tolist():
        repayers = (group == name) & (repaid == 1)
        own = chance[group == name]
        if repayers.any():
            thresholds[name] = float(np.quantile(own, 1 - share))
    return thresholds


@wrong(
    "group_thresholds",
    "raises: chance is cut in the loop, the next group is empty",
    says="IndexError",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    names = np.unique(group).tolist()
    thresholds = {}
    for name in names:
        mask = (group == name) & (repaid == 1)
        chance = np.where(mask, chance, np.nan)
        own = chance[~np.isnan(chance)]
        thresholds[name] = float(np.quantile(own, 1 - share)) if mask.any() else 0.0
    return thresholds


@wrong(
    "group_thresholds",
    "the names are given the thresholds in another order",
    says="these are the right",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    names = np.unique(group).tolist()
    values = [
        float(np.quantile(chance[(group == name) & (repaid == 1)], 1 - share))
        for name in names
    ]
    return dict(zip(names, sorted(values), strict=True))


@wrong(
    "group_thresholds",
    "the first group's threshold is kept for all",
    says="all groups get the same",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    thresholds, found = {}, None
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (repaid == 1)]
        found = found or float(np.quantile(own, 1 - share))
        thresholds[name] = found
    return thresholds


@wrong("group_thresholds", "rounded to one digit", says="the thresholds are rounded.")
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    return {
        name: round(
            float(np.quantile(chance[(group == name) & (repaid == 1)], 1 - share)), 1
        )
        for name in np.unique(group).tolist()
    }


@wrong(
    "group_thresholds",
    "selection rates: the share actually granted is returned",
    says="this is the share that the",
)
def _(chance, repaid, group, share):
    chance, repaid, group = map(np.asarray, (chance, repaid, group))
    rates = {}
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (repaid == 1)]
        rates[name] = float((own >= np.quantile(own, 1 - share)).mean())
    return rates


# 5 · best_threshold


@right("best_threshold")
def _(chance, repaid, thresholds, earned, lost):
    best = None
    best_profit = 0
    for t in thresholds:
        profit = 0
        for c, r in zip(chance, repaid):
            if c >= t:
                profit += earned if r else -lost
        if best is None or profit > best_profit or (profit == best_profit and t > best):
            best, best_profit = t, profit
    return best


@right("best_threshold")
def _(chance, repaid, thresholds, earned, lost):
    profits = []
    for t in thresholds:
        granted = chance >= t
        profits.append((granted * np.where(repaid == 1, earned, -lost)).sum())
    profits = np.array(profits)
    return max(thresholds[profits == profits.max()])


@right("best_threshold")
def _(chance, repaid, thresholds, earned, lost):
    results = pd.Series(
        {
            t: earned * repaid[chance >= t].sum()
            - lost * (1 - repaid[chance >= t]).sum()
            for t in thresholds
        }
    )
    return results.sort_index(ascending=False).idxmax()


@right("best_threshold")
def _(chance, repaid, thresholds, earned, lost):
    table = [
        (np.dot(chance >= t, (earned + lost) * repaid - lost), t) for t in thresholds
    ]
    return max(table)[1]


@right("best_threshold")
def _(chance, repaid, thresholds, earned, lost):
    order = np.sort(thresholds)[::-1]
    value = torch.tensor(repaid) * (earned + lost) - lost
    profits = [(value * torch.tensor(chance >= t)).sum().item() for t in order]
    return torch.tensor(order[int(np.argmax(profits))])


@right("best_threshold")
def _(chance, repaid, thresholds, earned, lost):
    def profit(t):
        return earned * np.sum((chance >= t) & (repaid == 1)) - lost * np.sum(
            (chance >= t) & (repaid == 0)
        )

    return sorted(thresholds, key=lambda t: (profit(t), t))[-1]


@wrong("best_threshold", "above, not at or above", says="who stands exactly at the")
def _(chance, repaid, thresholds, earned, lost):
    best, most = None, -np.inf
    for t in sorted(thresholds, reverse=True):
        granted = chance > t
        profit = earned * repaid[granted].sum() - lost * (1 - repaid[granted]).sum()
        if profit > most:
            best, most = t, profit
    return best


@wrong("best_threshold", "first of several", says="the one that comes first")
def _(chance, repaid, thresholds, earned, lost):
    profits = [
        earned * ((chance >= t) & (repaid == 1)).sum()
        - lost * ((chance >= t) & (repaid == 0)).sum()
        for t in thresholds
    ]
    return thresholds[np.argmax(profits)]


@wrong("best_threshold", "smallest of several", says="this is the smallest of them")
def _(chance, repaid, thresholds, earned, lost):
    best, most = None, -np.inf
    for t in sorted(thresholds):
        granted = chance >= t
        profit = earned * repaid[granted].sum() - lost * (1 - repaid[granted]).sum()
        if profit > most:
            best, most = t, profit
    return best


@wrong("best_threshold", "last of several: >= in the loop")
def _(chance, repaid, thresholds, earned, lost):
    best, most = None, -np.inf
    for t in thresholds:
        granted = chance >= t
        profit = earned * repaid[granted].sum() - lost * (1 - repaid[granted]).sum()
        if profit >= most:
            best, most = t, profit
    return best


@wrong("best_threshold", "most right decisions", says="the most right decisions")
def _(chance, repaid, thresholds, earned, lost):
    order = np.sort(thresholds)[::-1]
    return order[np.argmax([np.mean((chance >= t) == repaid) for t in order])]


@wrong("best_threshold", "adds the losses", says="`lost` is a positive number")
def _(chance, repaid, thresholds, earned, lost):
    def profit(t):
        granted = chance >= t
        return earned * repaid[granted].sum() + lost * (1 - repaid[granted]).sum()

    return max(sorted(thresholds, reverse=True), key=profit)


@wrong("best_threshold", "forgets the losses", says="the losses are left out")
def _(chance, repaid, thresholds, earned, lost):
    return max(
        sorted(thresholds, reverse=True),
        key=lambda t: earned * repaid[chance >= t].sum(),
    )


@wrong("best_threshold", "the profit, not the threshold", says="the highest profit.")
def _(chance, repaid, thresholds, earned, lost):
    return max(
        earned * repaid[chance >= t].sum() - lost * (1 - repaid[chance >= t]).sum()
        for t in thresholds
    )


@wrong("best_threshold", "its place", says="place in the array")
def _(chance, repaid, thresholds, earned, lost):
    return np.argmax(
        [
            earned * repaid[chance >= t].sum() - lost * (1 - repaid[chance >= t]).sum()
            for t in thresholds
        ]
    )


@wrong("best_threshold", "the formula of the lesson", says="for calibrated chances")
def _(chance, repaid, thresholds, earned, lost):
    return lost / (earned + lost)


@wrong("best_threshold", "nearest to the formula", says="nearest to")
def _(chance, repaid, thresholds, earned, lost):
    return min(thresholds, key=lambda t: abs(t - lost / (earned + lost)))


@wrong("best_threshold", "mean profit of a loan", says="the profit per loan")
def _(chance, repaid, thresholds, earned, lost):
    best, most = None, -np.inf
    for t in sorted(thresholds, reverse=True):
        given = repaid[chance >= t]
        mean = np.where(given == 1, earned, -lost).mean() if len(given) else 0
        if mean > most:
            best, most = t, mean
    return best


@wrong("best_threshold", "starts at a profit of 0", says="a profit below 0 is never")
def _(chance, repaid, thresholds, earned, lost):
    best, most = 0.0, 0
    for t in sorted(thresholds, reverse=True):
        granted = chance >= t
        profit = earned * repaid[granted].sum() - lost * (1 - repaid[granted]).sum()
        if profit > most:
            best, most = t, profit
    return best


@wrong("best_threshold", "returns after the first threshold")
def _(chance, repaid, thresholds, earned, lost):
    best, most = None, -np.inf
    for t in thresholds:
        granted = chance >= t
        profit = earned * repaid[granted].sum() - lost * (1 - repaid[granted]).sum()
        if profit > most:
            best, most = t, profit
        return best


@wrong(
    "best_threshold", "a refusal of a repayer costs too", says="a refused repayer is"
)
def _(chance, repaid, thresholds, earned, lost):
    def profit(t):
        granted = chance >= t
        missed = ((~granted) & (repaid == 1)).sum()
        made = earned * repaid[granted].sum() - lost * (1 - repaid[granted]).sum()
        return made - earned * missed

    return max(sorted(thresholds, reverse=True), key=profit)


@wrong("best_threshold", "earned and lost exchanged", says="have changed places")
def _(chance, repaid, thresholds, earned, lost):
    def profit(t):
        granted = chance >= t
        return lost * repaid[granted].sum() - earned * (1 - repaid[granted]).sum()

    return max(sorted(thresholds, reverse=True), key=profit)


# 6 · gap_interval


@right("gap_interval")
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good = repaid[rows] == 1
        new = newcomer[rows].astype(bool)
        given = granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
    return [np.percentile(gaps, 2.5), np.percentile(gaps, 97.5)]


@right("gap_interval")
def _(repaid, granted, newcomer, draws):
    draws = np.asarray(draws)
    r = np.asarray(repaid, float)[draws]
    g = np.asarray(granted, float)[draws]
    new = np.asarray(newcomer, float)[draws]

    def rate(who):
        with np.errstate(invalid="ignore"):
            return (r * g * who).sum(axis=1) / (r * who).sum(axis=1)

    return np.nanquantile(rate(1 - new) - rate(new), [0.025, 0.975])


@right("gap_interval")
def _(repaid, granted, newcomer, draws):
    people = pd.DataFrame({"repaid": repaid, "granted": granted, "new": newcomer})

    def gap(rows):
        drawn = people.iloc[list(rows)]
        rate = drawn[drawn["repaid"] == 1].groupby("new")["granted"].mean()
        rate = rate.reindex([False, True])
        return rate[False] - rate[True]

    gaps = pd.Series([gap(rows) for rows in draws])
    return tuple(gaps.quantile([0.025, 0.975]))


@right("gap_interval")
def _(repaid, granted, newcomer, draws):
    draws = torch.tensor(np.asarray(draws)).long()
    granted = torch.tensor(np.asarray(granted)).double()[draws]
    good = torch.tensor(np.asarray(repaid)).bool()[draws]
    new = torch.tensor(np.asarray(newcomer)).bool()[draws]
    empty = torch.tensor(torch.nan, dtype=torch.float64)
    others = torch.where(good & ~new, granted, empty).nanmean(dim=1)
    own = torch.where(good & new, granted, empty).nanmean(dim=1)
    ends = torch.tensor([0.025, 0.975], dtype=torch.float64)
    return torch.nanquantile(others - own, ends)


@right("gap_interval")
def _(repaid, granted, newcomer, draws):
    def quantile(values, q):
        place = q * (len(values) - 1)
        low = math.floor(place)
        high = min(low + 1, len(values) - 1)
        return values[low] * (1 - place + low) + values[high] * (place - low)

    gaps = []
    for rows in draws:
        hits, size = [0, 0], [0, 0]
        for i in rows:
            if repaid[i]:
                hits[bool(newcomer[i])] += int(granted[i])
                size[bool(newcomer[i])] += 1
        if all(size):
            gaps.append(hits[0] / size[0] - hits[1] / size[1])
    gaps.sort()
    Interval = namedtuple("Interval", "low high")
    return Interval(quantile(gaps, 0.025), quantile(gaps, 0.975))


@right("gap_interval")
def _(repaid, granted, newcomer, draws):
    draws = np.asarray(draws)
    n = len(repaid)
    times = np.stack([np.bincount(rows, minlength=n) for rows in draws])  # weights
    good = np.asarray(repaid) == 1
    new = np.asarray(newcomer, dtype=bool)
    granted = np.asarray(granted)
    with np.errstate(invalid="ignore"):
        others, own = (
            times[:, who] @ granted[who] / times[:, who].sum(axis=1)
            for who in (good & ~new, good & new)
        )
    return np.nanpercentile(others - own, (2.5, 97.5)).round(9).tolist()


@wrong("gap_interval", "the gap the other way round", says="the sign is turned: the")
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & new].mean() - given[good & ~new].mean())
    return np.percentile(gaps, [2.5, 97.5])


@wrong("gap_interval", "a 90 % interval: 5 and 95", says="this interval holds 90 % of")
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
    return np.percentile(gaps, [5, 95])


@wrong(
    "gap_interval",
    "percentiles of 0.025 and 0.975 per cent",
    says="`np.percentile` counts from 0",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
    return np.percentile(gaps, [0.025, 0.975])


@wrong("gap_interval", "raises: quantiles of 2.5 and 97.5", says="ValueError")
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
    return np.quantile(gaps, [2.5, 97.5])


@wrong("gap_interval", "high before low", says="the right values, in reversed")
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
    return np.percentile(gaps, [97.5, 2.5]).tolist()


@wrong(
    "gap_interval",
    "selection rates: those who do not repay count as well",
    says="this is the gap of the",
)
def _(repaid, granted, newcomer, draws):
    granted, newcomer = np.asarray(granted), np.asarray(newcomer)
    gaps = []
    for rows in np.asarray(draws):
        new, given = newcomer[rows], granted[rows]
        gaps.append(given[~new].mean() - given[new].mean())
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "newcomer is not drawn along with the others",
    says="the three arrays are not",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, given = repaid[rows] == 1, granted[rows]
        a, b = given[good & ~newcomer], given[good & newcomer]
        gaps.append(a.mean() - b.mean() if len(a) and len(b) else 0)
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "granted is not drawn along with the others",
    says="the three arrays are not",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new = repaid[rows] == 1, newcomer[rows]
        gaps.append(granted[good & ~new].mean() - granted[good & new].mean())
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "arguments overwritten: the second draw draws from the first",
    says="the arrays are overwritten in",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        repaid, granted, newcomer = repaid[rows], granted[rows], newcomer[rows]
        a = granted[(repaid == 1) & ~newcomer]
        b = granted[(repaid == 1) & newcomer]
        gaps.append(a.mean() - b.mean() if len(a) and len(b) else 0)
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "each person drawn counts once: repetitions are lost",
    says="a person drawn twice counts",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        rows = np.unique(rows)
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "the draws are not used at all: one gap, no interval",
    says="low and high are one number",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    good = repaid == 1
    gap = granted[good & ~newcomer].mean() - granted[good & newcomer].mean()
    return [gap, gap]


@wrong("gap_interval", "draws rows of its own instead of those given")
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    rng = np.random.default_rng(12)
    gaps = []
    for _ in range(len(draws)):
        rows = rng.integers(len(repaid), size=len(repaid))
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        if (good & new).any() and (good & ~new).any():
            gaps.append(given[good & ~new].mean() - given[good & new].mean())
    return np.percentile(gaps or [0], [2.5, 97.5])


@wrong(
    "gap_interval",
    "absolute gaps: the sign is lost",
    says="you dropped the sign of each",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(abs(given[good & ~new].mean() - given[good & new].mean()))
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "ends of the two rates, subtracted afterwards",
    says="each rate has an interval",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    others, own = [], []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        others.append(given[good & ~new].mean())
        own.append(given[good & new].mean())
    return np.percentile(others, [2.5, 97.5]) - np.percentile(own, [2.5, 97.5])


@wrong(
    "gap_interval",
    "intervals of both rates, widest difference of their ends",
    says="each rate has an interval",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    others, own = [], []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        others.append(given[good & ~new].mean())
        own.append(given[good & new].mean())
    a, b = np.percentile(others, [2.5, 97.5]), np.percentile(own, [2.5, 97.5])
    return [a[0] - b[1], a[1] - b[0]]


@wrong("gap_interval", "smallest and largest gap", says="these are the smallest and")
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
    return [min(gaps), max(gaps)]


@wrong(
    "gap_interval",
    "mean plus and minus 1.96 standard deviations",
    says="this interval reaches equally",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
    middle, half = np.mean(gaps), 1.96 * np.std(gaps)
    return [middle - half, middle + half]


@wrong(
    "gap_interval",
    "standard error: divided by the root of the draws too",
    says="this interval reaches equally",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
    half = 1.96 * np.std(gaps) / np.sqrt(len(gaps))
    return [np.mean(gaps) - half, np.mean(gaps) + half]


@wrong(
    "gap_interval",
    "returns inside the loop, after the first draw",
    says="the `return` stands inside",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
        return list(np.percentile(gaps, [2.5, 97.5]))


@wrong(
    "gap_interval",
    "the list of gaps is made anew in the loop",
    says="`gaps = []` stands inside the",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    for rows in np.asarray(draws):
        gaps = []
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
    return np.percentile(gaps, [2.5, 97.5])


@wrong("gap_interval", "in points, times 100", says="all values are 100 times too")
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(100 * (given[good & ~new].mean() - given[good & new].mean()))
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "divided by all of the group, not by its repayers",
    says="each rate is divided by too",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        hits, new = repaid[rows] * granted[rows], newcomer[rows]
        gaps.append(hits[~new].mean() - hits[new].mean())
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "divided by all repayers, not by those of the group",
    says="each rate is divided by too",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        hits = given[good & ~new].sum() - given[good & new].sum()
        gaps.append(hits / good.sum())
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "precision: the share that repays among the granted",
    says="these are shares of repayers",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        given, new, good = granted[rows] == 1, newcomer[rows], repaid[rows]
        a, b = good[given & ~new], good[given & new]
        gaps.append((a.mean() if len(a) else 0) - (b.mean() if len(b) else 0))
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "all people instead of the others: newcomers count in both",
    says="the newcomers are counted",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good].mean() - given[good & new].mean())
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "columns of draws taken for the draws",
    says="each *row* of `draws` is a",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws).T:
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        a, b = given[good & ~new], given[good & new]
        gaps.append((a.mean() if len(a) else 0) - (b.mean() if len(b) else 0))
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "takes the nearest gaps, no percentile between two of them",
    says="a percentile may lie between",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
    return np.percentile(gaps, [2.5, 97.5], method="nearest")


@wrong(
    "gap_interval",
    "the gaps themselves are returned, one a draw",
    says="these are the gaps. Two",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    gaps = []
    for rows in np.asarray(draws):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        gaps.append(given[good & ~new].mean() - given[good & new].mean())
    return gaps


@wrong(
    "gap_interval",
    "repeated rows are masked by number, as if drawn once",
    says="a person drawn twice counts",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))
    draws = np.asarray(draws)
    drawn = np.zeros((len(draws), len(repaid)), dtype=bool)
    np.put_along_axis(drawn, draws, True, axis=1)
    good = drawn & (repaid == 1)
    a, b = good & ~newcomer, good & newcomer
    gaps = (a * granted).sum(1) / a.sum(1) - (b * granted).sum(1) / b.sum(1)
    return np.percentile(gaps, [2.5, 97.5])


@wrong(
    "gap_interval",
    "centred: half the width around the gap of the real sample",
    says="this interval reaches equally",
)
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = map(np.asarray, (repaid, granted, newcomer))

    def gap(rows):
        good, new, given = repaid[rows] == 1, newcomer[rows], granted[rows]
        return given[good & ~new].mean() - given[good & new].mean()

    low, high = np.percentile([gap(rows) for rows in np.asarray(draws)], [2.5, 97.5])
    middle = gap(np.arange(len(repaid)))
    return [middle - (high - low) / 2, middle + (high - low) / 2]


# ---- A second student, who had not seen the answers above

right("second_proxy", "'history_years'")
right("second_proxy", np.array("history_years"))
right("second_proxy", pd.Series({"age_years": 0.6, "history_years": 0.8}).idxmax())
wrong("second_proxy", "history years", "no underscore", says="no column has this name")
wrong(
    "second_proxy", ["history_years", "rent_on_time"], "two columns", says="a list of 2"
)


@right("rates_by_group")
def _(repaid, granted, group):
    def shares(paid, hits):
        (tn, fp), (fn, tp) = confusion_matrix(paid, hits, labels=[0, 1])
        return [(tp + fp) / (tn + fp + fn + tp), tp / (tp + fn)]

    return {n: shares(repaid[group == n], granted[group == n]) for n in {*group}}


@right("rates_by_group")
def _(repaid, granted, group):
    rates = MetricFrame(
        metrics={"selected": selection_rate, "true positive": recall_score},
        y_true=repaid,
        y_pred=granted,
        sensitive_features=group,
    ).by_group
    return dict(zip(rates.index, rates.to_numpy().tolist(), strict=True))


def of_groups(pair):
    """Return an answer from the two numbers of one group."""
    return lambda repaid, granted, group: {
        n: pair(repaid, granted, group == n) for n in np.unique(group).tolist()
    }


wrong(
    "rates_by_group",
    of_groups(lambda r, g, own: [g[own].mean(), 1 - g[own & (r == 1)].mean()]),
    "repayers refused, not granted",
    says="share of the repayers that is *refused*",
)
wrong(
    "rates_by_group",
    of_groups(lambda r, g, own: [g[own].mean(), g[own | (r == 1)].mean()]),
    "| for &",
    says="Wanted are those of whom both are true (`&`)",
)
wrong(
    "rates_by_group",
    of_groups(lambda r, g, own: [g[own].mean(), g[own & (r == 1)].mean(), 0]),
    "a third number",
    says="each name needs two numbers",
)


@wrong(
    "rates_by_group", "the groups of the first and the last row", says="one entry for"
)
def _(repaid, granted, group):
    return {
        n: [granted[group == n].mean(), granted[(group == n) & (repaid == 1)].mean()]
        for n in (group[0], group[-1])
    }


@right("group_thresholds")
def _(chance, repaid, group, share):
    found = {}
    for name in np.unique(group).tolist():
        own = sorted(chance[(group == name) & (repaid == 1)])
        place = (len(own) - 1) * (1 - share)
        low, high = math.floor(place), math.ceil(place)
        found[name] = own[low] + (place - low) * (own[high] - own[low])
    return found


@right("group_thresholds")
def _(chance, repaid, group, share):
    paid = repaid == 1
    return {
        name: -np.quantile(-chance[paid & (group == name)], share)
        for name in np.unique(group).tolist()
    }


@wrong("group_thresholds", "the count is rounded down", says="must be rounded up")
def _(chance, repaid, group, share):
    found = {}
    for name in np.unique(group).tolist():
        own = sorted(chance[(group == name) & (repaid == 1)], reverse=True)
        found[name] = own[int(share * len(own)) - 1]
    return found


@wrong("group_thresholds", "the median of the repayers", says=None)
def _(chance, repaid, group, share):
    return {
        name: np.median(chance[(group == name) & (repaid == 1)])
        for name in np.unique(group).tolist()
    }


@wrong(
    "group_thresholds", "the example's share written in", says="`share` is never used"
)
def _(chance, repaid, group, share):
    found = {}
    for name in np.unique(group).tolist():
        found[name] = np.quantile(chance[(group == name) & (repaid == 1)], 0.25)
    return found


@right("best_threshold")
def _(chance, repaid, thresholds, earned, lost):
    found = []
    for t in thresholds:
        (_, fp), (_, tp) = confusion_matrix(repaid, chance >= t, labels=[0, 1])
        found.append((tp * earned - fp * lost, float(t)))
    return sorted(found)[-1][1]


@right("best_threshold")
def _(chance, repaid, thresholds, earned, lost):
    # what the refused would have brought: the less, the better
    missed = [
        (earned * repaid[chance < t].sum() - lost * (1 - repaid[chance < t]).sum(), -t)
        for t in thresholds
    ]
    return -min(missed)[1]


def search(order=np.array, start=None, first=-math.inf, carry=False, last=False):
    """Return a search that goes through the thresholds in this order."""

    def answer(chance, repaid, thresholds, earned, lost):
        tried, profit = order(thresholds), 0
        best, most = None if start is None else start(tried), first
        for t in tried:
            profit = profit if carry else 0
            for c, r in zip(chance, repaid, strict=True):
                if c >= t:
                    profit += earned if r == 1 else -lost
            if profit > most or (last and profit == most):
                best, most = t, profit
        return best

    return answer


def falling(several):
    """Return the thresholds from the largest down."""
    return np.sort(several)[::-1]


right("best_threshold", search(falling))
right("best_threshold", search(np.sort, last=True))
wrong(
    "best_threshold", search(last=True), "the last of several", says="was tried last."
)
wrong(
    "best_threshold",
    search(np.sort, first=0, last=True),
    "begins at 0: None where all lose",
    says="a profit below 0 is never",
)
wrong(
    "best_threshold",
    search(falling, carry=True),
    "profit not begun anew",
    says="of the larger thresholds is counted in",
)
wrong(
    "best_threshold",
    search(np.sort, carry=True, last=True),
    "profit not begun anew, from the smallest up",
    says="of the smaller thresholds is counted in",
)
wrong(
    "best_threshold",
    lambda chance, repaid, thresholds, earned, lost: search(falling)(
        chance, repaid, thresholds, 1, 2
    ),
    "the lesson's costs",
    says="the costs of the lesson, 1 and 2,",
)


@wrong("best_threshold", "sorted thresholds, profits not", says="are sorted, their")
def _(chance, repaid, thresholds, earned, lost):
    worth = np.where(repaid == 1, earned, -lost)
    profits = [worth[chance >= t].sum() for t in thresholds]
    return np.sort(thresholds)[np.argmax(profits)]


@wrong("best_threshold", "argmin", says="the first threshold that earns the *least*")
def _(chance, repaid, thresholds, earned, lost):
    worth = np.where(repaid == 1, earned, -lost)
    return thresholds[np.argmin([worth[chance >= t].sum() for t in thresholds])]


def bootstrap(gap, ends=lambda gaps: np.percentile(gaps, [2.5, 97.5])):
    """Return an answer from the gap of one draw's people, and from what ends it."""
    return lambda repaid, granted, newcomer, draws: ends(
        np.array([gap(repaid[d] == 1, granted[d], newcomer[d]) for d in draws])
    )


def between(paid, hits, new):
    """Return the gap of the true-positive rates."""
    return hits[paid & ~new].mean() - hits[paid & new].mean()


right(
    "gap_interval", bootstrap(between, lambda g: list(np.nanpercentile(g, (2.5, 97.5))))
)
right(
    "gap_interval",
    bootstrap(between, lambda g: pd.Series(g).quantile([0.025, 0.975]).to_numpy()),
)
for ends_of, what, said in [
    (np.mean, "the mean of the gaps", "this is the mean of the gaps."),
    (lambda g: np.percentile(g, [25, 75]), "quartiles", "they are quartiles"),
    (lambda g: np.percentile(g, [2.5, 95]), "2.5 and 95", "the low end is right"),
    (lambda g: np.percentile(g, [5, 97.5]), "5 and 97.5", "the high end is right"),
    (
        lambda g: np.percentile(g[1:], [2.5, 97.5]),
        "range(1, n): no first draw",
        "the first draw is left out",
    ),
    (
        lambda g: np.percentile(g, [2.5, 97.5]).round(2),
        "rounded",
        "rounded to two digits",
    ),
    (
        lambda g: np.sort(g)[[int(0.025 * len(g)), int(0.975 * len(g)) - 1]],
        "two of the sorted gaps",
        "these are two of the sorted gaps.",
    ),
    (
        lambda g: g.mean() + np.array([-1.96, 1.96]) * g.std() / np.sqrt(len(g)),
        "standard error of the mean",
        "equally far to both sides",
    ),
]:
    wrong("gap_interval", bootstrap(between, ends_of), what, says=said)

wrong(
    "gap_interval",
    bootstrap(lambda p, hits, new: (hits * p * ~new).sum() - (hits * p * new).sum()),
    "counts, not rates",
    says="differences of two counts",
)


@wrong("gap_interval", "those who do not repay", says="those who do *not* repay")
def _(repaid, granted, newcomer, draws):
    def gap(p, hits, new):
        bad, bad_new = hits[~p & ~new], hits[~p & new]
        return bad.mean() - bad_new.mean() if len(bad) and len(bad_new) else 0.0

    return bootstrap(gap)(repaid, granted, newcomer, draws)


# ---- A third student

wrong(
    "second_proxy", "application", "no column of `columns`", says="of the application"
)


@wrong("rates_by_group", "a return in the loop", says="inside the loop")
def _(repaid, granted, group):
    for name in np.unique(group).tolist():
        own = group == name
        rate = float(granted[own].mean())
        if own.any():
            return {name: [rate, float(granted[own & (repaid == 1)].mean())]}


@wrong("rates_by_group", "return in the loop", says="inside the loop")
def _(repaid, granted, group):
    rates = {}
    for name in np.unique(group).tolist():
        own = group == name
        paid = own & (repaid == 1)
        rates[name] = [float(granted[own].mean()), float(granted[paid].mean())]
        return rates


@wrong("group_thresholds", "a return in the loop", says="inside the loop")
def _(chance, repaid, group, share):
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (repaid == 1)]
        if len(own):
            return {name: float(np.quantile(own, 1 - share))}


@wrong("group_thresholds", "return in the loop", says="inside the loop")
def _(chance, repaid, group, share):
    thresholds = {}
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (repaid == 1)]
        thresholds[name] = float(np.quantile(own, 1 - share))
        return thresholds


def third_threshold(profit):
    def answer(chance, repaid, thresholds, earned, lost):
        best, most = None, -np.inf
        for threshold in sorted(thresholds, reverse=True):
            worth = profit(chance >= threshold, repaid == 1, earned, lost)
            if worth > most:
                best, most = threshold, worth
        return best

    return answer


right(
    "best_threshold",
    third_threshold(lambda g, p, e, l: e * (g & p).sum() - l * (g & ~p).sum()),
)
wrong(
    "best_threshold",
    third_threshold(lambda g, p, e, l: e * (g & p).sum() - l * (~g & p).sum()),
    "refused repayers are the loss",
    says="those of refused repayers are taken for them",
)
wrong(
    "best_threshold",
    third_threshold(
        lambda g, p, e, l: e * (g & p).sum() - l * ((g & ~p) | (~g & p)).sum()
    ),
    "refused repayers are a loss, too",
    says="a refused repayer is charged as a loss too",
)


@wrong("best_threshold", "profits of the sorted ones", says="in the unsorted ones")
def _(chance, repaid, thresholds, earned, lost):
    worth = []
    for threshold in np.sort(thresholds):
        granted = chance >= threshold
        bad = (granted & (repaid == 0)).sum()
        worth.append(earned * (granted & (repaid == 1)).sum() - lost * bad)
    return thresholds[np.argmax(worth)]


@wrong("best_threshold", "return in the loop", says="inside the loop")
def _(chance, repaid, thresholds, earned, lost):
    best, most = None, -np.inf
    for threshold in sorted(thresholds, reverse=True):
        granted = chance >= threshold
        bad = (granted & (repaid == 0)).sum()
        worth = earned * (granted & (repaid == 1)).sum() - lost * bad
        if worth > most:
            best, most = threshold, worth
        return best


@wrong("gap_interval", "only `granted` is drawn", says="not drawn together")
def _(repaid, granted, newcomer, draws):
    gaps = []
    for rows in draws:
        hits, paid = granted[rows], repaid == 1
        gaps.append(hits[paid & ~newcomer].mean() - hits[paid & newcomer].mean())
    return np.percentile(gaps, [2.5, 97.5])
