"""The outline: every lesson's name, number, slug, place and order."""

import pytest

from helpers import outline, places
from helpers.places import NOTEBOOKS, OneLineError
from tests.launch.small_course import OUTLINE, Course


@pytest.fixture
def notebooks(tmp_path, monkeypatch):
    """The notebooks/ of a small course in place of the real one."""
    folder = Course(tmp_path).root / "notebooks"
    monkeypatch.setattr(places, "NOTEBOOKS", folder)
    monkeypatch.setenv("COURSE_WORK", str(folder.parent / "work"))
    return folder


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("0", "00_start_here"),
        ("start_here", "00_start_here"),
        ("1.1", "01_first/01_what_is_it"),
        ("01.01", "01_first/01_what_is_it"),
        ("What_Is_It", "01_first/01_what_is_it"),
        ("01_what_is_it", "01_first/01_what_is_it"),
        ("01_what_is_it.ipynb", "01_first/01_what_is_it"),
        ("01_first/01_what_is_it", "01_first/01_what_is_it"),
        ("notebooks/01_first/01_what_is_it.ipynb", "01_first/01_what_is_it"),
        ("work\\01_first\\01_what_is_it.ipynb", "01_first/01_what_is_it"),
        ("./01_first/01_what_is_it.ipynb", "01_first/01_what_is_it"),
        ("../01_first/01_what_is_it.ipynb", "01_first/01_what_is_it"),
        ("02_second/02_next_step", "02_second/02_next_step"),
    ],
)
def test_a_lesson_has_many_names(notebooks, monkeypatch, name, expected):
    monkeypatch.chdir(notebooks / "02_second")
    assert outline.find_lesson(name).name == expected
    path = str(notebooks.parent / "work" / f"{expected}.ipynb")
    assert outline.find_lesson(path).name == expected


@pytest.mark.parametrize("name", ["1.7", "0.5", "1.1.1", "", "no_such", "../1.1"])
def test_what_is_no_lesson_is_said_in_one_line(notebooks, monkeypatch, name):
    monkeypatch.chdir(notebooks)
    with pytest.raises(OneLineError, match=f'^There is no lesson "{name}"'):
        outline.find_lesson(name)


def test_the_outline_says_what_there_is_in_order(notebooks):
    (notebooks / "02_second" / "01_far_away.ipynb").unlink()
    lessons = outline.read_outline()
    assert [lesson.number for lesson in lessons] == ["0", "1.1", "1.2", "2.1", "2.2"]
    assert [lesson.exists for lesson in lessons] == [True, True, True, False, True]
    assert outline.existing() == [*lessons[:3], lessons[4]]
    first, second = lessons[1:3]
    assert (first.title, first.part, first.slug) == ("See it", "First", "what_is_it")
    assert (first.essential, second.essential) == (True, False)
    assert (first.seconds, second.seconds) == (outline.SECONDS, 45)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (None, "is missing"),
        ("[[part", "is damaged"),
        ("part = 3", "is damaged"),
        ("", "is damaged"),
        (OUTLINE.replace('"Go far"', "7"), "is damaged"),
    ],
)
def test_a_broken_outline_is_one_line(notebooks, damage, words):
    path = notebooks / "outline.toml"
    path.unlink()
    if damage is not None:
        path.write_text(damage, encoding="utf-8")
    with pytest.raises(OneLineError, match=words):
        outline.existing()


def test_names_say_where_a_lesson_belongs():
    name = "04_pipeline/01_split_the_dataset"
    assert outline.numbers_of(name) == (4, 1)
    assert outline.number_of(name) == "4.1"
    assert outline.slug_of(name) == "split_the_dataset"
    module = "helpers.exercises.pipeline.split_the_dataset"
    assert outline.exercise_module_name(name) == module
    module = "helpers.exercises.start_here"
    assert outline.exercise_module_name("00_start_here") == module
    assert outline.number_of("00_start_here") == "0"
    assert outline.number_of("notes/01_x") == ""
    for folder in (places.NOTEBOOKS, places.work()):
        assert outline.name_at(folder / f"{name}.ipynb") == name
    assert outline.name_at(places.ROOT / "01_x.ipynb") == ""


def test_the_outline_names_every_notebook_and_no_slug_twice():
    lessons = outline.read_outline()
    there = {
        path.relative_to(NOTEBOOKS).with_suffix("").as_posix()
        for path in NOTEBOOKS.rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts
    }
    assert there <= {lesson.name for lesson in lessons}
    assert len({lesson.slug for lesson in lessons}) == len(lessons)
    assert sum(lesson.essential for lesson in lessons) == 8
    numbers = [outline.numbers_of(lesson.name) for lesson in lessons]
    assert numbers == sorted(numbers) and all(numbers)
