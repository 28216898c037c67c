"""A small course in a temporary folder, set up and started like the real one.

Its virtual environments are real but empty: pip, JupyterLab and pytest are stand-ins
in them, so that nothing is downloaded.
"""

import json
import os
import re
import shutil
import subprocess
import sys

from helpers.places import ROOT

ON_WINDOWS = os.name == "nt"

# pip's stand-in: it "installs" by writing metadata, or fails with pip's own words.
FAKE_PIP = """
import json, os, pathlib, re, sys, time
here = pathlib.Path(__file__).resolve().parent.parent
if sys.argv[1] == "--version":
    sys.exit(0)
if sys.argv[1] == "config":
    print(os.environ.get("FAKE_PIP_CONFIG", ""))
    for name, value in os.environ.items():
        if name.startswith("PIP_"):
            print(f":env:.{name[4:].lower().replace('_', '-')}={value!r}")
    sys.exit(0)
with open(os.environ["FAKE_LOG"], "a") as log:
    log.write(json.dumps({"argv": sys.argv[1:], "env": dict(os.environ),
        "pid": os.getpid()}) + "\\n")
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
        (info / "RECORD").write_text(info.name + "/METADATA,,\\n")
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
from helpers.launch import commands, copies, environment
real_log_child = environment.log_child
def log_child(command, env, optional=False):
    if "venv" in command:
        command = [*command[:-1], "--without-pip", command[-1]]
    real_log_child(command, env, optional)
    if "venv" in command:
        inside = next(environment.VENV.glob("[Ll]ib/**/site-packages"))
        shutil.copytree({stand_ins!r}, str(inside), dirs_exist_ok=True)
environment.log_child = log_child
"""

OUTLINE = """
[seconds]
"01_first/02_next_step" = 45

[[part]]
title = "Start"
lessons = [["00_start_here", "Start here"]]

[[part]]
title = "First"
lessons = [["01_first/01_what_is_it", "★ See it"], ["01_first/02_next_step", "Go on"]]

[[part]]
title = "Second"
lessons = [["02_second/01_far_away", "Go far"], ["02_second/02_next_step", "Go on"]]
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
        for name in ("notebooks/01_first", "notebooks/02_second", "tests"):
            (self.root / name).mkdir(parents=True)
        shutil.copy(ROOT / "course.py", self.root)
        for path in (ROOT / "helpers").glob("*.py"):
            (self.root / "helpers").mkdir(exist_ok=True)
            shutil.copy(path, self.root / "helpers")
        no_caches = shutil.ignore_patterns("__pycache__")
        launch = ROOT / "helpers" / "launch"
        shutil.copytree(launch, self.root / "helpers" / "launch", ignore=no_caches)
        (self.root / "tests" / "harness.py").write_text(FAKE_CHILD)
        teaching = self.root / "helpers" / "teaching"
        teaching.mkdir()
        for name in ("website", "key", "slides", "grade"):
            (teaching / f"{name}.py").write_text(FAKE_CHILD)
        (teaching / "requirements.txt").write_text("delta==4\n")
        (self.root / "tests" / "requirements.txt").write_text("gamma==3\n")
        (self.root / "requirements.txt").write_text("# pins\nalpha==1.0\nbeta==2.5\n")
        (self.root / "constraints.txt").write_text("alpha==1.0\nbeta==2.5\n")
        (self.root / "pyproject.toml").write_text("")
        (self.root / "notebooks" / "outline.toml").write_text(OUTLINE, "utf-8")
        for name in re.findall(r'"(\d\d\w+(?:/\w+)?)"', OUTLINE):
            path = self.root / "notebooks" / f"{name}.ipynb"
            path.write_text(make_notebook("1", "2"))

    @property
    def python(self):
        """The environment's Python."""
        return self.venv / ("Scripts/python.exe" if ON_WINDOWS else "bin/python")

    def environment(self, **extra):
        """Return a bare environment for the children."""
        keep = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")}
        keep.pop("PYTHONUTF8", None)
        return {**keep, "FAKE_LOG": str(self.log), "PIP_FIND_LINKS": "here", **extra}

    def command(self, *words, before=""):
        """Return how to start course.py with the stand-ins (and what comes before)."""
        names = {"root": str(self.root), "stand_ins": str(self.stand_ins)}
        code = PRELUDE.format(**names) + before
        code += "\nsys.exit(course.main(sys.argv[1:]))"
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
