"""The Word files: a docxtpl template filled with the content of a document, in a sandbox and always escaped."""

import io
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment

from reports.content import Content
from reports.errors import TemplateError
from reports.vietnamese import printable

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "report" / "bao-cao-nam.docx"


def render_word(content: Content, template: Path = TEMPLATE) -> bytes:
    """The filled .docx of a report; raises ``TemplateError``."""
    return filled(template, asdict(content))


# The values are whatever the template names: strings, lists and dictionaries of them.
def filled(template: Path, values: Mapping[str, Any]) -> bytes:
    """A template with its tags replaced.

    ``autoescape`` is on: without it docxtpl drops the text after "&" or "<" without a word.

    :raises TemplateError: it is missing, has a broken tag, names what does not exist, or holds forbidden code
    """
    if not template.is_file():
        raise TemplateError(template.name, "không tìm thấy tệp")
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    document = DocxTemplate(str(template))
    try:
        document.render(cleaned(dict(values)), jinja_env=environment, autoescape=True)
    except JinjaError as error:
        raise TemplateError(template.name, str(error)) from error
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# The value is a tree of dictionaries, sequences and strings made by ``asdict``.
def cleaned(value: Any) -> Any:  # noqa: ANN401
    """``value`` with every string in it free of control characters."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: cleaned(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(one) for one in value]
    return value
