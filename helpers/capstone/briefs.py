"""The four briefs of the capstone: what is asked, the data, and the hidden truth.

A brief knows more than its table: which rows are the same thing under two names, what
belongs together, which columns are filled in too late, and what a later change of the
world looks like. The milestones judge by that; nothing of it is shown as a table.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers.data import dataset
from helpers.places import OneLineError

Change = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class Brief:
    """One task for a project.

    columns: what they hold, in words. target: the one to answer. kind: "number",
    "chance" (of class 1) or "name".
    losses: of truth and answers, both of shape (n,), one loss a row in `unit`; less is
    better. late: columns that do not exist when the question is asked. copies, groups:
    hidden names, one a row of the table, each with the word for it; equal ones must not
    stand in two parts. time: the column after which choose comes after train, and test
    after both, "" where time plays no part. unit_words: a pattern of words that name
    the unit. costs: the sums that the brief tells. changes: what a monitor should
    notice.
    """

    key: str
    title: str
    story: str
    columns: str
    target: str
    kind: str
    unit: str
    losses: Callable[[Any, Any], np.ndarray]
    late: tuple[str, ...]
    unit_words: str = ""
    costs: tuple[int, ...] = ()
    copies: str = ""
    groups: str = ""
    time: str = ""
    least_test: int = 150
    changes: Mapping[str, Change] = field(default_factory=dict)
    read: Callable[[], tuple[pd.DataFrame, pd.DataFrame]] | None = None

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the table and its truth (columns `copy` and `group`), row by row."""
        table, truth = (self.read or read_project(self.key))()
        return table.copy(), truth.copy()

    def asked(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the columns that exist when the question is asked, without the row."""
        asked = table.drop(columns=["row", self.target, *self.late])
        # Whole numbers are so again where rows with none are hidden elsewhere.
        whole = asked.columns.intersection(table.attrs.get("whole", []))
        whole = [name for name in whole if asked[name].notna().all()]
        return asked.astype(dict.fromkeys(whole, int))

    @property
    def middle_words(self) -> str:
        """Return what `middle` is, in words."""
        words = {"number": "the median", "chance": "the mean"}
        return words.get(self.kind, "the commonest name")

    def middle(self, truth: Any) -> Any:
        """Return the answer of one who looks at nothing."""
        truth = pd.Series(truth)
        if self.kind == "number":
            return truth.median()
        return truth.mean() if self.kind == "chance" else truth.mode()[0]


def read_project(key: str) -> Callable[[], tuple[pd.DataFrame, pd.DataFrame]]:
    """Return the function that reads a project's two files."""
    same = {"rents": "offer", "machines": "sent", "visits": "row"}[key]
    together = {"rents": "building", "machines": "unit", "visits": "person"}[key]
    date = {"rents": "listed_on", "machines": "week", "visits": "date"}[key]

    @cache
    def read() -> tuple[pd.DataFrame, pd.DataFrame]:
        table = pd.read_csv(dataset(f"project_{key}.csv"), parse_dates=[date])
        hidden = pd.read_csv(dataset(f"project_{key}_truth.csv"))
        truth = pd.DataFrame({"copy": hidden[same], "group": hidden[together]})
        return table, truth

    return read


# ---------------------------------------------------------------- texts of scipy

PARTS = ("integrate", "interpolate", "linalg", "ndimage", "optimize", "signal")
PARTS += ("sparse", "spatial", "special", "stats")


@cache
def read_manuals() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what scipy's source files say of their functions, and each text's twin."""
    import scipy

    library = Path(str(scipy.__file__)).parent
    rows = []
    for part in PARTS:
        for path in sorted((library / part).rglob("*.py")):
            if "tests" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.FunctionDef | ast.ClassDef):
                    continue
                text = ast.get_docstring(node) or ""
                words, _, rest = text.partition("\nParameters\n")
                if len(words) < 60:
                    continue
                _, _, examples = rest.partition("\nExamples\n")
                name = path.relative_to(library).as_posix()
                rows.append((" ".join(words.split()), name, examples[:300], part))
    table = pd.DataFrame(rows, columns=["summary", "file", "examples", "team"])
    table.insert(0, "row", np.arange(1, len(table) + 1))
    plain = table["summary"].str.lower().str.replace(r"\W+", " ", regex=True)
    truth = pd.DataFrame({"copy": pd.factorize(plain)[0], "group": table["file"]})
    return table, truth


# ---------------------------------------------------------------- losses


def paired(truth: Any, answers: Any, dtype: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return both as arrays of one shape (n,): a column would be paired with each row.

    Raises OneLineError for other shapes, and for answers that are no numbers.
    """
    truth, answers = np.asarray(truth, dtype), np.asarray(answers, dtype)
    if truth.shape != answers.shape or truth.ndim != 1:
        raise OneLineError(
            f"losses takes one answer a row: truth has the shape {truth.shape}, the "
            f"answers have {answers.shape}"
        )
    if dtype is float and not np.isfinite(answers).all():
        raise OneLineError("losses: some answers are not finite numbers")
    return truth, answers


def chances_of(truth: Any, answers: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return both as `paired` does. Raises OneLineError where some are no chances."""
    truth, chances = paired(truth, answers, float)
    if ((chances < 0) | (chances > 1)).any():
        raise OneLineError("losses: a chance lies between 0 and 1; some answers do not")
    return truth, chances


def percent_off(truth: Any, answers: Any) -> np.ndarray:
    """Return each answer's distance from the truth, in % of the truth."""
    truth, answers = paired(truth, answers, float)
    return 100 * np.abs(answers - truth) / truth


def euros(truth: Any, answers: Any) -> np.ndarray:
    """Return what each row costs if all with a chance above 400/8,000 are inspected."""
    truth, chances = chances_of(truth, answers)
    return np.where(chances > 400 / 8000, 400.0, 8000.0 * truth)


def bits(truth: Any, answers: Any) -> np.ndarray:
    """Return the log loss of each chance, in bits; 0 and 1 are taken as 0.001 off."""
    truth, chances = chances_of(truth, answers)
    chances = np.clip(chances, 0.001, 0.999)
    return -np.log2(np.where(truth == 1, chances, 1 - chances))


def wrong(truth: Any, answers: Any) -> np.ndarray:
    """Return 100 for each wrong name and 0 for each right one."""
    truth, answers = paired(truth, answers, object)
    return 100.0 * (truth != answers)


# ---------------------------------------------------------------- changes


def times(column: str, factor: float) -> Change:
    """Return the change of a column's unit."""
    return lambda batch: batch.assign(**{column: batch[column] * factor})


def gone(column: str) -> Change:
    """Return the change that nobody fills in a column any more."""
    return lambda batch: batch.assign(**{column: batch[column].where(batch.index < 0)})


def replaced(column: str, word: str) -> Change:
    """Return the change that a column holds one word, not seen before."""
    return lambda batch: batch.assign(**{column: word})


def one_answer(batch: pd.DataFrame) -> pd.DataFrame:
    """Return the batch as if the model answered the same everywhere."""
    return batch.assign(answer=batch["answer"].iloc[0])


def higher(factor: float) -> Change:
    """Return the change that all answers are larger."""
    return lambda batch: batch.assign(answer=batch["answer"] * factor)


# ---------------------------------------------------------------- the briefs

BRIEFS = {
    "rents": Brief(
        key="rents",
        title="What rent should an owner ask?",
        story=(
            "A city's housing office runs a page on which owners offer flats. While "
            "an owner fills in the form, the page is to suggest a monthly rent. The "
            "page starts next January. It will be used for buildings that were never "
            "on it, and a suggestion that is 10 % too high is as bad for a small flat "
            "as for a large one. The table holds the offers of 2019 to 2024, each with "
            "the rent that it asked."
        ),
        columns=(
            "One row is one offer. `listed_on`: the day it was put on the page. "
            "`x_km`, `y_km`: from the centre of the city. `days_listed`: days on the "
            "page. `requests`: letters of people who want to see the flat. `rent_eur`: "
            "euros a month."
        ),
        target="rent_eur",
        kind="number",
        unit="% off",
        losses=percent_off,
        late=("days_listed", "requests"),
        unit_words="%|per ?cent|relative|proportion",
        copies="the same offer (listed again)",
        groups="the same building",
        time="listed_on",
        changes={
            "area_m2 arrives in square feet": times("area_m2", 10.764),
            "nobody fills in year_built": gone("year_built"),
            "furnished holds a word never seen before": replaced("furnished", "partly"),
            "all answers are a third higher": higher(4 / 3),
        },
        read=read_project("rents"),
    ),
    "machines": Brief(
        key="machines",
        title="Which machines should be inspected?",
        story=(
            "A firm runs 48 machines at four sites. On Monday morning its readings of "
            "the past week are sent in, and somebody decides which machines to "
            "inspect. An inspection costs 400 €, and finds a failure before it "
            "happens. A failure that nobody saw coming costs 8,000 €. The same "
            "machines will run next year, when your model is used. The table holds "
            "the years 2022 to 2024. Your model gives the chance of a failure in the "
            "week that follows; a machine is inspected where it is above 0.05."
        ),
        columns=(
            "One row is one machine in one week. `week`: its Monday. `machine`: the "
            "number on its plate. `load_share`: how much it worked, 0 to 1, and "
            "`vibration_mm_s`, `temperature_c`: means of the past week. "
            "`oil_age_weeks`: since the oil was changed. `error_codes`: errors that it "
            "sent. `stopped_h`, `repair_order`: hours that it stood still, and whether "
            "a repair was ordered, from the workshop's list. `fails_next_week`: 1 "
            "where it failed in the week that follows."
        ),
        target="fails_next_week",
        kind="chance",
        unit="€ a machine and week",
        losses=euros,
        late=("stopped_h", "repair_order"),
        unit_words="€|euro?s?\\b|cost",
        costs=(400, 8000),
        copies="the same readings (sent twice)",
        time="week",
        least_test=1_500,
        changes={
            "temperature_c arrives in Fahrenheit": lambda batch: batch.assign(
                temperature_c=batch["temperature_c"] * 1.8 + 32
            ),
            "vibration_mm_s is no longer read": gone("vibration_mm_s"),
            "site holds a letter never seen before": replaced("site", "E"),
            "all chances are three times as high": higher(3.0),
        },
        read=read_project("machines"),
    ),
    "manuals": Brief(
        key="manuals",
        title="Which part of a library does a text belong to?",
        story=(
            "A help desk for scientific software gets texts that say what somebody "
            "wants to do, and passes each on to one of ten teams. Your model is to do "
            "that from the first paragraphs alone. To learn from there is what "
            "scipy's own source files say of their functions, with the part of the "
            "library that each belongs to. What people will write does not come from "
            "these files."
        ),
        columns=(
            "One row is the text of one function. `summary`: its first paragraphs. "
            "`file`: the source file it stands in. `examples`: the code below it. "
            "`team`: the part of the library."
        ),
        target="team",
        kind="name",
        unit="% wrong",
        losses=wrong,
        late=("file", "examples"),
        unit_words="%|per ?cent|share|wrong|right|error rate|accuracy",
        copies="the same text (word for word)",
        groups="the same file",
        changes={
            "the texts are cut off after ten letters": lambda batch: batch.assign(
                summary=batch["summary"].str[:10]
            ),
            "the texts arrive empty": replaced("summary", ""),
            "the texts arrive in another language": replaced(
                "summary",
                "Berechnet die Lösung eines Gleichungssystems mit vielen "
                "Unbekannten und gibt sie als Feld zurück, wenn es eine gibt",
            ),
            "every answer is the same": one_answer,
        },
        read=read_manuals,
    ),
    "visits": Brief(
        key="visits",
        title="Who will miss an appointment?",
        story=(
            "A group of clinics wants to know, two days ahead, how likely each patient "
            "is to miss an appointment. A new clinic opens next month, with patients "
            "whom the group does not know. The table holds 3,000 appointments of the "
            "clinics that exist."
        ),
        columns=(
            "One row is one appointment. `lead_days`: how many days ahead it was "
            "booked. `earlier_visits`, `earlier_missed`: the patient's appointments "
            "before this one. `reminder`: agreed on at the booking. `missed`: 1 where "
            "the patient did not come."
        ),
        target="missed",
        kind="chance",
        unit="bits a visit",
        losses=bits,
        late=("minutes_late", "fee_eur"),
        unit_words="bits?\\b|log.?loss|entropy",
        groups="the same patient",
        changes={
            "distance_km arrives in metres": times("distance_km", 1000),
            "nobody fills in distance_km": gone("distance_km"),
            "reminder holds a word never seen before": replaced("reminder", "app"),
            "all chances are doubled": higher(2.0),
        },
        read=read_project("visits"),
    ),
}


def find(key: Any) -> Brief:
    """Return the brief of this name. Raises OneLineError that lists them."""
    key = key.strip().lower() if isinstance(key, str) else key
    if key not in BRIEFS:
        raise OneLineError(f"there is no brief {key!r}; there are {', '.join(BRIEFS)}")
    return BRIEFS[key]
