"""What a press refuses, in words for people."""

LONGEST_REASON = 300


class Refused(Exception):
    """Something can't be made: the reason, and the line of the template if it is known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.line = reason.rstrip(".")[:LONGEST_REASON], line
