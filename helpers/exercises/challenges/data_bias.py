"""Exercises of lesson 5.2, Measure and reduce data bias."""

from collections.abc import Callable, Iterator
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
    """Return the name in small letters, also out of a list of one or of quotes."""
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    return str.strip(answer, " \n\t'\"`").lower()


second_proxy = value(
    hints=[
        "Loop over `columns`, and fit a clone of `model` on one of them at a time. A"
        " table of one column has two pairs of brackets: `trial_learn[[name]]`.",
        "The target is `trial_learn['origin'] == 'newcomer'`; the AUC is computed as in"
        " *Blind is not fair*.",
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
    also=["History_years ", "'history_years'", ["history_years"]],
    clean=column_name,
)

second_proxy.solution(lambda: "history_years")
second_proxy.mistake(
    "that is what the proxy stands in for, and it is dropped.", "origin"
)
second_proxy.mistake("that is the first proxy. Which is the next one?", "postcode")
second_proxy.mistake(
    "no model sees that column before it decides: search in `columns`.",
    "repaid",
    when=lambda name: name in ("repaid", "approved"),
)
second_proxy.mistake(
    "this is the number of the application: search in `columns`.", "application"
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
        "F": "line F changes `people`. Before the split, copies of one person land on"
        " both sides; after it, the training set stays as it was.",
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
    example=True,
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


def share(values):
    """Return the mean, NaN for no values."""
    return float(values.mean()) if len(values) else float("nan")


def table(rates):
    """Return a dict of pairs as an array, a row for each name."""
    return np.array([rates[name] for name in sorted(rates)], float)


def pairs_are(*changes: Callable) -> Callable:
    """Return a symptom: all numbers are one of these changes of the right ones."""
    return lambda args, expected, got: any(
        np.allclose(table(got), change(table(expected))) for change in changes
    )


def number_is(place: int, rate: Callable) -> Callable:
    """Return a symptom: the number at this place is wrong, and is `rate` throughout.

    rate: a function of (repaid, granted, mask of one group).
    """

    def shows(args, expected, got):
        repaid, granted, group = args
        due, came = table(expected)[:, place], table(got)[:, place]
        seen = [rate(repaid, granted, group == name) for name in np.unique(group)]
        return np.allclose(came, seen) and not np.allclose(came, due)

    return shows


def last_run(own):
    """Return the last rows of a group that stand together."""
    rows = np.flatnonzero(own)
    return np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)[-1]


rates_by_group.symptom(
    "only the first group is there: is the `return` inside the loop?"
)(lambda args, expected, got: list(got) == [str(args[2][0])] and len(expected) > 1)
rates_by_group.symptom(
    "only the last name is in the dict. Is the dict made anew in the loop?"
)(lambda args, expected, got: list(got) == sorted(expected)[-1:])
rates_by_group.symptom(
    "the keys are not the names in `group`: there is one entry for each name, whatever"
    " the names are."
)(lambda args, expected, got: set(got) != set(expected))
rates_by_group.symptom(
    "each name needs two numbers: its selection rate, then its true-positive rate."
)(lambda args, expected, got: any(np.size(pair) != 2 for pair in got.values()))
rates_by_group.symptom("both are right, in the wrong order: selection rate first.")(
    pairs_are(lambda right: right[:, ::-1])
)
rates_by_group.symptom("these are percents. Return shares between 0 and 1.")(
    pairs_are(lambda right: 100 * right)
)
rates_by_group.symptom(
    "these are the shares that are refused: 1 less the shares that are granted."
)(pairs_are(lambda right: 1 - right))
rates_by_group.symptom(
    "the shares are cut to whole numbers: `//` drops what is behind the point."
)(pairs_are(np.floor))
rates_by_group.symptom(
    "these are rounded. The text rounds to be read; return them as they come."
)(pairs_are(*(lambda right, n=n: right.round(n) for n in range(1, 5))))
rates_by_group.symptom("every group gets the same rates: use its own people only.")(
    lambda args, expected, got: np.allclose(table(got), table(got)[0])
)


@rates_by_group.symptom(
    "the first group is right, the last has the rates of all people together: start"
    " the counts anew for each group."
)
def _(args, expected, got):
    repaid, granted, _ = args
    first, *_, last = got
    overall = [share(granted), share(granted[repaid == 1])]
    right = np.allclose(got[first], expected[first])
    return right and np.allclose(got[last], overall)


@rates_by_group.symptom(
    "`repaid` and `granted` have changed places: a rate is a share that is granted."
)
def _(args, expected, got):
    repaid, granted, group = args
    return np.allclose(table(got), table(rates_of_groups(granted, repaid, group)))


for message, place, rate in [
    (
        "the first number is the share that repays. Selection is what the model does.",
        0,
        lambda repaid, granted, own: share(repaid[own]),
    ),
    (
        "the first number is divided by all people. Divide by those of the group; the"
        " length of a mask is not how many it marks.",
        0,
        lambda repaid, granted, own: share(granted * own),
    ),
    (
        "the first number is the share of the loans that goes to a group, which depends"
        " on its size. Divide by people of the group.",
        0,
        lambda repaid, granted, own: share(own[granted == 1]),
    ),
    (
        "the first number looks at those who repay. The selection rate looks at"
        " everybody in the group.",
        0,
        lambda repaid, granted, own: share(granted[own & (repaid == 1)]),
    ),
    (
        "these are counts. Return shares between 0 and 1.",
        0,
        lambda repaid, granted, own: granted[own].sum(),
    ),
    (
        "only people who stand next to each other are counted together: a group's"
        " people may stand anywhere.",
        0,
        lambda repaid, granted, own: share(granted[last_run(own)]),
    ),
    (
        "the second number is the share of repayers among those granted. Turn it"
        " round: among those who repay, how many were granted?",
        1,
        lambda repaid, granted, own: share(repaid[own & (granted == 1)]),
    ),
    (
        "the second number is divided by everybody in the group. Who is meant by"
        " “among those who repay”?",
        1,
        lambda repaid, granted, own: share((repaid * granted)[own]),
    ),
    (
        "the second number is the selection rate again: only those who repay belong"
        " there.",
        1,
        lambda repaid, granted, own: share(granted[own]),
    ),
    (
        "the second number looks at those who do not repay.",
        1,
        lambda repaid, granted, own: share(granted[own & (repaid == 0)]),
    ),
    (
        "the true-positive rate is that of all groups together.",
        1,
        lambda repaid, granted, own: share(granted[repaid == 1]),
    ),
    (
        "the second number is the accuracy: it also counts those rightly refused.",
        1,
        lambda repaid, granted, own: share((repaid == granted)[own]),
    ),
    (
        "the second number is divided by the repayers of all groups together.",
        1,
        lambda repaid, granted, own: (repaid * granted * own).sum() / repaid.sum(),
    ),
    (
        "0 and 1 are taken for the numbers of rows: a mask is made of True and False,"
        " as by `repaid == 1`.",
        1,
        lambda repaid, granted, own: share(granted[own * repaid]),
    ),
    (
        "the second number is the share of the repayers that is *refused*.",
        1,
        lambda repaid, granted, own: 1 - share(granted[own & (repaid == 1)]),
    ),
    (
        "the second number counts everybody of the group, and all repayers (`|`)."
        " Wanted are those of whom both are true (`&`).",
        1,
        lambda repaid, granted, own: share(granted[own | (repaid == 1)]),
    ),
]:
    rates_by_group.symptom(message)(number_is(place, rate))


@rates_by_group.cases
def rate_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then other groups of unequal size."""
    yield (
        np.array([1, 1, 0, 0, 1, 0]),
        np.array([1, 0, 1, 1, 1, 0]),
        np.array(["a", "a", "a", "a", "b", "b"]),
    )
    # Every group has repayers and others, granted and refused, in unequal numbers, and
    # its people do not stand together; the first and the last row differ in group.
    repaid = np.array([1, 1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 0])
    granted = np.array([1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0])
    names = np.array(["new", "new", "new", "newer", "newer", "newer", *["none"] * 6])
    order = np.roll(np.arange(12).reshape(4, 3).T.ravel(), 4 * rng.integers(3))
    yield repaid[order], granted[order], names[order]
    repaid, granted = rng.integers(0, 2, (2, 30))
    repaid[:8], granted[:8] = [1, 1, 0, 0, 1, 0, 0, 1], [1, 1, 1, 0, 0, 0, 0, 1]
    yield repaid, granted, np.tile(["settled", "newcomer"], 15)


# --- Exercise 4: repair the thresholds

group_thresholds = exercise(
    hints=[
        "Who is in `own`, and who should be?",
        "A mask of two conditions: `(group == name) & (…)`.",
    ],
    after="Equal shares of everybody is another equality than equal shares of those who"
    " repay. A denominator decides which one you get.",
    example=True,
)


@group_thresholds.solution
def thresholds_repaired(chance, repaid, group, share):
    """Return {name: threshold}: a share of the group's repayers lies at or above it.

    Between two chances it interpolates, as `np.quantile` does.
    """
    thresholds = {}
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (repaid == 1)]
        thresholds[name] = float(np.quantile(own, 1 - share))
    return thresholds


@group_thresholds.start
def thresholds_faulty(chance, repaid, group, share):
    """Return {name: threshold}: a share of the group's repayers lies at or above it.

    Between two chances it interpolates, as `np.quantile` does.
    """
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
        own = sorted(chance[(group == name) & (repaid == 1)])
        found[name] = np.interp((1 - share) * (len(own) - 1), range(len(own)), own)
    return found


METHODS = ("hazen", "weibull", "median_unbiased", "normal_unbiased")


def by_group(threshold: Callable) -> Callable:
    """Return an answer from a rule for one group.

    threshold: a function of (chance, mask of repayers, mask of the group, share).
    """
    return lambda chance, repaid, group, share: {
        name: threshold(chance, repaid == 1, group == name, share)
        for name in np.unique(group)
    }


for message, threshold in [
    (
        "the share is still one of everybody in the group, so this equalises the"
        " selection rates. Whom does the docstring speak of?",
        lambda chance, paid, own, share: np.quantile(chance[own], 1 - share),
    ),
    (
        "the quantile was right: a share of 1 − `share` lies below. Look at who is"
        " counted.",
        lambda chance, paid, own, share: np.quantile(chance[own], share),
    ),
    (
        "the repayers are right; the quantile is taken from the other end. What share"
        " lies *below* the threshold?",
        lambda chance, paid, own, share: np.quantile(chance[own & paid], share),
    ),
    (
        "these are the thresholds of those who do *not* repay.",
        lambda chance, paid, own, share: np.quantile(chance[own & ~paid], 1 - share),
    ),
    (
        "multiplying turns the others' chances into 0 and keeps them in the count."
        " Choose rows instead.",
        lambda chance, paid, own, share: np.quantile((chance * paid)[own], 1 - share),
    ),
    (
        "`|` keeps everybody of the group, and all repayers. Wanted are those of whom"
        " both are true.",
        lambda chance, paid, own, share: np.quantile(chance[own | paid], 1 - share),
    ),
    (
        "`np.percentile` counts from 0 to 100, and you gave it a share.",
        lambda chance, paid, own, share: np.percentile(chance[own & paid], 1 - share),
    ),
    (
        "0 and 1 are taken for the numbers of rows: a mask is made of True and False,"
        " as by `repaid == 1`.",
        lambda chance, paid, own, share: np.quantile(chance[1 * own * paid], 1 - share),
    ),
    (
        "the share is changed, and the quantile is still one of everybody in the group."
        " Choose other people, not another share.",
        lambda chance, paid, own, share: np.quantile(
            chance[own], 1 - share * paid[own].mean()
        ),
    ),
    (
        "one repayer too few lies at or above the threshold: a count that is no whole"
        " number must be rounded up. `np.quantile` needs no count.",
        lambda chance, paid, own, share: np.sort(chance[own & paid])[::-1][
            int(share * (own & paid).sum()) - 1
        ],
    ),
    (
        "one repayer too many lies at or above the threshold wherever `share` times"
        " their number is whole. `np.quantile` needs no count.",
        lambda chance, paid, own, share: np.sort(chance[own & paid])[::-1][
            min(int(share * (own & paid).sum()), (own & paid).sum() - 1)
        ],
    ),
    (
        "the repayers are right, and you take one of their chances. Where a threshold"
        " lies between two of them, interpolate as `np.quantile` does.",
        lambda chance, paid, own, share: np.quantile(
            chance[own & paid], 1 - share, method="higher"
        ),
    ),
    (
        "1 less a threshold is no threshold of these people. Take the quantile at"
        " 1 − `share` instead.",
        lambda chance, paid, own, share: 1 - np.quantile(chance[own & paid], share),
    ),
    (
        "this is the share that the threshold grants. Return the threshold itself.",
        lambda chance, paid, own, share: (
            chance[own & paid] >= np.quantile(chance[own & paid], 1 - share)
        ).mean(),
    ),
]:
    group_thresholds.mistake(message)(by_group(threshold))

group_thresholds.symptom(
    "only the first group is there: is the `return` inside the loop?"
)(lambda args, expected, got: list(got) == [str(args[2][0])] and len(expected) > 1)
group_thresholds.symptom(
    "only the last name is in the dict. Is the dict made anew in the loop?"
)(lambda args, expected, got: list(got) == sorted(expected)[-1:])
group_thresholds.symptom(
    "all groups get the same threshold: each needs its own, from its own repayers."
)(lambda args, expected, got: len(set(got.values())) == 1)
group_thresholds.symptom("these are the right thresholds, given to the wrong groups.")(
    lambda args, expected, got: np.allclose(
        sorted(got.values()), sorted(expected.values())
    )
)
group_thresholds.symptom("the thresholds are rounded. Return them as they come.")(
    lambda args, expected, got: any(
        all(np.isclose(got[name], round(expected[name], n)) for name in expected)
        for n in range(3)
    )
)
group_thresholds.symptom(
    "the repayers are right, and a `method` of `np.quantile` is chosen. Leave it out:"
    " the docstring asks for what `np.quantile` does by itself."
)(
    lambda args, expected, got: any(
        all(
            np.isclose(
                got[name],
                np.quantile(
                    args[0][(args[2] == name) & (args[1] == 1)],
                    1 - args[3],
                    method=method,
                ),
            )
            for name in expected
        )
        for method in METHODS
    )
)


@group_thresholds.symptom(
    "a threshold stands at the chance of somebody who did not repay: they are still"
    " counted."
)
def _(args, expected, got):
    chance, repaid, group, _ = args
    return any(
        np.isclose(chance[(group == name) & (repaid == 0)], got[name]).any()
        for name in expected
    )


@group_thresholds.cases
def threshold_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, a fixed one, then random ones with other shares.

    Each group has 1, 5, 9 or 13 repayers and the shares are quarters, so that a repayer
    stands exactly at the threshold: sorting and counting gives what np.quantile gives.
    In the last case `share` times the repayers is whole, and it does not.
    """
    yield (
        np.array([0.2, 0.4, 0.6, 0.8, 0.9, 0.1, 0.5, 0.7]),
        np.array([1, 1, 1, 1, 1, 0, 1, 0]),
        np.array(["a"] * 6 + ["b"] * 2),
        0.75,
    )
    chance = np.array([0.1, 0.4, 0.6, 0.9, 0.3, 0.7, 0.8, 0.2])
    repaid = np.array([0, 1, 1, 1, 1, 1, 0, 0])
    more = np.array([0.25, 0.35, 0.15, 0.55, 0.45, 0.65, 0.05])
    yield (
        np.concatenate([chance, more]),
        np.concatenate([repaid, [1, 0, 1, 1, 1, 1, 0]]),
        np.repeat(["a", "b"], [8, 7]),
        0.75,
    )
    for paid, others, wanted in [
        ((9, 13), (5, 4), 0.25),
        ((5, 9), (6, 3), 0.75),
        ((8, 4), (3, 5), 0.75),
    ]:
        n = sum(paid) + sum(others)
        repaid = np.repeat([1, 1, 0, 0], [*paid, *others])
        group = np.repeat(["new", "old", "new", "old"], [*paid, *others])
        order = rng.permutation(n)
        chance = rng.permutation(np.linspace(0.03, 0.97, n)).round(3)
        yield chance, repaid[order], group[order], wanted


ALL = lesson(__name__)
