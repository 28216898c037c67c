"""What stands in a lesson's notebook: its place, its parts, its exercises."""

import ast
import importlib
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers import outline

CALL = re.compile(
    r"\bexercises\.(?P<key>\w+)\.(?P<verb>check|predict)\(\s*(?P<answer>\.\.\.)?"
)
WORDS, LINES = 130, 25  # read in a minute: in a second language, and of code
BESIDE = re.compile(r"^\*\*(\d+) · (.+?)\*\* ([●○]{3})\s*(\d+) minutes", re.M)
VERDICTS = ("Correct", "Not attempted yet", "Not yet", "Noted")


@dataclass(frozen=True)
class Lesson:
    """One notebook, read."""

    path: Path
    nb: NotebookNode

    @classmethod
    def read(cls, path: Path | str) -> "Lesson":
        return cls(Path(path), nbformat.read(path, as_version=4))

    @property
    def name(self) -> str:
        """The place below notebooks/ without its ending, as the outline has it."""
        return outline.name_at(self.path.resolve()) or self.path.stem

    @property
    def slug(self) -> str:
        return outline.slug_of(self.name)

    @property
    def module(self) -> str:
        """The module of its exercises, "helpers.exercises.<part>.<slug>"."""
        return outline.exercise_module_name(self.name)

    @property
    def place(self) -> tuple[int, int]:
        """Part and lesson: (1, 1) for 01_foundations/01_what_is_training."""
        numbers = outline.numbers_of(self.name)
        return (numbers[0], numbers[1]) if len(numbers) == 2 else (0, 0)

    @property
    def code(self) -> list[NotebookNode]:
        return [cell for cell in self.nb.cells if cell.cell_type == "code"]

    @property
    def prose(self) -> list[NotebookNode]:
        return [cell for cell in self.nb.cells if cell.cell_type == "markdown"]

    @property
    def header(self) -> str:
        """The first cell's text: title, question, You will, You need, Time."""
        return self.nb.cells[0].source if self.nb.cells else ""

    @cached_property
    def exercises(self) -> dict[str, object]:
        """The lesson's exercises by key; empty where it has no module of its own."""
        try:
            return dict(importlib.import_module(self.module).ALL)
        except ModuleNotFoundError as error:
            if error.name != self.module:
                raise
            return {}

    def calls(self) -> list[tuple[NotebookNode, str, str]]:
        """Return (cell, key, "check" or "predict") in the order of the notebook."""
        return [
            (cell, call["key"], call["verb"])
            for cell in self.code
            for call in CALL.finditer(cell.source)
        ]


@cache
def read_all() -> list[Lesson]:
    """Return all lessons that exist, in the order of the course."""
    return [Lesson.read(lesson.notebook) for lesson in outline.existing()]


def tags(cell: NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


def stub_key(cell: NotebookNode) -> str | None:
    """Return the key of the exercise whose answer belongs into this cell, if any."""
    keys = [
        t.removeprefix("exercise:") for t in tags(cell) if t.startswith("exercise:")
    ]
    return keys[0] if keys else None


def question_key(cell: NotebookNode) -> str | None:
    """Return the key of the question whose text belongs into this cell, if any."""
    keys = [
        t.removeprefix("question:") for t in tags(cell) if t.startswith("question:")
    ]
    return keys[0] if keys else None


def asked(lesson: Lesson) -> list[tuple[str, NotebookNode]]:
    """Return (key, cell with its text) of each exercise, in order."""
    found, text = [], None
    of_cell = {id(cell): key for cell, key, _ in lesson.calls()}
    for cell in lesson.nb.cells:
        if cell.cell_type == "markdown" and BESIDE.search(cell.source):
            text = cell
        elif text is not None and id(cell) in of_cell:
            found.append((of_cell[id(cell)], text))
            text = None
    return found


def study_minutes(cells: list[NotebookNode]) -> float:
    """Return what cells ask of a student, counted from what stands in them.

    Words and lines of code are read, each question takes a minute to think, and each
    exercise what is written beside it.
    """
    prose = [cell for cell in cells if cell.cell_type == "markdown"]
    words = sum(len(cell.source.split()) for cell in prose)
    code = [cell for cell in cells if cell.cell_type == "code"]
    lines = sum(len(cell.source.splitlines()) for cell in code)
    questions = sum(question_key(cell) is not None for cell in prose)
    exercises = sum(
        int(found[4]) for cell in prose for found in BESIDE.finditer(cell.source)
    )
    return words / WORDS + lines / LINES + questions + exercises


def drawing_cells(nb: NotebookNode) -> list[NotebookNode]:
    """Return the cells that show a figure and do nothing that the lesson needs.

    Such a cell prints, claims and defines nothing, and no later cell reads what it
    assigns. `run` folds it: a reader sees the picture first.
    """
    parsed = []
    for cell in nb.cells:
        try:
            tree = ast.parse(cell.source) if cell.cell_type == "code" else None
        except SyntaxError:  # a magic
            tree = None
        parsed.append((cell, tree))
    found = []
    for position, (cell, tree) in enumerate(parsed):
        later = [after for _, after in parsed[position + 1 :] if after is not None]
        if tree is not None and only_draws(tree) and not is_read(tree, later):
            found.append(cell)
    return found


def only_draws(tree: ast.Module) -> bool:
    """Return whether a cell shows a figure and neither defines nor says anything."""
    called = {
        getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    defines = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    return (
        "show" in called
        and not called & {"claim", "print", "display"}
        and not any(isinstance(node, defines) for node in tree.body)
    )


def is_read(tree: ast.Module, later: list[ast.Module]) -> bool:
    """Return whether a later cell reads what this one assigns before it does so."""
    assigned = names(tree, ast.Store) - {"fig", "ax", "axes"}
    for after in later:
        own = {node.arg for node in ast.walk(after) if isinstance(node, ast.arg)}
        if assigned & (names(after, ast.Load) - names(after, ast.Store) - own):
            return True
        assigned -= names(after, ast.Store)
    return False


def names(tree: ast.AST, context: type) -> set[str]:
    """Return the names that a cell loads or stores."""
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, context)
    }


def verdicts(cell: NotebookNode) -> list[str]:
    """Return the first line of each card that a cell displays."""
    texts = [o.data.get("text/plain", "") for o in cell.outputs if "data" in o]
    first = [text.lstrip().split("\n", 1)[0] for text in texts]
    return [line for line in first if line.startswith(VERDICTS)]


def form_faults(nb: NotebookNode) -> list[str]:
    """Return why a notebook is not one clean run: faults that nbval does not see."""
    cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    if not cells:
        return ["the notebook has no code cells, so nothing would be tested"]
    faults = []
    counts = [cell.execution_count for cell in cells]
    if set(counts) == {None}:
        faults.append("the notebook was cleared: no cell has a count")
    elif counts != list(range(1, len(cells) + 1)):
        faults.append(f"counts are not 1…{len(cells)} (not one clean run): {counts}")
    for number, cell in enumerate(cells, 1):
        raises = "raises-exception" in tags(cell)
        errors = any(output.output_type == "error" for output in cell.outputs)
        if not cell.source.strip():
            faults.append(f"code cell {number} is empty")
        if cell.execution_count is None and cell.outputs:
            faults.append(f"code cell {number} has outputs but no count")
        if errors and not raises:
            faults.append(f"code cell {number} stores an error, untagged")
        if raises and not errors:
            faults.append(f"code cell {number} is tagged raises-exception, stores none")
    return faults
