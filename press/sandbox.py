"""The environment in which templates that people wrote are filled in: plain data, no includes, no way out."""

from typing import Any, NoReturn

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from markupsafe import Markup

from press import bars

MOST_ROUNDS = 1_000  # of one range()
# What has no use in a document, or takes memory by a number that somebody types.
NO_FILTERS = ("attr", "center", "filesizeformat", "format", "pprint", "random", "tojson", "urlize", "xmlattr")
# Drawn by press/drawings.py once everything is filled in and cleaned.
BARCODE, LOGO = "barcode", "logo"


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without what leads out of the data; what is refused is said so that a person can change it."""

    def __init__(self, logo_alt: str) -> None:
        """`logo_alt` stands for the logo; "": there is none."""
        super().__init__(autoescape=True, undefined=Unknown)
        self.without_barcode: set[str] = set()  # texts that Code 128 can't show
        self.globals.clear()
        self.globals.update({"range": bounded_range, LOGO: _picture(LOGO, logo_alt) if logo_alt else ""})
        for name in NO_FILTERS:
            self.filters.pop(name, None)
        self.filters.update({BARCODE: self._barcode, "lines": lines})

    def _barcode(self, text: Any) -> str:
        """The text as Code 128; nothing where Code 128 has no sign for it, or it would be too wide to scan."""
        if bars.is_possible(str(text)):
            return _picture(BARCODE, str(text))
        self.without_barcode.add(str(text))
        return ""

    def get_template(self, *name: Any, **more: Any) -> NoReturn:
        """There are no other templates: nothing is included, imported or extended."""
        raise SecurityError("other templates can't be used here")

    select_template = get_or_select_template = get_template

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Nothing whose name begins with an underscore."""
        return not attr.startswith("_") and super().is_safe_attribute(obj, attr, value)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Any:
        """Refuse at once instead of printing nothing."""
        raise SecurityError(f"“{attribute}” may not be used here")


class Unknown(StrictUndefined):
    """A name that does not exist; its use is an error that names it."""

    @property
    def _undefined_message(self) -> str:
        return f"“{self._undefined_name}” does not exist"


def bounded_range(*numbers: int) -> range:
    """`range`, up to MOST_ROUNDS."""
    wanted = range(*numbers)
    if len(wanted) > MOST_ROUNDS:
        raise SecurityError(f"a range may have at most {MOST_ROUNDS:,} numbers")
    return wanted


def lines(text: Any) -> Markup:
    """The text with its line breaks."""
    return Markup("<br>").join(str(text).splitlines())


def _picture(kind: str, alt: str) -> Markup:
    return Markup('<img class="{}" alt="{}">').format(kind, alt)
