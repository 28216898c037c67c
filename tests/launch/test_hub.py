"""The configuration in ADMINISTRATORS.md, run by a real JupyterHub with real users."""

import asyncio
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from helpers.launch.environment import LINK
from helpers.places import ROOT
from tests.harness import offline
from tests.launch.people import ANNA, BEN, CARL, as_user, opened, run_start_page

HUB, PROXY = "jupyterhub==6.1.1", "configurable-http-proxy@5.3.0"
USERS = {"anna": ANNA, "ben": BEN, "carl": CARL}
PAGE = "training-models-work/00_start_here.ipynb"
# What a test's hub has otherwise: its own places, and a door for the test.
OURS = """
c.JupyterHub.bind_url = "http://127.0.0.1:{ports[0]}"
c.JupyterHub.hub_port = {ports[1]}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports[2]}"
c.ConfigurableHTTPProxy.command = "{proxy}"
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.services = [{{"name": "test", "api_token": "{token}"}}]
scopes = ["admin:users", "admin:servers", "access:servers"]
role = {{"name": "door", "services": ["test"], "scopes": scopes}}
c.JupyterHub.load_roles = [role]
"""

pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def folder():
    """A folder with a course, its environment with JupyterHub, and the proxy."""
    if not shutil.which("npm"):
        pytest.skip("npm is not here, from which JupyterHub's proxy comes")
    if offline.is_offline():
        pytest.skip("it needs the network; CONTRIBUTING.md says how to run it")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        make_course(folder / "course")
        npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", folder / "npm"]
        subprocess.run([*npm, PROXY], check=True, capture_output=True)
        for user, number in USERS.items():
            home = folder / "home" / user
            home.mkdir(mode=0o755, parents=True)  # open: the work folder is not
            os.chown(home, number, number)
        yield folder


def make_course(course):
    """Make a course like ours, its packages lent by our .venv, JupyterHub its own."""
    for name in ("helpers", "notebooks", "datasets"):
        no_caches = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(ROOT / name, course / name, ignore=no_caches)
    shutil.copy(ROOT / "course.py", course)
    venv = course / ".venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    inside = next(venv.glob("lib/*/site-packages"))
    ours = next(Path(sys.prefix).glob("lib/*/site-packages"))
    (inside / "lent.pth").write_text(f"{ours}\n")
    (inside / "course.pth").write_text(LINK)
    for name in ("share", "etc"):
        (venv / name).mkdir(exist_ok=True)
        (venv / name / "jupyter").symlink_to(Path(sys.prefix, name, "jupyter"))
    pip = [venv / "bin" / "python", "-m", "pip", "install", "-q", HUB]
    pip += ["-c", ROOT / "constraints.txt"]
    subprocess.run(pip, check=True, capture_output=True)


@pytest.fixture(params=["hook", "command"])
def hub(request, folder):
    """(its address, the door's token, what it logs) of a hub with three users."""
    page = (ROOT / "ADMINISTRATORS.md").read_text("utf-8")
    main, command = re.findall(r"(?s)```python\n(.+?)```", page)
    if request.param == "command":  # as for TLJH
        main = main.replace("c.Spawner.pre_spawn_hook = lay_copies\n", "") + command
    assert ("= lay_copies" in main) == (request.param == "hook")
    plugs = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
    ports = [plug.getsockname()[1] for plug in plugs]
    for plug in plugs:
        plug.close()
    token, run = secrets.token_hex(16), folder / request.param
    run.mkdir(mode=0o700)
    proxy = folder / "npm/node_modules/.bin/configurable-http-proxy"
    ours = OURS.format(ports=ports, proxy=proxy, token=token)
    main = main.replace('"/srv/course"', repr(str(folder / "course")))
    (run / "jupyterhub_config.py").write_text(main + ours)
    people = Path("/etc/passwd").read_text()
    for user, number in USERS.items():
        shutil.rmtree(folder / "home" / user / "training-models-work", True)
        people += f"{user}:x:{number}:{number}::{folder / 'home' / user}:/bin/sh\n"
    (run / "passwd").write_text(people)
    (run / "passwd").chmod(0o644)
    (folder / "home/carl/training-models-work").write_text("")  # no place for copies
    (folder / f"mounts {request.param}").mkdir()
    # Users of its own, and processes of its own, which all end with it.
    command = ["unshare", "-pf", "--kill-child", "--mount-proc"]
    command += opened(folder / f"mounts {request.param}")
    accounts = 'mount --bind "$0" /etc/passwd && exec "$@"'
    command += ["sh", "-c", accounts, run / "passwd"]
    with (run / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, folder / "course/.venv/bin/jupyterhub"],
            cwd=run,
            stdout=log,
            stderr=log,
            env={k: v for k, v in os.environ.items() if "JUPYTER" not in k},
        )
        try:
            while "is now running" not in (run / "log").read_text():
                assert process.poll() is None, (run / "log").read_text()
                time.sleep(0.2)
            yield f"http://127.0.0.1:{ports[0]}", token, run / "log"
        finally:
            process.kill()
            process.wait()


def ask(address, token, method="GET"):
    """Return what a server answers, as JSON."""
    request = urllib.request.Request(address, method=method)
    request.add_header("Authorization", f"token {token}")
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or "{}")


def test_students_of_a_hub_work_on_copies_of_their_own(hub, folder):
    base, token, log = hub
    for user in USERS:
        ask(f"{base}/hub/api/users/{user}", token, "POST")
        ask(f"{base}/hub/api/users/{user}/server", token, "POST")
    deadline = time.monotonic() + 120
    for user in USERS:  # carl, too: without copies
        while not ask(f"{base}/hub/api/users/{user}", token)["servers"][""]["ready"]:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.5)
    for user, number in list(USERS.items())[:2]:
        server = f"{base}/user/{user}"
        said = asyncio.run(run_start_page(server, token, PAGE))
        assert "Correct." in said and "Error" not in said
        work = folder / "home" / user / "training-models-work"
        assert work.stat().st_mode & 0o777 == 0o700 and work.stat().st_uid == number
        assert '"correct"' in (work / "progress.jsonl").read_text()
        settings = f"{server}/lab/api/settings/@jupyterlab"
        news = ask(f"{settings}/apputils-extension:notification", token)["schema"]
        assert news["properties"]["fetchNews"]["default"] == "false"
    assert log.read_text().count("is a file or a dead link") == 1, "carl's"
    assert "Traceback" not in log.read_text()
    closed = [*as_user(BEN), "ls", folder / "home/anna/training-models-work"]
    assert subprocess.run(closed, capture_output=True).returncode
