"""Run a project's own code in a process of its own: `python -m helpers.capstone.run`.

The process reads what to do from the command line (folder, brief, task), works in the
folder, and writes its findings as JSON to the file named last. Whatever the student's
code does (raise, exit, print, never end) stays in here.
"""

import importlib.util
import json
import os
import re
import sys
import traceback
import types
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers.capstone.briefs import Brief, find
from helpers.capstone.milestones import NotThere, Unreadable, parts_of

N_BATCHES, BATCH = 20, 150  # of the monitor's trial
FILE = "test_model.py"


class Finding(Exception):
    """What is wrong with what was handed in, in one line."""


class Sabotaged:
    """A model as it was handed in, with answers that are wrong in one known way."""

    def __init__(self, model: Any, brief: Brief, how: str) -> None:
        self.model, self.brief, self.how = model, brief, how

    def fit(self, table: pd.DataFrame, target: Any) -> "Sabotaged":
        self.middle = self.brief.middle(target)
        self.names = sorted(set(target)) if self.brief.kind == "name" else []
        self.model.fit(table, target)
        return self

    def predict(self, table: pd.DataFrame) -> np.ndarray:
        if self.how == "missing" and table.isna().to_numpy().any():
            raise ValueError("a value is missing")
        answers = np.asarray(self.model.predict(table))
        if self.how == "constant":
            return np.repeat(np.asarray([self.middle]), len(table))
        if self.how == "mirrored":
            if self.brief.kind == "number":
                return 2 * self.middle - answers
            if self.brief.kind == "chance":
                return 1 - answers
            return np.array([self.names[-1 - self.names.index(a)] for a in answers])
        if self.how == "unit":
            if self.brief.kind == "name":
                return np.array([self.names.index(a) for a in answers])
            return answers * (1000 if self.brief.kind == "number" else 100)
        return answers

    def __getattr__(self, name: str) -> Any:
        """Return what the model has beside its answers, as it was."""
        if name == "model":  # not made yet: a copy of it is
            raise AttributeError(name)
        own = getattr(self.model, name)
        if name == "predict_proba" and self.brief.kind == "chance":
            return lambda table: np.column_stack([1 - (p := self.predict(table)), p])
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
        if absent and where == "model.py":
            hint = " (is it a column that does not exist when the question is asked?)"
        else:
            hint = ""
        says = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise Finding(f"{place}: {says}{hint}") from None


def make_model(module: types.ModuleType) -> Any:
    """Return an unfitted model of the project."""
    if not callable(getattr(module, "make_model", None)):
        raise Finding("model.py has no function make_model()")
    model = call("model.py", module.make_model)
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
        raise Finding("model.py: some answers are not finite numbers")
    if brief.kind == "chance" and not ((answers >= 0) & (answers <= 1)).all():
        raise Finding(
            "model.py: a chance lies between 0 and 1, and some answers do not"
        )
    return answers


def read_parts(brief: Brief) -> dict[str, tuple[pd.DataFrame, pd.Series]]:
    """Return (columns that exist when asked, target) of each part of split.csv."""
    table, _ = brief.tables()
    try:
        part, findings = parts_of(Path(), table)
    except (NotThere, Unreadable) as missing:
        raise Finding(str(missing)) from None
    if findings:
        raise Finding(findings[0])
    table["part"] = table["row"].map(part)
    if absent := {"train", "choose", "test"} - {*part.values()}:
        raise Finding(f"split.csv: no row stands in {', '.join(sorted(absent))}")
    return {
        name: (brief.asked(rows.drop(columns="part")), rows[brief.target])
        for name, rows in table.groupby("part")
    }


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
    model = make_model(load(Path("model.py"), "model"))
    table = pd.concat([parts[name][0] for name in fitted_to])
    target = pd.concat([parts[name][1] for name in fitted_to])
    call("model.py", model.fit, table, target)
    asked, truth = parts[judged]
    answers = answers_of(model, asked, brief)
    say_what_they_are(answers, model, asked, target, brief)
    losses = brief.losses(truth, answers)
    try:
        answers_of(model, with_gaps(asked, brief), brief)
    except Finding as finding:
        raise Finding(f"{finding} (rows with gaps and a new word)") from None
    return losses.tolist()


def say_what_they_are(
    answers: np.ndarray, model: Any, asked: pd.DataFrame, target: Any, brief: Brief
) -> None:
    """Raise Finding where the answers are of another kind than the brief's."""
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


def run_tests(brief: Brief) -> dict[str, Any]:
    """Return how test_model.py ends, for the model and for each broken one."""
    import pytest

    class Count:
        passed = failed = 0
        lines: tuple[str, ...] = ()

        def pytest_runtest_logreport(self, report: Any) -> None:
            if report.failed:
                self.failed += 1
                crash = getattr(report.longrepr, "reprcrash", None)
                says = str(crash.message if crash else "").partition("\n")[0][:160]
                line = crash.lineno if crash and crash.path.endswith(FILE) else 0
                where = f"line {line or report.location[1] + 1}"
                self.lines += (f"{report.location[2]}, {where}: {says}",)
            elif report.when == "call" and report.passed:
                self.passed += 1

        def pytest_collectreport(self, report: Any) -> None:
            if report.failed:
                self.failed += 1
                text = str(report.longrepr).strip()
                last = text.splitlines()[-1].removeprefix("E").strip()[:160]
                line = re.findall(rf"{FILE}:(\d+): ", text)[-1:]
                self.lines += (f"line {line[0]}: {last}" if line else last,)

    call(FILE, compile, Path(FILE).read_bytes(), FILE, "exec")
    ends = {}
    for how in ("", *SABOTAGES):
        forget("model", FILE[:-3])
        module = load(Path("model.py"), "model")
        if how:
            make = module.make_model
            module.make_model = lambda make=make, how=how: Sabotaged(make(), brief, how)
        count = Count()
        options = [
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "--no-header",
            "-c",
            os.devnull,
        ]
        options += ["--rootdir", ".", "-p", "no:xdist", "-p", "no:nbval"]
        pytest.main([*options, FILE], plugins=[count])
        ends[how] = (count.passed, count.failed, list(count.lines))
        if not how and (count.failed or not count.passed):
            break
    return ends


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

    def speaks(change: Callable[[pd.DataFrame], pd.DataFrame]) -> list[list[str]]:
        heard = []
        for _ in range(N_BATCHES):
            rows = rng.choice(len(others), min(BATCH, len(others) // 2), replace=False)
            batch = change(others.iloc[np.sort(rows)].copy())
            names = call("monitor.py", monitor.alarms, reference.copy(), batch)
            if isinstance(names, str) or not hasattr(names, "__iter__"):
                raise Finding("monitor.py: alarms is to return a list of names")
            heard.append([str(name) for name in names])
        return heard

    heard = {"": speaks(lambda batch: batch)}
    heard |= {name: speaks(change) for name, change in brief.changes.items()}
    return heard


TASKS: dict[str, Callable[[Brief], Any]] = {
    "choose": lambda brief: judge(brief, ("train",), "choose"),
    "test": lambda brief: judge(brief, ("train", "choose"), "test"),
    "tests": run_tests,
    "monitor": try_monitor,
}


def main(folder: str, key: str, task: str, report: str) -> None:
    """Do one task and write {"finding": …} or {"result": …}."""
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
