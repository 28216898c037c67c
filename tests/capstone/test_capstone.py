"""The capstone's checks: right projects pass, a fault is told with its row or line."""

import contextlib
import csv
import io
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import joblib
import nbformat
import numpy as np
import pandas as pd
import pytest

from helpers.capstone import (
    BRIEFS,
    GAIN,
    MILESTONES,
    OPENED,
    Project,
    card,
    run,
    seal,
    start,
)
from helpers.capstone.briefs import find
from helpers.capstone.empty import TEMPLATES
from helpers.capstone.milestones import path_of_here, read_trials, says
from helpers.places import OneLineError
from tests.capstone.right import bank_parts, fill, finish

TAKES_S = 100

IN_A_PROCESS = Project.run_anew


def run_inside(project: Project, task: str) -> Any:
    """Run a project's code in this process: no second start of pandas."""
    with contextlib.chdir(project.folder), pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(".")
        try:
            return run.TASKS[task](project.brief)
        except run.Finding as finding:
            return str(finding)
        finally:
            run.forget("model", "monitor", "test_model")


@pytest.fixture(scope="module", autouse=True)
def inside() -> Iterator[None]:
    """Run all projects in this process, but for those that ask for one of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Project, "run_anew", run_inside)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Callable[[str], Project]:
    """Return a function that returns a brief's right project, made once."""

    @cache
    def make(key: str) -> Project:
        project = fill(tmp_path_factory.mktemp("right") / f"mein Übung {key}", key)
        finish(project)
        return project

    return make


@pytest.fixture(scope="module")
def whole(made) -> Project:
    """One right project, to be spoiled."""
    return made("rents")


@pytest.mark.parametrize("key", list(BRIEFS))
def test_a_right_project_reaches_every_milestone(made, key: str) -> None:
    found = {name: made(key).findings(name) for name in MILESTONES}
    assert found == {name: [] for name in MILESTONES}


def test_a_process_of_its_own_finds_the_same(made) -> None:
    project = made("visits")
    for task in ("choose", "tests", "monitor"):
        here, there = project.run(task), IN_A_PROCESS(project, task)
        if task == "choose":
            assert there == pytest.approx(here)
        else:
            assert there == json.loads(json.dumps(here))


@pytest.fixture
def spoiled(whole: Project, tmp_path: Path) -> Callable[..., Project]:
    """Return a function that copies the project with other texts in some files."""

    def copy(**texts: str | Callable[[str], str] | bytes | None) -> Project:
        folder = tmp_path / "copy"
        shutil.copytree(whole.folder, folder, dirs_exist_ok=True)
        for name, text in texts.items():
            stem, _, ending = name.rpartition("_")
            path = folder / f"{stem}.{ending}"
            if text is None:
                path.unlink()
            elif isinstance(text, bytes):
                path.write_bytes(text)
            elif isinstance(text, str):
                path.write_text(text, encoding="utf-8")
            else:
                old = path.read_text(encoding="utf-8")
                path.write_text(text(old), encoding="utf-8")
        return Project(folder)

    return copy


def start_again(project: Project, folder: Path) -> Project:
    """Return a copy of a project, to be spoiled."""
    copied = folder / "copied"
    shutil.copytree(project.folder, copied)
    return Project(copied)


def write_parts(project: Project, parts: pd.Series) -> None:
    """Write a project's split.csv."""
    table = project.table[["row"]].assign(part=parts).dropna()
    table.to_csv(project.folder / "split.csv", index=False)


def other_parts(project: Project, change: Callable[[pd.Series], None]) -> str:
    """Return a split.csv in which `change` has moved some rows."""
    part = bank_parts(project)
    change(part)
    return project.table[["row"]].assign(part=part).dropna().to_csv(index=False)


# ---------------------------------------------------------------- framing


def test_framing_counts_the_columns_that_come_too_late(spoiled) -> None:
    project = spoiled(framing_md=lambda text: text.replace("`requests`", ""))
    (finding,) = project.findings("framing")
    assert finding.startswith("framing.md, line 13: 1 more of the columns")
    assert "requests" not in finding  # which one is for the student to find


def test_framing_wants_each_heading_and_words_of_ones_own(spoiled) -> None:
    def spoil(text: str) -> str:
        text = text.replace("## Cost", "## Price")
        text = text.replace("It is asked before anything has happened; later", "Early")
        return text.replace("columns are still empty then.", "")

    project = spoiled(framing_md=spoil)
    found = project.findings("framing")
    assert found == [
        "framing.md, line 7: write a sentence under `Moment`",
        "framing.md: the heading `## Cost` is missing",
    ]
    project = spoiled(framing_md=lambda text: text.split("## Moment")[0] + "## Moment")
    assert "framing.md, line 7: nothing of yours stands under `Moment`" in (
        project.findings("framing")
    )


def test_framing_takes_words_that_are_columns_and_a_short_unit(spoiled) -> None:
    """`rent_eur` in a sentence is no fault, and a unit is no sentence."""

    def change(text: str) -> str:
        before, _, after = text.partition("## Error")
        text = before + "## Error\n% off\n" + after[after.index("## Cost") :]
        return text + "`requests`: more of them where `rent_eur` is low\n"

    assert spoiled(framing_md=change).findings("framing") == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("## ", "### "),
        lambda text: text.replace("## ", "# "),
        lambda text: text.replace("## Question", "## 1. Question:"),
        lambda text: text.replace("## User", "## **USER**"),
        lambda text: text.replace("`days_listed`", "Days listed"),
        lambda text: text.replace("## User", "### A note\nMine.\n## User"),
    ],
)
def test_other_ways_to_write_the_same_framing(spoiled, change) -> None:
    assert spoiled(framing_md=change).findings("framing") == []


def test_framing_is_not_reached_by_naming_all_columns(spoiled, whole) -> None:
    every = ", ".join(whole.columns)
    (finding,) = spoiled(framing_md=lambda text: text + every).findings("framing")
    assert "12 of the columns named do exist when the question is asked" in finding


@pytest.mark.parametrize(
    ("key", "left_out", "finding"),
    [
        ("manuals", "`examples`: the code stands in the file, below it.", "1 more of"),
        ("manuals", "`file`: names the folder (examples: stats/_qmc.py).", "1 more of"),
        ("manuals", "- file, known later\n- examples: written later", ""),
        ("manuals", "| file | later |\n| examples | later |", ""),
        ("manuals", "file and examples", ""),
        ("manuals", "`file`, `examples`, `summary`", "1 of the columns named do exist"),
        ("machines", "`stopped_h`, `repair_order`: when a machine failed at its site "
         "in that week. `load_share`, `vibration_mm_s` stay.", ""),
        ("machines", "`stoped_h`, `repair_order`", "there is no column `stoped_h`"),
        ("machines", "- stopped_h: from a list\nAlso repair_order, too late.", ""),
        ("machines", "`stopped_h, repair_order`", ""),
    ],
)  # fmt: skip
def test_a_word_that_is_a_column_s_name_too(
    made, tmp_path, key: str, left_out: str, finding: str
) -> None:
    """Where names are marked, other words do not count."""
    project = start_again(made(key), tmp_path)
    text = (project.folder / "framing.md").read_text("utf-8")
    text = text.partition("## Columns left out")[0] + "## Columns left out\n"
    write(project, "framing.md", text + left_out)
    found = project.findings("framing")
    assert found == [] if not finding else finding in " ".join(found)


def test_framing_counts_errors_and_costs_as_the_brief_does(made, tmp_path) -> None:
    project = start_again(made("machines"), tmp_path)
    text = (project.folder / "framing.md").read_text("utf-8")
    for old, new, finding in (
        ("€ a machine and week", "bits", "`Error` names another unit"),
        (", 400 €, 8,000 €", "", "`Cost` lacks these sums"),
        (", 400 €, 8,000 €", ": 400 € and 8.000 €", ""),
        (", 400 €, 8,000 €", ": one failure costs twenty inspections", ""),
    ):
        write(project, "framing.md", text.replace(old, new))
        found = project.findings("framing")
        assert found == [] if not finding else finding in found[0]


def test_a_question_that_was_handed_out_is_one_finding(made, tmp_path) -> None:
    project = start_again(made("machines"), tmp_path)
    asked = TEMPLATES["framing.md"].partition("## Cost\n")[2].partition("\n##")[0]

    text = (project.folder / "framing.md").read_text("utf-8")
    before, _, after = text.partition("## Cost\n")
    write(
        project, "framing.md", f"{before}## Cost\n{asked}{after[after.index('## ') :]}"
    )
    (finding,) = project.findings("framing")
    assert finding.endswith("nothing of yours stands under `Cost`")


def test_what_was_handed_out_is_not_begun(tmp_path: Path) -> None:
    start("rents", tmp_path / "new")
    project = Project(tmp_path / "new")
    for name in MILESTONES:
        (finding,) = project.findings(name)
        assert "as you were given it" in finding or "not been opened" in finding


# ---------------------------------------------------------------- split


def leak_of(spoiled, whole: Project, change: Callable[[pd.Series], None]) -> list[str]:
    return spoiled(split_csv=other_parts(whole, change)).findings("split")


def test_a_copy_in_another_part_is_named_with_both_rows(spoiled, whole) -> None:
    truth, part = whole.truth, bank_parts(whole)
    copy, inside = truth["copy"], part == "test"
    first = (part.isna() & copy.isin(copy[inside])).idxmax()
    second = (inside & (copy == copy[first])).idxmax()

    def change(part: pd.Series) -> None:
        part[first] = "choose"

    found = leak_of(spoiled, whole, change)
    rows = whole.table["row"]
    assert any(
        f"row {rows[second]} (test): the same offer (listed again)" in finding
        and f"row {rows[first]} (choose)" in finding
        for finding in found
    )


def test_a_building_under_its_second_name_is_found(spoiled, whole) -> None:
    """The student who groups by the name as it is written leaks, and is told."""
    table = whole.table
    names = table["building"].groupby(whole.truth["group"]).nunique()
    both = names.index[names == 2]
    part = bank_parts(whole)
    inside = whole.truth["group"].isin(both) & (part == "test")
    moved = table.index[inside & table["building"].str.contains(" St ")][:1]
    early = table.index[
        (whole.truth["group"] == whole.truth["group"][moved[0]])
        & (table["listed_on"].dt.year < 2023)
    ][:1]

    def change(part: pd.Series) -> None:
        part[early] = "train"

    found = leak_of(spoiled, whole, change)
    assert any("the same building as row" in finding for finding in found)


def test_a_random_split_is_told_of_each_leak(spoiled, whole) -> None:
    def change(part: pd.Series) -> None:
        part[:] = "train"
        part[::5] = "test"
        part[1::5] = "choose"

    found = leak_of(spoiled, whole, change)
    words = " ".join(found)
    assert "listed again" in words and "same building" in words
    assert "is not later than row" in words


def test_the_same_day_is_not_later(spoiled, whole, monkeypatch) -> None:
    last = whole.table.index[bank_parts(whole) == "choose"][-1]
    test_day = whole.table["listed_on"][bank_parts(whole) == "test"].min()
    table = whole.table
    table.loc[last, "listed_on"] = test_day
    project = spoiled()
    monkeypatch.setattr(Project, "table", table)
    assert any("is not later than" in f for f in project.findings("split"))


@pytest.mark.parametrize(
    ("line", "says_so"),
    [
        ("1,train", "stands in the file twice"),
        ("99999,train", "the table has no row 99999"),
        ("x,train", "`x` is not a row's number"),
        ("3,training", "a part is train, choose or test, not `training`"),
        ("inf,train", "`inf` is not a row's number"),
        ("3.7,train", "`3.7` is not a row's number"),
    ],
)
def test_a_line_that_cannot_be_right_is_named(spoiled, whole, line, says_so) -> None:
    text = "row,part\n1,train\n" + line + "\n"
    (finding,) = spoiled(split_csv=text).findings("split")
    assert finding.startswith("split.csv, line 3:") and says_so in finding


def test_a_fault_of_many_lines_is_one_finding(spoiled, whole) -> None:
    text = other_parts(whole, lambda part: None)
    (finding,) = spoiled(split_csv=text.replace("choose", "valid")).findings("split")
    assert "not `valid`" in finding and finding.endswith(" lines are like this")
    parts = bank_parts(whole)
    text = parts.rename("part").rename_axis("row").reset_index().to_csv(index=False)
    (finding,) = spoiled(split_csv=text).findings("split")
    assert "no row 0; a row has its number from the column `row`" in finding


def plain(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text))


@pytest.mark.parametrize(
    "write",
    [
        lambda split: split.to_csv(),  # the index as a first column
        lambda split: split.to_csv(index=False, sep=";"),
        lambda split: split.to_csv(index=False, sep="\t"),
        lambda split: split.to_csv(index=False, lineterminator="\r\n"),
        lambda split: split[["part", "row"]].to_csv(index=False),
        lambda split: split.assign(part=split["part"].str.upper()).to_csv(index=False),
        lambda split: split.rename(columns=str.title).to_csv(index=False),
        lambda split: split.astype({"row": float}).to_csv(index=False),
        lambda split: split.sample(frac=1, random_state=0).to_csv(index=False),
    ],
)
def test_other_ways_to_write_the_same_split(spoiled, whole, write) -> None:
    text = write(plain(other_parts(whole, lambda part: None)))
    project = spoiled(split_csv=text.encode())
    assert project.findings("split") == []
    assert project.rows("train")[0].equals(whole.rows("train")[0])
    assert project.findings("choice") == []


def test_a_row_without_a_part_is_left_out(spoiled, whole) -> None:
    parts = whole.table[["row"]].assign(part=bank_parts(whole))
    assert parts["part"].isna().any()
    assert spoiled(split_csv=parts.to_csv(index=False)).findings("split") == []


def test_the_table_is_not_changed_by_what_a_student_does_to_it(whole) -> None:
    table = whole.table
    table["log_rent"] = 1.0
    assert "log_rent" not in whole.rows("train")[0]


def test_rows_and_losses_that_do_not_fit_are_one_line(spoiled, whole) -> None:
    for parts in ((), ("Training",), ("train", "choos")):
        with pytest.raises(OneLineError, match="name one part"):
            whole.rows(*parts)
    with pytest.raises(OneLineError, match="one loss for each"):
        whole.interval(np.ones(3), "choose")
    with pytest.raises(OneLineError, match="line 2: a part is"):
        spoiled(split_csv="row,part\n1,tarin\n").rows("train")
    truth = whole.rows("choose")[1]
    for brief in BRIEFS.values():  # a column would be paired with every row
        with pytest.raises(OneLineError, match="one answer a row"):
            brief.losses(truth, np.ones((len(truth), 1)))


def test_the_interval_is_that_of_the_ratio_over_groups(spoiled, whole) -> None:
    """Equal losses have no width, whatever the groups' sizes; offsets cancel."""
    n = len(whole.rows("choose")[1])
    assert whole.interval(np.full(n, 3.0), "choose") == pytest.approx((3, 3, 3))
    loss = np.random.default_rng(0).normal(size=n)
    low, high = whole.interval(loss, "choose")[1:]
    assert whole.interval(loss + 7, "choose")[1:] == pytest.approx((low + 7, high + 7))


def test_too_few_rows_to_judge_by(spoiled, whole) -> None:
    def change(part: pd.Series) -> None:
        part[part.index[part == "test"][20:]] = None

    (finding,) = leak_of(spoiled, whole, change)
    assert "test has 20 rows" in finding


# ---------------------------------------------------------------- trials, choice


def test_trials_need_a_baseline_rivals_and_intervals(spoiled) -> None:
    text = "name,error,low,high,chosen\nline,5,4,6,yes\ntree,9,5,8,no\nnet,5,5,5,no\n"
    found = spoiled(trials_csv=text).findings("candidates")
    assert "trials.csv, line 3: the interval does not hold the error 9.0" in found
    assert "trials.csv, line 4: the interval has no width" in found
    assert "trials.csv: no line is named `baseline`" in found


def test_trials_from_a_spreadsheet(spoiled) -> None:
    project = spoiled(
        trials_csv=lambda t: "\ufeff" + t.replace(",", ";").replace(".", ",")
    )
    assert project.findings("candidates") == []
    assert project.findings("choice") == []


@pytest.mark.parametrize(
    ("line", "says_so"),
    [
        ("line,5,4,4,9,6,no", "line 2 has more fields than the first line"),
        ("line,5,6,4,no", "line 2: `low` is higher than `high`"),
        ("line,5 %,4 %,6 %,no", "numbers without a unit, not `5 %`, `4 %`, `6 %`"),
        ("line,nan,nan,nan,no", "line 2: error, low and high are to be numbers"),
        ("line,5,-inf,inf,no", "line 2: error, low and high are to be numbers"),
    ],
)
def test_a_line_of_trials_that_cannot_be_right(spoiled, line, says_so) -> None:
    text = f"name,error,low,high,chosen\n{line}\n"
    assert says_so in spoiled(trials_csv=text).findings("candidates")[0]


@pytest.mark.parametrize("yes", ["yes", "True", "1", "1.0", "x", "chosen", "yes!"])
@pytest.mark.parametrize("no", ["no", "False", "0.0", ""])
def test_a_mark_of_the_chosen_line(spoiled, yes: str, no: str) -> None:
    def change(text: str) -> str:
        return text.replace(",no\n", f",{no}\n").replace(",yes\n", f",{yes}\n")

    assert [t["it"] for t in read_trials(spoiled(trials_csv=change))[0]] == [
        *(False, True, False, False)
    ]


def test_a_baseline_that_was_not_measured_is_found(spoiled) -> None:
    def spoil(text: str) -> str:
        lines = text.splitlines()
        lines[1] = "baseline,99,90,110,no"
        return "\n".join(lines)

    found = spoiled(trials_csv=spoil).findings("candidates")
    assert found[0].startswith("trials.csv, line 2: the baseline errs by 99 there")


def test_the_chosen_error_must_be_what_the_model_makes(spoiled) -> None:
    text = (
        "name,error,low,high,chosen\nbaseline,24,20,28,no\nline,3,2.9,3.1,yes\n"
        "tree,9,8,10,no\nforest,8,7,9,no\n"
    )
    (finding,) = spoiled(trials_csv=text).findings("choice")
    assert finding.startswith("trials.csv, line 3: the chosen one errs by 3, but")


def test_one_line_is_chosen_and_not_a_worse_one(spoiled) -> None:
    found = spoiled(trials_csv=lambda t: t.replace(",yes", ",no")).findings("choice")
    assert "mark one line as chosen (lines now: none)" in found[0]
    text = (
        "name,error,low,high,chosen\nline,9,8,10,yes\nnet,7,6,7.5,no\ntree,5,4,6,no\n"
        "baseline,8.5,8,9,no\n"
    )
    found = spoiled(trials_csv=text).findings("choice")
    assert found[0].endswith(
        "`tree` (line 4) is better by more than both intervals: choose it"
    )
    assert found[1].endswith("`baseline` (line 5) errs no more than it")
    assert "`net`" not in " ".join(found)


def test_rows_must_not_be_left_out_by_their_answer(made, tmp_path) -> None:
    project = start_again(made("machines"), tmp_path)
    failed = project.table["fails_next_week"] == 1
    parts = bank_parts(project)
    few = failed & (parts == "test") & (np.arange(len(parts)) % 3 > 0)
    for gone, says_so in (
        (failed & (parts == "test"), "in test, fails_next_week is the same in all"),
        (few, "Do not leave rows out by the answer"),
        (~failed & (parts == "train"), None),
        (~failed & (parts == "choose") & (np.arange(len(parts)) % 9 == 0), None),
    ):
        write_parts(project, parts.mask(gone, None))
        found = [f for f in project.findings("split") if "rows; take" not in f]
        assert found == [] if says_so is None else says_so in found[0]


def test_rents_may_be_left_out_for_any_reason_but_the_rent(made, tmp_path) -> None:
    project = start_again(made("rents"), tmp_path)
    parts, rent = bank_parts(project), project.table["rent_eur"]
    write_parts(project, parts.mask((parts == "test") & (rent > 1100), None))
    assert any(
        "Do not leave rows out" in finding for finding in project.findings("split")
    )
    write_parts(project, parts.mask((parts == "test") & (project.table["row"] % 5 < 1)))
    assert not any(
        "Do not leave rows out" in finding for finding in project.findings("split")
    )


@pytest.mark.parametrize("share", [0.2, 0.4])
def test_a_group_that_stays_in_the_part_excuses_no_row(made, tmp_path, share) -> None:
    """Some missed visits of test's patients are gone, and their others are not."""
    project = start_again(made("visits"), tmp_path)
    parts, missed = bank_parts(project), project.table["missed"] == 1
    test = parts == "test"
    chance = np.random.default_rng(0).random(len(parts))
    write_parts(project, parts.mask(test & missed & (chance < share), None))
    (finding,) = project.findings("split")
    assert "rows are left out, with a mean of 1 in `missed`; in the rows of" in finding
    write_parts(project, parts.mask(test & (chance < share), None))
    assert project.findings("split") == []


def test_a_name_that_train_does_not_have_is_found(made, tmp_path) -> None:
    project = start_again(made("manuals"), tmp_path)
    parts, team = bank_parts(project), project.table["team"]
    write_parts(project, parts.mask((parts == "train") & (team == "sparse"), None))
    assert "choose has rows of sparse, and train" in project.findings("split")[0]
    write_parts(project, parts.mask(team == "stats", None))
    assert any("no part has a row of stats" in f for f in project.findings("split"))
    only = (parts == "test") & (team != "stats")
    write_parts(project, parts.mask(only, None))
    assert any("1 of 10 names of `team`" in f for f in project.findings("split"))


def test_copies_within_a_part_count_twice(made, tmp_path) -> None:
    project = start_again(made("rents"), tmp_path)
    parts, copy = bank_parts(project), project.truth["copy"]
    again = parts.isna() & copy.isin(copy[parts == "test"])
    last = (
        project.table["listed_on"].dt.year == project.table["listed_on"].dt.year.max()
    )
    write_parts(project, parts.mask(again & last, "test"))
    (finding,) = project.findings("split")
    assert "so it counts twice: leave one out" in finding


def test_an_interval_that_the_losses_do_not_make(spoiled, whole) -> None:
    trials = pd.read_csv(whole.folder / "trials.csv")
    for share, says_so in ((0.1, "Were rows counted"), (5, "`project.interval` gives")):
        for line, milestone in (("baseline", "candidates"), ("line", "choice")):
            told = trials.copy()
            row = told.index[told["name"] == line][0]
            half = (told.loc[row, "high"] - told.loc[row, "low"]) / 2 * share
            told.loc[row, ["low", "high"]] = told.loc[row, "error"] + half * np.array(
                [-1, 1]
            )
            project = spoiled(trials_csv=told.to_csv(index=False))
            assert any(says_so in f for f in project.findings(milestone))


# ---------------------------------------------------------------- the model


MODEL_FAULTS = {
    "def make_model():\n    return 1 / 0\n": "model.py, line 2: ZeroDivisionError",
    "def make_it():\n    pass\n": "model.py has no function make_model()",
    "def make_model():\n    return 3\n": "what make_model() returns has no fit",
    "class M:\n    pass\n\n\ndef make_model():\n    return M\n": "the class M, not M()",
    "import sys\nsys.exit(3)\n": "model.py, line 2: SystemExit",
    "x = (\n": "SyntaxError",
}
BODY = """
import numpy as np


class M:
    def fit(self, table, target):
        {fit}

    def predict(self, table):
        {predict}


def make_model():
    return M()
"""


@pytest.mark.parametrize("code", MODEL_FAULTS)
def test_a_model_that_does_not_run_names_its_line(spoiled, code: str) -> None:
    found = spoiled(model_py=code).findings("choice")
    assert MODEL_FAULTS[code] in found[-1]


@pytest.mark.parametrize(
    ("fit", "predict", "says_so"),
    [
        ("table['requests']", "return None", "does not exist when the question"),
        ("pass", "return np.ones(3)", "returned the shape (3,)"),
        ("pass", "return np.ones((len(table), 1))", "A column becomes one by .ravel()"),
        ("pass", "return ['much'] * len(table)", "is to return numbers"),
        ("pass", "return np.full(len(table), np.nan)", "not finite numbers"),
        (
            "pass",
            "return np.ones(len(table)) / (not table.isna().any(axis=None))",
            "(rows with gaps and a new word)",
        ),
    ],
)
def test_answers_that_are_none_are_told(spoiled, fit, predict, says_so) -> None:
    project = spoiled(model_py=BODY.format(fit=fit, predict=predict))
    found = project.findings("choice")
    if "gaps" in says_so:  # the table itself has gaps
        assert "not finite" in found[-1]
    else:
        assert says_so in found[-1]


@pytest.mark.parametrize(
    ("key", "predict", "says_so"),
    [
        ("visits", "self.model.predict(table)", "answers with the classes 0 and 1"),
        ("visits", "self.model.predict_proba(table)", "column of class 1: [:, 1]"),
        ("manuals", "np.ones(len(table), int)", "no row of train has that `team`"),
        ("manuals", "np.ones((len(table), 10))", "classes_[chances.argmax(axis=1)]"),
    ],
)
def test_answers_of_another_kind_are_told(made, tmp_path, key, predict, says_so):
    project = Project(shutil.copytree(made(key).folder, tmp_path / "copy"))
    path = project.folder / "model.py"
    code = path.read_text(encoding="utf-8")
    if key == "manuals":
        code += "\n\nclass M:\n    def fit(self, table, target):\n        pass\n\n"
        code += f"    def predict(self, table):\n        return {predict}\n\n"
        code += "\nmake_model = M\n"
    else:
        code = code.replace("return self.model.predict_proba(table)[:, 1]", "OUT")
        code += "\n    predict_proba = lambda self, t: self.model.predict_proba(t)\n"
        head, _, end = code.partition("        OUT\n")
        own = "\n    def predict_proba(self, table):\n"
        own += "        return self.model.predict_proba(table)\n"
        code = head + f"        return {predict}\n" + own + end.rpartition("\n    p")[0]
    path.write_text(code, encoding="utf-8")
    assert says_so in project.findings("choice")[-1]


def test_a_missing_word_must_not_stop_a_model(made, tmp_path) -> None:
    project = Project(shutil.copytree(made("manuals").folder, tmp_path / "copy"))
    path = project.folder / "model.py"
    code = path.read_text(encoding="utf-8").replace('.fillna("")', "")
    path.write_text(code, encoding="utf-8")
    assert "(rows with gaps and a new word)" in project.findings("choice")[-1]


def test_what_took_too_long_once_is_tried_again(whole, monkeypatch) -> None:
    monkeypatch.setattr("helpers.capstone.RAN", {})
    monkeypatch.setattr(Project, "run_anew", lambda project, task: "not finished")
    assert whole.run("choose") == "not finished"
    monkeypatch.setattr(Project, "run_anew", run_inside)
    assert len(whole.run("choose")) == len(whole.rows("choose")[1])


def test_only_what_may_have_changed_is_run_again(spoiled, monkeypatch) -> None:
    monkeypatch.setattr("helpers.capstone.RAN", {})
    ran: list[str] = []
    again = lambda project, task: ran.append(task) or [1.0]  # noqa: E731
    monkeypatch.setattr(Project, "run_anew", again)
    project = spoiled()
    for name in ("", "monitor.py", "test_model.py", "trials.csv", "model.py"):
        if name:
            write(project, name, (project.folder / name).read_text("utf-8") + "\n")
        ran.append(name)
        for task in ("choose", "tests", "monitor"):
            project.run(task)
    assert " ".join(ran) == (
        " choose tests monitor monitor.py monitor test_model.py tests trials.csv tests "
        "model.py choose tests monitor"
    )


def test_a_model_that_ends_the_program_is_told(spoiled, monkeypatch) -> None:
    monkeypatch.setattr(Project, "run_anew", IN_A_PROCESS)
    project = spoiled(model_py="import os\nos._exit(3)\n")
    assert "your code ended the program" in project.findings("choice")[-1]


@pytest.mark.parametrize(
    ("task", "name", "code"),
    [
        ("choose", "model.py", "import time\n\ntime.sleep(600)\n"),
        (
            "tests",
            "test_model.py",
            "import time\n\n\ndef test_it():\n    time.sleep(600)\n",
        ),
    ],
)
def test_code_without_an_end_is_stopped_and_found(
    spoiled, monkeypatch, task: str, name: str, code: str
) -> None:
    monkeypatch.setattr("helpers.capstone.SECONDS", 8)
    light = BODY.format(fit="pass", predict="pass")
    project = spoiled(**{"model_py": light, name.replace(".", "_"): code})
    found = IN_A_PROCESS(project, task)
    assert found.startswith("your code had not finished after 8 seconds.")
    assert f"It was in {name}, line " in found


def test_what_the_code_has_started_ends_with_it(spoiled, monkeypatch) -> None:
    """A worker that goes on holds up no card."""
    code = "import os, subprocess, sys\n"
    code += "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    project = spoiled(model_py=code + "os._exit(3)\n")
    started = time.monotonic()
    assert "your code ended the program" in IN_A_PROCESS(project, "choose")
    assert time.monotonic() - started < 60


# ---------------------------------------------------------------- the test set


LOOKS_UP = """
from helpers.capstone import Project


class M:
    def fit(self, table, target):
        known = Project({where!r}).table
        self.known = dict(zip(map(tuple, known[{keys}].astype(str).values),
                              known[{target!r}]))
        return self

    def predict(self, table):
        rows = table[{keys}].astype(str).values
        return [self.known.get(key, {absent!r}) for key in map(tuple, rows)]


def make_model():
    return M()
"""


@pytest.mark.parametrize(
    ("key", "keys"), [("machines", ["week", "machine"]), ("manuals", ["summary"])]
)
def test_a_model_that_looks_the_answers_up(made, tmp_path, key, keys) -> None:
    project = start_again(made(key), tmp_path)
    target = project.brief.target
    told = {"keys": keys, "target": target, "absent": 0 if key == "machines" else "x"}
    write(project, "model.py", LOOKS_UP.format(where=".", **told))
    assert "hides all rows but train's" in " ".join(project.findings("choice"))
    assert project.table[target].notna().all()
    # A copy of the table cannot be hidden; its error tells.
    project.table.to_csv(project.folder / "all.csv", index=False)
    code = LOOKS_UP.replace("Project({where!r}).table", "pd.read_csv('all.csv')")
    code = code.format(**told)
    write(project, "model.py", f"import pandas as pd\n{code}")
    assert "one who knew the answers" in " ".join(project.findings("choice"))


SEES_MORE = """
    def fit(self, table, target):
        whole = Project(".").table
        self.known = whole.groupby("patient")[{column!r}].agg({how!r})
        self.model.fit(self.with_it(table), target)
        return self

    def with_it(self, table):
        return table.assign(age_years=table["patient"].map(self.known))

    def predict(self, table):
        return self.model.predict_proba(self.with_it(table))[:, 1]
"""


@pytest.mark.parametrize(
    ("column", "how"),
    [("fee_eur", "mean"), ("earlier_missed", "max"), ("minutes_late", "count")],
)
def test_late_columns_and_rows_to_come_are_of_no_use(
    made, tmp_path, column: str, how: str
) -> None:
    """A model may ask the table; of rows that it answers it learns nothing."""
    project = start_again(made("visits"), tmp_path)
    honest = np.mean(project.run("choose"))
    code = (project.folder / "model.py").read_text("utf-8")
    before, _, after = code.partition("\n    def fit(self, table, target):")
    after = after[after.index("\n\n\ndef make_model") :]
    code = before + SEES_MORE.format(column=column, how=how) + after
    write(project, "model.py", f"from helpers.capstone import Project\n{code}")
    assert np.mean(project.run("choose")) > 0.95 * honest


@pytest.mark.parametrize("key", list(BRIEFS))
def test_a_project_s_code_sees_the_rows_of_its_parts_only(made, key: str) -> None:
    project = made(key)
    before, rows = project.table, project.rows("train", "choose")[0]
    seen = project.parts().isin(["train", "choose"])
    with (
        contextlib.chdir(project.folder),
        run.shown_only(project.brief, "train", "choose"),
    ):
        inside = project.table
        assert inside.columns[inside[~seen].notna().any()].tolist() == ["row"]
        assert inside[seen].eq(before[seen]).equals(before[seen].notna())
        pd.testing.assert_frame_equal(project.rows("train", "choose")[0], rows)
    pd.testing.assert_frame_equal(project.table, before)


AHEAD = """
    def predict(self, table):
        later = table.groupby("machine")["oil_age_weeks"].shift({by})
        chance = self.model.predict_proba(table)[:, 1]
        return np.where(later < table["oil_age_weeks"], 0.9, chance)
"""


def test_a_model_that_looks_ahead(made, tmp_path) -> None:
    """What a row's machine shows a week later tells of its failure."""
    project = start_again(made("machines"), tmp_path)
    code = (project.folder / "model.py").read_text("utf-8")
    before, _, after = code.partition("\n    def predict(self, table):")
    after = after[after.index("\n\n\ndef make_model") :]
    for by, ahead in ((-1, True), (1, False)):
        write(project, "model.py", before + AHEAD.format(by=by) + after)
        found = [f for f in project.findings("choice") if "it looks ahead" in f]
        assert bool(found) is ahead
        assert not ahead or "later `week`" in found[0]


@pytest.mark.parametrize(
    ("predict", "says_so"),
    [
        ("np.random.default_rng().uniform(0, 0.06, len(table))", "asked twice"),
        ("np.zeros(len(table))", "Does `predict` answer 0 and 1, no chances?"),
        ("table['stopped_h']", "that column does not exist when"),
        ("{}['other']", "KeyError: 'other'"),
        ("open('/nowhere/at/all.csv')", "is named without a path"),
        ("np.where(table['week'] < '2024', np.nan, 0)", "are not finite numbers"),
    ],
)
def test_why_a_model_makes_another_error(made, tmp_path, predict, says_so) -> None:
    project = start_again(made("machines"), tmp_path)
    body = BODY.format(fit="return self", predict=f"return {predict}")
    write(project, "model.py", body)
    found = " ".join(project.findings("choice"))
    assert says_so in found
    assert "random_state" not in found
    assert "KeyError: 'other' (" not in found


@pytest.mark.parametrize("name", ["model.py", "test_model.py", "monitor.py"])
def test_a_path_of_this_computer_is_found(made, tmp_path, name: str) -> None:
    project = start_again(made("machines"), tmp_path)
    here = project.folder / "split.csv"
    code = (project.folder / name).read_text("utf-8")
    write(project, name, f"{code}\nHERE = {str(here)!r}\nNOT = '/ 2'\n")
    long = "/" + 300 * "x" + "/" + 300 * "y"
    write(project, "other.py", f"A = '/api/predict'\nB = {long!r}\nC = '/a/\\0b'\n")
    assert path_of_here(project, "other.py") == []
    milestone = {"model.py": "choice", "monitor.py": "monitoring"}.get(name, "tests")
    line = code.count("\n") + 2
    start = f"{name}, line {line}: a path of this computer"
    assert any(finding.startswith(start) for finding in project.findings(milestone))


def test_the_record_of_openings_has_a_seal(spoiled, whole) -> None:
    first = whole.openings()[0]
    for key in ("error", "low", "baseline", "gain", "gain_high"):
        change = lambda text, key=key: text.replace(first[key], "1.25")  # noqa: E731
        (finding,) = spoiled(openings_csv=change).findings("test once")
        assert "openings.csv has been edited" in finding


def without_gain(text: str) -> str:
    """Return an openings.csv as editions wrote it that did not compare in pairs."""
    lines = []
    for line in csv.DictReader(text.splitlines()):
        old = {key: word for key, word in line.items() if key not in (*GAIN, "seal")}
        lines.append(old | {"seal": seal(old)})
    return pd.DataFrame(lines).to_csv(index=False)


def test_a_record_of_an_older_edition_is_accepted(spoiled, capsys) -> None:
    old_card = lambda text: re.sub(r"(?s): in pairs.*?confidence", "", text)  # noqa: E731
    project = spoiled(openings_csv=without_gain, model_card_md=old_card)
    assert "gain" not in project.openings()[0]
    assert project.findings("test once") == project.findings("model card") == []
    write(project, "model.py", (project.folder / "model.py").read_text() + "# new\n")
    project.open_test()
    assert "in pairs" not in capsys.readouterr().out
    first, second = project.openings()
    assert [*first] == [*second]


def test_the_difference_to_the_baseline_is_that_of_pairs(whole) -> None:
    first = {k: float(whole.openings()[0][k]) for k in (*OPENED, *GAIN)}
    assert first["gain"] == pytest.approx(first["baseline"] - first["error"])
    losses = whole.baseline_losses("test") - whole.run("test")
    assert whole.interval_of(losses, "test") == pytest.approx([first[k] for k in GAIN])


def test_the_card_gives_the_difference_in_pairs(spoiled, whole) -> None:
    gain, low, high = (float(whole.openings()[0][k]) for k in GAIN)

    def told(words: str) -> Callable[[str], str]:
        return lambda text: re.sub(r"(?s)in pairs.*?confidence", words, text)

    for words in (
        f"in pairs {gain:+.2f} ({low:.2f} to {high:.2f})",
        f"model minus baseline, in pairs: {-gain:.2f} [{-high:.2f}, {-low:.2f}]",
        f"{gain:.2f} ± {high - gain:.2f} more, in pairs",
    ):
        assert spoiled(model_card_md=told(words)).findings("model card") == []
    for words in ("clearly more", f"in pairs {gain:.2f} more", f"{low:.2f}–{high:.2f}"):
        (finding,) = spoiled(model_card_md=told(words)).findings("model card")
        assert "lacks how much more the baseline errs, in pairs" in finding


def test_a_second_opening_that_is_told_is_no_finding(spoiled) -> None:
    project = spoiled(model_py=lambda text: text + "# a change\n")
    project.open_test()
    write(project, "model.py", (project.folder / "model.py").read_text()[:-11])
    assert "opened again" in " ".join(project.findings("test once"))
    assert "does not say so" in " ".join(project.findings("model card"))
    card = (project.folder / "model_card.md").read_text("utf-8")
    told = card.replace("## Groups", "The test set was opened twice.\n## Groups")
    write(project, "model_card.md", told)
    assert project.findings("test once") == project.findings("model card") == []


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("The test set was opened twice.", True),
        ("By mistake, there was a second opening.", True),
        ("We looked at the test rows again; this is the first result.", True),
        ("The test set was opened 2 times, and the first result is given.", True),
        ("After the second opening we did not change anything.", True),
        ("The test set was opened once and never again.", False),
        ("It was not opened twice.", False),
        ("The test set was opened, without a second look.", False),
        ("We test patients again each month.", False),
        ("The second result of the tests is kept by the desk.", False),
    ],
)
def test_a_denial_tells_of_no_second_opening(spoiled, sentence, tells) -> None:
    project = spoiled(model_py=lambda text: text + "# a change\n")
    project.open_test()
    card = (project.folder / "model_card.md").read_text("utf-8")
    card = card.replace("## Groups", f"{sentence}\n## Groups")
    write(project, "model_card.md", card)
    found = " ".join(project.findings("model card") + project.findings("test once"))
    assert ("does not say so" in found) is not tells
    assert ("was opened again" in found) is not tells


def test_an_opening_that_is_gone_is_missed(spoiled) -> None:
    """The second line's seal hangs on the first one's."""
    project = spoiled(model_py=lambda text: text + "# a change\n")
    project.open_test()
    assert len(project.openings()) == 2
    head, _, second = (project.folder / "openings.csv").read_text().splitlines()
    write(project, "openings.csv", f"{head}\n{second}\n")
    (finding,) = project.findings("test once")
    assert "openings.csv has been edited" in finding


def test_a_second_opening_is_a_finding(spoiled) -> None:
    project = spoiled(model_py=lambda text: text + "# a change\n")
    project.open_test()
    found = project.findings("test once")
    assert found[0].startswith("openings.csv, line 3: the test set was opened again")
    assert found[1].startswith("model.py has been changed since")


def test_to_run_all_cells_again_is_no_second_opening(spoiled, capsys) -> None:
    project = spoiled()
    project.open_test()
    assert "95 % interval" in capsys.readouterr().out
    assert project.findings("test once") == []


def test_an_edited_record_of_openings_is_told(spoiled) -> None:
    for change in (
        lambda text: text.replace(",", ";"),
        lambda text: text.rpartition(",")[0] + "\n",
    ):
        project = spoiled(openings_csv=change)
        for name in ("test once", "model card"):
            (finding,) = project.findings(name)
            assert "openings.csv has been edited" in finding


def test_a_folder_that_cannot_be_written_to(spoiled) -> None:
    project = spoiled(openings_csv=None)
    (project.folder / "openings.csv").mkdir()
    with pytest.raises(OneLineError, match="nothing was opened"):
        project.open_test()


FITTED = """
import joblib
from steps import Steps


def make_model():
    return joblib.load("fitted.joblib")
"""


WRITES = """    import time
    from pathlib import Path

    Path("kept.joblib").write_text(str(time.monotonic_ns()))
"""


def fitted_before(spoiled) -> Project:
    """Return a project whose model is read from a file, and opened with it."""
    project = spoiled(openings_csv=None)
    model = (project.folder / "model.py").read_text(encoding="utf-8")
    write(project, "steps.py", model + "\n\nclass Steps:\n    pass\n")
    with contextlib.chdir(project.folder), pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(".")
        steps = run.load(Path("steps.py"), "steps")
        joblib.dump(steps.make_model(), "fitted.joblib")
        run.forget("steps")
    write(project, "model.py", FITTED)
    project.open_test()
    assert project.findings("test once") == []
    return project


def write(project: Project, name: str, text: str) -> None:
    (project.folder / name).write_text(text, encoding="utf-8")


def test_what_the_model_reads_is_marked(spoiled, capsys) -> None:
    """A model in a file of its own, and a module that it imports, are parts of it."""
    project = fitted_before(spoiled)
    assert len(project.openings()) == 1
    joblib.dump({}, project.folder / "later.joblib")  # another one is no part
    write(project, "plots.py", "x = 1\n")
    write(project, "test_model.py", "def test_it():\n    assert False\n")
    assert project.findings("test once") == []
    for name in ("fitted.joblib", "steps.py"):
        path = project.folder / name
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        (finding,) = project.findings("test once")
        assert finding.startswith(f"{name} has been changed since")
        path.unlink()
        assert len(project.findings("test once")) == 1
        path.write_bytes(before)
    assert project.findings("test once") == []


def test_what_fit_writes_is_no_part_of_the_model(spoiled) -> None:
    project = spoiled(
        openings_csv=None,
        model_py=lambda text: text.replace("    pipeline =", WRITES + "    pipeline ="),
    )
    project.open_test()
    assert "kept.joblib" in project.marks()
    assert {*project.openings()[0]["marks"]} == {"model.py", "split.csv"}
    assert project.findings("test once") == []


@pytest.mark.parametrize("name", ["model_py", "split_csv"])
def test_a_change_after_the_opening_is_found(spoiled, name: str) -> None:
    project = spoiled(**{name: lambda text: text + "\n"})
    (finding,) = project.findings("test once")
    assert finding.startswith(f"{name.replace('_', '.')} has been changed since")


def test_the_test_set_stays_closed_until_all_before_it_is_reached(spoiled, capsys):
    for change in ({"framing_md": "# Framing\n"}, {"trials_csv": None}):
        spoiled(**change, openings_csv=None).open_test()
        name = "framing" if "framing_md" in change else "candidates"
        assert f"first reach the milestone “{name}”" in capsys.readouterr().out


def test_nobody_looks_at_the_test_set_on_the_side(whole) -> None:
    for part in ("test", "chose"):
        with pytest.raises(OneLineError):
            whole.interval(np.ones(3), part)


def test_the_test_set_stays_closed_until_split_and_choice(spoiled, capsys) -> None:
    project = spoiled(trials_csv=lambda t: t.replace(",yes", ",no"), openings_csv=None)
    project.open_test()
    assert "stays closed" in capsys.readouterr().out
    assert project.openings() == []


def test_the_test_rows_are_not_handed_out(whole) -> None:
    with pytest.raises(OneLineError, match="once"):
        whole.rows("train", "test")


# ---------------------------------------------------------------- card, tests, monitor


def test_the_card_gives_the_result_of_the_test_set(spoiled, whole) -> None:
    error = f"{float(whole.openings()[0]['error']):.4g}"
    (finding,) = spoiled(model_card_md=lambda t: t.replace(error, "3.1")).findings(
        "model card"
    )
    assert "`Result` lacks the error" in finding and error in finding
    rounded = f"{float(error):.1f}"
    project = spoiled(model_card_md=lambda t: t.replace(error, rounded))
    assert project.findings("model card") == []


def test_the_card_may_give_half_the_width(spoiled, whole) -> None:
    first = whole.openings()[0]
    error, high, base = (float(first[k]) for k in ("error", "high", "baseline"))
    gain, highest = (float(first[k]) for k in ("gain", "gain_high"))

    def change(text: str) -> str:
        before, _, after = text.partition("## Result")
        result = (
            f"## Result\nIt errs by {error:.3g} ± {high - error:.3g} % on the test, "
            f"the baseline by {base:.3g} %: {gain:.3g} ± {highest - gain:.3g} more.\n"
        )
        return before + result + after[after.index("## Groups") :]

    assert spoiled(model_card_md=change).findings("model card") == []


@pytest.mark.parametrize(
    "result",
    [
        "{error:.1f} [{low:.1f},{high:.1f}], baseline {baseline:.1f}"
        ", {gain:.1f} [{gain_low:.1f},{gain_high:.1f}]",
        "{error:.1f} ({low:.1f}–{high:.1f}) against {baseline:.1f}, so"
        " {gain:.1f} ({gain_low:.1f}–{gain_high:.1f}) less",
        "| {error:.2f} | {low:.2f} | {high:.2f} | {baseline:.2f}"
        " | {gain:.2f} | {gain_low:.2f} | {gain_high:.2f}",
        "{error:.1f} +/- {half:.1f}, baseline: {baseline:.0f}, {gain:.1f}"
        " +/- {wide:.1f}",
        "{error:.1f}, plus or minus {half:.1f} (95 % interval). Else {baseline:.1f}:"
        " {gain:.2f} plus or minus {wide:.2f}",
    ],
)
def test_other_ways_to_write_the_same_result(spoiled, whole, result: str) -> None:
    numbers = {k: float(whole.openings()[0][k]) for k in (*OPENED, *GAIN)}
    half, wide = (numbers[b] - numbers[a] for a, b in (("error", "high"), GAIN[::2]))
    result = result.format(**numbers, half=half, wide=wide)

    def change(text: str) -> str:
        before, _, after = text.partition("## Result\n")
        return before + "## Result\n" + result + after[after.index("\n## Groups") :]

    assert spoiled(model_card_md=change).findings("model card") == []


def test_the_card_names_the_baseline_and_the_right_level(spoiled, whole) -> None:
    base = f"{float(whole.openings()[0]['baseline']):.4g}"
    (finding,) = spoiled(model_card_md=lambda t: t.replace(base, "high")).findings(
        "model card"
    )
    assert "lacks the baseline's error" in finding
    (finding,) = spoiled(model_card_md=lambda t: t.replace("95 %", "80 %")).findings(
        "model card"
    )
    assert "the interval is one of 95 %, not 80 %" in finding
    odd = lambda t: t.replace("## Groups", "Off by 10.2 % interval.\n## Groups")  # noqa: E731
    assert spoiled(model_card_md=odd).findings("model card") == []
    hidden = lambda t: t.partition("## Contact")[0] + "## Contact\n<!-- me\n-->\n"  # noqa: E731
    (finding,) = spoiled(model_card_md=hidden).findings("model card")
    assert "nothing of yours stands under `Contact`" in finding


def under(heading: str, words: str) -> Callable[[str], str]:
    """Return the change that other words stand under a heading."""

    def change(text: str) -> str:
        before, _, after = text.partition(f"## {heading}\n")
        return f"{before}## {heading}\n{words}\n{after[after.index('## ') :]}"

    return change


@pytest.mark.parametrize(
    ("words", "is_right"),
    [
        ("{baseline:.2f} % ({low:.1f} to {high:.1f}), baseline {error:.2f}.", False),
        ("{baseline:.1f} ({low:.1f}–{high:.1f}). The baseline's: {error:.1f}.", False),
        ("Baseline {baseline:.1f}, model {error:.1f} ({low:.1f} to {high:.1f}).", True),
        ("Below the baseline: {error:.1f} ({low:.1f}–{high:.1f}), not {baseline:.1f}",
         True),
        ("{baseline:.1f} is what the baseline makes, the model {error:.1f} "
         "({low:.1f} to {high:.1f}).", True),
    ],
)  # fmt: skip
def test_the_baseline_s_error_is_not_the_model_s(
    spoiled, whole, words: str, is_right: bool
) -> None:
    numbers = {k: float(whole.openings()[0][k]) for k in (*OPENED, *GAIN)}
    words += " In pairs {gain:.2f} more ({gain_low:.2f} to {gain_high:.2f})."
    project = spoiled(model_card_md=under("Result", words.format(**numbers)))
    found = project.findings("model card")
    assert found == [] if is_right else "that is the model's" in found[0]


@pytest.mark.parametrize(
    ("heading", "words", "says_so"),
    [
        ("Use", "TODO write this later, please", "`Use` still says TODO"),
        ("Limits", "What can the result not tell??", "nothing of yours stands"),
        ("Limits", "It can tell little, but what ??", "still says ??: write it"),
        ("Groups", "2022 and 2024.", "`Groups` needs the errors of two groups"),
        ("Groups", "2022: 11.2 %, 2024: 12 %", ""),
    ],
)
def test_what_is_yet_to_be_written_is_found(spoiled, heading, words, says_so) -> None:
    found = spoiled(model_card_md=under(heading, words)).findings("model card")
    assert says_so in found[0] if says_so else found == []


def test_groups_need_errors(spoiled) -> None:
    spoil = under("Groups", "It errs about equally in all groups that we know.")
    (finding,) = spoiled(model_card_md=spoil).findings("model card")
    assert "`Groups` needs the errors of two groups" in finding


@pytest.mark.parametrize(
    ("text", "number", "there"),
    [
        ("11.3 % off", 11.312, True),
        ("11,3 % off", 11.312, True),
        ("about 11 %", 11.312, True),
        ("11.4", 11.312, False),
        ("0.59 bits", 0.5877, True),
        ("0.6 bits", 0.5877, False),
        ("1,573 euros", 1573.2, True),
        ("between −3.2 and 4", -3.2, True),
        ("0.45-0.60 bits", 0.6, True),
        ("95%-0.60", 0.6, True),
        ("from -3.2 on", 3.2, False),
    ],
)
def test_a_number_in_a_sentence(text: str, number: float, there: bool) -> None:
    assert says(text, number) is there


def test_tests_that_cannot_fail_are_found(spoiled) -> None:
    weak = "from model import make_model\n\n\ndef test_it():\n    assert make_model()\n"
    found = spoiled(test_model_py=weak).findings("tests")
    assert len(found) == len(run.SABOTAGES)
    assert found[0].startswith("test_model.py passes for a model that answers the same")


def test_tests_that_fail_for_the_own_model_are_named(spoiled) -> None:
    found = spoiled(test_model_py="def test_no():\n    assert False\n")
    assert found.findings("tests") == [
        "test_model.py fails for your own model: test_no, line 2: assert False"
    ]
    for code, says_so in (
        ("import nothing_there\n", "line 1: ModuleNotFoundError"),
        ("def test_no(:\n", "SyntaxError: invalid syntax (test_model.py, line 1)"),
    ):
        assert says_so in spoiled(test_model_py=code).findings("tests")[0]
    none = spoiled(test_model_py="x = 1\n")
    assert "pytest found no test" in none.findings("tests")[0]


def test_a_test_that_hangs_on_an_earlier_run_is_found(spoiled) -> None:
    """It fails from the second run on, whatever the model is."""
    code = "from pathlib import Path\n\nfrom model import make_model\n\n\n"
    code += "def test_it():\n    assert make_model()\n    Path('report').mkdir()\n"
    (finding,) = spoiled(test_model_py=code).findings("tests")
    assert "fails for your own model when it runs again" in finding
    assert "(test_it, line " in finding and "FileExistsError" in finding


@pytest.mark.parametrize(
    ("code", "says_so"),
    [
        (
            "import sys\n\nsys.exit()\n",
            "test_model.py ends pytest: take out sys.exit()",
        ),
        ("def test_it():\n    raise SystemExit\n", "test_it, line 2: SystemExit"),
        ("def test_it(fited):\n    pass\n", "fixture 'fited' not found"),
        (
            "import pytest\n\n\ndef test_it():\n    pytest.skip('later')\n",
            "pytest has skipped your tests",
        ),
        (
            "from model import make_model\n\n\n"
            "def test_it():\n    assert type(make_model()).__name__[0] == 'T'\n",
            "asks the model for more than fit, predict and predict_proba",
        ),
    ],
)
def test_tests_that_say_nothing_of_the_model(spoiled, code, says_so) -> None:
    (finding,) = spoiled(test_model_py=code).findings("tests")
    assert says_so in finding and finding.startswith("test_model.py")


def test_a_test_may_validate_across_folds(spoiled) -> None:
    """A clone of a broken model is as broken."""
    project = spoiled(
        test_model_py="from sklearn.model_selection import cross_val_score\n"
        "from helpers.capstone import Project\n"
        "from model import make_model\n\n\n"
        "def test_error():\n"
        "    rows, rent = Project('.').rows('train')\n"
        "    how = 'neg_mean_absolute_percentage_error'\n"
        "    scores = cross_val_score(make_model(), rows, rent, scoring=how)\n"
        "    assert scores.mean() > -0.2\n"
    )
    # Folds without a gap are no test for gaps; these have some.
    assert project.findings("tests") == []


def test_broken_models_are_broken_in_their_chances_too(made, tmp_path) -> None:
    project = Project(shutil.copytree(made("manuals").folder, tmp_path / "copy"))
    write(
        project,
        "test_model.py",
        "import numpy as np\n"
        "from helpers.capstone import Project\n"
        "from model import make_model\n\n\n"
        "def test_chances():\n"
        "    rows, team = Project('.').rows('train')\n"
        "    model = make_model().fit(rows, team)\n"
        "    rows, team = Project('.').rows('choose')\n"
        "    chances = model.predict_proba(rows)\n"
        "    assert np.allclose(chances.sum(axis=1), 1)\n"
        "    names = model.classes_[chances.argmax(axis=1)]\n"
        "    assert (names == team).mean() > 0.6\n"
        "    rows['summary'] = None\n"
        "    model.predict_proba(rows)\n",
    )
    assert project.findings("tests") == []
    rows, team = project.rows("train")
    with contextlib.chdir(project.folder):
        module = run.load(Path("model.py"), "model")
    for how in ("", "constant", "mirrored"):  # one model, whatever it is asked
        model = run.Sabotaged(module.make_model(), project.brief, how).fit(rows, team)
        chances = model.predict_proba(rows)
        assert (model.classes_[chances.argmax(axis=1)] == model.predict(rows)).all()


def test_a_test_may_stand_in_a_class_and_ask_for_chances(made, tmp_path) -> None:
    project = Project(shutil.copytree(made("visits").folder, tmp_path / "copy"))
    path = project.folder / "model.py"
    own = "    def predict_proba(self, table):\n"
    own += "        return self.model.predict_proba(table)\n\n"
    code = path.read_text(encoding="utf-8")
    path.write_text(code.replace("    def predict(", own + "    def predict("))
    (project.folder / "shared.py").write_text("from model import make_model\n")
    (project.folder / "test_model.py").write_text(
        "from helpers.capstone import Project\n"
        "from shared import make_model\n\n\n"
        "class TestModel:\n"
        "    def test_order(self):\n"
        "        model = make_model().fit(*Project('.').rows('train'))\n"
        "        rows, came = Project('.').rows('choose')\n"
        "        chances = model.predict_proba(rows.dropna())[:, 1]\n"
        "        came = came[rows.notna().all(axis=1)]\n"
        "        assert chances[came == 1].mean() > chances[came == 0].mean()\n"
    )
    found = project.findings("tests")
    assert len(found) == 2  # percent keep the order, and no row has a gap
    assert "in another unit" in found[0] and "is missing" in found[1]


@pytest.mark.parametrize(
    "body",
    [
        "return {'a', 'b'} if len(batch.columns) == 0 else set()",
        "import numpy as np\n    return np.array([], dtype=str)",
        "return (name for name in ())",
    ],
)
def test_a_monitor_may_return_any_kind_of_names(spoiled, body: str) -> None:
    code = f"def alarms(reference, batch):\n    {body}\n"
    found = spoiled(monitor_py=code).findings("monitoring")
    assert len(found) == 4 and all("alarms in 0 of 20" in line for line in found)


@pytest.mark.parametrize(
    ("body", "says_so"),
    [
        ("return ['always']", "20 of 20 batches in which nothing has changed"),
        ("return []", "alarms in 0 of 20 batches in which area_m2 arrives in square"),
        ("return None", "empty when quiet; it returned None"),
        ("return {'rooms': True}", "it returned a dict"),
        ("return batch.isna().any()", "the names of what rings, not True and False"),
        ("return 'gaps'", "alarms is to return a list"),
        ("return ...", "alarms is to return a list"),
        ("return batch['nothing']", "monitor.py, line 2: KeyError"),
    ],
)
def test_a_monitor_that_cannot_tell_is_found(spoiled, body: str, says_so: str) -> None:
    code = f"def alarms(reference, batch):\n    {body}\n"
    assert says_so in spoiled(monitor_py=code).findings("monitoring")[0]


def test_a_monitor_that_counts_its_batches_is_found(spoiled) -> None:
    """Quiet and changed batches come in no order."""
    code = "N = []\n\n\ndef alarms(reference, batch):\n    N.append(1)\n"
    code += "    return ['late'] * (len(N) > 20)\n"
    found = spoiled(monitor_py=code).findings("monitoring")
    assert "20 batches in which nothing has changed raise an alarm" in found[0]


# ---------------------------------------------------------------- files and folder


@pytest.mark.parametrize(
    ("change", "milestone", "says_so"),
    [
        ({"split_csv": None}, "split", "`split.csv` is not in the folder yet."),
        ({"split_csv": "a;b\n1;train\n"}, "split", "needs the columns row, part"),
        ({"framing_md": b"\xff\xfe\x00x"}, "framing", "not a text file in UTF-8"),
        ({"framing_md": "  \n"}, "framing", "`framing.md` is empty."),
        ({"model_py": None}, "choice", "`model.py` is not in the folder yet."),
        ({"split_csv": "row,part\n1,train".encode("utf-16")}, "split", "UTF-8: save"),
        ({"split_csv": 'row,part\n1,"' + "x\n" * 199_999}, "split", "quotation mark"),
        ({"framing_md": "x" * 21_000_000}, "framing", "has 21 MB: it is another file"),
        ({"model_py": "import nothing_there\n"}, "choice", "take what the course has"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(
    spoiled, change, milestone: str, says_so: str
) -> None:
    (finding,) = spoiled(**change).findings(milestone)
    assert says_so in finding and "\n" not in finding


@pytest.mark.parametrize(
    ("heading", "text", "is_right"),
    [
        ("Alarm", "When something looks strange to us.", False),
        ("Alarm", "Four standard errors, by chance once in a hundred batches.", True),
        ("Alarm", "Above 0.2.", True),
        ("How often", "From time to time, when somebody has a moment.", False),
        ("How often", "Each Monday.", True),
        ("How often", "At the end of the month.", True),
        ("Alarm", "When a day looks strange to us.", False),
    ],
)
def test_a_plan_needs_a_value(spoiled, heading: str, text: str, is_right) -> None:
    def change(plan: str) -> str:
        before, _, after = plan.partition(f"## {heading}\n")
        return before + f"## {heading}\n{text}\n" + after[after.index("## ") :]

    found = spoiled(monitoring_md=change).findings("monitoring")
    assert found == [] if is_right else f"`{heading}` needs" in found[0]


def test_a_folder_in_the_place_of_a_file_is_one_line(spoiled) -> None:
    project = spoiled(split_csv=None)
    (project.folder / "split.csv").mkdir()
    (finding,) = project.findings("split")
    assert finding.startswith("split.csv cannot be read: ")


def test_files_of_windows_are_no_fault(spoiled) -> None:
    """Other ends of lines, also after the test set was opened."""
    names = ("framing.md", "split.csv", "trials.csv", "model.py", "test_model.py")
    names += ("model_card.md", "monitor.py", "monitoring.md", "openings.csv")
    project = spoiled()
    for name in names:
        path = project.folder / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert {name: project.findings(name) for name in MILESTONES} == {
        name: [] for name in MILESTONES
    }


def test_a_spreadsheet_s_byte_order_mark_is_no_fault(spoiled) -> None:
    project = spoiled(split_csv=lambda text: "\ufeff" + text)
    assert project.findings("split") == []


def test_starting_again_keeps_what_is_there(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "mine"
    start("visits", folder)
    (folder / "framing.md").write_text("mine", encoding="utf-8")
    (folder / "model.py").unlink()
    start("visits", folder)
    assert (folder / "framing.md").read_text(encoding="utf-8") == "mine"
    assert "Made: model.py" in capsys.readouterr().out


def test_starting_in_the_folder_of_another_brief_writes_nothing(tmp_path) -> None:
    start("visits", tmp_path / "mine")
    with pytest.raises(OneLineError, match="holds the project 'visits'"):
        start("rents", tmp_path / "mine")
    assert Project(tmp_path / "mine").brief.key == "visits"


def test_a_start_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "brief.txt").write_text("")
    start("rents", folder)
    assert Project(folder).brief.key == "rents"
    assert (folder / "project.ipynb").is_file()


def test_where_no_folder_can_be_made_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OneLineError, match="file"):
        start("rents", tmp_path / "file" / "mine")


def test_start_without_a_name_says_what_to_do(capsys) -> None:
    start()
    assert "name of a brief" in capsys.readouterr().out
    with pytest.raises(OneLineError, match="rents"):
        start("rent")


def test_another_folder_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(OneLineError, match="no project"):
        Project(tmp_path)
    with pytest.raises(OneLineError, match="there is no milestone"):
        start("rents", tmp_path / "p")
        Project(tmp_path / "p").check("spilt")


def test_the_empty_notebook_is_one(tmp_path: Path) -> None:
    start("machines", tmp_path / "p")
    nb = nbformat.read(tmp_path / "p" / "project.ipynb", as_version=4)
    nbformat.validate(nb)
    text = json.dumps(nb)
    assert all(f'project.check(\\"{name}\\")' in text for name in MILESTONES)
    assert find("machines").columns in "".join(nb.cells[2].source)


def test_a_card_shows_five_findings_and_escapes(whole) -> None:
    shown = card("split", "wrong", [f"row {n} <b>" for n in range(9)])
    assert "… and 4 more" in shown["text/plain"]
    assert "<b>" not in shown["text/html"].replace("<b>", "", 0).split("<ul>")[1]


@pytest.mark.parametrize("key", list(BRIEFS))
def test_a_brief_s_truth_is_beside_each_row(key: str) -> None:
    brief = find(key)
    table, truth = brief.tables()
    assert len(table) == len(truth) and table["row"].is_unique
    assert {brief.target, *brief.late} <= {*table.columns}
    assert brief.target not in brief.asked(table)
