"""Exercises of lesson 5.2, Measure and reduce data bias."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.exercises.engine import (
    Function,
    Mistake,
    Ordering,
    Prediction,
    Quiz,
    Value,
    collect,
)

# --- Warm-up: lessons 4.1, 2.3 and 1.1, with a new surface

warmup_rows = Quiz(
    right="B",
    replies={
        "A": "The interval shrinks with the root of the number. What does the root of"
        " twice as many do to it?",
        "B": "Half the width takes four times the rows: the root of 4 is 2.",
        "C": "A training set makes the score better or worse. How exactly it is known"
        " depends on the rows that judge.",
    },
)
warmup_ahead = Quiz(
    right="B",
    replies={
        "A": "The 5 points come from draws that are hard or easy for both. What does"
        " the difference on each draw scatter by?",
        "B": "Paired: on each draw both had the same luck, so it cancels in the"
        " difference.",
        "C": "The 5 points are the scatter between draws, not between the models.",
    },
)
warmup_camera = Quiz(
    right="B",
    replies={
        "A": "Guessing by a coin is not the baseline. Which answer, given to everybody,"
        " is right most often?",
        "B": "Calling nobody a thief is right about 98 of 100. The camera does worse"
        " than that.",
        "C": "The baseline needs no camera: what would you score by the same answer"
        " for everybody?",
    },
)

# --- Predictions

predict_officers = Prediction(
    right="C",
    replies={
        "A": "It agrees with the officers on more than four decisions of five, and"
        " these did not treat repayers alike.",
        "B": "Less than the table of decisions suggests? The share approved differed"
        " by more than 30 points already.",
        "C": "Yes: the officers turned newcomers down, also those who repay, and the"
        " model learned to do so.",
    },
)
predict_blind = Prediction(
    right="B",
    replies={
        "A": "Not seeing the origin is not the same as not knowing it. Which columns"
        " go with it?",
        "B": "Yes: a good part of the gap was the column itself. The rest comes"
        " through columns that go with it.",
        "C": "The column did matter: the officers marked newcomers down for it. But it"
        " is not the only one that tells.",
    },
)
predict_copies = Prediction(
    right="B",
    replies={
        "A": "A copy holds nothing that its original did not. 720 other newcomers"
        " show what 80 could not.",
        "B": "Yes: copies make the model listen to the 80, but it hears the same 80"
        " stories again.",
        "C": "Loudness does matter: nine of ten rows come from another group, with"
        " another rule. Copies change that balance.",
    },
)
predict_more = Prediction(
    right="B",
    replies={
        "A": "What do the copies say? Mostly: refused.",
        "B": "Yes: most copies repeat an officer's refusal. There were enough of those"
        " to learn from before.",
        "C": "That would need copies of the approved ones only. These are copies of"
        " all, and most were refused.",
    },
)
predict_knowing = Prediction(
    right="B",
    replies={
        "A": "Nobody is misjudged, and yet: of the newcomers who repay, a larger share"
        " had a chance below 50 %.",
        "B": "Yes: fewer newcomers have a high chance, so more of those who do repay"
        " stand below the threshold.",
        "C": "Look at how often each group repays: which has more people just below"
        " the threshold?",
    },
)

# --- Quiz

sure_of_a_gap = Quiz(
    right="B",
    replies={
        "A": "If the true rate were 75 %, how rare would it be to see 12 of 20 instead"
        " of 15?",
        "B": "With 20 people, 60 % fits any true rate from about 39 to 78 %. More"
        " repayers of the small group must be observed.",
        "C": "A true rate of 45 % would fit as well. Finding no proof of a gap is no"
        " proof that there is none.",
    },
)
wrong_labels = Quiz(
    right="B",
    replies={
        "A": "Both times newcomers ended up about as many as the others. What was"
        " different about the targets?",
        "B": "The trial's targets were right and too few: there, listening more helps."
        " The officers' targets were biased: repeated, they stay so.",
        "C": "They were copied in both sections. What is it that each copy says?",
    },
)
which_equality = Quiz(
    right="A",
    replies={
        "A": "It is a value judgement: what a wrong refusal does, to whom, against what"
        " a loan not repaid costs. The measurements inform it.",
        "B": "Here even the true chances were known, and both rules were still there"
        " to choose from.",
        "C": "Each metric makes another rule look best. To choose the metric is to"
        " choose the equality.",
    },
)
argue = Quiz(
    right="C",
    replies={
        "A": "They do close it, by looking at the origin at every decision. What does"
        " the law say to that?",
        "B": "It keeps the law, but what did the gap look like after that, and who said"
        " which answers to learn?",
        "C": "Right answers for all, no origin in the decision, and the origin recorded"
        " so that the gap can be seen. The season's losses are its price.",
    },
)

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


second_proxy = Value(
    solution=lambda: "history_years",
    source="""from sklearn.metrics import roc_auc_score

auc_by_column = {}
for name in columns:
    if name not in ("origin", "postcode"):
        guess = clone(model)
        guess.fit(trial_learn[[name]], trial_learn["origin"] == "newcomer")
        chance = guess.predict_proba(trial_test[[name]])[:, 1]
        auc_by_column[name] = roc_auc_score(trial_test["origin"] == "newcomer", chance)
second_proxy = max(auc_by_column, key=auc_by_column.get)""",
    mistakes=[
        Mistake("origin", "that is what the proxy stands in for, and it is dropped."),
        Mistake("postcode", "that is the first proxy. Which is the next one?"),
        Mistake(
            "repaid",
            "no model sees that column before it decides: search in `columns`.",
        ),
        Mistake(
            "rent_on_time",
            "it goes with the origin, but another column does so more. Compare the AUC"
            " of each, empty cells included.",
            when=lambda name: name in ("rent_on_time", "age_years", "job_years"),
        ),
        Mistake(
            "income_eur",
            "this column tells little of the origin. Measure each column alone: fit on"
            " one, then the next.",
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
        ),
        Mistake(
            "history",
            "no column has this name. Copy it from the list of columns.",
            when=lambda name: "," not in name and name not in COLUMNS,
        ),
        Mistake(
            "history_years, rent_on_time",
            "asked is a single column, the one that tells most by itself.",
            when=lambda name: "," in name,
        ),
    ],
    hints=[
        "Loop over `columns`, and fit a clone of `model` on one of them at a time. A"
        " table of one column has two pairs of brackets: `trial_learn[[name]]`.",
        "The target is `trial_learn['origin'] == 'newcomer'`; the AUC is computed as in"
        " the section on proxies.",
    ],
    after="A credit history is short or missing for whoever came lately. It is also a"
    " sensible thing to ask about: that is what makes proxies hard.",
    also=["History_years ", " history_years", ["history_years"]],
    clean=column_name,
)

# --- Exercise 2: the order of an audit

audit_order = Ordering(
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


def rates_of_groups(repaid, granted, group):
    """Return {name: [selection rate, true-positive rate]} for each name in `group`."""
    rates = {}
    for name in np.unique(group).tolist():
        own = group == name
        deserving = own & (repaid == 1)
        rates[name] = [float(granted[own].mean()), float(granted[deserving].mean())]
    return rates


def rates_by_counting(repaid, granted, group):
    """The same, counted in a plain loop."""
    counts = {}
    for r, g, name in zip(repaid, granted, group, strict=True):
        c = counts.setdefault(str(name), [0, 0, 0, 0])
        c[0] += 1
        c[1] += int(g)
        c[2] += int(r)
        c[3] += int(r and g)
    return {name: (c[1] / c[0], c[3] / c[2]) for name, c in counts.items()}


def rates_by_pandas(repaid, granted, group):
    """The same, by pandas."""
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


def precision_instead(repaid, granted, group):
    """Takes the share of repayers among those granted."""
    return groupwise(lambda r, g: share(g), lambda r, g: share(r[g == 1]))(
        repaid, granted, group
    )


def of_all_rows(repaid, granted, group):
    """Divides by all people of the group."""
    return groupwise(lambda r, g: share(g), lambda r, g: share((r == 1) & (g == 1)))(
        repaid, granted, group
    )


def false_positives(repaid, granted, group):
    """Takes those who do not repay."""
    return groupwise(lambda r, g: share(g), lambda r, g: share(g[r == 0]))(
        repaid, granted, group
    )


def base_rate(repaid, granted, group):
    """Takes the share that repays for the selection rate."""
    return groupwise(lambda r, g: share(r), lambda r, g: share(g[r == 1]))(
        repaid, granted, group
    )


def swapped(repaid, granted, group):
    """Gives the two rates in the other order."""
    rates = rates_of_groups(repaid, granted, group)
    return {name: pair[::-1] for name, pair in rates.items()}


def share_of_the_granted(repaid, granted, group):
    """Divides by all loans granted instead of by the group's size."""
    return {
        name: [
            float(granted[group == name].sum() / granted.sum()),
            float((granted * repaid)[group == name].sum() / (granted * repaid).sum()),
        ]
        for name in np.unique(group)
    }


def not_by_group(repaid, granted, group):
    """Gives everybody's rates to each group."""
    return {
        name: [granted.mean(), granted[repaid == 1].mean()] for name in np.unique(group)
    }


def group_forgotten(repaid, granted, group):
    """Forgets the group in the true-positive rate."""
    return {
        name: [granted[group == name].mean(), granted[repaid == 1].mean()]
        for name in np.unique(group)
    }


def agreement_instead(repaid, granted, group):
    """Takes the accuracy for the true-positive rate."""
    return groupwise(lambda r, g: share(g), lambda r, g: share(r == g))(
        repaid, granted, group
    )


def counted(repaid, granted, group):
    """Counts people."""
    return {
        name: [
            int(granted[group == name].sum()),
            int((granted * repaid)[group == name].sum()),
        ]
        for name in np.unique(group)
    }


def fixed_names(repaid, granted, group):
    """Knows the names of the example only."""
    return {
        name: [
            share(granted[group == name]),
            share(granted[(group == name) & (repaid == 1)]),
        ]
        for name in ("a", "b")
    }


def lesson_names(repaid, granted, group):
    """Knows the names of the lesson only."""
    return {
        name: [
            share(granted[group == name]),
            share(granted[(group == name) & (repaid == 1)]),
        ]
        for name in ("newcomer", "settled")
    }


def of_all_repayers(repaid, granted, group):
    """Divides by the repayers of all groups."""
    return {
        name: [
            granted[group == name].mean(),
            (granted * repaid)[group == name].sum() / repaid.sum(),
        ]
        for name in np.unique(group)
    }


def in_percent(repaid, granted, group):
    """Gives percents."""
    rates = rates_of_groups(repaid, granted, group)
    return {name: [100 * rate for rate in pair] for name, pair in rates.items()}


def rounded(repaid, granted, group):
    """Rounds as the text does."""
    rates = rates_of_groups(repaid, granted, group)
    return {name: [round(rate, 3) for rate in pair] for name, pair in rates.items()}


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


rates_by_group = Function(
    solution=rates_of_groups,
    cases=rate_cases,
    mistakes=[
        Mistake(
            precision_instead,
            "the second number is the share of repayers among those granted. Turn it"
            " round: among those who repay, how many were granted?",
        ),
        Mistake(
            of_all_rows,
            "the second number is divided by everybody in the group. Who is meant by"
            " “among those who repay”?",
        ),
        Mistake(
            false_positives,
            "the second number looks at those who do not repay.",
        ),
        Mistake(
            base_rate,
            "the first number is the share that repays. Selection is what the model"
            " does.",
        ),
        Mistake(swapped, "both are right, in the wrong order: selection rate first."),
        Mistake(
            share_of_the_granted,
            "this is the share of the loans that goes to each group, which depends on"
            " its size. Divide by people of the group.",
        ),
        Mistake(not_by_group, "every group gets the rates of all people together."),
        Mistake(
            group_forgotten,
            "the true-positive rate is that of all groups together.",
        ),
        Mistake(
            agreement_instead,
            "the second number is the accuracy: it also counts those rightly refused.",
        ),
        Mistake(counted, "these are counts. Return shares between 0 and 1."),
        Mistake(
            of_all_repayers,
            "the second number is divided by the repayers of all groups together.",
        ),
        Mistake(in_percent, "these are percents. Return shares between 0 and 1."),
        Mistake(
            rounded,
            "these are rounded. The text rounds to be read; return them as they come.",
        ),
        Mistake(
            fixed_names,
            "it knows the groups of the example only. Take the names from `group`.",
        ),
        Mistake(
            lesson_names,
            "it knows the groups of the lesson only. Take the names from `group`.",
        ),
    ],
    hints=[
        "`np.unique(group)` gives the names; `group == name` marks one group's people.",
        "The mean of 0 and 1 is a share: choose the right rows of `granted`.",
        "Two conditions join as `(…) & (…)`, each in parentheses.",
    ],
    after="Two denominators, two questions: how many of them are granted, and how many"
    " of those who deserve it.",
    also=[rates_by_counting, rates_by_pandas],
)

# --- Exercise 4: repair the thresholds


def thresholds_repaired(chance, repaid, group, share):
    """Return {name: threshold}: a share of the group's repayers lies at or above it."""
    thresholds = {}
    for name in np.unique(group).tolist():
        own = chance[(group == name) & (repaid == 1)]
        thresholds[name] = float(np.quantile(own, 1 - share))
    return thresholds


def thresholds_faulty(chance, repaid, group, share):
    """Return {name: threshold}: a share of the group's repayers lies at or above it."""
    thresholds = {}
    for name in np.unique(group).tolist():
        own = chance[group == name]
        thresholds[name] = float(np.quantile(own, 1 - share))
    return thresholds


def thresholds_by_pandas(chance, repaid, group, share):
    """The same, by pandas."""
    import pandas as pd

    people = pd.DataFrame({"chance": chance, "group": group})[repaid == 1]
    return people.groupby("group")["chance"].quantile(1 - share).to_dict()


def thresholds_by_counting(chance, repaid, group, share):
    """The same by sorting: so many repayers from the top."""
    found = {}
    for name in np.unique(group).tolist():
        own = sorted(chance[(group == name) & (repaid == 1)], reverse=True)
        found[name] = own[int(np.ceil(share * len(own))) - 1]
    return found


def still_everybody(chance, repaid, group, share):
    """Rewritten, but still over everybody."""
    return {
        name: float(np.percentile(chance[group == name], 100 * (1 - share)))
        for name in np.unique(group)
    }


def pooled(chance, repaid, group, share):
    """Takes the repayers of all groups together."""
    threshold = np.quantile(chance[repaid == 1], 1 - share)
    return dict.fromkeys(np.unique(group), threshold)


def wrong_end(chance, repaid, group, share):
    """Takes the quantile from the other end."""
    return thresholds_repaired(chance, repaid, group, 1 - share)


def wrong_end_everybody(chance, repaid, group, share):
    """Turns the quantile and leaves the bug."""
    return thresholds_faulty(chance, repaid, group, 1 - share)


def of_the_others(chance, repaid, group, share):
    """Takes those who do not repay."""
    return thresholds_repaired(chance, 1 - repaid, group, share)


def of_the_chances(chance, repaid, group, share):
    """Multiplies the chances by 0 and 1 instead of choosing rows."""
    return {
        name: np.quantile((chance * repaid)[group == name], 1 - share)
        for name in np.unique(group)
    }


def fixed_half(chance, repaid, group, share):
    """Grants from 0.5 on in every group."""
    return dict.fromkeys(np.unique(group), 0.5)


def of_either(chance, repaid, group, share):
    """Joins the two conditions by or."""
    return {
        name: np.quantile(chance[(group == name) | (repaid == 1)], 1 - share)
        for name in np.unique(group)
    }


def shares_as_percents(chance, repaid, group, share):
    """Gives np.percentile a share."""
    return {
        name: np.percentile(chance[(group == name) & (repaid == 1)], 1 - share)
        for name in np.unique(group)
    }


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


group_thresholds = Function(
    solution=thresholds_repaired,
    cases=threshold_cases,
    start=thresholds_faulty,
    mistakes=[
        Mistake(
            still_everybody,
            "the share is still one of everybody in the group, so this equalises the"
            " selection rates. Whom does the docstring speak of?",
        ),
        Mistake(
            pooled,
            "all groups get the same threshold: count each group's repayers alone.",
        ),
        Mistake(
            wrong_end,
            "the repayers are right; the quantile is taken from the other end. What"
            " share lies *below* the threshold?",
        ),
        Mistake(
            wrong_end_everybody,
            "the quantile was right: a share of 1 − `share` lies below. Look at who is"
            " counted.",
        ),
        Mistake(of_the_others, "these are the thresholds of those who do *not* repay."),
        Mistake(
            of_the_chances,
            "multiplying turns the others' chances into 0 and keeps them in the count."
            " Choose rows instead.",
        ),
        Mistake(
            of_either,
            "`|` keeps everybody of the group, and all repayers. Wanted are those of"
            " whom both are true.",
        ),
        Mistake(
            shares_as_percents,
            "`np.percentile` counts from 0 to 100, and you gave it a share.",
        ),
        Mistake(fixed_half, "0.5 is not special: each group needs its own threshold."),
    ],
    hints=[
        "Who is in `own`, and who should be?",
        "A mask of two conditions: `(group == name) & (…)`.",
    ],
    after="Equal shares of everybody is another equality than equal shares of those who"
    " repay. A denominator decides which one you get.",
    also=[thresholds_by_pandas, thresholds_by_counting],
)

# --- Exercise 5: the bootstrap of a gap


def bootstrap_gap(repaid, granted, newcomer, draws):
    """Return the bootstrap's 95 % interval [low, high] of the gap."""
    gaps = []
    for rows in draws:
        hits, new = granted[rows], newcomer[rows]
        paid = repaid[rows] == 1
        gaps.append(hits[paid & ~new].mean() - hits[paid & new].mean())
    return np.percentile(gaps, [2.5, 97.5])


def gap_by_counting(repaid, granted, newcomer, draws):
    """The same with whole tables and sums."""
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


def of_everybody(repaid, granted, newcomer, draws):
    """Forgets who repays: the gap of the selection rates."""
    gaps = [
        g[~n].mean() - g[n].mean()
        for g, n in ((granted[d], newcomer[d]) for d in draws)
    ]
    return np.percentile(gaps, [2.5, 97.5])


def turned(repaid, granted, newcomer, draws):
    """Subtracts the other way round."""
    return np.percentile(-gaps_of(repaid, granted, newcomer, draws), [2.5, 97.5])


def size_only(repaid, granted, newcomer, draws):
    """Drops the sign of each gap."""
    return np.percentile(abs(gaps_of(repaid, granted, newcomer, draws)), [2.5, 97.5])


def ninety(repaid, granted, newcomer, draws):
    """Takes the 5th and the 95th percentile."""
    return np.percentile(gaps_of(repaid, granted, newcomer, draws), [5, 95])


def one_sided(repaid, granted, newcomer, draws):
    """Takes the lowest 95 %."""
    return np.percentile(gaps_of(repaid, granted, newcomer, draws), [0, 95])


def shares_for_percents(repaid, granted, newcomer, draws):
    """Gives np.percentile shares instead of percents."""
    return np.percentile(gaps_of(repaid, granted, newcomer, draws), [0.025, 0.975])


def two_deviations(repaid, granted, newcomer, draws):
    """Assumes a normal distribution."""
    gaps = gaps_of(repaid, granted, newcomer, draws)
    return [gaps.mean() - 1.96 * gaps.std(), gaps.mean() + 1.96 * gaps.std()]


def extremes(repaid, granted, newcomer, draws):
    """Takes the smallest and the largest gap."""
    gaps = gaps_of(repaid, granted, newcomer, draws)
    return [gaps.min(), gaps.max()]


def rows_torn(repaid, granted, newcomer, draws):
    """Draws the decisions only, and leaves the people where they were."""
    old, new = (repaid == 1) & ~newcomer, (repaid == 1) & newcomer
    gaps = [granted[d][old].mean() - granted[d][new].mean() for d in draws]
    return np.percentile(gaps, [2.5, 97.5])


def newcomers_not_drawn(repaid, granted, newcomer, draws):
    """Draws two of the three arrays."""
    gaps = []
    for rows in draws:
        paid, hits = repaid[rows] == 1, granted[rows]
        gaps.append(hits[paid & ~newcomer].mean() - hits[paid & newcomer].mean())
    return np.percentile(gaps, [2.5, 97.5])


def high_first(repaid, granted, newcomer, draws):
    """Gives the upper end first."""
    return bootstrap_gap(repaid, granted, newcomer, draws)[::-1]


def in_points(repaid, granted, newcomer, draws):
    """Gives percentage points."""
    return 100 * bootstrap_gap(repaid, granted, newcomer, draws)


def cut_from_a_list(repaid, granted, newcomer, draws):
    """Picks two of the sorted gaps by their place."""
    gaps = np.sort(gaps_of(repaid, granted, newcomer, draws))
    return gaps[[int(0.025 * len(gaps)), int(0.975 * len(gaps))]]


def not_drawn(repaid, granted, newcomer, draws):
    """Computes the same gap at every draw."""
    old, new = (repaid == 1) & ~newcomer, (repaid == 1) & newcomer
    gap = granted[old].mean() - granted[new].mean()
    return [gap, gap]


def every_gap(repaid, granted, newcomer, draws):
    """Returns the gaps themselves."""
    return gaps_of(repaid, granted, newcomer, draws)


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


gap_interval = Function(
    solution=bootstrap_gap,
    cases=gap_cases,
    mistakes=[
        Mistake(
            of_everybody,
            "this is the gap of the selection rates: it counts those who do not repay"
            " as well.",
        ),
        Mistake(turned, "the sign is turned: the others less the newcomers."),
        Mistake(
            size_only,
            "you dropped the sign of each gap: an interval must be able to hold 0.",
        ),
        Mistake(
            ninety,
            "this interval holds 90 % of the gaps: 5 % lie out at *each* end.",
        ),
        Mistake(one_sided, "all that is left out lies at one end: leave out both."),
        Mistake(
            shares_for_percents,
            "`np.percentile` counts from 0 to 100, and you gave it shares.",
        ),
        Mistake(
            two_deviations,
            "this is the mean plus and minus 1.96 standard deviations. Asked are two"
            " percentiles of the gaps.",
        ),
        Mistake(extremes, "these are the smallest and the largest gap of all draws."),
        Mistake(
            rows_torn,
            "the decisions are drawn, the people stay: row 5's decision meets row 0's"
            " repayment. One person's three values must be drawn together.",
        ),
        Mistake(
            not_drawn,
            "every draw gives the same gap: the rows of the draw are not used.",
        ),
        Mistake(
            newcomers_not_drawn,
            "who is a newcomer is not drawn: `newcomer` needs the rows of the draw as"
            " the other two do.",
        ),
        Mistake(high_first, "both ends are right, in the wrong order: low first."),
        Mistake(in_points, "these are points. Return the gap as a share, 0.5 for 50."),
        Mistake(
            cut_from_a_list,
            "a percentile may lie between two gaps: `np.percentile` finds the place.",
        ),
        Mistake(every_gap, "these are the gaps. Two percentiles of them are asked."),
    ],
    hints=[
        "For one draw: take its rows from all three arrays, then compute two rates.",
        "`repaid[rows]`, `granted[rows]` and `newcomer[rows]` belong together; `~`"
        " turns a mask of True and False round.",
        "Collect one gap a draw; `np.percentile(gaps, [2.5, 97.5])` ends it.",
    ],
    after="The bootstrap gives an interval for anything you can compute. If it does not"
    " hold 0, the gap is more than the luck of who came.",
    also=[gap_by_counting],
)

ALL = collect(globals())
