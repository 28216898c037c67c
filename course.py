#!/usr/bin/env python3
"""Open the course, prove it, or get a fresh copy of a lesson (USAGE says how)."""
# An old Python must be able to read this file far enough to say that it is too old:
# no syntax newer than 2.7, ASCII only, and helpers is imported after the check. Nor is
# pathlib: what it imports may be what a file beside this one hides.

import os
import sys

OLDEST, TOO_NEW = (3, 11, 5), (3, 14)
USAGE = """\
Open the course, prove it, or get a fresh copy of a lesson.

  python3 course.py lab [--no-browser] [--port N]   open it in JupyterLab
  python3 course.py copy                            lay or refresh your copies only
  python3 course.py test [LESSON ...] [--deep]      run its tests
  python3 course.py bench [LESSON ...]              time the lessons
  python3 course.py run [LESSON ...]                run them, write outputs
  python3 course.py reset LESSON                    a fresh copy; yours is kept
                                                    (save it first if it is open)

For those who teach; each writes into a folder of its own, or where --to says:

  python3 course.py site                            web pages with all answers
  python3 course.py key [LESSON ...]                solutions, mistakes, plans
  python3 course.py slides [LESSON ...]             a lecture out of each lesson
  python3 course.py grade FOLDER                    judge a class's notebooks
                  [--due DATE] [--gradebook FILE] [--trust]

LESSON is a number (1.1), a name (what_is_training) or a path. The first start makes
.venv beside this file. Anything else after `test` goes to pytest (-k gradient, -x).
It needs Python 3.11.5 to 3.13 in 64 bits; on Windows write `py course.py`."""


def unsuitable():
    """Return why this Python cannot make the course's environment, or nothing."""
    version = tuple(sys.version_info[:3])
    if not OLDEST <= version < TOO_NEW:
        return (
            "The course needs Python 3.11.5 to 3.13 and this is {}.{}.{}: start it "
            "with one of those (python3.13 course.py lab; Windows: py -3.13 course.py "
            "lab) or get one from python.org (Linux: from uv or conda).".format(
                *version
            )
        )
    if sys.maxsize < 2**32:
        return "The course needs a 64-bit Python and this is 32-bit: python.org."
    return ""


def in_the_way(folder):
    """Return a file in this folder that hides a module of Python's own, or nothing."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        module = name.endswith(".py") or os.path.isfile(path + "/__init__.py")
        if module and name.split(".")[0] in sys.stdlib_module_names:
            return path
    return ""


def main(arguments):
    """Do what the command line says and return the exit status."""
    if not arguments or {"-h", "--help", "help"} & set(arguments[:2]):
        print(USAGE)
        return 0
    folder = os.path.dirname(os.path.abspath(__file__))
    fault = unsuitable()
    if not fault and in_the_way(folder):
        fault = (
            in_the_way(folder) + " hides a module of Python's own: rename that file."
        )
    if fault:
        if sys.stderr:
            sys.stderr.write(fault + "\n")
        return 1
    if folder not in sys.path:  # as with PYTHONSAFEPATH
        sys.path.insert(0, folder)
    from helpers.launch.commands import guarded_main

    return guarded_main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
