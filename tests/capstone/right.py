"""A right project for each brief, made by code: what the checks are tried on."""

from pathlib import Path

import numpy as np
import pandas as pd

from helpers.capstone import GAIN, OPENED, Project, start

FRAMING = """# Framing

## Question
For each row of the table we predict the column that the brief asks for.
## User
The people named in the brief use the answer to decide what to do next.
## Moment
It is asked before anything has happened; later columns are still empty then.
## Error
A miss is counted in {unit}, as a mean over all rows.
## Cost
A miss costs what the brief says{costs}, and rare misses cost more than others.
## Columns left out
{late}
"""
CARD = """# Model card

## Use
For the people of the brief, for questions like those of the table, not for others.
## Data
The rows of the table, without copies, from the years that it holds.
## Split
Train was fitted to, choose chose the model, test was opened once at the end.
## Result
The error is {error:.4g}, with a 95 % interval from {low:.4g} to {high:.4g} on test.
The baseline errs by {baseline:.4g}: in pairs {gain:.3g} more, {gain_low:.3g} to
{gain_high:.3g} with 95 % confidence.
## Groups
The first half of choose errs by {first:.3g}, the second half of it by {second:.3g}.
## Limits
One table of one place: nothing is known about other places or later years.
## Contact
The author of this project keeps the model and answers questions about it.
"""
PLAN = """# Monitoring plan

## Signals
Each column, gaps in it, words that are new, and the mean of the answers.
## How often
After each batch of 150 rows; the true answers are known some weeks later.
## Alarm
Four standard errors: by chance it rings in fewer than one of a hundred batches.
## Action
Stop using the answers, look at the column, and retrain when it is understood.
## Who
The author is told, and decides together with the people who use the answers.
"""
MONITOR = '''
"""What is watched when the model is in use."""

import numpy as np
import pandas as pd


def alarms(reference, batch):
    found = []
    for column in reference:
        old, new = reference[column], batch[column]
        if column in ("{time}", "building", "machine", "patient"):
            continue
        if abs(new.isna().mean() - old.isna().mean()) > 0.15:
            found.append(f"gaps in {{column}}")
        elif pd.api.types.is_numeric_dtype(old):
            new = new.astype(float)
            error = old.std() * np.sqrt(1 / len(new) + 1 / len(old))
            if abs(new.mean() - old.mean()) > 4 * error:
                found.append(f"mean of {{column}}")
        elif old.nunique() < 20:
            if not set(new.dropna()) <= set(old.dropna()):
                found.append(f"new words in {{column}}")
            elif new.value_counts(normalize=True).iloc[0] > 0.9:
                found.append(f"one word in {{column}}")
        else:
            length = old.str.len()
            error = length.std() / np.sqrt(len(new))
            if abs(new.str.len().mean() - length.mean()) > 4 * error:
                found.append(f"length of {{column}}")
            known = set(" ".join(old.str.lower()).split())
            words = " ".join(new.str.lower()).split()
            if words and np.mean([word in known for word in words]) < 0.8:
                found.append(f"unknown words in {{column}}")
    return found
'''
HEAD = '''"""The model that was chosen."""

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

NUMBERS = {numbers}
WORDS = {words}


def columns():
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    words = OneHotEncoder(handle_unknown="ignore")
    return ColumnTransformer([("n", numbers, NUMBERS), ("w", words, WORDS)])


class Chances:
    def __init__(self):
        self.model = make_pipeline(columns(), LogisticRegression(max_iter=2000))

    def fit(self, table, target):
        self.model.fit(table, target)
        return self

    def predict(self, table):
        return self.model.predict_proba(table)[:, 1]


def make_model():
'''
MODELS = {
    "rents": (
        ["area_m2", "rooms", "floor", "year_built", "x_km", "y_km"],
        ["lift", "balcony", "furnished", "heating_included"],
        "    pipeline = make_pipeline(columns(), Ridge())\n"
        "    return TransformedTargetRegressor(pipeline, func=np.log, "
        "inverse_func=np.exp)\n",
    ),
    "machines": (
        ["load_share", "vibration_mm_s", "temperature_c", "oil_age_weeks"],
        ["site"],
        "    return Chances()\n",
    ),
    "visits": (
        ["age_years", "distance_km", "lead_days", "earlier_visits", "earlier_missed"],
        ["reminder"],
        "    return Chances()\n",
    ),
    "manuals": (
        [],
        [],
        """    def texts(table):
        return table["summary"].fillna("")

    return make_pipeline(
        FunctionTransformer(texts),
        TfidfVectorizer(sublinear_tf=True, min_df=2),
        MultinomialNB(alpha=0.1),
    )
""",
    ),
}
TESTS = '''"""Behavioural tests."""

import numpy as np
import pytest

from helpers.capstone import Project
from model import make_model


@pytest.fixture(scope="module")
def fitted():
    project = Project(".")
    table, target = project.rows("train")
    model = make_model()
    model.fit(table, target)
    return project, model, *project.rows("choose")


def test_answers_come_in_the_right_unit(fitted):
    project, model, table, target = fitted
    answers = np.asarray(model.predict(table))
    if project.brief.kind == "name":
        assert set(answers) <= set(target)
    else:
        assert answers.min() >= 0
        assert answers.max() <= 2 * max(target.max(), 0.5)


def test_the_model_beats_one_that_looks_at_nothing(fitted):
    project, model, table, target = fitted
    losses = project.brief.losses(target, model.predict(table))
    assert losses.mean() < project.baseline_error()


def test_a_gap_does_not_stop_it(fitted):
    project, model, table, target = fitted
    rows = table.head(5).copy()
    name = rows.columns[-1]
    rows[name] = None if rows[name].dtype == object else np.nan
    assert len(model.predict(rows)) == 5
'''


def bank_parts(project: Project) -> pd.Series:
    """Return a part for each row that keeps every rule of the project's brief."""
    table, truth, brief = project.table, project.truth, project.brief
    rng = np.random.default_rng(0)
    group = truth["group"] if brief.groups else truth["copy"]
    place = pd.Series(rng.permutation(group.nunique()) / group.nunique())
    place = place[pd.factorize(group)[0]].to_numpy()
    part = pd.Series(["train"] * len(table), index=table.index, dtype=object)
    if brief.time:
        year = table[brief.time].dt.year
        last = year.max()
        if brief.groups:
            part[:] = None
            part[(place < 0.4) & (year < last - 1)] = "train"
            part[(place >= 0.4) & (place < 0.6) & (year == last - 1)] = "choose"
            part[(place >= 0.6) & (year == last)] = "test"
        else:
            part[year == last - 1] = "choose"
            part[year == last] = "test"
    else:
        part[place >= 0.6] = "choose"
        part[place >= 0.8] = "test"
    if brief.copies:  # what stands in an earlier part is left out of the later ones
        for later, earlier in (("choose", ["train"]), ("test", ["train", "choose"])):
            seen = truth["copy"][part.isin(earlier)]
            part[(part == later) & truth["copy"].isin(seen)] = None
            part[(part == later) & truth["copy"][part == later].duplicated()] = None
    return part


def fill(folder: Path, key: str) -> Project:
    """Make a project that reaches every milestone before the test set is opened."""
    start(key, folder)
    project = Project(folder)
    brief = project.brief
    write = lambda name, text: (folder / name).write_text(text, encoding="utf-8")  # noqa: E731
    late = ", ".join(f"`{c}`" for c in brief.late)
    costs = "".join(f", {cost:,} €" for cost in brief.costs)
    write("framing.md", FRAMING.format(late=late, unit=brief.unit, costs=costs))
    parts = project.table[["row"]].assign(part=bank_parts(project)).dropna()
    parts.to_csv(folder / "split.csv", index=False)
    numbers, words, end = MODELS[key]
    head = HEAD.replace("{numbers}", repr(numbers)).replace("{words}", repr(words))
    write("model.py", head + end)
    losses = project.run("choose")
    assert not isinstance(losses, str), losses
    error, low, high = project.interval(losses, "choose")
    base, lowest, highest = project.interval(project.baseline_losses(), "choose")
    write(
        "trials.csv",
        "name,error,low,high,chosen\n"
        f"baseline,{base},{lowest},{highest},no\n"
        f"line,{error},{low},{high},yes\n"
        f"tree,{error + 0.1},{low},{high + 1},no\n"
        f"forest,{error + 0.1},{low},{high + 1},no\n",
    )
    write("test_model.py", TESTS)
    write("monitor.py", MONITOR.format(time=brief.time or "date"))
    write("monitoring.md", PLAN)
    return project


def finish(project: Project) -> None:
    """Open the test set and write the card."""
    project.open_test()
    opened = {k: float(project.openings()[0][k]) for k in (*OPENED, *GAIN)}
    half = opened["error"] * np.array([0.9, 1.1])
    text = CARD.format(**opened, first=half[0], second=half[1])
    (project.folder / "model_card.md").write_text(text, encoding="utf-8")
