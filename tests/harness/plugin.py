"""pytest as the course uses it: nbval made strict, --deep, --lesson, no network.

nbval stays the runner of notebooks. What it cannot do is added here: the course's
comparison instead of equality, notebooks that are no clean run, cells that should raise
and do not, a dead kernel noticed at once instead of after the cell's time limit.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from unittest import mock

import nbval.plugin
import pytest
from nbval.kernel import RunningKernel

from helpers import outline
from helpers.lessons import form_faults, read_all
from tests.harness import offline
from tests.harness.compare import compare
from tests.harness.runner import THREADS

WIDGET = "application/vnd.jupyter.widget-view+json"
# Cells whose output is not compared (nbval-ignore-output) or that are not run
# (nbval-skip): the cell's id and the reason.
UNCOMPARED: dict[str, str] = (
    dict.fromkeys(
        ("03-02-037", "03-02-059", "03-02-066", "03-02-077"),
        "what a game of two networks paints: another processor paints other samples",
    )
    | dict.fromkeys(
        ("03-04-062", "03-04-075"),
        "curves of answers that a language model draws: another processor draws others",
    )
    | dict.fromkeys(
        ("01-02-036", "01-02-040", "01-02-075", "01-02-087"),
        "pictures of measured seconds",
    )
    | {"06-02-029": "gains of single networks: another processor trains others"}
)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("course")
    group.addoption("--deep", action="store_true", help="also run the deep suite")
    group.addoption(
        "--lesson",
        action="append",
        metavar="PATH",
        help="only this lesson (its path below notebooks/; may be repeated)",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "deep: takes minutes; runs only with --deep")
    for (
        name
    ) in THREADS:  # a worker has one core: threads that wait made lessons 5× slower
        os.environ.setdefault(name, "1")
    if offline.is_offline():  # here: before workers and kernels, which need loopback
        try:
            offline.raise_loopback()
        except OSError as error:
            raise pytest.UsageError(
                f"offline, and loopback stays down: {error}"
            ) from error


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `lesson` once for each lesson, or for those of --lesson."""
    if "lesson" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--lesson")
        lessons = [x for x in read_all() if not chosen or x.name in chosen]
        metafunc.parametrize("lesson", lessons, ids=[x.name for x in lessons])


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if chosen := config.getoption("--lesson"):
        slugs = {outline.slug_of(name) for name in chosen}
        others = [item for item in items if not is_about(item, slugs)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]
    # The longest files first: two workers then end together. Stable: files stay whole.
    allowed = {x.notebook: x.seconds for x in outline.read_outline()}
    items.sort(key=lambda item: -seconds_of_file(item, allowed))
    if not config.getoption("--deep"):
        deep = [item for item in items if item.get_closest_marker("deep")]
        config.hook.pytest_deselected(items=deep)
        items[:] = [item for item in items if item not in deep]


def seconds_of_file(item: pytest.Item, allowed: dict[Path, int]) -> int:
    """Return about how long a test's file takes.

    A notebook takes what the outline allows it, a module what its TAKES_S says.
    """
    if isinstance(item, pytest.Function):
        return getattr(item.module, "TAKES_S", 5)
    return allowed.get(item.path, 5)


def is_about(item: pytest.Item, slugs: set[str]) -> bool:
    """Return whether a test proves one of these lessons: its notebook, its exercises.

    What `pytest_generate_tests` has made for `lesson` is about no other.
    """
    if not isinstance(item, pytest.Function):
        return True  # a cell
    params = item.callspec.params if hasattr(item, "callspec") else {}
    slug = getattr(params.get("exercise"), "lesson", params.get("slug"))
    return "lesson" in params or slug in slugs


def pytest_terminal_summary(terminalreporter: object, config: pytest.Config) -> None:
    """Print what tests recorded as their "summary", such as a mutation score."""
    for report in terminalreporter.getreports("passed"):
        for name, text in getattr(report, "user_properties", []):
            if name == "summary" and report.when == "call":
                terminalreporter.write_line(text)
    if not config.getoption("--deep"):
        terminalreporter.write_line(
            "The deep suite was left out (it runs with --deep)."
        )


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Never test what an editor keeps beside a notebook."""
    return True if ".ipynb_checkpoints" in collection_path.parts else None


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(parent: pytest.Collector) -> Iterator[None]:
    """Put our notebook in the place of nbval's."""
    nodes = yield
    return [
        StrictNotebook.from_parent(parent, path=node.path)
        if isinstance(node, nbval.plugin.IPyNbFile)
        else node
        for node in nodes
    ]


class StrictNotebook(nbval.plugin.IPyNbFile):
    """A notebook: first its form, then its cells in one fresh kernel."""

    stopped = ""  # why the cells that follow were not run

    def collect(self) -> Iterator[pytest.Item]:
        cells = list(super().collect())
        yield CleanRun.from_parent(self, name="clean run", cells=cells)
        for cell in cells:
            yield StrictCell.from_parent(
                self,
                name=f"cell [{cell.cell_num + 1}]",
                cell_num=cell.cell_num + 1,  # as the reader sees it
                cell=cell.cell,
                options=cell.options,
            )

    def setup(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="course-test-")
        places = {
            "COURSE_PROGRESS": f"{self.folder}/progress",
            "IPYTHONDIR": self.folder,
        }
        with (
            mock.patch.dict(os.environ, places),
            mock.patch.object(nbval.plugin, "RunningKernel", WatchedKernel),
        ):
            super().setup()

    def teardown(self) -> None:
        super().teardown()
        shutil.rmtree(self.folder, ignore_errors=True)


class CleanRun(pytest.Item):
    """What can be said of a notebook without running it."""

    def __init__(self, *, cells: list[pytest.Item], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.cells = cells

    def runtest(self) -> None:
        faults = form_faults(self.parent.nb)
        for number, item in enumerate(self.cells, 1):
            compared = item.options["check"] and not item.options["skip"]
            if not compared and item.cell.get("id") not in UNCOMPARED:
                faults.append(f"code cell {number} is not compared, without a reason")
        if faults:
            pytest.fail("\n".join(faults), pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, "clean run"


class StrictCell(nbval.plugin.IPyNbCell):
    """A cell: run once, its outputs compared by the course's comparison."""

    def setup(self) -> None:
        """After a time-out nbval expects failures; we do not run those cells."""

    def runtest(self) -> None:
        if self.parent.stopped:
            pytest.xfail(f"not run: {self.parent.stopped}")
        try:
            super().runtest()
        except KernelDied:
            self.parent.stopped = f"the kernel died in cell [{self.cell_num}]"
            self.raise_cell_error("The kernel died while running this cell")
        except nbval.plugin.NbCellError as error:
            if "outputs differ" not in str(error):
                self.parent.stopped = f"cell [{self.cell_num}] did not run to its end"
            raise

    def compare_outputs(
        self, test: list, ref: list, skip_compare: object = None
    ) -> bool:
        raised = any(output.output_type == "error" for output in test)
        if any(WIDGET in output.get("data", {}) for output in ref) and not raised:
            # nbval also hears what a widget shows inside itself; nbclient does not.
            test = [o for o in test if WIDGET in o.get("data", {})]
            ref = [o for o in ref if WIDGET in o.get("data", {})]
        if self.options["check_exception"] and not raised:
            differences = ["the cell is tagged raises-exception but raised nothing"]
        else:
            differences = compare(ref, test)
        self.comparison_traceback = differences
        return not differences


class KernelDied(Exception):
    """The kernel's process has ended: no message will ever come."""


class WatchedKernel(RunningKernel):
    """nbval's kernel, asked every second whether it is still there."""

    def get_message(self, stream: str, timeout: float | None = None) -> dict:
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            left = (
                1 if deadline is None else min(1, max(0, deadline - time.monotonic()))
            )
            try:
                return super().get_message(stream, timeout=left)
            except Empty:
                if not self.is_alive():
                    raise KernelDied from None
                if deadline is not None and time.monotonic() >= deadline:
                    raise
