"""The one runner of notebooks outside nbval: solved, seeded, doubled, measured."""

import copy
import json
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.output_widget import OutputWidget
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager

from helpers.lessons import CALL, stub_key, tags

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
# Runs last in the kernel. Linux: VmHWM, because getrusage there starts from the peak of
# the process that started the kernel. macOS counts in bytes; Windows has no `resource`.
MEASURE = """
import json as _json, sys as _sys, time as _time
def _peak_mb():
    if _sys.platform == "win32":
        import psutil
        return psutil.Process().memory_info().peak_wset / 1e6
    if _sys.platform == "linux":
        with open("/proc/self/status") as status:
            line = next(x for x in status if x.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    import resource
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(_json.dumps([_time.process_time(), _peak_mb()]))
"""


@dataclass(frozen=True)
class Run:
    """A notebook as it came out of a kernel, and what that cost."""

    nb: NotebookNode
    wall_s: float  # the cells alone, without the kernel's start
    cpu_s: float  # the kernel's own process, all threads
    peak_mb: float


class RunFailed(Exception):
    """A cell raised, ran over its time, or took the kernel with it."""


def execute(
    nb: NotebookNode,
    folder: Path,
    *,
    env: Mapping[str, str] | None = None,
    timeout: float = 300,
) -> Run:
    """Run a copy of `nb` in a fresh kernel of this environment, in `folder`.

    Raises RunFailed, naming the cell, unless every cell runs (or raises as it is tagged
    to). The student's progress is not touched: COURSE_PROGRESS names a fresh file.
    """
    nb = copy.deepcopy(nb)
    nb.cells.append(new_code_cell(MEASURE))
    started: list[tuple[int, float]] = []  # each cell's position and time
    manager = AsyncKernelManager(
        kernel_name=CURRENT_ENV_KERNEL_NAME,
        kernel_spec_manager=NbvalKernelspecManager(),
    )
    client = NotebookClient(
        nb,
        km=manager,
        timeout=timeout,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=lambda cell, cell_index: started.append(
            (cell_index, time.perf_counter())
        ),
        record_timing=False,
    )
    with tempfile.TemporaryDirectory(
        prefix="course-run-", ignore_cleanup_errors=True
    ) as tmp:
        places = {
            "COURSE_PROGRESS": f"{tmp}/progress",
            "IPYTHONDIR": tmp,
            **(env or {}),
        }
        # What an Output widget shows need not be told to the kernel. Sending it on the
        # socket on which a reply is awaited lost the wake-up now and then: a cell with
        # a slider then took its whole timeout.
        quiet = mock.patch.object(OutputWidget, "send")
        with mock.patch.dict(os.environ, places), quiet:
            try:
                client.execute(cleanup_kc=True, stderr=subprocess.DEVNULL)
            except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
                what = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip()
                raise RunFailed(f"cell {started[-1][0] + 1}: {what}") from None
    cpu, peak = json.loads(nb.cells.pop().outputs[0].text)
    return Run(nb, started[-1][1] - started[0][1], cpu, peak)


def with_seed(nb: NotebookNode, seed: int) -> NotebookNode:
    """Return a copy with another SEED in its cell tagged `parameters`."""
    nb = copy.deepcopy(nb)
    cells = [cell for cell in nb.cells if "parameters" in tags(cell)]
    changed = 0
    for cell in cells:
        cell.source, count = re.subn(r"(?m)^SEED = \d+", f"SEED = {seed}", cell.source)
        changed += count
    if changed != 1:
        raise ValueError(
            f"expected SEED = … once in a cell tagged parameters, not {changed}"
        )
    return nb


def with_solutions(nb: NotebookNode, exercises: Mapping[str, object]) -> NotebookNode:
    """Return a copy with every stub replaced and every untouched `...` answered."""
    nb = copy.deepcopy(nb)

    def answered(call: re.Match) -> str:
        if not call["answer"]:
            return call[0]
        return call[0].removesuffix("...") + exercises[call["key"]].solution_source

    for cell in nb.cells:
        if cell.cell_type == "code":
            key = stub_key(cell)
            if key is not None:
                cell.source = exercises[key].solution_source.strip()
            else:
                cell.source = CALL.sub(answered, cell.source)
    return nb


def doubled(nb: NotebookNode) -> NotebookNode:
    """Return a copy in which every code cell stands twice in a row."""
    nb = copy.deepcopy(nb)
    cells = []
    for cell in nb.cells:
        cells.append(cell)
        if cell.cell_type == "code":
            cells.append(copy.deepcopy(cell))
            cells[-1].id = f"{cell.id}-again"
    nb.cells = cells
    return nb


def section_starts(nb: NotebookNode) -> list[int]:
    """Return the positions of the cells that open a section (`## …`)."""
    return [
        position
        for position, cell in enumerate(nb.cells)
        if cell.cell_type == "markdown" and re.search(r"(?m)^## ", cell.source)
    ]


def only_section(nb: NotebookNode, start: int) -> NotebookNode:
    """Return a copy with the setup and the section that opens at `start`.

    The setup is all that stands before the first section, and every earlier cell tagged
    `setup` or `parameters`.
    """
    starts = section_starts(nb)
    end = next((s for s in starts if s > start), len(nb.cells))
    nb = copy.deepcopy(nb)
    nb.cells = [
        cell
        for position, cell in enumerate(nb.cells[:end])
        if position < starts[0]
        or position >= start
        or {"setup", "parameters"} & set(tags(cell))
    ]
    return nb
