"""`python -m tests.harness VERB [LESSON …]`: run, bench, margins, report.

course.py calls the first two. `margins` runs lessons over fresh seeds and prints how
far each claim lies from failing; `report` prints sizes to think about.
"""

import argparse
import statistics
import sys
import time

from helpers import outline
from helpers.lessons import Lesson
from helpers.places import OneLineError
from tests.harness.margins import fresh_seeds, measure, table
from tests.harness.report import remarks
from tests.harness.runner import RunFailed, execute
from tests.harness.writing import run_and_write, write_course_map, write_running_time

BUDGET_MB = 1000
START = "00_start_here"


def run(lessons: list[outline.Lesson], fresh: bool) -> int:
    """Run lessons and write those that ran to their end; return the exit status."""
    failed = 0
    for lesson in lessons:
        start = time.perf_counter()
        try:
            _, changed = run_and_write(Lesson.read(lesson.notebook), fresh)
            seconds = time.perf_counter() - start
            print(
                f"{lesson.name}: written in {seconds:.1f} s, {changed} cells changed",
                flush=True,
            )
        except (RunFailed, ValueError) as error:
            failed += 1
            print(f"{lesson.name}: NOT written. {error}", file=sys.stderr, flush=True)
    write_course_map()
    return 1 if failed else 0


def bench(lessons: list[outline.Lesson], repeat: int) -> int:
    """Time lessons, print the table, write the times; return the exit status."""
    width = max([len(lesson.name) for lesson in lessons] + [len("lesson")])
    titles = ("wall s", "CPU s", "peak MB", "allowed")
    print(f"{'lesson':{width}} " + " ".join(f"{title:>8}" for title in titles))
    failed, total = 0, 0.0
    for lesson in lessons:
        read = Lesson.read(lesson.notebook)
        try:
            runs = [execute(read.nb, read.path.parent) for _ in range(repeat)]
        except RunFailed as error:
            failed += 1
            print(f"{lesson.name}: failed. {error}", file=sys.stderr, flush=True)
            continue
        wall = statistics.median(run.wall_s for run in runs)
        cpu = statistics.median(run.cpu_s for run in runs)
        peak = statistics.median(run.peak_mb for run in runs)
        total += wall
        over = "  over budget" if wall > lesson.seconds or peak > BUDGET_MB else ""
        share = f"{lesson.seconds} s"
        row = f"{wall:8.1f} {cpu:8.1f} {peak:8.0f} {share:>8}{over}"
        print(f"{lesson.name:{width}} {row}", flush=True)
        write_running_time(read, wall)
    print(f"{'all':{width}} {total:8.1f}")
    write_course_map()
    return 1 if failed else 0


def margins(lessons: list[outline.Lesson], n_seeds: int) -> int:
    """Print each claim's margin over fresh seeds; return 1 if one is too small."""
    weak = 0
    for lesson in lessons:
        nb, seeds = Lesson.read(lesson.notebook).nb, fresh_seeds(n_seeds)
        claims = measure(nb, lesson.notebook.parent, seeds)
        print(f"{lesson.name}, SEED = {seeds}\n{table(claims)}", flush=True)
        weak += sum(claim.is_weak for claim in claims)
    return 1 if weak else 0


def report(lessons: list[outline.Lesson]) -> int:
    """Print sizes that depart from the guide; they are no faults."""
    for lesson in lessons:
        for remark in remarks(Lesson.read(lesson.notebook)):
            print(f"{lesson.name}: {remark}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.harness", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("run", "bench", "margins", "report"):
        command = verbs.add_parser(verb)
        command.add_argument("lessons", nargs="*", metavar="LESSON")
        if verb == "run":
            command.add_argument(
                "--fresh", action="store_true", help="keep no old output"
            )
        if verb == "bench":
            command.add_argument(
                "--repeat", type=int, default=1, help="take the median of"
            )
        if verb == "margins":
            command.add_argument("--seeds", type=int, default=10, help="how many")
    options = parser.parse_args()
    try:
        chosen = [outline.find_lesson(name) for name in options.lessons]
        lessons = chosen or outline.existing()
    except OneLineError as error:
        print(error, file=sys.stderr)
        return 1
    if options.verb == "run":  # the start page draws the map of the others: last
        start = [lesson for lesson in outline.existing() if lesson.name == START]
        others = [lesson for lesson in lessons if lesson.name != START]
        return run(others + start, options.fresh)
    if options.verb == "margins":
        return margins(lessons, options.seeds)
    if options.verb == "report":
        return report(lessons)
    return bench(lessons, options.repeat)


if __name__ == "__main__":
    sys.exit(main())
