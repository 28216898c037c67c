"""The harness's own tests: comparison, runner, writing, network."""

import base64
import copy
import io
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import nbformat
import psutil
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.lessons import Lesson, form_faults, verdicts
from helpers.places import ROOT
from tests.harness import offline, writing
from tests.harness.compare import compare, compare_pictures, compare_text
from tests.harness.runner import RunFailed, execute, with_seed, with_solutions

TAKES_S = 25

# ---------------------------------------------------------------- comparison

SAME = {
    "float": ("loss 0.91234", "loss 0.91300"),
    "zero": ("gap 3.1e-17", "gap -2.0e-16"),
    "minus_sign": ("gain −0.5000", "gain −0.5004"),
    "minus_or_hyphen": ("gain −0.5", "gain -0.5"),
    "exponent": ("rate 1.000e-3", "rate 1.001e-3"),
    "percent": ("91.20 % of", "91.25 % of"),
    "thousands": ("1,234,567.5 steps", "1,234,999.5 steps"),
    "nan": ("mean nan, max inf", "mean nan, max inf"),
    "nudged_relative": ("≈12.1 epochs", "≈11.6 epochs"),
    "nudged_absolute": ("≈0.03", "≈0.05"),
    "nudged_integer": ("≈100 steps", "≈ 104 steps"),
    "nudged_minus": ("≈−0.90", "≈−0.92"),
    "nudged_interval": ("≈12.1 ± 0.53", "≈12.1 ± 0.54"),
    "numpy": ("[ 0.1  1.  -0.2]", "[0.1 0.9999999 -0.2]"),
    "wider_column": ("  a      b\n0.5  -0.25", "   a       b\n0.5  -0.2501"),
    "clock": ("took ⏱ 0.42 s", "took ⏱ 12 s"),
    "clock_units": ("⏱ 1 min 20 s, ⏱ 120 MB", "⏱ 950 ms, ⏱ 1.1 GB"),
    "clock_in_table": ("fit   ⏱ 0.42 s  3", "fit  ⏱ 12.00 s  3"),
    "progress_bar": ("⏱ fit ■■■ 0.3 s\ndone", "⏱ fit ■■■ 61.0 s\ndone"),
    "written": ("≈│ one text\n≈│ more\ndone", "≈│ another\ndone"),
    "progress_bar_gone": ("⏱ 3 models ■■ 0.3 s\ndone", "done"),
}
OTHER = {
    "words": ("569 rows", "569 columns"),
    "integer": ("569 rows", "570 rows"),
    "integer_at_the_end": ("There are 569.", "There are 570."),
    "long_integer": ("9007199254740993", "9007199254740992"),
    "thousands_integer": ("1,234,567", "1,234,568"),
    "float": ("loss 0.912", "loss 0.915"),
    "sign": ("gain −0.5", "gain 0.5"),
    "kind": ("1 of", "1.0 of"),
    "nan": ("mean 0.5", "mean nan"),
    "nudged": ("≈0.912", "≈0.86"),
    "nudged_lost": ("≈0.912", "0.912"),
    "nudged_interval": ("≈12.1 ± 0.53", "≈12.1 ± 0.60"),
    "exact_interval": ("12.1 ± 0.53", "12.1 ± 0.54"),
    "spaces": ("a  b", "a b"),
    "lines": ("a\nb", "ab"),
    "more": ("1.5", "1.5 2.5"),
    "after_what_was_written": ("≈│ one text\n12 rows", "≈│ another\n13 rows"),
    "written_no_more": ("≈│ one text\ndone", "done"),
    "after_a_clock": ("⏱ 0.42 s\n12 rows", "⏱ 0.40 s\n13 rows"),
    "beside_a_clock": ("⏱ 0.42 s 3 trees", "⏱ 0.42 s 4 trees"),
    "name": ("layer1.5 x", "layer1.6 x"),
}


@pytest.mark.parametrize("name", SAME)
def test_texts_that_agree(name: str) -> None:
    assert compare_text(*SAME[name]) == []
    assert compare_text(*SAME[name][::-1]) == []


@pytest.mark.parametrize("name", OTHER)
def test_texts_that_differ(name: str) -> None:
    assert compare_text(*OTHER[name])
    assert compare_text(*OTHER[name][::-1])


def test_a_difference_is_told_in_words() -> None:
    table = "<table><tr><td>{}</td></tr></table>"
    assert compare([html(table.format(0.5))], [html(table.format(0.6))]) == [
        "text/html: stored 0.5, new 0.6 (16.7% apart, 0.2% allowed) "
        "in '<table><tr><td>0.6</td></tr></table>'"
    ]
    assert compare([html("a")], []) == [
        "outputs: stored 1 (display_data text/html), new 0 (none)"
    ]


def test_where_a_stream_is_cut_does_not_matter() -> None:
    one = [stream("loss 1.5\n"), stream("loss 1.4\n")]
    assert compare(one, [stream("loss 1.5\nloss 1.4\n")]) == []
    assert compare([stream("done\n")], [stream("\r10 %"), stream("\rdone\n")]) == []


def test_widgets_are_compared_by_what_they_are() -> None:
    kind = "application/vnd.jupyter.widget-view+json"
    views = [
        new_output("display_data", {kind: {"model_id": n}, "text/plain": "Slider"})
        for n in "ab"
    ]
    assert compare(views[:1], views[1:]) == []


def stream(text: str) -> NotebookNode:
    return new_output("stream", name="stdout", text=text)


def html(page: str) -> NotebookNode:
    return new_output("display_data", {"text/html": page})


def draw(kind: str = "good") -> str:
    """Draw a figure of the course, or one that departs from it, as base64."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt
    import numpy as np

    letters = {
        "hinting": {"text.hinting": "none"},
        "smooth": {"text.antialiased": False},
    }
    x = np.linspace(0, 10, 100)
    scale = {"nudged": 1.02, "other curve": 1.2}.get(kind, 1)
    with plt.style.context("helpers.course"), plt.rc_context(letters.get(kind, {})):
        fig, ax = plt.subplots()
        if kind != "empty axes":
            ax.plot(x, scale * np.exp(-x / 2), label="training")
        if kind not in ("empty axes", "missing curve"):
            ax.plot(
                x, scale * np.exp(-x / 2) + 0.02 * x + 0.1, "--", label="validation"
            )
        ax.set(xlabel="epoch", ylabel="loss", title="Both fall", ylim=(0, 1.2))
        if kind not in ("empty axes", "no legend"):
            ax.legend(["training", "validation"])
        file = io.BytesIO()
        fig.savefig(file, format="png", dpi=144 if kind != "other size" else 100)
        plt.close(fig)
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize("kind", ["good", "hinting", "smooth", "nudged"])
def test_pictures_that_agree(kind: str) -> None:
    assert compare_pictures(draw(), draw(kind)) == []


@pytest.mark.parametrize(
    "kind", ["empty axes", "missing curve", "other curve", "no legend", "other size"]
)
def test_pictures_that_differ(kind: str) -> None:
    assert compare_pictures(draw(), draw(kind))


def test_a_picture_that_is_none() -> None:
    assert "cannot be read" in compare_pictures(draw(), "AAAA")[0]


# ---------------------------------------------------------------- runner


CARD = "from IPython.display import display\n"
CHECK = """
class Asked:
    def check(self, answer):
        words = "Not attempted yet." if answer is ... else "Correct."
        display({"text/plain": words}, raw=True)

class exercises:
    slope = quiz = Asked()
"""


def lesson_notebook() -> NotebookNode:
    """Return a small lesson: a seed, a stub with its check, a quiz."""
    cells = [
        new_markdown_cell(
            "# 1.1 · Try\n\n**Time** 5 minutes · running: 99 s · reading"
        ),
        new_code_cell(CARD + CHECK),
        new_code_cell("SEED = 0", metadata={"tags": ["parameters"]}),
        new_code_cell("slope = ...", metadata={"tags": ["exercise:slope"]}),
        new_code_cell("exercises.slope.check(slope)"),
        new_code_cell("exercises.quiz.check(...)"),
        new_code_cell(
            "print(SEED)\nprint(f'\\r⏱ fit ■', end='')\nprint('\\r⏱ fit ■■ 1 s')"
        ),
        new_code_cell("SEED * 2.5"),
    ]
    return new_notebook(
        cells=cells, metadata={"language_info": {"name": "python", "version": "3.12.1"}}
    )


def test_the_runner_solves_seeds_and_measures(tmp_path: Path) -> None:
    solutions = {
        "slope": SimpleNamespace(solution_source="slope = 2.5\n"),
        "quiz": SimpleNamespace(solution_source='"B"'),
    }
    original = lesson_notebook()
    before = copy.deepcopy(original)
    run = execute(with_seed(with_solutions(original, solutions), 7), tmp_path)
    assert original == before
    assert run.nb.cells[3].source == "slope = 2.5"
    assert run.nb.cells[5].source == 'exercises.quiz.check("B")'
    assert [verdicts(c) for c in run.nb.cells[4:6]] == [["Correct."], ["Correct."]]
    assert run.nb.cells[7].outputs[0].data["text/plain"] == "17.5"
    assert 0 < run.wall_s < 60
    assert 0 < run.cpu_s < 60
    assert 20 < run.peak_mb < 500


def test_the_seed_must_be_there_to_be_replaced() -> None:
    with pytest.raises(ValueError, match="not 0"):
        with_seed(new_notebook(cells=[new_code_cell("SEED = 0")]), 1)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("while True: pass", "timed out"),
        ("os._exit(1)", "died"),
    ],
)
def test_a_run_that_fails_names_the_cell_and_ends_its_kernel(
    tmp_path: Path, source: str, words: str
) -> None:
    note_kernel = "import os\nopen('kernel', 'w').write(str(os.getpid()))"
    nb = new_notebook(cells=[new_code_cell(note_kernel), new_code_cell(source)])
    start = time.perf_counter()
    with pytest.raises(RunFailed, match=rf"(?s)cell 2: .*{words}"):
        execute(nb, tmp_path, timeout=3)
    assert time.perf_counter() - start < 15
    assert not psutil.pid_exists(int((tmp_path / "kernel").read_text()))


def test_a_run_ends_its_kernel(tmp_path: Path) -> None:
    run = execute(
        new_notebook(cells=[new_code_cell("import os\nprint(os.getpid())")]), tmp_path
    )
    assert not psutil.pid_exists(int(run.nb.cells[0].outputs[0].text))


def test_sliders_do_not_hold_up_a_run(tmp_path: Path) -> None:
    source = "from ipywidgets import interact\nslider = interact(lambda x: x, x=(0, 9))"
    nb = new_notebook(cells=[new_code_cell(source) for _ in range(30)])
    start = time.perf_counter()
    execute(nb, tmp_path, timeout=25)
    assert time.perf_counter() - start < 20


def test_a_run_never_touches_the_students_progress(tmp_path: Path) -> None:
    source = "import os\nopen(os.environ['COURSE_PROGRESS'], 'w').write('answers')"
    before = os.environ.get("COURSE_PROGRESS")
    execute(new_notebook(cells=[new_code_cell(source)]), tmp_path)
    assert os.environ.get("COURSE_PROGRESS") == before
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- writing


def test_writing_a_lesson_twice_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "01_try.ipynb"
    nbformat.write(lesson_notebook(), path)
    _, changed = writing.run_and_write(Lesson.read(path))
    first = path.read_text(encoding="utf-8")
    nb = nbformat.reads(first, as_version=4)
    assert changed == 7
    assert form_faults(nb) == []
    assert [cell.id for cell in nb.cells[:2]] == ["00-00-001", "00-00-002"]
    assert nb.metadata.language_info == {"name": "python"}
    assert nb.cells[6].outputs[0].text == "0\n⏱ fit ■■ 1 s\n"
    assert nb.cells[7].outputs[0].execution_count == 7
    assert first == nbformat.writes(nb) + "\n"
    assert writing.run_and_write(Lesson.read(path))[1] == 0
    assert path.read_text(encoding="utf-8") == first
    assert list(tmp_path.iterdir()) == [path]


def test_stored_outputs_stay_where_new_ones_agree(tmp_path: Path) -> None:
    path = tmp_path / "01_try.ipynb"
    sources = ["print('≈0.91')", "print('⏱ 0.1 s')", "print(1)"]
    nb = new_notebook(cells=[new_code_cell(s, execution_count=9) for s in sources])
    for cell, text in zip(nb.cells, ("≈0.90\n", "⏱ 99 s\n", "2\n"), strict=True):
        cell.outputs = [stream(text)]
    nbformat.write(nb, path)
    _, changed = writing.run_and_write(Lesson.read(path))
    texts = [cell.outputs[0].text for cell in Lesson.read(path).code]
    assert (texts, changed) == (["≈0.90\n", "⏱ 99 s\n", "1\n"], 1)
    writing.run_and_write(Lesson.read(path), fresh=True)
    texts = [cell.outputs[0].text for cell in Lesson.read(path).code]
    assert texts == ["≈0.91\n", "⏱ 0.1 s\n", "1\n"]


def test_a_lesson_that_fails_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "01_try.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), path)
    before = path.read_bytes()
    with pytest.raises(RunFailed):
        writing.run_and_write(Lesson.read(path))
    assert path.read_bytes() == before


def test_the_running_time_is_written_coarsely(tmp_path: Path) -> None:
    path = tmp_path / "01_try.ipynb"
    nbformat.write(lesson_notebook(), path)
    writing.write_running_time(Lesson.read(path), 12.3)
    header = Lesson.read(path).header
    assert header.endswith("**Time** 5 minutes · running: 15 s · reading")
    times = [writing.rounded_time(s) for s in (4.9, 5, 10.1, 90, 91)]
    assert times == ["under 5 s", "10 s", "15 s", "90 s", "2 min"]


def test_the_course_map_replaces_only_what_stands_between_its_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = tmp_path / "README.md"
    monkeypatch.setattr(writing, "course_map", lambda: "| the map |\n")
    writing.write_course_map(readme)
    assert not readme.exists()
    readme.write_text("a\n<!-- course map -->\nold\n<!-- /course map -->\nb\n")
    writing.write_course_map(readme)
    words = "a\n<!-- course map -->\n| the map |\n<!-- /course map -->\nb\n"
    assert readme.read_text() == words


def test_the_course_map_of_the_readme_is_up_to_date() -> None:
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    found = writing.MAP.search(text)
    if not found:
        pytest.skip("the README has no course map yet")
    assert found[0] == found[1] + writing.course_map() + found[2]


# ---------------------------------------------------------------- the course's pytest


def test_deep_tests_are_left_out_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "test_two.py").write_text(
        "import pytest\n\n\n@pytest.mark.deep\ndef test_deep(): pass\n\n\n"
        "def test_quick(): pass\n"
    )
    options = ["-q", "-p", "tests.harness.plugin", "-p", "no:cacheprovider"]
    options += ["-c", str(ROOT / "pyproject.toml"), str(tmp_path)]
    assert pytest.main(options) == 0
    said = capsys.readouterr().out
    assert "1 passed, 1 deselected" in said
    assert "The deep suite was left out" in said
    assert pytest.main([*options, "--deep"]) == 0
    assert "2 passed" in capsys.readouterr().out


# ---------------------------------------------------------------- network

PROOF = (
    "from tests.harness import offline as o; o.raise_loopback(); "
    "print(o.outside_is_unreachable(), o.loopback_works())"
)


def test_this_run_has_no_network() -> None:
    if not offline.is_offline():
        pytest.skip("this run was not promised to be offline (COURSE_OFFLINE is not 1)")
    assert offline.outside_is_unreachable()
    assert offline.loopback_works()


def test_a_namespace_without_network_still_has_loopback() -> None:
    unshare = shutil.which("unshare")
    if (
        not unshare
        or subprocess.run([unshare, "-rn", "true"], capture_output=True).returncode
    ):
        pytest.skip(
            "this machine has no `unshare -rn`, so the network cannot be taken away"
        )
    command = [unshare, "-rn", sys.executable, "-c", PROOF]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "True True\n", done.stderr
