"""Runs inside the limited process and tries what a file that took it over would try; the content says which."""

import socket
import subprocess
import sys
import time


def answer(content: bytes) -> object:
    """Do one thing; "done" comes back only when it was possible."""
    return {
        b"echo": lambda: {"modules": len(sys.modules), "path": sys.path[-1] != ""},
        b"loop": _loop,
        b"sleep": lambda: time.sleep(60),
        b"memory": lambda: len(bytearray(2_000_000_000)),
        b"open": lambda: open("/etc/hostname").read(),
        b"write": lambda: open("/tmp/dondoc-hostile", "w").write("x"),
        b"connect": lambda: socket.create_connection(("127.0.0.1", 9), 1),
        b"start": lambda: subprocess.run(["/bin/true"], check=True),
        b"much": lambda: "x" * 10_000_000,
        b"raise": lambda: 1 / 0,
        b"exit": lambda: sys.exit(0),
        b"garbage": lambda: sys.stdout.write("{not json"),
    }[content]() or "done"


def _loop() -> None:
    while True:
        pass
