"""Exercises of lesson 5.2, Measure and reduce data bias."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering, value

# --- Exercise 1: the next proxy


COLUMNS = [
    "origin",
    "postcode",
    "age_years",
    "income_eur",
    "loan_eur",
    "term_months",
    "purpose",
    "job_years",
    "history_years",
    "rent_on_time",
    "missed_payments",
]


def column_name(answer: Any) -> str:
    """Return the name in small letters, also out of a list of one."""
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    return str.strip(answer).lower()


second_proxy = value(
    hints=[
        "Loop over `columns`, and fit a clone of `model` on one of them at a time. A"
        " table of one column has two pairs of brackets: `trial_learn[[name]]`.",
        "The target is `trial_learn['origin'] == 'newcomer'`; the AUC is computed as in"
        " the section on proxies.",
    ],
    after="A credit history is short or missing for whoever came lately. It is also a"
    " sensible thing to ask about: that is what makes proxies hard.",
    source="""from sklearn.metrics import roc_auc_score

auc_by_column = {}
for name in columns:
    if name not in ("origin", "postcode"):
        guess = clone(model)
        guess.fit(trial_learn[[name]], trial_learn["origin"] == "newcomer")
        chance = guess.predict_proba(trial_test[[name]])[:, 1]
        auc_by_column[name] = roc_auc_score(trial_test["origin"] == "newcomer", chance)
second_proxy = max(auc_by_column, key=auc_by_column.get)""",
    also=["History_years ", " history_years", ["history_years"]],
    clean=column_name,
)

second_proxy.solution(lambda: "history_years")
second_proxy.mistake(
    "that is what the proxy stands in for, and it is dropped.", "origin"
)
second_proxy.mistake("that is the first proxy. Which is the next one?", "postcode")
second_proxy.mistake(
    "no model sees that column before it decides: search in `columns`.", "repaid"
)
second_proxy.mistake(
    "it goes with the origin, but another column does so more. Compare the AUC"
    " of each, empty cells included.",
    "rent_on_time",
    when=lambda name: name in ("rent_on_time", "age_years", "job_years"),
)
second_proxy.mistake(
    "this column tells little of the origin. Measure each column alone: fit on"
    " one, then the next.",
    "income_eur",
    when=lambda name: (
        name
        in (
            "income_eur",
            "loan_eur",
            "term_months",
            "purpose",
            "missed_payments",
        )
    ),
)
second_proxy.mistake(
    "no column has this name. Copy it from the list of columns.",
    "history",
    when=lambda name: "," not in name and name not in COLUMNS,
)
second_proxy.mistake(
    "asked is a single column, the one that tells most by itself.",
    "history_years, rent_on_time",
    when=lambda name: "," in name,
)

# --- Exercise 2: the order of an audit

audit_order = ordering(
    "BADCE",
    n_lines=7,
    never={
        "F": "line F copies before the split: copies of one person land on both sides,"
        " and the test set is no longer what the town looks like.",
        "G": "line G audits the people that the model has learned from.",
    },
    early={
        "AB": "line A copies people of a training set that does not exist yet.",
        "DA": "line A comes too late: the model has learned already.",
        "CD": "line C decides with a model that has not been trained.",
        "EC": "line E counts decisions that have not been made.",
    },
    hints=[
        "Split, prepare the training set, fit, decide, count.",
        "Whom may the copies reach, and on whom is the audit to be made?",
    ],
    after="Whatever changes the mix of people belongs to the training set alone; the"
    " audit looks at people as they come.",
)

# --- Exercise 3: rates by group

rates_by_group = exercise(
    hints=[
        "`np.unique(group)` gives the names; `group == name` marks one group's people.",
        "The mean of 0 and 1 is a share: choose the right rows of `granted`.",
        "Two conditions join as `(…) & (…)`, each in parentheses.",
    ],
    after="Two denominators, two questions: how many of them are granted, and how many"
    " of those who deserve it.",
)


@rates_by_group.solution
def rates_of_groups(repaid, granted, group):
    """Return {name: [selection rate, true-positive rate]} for each name in `group`."""
    rates = {}
    for name in np.unique(group).tolist():
        own = group == name
        deserving = own & (repaid == 1)
        rates[name] = [float(granted[own].mean()), float(granted[deserving].mean())]
    return rates


@rates_by_group.also
def _(repaid, granted, group):
    counts = {}
    for r, g, name in zip(repaid, granted, group, strict=True):
        c = counts.setdefault(str(name), [0, 0, 0, 0])
        c[0] += 1
        c[1] += int(g)
        c[2] += int(r)
        c[3] += int(r and g)
    return {name: (c[1] / c[0], c[3] / c[2]) for name, c in counts.items()}


@rates_by_group.also
def _(repaid, granted, group):
    import pandas as pd

    people = pd.DataFrame({"repaid": repaid, "granted": granted, "group": group})
    selection = people.groupby("group")["granted"].mean()
    true_positive = people[people["repaid"] == 1].groupby("group")["granted"].mean()
    return {
        name: np.array([selection[name], true_positive[name]])
        for name in selection.index
    }


def groupwise(selection, rate):
    """Return a function like the solution from two measures of one group's rows."""

    def measured(repaid, granted, group):
        return {
            name: [
                selection(repaid[group == name], granted[group == name]),
                rate(repaid[group == name], granted[group == name]),
            ]
            for name in np.unique(group)
        }

    return measured


def share(values):
    """Return the mean, NaN for no values."""
    return float(values.mean()) if len(values) else float("nan")


@rates_by_group.mistake(
    "the second number is the share of repayers among those granted. Turn it"
    " round: among those who repay, how many were granted?"
)
def _(repaid, granted, group):
    return groupwise(lambda r, g: share(g), lambda r, g: share(r[g == 1]))(
        repaid, granted, group
    )


@rates_by_group.mistake(
    "the second number is divided by everybody in the group. Who is meant by"
    " “among those who repay”?"
)
def _(repaid, granted, group):
    return groupwise(lambda r, g: share(g), lambda r, g: share((r == 1) & (g == 1)))(
        repaid, granted, group
    )


@rates_by_group.mistake("the second number looks at those who do not repay.")
def _(repaid, granted, group):
    return groupwise(lambda r, g: share(g), lambda r, g: share(g[r == 0]))(
        repaid, granted, group
    )


@rates_by_group.mistake(
    "the first number is the share that repays. Selection is what the model does."
)
def _(repaid, granted, group):
    return groupwise(lambda r, g: share(r), lambda r, g: share(g[r == 1]))(
        repaid, granted, group
    )


@rates_by_group.mistake("both are right, in the wrong order: selection rate first.")
def _(repaid, granted, group):
    rates = rates_of_groups(repaid, granted, group)
    return {name: pair[::-1] for name, pair in rates.items()}


@rates_by_group.mistake(
    "this is the share of the loans that goes to each group, which depends on"
    " its size. Divide by people of the group."
)
def _(repaid, granted, group):
    return {
        name: [
            float(granted[group == name].sum() / granted.sum()),
            float((granted * repaid)[group == name].sum() / (granted * repaid).sum()),
        ]
        for name in np.unique(group)
    }


@rates_by_group.mistake("every group gets the rates of all people together.")
def _(repaid, granted, group):
    return {
        name: [granted.mean(), granted[repaid == 1].mean()] for name in np.unique(group)
    }


@rates_by_group.mistake("the true-positive rate is that of all groups together.")
def _(repaid, granted, group):
    return {
        name: [granted[group == name].mean(), granted[repaid == 1].mean()]
        for name in np.unique(group)
    }


@rates_by_group.mistake(
    "the second number is the accuracy: it also counts those rightly refused."
)
def _(repaid, granted, group):
    return groupwise(lambda r, g: share(g), lambda r, g: share(r == g))(
        repaid, granted, group
    )


@rates_by_group.mistake("these are counts. Return shares between 0 and 1.")
def _(repaid, granted, group):
    return {
        name: [
            int(granted[group == name].sum()),
            int((granted * repaid)[group == name].sum()),
        ]
        for name in np.unique(group)
    }


@rates_by_group.mistake(
    "it knows the groups of the example only. Take the names from `group`."
)
def _(repaid, granted, group):
    return {
        name: [
            share(granted[group == name]),
            share(granted[(group == name) & (repaid == 1)]),
        ]
        for name in ("a", "b")
    }


@rates_by_group.mistake(
    "it knows the groups of the lesson only. Take the names from `group`."
)
def _(repaid, granted, group):
    return {
        name: [
            share(granted[group == name]),
            share(granted[(group == name) & (repaid == 1)]),
        ]
        for name in ("newcomer", "settled")
    }


@rates_by_group.mistake(
    "the second number is divided by the repayers of all groups together."
)
def _(repaid, granted, group):
    return {
        name: [
            granted[group == name].mean(),
            (granted * repaid)[group == name].sum() / repaid.sum(),
        ]
        for name in np.unique(group)
    }


@rates_by_group.mistake("these are percents. Return shares between 0 and 1.")
def _(repaid, granted, group):
    rates = rates_of_groups(repaid, granted, group)
    return {name: [100 * rate for rate in pair] for name, pair in rates.items()}


@rates_by_group.mistake(
    "these are rounded. The text rounds to be read; return them as they come."
)
def _(repaid, granted, group):
    rates = rates_of_groups(repaid, granted, group)
    return {name: [round(rate, 3) for rate in pair] for name, pair in rates.items()}


@rates_by_group.cases
def rate_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then other groups of unequal size."""
    yield (
        np.array([1, 1, 0, 1, 0]),
        np.array([1, 0, 1, 1, 0]),
        np.array(["a", "a", "a", "b", "b"]),
    )
    # Every group has repayers and others, granted and refused, in unequal numbers.
    repaid = np.array([1, 1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 0])
    granted = np.array([1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0])
    names = np.array(["new", "new", "new", "old", "old", "old", *["none"] * 6])
    order = rng.permutation(12)
    yield repaid[order], granted[order], names[order]
    repaid, granted = rng.integers(0, 2, (2, 30))
    repaid[:4], granted[:4] = [1, 0, 1, 0], [1, 1, 0, 0]
    repaid[15:20], granted[15:20] = [1, 1, 0, 0, 1], [1, 0, 1, 0, 1]
    yield repaid, granted, np.repeat(["settled", "newcomer"], 15)


# --- Exercise 4: repair the thresholds

group_thresholds = exercise(
    hints=[
        "Who is in `own`, and who should be?",
        "A mask of two conditions: `(group == name) & (…)`.",
    ],
    after="Equal shares of everybody is another equality than equal shares of those who"
    " repay. A denominator decides which one you get.",
)


@group_thresholds.solution
def thresholds_repaired(chance, repaid, group, share):
    """Return {name: threshold}: a share of the group's repayers lies at or above it."""
    thresholds = {}
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (repaid == 1)]
        thresholds[name] = float(np.quantile(own, 1 - share))
    return thresholds


@group_thresholds.start
def thresholds_faulty(chance, repaid, group, share):
    """Return {name: threshold}: a share of the group's repayers lies at or above it."""
    thresholds = {}
    for name in np.unique(group).tolist():
        own = chance[group == name]
        thresholds[name] = float(np.quantile(own, 1 - share))
    return thresholds


@group_thresholds.also
def _(chance, repaid, group, share):
    import pandas as pd

    people = pd.DataFrame({"chance": chance, "group": group})[repaid == 1]
    return people.groupby("group")["chance"].quantile(1 - share).to_dict()


@group_thresholds.also
def _(chance, repaid, group, share):
    found = {}
    for name in np.unique(group).tolist():
        own = sorted(chance[(group == name) & (repaid == 1)], reverse=True)
        found[name] = own[int(np.ceil(share * len(own))) - 1]
    return found


@group_thresholds.mistake(
    "the share is still one of everybody in the group, so this equalises the"
    " selection rates. Whom does the docstring speak of?"
)
def _(chance, repaid, group, share):
    return {
        name: float(np.percentile(chance[group == name], 100 * (1 - share)))
        for name in np.unique(group)
    }


@group_thresholds.mistake(
    "all groups get the same threshold: count each group's repayers alone."
)
def _(chance, repaid, group, share):
    threshold = np.quantile(chance[repaid == 1], 1 - share)
    return dict.fromkeys(np.unique(group), threshold)


@group_thresholds.mistake(
    "the repayers are right; the quantile is taken from the other end. What"
    " share lies *below* the threshold?"
)
def _(chance, repaid, group, share):
    return thresholds_repaired(chance, repaid, group, 1 - share)


@group_thresholds.mistake(
    "the quantile was right: a share of 1 − `share` lies below. Look at who is counted."
)
def _(chance, repaid, group, share):
    return thresholds_faulty(chance, repaid, group, 1 - share)


@group_thresholds.mistake("these are the thresholds of those who do *not* repay.")
def _(chance, repaid, group, share):
    return thresholds_repaired(chance, 1 - repaid, group, share)


@group_thresholds.mistake(
    "multiplying turns the others' chances into 0 and keeps them in the count."
    " Choose rows instead."
)
def _(chance, repaid, group, share):
    return {
        name: np.quantile((chance * repaid)[group == name], 1 - share)
        for name in np.unique(group)
    }


@group_thresholds.mistake("0.5 is not special: each group needs its own threshold.")
def _(chance, repaid, group, share):
    return dict.fromkeys(np.unique(group), 0.5)


@group_thresholds.mistake(
    "`|` keeps everybody of the group, and all repayers. Wanted are those of"
    " whom both are true."
)
def _(chance, repaid, group, share):
    return {
        name: np.quantile(chance[(group == name) | (repaid == 1)], 1 - share)
        for name in np.unique(group)
    }


@group_thresholds.mistake(
    "`np.percentile` counts from 0 to 100, and you gave it a share."
)
def _(chance, repaid, group, share):
    return {
        name: np.percentile(chance[(group == name) & (repaid == 1)], 1 - share)
        for name in np.unique(group)
    }


@group_thresholds.cases
def threshold_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield one fixed example, then random ones with other shares.

    Each group has 5, 9 or 13 repayers and the shares are quarters, so that one repayer
    stands exactly at the threshold: sorting and counting gives what np.quantile gives.
    """
    chance = np.array([0.1, 0.4, 0.6, 0.9, 0.3, 0.7, 0.8, 0.2])
    repaid = np.array([0, 1, 1, 1, 1, 1, 0, 0])
    more = np.array([0.25, 0.35, 0.15, 0.55, 0.45, 0.65, 0.05])
    yield (
        np.concatenate([chance, more]),
        np.concatenate([repaid, [1, 0, 1, 1, 1, 1, 0]]),
        np.repeat(["a", "b"], [8, 7]),
        0.75,
    )
    for paid, others, wanted in [((9, 13), (5, 4), 0.25), ((5, 9), (6, 3), 0.75)]:
        n = sum(paid) + sum(others)
        repaid = np.repeat([1, 1, 0, 0], [*paid, *others])
        group = np.repeat(["new", "old", "new", "old"], [*paid, *others])
        order = rng.permutation(n)
        chance = rng.permutation(np.linspace(0.03, 0.97, n)).round(3)
        yield chance, repaid[order], group[order], wanted


# --- Exercise 5: the bootstrap of a gap

gap_interval = exercise(
    hints=[
        "For one draw: take its rows from all three arrays, then compute two rates.",
        "`repaid[rows]`, `granted[rows]` and `newcomer[rows]` belong together; `~`"
        " turns a mask of True and False round.",
        "Collect one gap a draw; `np.percentile(gaps, [2.5, 97.5])` ends it.",
    ],
    after="The bootstrap gives an interval for anything you can compute. If it does not"
    " hold 0, the gap is more than the luck of who came.",
)


@gap_interval.solution
def bootstrap_gap(repaid, granted, newcomer, draws):
    """Return the bootstrap's 95 % interval [low, high] of the gap."""
    gaps = []
    for rows in draws:
        hits, new = granted[rows], newcomer[rows]
        paid = repaid[rows] == 1
        gaps.append(hits[paid & ~new].mean() - hits[paid & new].mean())
    return np.percentile(gaps, [2.5, 97.5])


@gap_interval.also
def _(repaid, granted, newcomer, draws):
    repaid, granted, newcomer = (
        np.asarray(a)[draws] for a in (repaid, granted, newcomer)
    )
    rates = []
    for who in (1 - newcomer, 1 * newcomer):
        rates.append((repaid * granted * who).sum(axis=1) / (repaid * who).sum(axis=1))
    return [float(np.quantile(rates[0] - rates[1], q)) for q in (0.025, 0.975)]


def gaps_of(repaid, granted, newcomer, draws):
    """Return the gap of each draw, for the mistakes."""
    found = []
    for rows in draws:
        paid, hits, new = repaid[rows] == 1, granted[rows], newcomer[rows]
        found.append(hits[paid & ~new].mean() - hits[paid & new].mean())
    return np.array(found)


@gap_interval.mistake(
    "this is the gap of the selection rates: it counts those who do not repay as well."
)
def _(repaid, granted, newcomer, draws):
    gaps = [
        g[~n].mean() - g[n].mean()
        for g, n in ((granted[d], newcomer[d]) for d in draws)
    ]
    return np.percentile(gaps, [2.5, 97.5])


@gap_interval.mistake("the sign is turned: the others less the newcomers.")
def _(repaid, granted, newcomer, draws):
    return np.percentile(-gaps_of(repaid, granted, newcomer, draws), [2.5, 97.5])


@gap_interval.mistake(
    "you dropped the sign of each gap: an interval must be able to hold 0."
)
def _(repaid, granted, newcomer, draws):
    return np.percentile(abs(gaps_of(repaid, granted, newcomer, draws)), [2.5, 97.5])


@gap_interval.mistake(
    "this interval holds 90 % of the gaps: 5 % lie out at *each* end."
)
def _(repaid, granted, newcomer, draws):
    return np.percentile(gaps_of(repaid, granted, newcomer, draws), [5, 95])


@gap_interval.mistake("all that is left out lies at one end: leave out both.")
def _(repaid, granted, newcomer, draws):
    return np.percentile(gaps_of(repaid, granted, newcomer, draws), [0, 95])


@gap_interval.mistake("`np.percentile` counts from 0 to 100, and you gave it shares.")
def _(repaid, granted, newcomer, draws):
    return np.percentile(gaps_of(repaid, granted, newcomer, draws), [0.025, 0.975])


@gap_interval.mistake(
    "this is the mean plus and minus 1.96 standard deviations. Asked are two"
    " percentiles of the gaps."
)
def _(repaid, granted, newcomer, draws):
    gaps = gaps_of(repaid, granted, newcomer, draws)
    return [gaps.mean() - 1.96 * gaps.std(), gaps.mean() + 1.96 * gaps.std()]


@gap_interval.mistake("these are the smallest and the largest gap of all draws.")
def _(repaid, granted, newcomer, draws):
    gaps = gaps_of(repaid, granted, newcomer, draws)
    return [gaps.min(), gaps.max()]


@gap_interval.mistake(
    "the decisions are drawn, the people stay: row 5's decision meets row 0's"
    " repayment. One person's three values must be drawn together."
)
def _(repaid, granted, newcomer, draws):
    old, new = (repaid == 1) & ~newcomer, (repaid == 1) & newcomer
    gaps = [granted[d][old].mean() - granted[d][new].mean() for d in draws]
    return np.percentile(gaps, [2.5, 97.5])


@gap_interval.mistake(
    "who is a newcomer is not drawn: `newcomer` needs the rows of the draw as"
    " the other two do."
)
def _(repaid, granted, newcomer, draws):
    gaps = []
    for rows in draws:
        paid, hits = repaid[rows] == 1, granted[rows]
        gaps.append(hits[paid & ~newcomer].mean() - hits[paid & newcomer].mean())
    return np.percentile(gaps, [2.5, 97.5])


@gap_interval.mistake("both ends are right, in the wrong order: low first.")
def _(repaid, granted, newcomer, draws):
    return bootstrap_gap(repaid, granted, newcomer, draws)[::-1]


@gap_interval.mistake("these are points. Return the gap as a share, 0.5 for 50.")
def _(repaid, granted, newcomer, draws):
    return 100 * bootstrap_gap(repaid, granted, newcomer, draws)


@gap_interval.mistake(
    "a percentile may lie between two gaps: `np.percentile` finds the place."
)
def _(repaid, granted, newcomer, draws):
    gaps = np.sort(gaps_of(repaid, granted, newcomer, draws))
    return gaps[[int(0.025 * len(gaps)), int(0.975 * len(gaps))]]


@gap_interval.mistake(
    "every draw gives the same gap: the rows of the draw are not used."
)
def _(repaid, granted, newcomer, draws):
    old, new = (repaid == 1) & ~newcomer, (repaid == 1) & newcomer
    gap = granted[old].mean() - granted[new].mean()
    return [gap, gap]


@gap_interval.mistake("these are the gaps. Two percentiles of them are asked.")
def _(repaid, granted, newcomer, draws):
    return gaps_of(repaid, granted, newcomer, draws)


@gap_interval.cases
def gap_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then small audits with 41 draws."""
    yield (
        np.array([1, 1, 1, 1]),
        np.array([1, 1, 1, 0]),
        np.array([False, False, True, True]),
        np.array([[0, 1, 2, 3], [0, 0, 2, 2], [0, 1, 3, 3]]),
    )
    # Once without a gap, so that its sign changes from draw to draw, and once with one.
    for n, pattern in [(30, [1, 0]), (60, [1, 0, 0])]:
        newcomer, repaid = np.arange(n) % 3 == 0, np.arange(n) % 5 > 0
        granted = np.zeros(n, dtype=int)
        granted[repaid & newcomer] = np.resize(pattern, (repaid & newcomer).sum())
        granted[repaid & ~newcomer] = np.resize([1, 0], (repaid & ~newcomer).sum())
        granted[~repaid] = np.resize([0, 0, 1], (~repaid).sum())
        order = rng.permutation(n)
        repaid, granted, newcomer = (a[order] for a in (repaid * 1, granted, newcomer))
        draws = rng.integers(0, n, size=(80, n))
        held = [(repaid[rows] * newcomer[rows]).any() for rows in draws]
        yield repaid, granted, newcomer, draws[held][:41]


ALL = lesson(__name__)
