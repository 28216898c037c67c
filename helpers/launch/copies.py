"""The student's copies in work/: laid, brought up to date, and never overwritten.

A copy carries an edition mark: the sha256 of its own bytes, read with the mark as
zeros. While the mark fits, the student has not touched the copy and it may follow the
course; once it does not, the copy is theirs. No other record is kept that could be
lost. JupyterLab writes what it knows of the kernel into a lesson that is only opened:
those two blocks are left out of the sum.
"""

import contextlib
import errno
import hashlib
import itertools
import json
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from helpers import outline, places
from helpers.places import OneLineError

ZEROS = b"0" * 64
MARK = re.compile(rb'(?m)^(?:  "edition": "|<!-- edition: )([0-9a-f]{64})\b')
# At the end of a notebook, in its metadata; before "nbformat".
KERNEL = re.compile(
    rb'(?m)^  "(?:kernelspec|language_info)": \{\n(?:   .*\n)*  \},?\n'
    rb'(?=(?:  .*\n)* \},\n "nbformat": )'
)
LESSON = re.compile(r"(\d+_\w+/)?\d+_\w+")


def edition_sum(blank: bytes) -> bytes:
    """Return the mark of a copy's bytes whose mark is blank (zeros)."""
    return hashlib.sha256(KERNEL.sub(b"", blank)).hexdigest().encode()


def untouched(data: bytes) -> bool:
    """Say whether a copy's bytes are just as the course laid them."""
    mark = MARK.search(data)
    blank = data[: mark.start(1)] + ZEROS + data[mark.end(1) :] if mark else b""
    return bool(mark) and mark.group(1) == edition_sum(blank)


def fresh_copy(source: Path) -> tuple[bytes, bytes]:
    """Return a student's copy of a reference file, and its mark.

    A notebook comes without outputs, written as nbformat writes it: a copy that
    JupyterLab saves again unedited keeps its bytes.
    """
    data = source.read_bytes()
    if source.suffix == ".md":
        text = data.replace(b"\r\n", b"\n").rstrip()
        blank = text + b"\n\n<!-- edition: " + ZEROS + b" -->\n"
    else:
        try:
            notebook = json.loads(data.decode("utf-8"))
            for cell in notebook["cells"]:
                cell["source"] = "".join(cell["source"]).splitlines(True)
                if cell["cell_type"] == "code":
                    cell["execution_count"], cell["outputs"] = None, []
                    cell["metadata"].pop("execution", None)
            notebook["metadata"]["edition"] = ZEROS.decode()
        except (ValueError, KeyError, TypeError, AttributeError):
            raise OneLineError(
                f"{source} is damaged: restore it from the course."
            ) from None
        text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
        blank = text.encode("utf-8") + b"\n"
    place, mark = MARK.search(blank), edition_sum(blank)
    return blank[: place.start(1)] + mark + blank[place.end(1) :], mark


def read_copy(path: Path) -> bytes | None:
    """Return a copy's bytes, or None where nothing is."""
    if path.parent.exists() and not path.parent.is_dir():
        raise OneLineError(f"{path.parent} is a file, not a folder: move it away.")
    if path.parent.is_symlink() and not path.parent.exists():
        raise OneLineError(f"{path.parent} is a dead link: move it away.")
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        kind = "link" if stat.S_ISLNK(mode) else "folder" if stat.S_ISDIR(mode) else ""
        raise OneLineError(
            f"{path} is a {kind or 'special file'}, not a file: move it away."
        )
    try:
        return path.read_bytes()
    except MemoryError:
        raise OneLineError(f"{path} is too large to read: move it away.") from None


def carries(path: Path, mark: bytes) -> bool:
    """Say whether a copy descends from the edition with this mark, touched or not."""
    try:
        if not path.is_file():  # reading a pipe would wait for ever
            return False
        data = path.read_bytes()
        if path.suffix == ".md":
            return mark in data
        return json.loads(data.decode("utf-8"))["metadata"]["edition"] == mark.decode()
    except (OSError, MemoryError, ValueError, KeyError, TypeError):
        return False


def move(old: Path, new: Path) -> None:
    """Rename a file; FileExistsError where new is taken (os.rename would replace)."""
    if os.name != "nt":
        try:
            os.link(old, new)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if os.path.lexists(new):
                raise FileExistsError(errno.EEXIST, "exists", str(new)) from None
        else:
            old.unlink()
            return
    old.rename(new)


def write_aside(target: Path, data: bytes) -> Path:
    """Write data, safely on the disk, into a new hidden file in target's folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    path = target.with_name(f".course-{secrets.token_hex(8)}.tmp")
    try:
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        discard(path)
        raise
    return path


def discard(path: Path) -> None:
    """Remove a file of write_aside if it is still there."""
    path.unlink(missing_ok=True)


def lay(data: bytes, names: Iterable[Path]) -> Path:
    """Put data under the first free of these names and return it."""
    names = iter(names)
    target = next(names)
    aside = write_aside(target, data)
    try:
        while True:
            try:
                move(aside, target)
                return target
            except FileExistsError:
                target = next(names)
    finally:
        discard(aside)


def replace_untouched(target: Path, seen: bytes, data: bytes) -> None:
    """Let target, whose bytes were seen to be untouched, follow the course."""
    aside = write_aside(target, data)
    try:
        if read_copy(target) == seen:  # not saved in the meantime
            aside.replace(target)
    finally:
        discard(aside)


def numbered(target: Path, words: str) -> Iterator[Path]:
    """Yield "lesson (words).ipynb", "lesson (words 2).ipynb", …"""
    for n in itertools.count(1):
        number = f" {n}" if n > 1 else ""
        yield target.with_name(f"{target.stem} ({words}{number}){target.suffix}")


def refresh(target: Path, source: Path) -> str | None:
    """Bring one copy up to date; return a line for the student, mostly None."""
    data, mark = fresh_copy(source)
    current = read_copy(target)
    if current is None:
        lay(data, itertools.chain([target], numbered(target, "new edition")))
    elif untouched(current):
        if MARK.search(current).group(1) != mark:
            replace_untouched(target, current, data)
    else:
        near = sorted(target.parent.glob("*" + target.suffix))
        has = next((path for path in near if carries(path, mark)), None)
        beside = has or lay_beside(target, data)
        name = target.relative_to(places.work())
        gone = sorted(asked(current) - asked(data))
        if gone and beside != target:
            return (
                f"{name} is yours, of an older edition: the lesson no longer has "
                f'{", ".join(gone)}. Go on in "{beside.name}"; what is yours stays.'
            )
        if not has:
            return f'{name} is yours; the new edition: "{beside.name}".'
    return None


def lay_beside(target: Path, data: bytes) -> Path:
    """Put a new edition beside a touched copy, over an older untouched one if any."""
    for beside in numbered(target, "new edition"):
        seen = read_copy(beside)
        if seen is None:
            return lay(data, numbered(target, "new edition"))
        if untouched(seen):
            replace_untouched(beside, seen, data)
            return beside
    raise AssertionError("numbered() has no end")


def asked(data: bytes) -> set[str]:
    """Return the keys of the exercises that a copy asks for."""
    found = re.findall(rb"\bexercises\.(\w+)\.(?:check|predict)\(", data)
    return {key.decode() for key in found}


def refresh_work() -> bool:
    """Bring work/ up to date. What a student has touched is never written to.

    What goes wrong with one copy is said in one line and does not keep the rest back.
    Says whether nothing went wrong.
    """
    work, all_well = places.work(), True
    try:
        # In a shared place, what a student writes is nobody else's to read.
        work.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise OneLineError(f"{work} is a file or a dead link: move it away.") from None
    except OSError as error:
        reason = places.reason(error)
        raise OneLineError(f"There is no place for your copies: {reason}.") from None
    if not os.access(work, os.W_OK | os.X_OK):
        raise OneLineError(f"{work} is not yours to write to: {places.CANNOT_WRITE}.")
    names = [f"{lesson.name}.ipynb" for lesson in outline.existing()]
    for name in [*names, "glossary.md"]:
        if (places.NOTEBOOKS / name).is_file():
            try:
                note = refresh(work / name, places.NOTEBOOKS / name)
            except OneLineError as error:
                all_well = False
                print(error, file=sys.stderr)
            except OSError as error:
                all_well, reason = False, places.reason(error)
                print(f"{name} is not brought up to date: {reason}.", file=sys.stderr)
            else:
                print(note or "", end="\n" if note else "")
    for path in left_over(work):
        print(
            f"{places.shown(path)}: the course no longer has this lesson. Rename or "
            "delete it when you have taken over what is yours."
        )
    return all_well


def left_over(work: Path) -> list[Path]:
    """Return copies of lessons that have another name now, or are gone."""
    names = {lesson.name for lesson in outline.read_outline()}
    found = []
    for path in sorted([*work.glob("*.ipynb"), *work.glob("*/*.ipynb")]):
        name = outline.name_at(path)
        if LESSON.fullmatch(name) and name not in names and path.is_file():
            with contextlib.suppress(OSError, MemoryError):
                if MARK.search(path.read_bytes()):
                    found.append(path)
    return found


def reset(wanted: str) -> None:
    """Give a fresh copy of a lesson, and keep the student's under a clear name."""
    lesson = outline.find_lesson(wanted)
    target, source = places.work() / f"{lesson.name}.ipynb", lesson.notebook
    name = places.shown(target)
    current, (data, _) = read_copy(target), fresh_copy(source)
    if current is None or untouched(current):
        refresh(target, source)
        print(f"{name} is fresh; there was nothing of yours in it.")
        return
    aside = write_aside(target, data)
    try:
        for kept in numbered(target, time.strftime("yours %Y-%m-%d %H%M")):
            try:
                move(target, kept)
                break
            except FileExistsError:
                continue
        move(aside, target)
    finally:
        discard(aside)
    print(f'{name} is fresh; yours is kept as "{kept.name}".')
    print(
        "Is it open in JupyterLab? What you had not saved is only there: save it first"
    )
    print("(File > Save Notebook As), then File > Reload Notebook from Disk.")
