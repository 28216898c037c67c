"""`python -m tests.harness run` and `… bench`, which course.py calls."""

import argparse
import statistics
import sys
import time
import tomllib

import course
from tests.harness.lessons import Lesson
from tests.harness.runner import RunFailed, execute
from tests.harness.writing import run_and_write, write_course_map, write_running_time

BUDGET_S = 20  # a lesson's running time, where outline.toml allows no more
BUDGET_MB = 1000
START = "00_start_here"


def run(names: list[str], fresh: bool) -> int:
    """Run lessons and write those that ran to their end; return the exit status."""
    failed = 0
    for name in names:
        start = time.perf_counter()
        try:
            _, changed = run_and_write(read(name), fresh)
            seconds = time.perf_counter() - start
            print(
                f"{name}: written in {seconds:.1f} s, {changed} cells changed",
                flush=True,
            )
        except (RunFailed, ValueError) as error:
            failed += 1
            print(f"{name}: NOT written. {error}", file=sys.stderr, flush=True)
    write_course_map()
    return 1 if failed else 0


def bench(names: list[str], repeat: int) -> int:
    """Time lessons, print the table, write the times; return the exit status."""
    width = max([len(name) for name in names] + [len("lesson")])
    titles = ("wall s", "CPU s", "peak MB", "allowed")
    outline = (course.NOTEBOOKS / "outline.toml").read_text(encoding="utf-8")
    allowed = tomllib.loads(outline)["seconds"]
    print(f"{'lesson':{width}} " + " ".join(f"{title:>8}" for title in titles))
    failed, total = 0, 0.0
    for name in names:
        lesson = read(name)
        try:
            runs = [execute(lesson.nb, lesson.path.parent) for _ in range(repeat)]
        except RunFailed as error:
            failed += 1
            print(f"{name}: failed. {error}", file=sys.stderr, flush=True)
            continue
        wall = statistics.median(run.wall_s for run in runs)
        cpu = statistics.median(run.cpu_s for run in runs)
        peak = statistics.median(run.peak_mb for run in runs)
        total += wall
        budget = allowed.get(name, BUDGET_S)
        over = "  over budget" if wall > budget or peak > BUDGET_MB else ""
        share = f"{budget} s"
        row = f"{wall:8.1f} {cpu:8.1f} {peak:8.0f} {share:>8}{over}"
        print(f"{name:{width}} {row}", flush=True)
        write_running_time(lesson, wall)
    print(f"{'all':{width}} {total:8.1f}")
    write_course_map()
    return 1 if failed else 0


def read(name: str) -> Lesson:
    return Lesson.read(course.NOTEBOOKS / f"{name}.ipynb")


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
        names = [
            course.find_lesson(name) for name in options.lessons
        ] or course.lessons()
    except course.Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    if options.verb == "run":  # the start page draws the map of the others: last
        names = [name for name in names if name != START]
        return run(names + [START] * (START in course.lessons()), options.fresh)
    return bench(names, options.repeat)


if __name__ == "__main__":
    sys.exit(main())
