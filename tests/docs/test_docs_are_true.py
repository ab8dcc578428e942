"""What the documents claim about commands, settings, files, links, imports and output is so."""

import ast
import re
import shlex
import unicodedata
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from cyclopts import App
from pydantic import SecretStr

import dondoc
from agencies.reorganisation import read_reorganisation, reorganised
from agencies.shipped import load
from flows import runtime
from state.settings import SECRETS, Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/huong-dan.md").read_text(encoding="utf-8")
DOCUMENTS = {
    "README.md": README,
    "CHANGELOG.md": (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
    "docs/architecture.md": ARCHITECTURE,
    "docs/huong-dan.md": GUIDE,
}
ROOMS = ("plans", "agencies", "cycles", "state", "mail", "reports", "flows", "web", "commands", "dondoc")
MADE_LATER = (".venv/", "var/", "node_modules/", "DONDOC_HOME/")
PICTURES = "docs/images/"
RUN_BY_THIS_TEST = {
    ("plan", "read"),
    ("plan", "import"),
    ("plan", "list"),
    ("plan", "questions"),
    ("plan", "review"),
    ("plan", "accept"),
    ("plan", "correct"),
    ("plan", "confirm"),
} | {
    ("cycle", "open"),
    ("cycle", "cadence"),
    ("cycle", "list"),
    ("agency", "show"),
    ("contact", "set"),
    ("calendar", "show"),
    ("assignment", "waive"),
    ("assignment", "hold"),
    ("assignment", "release"),
    ("inbox", "answer"),
    ("rehearse", "HT"),
}
ELIDED = "…"


def commands(app: App, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command that a person may type, without the hidden ones."""
    for name in app:
        if name.startswith("-") or not app[name].show:
            continue
        below = list(commands(app[name], (*before, name)))
        yield from below or [(*before, name)]


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def typed(text: str) -> list[str]:
    """The command lines of all blocks of a document."""
    lines = [line for kind in ("console", "text", "") for block in blocks(text, kind) for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if re.match(r"(\$ )?\.venv/bin/dondoc ", line)]


@pytest.mark.parametrize("command", list(commands(dondoc.app)), ids=" ".join)
def test_every_command_is_in_the_guide(command: tuple[str, ...]) -> None:
    assert re.search(rf"`dondoc {' '.join(command)}\b[^`]*`", GUIDE), f"huong-dan.md does not tell of {command}"


def test_the_hidden_command_is_in_no_document() -> None:
    assert "serve" not in {words[0] for words in commands(dondoc.app)}
    assert "dondoc serve" not in "".join(DOCUMENTS.values())


@pytest.mark.parametrize("line", sorted({line for text in DOCUMENTS.values() for line in typed(text)}))
def test_every_command_line_can_be_typed(line: str) -> None:
    dondoc.app.parse_args(shlex.split(line)[1:], exit_on_error=False, print_error=False)


def option_names(app: App) -> set[str]:
    """The names of the parameters of a command and of all below it."""
    if app.default_command:
        return {name for argument in app.assemble_argument_collection() for name in argument.names}
    below = [name for name in app if not name.startswith("-")]
    return set().union(*(option_names(app[name]) for name in below))


def test_every_option_that_a_document_names_exists() -> None:
    named = {word for text in DOCUMENTS.values() for word in re.findall(r"`(--[a-z-]+)", text)}
    assert named <= option_names(dondoc.app) | {"--help"}


SETTINGS_ROWS = dict(re.findall(r"^\| `(DONDOC_[A-Z_]+)` \| (`[^`]*`|) ?\|", README, re.MULTILINE))


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_stands_in_the_readme_with_its_default(name: str) -> None:
    default = Settings.model_fields[name].default
    shown = default.get_secret_value() if isinstance(default, SecretStr) else default
    shown = f"{shown:%H:%M}" if isinstance(shown, time) else shown
    expected = "" if shown in {None, ""} else f"`{shown}`"
    assert SETTINGS_ROWS.get(f"DONDOC_{name.upper()}") == expected


def test_no_document_names_a_setting_that_does_not_exist() -> None:
    known = {f"DONDOC_{name.upper()}" for name in Settings.model_fields} | {f"DONDOC_{name}_FILE" for name in SECRETS}
    named = {word for text in DOCUMENTS.values() for word in re.findall(r"\bDONDOC_[A-Z_]*[A-Z]", text)}
    assert named <= known
    assert {f"DONDOC_{name}_FILE" for name in SECRETS} <= named


def test_every_make_target_is_in_the_readme() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)
    assert targets
    assert [target for target in targets if f"`make {target}`" not in README] == []
    assert set(re.findall(r"`make ([a-z]+)", "".join(DOCUMENTS.values()))) <= set(targets)


def named_paths(text: str) -> list[str]:
    """Code spans that look like a file with an extension, or a folder with a slash behind."""
    spans = re.findall(r"`([^`\s]+)`", text)
    looks = re.compile(r"\.?[\w-]+(?:/[\w.-]+)*/|(?:\.?[\w-]+/)*[\w.-]+\.(?:py|toml|txt|md|lock|docx|typ|j2|sh)")
    return [span for span in spans if looks.fullmatch(span) and not span.startswith((*MADE_LATER, "_", "."))]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_names_exists(document: str) -> None:
    paths = named_paths(DOCUMENTS[document])
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_map_names_every_room() -> None:
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {"templates", "tests", "dondoc.py"}
    mapped = set(re.findall(r"^\| `([a-z.]+)/?` \|", README, re.MULTILINE))
    assert rooms <= mapped


def slug(heading: str) -> str:
    """The anchor that a heading gets on GitHub: lower case, no punctuation, hyphens for spaces."""
    text = unicodedata.normalize("NFC", re.sub(r"[`*]", "", heading)).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_relative_link_leads_somewhere(document: str) -> None:
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", DOCUMENTS[document])
    for link in (link for link in links if "://" not in link):
        path, _, anchor = link.partition("#")
        target = (ROOT / document).parent / path if path else ROOT / document
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {slug(heading) for heading in headings}, link


PICTURE_LINKS = [
    (document, alt, link)
    for document, text in DOCUMENTS.items()
    for alt, link in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", text)
]


@pytest.mark.parametrize(("document", "alt", "link"), PICTURE_LINKS, ids=[link for _, _, link in PICTURE_LINKS])
def test_every_picture_exists_and_is_described(document: str, alt: str, link: str) -> None:
    assert len(alt) > 20
    path = (ROOT / document).parent / link
    if not path.exists() and path.is_relative_to(ROOT / PICTURES):
        pytest.skip(f"{link} has not been taken yet")
    assert path.stat().st_size > 1_000


def imported(room: str) -> set[str]:
    """The other rooms that a room imports, also inside functions."""
    files = [ROOT / f"{room}.py"] if room == "dondoc" else sorted((ROOT / room).rglob("*.py"))
    found: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return (found & {*ROOMS, "demo", "bench", "tests"}) - {room}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_the_architecture_allows(room: str) -> None:
    row = re.search(rf"^\| `{room}` \| ([^|]*)\|", ARCHITECTURE, re.MULTILINE)
    assert row is not None
    allowed = set(re.findall(r"`(\w+)`", row[1]))
    assert imported(room) <= allowed


def test_the_tables_of_the_architecture_are_all_tables() -> None:
    from state.tables import Base

    section = ARCHITECTURE.partition("## The tables in short")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(Base.metadata.tables)


def test_the_rules_of_the_architecture_stand_in_their_order() -> None:
    from mail.rules.table import RULES

    section = ARCHITECTURE.partition("## Incoming mail")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)
    assert rows == [name for name, _ in RULES]


def steps(block: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console block with the lines that follow each."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, *output = part.splitlines()
        yield line, output


def missing(expected: list[str], printed: list[str]) -> str | None:
    """The first expected line that did not come in its place; "…" stands for any number of lines."""
    place, free = 0, False
    for line in expected:
        if line.strip() == ELIDED:
            free = True
            continue
        found = next((n for n in range(place, len(printed)) if printed[n].rstrip() == line), None)
        if found is None or (not free and found != place):
            return line
        place, free = found + 1, False
    return None


def test_the_guide_shows_what_the_commands_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"DONDOC_{name.upper()}", raising=False)
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
    monkeypatch.chdir(ROOT)
    runtime.current.cache_clear()
    ran = set()
    for line, expected in (step for block in blocks(GUIDE, "console") for step in steps(block)):
        words = shlex.split(line)
        assert tuple(words[1:3]) in RUN_BY_THIS_TEST
        ran.add(tuple(words[1:3]))
        function, bound, _ = dondoc.app.parse_args(words[1:], exit_on_error=False, print_error=False)
        function(*bound.args, **bound.kwargs)
        assert missing(expected, capsys.readouterr().out.splitlines()) is None, line
    runtime.current().database.close()
    runtime.current.cache_clear()
    assert ran == RUN_BY_THIS_TEST


def test_the_reorganisation_in_the_guide_can_be_read_and_applied() -> None:
    (text,) = blocks(GUIDE, "toml")
    before = load("ha-tinh")
    change = read_reorganisation(text, "huong-dan.md", before)
    after = reorganised(before, change)
    assert {"HT.SKHCN", "HT.SXD", "HT.SNNMT", "HT.TTT"} == set(change.ended)
    assert not after.get("HT.SXD", change.on).valid_on(change.on)


def test_a_line_that_is_not_printed_is_noticed() -> None:
    printed = ["a", "b", "c", "d"]
    assert missing(["a", ELIDED, "d"], printed) is None
    assert missing(["a", "c"], printed) == "c"
    assert missing([ELIDED, "x"], printed) == "x"
    assert missing(["b"], printed) == "b"
