"""The site: its pages as they are made, and in a real browser, wide and narrow."""

import errno
import html
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers import outline, places
from helpers.judging.card import rich
from helpers.judging.kinds import Prediction, Quiz
from helpers.lessons import Lesson
from helpers.places import OneLineError
from tests.harness import browser

AXE = "4.14.1"
AXE_JS = places.VENV / "axe" / "node_modules" / "axe-core" / "axe.min.js"
pytest.importorskip(
    "myst_nb", reason="the site's packages are missing: `course.py site` installs them"
)
from helpers.teaching.key import key_page  # noqa: E402
from helpers.teaching.website import __main__ as website  # noqa: E402
from helpers.teaching.website import lessons  # noqa: E402
from helpers.teaching.website.__main__ import as_terms, build  # noqa: E402

# Of its own use of Sphinx; nothing that the site could do.
pytestmark = pytest.mark.filterwarnings("ignore:'myst_parser")
TAKES_S = 60
WIDTHS = {1280: "light", 390: "dark"}
FEW = "index", "search", "00_start_here", "07_in_practice/02_capstone"


def test_a_lesson_has_its_answers(lesson: Lesson) -> None:
    """Every reply, hint and solution is in the page, and nothing that waits for one."""
    page = lessons.page(outline.find_lesson(lesson.name))
    shown = "\n".join(
        output.get("data", {}).get("text/html", "")
        for cell in page.cells
        for output in cell.get("outputs", [])
    )
    text = html.unescape(re.sub(r"<[^>]+>", "", shown))
    asked = {key for _, key, _ in lesson.calls()}
    for exercise in map(lesson.exercises.get, asked):
        if isinstance(exercise, Quiz):
            assert all(lessons.inline(r) in shown for r in exercise.replies.values())
        else:
            assert all(f"<p>{rich(hint)}</p>" in shown for hint in exercise.hints)
            assert exercise.solution_source in text
    assert "Not attempted yet" not in shown
    assert ".ipynb" not in shown
    for cell in page.cells:
        question = any(tag.startswith("question:") for tag in cell.metadata.tags)
        assert not question or not re.search(r"^- A\) ", cell.source, re.M)
        assert "Put a letter in" not in cell.source
    predictions = sum(isinstance(lesson.exercises[key], Prediction) for key in asked)
    assert shown.count("After you have read on") >= 2 * predictions


def test_the_header_says_how_long_reading_takes(lesson: Lesson) -> None:
    of = outline.find_lesson(lesson.name)
    header = lessons.page(of).cells[0].source
    time = r"\*\*Time\*\* reading (\d+) minutes, with all exercises (\d+) · running: "
    reading, all_of_it = re.search(time, header).groups()
    assert 5 <= int(reading) < int(all_of_it)
    same = f"a student needs {all_of_it} minutes: {reading} to read"
    assert of.part == "Start" or same in key_page(of)


def test_terms_are_known_to_the_search() -> None:
    text = "# Glossary\n\nBold.\n\n- **a b** — the *c* ([1.1](x.ipynb))\n- **d** — e\n"
    assert as_terms(text) == (
        "# Glossary\n\nBold.\n\n:::{glossary}\n"
        "a b\n  the *c* ([1.1](x.ipynb))\n\nd\n  e\n\n:::\n"
    )


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(OneLineError, match="holds something else"):
        build(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of an older site, and a Sphinx that makes two pages."""

    def sphinx(words: list[str]) -> int:
        pages = Path(words[-1])
        (pages / "part").mkdir(parents=True)
        for name in (".buildinfo", "index.html", "part/new.html"):
            (pages / name).write_text("new")
        return 0

    monkeypatch.setattr(website, "sphinx", sphinx)
    monkeypatch.setattr(website, "write_source", lambda folder: None)
    folder = tmp_path / "older"
    (folder / "gone").mkdir(parents=True)
    for name in (".buildinfo", "index.html", "gone/old.html"):
        (folder / name).write_text("old")
    return folder


def test_a_folder_that_cannot_be_removed_gets_the_site(older, monkeypatch) -> None:
    def refuse(path, *rest, remove=os.rmdir, **options) -> None:
        if Path(path) == older:
            raise OSError(errno.EBUSY, "Device or resource busy", path)
        remove(path, *rest, **options)

    monkeypatch.setattr(os, "rmdir", refuse)  # as for a mount
    build(older)
    found = {p.relative_to(older).as_posix() for p in older.rglob("*")}
    assert found == {".buildinfo", ".nojekyll", "index.html", "part", "part/new.html"}
    assert (older / "index.html").read_text() == "new"


def test_a_site_that_cannot_be_replaced_keeps_its_pages(older) -> None:
    (older / "part" / "new.html").mkdir(parents=True)  # no file can be written there
    with pytest.raises(OneLineError, match=r"cannot be written: .*--to"):
        build(older)
    assert (older / "gone" / "old.html").read_text() == "old"
    assert (older / ".buildinfo").is_file()  # else the next try finds something else


def test_a_file_in_the_place_of_the_folder_costs_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OneLineError, match="is a file: name a folder with --to"):
        build(tmp_path / "file")


# ---------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, built without a warning."""
    folder = tmp_path_factory.mktemp("website") / "é site"
    build(folder)
    return folder


@pytest.fixture(scope="module", params=WIDTHS)
def page(request: pytest.FixtureRequest) -> Iterator[Any]:
    """An empty page, wide and light or narrow and dark, that notes what it asks for."""
    with browser.opened() as opened:
        size = {"width": request.param, "height": 900}
        page = opened.new_page(viewport=size, color_scheme=WIDTHS[request.param])
        page.errors = browser.errors_of(page)
        page.asked = []
        page.on("request", lambda asked: page.asked.append(asked.url))
        yield page


@pytest.fixture(params=["few", pytest.param("all", marks=pytest.mark.deep)])
def names(request: pytest.FixtureRequest, site: Path) -> list[str]:
    """The pages to look at: a few, or with --deep all of them."""
    if request.param == "few":
        return list(FEW)
    paths = site.rglob("*.html")
    return sorted(p.relative_to(site).with_suffix("").as_posix() for p in paths)


def open_page(page: Any, site: Path, name: str) -> None:
    """Open a page as a file, with all that folds open."""
    page.goto((site / f"{name}.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.wait_for_timeout(50)
    page.evaluate("document.getAnimations().forEach(a => a.finish())")  # fading in


def test_pages_fit_ask_nobody_and_say_their_figures(
    page: Any, site: Path, names: list[str]
) -> None:
    for name in names:
        open_page(page, site, name)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], name
        notebook = places.NOTEBOOKS / f"{name}.ipynb"
        if notebook.is_file():
            outputs = [o for c in Lesson.read(notebook).code for o in c.outputs]
            pages = [o.get("data", {}).get("text/html", "") for o in outputs]
            told = re.findall(r'<img alt="([^"]+)"', "".join(pages))
            images = page.locator("article img")
            assert images.evaluate_all("all => all.map(i => i.alt)") == [
                html.unescape(alt) for alt in told
            ]
        links = page.locator("a[href]").evaluate_all("all => all.map(a => a.href)")
        files = {link.partition("#")[0] for link in links if link.startswith("file:")}
        known = {path.as_uri() for path in site.rglob("*")}
        assert files <= known, name
    assert {
        url for url in page.asked if not url.startswith(("file:", "data:"))
    } == set()
    assert page.errors == []


def test_axe_finds_nothing(page: Any, site: Path, names: list[str]) -> None:
    """No fault by WCAG 2.2, levels A and AA, as far as a program can see."""
    if not AXE_JS.is_file():
        pytest.skip(
            f"axe-core is missing: `npm install --prefix .venv/axe axe-core@{AXE}`"
        )
    run = """axe.run({
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        resultTypes: ["violations"],
    }).then(result => result.violations)"""
    found = []
    for name in names:
        open_page(page, site, name)
        page.evaluate(AXE_JS.read_text("utf-8"))
        found += [
            (name, fault["id"], node["html"][:200])
            for fault in page.evaluate(run)
            for node in fault["nodes"]
        ]
    assert found == []


def test_search_finds_a_term(page: Any, site: Path) -> None:
    page.goto((site / "search.html").as_uri() + "?q=dendrogram")
    results = page.locator("#search-results li a")
    results.first.wait_for()
    found = results.evaluate_all("all => all.map(a => a.href)")
    assert any(link.endswith("glossary.html#term-dendrogram") for link in found)
    assert any("02_unsupervised.html" in link for link in found)


def test_a_question_opens_by_enter_and_a_prediction_in_two_steps(
    page: Any, site: Path
) -> None:
    page.goto((site / "01_foundations" / "01_what_is_training.html").as_uri())
    option = page.locator(".quiz details.right").first
    option.locator("summary").focus()
    assert not option.locator("p").first.is_visible()
    page.keyboard.press("Enter")
    assert option.inner_text().split("\n")[-1].startswith("The three errors are 2, 0")
    assert "Correct." in option.inner_text()
    predicted = page.locator(".prediction > details").first
    predicted.locator("> summary").focus()
    page.keyboard.press("Enter")
    reply = predicted.locator("details p")
    assert "Noted." in predicted.inner_text() and not reply.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert reply.is_visible()


def test_what_scrolls_sideways_is_a_stop_of_the_tab_key(page: Any, site: Path) -> None:
    page.goto((site / "01_foundations" / "01_what_is_training.html").as_uri())
    page.wait_for_timeout(300)
    boxes = page.locator("pre").evaluate_all(
        "all => all.filter(b => b.checkVisibility())"
        ".map(b => [b.scrollWidth > b.clientWidth, b.tabIndex === 0])"
    )
    assert all(wide == stop for wide, stop in boxes)
    assert any(wide for wide, _ in boxes) == (page.viewport_size["width"] < 800)


def test_on_paper_all_is_open_and_nothing_is_cut(page: Any, site: Path) -> None:
    page.goto((site / "01_foundations" / "01_what_is_training.html").as_uri())
    size = page.viewport_size
    page.set_viewport_size({"width": 700, "height": 1000})  # A4 between its margins
    page.emulate_media(media="print")
    try:
        reply = page.get_by_text("The three errors are 2, 0 and 4")
        assert reply.bounding_box()["height"] > 10
        assert page.evaluate("document.documentElement.scrollWidth") <= 700
        cut = "all => all.filter(b => b.scrollWidth > b.clientWidth + 1).length"
        assert page.locator("pre, .table-wrapper").evaluate_all(cut) == 0
        assert not page.get_by_text("Skip to content").is_visible()
        assert page.pdf(tagged=True, outline=True).startswith(b"%PDF")
    finally:
        page.emulate_media(media="screen")
        page.set_viewport_size(size)


@pytest.mark.deep
def test_a_second_build_is_the_same(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(site, again)  # an older one, to be replaced
    build(again)
    files = [{p.relative_to(f): p for p in f.rglob("*")} for f in (site, again)]
    assert files[0].keys() == files[1].keys()
    for name, path in files[0].items():
        assert path.is_dir() or path.read_bytes() == files[1][name].read_bytes(), name
