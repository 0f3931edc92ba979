"""How Zoho Books says no: an HTTP status, a numeric code and a sentence."""

# Zoho publishes no number for these refusals, so nobody may depend on this one.
UNPUBLISHED = 36999


class ZohoError(Exception):
    """A refusal, answered as `{"code": code, "message": message}` with the HTTP status."""

    def __init__(self, code: int, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


def invalid_value(field: str) -> ZohoError:
    return ZohoError(2, f"Invalid value passed for {field}")


def too_long(field: str, limit: int) -> ZohoError:
    return ZohoError(15, f"Please ensure that the {field} has less than {limit} characters.")


def missing(thing: str) -> ZohoError:
    """The record named in the URL is not there (or belongs to another organization)."""
    return ZohoError(1002, f"{thing} does not exist.", 404)


def unknown_reference(thing: str, field: str = "", code: str = "1002") -> ZohoError:
    """A record named inside the request body is not there; nobody has seen which code an item or a tax gets."""
    message = f"{thing} does not exist." if code == "1002" else f"Invalid value passed for {field}"
    return ZohoError(int(code), message, 400)


def refused(message: str) -> ZohoError:
    return ZohoError(UNPUBLISHED, message)
