"""What each milestone of a project is judged by: the files that were handed in.

A milestone is a function that takes the project and returns its findings, one line
each, that name the file and the row or line; no finding: it is reached. `NotThere` says
that a file has not been begun.
"""

import ast
import csv
import difflib
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
# The baseline's error minus the model's, in pairs; an older edition's file lacks it.
GAIN = ("gain", "gain_low", "gain_high")
# A dash after a digit or a % is a range, no sign.
NUMBER = re.compile(r"(?:(?<![\d%])[-−+])?\d+(?:[.,]\d+)*")
# A number that a text gives as the baseline's: few words lie between.
BASELINE = re.compile(
    r"(?i)\bbaseline\b(?:['’]s)?(?:\W+(?!the\b|our\b|model|minus)[a-z]+\b){0,4}?"
    rf"[^\w\d]*({NUMBER.pattern})"
)
# A number or a period in words.
VALUE = re.compile(
    r"(?i)\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|"
    r"half|third|quarter|double|twice|once|any|each|every|hourly|daily|weekly|monthly|"
    r"quarterly|yearly)\b"
)
PERIOD = re.compile(
    r"(?i)\b(hour|night|day|week|month|quarter|year|season|batch|(?:mon|tues|wednes|"
    r"thurs|fri|satur|sun)day)(?:e?s)?\b"
)
OTHER_LEVEL = re.compile(  # than 95 %; an error may be a percentage, too
    r"(?<![\d.,])(50|66|68|80|90|99)\s?(?:%|per ?cent)[\s-](?:confidence[\s-])?interval"
)
# A sentence that tells of a second opening names the test set, and how often.
OPENING = re.compile(r"(?i)\btest (?:set|rows|part)|\bopen(?:ed|ings?)\b|\blook")
AGAIN = re.compile(
    r"(?i)\b(?:second|twice|again|"
    r"(?:two|three|four|[2-9]|\d\d+) (?:times|openings|looks))\b"
)
NEVER = re.compile(  # that it denies one
    r"(?i)(?:\b(?:not?|never|without)|n['’]t)\b(?:\W+\w+){0,3}?"
    r"\W+(?:second|twice|again|two|[2-9])\b"
)
UNWRITTEN = re.compile(r"\b(?:TODO|TBD|FIXME)\b|\?\?")  # what is to be written yet
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")
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
    if not text.strip():
        raise NotThere(f"`{name}` is empty.")
    if text.strip() == TEMPLATES.get(name, "").strip():
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

    They may have another level, a number before them or a colon after them. What stands
    in a comment is no text.
    """
    text = re.sub(r"(?s)<!--.*?-->", lambda gone: "\n" * gone[0].count("\n"), text)
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


def own_text(name: str, text: str, heading: str) -> tuple[int, str]:
    """Return (line, text) under a heading; no text where it is what was handed out."""
    line, below = sections(text).get(heading.lower(), (0, ""))
    asked = sections(TEMPLATES[name]).get(heading.lower(), (0, ""))[1]
    return line, "" if letters(below) == letters(asked) else below.strip()


def letters(text: str) -> str:
    """Return a text's letters and digits: other marks make it nobody's own."""
    return re.sub(r"[\W_]+", "", text).lower()


def headings_missing(name: str, text: str) -> Iterator[str]:
    """Yield a finding for each heading that is missing or says too little."""
    for heading in HEADINGS[name]:
        line, below = own_text(name, text, heading)
        if not line:
            yield f"{name}: the heading `## {heading}` is missing"
        elif not below:
            yield f"{name}, line {line}: nothing of yours stands under `{heading}`"
        elif gap := UNWRITTEN.search(below):
            yield f"{name}, line {line}: `{heading}` still says {gap[0]}: write it"
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


def says(text: str, number: float, size: float = 0.0) -> bool:
    """Return whether a text gives a number, rounded to two digits or more.

    size: of the numbers beside it; the end of an interval may lie near 0.
    """
    coarsest = max(0.051 * abs(number), 0.051 * size, 1e-9)
    return any(
        # A little more than half a unit: somebody has rounded what was rounded already.
        abs(value - number) <= half * 1.05 and half <= coarsest
        for value, half in numbers_in(text)
    )


def path_of_here(project: "Project", name: str) -> list[str]:
    """Return a finding where a file of code names a folder of this computer only."""
    try:
        tree = ast.parse(text_of(project.folder, name))
    except (SyntaxError, ValueError):
        return []  # running it tells more
    for node in ast.walk(tree):
        value = getattr(node, "value", None)
        if not isinstance(node, ast.Constant) or not isinstance(value, str):
            continue
        path = Path(value)
        if not path.is_absolute() or len(path.parts) < 3:
            continue
        try:
            is_here = path.exists() or path.parent.exists()
        except OSError:  # there, but not to be looked into; or too long for a name
            is_here = len(value) < 200
        if is_here:
            return [
                f"{name}, line {node.lineno}: a path of this computer, which whoever "
                "gets the folder does not have. Name files of the folder without one"
            ]
    return []


# ---------------------------------------------------------------- the milestones


def framing(project: "Project") -> list[str]:
    """Judge `framing.md`: the question, and the columns that come too late."""
    text = text_of(project.folder, "framing.md")
    findings = list(headings_missing("framing.md", text))
    findings += of_the_brief(project, text)
    line, below = sections(text).get("columns left out", (0, ""))
    if line:
        named = columns_named(below, project.columns)
        missing = len({*project.brief.late} - named)
        known = {*project.brief.asked(project.table)}
        if known <= named or len(named & known) > max(1, len(known) / 2):
            read = ", ".join(f"`{name}`" for name in project.columns if name in named)
            findings.append(
                f"framing.md, line {line}: {len(named & known)} of the columns named "
                "do exist when the question is asked. Name those that come too late "
                f"(read as named: {read})"
            )
        if missing:
            more = "more " * bool(named & {*project.brief.late})
            findings.append(
                f"framing.md, line {line}: {missing} {more}of the columns cannot be "
                "known when the question is asked. When does somebody write each "
                "column down?"
            )
        for word in re.findall(r"`(\w+)`", below):
            near = difflib.get_close_matches(word, project.columns, 1, 0.8)
            if near and word not in project.columns and near[0] not in named:
                findings.append(f"framing.md, line {line}: there is no column `{word}`")
    return findings


def columns_named(text: str, columns: list[str]) -> set[str]:
    """Return the columns that a text names.

    Some names are plain words, too. So where names stand in backticks or at the head of
    a line, of an item or of a table's row, other words do not count.
    """

    def plain(words: str) -> str:
        return re.sub(r"[\W_]+", " ", f" {words} ".lower())

    marked = re.findall(r"`([^`]+)`", text)
    marked += re.findall(r"(?m)^[\s>|*+\d.)-]*([\w ,;&]+?) *(?:[`:|(=–—]| -|$)", text)
    pieces = {plain(name) for some in marked for name in re.split("[,;&]| and ", some)}
    named = {
        name
        for name in columns
        if plain(name) in pieces or ("_" in name and name in text.lower())
    }
    return named or {name for name in columns if plain(name) in plain(text)}


def of_the_brief(project: "Project", text: str) -> Iterator[str]:
    """Yield a finding where the unit or the costs are other ones than the brief's."""
    brief = project.brief
    line, below = own_text("framing.md", text, "Error")
    if below and not re.search(brief.unit_words, below, re.IGNORECASE):
        yield (
            f"framing.md, line {line}: the brief counts errors in {brief.unit}; "
            "`Error` names another unit, or none"
        )
    line, below = own_text("framing.md", text, "Cost")
    told = re.sub(r"(?<=\d)[\s.,'’](?=\d{3}\b)", "", below)
    numbers = {*re.findall(r"\d+", told)}
    wanted = {str(cost) for cost in brief.costs}
    ratio = re.search(r"(?i)\b20\b|twenty", told) if brief.costs else None
    if below and not (wanted <= numbers or ratio):
        yield (
            f"framing.md, line {line}: the brief tells what each kind of miss costs; "
            "`Cost` lacks these sums"
        )


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
    if not sizes.all():
        return findings
    return [
        *findings,
        *shared(project, table, "copy"),
        *shared(project, table, "group"),
        *out_of_time(project, table),
        *twice_in_a_part(project, table),
        *by_the_answer(project, table),
    ]


def twice_in_a_part(project: "Project", table: pd.DataFrame) -> Iterator[str]:
    """Yield a finding where copies in a part that judges count twice."""
    for name in ("choose", "test") if project.brief.copies else ():
        inside = table[table["part"] == name].assign(copy=project.truth["copy"])
        again = inside[inside["copy"].duplicated()]
        if len(again):
            row = again.iloc[0]
            first = inside[inside["copy"] == row["copy"]].iloc[0]
            more = f"; {len(again)} rows of {name} are like this" * (len(again) > 1)
            yield (
                f"split.csv, row {row['row']} ({name}): {project.brief.copies} as row "
                f"{first['row']} ({name}), so it counts twice: leave one out{more}"
            )


def by_the_answer(project: "Project", table: pd.DataFrame) -> Iterator[str]:
    """Yield a finding where the target decides which rows stand in a part."""
    from scipy import stats

    brief, target = project.brief, project.brief.target
    truth = project.truth
    if brief.kind == "name":
        inside = {name: {*table[target][table["part"] == name]} for name in PARTS}
        every = {*table[target]}
        for name in ("choose", "test"):
            if unknown := sorted(inside[name] - inside["train"]):
                yield (
                    f"split.csv: {name} has rows of {', '.join(unknown)}, and train "
                    "has none: no model can learn a name that it never saw"
                )
            if len(inside[name]) < len(every) / 2:
                yield (
                    f"split.csv: {name} has {len(inside[name])} of {len(every)} names "
                    f"of `{target}`: it would judge those only"
                )
        if absent := sorted(every - set().union(*inside.values())):
            yield f"split.csv: no part has a row of {', '.join(absent)}"
        return
    for name in ("choose", "test"):
        mine = table["part"] == name
        if brief.kind == "chance" and table[target][mine].nunique() < 2:
            yield f"split.csv: in {name}, {target} is the same in all rows"
            continue
        left = table["part"].isna()
        if brief.time:
            left &= table[brief.time].between(
                *table[brief.time][mine].agg(["min", "max"])
            )
        dealt = table["part"].notna()
        if brief.copies:  # these had to be left out
            left &= ~truth["copy"].isin(truth["copy"][dealt])
        if brief.groups:  # those of a group of another part, too
            left &= ~truth["group"].isin(truth["group"][dealt & ~mine])
        here, gone = table[target][mine], table[target][left]
        if len(gone) < 5:
            continue
        if brief.kind == "chance":
            counts = [[sum(rows == 1), sum(rows == 0)] for rows in (here, gone)]
            chance = stats.fisher_exact(counts).pvalue
        else:
            chance = stats.mannwhitneyu(
                *(rows.groupby(truth["group"]).mean() for rows in (here, gone))
            ).pvalue
        if chance < 1e-4:
            when = f" of {name}'s time" * bool(brief.time)
            yield (
                f"split.csv: {len(gone)} rows{when} are left out, with a mean of "
                f"{gone.mean():.3g} in `{target}`; in the rows of {name} it is "
                f"{here.mean():.3g}. Do not leave rows out by the answer, or by what "
                "goes with it"
            )


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
        else:
            losses = project.baseline_losses()
            findings += wrong_width(project, stated, losses)
    if len({*names} - {"baseline"}) < 3:
        findings.append(
            "trials.csv: compare three candidates or more beside the baseline"
        )
    rivals = [trial for trial in trials if trial["name"].lower() != "baseline"]
    if len(rivals) > 2 and len({(t["error"], t["low"], t["high"]) for t in rivals}) < 2:
        findings.append("trials.csv: all candidates have the same numbers")
    return findings


def wrong_width(project: "Project", trial: dict[str, Any], losses: Any) -> list[str]:
    """Return a finding where a line's interval is another one than its losses make."""
    _, low, high = project.interval(losses, "choose")
    if low == high:
        return []  # that the line has no width either is told elsewhere
    ratio = (trial["high"] - trial["low"]) / (high - low)
    if 0.6 <= ratio <= 2:  # there is more than one right way to make it
        return []
    rows = ". Were rows counted, which are not independent?" * bool(ratio < 0.6)
    return [
        f"trials.csv, line {trial['line']}: the interval is {trial['low']:g} to "
        f"{trial['high']:g}; `project.interval` gives {low:.4g} to {high:.4g}{rows}"
    ]


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
    findings += path_of_here(project, "model.py")
    ran = project.run("choose")
    looks = "capstone" in text_of(project.folder, "model.py")
    hidden = (
        ". In model.py `project.table` hides all rows but train's: use what `fit` gets"
    ) * looks
    if isinstance(ran, str):
        return [*findings, ran + hidden]
    error = float(np.mean(ran))
    if too_good := knows_the_answers(project, error):
        return [*findings, too_good]
    if abs(error - one["error"]) > 0.01 * error:
        again = project.run_anew("choose")
        hint = ""
        if not isinstance(again, str) and not np.allclose(again, ran):
            hint = ". Chance plays a part in it: give it a `random_state`"
        elif (
            project.brief.kind == "chance"
            and abs(error - project.baseline_error()) < 0.01 * error
        ):
            hint = ", as the baseline does. Does `predict` answer 0 and 1, no chances?"
        findings.append(
            f"{where}: the chosen one errs by {one['error']:g}, but `model.py`, fitted "
            f"to train, errs by {error:.4g} {project.brief.unit} on choose{hint}"
            f"{hidden}"
        )
    else:
        findings += wrong_width(project, one, ran)
    return findings


def knows_the_answers(project: "Project", error: float) -> str:
    """Return a finding where an error on choose is as small as it can get, else ""."""
    brief, table = project.brief, project.table
    truth = table[brief.target][(project.parts() == "choose").to_numpy()]
    least, most = np.mean(brief.losses(truth, truth)), project.baseline_error()
    if error > least + 0.1 * (most - least):
        return ""
    return (
        f"model.py errs by {error:.4g} {brief.unit} on choose; one who knew the "
        f"answers would err by {least:.4g}. Do they reach it, by a file or a column?"
    )


def test_once(project: "Project") -> list[str]:
    """Judge `openings.csv`: one line, and nothing was changed after it."""
    openings = project.openings()
    if not openings:
        raise NotThere("The test set has not been opened: `project.open_test()`.")
    findings = [
        f"openings.csv, line {n}: the test set was opened again. That cannot be "
        "undone: report the first result, and say in the card: “The test set was "
        f"opened {len(openings)} times.”"
        for n in range(3, len(openings) + 2)
        if untold(project, openings)
    ]
    now = project.marks()
    for name, mark in openings[0]["marks"].items():
        if now.get(name) != mark:
            findings.append(
                f"{name} has been changed since the test set was opened: the result "
                "belongs to the old one. Bring the old one back"
            )
    return findings


def untold(project: "Project", openings: list[dict[str, Any]]) -> bool:
    """Return whether there was a second opening of which the card says nothing."""
    try:
        card = text_of(project.folder, "model_card.md")
    except (NotThere, Unreadable):
        card = ""
    return len(openings) > 1 and not any(
        OPENING.search(sentence)
        and AGAIN.search(sentence)
        and not NEVER.search(sentence)
        for sentence in re.split(r"(?<=[.!?])\s+|\n\s*\n|\n#", card)
    )


def gain_untold(
    project: "Project", opening: dict[str, Any], line: int, below: str
) -> Iterator[str]:
    """Yield a finding where a card lacks the paired difference to the baseline.

    It may be written as baseline minus model or the other way round. An opening of an
    older edition has none.
    """
    if GAIN[0] not in opening:
        return
    gain, low, high = (float(opening[key]) for key in GAIN)
    half = high - gain
    for sign in (1, -1):
        ends = all(says(below, sign * end, half) for end in (low, high))
        ends |= bool(WIDTH.search(below)) and says(below, half)
        if says(below, sign * gain, half) and ends:
            return
    yield (
        f"model_card.md, line {line}: `Result` lacks how much more the baseline errs, "
        f"in pairs: {gain:+.3g} {project.brief.unit}, {low:+.3g} to {high:+.3g} in "
        "openings.csv"
    )


def swapped(opening: dict[str, Any], line: int, below: str) -> Iterator[str]:
    """Yield a finding where a card gives the model's error as the baseline's.

    As in "0.64, baseline 0.59"; where 0.64 comes later, 0.59 may be the model's.
    """
    error, baseline = float(opening["error"]), float(opening["baseline"])
    if not (told := BASELINE.search(below)) or says(told[1], baseline):
        return
    if says(told[1], error) and says(below[: told.start()], baseline):
        yield (
            f"model_card.md, line {line}: `Result` gives {told[1]} as the baseline's "
            "error; that is the model's"
        )


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
        if not says(below, float(openings[0]["baseline"])):
            findings.append(
                f"model_card.md, line {line}: `Result` lacks the baseline's error, "
                f"{float(openings[0]['baseline']):.4g} {project.brief.unit}"
            )
        findings += swapped(openings[0], line, below)
        findings += gain_untold(project, openings[0], line, below)
        if level := OTHER_LEVEL.search(below):
            findings.append(
                f"model_card.md, line {line}: the interval is one of 95 %, not "
                f"{level[1]} %"
            )
        if untold(project, openings):
            findings.append(
                f"model_card.md: the test set was opened {len(openings)} times, and "
                "the card does not say so: write that into it"
            )
    elif not openings:
        findings.append("model_card.md: there is no result yet; open the test set")
    groups = YEAR.sub("", found.get("groups", (0, ""))[1])
    if "groups" in found and len(NUMBER.findall(groups)) < 2:
        findings.append(
            f"model_card.md, line {found['groups'][0]}: `Groups` needs the errors of "
            "two groups of rows at least"
        )
    return findings


def tests(project: "Project") -> list[str]:
    """Judge `test_model.py`: it passes, and it fails for models that are broken."""
    from helpers.capstone.run import SABOTAGES

    text_of(project.folder, "model.py")
    findings = path_of_here(project, "test_model.py")
    ran = project.run("tests")
    if isinstance(ran, str):
        return [*findings, ran]
    return findings + [
        f"test_model.py passes for a model that {words}: no test of yours can see it"
        for how, words in SABOTAGES.items()
        if not ran[how]
    ]


def monitoring(project: "Project") -> list[str]:
    """Judge `monitoring.md` and `monitor.py`: silent when quiet, heard at a change."""
    text = text_of(project.folder, "monitoring.md")
    findings = list(headings_missing("monitoring.md", text))
    values = {"Alarm": (NUMBER, VALUE), "How often": (NUMBER, VALUE, PERIOD)}
    for heading, patterns in values.items():
        line, below = own_text("monitoring.md", text, heading)
        if below and not any(pattern.search(below) for pattern in patterns):
            findings.append(
                f"monitoring.md, line {line}: `{heading}` needs a number"
                f"{' or a period' * (PERIOD in patterns)}, in digits or in words"
            )
    findings += path_of_here(project, "monitor.py")
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
    "tests": tests,
    "test once": test_once,
    "model card": model_card,
    "monitoring": monitoring,
}
