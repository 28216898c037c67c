"""The lesson guide as tests: each rule a small function, each shown to go red.

A rule yields what departs from it. Beside it stand breakers: changes to a good little
lesson (at the end of this file), each of which the rule must notice.
"""

import ast
import base64
import copy
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from helpers.lessons import (
    Lesson,
    form_faults,
    question_key,
    read_all,
    stub_key,
    tags,
)
from helpers.outline import number_of, read_outline
from helpers.places import NOTEBOOKS, ROOT
from tests.harness.writing import normalised

TAKES_S = 15

Rule = Callable[[Lesson], Iterator[str]]
Breaker = tuple[str, str] | Callable[[NotebookNode], None]

# (lesson, rule): why this lesson need not keep this rule.
START = "the start page explains how lessons work and is not one of them"
EXEMPT: dict[tuple[str, str], str] = {
    ("00_start_here", "title_carries_the_number"): START,
    ("00_start_here", "header_says_what_is_learned_needed_and_spent"): START,
    ("00_start_here", "sections_stand_in_order"): START,
    (
        "00_start_here",
        "objectives_are_covered",
    ): "installing and choosing are not asked",
    ("00_start_here", "warm_up_asks_three_questions"): "no lesson comes before it",
    ("00_start_here", "findings_are_claimed_and_checked"): START,
}

RULES: dict[str, Rule] = {}
BREAKERS: dict[str, tuple[Breaker, ...]] = {}


def rule(*breakers: Breaker) -> Callable[[Rule], Rule]:
    """Register a rule and what breaks it: (old, new) text or a notebook's change."""

    def register(function: Rule) -> Rule:
        RULES[function.__name__] = function
        BREAKERS[function.__name__] = breakers
        return function

    return register


# ---------------------------------------------------------------- parts of a lesson


def prose(lesson: Lesson) -> str:
    """Return the lesson's text without code blocks, formulas and inline code."""
    text = "\n\n".join(cell.source for cell in lesson.prose)
    text = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$|`[^`\n]*`", "", text, flags=re.DOTALL)


def sections(lesson: Lesson) -> list[str]:
    return re.findall(r"^## (.+?)\s*$", prose(lesson), flags=re.MULTILINE)


def section_cells(lesson: Lesson, title: str) -> list[NotebookNode]:
    """Return the cells of a section, from its heading's on."""
    inside, found = False, []
    for cell in lesson.nb.cells:
        titles = re.findall(r"^## (.+?)\s*$", cell.source, flags=re.MULTILINE)
        if cell.cell_type == "markdown" and titles:
            inside = title in titles
        found += [cell] if inside else []
    return found


def lines(cell: NotebookNode) -> list[str]:
    return [line for line in cell.source.splitlines() if line.strip()]


def trees(lesson: Lesson) -> Iterator[tuple[int, ast.Module]]:
    """Yield the parsed code cells that are Python, with their numbers."""
    for number, cell in enumerate(lesson.code, 1):
        try:
            yield number, ast.parse(cell.source)
        except SyntaxError:
            continue


def outputs(lesson: Lesson) -> Iterator[tuple[int, NotebookNode, str]]:
    """Yield (cell's number, output, its text without pictures)."""
    for number, cell in enumerate(lesson.code, 1):
        for output in cell.outputs:
            texts = [output.get("text", ""), *output.get("data", {}).values()]
            text = "\n".join(text for text in texts if isinstance(text, str))
            yield number, output, re.sub(r"data:image/png;base64,[^\"]*", "", text)


def asked_about(lesson: Lesson) -> dict[str, str]:
    """Return the lesson that each warm-up question asks about, by key."""
    keys = [
        key
        for cell, key, _ in lesson.calls()
        if any(cell is c for c in section_cells(lesson, "Warm-up"))
    ]
    return {k: getattr(lesson.exercises.get(k), "about", "") for k in keys}


def objectives(lesson: Lesson) -> list[str]:
    """Return the bullets under **You will**."""
    block = re.search(
        r"\*\*You will\*\*\s*\n((?:\s*[-*] .*\n?(?:  .*\n?)*)+)", lesson.header
    )
    return re.findall(r"^[-*] (.+)", block[1], flags=re.MULTILINE) if block else []


# ---------------------------------------------------------------- shape


@rule(("# 1.1 · Try it", "Try it"), ("## First", "# First"))
def there_is_one_title(lesson: Lesson) -> Iterator[str]:
    titles = re.findall(r"^# .+", prose(lesson), flags=re.MULTILINE)
    if len(titles) != 1 or not lesson.header.startswith("# "):
        yield f"one H1 at the very top is needed, found {titles}"


@rule(("# 1.1 · Try", "# 1.2 · Try"), ("# 1.1 · Try", "# Try"))
def title_carries_the_number(lesson: Lesson) -> Iterator[str]:
    start = "# {}.{} · ".format(*lesson.place)
    if not lesson.header.startswith(start):
        yield f"the title must start with {start!r}"


@rule(("What is it?", "This is it."), ("What is it?", "What? It is."))
def one_question_follows_the_title(lesson: Lesson) -> Iterator[str]:
    paragraphs = re.split(r"\n\s*\n", lesson.header)
    question = paragraphs[1].strip() if len(paragraphs) > 1 else ""
    if not re.fullmatch(r"[^#*\n?]+\?", question):
        yield f"one sentence that asks must follow the title, found {question!r}"


@rule(("**You need**", "**Before**"), ("running: 5 s", "quick"), ("- say it\n", ""))
def header_says_what_is_learned_needed_and_spent(lesson: Lesson) -> Iterator[str]:
    labels = re.findall(r"^\*\*(.+?)\*\*", lesson.header, flags=re.MULTILINE)
    if labels != ["You will", "You need", "Time"]:
        yield f"the header must have You will, You need and Time, found {labels}"
    if not re.search(r"^\*\*Time\*\* \d+ minutes · running: \S", lesson.header, re.M):
        yield "**Time** must read like: 45 minutes · running: 10 s"
    if not 2 <= len(objectives(lesson)) <= 4:
        yield f"two to four objectives are needed, found {len(objectives(lesson))}"


@rule(
    ("## Warm-up", "## Hello"),
    ("## In practice", "## Practice"),
    ("## Second", "Second"),
    ("## Exercises", "## Summary"),
)
def sections_stand_in_order(lesson: Lesson) -> Iterator[str]:
    found = sections(lesson)
    frame = ["Warm-up", "Exercises", "In practice", "Summary"]
    if found[:1] + found[-3:] != frame:
        yield f"sections must be Warm-up, …, {', '.join(frame[1:])}; found {found}"
    if not 3 <= len(found) - 4 <= 6:
        yield f"three to six sections of content are needed, found {len(found) - 4}"


@rule(("exercises.warm_c", "exercises.warm_b"), ("**3.**", ""))
def warm_up_asks_three_questions(lesson: Lesson) -> Iterator[str]:
    cells = section_cells(lesson, "Warm-up")
    asked = [key for cell, key, _ in lesson.calls() if any(cell is c for c in cells)]
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    numbers = re.findall(r"^\*\*(\d)\.\*\*", text, flags=re.MULTILINE)
    if len(set(asked)) != 3 or numbers != ["1", "2", "3"]:
        yield f"three questions **1.** … with a check each; found {numbers}, {asked}"


def need(path: str) -> Callable[[NotebookNode], None]:
    """Return a change that makes a lesson need another one."""

    def change(nb: NotebookNode) -> None:
        old = "**You need** nothing"
        new = f"**You need** [it](../{path}.ipynb)"
        nb.cells[0].source = nb.cells[0].source.replace(old, new)

    return change


@rule(need("02_training_types/03_semi_supervised"), need("00_no/01_such_lesson"))
def it_needs_and_asks_what_its_reader_has_read(lesson: Lesson) -> Iterator[str]:
    """Earlier lessons; for an essential one, essential lessons, the route of most."""
    order = [x.number for x in read_outline() if x.exists]
    essential = {x.number for x in read_outline() if x.essential} | {"0"}
    own = number_of(lesson.name)
    paragraph = re.search(r"\*\*You need\*\*(.*?)(\n\n|$)", lesson.header, re.DOTALL)
    links = re.findall(r"\]\(([^)]+)\.ipynb", paragraph[1] if paragraph else "")
    wanted = [("needs", number_of(re.sub(r"^(\.\./)+", "", link))) for link in links]
    wanted += [(key, about) for key, about in asked_about(lesson).items()]
    for what, number in wanted:
        if number not in order:
            yield f"{what}: no lesson, or one that does not exist ({number!r})"
        elif own in order and order.index(number) >= order.index(own):
            yield f"{what}: {number} comes later"
        elif own in essential and number not in essential:
            yield f"{what}: {number} is not among the essentials, this lesson is"


def lose_a_key(nb: NotebookNode) -> None:
    nb.cells[0].metadata.covers = [["quiz"], ["no_such_key"]]


def lose_an_objective(nb: NotebookNode) -> None:
    nb.cells[0].metadata.covers = [["quiz"]]


@rule(lose_a_key, lose_an_objective)
def objectives_are_covered(lesson: Lesson) -> Iterator[str]:
    """The header cell's metadata say which exercises cover the first objective, …"""
    covers = lesson.nb.cells[0].metadata.get("covers", [])
    if len(covers) != len(objectives(lesson)) or not all(covers):
        yield "metadata `covers` of the header: a list of keys for each objective"
    unknown = {key for keys in covers for key in keys} - set(lesson.exercises)
    if unknown:
        yield f"`covers` names no exercise: {sorted(unknown)}"


# ---------------------------------------------------------------- the notebook's form


def exercises_with_others(nb: NotebookNode) -> None:
    cell = next(c for c in nb.cells if c.source.startswith("## Exercises"))
    cell.metadata.clear()


@rule(exercises_with_others)
def exercises_stand_alone(lesson: Lesson) -> Iterator[str]:
    """The tag says so; test_lessons runs them right after the setup."""
    cells = section_cells(lesson, "Exercises")
    if not cells or "stands-alone" not in tags(cells[0]):
        yield "the cell that opens the exercises must be tagged stands-alone"


@rule(lambda nb: nb.cells[3].update(execution_count=99))
def notebook_is_one_clean_run(lesson: Lesson) -> Iterator[str]:
    yield from form_faults(lesson.nb)


@rule(
    lambda nb: nb.cells[1].update(id="a1b2c3"),
    lambda nb: nb.cells[3].metadata.update(collapsed=True),
    lambda nb: nb.metadata.language_info.update(version="3.11.7"),
)
def notebook_was_written_by_run(lesson: Lesson) -> Iterator[str]:
    """Ids by place, metadata reduced, nbformat's own form of JSON."""
    nb = normalised(lesson.nb, lesson.place)
    text = lesson.path.read_text(encoding="utf-8") if lesson.path.exists() else None
    if nb != lesson.nb or text not in (None, nbformat.writes(nb) + "\n"):
        yield "not in its normal form; write it by: python3 course.py run LESSON"


@rule(lambda nb: nb.cells[9].update(source=f"x = {'1' * 85}"))
def lines_fit_the_page(lesson: Lesson) -> Iterator[str]:
    for number, cell in enumerate(lesson.code, 1):
        if any(len(line) > 88 for line in cell.source.splitlines()):
            yield f"cell [{number}] has a line over 88 characters"


@rule(("SEED = 0", "SEED = 1"), ("SEED = 0", "SEED = 0\nx = 1"))
def seed_stands_in_its_own_cell(lesson: Lesson) -> Iterator[str]:
    cells = [cell.source for cell in lesson.code if "parameters" in tags(cell)]
    if cells != ["SEED = 0"]:
        yield f"one cell tagged `parameters` must hold SEED = 0 alone, found {cells}"


# ---------------------------------------------------------------- code

BANNED_CODE = {
    r"filterwarnings|simplefilter|catch_warnings": "warnings are not filtered",
    r"\bsys\.path\b": "sys.path is not bent",
    r"^\s*[%!](?!%writefile )": "no magic but %%writefile, and no shell",
    r"\bpip\b.*\binstall\b|\bconda install\b": "lessons install nothing",
    r"^\s*from \S+ import \*": "no star imports",
    r";\s*(#.*)?$": "no trailing semicolon: show(fig, alt=…) or assign the value",
    r"/tmp/|/home/|/root/|/Users/|[A-Z]:\\": "no path of one machine",
    r"\bplt\.show\(|\bsavefig\(|\bdisplay\(fig|rcParams": "figures go through show()",
    r"\bclear_output\(|\bupdate_display\(|display_id": "no output rewrites another",
    r"(?i)#\s*nbval": "nbval is told by tags only",
}


@rule(
    *[
        ("x = 1", bad)
        for bad in (
            "import warnings\nwarnings.simplefilter('ignore')",
            "sys.path.append('..')",
            "%matplotlib inline",
            "!pip install numpy",
            "from numpy import *",
            "x = 1;",
            "open('/tmp/x')",
            "plt.show()",
            "clear_output()",
            "x = 1  # NBVAL_IGNORE_OUTPUT",
        )
    ]
)
def code_is_free_of_bad_habits(lesson: Lesson) -> Iterator[str]:
    for number, cell in enumerate(lesson.code, 1):
        for pattern, why in BANNED_CODE.items():
            if found := re.search(pattern, cell.source, flags=re.MULTILINE):
                yield f"cell [{number}] {found[0].strip()!r}: {why}"


@rule(("x = 1", "# x = 2\nx = 1"), ("x = 1", "x = 1  # print(x)"))
def comments_are_no_code(lesson: Lesson) -> Iterator[str]:
    code = (ast.Assign, ast.AugAssign, ast.Import, ast.ImportFrom, ast.Return, ast.Call)
    for number, cell in enumerate(lesson.code, 1):
        for comment in re.findall(
            r"(?:^|\s)#\s*(.+)$", cell.source, flags=re.MULTILINE
        ):
            try:
                statements = ast.parse(comment).body
            except SyntaxError:
                continue
            if any(
                isinstance(getattr(s, "value", s), code) or isinstance(s, code)
                for s in statements
            ):
                yield f"cell [{number}] has code in a comment: {comment!r}"


@rule(("x = 1", "df = 1"), ("x = 1", "model_v2 = 1"), ("x = 1", "data2 = tmp = 1"))
def names_say_what_they_hold(lesson: Lesson) -> Iterator[str]:
    bad = re.compile(r"df\d*|.*_df|te?mp\d*|.*_v\d+|data\d+|foo|bar|baz")
    for number, tree in trees(lesson):
        for node in ast.walk(tree):
            stored = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            if stored and bad.fullmatch(node.id):
                yield f"cell [{number}] names something {node.id!r}"


ALLOWED_IMPORTS = {
    "helpers numpy pandas scipy sklearn matplotlib seaborn torch optuna gymnasium",
    "fairlearn cleanlab dask ipywidgets IPython threadpoolctl joblib",
    "ast collections copy csv dataclasses datetime functools gzip hashlib importlib",
    "itertools json math operator os pathlib random re statistics string subprocess",
    "sys tempfile textwrap time typing",
}


@rule(
    ("import numpy as np", "import requests"), ("import numpy as np", "import socket")
)
def imports_are_those_of_the_course(lesson: Lesson) -> Iterator[str]:
    allowed = {name for names in ALLOWED_IMPORTS for name in names.split()}
    for number, tree in trees(lesson):
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                if name.split(".")[0] not in allowed:
                    yield f"cell [{number}] imports {name}"


# ---------------------------------------------------------------- outputs


def printed(text: str, name: str = "stdout") -> Callable[[NotebookNode], None]:
    """Return a change that makes a cell print something."""

    def change(nb: NotebookNode) -> None:
        nb.cells[9].outputs = [new_output("stream", name=name, text=text)]

    return change


def shown(**data: str) -> Callable[[NotebookNode], None]:
    """Return a change that makes a cell display something."""

    def change(nb: NotebookNode) -> None:
        kinds = {kind.replace("_", "/"): value for kind, value in data.items()}
        nb.cells[9].outputs = [new_output("display_data", kinds)]

    return change


BANNED_OUTPUT = {
    r"\bat 0x[0-9a-f]+|\b0x[0-9a-f]{8,}": "an address",
    r"<(?:[\w.]+ )?(?:object|function|class|bound method|module) ": "a bare object",
    r"sk-container|sk-top-container": "scikit-learn's HTML: set_config(display='text')",
    r"/tmp/|/home/|/root/|/Users/|site-packages|[A-Z]:\\": "a path of one machine",
    r"\b20\d\d-\d\d-\d\d[ T]\d\d:\d\d": "the time of the run",
    r"Warning\b": "a warning",
    r"\x1b\[": "colours of a terminal",
}


@rule(
    printed("careful\n", "stderr"),
    printed("<function f at 0x7f0000000000>\n"),
    printed("<__main__.Model object at home>\n"),
    printed("read /home/me/data.csv\n"),
    printed("2026-01-02 13:45\n"),
    shown(text_html="<div class='sk-top-container'></div>"),
)
def outputs_are_clean(lesson: Lesson) -> Iterator[str]:
    for number, output, text in outputs(lesson):
        if output.output_type == "stream" and output.name == "stderr":
            yield f"cell [{number}] writes to stderr: {text.strip()[:80]!r}"
        for pattern, what in BANNED_OUTPUT.items():
            if found := re.search(pattern, text):
                yield f"cell [{number}] shows {what}: {found[0]!r}"


@rule(
    shown(image_png="AAAA"),
    shown(text_html='<img src="data:image/png;base64,AAAA">', text_plain="none"),
    shown(text_html='<img alt="a line" src="x">', text_plain="a line"),
    shown(text_html=f'<img alt="{"a line " * 9}" src="x">', text_plain="other words"),
)
def pictures_have_words(lesson: Lesson) -> Iterator[str]:
    for number, output, _ in outputs(lesson):
        data = output.get("data", {})
        page = data.get("text/html", "")
        if any(kind.startswith("image/") for kind in data):
            yield f"cell [{number}] stores a bare picture: use show(fig, alt=…)"
        for tag in re.findall(r"<img[^>]*>", page):
            alt = unescape((re.search(r'alt="([^"]*)"', tag) or ["", ""])[1])
            if len(alt) < 40:
                yield f"cell [{number}] alternative text under 40 characters: {alt!r}"
            elif alt not in data.get("text/plain", ""):
                yield f"cell [{number}] the plain text is not that of the picture"


def edge(color: int) -> Callable[[NotebookNode], None]:
    """Return a change that shows a picture with a spot of this grey at its edge."""
    picture = Image.new("L", (60, 40), 255)
    picture.putpixel((59, 20), color)
    file = io.BytesIO()
    picture.save(file, format="png")
    code = base64.b64encode(file.getvalue()).decode()
    alt = "a line " * 9
    page = f'<img alt="{alt}" src="data:image/png;base64,{code}">'
    return shown(text_html=page, text_plain=alt)


@rule(edge(0), edge(120))
def nothing_is_cut_off_at_a_pictures_edge(lesson: Lesson) -> Iterator[str]:
    """A title that is too long runs into the edge, where all must be background."""
    for number, cell in enumerate(lesson.code, 1):
        for output in cell.outputs:
            page = output.get("data", {}).get("text/html", "")
            for code in re.findall(r"data:image/png;base64,([^\"]+)", page):
                grey = Image.open(io.BytesIO(base64.b64decode(code))).convert("L")
                pixels = np.asarray(grey).astype(int)
                frame = [pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]
                if np.ptp(np.concatenate(frame)) > 20:
                    yield f"cell [{number}]: something touches the picture's edge"


@rule(("show(fig", "print(fig"))
def figures_are_shown_with_words(lesson: Lesson) -> Iterator[str]:
    """A cell that makes a figure outside of a function must also show it."""
    for number, tree in trees(lesson):
        plain = [s for s in tree.body if not isinstance(s, ast.FunctionDef)]
        source = "\n".join(map(ast.unparse, plain))
        made = re.search(r"\bplt\.(subplots|figure)\(", source)
        if made and not re.search(r"\bshow\(", source):
            yield f"cell [{number}] makes a figure and does not show() it"


# ---------------------------------------------------------------- claims and exercises


def lose_two_checks(nb: NotebookNode) -> None:
    for cell in nb.cells[3:6:2]:
        cell.source = "x = 1"


@rule(("claim('three'", "print('three'"), lose_two_checks)
def findings_are_claimed_and_checked(lesson: Lesson) -> Iterator[str]:
    claims = sum(len(re.findall(r"(?<![\w.])claim\(", c.source)) for c in lesson.code)
    checks = [key for _, key, verb in lesson.calls() if verb == "check"]
    if claims < 3 or len(checks) < 4:
        yield f"{claims} claims (3 or more), {len(checks)} checks (4 or more)"


@rule(
    ("claim('one', True)", "claim('one', max(found, key=found.get) == 'a')"),
    ("claim('one', True)", "claim('one', errors.idxmin() == 'line')"),
    ("claim('one', True)", "claim('one', errors['line'] == errors.min())"),
)
def claims_can_be_measured(lesson: Lesson) -> Iterator[str]:
    """What is best is claimed as a comparison: of a name no margin can be measured."""
    for _, tree in trees(lesson):
        for call in ast.walk(tree):
            if getattr(getattr(call, "func", None), "id", "") == "claim":
                condition = ast.unparse(call.args[1])
                if re.search(r"key=|\b(idx|arg)(max|min)\(", condition) or re.search(
                    r"== [\w.]*\b(max|min)\(", condition
                ):
                    yield f"compare numbers, not who is first: {condition}"


@rule(
    ("exercises.quiz.check(...)", "exercises.quizz.check(...)"),
    ("exercises.quiz.check(...)", "exercises.quiz.check('B')"),
    (
        "exercises.quiz.check(...)",
        "exercises.quiz.check(...)\nexercises.quiz.check(...)",
    ),
    ("exercises.guess.predict", "exercises.guess.check"),
    lambda nb: nb.cells[14].metadata.clear(),
    lambda nb: nb.cells[14].metadata.update(tags=["exercise:quiz"]),
)
def exercises_and_notebook_agree(lesson: Lesson) -> Iterator[str]:
    """Each exercise of the module is asked once, untouched, and no other is asked."""
    known = lesson.exercises
    keys = [key for _, key, _ in lesson.calls()]
    if sorted(keys) != sorted(known):
        unasked, unknown = set(known) - set(keys), set(keys) - set(known)
        twice = {key for key in keys if keys.count(key) > 1}
        yield f"never asked: {unasked}; unknown: {unknown}; asked twice: {twice}"
    for cell, key, verb in lesson.calls():
        kind = known[key].kind if key in known else "unknown"
        if (verb == "predict") != (kind == "prediction"):
            yield f"{key} is a {kind} and asked by {verb}()"
        asks = re.search(rf"exercises\.{key}\.\w+\(\s*(\.\.\.|\w+)", cell.source)
        if kind in ("quiz", "prediction") and (not asks or asks[1] != "..."):
            yield f"{key} must be asked untouched: {verb}(...)"
    stubs = [stub_key(cell) for cell in lesson.code if stub_key(cell)]
    need = [key for key, e in known.items() if e.kind in ("function", "value")]
    if sorted(stubs) != sorted(need):
        yield f"stubs tagged exercise:<key>: {sorted(stubs)}, needed: {sorted(need)}"


@rule(
    ("C) three", "D) three"),
    ("- A) one", "- A) two"),
    lambda nb: nb.cells[2].metadata.clear(),
    lambda nb: nb.cells.insert(3, new_markdown_cell("Between.")),
)
def questions_come_from_their_source(lesson: Lesson) -> Iterator[str]:
    """The cell right above a question's check holds its text, as `run` writes it."""
    cells = lesson.nb.cells
    for position, cell in enumerate(cells):
        for _, key, _ in (call for call in lesson.calls() if call[0] is cell):
            markdown = getattr(lesson.exercises.get(key), "markdown", None)
            above = cells[position - 1]
            if markdown and (question_key(above) != key or above.source != markdown):
                yield f"{key}: the cell above must be tagged question:{key}; then `run`"


# ---------------------------------------------------------------- prose

BANNED_WORDS = (
    r"simply|obvious(?:ly)?|trivial(?:ly)?|basically|of course|needless to say|"
    r"as everyone knows|state[- ]of[- ]the[- ]art|cutting[- ]edge|powerful|amazing|"
    r"(?<!have )(?<!has )(?<!had )"
    r"just(?! (?:as|before|after|above|below|under|over|outside|inside|about|now)\b)"
)


@rule(("Text.", "It is just a line."), ("Text.", "Obviously so."))
def prose_has_no_filler(lesson: Lesson) -> Iterator[str]:
    for found in re.finditer(rf"(?i)\b(?:{BANNED_WORDS})\b", prose(lesson)):
        around = prose(lesson)[max(0, found.start() - 30) : found.end() + 30]
        yield f"{found[0]!r} in {' '.join(around.split())!r}"


@rule(("What is it?", "What is $3?"), ("- say it\n", "- pay $3 or more, not $4\n"))
def dollars_stand_for_formulas_only(lesson: Lesson) -> Iterator[str]:
    """JupyterLab reads what stands between two of them as a formula, words and all."""
    if re.search(r"(?<!\\)\$", prose(lesson)):
        yield "a $ without a partner; write dollars as USD"
    text = "\n\n".join(cell.source for cell in lesson.prose)
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)
    for formula in re.findall(r"(?<![\\$])\$([^$\n]+)\$(?!\$)", text):
        plain = re.sub(
            r"\\(text|mathrm|operatorname)\{[^}]*\}|\\[a-zA-Z]+", "", formula
        )
        if re.search(r"[^\W\d_]{4,}", plain) or formula != formula.strip():
            yield f"between two $ stands a sentence: {formula!r}; write USD"


@rule(("Text.", "As in the last lesson."))
def lessons_are_named(lesson: Lesson) -> Iterator[str]:
    """Which lesson is the last one depends on the reader's route."""
    for found in re.findall(r"(?i)\b(?:last|previous|next) lesson\b", prose(lesson)):
        yield f"{found!r}: call it by its number or title"


@rule(
    ("(../outline.toml)", "(../no_such_file.ipynb)"),
    ("(../outline.toml)", "(#No-such-heading)"),
    ("(../outline.toml)", "(http://example.org)"),
    ("(../outline.toml)", "(../../README.md)"),
)
def links_lead_somewhere(lesson: Lesson) -> Iterator[str]:
    """Files must exist below notebooks/ (students read copies elsewhere)."""
    headings = re.findall(r"^#+ (.+?)\s*$", prose(lesson), flags=re.MULTILINE)
    anchors = {heading.replace(" ", "-") for heading in headings}
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(lesson)):
        target, _, anchor = unquote(link).partition("#")
        if target.startswith("https://"):
            continue
        path = (lesson.path.parent / target).resolve()
        if "://" in target:
            yield f"{link}: only https:// leads out of the course"
        elif not target and anchor not in anchors:
            yield f"{link}: no such heading"
        elif target and not (path.is_file() and path.is_relative_to(NOTEBOOKS)):
            yield f"{link}: no such file below notebooks/"


# ---------------------------------------------------------------- every lesson


@pytest.mark.parametrize("name", RULES)
def test_lesson_keeps_the_rule(lesson: Lesson, name: str) -> None:
    departures = list(RULES[name](lesson))
    reason = EXEMPT.get((lesson.name, name))
    if reason:
        assert departures, f"the exemption is not needed any more: {reason}"
    else:
        assert not departures, "\n".join(departures)


# ---------------------------------------------------------------- the glossary

ENTRY = re.compile(
    r"^- \*\*(?P<term>.+?)\*\* — .+ \(\[[\d.]+\]\((?P<lesson>[^)#]+)\)\)$"
)
LABELS = {"You will", "You need", "Time"}


def terms(lesson: Lesson) -> set[str]:
    """Return what stands in bold and is no label (`Next:`, `1.`, `1 · …`, `- Name`)."""
    bold = re.findall(r"(?<!- )\*\*([^*\n]+?)\*\*", prose(lesson))
    return {b for b in bold if b not in LABELS and not re.match(r"\d|.*[.:?!]$", b)}


def glossary_faults(text: str, lessons: list[Lesson]) -> Iterator[str]:
    """Every term in bold is defined once, in order, and leads to where it stands."""
    entries = [ENTRY.match(line) for line in text.splitlines() if line.startswith("- ")]
    if None in entries:
        yield "an entry must read: - **term** — definition ([1.1](folder/lesson.ipynb))"
    found = [(entry["term"], entry["lesson"]) for entry in entries if entry]
    names = [term.casefold() for term, _ in found]
    for term in {name for name in names if names.count(name) > 1}:
        yield f"{term} is defined more than once"
    if names != sorted(names):
        yield f"not in alphabetical order: {names}"
    where = {f"{lesson.name}.ipynb": lesson for lesson in lessons}
    for term, place in found:
        bold = {t.casefold() for t in terms(where[place])} if place in where else None
        if bold is None:
            yield f"{term} leads to {place}, which does not exist"
        elif term.casefold() not in bold:
            yield f"{term} is not in bold in {place}"
    for lesson in lessons:
        for term in sorted(terms(lesson)):
            if term.casefold() not in names:
                yield f"**{term}** of {lesson.name} is missing"


def test_the_glossary_holds_every_term() -> None:
    path = NOTEBOOKS / "glossary.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    faults = list(glossary_faults(text, read_all()))
    assert not faults, "\n".join(faults)


GLOSSARY = """# Glossary

- **epoch** — one pass over the data ([1.1](01_part/01_try.ipynb))
- **loss** — what training lowers ([1.1](01_part/01_try.ipynb))
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- **loss** — what", "- **epoch** — what", "more than once"),
        ("**epoch**", "**zeal**", "alphabetical"),
        ("01_part/01_try.ipynb))\n- ", "no.ipynb))\n- ", "does not exist"),
        ("**epoch**", "**batch**", "not in bold"),
        ("- **loss**", "**loss**", "is missing"),
        (" — one pass", ": one pass", "must read"),
    ],
)
def test_the_glossary_rules_go_red(old: str, new: str, words: str) -> None:
    lesson = good_lesson()
    assert list(glossary_faults(GLOSSARY, [lesson])) == []
    assert GLOSSARY.count(old) == 1
    assert words in "\n".join(glossary_faults(GLOSSARY.replace(old, new), [lesson]))


# ---------------------------------------------------------------- every rule goes red


def good_lesson() -> Lesson:
    """Return a little lesson that keeps every rule."""

    def asked(key: str, verb: str = "check") -> NotebookNode:
        return new_code_cell(f"exercises.{key}.{verb}(...)")

    def text(source: str) -> NotebookNode:
        return new_markdown_cell(source)

    def question(key: str, text: str) -> NotebookNode:
        text += "\n\n- A) one\n- B) two\n- C) three"
        questions[key] = text
        return new_markdown_cell(text, metadata={"tags": [f"question:{key}"]})

    questions: dict[str, str] = {}
    header = (
        "# 1.1 · Try it\n\nWhat is it?\n\n**You will**\n- see it\n- say it\n\n"
        "**You need** nothing\n\n**Time** 45 minutes · running: 5 s"
    )
    cells = [
        text(header),
        text("## Warm-up"),
        question("warm_a", "**1.** First?"),
        asked("warm_a"),
        question("warm_b", "**2.** Second?"),
        asked("warm_b"),
        question("warm_c", "**3.** Third?"),
        asked("warm_c"),
        text("## First\n\nText. **Loss** and **epoch**: [outline](../outline.toml)"),
        new_code_cell("import numpy as np\n\nx = 1"),
        new_code_cell("SEED = 0", metadata={"tags": ["parameters"]}),
        text("## Second"),
        question("guess", "**Predict:** which?"),
        asked("guess", "predict"),
        new_code_cell("slope = ...", metadata={"tags": ["exercise:slope"]}),
        new_code_cell("exercises.slope.check(slope)"),
        text("## Third"),
        new_code_cell("fig, ax = plt.subplots()\nshow(fig, alt='A line that rises')"),
        new_code_cell("claim('one', True)\nclaim('two', True)\nclaim('three', True)"),
        new_markdown_cell("## Exercises", metadata={"tags": ["stands-alone"]}),
        question("quiz", "Which?"),
        asked("quiz"),
        text("## In practice\n\n## Summary"),
    ]
    cells[0].metadata.covers = [["quiz"], ["slope", "guess"]]
    nb = normalised(new_notebook(cells=copy.deepcopy(cells)), (1, 1))
    shown(text_html=f'<img alt="{"A line. " * 6}">', text_plain="A line. " * 6)(nb)
    lesson = Lesson(NOTEBOOKS / "01_part" / "01_try.ipynb", nb)
    kinds = dict.fromkeys(("warm_a", "warm_b", "warm_c", "quiz"), "quiz")
    kinds |= {"guess": "prediction", "slope": "value"}
    lesson.__dict__["exercises"] = {
        key: SimpleNamespace(kind=kind, about="0", **shown_text(questions.get(key)))
        for key, kind in kinds.items()
    }
    return lesson


def shown_text(markdown: str | None) -> dict[str, str]:
    """Return what a question has and another exercise has not."""
    return {"markdown": markdown} if markdown else {}


def broken_lesson(breaker: Breaker) -> Lesson:
    """Return the good lesson with one change."""
    lesson = good_lesson()
    if callable(breaker):
        breaker(lesson.nb)
    else:
        old, new = breaker
        cell = next(cell for cell in lesson.nb.cells if old in cell.source)
        cell.source = cell.source.replace(old, new)
    return lesson


@pytest.mark.parametrize("name", RULES)
def test_a_good_lesson_keeps_the_rule(name: str) -> None:
    assert list(RULES[name](good_lesson())) == []


@pytest.mark.parametrize(
    ("name", "number"),
    [(name, n) for name in RULES for n in range(len(BREAKERS[name]))],
)
def test_the_rule_goes_red(name: str, number: int) -> None:
    assert list(RULES[name](broken_lesson(BREAKERS[name][number])))


def test_every_rule_has_a_breaker() -> None:
    assert [name for name in RULES if not BREAKERS[name]] == []


def test_exemptions_name_rules_that_exist() -> None:
    assert {name for _, name in EXEMPT} <= set(RULES)


def next_faults(lessons: list[Lesson]) -> Iterator[str]:
    """Each lesson leads to the next one that exists, the last one back to the map."""
    for lesson, following in zip(lessons, [*lessons[1:], lessons[0]], strict=True):
        target = os.path.relpath(following.path, lesson.path.parent)
        found = re.search(r"\*\*Next:\*\* .*?\((.+?)\)", prose(lesson))
        if not found or found[1] != Path(target).as_posix():
            yield f"{lesson.name}: **Next:** must lead to {Path(target).as_posix()}"


def test_each_lesson_leads_to_the_next() -> None:
    faults = list(next_faults(read_all()))
    assert not faults, "\n".join(faults)


def test_a_wrong_next_is_found() -> None:
    assert len(list(next_faults(read_all()[::-1]))) >= len(read_all()) - 1


# ---------------------------------------------------------------- ruff


@pytest.mark.parametrize("verb", ["check", "format --check"])
def test_ruff_finds_nothing(verb: str) -> None:
    command = [sys.executable, "-m", "ruff", *verb.split(), "--no-cache", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_goes_red_on_a_notebook(tmp_path: Path) -> None:
    nbformat.write(
        new_notebook(cells=[new_code_cell("import os\nx=1")]), tmp_path / "a.ipynb"
    )
    config = [
        "--config",
        str(ROOT / "pyproject.toml"),
        "--no-cache",
        str(tmp_path),
    ]
    for verb in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *verb, *config]
        assert subprocess.run(command, capture_output=True).returncode == 1
