"""Answers to the exercises of 7.2, Carry a project from brief to release."""

import numpy as np
import pandas as pd

from tests.exercises.answers import right, wrong

# --- project_order

right("project_order", "CFBHDAG")
right("project_order", "C F B H D A G")
right("project_order", "c f b h d a g")
right("project_order", ["C", "F", "B", "H", "D", "A", "G"])
right("project_order", "C, F, B, H, D, A, G")
wrong("project_order", "CFBEHDA", "each candidate opens the test set", says="line E")
wrong("project_order", "CIFBHDA", "columns by all rows", says="line I")
wrong("project_order", "FCBHDAG", "parts before the question", says="line F")
wrong("project_order", "CFHBDAG", "chosen before compared", says="line H")
wrong("project_order", "CFBDHAG", "opened before chosen", says="line D")
wrong("project_order", "CFBHADG", "a card without a result", says="line A")
wrong("project_order", "CFBHDGA", "in use before the card", says="line G")
wrong("project_order", "CFBHDA", "one line is missing", says=None)

# --- leaking_rows


def leaks_loops(parts, things):
    order = ["train", "choose", "test"]
    found = []
    for i in range(len(parts)):
        if parts[i] not in ("choose", "test"):
            continue
        for j in range(len(parts)):
            if parts[j] in order[: order.index(parts[i])] and things[j] == things[i]:
                found.append(i)
                break
    return found


def leaks_numpy(parts, things):
    parts, things = np.array(parts), np.array(things)
    train, choose = things[parts == "train"], things[parts == "choose"]
    bad = (parts == "choose") & np.isin(things, train)
    bad |= (parts == "test") & np.isin(things, np.concatenate([train, choose]))
    return np.flatnonzero(bad)


def leaks_dict(parts, things):
    seen = {}
    for p, t in zip(parts, things):
        seen.setdefault(t, set()).add(p)
    out = []
    for n, (p, t) in enumerate(zip(parts, things)):
        if p == "choose" and "train" in seen[t]:
            out += [n]
        elif p == "test" and seen[t] & {"train", "choose"}:
            out += [n]
    return out


def leaks_frame(parts, things):
    frame = pd.DataFrame({"p": parts, "t": things})
    train = frame.t[frame.p == "train"]
    early = frame.t[frame.p.isin(["train", "choose"])]
    leak = (frame.p.eq("choose") & frame.t.isin(train)) | (
        frame.p.eq("test") & frame.t.isin(early)
    )
    return frame.index[leak].tolist()


def leaks_merge(parts, things):
    rank = {"train": 0, "choose": 1, "test": 2}
    first = {}
    for p, t in zip(parts, things):
        if p in rank:
            first[t] = min(first.get(t, 9), rank[p])
    return [n for n, p in enumerate(parts) if p in rank and rank[p] > first[things[n]]]


for answer in (leaks_loops, leaks_numpy, leaks_dict, leaks_frame, leaks_merge):
    right("leaking_rows", answer)


def only_train(parts, things):
    train = {t for p, t in zip(parts, things) if p == "train"}
    return [
        n for n, p in enumerate(parts) if p in ("choose", "test") and things[n] in train
    ]


def only_test(parts, things):
    early = {t for p, t in zip(parts, things) if p in ("train", "choose")}
    return [n for n, p in enumerate(parts) if p == "test" and things[n] in early]


def any_other(parts, things):
    return [
        n
        for n, p in enumerate(parts)
        if p and any(q and q != p and t == things[n] for q, t in zip(parts, things))
    ]


def left_out_counts(parts, things):
    early = {t for p, t in zip(parts, things) if p != "test"}
    train = {t for p, t in zip(parts, things) if p in ("train", "")}
    return [
        n
        for n, p in enumerate(parts)
        if (p == "test" and things[n] in early)
        or (p == "choose" and things[n] in train)
    ]


def rows_above(parts, things):
    known, choose, out = set(), set(), []
    for n, (p, t) in enumerate(zip(parts, things)):
        if p == "train":
            known.add(t)
        if p == "choose":
            if t in known:
                out.append(n)
            choose.add(t)
        if p == "test" and (t in known or t in choose):
            out.append(n)
    return out


def twins(parts, things):
    return [n for n, t in enumerate(things) if parts[n] and list(things).count(t) > 1]


def returns_early(parts, things):
    for n in leaks_loops(parts, things):
        return [n]
    return []


def from_one(parts, things):
    return [n + 1 for n in leaks_loops(parts, things)]


def both_ways(parts, things):
    later = leaks_loops(parts, things)
    mates = {things[n] for n in later}
    return [
        n for n, p in enumerate(parts) if p in ("choose", "test") and things[n] in mates
    ]


def the_things(parts, things):
    return sorted({things[n] for n in leaks_loops(parts, things)})


wrong("leaking_rows", only_train, "choose is no earlier part", says="choose is an")
wrong("leaking_rows", only_test, "choose is not looked at", says="choose can leak")
wrong("leaking_rows", any_other, "train leaks, too", says="Train comes first")
wrong("leaking_rows", left_out_counts, "left out rows teach", says="left out")
wrong("leaking_rows", rows_above, "only rows above", says="further down")
wrong("leaking_rows", twins, "any twin", says=None)
wrong("leaking_rows", returns_early, "the first only", says=None)
wrong("leaking_rows", from_one, "counted from 1", says=None)
wrong("leaking_rows", both_ways, "a later row is blamed", says=None)
wrong("leaking_rows", the_things, "things, not rows", says=None)


def a_mask(parts, things):
    leaks = leaks_loops(parts, things)
    return [n in leaks for n in range(len(parts))]


def part_by_part(parts, things):
    leaks = leaks_loops(parts, things)
    return sorted(leaks, key=lambda n: parts[n])


wrong("leaking_rows", a_mask, "True and False", says="numbers of the rows")
wrong("leaking_rows", part_by_part, "choose before test", says="are to rise")


@wrong("leaking_rows", "choose first, then test", says="their numbers are to rise")
def _(parts, things):
    train = {t for p, t in zip(parts, things) if p == "train"}
    choose = {t for p, t in zip(parts, things) if p == "choose"}
    rows = [i for i, p in enumerate(parts) if p == "choose" and things[i] in train]
    test = [i for i, p in enumerate(parts) if p == "test"]
    return rows + [i for i in test if things[i] in train | choose]


@wrong("leaking_rows", "two ifs name a row twice", says="a row is named twice")
def _(parts, things):
    train = {t for p, t in zip(parts, things) if p == "train"}
    choose = {t for p, t in zip(parts, things) if p == "choose"}
    rows = []
    for i, (part, thing) in enumerate(zip(parts, things)):
        if part in ("choose", "test") and thing in train:
            rows.append(i)
        if part == "test" and thing in choose:
            rows.append(i)
    return rows


# --- interval_by_group


def by_dict(losses, groups):
    mean = sum(losses) / len(losses)
    totals = {}
    for loss, group in zip(losses, groups):
        totals[group] = totals.get(group, 0) + loss - mean
    t = np.array(list(totals.values()))
    half = 2 * np.std(t, ddof=1) * np.sqrt(len(t)) / len(losses)
    return mean - half, mean + half


def by_bincount(losses, groups):
    _, codes = np.unique(groups, return_inverse=True)
    t = np.bincount(codes, weights=losses - losses.mean())
    half = 2 * t.std(ddof=1) * len(t) ** 0.5 / losses.size
    return [losses.mean() - half, losses.mean() + half]


def by_pandas(losses, groups):
    frame = pd.DataFrame({"l": losses, "g": groups})
    t = frame.assign(l=frame["l"] - frame["l"].mean()).groupby("g")["l"].sum()
    half = 2 * t.std() * np.sqrt(len(t)) / len(losses)
    return losses.mean() - half, losses.mean() + half


def by_sizes(losses, groups):
    t = []
    for g in set(groups):
        inside = losses[groups == g]
        t.append(inside.sum() - len(inside) * losses.mean())
    half = 2 * np.std(t, ddof=1) * np.sqrt(len(t)) / len(losses)
    return (np.mean(losses) - half, np.mean(losses) + half)


def by_variance(losses, groups):
    names, mean = sorted(set(groups)), losses.mean()
    t = np.array(
        [sum(x - mean for x, g in zip(losses, groups) if g == n) for n in names]
    )
    variance = ((t - t.mean()) ** 2).sum() / (len(t) - 1)
    half = 2 * (variance * len(t)) ** 0.5 / len(losses)
    return np.array([mean - half, mean + half])


for answer in (by_dict, by_bincount, by_pandas, by_sizes, by_variance):
    right("interval_by_group", answer)


def totals_of(losses, groups):
    off = losses - losses.mean()
    return np.array([off[groups == g].sum() for g in np.unique(groups)])


def plain_totals(losses, groups):
    t = np.array([losses[groups == g].sum() for g in np.unique(groups)])
    half = 2 * t.std(ddof=1) * np.sqrt(len(t)) / len(losses)
    return losses.mean() - half, losses.mean() + half


def only_the_half(losses, groups):
    t = totals_of(losses, groups)
    return 2 * t.std(ddof=1) * np.sqrt(len(t)) / len(losses)


def as_it_was(losses, groups):
    half = 2 * losses.std(ddof=1) / np.sqrt(len(losses))
    return losses.mean() - half, losses.mean() + half


def of_a_total(losses, groups):
    t = totals_of(losses, groups)
    half = 2 * t.std(ddof=1) / np.sqrt(len(t))
    return losses.mean() - half, losses.mean() + half


def root_of_rows(losses, groups):
    t = totals_of(losses, groups)
    half = 2 * t.std(ddof=1) * np.sqrt(len(losses)) / len(losses)
    return losses.mean() - half, losses.mean() + half


def plain_std(losses, groups):
    t = totals_of(losses, groups)
    half = 2 * t.std() * np.sqrt(len(t)) / len(losses)
    return losses.mean() - half, losses.mean() + half


def mean_of_means(losses, groups):
    m = np.array([losses[groups == g].mean() for g in np.unique(groups)])
    half = 2 * m.std(ddof=1) / np.sqrt(len(m))
    return m.mean() - half, m.mean() + half


def middle_of_totals(losses, groups):
    t = np.array([losses[groups == g].sum() for g in np.unique(groups)])
    half = 2 * t.std(ddof=1) * np.sqrt(len(t)) / len(losses)
    return t.mean() - half, t.mean() + half


def one_sd(losses, groups):
    t = totals_of(losses, groups)
    half = t.std(ddof=1) * np.sqrt(len(t)) / len(losses)
    return losses.mean() - half, losses.mean() + half


def turned(losses, groups):
    return by_dict(losses, groups)[::-1]


def no_root(losses, groups):
    t = totals_of(losses, groups)
    half = 2 * t.std(ddof=1) / len(losses)
    return losses.mean() - half, losses.mean() + half


wrong("interval_by_group", as_it_was, "not repaired", says="independent rows")
wrong("interval_by_group", of_a_total, "of a total", says="*total*")
wrong("interval_by_group", root_of_rows, "the root of rows", says="counts groups")
wrong("interval_by_group", plain_std, "ddof 0", says="ddof=1")
wrong("interval_by_group", mean_of_means, "means of groups", says="mean of all rows")
wrong(
    "interval_by_group", middle_of_totals, "middle of totals", says="mean of all rows"
)
wrong("interval_by_group", one_sd, "without 2", says="factor 2")
wrong("interval_by_group", turned, "high first", says="lower end")
wrong("interval_by_group", no_root, "no root", says="√n is missing")
wrong("interval_by_group", plain_totals, "totals of losses", says="Subtract the mean")
wrong("interval_by_group", only_the_half, "the half width alone", says=None)


def mean_and_half(losses, groups):
    return losses.mean(), only_the_half(losses, groups)


def without_root(losses, groups):
    t = totals_of(losses, groups)
    half = 2 * t.std(ddof=1) * len(t) / len(losses)
    return losses.mean() - half, losses.mean() + half


wrong("interval_by_group", mean_and_half, "mean and half width", says="two ends")
wrong("interval_by_group", without_root, "n, no root", says="without its root")


@wrong(
    "interval_by_group",
    "each group's own mean subtracted",
    says="the interval has no width, so your totals are all alike",
)
def _(losses, groups):
    totals = []
    for name in np.unique(groups):
        own = losses[groups == name]
        totals.append((own - own.mean()).sum())
    half = 2 * np.std(totals, ddof=1) * np.sqrt(len(totals)) / len(losses)
    return losses.mean() - half, losses.mean() + half


@wrong("interval_by_group", "totals of sizes", says="Keep the signs: a group whose")
def _(losses, groups):
    off = pd.Series(abs(losses - np.mean(losses)))
    totals = off.groupby(np.asarray(groups)).sum()
    half = 2 * totals.std() * len(totals) ** 0.5 / len(losses)
    return losses.mean() - half, losses.mean() + half


@wrong(
    "interval_by_group",
    "the mean of what is left in a group for its total",
    says="you take the mean of what is left in each group",
)
def _(losses, groups):
    off = losses - losses.mean()
    totals = np.array([off[groups == name].mean() for name in np.unique(groups)])
    half = 2 * totals.std(ddof=1) * np.sqrt(len(totals)) / len(losses)
    return losses.mean() - half, losses.mean() + half


# --- unseen


def with_all(tests, models):
    def ok(test, model):
        try:
            return test(model)
        except Exception:
            return False

    return [n for n, m in models.items() if all(ok(t, m) for t in tests)]


def with_flag(tests, models):
    out = []
    for name, model in models.items():
        good = True
        for test in tests:
            try:
                good = good and bool(test(model))
            except Exception:
                good = False
        if good:
            out.append(name)
    return out


def with_else(tests, models):
    out = []
    for name, model in models.items():
        for test in tests:
            try:
                if not test(model):
                    break
            except Exception:
                break
        else:
            out.append(name)
    return out


def with_failed(tests, models):
    failed = set()
    for test in tests:
        for name in models:
            try:
                assert test(models[name])
            except Exception:
                failed.add(name)
    return [name for name in models if name not in failed]


def with_tuple(tests, models):
    return tuple(with_all(tests, models))


for answer in (with_all, with_flag, with_else, with_failed, with_tuple):
    right("unseen", answer)


def seen_ones(tests, models):
    return [n for n in models if n not in with_all(tests, models)]


def any_test(tests, models):
    def ok(test, model):
        try:
            return bool(test(model))
        except Exception:
            return False

    return [n for n, m in models.items() if any(ok(t, m) for t in tests)]


def error_passes(tests, models):
    def ok(test, model):
        try:
            return bool(test(model))
        except Exception:
            return True

    return [n for n, m in models.items() if all(ok(t, m) for t in tests)]


def last_test(tests, models):
    out = []
    for name, model in models.items():
        good = True
        for test in tests:
            try:
                good = bool(test(model))
            except Exception:
                good = False
        if good:
            out.append(name)
    return out


def is_true(tests, models):
    def ok(test, model):
        try:
            return test(model) is True
        except Exception:
            return False

    return [n for n, m in models.items() if all(ok(t, m) for t in tests)]


def in_abc(tests, models):
    return sorted(with_all(tests, models))


def raises(tests, models):
    return [n for n, m in models.items() if all(t(m) for t in tests)]


def first_test(tests, models):
    out = []
    for name, model in models.items():
        for test in tests:
            try:
                if test(model):
                    out.append(name)
            except Exception:
                pass
            break
    return out


wrong("unseen", seen_ones, "those that fail", says="*does* fail")
wrong("unseen", any_test, "any instead of all", says="passes some tests")
wrong("unseen", error_passes, "an error passes", says="raises an error")
wrong("unseen", last_test, "the last test decides", says="passes some tests")
wrong("unseen", first_test, "the first test decides", says="passes some tests")
wrong("unseen", is_true, "is True", says="counts as true")
wrong("unseen", in_abc, "sorted names", says="order of the dictionary")


def only_value_errors(tests, models):
    out = []
    for name, model in models.items():
        try:
            if all(test(model) for test in tests):
                out.append(name)
        except ValueError:
            pass
    return out


def one_try(tests, models):
    out = []
    try:
        for name, model in models.items():
            if all(test(model) for test in tests):
                out.append(name)
    except Exception:
        pass
    return out


def the_first(tests, models):
    return with_all(tests, models)[:1]


wrong(
    "unseen", only_value_errors, "other errors are not caught", says="raised an error"
)
wrong("unseen", one_try, "the try is around the loop", says="end the loop")
wrong("unseen", the_first, "returns early", says="end the loop")
wrong("unseen", raises, "errors are not caught", says=None)


def passing(tests, models):
    """Return the names of the models that pass all tests."""
    found = []
    for name, model in models.items():
        try:
            if all(test(model) for test in tests):
                found.append(name)
        except Exception:
            pass
    return found


wrong(
    "unseen",
    lambda tests, models: len(passing(tests, models)),
    "how many they are",
    says="Return a list of names",
)
wrong(
    "unseen",
    lambda tests, models: set(passing(tests, models)),
    "a set",
    says="Return a list of names",
)
wrong(
    "unseen",
    lambda tests, models: {name: models[name] for name in passing(tests, models)},
    "a dictionary",
    says="Return a list of names",
)


@wrong("unseen", "only False counts as failed", says="such as 0")
def _(tests, models):
    names = []
    for name, model in models.items():
        try:
            if all(test(model) is not False for test in tests):
                names.append(name)
        except Exception:
            continue
    return names


# --- gap_alarms


def gaps_loop(reference, batch):
    out = []
    n = len(batch)
    for c in list(reference):
        if c not in batch.columns:
            out.append(c)
        else:
            p = reference[c].isna().sum() / len(reference)
            q = batch[c].isna().sum() / n
            se = max(np.sqrt(p * (1 - p) / n), 1 / n)
            if q - p > 4 * se:
                out.append(c)
    return out


def gaps_vector(reference, batch):
    n = len(batch)
    p = reference.isnull().mean()
    q = batch.isnull().mean().reindex(reference.columns, fill_value=np.inf)
    se = (p * (1 - p) / n).pow(0.5).clip(lower=1 / n)
    return list(reference.columns[(q > p + 4 * se).to_numpy()])


def gaps_comprehension(reference, batch):
    n = batch.shape[0]

    def rings(c):
        if c not in batch:
            return True
        p, q = np.mean(pd.isna(reference[c])), np.mean(pd.isna(batch[c]))
        return (q - p) > 4 * max((p * (1 - p) / n) ** 0.5, 1 / n)

    return [c for c in reference.columns if rings(c)]


def gaps_division(reference, batch):
    ringing = []
    for name, column in reference.items():
        if name in batch.columns:
            p = column.isna().mean()
            error = np.maximum(np.sqrt(p * (1 - p) / len(batch)), 1 / len(batch))
            if (batch[name].isna().mean() - p) - 4 * error > 0:
                ringing += [name]
        else:
            ringing += [name]
    return ringing


def gaps_index(reference, batch):
    return pd.Index(gaps_loop(reference, batch), dtype=object)


for answer in (
    gaps_loop,
    gaps_vector,
    gaps_comprehension,
    gaps_division,
    gaps_index,
):
    right("gap_alarms", answer)


def gaps_with(error=None, over=None, gone=True):
    def answer(reference, batch):
        out = []
        for c in reference:
            if c not in batch:
                if gone:
                    out.append(c)
                continue
            p, q = reference[c].isna().mean(), batch[c].isna().mean()
            se = error(p, len(reference), len(batch))
            if over(p, q, se):
                out.append(c)
        return out

    return answer


def standard(p, m, n):
    return max((p * (1 - p) / n) ** 0.5, 1 / n)


def more(p, q, se):
    return q - p > 4 * se


wrong(
    "gap_alarms",
    gaps_with(standard, lambda p, q, se: abs(q - p) > 4 * se),
    "fewer gaps ring",
    says="*fewer*",
)
wrong(
    "gap_alarms",
    gaps_with(standard, lambda p, q, se: q - p >= 4 * se),
    "four is enough",
    says="Asked is *more*",
)
wrong(
    "gap_alarms",
    gaps_with(lambda p, m, n: (p * (1 - p) / n) ** 0.5, more),
    "no least error",
    says="1/n there",
)
wrong(
    "gap_alarms",
    gaps_with(lambda p, m, n: max((p * (1 - p) / m) ** 0.5, 1 / m), more),
    "n of the reference",
    says="the batch, not",
)
wrong("gap_alarms", gaps_with(standard, more, gone=False), "gone", says="have any more")
wrong(
    "gap_alarms",
    gaps_with(standard, lambda p, q, se: q > 4 * se),
    "p is not subtracted",
    says="Compare q − p",
)
wrong(
    "gap_alarms",
    gaps_with(standard, lambda p, q, se: q - p > 2 * se),
    "two errors",
    says="are there four",
)
wrong(
    "gap_alarms",
    gaps_with(lambda p, m, n: max(p * (1 - p) / n, 1 / n), more),
    "no root",
    says="with the root",
)


def the_batch_s(reference, batch):
    return [c for c in batch if c not in reference or c in gaps_loop(reference, batch)]


def sorted_names(reference, batch):
    return sorted(gaps_loop(reference, batch))


wrong("gap_alarms", the_batch_s, "columns of the batch", says=None)
wrong("gap_alarms", sorted_names, "sorted", says="order of the reference")
wrong(
    "gap_alarms",
    gaps_with(lambda p, m, n: (p * (1 - p) / n) ** 0.5 or 1 / n, more),
    "1/n only without gaps",
    says="for *every* column",
)
wrong(
    "gap_alarms",
    gaps_with(lambda p, m, n: max((p * p / n) ** 0.5, 1 / n), more),
    "p · p",
    says="3.3 standard errors",
)
wrong(
    "gap_alarms",
    gaps_with(standard, lambda p, q, se: q - p > 3 * se),
    "three errors",
    says="are there four",
)


def error_of_the_batch(reference, batch):
    out = []
    for c in reference:
        if c in batch:
            p, q = reference[c].isna().mean(), batch[c].isna().mean()
            if q - p <= 4 * standard(q, 0, len(batch)):
                continue
        out.append(c)
    return out


wrong("gap_alarms", error_of_the_batch, "q in the error", says="share of the reference")


@wrong("gap_alarms", "columns that are gone come last", says="are to come in the order")
def _(reference, batch):
    n, ringing = len(batch), []
    for name in [c for c in reference if c in batch]:
        p, q = reference[name].isna().mean(), batch[name].isna().mean()
        if q - p > 4 * max(np.sqrt(p * (1 - p) / n), 1 / n):
            ringing.append(name)
    return ringing + [c for c in reference if c not in batch]


@wrong("gap_alarms", "columns that are gone come first", says="are to come in the")
def _(reference, batch):
    gone = [c for c in reference if c not in batch]
    return gone + [c for c in gaps_loop(reference, batch) if c not in gone]


def gaps_by(share, error=lambda p, n: max((p * (1 - p) / n) ** 0.5, 1 / n), sign=1):
    """Return an answer to gap_alarms with one part changed."""

    def gap_alarms(reference, batch):
        ringing, n = [], len(batch)
        for name in reference.columns:
            if name not in batch.columns:
                ringing.append(name)
                continue
            p, q = share(reference[name]), share(batch[name])
            if sign * (q - p) > 4 * error(p, n):
                ringing.append(name)
        return ringing

    return gap_alarms


wrong(
    "gap_alarms",
    gaps_by(lambda s: (s == np.nan).mean()),
    "== finds no NaN",
    says="a column stays silent whose share of gaps has grown from 0.10 to 0.50",
)
wrong(
    "gap_alarms",
    gaps_by(lambda s: s.notna().mean()),
    "notna for isna",
    says="a column stays silent whose share of gaps has grown from 0.10 to 0.50",
)
wrong(
    "gap_alarms",
    gaps_by(lambda s: s.isna().mean(), sign=-1),
    "p - q for q - p",
    says="a column stays silent whose share of gaps has grown from 0.10 to 0.50",
)
wrong(
    "gap_alarms",
    gaps_by(
        lambda s: s.isna().mean(),
        lambda p, n: max(np.sqrt(p * (1 - p) / n), 1 / np.sqrt(n)),
    ),
    "at least 1/root n",
    says="a column stays silent whose share of gaps has grown from 0.10 to 0.50",
)
wrong(
    "gap_alarms",
    gaps_by(lambda s: (s.isna() | (s == 0)).mean()),
    "zeros count as gaps",
    says="A 0 is a value, not a gap",
)
