"""Days and times as shops, spreadsheets and people write them; one file is read one way."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

LONGEST = 60  # characters
DAY_FIRST, MONTH_FIRST = "day", "month"
EARLIEST, LATEST = 1990, 2100
SERIAL_ZERO = date(1899, 12, 30)  # day 0 of a spreadsheet
MONTHS = {
    1: "jan january januar jänner janvier enero ene gennaio gen januari janeiro janv",
    2: "feb february februar février févr fév febrero febbraio februari fevereiro fev",
    3: "mar march märz mär mrz mars marzo maart março mrt",
    4: "apr april avril avr abril abr aprile",
    5: "may mai mayo maggio mei maio mag",
    6: "jun june juni juin junio giugno giu junho",
    7: "jul july juli juillet juil julio luglio lug julho",
    8: "aug august août aout agosto ago augustus",
    9: "sep sept september septembre septiembre settembre set setembro",
    10: "oct october oktober okt octobre octubre ottobre ott outubro out",
    11: "nov november novembre noviembre novembro",
    12: "dec december dezember dez décembre déc diciembre dic dicembre dezembro",
}
ZONES = {
    **dict.fromkeys(("z", "utc", "gmt"), 0),
    "wet": 0,
    "bst": 1,
    "west": 1,
    "cet": 1,
    "mez": 1,
    "cest": 2,
    "mesz": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "akst": -9,
    "hst": -10,
    "jst": 9,
    "aest": 10,
    "aedt": 11,
    "nzst": 12,
    "nzdt": 13,
}
# Names of zones as Rails, and so Square and Shopify, write them.
NAMED_ZONES = {
    "pacifictime(us&canada)": "America/Los_Angeles",
    "mountaintime(us&canada)": "America/Denver",
    "arizona": "America/Phoenix",
    "centraltime(us&canada)": "America/Chicago",
    "easterntime(us&canada)": "America/New_York",
    "atlantictime(canada)": "America/Halifax",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    **{city: f"Europe/{city.title()}" for city in ("london", "dublin", "paris", "madrid", "berlin", "rome")},
    **{city: f"Europe/{city.title()}" for city in ("amsterdam", "brussels", "vienna", "stockholm", "copenhagen")},
    "tokyo": "Asia/Tokyo",
    "osaka": "Asia/Tokyo",
    "sydney": "Australia/Sydney",
    "melbourne": "Australia/Melbourne",
    "auckland": "Pacific/Auckland",
    "perth": "Australia/Perth",
}
_TIME = re.compile(
    r"([0-9]{1,2})[:h.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]{1,9})?)?(?: ?([ap])\.?m\.?)?(?: ?uhr)?(?: ?(.*))?"
)
_OFFSET = re.compile(r"(?:gmt|utc)? ?([+-])([0-9]{1,2}):?([0-9]{2})?(?: \([^)]*\))?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[t ,]+(.*))?")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?:t?([0-9]{2})([0-9]{2})([0-9]{2})?(z?))?")
_JAPANESE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日(?: ?(.*))?")
_NUMBERS = re.compile(r"([0-9]{1,2})([-/.]) ?([0-9]{1,2})[-/.] ?([0-9]{4}|[0-9]{2})(?:[t ,]+(.*))?")
_NAME_FIRST = re.compile(r"([^\W\d]{3,10})[. -]+([0-9]{1,2})(?:st|nd|rd|th)?[, -]+([0-9]{4}|[0-9]{2})(?:[t, ]+(.*))?")
_NAME_SECOND = re.compile(
    r"([0-9]{1,2})(?:\.|st|nd|rd|th|er|º)?[ -]?(?:de )?([^\W\d]{3,10})\.?[ -]?,? ?(?:de )?"
    r"([0-9]{4}|[0-9]{2})(?:[t, ]+(.*))?"
)
_WEEKDAY = re.compile(r"[^\W\d]{2,12}\.?,? +")
_SERIAL = re.compile(r"([2-6][0-9]{4})(?:[.,]([0-9]{1,15}))?")
_SECONDS = re.compile(r"(1[0-9]{9})(?:[0-9]{3})?")
_ZERO = re.compile(r"0000-00-00(?: 00:00:00)?|0+|0?1[-/.]0?1[-/.]0001.*|0001-01-01.*")


class Undecided(Exception):
    """The day may stand in front of the month or behind it."""


@dataclass(frozen=True)
class FileDate:
    """A day, with a time where one is written, and a zone where one is."""

    day: date
    clock: time | None = None
    zone: tzinfo | None = None

    def as_text(self, zone: tzinfo) -> str:
        """As order data takes it: a bare day stays one; a time without a zone is the given zone's."""
        if self.clock is None:
            return self.day.isoformat()
        return datetime.combine(self.day, self.clock, self.zone or zone).isoformat(" ", "seconds")


def read(text: str, order: str = "") -> FileDate | None:
    """Read a day, with its time where one is given; None for the zero date that shops write for none.

    `order` says whether 5/3/2026 is the fifth of March ("day") or the third of May ("month").
    Raises ValueError when it is neither, Undecided where `order` is missing.
    """
    plain = _plain(text)
    if _ZERO.fullmatch(plain):
        return None
    if found := _YEAR_FIRST.fullmatch(plain) or _JAPANESE.fullmatch(plain):
        return _file_date(int(found[1]), int(found[2]), int(found[3]), found[4])
    if found := _NUMBERS.fullmatch(plain):
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        day, month = _sorted(first, second, found[2], order)
        return _file_date(year, month, day, found[5])
    if found := _NAME_FIRST.fullmatch(plain):
        return _file_date(_year(found[3]), _month(found[1]), int(found[2]), found[4])
    if found := _NAME_SECOND.fullmatch(plain):
        return _file_date(_year(found[3]), _month(found[2]), int(found[1]), found[4])
    if found := _COMPACT.fullmatch(plain):
        clock = f"{found[4]}:{found[5]}:{found[6] or '00'}{found[7]}" if found[4] else None
        return _file_date(int(found[1]), int(found[2]), int(found[3]), clock)
    return _number(plain)


def read_time(text: str) -> tuple[time, tzinfo | None]:
    """Read a time of day in a cell of its own. Raises ValueError."""
    plain = _plain(text)
    if re.fullmatch(r"0?[.,][0-9]{1,15}", plain):  # a part of a day, as spreadsheets count
        return _part_of_day(plain.replace(",", ".").partition(".")[2]), None
    return _time(plain)


def read_zone(text: str) -> tzinfo | None:
    """Read the name of a zone in a cell of its own; None when nobody knows it."""
    key = "".join(text.split()).casefold()
    if key in NAMED_ZONES:
        return ZoneInfo(NAMED_ZONES[key])
    if re.fullmatch(r"[A-Za-z]{1,20}/[A-Za-z_/]{1,40}", text.strip()):
        try:
            return ZoneInfo(text.strip())
        except (KeyError, ValueError, OSError):
            return None
    try:
        return _zone(_plain(text))
    except ValueError:
        return None


def order_of(texts: Iterable[str]) -> tuple[str, bool]:
    """Which way numbers like 5/3/2026 of one file are meant, and whether that is open.

    ("day", False) and ("month", False) are proved by a 31/3 or a 3/31; ("", True): nothing shows it, or the file
    contradicts itself; ("", False): no such day is there.
    """
    open_ones, shown = False, set()
    for text in texts:
        found = _NUMBERS.fullmatch(_plain(text)) if len(text) <= LONGEST else None
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or first == second:
            continue
        if first > 12 >= second:
            shown.add(DAY_FIRST)
        elif second > 12 >= first:
            shown.add(MONTH_FIRST)
        else:
            open_ones = True
    if len(shown) == 1:
        return shown.pop(), False
    return "", open_ones or bool(shown)


def are_mixed(texts: Iterable[str]) -> bool:
    """Whether some days begin with the year and others with day or month, which one program does not write."""
    kinds = set()
    for text in texts:
        if len(text) <= LONGEST:
            plain = _plain(text)
            kinds |= {"year"} if _YEAR_FIRST.fullmatch(plain) else {"numbers"} if _NUMBERS.fullmatch(plain) else set()
        if len(kinds) > 1:
            return True
    return False


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError("too long")
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    plain = re.sub(r"(?<= )(?:at|um|à|a las|às) ", "", plain)
    return _WEEKDAY.sub("", plain, count=1) if not plain[:1].isdigit() and _has_weekday(plain) else plain


def _has_weekday(plain: str) -> bool:
    """Whether a word stands in front of the day: "Saturday, 31 January" but not "January 31"."""
    word = re.match(r"[^\W\d]+", plain)
    return word is not None and _known_month(word[0]) == 0


def _known_month(word: str) -> int:
    return next((number for number, names in MONTHS.items() if word in names.split()), 0)


def _month(word: str) -> int:
    month = _known_month(word)
    if not month:
        raise ValueError("no month")
    return month


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _sorted(first: int, second: int, sign: str, order: str) -> tuple[int, int]:
    """Day and month; with points the day always stands in front."""
    if sign == "." or first == second:
        return first, second
    if order:
        return (first, second) if order == DAY_FIRST else (second, first)
    if first > 12:
        return first, second
    if second > 12:
        return second, first
    raise Undecided


def _file_date(year: int, month: int, day: int, clock: str | None) -> FileDate:
    found = date(year, month, day)
    if not EARLIEST <= year <= LATEST:
        raise ValueError("out of range")
    return FileDate(found, *_time(clock)) if clock else FileDate(found)


def _time(text: str) -> tuple[time, tzinfo | None]:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError("no time")
    hour = int(found[1])
    if found[4]:
        if not 1 <= hour <= 12:
            raise ValueError("no time")
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    return time(hour, int(found[2]), int(found[3] or 0)), _zone(found[5]) if found[5] else None


def _zone(text: str) -> tzinfo:
    text = text.strip()
    if text in ZONES:
        return timezone(timedelta(hours=ZONES[text]))
    found = _OFFSET.fullmatch(text)
    if found is None:
        raise ValueError("no zone")
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset)


def _number(plain: str) -> FileDate:
    """A spreadsheet's count of days, or Unix time."""
    if found := _SERIAL.fullmatch(plain):
        day = SERIAL_ZERO + timedelta(days=int(found[1]))
        return FileDate(day, _part_of_day(found[2])) if found[2] else FileDate(day)
    if found := _SECONDS.fullmatch(plain):
        moment = datetime.fromtimestamp(int(found[1]), UTC)
        return FileDate(moment.date(), moment.time(), UTC)
    raise ValueError("no day")


def _part_of_day(digits: str) -> time:
    seconds = round(int(digits) * 86_400 / 10 ** len(digits)) % 86_400
    return time(seconds // 3_600, seconds // 60 % 60, seconds % 60)
