"""Running without a network: `unshare -n` takes all, kernels need loopback back."""

import errno
import os
import socket
import struct
import sys

GET_FLAGS, SET_FLAGS, UP = (
    0x8913,
    0x8914,
    0x1,
)  # Linux: SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP


def is_offline() -> bool:
    """Return whether this run was promised to have no network."""
    return os.environ.get("COURSE_OFFLINE") == "1"


def raise_loopback() -> None:
    """Bring loopback up inside a fresh network namespace; nothing to do where it is up.

    Written with ioctl because a bare system has no `ip`. Raises OSError if forbidden.
    """
    if sys.platform != "linux":
        return
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plug:
        request = struct.pack("16sh14x", b"lo", 0)
        name, flags = struct.unpack("16sh14x", fcntl.ioctl(plug, GET_FLAGS, request))
        if not flags & UP:
            fcntl.ioctl(plug, SET_FLAGS, struct.pack("16sh14x", name, flags | UP))


def loopback_works() -> bool:
    """Return whether a byte goes through a connection of this machine with itself."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as there,
        server.accept()[0] as here,
    ):
        there.sendall(b"!")
        return here.recv(1) == b"!"


def outside_is_unreachable() -> bool:
    """Return whether this machine has no way out, in IPv4 and IPv6; nothing is sent.

    The addresses belong to documentation (RFC 5737, RFC 3849), never to a computer;
    connecting a datagram socket only looks for a route.
    """
    ways = [(socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")]
    for family, address in ways:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as plug:
                plug.connect((address, 9))
            return False
        except OSError as error:
            none = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL)
            if error.errno not in (*none, errno.EAFNOSUPPORT):
                return False
    return True
