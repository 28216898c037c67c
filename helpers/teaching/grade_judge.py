"""Inside the room: the reference lesson runs once, each notebook is judged in a fork.

`grade.py` starts this with a socket. For each notebook it sends two open files: what to
judge, and where the verdicts go, a line each as soon as they are found. So the process
that all notebooks are forked from never holds one, and what a student's code does ends
with its fork: all its processes are killed and the scratch folder is laid anew.
"""

import ast
import contextlib
import dis
import io
import json
import os
import re
import resource
import select
import shutil
import signal
import socket
import sys
import tarfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import CodeType
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from helpers import outline
from helpers.judging.card import Verdict
from helpers.judging.kinds import Exercise, Quiz
from helpers.judging.limits import Stopped
from helpers.judging.verdicts import students_line
from helpers.lessons import CALL, Lesson, stub_key
from helpers.teaching import grade_isolation

GIGABYTES = 2  # of memory, more than the reference has taken
FILE_BYTES = 64 << 20
PROCESSES = 24  # of one student at a time
LOADS, STORES = ("LOAD_NAME", "LOAD_GLOBAL"), ("STORE_NAME", "STORE_GLOBAL")


@dataclass(eq=False)
class Cell:
    """A student's code cell, read but not run.

    answers: the exercises whose answers it gives. loads, binds: its global names.
    asked: what it hands to checks, by key.
    """

    place: str  # "cell 3"
    source: str
    fault: str = ""
    answers: list[str] = field(default_factory=list)
    asked: dict[str, list[ast.expr | None]] = field(default_factory=dict)
    loads: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    constants: dict[str, Any] = field(default_factory=dict)


class Reference:
    """A lesson that has run with its solutions, ready to be forked."""

    def __init__(self, name: str, seconds: float) -> None:
        self.lesson = Lesson.read(outline.find_lesson(name).notebook)
        self.exercises: dict[str, Exercise] = self.lesson.exercises
        self.keys = list(dict.fromkeys(key for _, key, _ in self.lesson.calls()))
        self.sources = {cell.id: cell.source for cell in self.lesson.code}
        self.seconds = seconds
        config = Config()
        config.HistoryManager.enabled = False  # it would start a thread
        self.shell = InteractiveShell.instance(config=config)
        for name in ("showtraceback", "ask_exit", "enable_gui"):
            setattr(self.shell, name, lambda *args, **kwargs: None)
        self.names = self.shell.user_ns
        self.failed = sum(
            not self.shell.run_cell(self.solved(cell), silent=True).success
            for cell in self.lesson.code
            if "raises-exception" not in cell.metadata.get("tags", [])
        )
        for key in self.keys:  # an answer that is missing must not find the solution
            self.names.pop(key, None)

    def solved(self, cell: Any) -> str:
        """Return a cell's source, or the solution where it is a stub."""
        key = stub_key(cell)
        return self.exercises[key].solution_source if key else cell.source

    # ------------------------------------------------------------ reading

    def read(self, place: str, cell: dict[str, Any], fault: str = "") -> Cell:
        """Return a student's cell, read; `fault` says why that is not possible."""
        found = Cell(place, cell["source"])
        tagged = [t[9:] for t in cell["tags"] if t.startswith("exercise:")]
        try:
            if fault:
                raise ValueError
            source = self.shell.transform_cell(found.source)
            tree = ast.parse(source)
            code = compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        except Exception as error:  # whatever stands there
            line = getattr(error, "lineno", None)
            what = getattr(error, "msg", None) or type(error).__name__
            found.fault = fault or what + (
                f" (line {line} of the cell)" if line else ""
            )
            found.answers = [key for key in tagged if key in self.keys]
            calls = [call["key"] for call in CALL.finditer(found.source)]
            found.asked = {key: [] for key in calls if key in self.keys}
            return found
        found.loads, found.binds = names(code, LOADS), names(code, STORES)
        for key, answer in asked(tree):
            found.asked.setdefault(key, []).append(answer)
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        found.constants[target.id] = node.value.value
        mine = self.sources.get(cell["id"]) != found.source
        given = [*tagged, *(found.binds if mine else ())]
        found.answers = [
            key
            for key in dict.fromkeys(given)
            if key in self.keys and not isinstance(self.exercises[key], Quiz)
        ]
        return found

    def needed(self, cells: list[Cell], known: list[Cell]) -> list[Cell]:
        """Return the answers' cells and the student's own that they need, in order.

        known: cells as the lesson has them, which have run already.
        """
        chosen = [cell for cell in cells if cell.answers]
        wanted = set().union(*(cell.loads for cell in chosen)) - set(self.keys)
        own = [cell for cell in cells if not cell.answers and cell not in known]
        while more := [
            cell
            for cell in own
            if cell not in chosen
            and (wanted & cell.binds or re.search(r"import \*", cell.source))
        ]:
            chosen += more
            wanted = wanted.union(*(cell.loads for cell in more))
        return [cell for cell in cells if cell in chosen]

    # ------------------------------------------------------------ judging

    def judge(self, job: dict[str, Any], say: Any) -> None:
        """Say the verdict on each exercise of a notebook that is not done already.

        `skip` holds steps that ended an earlier fork, and what happened there, `slow`
        cells that took all of their time: now they get a little, to define what they
        define before.
        """
        skip, done, cells, known = job["skip"], job["done"], [], []
        for number, cell in enumerate(job["cells"], 1):
            step = f"reading cell {number}"
            say(start=step)
            cells.append(self.read(f"cell {number}", cell, skip.get(step, "")))
            if cell["source"] in self.sources.values():
                known.append(cells[-1])
        constants = {k: v for cell in cells for k, v in cell.constants.items()}
        given = self.run(self.needed(cells, known), job, say)
        for cell in cells:  # `check(3)` in place of `answer = 3`
            for key, nodes in cell.asked.items():
                pairs = [(answer, None) for answer in literals(nodes)]
                given.setdefault(key, []).extend(pairs)
        for key in self.keys:
            exercise = self.exercises[key]
            if key in done:
                continue
            step = f"check of {key}"
            if step in skip:
                said = Verdict("error", f"Not yet: {skip[step]}.")
            elif isinstance(exercise, Quiz):
                said = best([*replies(exercise, key, cells, constants)])
            else:
                say(start=step)
                said = self.judge_answers(exercise, key, given.get(key, []))
            say(key=key, **asdict(said))
            if said.state == "timeout":
                os._exit(0)  # its threads may go on: the rest is for a fresh fork

    def run(
        self, cells: list[Cell], job: dict[str, Any], say: Any
    ) -> dict[str, list[tuple[Any, Verdict | None]]]:
        """Run cells; return for each key what they made of it, or why they did not.

        Beside it stands what stopped the cell after that, None where nothing did.
        """
        given: dict[str, list[tuple[Any, Verdict | None]]] = {}
        for cell in cells:
            said: Verdict | None = None
            for key in cell.answers:
                self.names.pop(key, None)
            if fault := cell.fault or job["skip"].get(cell.place):
                headline = f"Not yet: this cell could not be run: {fault}."
                said = Verdict("error", headline)
            else:
                say(start=cell.place)
                slow = cell.place in job["slow"]
                said = self.run_cell(cell.source, 1.0 if slow else self.seconds)
                if said and said.state == "timeout":
                    say(slow=cell.place)
            for key in cell.answers:
                why = said or Verdict("untouched", UNTOUCHED)
                given.setdefault(key, []).append((self.names.get(key, why), said))
        return given

    def run_cell(self, source: str, seconds: float) -> Verdict | None:
        """Run a cell within its time; return what stopped it, if anything did."""
        try:
            with within(seconds):
                result = self.shell.run_cell(source, silent=True)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as raised:
            error = raised
        if isinstance(error, Stopped):
            limit = f"{self.seconds:.0f} seconds"
            headline = f"Not yet: this cell had not finished after {limit}."
            return Verdict("timeout", headline)
        return said_of(error) if error else None

    def judge_answers(
        self, exercise: Exercise, key: str, given: list[tuple[Any, Verdict | None]]
    ) -> Verdict:
        """Return the verdict on an exercise that may be answered in several cells."""
        if not given:
            return Verdict("missing", MISSING)
        found = []
        for answer, stopped in given:
            self.names[key] = answer
            if isinstance(answer, Verdict):
                found.append(answer)
                continue
            # A function is whole, whatever came after it; a value may be half made.
            half = stopped is not None and not callable(answer)
            try:
                said = exercise.judge(answer)
            except Exception as error:  # a cell has broken what the engine needs
                headline = "Not yet: the check itself failed in this notebook."
                said = Verdict("error", headline, got=type(error).__name__)
                half = stopped is not None
            state = said.state
            if half and state not in ("correct", "untouched"):
                # That its check may go on has to be known by the state.
                kept = "timeout" if state == "timeout" else stopped.state
                said = replace(stopped, state=kept)
            found.append(said)
            if state in ("correct", "timeout"):
                break
        return best(found)


UNTOUCHED = "Not attempted yet."
MISSING = "Not in this notebook: the cell for it is gone, or of another edition."


def asked(tree: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield (key, answer) for each `exercises.<key>.check(answer)`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Attribute(value=ast.Name(id="exercises"), attr=key),
                    attr="check" | "predict",
                ),
                args=args,
                keywords=keywords,
            ):
                answers = [*args, *(keyword.value for keyword in keywords)]
                yield key, answers[0] if answers else None


def names(code: CodeType, operations: tuple[str, ...]) -> set[str]:
    """Return the global names that code, and what is defined in it, loads or stores."""
    steps = dis.get_instructions(code)
    found = {step.argval for step in steps if step.opname in operations}
    inner = [part for part in code.co_consts if isinstance(part, CodeType)]
    if "STORE_NAME" in operations:  # in a class or a function it is no global's name
        return found
    return found.union(*(names(part, operations) for part in inner))


def replies(
    quiz: Quiz, key: str, cells: list[Cell], constants: dict[str, Any]
) -> Iterator[Verdict]:
    """Yield the verdict on each answer to a question; nothing is run for it."""
    for cell in cells:
        if cell.fault and key in cell.asked:
            yield Verdict("error", f"Not yet: this cell cannot be read: {cell.fault}.")
        for node in cell.asked.get(key, []):
            answer: Any = ...
            if isinstance(node, ast.Name) and node.id in constants:
                answer = constants[node.id]
            elif node is not None:
                try:
                    answer = ast.literal_eval(node)
                except Exception:
                    said = quiz.judge(None)
                    yield replace(said, got=ast.unparse(node)[:80])
                    continue
            yield quiz.judge(answer)


def literals(nodes: list[ast.expr | None]) -> Iterator[Any]:
    """Yield what is written out where a name is expected."""
    for node in nodes:
        with contextlib.suppress(Exception):
            answer = ast.literal_eval(node) if node else ...
            if answer is not ...:
                yield answer


def best(found: list[Verdict]) -> Verdict:
    """Return the verdict that counts: a right one stays, else the last attempt."""
    if not found:
        return Verdict("missing", MISSING)
    right = [said for said in found if said.state in ("correct", "noted")]
    tried = [said for said in found if said.state != "untouched"]
    return (right or tried or found)[-1]


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise Stopped in the block when its time is over, and again if it goes on."""

    def stop(number: int, frame: object) -> None:
        raise Stopped

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def said_of(error: BaseException) -> Verdict:
    """Return the verdict on a cell that raised an error."""
    headline = "Not yet: this cell raised an error."
    try:
        with within(1):
            says = f"{type(error).__name__}: {error}".rstrip(": ")
            where = students_line(error).replace("your function", "the cell")
    except BaseException:  # an exception of the student's own may do anything
        return Verdict("error", headline)
    return Verdict("error", headline, where, got=says)


# ---------------------------------------------------------------- processes


def fork(reference: Reference, job: int, out: int, control: socket.socket) -> int:
    """Judge a notebook in a fork of this process; return the fork's id."""
    if child := os.fork():
        return child
    ending = 1
    try:
        control.close()
        os.setpgid(0, 0)
        if sys.platform == "linux":
            grade_isolation.let_others_look(True)  # at this fork, in /proc/self
            used = int(Path("/proc/self/statm").read_text().split()[0])
            limit = used * resource.getpagesize() + (GIGABYTES << 30)
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with open(job, encoding="utf-8") as file:
            what = json.load(file)

        def say(**line: Any) -> None:
            os.write(out, f"{json.dumps(line)}\n".encode())

        reference.judge(what, say)
        ending = 0
    finally:
        os._exit(ending)


def wait_for(child: int, out: int, control: socket.socket, limits: dict) -> str:
    """Return how a fork has ended, or which limit was reached."""
    size, started = 0, time.monotonic()
    last = started
    while True:
        if select.select([control], [], [], 0.02)[0]:
            os._exit(1)  # the grader is gone
        ended, status = os.waitpid(child, os.WNOHANG)
        now = time.monotonic()
        if ended:
            code = os.waitstatus_to_exitcode(status)
            if code == -signal.SIGKILL:
                return "it was killed, perhaps because memory was short"
            return f"it ended the process (status {code})" if code else ""
        if os.fstat(out).st_size > size:
            size, last = os.fstat(out).st_size, now
        if now - last > limits["step"] or now - started > limits["notebook"]:
            return f"it had not finished after {now - last:.0f} seconds"
        if alone() and len([*Path("/proc").glob("[0-9]*")]) > PROCESSES:
            return "it started too many processes"


def alone() -> bool:
    """Return whether all processes that can be seen from here were started here."""
    return os.getpid() == 1 and os.environ["TMPDIR"] == grade_isolation.SCRATCH


def clear(child: int) -> None:
    """End what a fork has left behind."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if alone():  # all but this one, at once: none can fork its way out
            os.kill(-1, signal.SIGKILL)
        else:
            os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1 if alone() else child, 0)


def packed(folder: str) -> bytes:
    """Return a folder with all that is in it."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        archive.add(folder, arcname=".")
    return data.getvalue()


def lay(folder: str, data: bytes) -> bool:
    """Give a folder the content it was packed with; return whether that worked."""
    for path in [*Path(folder).iterdir(), *Path("/dev/shm").iterdir()]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
    left = [*Path(folder).iterdir(), *Path("/dev/shm").iterdir()]
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(folder, filter="fully_trusted")
    return not left


def main(descriptor: str, name: str, limits: str, empty: str = "") -> None:
    """Run the reference, then judge notebooks until the socket is closed."""
    scratch = os.environ["TMPDIR"]
    isolated = scratch == grade_isolation.SCRATCH
    if isolated:
        grade_isolation.move_in(empty)
    os.chdir(scratch)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    given = json.loads(limits)
    reference = Reference(name, given["cell"])
    control = socket.socket(fileno=int(descriptor))
    control.sendall(f"{reference.failed}".encode())
    content = packed(scratch) if isolated else b""
    if isolated:
        grade_isolation.let_others_look(False)
    while True:
        message, files, *_ = socket.recv_fds(control, 16, 2)
        if not message:
            return
        child = fork(reference, *files, control)
        ending = wait_for(child, files[1], control, given)
        clear(child)
        for file in files:
            os.close(file)
        if isolated and not lay(scratch, content):
            return  # a new room is made
        control.sendall(ending.encode() or b"done")


if __name__ == "__main__":
    main(*sys.argv[1:])
