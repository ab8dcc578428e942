"""The Word file: a docxtpl template filled with the content of the report, in a sandbox and always escaped."""

import io
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
    """The filled .docx. Raises ``TemplateError`` when the template has a broken tag, an unknown name or forbidden code.

    ``autoescape`` is on: without it docxtpl drops the text after "&" or "<" without a word.
    """
    if not template.is_file():
        raise TemplateError(template.name, "không tìm thấy tệp")
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    document = DocxTemplate(str(template))
    try:
        document.render(cleaned(asdict(content)), jinja_env=environment, autoescape=True)
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
