"""The capstone's projects: a folder that a student fills, and checks of what is in it.

`start(brief)` makes the folder with an empty notebook; inside it `Project(".")` gives
the data and `check(milestone)`. What each milestone judges stands in `milestones.py`,
the briefs and their hidden truth in `briefs.py`.
"""

import copy
import csv
import hashlib
import html
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers.capstone import empty
from helpers.capstone.briefs import BRIEFS, find
from helpers.capstone.milestones import (
    GAIN,
    MILESTONES,
    NotThere,
    Unreadable,
    parts_of,
)
from helpers.judging.card import ATTENTION, EDGES, rich
from helpers.places import ROOT, OneLineError, reason, shown, work

__all__ = ["BRIEFS", "Project", "start"]

SECONDS = 90  # a project's own code may run so long in one check
SHOWN = 5  # findings on a card
OPENED = ("error", "low", "high", "baseline")  # numbers of openings.csv
LATER = ("openings.csv", "trials.csv", "test_model.py", "monitor.py")  # no model's part
APART = {  # files that play no part in a task
    "tests": ("openings.csv", "monitor.py"),
    "monitor": ("openings.csv", "trials.csv", "test_model.py"),
}
RAN: dict[bytes, Any] = {}  # what a project's code did, by all of its files


class Project:
    """A project's folder."""

    def __init__(self, folder: str | Path = ".") -> None:
        """Open a folder that `start` has made. Raises OneLineError for another one."""
        self.folder = Path(folder).absolute()
        try:
            key = (self.folder / "brief.txt").read_text(encoding="utf-8").strip()
        except OSError:
            raise OneLineError(
                f"{shown(self.folder)} is no project: make one by capstone.start(…)"
            ) from None
        self.brief = find(key)

    @property
    def table(self) -> pd.DataFrame:
        """The brief's data, one line a `row`, with the target; a copy each time."""
        return self.brief.tables()[0]

    @cached_property
    def truth(self) -> pd.DataFrame:
        """What the table hides; for the milestones."""
        return self.brief.tables()[1]

    @property
    def columns(self) -> list[str]:
        """The names of the table's columns."""
        return [*self.table.columns]

    def parts(self) -> pd.Series:
        """Return the part of each row of the table, NaN where it is left out."""
        table = self.table
        try:
            part, findings = parts_of(self.folder, table)
        except (NotThere, Unreadable) as missing:
            raise OneLineError(f"write split.csv first: {missing}") from None
        if findings:
            raise OneLineError(findings[0])
        return table["row"].map(part)

    def rows(self, *parts: str) -> tuple[pd.DataFrame, pd.Series]:
        """Return (columns, target) of the parts named, without the late columns.

        Parts are those of split.csv: "train", "choose". The test set is opened by
        `open_test` only.
        """
        parts = tuple(str(part).lower() for part in parts)
        if "test" in parts:
            raise OneLineError("the test set is opened by project.open_test(), once")
        if not parts or {*parts} - {"train", "choose"}:
            raise OneLineError('name one part or both: project.rows("train", "choose")')
        rows = self.table[self.parts().isin(parts)]
        target = rows[self.brief.target]
        if self.brief.kind == "chance":  # whole numbers, also where others are hidden
            target = target.astype(int)
        return self.brief.asked(rows), target

    def interval(self, losses: Any, part: str) -> tuple[float, float, float]:
        """Return (mean, low, high) of a part's losses, a 95 % interval over groups.

        part: "train" or "choose"; `open_test` makes the test set's. losses: one a row
        of the part, in the table's order. Rows of one hidden group (a patient, a file,
        a machine under both of its plates) err together, so groups count, not rows.
        Where groups vary less than rows would by chance, rows count: the wider of both
        is returned (Angrist and Pischke, "Mostly Harmless Econometrics", 2009, ch. 8).
        """
        if part == "test":
            raise OneLineError("the test set is opened by project.open_test(), once")
        if part not in ("train", "choose"):
            raise OneLineError('the part is "train" or "choose"')
        return self.interval_of(losses, part)

    def interval_of(self, losses: Any, part: str) -> tuple[float, float, float]:
        """Return what `interval` returns, for any part."""
        from scipy import stats

        inside = (self.parts() == part).to_numpy()
        group = self.truth["group"][inside].to_numpy()
        if np.shape(losses) != group.shape:
            raise OneLineError(
                f"losses has the shape {np.shape(losses)}, and {part} has {len(group)} "
                "rows: give one loss for each"
            )
        totals = pd.Series(np.asarray(losses, float)).groupby(group).sum()
        n, mean = len(totals), float(np.mean(losses))
        if n < 2:
            raise OneLineError("an interval needs rows of two groups or more")
        # Each group's total against what its rows would give at the mean.
        sizes = pd.Series(np.ones(len(group))).groupby(group).sum()
        off = (totals - mean * sizes) * n / len(group)
        by_group = off.std(ddof=1) / np.sqrt(n)
        by_row = np.std(np.asarray(losses, float), ddof=1) / np.sqrt(len(group))
        half = stats.t.ppf(0.975, n - 1) * max(by_group, by_row)
        return mean, mean - half, mean + half

    def baseline_error(self, part: str = "choose") -> float:
        """Return the error on choose of one who looks at nothing but train's target.

        part: for "test", which `open_test` judges, the target of choose is known, too.
        """
        return float(np.mean(self.baseline_losses(part)))

    def baseline_losses(self, part: str = "choose") -> np.ndarray:
        """Return the losses that `baseline_error` is the mean of."""
        parts, target = self.parts(), self.table[self.brief.target]
        earlier = ["train"] if part == "choose" else ["train", "choose"]
        known, truth = target[parts.isin(earlier)], target[parts == part]
        if known.empty or truth.empty:
            raise OneLineError(f"split.csv: train and {part} need rows first")
        answers = np.repeat(np.asarray([self.brief.middle(known)]), len(truth))
        return self.brief.losses(truth, answers)

    # ------------------------------------------------------------ the test set

    def files(self) -> dict[str, Path]:
        """Return each file by its name in the folder, but for texts and hidden ones."""
        inside = {p.relative_to(self.folder): p for p in self.folder.rglob("*")}
        return {
            name.as_posix(): path
            for name, path in sorted(inside.items())
            if path.suffix not in (".md", ".ipynb", ".pyc")
            and not any(part.startswith(".") for part in name.parts)
            and path.is_file()
        }

    def marks(self) -> dict[str, str]:
        """Return a short mark of each file that a result depends on.

        These are split.csv, model.py, and what it names: modules by their name, others
        (a fitted model, a table) by their name or its ending.
        """
        files, marks = self.files(), {}
        names = [name for name in ("model.py", "split.csv") if name in files]
        while names:
            name = names.pop()
            marks[name] = mark(files[name])
            is_code = name.endswith(".py")
            code = files[name].read_text("utf-8", "replace") if is_code else ""
            for other in {*files} - {*marks} - {*names} - {*LATER}:
                path = Path(other)
                stem, ending = re.escape(path.stem), re.escape(path.suffix or path.name)
                if path.suffix == ".py":
                    named = rf"(?m)^\s*(?:from|import)\b.*\b{stem}\b"
                else:
                    named = rf"{re.escape(path.name)}|(?<!\w){ending}\b"
                if re.search(named, code):
                    names.append(other)
        return marks

    def openings(self) -> list[dict[str, Any]]:
        """Return the lines of openings.csv, the first opening first.

        Raises OneLineError where somebody has edited the file.
        """
        try:
            text = (self.folder / "openings.csv").read_text(encoding="utf-8")
            lines, before = [*csv.DictReader(text.splitlines())], ""
            for line in lines:
                numbers = [*OPENED, *(key for key in GAIN if key in line)]
                _ = [float(line[key]) for key in numbers]
                # An older edition sealed each line by itself, or none.
                seals = (seal(line), seal(line, before))
                if line.get("seal", seals[0]) not in seals:
                    raise ValueError
                before = line.get("seal", "")
                pairs = (pair.rpartition(" ") for pair in line["files"].split("; "))
                line["marks"] = {name: mark for name, _, mark in pairs}
        except OSError:
            return []
        except (AttributeError, KeyError, TypeError, ValueError):
            raise OneLineError(
                "openings.csv has been edited: restore it, as it is the record of what "
                "was opened"
            ) from None
        return lines

    def open_test(self) -> None:
        """Fit model.py to train and choose, judge it by test, and note the opening.

        A second opening is noted as well, unless nothing has changed since an earlier
        one: then that one's result is shown again. Prints the error, and how much more
        the baseline errs on the same rows, each with its interval.
        """
        for name in ("framing", "split", "candidates", "choice"):
            if findings := self.findings(name):
                print(f"The test set stays closed: first reach the milestone “{name}”.")
                print(findings[0])
                return
        marks = self.marks()
        for line in self.openings():
            if line["marks"].items() <= marks.items():
                self.say_result(line)
                return
        ran = self.run("test")
        if isinstance(ran, str):
            print(f"The test set stays closed: {ran}")
            return
        error, low, high = self.interval_of(ran, "test")
        line = {"opened": time.strftime("%Y-%m-%d %H:%M"), "rows": len(ran)}
        line |= {"error": error, "low": low, "high": high}
        line |= {"baseline": self.baseline_error("test")}
        more = self.interval_of(self.baseline_losses("test") - ran, "test")
        line |= zip(GAIN, more, strict=True)
        # What the model itself writes while it is fitted is no part of it.
        kept = marks.items() & self.marks().items()
        line["files"] = "; ".join(f"{name} {mark}" for name, mark in sorted(kept))
        path = self.folder / "openings.csv"
        is_new = not path.exists()
        before = ""
        if earlier := self.openings():  # an older edition's file keeps its columns
            line = {key: line[key] for key in line if key in earlier[0]}
            before = earlier[-1].get("seal", "")
        line["seal"] = seal(line, before)
        try:
            with path.open("a", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, [*line])
                if is_new:
                    writer.writeheader()
                writer.writerow(line)
        except OSError as error:
            raise OneLineError(f"nothing was opened: {reason(error)}") from None
        self.say_result(line)

    def say_result(self, line: Mapping[str, Any]) -> None:
        """Print a line of openings.csv."""
        error, low, high, base = (float(line[k]) for k in OPENED)
        print(
            f"{self.brief.unit}, {line['rows']} rows of test: {error:.4g}, 95 % "
            f"interval {low:.4g} to {high:.4g}; the baseline errs by {base:.4g}"
        )
        if GAIN[0] in line:
            gain, low, high = (float(line[k]) for k in GAIN)
            print(
                f"baseline minus model, in pairs: {gain:+.3g}, 95 % interval "
                f"{low:+.3g} to {high:+.3g}"
            )

    # ------------------------------------------------------------ checks

    def run(self, task: str) -> Any:
        """Return what the project's own code does in a task, or a finding (a str).

        What was run is not run again while no file has changed that may play a part.
        """
        whole = hashlib.sha256(task.encode())
        for name, path in self.files().items():
            if name not in APART.get(task, LATER):
                whole.update(f"{name} {mark(path)} ".encode())
        ran = RAN.get(whole.digest()) or self.run_anew(task)
        if not isinstance(ran, str):  # a busy machine may do in time what failed once
            RAN[whole.digest()] = ran
        return copy.deepcopy(ran)

    def run_anew(self, task: str) -> Any:
        """Return what `run` returns."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            report, said = Path(scratch) / "report.json", Path(scratch) / "said.txt"
            command = [sys.executable, "-m", "helpers.capstone.run", str(SECONDS)]
            command += [str(self.folder), self.brief.key, task, str(report)]
            paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
            env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
            env |= {"PYTHONIOENCODING": "utf-8", "MPLBACKEND": "agg"}
            env["PYTHONDONTWRITEBYTECODE"] = "1"
            for colour in ("FORCE_COLOR", "PY_COLORS", "CLICOLOR_FORCE"):
                env.pop(colour, None)  # what a kernel sets, for its own output
            with said.open("wb") as errors:
                child = subprocess.Popen(
                    command,
                    cwd=scratch,
                    env=env,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    start_new_session=True,
                )
                with suppress(subprocess.TimeoutExpired), ended(child):
                    child.wait(SECONDS + 30)  # it ends itself after SECONDS
            with suppress(OSError, ValueError):
                found = json.loads(report.read_text(encoding="utf-8"))
                return found.get("finding") or found["result"]
            text = said.read_text(encoding="utf-8", errors="replace")
            return self.why_it_ended(text, child.returncode)

    def why_it_ended(self, said: str, code: int) -> str:
        """Return a finding about code that has left no report, by what it said last."""
        lines = said.strip().splitlines() or [f"exit code {code}"]
        _, late, stack = said.partition("Timeout (")
        if not late:
            return f"your code ended the program: {lines[-1]}"
        own = [
            f" It was in {Path(file).name}, line {line}."
            for file, line in re.findall(r'File "(.*)", line (\d+)', stack)
            if Path(file).name in self.files()
        ]
        return (
            f"your code had not finished after {SECONDS} seconds.{''.join(own[:1])} "
            "Does a loop never end? Else take a smaller model, or fewer rows"
        )

    def judged(self, milestone: str) -> tuple[str, list[str]]:
        """Return a milestone's state (untouched, wrong, correct) and its findings."""
        try:
            found = MILESTONES[milestone](self)
        except NotThere as missing:
            return "untouched", [str(missing)]
        except (Unreadable, OneLineError) as fault:
            found = [str(fault)]
        return ("wrong" if found else "correct"), found

    def findings(self, milestone: str) -> list[str]:
        """Return a milestone's findings; one that is not begun has one, too."""
        return self.judged(milestone)[1]

    def check(self, milestone: str = "") -> None:
        """Show a milestone's card; without a name, the rubric with all of them."""
        from IPython import get_ipython
        from IPython.display import display

        if milestone and milestone not in MILESTONES:
            raise OneLineError(
                f"there is no milestone {milestone!r}; there are "
                f"{', '.join(MILESTONES)}"
            )
        if not milestone:
            return self.show_rubric()
        shown = card(milestone, *self.judged(milestone))
        if get_ipython() is None:  # a script
            print(shown["text/plain"])
        else:
            display(shown, raw=True)
        return None

    def show_rubric(self) -> None:
        """Show each milestone with the number of its findings."""
        words = {"untouched": "not begun", "correct": "reached"}
        rows = [(name, *self.judged(name)) for name in MILESTONES]
        print(f"{self.brief.title} ({self.folder.name})")
        for name, state, found in rows:
            print(f"{name:12} {words.get(state, f'{len(found)} open')}")


def seal(line: Mapping[str, Any], before: str = "") -> str:
    """Return a short mark of a line of openings.csv, which an edited one has not.

    before: the seal of the line before it, so that a line that is gone is missed.
    """
    keys = ("opened", "rows", *OPENED, *(key for key in GAIN if key in line), "files")
    told = " ".join(str(line[key]) for key in keys) + before
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def mark(path: Path) -> str:
    """Return a short mark of what is in a file, whatever its lines end with."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(2**20):
                found.update(block.replace(b"\r", b""))
    except OSError as error:
        raise OneLineError(reason(error)) from None
    return found.hexdigest()[:12]


@contextmanager
def ended(child: subprocess.Popen) -> Iterator[None]:
    """Have a process ended at the end of a block, with all that it has started."""
    try:
        yield
    finally:
        if os.name == "posix":
            with suppress(OSError):
                os.killpg(child.pid, signal.SIGKILL)
        child.kill()
        child.wait()


def card(milestone: str, state: str, findings: list[str]) -> dict[str, str]:
    """Return a milestone's card as HTML and as text."""
    number = f"{len(findings)} finding{'s' * (len(findings) > 1)}"
    headline = {
        "correct": f"Reached: {milestone}.",
        "wrong": f"Not reached: {milestone}, {number}.",
        "untouched": "Not begun yet.",
    }[state]
    lines = findings[:SHOWN]
    if more := findings[SHOWN:]:
        lines.append(f"… and {len(more)} more")
    edge = EDGES.get(state, ATTENTION)
    items = "".join(f"<li>{rich(line)}</li>" for line in lines)
    page = (
        f'<div style="border-left: 5px solid {edge}; padding-left: 12px">'
        f"<p><strong>{html.escape(headline)}</strong></p><ul>{items}</ul></div>"
    )
    return {"text/html": page, "text/plain": "\n".join([headline, *lines])}


def start(key: Any = ..., folder: str | Path | None = None) -> None:
    """Make a project's folder with an empty notebook; what is there stays as it is.

    key: the name of a brief. folder: where; by default beside the student's lessons.
    """
    if key is ...:
        print("Not begun yet. Put the name of a brief in place of the dots, in quotes.")
        return
    brief = find(key)
    place = Path(folder) if folder else work() / f"project_{brief.key}"
    try:
        made = empty.fill(place, brief)
    except OSError as error:
        raise OneLineError(reason(error)) from None
    print(f"Your project: {place.name if folder else shown(place)}")
    print("Made:", ", ".join(made) if made else "nothing; all its files were there")
