"""Set-up: what a start makes, mends and leaves alone, and the faults that it meets."""

import ast
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

import course as course_py
from helpers.launch import environment
from helpers.places import ROOT, OneLineError
from tests.launch.small_course import ON_WINDOWS, assert_one_line, child_of

TAKES_S = 40


def test_an_old_python_can_read_course_py():
    """Python 2 reads ASCII only, and neither f-strings nor annotations."""
    source = (ROOT / "course.py").read_text(encoding="ascii")
    tree = ast.parse(source, feature_version=(3, 4))
    assert not re.search(r"\d_\d", source), "Python 2 knows no 1_000"
    new = (ast.JoinedStr, ast.AnnAssign, ast.Nonlocal)
    assert not [node for node in ast.walk(tree) if isinstance(node, new)]
    for node in ast.walk(tree):
        assert not getattr(node, "annotation", None)
        assert not getattr(node, "returns", None)
        if isinstance(node, ast.ImportFrom):
            assert node.col_offset > 0, "imported before the version is checked"


def test_one_range_of_pythons_is_meant_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest, too_new = environment.OLDEST, environment.TOO_NEW
    assert (oldest, too_new) == (course_py.OLDEST, course_py.TOO_NEW)
    versions = [".".join(map(str, version)) for version in (oldest, too_new)]
    assert project["requires-python"] == ">={},<{}".format(*versions)


def test_first_start_installs_and_second_start_is_quick(course):
    first = course.run("lab", "--no-browser")
    assert child_of(first)
    [call] = course.calls()
    words = " ".join(call["argv"])
    assert "-c constraints.txt -r requirements.txt" in words
    assert "tests/requirements.txt" not in words

    started = time.monotonic()
    second = course.run("lab", "--no-browser")
    assert time.monotonic() - started < 3
    assert child_of(second)
    assert len(course.calls()) == 1
    assert "Ready" not in second.stdout


def test_test_installs_more_than_lab_and_serves_both(course):
    child_of(course.run("lab"))
    child_of(course.run("test"))
    assert "tests/requirements.txt" in course.calls()[1]["argv"]
    child_of(course.run("lab"))
    child_of(course.run("test"))
    assert len(course.calls()) == 2


@pytest.mark.parametrize("name", ["requirements.txt", "constraints.txt"])
def test_a_changed_pin_is_installed_and_a_changed_comment_is_not(course, name):
    child_of(course.run("lab"))
    path = course.root / name
    path.write_text(path.read_text() + "# changed\n")
    assert child_of(course.run("lab", FAKE_PIP_SAYS="the index is not there"))
    for file in ("requirements.txt", "constraints.txt"):
        text = (course.root / file).read_text().replace("alpha==1.0", "alpha==1.1")
        (course.root / file).write_text(text)
    assert "Updating .venv (alpha is 1.0" in course.run("lab").stdout
    assert len(course.calls()) == 2


def test_a_pin_with_extras_is_a_pin(course):
    child_of(course.run("lab"))
    (course.root / "requirements.txt").write_text("alpha[more,and-more]==1.1\n")
    assert "Updating .venv (alpha is 1.0" in course.run("lab").stdout


def test_a_moved_or_copied_course_is_ready_without_a_network(course):
    """Also one that pip has linked, as it was done before, and whose link is lost."""
    child_of(course.run("lab"))
    new = course.root.with_name("moved")
    course.root.rename(new)
    course.root, course.venv = new, new / ".venv"
    _, _, folder = child_of(course.run("lab", FAKE_PIP_SAYS="no network"))
    assert Path(folder) == new
    site = next(course.venv.glob("[Ll]ib/**/site-packages"))
    (site / "course.pth").unlink()
    old = site / "__editable__.training_models_course_helpers-1.0.pth"
    old.write_text(str(course.root.with_name("main")))
    assert child_of(course.run("lab", FAKE_PIP_SAYS="no network"))
    assert not old.exists()
    code = "import helpers.places; print(ascii(str(helpers.places.ROOT)))"
    done = subprocess.run([course.python, "-I", "-c", code], capture_output=True)
    assert done.stdout.decode().strip() == ascii(str(new))


@pytest.mark.parametrize("damage", ["other version", "no package", "no stamp"])
def test_a_damaged_venv_is_mended(course, damage):
    child_of(course.run("lab"))
    inside = next(course.venv.glob("[Ll]ib/**/site-packages"))
    alpha = next(inside.glob("alpha-*"))
    if damage == "no stamp":
        (course.venv / "course-lab.stamp").unlink()
    elif damage == "no package":
        shutil.rmtree(alpha)
    else:
        metadata = alpha / "METADATA"
        metadata.write_text(metadata.read_text().replace("1.0+local", "0.9"))
        (alpha / "RECORD").write_text("")
    result = course.run("lab")
    assert child_of(result)
    assert {"no stamp": "come to its end"}.get(damage, "alpha is") in result.stdout
    assert len(course.calls()) == 2


@pytest.mark.parametrize("damage", ["python", "pip", "folder", "empty"])
def test_a_broken_venv_is_rebuilt(course, damage):
    child_of(course.run("lab"))
    left_over = course.venv / "left-over"
    left_over.write_text("")
    if damage == "python":
        course.python.unlink()
        course.python.write_text("not a program")
        course.python.chmod(0o755)
    elif damage == "pip":
        shutil.rmtree(next(course.venv.glob("[Ll]ib/**/site-packages/pip")))
        (course.venv / "course-lab.stamp").unlink()  # pip has something to do
    else:
        shutil.rmtree(course.venv)
        course.venv.mkdir()
        if damage == "folder":  # as an interrupted start leaves it
            (course.venv / "install.log").write_text("")
            (course.venv / "lib").mkdir()
    assert child_of(course.run("lab"))
    assert not left_over.exists()
    assert len(course.calls()) == 2


def test_an_interrupted_installation_is_taken_up_again(course):
    env = course.environment(FAKE_PIP_SECONDS="30")
    process = subprocess.Popen(course.command("lab"), env=env, stdout=subprocess.PIPE)
    while not course.calls():
        time.sleep(0.05)
    process.kill()
    process.communicate()
    assert not list(course.venv.glob("*.stamp"))
    assert child_of(course.run("lab"))
    assert list(course.venv.glob("*.stamp"))


@pytest.mark.skipif(ON_WINDOWS, reason="a console's Ctrl-C cannot be sent from here")
@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_during_set_up_is_one_quiet_line(course):
    pipe = subprocess.PIPE
    env = course.environment(FAKE_PIP_SECONDS="30")
    process = subprocess.Popen(course.command("lab"), env=env, stdout=pipe, stderr=pipe)
    while not course.calls():
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (130, b"Stopped.\n")


def test_packages_without_a_file_list_are_forgotten_before_installing(course):
    child_of(course.run("lab"))
    inside = next(course.venv.glob("[Ll]ib/**/site-packages"))
    (next(inside.glob("alpha-*")) / "RECORD").unlink()
    (next(inside.glob("beta-*")) / "METADATA").write_text("Name: beta\nVersion: 1\n")
    child_of(course.run("lab"))
    assert (next(inside.glob("alpha-*")) / "RECORD").exists()


# ---------------------------------------------------------------- a half-made .venv

# pip as Ctrl-C or a full disk leaves it: found, and not able to run.
HALF_PIP = "raise ImportError('half of me is missing')"


def site_of(course):
    return next(course.venv.glob("[Ll]ib/**/site-packages"))


def test_a_pip_that_is_found_but_does_not_run_is_made_anew(course):
    child_of(course.run("lab"))
    (site_of(course) / "pip" / "__main__.py").write_text(HALF_PIP)
    assert child_of(course.run("lab")), "nothing is to be done: pip is not needed"
    (course.venv / "course-lab.stamp").unlink()
    result = course.run("lab")
    assert child_of(result)
    assert "Mending" in result.stdout
    assert "half" not in (site_of(course) / "pip" / "__main__.py").read_text()


def test_a_pip_that_breaks_at_its_work_is_made_anew_once(course):
    child_of(course.run("lab"))
    (course.venv / "course-lab.stamp").unlink()
    whole = (site_of(course) / "pip" / "__main__.py").read_text()
    half = whole.replace('print("Collecting', f'{HALF_PIP}\nprint("Collecting')
    (site_of(course) / "pip" / "__main__.py").write_text(half)
    assert child_of(course.run("lab"))
    (course.stand_ins / "pip" / "__main__.py").write_text(half)
    shutil.rmtree(course.venv)
    assert_one_line(course.run("lab"), "half of me is missing", "install.log")
    assert len(course.calls()) == 4


def test_a_set_up_that_fails_at_its_work_costs_no_environment(course):
    child_of(course.run("lab"))
    (course.venv / "course-lab.stamp").unlink()
    (course.venv / "kept").write_text("")
    assert_one_line(course.run("lab", FAKE_PIP_SAYS=ODD), "nobody foresaw")
    assert (course.venv / "kept").exists()


def test_there_is_time_for_ctrl_c_before_anything_is_downloaded(course):
    before = """
environment.platform.system = lambda: "Linux"
class Screen:
    def isatty(self): return True
    def __getattr__(self, name): return getattr(sys.__stdout__, name)
sys.stdin = sys.stdout = Screen()
def sleep(seconds):
    assert seconds == environment.SECONDS_FOR_CTRL_C
    assert not (environment.VENV / "pyvenv.cfg").exists()
    raise KeyboardInterrupt
environment.time.sleep = sleep
"""
    env = course.environment()
    del env["PIP_FIND_LINKS"]
    command = course.command("lab", before=before)
    result = subprocess.run(command, env=env, capture_output=True, text=True)
    assert_one_line(result, "Stopped.", status=130)
    assert "press Ctrl-C now" in result.stdout
    assert not course.calls()
    assert child_of(course.run("lab"))


@pytest.mark.skipif(ON_WINDOWS, reason="no signals there")
def test_an_ended_start_leaves_no_pip_and_a_second_start_waits(course):
    env = course.environment(FAKE_PIP_SECONDS="30")
    process = subprocess.Popen(course.command("lab"), env=env, stdout=subprocess.PIPE)
    while not course.calls():
        time.sleep(0.05)
    assert_one_line(course.run("lab"), "Another start", "wait")
    assert len(course.calls()) == 1
    process.terminate()
    process.communicate(timeout=10)
    assert process.returncode == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(course.calls()[0]["pid"], 0)
    assert child_of(course.run("lab"))


# ---------------------------------------------------------------- read-only, shared


@contextlib.contextmanager
def read_only(folder):
    """Yield words that start a command for which this folder cannot be written to."""
    if os.geteuid():
        modes = {path: path.stat().st_mode for path in [folder, *folder.glob("*")]}
        for path in modes:
            path.chmod(path.stat().st_mode & ~0o222)
        yield []
        for path, mode in modes.items():
            path.chmod(mode)
    else:  # root may write anywhere but to what is mounted for reading
        mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
        words = ["unshare", "-m", "sh", "-c", mount, str(folder)]
        if subprocess.run([*words, "true"], capture_output=True).returncode:
            pytest.skip("root, and nothing can be mounted here")
        yield words


@pytest.mark.skipif(ON_WINDOWS, reason="folders are not made read-only like this")
def test_a_ready_course_that_cannot_be_written_to(course):
    """A room or a hub that shares one course: copies and all else go home."""
    child_of(course.run("lab", FAKE_LOG=str(course.root / "log")))
    shutil.rmtree(course.root / "work")
    home = course.root.parent / "home"
    home.mkdir()
    work = home / "training-models-work"
    env = course.environment(HOME=str(home))
    with read_only(course.root) as words:
        command = [*words, *course.command("lab", "--no-browser")]
        result = subprocess.run(command, env=env, capture_output=True, text=True)
        argv, seen, _ = child_of(result)
        assert result.stderr == ""
        assert f"--ServerApp.root_dir={work}" in argv
        assert seen["COURSE_WORK"] == str(work)
        assert (work / "00_start_here.ipynb").is_file()
        own = (
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_RUNTIME_DIR",
            "IPYTHONDIR",
            "MPLCONFIGDIR",
        )
        assert all(Path(seen[name]).is_relative_to(work) for name in own)
        env["COURSE_WORK"] = str(home / "other")
        result = subprocess.run(command, env=env, capture_output=True, text=True)
        assert f"--ServerApp.root_dir={home / 'other'}" in child_of(result)[0]
        for verb, why in (("test", "cannot be written to"), ("run", "run writes to")):
            command = [*words, *course.command(verb)]
            result = subprocess.run(command, env=env, capture_output=True, text=True)
            assert_one_line(result, why, "copy the course")


# ---------------------------------------------------------------- the user's own pip


def test_of_the_users_pip_only_where_packages_are_comes_along(course):
    config = """
global.cert='/a/cert'
global.index-url='config'
global.user='true'
install.target='/elsewhere'
install.require-hashes='true'
"""
    hostile = ["USER", "TARGET", "PREFIX", "ROOT", "DRY_RUN", "PYTHON", "NO_DEPS"]
    hostile = {f"PIP_{name}": "1" for name in [*hostile, "REQUIRE_HASHES"]}
    child_of(course.run("lab", FAKE_PIP_CONFIG=config, PIP_RETRIES="3", **hostile))
    seen = {k: v for k, v in course.calls()[0]["env"].items() if k[:4] == "PIP_"}
    assert seen == {
        **{"PIP_CERT": "/a/cert", "PIP_INDEX_URL": "config", "PIP_RETRIES": "3"},
        **{"PIP_FIND_LINKS": "here", "PIP_CONFIG_FILE": os.devnull},
    }


def test_real_pip_lists_its_settings_as_we_read_them(tmp_path, monkeypatch):
    """And takes over neither a folder nor a switch from them."""
    pytest.importorskip("pip")
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nretries = 7\n[install]\nuser = true\nretries = 8\n")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "it's one")
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    seen = {k: v for k, v in environment.pip_env().items() if k[:4] == "PIP_"}
    assert (seen["PIP_RETRIES"], seen["PIP_EXTRA_INDEX_URL"]) == ("8", "it's one")
    assert not {"PIP_USER", "PIP_TARGET"} & set(seen)
    config.write_text("no section = 1\n")
    with pytest.raises(OneLineError, match="pip cannot read its own settings"):
        environment.pip_env()


def test_what_stands_in_the_way_of_pip_is_named(course):
    conflict = (
        "ERROR: Cannot install alpha==1.0\n  The user requested (constraint) x==2"
    )
    result = course.run("lab", FAKE_PIP_SAYS=conflict, PIP_CONSTRAINT="/a/pins.txt")
    assert_one_line(result, "PIP_CONSTRAINT", "/a/pins.txt")
    result = course.run("lab", FAKE_PIP_SAYS=NO_WHEEL, PIP_NO_INDEX="1")
    assert_one_line(result, "PIP_NO_INDEX", "torch==2.13.0", "PIP_FIND_LINKS")


# ---------------------------------------------------------------- faults

NO_NETWORK = """\
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None)) \
after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.\
HTTPSConnection object at 0x7f5>: Failed to establish a new connection: [Errno -3] \
Temporary failure in name resolution')': /simple/jupyterlab/
ERROR: Could not find a version that satisfies the requirement jupyterlab==4.6.6 \
(from versions: none)
ERROR: No matching distribution found for jupyterlab==4.6.6"""
NO_WHEEL = """\
ERROR: Could not find a version that satisfies the requirement torch==2.13.0 \
(from versions: none)
ERROR: No matching distribution found for torch==2.13.0"""
NO_SPACE = """\
ERROR: Could not install packages due to an OSError: [Errno 28] No space left on \
device"""
NO_CERTIFICATE = """\
Could not fetch URL https://index.invalid/simple/pip/: There was a problem confirming \
the ssl certificate: HTTPSConnectionPool(host='index.invalid', port=443): Max retries \
exceeded with url: /simple/pip/ (Caused by SSLError(SSLCertVerificationError(1, '[SSL: \
CERTIFICATE_VERIFY_FAILED] certificate verify failed: self signed certificate')))"""
NO_RIGHTS = """\
ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: \
'/x/lib/python3.11/site-packages/six.py'"""
WRONG_CLOCK = NO_CERTIFICATE.replace(
    "self signed certificate", "certificate is not yet valid"
)
NO_SOCKS = (
    "ERROR: Could not install packages due to an OSError: Missing dependencies for \
SOCKS support."
)
LONG_PATH = f"""\
ERROR: Could not install packages due to an OSError: [Errno 2] No such file or \
directory: 'C:\\\\{"long" * 40}'
HINT: This error might have occurred since this system does not have Windows Long Path \
support enabled."""
IN_USE = """\
ERROR: Could not install packages due to an OSError: [WinError 32] The process cannot \
access the file because it is being used by another process: 'C:\\\\x.pyd'"""
IN_USE_TOO = """\
ERROR: Could not install packages due to an OSError: [WinError 5] Access is denied: \
'C:\\\\x.pyd'"""
ODD = "Collecting six\nERROR: Something that nobody foresaw\n"


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (NO_NETWORK, "network"),
        (NO_WHEEL, "no torch==2.13.0"),
        (NO_SPACE, "disk is full"),
        (NO_CERTIFICATE, "certificate"),
        (NO_RIGHTS, "permissions"),
        (WRONG_CLOCK, "clock"),
        (NO_SOCKS, "SOCKS proxy"),
        (LONG_PATH, "path is too long"),
        (IN_USE, "close JupyterLab"),
        (IN_USE_TOO, "close JupyterLab"),
        ("MemoryError", "too little memory"),
        (ODD, "nobody foresaw"),
    ],
)
def test_pip_failures_say_what_to_do(course, says, words):
    result = course.run("lab", FAKE_PIP_SAYS=says)
    assert_one_line(result, words, "install.log")
    assert says.splitlines()[-1] in (course.venv / "install.log").read_text()
    assert not list(course.venv.glob("*.stamp"))


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("sys.version_info = (3, 9, 18, 'final', 0)", "3.11.5 to 3.13 and this is 3.9"),
        ("sys.version_info = (3, 11, 4, 'final', 0)", "this is 3.11.4"),
        ("sys.version_info = (3, 14, 0, 'final', 0)", "this is 3.14.0"),
        ("sys.maxsize = 2**31 - 1", "64-bit"),
        ("sys.modules['ensurepip'] = None", "venv module"),
        (
            "import collections; environment.shutil.disk_usage = lambda path: "
            "collections.namedtuple('U', 'total used free')(10, 9, 10**9)",
            "2.5 GB needed, 1.0 GB free",
        ),
        ("environment.os.pathsep = ' '", "in its path"),
    ],
)
def test_unsuitable_machines_are_told_so(course, before, words):
    assert_one_line(course.run("lab", before=before), words)
    assert not list(course.root.glob(".venv/*.stamp"))


@pytest.mark.parametrize(("number", "word"), [(5, "JupyterLab"), (32, "scanner")])
def test_windows_words_for_a_file_in_use(course, number, word):
    """Such as a .venv that is to be made anew while JupyterLab runs in it."""
    before = f"""
def no(*_, **__):
    error = PermissionError(13, "Access is denied", "x.pyd")
    error.winerror = {number}
    raise error
environment.shutil.rmtree = no
"""
    child_of(course.run("lab"))
    course.python.unlink()
    assert_one_line(course.run("lab", before=before), "x.pyd", word, "start again")
    assert child_of(course.run("lab"))


@pytest.mark.parametrize("name", ["requirements.txt", "constraints.txt"])
def test_a_missing_requirement_file(course, name):
    (course.root / name).unlink()
    assert_one_line(course.run("lab"), name, "is missing")


@pytest.mark.parametrize("kind", ["file", "link", "other", "dead link"])
def test_a_venv_that_is_not_ours_is_left_alone(course, kind):
    other = course.root / "precious"
    other.mkdir()
    (other / "thing").write_text("kept")
    if kind == "file":
        course.venv.write_text("kept")
    elif kind == "other":
        other.rename(course.venv)
        other = course.venv
    else:
        course.venv.symlink_to(other if kind == "link" else course.root / "nowhere")
    assert_one_line(course.run("lab"), ".venv", "move it away")
    assert (other / "thing").read_text() == "kept"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("Popen = lambda *a, **k: real([sys.executable, '-c', KILL], **k)", "memory"),
        (
            "Popen = lambda *a, **k: real([sys.executable, '-c', 'exit(1)'], **k)\n"
            "environment.shutil.disk_usage = lambda path, sizes=iter([10**10, 0]): "
            "collections.namedtuple('U', 'free')(next(sizes))",
            "disk is full",
        ),
    ],
)
def test_a_step_that_ends_without_a_word(course, before, words):
    """Killed by the system; or the disk is full, and the log with it."""
    if ON_WINDOWS and words == "memory":
        pytest.skip("no signals there")
    kill = "KILL = 'import os; os.kill(os.getpid(), 9)'\nimport collections\n"
    kill += "real = environment.subprocess.Popen\nenvironment.subprocess."
    assert_one_line(course.run("lab", before=kill + before), words)


def test_jupyterlab_starts_on_a_full_disk(course):
    before = "import errno, os\ndef full(*a): raise OSError(errno.ENOSPC, 'No space')\n"
    child_of(course.run("lab"))
    (course.root / "work" / "00_start_here.ipynb").unlink()
    before += "copies.os.fsync = full\ncommands.full = lambda path: path.name == 'work'"
    result = course.run("lab", before=before)
    runtime = Path(child_of(result)[1]["JUPYTER_RUNTIME_DIR"])
    assert not runtime.is_relative_to(course.root)
    runtime.rmdir()
    assert "disk is full" in result.stdout
    assert_one_line(result, "00_start_here", "No space", "free some space", status=0)
    result = course.run("lab", before="commands.full = lambda path: True")
    assert_one_line(result, "disk is full", "free some space")


def test_a_folder_that_cannot_be_written_to(course):
    # Root may write anywhere, so the refusal is the call's own.
    before = (
        "def no(*a, **k): raise PermissionError(13, 'Permission denied', 'x/.venv')"
    )
    result = course.run("lab", before=f"{before}\nenvironment.Path.mkdir = no")
    assert_one_line(result, "Permission denied", ".venv")
    (course.root / "work").write_text("a file")
    assert_one_line(course.run("lab"), "work is a file", "move it away")
