"""One course for many: it is not theirs to change, and each one's work is apart."""

import asyncio
import contextlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from helpers import progress
from helpers.places import ROOT
from tests.launch.people import ANNA, BEN, as_user, opened, run_start_page
from tests.launch.small_course import ON_WINDOWS, assert_one_line, child_of

TAKES_S = 30
TEMPORARY = ("/tmp", "/var/tmp", "/dev/shm", "/run")  # where everybody may write


# ---------------------------------------------------------------- course.py copy


def test_copy_lays_and_refreshes_and_sets_nothing_up(course):
    for _ in range(2):
        result = course.run("copy")
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout == "Your copies: work\n"
    work = course.root / "work"
    names = {path.relative_to(work).as_posix() for path in work.rglob("*.ipynb")}
    assert "00_start_here.ipynb" in names and len(names) == 5
    assert ON_WINDOWS or work.stat().st_mode & 0o777 == 0o700
    assert not course.venv.exists() and not course.calls()


def test_copy_says_that_a_copy_failed_and_goes_on(course):
    (course.root / "work" / "00_start_here.ipynb").mkdir(parents=True)
    result = course.run("copy")
    assert "Your copies: work" in result.stdout
    assert_one_line(result, "00_start_here.ipynb is a folder")
    assert (course.root / "work/02_second/02_next_step.ipynb").is_file()
    assert_one_line(course.run("copy", "1.1"), "copy takes no 1.1")


# ---------------------------------------------------------------- COURSE_WORK


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("{tmp}/file", "is a file"),
        ("{tmp}/file/work", "no place for your copies"),
        ("{root}/notebooks", "among the course's own files"),
        ("{root}/notebooks/01_first/mine", "among the course's own files"),
        ("{root}/work/../datasets", "among the course's own files"),
        ("{root}", "among the course's own files"),
        ("{tmp}/link", "among the course's own files"),
        ("work", "the whole path"),
        ("./work", "the whole path"),
        (" ", "the whole path"),
        ("~", "your home itself"),
        ("~nobody-of-this-name/work", "no such home"),
        ("/" + "x" * 300, "no place for your copies"),
        ("/x" * 3000, "6000 bytes"),
        ("/caf{odd}", "not UTF-8"),
    ],
)
@pytest.mark.skipif(ON_WINDOWS, reason="paths and homes of another kind")
def test_a_work_folder_that_cannot_serve_costs_one_line(course, tmp_path, named, words):
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(course.root / "notebooks")
    before = sorted(course.root.rglob("*.ipynb"))
    named = named.format(tmp=tmp_path, root=course.root, odd="\udce9")
    result = course.run("copy", COURSE_WORK=named, HOME=str(tmp_path))
    assert_one_line(result, words)
    assert len(result.stderr) < 600
    assert sorted(course.root.rglob("*.ipynb")) == before


@pytest.mark.parametrize("named", ["", "~/é ü/mine", "{root}/work/anna"])
def test_a_work_folder_that_can(course, tmp_path, named):
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    result = course.run("copy", COURSE_WORK=named.format(root=course.root), **home)
    assert (result.returncode, result.stderr) == (0, "")
    work = Path(named.format(root=course.root).replace("~", str(tmp_path)) or "work")
    assert (course.root / work / "00_start_here.ipynb").is_file()


def test_what_belongs_to_somebody_else_is_said(ready, tmp_path):
    """A work folder; or a Python in a home that is closed, to which .venv leads."""
    env = {"before": "copies.os.access = lambda *_: False"}
    result = ready.run("copy", COURSE_WORK=str(tmp_path), **env)
    assert_one_line(result, f"{tmp_path} is not yours to write to", "COURSE_WORK")
    assert_one_line(ready.run("lab", **env), "Python is closed to you")


def test_in_a_kernel_a_bad_work_folder_costs_one_line(monkeypatch, capsys):
    """As on a hub whose start did not lay copies: the verdict counts."""
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    monkeypatch.setenv("COURSE_WORK", "here")
    progress.record("lesson", "key", "correct")
    assert progress.read_progress() == {}
    saved, read = capsys.readouterr().out.splitlines()
    assert "the whole path" in saved and "the verdict stands" in saved
    assert "the whole path" in read


def test_without_a_home_it_starts_where_there_is_a_place_for_copies(course):
    """As a user without an account, which containers have."""
    before = "def no(): raise RuntimeError\ncommands.places.Path.home = no\n"
    before += "environment.os.path.expanduser = lambda path: path\n"
    _, env, _ = child_of(course.run("lab", before=before))
    assert env["HOME"] == str(course.root / "work" / ".course")
    before += "commands.places.writable = lambda path: False"
    assert_one_line(course.run("copy", before=before), "no home", "COURSE_WORK")


# ---------------------------------------------------------------- two real users


class Student:
    """An ordinary user with a home and a temporary folder, who shares a course."""

    def __init__(self, number, folder, room):
        self.number, self.work = number, folder / "é works" / str(number)
        self.home, self.temporary = folder / f"home {number}", folder / f"tmp {number}"
        for path in (self.home, self.temporary):
            path.mkdir(mode=0o700)
            os.chown(path, number, number)
        self.words = [*room, *as_user(number)]
        self.env = {"HOME": str(self.home), "TMPDIR": str(self.temporary)}
        self.env |= {"PATH": os.environ["PATH"], "COURSE_WORK": str(self.work)}

    def start(self, *command, **env):
        """Start a command as this user."""
        return subprocess.Popen(
            [*self.words, *map(str, command)],
            env=self.env | env,
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command, **env):
        """Run a command as this user."""
        with self.start(*command, **env) as process:
            out, errors = process.communicate(timeout=120)
        return subprocess.CompletedProcess(command, process.returncode, out, errors)

    def course(self, *words):
        """Return the command of course.py."""
        return [sys.executable, ROOT / "course.py", *words]

    def strays(self):
        """Return what this user has left outside the work folder."""
        found = ["find", *TEMPORARY, "-maxdepth", "1", "-uid", str(self.number)]
        done = subprocess.run(found, capture_output=True, text=True)
        own = [*self.home.rglob("*"), *self.temporary.rglob("*")]
        return [*done.stdout.splitlines(), *own]


@pytest.fixture
def students():
    """Two users of this course. Their folder is not pytest's, which is closed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "mounts").mkdir()
        room = opened(folder / "mounts")
        (folder / "é works").mkdir()
        (folder / "é works").chmod(0o1777)
        yield [Student(number, folder, room) for number in (ANNA, BEN)]


def test_two_users_run_the_start_page_of_a_course_that_is_not_theirs(students):
    """Through `course.py lab`, both at once."""
    for student in students:
        writable = student.run("find", ROOT, "-writable", "-not", "-type", "l")
        assert writable.stdout == ""
    with contextlib.ExitStack() as stack:
        servers = []
        for student in students:
            server = student.start(*student.course("lab", "--no-browser"))
            servers.append(stack.enter_context(server))
            stack.callback(server.terminate)
        for said in asyncio.run(both_run_the_start_page(servers)):
            assert "✔ all 6 libraries are installed" in said and "Correct." in said
            assert "Error" not in said and "could not be saved" not in said
    for student, other in (students, students[::-1]):
        lines = (student.work / "progress.jsonl").read_text("utf-8").split()
        assert '"correct"}' in lines
        assert not student.strays()
        reading = student.run("ls", other.work)
        assert reading.returncode and "Permission denied" in reading.stderr
        taken = student.run(*student.course("copy"), COURSE_WORK=str(other.work))
        assert_one_line(taken, "not yours", "COURSE_WORK")


async def both_run_the_start_page(servers):
    """Return what the start page says on these servers."""
    pages = []
    for server in servers:
        line = next(line for line in server.stdout if "token=" in line)
        base, token = re.search(r"(http://[^/]+)/\S+token=(\w+)", line).groups()
        pages.append(run_start_page(base, token, "00_start_here.ipynb"))
    return await asyncio.gather(*pages)
