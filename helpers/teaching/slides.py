"""A lecture out of each lesson: one HTML file that asks nothing of the network.

No lesson holds anything for slides. By rule, `#` and `##` open a slide, `###` is the
title of the next one, a question is a slide with its reply as a second step, and a
figure stands without its code, with the claims that follow it as a step. Numbers that a
cell shows are a slide, with their code where it is short, if a claim follows and no
figure shows the same. So are formulas and tables of the text, with the sentence that
leads to them. Definitions are left out, all prose becomes the speaker's notes, and the
exercises are one list with their minutes.
"""

import html
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter

from helpers import outline, places
from helpers.judging.kinds import Prediction, Quiz
from helpers.lessons import BESIDE, Lesson, question_key
from helpers.places import OneLineError
from helpers.teaching import writing
from helpers.teaching.text import as_html, coloured, inline

DECK = Path(__file__).parent / "deck"
SHORT = 14  # lines of code and of what they show that a slide has room for
LEFT_OUT = ("In practice",)  # for students, not for a lecture
CODE = '<div class="highlight">'
NUMBERS = ("printed", "table")
OPENING = ("section", "exercises")  # slides with a title of their own
WIDGET = "application/vnd.jupyter.widget-view+json"
CLAIM = re.compile(r"^✔ .+$", re.MULTILINE)
ALONE = re.compile(r"\*This section stands alone[^\n]*\*\n+")  # said to a reader
SHOWN = re.compile(
    r"(?:(?P<before>^[^|$\n][^\n]*)\n\n)?(?P<block>^\$\$.+?\$\$|(?:^\|[^\n]*\n?)+)",
    re.MULTILINE | re.DOTALL,
)


@dataclass
class Slide:
    """What is shown at once, what comes as steps, and what the speaker says."""

    body: str
    kind: str = "text"
    steps: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def slides_of(lesson: Lesson) -> list[Slide]:
    """Return a lesson's slides in order."""
    slides, section, exercises = [title_slide(lesson)], "", []
    for cell in lesson.nb.cells[1:]:
        if cell.cell_type == "code":
            if section not in {*LEFT_OUT, "", "Exercises", "Summary"}:
                add_code(slides, cell, section)
            continue
        for part in re.split(r"(?m)^(?=###? )", ALONE.sub("", cell.source)):
            heading = re.match(r"###? (.+)\n*", part)
            opens = part.startswith("## ")
            section = heading[1].strip() if opens else section
            text = part[heading.end() :] if heading else part
            if section == "Exercises":
                exercises += BESIDE.findall(text)
            elif section == "Summary" and opens:
                slides.append(exercise_slide(exercises))
                text = re.split(r"\n\*\*(?:Next|Sources)", text)[0]
                slides.append(Slide(as_html(f"## Summary\n\n{text}"), "summary"))
            elif section not in {*LEFT_OUT, "", "Summary"}:
                first = re.match(r"(?s).+?[.?!](?=\s|$)|", text)[0] if opens else ""
                if section == "Warm-up" and opens:
                    slides.append(Slide(as_html("### Warm-up"), "heading"))
                    text = first  # the rest tells how to answer in the notebook
                elif opens:
                    slides.append(Slide(as_html(f"{heading[0]}\n{first}"), "section"))
                elif heading:
                    slides.append(Slide(as_html(heading[0]), "heading"))
                if key := question_key(cell):
                    slides.append(question_slide(lesson.exercises[key]))
                elif text.strip():
                    if shown := formulas_and_tables(text[len(first) :]):
                        slides.append(Slide(as_html(shown)))
                    slides[-1].notes.append(as_html(text))
    return titled(slides)


def titled(slides: list[Slide]) -> list[Slide]:
    """Return the slides to show, each with the subheading and the notes before it."""
    kept, heading = [], None
    for slide in slides:
        if heading and slide.kind in (*OPENING, "heading"):
            kept[-1].notes += [heading.body, *heading.notes]  # it shows nothing
            heading = None
        if slide.kind == "heading":
            heading = slide
        elif slide.kind in NUMBERS and not slide.steps:  # no claim is about them
            table = [slide.body] * (slide.kind == "table")  # the notes speak of it
            (heading or kept[-1]).notes.extend([*table, *slide.notes])
        else:
            if heading:
                slide.body = heading.body + slide.body
                slide.notes = heading.notes + slide.notes
            kept.append(slide)
            heading = None
    return kept


def title_slide(lesson: Lesson) -> Slide:
    """Return the first slide: title, question, and what students will be able to do."""
    text = re.split(r"\n\*\*You need\*\*", lesson.header)[0]
    return Slide(as_html(text), "title", notes=[as_html(lesson.header)])


def formulas_and_tables(text: str) -> str:
    """Return what a text shows apart, each with the sentence that leads to it."""
    parts = []
    for found in SHOWN.finditer(text):
        sentences = re.split(r"(?<=[.?!]) (?=[A-Z*])", found["before"] or "")
        leads = not sentences[-1].endswith((".", "?"))
        parts += [sentences[-1] * leads, found["block"]]
    return "\n\n".join(parts)


def add_code(slides: list[Slide], cell: NotebookNode, section: str) -> None:
    """Add what a cell shows as a slide, what it claims as a step of the one before.

    Claims join no slide from before a heading: it was about something else.
    """
    printed, shown = "", []
    for output in cell.outputs:
        data = output.get("data", {})
        page = data.get("text/html", "")
        if WIDGET in data or "exercises." in cell.source:  # it needs a kernel
            return
        if "<img" in page:
            shown.append(("figure", page))
        elif "<table" in page:
            table = re.sub(r"(?s)<style.*?</style>", "", page)
            shown.append(("table", table))
        else:
            printed += output.get("text", data.get("text/plain", ""))
    claims = CLAIM.findall(printed)
    printed = CLAIM.sub("", printed).strip("\n")
    text = f"<pre>{html.escape(printed)}</pre>" if printed else ""
    last = slides[-1]
    under = last.kind in ("figure", "table") and not last.steps
    if text and claims and under and not shown:
        last.notes.append(text)  # the numbers behind the claims
    elif text:
        shown.append(("printed", text))
    joins = last.kind in (*NUMBERS, "figure")  # no heading came between
    if last.steps and CODE in last.body:
        joins = False  # that slide holds its code with what is claimed about it
    if claims and not shown and not joins:
        if len(cell.source.splitlines()) < SHORT:
            shown.append(("printed", ""))  # the code alone says what they are about
        elif last.kind != "heading":
            slides.append(Slide(as_html(f"### {section}"), "heading"))
    for kind, body in shown:
        rows = body.count("<tr") or body.count("\n") + 1
        if kind != "figure" and len(cell.source.splitlines()) + rows <= SHORT:
            body = coloured(cell.source) + body
        before = slides[-1]
        if kind == "figure" and before.kind in NUMBERS and not before.steps:
            # The picture stands for them.
            before.notes.append(before.body)
            before.kind, before.body = kind, body
        elif kind == "figure" and before.kind == "claims":  # it shows what they say
            before.steps.append(before.body)
            before.kind, before.body = kind, body
        else:
            slides.append(Slide(body, kind))
    if claims:
        items = "".join(f"<li>{inline(claim)}</li>" for claim in claims)
        claimed = f'<ul class="claims">{items}</ul>'
        if slides[-1].kind in (*NUMBERS, "figure"):
            slides[-1].steps.append(claimed)
        else:
            slides.append(Slide(claimed, "claims"))


def question_slide(quiz: Quiz) -> Slide:
    """Return a question; its right option and all replies come as a step."""
    replies = [
        f'<li class="{"right" if letter == quiz.right else "wrong"}">'
        f"{letter}) {inline(option)} <small>{inline(quiz.replies[letter])}</small></li>"
        for letter, option in quiz.options.items()
    ]
    options = [f"<li>{a}) {inline(option)}</li>" for a, option in quiz.options.items()]
    what = "show of hands first; its answer comes with the next slides"
    note = f"A prediction: {what}." if isinstance(quiz, Prediction) else ""
    return Slide(
        f'{as_html(quiz.text)}<ul class="options">{"".join(options)}</ul>',
        "question",
        [f'<ul class="options replies">{"".join(replies)}</ul>'],
        [f"<p>{note}</p>"] if note else [],
    )


def exercise_slide(found: list[tuple[str, str, str, str]]) -> Slide:
    """Return the exercises as one list with their minutes."""
    rows = [
        f"<tr><td>{number}</td><td>{inline(title)}</td><td>{dots}</td>"
        f"<td>{minutes} min</td></tr>"
        for number, title, dots, minutes in found
    ]
    return Slide(f"<h2>Exercises</h2><table>{''.join(rows)}</table>", "exercises")


# ---------------------------------------------------------------- the file


def deck(lesson: Lesson) -> str:
    """Return a lesson's slides as one HTML file."""
    slides = slides_of(lesson)
    sections = [
        f'<section class="{slide.kind}" aria-label="Slide {n} of {len(slides)}">'
        f'<div class="shown">{slide.body}'
        + "".join(f'<div class="step">{step}</div>' for step in slide.steps)
        + f'</div><aside class="notes">{"".join(slide.notes)}</aside></section>'
        for n, slide in enumerate(slides, 1)
    ]
    title = re.search(r"^# (.+)$", lesson.header, re.MULTILINE)[1]
    style = HtmlFormatter().get_style_defs("pre") + (DECK / "deck.css").read_text(
        "utf-8"
    )
    script = (DECK / "deck.js").read_text("utf-8")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{style}</style></head>"
        f"<body><main>{''.join(sections)}</main>"
        '<p id="help"></p>'
        f"<script>{script}</script></body></html>\n"
    )


def write_slides(to: Path, names: list[str]) -> None:
    """Write the decks of the named lessons into a folder, or of all."""
    chosen = [outline.find_lesson(name) for name in names] or outline.existing()[1:]
    with writing(to):
        for of in chosen:
            path = to / f"{of.number}-{of.slug}.html"
            path.write_text(deck(Lesson.read(of.notebook)), encoding="utf-8")
    decks = "1 deck" if len(chosen) == 1 else f"{len(chosen)} decks"
    print(f"{decks} in {places.shown(to)}: open one in a browser.")


if __name__ == "__main__":
    try:
        write_slides(Path(sys.argv[1]), sys.argv[2:])
    except OneLineError as error:
        sys.exit(str(error))
