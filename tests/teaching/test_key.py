"""The answer key: nothing of a lesson is missing, and its pages stand alone."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from helpers import outline
from helpers.course_map import read_row
from helpers.judging.kinds import Quiz
from helpers.judging.reading import source_as
from helpers.lessons import BESIDE, Lesson
from helpers.places import OneLineError

pytest.importorskip("latex2mathml", reason="`course.py key` installs what makes keys")
from helpers.teaching import key

LESSONS = outline.existing()


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {lesson.name: key.key_page(lesson) for lesson in LESSONS}


@pytest.mark.parametrize("of", LESSONS, ids=lambda lesson: lesson.name)
def test_a_page_holds_all_that_its_lesson_asks(of, pages) -> None:
    page, lesson = pages[of.name], Lesson.read(of.notebook)
    for name, exercise in lesson.exercises.items():
        if isinstance(exercise, Quiz):
            for letter, option in exercise.options.items():
                mark = "✔ " if letter == exercise.right else ""
                line = f"- {mark}**{letter}) {option}** — {exercise.replies[letter]}"
                assert page.count(line) == 1, (name, letter)
            continue
        assert exercise.solution_source.strip() in page, name
        if faulty := getattr(exercise, "faulty", None):
            assert source_as(faulty, name) in page, name
        for said in [*exercise.mistakes, *getattr(exercise, "symptoms", [])]:
            assert f"- {said.message}" in page, name
        for hint in exercise.hints:
            assert hint in page, name
    for cell in lesson.prose:
        for found in BESIDE.finditer(cell.source):
            text = cell.source[found.end() :].removeprefix(". ")
            title = f"### {found[1]} · {found[2]} ({found[3]}, {found[4]} minutes)"
            # A question's options stand apart from its text.
            assert f"{title}\n\n{text.split(chr(10))[0]}" in page
    assert "np.float64" not in page


@pytest.mark.parametrize("of", LESSONS[1:], ids=lambda lesson: lesson.name)
def test_a_class_takes_ninety_minutes(of) -> None:
    lesson = Lesson.read(of.notebook)
    table = re.findall(r"^\| (\d+) \| (.+) \|$", key.one_class(of), re.MULTILINE)
    assert sum(int(minutes) for minutes, _ in table) == key.CLASS
    assert all(int(minutes) > 0 for minutes, _ in table)
    titles = re.findall("“(.+?)”", "".join(what for _, what in table))
    assert titles == list(key.sections(lesson))[2:-3]
    done = re.search(r"Exercises (.+?) \((\d+) min\)", table[-2][1])
    spare = int(table[-2][0]) - (int(done[2]) if done else 0)
    assert spare >= 0 and (spare > 2 or "begun" not in table[-2][1])


def test_plans_hold_each_lesson_once() -> None:
    eight, fifteen, _ = key.plans_page().split("\n## ")[1:]
    numbers = re.findall(r"(?:\| |; )(\d\.\d) ", eight)
    assert numbers == [lesson.number for lesson in LESSONS if lesson.essential]
    numbers = re.findall(r"(?:\| |; )(\d\.\d) ", fifteen)
    assert numbers == [lesson.number for lesson in LESSONS[1:]]
    assert [len(re.findall(r"(?m)^\| \d+ \|", plan)) for plan in (eight, fifteen)] == [
        8,
        15,
    ]


def test_plans_and_pages_give_the_same_homework(pages) -> None:
    told = {}
    for lesson in LESSONS[1:]:
        home = re.search(r"(?m)^At home: (.*?)“In practice”", pages[lesson.name])[1]
        minutes = re.search(r"\((\d+) min\); $", home)
        told[lesson.number] = int(minutes[1]) if minutes else 0
    rows = re.findall(r"(?m)^\| \d+ \| (.+) \| \d × 90 \| (\d+)", key.plans_page())
    assert len(rows) == 8 + 15
    for names, minutes in rows:
        numbers = re.findall(r"(?:^|; )(\d\.\d) ", names)
        assert int(minutes) == sum(told[number] for number in numbers), names


@pytest.mark.parametrize("of", LESSONS[1:], ids=lambda lesson: lesson.name)
def test_a_page_gives_the_minutes_of_its_lessons_header(of, pages) -> None:
    time = r"needs (\d+) minutes: (\d+) to read, (\d+) for questions and exercises"
    alone, reading, rest = map(int, re.search(time, pages[of.name]).groups())
    assert alone == read_row(of).minutes == reading + rest
    assert reading > 0


def test_a_project_is_planned_for() -> None:
    assert re.search(r"\d, and the project: six to ten hours \|", key.plans_page())
    capstone = outline.find_lesson("7.2")
    assert "the project (six to ten hours)" in key.one_class(capstone)


def test_a_warm_up_names_its_lesson_and_a_mistake_its_answer(pages) -> None:
    page = pages[outline.find_lesson("1.1").name]
    assert "(warm-up, on Start here)" in page
    assert "(warm-up, on lesson 1.1)" in pages[outline.find_lesson("1.2").name]
    assert re.search(r"\. Said to `[^`]+`\.$", page, re.MULTILINE)
    assert "For example `" not in page


class Requests(HTMLParser):
    """What a page would load by itself, and its headings' levels."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded, self.levels = [], []

    def handle_starttag(self, tag, attributes) -> None:
        if tag in ("script", "link", "img", "iframe"):
            self.loaded.append((tag, attributes))
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))


def test_html_asks_nothing_of_the_network(pages) -> None:
    for name, page in pages.items():
        read = Requests()
        text = key.whole_page(page)
        read.feed(text)
        assert "$" not in re.sub(r"(?s)<code.*?</code>|<pre.*?</pre>", "", text), name
        assert read.loaded == [], name
        assert not re.search(r"<pre>(?:(?!</pre>).)*<pre", text, re.DOTALL), name
        assert read.levels[0] == 1 and read.levels.count(1) == 1, name
        steps = zip(read.levels, read.levels[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), name


def test_named_lessons_are_written_where_told(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "für die Schule"
    key.write_key(folder, ["1.1", "testing_models"])
    assert sorted(path.name for path in folder.iterdir()) == [
        "1.1-what_is_training.html",
        "1.1-what_is_training.md",
        "7.1-testing_models.html",
        "7.1-testing_models.md",
    ]
    assert "2 pages in" in capsys.readouterr().out
    key.write_key(folder, ["1.1"])
    assert "1 page in" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_costs_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OneLineError, match="is a file: name a folder with --to"):
        key.write_key(tmp_path / "file", ["0"])
