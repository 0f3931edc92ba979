"""Names with values, such as metadata, of untrusted data: not too many, and not too long all together."""

from collections.abc import Mapping

from zoho_app.orders.input.fields import Reader

MOST_JSON = 50_000  # characters of checkout data or metadata together


def read_names(reader: Reader, key: str) -> dict[str, str]:
    """Read names with values, such as metadata: not too many, and not too long all together."""
    names = reader.mapping(key)
    length = length_of(names)
    if length > MOST_JSON and reader.lenient:
        return _that_fit(reader, key, names)
    if length > MOST_JSON:
        reader.error(key, f"is too long; at most {MOST_JSON} characters together, it has {length}")
    return names


def _that_fit(reader: Reader, key: str, names: dict[str, str]) -> dict[str, str]:
    """The names that fit together, in their order."""
    kept: dict[str, str] = {}
    room = MOST_JSON
    for name, value in names.items():
        if len(name) + len(value) <= room:
            kept[name] = value
            room -= len(name) + len(value)
    words = f"has more than {MOST_JSON} characters; {len(names) - len(kept)} of {len(names)} entries were left out"
    reader.repair(key, words)
    return kept


def length_of(names: Mapping[str, str]) -> int:
    """How many characters names and values have together."""
    return sum(len(name) + len(value) for name, value in names.items())
