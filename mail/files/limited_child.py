"""The other side of :mod:`mail.files.limited`: the process that opens a file. It loads little, to start quickly."""

import importlib
import json
import sys

_INPUT, _OUTPUT, _ERROR = 0, 1, 2


def run(module: str, limits: str) -> None:
    """Load everything, give up everything, then look at the content."""
    answer = importlib.import_module(module).answer
    cpu, memory, size = json.loads(limits)
    _give_up(cpu, memory, size)
    with open(_INPUT, "rb", closefd=False) as stream:
        content = stream.read()
    text = json.dumps(answer(content), ensure_ascii=True).encode()
    if len(text) > size:
        sys.exit(1)
    with open(_OUTPUT, "wb", closefd=False) as stream:
        stream.write(text)


def _give_up(cpu: int, memory: int, size: int) -> None:
    try:
        import resource
    except ImportError:
        # A system without limits of this kind still has the clock.
        return
    wanted = {
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: size,
        resource.RLIMIT_CORE: 0,
        # No file and no socket can be opened any more; the three that are open stay so.
        resource.RLIMIT_NOFILE: _ERROR + 1,
    }
    if hasattr(resource, "RLIMIT_NPROC"):
        wanted[resource.RLIMIT_NPROC] = 0
    for kind, limit in wanted.items():
        try:
            resource.setrlimit(kind, (limit, limit))
        except (ValueError, OSError):
            # A limit that this system does not know, or a lower one that stands already.
            continue
