"""Postfix and Dovecot on loopback in a folder of their own; no mail can leave the machine.

Postfix takes mail from other servers at one port, and from us at two others, behind TLS and a password. Our mailbox
lies in Dovecot; those of the agencies and of our coordinator are Maildirs that Postfix fills itself. Mail for
``RELAYED`` is passed on to the next server, which knows nobody there: so a letter is first accepted and then bounces.
"""

import os
import pwd
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from real_certificates import Authority
from real_configuration import DOVECOT_CONF, MAIN_CF, MASTER_CF

HOST = "localhost"
OWN = "bao-cao@dondoc.example"
COORDINATOR = "dieu-phoi@dondoc.example"
PASSWORD = 'hop thu "mau" \\ so 1'
DOMAINS = ("so-mau-mot.example", "so-mau-hai.example", "so-mau-ba.example")
MAILBOXES = tuple(f"van-thu@{domain}" for domain in DOMAINS)
COMMUNES = tuple(f"van-thu@xa-mau-{number:02d}.example" for number in range(1, 70))
RELAYED = "so-da-doi-ten.example"
QUEUES = ("maildrop", "incoming", "active", "deferred", "hold", "corrupt", "bounce", "defer")
LARGEST = 60_000_000
"""Postfix takes more than we do, so that a mail over our own limit reaches our mailbox."""


def missing() -> str:
    """Why the servers cannot be run here; empty when they can."""
    path = f"{os.environ['PATH']}:/usr/sbin"
    absent = [name for name in ("postfix", "dovecot") if shutil.which(name, path=path) is None]
    absent += [] if Path("/usr/lib/dovecot/lmtp").exists() else ["dovecot-lmtpd"]
    if absent:
        return f"not installed: {', '.join(absent)}"
    return "" if os.geteuid() == 0 else "only root can start Postfix and Dovecot"


@dataclass(frozen=True)
class Servers:
    """Where the running servers listen, and where they put what they take."""

    root: Path
    ca: Path
    other_ca: Path
    smtp: int
    submission: int
    smtps: int
    imaps: int
    imap: int
    plain: int
    """As ``smtp``, by a server that knows no tagged addresses."""
    busy: int
    """As ``submission``, while the server cannot reach the last of ``MAILBOXES``."""

    def settle(self, seconds: float = 20.0) -> None:
        """Wait until Postfix has nothing more to do: every mail is delivered, or has bounced and the bounce is too."""
        deadline = time.monotonic() + seconds
        quiet = 0
        while quiet < 3:
            waiting = [path for name in QUEUES for path in (self.root / "queue" / name).rglob("*") if path.is_file()]
            quiet = 0 if waiting else quiet + 1
            if time.monotonic() > deadline:
                raise TimeoutError(f"Postfix still holds {waiting}\n{self.log()}")
            time.sleep(0.05)

    def delivered(self, address: str) -> list[bytes]:
        """The mails in the Maildir of an agency or of the coordinator, oldest first."""
        folder = self.root / "maildirs" / address / "new"
        return [path.read_bytes() for path in sorted(folder.glob("*"), key=lambda path: path.stat().st_mtime_ns)]

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """A file or folder that Dovecot cannot open for the time of the block."""
        path = self.root / name
        before = path.stat()
        os.chown(path, 0, 0)
        path.chmod(0)
        try:
            yield
        finally:
            os.chown(path, before.st_uid, before.st_gid)
            path.chmod(before.st_mode)

    def log(self) -> str:
        """What Postfix has written down."""
        return (self.root / "postfix.log").read_text(encoding="utf-8", errors="replace")

    def sessions(self) -> list[tuple[str, int]]:
        """How each IMAP session so far ended, and how many bytes it read from the server, in the order of their ends.

        Dovecot writes its log a moment after the fact, so this waits until every login has its end.
        """
        deadline = time.monotonic() + 10
        while True:
            said = (self.root / "dovecot.log").read_text(encoding="utf-8", errors="replace")
            ends = re.findall(r"imap\(.*Info: Disconnected: (.*?) in=\d+ out=(\d+)", said)
            if len(ends) >= said.count("imap-login: Info: Login:") or time.monotonic() > deadline:
                return [(how, int(size)) for how, size in ends]
            time.sleep(0.05)


@contextmanager
def running(root: Path) -> Iterator[Servers]:
    """Both servers for the time of the block; ``root`` must be reachable for their own users."""
    authority, other = Authority(root, "co-quan-chung-thuc"), Authority(root, "co-quan-la")
    certificate, key = authority.issue(HOST)
    nobody = pwd.getpwnam("nobody")
    names = ("smtp", "submission", "smtps", "imaps", "imap", "plain", "busy")
    ports = dict(zip(names, _free_ports(len(names)), strict=True))
    values = {
        "root": root,
        "certificate": certificate,
        "key": key,
        "uid": nobody.pw_uid,
        "gid": nobody.pw_gid,
        "own": OWN,
        "coordinator": COORDINATOR,
        "largest": LARGEST,
        "domains": " ".join(sorted({address.rpartition("@")[2] for address in (*MAILBOXES, *COMMUNES)})),
        "relayed": RELAYED,
        "unreached": MAILBOXES[-1],
        "mailboxes": " ".join(f"{{ {address} = {address}/ }}" for address in (*MAILBOXES, *COMMUNES, COORDINATOR, OWN)),
        **ports,
    }
    _write(root, values, nobody)
    with ExitStack() as stack:
        stack.enter_context(_dovecot(root / "dovecot.conf"))
        _wait(ports["imaps"], root / "dovecot.log")
        stack.enter_context(_postfix(root / "postfix"))
        _wait(ports["submission"], root / "postfix.log")
        yield Servers(root, authority.file, other.file, **ports)


def _write(root: Path, values: dict[str, object], nobody: pwd.struct_passwd) -> None:
    for name in ("postfix", "queue", "data", "maildirs", "box", "dovecot"):
        (root / name).mkdir()
    for name in ("maildirs", "box"):
        os.chown(root / name, nobody.pw_uid, nobody.pw_gid)
    shutil.chown(root / "data", "postfix")
    (root / "users").write_text(f"{OWN}:{{PLAIN}}{PASSWORD}::::::\n", encoding="utf-8")
    (root / "postfix" / "main.cf").write_text(MAIN_CF.format(**values))
    (root / "postfix" / "master.cf").write_text(MASTER_CF.format(**values))
    (root / "dovecot.conf").write_text(DOVECOT_CONF.format(**values))


@contextmanager
def _dovecot(config: Path) -> Iterator[None]:
    process = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(config)], stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(15)


@contextmanager
def _postfix(config: Path) -> Iterator[None]:
    """Started and stopped by its own command, because its master leaves the process that started it."""
    command = ["/usr/sbin/postfix", "-c", str(config)]
    started = subprocess.run([*command, "start"], capture_output=True, text=True, timeout=30)
    if started.returncode:
        raise RuntimeError(f"postfix: {started.stderr or started.stdout}")
    try:
        yield
    finally:
        subprocess.run([*command, "stop"], capture_output=True, timeout=30)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def _wait(port: int, said: Path) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(said.read_text(encoding="utf-8", errors="replace") if said.exists() else said)
