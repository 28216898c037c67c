"""Exercises of lesson 6.1, Find mislabelled data."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering

# --- Exercise 1: three rules

impossible = exercise(
    example=True,
    hints=[
        "Write the three rules one by one, each as an array of True and False.",
        "`a | b` is true in a row where at least one of the two is. Brackets around"
        " each comparison.",
    ],
    after="Written as what is impossible, rules leave missing values alone; those are a"
    " question of their own.",
)


@impossible.solution
def impossible_readings(systolic, diastolic, pulse):
    """Return which readings are impossible, shape (n,), True or False."""
    return (diastolic >= systolic) | (pulse < 20) | (pulse > 250)


@impossible.also
def _(systolic, diastolic, pulse):
    return [
        bool(low >= high or beats < 20 or beats > 250)
        for high, low, beats in zip(systolic, diastolic, pulse, strict=True)
    ]


def where(flagged, rows):
    """Return the symptom that what is wrong is flagged, or not, and lies in `rows`."""

    def shows(args, expected, got):
        off = np.asarray(got) != expected
        return bool((np.asarray(got)[off] == flagged).all() and rows(*args)[off].all())

    return shows


def broken(systolic, diastolic, pulse):
    """Return how many rules each reading breaks."""
    return (diastolic >= systolic) * 1 + (pulse < 20) + (pulse > 250)


impossible.symptom(
    "a reading is flagged because a value is missing. A comparison with NaN is false,"
    " so “not below” is true there, and “at or above” is false: say what *is*"
    " impossible, not the opposite of what is possible. And fill nothing in."
)(where(True, lambda s, d, p: np.isnan(s + d + p)))
impossible.symptom(
    "a reading with a missing value passes, though another of its values breaks a rule."
)(where(False, lambda s, d, p: np.isnan(s + d + p)))
impossible.symptom(
    "a pulse of exactly 20 or 250 is flagged. The rules say below and above."
)(where(True, lambda s, d, p: (p == 20) | (p == 250)))
impossible.symptom("equal pressures pass. What does “not below” include?")(
    where(False, lambda s, d, p: d == s)
)
impossible.symptom(
    "a reading that breaks two rules passes. One broken rule is enough, and two are no"
    " less."
)(where(False, lambda s, d, p: broken(s, d, p) > 1))
impossible.symptom("a pulse below 20 passes.")(where(False, lambda s, d, p: p < 20))
impossible.symptom("a pulse above 250 passes.")(where(False, lambda s, d, p: p > 250))
impossible.symptom(
    "no reading is flagged for its pulse. Is the pulse asked about at all, and can one"
    " pulse be below 20 *and* above 250?"
)(where(False, lambda s, d, p: (p < 20) | (p > 250)))
impossible.symptom(
    "a reading passes though its lower pressure is above the upper one. One broken rule"
    " is enough, whatever the others say."
)(where(False, lambda s, d, p: d > s))


@impossible.symptom(
    "usual readings are flagged, and those that break a rule pass: a comparison, or the"
    " whole answer, is turned round."
)
def _(args, expected, got):
    known = ~np.isnan(sum(args))
    return (np.asarray(got)[known] == ~np.asarray(expected)[known]).all()


@impossible.symptom(
    "after the first impossible reading all are flagged. Each reading starts anew."
)
def _(args, expected, got):
    return np.array_equal(got, np.logical_or.accumulate(expected))


@impossible.symptom(
    "readings with a missing value are left out. One answer for each reading is due."
)
def _(args, expected, got):
    return len(got) == (~np.isnan(sum(args))).sum() < len(expected)


@impossible.mistake(
    "this is one answer for each rule. Asked is one for each reading: the other axis."
)
def _(systolic, diastolic, pulse):
    rules = np.array([diastolic >= systolic, pulse < 20, pulse > 250])
    return rules.any(axis=1)


@impossible.mistake(
    "`or`, `and` and a chain such as `a < b < c` need one truth value on each side."
    " Between arrays, row by row, there are other signs."
)
def _(systolic, diastolic, pulse):
    return diastolic >= systolic or pulse < 20 or pulse > 250


@impossible.mistake(
    "`|` is worked out before `<` and `>=`: put each comparison in brackets."
)
def _(systolic, diastolic, pulse):
    return diastolic >= systolic | pulse < 20 | pulse > 250


@impossible.cases
def reading_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, the edges, missing values, then random readings."""
    nan = np.nan
    yield (
        np.array([120.0, 130.0, 80.0]),
        np.array([80.0, 85.0, 120.0]),
        np.array([70.0, nan, 70.0]),
    )
    yield (
        np.array([120.0, 110.0, 130.0, 125.0, 90.0, 118.0, 90.0, 80.0, 121.0, 122.0]),
        np.array([80.0, 70.0, 85.0, 75.0, 90.0, 80.0, 95.0, 120.0, 79.0, 81.0]),
        np.array([20.0, 19.5, 250.0, 250.5, 70.0, 80.0, 10.0, 300.0, 240.0, 25.0]),
    )
    # Missing beside a broken rule; and where a filled-in 0, mean or median breaks one.
    yield (
        np.array([80.0, nan, 80.0, nan, 30.0, nan, 120.0, 118.0]),
        np.array([120.0, 80.0, nan, 200.0, nan, nan, 80.0, 79.0]),
        np.array([nan, 10.0, 300.0, 70.0, 70.0, nan, nan, 66.0]),
    )
    for n in (9, 30):
        low, high = rng.normal(80, 15, size=n), rng.normal(110, 20, size=n)
        beats = rng.choice([10.0, 19.9, 60.0, 80.0, nan, 250.2, 400.0], size=n)
        yield high.round(), low.round(), beats


# --- Exercise 2: the order of mending

mending_plan = ordering(
    "BECHAG",
    n_lines=8,
    never={
        "F": "step F asks a model about labels that it was fitted on: each picture is"
        " its own nearest neighbour, so every label gets 1, and there is no order.",
        "D": "step D makes the exam easier, not the model better.",
    },
    early={
        "ECHAGB": "step B comes too late: rows that are to judge must not take part in"
        " the search.",
        "CE": "step C ranks by probabilities that have not been computed yet.",
        "HC": "step H looks at the top of a ranking that is not there yet.",
        "AH": "step A corrects what nobody has looked at yet.",
        "GA": "step G trains on labels that are not mended yet.",
    },
    hints=[
        "What will judge comes first, so that nothing else touches it.",
        "Two of the eight steps are wrong wherever they stand.",
    ],
    after="The rows that judge are set aside and verified before the search begins;"
    " the model asks, a person answers.",
)

# --- Exercise 3: rank by margin

rank_by_margin = exercise(
    hints=[
        "Three steps: the label's own probability, its strongest rival's, the order.",
        "For the rival: in a copy, put something at each row's label that can never be"
        " the largest.",
        "One entry a row: `probabilities[np.arange(len(labels)), labels]`. Which NumPy"
        " call gives the row numbers that would sort an array?",
    ],
    after="cleanlab calls this `normalized_margin`. The margin puts in front what"
    " another class explains better.",
)


@rank_by_margin.solution
def ranked_by_margin(probabilities, labels):
    """Return row numbers, the most doubtful first, shape (n_rows,)."""
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = -np.inf
    margins = probabilities[rows, labels] - others.max(axis=1)
    return np.argsort(margins)


@rank_by_margin.also
def _(probabilities, labels):
    margins = []
    for row, label in zip(probabilities, labels, strict=True):
        rest = [p for k, p in enumerate(row) if k != label]
        margins.append(row[label] - max(rest))
    return sorted(range(len(margins)), key=margins.__getitem__)


def label_and_rest(probabilities, labels):
    """Return each row's own probability and, in a copy, those of the other classes."""
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = np.nan
    return probabilities[rows, labels], others


def by_self_confidence(probabilities, labels):
    """Return each row's self-confidence."""
    return probabilities[np.arange(len(labels)), labels]


def by_largest_of_all(probabilities, labels):
    """Return the margin to the largest of all classes, the typed one among them."""
    return by_self_confidence(probabilities, labels) - probabilities.max(axis=1)


def by_second(probabilities, labels):
    """Return the margin to the second largest of all classes."""
    ranked = np.sort(probabilities, axis=1)
    return by_self_confidence(probabilities, labels) - ranked[:, -2]


def by_first_and_second(probabilities, labels):
    """Return by how much the largest exceeds the second, whatever the label."""
    ranked = np.sort(probabilities, axis=1)
    return ranked[:, -1] - ranked[:, -2]


def by_margin(probabilities, labels):
    """Return the margins."""
    own, others = label_and_rest(probabilities, labels)
    return own - np.nanmax(others, axis=1)


def by_absolute_margin(probabilities, labels):
    """Return the margins without their signs."""
    return np.abs(by_margin(probabilities, labels))


def by_ratio(probabilities, labels):
    """Return own probability over the strongest rival's."""
    own, others = label_and_rest(probabilities, labels)
    return own / np.nanmax(others, axis=1)


def by_weakest(probabilities, labels):
    """Return the margin to the weakest of the others."""
    own, others = label_and_rest(probabilities, labels)
    return own - np.nanmin(others, axis=1)


def by_rival(probabilities, labels):
    """Return the strongest rival's probability alone, below zero."""
    return -np.nanmax(label_and_rest(probabilities, labels)[1], axis=1)


def by_class(probabilities, labels):
    """Return the margin to the largest of a column, not of a row."""
    own, others = label_and_rest(probabilities, labels)
    return own - np.nanmax(others, axis=0)[labels]


def by_class_before(probabilities, labels):
    """Return the margin of the class before the typed one."""
    return by_margin(probabilities, labels - 1)


def by_later_rivals(probabilities, labels):
    """Return the margin to the classes after the typed one."""
    rows = zip(probabilities, labels, strict=True)
    return np.array([row[k] - max(row[k + 1 :], default=0) for row, k in rows])


def by_shrinking_table(probabilities, labels):
    """Return margins from a table in which each row blanks a whole column."""
    table, margins = probabilities.copy(), []
    for row, label in enumerate(labels):
        own, table[:, label] = table[row, label], 0
        margins.append(own - table[row].max())
    return np.array(margins)


def by_rounded_margin(probabilities, labels):
    """Return the margins with one digit."""
    return by_margin(probabilities, labels).round(1)


def by_unequal_rivals(probabilities, labels):
    """Return the margin to the largest that is not equal to the own probability."""
    own = by_self_confidence(probabilities, labels)
    return own - np.where(probabilities == own[:, None], 0, probabilities).max(axis=1)


# The order of the keys is that in which they are asked: scores with ties come last.
SCORES = {
    by_unequal_rivals: "a rival as probable as the label is overlooked: leave out the"
    " label's own column, not all that equal it.",
    by_self_confidence: "this is the order of self-confidence. Is the *strongest* of"
    " the other classes subtracted, from each row its own? The same number in all rows"
    " changes no order, and the sum of all others says nothing new.",
    by_second: "this subtracts the second largest of all, which is the strongest rival"
    " only where the label is the favourite.",
    by_first_and_second: "this is how sure the model is of its favourite. Where do the"
    " labels come in?",
    by_absolute_margin: "without its sign, a label that the model denies looks as safe"
    " as one that it confirms.",
    by_ratio: "this is the order of a quotient. A margin is a difference.",
    by_weakest: "the weakest of the other classes is subtracted. Which is the rival?",
    by_rival: "only the rival counts here: the label's own probability is read after it"
    " was overwritten, or not at all.",
    by_class: "the largest of each column (class) is subtracted. Asked is the largest"
    " of each row: the other axis.",
    by_class_before: "these are the margins of other labels: class 0 is column 0.",
    by_later_rivals: "only the classes after the typed one count as rivals. Those"
    " before it are others, too.",
    by_shrinking_table: "`[:, …]` reaches whole columns, that is, other rows as well."
    " One entry a row needs a row number beside each label.",
    by_rounded_margin: "rows with nearly equal margins stand in the wrong order. Are"
    " margins rounded?",
    by_largest_of_all: "the typed label is still among the “others”: where it is the"
    " model's favourite, you subtract it from itself.",
}


def in_order_of(score, args, rows):
    """Return whether rows stand in the order of a score, equal ones in any order."""
    return (np.diff(score(*args)[np.asarray(rows)]) >= -1e-9).all()


def orders_by(score):
    """Return the symptom of all rows in the order of another score."""

    def shows(args, expected, got):
        everyone = sorted(map(int, got)) == list(range(len(expected)))
        return everyone and in_order_of(score, args, got)

    return shows


def told_apart(args):
    """Return whether the order of each score is taken for that of no other."""
    for score in [*SCORES][1:]:
        order = np.argsort(score(*args), kind="stable")
        if in_order_of(by_margin, args, order):
            return False
        if next(s for s in SCORES if in_order_of(s, args, order)) is not score:
            return False
    return True


rank_by_margin.symptom(
    "this says at which place each row stands. Asked is which row stands at each place:"
    " one sorting too many."
)(lambda args, expected, got: np.array_equal(got, np.argsort(expected)))
for score, message in SCORES.items():
    rank_by_margin.symptom(message)(orders_by(score))
rank_by_margin.symptom(
    "a table comes out, one row of it for each row: `probabilities[:, labels]` takes"
    " whole columns. One entry a row is due."
)(lambda args, expected, got: np.shape(got) == (len(expected), len(expected)))
rank_by_margin.symptom(
    "only rows with a negative margin are returned. All rows are due, in their order."
)(lambda args, e, got: np.array_equal(got, e[: (by_margin(*args) < 0).sum()]))
rank_by_margin.symptom(
    "these are the margins. Which row has the lowest, which the next?"
)(lambda args, expected, got: np.allclose(got, by_margin(*args)))
rank_by_margin.symptom(
    "these are the margins in order. Return the numbers of their rows."
)(lambda args, expected, got: np.allclose(got, np.sort(by_margin(*args))))


@rank_by_margin.mistake(
    "`[:, labels]` reaches whole columns: those of every label are blanked in each row."
    " One entry a row needs a row number beside each label."
)
def _(probabilities, labels):
    others = probabilities.copy()
    others[:, labels] = -1
    return np.argsort(by_self_confidence(probabilities, labels) - others.max(axis=1))


@rank_by_margin.cases
def margin_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield one that tells all rankings apart, equal rivals, the lesson's example."""
    while True:
        table, labels = rng.dirichlet(np.ones(4), size=8), rng.integers(4, size=8)
        favourite = rng.permutation(8)[:4]
        labels[favourite] = table[favourite].argmax(axis=1)
        if told_apart((table, labels)):
            break
    yield table, labels
    yield (
        np.array(
            [[0.35, 0.5, 0.15], [0.1, 0.2, 0.7], [0.4, 0.4, 0.2], [0.3, 0.34, 0.36]]
        ),
        np.array([1, 0, 1, 0]),
    )
    yield (
        np.array([[0.6, 0.4, 0.0], [0.1, 0.7, 0.2], [0.3, 0.3, 0.4]]),
        np.array([0, 0, 2]),
    )
    # Classes 2 and 3 are nobody's label: blanking the labels' columns leaves them.
    yield (
        np.array(
            [
                [0.5, 0.45, 0.03, 0.02],
                [0.05, 0.4, 0.3, 0.25],
                [0.3, 0.28, 0.22, 0.2],
                [0.1, 0.35, 0.05, 0.5],
            ]
        ),
        np.array([0, 1, 0, 1]),
    )
    yield rng.dirichlet(np.ones(3), size=15), rng.integers(3, size=15)


# --- Exercise 4: repair the folds

out_of_fold = exercise(
    hints=[
        "Which rows does `model.fit` see, and which does `model.predict_proba` get?",
        "`~inside` holds the rows of all other folds.",
    ],
    after="One sign was missing, and every number looked plausible: a leak makes"
    " results look good, so nothing warns you.",
)


@out_of_fold.solution
def out_of_fold_repaired(model, X, labels, n_folds):
    """Return each row's probabilities from a model that never saw it."""
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


@out_of_fold.start
def out_of_fold_faulty(model, X, labels, n_folds):
    """Return each row's probabilities from a model that never saw it."""
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[inside], labels[inside])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


@out_of_fold.also
def _(model, X, labels, n_folds):
    from sklearn.model_selection import PredefinedSplit, cross_val_predict

    folds = PredefinedSplit(np.arange(len(labels)) % n_folds)
    return cross_val_predict(model, X, labels, cv=folds, method="predict_proba")


# The first case asks a witness, whose answers tell whom it has seen: column 0 holds 0.5
# for a row that it was fitted on, column 1 one hundredth for each row fitted on. There
# are twelve, so answers that reach higher come from a model of the student's own.


def by_given_model(got):
    """Return whether the witness has spoken, as far as the case can tell."""
    return len(got) > 12 or ((got[:, 1] > 0) & (got[:, 1] < 0.13)).all()


@out_of_fold.mistake("`model` is never used: fit the model that is given, and ask it.")
def _(model, X, labels, n_folds):
    from sklearn.neighbors import KNeighborsClassifier

    return out_of_fold_repaired(KNeighborsClassifier(1), X, labels, n_folds)


@out_of_fold.symptom(
    "rows are judged by a model that was fitted on them. Which rows may `fit` see, and"
    " which does `predict_proba` get?"
)
def _(args, expected, got):
    return by_given_model(got) and (got[:, 0] > 0.25).any()


@out_of_fold.symptom(
    "rows stay empty (NaN). Does the loop visit every fold, and keep what it filled in"
    " before?"
)
def _(args, expected, got):
    return 0 < np.isnan(got).sum() < got.size


@out_of_fold.symptom(
    "these are 0 and 1: `predict` chooses a class. Asked are probabilities."
)
def _(args, expected, got):
    # The witness never says class 1; a model of the student's own may.
    return np.isin(got, (0, 1)).all() and (len(got) > 12 or not got[:, 1].any())


@out_of_fold.symptom(
    "the right probabilities, but not beside their rows. The answers of fold k belong"
    " where its rows stand."
)
def _(args, expected, got):
    return np.allclose(np.sort(got, axis=0), np.sort(expected, axis=0))


@out_of_fold.symptom(
    "no row is judged by a model that has seen it, but the models have seen too little:"
    " each is fitted on *all* the other folds, of which there are `n_folds` - 1."
)
def _(args, expected, got):
    return by_given_model(got) and (got[:, 1] < expected[:, 1] - 0.009).any()


@out_of_fold.symptom(
    "out of fold, yes, but other rows share a fold than those asked for. Row 0 belongs"
    " to fold 0, row 1 to fold 1, and so on."
)
def _(args, expected, got):
    return (np.abs(got[:, 1] - expected[:, 1]) < 0.009).all()


@out_of_fold.cases
def fold_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield a model that tells whom it has seen, then clouds with a quick one."""
    from sklearn.naive_bayes import GaussianNB

    class Witness(GaussianNB):
        """Reads from its class means which rows it has seen: row n has the mark 2ⁿ."""

        def predict_proba(self, X):
            marks = (self.theta_[:, 0] * self.class_count_).round()
            seen = int(marks.sum())
            rows = np.log2(np.asarray(X)[:, 0]).round().astype(int)
            first = 0.5 * (seen >> rows & 1) + rows / 100
            trace = (np.sqrt(marks) * (self.classes_ + 1)).sum() % 1 / 200
            second = np.full(len(rows), self.class_count_.sum() / 100 + trace)
            return np.column_stack([first, second, 1 - first - second])

        def predict(self, X):
            return self.classes_[self.predict_proba(X).argmax(axis=1)]

        def __repr__(self):
            return "a model that tells whom it has seen"

    labels = rng.permutation(3)[
        [0, 1, 2, 1, 2, 0, 2, 0, 1, 0, 1, 2]
    ]  # all in each fold
    yield Witness(), np.column_stack([2.0 ** np.arange(12), labels]), labels, 3
    for n, n_folds in ((40, 5), (41, 4)):
        labels = rng.permutation(np.arange(n) % 3)
        X = rng.normal(size=(n, 2)) + labels[:, None]
        yield GaussianNB(), X, labels, n_folds


# --- Exercise 5: a queue under a budget

checking_queue = exercise(
    example=True,
    hints=[
        "First an order, from doubt and minutes; then a loop that spends the budget.",
        "In the loop: if the row fits into what is left, take it and spend its minutes;"
        " else go on with the next.",
        "`np.argsort` sorts upwards; `[::-1]` turns an array round.",
    ],
    after="A queue for people with little time. Greedy is not always the best use of a"
    " budget, but it is often close, and everybody can follow it.",
)


@checking_queue.solution
def queue_within_budget(confidence, minutes, budget):
    """Return the row numbers to check, in order."""
    worth = (1 - confidence) / minutes
    taken = []
    for row in np.argsort(worth)[::-1]:
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@checking_queue.also
def _(confidence, minutes, budget):
    left, taken = set(range(len(minutes))), []
    while fitting := [row for row in left if minutes[row] <= budget]:
        best = max(fitting, key=lambda row: (1 - confidence[row]) / minutes[row])
        taken.append(best)
        budget -= minutes[best]
        left.discard(best)
    return np.array(taken)


def spend(order, minutes, budget):
    """Return the rows of an order that fit into the budget, one after another."""
    taken = []
    for row in order:
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


def by_worth(confidence, minutes):
    """Return the rows by doubt per minute, the highest first."""
    return np.argsort((1 - confidence) / minutes)[::-1]


checking_queue.mistake(
    "this goes by doubt alone: a long check comes before two short ones that would find"
    " more."
)(lambda c, m, budget: spend(np.argsort(c), m, budget))
checking_queue.mistake("the surest labels come first: doubt is what is missing to 1.")(
    lambda c, m, budget: spend(np.argsort(-c / m), m, budget)
)
checking_queue.mistake(
    "the surest labels come first, and their minutes do not count. Doubt is what is"
    " missing to 1, and it is to be divided by the minutes."
)(lambda c, m, budget: spend(np.argsort(-c), m, budget))
checking_queue.mistake(
    "this goes by confidence per minute, the lowest first. Put doubt, 1 − confidence,"
    " in brackets before you divide, and take the highest first."
)(lambda c, m, budget: spend(np.argsort(c / m), m, budget))
checking_queue.mistake("the order is reversed: the highest worth goes first.")(
    lambda c, m, budget: spend(by_worth(c, m)[::-1], m, budget)
)
checking_queue.mistake("the shortest checks come first, whatever they may find.")(
    lambda c, m, budget: spend(np.argsort(m, kind="stable"), m, budget)
)
checking_queue.mistake("long checks are favoured: per minute means divided by.")(
    lambda c, m, budget: spend(np.argsort((c - 1) * m), m, budget)
)
checking_queue.mistake(
    "the rows are taken as they stand in the table. Are they sorted, and is the doubt"
    " per minute a number with digits behind the point?"
)(lambda c, m, budget: spend(np.arange(len(m)), m, budget))
checking_queue.mistake(
    "each row fits by itself, but the minutes are never spent: what is left after the"
    " first?"
)(lambda c, m, budget: [row for row in by_worth(c, m) if m[row] <= budget])
checking_queue.mistake(
    "the budget is in minutes, not in rows: add up what the checks take."
)(lambda c, m, budget: by_worth(c, m)[: int(budget)])


@checking_queue.mistake(
    "nothing is taken after the first row that does not fit. Skip that row, do not"
    " spend its minutes, and go on: a shorter one may follow."
)
def _(confidence, minutes, budget):
    order = by_worth(confidence, minutes)
    return order[np.cumsum(minutes[order]) <= budget]


@checking_queue.mistake("a row that needs exactly the minutes left still fits.")
def _(confidence, minutes, budget):
    taken = []
    for row in by_worth(confidence, minutes):
        if minutes[row] < budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@checking_queue.mistake(
    "the last check takes more than the minutes left. Compare before you take it."
)
def _(confidence, minutes, budget):
    order = by_worth(confidence, minutes)
    return order[np.cumsum(minutes[order]) - minutes[order] < budget]


@checking_queue.mistake(
    "these are places in your queue. Return the numbers of the rows that stand there."
)
def _(confidence, minutes, budget):
    order = by_worth(confidence, minutes)
    return spend(range(len(order)), minutes[order], budget)


@checking_queue.mistake(
    "a row is judged by the minutes of another one: the rows are sorted, their minutes"
    " are not."
)
def _(confidence, minutes, budget):
    order = by_worth(confidence, minutes)
    return order[spend(range(len(order)), minutes, budget)]


checking_queue.mistake(
    "the right rows, sorted by number. Return them in the order taken."
)(lambda c, m, budget: sorted(queue_within_budget(c, m, budget)))
checking_queue.mistake(
    "these are the confidences of the rows taken. Return their numbers."
)(lambda c, m, budget: c[queue_within_budget(c, m, budget)])
checking_queue.mistake(
    "these are the minutes of the rows taken. Return the rows' numbers."
)(lambda c, m, budget: m[queue_within_budget(c, m, budget)])
checking_queue.symptom(
    "this is True or False for each row. Return the numbers of the rows taken, in"
    " order."
)(lambda args, e, got: got.dtype == bool and len(got) == len(args[1]))
checking_queue.symptom("a row is taken twice.")(
    lambda args, expected, got: len({*got}) < len(got)
)


@checking_queue.symptom(
    "the rows taken need more minutes than there are. Compare before you take a row,"
    " and change no list while you walk through it."
)
def _(args, expected, got):
    return args[1][np.asarray(got)].sum() > args[2]


@checking_queue.symptom(
    "these rows find more in all, but they are not what the rule takes: go row by row,"
    " by doubt per minute, without looking ahead."
)
def _(args, expected, got):
    doubt = 1 - args[0]
    return doubt[np.asarray(got)].sum() > doubt[np.asarray(expected)].sum() + 1e-9


@checking_queue.mistake(
    "minutes are cut to whole ones. A check of 1.5 minutes takes 1.5 from the budget."
)
def _(confidence, minutes, budget):
    left, taken = int(budget), []
    for row in by_worth(confidence, minutes):
        if minutes[row] <= left:
            taken.append(int(row))
            left -= int(minutes[row])
    return taken


@checking_queue.mistake("the budget is cut to whole minutes. It may be a fraction.")
def _(confidence, minutes, budget):
    return spend(by_worth(confidence, minutes), minutes, int(budget))


@checking_queue.cases
def budget_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, skips, all rows, then random ones."""
    yield np.array([0.1, 0.2, 0.5, 0.95]), np.array([9, 4, 1, 1]), 6
    yield np.array([0.1, 0.5, 0.96, 0.8]), np.array([9, 1, 2, 4]), 9
    yield (
        np.array([0.05, 0.3, 0.6, 0.9, 0.2, 0.4]),
        np.array([12, 2, 1, 3, 5, 8]),
        12,
    )
    # Fractions: whole minutes, for the checks or for the budget, take other rows.
    yield np.array([0.1, 0.2, 0.5, 0.8]), np.array([1.5, 1.5, 1.0, 0.5]), 3.5
    for n, budget in ((7, 99), (9, 20), (12, 33)):
        minutes = rng.permutation(np.arange(1, 13))[:n]
        yield rng.uniform(0.02, 0.98, size=n), minutes, min(budget, minutes.sum())


ALL = lesson(__name__)
