"""Answers to lesson 4.6 by students who had seen the lesson only."""

import io
import re
from collections import Counter
from fractions import Fraction

import numpy as np
import pandas as pd
import torch
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    precision_recall_fscore_support,
)

from tests.exercises.answers import right, wrong

# ---- four_scores ----


@right("four_scores")
def _(hits, alarms, missed, passed):
    def share(a, b):
        return a / b if b else 0

    p, r = share(hits, hits + alarms), share(hits, hits + missed)
    return (
        share(hits + passed, hits + alarms + missed + passed),
        p,
        r,
        share(2 * p * r, p + r),
    )


@right("four_scores")
def _(hits, alarms, missed, passed):
    try:
        precision = hits / (hits + alarms)
    except ZeroDivisionError:
        precision = 0
    try:
        recall = hits / (hits + missed)
    except ZeroDivisionError:
        recall = 0
    if hits == 0:
        f1 = 0
    else:
        f1 = 2 / (1 / precision + 1 / recall)
    accuracy = 1 - (alarms + missed) / (hits + alarms + missed + passed)
    return [accuracy, precision, recall, f1]


@right("four_scores")
def _(hits, alarms, missed, passed):
    counts = np.array([hits + passed, hits, hits, 2 * hits], float)
    below = [
        hits + alarms + missed + passed,
        hits + alarms,
        hits + missed,
        2 * hits + alarms + missed,
    ]
    return np.divide(counts, below, out=np.zeros(4), where=np.array(below) > 0)


@right("four_scores")
def _(hits, alarms, missed, passed):
    n = sum([hits, alarms, missed, passed])
    return torch.tensor(
        [
            (hits + passed) / n,
            hits / max(1, hits + alarms),
            hits / max(1, hits + missed),
            hits / max(1, hits + (alarms + missed) / 2),
        ],
        dtype=torch.float64,
    )


@right("four_scores")
def _(hits, alarms, missed, passed):
    n = hits + alarms + missed + passed
    p = np.nan_to_num(hits / (hits + alarms)) if hits + alarms > 0 else 0.0
    r = hits / (hits + missed) if missed + hits > 0 else 0.0
    f = 0.0 if p + r == 0 else 2 * p * r / (p + r)
    return (hits + passed) / n, p, r, f


@wrong("four_scores", "precision and recall exchanged", says="precision and recall")
def _(hits, alarms, missed, passed):
    n = hits + alarms + missed + passed
    p = hits / (hits + missed) if hits + missed else 0
    r = hits / (hits + alarms) if hits + alarms else 0
    return (hits + passed) / n, p, r, 2 * p * r / (p + r) if p + r else 0


@wrong("four_scores", "plain mean for F1", says="not the plain mean")
def _(hits, alarms, missed, passed):
    n = hits + alarms + missed + passed
    p = hits / (hits + alarms) if hits + alarms else 0
    r = hits / (hits + missed) if hits + missed else 0
    return (hits + passed) / n, p, r, (p + r) / 2


@wrong("four_scores", "no guard for 0 / 0", says="raised an error")
def _(hits, alarms, missed, passed):
    n = hits + alarms + missed + passed
    p, r = hits / (hits + alarms), hits / (hits + missed)
    return (hits + passed) / n, p, r, 2 * p * r / (p + r)


@wrong("four_scores", "1 where nothing is flagged", says="where nothing is flagged")
def _(hits, alarms, missed, passed):
    n = hits + alarms + missed + passed
    p = hits / (hits + alarms) if hits + alarms else 1
    r = hits / (hits + missed) if hits + missed else 1
    return (hits + passed) / n, p, r, 2 * p * r / (p + r) if p + r else 0


@wrong("four_scores", "the factor 2 of F1 is missing", says="factor 2")
def _(hits, alarms, missed, passed):
    n = hits + alarms + missed + passed
    p = hits / (hits + alarms) if hits + alarms else 0
    r = hits / (hits + missed) if hits + missed else 0
    return (hits + passed) / n, p, r, p * r / (p + r) if p + r else 0


@wrong("four_scores", "precision first, accuracy last", says="another order")
def _(hits, alarms, missed, passed):
    n = hits + alarms + missed + passed
    p = hits / (hits + alarms) if hits + alarms else 0
    r = hits / (hits + missed) if hits + missed else 0
    return p, r, 2 * p * r / (p + r) if p + r else 0, (hits + passed) / n


@wrong("four_scores", "accuracy without the passed ones", says="accuracy counts it")
def _(hits, alarms, missed, passed):
    n = hits + alarms + missed + passed
    p = hits / (hits + alarms) if hits + alarms else 0
    r = hits / (hits + missed) if hits + missed else 0
    return hits / n, p, r, 2 * p * r / (p + r) if p + r else 0


@wrong("four_scores", "in percent", says="percent")
def _(hits, alarms, missed, passed):
    n = hits + alarms + missed + passed
    p = hits / (hits + alarms) if hits + alarms else 0
    r = hits / (hits + missed) if hits + missed else 0
    f = 2 * p * r / (p + r) if p + r else 0
    return [100 * s for s in ((hits + passed) / n, p, r, f)]


@wrong("four_scores", "F1 forgotten", says="four numbers")
def _(hits, alarms, missed, passed):
    n = hits + alarms + missed + passed
    p = hits / (hits + alarms) if hits + alarms else 0
    r = hits / (hits + missed) if hits + missed else 0
    return (hits + passed) / n, p, r


# ---- hand_over ----

right("hand_over", "D B G E A")
right("hand_over", "DBGEA")
right("hand_over", "d, b, g, e, a")
right("hand_over", ["D", "B", "G", "E", "A"])
right("hand_over", ("d", "b", "g", "e", "a"))

wrong("hand_over", "D F G E A", "thresholds on training homes", says="line F")
wrong("hand_over", "D B C A", "the test homes choose", says="line C")
wrong("hand_over", "D B G E H A", "tunes on the test homes", says="line H")
wrong(
    "hand_over",
    "D G B E A",
    "chooses before there are thresholds",
    says="threshold first",
)
wrong("hand_over", "B D G E A", "thresholds before models", says="line B needs scores")
wrong("hand_over", "D B E G A", "judges before choosing", says="line E judges")
wrong("hand_over", "D B G A E", "the card before the test", says="line A writes")
wrong("hand_over", "D B G E", "no card", says="a letter is missing")

# ---- pareto_front ----


@right("pareto_front")
def _(errors, seconds):
    front = []
    for i in range(len(errors)):
        keep = True
        for j in range(len(errors)):
            no_worse = errors[j] <= errors[i] and seconds[j] <= seconds[i]
            better = errors[j] < errors[i] or seconds[j] < seconds[i]
            if no_worse and better:
                keep = False
        if keep:
            front.append(i)
    return front


@right("pareto_front")
def _(errors, seconds):
    e, s = np.array(errors), np.array(seconds)
    return [
        i
        for i in range(len(e))
        if not np.any((e <= e[i]) & (s <= s[i]) & ((e < e[i]) | (s < s[i])))
    ]


@right("pareto_front")
def _(errors, seconds):
    table = pd.DataFrame({"e": errors, "s": seconds})
    good = []
    for n, row in table.iterrows():
        same = (table.e == row.e) & (table.s == row.s)
        if not ((table.e <= row.e) & (table.s <= row.s) & ~same).any():
            good.append(n)
    return pd.Series(good)


@right("pareto_front")
def _(errors, seconds):
    e, s = torch.tensor(errors), torch.tensor(seconds)
    le = (e[:, None] <= e) & (s[:, None] <= s)
    lt = (e[:, None] < e) | (s[:, None] < s)
    return torch.nonzero(~(le & lt).any(dim=0)).flatten()


@right("pareto_front")
def _(errors, seconds):
    def loses(i):
        return any(
            errors[j] <= errors[i]
            and seconds[j] <= seconds[i]
            and errors[j] + seconds[j] < errors[i] + seconds[i]
            for j in range(len(errors))
        )

    return tuple(i for i in range(len(errors)) if not loses(i))


@wrong("pareto_front", "strictly smaller in both", says="smaller in at least one")
def _(errors, seconds):
    n = range(len(errors))
    return [
        i
        for i in n
        if not any(errors[j] < errors[i] and seconds[j] < seconds[i] for j in n)
    ]


@wrong(
    "pareto_front", "at most as large in both: twins kill each other", says="both stay"
)
def _(errors, seconds):
    n = range(len(errors))
    return [
        i
        for i in n
        if not any(
            j != i and errors[j] <= errors[i] and seconds[j] <= seconds[i] for j in n
        )
    ]


@wrong("pareto_front", "the dominated ones", says="Asked are the others")
def _(errors, seconds):
    found = set()
    for i in range(len(errors)):
        for j in range(len(errors)):
            worse = errors[i] >= errors[j] and seconds[i] >= seconds[j]
            if worse and (errors[i], seconds[i]) != (errors[j], seconds[j]):
                found.add(i)
    return sorted(found)


@wrong("pareto_front", "the two ends only", says="two ends")
def _(errors, seconds):
    return sorted({np.argmin(errors), np.argmin(seconds)})


@wrong("pareto_front", "sum of both", says="different units")
def _(errors, seconds):
    total = np.array(errors) + np.array(seconds)
    return [int(total.argmin())]


@wrong("pareto_front", "sorted by time", says="order of their numbers")
def _(errors, seconds):
    least, front = np.inf, []
    for i in sorted(range(len(errors)), key=lambda i: (seconds[i], errors[i])):
        twin = any((errors[i], seconds[i]) == (errors[j], seconds[j]) for j in front)
        if errors[i] < least or twin:
            front.append(i)
            least = min(least, errors[i])
    return front


@wrong("pareto_front", "counts from one", says="counted from 0")
def _(errors, seconds):
    pairs = list(zip(errors, seconds, strict=True))
    return [
        i + 1
        for i, (e, s) in enumerate(pairs)
        if not any(a <= e and b <= s and (a, b) != (e, s) for a, b in pairs)
    ]


@wrong("pareto_front", "their number", says="not how many")
def _(errors, seconds):
    pairs = list(zip(errors, seconds, strict=True))
    return sum(
        not any(a <= e and b <= s and (a, b) != (e, s) for a, b in pairs)
        for e, s in pairs
    )


# ---- judged_cost ----


@right("judged_cost")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    def mean_cost(chances, truth, threshold):
        flagged = chances >= threshold
        missed, alarms = (truth == 1) & ~flagged, (truth == 0) & flagged
        return (miss_cost * missed + alarm_cost * alarms).mean()

    candidates = np.unique(tuning_chances)
    costs = [mean_cost(tuning_chances, tuning_truth, t) for t in candidates]
    best = candidates[np.argmin(costs)]
    return best, mean_cost(new_chances, new_truth, best)


@right("judged_cost")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    best, lowest = None, float("inf")
    for t in sorted(set(tuning_chances)):
        flagged = tuning_chances >= t
        cost = miss_cost * np.sum(tuning_truth[~flagged])
        cost += alarm_cost * np.sum(1 - tuning_truth[flagged])
        if cost < lowest:
            best, lowest = t, cost
    flagged = new_chances >= best
    cost = miss_cost * np.sum(new_truth[~flagged] == 1)
    cost += alarm_cost * np.sum(new_truth[flagged] == 0)
    return [best, cost / len(new_truth)]


@right("judged_cost")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    rows = np.sort(tuning_chances)
    flagged = tuning_chances >= rows[:, None]
    costs = np.where(tuning_truth == 1, miss_cost * ~flagged, alarm_cost * flagged)
    best = rows[costs.mean(axis=1).argmin()]
    new = np.where(
        new_truth == 1,
        miss_cost * (new_chances < best),
        alarm_cost * (new_chances >= best),
    )
    return np.array([best, new.mean()])


@right("judged_cost")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    tuning = pd.DataFrame({"p": tuning_chances, "y": tuning_truth})
    new = pd.DataFrame({"p": new_chances, "y": new_truth})

    def cost(rows, t):
        return (
            miss_cost * ((rows.y == 1) & (rows.p < t))
            + alarm_cost * ((rows.y == 0) & (rows.p >= t))
        ).mean()

    costs = pd.Series({t: cost(tuning, t) for t in sorted(tuning.p.unique())})
    return costs.idxmin(), cost(new, costs.idxmin())


@right("judged_cost")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    def cost(p, y, t):
        pairs = Counter(zip((p >= t).tolist(), y.tolist(), strict=True))
        return (miss_cost * pairs[False, 1] + alarm_cost * pairs[True, 0]) / len(y)

    best = min((cost(tuning_chances, tuning_truth, t), t) for t in tuning_chances)[1]
    return best, cost(new_chances, new_truth, best)


def costs_of(p, y, miss, alarm, t):
    return np.where(y == 1, miss * (p < t), alarm * (p >= t))


@wrong(
    "judged_cost", "chooses on the new rows all through", says="chosen by the new rows"
)
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    rows = np.unique(new_chances)
    costs = [
        costs_of(new_chances, new_truth, miss_cost, alarm_cost, t).mean() for t in rows
    ]
    return rows[np.argmin(costs)], min(costs)


@wrong("judged_cost", "cost on the tuning rows", says="on the tuning rows, which chose")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    rows = np.unique(tuning_chances)
    costs = [
        costs_of(tuning_chances, tuning_truth, miss_cost, alarm_cost, t).mean()
        for t in rows
    ]
    return rows[np.argmin(costs)], min(costs)


@wrong(
    "judged_cost", "above instead of at least", says="equal to the threshold is flagged"
)
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    def cost(p, y, t):
        return np.where(y == 1, miss_cost * (p <= t), alarm_cost * (p > t)).mean()

    rows = np.unique(tuning_chances)
    best = rows[np.argmin([cost(tuning_chances, tuning_truth, t) for t in rows])]
    return best, cost(new_chances, new_truth, best)


@wrong("judged_cost", "highest of equal thresholds", says="*lowest* threshold")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    best, lowest = None, np.inf
    for t in np.unique(tuning_chances):
        cost = costs_of(tuning_chances, tuning_truth, miss_cost, alarm_cost, t).sum()
        if cost <= lowest:
            best, lowest = t, cost
    return best, costs_of(new_chances, new_truth, miss_cost, alarm_cost, best).mean()


@wrong("judged_cost", "costs exchanged", says="costs are exchanged")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    rows = np.unique(tuning_chances)
    costs = [
        costs_of(tuning_chances, tuning_truth, alarm_cost, miss_cost, t).mean()
        for t in rows
    ]
    best = rows[np.argmin(costs)]
    return best, costs_of(new_chances, new_truth, alarm_cost, miss_cost, best).mean()


@wrong("judged_cost", "the rule instead of the search", says="rule of")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    t = alarm_cost / (miss_cost + alarm_cost)
    return t, costs_of(new_chances, new_truth, miss_cost, alarm_cost, t).mean()


@wrong("judged_cost", "the sum, not the mean", says="per new row")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    rows = np.unique(tuning_chances)
    costs = [
        costs_of(tuning_chances, tuning_truth, miss_cost, alarm_cost, t).mean()
        for t in rows
    ]
    best = rows[np.argmin(costs)]
    return best, costs_of(new_chances, new_truth, miss_cost, alarm_cost, best).sum()


@wrong("judged_cost", "returns the threshold only", says="two numbers")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    rows = np.unique(tuning_chances)
    costs = [
        costs_of(tuning_chances, tuning_truth, miss_cost, alarm_cost, t).mean()
        for t in rows
    ]
    return rows[np.argmin(costs)]


# ---- missing_parts ----


@right("missing_parts")
def _(card, required):
    texts, name = {}, None
    for line in card.split("\n"):
        if line[:3] == "## ":
            name = line[3:].strip()
            texts.setdefault(name, "")
        elif name is not None:
            texts[name] += line
    return [part for part in required if texts.get(part, "").strip() == ""]


@right("missing_parts")
def _(card, required):
    missing = []
    lines = card.splitlines()
    for part in required:
        ok = False
        for i, line in enumerate(lines):
            if line.startswith("## ") and line[3:].strip() == part:
                for text in lines[i + 1 :]:
                    if text.startswith("## "):
                        break
                    if text.strip():
                        ok = True
        if not ok:
            missing.append(part)
    return missing


@right("missing_parts")
def _(card, required):
    blocks = re.split(r"^## ", card, flags=re.MULTILINE)[1:]
    full = set()
    for block in blocks:
        head, *rest = block.splitlines()
        if any(line.strip() for line in rest):
            full.add(head.strip())
    return list(filter(lambda part: part not in full, required))


@right("missing_parts")
def _(card, required):
    found = pd.Series(card.splitlines(), dtype=object)
    if found.empty:
        return list(required)
    opens = found.str.startswith("## ")
    names = found.where(opens).ffill().str[3:].str.strip()
    full = set(names[~opens & (found.str.strip() != "")].dropna())
    return np.array([part for part in required if part not in full])


@right("missing_parts")
def _(card, required):
    filled = []
    current = ""
    for line in card.splitlines():
        if line.startswith("## "):
            current = line.replace("## ", "", 1).strip()
        elif not line.isspace() and line != "":
            filled.append(current)
    return tuple(part for part in required if part not in filled)


@wrong("missing_parts", "headings only, empty texts pass", says="no text under it")
def _(card, required):
    return [part for part in required if f"## {part}\n" not in card + "\n"]


@wrong("missing_parts", "the name anywhere", says="only occurs in some text")
def _(card, required):
    return [part for part in required if part not in card]


@wrong("missing_parts", "the filled ones", says="Asked are the others")
def _(card, required):
    full, part = set(), None
    for line in card.splitlines():
        if line.startswith("## "):
            part = line[3:].strip()
        elif line.strip():
            full.add(part)
    return [name for name in required if name in full]


@wrong("missing_parts", "a line of spaces counts as text", says="spaces only")
def _(card, required):
    full, part = set(), None
    for line in card.splitlines():
        if line.startswith("## "):
            part = line[3:].strip()
        elif line != "":
            full.add(part)
    return [name for name in required if name not in full]


@wrong("missing_parts", "alphabetical", says="in the order of `required`")
def _(card, required):
    full, part = set(), None
    for line in card.splitlines():
        if line.startswith("## "):
            part = line[3:].strip()
        elif line.strip():
            full.add(part)
    return sorted(set(required) - full)


@wrong("missing_parts", "any heading level", says="two signs and a space")
def _(card, required):
    full, part = set(), None
    for line in card.splitlines():
        if line.startswith("#"):
            part = line.strip("# ")
        elif line.strip():
            full.add(part)
    return [name for name in required if name not in full]


@wrong("missing_parts", "true or false", says="not whether the card is complete")
def _(card, required):
    full, part = set(), None
    for line in card.splitlines():
        if line.startswith("## "):
            part = line[3:].strip()
        elif line.strip():
            full.add(part)
    return all(name in full for name in required)


@wrong("missing_parts", "looks at the next line only", says="although it has a heading")
def _(card, required):
    lines = card.splitlines()
    missing = []
    for part in required:
        full = False
        for here, below in zip(lines, lines[1:], strict=False):
            if here == f"## {part}" and below.strip() and below[:3] != "## ":
                full = True
        if not full:
            missing.append(part)
    return missing


# ==== a second student ====

# ---- four_scores, again ----


@right("four_scores")
def _(hits, alarms, missed, passed):
    precision = hits / max(hits + alarms, 1)
    recall = hits / max(hits + missed, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return (hits + passed) / (hits + alarms + missed + passed), precision, recall, f1


@right("four_scores")
def _(hits, alarms, missed, passed):
    truth = [1] * hits + [0] * alarms + [1] * missed + [0] * passed
    answer = [1] * (hits + alarms) + [0] * (missed + passed)
    found = precision_recall_fscore_support(
        truth, answer, average="binary", zero_division=0
    )
    return accuracy_score(truth, answer), *found[:3]


@right("four_scores")
def _(hits, alarms, missed, passed):
    total = hits + alarms + missed + passed
    accuracy = Fraction(hits + passed, total)
    if hits == 0:
        return float(accuracy), 0, 0, 0
    precision, recall = Fraction(hits, hits + alarms), Fraction(hits, hits + missed)
    f1 = 2 * precision * recall / (precision + recall)
    return [float(s) for s in (accuracy, precision, recall, f1)]


@right("four_scores")
def _(hits, alarms, missed, passed):
    above = pd.Series([hits + passed, hits, hits, 2 * hits])
    below = pd.Series(
        [
            hits + alarms + missed + passed,
            hits + alarms,
            hits + missed,
            2 * hits + alarms + missed,
        ]
    )
    return (above / below).fillna(0)


@right("four_scores")
def _(hits, alarms, missed, passed):
    cells = np.array([[hits, alarms], [missed, passed]], dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.nan_to_num(cells[0, 0] / cells[0].sum())
        recall = np.nan_to_num(cells[0, 0] / cells[:, 0].sum())
        f1 = np.nan_to_num(2 * precision * recall / (precision + recall))
    return np.trace(cells) / cells.sum(), precision, recall, f1


@wrong("four_scores", "all zero as soon as there is no hit", says="still counts")
def _(hits, alarms, missed, passed):
    if hits == 0:
        return 0, 0, 0, 0
    p, r = hits / (hits + alarms), hits / (hits + missed)
    return (
        (hits + passed) / (hits + alarms + missed + passed),
        p,
        r,
        2 * p * r / (p + r),
    )


@wrong("four_scores", "NaN where nothing is flagged", says="nan")
def _(hits, alarms, missed, passed):
    with np.errstate(invalid="ignore"):
        p = np.float64(hits) / (hits + alarms)
        r = np.float64(hits) / (hits + missed)
        f1 = 2 * p * r / (p + r)
    return (hits + passed) / (hits + alarms + missed + passed), p, r, f1


@wrong("four_scores", "the geometric mean for F1", says="geometric mean")
def _(hits, alarms, missed, passed):
    p, r = hits / max(hits + alarms, 1), hits / max(hits + missed, 1)
    return (hits + passed) / (hits + alarms + missed + passed), p, r, (p * r) ** 0.5


@wrong(
    "four_scores",
    "the share of errors, not of right answers",
    says="1 minus the right one",
)
def _(hits, alarms, missed, passed):
    p, r = hits / max(hits + alarms, 1), hits / max(hits + missed, 1)
    f1 = 2 * p * r / (p + r) if p + r else 0
    return (alarms + missed) / (hits + alarms + missed + passed), p, r, f1


@wrong("four_scores", "recall of the other class", says="recall of the other class")
def _(hits, alarms, missed, passed):
    p, r = hits / max(hits + alarms, 1), passed / max(passed + alarms, 1)
    f1 = 2 * p * r / (p + r) if p + r else 0
    return (hits + passed) / (hits + alarms + missed + passed), p, r, f1


@wrong(
    "four_scores",
    "precision and recall as shares of all rows",
    says="shares of all rows",
)
def _(hits, alarms, missed, passed):
    n = hits + alarms + missed + passed
    p, r = (hits + alarms) / n, (hits + missed) / n
    return (hits + passed) / n, p, r, 2 * p * r / (p + r) if p + r else 0


@wrong("four_scores", "balanced accuracy", says="mean of two recalls")
def _(hits, alarms, missed, passed):
    p, r = hits / max(hits + alarms, 1), hits / max(hits + missed, 1)
    other = passed / max(passed + alarms, 1)
    return (r + other) / 2, p, r, 2 * p * r / (p + r) if p + r else 0


@wrong("four_scores", "guards the flagged, not the slow", says="raised an error")
def _(hits, alarms, missed, passed):
    p = hits / (hits + alarms) if hits + alarms else 0
    r = hits / (hits + missed)
    f1 = 2 * p * r / (p + r) if p + r else 0
    return (hits + passed) / (hits + alarms + missed + passed), p, r, f1


@wrong("four_scores", "no guard for F1 where both are 0", says="raised an error")
def _(hits, alarms, missed, passed):
    p, r = hits / max(hits + alarms, 1), hits / max(hits + missed, 1)
    return (
        (hits + passed) / (hits + alarms + missed + passed),
        p,
        r,
        2 * p * r / (p + r),
    )


@wrong("four_scores", "rounds to one place", says="round")
def _(hits, alarms, missed, passed):
    p, r = hits / max(hits + alarms, 1), hits / max(hits + missed, 1)
    f1 = 2 * p * r / (p + r) if p + r else 0
    scores = (hits + passed) / (hits + alarms + missed + passed), p, r, f1
    return tuple(round(s, 1) for s in scores)


@wrong("four_scores", "whole-number division", says="cut to whole numbers")
def _(hits, alarms, missed, passed):
    p, r = hits // max(hits + alarms, 1), hits // max(hits + missed, 1)
    f1 = 2 * p * r / (p + r) if p + r else 0
    return (hits + passed) // (hits + alarms + missed + passed), p, r, f1


@wrong(
    "four_scores", "max(..., 1) under a sum of shares", says="guards counts, not shares"
)
def _(hits, alarms, missed, passed):
    p, r = hits / max(hits + alarms, 1), hits / max(hits + missed, 1)
    f1 = 2 * p * r / max(p + r, 1)
    return (hits + passed) / (hits + alarms + missed + passed), p, r, f1


@wrong("four_scores", "exchanged the two errors, F1 from accuracy", says=None)
def _(hits, alarms, missed, passed):
    a = (hits + passed) / (hits + alarms + missed + passed)
    p, r = hits / max(hits + alarms, 1), hits / max(hits + missed, 1)
    return a, p, r, 2 * a * p / (a + p) if a + p else 0


@wrong("four_scores", "prints, and returns nothing", says="return")
def _(hits, alarms, missed, passed):
    p, r = hits / max(hits + alarms, 1), hits / max(hits + missed, 1)
    print((hits + passed) / (hits + alarms + missed + passed), p, r)


# ---- hand_over, again ----

right("hand_over", "D, B, G, E, A")
right("hand_over", "D-B-G-E-A")
right("hand_over", " d b g e a ")
right("hand_over", list("DBGEA"))
right("hand_over", "D\nB\nG\nE\nA")
right("hand_over", np.array(list("DBGEA")))

wrong("hand_over", "D B C E A", "chooses on the test homes, then judges", says="line C")
wrong("hand_over", "D B G H A", "turns the threshold on the test homes", says="line H")
wrong("hand_over", "A D B G E", "writes the card first", says="line A")
wrong("hand_over", "D B F G E A", "both thresholds", says="line F")
wrong("hand_over", "A E G B D", "from the end to the start", says="line B needs scores")
wrong("hand_over", "D B G A", "no test at all", says="letter")
wrong("hand_over", "D G E A", "no threshold", says="letter")
wrong("hand_over", "D B G G E A", "one line twice", says="twice")
wrong("hand_over", "D B G E A H", "moves the threshold after the card", says="line H")
wrong("hand_over", "D E B G A", "the test before the choice", says="line E")
wrong("hand_over", "D B G C A", "compares on the test homes again", says="line C")
wrong("hand_over", "D B G E X", "a letter that does not exist", says="X")

# ---- pareto_front, again ----


@right("pareto_front")
def _(errors, seconds):
    mine = np.column_stack([errors, seconds])
    no_worse = (mine[:, None] <= mine).all(axis=2)
    better = (mine[:, None] < mine).any(axis=2)
    return np.flatnonzero(~(no_worse & better).any(axis=0))


@right("pareto_front")
def _(errors, seconds):
    order = np.lexsort((errors, seconds))
    front, least = [], float("inf")
    start = 0
    while start < len(order):
        same = [
            i
            for i in order[start:]
            if seconds[i] == seconds[order[start]] and errors[i] == errors[order[start]]
        ]
        if errors[order[start]] < least:
            front += same
            least = errors[order[start]]
        start += len(same)
    return sorted(int(i) for i in front)


@right("pareto_front")
def _(errors, seconds):
    left = set(range(len(errors)))
    for i in range(len(errors)):
        for j in range(len(errors)):
            if errors[j] > errors[i] or seconds[j] > seconds[i]:
                continue
            if errors[j] == errors[i] and seconds[j] == seconds[i]:
                continue
            left.discard(i)
    return sorted(left)


@right("pareto_front")
def _(errors, seconds):
    rows = pd.DataFrame({"e": errors, "s": seconds}).drop_duplicates()
    rows = rows.sort_values(["s", "e"])
    rows = rows[rows["e"] < rows["e"].cummin().shift(fill_value=np.inf)]
    kept = set(zip(rows["e"], rows["s"], strict=True))
    return [i for i, row in enumerate(zip(errors, seconds, strict=True)) if row in kept]


@right("pareto_front")
def _(errors, seconds):
    def least_error_within(time):
        return min(e for e, s in zip(errors, seconds, strict=True) if s <= time)

    def least_time_within(error):
        return min(s for e, s in zip(errors, seconds, strict=True) if e <= error)

    return [
        i
        for i, (e, s) in enumerate(zip(errors, seconds, strict=True))
        if e == least_error_within(s) and s == least_time_within(e)
    ]


@wrong("pareto_front", "returns at the first one", says="only the first model")
def _(errors, seconds):
    pairs = list(zip(errors, seconds, strict=True))
    for i, (e, s) in enumerate(pairs):
        if not any(a <= e and b <= s and (a, b) != (e, s) for a, b in pairs):
            return [i]
    return []


@wrong(
    "pareto_front", "compares with later models only", says="with those that come later"
)
def _(errors, seconds):
    pairs = list(zip(errors, seconds, strict=True))
    return [
        i
        for i, (e, s) in enumerate(pairs)
        if not any(a <= e and b <= s and (a, b) != (e, s) for a, b in pairs[i + 1 :])
    ]


@wrong("pareto_front", "compares with earlier models only", says="that come before it")
def _(errors, seconds):
    front = []
    for i in range(len(errors)):
        if not any(
            errors[j] <= errors[i]
            and seconds[j] <= seconds[i]
            and (errors[j] < errors[i] or seconds[j] < seconds[i])
            for j in range(i)
        ):
            front.append(i)
    return front


@wrong("pareto_front", "a mask", says="True or False")
def _(errors, seconds):
    pairs = list(zip(errors, seconds, strict=True))
    return [
        not any(a <= e and b <= s and (a, b) != (e, s) for a, b in pairs)
        for e, s in pairs
    ]


@wrong("pareto_front", "the pairs, not their numbers", says="numbers")
def _(errors, seconds):
    pairs = list(zip(errors, seconds, strict=True))
    return [
        (e, s)
        for e, s in pairs
        if not any(a <= e and b <= s and (a, b) != (e, s) for a, b in pairs)
    ]


@wrong("pareto_front", "large is good", says="good if it is small")
def _(errors, seconds):
    pairs = list(zip(errors, seconds, strict=True))
    return [
        i
        for i, (e, s) in enumerate(pairs)
        if not any(a >= e and b >= s and (a, b) != (e, s) for a, b in pairs)
    ]


@wrong(
    "pareto_front",
    "out if another is smaller in one of both",
    says="smaller in one does not dominate",
)
def _(errors, seconds):
    n = range(len(errors))
    return [
        i
        for i in n
        if not any(errors[j] < errors[i] or seconds[j] < seconds[i] for j in n)
    ]


@wrong("pareto_front", "of twins only the first one stays", says="one has gone")
def _(errors, seconds):
    front, least = [], np.inf
    for i in sorted(range(len(errors)), key=lambda i: (seconds[i], errors[i], i)):
        if errors[i] < least:
            front.append(i)
            least = errors[i]
    return sorted(front)


@wrong(
    "pareto_front", "sorted, equal errors stay", says="as good as another one in one"
)
def _(errors, seconds):
    front, least = [], np.inf
    for i in sorted(range(len(errors)), key=lambda i: (seconds[i], errors[i])):
        if errors[i] <= least:
            front.append(i)
            least = errors[i]
    return sorted(front)


@wrong(
    "pareto_front",
    "sorts by time alone, ties as they come",
    says="as good as another one in one",
)
def _(errors, seconds):
    front, least = [], np.inf
    for i in np.argsort(seconds, kind="stable"):
        if errors[i] < least:
            front.append(int(i))
            least = errors[i]
    return sorted(front)


@wrong(
    "pareto_front",
    "those that dominate another one",
    says="dominate another one. Asked",
)
def _(errors, seconds):
    pairs = list(zip(errors, seconds, strict=True))
    return [
        i
        for i, (e, s) in enumerate(pairs)
        if any(e <= a and s <= b and (a, b) != (e, s) for a, b in pairs)
    ]


@wrong("pareto_front", "the smallest errors only", says="`seconds` is never used")
def _(errors, seconds):
    return [i for i, e in enumerate(errors) if e == min(errors)]


@wrong("pareto_front", "those below the mean in one of both", says=None)
def _(errors, seconds):
    e, s = np.array(errors), np.array(seconds)
    return np.flatnonzero((e < e.mean()) | (s < s.mean()))


@wrong("pareto_front", "removes from the list it goes through", says="skips")
def _(errors, seconds):
    left = list(range(len(errors)))
    for i in left:
        for j in left:
            if (
                errors[j] <= errors[i]
                and seconds[j] <= seconds[i]
                and (errors[j] < errors[i] or seconds[j] < seconds[i])
            ):
                left.remove(i)
                break
    return left


# ---- judged_cost, again ----


@right("judged_cost")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    def total(chances, truth, t):
        money = 0
        for p, y in zip(chances, truth, strict=True):
            if y and p < t:
                money += miss_cost
            elif not y and p >= t:
                money += alarm_cost
        return money

    best = tuning_chances[0]
    for t in tuning_chances[1:]:
        old = total(tuning_chances, tuning_truth, best)
        new = total(tuning_chances, tuning_truth, t)
        if new < old or (new == old and t < best):
            best = t
    return best, total(new_chances, new_truth, best) / len(new_chances)


@right("judged_cost")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    p, y = torch.as_tensor(tuning_chances), torch.as_tensor(tuning_truth).bool()
    cuts = torch.unique(p)
    flagged = p >= cuts[:, None]
    costs = miss_cost * (y & ~flagged).sum(1) + alarm_cost * (~y & flagged).sum(1)
    best = cuts[torch.nonzero(costs == costs.min())[0, 0]]
    p, y = torch.as_tensor(new_chances), torch.as_tensor(new_truth).bool()
    flagged = p >= best
    cost = miss_cost * (y & ~flagged).sum() + alarm_cost * (~y & flagged).sum()
    return best.item(), cost.item() / len(p)


@right("judged_cost")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    order = np.argsort(tuning_chances, kind="stable")
    p, y = tuning_chances[order], tuning_truth[order]
    first = np.unique(p, return_index=True)[1]
    missed = np.concatenate([[0], np.cumsum(y)])[first]
    alarms = (1 - y).sum() - np.concatenate([[0], np.cumsum(1 - y)])[first]
    best = p[first][np.argmin(miss_cost * missed + alarm_cost * alarms)]
    below = new_chances < best
    cost = miss_cost * (below & (new_truth == 1)) + alarm_cost * (
        ~below & (new_truth == 0)
    )
    return best, cost.mean()


@right("judged_cost")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    def mean_cost(truth, flagged):
        passed, alarms, missed, hits = (
            ((truth == y) & (flagged == f)).sum()
            for f, y in ((False, 0), (True, 0), (False, 1), (True, 1))
        )
        n = passed + alarms + missed + hits
        return (miss_cost * missed + alarm_cost * alarms) / n

    best = min(
        np.sort(tuning_chances),
        key=lambda t: mean_cost(tuning_truth, tuning_chances >= t),
    )
    return float(best), float(mean_cost(new_truth, new_chances >= best))


@right("judged_cost")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    rows = []
    for t in np.unique(tuning_chances):
        cells = confusion_matrix(tuning_truth, tuning_chances >= t, labels=[0, 1])
        rows.append((cells[1, 0] * miss_cost + cells[0, 1] * alarm_cost, t))
    best = sorted(rows)[0][1]
    cells = confusion_matrix(new_truth, new_chances >= best, labels=[0, 1])
    return best, (cells[1, 0] * miss_cost + cells[0, 1] * alarm_cost) / cells.sum()


@wrong(
    "judged_cost",
    "judges with the best cost of the new rows",
    says="lowest cost of any",
)
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    cuts = np.unique(tuning_chances)
    args = miss_cost, alarm_cost
    old = [costs_of(tuning_chances, tuning_truth, *args, t).mean() for t in cuts]
    new = [costs_of(new_chances, new_truth, *args, t).mean() for t in cuts]
    return cuts[np.argmin(old)], min(new)


@wrong("judged_cost", "candidates are the new chances", says="These are the new ones")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    cuts = np.unique(new_chances)
    args = miss_cost, alarm_cost
    old = [costs_of(tuning_chances, tuning_truth, *args, t).mean() for t in cuts]
    best = cuts[np.argmin(old)]
    return best, costs_of(new_chances, new_truth, *args, best).mean()


@wrong("judged_cost", "a grid of hundredths", says="none of the candidates")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    cuts = np.linspace(0, 1, 101)
    args = miss_cost, alarm_cost
    old = [costs_of(tuning_chances, tuning_truth, *args, t).mean() for t in cuts]
    best = cuts[np.argmin(old)]
    return best, costs_of(new_chances, new_truth, *args, best).mean()


@wrong("judged_cost", "tuning and new rows thrown together", says="choose together")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    p = np.concatenate([tuning_chances, new_chances])
    y = np.concatenate([tuning_truth, new_truth])
    cuts = np.unique(tuning_chances)
    args = miss_cost, alarm_cost
    best = cuts[np.argmin([costs_of(p, y, *args, t).mean() for t in cuts])]
    return best, costs_of(new_chances, new_truth, *args, best).mean()


@wrong("judged_cost", "cost first, then the threshold", says="threshold comes first")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    cuts = np.unique(tuning_chances)
    args = miss_cost, alarm_cost
    old = [costs_of(tuning_chances, tuning_truth, *args, t).mean() for t in cuts]
    best = cuts[np.argmin(old)]
    return costs_of(new_chances, new_truth, *args, best).mean(), best


@wrong("judged_cost", "the dearest threshold", says="costs most")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    cuts = np.unique(tuning_chances)
    args = miss_cost, alarm_cost
    old = [costs_of(tuning_chances, tuning_truth, *args, t).mean() for t in cuts]
    best = cuts[np.argmax(old)]
    return best, costs_of(new_chances, new_truth, *args, best).mean()


@wrong("judged_cost", "a threshold of 0.5", says="`tuning_chances` is never used")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    args = miss_cost, alarm_cost
    return 0.5, costs_of(new_chances, new_truth, *args, 0.5).mean()


@wrong(
    "judged_cost", "the first of equal ones, candidates not sorted", says="as little"
)
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    args = miss_cost, alarm_cost
    old = [
        costs_of(tuning_chances, tuning_truth, *args, t).mean() for t in tuning_chances
    ]
    best = tuning_chances[np.argmin(old)]
    return best, costs_of(new_chances, new_truth, *args, best).mean()


@wrong(
    "judged_cost",
    "the sum divided by the tuning rows",
    says="number of the tuning rows",
)
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    cuts = np.unique(tuning_chances)
    args = miss_cost, alarm_cost
    old = [costs_of(tuning_chances, tuning_truth, *args, t).mean() for t in cuts]
    best = cuts[np.argmin(old)]
    cost = costs_of(new_chances, new_truth, *args, best).sum()
    return best, cost / len(tuning_chances)


@wrong("judged_cost", "the number of the threshold", says="place among the candidates")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    cuts = np.unique(tuning_chances)
    args = miss_cost, alarm_cost
    old = [costs_of(tuning_chances, tuning_truth, *args, t).mean() for t in cuts]
    best = np.argmin(old)
    return best, costs_of(new_chances, new_truth, *args, cuts[best]).mean()


@wrong("judged_cost", "the cheapest by number of errors", says="count alike")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    cuts = np.unique(tuning_chances)
    old = [((tuning_chances >= t) != tuning_truth).mean() for t in cuts]
    best = cuts[np.argmin(old)]
    return best, costs_of(new_chances, new_truth, miss_cost, alarm_cost, best).mean()


@wrong("judged_cost", "above, for the new rows only", says="among the new rows, too")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    cuts = np.unique(tuning_chances)
    args = miss_cost, alarm_cost
    old = [costs_of(tuning_chances, tuning_truth, *args, t).mean() for t in cuts]
    best = cuts[np.argmin(old)]
    missed, alarms = (
        new_truth * (new_chances <= best),
        (1 - new_truth) * (new_chances > best),
    )
    return best, (miss_cost * missed + alarm_cost * alarms).mean()


@wrong("judged_cost", "the bug as it stands", says="`tuning_truth` is never used")
def _(tuning_chances, tuning_truth, new_chances, new_truth, miss_cost, alarm_cost):
    cuts = np.unique(tuning_chances)
    args = miss_cost, alarm_cost
    new = [costs_of(new_chances, new_truth, *args, t).mean() for t in cuts]
    return cuts[np.argmin(new)], min(new)


# ---- missing_parts, again ----


@right("missing_parts")
def _(card, required):
    pieces = ("\n" + card).split("\n## ")
    found = {}
    for piece in pieces[1:]:
        name, _, text = piece.partition("\n")
        found[name.strip()] = found.get(name.strip(), "") + text
    return [part for part in required if not found.get(part, "").strip()]


@right("missing_parts")
def _(card, required):
    counts = Counter()
    name = None
    for line in card.split("\n"):
        if line.startswith("## "):
            name = line[3:].rstrip()
        elif name is not None:
            counts[name] += len(line.split())
    return [part for part in required if counts[part] == 0]


@right("missing_parts")
def _(card, required):
    def has_text(part):
        found = re.search(
            rf"^## {re.escape(part)}[ \t]*$(.*?)(?=^## |\Z)", card, re.M | re.S
        )
        return bool(found and found.group(1).strip())

    return [part for part in required if not has_text(part)]


@right("missing_parts")
def _(card, required):
    lines = card.splitlines()
    starts = [i for i, line in enumerate(lines) if line.startswith("## ")]
    ends = [*starts[1:], len(lines)]
    texts = {
        lines[a].removeprefix("## ").strip(): "".join(lines[a + 1 : b])
        for a, b in zip(starts, ends, strict=False)
    }
    result = []
    for part in required:
        if part not in texts or not texts[part].strip():
            result += [part]
    return result


@right("missing_parts")
def _(card, required):
    left = dict.fromkeys(required)
    opened = None
    for line in io.StringIO(card):
        if line.startswith("## "):
            opened = line[3:].strip()
        elif line.strip():
            left.pop(opened, None)
    return list(left)


@wrong("missing_parts", "the lesson's split: name and more", says=None)
def _(card, required):
    missing = []
    for part in required:
        pieces = card.split(f"## {part}")
        if len(pieces) < 2 or not pieces[1].split("## ")[0].strip():
            missing.append(part)
    return missing


@wrong("missing_parts", "the lesson's cell, with a guard", says="begins with spaces")
def _(card, required):
    def text_of(part):
        if f"## {part}\n" not in card:
            return ""
        return card.split(f"## {part}\n")[1].split("## ")[0]

    return [part for part in required if not text_of(part).strip()]


@wrong(
    "missing_parts",
    "a heading that begins with the name",
    says="only begins with the name",
)
def _(card, required):
    filled = set()
    for part in required:
        inside = False
        for line in card.splitlines():
            if line.startswith("## "):
                inside = line.startswith("## " + part)
            elif inside and line.strip():
                filled.add(part)
    return [part for part in required if part not in filled]


@wrong("missing_parts", "forgets to close the last part", says="last part is lost")
def _(card, required):
    full, name, text = set(), None, ""
    for line in card.splitlines():
        if line.startswith("## "):
            if text.strip():
                full.add(name)
            name, text = line[3:].strip(), ""
        else:
            text += line
    return [part for part in required if part not in full]


@wrong("missing_parts", "only those with an empty text", says="no heading at all")
def _(card, required):
    texts, name = {}, None
    for line in card.splitlines():
        if line.startswith("## "):
            name = line[3:].strip()
            texts[name] = ""
        elif name is not None:
            texts[name] += line
    return [part for part in required if part in texts and not texts[part].strip()]


@wrong("missing_parts", "every empty part of the card", says="nobody asks for another")
def _(card, required):
    texts, name = dict.fromkeys(required, ""), None
    for line in card.splitlines():
        if line.startswith("## "):
            name = line[3:].strip()
            texts.setdefault(name, "")
        elif name is not None:
            texts[name] += line
    return [part for part in texts if not texts[part].strip()]


@wrong("missing_parts", "a text with the names", says="got a text")
def _(card, required):
    full, name = set(), None
    for line in card.splitlines():
        if line.startswith("## "):
            name = line[3:].strip()
        elif line.strip():
            full.add(name)
    return ", ".join(part for part in required if part not in full)


@wrong(
    "missing_parts", "returns the first one only", says="only the first missing part"
)
def _(card, required):
    full, name = set(), None
    for line in card.splitlines():
        if line.startswith("## "):
            name = line[3:].strip()
        elif line.strip():
            full.add(name)
    for part in required:
        if part not in full:
            return [part]
    return []


@wrong("missing_parts", "heading with or without a space", says="two signs and a space")
def _(card, required):
    full, name = set(), None
    for line in card.splitlines():
        if line.startswith("##"):
            name = line.lstrip("#").strip()
        elif line.strip():
            full.add(name)
    return [part for part in required if part not in full]


@wrong(
    "missing_parts", "headings that are indented count too", says="begins with spaces"
)
def _(card, required):
    full, name = set(), None
    for line in card.splitlines():
        if line.strip().startswith("## "):
            name = line.strip()[3:].strip()
        elif line.strip():
            full.add(name)
    return [part for part in required if part not in full]


@wrong("missing_parts", "text up to the next ## anywhere", says="two signs and a space")
def _(card, required):
    missing = []
    for part in required:
        found = re.search(rf"^## {re.escape(part)}\s*\n([^#]*)", card, re.M)
        if not found or not found.group(1).strip():
            missing.append(part)
    return missing


@wrong("missing_parts", "the next heading counts as text", says="no text")
def _(card, required):
    lines = card.splitlines()
    missing = []
    for part in required:
        if f"## {part}" not in lines:
            missing.append(part)
        elif not "".join(lines[lines.index(f"## {part}") + 1 :]).strip():
            missing.append(part)
    return missing


# ---- A third student


@wrong("four_scores", "rounded to three digits", says="the scores are rounded")
def _(hits, alarms, missed, passed):
    accuracy = (hits + passed) / (hits + alarms + missed + passed)
    precision = hits / (hits + alarms) if hits + alarms else 0
    recall = hits / (hits + missed) if hits + missed else 0
    f1 = 2 * hits / (2 * hits + alarms + missed) if hits else 0
    return tuple(round(s, 3) for s in (accuracy, precision, recall, f1))


@right("pareto_front")
def _(errors, seconds):
    front = []
    for n in range(len(errors)):
        no_worse = (errors <= errors[n]) & (seconds <= seconds[n])
        better = (errors < errors[n]) | (seconds < seconds[n])
        if not (no_worse & better).any():
            front.append(n)
    return front


def third_parts(card):
    parts, name = {}, None
    for line in card.splitlines():
        if line.startswith("## "):
            name = line[3:].strip()
            parts[name] = ""
        elif name is not None:
            parts[name] += line
    return parts


@wrong(
    "missing_parts",
    "first the empty parts, then the absent ones",
    says="not in the order of `required`",
)
def _(card, required):
    parts = third_parts(card)
    empty = [n for n in required if n in parts and not parts[n].strip()]
    return empty + [n for n in required if n not in parts]


@wrong(
    "missing_parts",
    "first the absent parts, then the empty ones",
    says="not in the order of `required`",
)
def _(card, required):
    parts = third_parts(card)
    empty = [n for n in required if n in parts and not parts[n].strip()]
    return [n for n in required if n not in parts] + empty


@wrong(
    "missing_parts",
    "empty parts in the order of the card",
    says="not in the order of `required`",
)
def _(card, required):
    parts = third_parts(card)
    empty = [n for n in parts if n in required and not parts[n].strip()]
    return empty + [n for n in required if n not in parts]


@wrong("missing_parts", "in small letters", says="capital and small letters")
def _(card, required):
    parts = third_parts(card.lower())
    return [n for n in required if not parts.get(n.lower(), "").strip()]
