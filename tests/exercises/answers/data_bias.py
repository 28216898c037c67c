"""Answers to lesson 5.2 by students who had seen the lesson only."""

import math
from collections import Counter, defaultdict, namedtuple

import numpy as np
import pandas as pd
import torch

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


@wrong(
    "group_thresholds",
    "a count taken as a place: one repayer too many where it is whole",
    says="one repayer too many",
)
def _(chance, repaid, group, share):
    thresholds = {}
    for name in np.unique(group).tolist():
        own = np.sort(chance[(group == name) & (repaid == 1)])[::-1]
        thresholds[name] = float(own[min(int(share * len(own)), len(own) - 1)])
    return thresholds


@wrong(
    "group_thresholds",
    "sorts and counts, rounded up: does not interpolate",
    says="interpolate as `np.quantile` does",
)
def _(chance, repaid, group, share):
    thresholds = {}
    for name in np.unique(group).tolist():
        own = sorted(chance[(group == name) & (repaid == 1)], reverse=True)
        thresholds[name] = float(own[math.ceil(share * len(own)) - 1])
    return thresholds


@wrong(
    "group_thresholds",
    "another way to interpolate",
    says="a `method` of `np.quantile` is chosen",
)
def _(chance, repaid, group, share):
    thresholds = {}
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (repaid == 1)]
        thresholds[name] = np.quantile(own, 1 - share, method="median_unbiased")
    return thresholds


@wrong(
    "group_thresholds",
    "turned round after the quantile, not before",
    says="1 less a threshold is no",
)
def _(chance, repaid, group, share):
    thresholds = {}
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (repaid == 1)]
        thresholds[name] = float(1 - np.quantile(own, share))
    return thresholds
