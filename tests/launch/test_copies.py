"""The rules of work/: what a student has saved is never lost, the rest follows.

A state machine plays student (edits, truncations, copies, renames, deletions) against
course (new editions, lessons that come and go, resets), with starts that are cut off
between any two calls to the system.
"""

import contextlib
import errno
import functools
import json
import os
import re
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from helpers import outline, places
from helpers.launch import copies
from helpers.places import OneLineError

TAKES_S = 20

START, FIRST, SECOND = "00_start_here", "01_part/01_first", "01_part/02_second"
NAMES = (START, FIRST, SECOND, "02_next/01_third")
SYSTEM_CALLS = ("link", "replace", "rename", "unlink", "fsync", "mkdir")


class SmallCourse:
    """A course in a temporary folder, as far as copies need one."""

    def __init__(self, root):
        self.root, self.notebooks, self.work = root, root / "notebooks", root / "work"
        self.notebooks.mkdir()
        lessons = [[name, "A title"] for name in NAMES]
        outline = f'[[part]]\ntitle = "A part"\nlessons = {json.dumps(lessons)}\n'
        (self.notebooks / "outline.toml").write_text(outline, encoding="utf-8")

    def instead_of_ours(self, patch):
        """Let helpers work on this course."""
        patch.setattr(places, "NOTEBOOKS", self.notebooks)
        patch.setenv("COURSE_WORK", str(self.work))
        clock = SimpleNamespace(strftime=lambda form: form.split(" ")[0] + " then")
        patch.setattr(copies, "time", clock)


def publish(course, name, edition):
    """Write a lesson's reference edition, with outputs."""
    path = course.notebooks / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.v4.new_notebook()
    notebook.metadata.language_info = {"name": "python", "version": "3.11.7"}
    stream = nbformat.v4.new_output("stream", text="1\n2\n")
    notebook.cells = [
        nbformat.v4.new_markdown_cell(f"# {name} · Über {edition}\n\nx\x0by", id="a"),
        nbformat.v4.new_code_cell(
            f"print({edition})\nprint(2)", id="b", execution_count=1, outputs=[stream]
        ),
    ]
    nbformat.write(notebook, path)


def existing():
    """Return the names of the lessons that there are."""
    return [lesson.name for lesson in outline.existing()]


def edition(course, name):
    """Return the bytes of the current edition as the course lays it."""
    return copies.fresh_copy(course.notebooks / f"{name}.ipynb")[0]


def tree(folder):
    """Return {path: bytes} of all files a student sees."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in files if path.name[0] != "."}


@functools.cache
def opened(data):
    """Return a copy as JupyterLab saves it when it was only opened.

    It adds what it knows of the kernel (tests/lessons/test_browser.py looks at it).
    """
    try:
        notebook = nbformat.reads(data.decode(), as_version=4)
    except Exception:  # the student has damaged it before
        return data
    mode = {"name": "ipython", "version": 3}
    notebook.metadata.language_info = {
        **{"codemirror_mode": mode, "file_extension": ".py", "name": "python"},
        **{"mimetype": "text/x-python", "nbconvert_exporter": "python"},
        **{"pygments_lexer": "ipython3", "version": "3.13.1"},
    }
    name = {"display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook.metadata.kernelspec = {**name, "name": "python3"}
    return (nbformat.writes(notebook) + "\n").encode()


class Cut(BaseException):
    """The process is gone at this point."""


@contextlib.contextmanager
def interrupted(at, after=False, dead=True):
    """Let the call number `at` to the system fail, before or after it was done.

    dead: as if the process was killed, so that nothing after it is done either.
    Else the call fails with an error of the disk and the next ones succeed.
    """
    real = {name: getattr(os, name) for name in SYSTEM_CALLS}
    real["fsync"] = lambda descriptor: None  # the disk's own time is not our subject
    count = 0

    def wrap(call):
        def wrapped(*arguments, **options):
            nonlocal count
            count += 1
            if count == at and after:
                call(*arguments, **options)
            if count == at or (dead and count > at):
                raise Cut if dead else OSError(errno.EIO, "Input/output error")
            return call(*arguments, **options)

        return wrapped

    with pytest.MonkeyPatch.context() as patch:
        for name, call in real.items():
            patch.setattr(os, name, wrap(call))
        with contextlib.suppress(Cut, OSError if not dead else Cut):
            yield
    return count


class Copies(RuleBasedStateMachine):
    """A student and a course at work on the same folder."""

    def __init__(self):
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.course = SmallCourse(Path(tempfile.mkdtemp(prefix="work copies é ")))
        self.course.instead_of_ours(self.patch)
        self.editions = 0
        self.laid = {}  # bytes that the course laid → lesson
        self.mine = Counter()  # bytes that the student saved and has not removed
        for name in NAMES[:2]:
            self.publish(name)
        self.start()

    def teardown(self):
        self.start()
        self.nothing_of_the_student_is_lost()
        shutil.rmtree(self.course.root)
        self.patch.undo()

    # The course.

    def current(self):
        return {name: edition(self.course, name) for name in existing()}

    @rule(name=st.sampled_from(NAMES))
    def publish(self, name):
        self.editions += 1
        publish(self.course, name, self.editions)
        data = edition(self.course, name)
        assert data not in self.laid
        self.laid[data] = self.laid[opened(data)] = name
        notebook = nbformat.reads(data.decode(), as_version=4)
        nbformat.validate(notebook)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert [(c.outputs, c.execution_count) for c in code] == [([], None)]

    @rule(name=st.sampled_from(NAMES[1:]))
    def withdraw(self, name):
        (self.course.notebooks / f"{name}.ipynb").unlink(missing_ok=True)

    @rule()
    def start(self):
        before = tree(self.course.work)
        copies.refresh_work()
        after = tree(self.course.work)
        for path, data in before.items():
            assert path in after
            assert after[path] == data or data in self.laid
        for name, fresh in self.current().items():
            main = after[self.course.work / f"{name}.ipynb"]
            if main in self.laid and self.laid[main] == name:
                assert main in (fresh, opened(fresh))
            mark = copies.MARK.search(fresh).group(1)
            folder = (self.course.work / name).parent
            assert any(mark in data for p, data in after.items() if p.parent == folder)
        copies.refresh_work()
        assert tree(self.course.work) == after

    @rule(name=st.sampled_from(NAMES))
    def reset(self, name):
        if name in existing():
            path = self.course.work / f"{name}.ipynb"
            before = tree(self.course.work)
            copies.reset(name)
            after = tree(self.course.work)
            fresh = edition(self.course, name)
            assert after[path] in (fresh, opened(fresh))
            old = before.pop(path, None)
            assert before.items() <= after.items()
            if old is not None and old not in self.laid:
                kept = [p for p in after.keys() - before.keys() if "(yours" in p.name]
                assert [after[p] for p in kept] == [old]

    @rule(
        name=st.sampled_from([None, *NAMES]),
        at=st.integers(1, 14),
        after=st.booleans(),
        dead=st.booleans(),
    )
    def interrupted_start_or_reset(self, name, at, after, dead):
        with interrupted(at, after, dead):
            if name is None:
                copies.refresh_work()
            elif name in existing():
                copies.reset(name)

    # The student.

    def files(self):
        return sorted(tree(self.course.work)) if self.course.work.is_dir() else []

    def save(self, path, data):
        """Save over a file, in place as JupyterLab does."""
        old = path.read_bytes() if path.exists() else None
        if self.mine[old]:
            self.mine[old] -= 1
        path.write_bytes(data)
        if data not in self.laid:
            self.mine[data] += 1

    @rule(which=st.integers(0, 99), text=st.sampled_from(["x = 1", "", "é\n\n", "0"]))
    @precondition(lambda self: self.files())
    def edit(self, which, text):
        path = self.files()[which % len(self.files())]
        try:
            notebook = nbformat.reads(path.read_bytes().decode(), as_version=4)
        except Exception:  # the student has damaged it before
            return
        cell = notebook.cells[-1]
        cell.source = text
        if "outputs" in cell and text:
            cell.outputs = [nbformat.v4.new_output("stream", text=text)]
        self.save(path, (nbformat.writes(notebook) + "\n").encode())

    @rule(
        which=st.integers(0, 99),
        change=st.sampled_from(
            [
                lambda data: data[: len(data) // 2],
                lambda data: b"",
                lambda data: data + b"\n",
                lambda data: data.replace(b"\n", b"\r\n"),
                lambda data: data.replace(b" ", b"", 1),
                lambda data: re.sub(rb"[0-9a-f]{64}", b"0" * 64, data),
                lambda data: re.sub(rb'\n  "edition": "[0-9a-f]{64}",', b"", data),
                opened,
            ]
        ),
    )
    @precondition(lambda self: self.files())
    def change_bytes(self, which, change):
        path = self.files()[which % len(self.files())]
        self.save(path, change(path.read_bytes()))

    @rule(which=st.integers(0, 99), to=st.sampled_from(NAMES), kind=st.integers(0, 4))
    @precondition(lambda self: self.files())
    def rename_or_copy(self, which, to, kind):
        path = self.files()[which % len(self.files())]
        words = ["", " (new edition)", " (new edition 2)", "-Copy1", " (yours then)"]
        new = self.course.work / f"{to}{words[kind]}.ipynb"
        new.parent.mkdir(exist_ok=True)
        if not new.exists():
            if kind % 2:
                path.rename(new)
            else:
                self.save(new, path.read_bytes())

    @rule(which=st.integers(0, 99))
    @precondition(lambda self: self.files())
    def delete(self, which):
        path = self.files()[which % len(self.files())]
        self.mine[path.read_bytes()] -= 1
        path.unlink()

    @invariant()
    def nothing_of_the_student_is_lost(self):
        there = Counter(tree(self.course.work).values())
        for data, times in self.mine.items():
            assert there[data] >= times


QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}
Copies.TestCase.settings = settings(max_examples=40, stateful_step_count=20, **QUIET)
TestCopies = Copies.TestCase


@pytest.mark.deep
class TestCopiesLong(Copies.TestCase):
    settings = settings(max_examples=2000, stateful_step_count=40, **QUIET)


# ---------------------------------------------------------------- one rule at a time


@pytest.fixture
def course(tmp_path, monkeypatch):
    course = SmallCourse(tmp_path)
    course.instead_of_ours(monkeypatch)
    for name in NAMES[:3]:
        publish(course, name, 1)
    (course.notebooks / "glossary.md").write_bytes(b"# Words\r\n\r\n**loss**: it.\r\n")
    copies.refresh_work()
    return course


def lesson(course, words=""):
    return course.work / f"{FIRST}{words}.ipynb"


def touch(path, number=1):
    """Change a copy as a student does; return its new bytes."""
    notebook = json.loads(path.read_bytes())
    notebook["cells"][1]["source"] = [f"answer = {number}"]
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    return path.read_bytes()


def test_a_copy_is_what_nbformat_writes(course):
    for path in course.work.rglob("*.ipynb"):
        data = path.read_bytes()
        again = nbformat.reads(data.decode(), as_version=4)
        nbformat.write(again, path)
        assert path.read_bytes() == data
        assert copies.untouched(data)
        assert copies.untouched(opened(data))


def test_a_source_in_one_string_is_split_as_nbformat_does(course, tmp_path):
    path = course.notebooks / f"{FIRST}.ipynb"
    notebook = json.loads(path.read_bytes())
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    before = edition(course, FIRST)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert edition(course, FIRST) == before


def test_every_changed_byte_is_noticed(course):
    data = lesson(course).read_bytes()
    for place in range(len(data)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        if copies.KERNEL.sub(b"", changed) != copies.KERNEL.sub(b"", data):
            assert not copies.untouched(changed)
    assert not copies.untouched(data[:-1])
    assert not copies.untouched(data + b"\n")


def test_a_copy_that_was_only_opened_and_saved_follows_the_course(course):
    """JupyterLab saves by itself, and adds what it knows of the kernel."""
    saved = opened(lesson(course).read_bytes())
    assert saved != lesson(course).read_bytes()
    lesson(course).write_bytes(saved)
    publish(course, FIRST, 2)
    copies.refresh_work()
    assert lesson(course).read_bytes() == edition(course, FIRST)
    assert not lesson(course, " (new edition)").exists()


def test_what_looks_like_the_kernels_block_elsewhere_is_the_students(course):
    block = b'  "language_info": {\n   "name": "python"\n  },\n'
    words = course.work / "glossary.md"
    words.write_bytes(words.read_bytes() + block)
    assert not copies.untouched(words.read_bytes())
    data = lesson(course).read_bytes()
    assert not copies.untouched(block + data)
    assert not copies.untouched(data + block)


def test_a_renamed_lesson_is_said_and_its_copies_stay(course, capsys):
    (course.work / "01_part" / "00_notes.ipynb").write_text("a lesson of my own")
    old, new = "01_part/01_first", "01_part/01_other"
    text = (course.notebooks / "outline.toml").read_text("utf-8")
    (course.notebooks / "outline.toml").write_text(text.replace(old, new), "utf-8")
    (course.notebooks / f"{old}.ipynb").rename(course.notebooks / f"{new}.ipynb")
    before = tree(course.work)
    capsys.readouterr()
    copies.refresh_work()
    [line] = capsys.readouterr().out.splitlines()
    assert f"{old}.ipynb: the course no longer has this lesson" in line
    assert before.items() <= tree(course.work).items()
    assert (course.work / f"{new}.ipynb").is_file()


def test_a_touched_copy_whose_exercises_are_gone_says_where_to_go_on(course, capsys):
    """Its check would end in an AttributeError or ImportError, far from the reason."""
    notebook = json.loads(lesson(course).read_bytes())
    notebook["cells"][1]["source"] = ["exercises.old_name.check(1)"]
    lesson(course).write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    mine = lesson(course).read_bytes()
    publish(course, FIRST, 2)
    for _ in range(2):  # as long as it is so
        capsys.readouterr()
        copies.refresh_work()
        line = capsys.readouterr().out.splitlines()[-1]
        assert f"{FIRST}.ipynb" in line and "old_name" in line
        assert "01_first (new edition).ipynb" in line
    assert lesson(course).read_bytes() == mine


@pytest.mark.parametrize(
    "kind", ["file", "dead link", "pipe", "no reading", "too large"]
)
def test_an_odd_thing_in_work_costs_one_line(course, capsys, kind):
    folder = course.work / "02_next"
    if kind == "file":
        folder.write_text("mine")
    elif kind == "dead link":
        folder.symlink_to(course.work / "nowhere")
    elif kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes with a name here")
        folder.mkdir()
        os.mkfifo(folder / "01_third.ipynb")
        os.mkfifo(folder / "02_old.ipynb")
        os.mkfifo(lesson(course, "-Copy1"))
        touch(lesson(course))
        publish(course, FIRST, 2)
    elif kind == "too large":
        folder.mkdir()
        for name in ("01_third", "02_old"):
            (folder / f"{name}.ipynb").write_text("mine")
    publish(course, "02_next/01_third", 1)
    publish(course, SECOND, 2)
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        real = Path.read_bytes

        def read_bytes(path):
            third = course.notebooks / "02_next/01_third.ipynb"
            if kind == "no reading" and path == third:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            if kind == "too large" and path.parent == folder:
                raise MemoryError
            return real(path)

        patch.setattr(Path, "read_bytes", read_bytes)
        copies.refresh_work()
    [line] = capsys.readouterr().err.splitlines()
    assert "02_next" in line
    assert (course.work / f"{SECOND}.ipynb").read_bytes() == edition(course, SECOND)


def test_reset_by_a_path_through_a_link_and_says_to_save_first(course, capsys):
    linked = course.root / "linked"
    linked.symlink_to(course.work)
    mine = touch(lesson(course))
    copies.reset(str(linked / f"{FIRST}.ipynb"))
    assert mine in tree(course.work).values()
    assert "save it first" in capsys.readouterr().out
    with pytest.raises(OneLineError, match=r"still to come: 2\.1"):
        copies.reset("2.1")


def test_other_outputs_are_no_new_edition(course):
    path = course.notebooks / f"{FIRST}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].outputs[0].text = "another text\n"
    notebook.metadata.language_info.version = "3.12.0"
    nbformat.write(notebook, path)
    before = tree(course.work)
    touch(lesson(course))
    mine = tree(course.work)
    copies.refresh_work()
    assert tree(course.work) == mine != before


def test_a_new_edition_goes_beside_a_touched_copy(course, capsys):
    mine = touch(lesson(course))
    publish(course, FIRST, 2)
    capsys.readouterr()
    copies.refresh_work()
    beside = lesson(course, " (new edition)")
    assert lesson(course).read_bytes() == mine
    assert beside.read_bytes() == edition(course, FIRST)
    [line] = capsys.readouterr().out.splitlines()
    assert FIRST in line and beside.name in line
    copies.refresh_work()
    assert capsys.readouterr().out == ""

    publish(course, FIRST, 3)  # untouched: it follows
    copies.refresh_work()
    assert beside.read_bytes() == edition(course, FIRST)
    assert not lesson(course, " (new edition 2)").exists()

    second = touch(beside, 2)
    publish(course, FIRST, 4)
    copies.refresh_work()
    assert beside.read_bytes() == second
    assert lesson(course, " (new edition 2)").read_bytes() == edition(course, FIRST)

    lesson(course, " (new edition 2)").rename(lesson(course, " mine"))
    before = tree(course.work)
    copies.refresh_work()  # it has that edition, under a name of its own
    assert tree(course.work) == before


def test_the_glossary_follows_too(course):
    words, mine = course.notebooks / "glossary.md", course.work / "glossary.md"
    assert copies.untouched(mine.read_bytes())
    words.write_text("# More\n", encoding="utf-8")
    copies.refresh_work()
    assert mine.read_text(encoding="utf-8").startswith("# More\n\n<!-- edition: ")
    mine.write_text("my own", encoding="utf-8")
    copies.refresh_work()
    assert mine.read_text(encoding="utf-8") == "my own"
    assert (course.work / "glossary (new edition).md").is_file()


def test_progress_and_foreign_files_are_left_alone(course):
    for name in ("progress.jsonl", "notes.ipynb", "01_part/data.csv"):
        (course.work / name).write_text("mine", encoding="utf-8")
    before = tree(course.work)
    publish(course, FIRST, 2)
    copies.refresh_work()
    copies.reset(SECOND)
    after = tree(course.work)
    changed = [path for path in before if after[path] != before[path]]
    assert changed == [lesson(course)]


def test_reset_keeps_each_old_copy_under_its_own_name(course, capsys):
    kept = []
    for number in range(3):
        kept.append(touch(lesson(course), number))
        copies.reset("1.1")
        assert lesson(course).read_bytes() == edition(course, FIRST)
        assert "(yours" in capsys.readouterr().out
    yours = sorted(lesson(course).parent.glob("*(yours*"))
    assert sorted(path.read_bytes() for path in yours) == sorted(kept)
    copies.reset("1.1")
    assert "nothing of yours" in capsys.readouterr().out
    assert len(yours) == len(list(lesson(course).parent.glob("*(yours*")))


@pytest.mark.parametrize("kind", ["folder", "link", "dead link"])
def test_something_else_in_a_lessons_place(course, capsys, kind):
    path = lesson(course)
    data = path.read_bytes()
    if kind == "folder":
        path.unlink()
        path.mkdir()
    else:
        path.rename(course.root / "elsewhere")
        path.symlink_to(course.root / ("elsewhere" if kind == "link" else "nowhere"))
    publish(course, FIRST, 2)
    publish(course, SECOND, 2)
    copies.refresh_work()
    [line] = capsys.readouterr().err.splitlines()
    assert path.name in line and "move it away" in line
    assert (course.work / f"{SECOND}.ipynb").read_bytes() == edition(course, SECOND)
    assert kind != "link" or (course.root / "elsewhere").read_bytes() == data
    with pytest.raises(OneLineError, match="move it away"):
        copies.reset(FIRST)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', "<<<<<<< HEAD"])
def test_a_damaged_reference_keeps_no_other_lesson_back(course, capsys, text):
    (course.notebooks / f"{FIRST}.ipynb").write_text(text, encoding="utf-8")
    publish(course, SECOND, 2)
    before = lesson(course).read_bytes()
    copies.refresh_work()
    [line] = capsys.readouterr().err.splitlines()
    assert "damaged" in line
    assert lesson(course).read_bytes() == before
    assert (course.work / f"{SECOND}.ipynb").read_bytes() == edition(course, SECOND)


def test_a_copy_saved_at_the_last_moment_stays(course, monkeypatch):
    publish(course, FIRST, 2)
    real = copies.write_aside

    def write_aside(target, data):
        path = real(target, data)
        if target == lesson(course):
            target.write_bytes(b"saved just now")
        return path

    monkeypatch.setattr(copies, "write_aside", write_aside)
    copies.refresh_work()
    assert lesson(course).read_bytes() == b"saved just now"


def test_without_hard_links_nothing_is_overwritten_either(course, monkeypatch):
    def link(*_):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    kept = []
    for number in range(3):
        kept.append(touch(lesson(course), number))
        copies.reset(FIRST)
        assert lesson(course).read_bytes() == edition(course, FIRST)
    yours = lesson(course).parent.glob("*(yours*")
    assert sorted(path.read_bytes() for path in yours) == sorted(kept)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("dead", [False, True])
def test_cut_off_between_any_two_calls_nothing_is_lost(course, after, dead):
    for at in range(1, 100):
        mine = touch(lesson(course), at)
        publish(course, FIRST, at + 1)
        publish(course, SECOND, at + 1)
        finished = False
        with interrupted(at, after, dead):
            copies.refresh_work()
            copies.reset(FIRST)
            finished = True
        assert mine in tree(course.work).values()
        copies.refresh_work()
        copies.reset(FIRST)
        assert mine in tree(course.work).values()
        for name in (FIRST, SECOND):
            path = course.work / f"{name}.ipynb"
            assert path.read_bytes() == edition(course, name)
        if finished and at > 20:
            return
        for extra in course.work.rglob("*(*).ipynb"):
            extra.unlink()
    pytest.fail("it never came to its end")
