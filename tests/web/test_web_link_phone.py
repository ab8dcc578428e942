"""The answer page in a real browser of the size of a telephone, with scripts switched off."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from link_world import FIRST, SECOND, LinkWorld
from phone import WIDTH, Phone, phone

from web.link_app import create_link_app

pytestmark = pytest.mark.skipif(
    not (shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")),
    reason="no Chromium on this machine",
)
FINGER = 44
SMALL = f"""[...document.querySelectorAll('button, summary, label.choice, textarea, input:not([type=hidden])')]
  .filter(e => e.checkVisibility() && !e.closest('label.choice input') && !e.matches('label.choice input'))
  .map(e => [e.tagName, e.name || e.textContent, Math.round(e.getBoundingClientRect().height)])
  .filter(e => e[2] < {FINGER})"""
WIDE = "[document.documentElement.scrollWidth, window.innerWidth]"
# Contrast of text against the first painted background behind it, as WCAG 2 counts it.
FAINT = """(() => {
  const parts = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = c => { const [r, g, b] = parts(c).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (parts(c)[3] !== 0) return c; } return 'rgb(255, 255, 255)'; };
  return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
      && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .map(e => { const a = light(getComputedStyle(e).color), b = light(behind(e));
      return [e.tagName + '.' + e.className, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]; })
    .filter(e => e[1] < 4.5);
})()"""


@contextmanager
def served(world: LinkWorld) -> Iterator[str]:
    """The pages on a port of this machine; gives the address of the letter's page."""
    app = create_link_app(world.database, world.links, world.office, lambda: world.now)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}{world.path}"
        finally:
            server.should_exit = True
            thread.join(10)


def look(browser: Phone, picture: Path) -> None:
    """No sideways scrolling, nothing too small for a finger, nothing too faint."""
    browser.picture(picture)
    assert browser.run(WIDE) == [WIDTH, WIDTH]
    assert browser.run(SMALL) == []
    assert browser.run(FAINT) == []


def test_an_officer_answers_on_a_telephone_without_scripts(linked: LinkWorld, tmp_path: Path) -> None:
    report = tmp_path / "bao-cao.pdf"
    report.write_bytes(b"%PDF-1.7\n" + b"x" * 500)
    with served(linked) as address, phone(tmp_path) as browser:
        browser.without_scripts()
        browser.open(address)
        look(browser, tmp_path / "1-opened.png")
        browser.tap(f"[name='{FIRST}.status'][value=dang_thuc_hien]")
        browser.type(f"[name='{FIRST}.percent']", "170")
        browser.type(f"[name='{FIRST}.CT1.n']", "410")
        browser.type(f"[name='{FIRST}.CT1.d']", "512")
        browser.type(f"[name='{FIRST}.result']", "Đã mở 12 lớp, huy động tốt.")
        browser.tap("button")
        browser.wait("document.querySelector('.problem') !== null")
        look(browser, tmp_path / "2-refused.png")
        assert "lớn hơn 100%" in browser.run("document.querySelector('.problem').textContent")
        assert linked.replies() == []
        browser.run(f"document.getElementById('{FIRST}.percent').select()")
        browser.call("Input.insertText", text="70")
        browser.choose_file("#files", report)
        browser.tap("#contact summary")
        look(browser, tmp_path / "3-all-open.png")
        browser.tap("button")
        browser.wait("document.querySelector('.notice.done') !== null")
        look(browser, tmp_path / "4-received.png")
        assert browser.run("location.search") == "?nhan=1"
        before = len(linked.replies())
        browser.call("Page.reload")
        browser.wait("document.querySelector('.notice.done') !== null")
    said = linked.answer(FIRST)
    assert said is not None
    assert (said.status, said.percent, said.narrative) == ("dang_thuc_hien", 70, "Đã mở 12 lớp, huy động tốt.")
    assert [(one.numerator, one.denominator) for one in said.figures] == [(410, 512)]
    (reply,) = linked.replies()
    assert before == 1
    assert [one.name for one in reply.attachments] == ["bao-cao.pdf"]
    assert linked.state(SECOND) == "open"
