"""One cause for which something can fail, as the tables beside this file list it."""

from dataclasses import dataclass

from zoho_app.web.remedies.remedy import Remedy


@dataclass(frozen=True)
class Cause:
    """`title` says what is wrong, and has {subject}; `remedy` is the one thing to do.

    `is_split`: failures are grouped by what they are about, beside their cause.
    """

    title: str
    advice: str
    remedy: Remedy
    is_split: bool = False
