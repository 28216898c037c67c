"""The slides: nothing that a lecture needs is missing, and each fits on its screen."""

import html
import re
from pathlib import Path

import pytest
from nbformat import v4

from helpers import outline
from helpers.judging.kinds import Quiz
from helpers.lessons import BESIDE, Lesson, question_key
from helpers.places import OneLineError
from tests.harness.browser import errors_of, opened

pytest.importorskip(
    "latex2mathml", reason="`course.py slides` installs what makes slides"
)
from helpers.teaching import slides

LESSONS = outline.existing()[1:]
SHOWN = [lesson for lesson in LESSONS if lesson.number in ("2.2", "4.1", "6.5")]


@pytest.fixture(scope="module")
def decks() -> dict[str, str]:
    return {of.name: slides.deck(Lesson.read(of.notebook)) for of in LESSONS}


def taught(lesson: Lesson) -> list:
    """Return the cells of the sections that a lecture is about."""
    inside, cells = False, []
    for cell in lesson.nb.cells:
        for title in re.findall(r"^## (.+?)\s*$", cell.source, re.MULTILINE):
            aside = (*slides.LEFT_OUT, "Exercises", "Summary")
            inside = cell.cell_type == "markdown" and title not in aside
        cells += [cell] if inside else []
    return cells


@pytest.mark.parametrize("of", LESSONS, ids=lambda lesson: lesson.name)
def test_a_deck_holds_what_a_lecture_needs(of, decks) -> None:
    lesson, deck = Lesson.read(of.notebook), decks[of.name]
    assert 25 <= deck.count("<section ") <= 40  # as README says
    assert deck.count('class="exercises"') == deck.count('class="summary"') == 1
    for cell in taught(lesson):
        for output in cell.get("outputs", []):
            page = output.get("data", {}).get("text/html", "")
            for alt in re.findall(r'<img alt="([^"]*)"', page):
                assert alt and f'alt="{alt}"' in deck
        if key := question_key(cell):
            quiz = lesson.exercises[key]
            assert isinstance(quiz, Quiz)
            right = slides.inline(quiz.options[quiz.right])
            assert f'<li class="right">{quiz.right}) {right} <small>' in deck
    printed = "\n".join(
        o.get("text", "")
        for c in taught(lesson)
        if c.cell_type == "code"
        for o in c.outputs
    )
    for claim in slides.CLAIM.findall(printed):
        assert f"<li>{slides.inline(claim)}</li>" in deck
    for cell in lesson.prose:
        for _, title, _, minutes in BESIDE.findall(cell.source):
            assert re.search(
                rf"{re.escape(slides.inline(title))}</td>.*?{minutes} min", deck
            )


@pytest.mark.parametrize("of", LESSONS, ids=lambda lesson: lesson.name)
def test_a_deck_asks_nothing_of_the_network(of, decks) -> None:
    deck = decks[of.name]
    assert not re.findall(r"<(?:link|iframe|script [^>]*src)", deck)
    sources = re.findall(r'<img[^>]* src="([^"]{0,20})', deck)
    assert all(source.startswith("data:image/png") for source in sources)
    assert not re.search(r"url\(|@import", deck)
    assert len(deck) < 500_000


def test_formulas_are_no_script_and_no_dollars(decks) -> None:
    text = html.unescape(
        re.sub(r"<pre.*?</pre>|<[^>]+>", "", "".join(decks.values()), flags=re.S)
    )
    assert "<math" in decks[LESSONS[0].name]
    assert "\\frac" not in text and "\\cdot" not in text


@pytest.mark.parametrize("of", LESSONS, ids=lambda lesson: lesson.name)
def test_formulas_and_tables_are_shown(of, decks) -> None:
    lesson = Lesson.read(of.notebook)
    shown = "".join(slide.body for slide in slides.slides_of(lesson))
    prose = [c.source for c in taught(lesson) if c.cell_type == "markdown"]
    n_formulas = sum(source.count("$$") // 2 for source in prose)
    n_tables = sum(len(re.findall(r"(?m)^\|[-|]+\|$", source)) for source in prose)
    assert shown.count('display="block"') == n_formulas
    assert shown.count("<thead>\n<tr>\n<th>") == n_tables


@pytest.mark.parametrize("of", LESSONS, ids=lambda lesson: lesson.name)
def test_the_warm_up_is_the_first_three_questions(of) -> None:
    lesson = Lesson.read(of.notebook)
    keys = [key for cell in lesson.nb.cells if (key := question_key(cell))][:3]
    shown = slides.slides_of(lesson)[1:4]
    assert [slide.kind for slide in shown] == ["question"] * 3
    assert shown[0].body.startswith("<h3>Warm-up</h3>")
    for key, slide in zip(keys, shown, strict=True):
        assert slides.as_html(lesson.exercises[key].text) in slide.body
    assert "place of the dots" not in "".join(shown[0].notes)


def deck_of(*cells: str | tuple[str, str]) -> list[slides.Slide]:
    """Return the slides of Markdown, and of (code, what it prints), under one `##`."""
    made = [v4.new_markdown_cell("# A lesson"), v4.new_markdown_cell("## Part\n\nOne.")]
    for cell in cells:
        if isinstance(cell, str):
            made.append(v4.new_markdown_cell(cell))
            continue
        code, shown = cell
        output = v4.new_output("stream", text=shown)
        if shown.startswith("<"):
            output = v4.new_output("display_data", {"text/html": shown})
        made.append(v4.new_code_cell(code, outputs=[output]))
    return slides.slides_of(Lesson(Path("a.ipynb"), v4.new_notebook(cells=made)))[2:]


LONG = "\n".join(f"n = {n}" for n in range(slides.SHORT))
TABLE = "<table><tr><td>0.1</td></tr></table>"


def test_a_subheading_is_the_title_of_the_next_slide() -> None:
    first, second = deck_of(
        (LONG, "5\n✔ five"),
        "About five.\n\n### Six\n\nWhy six.",
        (LONG, "6"),
        "Wait.",
        (LONG, "6.0\n✔ six"),
    )
    assert "<h3>" not in first.body and "About five" in "".join(first.notes)
    assert second.body == "<h3>Six</h3>\n<pre>6.0</pre>"
    assert ["Why six" in second.notes[0], "Wait" in second.notes[1]] == [True, True]


def test_a_subheading_without_a_slide_is_in_the_notes_before() -> None:
    slide, *_ = deck_of((LONG, "5\n✔ five"), "### Six\n\nWhy six.", "## End\n\nNow.")
    assert "<h3>Six</h3>" in slide.notes[0] and "Why six" in slide.notes[1]


@pytest.mark.parametrize("of", LESSONS, ids=lambda lesson: lesson.name)
def test_no_subheading_and_no_prose_is_lost(of, decks) -> None:
    for cell in taught(Lesson.read(of.notebook)):
        if cell.cell_type == "markdown" and not question_key(cell):
            for title in re.findall(r"(?m)^### (.+)$", cell.source):
                assert f"<h3>{slides.inline(title)}</h3>" in decks[of.name]
            last = cell.source.strip().split("\n\n")[-1]
            if not re.match(r"##|[-|*$\d]|Three ", last):
                assert slides.as_html(last) in decks[of.name]


def test_claims_join_no_slide_before_a_heading() -> None:
    table, own = deck_of(
        (LONG, TABLE), (LONG, "✔ a tenth"), "### Why", (LONG, "1.4\n✔ it seems less")
    )
    assert table.body == TABLE and ["a tenth" in s for s in table.steps] == [True]
    assert own.body == "<h3>Why</h3>\n<pre>1.4</pre>"
    assert "it seems less" in own.steps[0]


def test_a_table_without_a_claim_is_in_the_notes() -> None:
    assert deck_of((LONG, "5\n✔ five"), (LONG, TABLE))[0].notes == [TABLE]


def test_claims_do_not_stand_alone() -> None:
    short = "claim('the same', True)"
    first, code, more = deck_of(
        (short, "5\n✔ five"), (short, "✔ the same"), (LONG, "✔ and more")
    )
    assert "five" in first.steps[0] and len(first.steps) == 1
    assert "claim" in code.body and "the same" in code.steps[0]
    assert more.body.startswith("<h3>Part</h3>")  # too much code for a slide
    image = '<img alt="a line" src="data:image/png;base64,">'
    (figure,) = deck_of((LONG, "✔ it rises"), (LONG, image))
    assert image in figure.body and "it rises" in figure.steps[0]


def test_nothing_is_said_to_a_reader_of_the_notebook(decks) -> None:
    for name, deck in decks.items():
        assert "section stands alone" not in deck, name
        assert '.ipynb"' not in deck, name  # that file does not lie beside the slides


def test_slides_are_written_where_told(tmp_path: Path, capsys) -> None:
    slides.write_slides(tmp_path / "a b", ["1.1"])
    assert [p.name for p in (tmp_path / "a b").iterdir()] == [
        "1.1-what_is_training.html"
    ]
    assert "1 deck in" in capsys.readouterr().out
    slides.write_slides(tmp_path / "a b", ["1.1", "6.5"])
    assert "2 decks in" in capsys.readouterr().out
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OneLineError, match="--to"):
        slides.write_slides(tmp_path / "file", ["1.1"])


# ---------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def browser():
    with opened() as browser:
        yield browser


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.requested = []
    page.on("request", lambda request: page.requested.append(request.url))
    page.errors = errors_of(page)
    yield page
    page.close()


FIT = """k => { go(k, Infinity); const s = slides[k].querySelector('.shown');
return [s.scrollHeight - s.clientHeight, s.scrollWidth - s.clientWidth,
parseFloat(getComputedStyle(s).fontSize), slides[k].offsetHeight]; }"""


def check_that_all_fit(page, deck: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.html"
    path.write_text(deck, encoding="utf-8")
    page.goto(path.as_uri())
    for number in range(page.locator("section").count()):
        high, wide, letters, height = page.evaluate(FIT, number)
        assert high <= 1 and wide <= 1, f"slide {number + 1} is cut off"
        assert letters >= 14 and height <= 720, f"slide {number + 1}"
    assert page.errors == []
    assert [u for u in page.requested if not u.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("of", SHOWN, ids=lambda lesson: lesson.name)
def test_every_slide_fits_the_screen(of, decks, page, tmp_path) -> None:
    check_that_all_fit(page, decks[of.name], tmp_path)


@pytest.mark.deep
@pytest.mark.parametrize("of", LESSONS, ids=lambda lesson: lesson.name)
def test_every_slide_of_every_deck_fits(of, decks, page, tmp_path) -> None:
    check_that_all_fit(page, decks[of.name], tmp_path)


def test_a_deck_works_by_keyboard(decks, page, tmp_path) -> None:
    path = tmp_path / "deck.html"
    path.write_text(decks[SHOWN[0].name], encoding="utf-8")
    page.goto(path.as_uri())
    visible = page.locator("section:visible")
    n_slides = page.locator("section").count()
    assert visible.count() == 1
    assert visible.get_attribute("aria-label") == f"Slide 1 of {n_slides}"
    while "question" not in visible.get_attribute("class"):
        page.keyboard.press("ArrowRight")
    assert visible.locator("li.right:visible").count() == 0
    page.keyboard.press("Space")  # the reply is a step of the same slide
    assert visible.locator("li.right:visible").count() == 1
    page.keyboard.press("ArrowLeft")
    assert visible.locator("li.right:visible").count() == 0
    page.keyboard.press("Home")
    assert page.locator("aside:visible").count() == 0
    page.keyboard.press("n")
    assert "You need" in page.locator("aside:visible").inner_text()
    page.keyboard.press("End")
    assert visible.get_attribute("aria-label") == f"Slide {n_slides} of {n_slides}"
    page.reload()  # the place is in the address
    assert visible.get_attribute("aria-label") == f"Slide {n_slides} of {n_slides}"


def test_the_speaker_has_a_window(decks, page, tmp_path) -> None:
    path = tmp_path / "deck.html"
    path.write_text(decks[SHOWN[0].name], encoding="utf-8")
    page.goto(path.as_uri())
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    desk = popup.value
    assert "You need" in desk.locator("body").inner_text()
    desk.keyboard.press("ArrowRight")
    assert "Slide 2 of" in page.locator("section:visible").get_attribute("aria-label")
    assert "You need" not in desk.locator("body").inner_text()
    assert page.locator("aside:visible").count() == 0


def test_letters_grow_with_the_screen(decks, page, tmp_path) -> None:
    path = tmp_path / "deck.html"
    path.write_text(decks[SHOWN[0].name], encoding="utf-8")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(path.as_uri())
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size > 30


def test_a_deck_prints_all_slides_with_their_notes(decks, page, tmp_path) -> None:
    path = tmp_path / "deck.html"
    path.write_text(decks[SHOWN[0].name], encoding="utf-8")
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    assert page.locator("section:visible").count() == page.locator("section").count()
    assert page.locator("li.right:visible").count() >= 3
    assert page.locator("aside:visible").count() > 5
