"""Questions in Markdown: what is read, and what an author is told to mend."""

from pathlib import Path

import pytest

from helpers.judging import UnknownExercise
from helpers.judging.kinds import Prediction, Quiz
from helpers.judging.questions import read_questions

GOOD = """# Questions of a lesson

## warmup_sum (1.1)
**1.** What is 1 + 1?

- [ ] One — Add both.
- [x] Two — Yes: one
  and one.
- [ ] Three — That is
  1 + 1 + 1.

## predict_two
**Predict:** which?

- [x] This — Yes.
- [ ] That — No.
- [ ] Neither — Look again.
"""


def read(tmp_path: Path, text: str) -> dict[str, Quiz]:
    path = tmp_path / "lesson.md"
    path.write_text(text, encoding="utf-8")
    return read_questions(path)


def test_questions_are_read_whole(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    one, two = found["warmup_sum"], found["predict_two"]
    assert (one.right, one.about, one.kind) == ("B", "1.1", "quiz")
    assert one.replies["B"] == "Yes: one and one."
    assert one.markdown == ("**1.** What is 1 + 1?\n\n- A) One\n- B) Two\n- C) Three")
    assert isinstance(two, Prediction)
    assert (two.right, two.about) == ("A", "")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- [x] Two", "- [ ] Two", "one right option"),
        ("- [ ] One", "- [x] One", "one right option"),
        ("One — Add both.", "One", "a reply"),
        ("One — Add", " — Add", "a reply"),
        ("**1.** What is 1 + 1?", "", "a text"),
        ("predict_two", "warmup_sum", "twice"),
    ],
)
def test_a_question_that_is_not_well_formed_is_named(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(ValueError, match=f"warmup_sum.*{words}"):
        read(tmp_path, GOOD.replace(old, new))


def test_a_copy_of_another_edition_is_told_so_in_one_line() -> None:
    from helpers import exercises
    from helpers.exercises.pipeline import split_the_dataset

    assert exercises.split_the_dataset is split_the_dataset, "as old editions ask"
    with pytest.raises(UnknownExercise, match="another edition") as caught:
        split_the_dataset.an_exercise_of_old  # noqa: B018
    assert caught.value._render_traceback_()[0].count("\n") == 0
    assert not hasattr(split_the_dataset, "_ipython_display_")
    with pytest.raises(ImportError):
        exec("from helpers.exercises import no_such_lesson")
