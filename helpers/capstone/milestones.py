"""What each milestone of a project is judged by: the files that were handed in.

A milestone is a function that takes the project and returns its findings, one line
each, that name the file and the row or line; no finding: it is reached. `NotThere` says
that a file has not been begun.
"""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from helpers.capstone.empty import TEMPLATES
from helpers.places import reason

if TYPE_CHECKING:
    from helpers.capstone import Project

HEADINGS = {
    "framing.md": ("Question", "User", "Moment", "Error", "Cost", "Columns left out"),
    "model_card.md": (
        *("Use", "Data", "Split", "Result", "Groups", "Limits", "Contact"),
    ),
    "monitoring.md": ("Signals", "How often", "Alarm", "Action", "Who"),
}
FEWEST_WORDS = 5  # under a heading; a sentence, not a word
# A name, a unit or a number may be enough.
SHORT = ("Columns left out", "Error", "Contact", "Result", "Groups")
SHORT += ("How often", "Alarm", "Who")
LARGEST = 20_000_000  # bytes of a file that somebody has written
NOT_CHOSEN = ("", "no", "n", "false", "0", "0.0", "-", "nan", "none")
PARTS = ("train", "choose", "test")
# A dash after a digit or a % is a range, no sign.
NUMBER = re.compile(r"(?:(?<![\d%])[-−+])?\d+(?:[.,]\d+)*")
WIDTH = re.compile(r"±|\+ ?/? ?[-−]|plus (?:or|/) minus")  # half an interval follows


class NotThere(Exception):
    """A file of the milestone has not been written yet."""


class Unreadable(Exception):
    """A file of the milestone is there, and cannot be read as what it should be."""


# ---------------------------------------------------------------- reading files


def text_of(folder: Path, name: str) -> str:
    """Return a file's text.

    Raises NotThere where there is none, or nothing in it; Unreadable for other bytes.
    """
    try:
        if (size := (folder / name).stat().st_size) > LARGEST:
            raise Unreadable(
                f"{name} has {size / 1e6:.0f} MB: it is another file than the one that "
                "is asked for"
            )
        text = (folder / name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotThere(f"`{name}` is not in the folder yet.") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{name} is not a text file in UTF-8: save it anew") from None
    except OSError as error:
        raise Unreadable(f"{name} cannot be read: {reason(error)}") from None
    if not text.strip() or text.strip() == TEMPLATES.get(name, "").strip():
        raise NotThere(f"`{name}` is still as you were given it.")
    return text


def rows_of(folder: Path, name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Return a CSV file's rows, each with the number of its line under "line".

    A spreadsheet may have put semicolons or tabs between the fields. Raises NotThere
    where the file is missing, Unreadable where it lacks a column or has too many.
    """
    text = text_of(folder, name)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    try:
        reader.fieldnames = [field.strip().lower() for field in reader.fieldnames or ()]
        given = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise Unreadable(
            f"{name}, line {reader.line_num}: {error}. Is a quotation mark not closed?"
        ) from None
    if missing := [column for column in columns if column not in reader.fieldnames]:
        raise Unreadable(
            f"{name} needs the columns {', '.join(columns)} in its first line; "
            f"missing: {', '.join(missing)}"
        )
    rows = []
    for line, row in given:
        if None in row:
            raise Unreadable(
                f"{name}, line {line} has more fields than the first line. "
                "Is there a comma in a name or a number?"
            )
        plain = {key: (value or "").strip() for key, value in row.items()}
        rows.append({**plain, "line": str(line)})
    return rows


def parts_of(folder: Path, table: pd.DataFrame) -> tuple[dict[int, str], list[str]]:
    """Return the part of each row's number in split.csv, and findings on its lines.

    A row without a part is left out, as one that is not in the file.
    """
    part: dict[int, str] = {}
    known, faults = {*table["row"]}, {}
    for row in rows_of(folder, "split.csv", ("row", "part")):
        row = {key: value[:40] for key, value in row.items()}  # a finding is a line
        row["row"] = row["row"].removesuffix(".0")
        if fault := fault_of(row, known, part):
            same = faults.setdefault(re.sub(r"`.*?`|\d+", "", fault), [])
            same.append(f"split.csv, line {row['line']}: {fault}")
        elif row["part"]:
            part[int(row["row"])] = row["part"].lower()
    findings = [
        same[0] + f"; {len(same)} lines are like this" * (len(same) > 1)
        for same in faults.values()
    ]
    return part, findings


def fault_of(row: dict[str, str], known: set[int], part: dict[int, str]) -> str:
    """Return what is wrong with a line of split.csv, "" where nothing is."""
    try:
        number = int(row["row"])
    except ValueError:
        return f"`{row['row']}` is not a row's number"
    if number not in known:
        return (
            f"the table has no row {number}; a row has its number from the column "
            "`row`, not from the index"
        )
    if number in part:
        return f"row {number} stands in the file twice"
    if row["part"].lower() not in ("", *PARTS):
        return (
            f"a part is train, choose or test, not `{row['part']}`; nothing stands "
            "there where a row is left out"
        )
    return ""


def sections(text: str) -> dict[str, tuple[int, str]]:
    """Return {heading: (number of its line, text below it)} of the known headings.

    They may have another level, a number before them or a colon after them.
    """
    found: dict[str, tuple[int, str]] = {}
    known = {heading.lower() for names in HEADINGS.values() for heading in names}
    heading = ""
    for number, line in enumerate(text.splitlines(), 1):
        words = re.sub(r"^\s*#+[\d.)·\s]*", "", line).strip(" :*_#").lower()
        if line.lstrip().startswith("#") and words in known:
            heading = words
            found[heading] = (number, "")
        elif heading:
            found[heading] = (found[heading][0], found[heading][1] + line + "\n")
    return found


def headings_missing(name: str, text: str) -> Iterator[str]:
    """Yield a finding for each heading that is missing or says too little."""
    found = sections(text)
    template = sections(TEMPLATES.get(name, ""))
    for heading in HEADINGS[name]:
        line, below = found.get(heading.lower(), (0, ""))
        same = below.strip() == template.get(heading.lower(), (0, ""))[1].strip()
        if not line:
            yield f"{name}: the heading `## {heading}` is missing"
        elif not below.strip() or same:
            yield f"{name}, line {line}: nothing of yours stands under `{heading}`"
        elif len(below.split()) < FEWEST_WORDS and heading not in SHORT:
            yield f"{name}, line {line}: write a sentence under `{heading}`"


def numbers_in(text: str) -> list[tuple[float, float]]:
    """Return the numbers of a text, each with half a unit of its last digit."""
    found = []
    for word in NUMBER.findall(text):
        plain = word.replace("−", "-")
        # A comma may stand before decimals, between thousands or between two numbers.
        ways = {plain.replace(",", ""), plain.replace(",", "."), *plain.split(",")}
        for one in ways:
            if one.count(".") <= 1:
                half = 0.5 * 10.0 ** -len(one.partition(".")[2])
                found.append((float(one), half))
    return found


def says(text: str, number: float) -> bool:
    """Return whether a text gives a number, rounded to two digits or more."""
    return any(
        abs(value - number) <= half * 1.01 and half <= max(0.051 * abs(number), 1e-9)
        for value, half in numbers_in(text)
    )


# ---------------------------------------------------------------- the milestones


def framing(project: "Project") -> list[str]:
    """Judge `framing.md`: the question, and the columns that come too late."""
    text = text_of(project.folder, "framing.md")
    findings = list(headings_missing("framing.md", text))
    line, below = sections(text).get("columns left out", (0, ""))
    if line:
        plain = re.sub(r"[\W_]+", " ", f" {below} ".lower())
        named = {
            c for c in project.columns if f" {c.lower().replace('_', ' ')} " in plain
        }
        missing = len({*project.brief.late} - named)
        known = {*project.brief.asked(project.table)}
        if len(named & known) > max(1, len(known) / 2):
            findings.append(
                f"framing.md, line {line}: {len(named & known)} of the columns named "
                "do exist when the question is asked. Name those that come too late"
            )
        if missing:
            findings.append(
                f"framing.md, line {line}: {missing} more of the columns cannot be "
                "known when the question is asked. When does somebody write each "
                "column down?"
            )
        if not named and not missing:
            findings.append(f"framing.md, line {line}: no column is named")
    return findings


def split(project: "Project") -> list[str]:
    """Judge `split.csv`: each row once, enough to judge by, nothing leaks."""
    part, findings = parts_of(project.folder, project.table)
    if findings:
        return findings
    table = project.table.assign(part=project.table["row"].map(part))
    sizes = table["part"].value_counts().reindex(PARTS, fill_value=0)
    for name, least in (("train", 300), ("choose", 100)):
        if sizes[name] < least:
            findings.append(
                f"split.csv: {name} has {sizes[name]} rows; take {least} or more"
            )
    if sizes["test"] < project.brief.least_test:
        findings.append(
            f"split.csv: test has {sizes['test']} rows; with fewer than "
            f"{project.brief.least_test} its interval would say nothing. Give it a "
            "larger share, or leave out fewer rows"
        )
    if findings:
        return findings
    return [
        *shared(project, table, "copy"),
        *shared(project, table, "group"),
        *out_of_time(project, table),
    ]


def shared(project: "Project", table: pd.DataFrame, kind: str) -> Iterator[str]:
    """Yield a finding where copies, or rows of a group, stand in two parts."""
    words = project.brief.copies if kind == "copy" else project.brief.groups
    if not words:
        return
    table = table.assign(hidden=project.truth[kind].to_numpy())
    for later, earlier in (("choose", ("train",)), ("test", ("train", "choose"))):
        before = table[table["part"].isin(earlier)]
        first = before.drop_duplicates("hidden").set_index("hidden")
        leaks = table[(table["part"] == later) & table["hidden"].isin(first.index)]
        if kind == "group" and project.brief.copies:  # told by the finding on copies
            twins = before.assign(twin=project.truth["copy"].loc[before.index])
            own = project.truth["copy"].loc[leaks.index]
            leaks = leaks[~own.isin(twins["twin"]).to_numpy()]
        if leaks.empty:
            continue
        row = leaks.iloc[0]
        other = first.loc[row["hidden"]]
        more = f"; {len(leaks)} rows of {later} are like this" * (len(leaks) > 1)
        yield (
            f"split.csv, row {row['row']} ({later}): {words} as row {other['row']} "
            f"({other['part']}){more}"
        )


def out_of_time(project: "Project", table: pd.DataFrame) -> Iterator[str]:
    """Yield a finding where a part is not later than those that it judges."""
    time = project.brief.time
    if not time:
        return
    for later, earlier in (("choose", ("train",)), ("test", ("train", "choose"))):
        judged = table[table["part"] == later].sort_values(time)
        known = table[table["part"].isin(earlier)].sort_values(time)
        early = judged[judged[time] <= known[time].iloc[-1]]
        if len(early):
            row, last = early.iloc[0], known.iloc[-1]
            yield (
                f"split.csv, row {row['row']} ({later}, {row[time]:%Y-%m-%d}) is not "
                f"later than row {last['row']} ({last['part']}, {last[time]:%Y-%m-%d})"
                f"; {len(early)} rows of {later} are like this"
            )


def read_trials(project: "Project") -> tuple[list[dict[str, Any]], list[str]]:
    """Return the lines of trials.csv with numbers, and findings on those without."""
    columns = ("name", "error", "low", "high", "chosen")
    given, trials, findings = (
        rows_of(project.folder, "trials.csv", columns),
        [],
        [],
    )
    for row in given:
        where = f"trials.csv, line {row['line']}"
        try:
            low, error, high = (
                float(row[key].replace(",", ".")) for key in ("low", "error", "high")
            )
        except ValueError:
            low = error = high = np.nan
        if not np.isfinite([low, error, high]).all():
            shown = ", ".join(f"`{row[key][:40]}`" for key in ("error", "low", "high"))
            findings.append(
                f"{where}: error, low and high are to be numbers without a unit, not "
                f"{shown}"
            )
            continue
        if low == high:
            findings.append(f"{where}: the interval has no width")
        elif low > high:
            findings.append(f"{where}: `low` is higher than `high`")
        elif not low <= error <= high:
            findings.append(f"{where}: the interval does not hold the error {error}")
        chosen = row["chosen"].lower() not in NOT_CHOSEN
        trials.append({**row, "error": error, "low": low, "high": high, "it": chosen})
    return trials, findings


def candidates(project: "Project") -> list[str]:
    """Judge `trials.csv`: a baseline, three rivals at least, an interval each."""
    trials, findings = read_trials(project)
    if any("are to be numbers" in finding for finding in findings):
        return findings  # what else would be said may be wrong
    names = [trial["name"].lower() for trial in trials]
    for n, name in enumerate(names):
        if name in names[:n]:
            findings.append(
                f"trials.csv, line {trials[n]['line']}: `{name}` stands there twice"
            )
    if "baseline" not in names:
        findings.append("trials.csv: no line is named `baseline`")
    else:
        stated = trials[names.index("baseline")]
        error = project.baseline_error()
        if abs(stated["error"] - error) > 0.02 * abs(error):
            findings.append(
                f"trials.csv, line {stated['line']}: the baseline errs by "
                f"{stated['error']:g} there; {project.brief.middle_words} of train, on "
                f"the rows of choose, errs by {error:.4g} {project.brief.unit}"
            )
    if len({*names} - {"baseline"}) < 3:
        findings.append("trials.csv: compare three candidates or more beside it")
    return findings


def choice(project: "Project") -> list[str]:
    """Judge the chosen line, and whether `model.py` makes its error."""
    trials, findings = read_trials(project)
    chosen = [trial for trial in trials if trial["it"]]
    if len(chosen) != 1:
        marked = ", ".join(t["line"] for t in chosen) or "none"
        return [*findings, f"trials.csv: mark one line as chosen (lines now: {marked})"]
    one = chosen[0]
    where = f"trials.csv, line {one['line']}"
    if one["name"].lower() == "baseline":
        findings.append(f"{where}: the baseline is what others are compared with")
    rivals = [trial for trial in trials if trial["name"].lower() != "baseline"]
    best = min(rivals, key=lambda trial: trial["error"], default=one)
    if best["high"] < one["low"]:
        findings.append(
            f"{where}: `{best['name']}` (line {best['line']}) is better by more than "
            "both intervals: choose it"
        )
    for trial in trials:
        if trial not in [one, *rivals] and trial["error"] <= one["error"]:
            findings.append(
                f"{where}: `baseline` (line {trial['line']}) errs no more than it"
            )
    text_of(project.folder, "model.py")
    ran = project.run("choose")
    if isinstance(ran, str):
        return [*findings, ran]
    error = float(np.mean(ran))
    off, width = abs(error - one["error"]), one["high"] - one["low"]
    if off > max(0.02 * error, 0.1 * width):
        chance = ". Does chance play a part in it? Then give it a `random_state`"
        findings.append(
            f"{where}: the chosen one errs by {one['error']:g}, but `model.py`, fitted "
            f"to train, errs by {error:.4g} {project.brief.unit} on choose"
            f"{chance * (off < width / 2)}"
        )
    return findings


def test_once(project: "Project") -> list[str]:
    """Judge `openings.csv`: one line, and nothing was changed after it."""
    openings = project.openings()
    if not openings:
        raise NotThere("The test set has not been opened: `project.open_test()`.")
    findings = [
        f"openings.csv, line {n}: the test set was opened again. That cannot be "
        "undone: report the first result, and say in the card that there was a second"
        for n in range(3, len(openings) + 2)
    ]
    now = project.marks()
    for name, mark in openings[0]["marks"].items():
        if now.get(name) != mark:
            findings.append(
                f"{name} has been changed since the test set was opened: the result "
                "belongs to the old one. Bring the old one back"
            )
    return findings


def model_card(project: "Project") -> list[str]:
    """Judge `model_card.md`: whole, and with the result that the test set gave."""
    text = text_of(project.folder, "model_card.md")
    findings = list(headings_missing("model_card.md", text))
    found = sections(text)
    openings = project.openings()
    if openings and "result" in found:
        line, below = found["result"]
        half = float(openings[0]["high"]) - float(openings[0]["error"])
        for key, word in (
            ("error", "the error"),
            ("low", "the lower end of its interval"),
            ("high", "the upper end of its interval"),
        ):
            if key != "error" and WIDTH.search(below) and says(below, half):
                continue
            if not says(below, float(openings[0][key])):
                findings.append(
                    f"model_card.md, line {line}: `Result` lacks {word}, "
                    f"{float(openings[0][key]):.4g} {project.brief.unit} in "
                    "openings.csv"
                )
    elif not openings:
        findings.append("model_card.md: there is no result yet; open the test set")
    if "groups" in found and len(NUMBER.findall(found["groups"][1])) < 2:
        findings.append(
            f"model_card.md, line {found['groups'][0]}: `Groups` needs the errors of "
            "two groups of rows at least"
        )
    return findings


def tests(project: "Project") -> list[str]:
    """Judge `test_model.py`: it passes, and it fails for models that are broken."""
    from helpers.capstone.run import SABOTAGES

    text_of(project.folder, "test_model.py")
    text_of(project.folder, "model.py")
    ran = project.run("tests")
    if isinstance(ran, str):
        return [ran]
    return [
        f"test_model.py passes for a model that {words}: no test of yours can see it"
        for how, words in SABOTAGES.items()
        if not ran[how]
    ]


def monitoring(project: "Project") -> list[str]:
    """Judge `monitoring.md` and `monitor.py`: silent when quiet, heard at a change."""
    findings = list(
        headings_missing("monitoring.md", text_of(project.folder, "monitoring.md"))
    )
    text_of(project.folder, "monitor.py")
    ran = project.run("monitor")
    if isinstance(ran, str):
        return [*findings, ran]
    quiet = ran.pop("")
    false = [names for names in quiet if names]
    if len(false) > len(quiet) // 10:
        findings.append(
            f"monitor.py: {len(false)} of {len(quiet)} batches in which nothing has "
            f"changed raise an alarm, such as `{false[0][0]}`; at most "
            f"{len(quiet) // 10} may"
        )
    for change, heard in ran.items():
        n = sum(bool(names) for names in heard)
        if n < 0.8 * len(heard):
            findings.append(
                f"monitor.py: alarms in {n} of {len(heard)} batches in which {change}; "
                f"{0.8 * len(heard):.0f} or more are due"
            )
    return findings


MILESTONES: dict[str, Callable[["Project"], list[str]]] = {
    "framing": framing,
    "split": split,
    "candidates": candidates,
    "choice": choice,
    "test once": test_once,
    "model card": model_card,
    "tests": tests,
    "monitoring": monitoring,
}
