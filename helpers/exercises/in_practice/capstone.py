"""Exercises of lesson 7.2, Carry a project from brief to release."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers.judging import exercise, lesson, ordering

# --- Exercise 1: the order of the milestones

project_order = ordering(
    "CFBHDAG",
    n_lines=9,
    never={
        "E": "line E opens the test set for each candidate: then it chooses, and"
        " nothing is left to judge.",
        "I": "line I lets all rows choose the columns, those of the test set, too.",
    },
    early={
        "FC": "line F divides the rows before the question is clear: what will be new?",
        "BF": "line B needs the parts, and there are none yet.",
        "HB": "line H marks a candidate before they have been compared.",
        "DH": "line D opens the test set before a candidate has been chosen.",
        "AD": "line A needs the result, and the test set has not been opened.",
        "GA": "line G puts the model to use before its card has been written.",
    },
    hints=[
        "Question, parts, comparison, choice, result, card, use.",
        "What does each line need that another one makes?",
    ],
    after="Each step uses what the one before has left in the folder, and only once.",
)

# --- Exercise 2: which rows leak?

leaking_rows = exercise(
    example=True,
    hints=[
        "For a row of choose the earlier part is train; for a row of test it is train"
        " and choose.",
        "Collect the things of each part in a set: `in` then answers the question.",
    ],
    after="In a project the things are hidden: somebody has to ask what makes two rows"
    " the same.",
)


@leaking_rows.solution
def leaks_by_sets(parts, things):
    """Return the numbers of the rows of choose and test that leak."""
    known = {part: set() for part in ("train", "choose")}
    for part, thing in zip(parts, things, strict=True):
        if part in known:
            known[part].add(thing)
    leaks = []
    for number, (part, thing) in enumerate(zip(parts, things, strict=True)):
        in_train = thing in known["train"]
        if part == "choose" and in_train:
            leaks.append(number)
        if part == "test" and (in_train or thing in known["choose"]):
            leaks.append(number)
    return leaks


@leaking_rows.also
def _(parts, things):
    rank = pd.Series(list(parts)).map({"train": 0, "choose": 1, "test": 2})
    first = rank.groupby(pd.Series(list(things))).transform("min")
    return [int(n) for n in rank.index[rank > first]]


@leaking_rows.cases
def _(rng: np.random.Generator) -> Iterator[tuple[list[str], list[str]]]:
    """Yield parts and things: the example, then each way to go wrong by itself."""
    yield ["train", "test", "choose", "test"], ["a", "a", "b", "b"]
    yield ["choose", "choose", "test", "test"], ["a", "a", "b", "b"]  # twins inside
    yield ["test", "train"], ["a", "a"]  # the earlier part stands lower down
    yield ["test", "choose", "train"], ["a", "a", "b"]  # choose knows, train does not
    yield ["choose", "test"], ["a", "a"]
    yield ["", "test", "", "choose"], ["a", "a", "b", "b"]  # left out
    yield ["train", "", "test"], ["a", "a", "b"]
    names = ["train", "choose", "test", ""]
    yield ["test", "choose", "train", "train"], ["a", "b", "a", "b"]  # rising
    yield ["train", "choose", "test"], ["a", "a", "a"]  # two earlier parts
    parts = rng.choice(names, 30).tolist()
    yield parts, rng.choice(list("abcdefghijkl"), 30).tolist()


def rows(shows):
    """Return the symptom of wrong row numbers: of parts, things, missing, too many."""

    def symptom(args, expected, got):
        parts, things = args
        try:
            missing = [n for n in expected if n not in got]
            more = [int(n) for n in got if n not in expected]
        except TypeError:
            return False
        known = all(0 <= n < len(parts) for n in more) and (missing or more)
        return known and shows(parts, things, missing, more)

    return symptom


@leaking_rows.symptom(
    "you return True or False for each row. Asked are the numbers of the rows."
)
def _(args, expected, got):
    return len(got) == len(args[0]) and all(isinstance(x, bool | np.bool_) for x in got)


@leaking_rows.symptom("the right rows, but their numbers are to rise.")
def _(args, expected, got):
    return [*got] != [*expected] and sorted(got) == sorted(expected)


@leaking_rows.symptom(
    "a row is named twice. It leaks once, in however many earlier parts its thing"
    " stands."
)
def _(args, expected, got):
    return len({*got}) < len(got) and {*got} == {*expected}


leaking_rows.symptom("a row of train is named. Train comes first: nothing is earlier.")(
    rows(lambda parts, things, missing, more: any(parts[n] == "train" for n in more))
)
leaking_rows.symptom("a row that was left out is named. It stands in no part.")(
    rows(lambda parts, things, missing, more: any(parts[n] == "" for n in more))
)
leaking_rows.symptom(
    "a row of choose is named because of a row of test. Test comes later, so it leaks"
    " there, not here."
)(
    rows(
        lambda parts, things, missing, more: any(
            parts[n] == "choose"
            and any(
                p == "test" and t == things[n]
                for p, t in zip(parts, things, strict=True)
            )
            for n in more
        )
    )
)
leaking_rows.symptom(
    "a row is named because of a row that was left out. Nobody learns from that one."
)(
    rows(
        lambda parts, things, missing, more: any(
            any(p == "" and t == things[n] for p, t in zip(parts, things, strict=True))
            for n in more
        )
    )
)
leaking_rows.symptom(
    "two rows of one part share a thing. That is no leak: they are on the same side."
)(
    rows(
        lambda parts, things, missing, more: any(
            sum(
                p == parts[n] and t == things[n]
                for p, t in zip(parts, things, strict=True)
            )
            > 1
            for n in more
        )
    )
)
leaking_rows.symptom(
    "a row of test shares its thing with choose and is missing. For test, choose is an"
    " earlier part, too."
)(
    rows(
        lambda parts, things, missing, more: any(
            parts[n] == "test"
            and not any(
                p == "train" and t == things[n]
                for p, t in zip(parts, things, strict=True)
            )
            for n in missing
        )
    )
)
leaking_rows.symptom("rows of choose can leak as well: from train.")(
    rows(
        lambda parts, things, missing, more: (
            not more and all(parts[n] == "choose" for n in missing)
        )
    )
)
leaking_rows.symptom(
    "a row is missing whose earlier part stands further down in the list. The order of"
    " the rows does not matter, the parts do."
)(
    rows(
        lambda parts, things, missing, more: any(
            not any(
                p in ("train", "choose") and p != parts[n] and t == things[n]
                for p, t in zip(parts[:n], things[:n], strict=True)
            )
            for n in missing
        )
    )
)
# --- Exercise 3: repair the interval

interval_by_group = exercise(
    example=True,
    hints=[
        "Which things are independent here: rows, or groups?",
        "`off = losses - losses.mean()`; `np.unique(groups)` gives the names, and"
        " `off[groups == name].sum()` a total.",
        "The half width is 2 · sd of the totals · √(number of groups) / (number of"
        " rows).",
    ],
    after="That is how `project.interval` works, with a number a little above 2 where"
    " the groups are few. Where rows alone give a wider interval, it takes that one.",
)


@interval_by_group.start
def by_rows(losses, groups):
    """Return (low, high), an interval for the mean loss.

    losses: array of shape (n_rows,); groups: array of names, shape (n_rows,), two
    different names or more.
    """
    mean = losses.mean()
    half = 2 * losses.std(ddof=1) / np.sqrt(len(losses))
    return mean - half, mean + half


@interval_by_group.solution
def by_groups(losses, groups):
    """Return (low, high), an interval for the mean loss."""
    totals = pd.Series(losses - losses.mean()).groupby(groups).sum()
    half = 2 * totals.std() * np.sqrt(len(totals)) / len(losses)
    return losses.mean() - half, losses.mean() + half


@interval_by_group.also
def _(losses, groups):
    off = losses - losses.mean()
    totals = np.array([off[groups == name].sum() for name in np.unique(groups)])
    half = 2 * totals.std(ddof=1) * np.sqrt(len(totals)) / len(losses)
    return np.array([losses.mean() - half, losses.mean() + half])


@interval_by_group.cases
def _(rng: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield losses and groups: equal and unequal sizes, mixed, a group of one."""
    yield np.array([2.0, 2.0, 4.0, 4.0]), np.array(["a", "a", "b", "b"])
    yield np.array([1.0, 2.0, 4.0]), np.array(["a", "b", "c"])
    yield np.array([1.0, 5.0, 1.0, 6.0, 2.0]), np.array(["a", "b", "a", "b", "a"])
    yield np.array([0.0, 2.0, 0.5, 0.5, 0.5]), np.array(["x", "y", "x", "x", "x"])
    groups = rng.integers(0, 7, 40).astype(str)
    groups[:7] = [str(n) for n in range(7)]
    yield rng.gamma(2, 1, 40), groups


def half_width(formula):
    """Return a wrong way: an interval with another half width."""

    def wrong(losses, groups):
        names = np.unique(groups)
        off = losses - losses.mean()
        totals = np.array([off[groups == name].sum() for name in names])
        means = np.array([losses[groups == name].mean() for name in names])
        half = formula(losses, totals, means)
        return losses.mean() - half, losses.mean() + half

    return wrong


interval_by_group.mistake(
    "that is the interval of independent rows, as it was. Where do the groups come in?"
)(half_width(lambda x, t, m: 2 * x.std(ddof=1) / np.sqrt(len(x))))
interval_by_group.mistake(
    "that is 2 · sd(t) / √n of the totals: an interval for a group's *total*. Divide by"
    " the rows of a group, rows / n."
)(half_width(lambda x, t, m: 2 * t.std(ddof=1) / np.sqrt(len(t))))


def with_totals_of(values):
    """Return a wrong way: totals of other values than the loss minus the mean."""

    def wrong(losses, groups):
        names, added = np.unique(groups), values(losses)
        totals = np.array([added[groups == name].sum() for name in names])
        half = 2 * totals.std(ddof=1) * np.sqrt(len(totals)) / len(losses)
        return losses.mean() - half, losses.mean() + half

    return wrong


interval_by_group.mistake(
    "you add up the losses as they are: then a group of many rows is far from the"
    " others only because it has many. Subtract the mean of all losses first."
)(with_totals_of(lambda losses: losses))
interval_by_group.mistake(
    "you add up the sizes |loss − mean|. Keep the signs: a group whose losses lie on"
    " both sides of the mean has a small total."
)(with_totals_of(lambda losses: np.abs(losses - losses.mean())))


@interval_by_group.mistake(
    "the interval has no width, so your totals are all alike. Subtract the mean of"
    " *all* losses, not each group's own, and keep the signs."
)
def _(losses, groups):
    return losses.mean(), losses.mean()


interval_by_group.mistake(
    "you take the mean of what is left in each group. Add it up."
)(half_width(lambda x, t, m: 2 * (m - x.mean()).std(ddof=1) * np.sqrt(len(m)) / len(x)))
interval_by_group.mistake("√n is missing, n the number of groups.")(
    half_width(lambda x, t, m: 2 * t.std(ddof=1) / len(x))
)
interval_by_group.mistake(
    "n counts groups, not rows: under the root stands the number of rows."
)(half_width(lambda x, t, m: 2 * t.std(ddof=1) * np.sqrt(len(x)) / len(x)))
interval_by_group.mistake(
    "`np.std` divides by n unless you say `ddof=1`; with few groups that is too narrow."
)(half_width(lambda x, t, m: 2 * t.std() * np.sqrt(len(t)) / len(x)))
interval_by_group.mistake("n stands there without its root: √n is due.")(
    half_width(lambda x, t, m: 2 * t.std(ddof=1) * len(t) / len(x))
)
interval_by_group.mistake("that is the variance of the totals. Its root, sd, is due.")(
    half_width(lambda x, t, m: 2 * t.var(ddof=1) * np.sqrt(len(t)) / len(x))
)
interval_by_group.mistake("the factor is 2 here, not 1.96.")(
    half_width(lambda x, t, m: 1.96 * t.std(ddof=1) * np.sqrt(len(t)) / len(x))
)
interval_by_group.mistake(
    "you count groups, but take the sd of the rows' losses. Take that of the totals."
)(half_width(lambda x, t, m: 2 * x.std(ddof=1) / np.sqrt(len(t))))
interval_by_group.mistake("the factor 2 is missing.")(
    half_width(lambda x, t, m: t.std(ddof=1) * np.sqrt(len(t)) / len(x))
)
interval_by_group.mistake(
    "you take the spread of the groups' *means*. A group of many rows moves the total"
    " mean more than a small one: take totals of loss − mean."
)(half_width(lambda x, t, m: 2 * m.std(ddof=1) / np.sqrt(len(m))))


@interval_by_group.symptom("asked are the two ends, mean − half and mean + half.")
def _(args, expected, got):
    mean, half = args[0].mean(), (expected[1] - expected[0]) / 2
    return np.allclose([float(x) for x in got], [mean, half])


@interval_by_group.symptom(
    "the middle is not the mean of all rows. Is it the mean of the groups' means?"
)
def _(args, expected, got):
    low, high = (float(x) for x in got)
    middle = (low + high) / 2
    return np.isfinite(middle) and not np.isclose(middle, args[0].mean())


@interval_by_group.symptom("the lower end comes first.")
def _(args, expected, got):
    return float(got[0]) > float(got[1])


# --- Exercise 4: which broken model is unseen?

unseen = exercise(
    example=True,
    hints=[
        "For each model go through all tests, and remember whether one has failed.",
        "`try: … except Exception: …` around the call of the test.",
    ],
    after="That is how this lesson's check looks at your `test_model.py`.",
)


@unseen.solution
def pass_all(tests, models):
    """Return the names of the models that no test fails for."""

    def passes(test, model):
        try:
            return bool(test(model))
        except Exception:
            return False

    return [
        name
        for name, model in models.items()
        if all(passes(test, model) for test in tests)
    ]


@unseen.also
def _(tests, models):
    names = []
    for name in models:
        seen = False
        for test in tests:
            try:
                if not test(models[name]):
                    seen = True
            except Exception:
                seen = True
        if not seen:
            names.append(name)
    return names


def is_double(model):
    return model(2) == 4


def keeps_zero(model):
    return model(0) == 0


def grows(model):
    return model(3) > model(1)


def double(x):
    return 2 * x


def two(x):
    return 2


def four(x):
    return 4


def stops(x):
    raise ValueError("a value is missing")


def square(x):
    return x * x


def one_over(x):
    return 4 / x


@unseen.cases
def _(rng: np.random.Generator) -> Iterator[tuple[list, dict]]:
    """Yield tests and models; the first, last or middle test fails, or raises."""
    yield (
        [lambda m: m(1) == 2, lambda m: m(0) == 0],
        {"constant": two, "double": double},
    )
    yield [is_double, keeps_zero], {"four": four, "double": double}
    yield [keeps_zero, is_double], {"four": four, "square": square}
    yield [is_double], {"stops": stops, "double": double, "square": square}
    yield [is_double, keeps_zero], {"one over": one_over, "double": double}
    yield [keeps_zero, is_double], {"one over": one_over, "double": double}
    yield [keeps_zero, is_double, grows], {"square": square, "four": four}
    yield [], {"stops": stops, "four": four}
    yield [is_double], {}
    yield [lambda m: m(2), lambda m: m(3) - 6], {"double": double, "two": two}
    yield [grows, is_double, keeps_zero], {"four": four, "two": two, "double": double}


def names(shows):
    """Return the symptom of wrong names: of tests, models, missing, too many."""

    def symptom(args, expected, got):
        tests, models = args
        missing = [name for name in expected if name not in got]
        more = [name for name in got if name not in expected]
        known = {*more} <= {*models} and (missing or more)
        return known and shows(tests, models, missing, more)

    return symptom


def ends(tests, model):
    """Return how each test ends: True, False, or None where it raises."""
    found = []
    for test in tests:
        try:
            found.append(bool(test(model)))
        except Exception:
            found.append(None)
    return found


unseen.symptom("this is no list. Return a list of names.")(
    lambda args, expected, got: isinstance(
        got, bool | int | float | np.number | str | set | dict
    )
)
unseen.symptom("the names are to come in the order of the dictionary.")(
    lambda args, expected, got: (
        isinstance(got, list | tuple)
        and len(got) > 1
        and [*got] != expected
        and sorted(got) == sorted(expected)
    )
)
unseen.symptom(
    "these are the models that a test *does* fail for. Asked are the others."
)(
    lambda args, expected, got: (
        bool(got) and {*got} == {*args[1]} - {*expected} and got != expected
    )
)
unseen.symptom("a model for which a test raises an error is named: that test failed.")(
    names(
        lambda tests, models, missing, more: any(
            None in ends(tests, models[n]) for n in more
        )
    )
)
unseen.symptom("a test fails with anything that counts as false, such as 0.")(
    names(
        lambda tests, models, missing, more: any(
            False in ends(tests, models[n])
            and not any(test(models[n]) is False for test in tests)
            for n in more
        )
    )
)
unseen.symptom(
    "a model that passes some tests and fails another is named. Only one that passes"
    " all of them is unseen."
)(
    names(
        lambda tests, models, missing, more: any(
            True in ends(tests, models[n]) for n in more
        )
    )
)
unseen.symptom("without tests nothing can fail: all models are unseen.")(
    names(lambda tests, models, missing, more: bool(missing) and not tests)
)
unseen.symptom(
    "a model is missing that passes all tests. A test passes with anything that counts"
    " as true, such as 4."
)(
    names(
        lambda tests, models, missing, more: any(
            any(test(models[n]) is not True for test in tests) for n in missing
        )
    )
)
unseen.symptom(
    "a model is missing that passes all tests. Does a `return`, or an error in another"
    " model, end the loop over the models?"
)(names(lambda tests, models, missing, more: bool(missing) and not more))

# --- Exercise 5: an alarm for gaps

gap_alarms = exercise(
    example=False,
    hints=[
        "`table[name].isna().mean()` is the share of gaps.",
        "The standard error is `max((p * (1 - p) / n) ** 0.5, 1 / n)`, n = len(batch).",
        "Go through the columns of the reference: is each one in the batch?",
    ],
    after="By chance alone four standard errors hardly ever ring. The price: a small"
    " change goes unheard.",
)


@gap_alarms.solution
def alarms_by_columns(reference, batch):
    """Return the names of the columns with more gaps than chance explains."""
    n, ringing = len(batch), []
    for name in reference.columns:
        if name not in batch:
            ringing.append(name)
            continue
        p, q = reference[name].isna().mean(), batch[name].isna().mean()
        error = max((p * (1 - p) / n) ** 0.5, 1 / n)
        if q - p > 4 * error:
            ringing.append(name)
    return ringing


@gap_alarms.also
def _(reference, batch):
    p = reference.isna().mean()
    q = batch.reindex(columns=reference.columns).isna().mean()
    n = len(batch)
    error = np.maximum(np.sqrt(p * (1 - p) / n), 1 / n)
    rings = (q - p > 4 * error) | ~reference.columns.isin(batch.columns)
    return [name for name in reference.columns if rings[name]]


def with_gaps(n, **n_gaps):
    """Return a table of n rows whose columns have so many gaps."""
    return pd.DataFrame(
        {k: np.where(np.arange(n) < gaps, np.nan, 1.0) for k, gaps in n_gaps.items()}
    )


@gap_alarms.cases
def _(rng: np.random.Generator) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Yield tables: rings, just does not, fewer gaps, a column gone, a new column."""
    yield with_gaps(100, a=10, b=10), with_gaps(100, a=50, b=13)
    yield with_gaps(100, a=10), with_gaps(100, a=20)  # 3.3 errors: silent
    yield with_gaps(100, a=50), with_gaps(100, a=69)  # 3.8 errors: silent
    yield with_gaps(64, a=32), with_gaps(64, a=48)  # exactly four: silent
    yield with_gaps(100, a=50, b=50), with_gaps(100, a=20, b=71)  # fewer gaps: silent
    yield with_gaps(1000, a=100), with_gaps(25, a=8)  # n is the batch's
    yield with_gaps(25, a=3), with_gaps(1000, a=170)
    yield with_gaps(100, a=0, b=0), with_gaps(50, a=3, b=6)  # at least 1/n: 3/50, 6/50
    yield with_gaps(1000, a=1), with_gaps(25, a=1)  # at least 1/n, with a gap, too
    yield with_gaps(100, b=0, a=0), with_gaps(50, a=30, b=30)  # their order
    yield with_gaps(40, a=4, b=0), with_gaps(100, a=4)  # b is gone
    yield with_gaps(40, a=0, b=0, c=0), with_gaps(100, a=0, c=60)  # gone, then a ring
    yield with_gaps(40, a=0, b=0, c=0), with_gaps(100, a=60, c=0)  # a ring, then gone
    yield with_gaps(40, a=0), with_gaps(100, a=0, new=80)  # a new column
    # Zeros are no gaps, in however many rows more they stand.
    zeros = {"a": [0.0, np.nan, 1.0, 2.0] * 10, "b": [1.0] * 40}
    yield (
        pd.DataFrame(zeros),
        pd.DataFrame({"a": [0.0, np.nan, 0.0, 0.0] * 10, "b": [0.0] * 40}),
    )
    words = pd.DataFrame({"w": ["x", None, "y", "z"] * 10, "v": ["x"] * 40})
    yield words, pd.DataFrame({"w": ["x"] * 20, "v": ["x"] * 5 + [None] * 15})
    shares = rng.uniform(0.05, 0.4, 4)
    old = pd.DataFrame(np.where(rng.random((200, 4)) < shares, np.nan, 1.0))
    new = pd.DataFrame(
        np.where(rng.random((80, 4)) < shares + np.array([0, 0.5, 0, 0.4]), np.nan, 1)
    )
    yield old.add_prefix("c"), new.add_prefix("c")


def columns(shows):
    """Return the symptom of wrong columns: of reference, batch, missing, too many."""

    def symptom(args, expected, got):
        reference, batch = args
        missing = [name for name in expected if name not in got]
        more = [name for name in got if name not in expected]
        return (missing or more) and shows(reference, batch, missing, more)

    return symptom


def grew(old, new, names, p, q):
    """Return whether one of the columns has gone from a share p of gaps to q."""
    return any(
        np.allclose([old[n].isna().mean(), new[n].isna().mean()], [p, q])
        for n in names
        if n in old and n in new
    )


gap_alarms.symptom("the names are to come in the order of the reference's columns.")(
    lambda args, expected, got: got != expected and sorted(got) == sorted(expected)
)
gap_alarms.symptom("a column rings that the reference does not have.")(
    columns(lambda old, new, missing, more: any(name not in old for name in more))
)
gap_alarms.symptom("a column that the batch does not have any more has to ring, too.")(
    columns(lambda old, new, missing, more: any(name not in new for name in missing))
)
gap_alarms.symptom(
    "a column rings whose share of missing values has not grown; it has more zeros. A 0"
    " is a value, not a gap."
)(
    columns(
        lambda old, new, missing, more: any(
            n in new
            and new[n].isna().mean() == old[n].isna().mean()
            and (new[n] == 0).mean() > (old[n] == 0).mean()
            for n in more
        )
    )
)
gap_alarms.symptom(
    "a column with *fewer* gaps than before rings. Asked is q − p, not its size."
)(
    columns(
        lambda old, new, missing, more: any(
            new[n].isna().mean() < old[n].isna().mean() for n in more if n in new
        )
    )
)
gap_alarms.symptom(
    "a column stays silent whose share of gaps has grown from 0.10 to 0.50, by 13"
    " standard errors. What are p, q and the standard error there? (`==` never finds a"
    " NaN.)"
)(columns(lambda old, new, missing, more: grew(old, new, missing, 0.10, 0.50)))
gap_alarms.symptom(
    "a column rings whose share of gaps has grown from 0.10 to 0.13 only. Compare"
    " q − p, as a share, with four standard errors."
)(columns(lambda old, new, missing, more: grew(old, new, more, 0.10, 0.13)))
gap_alarms.symptom(
    "a column rings at 3.3 standard errors. Is yours √(p·(1 − p)/n), with the root, and"
    " are there four of them?"
)(columns(lambda old, new, missing, more: grew(old, new, more, 0.10, 0.20)))
gap_alarms.symptom(
    "a column rings at 3.8 standard errors. Are there four of them, and is p the share"
    " of the reference?"
)(columns(lambda old, new, missing, more: grew(old, new, more, 0.50, 0.69)))
gap_alarms.symptom(
    "a column with one gap in 1,000 rows of the reference rings. The standard error is"
    " at least 1/n for *every* column."
)(columns(lambda old, new, missing, more: grew(old, new, more, 0.001, 0.04)))
gap_alarms.symptom(
    "a column rings at exactly four standard errors. Asked is *more* than four."
)(
    columns(
        lambda old, new, missing, more: any(
            n in new and np.isclose(new[n].isna().mean() - old[n].isna().mean(), 0.25)
            for n in more
        )
    )
)
gap_alarms.symptom(
    "a column without gaps in the reference is judged wrongly: its standard error is"
    " 1/n there, not 0."
)(
    columns(
        lambda old, new, missing, more: any(
            n in new and not old[n].isna().any() and new[n].isna().mean() < 0.2
            for n in [*missing, *more]
        )
    )
)
gap_alarms.symptom("n is the number of rows of the batch, not of the reference.")(
    columns(
        lambda old, new, missing, more: (
            len(old) != len(new) and {len(old), len(new)} & {25, 1000}
        )
    )
)


ALL = lesson(__name__)
