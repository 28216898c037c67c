"""The deep suite: other seeds, other machines, busy clocks, every cell twice, restarts.

Each check is a small function that returns faults. The short tests, which belong to the
standard suite, show on tiny notebooks that each of them can go red.
"""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

from helpers.lessons import Lesson, tags
from helpers.places import ROOT
from tests.harness.compare import compare
from tests.harness.margins import fresh_seeds, measure, table
from tests.harness.runner import (
    THREADS,
    RunFailed,
    doubled,
    execute,
    only_section,
    section_starts,
)
from tests.harness.writing import normalised

TAKES_S = 15

SEEDS = (1, 2, 3)  # beside as many new ones at each run as make ten and more
N_FRESH = 9
# NumPy chooses by processor how it sorts (equal values come in another order) and
# takes logarithms; without these, both are as on the oldest.
NUMPY_KERNELS = " ".join(name for name in __cpu_dispatch__ if __cpu_features__[name])
# What each needs of the processor: forced upon one without it, it would only crash.
# (OpenBLAS runs Haswell's code for Zen too.)
MACHINES = {
    f"NPY_DISABLE_CPU_FEATURES={NUMPY_KERNELS}": "",
    "ATEN_CPU_CAPABILITY=default": "",
    "ATEN_CPU_CAPABILITY=avx2": "AVX2",
    "ATEN_CPU_CAPABILITY=avx512": "AVX512F",
    "OPENBLAS_CORETYPE=Nehalem": "SSE42",
    "OPENBLAS_CORETYPE=Haswell": "AVX2",
    "OPENBLAS_CORETYPE=SkylakeX": "AVX512F",
    "threads=1": "",
    "threads=2": "",
}
FLAKE_RUNS = 20
# Runs first in the kernel. Another machine is up to ten times slower, now here, now
# there; an output without ⏱ must not tell. What is claimed of times has to hold on real
# machines only, so claims pass here.
BUSY_CLOCKS = """
import random as _random, time as _time, helpers as _helpers
def _busy(clock, draw=_random.SystemRandom().uniform):
    last = shown = until = clock()
    slower = 1
    def read():
        nonlocal last, shown, until, slower
        now = clock()
        shown, last = shown + (now - last) * slower, now
        if now >= until:
            slower, until = 10 ** draw(0, 1), now + 0.1
        return shown
    return read
for _name in ("perf_counter", "process_time"):
    setattr(_time, _name, _busy(getattr(_time, _name)))
_helpers.claim = lambda statement, condition: print("✔", statement)
"""


def faults_when_doubled(nb: NotebookNode, folder: Path) -> list[str]:
    """Running a cell a second time must change nothing of what it says."""
    try:
        code = [
            c for c in execute(doubled(nb), folder).nb.cells if c.cell_type == "code"
        ]
    except RunFailed as failure:
        return [f"when each cell runs twice: {failure}"]
    pairs = zip(code[::2], code[1::2], strict=True)
    return [
        f"code cell {number} run again: {difference}"
        for number, (first, again) in enumerate(pairs, 1)
        for difference in compare(first.outputs, again.outputs)
    ]


def faults_of_sections(nb: NotebookNode, folder: Path) -> list[str]:
    """A section tagged `stands-alone` must run right after the setup."""
    faults = []
    for start in section_starts(nb):
        if "stands-alone" in tags(nb.cells[start]):
            try:
                execute(only_section(nb, start), folder)
            except RunFailed as failure:
                faults.append(f"{nb.cells[start].source.splitlines()[0]}: {failure}")
    return faults


def faults_by_busy_clocks(nb: NotebookNode, folder: Path) -> list[str]:
    """What a cell says must be what is stored, however uneven the clocks are."""
    busy = new_notebook(cells=[new_code_cell(BUSY_CLOCKS), *nb.cells])
    try:
        found = execute(busy, folder, timeout=600).nb.cells[1:]
    except RunFailed as failure:
        return [f"by busy clocks: {failure}"]
    return [
        f"cell {number} by busy clocks: {difference}"
        for number, (stored, new) in enumerate(zip(nb.cells, found, strict=True))
        if stored.cell_type == "code" and "nbval-ignore-output" not in tags(stored)
        for difference in compare(stored.outputs, new.outputs)
    ]


def faults_under_nbval(path: Path, env: dict[str, str], runs: int = 1) -> list[str]:
    """nbval must pass, in a pytest of its own, with these environment variables."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "tests.harness.plugin"]
    command += ["-c", str(ROOT / "pyproject.toml"), "--color=no", str(path)]
    command += ["--nbval-cell-timeout=600"]  # about outputs: it may share its processor
    for number in range(1, runs + 1):
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **env},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            return [f"run {number} of {runs} with {env}: {done.stdout[-4000:]}"]
    return []


def expect_none(faults: list[str]) -> None:
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.mark.deep
def test_claims_hold_by_a_margin_on_seeds_nobody_has_tried(
    lesson: Lesson, record_property: pytest.FixtureRequest
) -> None:
    """Every claim holds, three standard deviations away from failing."""
    seeds = [*SEEDS, *fresh_seeds(N_FRESH)]
    claims = measure(lesson.nb, lesson.path.parent, seeds)
    record_property("summary", f"{lesson.name}, SEED = {seeds}\n{table(claims)}")
    expect_none([f"SEED = {seeds}: {c.says}: {c}" for c in claims if c.is_weak])


@pytest.mark.deep
@pytest.mark.parametrize("machine", MACHINES)
def test_the_outputs_are_those_of_another_machine(lesson: Lesson, machine: str) -> None:
    needed = MACHINES[machine]
    if needed and not __cpu_features__.get(needed):
        pytest.skip(f"this processor has no {needed}")
    name, value = machine.split("=")
    env = dict.fromkeys(THREADS if name == "threads" else [name], value)
    expect_none(faults_under_nbval(lesson.path, env))


@pytest.mark.deep
def test_each_cell_can_run_twice(lesson: Lesson) -> None:
    expect_none(faults_when_doubled(lesson.nb, lesson.path.parent))


@pytest.mark.deep
def test_sections_that_stand_alone_do(lesson: Lesson) -> None:
    expect_none(faults_of_sections(lesson.nb, lesson.path.parent))


@pytest.mark.deep
def test_busy_clocks_do_not_show(lesson: Lesson) -> None:
    expect_none(faults_by_busy_clocks(lesson.nb, lesson.path.parent))


@pytest.mark.deep
def test_twenty_runs_without_a_flake(lesson: Lesson) -> None:
    expect_none(faults_under_nbval(lesson.path, {}, FLAKE_RUNS))


def notebook(*sources: str) -> NotebookNode:
    """Return a notebook of code cells; `## …` becomes a section that stands alone."""
    cells = []
    for source in sources:
        if source.startswith("#"):
            tag = {"tags": ["stands-alone"]} if source.startswith("##") else {}
            cells.append(new_markdown_cell(source, metadata=tag))
        else:
            cells.append(new_code_cell(source))
            if source.startswith("SEED"):
                cells[-1].metadata.tags = ["parameters"]
    return new_notebook(cells=cells)


CLAIMS = """
import numpy as np
from helpers import claim
from random import Random
draws = [Random(f"{SEED} {n}").gauss(5, 1) for n in range(3)]
claim("drawn near 5", draws[0] > 4)
claim("tuned to this seed", 4.9 < draws[1] < 5.1)
claim("far away", draws[2] < 100)
claim("an array, each of it", (np.arange(3) < 3).all() and len(draws) == 3)
claim("a truth without numbers", "a" in "abc")
"""


def test_a_claim_too_near_to_failing_goes_red(tmp_path: Path) -> None:
    claims = measure(notebook("SEED = 0", CLAIMS), tmp_path, range(6))
    weak = [claim.says for claim in claims if claim.is_weak]
    assert weak == ["drawn near 5", "tuned to this seed"]
    assert claims[0].margin < 2 and claims[2].margin > 50
    assert claims[3].margin == float("inf") and claims[4].margin is None
    assert all(len(claim.holds) == 6 for claim in claims)
    assert "!" in table(claims) and "6/6  far away" in table(claims)


def test_fresh_seeds_are_fresh() -> None:
    assert fresh_seeds(5) != fresh_seeds(5)


def test_a_cell_that_changes_its_own_input_goes_red(tmp_path: Path) -> None:
    growing = notebook("rows = [1]", "rows.append(2)\nprint(len(rows))", "print('end')")
    assert faults_when_doubled(growing, tmp_path) == [
        "code cell 2 run again: stdout: stored 2, new 3 (integers are exact) in '3'"
    ]


def test_an_output_that_tells_the_time_goes_red(tmp_path: Path) -> None:
    wait = "import time\nstart, spans = time.perf_counter(), []\nfor _ in range(30):\n"
    wait += "    time.sleep(0.01)\n    spans.append(time.perf_counter())\n"
    wait += "spent = spans[-1] - start\n"
    for shown, n_faults in (("f'⏱ {spent:.2f} s'", 0), ("f'{spent:.2f} s'", 1)):
        nb = execute(notebook(f"{wait}print({shown})"), tmp_path).nb
        assert len(faults_by_busy_clocks(nb, tmp_path)) == n_faults


def test_a_section_that_leans_on_another_goes_red(tmp_path: Path) -> None:
    cells = ["# 1.1 · Title", "start = 1", "## One", "one = start", "## Two"]
    assert faults_of_sections(notebook(*cells, "print(start)"), tmp_path) == []
    faults = faults_of_sections(notebook(*cells, "print(one)"), tmp_path)
    assert len(faults) == 1
    assert faults[0].startswith("## Two")
    assert "NameError" in faults[0]


@pytest.mark.deep
def test_another_machine_goes_red(tmp_path: Path) -> None:
    source = "import os\nprint(os.environ.get('OPENBLAS_CORETYPE'))"
    path = stored(tmp_path, source)
    assert faults_under_nbval(path, {}) == []
    assert "Nehalem" in faults_under_nbval(path, {"OPENBLAS_CORETYPE": "Nehalem"})[0]


@pytest.mark.deep
def test_a_flake_goes_red(tmp_path: Path) -> None:
    counter = (
        "from pathlib import Path\nfile = Path('count')\nfile.open('a').write('1')"
    )
    path = stored(tmp_path, f"{counter}\nprint(len(file.read_text()) % 3 == 0)")
    (tmp_path / "count").unlink()
    assert "run 3 of 20" in faults_under_nbval(path, {}, FLAKE_RUNS)[0]


def stored(folder: Path, source: str) -> Path:
    """Run one cell and store it as a lesson's notebook."""
    path = folder / "canary.ipynb"
    nbformat.write(normalised(execute(notebook(source), folder).nb, (1, 1)), path)
    return path
