"""The helpers: what they promise, and what they do when something is broken."""

import base64
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from helpers import claims, course_map, data, figures, numbers, progress
from helpers.places import ROOT

# --- Small and quick


def test_importing_helpers_is_quick_and_light() -> None:
    code = (
        "import sys, time; start = time.perf_counter(); import helpers; "
        "ours = time.perf_counter() - start; "
        "heavy = {'numpy', 'pandas', 'matplotlib', 'torch', 'sklearn', 'IPython'}; "
        "heavy &= set(sys.modules); start = time.perf_counter(); import numpy; "
        "print(ours / (time.perf_counter() - start), sorted(heavy))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        for _ in range(3)
    ]
    assert min(float(run.stdout.split(maxsplit=1)[0]) for run in runs) < 1.5  # of NumPy
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


def test_a_read_only_data_set_is_not_for_the_student_to_make(
    own_datasets, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_datasets / "houses.csv").write_bytes(b"altered")
    monkeypatch.setattr(data, "writable", lambda path: False)
    with pytest.raises(data.DatasetError, match="Tell whoever looks after"):
        data.dataset("houses.csv")


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


def test_the_advice_for_a_data_set_works_as_it_stands(own_datasets) -> None:
    """With this environment's Python: the one of the terminal has no pandas."""
    kept = (own_datasets / "houses.csv").read_bytes()
    (own_datasets / "houses.csv").write_bytes(kept.replace(b"\n", b"\r\n"))
    with pytest.raises(data.DatasetError) as caught:
        data.dataset("houses.csv")
    command = str(caught.value).split("terminal: ")[1]
    assert command.startswith(f'"{sys.executable}"')
    subprocess.run(shlex.split(command), check=True, capture_output=True)
    assert data.dataset("houses.csv").read_bytes() == kept


@pytest.mark.skipif(not shutil.which("git"), reason="git is not here")
def test_a_windows_checkout_has_the_same_bytes(tmp_path) -> None:
    """core.autocrlf=true is what git's installer for Windows offers first."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    files = (".gitattributes", "datasets/schools.csv", "notebooks/glossary.md")
    for name in (*files, ".github/lesson.png"):
        (here / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, here / name)

    def git(*words: object) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "core.autocrlf=true")
        subprocess.run(["git", *who, *words], check=True, capture_output=True)

    git("init", here)
    git("-C", here, "add", ".")
    git("-C", here, "commit", "-m", "all")
    git("clone", here, there)
    for name in (*files, ".github/lesson.png"):
        assert (there / name).read_bytes() == (ROOT / name).read_bytes()


@pytest.fixture
def made_anew(tmp_path: Path) -> Path:
    """An empty folder with the scripts only: what they make lands beside them."""
    for path in data.DATASETS.glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_scripts_make_the_same_bytes(made_anew: Path) -> None:
    """All but the networks' weights: training them is the next test."""
    scripts = {p.stem for p in made_anew.glob("make_*.py")} - {"make_glyphs"}
    for script in (*sorted(scripts), "-glyphs"):
        code = f"import runpy; runpy.run_path('{script}.py', run_name='__main__')"
        if script == "-glyphs":
            code = "import make_glyphs; make_glyphs.write_new_pictures()"
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, cwd=made_anew
        )
    kept = json.loads((data.DATASETS / "manifest.json").read_text("utf-8"))
    weights = {n for n in kept if n.startswith("glyphs_")}
    made = json.loads((made_anew / "manifest.json").read_text("utf-8"))
    assert made == {name: kept[name] for name in kept.keys() - weights}


@pytest.mark.deep
def test_networks_come_out_alike(made_anew: Path) -> None:
    """Another processor rounds otherwise: the shares are those of the datasheet."""
    code = "import json, make_glyphs; print(json.dumps(make_glyphs.main()))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, cwd=made_anew)
    wanted = {"alike": 0.845, "letters": 0.844, "margins": 0.502, "careless": 0.979}
    found = json.loads(done.stdout.splitlines()[-1])
    assert found == pytest.approx(wanted, abs=0.02)


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
        b"[" * 100_000,  # deeper than Python's reader of JSON goes
    ],
)
def test_damaged_lines_are_passed_over_and_nothing_is_rewritten(file, damage) -> None:
    progress.record("lesson", "one", "correct")
    file.write_bytes(file.read_bytes() + damage)
    before = file.read_bytes()
    assert progress.read_progress() == {("lesson", "one"): "correct"}
    assert file.read_bytes() == before
    progress.record("lesson", "two", "correct")
    assert file.read_bytes().startswith(before)
    assert len(progress.read_progress()) == 2
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_byte_order_mark_costs_no_answer(file) -> None:
    progress.record("lesson", "one", "correct")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().lstrip())
    assert progress.read_progress() == {("lesson", "one"): "correct"}


def test_a_linked_progress_file_stays_a_link(file) -> None:
    elsewhere = file.parent.parent / "elsewhere.jsonl"
    elsewhere.write_text("damaged\n")
    file.parent.mkdir()
    file.symlink_to(elsewhere)
    progress.record("lesson", "one", "correct")
    assert progress.read_progress() == {("lesson", "one"): "correct"}
    assert file.is_symlink() and "one" in elsewhere.read_text()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_in_the_place_of_progress_does_not_hang(file, capsys) -> None:
    file.parent.mkdir()
    os.mkfifo(file)
    progress.record("lesson", "one", "correct")
    assert progress.read_progress() == {}
    assert capsys.readouterr().out.count("not a file") == 2


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
    assert capsys.readouterr().out.count("\n") == 1


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


def test_the_map_adds_up_the_hours_and_the_progress_of_each_route(file) -> None:
    rows = course_map.read_rows()
    progress.record("what_is_training", "gradient", "correct")
    progress.record(
        "transfer", next(r for r in rows if r.lesson.number == "2.5").keys[0], "noted"
    )
    essentials, everything = course_map.routes(rows, progress.read_progress())
    assert re.fullmatch(
        r"★ The essentials: 8 lessons, .* 1 of \d+ questions and exercises done",
        essentials,
    )
    assert re.fullmatch(
        r"Everything: \d+ lessons, .* 2 of \d+ questions and exercises done",
        everything,
    )
    assert course_map.hours(rows[1:4]) == round(sum(r.minutes for r in rows[1:4]) / 60)
    assert all(row.minutes for row in rows if row.lesson.exists)
