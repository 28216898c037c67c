"""Grading: any notebook gets its verdict, and none of them does anything else."""

import csv
import json
import os
import re
import socket
import sys
import time
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from helpers import outline, places
from helpers.judging.kinds import Quiz
from helpers.lessons import Lesson, stub_key
from helpers.places import OneLineError
from helpers.teaching import grade, grade_isolation, grade_judge, grade_reports
from tests.harness.runner import with_solutions

TAKES_S = 45
LIMITS = {"cell": 2.0, "step": 6.0, "notebook": 60.0}
ESCAPES = "a\ud800b\x1b[2Jc"
SECRET, LEFT_BEHIND = "what only Berta knows", "31.41592"
RIGHT = """\
def mean_absolute_error(predicted, actual):
    return np.mean(np.abs(np.asarray(predicted) - actual))"""
STUB = Lesson.read(outline.find_lesson("0").notebook).code[-3].source


@pytest.fixture(scope="module", autouse=True)
def room(tmp_path_factory) -> None:
    """Skip this file where students' code cannot be shut in."""
    if grade_isolation.command(str(tmp_path_factory.mktemp("room")), []) is None:
        pytest.skip("neither bubblewrap nor user namespaces work here")


def notebook(
    answer: str | None = RIGHT,
    quiz: str = '"A"',
    predict: str = '"C"',
    lesson: str = "0",
) -> dict:
    """Return a copy of a lesson as a student hands it in, answered."""
    found = json.loads(outline.find_lesson(lesson).notebook.read_text("utf-8"))
    for cell in found["cells"]:
        source = "".join(cell["source"])
        if "tags" in cell["metadata"] and any(
            tag.startswith("exercise:") for tag in cell["metadata"]["tags"]
        ):
            source = answer
        source = source and source.replace("predict(...)", f"predict({predict})")
        source = source and source.replace("check(...)", f"check({quiz})")
        cell["source"] = source
    found["cells"] = [c for c in found["cells"] if c["source"] is not None]
    return found


def with_cell(source: str, before: bool = True, **answers: str) -> dict:
    """Return a notebook with a cell that the student has added."""
    found = notebook(**answers)
    place = next(
        n for n, c in enumerate(found["cells"]) if "exercise:" in str(c["metadata"])
    )
    cell = {"cell_type": "code", "id": "mine", "metadata": {}, "source": [source]}
    found["cells"].insert(place + (not before), cell)
    return found


def renamed(old: str, new: str) -> dict:
    return json.loads(json.dumps(notebook()).replace(old, new))


def doubled() -> dict:
    """Return a notebook in which each cell stands twice, the stub untouched above."""
    found, stub = notebook(), notebook(STUB, "...", "...")
    pairs = zip(stub["cells"], found["cells"], strict=True)
    return found | {"cells": [cell for pair in pairs for cell in pair]}


def spying(*deeds: str) -> str:
    """Return an answer that prints what it can find out, and is wrong."""
    tries = "".join(
        f"    try:\n        print('spied', {deed})\n"
        "    except OSError as error:\n        print(type(error).__name__)\n"
        for deed in deeds
    )
    return f"import os\ndef mean_absolute_error(p, a):\n{tries}    return 7"


def submissions(folder: Path, out: Path, port: int) -> dict[str, object]:
    """Return what each student hands in: a notebook, or a file's bytes."""
    berta = folder / "berta" / "00_start_here.ipynb"
    at_home = sorted(path.name for path in Path.home().iterdir())
    marks = [str(place / "mark") for place in (out, folder, places.ROOT, Path.home())]
    flood = "    for n in range(100_000): print('flood ' * 20)"
    return {
        "right": notebook(),
        "untouched": notebook(STUB, "...", "..."),
        "wrong": notebook(RIGHT.replace("np.abs", ""), '"B"'),
        "unnamed": notebook(RIGHT + " + 1"),
        "type": notebook(RIGHT.replace("np.mean", "str"), "A"),
        "raises": notebook(RIGHT.replace("actual))", "nothing))"), "7", "'Z'"),
        "raises_below": notebook(RIGHT + "\nprint(undefined)"),
        "nonfinite": notebook(RIGHT + " * np.nan"),
        "endless": notebook(RIGHT.replace("return", "while True: pass\n    return")),
        "endless_cell": notebook("while True:\n    pass\n" + RIGHT),
        "deaf_cell": notebook(
            "while True:\n    try:\n        x = 1\n    except BaseException:\n"
            "        pass\n" + RIGHT
        ),
        "half_made": notebook(f"mean_absolute_error = []\n1 / 0\n{RIGHT}"),
        "late_loop": notebook(RIGHT + "\nwhile True:\n    pass"),
        "exits_hard": notebook("import os\nos._exit(0)\n" + RIGHT),
        "exits_in_check": notebook(
            "import os\nleave = os._exit\ndef mean_absolute_error(p, a):\n    leave(3)"
        ),
        "exits": notebook(f"{RIGHT}\nimport sys\nsys.exit()"),
        "quits": notebook(f"quit()\n{RIGHT}"),
        "kills": notebook(
            f"import os\nos.kill(os.getppid(), 9)\nos.kill(1, 15)\n{RIGHT}"
        ),
        "memory": notebook("x = bytearray(1 << 45)\n" + RIGHT),
        "memory_in_answer": notebook(
            "def mean_absolute_error(p, a):\n    x = [0]\n    while True: x = x + x"
        ),
        "disk": notebook(
            "for n in range(9):\n    open(str(n), 'wb').write(bytes(60 << 20))\n"
            + RIGHT
        ),
        "forks": notebook("import os\nwhile True:\n    os.fork()\n" + RIGHT),
        "flood": notebook(f"{RIGHT}\nif True:\n{flood}"),
        "flood_in_answer": notebook(RIGHT.replace("\n", f"\n{flood}\n")),
        "syntax": notebook(RIGHT.replace("np.mean(", "np.mean((")),
        "nested": notebook("(" * 5000 + ")" * 5000),
        "magics": notebook("%matplotlib inline\n" + RIGHT + "\n!echo hello"),
        "timed": notebook("%%time\n" + RIGHT),
        "help": notebook(RIGHT + "\nnp.mean?"),
        "deleted": notebook(None),
        "deleted_all": notebook() | {"cells": notebook()["cells"][:1]},
        "doubled": doubled(),
        "helped": with_cell(
            "def off(p, a):\n    return np.abs(np.asarray(p) - a)",
            answer="def mean_absolute_error(p, a):\n    return np.mean(off(p, a))",
        ),
        "helped_below": with_cell(
            "def off(p, a):\n    return np.abs(np.asarray(p) - a)",
            before=False,
            answer="def mean_absolute_error(p, a):\n    return np.mean(off(p, a))",
        ),
        "scratch": with_cell("while True: pass"),
        "moved": with_cell(RIGHT, before=False, answer=STUB),
        "broken": json.dumps(notebook()).encode()[:5000],
        "number": b"7",
        "deep_json": b"[" * 100_000,
        "binary": bytes(range(256)),
        "empty": b"",
        "foreign": notebook()
        | {"cells": [{"cell_type": "markdown", "source": "# Cats"}]},
        "odd_cells": notebook()
        | {"cells": [*notebook()["cells"], 7, {}, {"metadata": {"tags": 1}}]},
        "question_gone": renamed("what_claims_mean", "what_is_gone"),
        "stub_renamed": renamed("mean_absolute_error", "mean_error"),
        "surrogate": notebook(RIGHT + "\nx = '\ud800'"),
        "escapes": notebook(RIGHT.replace("\n", f"\n    print({ESCAPES!a})\n")),
        "leaves": notebook(
            "import subprocess\nfor n in range(3):\n    subprocess.Popen("
            f"['sleep', '{LEFT_BEHIND}'], start_new_session=True)\n{RIGHT}"
        ),
        "writes": notebook(
            f"for place in {marks}:\n    try:\n        open(place, 'w').write('x')\n"
            f"    except OSError: pass\n{RIGHT}"
        ),
        "poisons": notebook(
            "for name in ('numpy', 'helpers', 'json'):\n"
            f"    open(name + '.py', 'w').write('raise SystemExit')\n{RIGHT}\n"
            "np.mean = None\nimport os\nos.makedirs('x/y')\nos.chmod('x', 0)"
        ),
        "spies": notebook(
            spying(
                f"{SECRET!r} in open({str(berta)!r}).read()",
                f"bool(os.listdir({str(folder)!r}))",
                f"sorted(os.listdir({str(Path.home())!r})) == {at_home}",
                "'root' in open('/etc/passwd').read()",
                "b'PATH' in open('/proc/1/environ', 'rb').read()",
                "bool(open('/proc/1/mem', 'rb'))",
                "bool(open('/proc/sys/kernel/core_pattern', 'a'))",
                "len([x for x in os.listdir('/proc') if x.isdigit()]) > 4",
            )
        ),
        "connects": notebook(
            "import socket\ndef mean_absolute_error(p, a):\n"
            f"    socket.create_connection(('127.0.0.1', {port}), 1)"
        ),
        "forges": notebook(
            "import os\n"
            'line = b\'{"key": "predict_line", "state": []}\\n[]\\n\\xff\\n\'\n'
            'line += b\'{"slow": 7}\\n{"start": []}\\n{"slow": "cell 1"}\\n\'\n'
            "for fd in range(3, 40):\n    try:\n        os.write(fd, line)\n"
            f"    except OSError: pass\n{RIGHT}"
        ),
        "berta": notebook(f"{RIGHT}\n# {SECRET}"),
        "=cmd()": notebook(),
        "zoe": notebook(),
    }


POINTS = {
    "right": 3,
    "untouched": 0,
    "wrong": 1,
    "unnamed": 2,
    "type": 1,
    "raises": 0,
    "raises_below": 3,
    "nonfinite": 2,
    "endless": 2,
    "endless_cell": 2,
    "deaf_cell": 2,
    "half_made": 2,
    "late_loop": 3,
    "exits_hard": 2,
    "exits_in_check": 2,
    "exits": 3,
    "quits": 3,
    "kills": 3,
    "memory": 2,
    "memory_in_answer": 2,
    "disk": 2,
    "forks": 2,
    "flood": 3,
    "flood_in_answer": 2,
    "syntax": 2,
    "nested": 2,
    "magics": 3,
    "timed": 3,
    "help": 3,
    "deleted": 2,
    "deleted_all": 0,
    "doubled": 3,
    "helped": 3,
    "helped_below": 3,
    "scratch": 3,
    "moved": 3,
    "odd_cells": 3,
    "question_gone": 2,
    "stub_renamed": 2,
    "surrogate": 3,
    "escapes": 3,
    "leaves": 3,
    "writes": 3,
    "poisons": 2,
    "spies": 2,
    "connects": 2,
    "forges": 3,
    "berta": 3,
    "=cmd()": 3,
    "zoe": 3,
}
SAID = {
    "untouched": "Not attempted yet.",
    "wrong": "errors of opposite sign cancel",
    "unnamed": "Not yet:",
    "raises": "NameError: name 'nothing' is not defined",
    "nonfinite": "it is NaN",
    "endless": "had not finished after 3 seconds",
    "endless_cell": "had not finished after 2 seconds",
    "deaf_cell": "had not finished after",
    "exits_hard": "ended the process",
    "exits_in_check": "ended the process (status 3)",
    "half_made": "ZeroDivisionError",
    "memory": "MemoryError",
    "memory_in_answer": "Not yet",
    "disk": "No space left on device",
    "escapes": "a?b[2Jc",
    "forks": "could not be run",
    "poisons": "the check itself failed",
    "flood_in_answer": "printed or showed too much",
    "syntax": "was never closed",
    "deleted": "Not in this notebook",
    "question_gone": "another edition, which asked for what\\_is\\_gone",
    "stub_renamed": "another edition, which asked for mean\\_error",
}
FAULTS = {
    "broken": "no notebook, or was cut off",
    "number": "no notebook",
    "deep_json": "no notebook",
    "binary": "no notebook",
    "empty": "no notebook",
    "foreign": "title and the exercises of no lesson",
    "link": "a link",
    "pipe": "not a file",
}


class Graded:
    """A class's folder, graded: its table by student, its pages, what it printed."""

    def __init__(self, folder: Path, out: Path) -> None:
        self.folder, self.out = folder, out
        with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
            self.rows = {row["student"]: row for row in csv.DictReader(file)}

    def page(self, student: str) -> str:
        return (self.out / "feedback" / f"{student}-0.md").read_text("utf-8")


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Graded:
    folder, out = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("out")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        for student, what in submissions(folder, out, server.getsockname()[1]).items():
            data = what if isinstance(what, bytes) else json.dumps(what).encode()
            (folder / student).mkdir()
            (folder / student / "00_start_here.ipynb").write_bytes(data)
        for student in ("link", "pipe", "nothing"):
            (folder / student).mkdir()
        (folder / "link" / "x.ipynb").symlink_to(folder / "right/00_start_here.ipynb")
        os.mkfifo(folder / "pipe" / "x.ipynb")
        grade.grade(folder, out, limits=LIMITS)
        with pytest.raises(BlockingIOError):
            server.accept()
    return Graded(folder, out)


@pytest.mark.parametrize("student", POINTS)
def test_each_notebook_gets_its_points(student: str, graded: Graded) -> None:
    row = graded.rows["'=cmd()" if student == "=cmd()" else student]
    page = graded.page("_cmd__" if student == "=cmd()" else student)
    assert (row["points"], row["of"]) == (str(POINTS[student]), "3"), page
    assert SAID.get(student, "") in page
    assert grade_reports.NO_EXAM in page


@pytest.mark.parametrize("student", FAULTS)
def test_what_cannot_be_judged_is_named(student: str, graded: Graded) -> None:
    row = graded.rows[student]
    assert FAULTS[student] in row["remarks"]
    assert row["points"] == row["lesson"] == ""
    page = (graded.out / "feedback" / f"{student}.md").read_text("utf-8")
    assert FAULTS[student] in page and "points" not in page


def test_a_folder_without_a_notebook_has_its_row(graded: Graded) -> None:
    row = graded.rows["nothing"]
    assert (row["points"], row["remarks"]) == ("", "no notebook found")


def test_nothing_was_written_read_or_left_behind(graded: Graded) -> None:
    for place in (graded.out, graded.folder, places.ROOT, Path.home()):
        assert not (place / "mark").exists()
    spied = graded.page("spies")
    assert "spied True" not in spied
    assert spied.count("spied False") + len(re.findall("(?m)Error$", spied)) == 8
    for process in psutil.process_iter(["cmdline"]):
        assert LEFT_BEHIND not in (process.info["cmdline"] or [])
    assert sorted(path.name for path in graded.out.iterdir()) == [
        *("class.md", "feedback", "grades.csv", "judged.jsonl")
    ]


def test_what_is_graded_already_is_not_graded_again(
    graded: Graded, monkeypatch, capsys
) -> None:
    before = (graded.out / "grades.csv").read_bytes()
    judged = []
    monkeypatch.setattr(grade.Judge, "judge", lambda self, s: judged.append(s.student))
    grade.grade(graded.folder, graded.out, limits=LIMITS)
    assert judged == [] and (graded.out / "grades.csv").read_bytes() == before
    changed = graded.folder / "zoe" / "00_start_here.ipynb"
    changed.write_text(json.dumps(notebook(quiz='"C"')))
    grade.grade(graded.folder, graded.out, limits=LIMITS)
    assert judged == ["zoe"]


def test_a_stopped_run_goes_on(tmp_path: Path, monkeypatch) -> None:
    for student in "abc":
        (tmp_path / f"{student}_00_start_here.ipynb").write_text(
            json.dumps(notebook(f"{RIGHT} # {student}"))
        )
    judged = []

    def judge(self: object, submission: grade.Submission) -> None:
        judged.append(submission.student)
        if len(judged) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(grade.Judge, "judge", judge)
    with pytest.raises(KeyboardInterrupt):
        grade.grade(tmp_path, tmp_path / "out")
    (tmp_path / "out" / "judged.jsonl").open("a").write('{"mark": "cut o')
    grade.grade(tmp_path, tmp_path / "out")
    assert judged == ["a", "b", "b", "c"]


# --- Without a room


def test_without_a_room_it_refuses(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook()))
    monkeypatch.setattr(grade_isolation, "command", lambda *a: None)
    with pytest.raises(OneLineError, match=r"bubblewrap.*--trust"):
        grade.grade(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_students_could_read_is_refused(tmp_path: Path) -> None:
    folder = places.ROOT / "helpers" / "teaching"
    assert grade_isolation.shows(folder) and not grade_isolation.shows(tmp_path)


@pytest.mark.deep
def test_with_trust_it_judges_all_the_same(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(grade_isolation, "command", lambda *a: None)
    for name, what in {"a": notebook(), "b": notebook(STUB), "c": notebook()}.items():
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(what))
    found = grade.grade(tmp_path, tmp_path / "out", trust=True, limits=LIMITS)
    assert [submission.points for submission in found] == [3, 2, 3]


# --- Names, tables, the gradebook


@pytest.mark.parametrize(
    ("name", "student", "number", "late"),
    [
        ("Anna Lee/lesson.ipynb", "Anna Lee", "", False),
        ("anna/part/lesson.ipynb", "anna", "", False),
        ("anna_00_start_here.ipynb", "anna", "", False),
        ("anna_lee_00_start_here.ipynb", "anna_lee", "", False),
        ("anna_lee_start_here (1).ipynb", "anna_lee", "", False),
        ("anna_mine.ipynb", "anna", "", False),
        ("leeanna_123_456_00_start_here-1.ipynb", "leeanna", "123", False),
        ("leeanna_LATE_123_456_00_start_here.ipynb", "leeanna", "123", True),
        ("Anna Lee_77_assignsubmission_file_/x.ipynb", "Anna Lee", "77", False),
        ("Anna Lee_77_assignsubmission_file_x.ipynb", "Anna Lee", "77", False),
        ("a\nb\x1b[2J/x.ipynb", "a b [2J", "", False),
    ],
)
def test_names_of_usual_downloads(
    tmp_path: Path, name: str, student: str, number: str, late: bool
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook()))
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "x.ipynb").write_text("")
    (found,) = grade.find(tmp_path, None)
    assert (found.student, found.id, found.late) == (student, number, late)
    assert found.lesson.number == "0"


@pytest.mark.parametrize("title", ["# Anna Lee, group 3", "# Homework", "no heading"])
@pytest.mark.parametrize("place", [slice(0, 0), slice(0, 1)])
def test_a_lesson_is_known_under_another_title(
    tmp_path: Path, title: str, place: slice
) -> None:
    nb = notebook(lesson="1.1")
    nb["cells"][place] = [{"cell_type": "markdown", "source": [title]}]
    (tmp_path / "a.ipynb").write_text(json.dumps(nb))
    assert grade.find(tmp_path, None)[0].lesson.number == "1.1"


def test_a_student_without_a_notebook_is_named(tmp_path: Path) -> None:
    files = ["zip/work.ZIP", "html/a.html", "both/a.html", "both/a.ipynb"]
    files += [".DS_Store", "both/.DS_Store", "zip/.ipynb_checkpoints/a.ipynb"]
    files += ["out/feedback/a.md", "leeanna_123_456_a.pdf"]
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(json.dumps(notebook()))
    found = grade.find(tmp_path, None, tmp_path / "out")
    assert {x.student: x.fault for x in found} == {
        "both": "",
        "html": "it is no notebook (.ipynb)",
        "zip": "it is no notebook (.ipynb): unpack it",
        "leeanna": "it is no notebook (.ipynb)",
    }
    for place in (tmp_path / "zip" / "work.ZIP", tmp_path / "zip"):
        with pytest.raises(OneLineError, match="unpacked"):
            grade.grade(place, tmp_path / "out")


def test_only_where_folders_are_students_an_empty_one_is_one(tmp_path: Path) -> None:
    folders = ["anna", "berta/work", ".git", "out", "Cy_7_assignsubmission_file_"]
    for name in folders:
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "anna" / "a.ipynb").write_text(json.dumps(notebook()))
    found = grade.find(tmp_path, None, tmp_path / "out")
    nothing = "no notebook found"
    assert [(x.student, x.id, x.fault) for x in found] == [
        *(("anna", "", ""), ("Cy", "7", nothing), ("berta", "", nothing))
    ]
    (tmp_path / "dora_a.ipynb").write_text(json.dumps(notebook()))
    found = grade.find(tmp_path, None, tmp_path / "out")
    assert {x.student for x in found} == {"anna", "dora"}


def test_other_systems_letters_and_line_ends_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "Zoe\u0308").mkdir()  # as macOS writes it
    nb = json.dumps(notebook()).replace("\\n", "\\r\\n")
    (tmp_path / "Zoe\u0308" / "a.ipynb").write_text(nb)
    (found,) = grade.find(tmp_path, None)
    assert found.student == "Zo\u00eb"
    assert RIGHT in [cell["source"] for cell in found.cells]


def test_a_class_in_one_folder_is_noticed(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(grade.Judge, "judge", lambda self, submission: None)
    for student in ("anna", "berta"):
        (tmp_path / "submissions" / student).mkdir(parents=True)
        path = tmp_path / "submissions" / student / "a.ipynb"
        path.write_text(json.dumps(notebook(f"{RIGHT} # {student}")))
    grade.grade(tmp_path, tmp_path / "out")
    said = "of one student, submissions: if that folder holds a class, name it"
    assert said in capsys.readouterr().out
    grade.grade(tmp_path / "submissions", tmp_path / "out")
    assert "of one student" not in capsys.readouterr().out


def test_grades_are_for_the_teacher_alone(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(grade.Judge, "judge", lambda self, submission: None)
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook()))
    grade.grade(tmp_path, tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0
    (tmp_path / "file").write_text("")
    with pytest.raises(OneLineError, match="--to"):
        grade.grade(tmp_path, tmp_path / "file")


@pytest.mark.parametrize("name", ["judged.jsonl", "grades.csv"])
def test_where_nothing_can_be_written_another_folder_is_asked_for(
    tmp_path: Path, monkeypatch, name: str
) -> None:
    monkeypatch.setattr(grade.Judge, "judge", lambda self, submission: None)
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook()))
    (tmp_path / "out" / name).mkdir(parents=True)
    with pytest.raises(OneLineError, match=r"out cannot be written.*--to"):
        grade.grade(tmp_path, tmp_path / "out")


def test_late_is_marked_by_the_files_time(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(notebook()))
    now = datetime.now().astimezone()
    for due, late in ((now - timedelta(1), True), (now + timedelta(1), False)):
        assert grade.find(tmp_path, due)[0].late is late


def judged(student: str, points: int, number: str = "", lesson: str = "1.1"):
    """Return a submission with 4 verdicts, of which some are right."""
    states = ["correct"] * points + ["wrong"] * (4 - points)
    verdicts = {str(n): {"state": state} for n, state in enumerate(states)}
    return grade.Submission(
        Path(),
        f"{student}.ipynb",
        student,
        number,
        lesson=outline.find_lesson(lesson),
        verdicts=verdicts,
    )


def test_the_best_of_several_notebooks_counts() -> None:
    found = [judged("a", 1), judged("a", 3), judged("a", 2), judged("b", 0)]
    grade_reports.choose(found)
    assert [submission.counts for submission in found] == [False, True, False, True]


def test_of_equally_good_ones_that_in_time_counts() -> None:
    found = [judged("a", 3), judged("a", 3), judged("b", 3), judged("b", 4)]
    found[0].late = found[3].late = True
    grade_reports.choose(found)
    assert [submission.counts for submission in found] == [False, True, False, True]


def test_the_table_tells_who_handed_in_the_same_file(tmp_path: Path) -> None:
    found = [judged("a", 3), judged("b", 3), judged("c", 0), judged("d", 0)]
    for submission, digest in zip(found, "xxyy", strict=True):
        submission.digest = digest
        submission.verdicts = {
            key: {**dict.fromkeys(grade.WORDS, ""), **said}
            for key, said in submission.verdicts.items()
        }
    grade_reports.write(found, tmp_path)
    with (tmp_path / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["remarks"] for row in rows] == [
        "byte for byte the file of b",
        "byte for byte the file of a",
        *("", ""),  # untouched, the files of all are the same
    ]
    # A spreadsheet would read 1.1 alone as a date.
    assert {row["lesson"] for row in rows} == {"1.1 Watch a model learn"}
    assert "byte" not in (tmp_path / "feedback" / "a-1.1.md").read_text("utf-8")


def test_the_class_is_told_as_a_whole() -> None:
    found = [judged(student, 2) for student in "abc"]
    for submission in found:
        submission.counts = True
        for said in submission.verdicts.values():
            said["headline"] = "Not yet: the mean |\nnot the sum."
    found[0].verdicts["3"]["state"] = "untouched"
    page = grade_reports.overview(found)
    assert "## 1.1 · Watch a model learn" in page and "| of 3 |" in page
    assert "| 0 | 3 | 3 |  |" in page
    assert "| 2 | 0 | 3 | Not yet: the mean \\| not the sum. (3) |" in page
    assert "| 3 | 0 | 2 | Not yet: the mean \\| not the sum. (2) |" in page


def answered(*letters: str) -> list[grade.Submission]:
    """Return submissions of Start here, each with one answer to its questions."""
    exercises, found = Lesson.read(outline.find_lesson("0").notebook).exercises, []
    for letter in letters:
        submission = judged(f"student {letter}", 0, lesson="0")
        submission.counts, submission.verdicts = True, {}
        for key in ("predict_line", "what_claims_mean"):
            said = asdict(exercises[key].judge(... if letter == "..." else letter))
            submission.verdicts[key] = {x: said[x] for x in ("state", *grade.WORDS)}
        found.append(submission)
    return found


def test_options_are_named_by_their_words() -> None:
    page = grade_reports.overview(answered(*"BBCA7", "..."))
    prediction, question = page.splitlines()[-2:]
    assert prediction.endswith(
        "the dots, quotes included, and run the cell. | 4 | 5 | "
        "A) At least half of the mean's (1); B) Less than half, but not zero (2); "
        'C) Zero (1); Not yet: answer with "A", "B" or "C". (1) |'
    )
    assert "| 1 | 5 | B) The line would begin with ✘ and the notebook go on (2);" in (
        question
    )
    quiz = Quiz("text", {"A": "another " * 20, "B": ""}, {"A": "", "B": ""}, "B")
    assert grade_reports.option(quiz, "A") == f"A) {'another ' * 8}…"


def test_what_is_handed_back_does_not_speak_to_who_runs_it() -> None:
    noted, untouched = map(grade_reports.feedback, answered("C", "..."))
    assert "\nNoted: C.\n" in noted and "Run on" not in noted
    assert "two trips of the same length" in noted
    assert (
        "Not attempted yet." in untouched
        and "run" not in (untouched.split("included, and run the cell")[-1])
    )


def test_a_check_that_fails_does_not_hide_what_stopped_the_cell() -> None:
    said = grade_judge.Verdict("error", "it was stopped")
    judge = partial(
        grade_judge.Reference.judge_answers, SimpleNamespace(names={}), key="x"
    )

    def check(answer: object) -> grade_judge.Verdict:
        if answer in ("fails", abs):
            raise MemoryError
        return grade_judge.Verdict(str(answer), "the engine's words")

    exercise = SimpleNamespace(judge=check)
    for answer, headline, state in (
        ("fails", "it was stopped", "error"),
        (abs, "it was stopped", "error"),
        ("wrong", "it was stopped", "error"),
        ("timeout", "it was stopped", "timeout"),
        ("correct", "the engine's words", "correct"),
        ("untouched", "the engine's words", "untouched"),
    ):
        found = judge(exercise, given=[(answer, said)])
        assert (found.headline, found.state) == (headline, state), answer
    assert "check itself" in judge(exercise, given=[("fails", None)]).headline
    late = grade_judge.Verdict("timeout", "its cell had not finished")
    given = [("wrong", late), (late, late), ("correct", None)]
    assert judge(exercise, given=given).state == "correct"


GRADEBOOK = """\
\ufeffStudent,ID,SIS Login ID,Section,Watch a model learn (901),1.2 Timing (902),Final
    Points Possible,,,,10,,(read only)
"Lee, Anna",123,anna,A,,5,90
"Kim, Berta",124,berta,A,3,,80
"Student, Test",125,,A,,,
"""


def test_a_gradebook_is_filled_in_by_id(tmp_path: Path, capsys) -> None:
    path = tmp_path / "book.csv"
    path.write_text(GRADEBOOK, "utf-8")
    found = [judged("leeanna", 3, "123"), judged("berta", 4), judged("berta", 1, "9")]
    found += [judged("124", 2, lesson="1.2")]
    grade_reports.choose(found)
    book = grade_reports.Gradebook.read(path, found)
    book.write(tmp_path / "out.csv")
    rows = list(csv.reader((tmp_path / "out.csv").open(encoding="utf-8-sig")))
    assert rows == [
        *list(csv.reader(GRADEBOOK.removeprefix("\ufeff").splitlines()[:2])),
        ["Lee, Anna", "123", "anna", "A", "7.50", "5", "90"],
        ["Kim, Berta", "124", "berta", "A", "10.00", "2.00", "80"],
        ["Student, Test", "125", "", "A", "", "", ""],
    ]
    assert "Not in the gradebook: berta." in capsys.readouterr().out


def test_a_lesson_without_a_column_is_named_and_the_others_filled_in(
    tmp_path: Path, capsys
) -> None:
    path = tmp_path / "book.csv"
    path.write_text(GRADEBOOK, "utf-8")
    found = [judged("fred", 3, lesson="0"), judged("leeanna", 4, "123")]
    found += [judged("gina", 3, lesson="0"), judged("hana", 1, lesson="6.5")]
    found += [judged("124", 4)]
    found[-1].verdicts = {}  # its lesson does not run here
    grade_reports.choose(found)
    grade_reports.Gradebook.read(path, found).write(tmp_path / "out.csv")
    rows = list(csv.reader((tmp_path / "out.csv").open(encoding="utf-8-sig")))
    assert [row[4] for row in rows[2:]] == ["10.00", "3", ""]
    (line,) = (x for x in capsys.readouterr().out.splitlines() if "column" in x)
    assert line.endswith("for lesson 0 (fred.ipynb), 6.5 (hana.ipynb).")


def test_a_gradebook_that_is_not_there_is_told_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(OneLineError) as caught:
        grade_reports.Gradebook.read(tmp_path / "nope.csv", [])
    says = f"{tmp_path / 'nope.csv'} cannot be read: No such file or directory."
    assert str(caught.value) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("Student,Name\n", "no column ID"),
        ("Student,ID,Other\n", "lesson 1.1"),
        ("Student,ID,1.1 A,1.1 B\n", "lesson 1.1"),
        ("Student,ID,11.1,1.10\n", "lesson 1.1"),
    ],
)
def test_another_gradebook_costs_one_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "book.csv"
    path.write_text(text)
    with pytest.raises(OneLineError, match=says):
        grade_reports.Gradebook.read(path, [judged("a", 1)])


def test_a_page_cannot_be_broken_by_what_it_tells() -> None:
    submission = judged("<b>a</b>", 0, lesson="0")
    words = dict.fromkeys(grade.WORDS, "")
    said = words | {"state": "wrong", "headline": "Not yet", "got": "~~~\n# 100 points"}
    submission.verdicts = {"mean_absolute_error": said}
    page = grade_reports.feedback(submission)
    assert "\n~~~~text\n" in page and page.rstrip().endswith("\n~~~~")
    assert "<b>" not in page


# --- All lessons


@pytest.mark.deep
def test_what_ends_a_fork_costs_one_answer(tmp_path: Path) -> None:
    lesson = Lesson.read(outline.find_lesson("1.1").notebook)
    nb = with_solutions(lesson.nb, lesson.exercises)
    first, second, third, *_ = [cell for cell in nb.cells if stub_key(cell)]
    first.source = "import os\nos._exit(1)\n" + first.source
    second.source += "\nwhile True:\n    pass"
    third.source = f"while True:\n    pass\n{third.source}"
    (tmp_path / "a.ipynb").write_text(json.dumps(nb))
    (found,) = grade.grade(tmp_path, tmp_path / "out", limits=LIMITS)
    lost = [k for k, v in found.verdicts.items() if v["state"] in ("error", "timeout")]
    assert sorted(lost) == sorted([stub_key(first), stub_key(third)])
    assert found.points == len(found.verdicts) - 2


@pytest.mark.deep
def test_each_lesson_is_judged_as_it_stands_and_solved(lesson, tmp_path: Path) -> None:
    """Solved it has all points, as it is handed out none; and how long that takes."""
    solved = with_solutions(lesson.nb, lesson.exercises)
    for name, nb in {"as_given": lesson.nb, "solved": solved}.items():
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(nb))
    started = time.monotonic()
    given, full = grade.grade(tmp_path, tmp_path / "out")
    assert (given.points, full.points) == (0, len(full.verdicts)), {
        key: said for key, said in full.verdicts.items() if said["state"] != "correct"
    }
    print(f"{lesson.name}: {time.monotonic() - started:.0f} s", file=sys.stderr)


def test_usage_names_what_it_can_be_told() -> None:
    import course

    assert re.search(r"grade FOLDER.*--due.*--gradebook.*--trust", course.USAGE, re.S)
