"""Build the site: `python -m helpers.teaching.website FOLDER`."""

import re
import shutil
import sys
import tempfile
from itertools import groupby
from pathlib import Path

import nbformat
from sphinx.cmd.build import main as sphinx

from helpers import course_map, places
from helpers.places import OneLineError
from helpers.teaching import writing
from helpers.teaching.website import lessons

HERE = Path(__file__).parent
INDEX = """\
# Training machine-learning models

Learn how models are trained by training them. Each lesson asks you to predict what
will happen, shows what did happen, and states as a claim, marked ✔, what that run has
proved.

These pages need no Python. Open an option to answer a question; open hints and
solutions where you want them. The same lessons **run as notebooks**, where exercises
judge the code that you write: `python3 course.py lab` in the folder of the course opens
them.

★ marks the essentials, eight lessons that are a course of their own. The
[glossary](glossary.md) explains the terms, and the search finds every word. To have a
lesson on paper or as a PDF, print its page.
"""
TREE = """
:::{{toctree}}
:caption: {part}
:hidden:

{entries}
:::
"""
TERM = re.compile(r"(?m)^- \*\*(.+?)\*\* — (.+)$")


def build(folder: Path) -> None:
    """Build the site into a folder, in the place of an older one.

    Raises OneLineError where the folder holds something else or cannot be written, or
    Sphinx has warned.
    """
    with writing(folder):  # before the minute that Sphinx takes
        ours = (folder / ".buildinfo").is_file() or not any(folder.iterdir())
    if not ours:
        raise OneLineError(f"{folder} holds something else: name an empty folder.")
    with tempfile.TemporaryDirectory() as temporary:
        source, pages = Path(temporary, "source"), Path(temporary, "pages")
        write_source(source)
        options = ["-q", "-W", "--keep-going", "-j", "auto", "-c", str(HERE)]
        options += ["-d", str(Path(temporary, "doctrees"))]  # no page needs them
        if sphinx([*options, str(source), str(pages)]):
            raise OneLineError("The site was not built: see above for the reason.")
        (pages / ".nojekyll").touch()  # GitHub would leave out what begins with _
        with writing(folder):
            replace(folder, pages)


def replace(folder: Path, pages: Path) -> None:
    """Lay the pages into a folder and remove what else is there.

    The folder itself stays, since a mount or a web root cannot be removed, and nothing
    of an older site goes before all of the new one is there.
    """
    for new in sorted(pages.rglob("*")):  # a folder before what is in it
        to = folder / new.relative_to(pages)
        to.mkdir(exist_ok=True) if new.is_dir() else shutil.copyfile(new, to)
    for old in sorted(folder.rglob("*"), reverse=True):
        if not (pages / old.relative_to(folder)).exists():
            old.rmdir() if old.is_dir() and not old.is_symlink() else old.unlink()


def write_source(folder: Path) -> None:
    """Write what Sphinx reads: the lessons as pages, the glossary, the index."""
    folder.mkdir()
    index, trees = [INDEX], []
    rows = [row for row in course_map.read_rows() if row.lesson.exists]
    for part, of_part in groupby(rows, lambda row: row.lesson.part):
        index.append(f"## {part}")
        entries = []
        for row in of_part:
            lesson = row.lesson
            page = lessons.page(lesson)
            path = folder / f"{lesson.name}.ipynb"
            path.parent.mkdir(exist_ok=True)
            nbformat.write(page, path)
            star = " ★" if lesson.essential else ""
            title = f"{lesson.number} {row.title}{star}"
            time = re.search(r"(?m)^\*\*Time\*\* (.+)$", page.cells[0].source)[1]
            index.append(
                f"**[{title}]({lesson.name}.ipynb)**\\\n{row.question}\\\n*{time}*"
            )
            entries.append(f"{title} <{lesson.name}>")
        trees.append(TREE.format(part=part, entries="\n".join(entries)))
    trees.append(TREE.format(part="Look up", entries="glossary"))
    (folder / "index.md").write_text("\n\n".join(index + trees), "utf-8")
    terms = (places.NOTEBOOKS / "glossary.md").read_text("utf-8")
    (folder / "glossary.md").write_text(as_terms(terms), "utf-8")


def as_terms(glossary: str) -> str:
    """Return the glossary with its terms as Sphinx knows them, so that search does."""
    before, _, terms = glossary.partition("\n- ")
    return f"{before.strip()}\n\n:::{{glossary}}\n" + TERM.sub(
        r"\1\n  \2\n", f"- {terms}:::\n"
    )


def main(folder: Path) -> int:
    """Build the site and say where it is; return the exit status."""
    try:
        build(folder)
    except OneLineError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"That did not work: {places.reason(error)}.", file=sys.stderr)
        return 1
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    pages = sum(path.suffix == ".html" for path in files)
    print(f"{folder / 'index.html'}: {pages} pages, {size:.1f} MB.")
    print("Open it in a browser, or lay the folder on any web server.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
