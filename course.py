#!/usr/bin/env python3
"""Open the course, prove it, or get a fresh copy of a lesson.

  python3 course.py lab [--no-browser] [--port N]   open it in JupyterLab
  python3 course.py test [LESSON ...] [--deep]      run its tests
  python3 course.py bench [LESSON ...]              time the lessons
  python3 course.py run [LESSON ...]                run them, write outputs
  python3 course.py reset LESSON                    a fresh copy; yours is kept

LESSON is a number (1.1), a name (what_is_training) or a path. The first start makes
.venv beside this file. Anything else after `test` goes to pytest (-k gradient, -x).
It needs Python 3.11.5 to 3.13 in 64 bits; on Windows write `py course.py`.
"""
# An old Python must be able to read this file far enough to say that it is too old:
# no syntax newer than 2.7, ASCII only, and helpers is imported after the check.

import sys

OLDEST, TOO_NEW = (3, 11, 5), (3, 14)


def unsuitable():
    """Return why this Python cannot make the course's environment, or nothing."""
    version = tuple(sys.version_info[:3])
    if not OLDEST <= version < TOO_NEW:
        return (
            "The course needs Python 3.11.5 to 3.13 and this is {}.{}.{}: "
            "get one from python.org and start with it.".format(*version)
        )
    if sys.maxsize < 2**32:
        return "The course needs a 64-bit Python and this is 32-bit: python.org."
    return ""


def main(arguments):
    """Do what the command line says and return the exit status."""
    if not arguments or {"-h", "--help", "help"} & set(arguments[:2]):
        print(__doc__.strip())
        return 0
    if unsuitable():
        sys.stderr.write(unsuitable() + "\n")
        return 1
    from helpers.launch.commands import guarded_main

    return guarded_main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
