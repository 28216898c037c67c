"""The small courses that these tests work on."""

import signal

import pytest

from tests.launch.small_course import Course


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


@pytest.fixture
def ctrl_c():
    """Let children hear Ctrl+C: a shell in the background has them ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A course that is set up for its tests; do not change it."""
    course = Course(tmp_path_factory.mktemp("ready"))
    result = course.run("test")
    assert result.returncode == 0, result.stderr
    return course
