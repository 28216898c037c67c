"""A student's first quarter of an hour, in a real JupyterLab in a real browser."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.launch import copies
from helpers.places import NOTEBOOKS, ROOT
from tests.harness import browser

sync_api = browser.needed()
TAKES_S = 40

# What `course.py lab` does, but with the student's folders elsewhere and no set-up.
LAB = """
import sys
from helpers.launch import commands
commands.ensure_ready = lambda kind: None
sys.exit(commands.main(["lab", "--no-browser"]))
"""
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"  # the notebook in view
WRONG = "return np.mean(np.asarray(predicted) - np.asarray(actual))"
RIGHT = "return np.mean(np.abs(np.asarray(predicted) - np.asarray(actual)))"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that takes the place of work/."""
    return tmp_path_factory.mktemp("é student") / "work"


@pytest.fixture(scope="module")
def url(work: Path) -> Iterator[str]:
    """The address that `course.py lab` prints, while it runs."""
    env = {**os.environ, "COURSE_WORK": str(work)}
    env.pop("COURSE_PROGRESS", None)  # it lies with the copies
    server = subprocess.Popen(
        [sys.executable, "-c", LAB],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        lines = iter(server.stdout.readline, "")
        yield next(m[0] for line in lines if (m := re.search(r"http://\S+", line)))
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def page(url: str) -> Iterator[object]:
    """The start page as JupyterLab opens it, with its console watched."""
    with browser.opened() as opened:
        page = opened.new_page(viewport={"width": 1200, "height": 1600})
        page.errors = browser.errors_of(page)
        for _ in range(60):  # until the server listens
            try:
                page.goto(url)
                break
            except sync_api.Error:
                time.sleep(0.5)
        page.wait_for_selector("text=Python 3 (ipykernel) | Idle", timeout=60_000)
        yield page


def cell(page: object, text: str) -> object:
    """Return the code cell of the visible notebook that holds this text."""
    cells = page.locator(f"{PANEL} .jp-CodeCell")
    return cells.filter(has=page.locator(".cm-content", has_text=text)).first


def run_all(page: object) -> None:
    """Choose Run All Cells from the menu and wait for the last cell."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    entry = re.compile("^Run All Cells$")
    page.locator(".lm-Menu-itemLabel", has_text=entry).click()
    page.wait_for_timeout(1500)
    page.wait_for_function(
        "() => ![...document.querySelectorAll('.jp-InputPrompt')]"
        ".some(e => e.textContent.includes('*'))",
        timeout=120_000,
    )


def write(page: object, text: str, line: str) -> None:
    """Replace the last line of a cell's code by typing, and run it and the next."""
    editor = cell(page, text).locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Shift+Home")
    page.keyboard.type(line)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    page.wait_for_timeout(2500)


def assert_clean(page: object) -> None:
    """No error, nothing on stderr, no picture without words in the page."""
    panel = page.locator(PANEL)
    kind = ".jp-RenderedText[data-mime-type='application/vnd.jupyter.%s']"
    assert panel.locator(kind % "error").count() == 0
    assert panel.locator(kind % "stderr").count() == 0
    pictures = panel.locator(".jp-OutputArea img").evaluate_all(
        "a => a.map(i => i.alt)"
    )
    assert pictures and all(len(alt) >= 40 for alt in pictures)


def test_start_page_opens_without_results_and_runs(page: object) -> None:
    assert "00_start" in page.title()
    assert page.locator(f"{PANEL} .jp-OutputArea-output").count() == 0, "no results yet"
    run_all(page)
    assert_clean(page)
    assert cell(page, "def mean_absolute_error").count() == 1


def test_no_news_or_update_pops_up(page: object) -> None:
    assert page.locator(".Toastify__toast").all_inner_texts() == []
    assert page.locator(".jp-Dialog").count() == 0


def test_wrong_answer_is_named_and_hint_unfolds_by_keyboard(page: object) -> None:
    write(page, "def mean_absolute_error", WRONG)
    card = cell(page, "mean_absolute_error.check").locator(".jp-OutputArea")
    assert "Not yet: errors of opposite sign cancel" in card.inner_text()
    hint = card.locator("details").first
    assert not hint.evaluate("d => d.open")
    before = cell(page, "mean_absolute_error.check").locator(".cm-content")
    before.click()
    page.keyboard.press("Escape")
    hint.locator("summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert hint.evaluate("d => d.open")
    assert card.locator("summary").last.inner_text() == "Solution"


def test_right_answer_is_correct_and_kept(page: object, work: Path) -> None:
    write(page, "def mean_absolute_error", RIGHT)
    card = cell(page, "mean_absolute_error.check").locator(".jp-OutputArea")
    assert card.inner_text().startswith("Correct.")
    lines = (work / "progress.jsonl").read_text("utf-8").split("\n")
    states = [json.loads(line)["state"] for line in lines if line]
    assert states == ["mistake", "correct"]
    cell(page, "show_map()").locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_timeout(1500)
    table = cell(page, "show_map()").locator("table")
    assert "1 of 3 done" in table.inner_text()


def test_first_lesson_opens_from_the_map_and_runs(page: object) -> None:
    cell(page, "show_map()").get_by_role("link", name="1.1").click()
    page.wait_for_selector(
        f"{PANEL} h1:has-text('Watch a model learn')", timeout=30_000
    )
    page.wait_for_timeout(3000)
    run_all(page)
    assert_clean(page)
    write(page, "def gradient(", "return X.T @ (X @ weights - y) * 2")
    card = cell(page, "exercises.gradient.check").locator(".jp-OutputArea")
    assert "the gradient of the sum, not of the mean" in card.inner_text()
    write(page, "def gradient(", "return 2 * X.T @ (X @ weights - y) / len(y)")
    assert card.inner_text().startswith("Correct.")


def test_console_stays_quiet(page: object) -> None:
    assert page.errors == []


def test_cards_and_figures_survive_in_an_untrusted_notebook(
    page: object, work: Path
) -> None:
    """A lesson with outputs that came from elsewhere: what the sanitiser leaves."""
    lesson = NOTEBOOKS / "01_foundations" / "01_what_is_training.ipynb"
    shutil.copy(lesson, work / "from_elsewhere.ipynb")
    page.goto(page.url.split("/lab")[0] + "/lab/tree/from_elsewhere.ipynb")
    page.wait_for_selector(".jp-Notebook details", timeout=60_000)
    page.wait_for_timeout(2000)
    card = page.locator(".jp-RenderedHTMLCommon", has_text="Hint 1 of 3").first
    card.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert card.locator("details").first.evaluate("d => d.open")
    assert "border-left" in card.locator("div").first.get_attribute("style")
    assert_clean(page)


def test_a_copy_that_was_only_opened_and_saved_follows_the_course(
    page: object, work: Path
) -> None:
    """Ctrl+S, or JupyterLab's own saving, writes what it knows of the kernel."""
    copy = work / "01_foundations" / "01_what_is_training (new edition).ipynb"
    source = NOTEBOOKS / "01_foundations" / "01_what_is_training.ipynb"
    laid = copies.fresh_copy(source)[0]
    copies.lay(laid, [copy])
    page.goto(page.url.split("/lab")[0] + f"/lab/tree/{copy.relative_to(work)}")
    page.wait_for_selector("text=Python 3 (ipykernel) | Idle", timeout=60_000)
    # Any cell; no click, since JupyterLab may open a notebook where it was left.
    page.locator(f"{PANEL} .jp-Cell").first.focus()
    for _ in range(30):  # until the kernel has told JupyterLab what it is
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1000)
        if b"nbconvert_exporter" in copy.read_bytes():
            break
    saved = copy.read_bytes()
    assert b"nbconvert_exporter" in saved and b"nbconvert_exporter" not in laid
    assert copies.untouched(saved)
    edition = work.parent / "edition.ipynb"
    edition.write_bytes(source.read_bytes().replace(b"Watch a model", b"Look at one"))
    copies.refresh(copy, edition)
    assert copy.read_bytes() == copies.fresh_copy(edition)[0] != laid
