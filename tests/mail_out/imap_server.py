"""A Dovecot of its own for the tests, on loopback, with one mailbox; gives None where Dovecot cannot be run."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

CONFIG = """
base_dir = {root}/run
log_path = {root}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{root}/mail
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
first_valid_gid = 0
{capability}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/home
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""


def can_run():
    """Dovecot must be installed and start as root, because it gives up its rights by itself."""
    return shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin") is not None and os.geteuid() == 0


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _open_to_all(folder):
    """Dovecot's own user has to reach the sockets below the test's folder."""
    for part in [folder, *folder.parents]:
        if part.is_relative_to(tempfile.gettempdir()) and part != Path(tempfile.gettempdir()):
            part.chmod(part.stat().st_mode | 0o055)


@contextmanager
def dovecot(root, *, move=True):
    """A running server; gives its port. ``move=False`` hides the MOVE extension, as old servers lack it."""
    nobody = pwd.getpwnam("nobody")
    port = _free_port()
    for part in ("run", "mail", "home"):
        (root / part).mkdir(parents=True)
        os.chown(root / part, nobody.pw_uid, nobody.pw_gid)
    _open_to_all(root)
    capability = "" if move else "imap_capability = IMAP4rev1 SASL-IR LITERAL+ UIDPLUS NAMESPACE AUTH=PLAIN"
    config = root / "dovecot.conf"
    config.write_text(CONFIG.format(root=root, port=port, uid=nobody.pw_uid, gid=nobody.pw_gid, capability=capability))
    process = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(config)], stderr=subprocess.PIPE)
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)
        process.stderr.close()


def _wait(port, process):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(process.stderr.read().decode())
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("dovecot")


class Wire:
    """A wire to a port of this machine that can be cut, as networks do."""

    def __init__(self, port):
        self._target = port
        self._ends = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        """Nothing passes any more, and nobody is let in."""
        for end in (self._listener, *self._ends):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def _accept(self):
        while True:
            try:
                near = self._listener.accept()[0]
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                return
            self._ends += [near, far]
            for pair in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, source, target):
        try:
            while piece := source.recv(65_536):
                target.sendall(piece)
        except OSError:
            pass
