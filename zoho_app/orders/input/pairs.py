"""Names with values as people type them: "name = value", one a line."""

import re

from zoho_app.orders.input.fields import BadFields, FieldError

LONGEST = 200_000  # characters; what is kept of them is limited anew by its reader
MOST_ERRORS = 20
CLOSES = re.compile(r'"\s*=')


def parse(text: str, field: str) -> dict[str, str]:
    """Read "name = value" lines; a line that begins with a space goes on with the value above it.

    Raises BadFields naming `field` and the first lines that can't be read.
    """
    if len(text) > LONGEST:
        raise BadFields([FieldError(field, f"is too long; at most {LONGEST} characters, it has {len(text)}")])
    names: dict[str, list[str]] = {}
    errors: list[FieldError] = []
    last: list[str] | None = None
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line[:1].isspace() and last is not None:
            last.append(line.strip())
            continue
        name, equals, value = _split(line.strip())
        if not name and not equals:
            continue
        if not name or not equals:
            errors.append(FieldError(field, f"line {number} must be like name = value"))
        elif name in names:
            errors.append(FieldError(field, f"line {number} names {name[:100]} a second time"))
        else:
            names[name] = last = [value]
        if len(errors) > MOST_ERRORS:
            break
    if errors:
        raise BadFields(errors)
    return {name: "\n".join(lines).strip() for name, lines in names.items()}


def _split(line: str) -> tuple[str, str, str]:
    """Name, equals sign and value; a name that holds an equals sign itself stands in quotation marks."""
    first = line.find("=")
    if line.startswith('"') and first > 0 and (closes := CLOSES.search(line, first + 1)):
        return line[1 : closes.start()], "=", line[closes.end() :].strip()
    name, equals, value = line.partition("=")
    return name.strip(), equals, value.strip()


def show(names: dict[str, str]) -> str:
    """Write names with values so that `parse` reads them again."""
    return "\n".join(f"{_quoted(name)} = {value}".replace("\n", "\n  ").rstrip() for name, value in names.items())


def _quoted(name: str) -> str:
    return f'"{name}"' if "=" in name else name
