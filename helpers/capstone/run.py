"""Run a project's own code in a process of its own: `python -m helpers.capstone.run`.

The process reads what to do from the command line (seconds, folder, brief, task), works
in the folder, and writes its findings as JSON to the file named last. Whatever the
student's code does (raise, exit, print, never end) stays in here.
"""

import faulthandler
import importlib.util
import json
import os
import re
import sys
import traceback
import types
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers.capstone.briefs import Brief, find
from helpers.capstone.milestones import NotThere, Unreadable, parts_of

N_BATCHES, BATCH = 20, 150  # of the monitor's trial
FILE = "test_model.py"
NOT_YET: set[str] = set()  # the brief's columns that come too late, and its target


class Finding(Exception):
    """What is wrong with what was handed in, in one line."""


class Sabotaged:
    """A model as it was handed in, with answers that are wrong in one known way."""

    def __init__(self, model: Any, brief: Brief, how: str) -> None:
        self.model, self.brief, self.how = model, brief, how

    def fit(self, table: pd.DataFrame, target: Any) -> "Sabotaged":
        self.middle = self.brief.middle(target)
        self.names, self.shares = [], []
        if self.brief.kind == "name":
            shares = pd.Series(target).value_counts(normalize=True).sort_index()
            self.names, self.shares = [*shares.index], [*shares]
        self.model.fit(table, target)
        return self

    def predict(self, table: pd.DataFrame) -> np.ndarray:
        self.stop_at_gaps(table)
        answers = self.model.predict(table)
        if not self.how:
            return answers
        answers = np.asarray(answers)
        if self.how == "constant":
            return np.repeat(np.asarray([self.middle]), len(table))
        if self.how == "mirrored":
            if self.brief.kind == "number":
                return 2 * self.middle - answers
            if self.brief.kind == "chance":
                return 1 - answers
            other = dict(zip(self.names, reversed(self.names), strict=True))
            return np.array([other.get(name, name) for name in answers])
        if self.how == "unit":
            if self.brief.kind == "name":
                number = {name: n for n, name in enumerate(self.names)}
                return np.array([number.get(name, -1) for name in answers])
            return answers * (1000 if self.brief.kind == "number" else 100)
        return answers

    def stop_at_gaps(self, table: pd.DataFrame) -> None:
        if self.how == "missing" and pd.DataFrame(table).isna().to_numpy().any():
            raise ValueError("a value is missing")

    def chances(self, table: pd.DataFrame) -> np.ndarray:
        """Return what `predict_proba` answers, as wrong as `predict` is."""
        if self.brief.kind == "chance":
            return np.column_stack([1 - (p := np.asarray(self.predict(table))), p])
        self.stop_at_gaps(table)
        chances = np.asarray(self.model.predict_proba(table))
        if self.how == "constant":
            return np.tile(self.shares, (len(table), 1))
        if self.how == "mirrored":
            return chances[:, ::-1]
        return chances * (100 if self.how == "unit" else 1)

    def __sklearn_clone__(self) -> "Sabotaged":
        from sklearn.base import clone

        return Sabotaged(clone(self.model), self.brief, self.how)

    def __getattr__(self, name: str) -> Any:
        """Return what the model has beside its answers, as it was."""
        if name == "model":  # not made yet: a copy of it is
            raise AttributeError(name)
        own = getattr(self.model, name)
        if name == "predict_proba" and self.how and self.brief.kind != "number":
            return self.chances
        return own


SABOTAGES = {
    "constant": "answers the same for every row",
    "mirrored": "turns its answers round (high where low is right, or other names)",
    "unit": "answers in another unit (a thousand times, percent, or numbers for names)",
    "missing": "stops where a value is missing",
}


def load(path: Path, name: str) -> types.ModuleType:
    """Return a file of the project as a module.

    Raises Finding with the line of that file in which it raised.
    """
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    call(path.name, spec.loader.exec_module, module)
    return module


def forget(*names: str) -> None:
    """Forget modules of this folder, so that they are read anew with what they import.

    names: these in any case.
    """
    for name, module in [*sys.modules.items()]:
        file = getattr(module, "__file__", None)
        if name in names or (file and Path(file).absolute().parent == Path.cwd()):
            del sys.modules[name]


def call(where: str, function: Callable, *arguments: Any) -> Any:
    """Return what the student's function returns, or raise a Finding with its line."""
    try:
        return function(*arguments)
    except Finding:
        raise
    except BaseException as error:
        lines = traceback.extract_tb(error.__traceback__)
        own = [line for line in lines if Path(line.filename).name == where]
        place = f"{where}, line {own[-1].lineno}" if own else where
        absent = isinstance(error, KeyError) or "of the dataframe" in str(error)
        late = any(re.search(rf"\b{name}\b", str(error)) for name in NOT_YET)
        if absent and late and where in ("model.py", "monitor.py"):
            hint = " (that column does not exist when the question is asked)"
        elif isinstance(error, FileNotFoundError):
            hint = " (a file of the folder is named without a path)"
        elif isinstance(error, ModuleNotFoundError):
            hint = " (take what the course has, or write that module into the folder)"
        else:
            hint = ""
        says = " ".join(f"{type(error).__name__}: {error}".split())
        says = says if len(says) < 160 else f"{says[:160]} …"
        raise Finding(f"{place}: {says}{hint}") from None


def make_model(module: types.ModuleType) -> Any:
    """Return an unfitted model of the project."""
    if not callable(getattr(module, "make_model", None)):
        raise Finding("model.py has no function make_model()")
    model = call("model.py", module.make_model)
    if isinstance(model, type):
        name = model.__name__
        raise Finding(f"model.py: make_model() returns the class {name}, not {name}()")
    for method in ("fit", "predict"):
        if not callable(getattr(model, method, None)):
            raise Finding(f"model.py: what make_model() returns has no {method}")
    return model


def answers_of(model: Any, table: pd.DataFrame, brief: Brief) -> np.ndarray:
    """Return the model's answers, one a row. Raises Finding where they are none."""
    answers = np.asarray(call("model.py", model.predict, table))
    if answers.shape != (len(table),):
        hint = ""
        if answers.shape == (len(table), 2):
            hint = ". Of predict_proba take the column of class 1: [:, 1]"
        elif answers.shape == (len(table), 1):
            hint = ". A column becomes one by .ravel()"
        elif brief.kind == "name" and answers.ndim == 2:
            hint = ". Of predict_proba take classes_[chances.argmax(axis=1)]"
        raise Finding(
            f"model.py: predict returned the shape {answers.shape} for {len(table)} "
            f"rows; it is to be ({len(table)},){hint}"
        )
    if brief.kind == "name":
        return answers
    try:
        answers = answers.astype(float)
    except (TypeError, ValueError):
        raise Finding("model.py: predict is to return numbers") from None
    if not np.isfinite(answers).all():
        hint = " (the target of the rows that it answers is hidden from it)"
        raise Finding(
            "model.py: some answers are not finite numbers"
            f"{hint * bool(np.isnan(answers).all())}"
        )
    if brief.kind == "chance" and not ((answers >= 0) & (answers <= 1)).all():
        raise Finding(
            "model.py: a chance lies between 0 and 1, and some answers do not"
        )
    return answers


def part_of_rows(table: pd.DataFrame) -> pd.Series:
    """Return each row's part. Raises Finding where split.csv cannot be read."""
    try:
        part, findings = parts_of(Path(), table)
    except (NotThere, Unreadable) as missing:
        raise Finding(str(missing)) from None
    if findings:
        raise Finding(findings[0])
    return table["row"].map(part)


def read_parts(brief: Brief) -> dict[str, tuple[pd.DataFrame, pd.Series]]:
    """Return (columns that exist when asked, target) of each part of split.csv."""
    table, _ = brief.tables()
    NOT_YET.clear()
    NOT_YET.update((*brief.late, brief.target))
    table["part"] = part_of_rows(table)
    if absent := {"train", "choose", "test"} - {*table["part"]}:
        raise Finding(f"split.csv: no row stands in {', '.join(sorted(absent))}")
    return {
        name: (brief.asked(rows.drop(columns="part")), rows[brief.target])
        for name, rows in table.groupby("part")
    }


@contextmanager
def shown_only(brief: Brief, *parts: str) -> Iterator[None]:
    """Have a project's table show nothing but the number of a row, but for parts.

    What other rows hold (late columns, visits to come) may tell the answer as the
    target does. Rows without a part are hidden, too: they may be copies of others.
    """
    assert brief.read
    table, _ = brief.read()  # the one that is kept, no copy of it
    kept = table.copy()
    shown = part_of_rows(table).isin(parts)
    table.attrs["whole"] = [*kept.select_dtypes("integer")]
    for name in kept.columns.drop("row"):
        table[name] = kept[name].where(shown)
    try:
        yield
    finally:
        table.attrs.clear()
        for name in kept:
            table[name] = kept[name]


def with_gaps(table: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Return some rows as the world may send them: gaps, and a word not seen before."""
    odd = table.head(40).copy()
    for n, column in enumerate(odd.columns):
        if pd.api.types.is_datetime64_any_dtype(odd[column]):
            continue
        if pd.api.types.is_numeric_dtype(odd[column]):
            odd[column] = odd[column].astype(float)
            odd.iloc[n % 40, n] = np.nan
        else:
            odd.iloc[(n + 20) % 40, n] = "a word never seen before"
            odd.iloc[(n + 10) % 40, n] = None
    return odd


# ---------------------------------------------------------------- the tasks


def judge(brief: Brief, fitted_to: tuple[str, ...], judged: str) -> list[float]:
    """Return the loss of each row of a part, by a model fitted to other parts."""
    parts = read_parts(brief)
    table = pd.concat([parts[name][0] for name in fitted_to])
    target = pd.concat([parts[name][1] for name in fitted_to])
    asked, truth = parts[judged]
    with shown_only(brief, *fitted_to):
        model = make_model(load(Path("model.py"), "model"))
        call("model.py", model.fit, table, target)
        answers = answers_of(model, asked, brief)
        say_what_they_are(answers, model, asked, target, brief)
        try:
            answers_of(model, with_gaps(asked, brief), brief)
        except Finding as finding:
            raise Finding(f"{finding} (rows with gaps and a new word)") from None
        if judged == "choose":
            say_what_else_they_hang_on(answers, model, asked, brief)
    return brief.losses(truth, answers).tolist()


def say_what_else_they_hang_on(
    answers: np.ndarray, model: Any, asked: pd.DataFrame, brief: Brief
) -> None:
    """Raise Finding where a row's answer hangs on chance, or on rows to come."""

    def same(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        if brief.kind == "name":
            return one == other
        return np.isclose(one, other, rtol=1e-4, atol=1e-6)

    if not same(answers_of(model, asked, brief), answers).all():
        raise Finding(
            "model.py: asked twice, predict gives other answers: take chance out of it"
        )
    if brief.time:
        order = asked[brief.time]
        cuts = [(order <= order.quantile(q)).to_numpy() for q in (0.25, 0.5, 0.75)]
        why = (
            f"when rows of a later `{brief.time}` are not in the table: it looks ahead"
        )
    else:
        cuts = [np.arange(len(asked)) % 2 == 0]
        why = "when other rows are not in the table: each is asked for by itself"
    numbers = brief.tables()[0]["row"]
    for cut in cuts:
        other = ~same(answers_of(model, asked[cut], brief), answers[cut])
        if other.mean() > (0.005 if brief.kind == "name" else 0):
            row = numbers.loc[asked[cut].index[other][0]]
            raise Finding(f"model.py: the answer for row {row} is another one {why}")


def say_what_they_are(
    answers: np.ndarray, model: Any, asked: pd.DataFrame, target: Any, brief: Brief
) -> None:
    """Raise Finding where the answers are of another kind than the brief's."""
    if brief.kind == "name" and pd.isna(answers).all():
        raise Finding(
            "model.py: predict answers no name (the target of the rows that it answers "
            "is hidden from it)"
        )
    if brief.kind == "name" and not {*answers} & {*target}:
        raise Finding(
            f"model.py: predict answers `{answers[0]}`, and no row of train has that "
            f"`{brief.target}`"
        )
    if brief.kind == "chance" and {*answers} <= {0.0, 1.0}:
        chances = getattr(model, "predict_proba", lambda rows: answers[:, None])(asked)
        if not np.allclose(np.asarray(chances)[:, -1], answers):
            raise Finding(
                "model.py: predict answers with the classes 0 and 1; it is to return "
                "the chance of class 1, which is predict_proba(table)[:, 1]"
            )


def run_tests(brief: Brief) -> dict[str, bool]:
    """Return whether test_model.py fails, for each broken model."""
    import pytest

    class Count:
        passed = failed = skipped = ended = 0
        lines: tuple[str, ...] = ()

        def pytest_runtest_logreport(self, report: Any) -> None:
            if report.failed:
                self.failed += 1
                crash = getattr(report.longrepr, "reprcrash", None)
                told = re.findall(r"(?m)^E +(.*)", str(report.longrepr))
                says = str(crash.message if crash else "").partition("\n")[0][:160]
                says = says or "".join(told[:1])
                line = crash.lineno if crash and crash.path.endswith(FILE) else 0
                where = f"line {line or report.location[1] + 1}"
                self.lines += (f"{report.location[2]}, {where}: {says}",)
            elif report.skipped:
                self.skipped += 1
            elif report.when == "call":
                self.passed += 1

        def pytest_collectreport(self, report: Any) -> None:
            if report.failed:
                self.failed += 1
                text = str(report.longrepr).strip()
                last = text.splitlines()[-1].removeprefix("E").strip()[:160]
                line = re.findall(rf"{FILE}:(\d+): ", text)[-1:]
                self.lines += (f"line {line[0]}: {last}" if line else last,)

    options = ["-q", "-x", "--no-header", "--color=no", "-c", os.devnull]
    options += ["--rootdir", "."]
    for plugin in ("cacheprovider", "xdist", "nbval"):
        options += ["-p", f"no:{plugin}"]

    def ends_with(how: str | None) -> Count:
        """Run the tests on the model broken in a way; "" breaks nothing, None is it."""
        forget("model", FILE[:-3])
        module = load(Path("model.py"), "model")
        make_model(module)
        make = module.make_model

        def made() -> Sabotaged:
            asked_for.append(how)
            return Sabotaged(make(), brief, how)

        if how is not None:
            module.make_model = made
        count = Count()
        code = pytest.main([*options, FILE], plugins=[count])
        stopped = (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR)
        count.ended = code in stopped
        return count

    asked_for: list[str | None] = []  # how each model that a test made was broken
    call(FILE, compile, Path(FILE).read_bytes(), FILE, "exec")
    whole = ends_with("")
    if whole.failed:
        bare = ends_with(None)
        if bare.failed:
            raise Finding(f"{FILE} fails for your own model: {bare.lines[0]}")
        raise Finding(
            f"{FILE} asks the model for more than fit, predict and predict_proba; only "
            f"these can be broken by the check: {whole.lines[0]}"
        )
    if whole.ended:
        raise Finding(f"{FILE} ends pytest: take out sys.exit() and pytest.exit()")
    if not whole.passed:
        why = "found no test; a test's name begins with test_"
        if whole.skipped:
            why = "has skipped your tests, or they are expected to fail (xfail)"
        raise Finding(f"{FILE}: pytest {why}")
    if not asked_for:
        raise Finding(
            f"{FILE} never calls make_model() of model.py: which model does it test?"
        )
    seen = {how: bool(ends_with(how).failed) for how in SABOTAGES}
    if (again := ends_with("")).failed:
        raise Finding(
            f"{FILE} passes, but fails for your own model when it runs again: a test "
            f"must not depend on what an earlier run left ({again.lines[0]})"
        )
    return seen


def try_monitor(brief: Brief) -> dict[str, Any]:
    """Return how often the monitor speaks on quiet batches, and on each change."""
    monitor = load(Path("monitor.py"), "monitor")
    if not callable(getattr(monitor, "alarms", None)):
        raise Finding("monitor.py has no function alarms(reference, batch)")
    asked, target = read_parts(brief)["train"]
    model = make_model(load(Path("model.py"), "model"))
    call("model.py", model.fit, asked, target)
    seen = asked.assign(answer=answers_of(model, asked, brief))
    rng = np.random.default_rng(0)
    half = rng.random(len(seen)) < 0.5
    reference, others = seen[half], seen[~half]

    def speaks(batch: pd.DataFrame) -> list[str]:
        names = call("monitor.py", monitor.alarms, reference.copy(), batch)
        kind = type(names).__name__
        if isinstance(names, str | Mapping) or not hasattr(names, "__iter__"):
            raise Finding(
                "monitor.py: alarms is to return a list of names, empty when "
                f"quiet; it returned {names if names is None else f'a {kind}'}"
            )
        heard = [str(name) for name in names]
        if {*heard} & {"True", "False"}:
            raise Finding(
                "monitor.py: alarms is to return the names of what rings, not True "
                "and False"
            )
        return heard

    changes = {"": lambda batch: batch, **brief.changes}
    heard: dict[str, Any] = {kind: [None] * N_BATCHES for kind in changes}
    batches = []
    for kind, change in changes.items():
        for n in range(N_BATCHES):
            rows = rng.choice(len(others), min(BATCH, len(others) // 2), replace=False)
            batches.append((kind, n, change(others.iloc[np.sort(rows)].copy())))
    for place in rng.permutation(len(batches)):  # a monitor that counts tells nothing
        kind, n, batch = batches[place]
        heard[kind][n] = speaks(batch)
    return heard


def seeing(*parts: str, task: Callable[[Brief], Any]) -> Callable[[Brief], Any]:
    """Return the task, done while the table shows the targets of these parts only."""

    def do(brief: Brief) -> Any:
        with shown_only(brief, *parts):
            return task(brief)

    return do


TASKS: dict[str, Callable[[Brief], Any]] = {
    "choose": lambda brief: judge(brief, ("train",), "choose"),
    "test": lambda brief: judge(brief, ("train", "choose"), "test"),
    "tests": seeing("train", "choose", task=run_tests),
    "monitor": seeing("train", "choose", task=try_monitor),
}


def main(seconds: str, folder: str, key: str, task: str, report: str) -> None:
    """Do one task and write {"finding": …} or {"result": …}.

    After so many seconds the process ends, and says where its code was.
    """
    stderr = os.fdopen(os.dup(2), "w")  # pytest puts another one in its place
    faulthandler.dump_traceback_later(float(seconds), exit=True, file=stderr)
    warnings.simplefilter("ignore")
    os.chdir(folder)
    sys.path.insert(0, ".")
    try:
        found: dict[str, Any] = {"result": TASKS[task](find(key))}
    except Finding as finding:
        found = {"finding": str(finding)}
    Path(report).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
