"""Exercises of lesson 6.1, Find mislabelled data."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.exercises.engine import (
    Function,
    Mistake,
    Ordering,
    Prediction,
    Quiz,
    collect,
)

# --- Warm-up: lessons 5.2, 4.1 and 1.1, with a new surface

warmup_records = Quiz(
    right="B",
    replies={
        "A": "Errors average out over many different rows. Each copy of a wrong row"
        " errs in the same way.",
        "B": "Copies repeat what is written, right or wrong. They are no new patients.",
        "C": "How much does the tenth copy of a patient tell you that the first did"
        " not?",
    },
)
warmup_genes = Quiz(
    right="A",
    replies={
        "A": "A leak: the test patients helped to choose the genes. Split first, and"
        " choose on the training set.",
        "B": "No model was. But which patients decided which genes stay?",
        "C": "That would be a question of the model. Here, ask who took part in the"
        " choice.",
    },
)
warmup_doubling = Quiz(
    right="C",
    replies={
        "A": "Each further step doubles the loss again. Where does that lead?",
        "B": "The loss rises on the rows it has, whatever they say. What carries it"
        " past the bottom?",
        "C": "Each step leaps over the bottom and lands higher up: the learning rate"
        " is above its limit.",
    },
)

# --- Predictions

predict_three_sd = Prediction(
    right="B",
    replies={
        "A": "A few extreme typing errors make the standard deviation itself large, and"
        " most errors here are not extreme at all.",
        "B": "Yes: most errors give values that other patients have too, and a rare"
        " patient is far from the mean.",
        "C": "Fewer than half, yes. But being far from the mean is no error: the rule"
        " accused right records too.",
    },
)
predict_forest = Prediction(
    right="A",
    replies={
        "A": "Yes: its trees have grown until each training label fits, so it repeats"
        " what was typed.",
        "B": "It took these labels for the truth, and its trees grow until they fit.",
        "C": "A model that never saw the labels does contradict right ones too. This"
        " one has learned them, and has no doubts.",
    },
)
predict_flags = Prediction(
    right="B",
    replies={
        "A": "The very top of the queue is nearly all wrong, but it thins out: oddly"
        " drawn digits join in.",
        "B": "Yes, a mixture: wrong labels, and right ones drawn oddly.",
        "C": "That is the rate you would need many looks for: the queue is much better"
        " than chance here.",
    },
)

# --- Quiz

no_rule_catches = Quiz(
    right="B",
    replies={
        "A": "A rule may look at two fields, as one did at age and height. What does a"
        " newborn weigh at most?",
        "B": "Both times are possible. Rules find what cannot be; what can be, and is"
        " not so, needs the source or a second opinion.",
        "C": "Nobody comes to a clinic before being born: a rule can compare with the"
        " day of the visit.",
    },
)
which_evidence = Quiz(
    right="B",
    replies={
        "A": "A model that knows zeros well gives them 0.95. What does it mean then"
        " that this picture got 0.7 only?",
        "B": "True eights get 0.6 on average, and this picture gets more. True zeros"
        " get far more than 0.7.",
        "C": "The number is the same; what is usual is not. Compare each with the mean"
        " for its own digit.",
    },
)
rarer_still = Quiz(
    right="C",
    replies={
        "A": "The doubtful are wrong or rare, and you have looked at none. And what was"
        " the test set cut from?",
        "B": "They may be; but the exam has changed as well, so the two scores cannot"
        " be compared.",
        "C": "What was deleted before the split is missing from the exam as well. Split"
        " first, and let the test set keep its hard cases.",
    },
)
half_right = Quiz(
    right="A",
    replies={
        "A": "A flag asks for a look. The expert has answered: 102 to correct, 98 that"
        " are unusual and worth keeping.",
        "B": "Among the 98 are the rare and hard cases, of which a model needs every"
        " one.",
        "C": "A coin thrown over all reviews would hit wrong ones as rarely as they"
        " occur. How many looks at random would it take to find 102?",
    },
)
best_possible = Quiz(
    right="A",
    replies={
        "A": "Wherever the test label is wrong, a right answer counts as an error.",
        "B": "It would, by right test labels. What counts when its right answer meets a"
        " wrong one?",
        "C": "Its answers are right, so a wrong label always differs from them: nothing"
        " repairs that.",
    },
)

# --- Exercise 1: three rules


def impossible_readings(systolic, diastolic, pulse):
    """Return which readings are impossible, shape (n,), True or False."""
    return (diastolic >= systolic) | (pulse < 20) | (pulse > 250)


def impossible_by_loop(systolic, diastolic, pulse):
    """The same, row by row."""
    return [
        bool(low >= high or beats < 20 or beats > 250)
        for high, low, beats in zip(systolic, diastolic, pulse, strict=True)
    ]


def missing_flagged(systolic, diastolic, pulse):
    """Negates what is possible: comparisons with NaN are false."""
    return ~((diastolic < systolic) & (pulse >= 20) & (pulse <= 250))


def range_negated(systolic, diastolic, pulse):
    """Negates the range of the pulse only."""
    return (diastolic >= systolic) | ~((pulse >= 20) & (pulse <= 250))


def equal_pressures_pass(systolic, diastolic, pulse):
    """Lets equal pressures pass."""
    return (diastolic > systolic) | (pulse < 20) | (pulse > 250)


def edges_flagged(systolic, diastolic, pulse):
    """Flags a pulse of exactly 20 or 250."""
    return (diastolic >= systolic) | (pulse <= 20) | (pulse >= 250)


def all_rules_at_once(systolic, diastolic, pulse):
    """Joins the rules by and."""
    return (diastolic >= systolic) & ((pulse < 20) | (pulse > 250))


def and_throughout(systolic, diastolic, pulse):
    """Joins all three by and: nothing is flagged."""
    return (diastolic >= systolic) & (pulse < 20) & (pulse > 250)


def pulse_on_both_sides(systolic, diastolic, pulse):
    """Joins the two rules of the pulse by and."""
    return (diastolic >= systolic) | ((pulse < 20) & (pulse > 250))


def slow_pulse_forgotten(systolic, diastolic, pulse):
    """Leaves out the rule below 20."""
    return (diastolic >= systolic) | (pulse > 250)


def fast_pulse_forgotten(systolic, diastolic, pulse):
    """Leaves out the rule above 250."""
    return (diastolic >= systolic) | (pulse < 20)


def pressures_turned(systolic, diastolic, pulse):
    """Compares the pressures the wrong way round."""
    return (diastolic < systolic) | (pulse < 20) | (pulse > 250)


def possible_readings(systolic, diastolic, pulse):
    """Returns the readings that are possible."""
    return ~impossible_readings(systolic, diastolic, pulse)


def row_numbers(systolic, diastolic, pulse):
    """Returns row numbers."""
    return np.flatnonzero(impossible_readings(systolic, diastolic, pulse))


def with_the_word_or(systolic, diastolic, pulse):
    """Uses `or` between arrays."""
    return diastolic >= systolic or pulse < 20 or pulse > 250


def without_brackets(systolic, diastolic, pulse):
    """Forgets the brackets: `|` binds before the comparisons."""
    return diastolic >= systolic | pulse < 20 | pulse > 250


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


impossible = Function(
    solution=impossible_readings,
    cases=reading_cases,
    mistakes=[
        Mistake(
            missing_flagged,
            "a missing value is flagged. Comparisons with NaN are false, so negating"
            " what is possible turns them true: write what is impossible.",
        ),
        Mistake(
            range_negated,
            "a missing pulse is flagged. Negating a range turns its false into true;"
            " NaN breaks no rule.",
        ),
        Mistake(
            equal_pressures_pass,
            "equal pressures pass. What does “not below” include?",
        ),
        Mistake(
            edges_flagged,
            "a pulse of exactly 20 or 250 is flagged. The rules say below and above.",
        ),
        Mistake(
            all_rules_at_once,
            "only rows that break two rules are flagged. One broken rule is enough.",
        ),
        Mistake(
            and_throughout,
            "no pulse is below 20 and above 250 at once, so nothing is flagged. One"
            " broken rule is enough.",
        ),
        Mistake(
            pulse_on_both_sides,
            "no pulse is below 20 and above 250 at once, so none is flagged.",
        ),
        Mistake(slow_pulse_forgotten, "a pulse below 20 passes."),
        Mistake(fast_pulse_forgotten, "a pulse above 250 passes."),
        Mistake(
            pressures_turned,
            "the normal case is flagged: the lower pressure should be the lower one.",
        ),
        Mistake(
            possible_readings, "these are the readings that are possible: turned round."
        ),
        Mistake(
            row_numbers,
            "these are row numbers. Return True or False for each row.",
        ),
        Mistake(
            with_the_word_or,
            "`or` needs one truth value on each side. Between arrays, row by row, it is"
            " another sign.",
        ),
        Mistake(
            without_brackets,
            "`|` is worked out before `<` and `>=`: put each comparison in brackets.",
        ),
    ],
    hints=[
        "Write the three rules one by one, each as an array of True and False.",
        "`a | b` is true in a row where at least one of the two is. Brackets around"
        " each comparison.",
    ],
    after="Written as what is impossible, rules leave missing values alone; those are a"
    " question of their own.",
    also=[impossible_by_loop],
)

# --- Exercise 2: the order of mending

mending_plan = Ordering(
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


def ranked_by_margin(probabilities, labels):
    """Return row numbers, the most doubtful first, shape (n_rows,)."""
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = -np.inf
    margins = probabilities[rows, labels] - others.max(axis=1)
    return np.argsort(margins)


def ranked_by_loop(probabilities, labels):
    """The same, with lists."""
    margins = []
    for row, label in zip(probabilities, labels, strict=True):
        rest = [p for k, p in enumerate(row) if k != label]
        margins.append(row[label] - max(rest))
    return sorted(range(len(margins)), key=margins.__getitem__)


def most_sure_first(probabilities, labels):
    """Sorts the other way."""
    return ranked_by_margin(probabilities, labels)[::-1]


def ranked_by_self_confidence(probabilities, labels):
    """Ignores the other classes."""
    return np.argsort(probabilities[np.arange(len(labels)), labels])


def label_among_the_others(probabilities, labels):
    """Takes the largest of all probabilities."""
    own = probabilities[np.arange(len(labels)), labels]
    return np.argsort(own - probabilities.max(axis=1))


def ignores_the_labels(probabilities, labels):
    """Largest minus second largest, whatever was typed."""
    ordered = np.sort(probabilities, axis=1)
    return np.argsort(ordered[:, -1] - ordered[:, -2])


def margins_themselves(probabilities, labels):
    """Returns the margins."""
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = -np.inf
    return probabilities[rows, labels] - others.max(axis=1)


def sorted_margins(probabilities, labels):
    """Returns the margins in order."""
    return np.sort(margins_themselves(probabilities, labels))


def ranks_of_the_rows(probabilities, labels):
    """Returns each row's place in the ranking."""
    return np.argsort(ranked_by_margin(probabilities, labels))


def column_of_all_labels(probabilities, labels):
    """Takes whole columns: a table instead of one number a row."""
    return np.argsort(probabilities[:, labels] - probabilities.max(axis=1))


def second_largest_of_all(probabilities, labels):
    """Subtracts the second largest of all, whatever was typed."""
    own = probabilities[np.arange(len(labels)), labels]
    return np.argsort(own - np.sort(probabilities, axis=1)[:, -2])


def margins_without_sign(probabilities, labels):
    """Sorts by the size of the margin."""
    return np.argsort(np.abs(margins_themselves(probabilities, labels)))


def rows_from_one(probabilities, labels):
    """Counts the rows from one."""
    return ranked_by_margin(probabilities, labels) + 1


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


rank_by_margin = Function(
    solution=ranked_by_margin,
    cases=margin_cases,
    mistakes=[
        Mistake(
            most_sure_first,
            "the least doubtful row comes first: the order is reversed.",
        ),
        Mistake(
            ranked_by_self_confidence,
            "this ranks by self-confidence. The strongest rival is to be subtracted.",
        ),
        Mistake(
            label_among_the_others,
            "the typed label is still among the “others”: where it is the model's"
            " favourite, you subtract it from itself.",
        ),
        Mistake(
            ignores_the_labels,
            "this is how sure the model is of its favourite. Where do the labels come"
            " in?",
        ),
        Mistake(
            margins_themselves,
            "these are the margins. Which row has the lowest, which the next?",
        ),
        Mistake(
            sorted_margins,
            "these are the margins in order. Return the numbers of their rows.",
        ),
        Mistake(
            ranks_of_the_rows,
            "this says at which place each row stands. Asked is which row stands at"
            " each place: one sorting too many.",
        ),
        Mistake(
            column_of_all_labels,
            "`probabilities[:, labels]` takes whole columns. One entry a row needs a"
            " row number beside each label.",
        ),
        Mistake(
            second_largest_of_all,
            "this subtracts the second largest of all, which is the strongest rival"
            " only where the label is the favourite.",
        ),
        Mistake(
            margins_without_sign,
            "without its sign, a label that the model denies looks as safe as one that"
            " it confirms.",
        ),
        Mistake(rows_from_one, "the first row has the number 0."),
    ],
    hints=[
        "Three steps: the label's own probability, its strongest rival's, the order.",
        "For the rival: in a copy, put something at each row's label that can never be"
        " the largest.",
        "One entry a row: `probabilities[np.arange(len(labels)), labels]`. Which NumPy"
        " call gives the row numbers that would sort an array?",
    ],
    after="cleanlab calls this `normalized_margin`. The margin puts in front what"
    " another class explains better.",
    also=[ranked_by_loop],
)

# --- Exercise 4: repair the folds


def out_of_fold_repaired(model, X, labels, n_folds):
    """Return each row's probabilities from a model that never saw it."""
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


def out_of_fold_faulty(model, X, labels, n_folds):
    """Return each row's probabilities from a model that never saw it."""
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[inside], labels[inside])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


def out_of_fold_by_scikit_learn(model, X, labels, n_folds):
    """The same, by the library with the folds given."""
    from sklearn.model_selection import PredefinedSplit, cross_val_predict

    folds = PredefinedSplit(np.arange(len(labels)) % n_folds)
    return cross_val_predict(model, X, labels, cv=folds, method="predict_proba")


def fitted_on_everything(model, X, labels, n_folds):
    """Fits on all rows."""
    return model.fit(X, labels).predict_proba(X)


def fold_for_the_others(model, X, labels, n_folds):
    """Fits on one fold and fills in all the others, over and over."""
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[inside], labels[inside])
        probabilities[~inside] = model.predict_proba(X[~inside])
    return probabilities


def others_for_themselves(model, X, labels, n_folds):
    """Fits on the other rows and asks about the same."""
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[~inside] = model.predict_proba(X[~inside])
    return probabilities


def one_fold_only(model, X, labels, n_folds):
    """Has the return inside the loop."""
    fold = np.arange(len(labels)) % n_folds
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside] = model.predict_proba(X[inside])
        return probabilities
    return None


def fitted_before_the_loop(model, X, labels, n_folds):
    """Fits once, without the first fold."""
    fold = np.arange(len(labels)) % n_folds
    return model.fit(X[fold != 0], labels[fold != 0]).predict_proba(X)


def still_its_own_fold(model, X, labels, n_folds):
    """Fits on the fold that it judges, written in another way."""
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        own = np.arange(k, len(labels), n_folds)
        model.fit(X[own], labels[own])
        probabilities[own] = model.predict_proba(X[own])
    return probabilities


def neighbours_in_a_fold(model, X, labels, n_folds):
    """Cuts the rows into blocks."""
    fold = np.sort(np.arange(len(labels)) % n_folds)
    probabilities = np.full((len(labels), labels.max() + 1), np.nan)
    for k in range(n_folds):
        inside = fold == k
        model.fit(X[~inside], labels[~inside])
        probabilities[inside] = model.predict_proba(X[inside])
    return probabilities


def folds_of_scikit_learn(model, X, labels, n_folds):
    """Lets the library choose the folds."""
    from sklearn.model_selection import cross_val_predict

    return cross_val_predict(model, X, labels, cv=n_folds, method="predict_proba")


def fold_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield small clouds of three classes with a quick model."""
    from sklearn.naive_bayes import GaussianNB

    for n, n_folds in ((30, 3), (40, 5), (41, 4)):
        labels = rng.permutation(np.arange(n) % 3)
        X = rng.normal(size=(n, 2)) + labels[:, None]
        yield GaussianNB(), X, labels, n_folds


out_of_fold = Function(
    solution=out_of_fold_repaired,
    cases=fold_cases,
    start=out_of_fold_faulty,
    mistakes=[
        Mistake(
            fitted_on_everything,
            "each model is fitted on all rows, those it is asked about included.",
        ),
        Mistake(
            fold_for_the_others,
            "you turned round the asking, not the learning: models that saw one fold"
            " fill in the others, and the last one wins.",
        ),
        Mistake(
            others_for_themselves,
            "the model is asked about the rows it was fitted on. Which rows has it not"
            " seen?",
        ),
        Mistake(
            one_fold_only, "only the first fold is filled. Where does `return` stand?"
        ),
        Mistake(
            fitted_before_the_loop,
            "one model answers for every fold, and it has seen most of them. Each fold"
            " needs a fit of its own.",
        ),
        Mistake(
            still_its_own_fold,
            "each model still judges the rows that it learned from.",
        ),
        Mistake(
            neighbours_in_a_fold,
            "here neighbours share a fold. Row 0 belongs to fold 0, row 1 to fold 1.",
        ),
        Mistake(
            folds_of_scikit_learn,
            "out of fold, yes, but in folds that scikit-learn chose. `PredefinedSplit`"
            " takes those asked for.",
        ),
    ],
    hints=[
        "Which rows does `model.fit` see, and which does `model.predict_proba` get?",
        "`~inside` holds the rows of all other folds.",
    ],
    after="One sign was missing, and every number looked plausible: a leak makes"
    " results look good, so nothing warns you.",
    also=[out_of_fold_by_scikit_learn],
)

# --- Exercise 5: a queue under a budget


def queue_within_budget(confidence, minutes, budget):
    """Return the row numbers to check, in order."""
    worth = (1 - confidence) / minutes
    taken = []
    for row in np.argsort(worth)[::-1]:
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


def queue_by_pairs(confidence, minutes, budget):
    """The same, taking the best of what still fits until nothing does."""
    left, taken = set(range(len(minutes))), []
    while fitting := [row for row in left if minutes[row] <= budget]:
        best = max(fitting, key=lambda row: (1 - confidence[row]) / minutes[row])
        taken.append(best)
        budget -= minutes[best]
        left.discard(best)
    return np.array(taken)


def by_doubt_alone(confidence, minutes, budget):
    """Ignores the minutes when ordering."""
    taken = []
    for row in np.argsort(confidence):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


def stops_at_the_first(confidence, minutes, budget):
    """Stops when one does not fit."""
    taken = []
    for row in np.argsort((1 - confidence) / minutes)[::-1]:
        if minutes[row] > budget:
            break
        taken.append(int(row))
        budget = budget - minutes[row]
    return taken


def by_confidence(confidence, minutes, budget):
    """Takes confidence for doubt."""
    return queue_within_budget(1 - confidence, minutes, budget)


def lowest_first(confidence, minutes, budget):
    """Goes from the lowest worth up."""
    taken = []
    for row in np.argsort((1 - confidence) / minutes):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


def budget_not_spent(confidence, minutes, budget):
    """Never subtracts from the budget."""
    order = np.argsort((1 - confidence) / minutes)[::-1]
    return [int(row) for row in order if minutes[row] <= budget]


def no_exact_fit(confidence, minutes, budget):
    """Refuses a row that needs exactly what is left."""
    taken = []
    for row in np.argsort((1 - confidence) / minutes)[::-1]:
        if minutes[row] < budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


def cheapest_first(confidence, minutes, budget):
    """Orders by minutes alone."""
    taken = []
    for row in np.argsort(minutes, kind="stable"):
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


def times_minutes(confidence, minutes, budget):
    """Multiplies where it should divide."""
    taken = []
    for row in np.argsort((1 - confidence) * minutes)[::-1]:
        if minutes[row] <= budget:
            taken.append(int(row))
            budget = budget - minutes[row]
    return taken


def budget_as_count(confidence, minutes, budget):
    """Takes the budget for a number of rows."""
    order = np.argsort((1 - confidence) / minutes)[::-1]
    return [int(row) for row in order[:budget]]


def in_order_of_rows(confidence, minutes, budget):
    """Sorts the answer by row number."""
    return sorted(queue_within_budget(confidence, minutes, budget))


def over_the_budget(confidence, minutes, budget):
    """Takes rows until the budget is used up, the last one whatever it takes."""
    taken, used = [], 0
    for row in np.argsort((1 - confidence) / minutes)[::-1]:
        if used < budget:
            taken.append(int(row))
            used = used + minutes[row]
    return taken


def last_taken_first(confidence, minutes, budget):
    """Returns the right rows in reverse."""
    return queue_within_budget(confidence, minutes, budget)[::-1]


def confidences_of_the_taken(confidence, minutes, budget):
    """Returns the confidences instead of the row numbers."""
    return confidence[queue_within_budget(confidence, minutes, budget)]


def taken_from_one(confidence, minutes, budget):
    """Counts the rows from one."""
    return [row + 1 for row in queue_within_budget(confidence, minutes, budget)]


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


checking_queue = Function(
    solution=queue_within_budget,
    cases=budget_cases,
    mistakes=[
        Mistake(
            by_doubt_alone,
            "this goes by doubt alone: a long check comes before two short ones that"
            " would find more.",
        ),
        Mistake(
            stops_at_the_first,
            "it stops at the first row that does not fit. A shorter one may follow.",
        ),
        Mistake(
            by_confidence,
            "the surest labels come first: doubt is what is missing to 1.",
        ),
        Mistake(lowest_first, "the order is reversed: the highest worth goes first."),
        Mistake(
            budget_not_spent,
            "each row fits by itself, but the minutes are never spent: what is left"
            " after the first?",
        ),
        Mistake(
            no_exact_fit,
            "a row that needs exactly the minutes left still fits.",
        ),
        Mistake(
            cheapest_first, "the shortest checks come first, whatever they may find."
        ),
        Mistake(
            times_minutes, "long checks are favoured: per minute means divided by."
        ),
        Mistake(
            budget_as_count,
            "the budget is in minutes, not in rows: add up what the checks take.",
        ),
        Mistake(
            in_order_of_rows,
            "the right rows, sorted by number. Return them in the order taken.",
        ),
        Mistake(
            over_the_budget,
            "the last check takes more than the minutes left. Compare before you take"
            " it.",
        ),
        Mistake(
            last_taken_first, "the right rows, but the last one taken comes first."
        ),
        Mistake(
            confidences_of_the_taken,
            "these are the confidences of the rows taken. Return their numbers.",
        ),
        Mistake(taken_from_one, "the first row has the number 0."),
    ],
    hints=[
        "First an order, from doubt and minutes; then a loop that spends the budget.",
        "In the loop: if the row fits into what is left, take it and spend its minutes;"
        " else go on with the next.",
        "`np.argsort` sorts upwards; `[::-1]` turns an array round.",
    ],
    after="A queue for people with little time. Greedy is not always the best use of a"
    " budget, but it is close, and everybody can follow it.",
    also=[queue_by_pairs],
)

ALL = collect(globals())
