"""Notebooks with one fault each: our pytest must fail on every one and name the fault.

All of them run in one pytest of its own, with the course's configuration.
"""

import base64
import copy
import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image, ImageDraw

from helpers.places import ROOT

TAKES_S = 25
CELL_TIMEOUT = 4  # seconds, instead of 300, so that the endless cell is quick to prove
SHOW = """
import base64, io
from IPython.display import display
from PIL import Image, ImageDraw
picture = Image.new("RGB", (640, 400), "white")
ImageDraw.Draw(picture).line({points}, fill="navy", width=3)
file = io.BytesIO()
picture.save(file, format="png")
code = base64.b64encode(file.getvalue()).decode()
display({{"text/html": f'<img src="data:image/png;base64,{{code}}">'}}, raw=True)
"""


def line_picture(points: list[tuple[int, int]]) -> str:
    """Return the HTML that SHOW displays for these points."""
    picture = Image.new("RGB", (640, 400), "white")
    ImageDraw.Draw(picture).line(points, fill="navy", width=3)
    file = io.BytesIO()
    picture.save(file, format="png")
    code = base64.b64encode(file.getvalue()).decode()
    return f'<img src="data:image/png;base64,{code}">'


RISING, FALLING = [(40, 360), (600, 40)], [(40, 40), (600, 360)]


def code(
    source: str, text: str = "", *outputs: NotebookNode, tag: str = ""
) -> NotebookNode:
    """Return a code cell that stores `text` as printed."""
    stored = [new_output("stream", name="stdout", text=text)] if text else []
    cell = new_code_cell(source.strip(), outputs=[*stored, *outputs])
    if tag:
        cell.metadata.tags = [tag]
    return cell


def notebook(*cells: NotebookNode) -> NotebookNode:
    """Return a notebook as a clean run would have left it."""
    nb = new_notebook(
        cells=[new_markdown_cell("# 1.1 · Canary"), *copy.deepcopy(cells)]
    )
    for count, cell in enumerate((c for c in nb.cells if c.cell_type == "code"), 1):
        cell.execution_count = count
    return nb


def html(page: str) -> NotebookNode:
    return new_output("display_data", {"text/html": page})


def error(name: str, value: str) -> NotebookNode:
    return new_output("error", ename=name, evalue=value, traceback=[])


GOOD = notebook(
    code("rows = 569\nprint(rows, 'rows')", "569 rows\n"),
    code("print(f'loss {rows / 1000:.4f}')", "loss 0.5691\n"),  # 0.02 % off
    code("print('score ≈0.93')", "score ≈0.90\n"),
    code(
        "print('\\r⏱ fit ■□', end='')\nprint('\\r⏱ fit ■■ 0.1 s')", "⏱ fit ■■ 3.2 s\n"
    ),
    code("print('took ⏱ 0.42 s')", "took ⏱ 12 s\n"),
    code(SHOW.format(points=RISING), "", html(line_picture([(42, 360), (600, 41)]))),
    code(
        "1 / 0",
        "",
        error("ZeroDivisionError", "division by zero"),
        tag="raises-exception",
    ),
)


def small(second: str = "print(2)", **values: object) -> NotebookNode:
    """Return three cells as a clean run leaves them, with the second one changed."""
    cells = [code("print(1)", "1\n"), code(second, "2\n"), code("print(3)", "3\n")]
    nb = notebook(*cells)
    nb.cells[2].update(values)
    return nb


def cleared() -> NotebookNode:
    nb = small()
    for cell in nb.cells[1:]:
        cell.update(execution_count=None, outputs=[])
    return nb


def ill_formed() -> NotebookNode:
    """Cells in another order, one without a count, one that stores an error, …"""
    nb = notebook(*(code(f"print({n})", f"{n}\n") for n in range(5)))
    nb.cells[1:3] = nb.cells[2], nb.cells[1]
    nb.cells[3].execution_count = None
    nb.cells[4].outputs = [error("NameError", "rows")]
    nb.cells[5].metadata.tags = ["nbval-ignore-output"]
    return nb


DYING = notebook(
    code("import os, time", ""),
    code("print('going', flush=True)\nos._exit(1)"),
    code("print(2)", "2\n"),
)


# Cells that run and differ from what is stored, all in one notebook: what is stored (or
# another source) and the words that the message must hold.
DIFFERING: dict[str, tuple[NotebookNode, str]] = {
    "mutated output": (
        code("print(569, 'rows')", "569 columns\n"),
        "stdout: stored '569 columns', new '569 rows'",
    ),
    "lost output": (code("print(569, 'rows')"), "new '569 rows'"),
    "integer off by one": (code("print(569, 'rows')", "568 rows\n"), "are exact"),
    "float": (
        code("print(f'loss {0.5691}')", "loss 0.5720\n"),
        "0.5% apart, 0.2% allowed",
    ),
    "nudged": (
        code("print('score ≈0.93')", "score ≈0.88\n"),
        "5% or 0.02 allowed for ≈",
    ),
    "picture": (
        code(SHOW.format(points=RISING), "", html(line_picture(FALLING))),
        "the picture differs by",
    ),
    "not raising": (
        code(
            "1 / 1",
            "",
            error("ZeroDivisionError", "division by zero"),
            tag="raises-exception",
        ),
        "tagged raises-exception but raised nothing",
    ),
}

# (notebook, the test that must fail, words that its message must hold)
CANARIES: list[tuple[str, str, str]] = [
    ("cleared", "clean run", "the notebook was cleared"),
    ("no_cells", "clean run", "no code cells"),
    ("ill_formed", "clean run", "counts are not 1…5"),
    ("ill_formed", "clean run", "code cell 3 has outputs but no count"),
    ("ill_formed", "clean run", "code cell 4 stores an error"),
    ("ill_formed", "clean run", "code cell 5 is not compared, without a reason"),
    ("raising", "cell [2]", "ZeroDivisionError"),
    ("dying_kernel", "cell [2]", "The kernel died while running this cell"),
    ("endless", "cell [2]", f"Timeout of {CELL_TIMEOUT} seconds exceeded"),
]
NOTEBOOKS: dict[str, Callable[[], NotebookNode]] = {
    "good": lambda: GOOD,
    "cleared": cleared,
    "no_cells": notebook,
    "ill_formed": ill_formed,
    "raising": lambda: small("1 / 0"),
    "dying_kernel": lambda: DYING,
    "endless": lambda: small("while True: pass"),
    "differing": lambda: notebook(*(cell for cell, _ in DIFFERING.values())),
}


@dataclass(frozen=True)
class Result:
    state: str  # "passed", "failed", "not run"
    message: str
    seconds: float


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Result]:
    """Run all canaries in one pytest and return {(notebook, test): result}."""
    folder = tmp_path_factory.mktemp("canaries")
    for name, make in NOTEBOOKS.items():
        nbformat.write(make(), folder / f"{name}.ipynb")
    (folder / ".ipynb_checkpoints").mkdir()
    nbformat.write(cleared(), folder / ".ipynb_checkpoints" / "good-checkpoint.ipynb")
    report = folder / "report.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n2",
        "-q",
        "-p",
        "tests.harness.plugin",
    ]
    command += ["-c", str(ROOT / "pyproject.toml"), f"--rootdir={folder}"]
    command += [
        f"--nbval-cell-timeout={CELL_TIMEOUT}",
        f"--junitxml={report}",
        "--color=no",
    ]
    done = subprocess.run(
        [*command, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        child = next(
            (x for x in case if x.tag in ("failure", "error", "skipped")), None
        )
        state = (
            "passed"
            if child is None
            else {"skipped": "not run"}.get(child.tag, "failed")
        )
        words = "" if child is None else f"{child.get('message')}\n{child.text}"
        name = case.get("classname").removesuffix(".ipynb").rsplit(".", 1)[-1]
        found[name, case.get("name")] = Result(state, words, float(case.get("time")))
    return found


def test_a_good_notebook_passes(results: dict) -> None:
    """Also proof that its cells stay on one worker: they use one another's names."""
    states = {
        test: result for (name, test), result in results.items() if name == "good"
    }
    assert len(states) == 8
    assert {s.state for s in states.values()} == {"passed"}, states


@pytest.mark.parametrize(("name", "test", "words"), CANARIES)
def test_a_canary_fails_where_and_as_it_should(
    name: str, test: str, words: str, results: dict
) -> None:
    assert results[name, test].state == "failed"
    assert words in results[name, test].message


@pytest.mark.parametrize("name", DIFFERING)
def test_an_output_that_differs_fails_with_the_difference(
    name: str, results: dict
) -> None:
    number = [*DIFFERING].index(name) + 1
    result = results["differing", f"cell [{number}]"]
    assert result.state == "failed"
    assert DIFFERING[name][1] in result.message


def test_a_dead_kernel_is_noticed_at_once(results: dict) -> None:
    assert results["dying_kernel", "cell [2]"].seconds < 10


@pytest.mark.parametrize("name", ["raising", "dying_kernel", "endless"])
def test_cells_after_a_stop_are_reported_as_not_run(name: str, results: dict) -> None:
    after = results[name, "cell [3]"]
    assert after.state == "not run"
    assert "cell [2]" in after.message


def test_checkpoints_are_never_collected(results: dict) -> None:
    assert not [name for name, _ in results if "checkpoint" in name]
