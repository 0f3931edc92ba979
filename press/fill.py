"""Fill in a template once for each page, and say in words for people what is wrong with it."""

import traceback
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from jinja2 import Template, TemplateError, TemplateSyntaxError

from press.clean import clean
from press.refusal import Refused
from press.sandbox import Sandbox

LONGEST_PAGE = 200_000  # characters that a template may write for one page


class Filled(NamedTuple):
    """The clean HTML of each page, its pictures not drawn yet; and the texts that have no bar code."""

    pages: list[str]
    without_barcode: list[str]


def fill(source: str, pages: Iterable[Mapping[str, Any]], logo_alt: str) -> Filled:
    """Each page's data in the template. Raises Refused."""
    sandbox = Sandbox(logo_alt)
    try:
        template = sandbox.from_string(source)
        written = [clean(_write(template, page)) for page in pages]
        return Filled(written, sorted(sandbox.without_barcode))
    except TemplateSyntaxError as error:
        raise Refused(str(error.message), error.lineno) from error
    except RecursionError as error:
        raise Refused("it is nested too deeply") from error
    except MemoryError as error:
        raise Refused("it needs too much memory", _line_of(error)) from error
    except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError) as error:
        raise Refused(str(error) or type(error).__name__, _line_of(error)) from error


def _write(template: Template, page: Mapping[str, Any]) -> str:
    parts, room = [], LONGEST_PAGE
    for part in template.generate(**page):
        room -= len(part)
        if room < 0:
            raise Refused(f"it writes more than {LONGEST_PAGE:,} characters for one page")
        parts.append(part)
    return "".join(parts)


def _line_of(error: BaseException) -> int | None:
    """The line of the template in which it happened; Jinja puts the template into the traceback."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return lines[-1] if lines else None
