"""Exercises of lesson 6.1, Find mislabelled data."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering

# --- Exercise 1: three rules

impossible = exercise(
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


@impossible.mistake(
    "a missing value is flagged. Comparisons with NaN are false, so negating"
    " what is possible turns them true: write what is impossible."
)
def _(systolic, diastolic, pulse):
    return ~((diastolic < systolic) & (pulse >= 20) & (pulse <= 250))


@impossible.mistake(
    "a missing pulse is flagged. Negating a range turns its false into true;"
    " NaN breaks no rule."
)
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) | ~((pulse >= 20) & (pulse <= 250))


@impossible.mistake("equal pressures pass. What does “not below” include?")
def _(systolic, diastolic, pulse):
    return (diastolic > systolic) | (pulse < 20) | (pulse > 250)


@impossible.mistake(
    "a pulse of exactly 20 or 250 is flagged. The rules say below and above."
)
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) | (pulse <= 20) | (pulse >= 250)


@impossible.mistake(
    "only rows that break two rules are flagged. One broken rule is enough."
)
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) & ((pulse < 20) | (pulse > 250))


@impossible.mistake(
    "no pulse is below 20 and above 250 at once, so nothing is flagged. One"
    " broken rule is enough."
)
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) & (pulse < 20) & (pulse > 250)


@impossible.mistake("no pulse is below 20 and above 250 at once, so none is flagged.")
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) | ((pulse < 20) & (pulse > 250))


@impossible.mistake("a pulse below 20 passes.")
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) | (pulse > 250)


@impossible.mistake("a pulse above 250 passes.")
def _(systolic, diastolic, pulse):
    return (diastolic >= systolic) | (pulse < 20)


@impossible.mistake(
    "the normal case is flagged: the lower pressure should be the lower one."
)
def _(systolic, diastolic, pulse):
    return (diastolic < systolic) | (pulse < 20) | (pulse > 250)


@impossible.mistake("these are the readings that are possible: turned round.")
def _(systolic, diastolic, pulse):
    return ~impossible_readings(systolic, diastolic, pulse)


@impossible.mistake("these are row numbers. Return True or False for each row.")
def _(systolic, diastolic, pulse):
    return np.flatnonzero(impossible_readings(systolic, diastolic, pulse))


@impossible.mistake(
    "`or` needs one truth value on each side. Between arrays, row by row, it is"
    " another sign."
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
    """Yield the lesson's example, then the edges, then random readings."""
    nan = np.nan
    yield (
        np.array([120.0, 80.0, 130.0]),
        np.array([80.0, 120.0, 85.0]),
        np.array([70.0, 70.0, nan]),
    )
    yield (
        np.array([120.0, 110.0, 130.0, 125.0, 90.0, nan, 118.0, 140.0, 90.0]),
        np.array([80.0, 70.0, 85.0, 75.0, 90.0, 80.0, nan, 90.0, 95.0]),
        np.array([20.0, 19.5, 250.0, 250.5, 70.0, 65.0, 80.0, nan, 10.0]),
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
        "F": "step F asks a model about labels that it has learned by heart.",
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


@rank_by_margin.mistake("the least doubtful row comes first: the order is reversed.")
def _(probabilities, labels):
    return ranked_by_margin(probabilities, labels)[::-1]


@rank_by_margin.mistake(
    "this ranks by self-confidence. The strongest rival is to be subtracted."
)
def _(probabilities, labels):
    return np.argsort(probabilities[np.arange(len(labels)), labels])


@rank_by_margin.mistake(
    "the typed label is still among the “others”: where it is the model's"
    " favourite, you subtract it from itself."
)
def _(probabilities, labels):
    own = probabilities[np.arange(len(labels)), labels]
    return np.argsort(own - probabilities.max(axis=1))


@rank_by_margin.mistake(
    "this is how sure the model is of its favourite. Where do the labels come in?"
)
def _(probabilities, labels):
    ordered = np.sort(probabilities, axis=1)
    return np.argsort(ordered[:, -1] - ordered[:, -2])


@rank_by_margin.mistake(
    "these are the margins. Which row has the lowest, which the next?"
)
def margins_themselves(probabilities, labels):
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = -np.inf
    return probabilities[rows, labels] - others.max(axis=1)


@rank_by_margin.mistake(
    "these are the margins in order. Return the numbers of their rows."
)
def _(probabilities, labels):
    return np.sort(margins_themselves(probabilities, labels))


@rank_by_margin.mistake(
    "this says at which place each row stands. Asked is which row stands at"
    " each place: one sorting too many."
)
def _(probabilities, labels):
    return np.argsort(ranked_by_margin(probabilities, labels))


@rank_by_margin.mistake(
    "`probabilities[:, labels]` takes whole columns. One entry a row needs a"
    " row number beside each label."
)
def _(probabilities, labels):
    return np.argsort(probabilities[:, labels] - probabilities.max(axis=1))


@rank_by_margin.mistake(
    "this subtracts the second largest of all, which is the strongest rival"
    " only where the label is the favourite."
)
def _(probabilities, labels):
    own = probabilities[np.arange(len(labels)), labels]
    return np.argsort(own - np.sort(probabilities, axis=1)[:, -2])


@rank_by_margin.mistake(
    "without its sign, a label that the model denies looks as safe as one that"
    " it confirms."
)
def _(probabilities, labels):
    return np.argsort(np.abs(margins_themselves(probabilities, labels)))


@rank_by_margin.mistake("the first row has the number 0.")
def _(probabilities, labels):
    return ranked_by_margin(probabilities, labels) + 1


@rank_by_margin.cases
def margin_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, one that tells rankings apart, then random ones."""
    yield (
        np.array([[0.6, 0.4, 0.0], [0.1, 0.7, 0.2], [0.3, 0.3, 0.4]]),
        np.array([0, 0, 2]),
    )
    yield (
        np.array(
            [[0.4, 0.3, 0.3], [0.45, 0.55, 0], [0.2, 0.1, 0.7], [0.3, 0.34, 0.36]]
        ),
        np.array([0, 0, 0, 0]),
    )
    for n, k in ((8, 4), (15, 3)):
        yield rng.dirichlet(np.ones(k), size=n), rng.integers(k, size=n)


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


@out_of_fold.mistake(
    "each model is fitted on all rows, those it is asked about included."
)
def _(model, X, labels, n_folds):
    return model.fit(X, labels).predict_proba(X)


@out_of_fold.mistake(
    "you turned round the asking, not the learning: models that saw one fold"
    " fill in the others, and the last one wins."
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[inside], labels[inside])
        probabilities[~inside] = model.predict_proba(X[~inside])
    return probabilities


@out_of_fold.mistake(
    "the model is asked about the rows it was fitted on. Which rows has it not seen?"
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[~inside] = model.predict_proba(X[~inside])
    return probabilities


@out_of_fold.mistake("only the first fold is filled. Where does `return` stand?")
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside] = model.predict_proba(X[inside])
        return probabilities
    return None


@out_of_fold.mistake(
    "one model answers for every fold, and it has seen most of them. Each fold"
    " needs a fit of its own."
)
def _(model, X, labels, n_folds):
    fold = np.arange(len(labels)) % n_folds
    return model.fit(X[fold != 0], labels[fold != 0]).predict_proba(X)


@out_of_fold.mistake("each model still judges the rows that it learned from.")
def _(model, X, labels, n_folds):
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        own = np.arange(k, len(labels), n_folds)
        model.fit(X[own], labels[own])
        probabilities[own] = model.predict_proba(X[own])
    return probabilities


@out_of_fold.mistake(
    "here neighbours share a fold. Row 0 belongs to fold 0, row 1 to fold 1."
)
def _(model, X, labels, n_folds):
    fold = np.sort(np.arange(len(labels)) % n_folds)
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


@out_of_fold.mistake(
    "out of fold, yes, but in folds that scikit-learn chose. `PredefinedSplit`"
    " takes those asked for."
)
def _(model, X, labels, n_folds):
    from sklearn.model_selection import cross_val_predict

    return cross_val_predict(model, X, labels, cv=n_folds, method="predict_proba")


@out_of_fold.cases
def fold_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield small clouds of three classes with a quick model."""
    from sklearn.naive_bayes import GaussianNB

    for n, n_folds in ((30, 3), (40, 5), (41, 4)):
        labels = rng.permutation(np.arange(n) % 3)
        X = rng.normal(size=(n, 2)) + labels[:, None]
        yield GaussianNB(), X, labels, n_folds


# --- Exercise 5: a queue under a budget

checking_queue = exercise(
    hints=[
        "First an order, from doubt and minutes; then a loop that spends the budget.",
        "In the loop: if the row fits into what is left, take it and spend its minutes;"
        " else go on with the next.",
        "`np.argsort` sorts upwards; `[::-1]` turns an array round.",
    ],
    after="A queue for people with little time. Greedy is not always the best use of a"
    " budget, but it is close, and everybody can follow it.",
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


@checking_queue.mistake(
    "this goes by doubt alone: a long check comes before two short ones that"
    " would find more."
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(confidence):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@checking_queue.mistake(
    "it stops at the first row that does not fit. A shorter one may follow."
)
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort((1 - confidence) / minutes)[::-1]:
        if minutes[row] > budget:
            break
        taken.append(int(row))
        budget = budget - minutes[row]
    return taken


@checking_queue.mistake("the surest labels come first: doubt is what is missing to 1.")
def _(confidence, minutes, budget):
    return queue_within_budget(1 - confidence, minutes, budget)


@checking_queue.mistake("the order is reversed: the highest worth goes first.")
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort((1 - confidence) / minutes):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@checking_queue.mistake(
    "each row fits by itself, but the minutes are never spent: what is left"
    " after the first?"
)
def _(confidence, minutes, budget):
    order = np.argsort((1 - confidence) / minutes)[::-1]
    return [int(row) for row in order if minutes[row] <= budget]


@checking_queue.mistake("a row that needs exactly the minutes left still fits.")
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort((1 - confidence) / minutes)[::-1]:
        if minutes[row] < budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@checking_queue.mistake("the shortest checks come first, whatever they may find.")
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort(minutes, kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@checking_queue.mistake("long checks are favoured: per minute means divided by.")
def _(confidence, minutes, budget):
    taken = []
    for row in np.argsort((1 - confidence) * minutes)[::-1]:
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


@checking_queue.mistake(
    "the budget is in minutes, not in rows: add up what the checks take."
)
def _(confidence, minutes, budget):
    order = np.argsort((1 - confidence) / minutes)[::-1]
    return [int(row) for row in order[:budget]]


@checking_queue.mistake(
    "the right rows, sorted by number. Return them in the order taken."
)
def _(confidence, minutes, budget):
    return sorted(queue_within_budget(confidence, minutes, budget))


@checking_queue.mistake(
    "the last check takes more than the minutes left. Compare before you take it."
)
def _(confidence, minutes, budget):
    taken, used = [], 0
    for row in np.argsort((1 - confidence) / minutes)[::-1]:
        if used < budget:
            taken.append(int(row))
            used = used + minutes[row]
    return taken


@checking_queue.mistake("the right rows, but the last one taken comes first.")
def _(confidence, minutes, budget):
    return queue_within_budget(confidence, minutes, budget)[::-1]


@checking_queue.mistake(
    "these are the confidences of the rows taken. Return their numbers."
)
def _(confidence, minutes, budget):
    return confidence[queue_within_budget(confidence, minutes, budget)]


@checking_queue.mistake("the first row has the number 0.")
def _(confidence, minutes, budget):
    return [row + 1 for row in queue_within_budget(confidence, minutes, budget)]


@checking_queue.cases
def budget_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example with an exact fit, one with a skip, random ones."""
    yield np.array([0.1, 0.2, 0.5, 0.95]), np.array([9, 4, 1, 1]), 6
    yield (
        np.array([0.05, 0.3, 0.6, 0.9, 0.2, 0.4]),
        np.array([12, 2, 1, 3, 5, 8]),
        12,
    )
    for n, budget in ((9, 20), (14, 33)):
        yield rng.uniform(0.02, 0.98, size=n), rng.integers(1, 13, size=n), budget


ALL = lesson(__name__)
