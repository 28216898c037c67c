"""Answers to lesson 7.1 by students who had seen the lesson only."""

import heapq
from collections import Counter, defaultdict, deque, namedtuple
from itertools import groupby
from math import comb

import numpy as np
import pandas as pd
import torch
from scipy.stats import binom, binomtest, chi2

from tests.exercises.answers import right, wrong


def _four_moves(images):
    """Return the pictures moved up, down, left and right."""
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    h, w = images.shape[1:]
    starts = (2, 1), (0, 1), (1, 2), (1, 0)
    return [framed[:, i : i + h, j : j + w] for i, j in starts]


# ------------------------------------------------------------- honest_search

right("honest_search", "G B F A D I")
right("honest_search", "GBFADI")
right("honest_search", "G, B, F, A, D, I")
right("honest_search", ["G", "B", "F", "A", "D", "I"])
right("honest_search", ("G", "B", "F", "A", "D", "I"))
right("honest_search", "g b f a d i")
right("honest_search", " G  B F A D I ")
right("honest_search", np.array(list("GBFADI")))

wrong(
    "honest_search",
    "G B F A D E",
    "the limit is not corrected for the number of looks",
    says="line E forgets how many slices were",
)
wrong(
    "honest_search",
    "G B C A D I",
    "searches the training pictures",
    says="line C searches the pictures the model",
)
wrong(
    "honest_search",
    "G B F A H I",
    "confirms on the pictures it searched in",
    says="line H looks a second time at the",
)
wrong(
    "honest_search",
    "G B C A D E",
    "searches the training pictures, uncorrected",
    says="line C searches the pictures the model",
)
wrong(
    "honest_search",
    "B G F A D I",
    "trains before there is a training set",
    says="line B needs a training set, and that is",
)
wrong(
    "honest_search",
    "G F B A D I",
    "searches before there is a model",
    says="line F needs a model, and there is none",
)
wrong(
    "honest_search",
    "G B A F D I",
    "picks weak slices before there is a table",
    says="line A chooses from a table that has not",
)
wrong(
    "honest_search",
    "G B F D A I",
    "looks at the weak slices before they are picked",
    says="line D looks up the weak slices before",
)
wrong(
    "honest_search",
    "G B F A I D",
    "confirms before it has looked at fresh pictures",
    says="line I judges by fresh pictures before",
)
wrong(
    "honest_search",
    "I D A F B G",
    "the right lines from last to first",
    says="line B needs a training set, and that is",
)
wrong(
    "honest_search",
    "G B F A H E",
    "uncorrected, and confirmed on the searched ones",
    says="line H looks a second time at the",
)
wrong(
    "honest_search",
    "G B F A D",
    "five lines: nothing is confirmed",
    says="a letter is missing: 6 of the 9 are",
)
wrong(
    "honest_search",
    "B F A D I",
    "five lines: the parts are never made",
    says="a letter is missing: 6 of the 9 are",
)
wrong(
    "honest_search",
    "G B F A D E I",
    "seven lines: the loose limit stands before",
    says="line E forgets how many slices were",
)
wrong(
    "honest_search",
    "G B F A D H I",
    "seven lines: looks at the old pictures too",
    says="line H looks a second time at the",
)
wrong(
    "honest_search",
    "A B C D E F",
    "the example of the text, copied",
    says="line C searches the pictures the model",
)
wrong(
    "honest_search",
    "A B D F G I",
    "the right letters, in the alphabet's order",
    says="line B needs a training set, and that is",
)

# -------------------------------------------------------------- slice_report


@right("slice_report")
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag):
        inside = np.asarray(tag) == level
        if inside.sum() >= at_least:
            report[level] = [inside.sum(), np.asarray(right)[inside].mean()]
    return report


@right("slice_report")
def _(right, tag, at_least):
    table = pd.Series(right).groupby(pd.Series(tag)).agg(["size", "mean"])
    table = table[table["size"] >= at_least]
    return {level: [int(n), float(m)] for level, n, m in table.itertuples()}


@right("slice_report")
def _(right, tag, at_least):
    rows = Counter(tag)
    hits = Counter(level for level, ok in zip(tag, right, strict=True) if ok)
    return {t: [n, hits[t] / n] for t, n in rows.items() if not n < at_least}


@right("slice_report")
def _(right, tag, at_least):
    collected = defaultdict(list)
    for level, ok in zip(tag, right, strict=True):
        collected[str(level)].append(int(ok))
    for level in list(collected):
        if len(collected[level]) < at_least:
            del collected[level]
    return {k: [len(v), sum(v) / len(v)] for k, v in collected.items()}


@right("slice_report")
def _(right, tag, at_least):
    names, code, size = np.unique(tag, return_inverse=True, return_counts=True)
    accuracy = np.bincount(code, weights=right) / size
    keep = size >= at_least
    both = np.column_stack([size, accuracy])[keep]
    return dict(zip(names[keep].tolist(), both.tolist(), strict=True))


@right("slice_report")
def _(right, tag, at_least):
    Slice = namedtuple("Slice", "rows accuracy")

    def one(level):
        answers = [bool(r) for r, t in zip(right, tag, strict=True) if t == level]
        return Slice(len(answers), answers.count(True) / len(answers))

    made = ((level, one(level)) for level in sorted(set(tag)))
    return {level: s for level, s in made if s.rows >= at_least}


@right("slice_report")
def _(right, tag, at_least):
    ok = torch.tensor(np.asarray(right, dtype=np.float32))

    def grow(levels):
        if not levels:
            return {}
        mask = torch.tensor([t == levels[0] for t in tag])
        rest = grow(levels[1:])
        n = int(mask.sum())
        if n < at_least:
            return rest
        return {levels[0]: (n, ok[mask].mean().item())} | rest

    return grow(list(dict.fromkeys(tag)))


@right("slice_report")
def _(right, tag, at_least):
    frame = pd.DataFrame({"right": np.asarray(right, dtype=object), "tag": tag})
    frame = frame.groupby("tag").filter(lambda part: len(part) >= at_least)
    return {
        level: [len(part), np.mean(part["right"].astype(float))]
        for level, part in frame.groupby("tag")
    }


@wrong(
    "slice_report",
    "a level with exactly at_least rows is left out",
    says="a level with just so many rows belongs",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        inside = tag == level
        if inside.sum() > at_least:
            report[level] = [int(inside.sum()), float(right[inside].mean())]
    return report


@wrong(
    "slice_report",
    "right answers divided by all rows, not by the level's",
    says="you divide by all rows. A slice's",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        inside = tag == level
        if inside.sum() >= at_least:
            report[level] = [int(inside.sum()), float((right & inside).mean())]
    return report


@wrong(
    "slice_report",
    "the total's accuracy for every level",
    says="this is the accuracy of all rows",
)
def _(right, tag, at_least):
    n = Counter(tag.tolist())
    return {k: [v, float(right.mean())] for k, v in n.items() if v >= at_least}


@wrong(
    "slice_report",
    "number of right answers instead of rows",
    says="the first number counts the rows that are",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if len(part) >= at_least:
            report[level] = [int(part.sum()), float(part.mean())]
    return report


@wrong(
    "slice_report",
    "number of right answers instead of the accuracy",
    says="the second number is a count. Make it a",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if len(part) >= at_least:
            report[level] = [len(part), int(part.sum())]
    return report


@wrong(
    "slice_report",
    "share of the rows instead of their number",
    says="the first number is a share of all rows.",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        inside = tag == level
        if inside.sum() >= at_least:
            report[level] = [float(inside.mean()), float(right[inside].mean())]
    return report


@wrong(
    "slice_report",
    "accuracy in percent",
    says="these are percent. Return shares between",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if len(part) >= at_least:
            report[level] = [len(part), 100 * float(part.mean())]
    return report


@wrong(
    "slice_report",
    "share of errors instead of right answers",
    says="this is the share of errors, not of right",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if len(part) >= at_least:
            report[level] = [len(part), float((~part).mean())]
    return report


@wrong(
    "slice_report",
    "accuracy first, rows second",
    says="the number of rows comes first, then the",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if len(part) >= at_least:
            report[level] = [float(part.mean()), len(part)]
    return report


@wrong(
    "slice_report",
    "at_least is ignored: every level is reported",
    says="a level with too few rows is reported. It",
)
def _(right, tag, at_least):
    return {
        level: [int((tag == level).sum()), float(right[tag == level].mean())]
        for level in np.unique(tag).tolist()
    }


@wrong(
    "slice_report",
    "at_least is asked of the right answers, not of the rows",
    says="you count the rows that are right. A",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if part.sum() >= at_least:
            report[level] = [len(part), float(part.mean())]
    return report


@wrong(
    "slice_report",
    "the limit turned round: the small levels are reported",
    says="the levels with few rows are reported",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if len(part) <= at_least:
            report[level] = [len(part), float(part.mean())]
    return report


@wrong(
    "slice_report",
    "returns inside the loop: the first level only",
    says="the `return` stands inside the loop: it",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if len(part) >= at_least:
            report[level] = [len(part), float(part.mean())]
        return report


@wrong(
    "slice_report",
    "stops at the first level that is too small",
    says="a level with enough rows is missing. Does",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if len(part) < at_least:
            break
        report[level] = [len(part), float(part.mean())]
    return report


@wrong(
    "slice_report",
    "counts are not reset: each level includes those before",
    says="a level gets more rows than it has. Do",
)
def _(right, tag, at_least):
    report, rows, hits = {}, 0, 0
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        rows += len(part)
        hits += int(part.sum())
        if len(part) >= at_least:
            report[level] = [rows, hits / rows]
    return report


@wrong(
    "slice_report",
    "levels are found among the right rows: all-wrong ones are lost",
    says="a level is missing in which nothing is",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag[right]).tolist():
        part = right[tag == level]
        if len(part) >= at_least:
            report[level] = [len(part), float(part.mean())]
    return report


@wrong(
    "slice_report",
    "levels with accuracy 0 are dropped as if empty",
    says="a level is missing in which nothing is",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if len(part) >= at_least and part.mean():
            report[level] = [len(part), float(part.mean())]
    return report


@wrong(
    "slice_report",
    "groups runs of neighbours: the last run of a level counts",
    says="a level gets fewer rows than it has. They",
)
def _(right, tag, at_least):
    report = {}
    pairs = zip(tag.tolist(), right.tolist(), strict=True)
    for level, run in groupby(pairs, key=lambda pair: pair[0]):
        answers = [ok for _, ok in run]
        if len(answers) >= at_least:
            report[level] = [len(answers), sum(answers) / len(answers)]
    return report


@wrong(
    "slice_report",
    "accuracy rounded to one decimal",
    says="the accuracy is rounded. Return the share",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if len(part) >= at_least:
            report[level] = [len(part), round(float(part.mean()), 1)]
    return report


@wrong(
    "slice_report",
    "integer division: accuracy 0 or 1 only",
    says="the accuracy is cut to a whole number. It",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if len(part) >= at_least:
            report[level] = [len(part), int(part.sum()) // len(part)]
    return report


@wrong(
    "slice_report",
    "divides by the rows less one",
    says="you divide by the rows less one. A share",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        if len(part) >= at_least:
            report[level] = [len(part), float(part.sum() / max(1, len(part) - 1))]
    return report


@wrong(
    "slice_report",
    "small levels are kept, with None",
    says="a level with too few rows is reported. It",
)
def _(right, tag, at_least):
    report = {}
    for level in np.unique(tag).tolist():
        part = right[tag == level]
        enough = len(part) >= at_least
        report[level] = [len(part), float(part.mean())] if enough else None
    return report


@wrong(
    "slice_report",
    "numbers as keys instead of the levels' names",
    says="the keys are to be the levels, as `tag`",
)
def _(right, tag, at_least):
    report = {}
    for number, level in enumerate(np.unique(tag)):
        part = right[tag == level]
        if len(part) >= at_least:
            report[number] = [len(part), float(part.mean())]
    return report


@wrong(
    "slice_report",
    "the limit is set to 2, as in the example",
    says="a level with too few rows is reported. It",
)
def _(right, tag, at_least):
    n = Counter(tag.tolist())
    return {k: [v, float(right[tag == k].mean())] for k, v in n.items() if v >= 2}


@wrong(
    "slice_report",
    "the largest level only",
    says="a level with enough rows is missing. Does",
)
def _(right, tag, at_least):
    level, rows = Counter(tag.tolist()).most_common(1)[0]
    return {level: [rows, float(right[tag == level].mean())]}


@wrong("slice_report", "only the example's answer", says="`right` is never used.")
def _(right, tag, at_least):
    return {"thin": [4, 0.75]}


@wrong(
    "slice_report",
    "returns the number of levels reported, not the report",
    says="`right` is never used.",
)
def _(right, tag, at_least):
    return sum(n >= at_least for n in Counter(tag.tolist()).values())


@wrong(
    "slice_report",
    "raises: an array has no value_counts",
    says="AttributeError: 'numpy.ndarray' object",
)
def _(right, tag, at_least):
    n = tag.value_counts()
    return {k: [v, right[tag == k].mean()] for k, v in n.items() if v >= at_least}


@wrong(
    "slice_report",
    "raises KeyError: a level's count is used before it exists",
    says="KeyError",
)
def _(right, tag, at_least):
    rows, hits = {}, {}
    for level, ok in zip(tag, right, strict=True):
        rows[level] += 1
        hits[level] += ok
    return {k: [rows[k], hits[k] / rows[k]] for k in rows if rows[k] >= at_least}


@wrong("slice_report", "a list of lists", says="this is no dict. Return one")
def _(right, tag, at_least):
    rows = []
    for level in np.unique(tag):
        inside = right[tag == level]
        if len(inside) >= at_least:
            rows.append([len(inside), inside.mean()])
    return rows


@wrong("slice_report", "a list with the levels", says="this is no dict. Return one")
def _(right, tag, at_least):
    return [
        (str(level), int((tag == level).sum()), float(right[tag == level].mean()))
        for level in np.unique(tag)
        if (tag == level).sum() >= at_least
    ]


# ---------------------------------------------------------------- share_kept


@right("share_kept")
def _(predict, images):
    n, h, w = images.shape
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    answer = predict(images)
    kept = np.ones(n, dtype=bool)
    for down, along in ((0, 1), (2, 1), (1, 0), (1, 2)):
        kept &= predict(framed[:, down : down + h, along : along + w]) == answer
    return kept.mean()


@right("share_kept")
def _(predict, images):
    up, down, left, right_ = (np.zeros_like(images) for _ in range(4))
    up[:, :-1] = images[:, 1:]
    down[:, 1:] = images[:, :-1]
    left[..., :-1] = images[..., 1:]
    right_[..., 1:] = images[..., :-1]
    before = np.asarray(predict(images))
    same = [np.asarray(predict(moved)) == before for moved in (up, down, left, right_)]
    return float(np.all(same, axis=0).mean())


@right("share_kept")
def _(predict, images):
    def shifted(axis, step):
        out = np.roll(images, step, axis=axis)
        edge = [slice(None)] * 3
        edge[axis] = 0 if step == 1 else -1
        out[tuple(edge)] = 0
        return out

    first = predict(images)
    lost = np.zeros(len(images), dtype=bool)
    for axis in (1, 2):
        for step in (1, -1):
            lost[predict(shifted(axis, step)) != first] = True
    return 1 - lost.sum() / len(images)


@right("share_kept")
def _(predict, images):
    count = 0
    for picture in images:
        h, w = picture.shape
        row, column = np.zeros((1, w)), np.zeros((h, 1))
        versions = (
            picture,
            np.vstack([picture[1:], row]),
            np.vstack([row, picture[:-1]]),
            np.hstack([picture[:, 1:], column]),
            np.hstack([column, picture[:, :-1]]),
        )
        answers = [predict(version[None])[0] for version in versions]
        if all(answer == answers[0] for answer in answers[1:]):
            count += 1
    return count / len(images)


@right("share_kept")
def _(predict, images):
    x = torch.as_tensor(np.asarray(images, dtype=float))
    pad = torch.nn.functional.pad
    moves = [
        pad(x[:, 1:], (0, 0, 0, 1)),
        pad(x[:, :-1], (0, 0, 1, 0)),
        pad(x[:, :, 1:], (0, 1)),
        pad(x[:, :, :-1], (1, 0)),
    ]
    table = pd.DataFrame({k: list(predict(m.numpy())) for k, m in enumerate(moves)})
    return table.eq(pd.Series(list(predict(images))), axis=0).all(axis=1).mean()


@right("share_kept")
def _(predict, images):
    n, height, width = images.shape
    up = np.eye(height, k=1)
    left = np.eye(width, k=-1)
    stack = [images, up @ images, up.T @ images, images @ left, images @ left.T]
    answers = np.array([predict(pictures) for pictures in stack])
    return np.float64((answers[1:] == answers[:1]).all(axis=0).sum() / n)


@right("share_kept")
def _(predict, images):
    n = len(images)
    stay = set(range(n))
    base = predict(images)
    views = (images[:, ::-1], images, images.transpose(0, 2, 1))
    back = (
        lambda m: m[:, ::-1],
        lambda m: m,
        lambda m: m.transpose(0, 2, 1),
    )
    for view, undo in zip(views, back, strict=True):
        moved = np.zeros(view.shape)
        moved[:, 1:, :] = view[:, :-1, :]
        new = predict(undo(moved))
        stay -= {i for i in range(n) if new[i] != base[i]}
    mirrored = images[:, :, ::-1]
    moved = np.concatenate([np.zeros_like(mirrored[:, :, :1]), mirrored], axis=2)
    new = predict(moved[:, :, :-1][:, :, ::-1])
    stay -= {i for i in range(n) if new[i] != base[i]}
    return round(len(stay) / n, 12)


@wrong(
    "share_kept",
    "np.roll: what moves out comes in on the other side",
    says="what leaves the picture on one side comes",
)
def _(predict, images):
    before = predict(images)
    same = [
        predict(np.roll(images, step, axis)) == before
        for axis in (1, 2)
        for step in (1, -1)
    ]
    return np.all(same, axis=0).mean()


@wrong(
    "share_kept",
    "the mean of four shares, not the share that keeps under all",
    says="this is an average over the moves. A",
)
def _(predict, images):
    before = predict(images)
    return np.mean([np.mean(predict(m) == before) for m in _four_moves(images)])


@wrong(
    "share_kept",
    "the lowest of four shares: different pictures may change",
    says="this is the share under the worst move.",
)
def _(predict, images):
    before = predict(images)
    return min(np.mean(predict(m) == before) for m in _four_moves(images))


@wrong(
    "share_kept",
    "the product of four shares, as if they were independent",
    says="you multiply the moves' shares, as if",
)
def _(predict, images):
    before = predict(images)
    return np.prod([np.mean(predict(m) == before) for m in _four_moves(images)])


@wrong(
    "share_kept",
    "kept under any move instead of all",
    says="one move that keeps the answer is enough",
)
def _(predict, images):
    before = predict(images)
    return np.any([predict(m) == before for m in _four_moves(images)], axis=0).mean()


@wrong(
    "share_kept",
    "the move to the right only, as in the lesson",
    says="only some of the four moves count. Are",
)
def _(predict, images):
    framed = np.pad(images, ((0, 0), (0, 0), (1, 0)))
    moved = framed[:, :, : images.shape[2]]
    return np.mean(predict(moved) == predict(images))


@wrong(
    "share_kept",
    "left and right only: up and down are forgotten",
    says="only some of the four moves count. Are",
)
def _(predict, images):
    before = predict(images)
    same = [predict(m) == before for m in _four_moves(images)[2:]]
    return np.all(same, axis=0).mean()


@wrong(
    "share_kept",
    "up and left are forgotten: only positive moves",
    says="only some of the four moves count. Are",
)
def _(predict, images):
    before = predict(images)
    up, down, left, right_ = _four_moves(images)
    return np.mean((predict(down) == before) & (predict(right_) == before))


@wrong(
    "share_kept",
    "diagonal moves instead of straight ones",
    says="these moves are diagonal. Up, down, left",
)
def _(predict, images):
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    h, w = images.shape[1:]
    before = predict(images)
    same = [
        predict(framed[:, i : i + h, j : j + w]) == before
        for i in (0, 2)
        for j in (0, 2)
    ]
    return np.all(same, axis=0).mean()


@wrong(
    "share_kept", "moves by two pixels", says="these moves are two pixels long. One is"
)
def _(predict, images):
    framed = np.pad(images, ((0, 0), (2, 2), (2, 2)))
    h, w = images.shape[1:]
    before = predict(images)
    starts = (4, 2), (0, 2), (2, 4), (2, 0)
    same = [predict(framed[:, i : i + h, j : j + w]) == before for i, j in starts]
    return np.all(same, axis=0).mean()


@wrong(
    "share_kept",
    "the border is repeated instead of white coming in",
    says="what comes in is a copy of the picture's",
)
def _(predict, images):
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)), mode="edge")
    h, w = images.shape[1:]
    before = predict(images)
    starts = (2, 1), (0, 1), (1, 2), (1, 0)
    same = [predict(framed[:, i : i + h, j : j + w]) == before for i, j in starts]
    return np.all(same, axis=0).mean()


@wrong(
    "share_kept",
    "ink (1) comes in instead of white",
    says="black (1) comes in. White is 0.",
)
def _(predict, images):
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)), constant_values=1)
    h, w = images.shape[1:]
    before = predict(images)
    starts = (2, 1), (0, 1), (1, 2), (1, 0)
    same = [predict(framed[:, i : i + h, j : j + w]) == before for i, j in starts]
    return np.all(same, axis=0).mean()


@wrong(
    "share_kept",
    "one move after another on the same pictures",
    says="each move begins where the last one",
)
def _(predict, images):
    before = predict(images)
    moved, kept = images.copy(), np.ones(len(images), dtype=bool)
    for k in range(4):
        moved = _four_moves(moved)[k]
        kept &= predict(moved) == before
    return kept.mean()


@wrong("share_kept", "only the last two moves are compared, with each other")
def _(predict, images):
    last = predict(images)
    for moved in _four_moves(images):
        now = predict(moved)
        kept = now == last
        last = now
    return kept.mean()


@wrong(
    "share_kept",
    "the four moves agree with each other: the original is ignored",
    says="the moved pictures are compared with each",
)
def _(predict, images):
    first, *others = (predict(m) for m in _four_moves(images))
    return np.all([other == first for other in others], axis=0).mean()


@wrong(
    "share_kept",
    "the result is reset for each move: the last one counts",
    says="only some of the four moves count. Are",
)
def _(predict, images):
    before = predict(images)
    for moved in _four_moves(images):
        kept = np.ones(len(images), dtype=bool)
        kept &= predict(moved) == before
    return kept.mean()


@wrong(
    "share_kept",
    "returns inside the loop: the first move only",
    says="the `return` stands inside the loop: it",
)
def _(predict, images):
    before = predict(images)
    kept = np.ones(len(images), dtype=bool)
    for moved in _four_moves(images):
        kept &= predict(moved) == before
        return kept.mean()


@wrong(
    "share_kept",
    "a count instead of a share",
    says="each value is `len(images)` times too",
)
def _(predict, images):
    before = predict(images)
    same = np.all([predict(m) == before for m in _four_moves(images)], axis=0)
    return int(same.sum())


@wrong("share_kept", "in percent", says="all values are 100 times too large")
def _(predict, images):
    before = predict(images)
    same = np.all([predict(m) == before for m in _four_moves(images)], axis=0)
    return 100 * same.mean()


@wrong(
    "share_kept",
    "the share that changes, not the share that stays",
    says="each value is 1 minus the right one.",
)
def _(predict, images):
    before = predict(images)
    same = np.all([predict(m) == before for m in _four_moves(images)], axis=0)
    return 1 - same.mean()


@wrong(
    "share_kept",
    "one answer a picture, not the share",
    says="2000 values where one is due: the mean of",
)
def _(predict, images):
    before = predict(images)
    return np.all([predict(m) == before for m in _four_moves(images)], axis=0)


@wrong(
    "share_kept",
    "wrong axis: how many moves change nothing at all",
    says="you ask which moves leave *every* picture",
)
def _(predict, images):
    before = predict(images)
    return np.all([predict(m) == before for m in _four_moves(images)], axis=1).mean()


@wrong(
    "share_kept",
    "the axes are mistaken: moves along pictures, not along columns",
    says="you move along the pile of pictures (axis",
)
def _(predict, images):
    before = predict(images)
    n, h, w = images.shape
    framed = np.pad(images, ((1, 1), (1, 1), (0, 0)))
    starts = (2, 1), (0, 1), (1, 2), (1, 0)
    same = [predict(framed[i : i + n, j : j + h]) == before for i, j in starts]
    return np.all(same, axis=0).mean()


@wrong(
    "share_kept",
    "cuts without filling up: the picture shrinks, does not move",
    says="ValueError: each picture is (4, 7), this",
)
def _(predict, images):
    before = predict(images)
    cut = images[:, 1:], images[:, :-1], images[:, :, 1:], images[:, :, :-1]
    return np.all([predict(m) == before for m in cut], axis=0).mean()


@wrong(
    "share_kept",
    "overwrites its argument: the later moves start from moved ones",
    says="each move begins where the last one",
)
def _(predict, images):
    images = images.copy()
    before = predict(images)
    kept = np.ones(len(images), dtype=bool)
    images[:, :-1], images[:, -1] = images[:, 1:].copy(), 0
    kept &= predict(images) == before
    images[:, 1:], images[:, 0] = images[:, :-1].copy(), 0
    kept &= predict(images) == before
    images[..., :-1], images[..., -1] = images[..., 1:].copy(), 0
    kept &= predict(images) == before
    images[..., 1:], images[..., 0] = images[..., :-1].copy(), 0
    kept &= predict(images) == before
    return kept.mean()


@wrong(
    "share_kept",
    "rolls, then whitens the wrong edge",
    says="white comes in at the wrong side: what",
)
def _(predict, images):
    before = predict(images)
    kept = np.ones(len(images), dtype=bool)
    for axis in (1, 2):
        for step, edge in ((1, -1), (-1, 0)):
            moved = np.roll(images, step, axis)
            moved.swapaxes(1, axis)[:, edge] = 0
            kept &= predict(moved) == before
    return kept.mean()


@wrong(
    "share_kept",
    "compares the mean of the four answers: 3 and 5 look like 4",
    says="you compare with the mean of the answers.",
)
def _(predict, images):
    answers = np.mean([predict(m) for m in _four_moves(images)], axis=0)
    return np.mean(answers == predict(images))


@wrong(
    "share_kept",
    "counts only pictures whose answer is True or not 0",
    says="you ask whether all answers are true, or",
)
def _(predict, images):
    answers = [predict(images), *(predict(m) for m in _four_moves(images))]
    return np.all(answers, axis=0).mean()


@wrong(
    "share_kept",
    "height and width of 8 are built in",
    says="ValueError: each picture is (5, 8), this",
)
def _(predict, images):
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    before = predict(images)
    starts = (2, 1), (0, 1), (1, 2), (1, 0)
    same = [predict(framed[:, i : i + 8, j : j + 8]) == before for i, j in starts]
    return np.all(same, axis=0).mean()


@wrong(
    "share_kept",
    "height and width swapped: right for squares only",
    says="ValueError: each picture is (5, 5), this",
)
def _(predict, images):
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    w, h = images.shape[1:]
    before = predict(images)
    starts = (2, 1), (0, 1), (1, 2), (1, 0)
    same = [predict(framed[:, i : i + h, j : j + w]) == before for i, j in starts]
    return np.all(same, axis=0).mean()


@wrong(
    "share_kept",
    "raises: flattened pictures, though predict takes (n, h, w)",
    says="ValueError: each picture is (35,), this",
)
def _(predict, images):
    flat = [m.reshape(len(images), -1) for m in (images, *_four_moves(images))]
    answers = np.array([predict(pictures) for pictures in flat])
    return (answers[1:] == answers[0]).all(axis=0).mean()


@wrong(
    "share_kept",
    "raises: True and False cannot be subtracted",
    says="TypeError: numpy boolean subtract, the",
)
def _(predict, images):
    before = predict(images)
    gaps = [np.abs(predict(m) - before) for m in _four_moves(images)]
    return np.mean(np.sum(gaps, axis=0) == 0)


@wrong("share_kept", "only the example's answer", says="`predict` is never used.")
def _(predict, images):
    return 0.14


@wrong(
    "share_kept",
    "each move starts from the last one's result, the sides first",
    says="each move begins where the last one ended",
)
def _(predict, images):
    kept = np.full(len(images), True)
    moved, answers = images, predict(images)
    for axis, step in ((2, 1), (1, 1), (2, -1), (1, -1)):
        moved = np.roll(moved, step, axis=axis)
        if axis == 1:
            moved[:, 0 if step > 0 else -1] = 0
        else:
            moved[:, :, 0 if step > 0 else -1] = 0
        kept &= predict(moved) == answers
    return kept.mean()


# ------------------------------------------------------------- loss_p_values


@right("loss_p_values")
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@right("loss_p_values")
def _(before, now, names):
    change = np.asarray(now, dtype=int) - np.asarray(before, dtype=int)
    result = {}
    for name in sorted(set(names)):
        here = change[np.asarray(names) == name]
        n, k = int((here != 0).sum()), int((here == -1).sum())
        result[name] = sum(comb(n, i) for i in range(k, n + 1)) / 2**n
    return result


@right("loss_p_values")
def _(before, now, names):
    table = pd.DataFrame({"before": before, "now": now, "name": names})
    table["lost"] = table["before"] & ~table["now"]
    table["won"] = ~table["before"] & table["now"]
    counts = table.groupby("name")[["lost", "won"]].sum()
    p = binom.sf(counts["lost"] - 1, counts.sum(axis=1), 0.5)
    return dict(zip(counts.index, p, strict=True))


@right("loss_p_values")
def _(before, now, names):
    def p_of(name):
        pairs = [
            (bool(b), bool(a))
            for b, a, n in zip(before, now, names, strict=True)
            if n == name
        ]
        lost, won = pairs.count((True, False)), pairs.count((False, True))
        if lost + won == 0:
            return 1.0
        return binomtest(lost, lost + won, 0.5, alternative="greater").pvalue

    return {str(name): p_of(name) for name in set(names)}


@right("loss_p_values")
def _(before, now, names):
    lost, differ = Counter(), Counter()
    for b, a, name in zip(before, now, names, strict=True):
        lost[name] += int(b and not a)
        differ[name] += int(b != a)
    return {k: 1 - binom.cdf(lost[k] - 1, differ[k], 0.5) for k in differ}


@right("loss_p_values")
def _(before, now, names):
    levels, code = np.unique(names, return_inverse=True)
    lost = np.bincount(code, weights=before > now)
    won = np.bincount(code, weights=now > before)
    p = binom.cdf(won, lost + won, 0.5)  # as many wins or fewer: the same tail
    return pd.Series(p, index=levels).to_dict()


@right("loss_p_values")
def _(before, now, names):
    b, a = torch.tensor(np.asarray(before)), torch.tensor(np.asarray(now))
    out = {}
    for name in np.unique(names):
        m = torch.tensor(np.asarray(names) == name)
        both = (a & b & m).sum().item()
        lost, won = (b & m).sum().item() - both, (a & m).sum().item() - both
        out[name] = binom.sf(lost - 1, lost + won, 0.5)
    return out


@wrong(
    "loss_p_values",
    "the bug in other words: all errors count as lost",
    says="pictures that both versions miss still",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        old, new = before[names == name], now[names == name]
        lost = len(new) - np.count_nonzero(new)
        won = np.count_nonzero(new > old)
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "lost is repaired, but won now counts all right answers",
    says="`won` was right: a picture that both read",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "won counts pictures that both read right",
    says="`won` was right: what both read right has",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(before[inside] & now[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "lost counts pictures on which both fail",
    says="this counts pictures that both miss. Was",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(~before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "lost counts wins too: all pictures that differ",
    says="you call every picture lost on which the",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] != now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "lost and won are exchanged",
    says="this is the p of the pictures won: lost",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(now[inside] & ~before[inside])
        won = np.sum(before[inside] & ~now[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "off by one: more losses than seen, not so many or more",
    says="`binom.sf(k, …)` is the chance of more",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = float(binom.sf(lost, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "chance of exactly so many losses, not so many or more",
    says="this is the chance of exactly so many",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = float(binom.pmf(lost, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "the wrong tail: so many losses or fewer",
    says="this is the p of the pictures won: lost",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = float(binom.cdf(lost, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "two-sided: wins count as evidence too",
    says="this p is two-sided. The gate asks about",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = int(np.sum(before[inside] & ~now[inside]))
        won = int(np.sum(now[inside] & ~before[inside]))
        n = lost + won
        p_values[name] = float(binomtest(lost, n, 0.5).pvalue) if n else 1.0
    return p_values


@wrong(
    "loss_p_values",
    "out of all pictures of the slice, not of those that differ",
    says="the losses are right. Which pictures can",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        p_values[name] = float(binom.sf(lost - 1, inside.sum(), 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "net loss: losses and wins are set off before the test",
    says="wins are set off against losses before",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        net = int(before[inside].sum()) - int(now[inside].sum())
        lost, won = max(net, 0), max(-net, 0)
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "wins of all slices against the losses of one",
    says="pictures of other slices count as well.",
)
def _(before, now, names):
    won = np.sum(now & ~before)
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "the slices are ignored: one p for all",
    says="pictures of other slices count as well.",
)
def _(before, now, names):
    lost, won = np.sum(before & ~now), np.sum(now & ~before)
    p = float(binom.sf(lost - 1, lost + won, 0.5))
    return dict.fromkeys(np.unique(names).tolist(), p)


@wrong(
    "loss_p_values",
    "counts are not reset: slices add up",
    says="pictures of other slices count as well.",
)
def _(before, now, names):
    p_values, lost, won = {}, 0, 0
    for name in np.unique(names).tolist():
        inside = names == name
        lost += np.sum(before[inside] & ~now[inside])
        won += np.sum(now[inside] & ~before[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "returns inside the loop: the first slice only",
    says="the `return` stands inside the loop: it",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
        return p_values


@wrong(
    "loss_p_values",
    "a slice where nothing differs gets p = 0: an alarm",
    says="it is wrong only where the two versions",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = 0.0
        if lost + won > 0:
            p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "slices without any loss are left out",
    says="a slice without losses is missing. It has",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names[before & ~now]).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "p multiplied by the number of slices",
    says="you multiplied p by the number of slices.",
)
def _(before, now, names):
    p_values = {}
    levels = np.unique(names).tolist()
    for name in levels:
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p = float(binom.sf(lost - 1, lost + won, 0.5))
        p_values[name] = min(1.0, p * len(levels))
    return p_values


@wrong(
    "loss_p_values",
    "chi-squared approximation, which is two-sided and inexact",
    says="this is the chi-squared approximation",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        square = (lost - won) ** 2 / max(1, lost + won)
        p_values[name] = float(chi2.sf(square, 1))
    return p_values


@wrong(
    "loss_p_values",
    "p is rounded to two decimals: small ones become 0",
    says="p is rounded. A small p becomes 0 in this",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = round(float(binom.sf(lost - 1, lost + won, 0.5)), 2)
    return p_values


@wrong(
    "loss_p_values",
    "chance taken from the slice's error rate, not a half",
    says="if nothing has changed, lost and won are",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        rate = np.mean(~before[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, rate))
    return p_values


@wrong(
    "loss_p_values",
    "True or False at 0.05 instead of p",
    says="these are True and False. Return p",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = bool(binom.sf(lost - 1, lost + won, 0.5) < 0.05)
    return p_values


@wrong(
    "loss_p_values",
    "the smallest p only, not one for each slice",
    says="Expected a dict, got a number",
)
def _(before, now, names):
    p_values = []
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values.append(float(binom.sf(lost - 1, lost + won, 0.5)))
    return min(p_values)


@wrong(
    "loss_p_values",
    "half repaired, raises: before is not cut to the slice",
    says="ValueError: operands could not be",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before & ~now[inside])
        won = np.sum(now[inside] & ~before[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


@wrong(
    "loss_p_values",
    "raises: `and not` between arrays",
    says="ValueError: The truth value of an array",
)
def _(before, now, names):
    p_values = {}
    for name in np.unique(names).tolist():
        inside = names == name
        lost = np.sum(before[inside] and not now[inside])
        won = np.sum(now[inside] and not before[inside])
        p_values[name] = float(binom.sf(lost - 1, lost + won, 0.5))
    return p_values


# --------------------------------------------------------- pictures_to_label


@right("pictures_to_label")
def _(train_cells, reserve_cells, n):
    held = Counter(train_cells)
    taken = []
    for _ in range(n):
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        best = min(free, key=lambda i: held[reserve_cells[i]])
        taken.append(best)
        held[reserve_cells[best]] += 1
    return taken


@right("pictures_to_label")
def _(train_cells, reserve_cells, n):
    waiting = defaultdict(deque)
    for position, cell in enumerate(reserve_cells):
        waiting[cell].append(position)
    heap = [(list(train_cells).count(c), q[0], c) for c, q in waiting.items()]
    heapq.heapify(heap)
    chosen = ()
    while len(chosen) < n:
        count, position, cell = heapq.heappop(heap)
        chosen += (position,)
        waiting[cell].popleft()
        if waiting[cell]:
            heapq.heappush(heap, (count + 1, waiting[cell][0], cell))
    return chosen


@right("pictures_to_label")
def _(train_cells, reserve_cells, n):
    _, code = np.unique([*train_cells, *reserve_cells], return_inverse=True)
    learned, reserve = code[: len(train_cells)], code[len(train_cells) :]
    held = np.bincount(learned, minlength=code.max() + 1).astype(float)
    free = np.ones(len(reserve), dtype=bool)
    out = np.empty(n, dtype=int)
    for k in range(n):
        out[k] = np.where(free, held[reserve], np.inf).argmin()
        free[out[k]] = False
        held[reserve[out[k]]] += 1
    return out


@right("pictures_to_label")
def _(train_cells, reserve_cells, n):
    start, seen, keys = Counter(train_cells), Counter(), []
    for position, cell in enumerate(reserve_cells):
        keys.append((start[cell] + seen[cell], position))
        seen[cell] += 1
    return [position for _, position in sorted(keys)[:n]]


@right("pictures_to_label")
def _(train_cells, reserve_cells, n):
    cells = pd.Series(list(reserve_cells), dtype=object)
    held = pd.Series(list(train_cells), dtype=object).value_counts()
    before = cells.map(held).fillna(0) + cells.groupby(cells).cumcount()
    return before.sort_values(kind="stable").index[:n].tolist()


@right("pictures_to_label")
def _(train_cells, reserve_cells, n):
    def go(have, left, n):
        if n == 0 or not left:
            return []
        fewest = min(have.count(cell) for _, cell in left)
        at, cell = next((i, c) for i, c in left if have.count(c) == fewest)
        return [at] + go(have + [cell], [p for p in left if p[0] != at], n - 1)

    return go(list(train_cells), list(enumerate(reserve_cells)), n)


@right("pictures_to_label")
def _(train_cells, reserve_cells, n):
    def pick():
        held = {c: 0 for c in reserve_cells}
        for c in train_cells:
            held[c] = held.get(c, 0) + 1
        left = dict(enumerate(reserve_cells))
        while left:
            position = sorted(left, key=lambda i: (held[left[i]], i))[0]
            held[left.pop(position)] += 1
            yield position

    return torch.tensor([i for _, i in zip(range(n), pick())], dtype=torch.int64)


@wrong(
    "pictures_to_label",
    "taken pictures are not counted",
    says="it takes all pictures of one cell before those",
)
def _(train_cells, reserve_cells, n):
    held = Counter(train_cells)
    order = sorted(range(len(reserve_cells)), key=lambda i: held[reserve_cells[i]])
    return order[:n]


@wrong(
    "pictures_to_label",
    "counts are made anew for each picture",
    says="it takes all pictures of one cell before those",
)
def _(train_cells, reserve_cells, n):
    taken = []
    for _ in range(n):
        held = Counter(train_cells)
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        taken.append(min(free, key=lambda i: held[reserve_cells[i]]))
        held[reserve_cells[taken[-1]]] += 1
    return taken


@wrong(
    "pictures_to_label",
    "training pictures are ignored: counts start at 0",
    says="you begin with empty cells: the pictures",
)
def _(train_cells, reserve_cells, n):
    held, taken = Counter(), []
    for _ in range(n):
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        taken.append(min(free, key=lambda i: held[reserve_cells[i]]))
        held[reserve_cells[taken[-1]]] += 1
    return taken


@wrong(
    "pictures_to_label",
    "counts the reserve's cells too",
    says="you count the reserve as well. It has no",
)
def _(train_cells, reserve_cells, n):
    held, taken = Counter([*train_cells, *reserve_cells]), []
    for _ in range(n):
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        taken.append(min(free, key=lambda i: held[reserve_cells[i]]))
        held[reserve_cells[taken[-1]]] += 1
    return taken


@wrong(
    "pictures_to_label",
    "the fullest cell first",
    says="it takes from the fullest cell, not the",
)
def _(train_cells, reserve_cells, n):
    held, taken = Counter(train_cells), []
    for _ in range(n):
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        taken.append(max(free, key=lambda i: held[reserve_cells[i]]))
        held[reserve_cells[taken[-1]]] += 1
    return taken


@wrong(
    "pictures_to_label",
    "of equals, the last in the reserve",
    says="of equals, take the first in the reserve",
)
def _(train_cells, reserve_cells, n):
    held, taken = Counter(train_cells), []
    for _ in range(n):
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        taken.append(min(free, key=lambda i: (held[reserve_cells[i]], -i)))
        held[reserve_cells[taken[-1]]] += 1
    return taken


@wrong(
    "pictures_to_label",
    "of equals, the first cell by the alphabet",
    says="of equal cells you take the first by",
)
def _(train_cells, reserve_cells, n):
    held, taken = Counter(train_cells), []
    for _ in range(n):
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        cells = reserve_cells
        taken.append(min(free, key=lambda i: (held[cells[i]], cells[i])))
        held[reserve_cells[taken[-1]]] += 1
    return taken


@wrong(
    "pictures_to_label",
    "a picture may be taken twice",
    says="a picture is taken twice: it can be",
)
def _(train_cells, reserve_cells, n):
    held, taken = Counter(train_cells), []
    for _ in range(n):
        best = min(range(len(reserve_cells)), key=lambda i: held[reserve_cells[i]])
        taken.append(best)
        held[reserve_cells[best]] += 1
    return taken


@wrong(
    "pictures_to_label",
    "pops from the reserve: later positions shift",
    says="you take pictures out of the list, and",
)
def _(train_cells, reserve_cells, n):
    held, left, taken = Counter(train_cells), list(reserve_cells), []
    for _ in range(n):
        best = min(range(len(left)), key=lambda i: held[left[i]])
        taken.append(best)
        held[left.pop(best)] += 1
    return taken


@wrong(
    "pictures_to_label",
    "returns the cells' names, not positions",
    says="these are names of cells. Return the",
)
def _(train_cells, reserve_cells, n):
    held, left, taken = Counter(train_cells), list(reserve_cells), []
    for _ in range(n):
        cell = min(left, key=lambda c: held[c])
        left.remove(cell)
        taken.append(cell)
        held[cell] += 1
    return taken


@wrong(
    "pictures_to_label",
    "sorted by position instead of in the order taken",
    says="these are the right pictures. Return them",
)
def _(train_cells, reserve_cells, n):
    held, taken = Counter(train_cells), []
    for _ in range(n):
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        taken.append(min(free, key=lambda i: held[reserve_cells[i]]))
        held[reserve_cells[taken[-1]]] += 1
    return sorted(taken)


@wrong(
    "pictures_to_label",
    "one picture too few",
    says="it stops before n pictures are taken.",
)
def _(train_cells, reserve_cells, n):
    held, taken = Counter(train_cells), []
    for _ in range(1, n):
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        taken.append(min(free, key=lambda i: held[reserve_cells[i]]))
        held[reserve_cells[taken[-1]]] += 1
    return taken


@wrong(
    "pictures_to_label",
    "n is ignored: the whole reserve is returned",
    says="`n` is never used.",
)
def _(train_cells, reserve_cells, n):
    held, taken = Counter(train_cells), []
    for _ in reserve_cells:
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        taken.append(min(free, key=lambda i: held[reserve_cells[i]]))
        held[reserve_cells[taken[-1]]] += 1
    return taken


@wrong(
    "pictures_to_label",
    "returns inside the loop: one picture only",
    says="the `return` stands inside the loop: it",
)
def _(train_cells, reserve_cells, n):
    held, taken = Counter(train_cells), []
    for _ in range(n):
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        taken.append(min(free, key=lambda i: held[reserve_cells[i]]))
        held[reserve_cells[taken[-1]]] += 1
        return taken


@wrong(
    "pictures_to_label", "positions counted from 1", says="all values are 1 too large."
)
def _(train_cells, reserve_cells, n):
    held, taken = Counter(train_cells), []
    for _ in range(n):
        free = [i for i in range(len(reserve_cells)) if i + 1 not in taken]
        best = min(free, key=lambda i: held[reserve_cells[i]])
        taken.append(best + 1)
        held[reserve_cells[best]] += 1
    return taken


@wrong(
    "pictures_to_label",
    "stays with the emptiest cell until it is used up",
    says="it takes all pictures of one cell before those",
)
def _(train_cells, reserve_cells, n):
    held = Counter(train_cells)
    cells = sorted(dict.fromkeys(reserve_cells), key=lambda c: held[c])
    everyone = [i for c in cells for i, r in enumerate(reserve_cells) if r == c]
    return everyone[:n]


@wrong(
    "pictures_to_label",
    "in turn: one of each cell, however full it is",
    says="you take one of each cell in turn. A cell",
)
def _(train_cells, reserve_cells, n):
    held = Counter(train_cells)
    cells = sorted(dict.fromkeys(reserve_cells), key=lambda c: held[c])
    queues = {c: [i for i, r in enumerate(reserve_cells) if r == c] for c in cells}
    taken = []
    while any(queues.values()):
        taken += [queues[c].pop(0) for c in cells if queues[c]]
    return taken[:n]


@wrong(
    "pictures_to_label",
    "only empty cells are filled, then it stops",
    says="it stops before n pictures are taken.",
)
def _(train_cells, reserve_cells, n):
    have, taken = set(train_cells), []
    for position, cell in enumerate(reserve_cells):
        if cell not in have and len(taken) < n:
            taken.append(position)
            have.add(cell)
    return taken


@wrong(
    "pictures_to_label",
    "one walk through the reserve: never comes back",
    says="each picture stands behind the one before",
)
def _(train_cells, reserve_cells, n):
    held, taken = Counter(train_cells), []
    for position, cell in enumerate(reserve_cells):
        if len(taken) < n and held[cell] == min(held[c] for c in reserve_cells):
            taken.append(position)
            held[cell] += 1
    return taken


@wrong("pictures_to_label", "counts one too many for the cell it took from")
def _(train_cells, reserve_cells, n):
    held, taken = Counter(train_cells), []
    for _ in range(n):
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        taken.append(min(free, key=lambda i: held[reserve_cells[i]]))
        held[reserve_cells[taken[-1]]] += len(taken)
    return taken


@wrong(
    "pictures_to_label",
    "stops when the emptiest cell is used up",
    says="it stops before n pictures are taken.",
)
def _(train_cells, reserve_cells, n):
    held = Counter({cell: 0 for cell in reserve_cells})
    held.update(train_cells)
    taken = []
    for _ in range(n):
        cell = min(dict.fromkeys(reserve_cells), key=lambda c: held[c])
        free = [i for i, c in enumerate(reserve_cells) if c == cell and i not in taken]
        if not free:
            break
        taken.append(free[0])
        held[cell] += 1
    return taken


@wrong(
    "pictures_to_label",
    "the first n of the reserve, whatever their cell",
    says="these are the first of the reserve",
)
def _(train_cells, reserve_cells, n):
    return list(range(n))


@wrong(
    "pictures_to_label",
    "only the example's answer",
    says="`train_cells` is never used.",
)
def _(train_cells, reserve_cells, n):
    return [2, 1, 3][:n]


@wrong(
    "pictures_to_label",
    "raises KeyError for a cell that training never saw",
    says="KeyError: 'c'",
)
def _(train_cells, reserve_cells, n):
    held = {cell: train_cells.count(cell) for cell in set(train_cells)}
    taken = []
    for _ in range(n):
        free = [i for i in range(len(reserve_cells)) if i not in taken]
        taken.append(min(free, key=lambda i: held[reserve_cells[i]]))
        held[reserve_cells[taken[-1]]] += 1
    return taken


@wrong(
    "pictures_to_label",
    "raises: the emptiest cell may not be in the reserve",
    says="a cell that the training set does not",
)
def _(train_cells, reserve_cells, n):
    held, left = Counter([*train_cells]), list(reserve_cells)
    taken = []
    for _ in range(n):
        cell = min(held, key=held.get)
        position = left.index(cell)
        left[position] = None
        taken.append(position)
        held[cell] += 1
    return taken
