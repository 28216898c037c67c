"""A room for students' code: it sees the course, writes a scratch folder, else nothing.

The room is made of Linux's namespaces, by bubblewrap where that is installed, else by
`unshare` and this module. In it are no network, no home folder, no other student's
notebook and no process of the machine; what is started in it ends with it.
"""

import ctypes
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path

from helpers import places

SCRATCH = "/scratch"  # the one folder that can be written to
MEGABYTES = 256  # of files in it
DEVICES = ("null", "zero", "full", "random", "urandom")
UNSHARE = [
    *("--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child"),
    *("--net", "--ipc", "--uts"),
]
# Of mount(2), mount_setattr(2), umount2(2), prctl(2) and netdevice(7).
NOSUID, NODEV, BIND, RECURSIVE, DETACH = 0x2, 0x4, 0x1000, 0x4000, 2
MOUNT_SETATTR, HERE, AT_RECURSIVE, READ_ONLY = 442, -100, 0x8000, 0x1
SET_DUMPABLE, DROP_BOUND, NO_NEW_PRIVILEGES = 4, 24, 38
SET_FLAGS, UP = 0x8914, 0x1


def seen() -> list[tuple[str, str]]:
    """Return (source, place in the room) of what can be read there."""
    folders = [places.ROOT / name for name in ("helpers", "notebooks", "datasets")]
    pythons = [sys.prefix, sys.base_prefix, os.path.realpath(sys.base_prefix)]
    system = [Path("/usr"), *map(Path, ("/bin", "/sbin", "/lib", "/lib32", "/lib64"))]
    settings = ("alternatives", "hosts", "ld.so.cache", "localtime", "nsswitch.conf")
    system += [Path("/nix/store"), *(Path("/etc") / name for name in settings)]
    paths = [*system, *map(Path, pythons), *folders]
    return [
        (os.path.realpath(path), str(path))
        for path in sorted(set(paths))  # what lies inside another comes after it
        if path.exists()
    ]


def shows(path: Path) -> bool:
    """Return whether this file or folder could be read in the room."""
    real = Path(os.path.realpath(path))
    return any(real.is_relative_to(source) for source, _ in seen())


def command(empty: str, python: list[str]) -> list[str] | None:
    """Return what runs a Python command line in the room, None if there is no way.

    empty: a folder where `enter` may build the room; bubblewrap does not need it.
    """
    for prefix, arguments in (by_bubblewrap(), by_unshare(empty)):
        trial = [*prefix, sys.executable, "-P", "-m", __name__, *arguments]
        variables = environment(SCRATCH)
        if (
            prefix
            and not subprocess.run(trial, env=variables, capture_output=True).returncode
        ):
            return [*prefix, *python, *arguments]
    return None


def by_bubblewrap() -> tuple[list[str], list[str]]:
    """Return bubblewrap's command line, empty where it is not installed."""
    if not (program := shutil.which("bwrap")):
        return [], []
    size = str(MEGABYTES << 20)
    binds = [word for pair in seen() for word in ("--ro-bind", *pair)]
    return [
        *(program, "--unshare-all", "--as-pid-1", "--die-with-parent"),
        *("--new-session", "--cap-drop", "ALL", *binds, "--proc", "/proc"),
        *("--dev", "/dev", "--size", size, "--tmpfs", "/dev/shm"),
        *("--size", size, "--tmpfs", SCRATCH),
        *("--remount-ro", "/dev", "--remount-ro", "/proc", "--remount-ro", "/"),
        *("--chdir", SCRATCH),
    ], [""]


def by_unshare(empty: str) -> tuple[list[str], list[str]]:
    """Return the command line of `unshare`, empty where it is not installed."""
    program = shutil.which("unshare") if sys.platform == "linux" else None
    return ([program, *UNSHARE], [empty]) if program else ([], [])


def environment(scratch: str) -> dict[str, str]:
    """Return all variables that students' code can see."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(places.ROOT),
        "MATPLOTLIBRC": str(places.ROOT / "helpers" / "launch" / "matplotlibrc"),
        "COURSE_PROGRESS": f"{scratch}/progress.jsonl",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONHASHSEED": "0",  # the same notebook gets the same verdict
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "1",
        "COURSE_WORK": f"{scratch}/work",
        **dict.fromkeys(("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"), scratch),
    }


# ---------------------------------------------------------------- inside


def libc(name: str, *arguments: object) -> None:
    """Call a function of the C library; OSError where it refuses."""
    words = [os.fsencode(a) if isinstance(a, str) else a for a in arguments]
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*words):
        raise OSError(ctypes.get_errno(), f"{name}{arguments}")


def enter(empty: str) -> None:
    """Build the room in an empty folder and move in, where `unshare` has led."""
    libc("mount", "room", empty, "tmpfs", NOSUID | NODEV, "size=1m,mode=755")
    for source, place in [*seen(), *((f"/dev/{d}", f"/dev/{d}") for d in DEVICES)]:
        target = Path(empty + place)
        target.parent.mkdir(parents=True, exist_ok=True)
        if Path(source).is_dir():
            target.mkdir(exist_ok=True)
        else:
            target.touch()
        libc("mount", source, str(target), None, BIND | RECURSIVE, None)
        if not place.startswith("/dev"):
            make_read_only(str(target), AT_RECURSIVE)
    size = f"size={MEGABYTES}m"
    for place, kind, data in (
        ("/proc", "proc", None),
        ("/dev/shm", "tmpfs", size),
        (SCRATCH, "tmpfs", size),
    ):
        Path(empty + place).mkdir()
        libc("mount", kind, empty + place, kind, NOSUID | NODEV, data)
    # What is in /proc of the machine itself obeys root, whatever root has given up.
    make_read_only(f"{empty}/proc", 0)
    os.chdir(empty)
    libc("pivot_root", ".", ".")
    libc("umount2", ".", DETACH)  # the machine's own files, which lie over the room
    make_read_only("/", 0)
    os.chdir(SCRATCH)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plug:  # for lessons' own
        libc("ioctl", plug.fileno(), SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def make_read_only(place: str, flags: int) -> None:
    """Let nobody write below a mounted place; its other flags stay as they are."""
    attributes = struct.pack("QQQQ", READ_ONLY | NOSUID, 0, 0, 0)
    libc("syscall", MOUNT_SETATTR, HERE, place, flags, attributes, len(attributes))


def give_up_rights() -> None:
    """Give up, for all that is started from here, what a namespace's root may do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for capability in range(64):
        try:
            libc("prctl", DROP_BOUND, capability, 0, 0, 0)
        except OSError:  # the kernel has no more, or bubblewrap has done it
            break
    libc("capset", struct.pack("Ii", 0x20080522, 0), bytes(24))
    libc("prctl", NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def let_others_look(allowed: bool) -> None:
    """Say whether processes of the same user may read and change this one's memory."""
    libc("prctl", SET_DUMPABLE, int(allowed), 0, 0, 0)


def move_in(empty: str) -> None:
    """Do what is left to do inside: build where bubblewrap has not, give up rights."""
    if empty:
        enter(empty)
    give_up_rights()


if __name__ == "__main__":  # a trial
    move_in(sys.argv[1])
    if os.getpid() != 1:
        sys.exit("there are other processes")
