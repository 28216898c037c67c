"""The commands: what they accept, and what they hand to their children."""

import json
import os
import shlex
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

from helpers.places import ROOT
from tests.launch.small_course import ON_WINDOWS, assert_one_line, child_of

TAKES_S = 30


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
    assert 8889 <= int(port.split("=")[1]) <= 9087
    all_taken = "commands.usable = lambda port: False"
    assert_one_line(ready.run("lab", before=all_taken), "8888 to 9087", "--port")


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
    before = "def no(*a): raise OSError(5, 'Input/output error')\ncommands.lab = no"
    assert_one_line(course.run("lab", before=before), "Input/output error")


# ---------------------------------------------------------------- children


def test_the_download_is_announced_once_where_it_would_be_large(course):
    linux = "environment.platform.system = lambda: 'Linux'"
    quiet = course.run("lab", before=linux, FAKE_PIP_SAYS="ERROR: no")
    assert "CUDA" not in quiet.stdout
    for path in [ROOT / "course.py", *(ROOT / "helpers" / "launch").glob("*.py")]:
        assert "://" not in path.read_text("utf-8").replace("http://127.", "")
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


def test_nothing_of_the_users_settings_reaches_lessons(ready):
    hostile = {
        **{"PYTHONOPTIMIZE": "2", "PYTHONSAFEPATH": "1", "PYTHONWARNINGS": "error"},
        **{"PYTHONSTARTUP": "x", "MPLBACKEND": "module://backend_of_an_editor"},
        **{"JUPYTER_PATH": "/x", "JUPYTER_RUNTIME_DIR": "/x", "JUPYTER_TOKEN": "x"},
        **{"JUPYTERLAB_SETTINGS_DIR": "/x", "JUPYTERHUB_API_TOKEN": "x"},
        **{"MATPLOTLIBRC": "/x", "MPLCONFIGDIR": "/x", "IPYTHONDIR": "/x"},
        **{"ALL_PROXY": "socks5://x", "https_proxy": "SOCKS5h://x"},
    }
    _, seen, _ = child_of(ready.run("lab", http_proxy="http://kept", **hostile))
    assert seen["http_proxy"] == "http://kept"
    for name, value in hostile.items():
        assert seen.get(name) != value, name
    for name in ("MATPLOTLIBRC", "JUPYTER_CONFIG_PATH"):
        assert Path(seen[name]).exists()
        assert Path(seen[name]).is_relative_to(ready.root)


def test_nothing_is_written_at_a_start_but_in_work(ready):
    def times():
        files = (path for path in ready.root.rglob("*") if path.is_file())
        own = (path for path in files if "work" not in path.parts)
        return {p: p.stat().st_mtime_ns for p in own if "__pycache__" not in p.parts}

    child_of(ready.run("lab"))
    before = times()
    child_of(ready.run("lab"))
    assert times() == before


def test_a_file_that_hides_a_package_is_named(course):
    child_of(course.run("lab"))
    work = course.root / "work"
    (work / "helpers.py").write_text("")
    (work / "01_first" / "json.py").write_text("")
    (work / "jupyterlab").mkdir()
    (work / "jupyterlab" / "__init__.py").write_text("")
    (work / "mine.py").write_text("")
    result = course.run("lab")
    assert child_of(result)
    for name in ("work/helpers.py", "work/01_first/json.py", "work/jupyterlab"):
        assert f"{name} hides what lessons import" in result.stdout
    assert "mine.py" not in result.stdout
    (course.root / "json.py").write_text("raise SystemExit('the wrong json')")
    command = [sys.executable, str(course.root / "course.py"), "lab"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert_one_line(result, "json.py", "rename that file")


def test_the_students_are_told_of_git_clean(course):
    assert "-e work" not in course.run("lab").stdout
    (course.root / ".git").mkdir()
    assert "-e work" in course.run("lab").stdout


@pytest.mark.parametrize("words", [["-OO"], ["-I"], ["-P"]])
def test_however_python_is_started(ready, words):
    course_py = str(ready.root / "course.py")
    for arguments in (["--help"], ["reset", "1.9"]):
        command = [sys.executable, *words, course_py, *arguments]
        result = subprocess.run(command, capture_output=True, text=True)
        assert "Traceback" not in result.stderr
        assert "course.py lab" in result.stdout or "1.9" in result.stderr


@pytest.mark.skipif(ON_WINDOWS, reason="a shell's way to close a stream")
@pytest.mark.parametrize("close", [">&-", "2>&-", ">&- 2>&-", "| head -c 0"])
def test_a_closed_stream_is_no_fault(ready, close):
    words = " ".join(map(shlex.quote, ready.command("lab")))
    result = subprocess.run(
        ["sh", "-c", f"{words} {close}"],
        env=ready.environment(),
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in result.stderr and "Error" not in result.stderr


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
    assert (
        "tests/lessons tests/exercises --lesson=01_first/01_what_is_it"
        in words.replace("notebooks/02_second/01_far_away.ipynb ", "")
    )
    assert argv[-3:] == ["--deep", "-k", "a or b"]
    assert Path(folder) == ready.root
    assert result.stdout.splitlines()[-1] == "3 passed in 0.1s"
    assert ("COURSE_OFFLINE" in env) == ("cannot be switched off" not in result.stdout)
    assert ready.run("test", FAKE_STATUS="3").returncode == 3
    argv, _, _ = child_of(ready.run("test", "-x"))
    assert argv[-3:] == ["tests", "notebooks", "-x"]


def test_test_says_where_the_network_stays_on(ready):
    result = ready.run("test", before="commands.shutil.which = lambda name: None")
    assert "COURSE_OFFLINE" not in child_of(result)[1]
    assert "cannot be switched off" in result.stdout


def test_bench_and_run_are_the_harness(ready):
    for verb in ("bench", "run"):
        argv, _, folder = child_of(ready.run(verb, "1.1", "far_away"))
        assert argv[1:] == [verb, "01_first/01_what_is_it", "02_second/01_far_away"]
        assert Path(folder) == ready.root


def test_teaching_has_packages_of_its_own_that_nothing_else_installs(course, tmp_path):
    child_of(course.run("test"))
    assert "helpers/teaching/requirements.txt" not in course.calls()[-1]["argv"]
    argv, _, folder = child_of(course.run("site", "--to", "my pages", cwd=tmp_path))
    assert argv[1:] == [str(tmp_path / "my pages")]
    assert Path(folder) == course.root
    assert "helpers/teaching/requirements.txt" in course.calls()[-1]["argv"]
    for verb in ("site", "slides", "key"):
        assert child_of(course.run(verb))[0][1:] == [str(course.root / verb)]
    child_of(course.run("test"))  # what it had is still complete
    assert len([call for call in course.calls() if "-r" in call["argv"]]) == 2
    assert_one_line(course.run("site", "one"), "--help")
    assert_one_line(course.run("key", "9.9"), "no lesson")


def test_grade_is_told_where_and_when(ready, tmp_path):
    run = ready.run("grade", "a class", "--due", "2027-01-31", cwd=tmp_path)
    argv, _, folder = child_of(run)
    assert argv[1:3] == [str(tmp_path / "a class"), str(ready.root / "grades/a class")]
    assert argv[3].startswith("2027-01-31T23:59:59") and argv[4:] == ["", ""]
    assert Path(folder) == ready.root
    more = ["--to", "out", "--gradebook", "book.csv", "--trust"]
    argv, *_ = child_of(ready.run("grade", "class", *more, cwd=tmp_path))
    expected = [str(tmp_path / "out"), "", str(tmp_path / "book.csv"), "trust"]
    assert argv[2:] == expected
    assert_one_line(ready.run("grade", "class", "--due", "soon"), "is no date")
    assert_one_line(ready.run("grade"), "folder")


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
    (course.venv / "share/jupyter/lab").mkdir(parents=True)
    for name in ("static", "schemas", "themes"):
        (course.venv / "share/jupyter/lab" / name).symlink_to(lent / name)
    home = course.root.parent / "home"
    (home / ".jupyter" / "labconfig").mkdir(parents=True)
    (home / ".jupyter" / "labconfig" / "page_config.json").write_text(
        '{"lockedExtensions": {"@jupyterlab/notebook-extension": true}}'
    )
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
        env={**env, "HOME": str(home), "JUPYTER_RUNTIME_DIR": "/dev/null/x"}
        | {"ALL_PROXY": "socks5://127.0.0.1:9", "JUPYTER_PATH": str(home)},
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
        page = f"http://127.0.0.1:{port}/lab?token={token}"
        with urllib.request.urlopen(page) as answer:
            assert b'notebook-extension": true' not in answer.read()
        tracker = "@jupyterlab/notebook-extension:tracker"
        page = f"http://127.0.0.1:{port}/lab/api/settings/{tracker}?token={token}"
        with urllib.request.urlopen(page) as answer:
            schema = json.load(answer)["schema"]
        assert schema["properties"]["windowingMode"]["default"] == "none"
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(base)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=15) == 0
    finally:
        process.kill()
        process.communicate()
