"""Exercises of lesson 4.6, Choose the best model."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering

PLAIN = (int, float, list, tuple, np.ndarray)  # what an answer may return

# --- Exercise 1: four scores from counts

four_scores = exercise(
    hints=[
        "Precision looks at what was flagged: hits and false alarms.",
        "Recall looks at what was to be found: hits and missed ones.",
        "F1 is 2 · hits / (2 · hits + alarms + missed). When is that 0 / 0?",
    ],
    after="`precision_recall_fscore_support` of scikit-learn counts in the same way.",
    example=True,
)


@four_scores.solution
def scores_from_counts(hits, alarms, missed, passed):
    accuracy = (hits + passed) / (hits + alarms + missed + passed)
    precision = hits / (hits + alarms) if hits + alarms else 0.0
    recall = hits / (hits + missed) if hits + missed else 0.0
    f1 = 2 * hits / (2 * hits + alarms + missed) if hits else 0.0
    return accuracy, precision, recall, f1


@four_scores.also
def scores_by_harmonic_mean(hits, alarms, missed, passed):
    n = hits + alarms + missed + passed
    precision = hits / max(hits + alarms, 1)
    recall = hits / max(hits + missed, 1)
    both = precision + recall
    f1 = 2 * precision * recall / both if both > 0 else 0
    return [(hits + passed) / n, precision, recall, f1]


@four_scores.also
def scores_by_library(hits, alarms, missed, passed):
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support

    truth = [1] * hits + [0] * alarms + [1] * missed + [0] * passed
    answers = [1] * (hits + alarms) + [0] * (missed + passed)
    three = precision_recall_fscore_support(
        truth, answers, average="binary", pos_label=1, zero_division=0
    )[:3]
    return np.array([accuracy_score(truth, answers), *three])


@four_scores.cases
def count_cases(rng: np.random.Generator) -> Iterator[tuple[int, ...]]:
    """Yield the example, counts all different, and each kind of empty class."""
    yield 30, 20, 10, 140
    hits, alarms, missed, passed = (
        rng.integers(3, 9) + np.array([0, 10, 30, 60])
    ).tolist()
    yield hits, alarms, missed, passed
    yield alarms, hits, passed, missed
    yield hits, hits, hits, passed  # three counts are equal
    yield 0, 0, missed, passed  # nothing flagged
    yield 0, alarms, 0, passed  # nothing to find
    yield 0, alarms, missed, passed
    yield 0, 0, 0, passed
    yield hits, 0, 0, 0


@four_scores.mistake(
    "precision and recall are exchanged. Precision is a share of what was *flagged*."
)
def _(hits, alarms, missed, passed):
    accuracy, precision, recall, f1 = scores_from_counts(hits, alarms, missed, passed)
    return accuracy, recall, precision, f1


@four_scores.mistake(
    "F1 is not the plain mean of precision and recall: it is 2 · P · R / (P + R)."
)
def _(hits, alarms, missed, passed):
    accuracy, precision, recall, _ = scores_from_counts(hits, alarms, missed, passed)
    return accuracy, precision, recall, (precision + recall) / 2


@four_scores.mistake("what was passed rightly is right, too: accuracy counts it.")
def _(hits, alarms, missed, passed):
    _, precision, recall, f1 = scores_from_counts(hits, alarms, missed, passed)
    return hits / (hits + alarms + missed + passed), precision, recall, f1


@four_scores.mistake("the factor 2 of F1 is missing.")
def _(hits, alarms, missed, passed):
    accuracy, precision, recall, f1 = scores_from_counts(hits, alarms, missed, passed)
    return accuracy, precision, recall, f1 / 2


@four_scores.mistake("these are percent; asked are shares from 0 to 1.")
def _(hits, alarms, missed, passed):
    return tuple(100 * s for s in scores_from_counts(hits, alarms, missed, passed))


@four_scores.mistake(
    "precision divides by what was flagged, hits + alarms, not by hits + passed."
)
def _(hits, alarms, missed, passed):
    accuracy, _, recall, f1 = scores_from_counts(hits, alarms, missed, passed)
    return accuracy, hits / (hits + passed) if hits + passed else 0.0, recall, f1


@four_scores.mistake("this F1 is the geometric mean: it is 2 · P · R / (P + R).")
def _(hits, alarms, missed, passed):
    accuracy, precision, recall, _ = scores_from_counts(hits, alarms, missed, passed)
    return accuracy, precision, recall, (precision * recall) ** 0.5


@four_scores.symptom("the four scores stand in another order than asked.")
def _(args, expected, got):
    return not np.allclose(got, expected) and np.allclose(sorted(got), sorted(expected))


@four_scores.symptom(
    "accuracy is wrong where there is no hit: what was passed rightly still counts."
)
def _(args, expected, got):
    return args[0] == 0 and len(got) == 4 and not np.isclose(got[0], expected[0])


@four_scores.symptom(
    "where nothing is flagged, precision is 0 here; where nothing is to be found,"
    " recall is 0. And F1 is 0 without a hit."
)
def _(args, expected, got):
    return args[0] == 0 and len(got) == 4


@four_scores.symptom(
    "this accuracy is the mean of two recalls, one of each class. Asked is the share of"
    " all rows that were judged rightly."
)
def _(args, expected, got):
    hits, alarms, missed, passed = args
    recalls = hits / (hits + missed), passed / (passed + alarms)
    return np.isclose(got[0], np.mean(recalls)) and not np.isclose(got[0], expected[0])


@four_scores.symptom(
    "this is the recall of the other class. Recall asks how many of the rows that were"
    " to be found were found: it looks at hits and missed ones."
)
def _(args, expected, got):
    _, alarms, _, passed = args
    return np.isclose(got[2], passed / (passed + alarms)) and got[2] != expected[2]


@four_scores.symptom(
    "precision and recall count *hits*: their share of what was flagged, and of what"
    " was to be found. These are shares of all rows."
)
def _(args, expected, got):
    hits, alarms, missed, _ = args
    of_all = np.array([hits + alarms, hits + missed]) / sum(args)
    only_hits = np.array([hits, hits]) / sum(args)
    return np.allclose(got[1:3], of_all) or np.allclose(got[1:3], only_hits)


@four_scores.symptom(
    "2 · P · R is not divided by P + R here. A sum of two shares can be below 1:"
    " `max(…, 1)` guards counts, not shares."
)
def _(args, expected, got):
    _, precision, recall, f1 = expected
    return np.isclose(got[3], 2 * precision * recall) and not np.isclose(got[3], f1)


@four_scores.symptom("the scores are rounded. Return them as they are.")
def _(args, expected, got):
    return any(
        np.allclose(got, np.round(got, n), rtol=0, atol=1e-9)
        and np.allclose(got, expected, rtol=0, atol=0.5001 * 10**-n)
        for n in (1, 2, 3)
    )


@four_scores.symptom("asked are four numbers.")
def _(args, expected, got):
    return isinstance(got, PLAIN) and np.size(got) != 4


# --- Exercise 2: the order of a project

hand_over = ordering(
    "DBGEA",
    n_lines=8,
    never={
        "C": "line C makes the test homes choose. Which homes are there for that?",
        "F": "line F takes homes that the models know: scores differ there.",
        "H": "line H makes the test homes choose: nobody is left to judge.",
    },
    early={
        "BD": "line B needs scores: which line makes the models?",
        "GB": "line G compares costs, and a cost needs a threshold first.",
        "EG": "line E judges the chosen model before one has been chosen.",
        "AE": "line A writes down an interval that does not exist yet.",
    },
    hints=[
        "Fit, set the thresholds, choose, judge, write down.",
        "Each of these five steps has homes of its own, but for the last.",
    ],
    after="Five steps, four sets of homes, and the last one is opened once.",
)

# --- Exercise 3: the Pareto front

pareto_front = exercise(
    hints=[
        "Take one model and go through all the others: does one of them dominate it?",
        "At most as large in both, and smaller in at least one.",
        "Two models with the same error and the same time do not dominate each other.",
    ],
    after="With a third cost, such as the size, the comparison gets one more term.",
    example=True,
)


@pareto_front.solution
def front_by_pairs(errors, seconds):
    costs = list(zip(errors, seconds, strict=True))
    front = []
    for n, (error, time) in enumerate(costs):
        dominated = any(
            e <= error and t <= time and (e, t) != (error, time) for e, t in costs
        )
        if not dominated:
            front.append(n)
    return front


@pareto_front.also
def front_by_table(errors, seconds):
    costs = np.column_stack([errors, seconds])
    no_worse = (costs[:, None] <= costs).all(axis=2)
    better = (costs[:, None] < costs).any(axis=2)
    return np.flatnonzero(~(no_worse & better).any(axis=0))


@pareto_front.also
def front_by_sorting(errors, seconds):
    errors, seconds = list(errors), list(seconds)
    kept, least = [], float("inf")
    pairs = sorted(set(zip(seconds, errors, strict=True)))
    for time, error in pairs:
        if error < least:
            kept.append((time, error))
            least = error
    return [n for n in range(len(errors)) if (seconds[n], errors[n]) in kept]


@pareto_front.cases
def front_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield equal errors, equal times, twins, long fronts and one model."""
    order = rng.permutation(7)
    for errors, seconds in (
        ([20.0, 25.0, 19.0, 30.0], [2.0, 1.0, 8.0, 3.0]),
        ([20.0, 20.0, 25.0, 18.0], [2.0, 3.0, 1.0, 9.0]),  # as good, but slower
        ([22.0, 20.0, 25.0, 24.0], [2.0, 2.0, 1.0, 1.0]),  # as quick, but worse
        ([30.0, 33.0, 21.0, 21.0], [2.0, 2.5, 4.0, 4.0]),  # twins, not the first ones
        (
            np.array([10.0, 12, 15, 19, 16, 20, 13])[order],
            np.array([9.0, 7, 4, 1, 5, 6, 8])[order],
        ),
        ([10.0, 20.0, 30.0, 5.0], [5.0, 6.0, 7.0, 9.0]),  # two dominated in a row
        ([17.0], [3.0]),
    ):
        yield np.array(errors), np.array(seconds)


@pareto_front.mistake(
    "these are the models that *are* dominated. Asked are the others."
)
def _(errors, seconds):
    front = front_by_pairs(errors, seconds)
    return [n for n in range(len(errors)) if n not in front]


@pareto_front.mistake(
    "a model that is as good in one and worse in the other is dominated, too: at most"
    " as large in both, and smaller in at least one."
)
def _(errors, seconds):
    costs = list(zip(errors, seconds, strict=True))
    return [
        n
        for n, (error, time) in enumerate(costs)
        if not any(e < error and t < time for e, t in costs)
    ]


@pareto_front.mistake(
    "two models that are equal in both do not dominate each other: both stay."
)
def _(errors, seconds):
    costs = list(zip(errors, seconds, strict=True))
    return [
        n
        for n, (error, time) in enumerate(costs)
        if not any(e <= error and t <= time for m, (e, t) in enumerate(costs) if m != n)
    ]


@pareto_front.mistake(
    "the quickest and the most exact model are two ends of the front. What lies between"
    " them and is not dominated belongs to it as well."
)
def _(errors, seconds):
    return sorted({int(np.argmin(errors)), int(np.argmin(seconds))})


@pareto_front.mistake(
    "this adds error and seconds into one number. Numbers of different units cannot be"
    " added: compare each with its own kind."
)
def _(errors, seconds):
    return [int(np.argmin(np.add(errors, seconds)))]


@pareto_front.mistake("asked are the models' numbers, not how many there are.")
def _(errors, seconds):
    return len(front_by_pairs(errors, seconds))


@pareto_front.mistake("asked are the models' numbers, not their errors.")
def _(errors, seconds):
    return [errors[n] for n in front_by_pairs(errors, seconds)]


@pareto_front.mistake(
    "of two models that are equal in both, one has gone. Neither dominates the other."
)
def _(errors, seconds):
    costs = list(zip(errors, seconds, strict=True))
    return [n for n in front_by_pairs(errors, seconds) if costs.index(costs[n]) == n]


@pareto_front.mistake("here large is good. An error or a time is good if it is small.")
def _(errors, seconds):
    return front_by_pairs([-e for e in errors], [-s for s in seconds])


@pareto_front.mistake(
    "to be smaller in one does not dominate: the other one must be at most as large,"
    " too."
)
def _(errors, seconds):
    costs = list(zip(errors, seconds, strict=True))
    return [
        n
        for n, (error, time) in enumerate(costs)
        if not any(e < error or t < time for e, t in costs)
    ]


@pareto_front.mistake(
    "these models dominate another one. Asked are those that nobody dominates."
)
def _(errors, seconds):
    return [
        n
        for n, pair in enumerate(zip(errors, seconds, strict=True))
        if any(
            pair[0] <= e and pair[1] <= t and pair != (e, t)
            for e, t in zip(errors, seconds, strict=True)
        )
    ]


@pareto_front.mistake(
    "each model is compared only with those that come later. An earlier one can"
    " dominate it as well."
)
def _(errors, seconds):
    n_models = range(len(errors))
    return [n for n in n_models if 0 in front_by_pairs(errors[n:], seconds[n:])]


@pareto_front.mistake(
    "each model is compared only with those that come before it. A later one can"
    " dominate it as well."
)
def _(errors, seconds):
    n_models = range(len(errors))
    return [
        n for n in n_models if n in front_by_pairs(errors[: n + 1], seconds[: n + 1])
    ]


@pareto_front.mistake(
    "only the first model of the front is returned. Does a `return` stand in the loop?"
)
def _(errors, seconds):
    return front_by_pairs(errors, seconds)[:1]


@pareto_front.mistake(
    "a list changes while a loop goes through it. So the loop skips the model after a"
    " removed one: go through a copy."
)
def _(errors, seconds):
    front, left = front_by_pairs(errors, seconds), list(range(len(errors)))
    for n in left:
        if n not in front:
            left.remove(n)
    return left


@pareto_front.symptom("asked are the models' numbers, not a True or False for each.")
def _(args, expected, got):
    return np.asarray(got).dtype == bool


@pareto_front.symptom(
    "a model stays that is as good as another one in one cost, and worse in the other:"
    " that one dominates it."
)
def _(args, expected, got):
    errors, seconds = args
    added = set(got) - set(expected)
    return (
        set(got) > set(expected)
        and len(set(errors)) + len(set(seconds)) < 2 * len(errors)
        and all(
            any(
                (errors[n] == errors[m]) != (seconds[n] == seconds[m])
                and errors[m] <= errors[n]
                and seconds[m] <= seconds[n]
                for m in range(len(errors))
            )
            for n in added
        )
    )


@pareto_front.symptom(
    "these are the right models, but not in the order of their numbers."
)
def _(args, expected, got):
    return list(got) != list(expected) and sorted(got) == sorted(expected)


@pareto_front.symptom("the models are counted from 0.")
def _(args, expected, got):
    return list(np.asarray(got) - 1) == list(expected)


@pareto_front.symptom("a model stays although another one dominates it.")
def _(args, expected, got):
    return set(got) > set(expected)


@pareto_front.symptom("a model is missing that no other one dominates.")
def _(args, expected, got):
    return set(got) < set(expected)


# --- Exercise 4: a threshold chosen by the judge

judged_cost = exercise(
    hints=[
        "Which argument is never used?",
        "The new rows may be asked once, with the threshold that is already chosen.",
    ],
    after="The faulty version could only be too good: it chose by the rows that judge.",
    example=True,
)


@judged_cost.start
def judged_cost_bug(
    tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost
):
    """Return the cheapest threshold on the tuning rows, and its cost per new row.

    chances: probabilities, shape (n,); truth: 0 or 1, shape (n,). A row is flagged if
    its chance is at least the threshold. The candidates are the tuning chances. Of
    equal costs the lowest threshold is taken.
    """

    def mean_cost(chances, truth, threshold):
        flagged = chances >= threshold
        missed, alarms = (truth == 1) & ~flagged, (truth == 0) & flagged
        return (miss_cost * missed + alarm_cost * alarms).mean()

    candidates = np.unique(tuning_chances)
    costs = [mean_cost(new_chances, new_truth, t) for t in candidates]
    best = candidates[np.argmin(costs)]
    return best, mean_cost(new_chances, new_truth, best)


@judged_cost.solution
def judged_cost_right(
    tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost
):
    def mean_cost(chances, truth, threshold):
        flagged = chances >= threshold
        missed, alarms = (truth == 1) & ~flagged, (truth == 0) & flagged
        return (miss_cost * missed + alarm_cost * alarms).mean()

    candidates = np.unique(tuning_chances)
    costs = [mean_cost(tuning_chances, tuning_truth, t) for t in candidates]
    best = candidates[np.argmin(costs)]
    return best, mean_cost(new_chances, new_truth, best)


@judged_cost.also
def judged_cost_by_loop(
    tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost
):
    def total(chances, truth, threshold):
        cost = 0
        for chance, true in zip(chances, truth, strict=True):
            if chance >= threshold and true == 0:
                cost += alarm_cost
            if chance < threshold and true == 1:
                cost += miss_cost
        return cost

    best = min(
        sorted(tuning_chances), key=lambda t: total(tuning_chances, tuning_truth, t)
    )
    return [best, total(new_chances, new_truth, best) / len(new_truth)]


@judged_cost.cases
def judged_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield rows whose best thresholds differ, ties, and a chance met exactly."""
    yield (
        np.array([0.2, 0.6, 0.9]),
        np.array([0, 1, 0]),
        np.array([0.3, 0.5, 0.7, 0.8]),
        np.array([0, 1, 0, 1]),
        6,
        1,
    )
    order = rng.permutation(6)
    chances = np.array([0.1, 0.3, 0.35, 0.5, 0.65, 0.8])[order]
    truth = np.array([0, 0, 1, 0, 1, 1])[order]
    new = np.array([0.05, 0.35, 0.2, 0.9, 0.4])
    yield chances, truth, new, np.array([1, 0, 1, 1, 0]), 6, 1
    yield chances, truth, new, np.array([0, 1, 0, 1, 0]), 2, 5
    # at 0.3 and at 0.6 the cost is the same: one alarm more, or one miss more
    yield (
        np.array([0.6, 0.3, 0.6, 0.1]),
        np.array([1, 1, 0, 0]),
        np.array([0.4, 0.6, 0.7]),
        np.array([1, 1, 0]),
        0,
        3,
    )
    yield (
        np.array([0.7, 0.2, 0.4]),
        np.array([1, 0, 0]),
        np.array([0.7, 0.69, 0.1, 0.95]),
        np.array([1, 1, 0, 0]),
        4,
        1,
    )
    yield (
        np.array([0.2, 0.4, 0.6]),
        np.array([0, 1, 0]),
        np.array([0.4, 0.5, 0.1]),
        np.array([0, 1, 1]),
        1,
        1,
    )
    yield (
        np.array([0.3, 0.5, 0.5, 0.9]),
        np.array([1, 0, 0, 1]),
        np.array([0.3, 0.4, 0.95]),
        np.array([0, 1, 1]),
        2,
        1,
    )


@judged_cost.mistake(
    "the threshold is still chosen by the new rows. They may judge, not choose."
)
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    return judged_cost_right(
        new_chances, new_truth, new_chances, new_truth, miss_cost, alarm_cost
    )


@judged_cost.mistake(
    "the second number is the cost on the tuning rows, which chose. Asked is the cost"
    " per new row."
)
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    return judged_cost_right(
        tuning_chances,
        tuning_truth,
        tuning_chances,
        tuning_truth,
        miss_cost,
        alarm_cost,
    )


@judged_cost.mistake("a chance that is equal to the threshold is flagged: at least.")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    def mean_cost(chances, truth, threshold):
        flagged = chances > threshold
        missed, alarms = (truth == 1) & ~flagged, (truth == 0) & flagged
        return (miss_cost * missed + alarm_cost * alarms).mean()

    candidates = np.unique(tuning_chances)
    costs = [mean_cost(tuning_chances, tuning_truth, t) for t in candidates]
    best = candidates[np.argmin(costs)]
    return best, mean_cost(new_chances, new_truth, best)


@judged_cost.mistake("of equal costs the *lowest* threshold is taken.")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    def cost(threshold):
        flagged = tuning_chances >= threshold
        missed = ((tuning_truth == 1) & ~flagged).sum()
        return miss_cost * missed + alarm_cost * ((tuning_truth == 0) & flagged).sum()

    best = min(np.unique(tuning_chances)[::-1], key=cost)
    one = np.array([best]), np.array([1])
    return judged_cost_right(*one, new_chances, new_truth, miss_cost, alarm_cost)


@judged_cost.mistake("the two costs are exchanged: a miss costs miss_cost.")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    return judged_cost_right(
        tuning_chances, tuning_truth, new_chances, new_truth, alarm_cost, miss_cost
    )


@judged_cost.mistake(
    "asked is the cheapest threshold on the tuning rows, not the one that the rule of"
    " costs gives."
)
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    threshold = alarm_cost / (alarm_cost + miss_cost)
    one = np.array([threshold]), np.array([1])
    return judged_cost_right(*one, new_chances, new_truth, miss_cost, alarm_cost)


@judged_cost.mistake(
    "the candidates are the tuning chances. These are the new ones: they only judge."
)
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    return threshold_among(
        np.unique(new_chances),
        (tuning_chances, tuning_truth, miss_cost, alarm_cost),
        (new_chances, new_truth, miss_cost, alarm_cost),
    )


@judged_cost.mistake(
    "both kinds of error count alike here. Choose by miss_cost and alarm_cost."
)
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    return threshold_among(
        np.unique(tuning_chances),
        (tuning_chances, tuning_truth, 1, 1),
        (new_chances, new_truth, miss_cost, alarm_cost),
    )


@judged_cost.mistake("this threshold costs most: take the lowest cost, `argmin`.")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    return threshold_among(
        np.unique(tuning_chances),
        (tuning_chances, tuning_truth, -miss_cost, -alarm_cost),
        (new_chances, new_truth, miss_cost, alarm_cost),
    )


@judged_cost.mistake(
    "tuning and new rows choose together. Only the tuning rows may choose."
)
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    chances = np.concatenate([tuning_chances, new_chances])
    truth = np.concatenate([tuning_truth, new_truth])
    return threshold_among(
        np.unique(tuning_chances),
        (chances, truth, miss_cost, alarm_cost),
        (new_chances, new_truth, miss_cost, alarm_cost),
    )


def threshold_among(candidates, choosing, judging):
    """Return the candidate that is cheapest for some rows, and its cost for others.

    choosing, judging: (chances, truth, miss_cost, alarm_cost).
    """
    costs = [cost_at(t, *choosing) for t in candidates]
    best = candidates[np.argmin(costs)]
    return best, cost_at(best, *judging)


def cost_at(threshold, chances, truth, miss_cost, alarm_cost):
    """Return the cost per row at a threshold."""
    flagged = chances >= threshold
    missed, alarms = (truth == 1) & ~flagged, (truth == 0) & flagged
    return (miss_cost * missed + alarm_cost * alarms).mean()


@judged_cost.symptom("the threshold comes first, then its cost.")
def _(args, expected, got):
    return not np.isclose(*expected) and np.allclose(got, expected[::-1])


@judged_cost.symptom(
    "the first number is the threshold's place among the candidates. Asked is the"
    " threshold itself."
)
def _(args, expected, got):
    place = list(np.unique(args[0])).index(expected[0])
    return np.isclose(got[0], place) and np.isclose(got[1], expected[1])


@judged_cost.symptom(
    "the threshold is right; the cost is the sum. Asked is it per new row."
)
def _(args, expected, got):
    return np.allclose(got, [expected[0], expected[1] * len(args[3])])


@judged_cost.symptom("asked are two numbers: the threshold and the cost per new row.")
def _(args, expected, got):
    return isinstance(got, PLAIN) and np.size(got) != 2


@judged_cost.symptom(
    "the threshold is right; its cost is divided by the number of the tuning rows."
    " Asked is the cost per new row."
)
def _(args, expected, got):
    total = expected[1] * len(args[3])
    return got[1] != expected[1] and np.allclose(
        got, [expected[0], total / len(args[1])]
    )


@judged_cost.symptom(
    "the second number is the lowest cost of any threshold on the new rows. Asked is"
    " the cost of the one that the tuning rows chose."
)
def _(args, expected, got):
    lowest = min(cost_at(t, *args[2:]) for t in args[0])
    return expected[1] > lowest and np.allclose(got, [expected[0], lowest])


@judged_cost.symptom(
    "the threshold is right. But among the new rows, too, a chance that is equal to it"
    " is flagged."
)
def _(args, expected, got):
    above = cost_at(np.nextafter(expected[0], 2), *args[2:])
    return above != expected[1] and np.allclose(got, [expected[0], above])


@judged_cost.symptom("the threshold is right, but not the cost per new row.")
def _(args, expected, got):
    return np.isclose(got[0], expected[0]) and not np.isclose(got[1], expected[1])


@judged_cost.symptom(
    "this threshold is none of the candidates, and these are the tuning chances."
)
def _(args, expected, got):
    return np.isfinite(got).all() and not np.isclose(got[0], args[0]).any()


@judged_cost.symptom(
    "another threshold costs as little on the tuning rows, and it is lower: take that."
)
def _(args, expected, got):
    costs = [
        cost_at(t, args[0], args[1], *args[4:]) for t in (got[0], float(expected[0]))
    ]
    return got[0] > expected[0] and np.isclose(*costs)


@judged_cost.symptom(
    "the threshold is not the one that is cheapest on the tuning rows."
)
def _(args, expected, got):
    return np.isfinite(got).all() and not np.isclose(got[0], expected[0])


# --- Exercise 5: is the card complete?

missing_parts = exercise(
    hints=[
        "`card.splitlines()` gives the lines. Which of them open a part?",
        "Keep the name of the open part, and note it once a line with text comes.",
        "`line.strip()` is empty for a line that holds nothing but spaces.",
    ],
    after="A program sees that a part is there. Only a person can say if it is true.",
    example=True,
)


@missing_parts.solution
def parts_by_lines(card, required):
    filled, part = set(), None
    for line in card.splitlines():
        if line.startswith("## "):
            part = line.removeprefix("## ").strip()
        elif line.strip():
            filled.add(part)
    return [name for name in required if name not in filled]


@missing_parts.also
def parts_by_split(card, required):
    found = {}
    for block in ("\n" + card).split("\n## ")[1:]:
        name, _, text = block.partition("\n")
        found[name.strip()] = found.get(name.strip(), "") + text
    return [name for name in required if not found.get(name, "").strip()]


@missing_parts.also
def parts_by_pattern(card, required):
    import re

    missing = []
    for name in required:
        pattern = rf"^## {re.escape(name)}[ \t]*\n((?:(?!## ).*\n?)*)"
        texts = re.findall(pattern, card, flags=re.MULTILINE)
        if not "".join(texts).strip():
            missing.append(name)
    return missing


@missing_parts.cases
def card_cases(rng: np.random.Generator) -> Iterator[tuple[str, list[str]]]:
    """Yield cards with empty parts, names without headings, and lines like them."""
    yield (
        "## Use\nVisits.\n\n## Limits\n\n## Data\nHomes.\n",
        ["Use", "Limits", "Owner"],
    )
    parts = [str(p) for p in rng.permutation(["Use", "Data", "Cost", "Owner"])]
    a, b, c, d = parts
    yield (
        f"# Card\nAbout {b}.\n\n## {a}\n{c} is told below.\n## {d}\n   \n",
        [d, c, b, a],
    )
    yield (
        f"## {a}\n\n\n- one\n- two\n\n## {b}\ntext\n## {c}\ntext\n\n## {d}",
        [a, d, b, c],
    )
    yield f"## {a}\ntext\n\n## {b} and more\ntext\n## {c}\n### {d}\n", [b, c, d]
    yield f"# {a}\nfirst words\n## {b}\ntext\n##{c}\ntext\n", [c, a, b]
    yield f"## {b}\ntext\n## {a}\ntext", [a, b]
    yield f"## {a}\n\n## {b}\ntext\n  ## {d}\ntext\n", [b, d, c]  # nobody asks for a
    # Empty parts and absent ones take turns; the card has an order of its own.
    yield f"## {d}\n\n## {b}\n \n## {c}\ntext\n", [a, b, c, d]
    yield f"## {c}\n\n## {a}\n\n## {b}\ntext\n", [a, d, b, c]
    yield "## use\ntext\n", ["Use"]
    yield "", [c, a]


@missing_parts.mistake("these are the parts that are filled. Asked are the others.")
def _(card, required):
    missing = parts_by_lines(card, required)
    return [name for name in required if name not in missing]


@missing_parts.mistake(
    "a part whose heading is there, but with no text under it, is missing, too."
)
def _(card, required):
    headings = [line[3:].strip() for line in card.splitlines() if line[:3] == "## "]
    return [name for name in required if name not in headings]


@missing_parts.mistake(
    "a name that only occurs in some text is not a part: a part has its own heading."
)
def _(card, required):
    return [name for name in required if name not in card]


@missing_parts.mistake("asked are the names of the parts, not how many are missing.")
def _(card, required):
    return len(parts_by_lines(card, required))


@missing_parts.mistake("asked are the names, not whether the card is complete.")
def _(card, required):
    return not parts_by_lines(card, required)


@missing_parts.mistake("asked are the missing parts in the order of `required`.")
def _(card, required):
    return sorted(parts_by_lines(card, required))


@missing_parts.mistake("a line of spaces only counts as empty: `line.strip()` tells.")
def _(card, required):
    filled, part = set(), None
    for line in card.splitlines():
        if line.startswith("## "):
            part = line[3:].strip()
        elif line:
            filled.add(part)
    return [name for name in required if name not in filled]


@missing_parts.mistake(
    "only the first missing part is returned. Does a `return` stand in the loop?"
)
def _(card, required):
    return parts_by_lines(card, required)[:1]


@missing_parts.mistake("a part that has no heading at all is missing, too.")
def _(card, required):
    headings = [line[3:].strip() for line in card.splitlines() if line[:3] == "## "]
    return [name for name in parts_by_lines(card, required) if name in headings]


@missing_parts.mistake(
    "a heading that only begins with the name opens another part: compare all of it."
)
def _(card, required):
    filled = set()
    for name in required:
        inside = False
        for line in card.splitlines():
            if line.startswith("## "):
                inside = line.startswith(f"## {name}")
            elif inside and line.strip():
                filled.add(name)
    return [name for name in required if name not in filled]


@missing_parts.mistake(
    "the last part is lost: it ends where the card ends, without a heading below it."
)
def _(card, required):
    below = card.rpartition("\n## ")
    return parts_by_lines(below[0] if below[1] else "", required)


@missing_parts.mistake(
    "a line that begins with spaces and then ## is text. A heading begins at once."
)
def _(card, required):
    lines = [line.strip() for line in card.splitlines()]
    return parts_by_lines("\n".join(lines), required)


@missing_parts.mistake(
    "capital and small letters are taken for the same. A part has the required name as"
    " it is written."
)
def _(card, required):
    names = parts_by_lines(card.lower(), [name.lower() for name in required])
    return [name for name in required if name.lower() in names]


@missing_parts.symptom("asked are parts of `required` only: nobody asks for another.")
def _(args, expected, got):
    return not isinstance(got, str) and bool(set(got) - set(args[1]))


@missing_parts.symptom(
    'a line such as "### More" is text: only "## ", two signs and a space, opens a part'
    " and ends the one before it."
)
def _(args, expected, got):
    texts = ("\n" + args[0]).split("\n## ")[1:]
    below = {text.partition("\n")[0]: text.partition("\n")[2] for text in texts}
    added = set(got) - set(expected)
    return bool(added) and all(below.get(name, "").startswith("###") for name in added)


@missing_parts.symptom("these are the right names, but not in the order of `required`.")
def _(args, expected, got):
    return list(got) != list(expected) and sorted(got) == sorted(expected)


@missing_parts.symptom("a part is listed although it has a heading and a text.")
def _(args, expected, got):
    return not isinstance(got, str) and bool(set(got) - set(expected))


@missing_parts.symptom(
    "a part that has no heading, or no text under it, is not listed."
)
def _(args, expected, got):
    return not isinstance(got, str) and set(got) < set(expected)


ALL = lesson(__name__)
