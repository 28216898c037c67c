"""course.py: set-up, the faults that it meets, and what it hands to its children.

Each test works on a course of its own in a temporary folder, with real (empty) virtual
environments in which pip, JupyterLab and pytest are stand-ins: nothing is downloaded.
"""

import ast
import importlib.util
import json
import os
import re
import shutil
import signal
import site
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

COURSE = Path(__file__).resolve().parent.parent / "course.py"
ON_WINDOWS = os.name == "nt"

# pip's stand-in: it "installs" by writing metadata, or fails with pip's own words.
FAKE_PIP = """
import json, os, pathlib, re, sys, time
here = pathlib.Path(__file__).resolve().parent.parent
with open(os.environ["FAKE_LOG"], "a") as log:
    log.write(json.dumps({"argv": sys.argv[1:], "env": dict(os.environ)}) + "\\n")
if os.environ.get("FAKE_PIP_SAYS"):
    print(os.environ["FAKE_PIP_SAYS"])
    sys.exit(1)
print("Collecting everything", flush=True)
time.sleep(float(os.environ.get("FAKE_PIP_SECONDS", "0")))
for flag, name in zip(sys.argv, sys.argv[1:]):
    text = pathlib.Path(name).read_text() if flag == "-r" else ""
    for package, pin in re.findall(r"(?m)^([\\w.-]+)==([\\w.]+)", text):
        for old in here.glob(package + "-*.dist-info"):
            (old / "METADATA").unlink(), (old / "RECORD").unlink(), old.rmdir()
        info = here / f"{package}-{pin}+local.dist-info"
        info.mkdir()
        words = f"Metadata-Version: 2.1\\nName: {package}\\nVersion: {pin}+local\\n"
        (info / "METADATA").write_text(words)
        (info / "RECORD").write_text("")
(here / "course.pth").write_text(os.getcwd() + "\\n", encoding="utf-8")
"""
# What is run instead of JupyterLab and pytest.
FAKE_CHILD = """
import json, os, sys
print("CHILD " + json.dumps([sys.argv, dict(os.environ), os.getcwd()]))
print("3 passed in 0.1s")
sys.exit(int(os.environ.get("FAKE_STATUS", "0")))
"""
# Run before course.py: environments come with the stand-ins instead of pip.
PRELUDE = """
import pathlib, shutil, sys
sys.path.insert(0, {root!r})
import course
real_log_child = course.log_child
def log_child(command, optional=False):
    if "venv" in command:
        command = [*command[:-1], "--without-pip", command[-1]]
    real_log_child(command, optional)
    if "venv" in command:
        inside = next(course.VENV.glob("[Ll]ib/**/site-packages"))
        shutil.copytree({stand_ins!r}, str(inside), dirs_exist_ok=True)
course.log_child = log_child
"""


def make_notebook(*sources):
    """Return a small notebook with outputs, as JSON."""
    cells = [
        {
            "cell_type": "code",
            "id": f"c{n}",
            "metadata": {},
            "execution_count": n,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}],
            "source": source.splitlines(True),
        }
        for n, source in enumerate(sources, 1)
    ]
    version = {"name": "python", "version": "3.11.7"}
    metadata = {"language_info": version}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4}
    return json.dumps({**notebook, "nbformat_minor": 5})


class Course:
    """A small course in a temporary folder, and how to start its course.py."""

    def __init__(self, folder):
        self.root = folder / "a course é" / "main"
        self.venv = self.root / ".venv"
        self.log = folder / "log"
        self.stand_ins = folder / "stand-ins"
        (self.stand_ins / "pip").mkdir(parents=True)
        (self.stand_ins / "pip" / "__init__.py").write_text("")
        (self.stand_ins / "pip" / "__main__.py").write_text(FAKE_PIP)
        for name in ("jupyterlab.py", "pytest.py"):
            (self.stand_ins / name).write_text(FAKE_CHILD)
        for name in ("notebooks/01_first", "notebooks/02_second", "tests", "helpers"):
            (self.root / name).mkdir(parents=True)
        shutil.copy(COURSE, self.root)
        (self.root / "helpers" / "__init__.py").write_text("")
        (self.root / "tests" / "harness.py").write_text(FAKE_CHILD)
        (self.root / "tests" / "requirements.txt").write_text("gamma==3\n")
        (self.root / "requirements.txt").write_text("# pins\nalpha==1.0\nbeta==2.5\n")
        (self.root / "constraints.txt").write_text("alpha==1.0\nbeta==2.5\n")
        (self.root / "pyproject.toml").write_text("")
        for name in (
            *("00_start_here", "01_first/01_what_is_it", "01_first/02_next_step"),
            *("02_second/01_far_away", "02_second/02_next_step"),
        ):
            path = self.root / "notebooks" / f"{name}.ipynb"
            path.write_text(make_notebook("1", "2"))

    def environment(self, **extra):
        """Return a bare environment for the children."""
        keep = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")}
        keep.pop("PYTHONUTF8", None)
        return {**keep, "FAKE_LOG": str(self.log), "PIP_FIND_LINKS": "here", **extra}

    def command(self, *words, before=""):
        """Return how to start course.py with the stand-ins (and what comes before)."""
        names = {"root": str(self.root), "stand_ins": str(self.stand_ins)}
        code = PRELUDE.format(**names) + before
        code += "\nsys.exit(course.guarded_main())"
        return [sys.executable, "-c", code, *words]

    def run(self, *words, before="", cwd=None, **env):
        """Run course.py as its own process; return what came of it."""
        return subprocess.run(
            self.command(*words, before=before),
            cwd=cwd or self.root.parent,
            env=self.environment(**env),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    def calls(self):
        """Return pip's calls so far."""
        text = self.log.read_text() if self.log.exists() else ""
        return [json.loads(line) for line in text.splitlines()]


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


def child_of(result):
    """Return (arguments, environment, folder) that a stand-in was started with."""
    assert result.returncode == 0, result.stderr
    return json.loads(re.search("(?m)^CHILD (.*)$", result.stdout)[1])


def assert_one_line(result, *words, status=1):
    """Assert that a fault became one line that says so, and a non-zero status."""
    assert result.returncode == status, result
    assert "Traceback" not in result.stdout + result.stderr
    assert len(result.stderr.splitlines()) == 1, result.stderr
    for word in words:
        assert word in result.stderr


def import_course(root):
    """Import the course.py of a folder under a name of its own."""
    spec = importlib.util.spec_from_file_location(
        "course_under_test", root / COURSE.name
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------- set-up


def test_an_old_python_can_read_course_py():
    ast.parse(COURSE.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_first_start_installs_and_second_start_is_quick(course):
    first = course.run("lab", "--no-browser")
    assert child_of(first)
    [call] = course.calls()
    assert "-c constraints.txt -e ." in " ".join(call["argv"])
    assert "tests/requirements.txt" not in call["argv"]
    settings = course.venv / "share/jupyter/lab/settings/overrides.json"
    assert "fetchNews" in settings.read_text()

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


@pytest.mark.parametrize(
    "name", ["requirements.txt", "constraints.txt", "pyproject.toml"]
)
def test_a_changed_requirement_file_is_installed(course, name):
    child_of(course.run("lab"))
    with (course.root / name).open("a") as file:
        file.write("# changed\n")
    assert "Updating" in course.run("lab").stdout
    assert len(course.calls()) == 2


def test_a_moved_course_installs_its_helpers_anew(course):
    child_of(course.run("lab"))
    new = course.root.with_name("moved")
    course.root.rename(new)
    course.root, course.venv = new, new / ".venv"
    child_of(course.run("lab"))
    assert len(course.calls()) == 2


@pytest.mark.parametrize("damage", ["other version", "no helpers", "no package"])
def test_a_damaged_venv_is_mended(course, damage):
    child_of(course.run("lab"))
    inside = next(course.venv.glob("[Ll]ib/**/site-packages"))
    alpha = next(inside.glob("alpha-*"))
    if damage == "no helpers":
        (inside / "course.pth").unlink()
    elif damage == "no package":
        shutil.rmtree(alpha)
    else:
        metadata = alpha / "METADATA"
        metadata.write_text(metadata.read_text().replace("1.0+local", "0.9"))
        (alpha / "RECORD").write_text("")
    result = course.run("lab")
    assert child_of(result)
    assert {"no helpers": "helpers is missing"}.get(damage, "alpha is") in result.stdout
    assert len(course.calls()) == 2


@pytest.mark.parametrize("damage", ["python", "pip", "folder", "empty"])
def test_a_broken_venv_is_rebuilt(course, damage):
    child_of(course.run("lab"))
    module = import_course(course.root)
    left_over = course.venv / "left-over"
    left_over.write_text("")
    if damage == "python":
        module.PYTHON.unlink()
        module.PYTHON.write_text("not a program")
        module.PYTHON.chmod(0o755)
    elif damage == "pip":
        shutil.rmtree(next(course.venv.glob("[Ll]ib/**/site-packages/pip")))
        (course.root / "pyproject.toml").write_text("# pip has something to do")
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
ODD = "Collecting six\nERROR: Something that nobody foresaw\n"


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (NO_NETWORK, "network"),
        (NO_WHEEL, "no torch==2.13.0"),
        (NO_SPACE, "disk is full"),
        (NO_CERTIFICATE, "certificate"),
        (NO_RIGHTS, "permissions"),
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
            "import collections; course.shutil.disk_usage = lambda path: "
            "collections.namedtuple('U', 'total used free')(10, 9, 10**9)",
            "2.5 GB needed, 1.0 GB free",
        ),
        ("course.os.pathsep = ' '", "in its path"),
    ],
)
def test_unsuitable_machines_are_told_so(course, before, words):
    assert_one_line(course.run("lab", before=before), words)
    assert not list(course.root.glob(".venv/*.stamp"))


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


@pytest.mark.skipif(ON_WINDOWS, reason="needs a limit on the size of files")
def test_a_disk_that_fills_up_on_the_way(course):
    before = "import errno, os\ndef full(*a): raise OSError(errno.ENOSPC, 'No space')\n"
    child_of(course.run("lab"))
    (course.root / "work" / "00_start_here.ipynb").unlink()
    result = course.run("lab", before=before + "course.os.fsync = full")
    assert_one_line(result, "No space", "free some space")


def test_a_folder_that_cannot_be_written_to(course):
    # Root may write anywhere, so the refusal is the call's own.
    before = (
        "def no(*a, **k): raise PermissionError(13, 'Permission denied', 'x/.venv')"
    )
    result = course.run("lab", before=f"{before}\ncourse.Path.mkdir = no")
    assert_one_line(result, "Permission denied", ".venv")
    (course.root / "work").write_text("a file")
    assert_one_line(course.run("lab"), "work is a file", "move it away")


def test_a_port_in_use(ready):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert_one_line(ready.run("lab", "--port", str(port)), str(port), "--port 8")


def test_without_a_port_the_first_free_one_is_taken(ready):
    with socket.socket() as taken:
        try:
            taken.bind(("127.0.0.1", 8888))
            taken.listen()
        except OSError:
            pass  # taken by someone else: as good
        argv, _, _ = child_of(ready.run("lab"))
    port = next(word for word in argv if "ServerApp.port=" in word)
    assert 8889 <= int(port.split("=")[1]) <= 8899
    all_taken = "course.usable = lambda port: False"
    assert_one_line(ready.run("lab", before=all_taken), "8888 to 8899", "--port")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["lab", "--port", "many"], "invalid int value"),
        (["lab", "--port", "70000"], "1 to 65535"),
        (["lab", "--colour"], "--colour"),
        (["lob"], "did you mean lab"),
        (["xyzzy"], "--help"),
        (["reset"], "Name one lesson"),
        (["reset", "1.7"], 'no lesson "1.7"'),
        (["test", "what_is_that"], "did you mean 01_first/01_what_is_it"),
        (["run", "next_step"], "01_first/02_next_step or 02_second/02_next_step"),
        (["bench", "%%"], "no lesson"),
    ],
)
def test_wrong_arguments(ready, arguments, words):
    assert_one_line(ready.run(*arguments), words)


@pytest.mark.parametrize("arguments", [[], ["--help"], ["lab", "-h"], ["help"]])
def test_help(ready, arguments):
    result = ready.run(*arguments)
    assert result.returncode == 0
    assert "course.py lab" in result.stdout


def test_anything_else_that_the_system_refuses_is_one_line(course):
    before = "def no(*a): raise OSError(5, 'Input/output error')\ncourse.lab = no"
    assert_one_line(course.run("lab", before=before), "Input/output error")


# ---------------------------------------------------------------- children


def test_the_download_is_announced_once_where_it_would_be_large(course):
    linux = "course.platform.system = lambda: 'Linux'"
    quiet = course.run("lab", before=linux, FAKE_PIP_SAYS=ODD)
    assert "CUDA" not in quiet.stdout
    assert "http" not in COURSE.read_text(encoding="utf-8").replace("http://127.", "")
    bare = course.environment()
    del bare["PIP_FIND_LINKS"]
    command = course.command("lab", before=linux)
    told = subprocess.run(command, env=bare, capture_output=True, text=True)
    assert "2.7 GB" in told.stdout and "PIP_EXTRA_INDEX_URL" in told.stdout
    assert told.stdout.index("2.7 GB") < told.stdout.index("Ready")


def test_the_environment_of_children(course):
    env = {"PYTHONPATH": "x", "PYTHONHOME": "", "PIP_INDEX_URL": "here", "OTHER": "1"}
    env |= {"COURSE_OFFLINE": "1", "JUPYTERLAB_DIR": "x"}
    _, seen, _ = child_of(course.run("lab", **env))
    for environment in (seen, course.calls()[0]["env"]):
        assert not {"PYTHONPATH", "PYTHONHOME", "JUPYTERLAB_DIR"} & set(environment)
        assert "COURSE_OFFLINE" not in environment
        assert environment["PYTHONUTF8"] == environment["PYTHONNOUSERSITE"] == "1"
        assert environment["OTHER"] == "1"
    assert course.calls()[0]["env"]["PIP_INDEX_URL"] == "here"


def test_lab_is_bound_to_this_machine_with_a_token(ready, tmp_path):
    result = ready.run("lab", "--no-browser", "--port", "48123", cwd=tmp_path)
    argv, env, _ = child_of(result)
    assert "--ServerApp.ip=127.0.0.1" in argv
    assert "--ServerApp.port_retries=0" in argv
    assert "--ServerApp.open_browser=False" in argv
    assert f"--ServerApp.root_dir={ready.root / 'work'}" in argv
    token = env["JUPYTER_TOKEN"]
    assert len(token) >= 32
    assert token not in " ".join(argv)
    page = f"http://127.0.0.1:48123/lab/tree/00_start_here.ipynb?token={token}"
    assert page in result.stdout
    again = child_of(ready.run("lab", "--no-browser"))[1]["JUPYTER_TOKEN"]
    assert again != token
    assert ("--allow-root" in argv) == (not ON_WINDOWS and os.geteuid() == 0)


def test_test_passes_on_what_is_pytests(ready, tmp_path):
    result = ready.run("test", "1.1", "2.1", "--deep", "-k", "a or b", cwd=tmp_path)
    argv, env, folder = child_of(result)
    words = " ".join(argv[1:])
    assert "notebooks/01_first/01_what_is_it.ipynb" in words
    assert "tests/test_lessons.py --lesson=01_first/01_what_is_it" in words.replace(
        "notebooks/02_second/01_far_away.ipynb ", ""
    )
    assert argv[-3:] == ["--deep", "-k", "a or b"]
    assert Path(folder) == ready.root
    assert result.stdout.splitlines()[-1] == "3 passed in 0.1s"
    assert ("COURSE_OFFLINE" in env) == ("cannot be switched off" not in result.stdout)
    assert ready.run("test", FAKE_STATUS="3").returncode == 3
    argv, _, _ = child_of(ready.run("test", "-x"))
    assert argv[-3:] == ["tests", "notebooks", "-x"]


def test_test_says_where_the_network_stays_on(ready):
    result = ready.run("test", before="course.shutil.which = lambda name: None")
    assert "COURSE_OFFLINE" not in child_of(result)[1]
    assert "cannot be switched off" in result.stdout


def test_bench_and_run_are_the_harness(ready):
    for verb in ("bench", "run"):
        argv, _, folder = child_of(ready.run(verb, "1.1", "far_away"))
        assert argv[1:] == [verb, "01_first/01_what_is_it", "02_second/01_far_away"]
        assert Path(folder) == ready.root


# ---------------------------------------------------------------- lessons


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("0", "00_start_here"),
        ("start_here", "00_start_here"),
        ("1.1", "01_first/01_what_is_it"),
        ("01.01", "01_first/01_what_is_it"),
        ("What_Is_It", "01_first/01_what_is_it"),
        ("01_what_is_it", "01_first/01_what_is_it"),
        ("01_what_is_it.ipynb", "01_first/01_what_is_it"),
        ("01_first/01_what_is_it", "01_first/01_what_is_it"),
        ("notebooks/01_first/01_what_is_it.ipynb", "01_first/01_what_is_it"),
        ("work\\01_first\\01_what_is_it.ipynb", "01_first/01_what_is_it"),
        ("./01_first/01_what_is_it.ipynb", "01_first/01_what_is_it"),
        ("../01_first/01_what_is_it.ipynb", "01_first/01_what_is_it"),
        ("02_second/02_next_step", "02_second/02_next_step"),
    ],
)
def test_a_lesson_has_many_names(ready, monkeypatch, name, expected):
    monkeypatch.chdir(ready.root / "notebooks" / "02_second")
    module = import_course(ready.root)
    assert module.find_lesson(name) == expected
    path = str(ready.root / "work" / f"{expected}.ipynb")
    assert module.find_lesson(path) == expected


def test_lessons_come_in_order(ready):
    (ready.root / "notebooks" / ".ipynb_checkpoints").mkdir()
    hidden = ready.root / "notebooks" / ".ipynb_checkpoints" / "00_x.ipynb"
    hidden.write_text("{}")
    module = import_course(ready.root)
    numbers = [module.lesson_number(lesson) for lesson in module.lessons()]
    assert numbers == ["0", "1.1", "1.2", "2.1", "2.2"]


# ---------------------------------------------------------------- the real JupyterLab


@pytest.mark.skipif(ON_WINDOWS, reason="a console's Ctrl-C cannot be sent from here")
@pytest.mark.usefixtures("ctrl_c")
def test_jupyterlab_serves_work_with_our_token_whatever_its_user_has_set(course):
    """The packages that run this test, lent to a course's .venv by a .pth file."""
    pytest.importorskip("jupyterlab")
    child_of(course.run("lab"))
    inside = next(course.venv.glob("lib/**/site-packages"))
    (inside / "jupyterlab.py").unlink()
    (inside / "lent.pth").write_text("\n".join(site.getsitepackages()))
    lent = Path(sys.prefix) / "share" / "jupyter" / "lab"
    for name in ("static", "schemas", "themes"):
        (course.venv / "share/jupyter/lab" / name).symlink_to(lent / name)
    home = course.root.parent / "home"
    (home / ".jupyter").mkdir(parents=True)
    hostile = (
        "c = get_config()\nc.IdentityProvider.token = ''\nc.ServerApp.token = ''\n"
    )
    hostile += "c.ServerApp.ip = '0.0.0.0'\nc.ServerApp.root_dir = '/'\n"
    hostile += "c.ServerApp.base_url = '/elsewhere'\nc.ServerApp.port = 1\n"
    for name in ("jupyter", "jupyter_server", "jupyter_lab"):
        (home / ".jupyter" / f"{name}_config.py").write_text(hostile)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {k: v for k, v in course.environment().items() if "JUPYTER" not in k}
    process = subprocess.Popen(
        course.command("lab", "--no-browser", "--port", str(port)),
        env={**env, "HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        line = next(line for line in process.stdout if "token=" in line)
        token = line.split("token=")[1].strip()
        base = f"http://127.0.0.1:{port}/api/contents/00_start_here.ipynb"
        deadline = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(f"{base}?token={token}") as answer:
                    notebook = json.load(answer)["content"]
                break
            except urllib.error.URLError:
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.1)
        assert notebook["cells"][0]["outputs"] == []
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(base)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=15) == 0
    finally:
        process.kill()
        process.communicate()
