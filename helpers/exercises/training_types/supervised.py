"""Exercises of lesson 2.1, Learn from labelled examples."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, value

# --- Exercise 1: a threshold from costs

alarm_threshold = value(
    hints=[
        "Let p be the probability of fraud. What does no alarm cost on average?",
        "No alarm costs 190 · p, an alarm costs 10 · (1 − p). When are they equal?",
    ],
    after="One fraud in twenty is enough: an alarm is cheap here.",
    source="alarm_threshold = 10 / (10 + 190)",
    also=[np.float32(0.05)],
)


@alarm_threshold.solution
def share_of_costs() -> float:
    """Return the cost of a false alarm, divided by the sum of both costs."""
    return 10 / (10 + 190)


alarm_threshold.mistake(
    "you divided one cost by the other. An alarm costs 10 · (1 − p), not 10: where are"
    " 190 · p and 10 · (1 − p) equal?",
    10 / 190,
    when=lambda given: 0.0525 < given < 0.0527,
)
alarm_threshold.mistake(
    "this is the probability of *no* fraud at which both choices cost the same.",
    0.95,
)
alarm_threshold.mistake(
    "the costs are added under the line.",
    10 / 180,
    when=lambda given: 0.0555 < given < 0.0557,
)
alarm_threshold.mistake("a probability lies between 0 and 1, not in percent.", 5)
alarm_threshold.mistake(
    "0.5 is right only if both errors cost the same. Here a missed fraud costs 19 times"
    " as much.",
    0.5,
)
alarm_threshold.mistake(
    "this is the ratio of the costs. A probability lies between 0 and 1.",
    19,
)
alarm_threshold.mistake(
    "this is the threshold for the lesson's costs, ten to one. Here a missed fraud"
    " costs 190, a false alarm 10.",
    1 / 11,
    when=lambda given: 0.0905 < given < 0.0915,
)
alarm_threshold.mistake(
    "here a false alarm costs 10, not 1: the 1 over the line was its cost.",
    1 / 191,
    when=lambda given: 0.0052 < given < 0.0053,
)
alarm_threshold.mistake(
    "a probability lies between 0 and 1. At which p do 190 · p and 10 · (1 − p) cost"
    " the same?",
    200,
    when=lambda given: given > 1,
)

# --- Exercise 2: what a stump answers

stump_prediction = exercise(
    hints=[
        "`np.asarray(X)[:, column]` holds the values of one column.",
        "`np.where(condition, a, b)` takes a where the condition is true, else b.",
        "A NaN is not at most anything: which comparison is then False?",
    ],
    after="`DecisionTreeClassifier(max_depth=1)` answers in the same way; it finds the"
    " column and the threshold as well.",
    example=True,
)


@stump_prediction.solution
def stump_by_where(X, column, threshold, low_answer, high_answer):
    values = np.asarray(X)[:, column]
    return np.where(values <= threshold, low_answer, high_answer)


@stump_prediction.also
def stump_by_loop(X, column, threshold, low_answer, high_answer):
    answers = []
    for row in X:
        low = row[column] <= threshold
        answers.append(low_answer if low else high_answer)
    return np.array(answers)


@stump_prediction.also
def stump_by_mask(X, column, threshold, low_answer, high_answer):
    answers = np.full(len(X), high_answer)
    answers[[row[column] <= threshold for row in X]] = low_answer
    return answers


@stump_prediction.cases
def stump_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield tables with ties, missing values and answers that are no whole numbers."""
    yield np.array([[1, 5], [3, 2], [2, 9]]), 0, 2, 0, 1
    for column, low, high in ((2, 7, 3), (0, -1, 4), (1, 2, 5)):
        X = rng.integers(-5, 6, size=(8, 3)).astype(float)
        X[rng.integers(4), column] = 1.0  # a tie
        X[4 + rng.integers(2), column] = np.nan
        X[6, column], X[7, column] = -4.0, 1.5
        yield X, column, 1.0, low, high
    yield np.array([[2.0, 0.5], [-1.0, 3.0], [4.0, 1.5]]), 1, 1.5, 0.25, 1.75


@stump_prediction.mistake("a value equal to the threshold is low: at most, not below.")
def _(X, column, threshold, low_answer, high_answer):
    return np.where(np.asarray(X)[:, column] < threshold, low_answer, high_answer)


@stump_prediction.mistake("this takes a row of X. A column is `X[:, column]`.")
def _(X, column, threshold, low_answer, high_answer):
    return np.where(np.asarray(X)[column] <= threshold, low_answer, high_answer)


@stump_prediction.mistake("columns are counted from 0: `X[:, column]`.")
def _(X, column, threshold, low_answer, high_answer):
    values = np.asarray(X)[:, column - 1]
    return np.where(values <= threshold, low_answer, high_answer)


@stump_prediction.mistake(
    "the answers lose their decimals: the array that you fill holds whole numbers."
)
def _(X, column, threshold, low_answer, high_answer):
    return stump_by_where(X, column, threshold, low_answer, high_answer).astype(int)


@stump_prediction.mistake("this says whether a row is low. Which answer does it get?")
def _(X, column, threshold, low_answer, high_answer):
    return np.asarray(X)[:, column] <= threshold


@stump_prediction.mistake(
    "a row with a missing value gets high_answer, and here it falls to the low side."
    " (`NaN > threshold` is False; and a NaN turned into 0 is no missing value any"
    " more.)"
)
def _(X, column, threshold, low_answer, high_answer):
    return np.where(np.asarray(X)[:, column] > threshold, high_answer, low_answer)


@stump_prediction.symptom("low and high are exchanged.")
def _(args, expected, got):
    low, high = args[3:]
    return np.array_equal(np.where(expected == low, high, low), got)


@stump_prediction.symptom("a row whose value is equal to the threshold is low.")
def _(args, expected, got):
    values = np.asarray(args[0], float)[:, args[1]]
    wrong = np.flatnonzero(np.asarray(got) != expected)
    return bool((values[wrong] == args[2]).all())


@stump_prediction.symptom(
    "a row with a missing value gets high_answer, since NaN is not at most anything."
)
def _(args, expected, got):
    values = np.asarray(args[0], float)[:, args[1]]
    wrong = np.flatnonzero(np.asarray(got) != expected)
    return bool(np.isnan(values[wrong]).all())


# --- Exercise 3: spot the leak

files_on_both_sides = exercise(
    hints=[
        "Collect the files of the training texts, and those of the test texts.",
        "A `set` holds each name once; `one & other` is what two sets share.",
        "`sorted(...)` makes a list in alphabetical order.",
    ],
    after="An empty list is no proof: two files may still hold the same text.",
    example=True,
)


@files_on_both_sides.solution
def shared_files(files, is_test):
    train = {name for name, test in zip(files, is_test, strict=True) if not test}
    judged = {name for name, test in zip(files, is_test, strict=True) if test}
    return sorted(train & judged)


@files_on_both_sides.also
def shared_by_counts(files, is_test):
    files, is_test = np.asarray(files), np.asarray(is_test)
    return [f for f in np.unique(files) if 0 < is_test[files == f].mean() < 1]


@files_on_both_sides.also
def shared_by_pandas(files, is_test):
    import pandas as pd

    kinds = pd.Series(list(is_test)).groupby(list(files)).nunique()
    return list(kinds.index[kinds == 2])


@files_on_both_sides.cases
def leak_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield splits with leaks in files of many texts, of two, and without any.

    The first name in alphabetical order is neither the first in the list nor the
    shortest; a shared file may have several texts on either side.
    """
    yield ["a", "b", "a", "c", "b"], [True, False, False, True, False]
    yield ["b", "a", "b", "c"], [False, True, True, False]  # training comes first
    yield ["nmf", "mean", "nmf", "mean", "tree"], [True, True, False, False, True]
    names = rng.permutation(["mean", "tree", "base", "ward", "lars", "nmf"])
    for n_shared in (3, 2, 0):
        rows = []
        for n, name in enumerate(names):
            if n < n_shared:
                rows += [(name, True), (name, False)] * 2
            else:
                rows += [(name, n % 2 == 0)] * 2
        rows = [rows[n] for n in rng.permutation(len(rows))]
        if n_shared > 1:  # the shared ones do not appear in order
            last = sorted(names[:n_shared])[-1]
            rows = sorted(rows, key=lambda row: row[0] != last)
        yield [str(name) for name, _ in rows], [test for _, test in rows]


@files_on_both_sides.symptom("asked is a list of the files, not a text.")
def _(args, expected, got):
    return isinstance(got, str)


@files_on_both_sides.symptom("a file stands more than once.")
def _(args, expected, got):
    return len(set(got)) < len(got) and set(got) == set(expected)


@files_on_both_sides.symptom(
    "these are the right files, but not sorted from A to Z (a set has no order)."
)
def _(args, expected, got):
    return len(got) == len(expected) and set(got) == set(expected)


@files_on_both_sides.symptom("a file whose texts all lie on one side is among them.")
def _(args, expected, got):
    return bool(set(got) - set(expected) & set(args[0])) and set(got) <= set(args[0])


@files_on_both_sides.symptom("a file with texts on both sides is missing.")
def _(args, expected, got):
    return set(got) < set(expected)


@files_on_both_sides.mistake("asked are the files, not how many they are.")
def _(files, is_test):
    return len(shared_files(files, is_test))


@files_on_both_sides.mistake("asked are the files, not whether there are any.")
def _(files, is_test):
    return bool(shared_files(files, is_test))


@files_on_both_sides.mistake("asked are the names of the files, not the texts' places.")
def _(files, is_test):
    shared = shared_files(files, is_test)
    return [place for place, name in enumerate(files) if name in shared]


@files_on_both_sides.mistake("asked are the files, not the texts: each file once.")
def _(files, is_test):
    shared = shared_files(files, is_test)
    return [name for name in files if name in shared]


@files_on_both_sides.mistake(
    "asked is a list: `sorted` makes one of a set, in alphabetical order."
)
def _(files, is_test):
    return set(shared_files(files, is_test))


# --- Exercise 4: a suppression that drops too many

keep_best = exercise(
    hints=[
        "Box 0 drops box 1. May box 1 then still drop box 2?",
        "Compare each box with those in `kept`, not with all better ones.",
    ],
    after="With three cars in a row the faulty version would have lost the third one.",
    example=True,
)


@keep_best.start
def keep_best_bug(scores, overlaps, most=0.5):
    """Return the list of the boxes that are kept, the highest score first.

    scores: shape (n,); overlaps: shape (n, n), the IoU of each pair. A box is dropped
    if its IoU with a box that was kept before is `most` or more. Of equal scores the
    earlier box comes first.
    """
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    kept = []
    for place, n in enumerate(order):
        better = order[:place]
        if all(overlaps[n][b] < most for b in better):
            kept.append(n)
    return kept


@keep_best.solution
def keep_best_right(scores, overlaps, most=0.5):
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    kept = []
    for n in order:
        if all(overlaps[n][b] < most for b in kept):
            kept.append(n)
    return kept


@keep_best.also
def keep_best_by_crossing_out(scores, overlaps, most=0.5):
    overlaps = np.asarray(overlaps)
    left = list(np.argsort(-np.asarray(scores), kind="stable"))
    kept = []
    while left:
        best = left.pop(0)
        kept.append(int(best))
        left = [n for n in left if overlaps[best, n] < most]
    return kept


@keep_best.cases
def suppression_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield chains of boxes, an IoU met exactly, equal scores and two small overlaps.

    Equal scores are many: NumPy sorts up to 16 of them in order, by chance.
    """

    def table(n, pairs):
        overlaps = np.eye(n)
        for (a, b), size in pairs.items():
            overlaps[a, b] = overlaps[b, a] = size
        return overlaps

    chain = {(0, 1): 0.6, (1, 2): 0.7}
    yield np.array([0.9, 0.8, 0.7]), table(3, chain), 0.5
    order = rng.permutation(5)
    scores = np.array([0.95, 0.8, 0.7, 0.6, 0.35])
    long = table(5, {(0, 1): 0.7, (1, 2): 0.6, (2, 3): 0.8, (3, 4): 0.6, (0, 4): 0.1})
    yield scores[order], long[np.ix_(order, order)], 0.5
    edge = table(4, {(0, 1): 0.25, (2, 3): 0.24, (1, 3): 0.3})
    yield np.array([0.3, 0.9, 0.5, 0.4]), edge, 0.25
    ties = table(4, {(1, 3): 0.9, (0, 2): 0.45})
    yield np.array([0.2, 0.8, 0.2, 0.8]), ties, 0.5
    yield np.array([0.4, 0.6, 0.5]), table(3, {(0, 1): 0.5})  # `most` by default
    both = table(3, {(0, 2): 0.3, (1, 2): 0.3})
    yield np.array([0.9, 0.8, 0.7]), both, 0.5
    yield np.tile([0.4, 0.9], 20), np.eye(40), 0.5


@keep_best.mistake("the worst box comes first: sort by falling score.")
def _(scores, overlaps, most=0.5):
    return keep_best_right([-s for s in scores], overlaps, most)


@keep_best.mistake("an IoU of exactly `most` drops a box: `most` or more.")
def _(scores, overlaps, most=0.5):
    return keep_best_right(scores, overlaps, most + 1e-9)


@keep_best.mistake("asked are the boxes (their numbers), not their scores.")
def _(scores, overlaps, most=0.5):
    return [scores[n] for n in keep_best_right(scores, overlaps, most)]


@keep_best.mistake("the boxes are taken in their own order, not by falling score.")
def _(scores, overlaps, most=0.5):
    return keep_best_right(np.zeros(len(scores)), overlaps, most)


@keep_best.mistake("`most` is given: do not write 0.5 in its place.")
def _(scores, overlaps, most=0.5):
    return keep_best_right(scores, overlaps, 0.5)


@keep_best.mistake("of equal scores the earlier box comes first.")
def _(scores, overlaps, most=0.5):
    turned = keep_best_right(scores[::-1], np.asarray(overlaps)[::-1, ::-1], most)
    return [len(scores) - 1 - n for n in turned]


@keep_best.mistake(
    "these are places in the sorted list. Asked are the boxes: their numbers in"
    " `scores`."
)
def _(scores, overlaps, most=0.5):
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    return [order.index(n) for n in keep_best_right(scores, overlaps, most)]


@keep_best.mistake("the overlaps are added up. Each kept box is asked by itself.")
def _(scores, overlaps, most=0.5):
    kept = []
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if sum(overlaps[n][b] for b in kept) < most:
            kept.append(n)
    return kept


@keep_best.mistake("these are the boxes that are dropped. Asked are those that stay.")
def _(scores, overlaps, most=0.5):
    kept = keep_best_right(scores, overlaps, most)
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    return [n for n in order if n not in kept]


@keep_best.symptom(
    "of equal scores the earlier box comes first. (`np.argsort` keeps the order of"
    ' equal ones only with `kind="stable"`.)'
)
def _(args, expected, got):
    scores, boxes = np.asarray(args[0]), list(map(int, got))
    if len({*boxes}) != len(expected) or min(boxes) < 0:
        return False
    return bool((scores[boxes] == scores[expected]).all())


@keep_best.symptom("these are the right boxes, but not the highest score first.")
def _(args, expected, got):
    return sorted(got) == sorted(expected)


@keep_best.symptom(
    "a box is dropped although no box that was *kept* overlaps it. Which one drops it?"
)
def _(args, expected, got):
    return set(got) < set(expected)


@keep_best.symptom("a box is kept although it overlaps one that was kept before.")
def _(args, expected, got):
    return set(got) > set(expected)


# --- Exercise 5: rectangles

rectangle_overlap = exercise(
    hints=[
        "The shared part begins at the larger of the two lefts. Where does it end?",
        "Its width is min(right) − max(left). What does a negative width say?",
        "The area covered together: both areas, minus what was counted twice.",
    ],
    after="`torchvision.ops.box_iou` does this for whole tables of boxes.",
    example=True,
)


@rectangle_overlap.solution
def iou(box, other):
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    shared = max(width, 0) * max(height, 0)
    areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in (box, other)]
    return shared / (sum(areas) - shared)


@rectangle_overlap.also
def iou_by_numpy(box, other):
    box, other = np.array(box, float), np.array(other, float)
    sides = np.minimum(box, other)[2:] - np.maximum(box, other)[:2]
    if (sides <= 0).any():
        return 0.0
    shared = sides.prod()
    return shared / (
        np.ptp(box.reshape(2, 2), axis=0).prod()
        + np.ptp(other.reshape(2, 2), axis=0).prod()
        - shared
    )


@rectangle_overlap.cases
def rectangle_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield pairs: crossing, inside, apart on one axis and on both, and touching."""
    yield (0, 0, 4, 2), (2, 0, 6, 2)
    x, y = rng.integers(-6, 3, size=2).tolist()
    for box, other in (
        ((0, 0, 6, 3), (2, 1, 9, 8)),
        ((2, 1, 9, 8), (0, 0, 6, 3)),
        ((0, 0, 10, 4), (2, 1, 5, 3)),
        ((0, 0, 3, 5), (7, 8, 12, 10)),
        ((6, 1, 9, 3), (0, 0, 4, 4)),
        ((1, 6, 3, 9), (0, 0, 4, 4)),
        ((0, 0, 4, 4), (4, 1, 8, 3)),
        ((2, 2, 5, 9), (2, 2, 5, 9)),
    ):
        moved = [
            tuple(c + (x, y)[n % 2] for n, c in enumerate(b)) for b in (box, other)
        ]
        yield moved[0], moved[1]


def overlap_slip(message, sides, combine):
    """Name a mistake: the sides of the shared part, and what is made of them."""

    @rectangle_overlap.mistake(message)
    def _(box, other):
        width = min(box[2], other[2]) - max(box[0], other[0])
        height = min(box[3], other[3]) - max(box[1], other[1])
        areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in (box, other)]
        return combine(sides(width, height), *areas)


def clipped(width, height):
    """Return the area of the shared part."""
    return max(width, 0) * max(height, 0)


overlap_slip(
    "two rectangles far apart seem to share something: two negative sides have a"
    " positive product. Set each side to 0 first.",
    lambda w, h: w * h,
    lambda shared, a, b: shared / (a + b - shared),
)
overlap_slip(
    "set each *side* to 0 before you multiply: two negative sides have a positive"
    " product.",
    lambda w, h: max(w * h, 0),
    lambda shared, a, b: shared / (a + b - shared),
)
overlap_slip(
    "two rectangles that share nothing have an IoU of 0, not below: set the negative"
    " side to 0.",
    lambda w, h: w * h if w > 0 or h > 0 else 0,
    lambda shared, a, b: shared / (a + b - shared),
)
overlap_slip(
    "what both share is counted twice in the sum of the areas: subtract it once.",
    clipped,
    lambda shared, a, b: shared / (a + b),
)
overlap_slip(
    "you divide by the smaller area. Divide by what both cover together.",
    clipped,
    lambda shared, a, b: shared / min(a, b),
)
overlap_slip(
    "you divide by the larger area. Divide by what both cover together.",
    clipped,
    lambda shared, a, b: shared / max(a, b),
)
overlap_slip(
    "you divide by the area of the first box. Divide by what both cover together.",
    clipped,
    lambda shared, a, b: shared / a,
)
overlap_slip(
    "this is the shared area. Divide it by the area that both cover together.",
    clipped,
    lambda shared, a, b: shared,
)
overlap_slip(
    "this is the area that both cover together: it belongs under the line.",
    clipped,
    lambda shared, a, b: a + b - shared,
)
overlap_slip(
    "a negative side is a gap between the two: they share nothing. `abs` makes a shared"
    " part of it; set it to 0.",
    lambda w, h: abs(w) * abs(h),
    lambda shared, a, b: shared / (a + b - shared),
)
overlap_slip(
    "twice the shared area over the sum of both areas is another measure (Dice). Divide"
    " what both share by what both cover together.",
    clipped,
    lambda shared, a, b: 2 * shared / (a + b),
)
overlap_slip(
    "the shared part is subtracted twice. The sum of the areas counts it twice, and it"
    " shall count once.",
    clipped,
    lambda shared, a, b: shared / (a + b - 2 * shared),
)


def hull(box, other):
    """Return width and height of the smallest rectangle around both."""
    return (
        max(box[2], other[2]) - min(box[0], other[0]),
        max(box[3], other[3]) - min(box[1], other[1]),
    )


def parts(box, other):
    """Return width and height of the shared part, 0 if it is negative."""
    return (
        max(0, min(box[2], other[2]) - max(box[0], other[0])),
        max(0, min(box[3], other[3]) - max(box[1], other[1])),
    )


def area(box):
    """Return the area of a rectangle."""
    return (box[2] - box[0]) * (box[3] - box[1])


@rectangle_overlap.mistake(
    "you take the side of the whole, not of the shared part: it begins at the larger"
    " left and ends at the smaller right."
)
def _(box, other):
    shared = np.prod(hull(box, other))
    return shared / (area(box) + area(other) - shared)


@rectangle_overlap.mistake(
    "you divide by the rectangle around both. It has corners that neither of them"
    " covers."
)
def _(box, other):
    return np.prod(parts(box, other)) / np.prod(hull(box, other))


@rectangle_overlap.mistake(
    "this compares widths only. An area needs the heights as well."
)
def _(box, other):
    width, height = parts(box, other)
    return width / hull(box, other)[0] if height else 0


@rectangle_overlap.mistake(
    "the shared part is as high as the first box here. It ends at the smaller bottom"
    " and begins at the larger top."
)
def _(box, other):
    shared = parts(box, other)[0] * (box[3] - box[1])
    return shared / (area(box) + area(other) - shared)


@rectangle_overlap.mistake(
    "both areas use the height of the first box. Each box has its own."
)
def _(box, other):
    shared, height = np.prod(parts(box, other)), box[3] - box[1]
    widths = (b[2] - b[0] for b in (box, other))
    return shared / (sum(width * height for width in widths) - shared)


@rectangle_overlap.mistake(
    "the area of a rectangle is its width times its height, not the width squared."
)
def _(box, other):
    shared = np.prod(parts(box, other))
    widths = (b[2] - b[0] for b in (box, other))
    return shared / (sum(width**2 for width in widths) - shared)


@rectangle_overlap.mistake(
    "this is right only if the second box begins inside the first. The shared part"
    " begins at the larger left and ends at the smaller right."
)
def _(box, other):
    shared = max(0, box[2] - other[0]) * max(0, box[3] - other[1])
    return shared / (area(box) + area(other) - shared)


@rectangle_overlap.mistake(
    "the last two numbers are right and bottom, not a width and a height."
)
def _(box, other):
    return iou(*((x, y, x + w, y + h) for x, y, w, h in (box, other)))


@rectangle_overlap.mistake("the sides need no + 1: these are lengths, not pixels.")
def _(box, other):
    return iou(*((x, y, a + 1, b + 1) for x, y, a, b in (box, other)))


@rectangle_overlap.symptom(
    "an IoU lies between 0 and 1: what both share, divided by what both cover together."
)
def _(args, expected, got):
    return np.ndim(got) == 0 and np.isfinite(got) and not 0 <= got <= 1


ALL = lesson(__name__)
