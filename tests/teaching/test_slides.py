"""The slides: nothing that a lecture needs is missing, and each fits on its screen."""

import html
import re
from pathlib import Path

import pytest

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
    assert 15 <= deck.count("<section ") <= 40
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


def test_nothing_is_said_to_a_reader_of_the_notebook(decks) -> None:
    for name, deck in decks.items():
        assert "section stands alone" not in deck, name
        assert '.ipynb"' not in deck, name  # that file does not lie beside the slides


def test_slides_are_written_where_told(tmp_path: Path, capsys) -> None:
    slides.write_slides(tmp_path / "a b", ["1.1"])
    assert [p.name for p in (tmp_path / "a b").iterdir()] == [
        "1.1-what_is_training.html"
    ]
    assert "1 decks in" in capsys.readouterr().out
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
