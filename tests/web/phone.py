"""A telephone for tests: Chromium without a screen, 390 by 844, driven over the DevTools protocol."""

import base64
import itertools
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

WIDTH, HEIGHT = 390, 844
_OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-extensions --hide-scrollbars --remote-debugging-port=0"
).split()


class Phone:
    """One page of a browser. ``run`` gives back what a JavaScript expression says of it."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for name in ("Page.enable", "Runtime.enable", "DOM.enable"):
            self.call(name)
        self.call("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=2, mobile=True)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the protocol; what happens meanwhile is not looked at."""
        number = next(self._numbers)
        command: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        self._socket.send(json.dumps(command | ({"sessionId": self._session} if self._session else {})))
        while True:
            answer = json.loads(self._socket.recv(timeout=20))
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def without_scripts(self) -> None:
        """From now on pages cannot run scripts of their own."""
        self.call("Emulation.setScriptExecutionDisabled", value=True)

    def open(self, address: str) -> None:
        """Go to a page and wait until it stands."""
        self.call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href.startsWith('http')")

    def run(self, expression: str) -> Any:
        """The value of an expression in the page."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def wait(self, expression: str, seconds: float = 10) -> None:
        """Until an expression is true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.run(expression):
                    return
            except AssertionError:
                pass  # the page is being exchanged for another one
            time.sleep(0.05)
        raise AssertionError(f"never came true: {expression}")

    def tap(self, selector: str) -> None:
        """Touch the middle of an element with a finger, as far as the browser knows."""
        place = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " if (!e.checkVisibility()) throw new Error('nobody sees it'); e.scrollIntoView({block: 'center'});"
            " const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def type(self, selector: str, text: str) -> None:
        """Touch a field and type."""
        self.tap(selector)
        self.call("Input.insertText", text=text)

    def choose_file(self, selector: str, path: Path) -> None:
        """Choose a file in a file field."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def picture(self, path: Path) -> None:
        """The whole page as a picture."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, fromSurface=True)
        path.write_bytes(base64.b64decode(shot["data"]))


@contextmanager
def phone(folder: Path) -> Iterator[Phone]:
    """A fresh browser; the folder holds its profile."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program is not None
    with (folder / "chromium.log").open("w") as log:
        browser = subprocess.Popen([program, *_OPTIONS, f"--user-data-dir={folder / 'profile'}"], stderr=log)
        try:
            with connect(_address(folder / "chromium.log", browser), max_size=64 * 1024 * 1024) as socket:
                yield Phone(socket)
        finally:
            browser.terminate()
            browser.wait(10)


def _address(log: Path, browser: "subprocess.Popen[bytes]") -> str:
    """Where the browser listens; it says so itself, since the system chose the port."""
    end = time.monotonic() + 30
    while time.monotonic() < end and browser.poll() is None:
        found = re.search(r"ws://\S+", log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[0]
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))
