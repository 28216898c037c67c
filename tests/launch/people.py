"""Ordinary users, for tests that root runs: started as, and served by, one course."""

import asyncio
import json
import os
import shlex
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from helpers.places import ROOT

# Numbers that belong to nobody, nor to another run of these tests.
ANNA, BEN, CARL = range(first := 60_000 + os.getpid() % 1600 * 3, first + 3)
RIGHT = """
def mean_absolute_error(predicted, actual):
    return np.mean(np.abs(np.asarray(predicted) - np.asarray(actual)))
"""


def as_user(number: int) -> list[str]:
    """Return words that start a command as this user, with no group but its own."""
    ids = [f"--reuid={number}", f"--regid={number}", "--clear-groups"]
    return ["setpriv", *ids, "--no-new-privs"]


def opened(folder: Path) -> list[str]:
    """Return words that start a command for which any user reaches course and Python.

    Root's home is closed to others, and a Python may lie in there. So the command has
    mounts of its own: an open folder with nothing but what is needed takes the place
    of each closed one. Skips the test where that cannot be.

    folder: an empty one, where the closed ones are kept.
    """
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("only root on Linux can start a command as another user")
    steps = [["mount", "-t", "tmpfs", "none", folder]]
    closed: dict[Path, list[Path]] = {}
    for path in (ROOT, sys.prefix, sys.base_prefix):
        path = Path(path).resolve()
        shut = [p for p in path.parents if not p.stat().st_mode & stat.S_IXOTH]
        if shut:
            closed.setdefault(shut[-1], []).append(path)
    for number, (outer, paths) in enumerate(closed.items()):
        kept = folder / str(number)
        steps += [["mkdir", kept], ["mount", "--rbind", outer, kept]]
        steps += [["mount", "-t", "tmpfs", "-o", "mode=755", "none", outer]]
        for path in paths:
            inner = kept / path.relative_to(outer)
            steps += [["mkdir", "-p", path], ["mount", "--rbind", inner, path]]
    lines = ["set -e", "umask 022", *(shlex.join(map(str, step)) for step in steps)]
    words = ["unshare", "-m", "sh", "-c", "\n".join([*lines, 'exec "$@"']), "sh"]
    trial = [*words, *as_user(ANNA), sys.executable, "-c", ""]
    done = subprocess.run(trial, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no command as another user here: {done.stderr.strip()[-80:]}")
    return words


async def run_start_page(base: str, token: str, path: str) -> str:
    """Run the start page in a kernel of its server, its exercise answered rightly.

    base: the server's address. Returns what the cells print and show, as text.
    """
    own = {"Authorization": f"token {token}"}
    client, deadline = AsyncHTTPClient(), time.monotonic() + 120
    while True:
        try:
            asked = await client.fetch(f"{base}/api/contents/{path}", headers=own)
            break
        except OSError:  # it does not listen yet
            assert time.monotonic() < deadline
            await asyncio.sleep(0.2)
    cells = json.loads(asked.body)["content"]["cells"]
    wanted = {"path": path, "type": "notebook", "name": ""}
    wanted = json.dumps(wanted | {"kernel": {"name": "python3"}})
    asked = await client.fetch(
        f"{base}/api/sessions", method="POST", headers=own, body=wanted
    )
    number = json.loads(asked.body)["kernel"]["id"]
    channels = f"ws{base.removeprefix('http')}/api/kernels/{number}/channels"
    socket = await websocket_connect(HTTPRequest(channels, headers=own))
    said = []
    for at, cell in enumerate(c for c in cells if c["cell_type"] == "code"):
        stub = "exercise:mean_absolute_error" in cell["metadata"].get("tags", [])
        said.append(await run_cell(socket, str(at), RIGHT if stub else cell["source"]))
    socket.close()
    return "\n".join(said)


async def run_cell(socket: object, name: str, source: str) -> str:
    """Run a cell by its kernel's socket; return what it says."""
    header = {"msg_id": name, "msg_type": "execute_request", "version": "5.3"}
    header |= {"username": "", "session": "test", "date": "2026-01-01T00:00:00Z"}
    content = {"code": source, "silent": False, "allow_stdin": False}
    content |= {"store_history": True, "user_expressions": {}, "stop_on_error": True}
    message = {"channel": "shell", "header": header, "parent_header": {}}
    message |= {"metadata": {}, "content": content}
    await socket.write_message(json.dumps(message))
    said, open_ends = [], {"execute_reply", "status idle"}
    while open_ends:
        answer = json.loads(await socket.read_message())
        if answer["parent_header"].get("msg_id") != name:
            continue
        kind, content = answer["header"]["msg_type"], answer["content"]
        said += [content.get("text", ""), content.get("data", {}).get("text/plain", "")]
        said += content.get("traceback", [])
        open_ends -= {kind, f"{kind} {content.get('execution_state')}"}
    return "\n".join(filter(None, said))
