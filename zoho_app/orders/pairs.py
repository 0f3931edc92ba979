"""Names with values as people type them: "name = value", one a line."""

import re

from zoho_app.orders.fields import BadFields, FieldError

QUOTED = re.compile(r'"(.*=.*)"\s*=(.*)')


def parse(text: str, field: str) -> dict[str, str]:
    """Read "name = value" lines; a line that begins with a space goes on with the value above it.

    Raises BadFields naming `field` and every line that can't be read.
    """
    names: dict[str, str] = {}
    errors = []
    last = ""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line[:1].isspace() and last:
            names[last] += f"\n{line.strip()}"
            continue
        name, equals, value = _split(line)
        if not name and not equals:
            continue
        if not name or not equals:
            errors.append(FieldError(field, f"line {number} must be like name = value"))
        elif name in names:
            errors.append(FieldError(field, f"line {number} names {name} a second time"))
        else:
            names[name], last = value, name
    if errors:
        raise BadFields(errors)
    return {name: value.strip() for name, value in names.items()}


def _split(line: str) -> tuple[str, str, str]:
    """Name, equals sign and value; a name that holds an equals sign itself stands in quotation marks."""
    if quoted := QUOTED.fullmatch(line.strip()):
        return quoted[1], "=", quoted[2].strip()
    name, equals, value = line.partition("=")
    return name.strip(), equals, value.strip()


def show(names: dict[str, str]) -> str:
    """Write names with values so that `parse` reads them again."""
    return "\n".join(f"{_quoted(name)} = {value}".replace("\n", "\n  ").rstrip() for name, value in names.items())


def _quoted(name: str) -> str:
    return f'"{name}"' if "=" in name else name
