"""The other side of SMTP: the embedded server in a process of its own, so that its seconds are not the sender's."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from mail.post.server import PostOffice, PostServer


@contextlib.contextmanager
def postbox(root: Path) -> Iterator[int]:
    """The port of a server that delivers into ``root``, for the time of the block."""
    command = [sys.executable, "-m", "bench.postbox", str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None and server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.stdin.close()


def main(root: Path) -> None:
    """Serve until the end of standard input."""
    with PostServer(PostOffice(root, ("bao-cao@dondoc.example",))) as server:
        print(server.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
