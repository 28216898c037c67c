"""The helpers: what they promise, and what they do when something is broken."""

import base64
import contextlib
import io
import json
import re
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from helpers import claims, course_map, data, figures, numbers, progress
from helpers.exercises import limits
from helpers.exercises.engine import Function, Mistake, Value
from helpers.exercises.values import brief, difference
from helpers.places import ROOT

# --- Small and quick


def test_importing_helpers_is_quick_and_light() -> None:
    code = (
        "import sys, time; start = time.perf_counter(); import helpers; "
        "took = time.perf_counter() - start; "
        "heavy = {'numpy', 'pandas', 'matplotlib', 'torch', 'sklearn', 'IPython'}; "
        "print(took, sorted(heavy & set(sys.modules)))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        for _ in range(3)
    ]
    took = min(float(run.stdout.split(maxsplit=1)[0]) for run in runs)
    assert took < 0.3
    assert runs[0].stdout.split(maxsplit=1)[1].strip() == "[]"


def test_helpers_and_launch_need_the_standard_library_only() -> None:
    """They run before there is an environment: -S hides all installed packages."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import helpers, pkgutil; "
        "import helpers.launch as launch; from importlib import import_module; "
        "names = [m.name for m in pkgutil.iter_modules(launch.__path__)]; "
        "[import_module(f'helpers.launch.{name}') for name in names]; print(names)"
    )
    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "environment" in done.stdout


# --- Claims


def test_claim_prints_or_stops(capsys: pytest.CaptureFixture) -> None:
    claims.claim("two is more than one", np.bool_(True))
    assert capsys.readouterr().out == "✔ two is more than one\n"
    with pytest.raises(claims.ClaimFailed, match="does not show that pigs fly"):
        claims.claim("pigs fly", False)


@pytest.mark.parametrize("undecided", [np.array([True]), 1, "yes", None, np.nan])
def test_claim_needs_one_truth_value(undecided: object) -> None:
    with pytest.raises(TypeError, match="True or False"):
        claims.claim("something", undecided)


def test_our_errors_show_one_line_in_a_notebook() -> None:
    shown = claims.ClaimFailed("this run does not show it")._render_traceback_()
    assert shown == ["ClaimFailed: this run does not show it"]


# --- Numbers


def test_numbers_carry_their_marks(capsys: pytest.CaptureFixture) -> None:
    assert numbers.approx(0.9123) == "≈0.91"
    assert numbers.approx(12, ".0f") == "≈12"
    assert numbers.seconds(0.123) == "⏱ 0.12 s"
    assert numbers.seconds(75.4) == "⏱ 75 s"
    assert numbers.megabytes(12_345_678) == "⏱ 12 MB"
    assert numbers.quote("one\ntwo  three", width=9) == "≈│ one ⏎ two\n≈│ three"
    assert list(numbers.track(range(3), "trees")) == [0, 1, 2]
    last = capsys.readouterr().out.rsplit("\r", 1)[-1]
    assert re.fullmatch(r"⏱ trees ■{10} \d+\.\d s\n", last)


# --- Figures


def test_show_needs_words_and_gives_both_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from PIL import Image

    shown = []
    monkeypatch.setattr("IPython.display.display", lambda d, raw: shown.append(d))
    plt.style.use("helpers.course")
    fig, ax = plt.subplots()
    for name in figures.ROLES:
        ax.plot([0, 1], [0, 1], label=name, **figures.role(name, "both"))
    with pytest.raises(ValueError, match="alt"):
        figures.show(fig, alt="a figure")
    words = 'Lines in all roles rise from 0 to 1, one over another ("all").'
    figures.show(fig, alt=words)
    assert shown[0]["text/plain"] == words
    page = shown[0]["text/html"]
    assert "&quot;all&quot;" in page
    code = re.search(r"base64,([^\"]+)", page)[1]
    picture = Image.open(io.BytesIO(base64.b64decode(code)))
    assert picture.mode == "P" and len(picture.getcolors()) <= 64
    assert len(code) < 120_000
    assert not plt.get_fignums(), "the figure is closed, so it is not shown twice"


def test_roles_differ_in_colour_marker_and_line() -> None:
    looks = list(figures.ROLES.values())
    for parts in zip(*looks, strict=True):
        assert len(set(map(str, parts))) >= len(looks) - 2
    assert len({(m, str(line)) for _, m, line in looks}) == len(looks)
    with pytest.raises(KeyError, match="training"):
        figures.role("hero")


def test_roles_differ_in_grey_where_lines_do_not() -> None:
    """Two roles with the same line style must differ in lightness by a fifth."""

    def lightness(color: str) -> float:
        red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    looks = list(figures.ROLES.values())
    for i, (color, marker, line) in enumerate(looks):
        for other, mark, style in looks[i + 1 :]:
            if str(line) == str(style):
                close = abs(lightness(color) - lightness(other)) < 0.05
                assert marker != mark and not (close and marker == mark)


# --- Data sets


@pytest.fixture
def own_datasets(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """A copy of datasets/ that may be broken."""
    for path in data.DATASETS.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(data, "DATASETS", tmp_path)
    return tmp_path


def test_data_sets_are_found_and_proved(own_datasets) -> None:
    manifest = json.loads((own_datasets / "manifest.json").read_text("utf-8"))
    assert manifest
    for name in manifest:
        assert data.dataset(name).read_bytes()
        (own_datasets / name).write_bytes(b"altered")
        with pytest.raises(data.DatasetError, match=f"{name} has been altered"):
            data.dataset(name)
        (own_datasets / name).unlink()
        with pytest.raises(data.DatasetError, match="missing") as caught:
            data.dataset(name)
        assert "\n" not in str(caught.value)
    with pytest.raises(data.DatasetError, match="no data set"):
        data.dataset("mars.csv")


def test_scripts_make_the_same_bytes(tmp_path) -> None:
    for path in data.DATASETS.iterdir():
        if path.suffix == ".py":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    for script in sorted(tmp_path.glob("make_*.py")):
        subprocess.run([sys.executable, str(script)], check=True, capture_output=True)
    kept = (data.DATASETS / "manifest.json").read_bytes()
    assert (tmp_path / "manifest.json").read_bytes() == kept


def test_readme_lists_every_data_set() -> None:
    manifest = json.loads((data.DATASETS / "manifest.json").read_text("utf-8"))
    text = (data.DATASETS / "README.md").read_text("utf-8")
    for name, entry in manifest.items():
        row = next(line for line in text.splitlines() if f"`{name}`" in line)
        assert entry["sha256"] in row and entry["script"] in row
        assert "designed" in row or "real" in row
    total = sum(p.stat().st_size for p in data.DATASETS.rglob("*") if p.is_file())
    assert total < 5_000_000


# --- Progress


@pytest.fixture
def file(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """A progress file of our own."""
    path = tmp_path / "work" / "progress.jsonl"
    monkeypatch.setenv("COURSE_PROGRESS", str(path))
    return path


def test_progress_is_kept_and_correct_stays(file) -> None:
    assert progress.read_progress() == {}
    for state in ("mistake", "correct", "wrong"):
        progress.record("lesson", "gradient", state)
    progress.record("lesson", "other", "wrong")
    assert progress.read_progress() == {
        ("lesson", "gradient"): "correct",
        ("lesson", "other"): "wrong",
    }


@pytest.mark.parametrize(
    "damage",
    [
        b"\x00\xff\xfe broken",
        b'{"lesson": "cut o',
        b"[1, 2]",
        b'{"lesson": [], "key": {}, "state": 1}',
        b'"text"',
    ],
)
def test_damaged_progress_is_set_aside(file, damage, capsys) -> None:
    progress.record("lesson", "one", "correct")
    before = file.read_bytes() + damage
    file.write_bytes(before)
    assert progress.read_progress() == {("lesson", "one"): "correct"}
    said = capsys.readouterr().out
    assert said.count("\n") == 1 and "damaged-1" in said
    assert (file.parent / "progress.damaged-1.jsonl").read_bytes() == before
    progress.record("lesson", "two", "correct")
    assert len(progress.read_progress()) == 2
    assert capsys.readouterr().out == ""


def test_line_cut_off_does_not_swallow_the_next(file) -> None:
    progress.record("lesson", "one", "correct")
    with file.open("ab") as stream:
        stream.write(b'{"lesson": "lesson", "key"')
    progress.record("lesson", "two", "correct")
    assert set(progress.read_progress()) == {("lesson", "one"), ("lesson", "two")}


def test_unwritable_progress_costs_one_line(tmp_path, monkeypatch, capsys) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("COURSE_PROGRESS", str(blocked / "progress.jsonl"))
    progress.record("lesson", "one", "correct")
    assert capsys.readouterr().out.count("\n") == 1
    assert progress.read_progress() == {}


def test_two_notebooks_may_write_at_once(file) -> None:
    def answer(lesson: str) -> None:
        for n in range(50):
            progress.record(lesson, f"key{n}", "correct")

    threads = [threading.Thread(target=answer, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(progress.read_progress()) == 200


# --- The map


def test_map_shows_every_lesson_and_the_progress(file, monkeypatch) -> None:
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda d, raw: shown.append(d))
    rows = course_map.read_rows()
    assert len(rows) == 30
    here = next(row for row in rows if row.lesson.number == "1.1")
    assert here.lesson.exists and here.question.endswith("?")
    for key in here.keys[:2]:
        progress.record("what_is_training", key, "correct")
    course_map.show_map()
    assert f"1.1 {here.title}: 2 of {len(here.keys)} done" in shown[0]["text/plain"]
    for row in rows:
        name, exists = row.lesson.name, row.lesson.exists
        assert f"{row.lesson.number} {row.title}" in shown[0]["text/plain"]
        assert (f'href="{name}.ipynb"' in shown[0]["text/html"]) == exists


# --- The exercise engine


def double(x):
    """Return twice x."""
    return 2 * np.asarray(x)


def triple(x):
    """Return three times x."""
    return 3 * np.asarray(x)


def an_exercise() -> Function:
    """A small exercise to misuse."""
    exercise = Function(
        solution=double,
        cases=lambda rng: [(np.arange(3.0),), (rng.normal(size=4),)],
        mistakes=[Mistake(triple, "this is three times x.")],
        hints=["Add it to itself."],
    )
    exercise.key = "double"
    return exercise


def test_verdict_comes_within_five_seconds_for_anything() -> None:
    def endless(x):
        while True:
            pass

    over = threading.Event()  # else its thread would slow all tests after this one

    def swallows_everything(x):
        while not over.is_set():
            try:
                while not over.is_set():
                    pass
            except BaseException:
                continue

    def asleep(x):
        time.sleep(8)

    for answer in (endless, swallows_everything, asleep):
        start = time.perf_counter()
        assert an_exercise().judge(answer).state == "timeout"
        assert time.perf_counter() - start < 5
    over.set()


def test_code_that_cannot_be_stopped_is_said_to_run_on(monkeypatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.2)

    def asleep(x):
        time.sleep(3)

    assert "restart the kernel" in an_exercise().judge(asleep).detail


def test_prints_are_shown_and_limited(capsys, monkeypatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 1.0)

    def talkative(x):
        print("x is", x)
        return [2 * v for v in x]

    verdict = an_exercise().judge(talkative)
    assert verdict.state == "correct" and "x is [0. 1. 2.]" in verdict.printed

    def flood(x):
        while True:
            with contextlib.suppress(Exception):
                print("more")

    verdict = an_exercise().judge(flood)
    assert verdict.state == "flood" and len(verdict.printed) <= 300
    assert capsys.readouterr().out == ""


def test_error_shows_the_students_own_line() -> None:
    def wrong_line(x):
        y = x + 1
        return y.missing_thing

    verdict = an_exercise().judge(wrong_line)
    assert verdict.state == "error"
    assert "line 3 of your function: `return y.missing_thing`" in verdict.detail
    assert "AttributeError" in verdict.got


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, RecursionError])
def test_no_exception_gets_out(error: type[BaseException]) -> None:
    def leaves(x):
        raise error("out")

    assert an_exercise().judge(leaves).state == "error"


def test_input_does_not_wait_for_a_keyboard() -> None:
    verdict = an_exercise().judge(lambda x: input("your answer? "))
    assert verdict.state == "error" and "input()" in verdict.got
    assert input.__name__ != "no_input", "the real input is back"


def test_answers_may_not_change_the_inputs_of_others() -> None:
    def in_place(x):
        x *= 2
        return x

    exercise = an_exercise()
    assert exercise.judge(in_place).state == "correct"
    assert exercise.judge(in_place).state == "correct"


def test_blank_left_in_a_line_is_not_attempted() -> None:
    def one_blank(x):
        factor = ...
        return factor * x

    assert an_exercise().judge(one_blank).state == "untouched"


def test_ellipsis_index_is_a_correct_writing() -> None:
    def with_dots(x):
        return np.asarray(x)[...] * 2

    assert an_exercise().judge(with_dots).state == "correct"


def test_forgotten_return_is_told_from_an_untouched_stub() -> None:
    def no_return(x):
        y = 2 * x  # noqa: F841

    verdict = an_exercise().judge(no_return)
    assert verdict.state == "type" and "return" in verdict.detail


def test_every_check_tries_new_inputs() -> None:
    seen = []

    def spy(x):
        seen.append(tuple(x))
        return 2 * x

    exercise = an_exercise()
    exercise.judge(spy)
    exercise.judge(spy)
    assert seen[0] == seen[2] and seen[1] != seen[3]


def test_value_recognises_a_family_of_mistakes() -> None:
    exercise = Value(
        solution=lambda: 10.0,
        source="answer = 10",
        mistakes=[Mistake(-1, "negative.", when=lambda v: v < 0)],
        hints=[],
        rtol=0.02,
    )
    assert exercise.judge(10.1).state == "correct"
    assert exercise.judge(-77).mistake == "-1"
    assert exercise.judge(11).state == "wrong"


@pytest.mark.parametrize(
    ("expected", "got", "state"),
    [
        (np.array([1.0, 2.0]), [1, 2], None),
        (np.array([1.0, 2.0]), (1.0, np.float32(2)), None),
        (3.0, np.array([[3.0]]), None),
        (np.array([1.0, 2.0]), [[1.0, 2.0]], "type"),
        (np.array([1.0, 2.0]), [[1.0], [2.0, 3.0]], "type"),
        (np.array([1.0, 2.0]), "text", "type"),
        (np.array([1.0, 2.0]), iter([1, 2]), "type"),
        (np.array([1.0, 2.0]), [1.0, np.inf], "nonfinite"),
        (np.array([1.0, np.nan]), [1.0, np.nan], None),
        (np.array([1.0, 2.0]), [1.0, 2.1], "wrong"),
        ("abc", "abc", None),
        ("abc", 1, "type"),
        ({"a": 1.0}, {"a": 1}, None),
        ({"a": 1.0}, {"b": 1.0}, "type"),
        ({"a": 1.0}, {"a": 2.0}, "wrong"),
        ((np.zeros(2), 1.0), [[0, 0], 1], None),
        ((np.zeros(2), 1.0), [[0, 0]], "type"),
        (["a", "b"], ["a", "c"], "wrong"),
    ],
)
def test_difference(expected: object, got: object, state: str | None) -> None:
    found = difference(expected, got, rtol=1e-5)
    assert (found[0] if found else None) == state


def test_tables_and_tensors_count_as_arrays() -> None:
    import pandas as pd
    import torch

    exercise = an_exercise()
    assert exercise.judge(lambda x: pd.Series(2 * x)).state == "correct"
    assert exercise.judge(lambda x: torch.tensor(2 * x)).state == "correct"
    grad = torch.tensor(2.0, requires_grad=True)
    assert exercise.judge(lambda x: grad * torch.tensor(x)).state == "correct"


def test_brief_is_short() -> None:
    assert brief(np.arange(1000.0)) == "<an array of shape (1000,)>"
    assert brief(["B"]) == "['B']"
    assert brief(np.array(["B", "AB"])) == "['B', 'AB']"
    assert brief({"a": np.float64(0.4)}) == "{a: 0.4}"
    assert brief(1 / 3) == "0.333333"
    assert len(brief("x" * 1000)) <= 80
