"""`python -m tests.harness run` and `… bench`, which course.py calls."""

import argparse
import statistics
import sys
import time

from helpers import outline
from helpers.places import OneLineError
from tests.harness.lessons import Lesson
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


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.harness", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, words in (("run", "run and write lessons"), ("bench", "time lessons")):
        command = verbs.add_parser(verb, help=words)
        command.add_argument("lessons", nargs="*", metavar="LESSON")
        if verb == "run":
            command.add_argument(
                "--fresh", action="store_true", help="keep no old output"
            )
        else:
            command.add_argument(
                "--repeat", type=int, default=1, help="take the median of"
            )
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
    return bench(lessons, options.repeat)


if __name__ == "__main__":
    sys.exit(main())
