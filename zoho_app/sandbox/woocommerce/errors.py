"""What the API refuses, in WordPress' words."""

from typing import Any


class RestError(Exception):
    """An answer that refuses: status, code and message, and `data` beside the status."""

    def __init__(self, status: int, code: str, message: str, **data: Any) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.data = data

    def body(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "data": {"status": self.status, **self.data}}


def no_route() -> RestError:
    words = "No route was found matching the URL and request method."
    return RestError(404, "rest_no_route", words)


def invalid(**parameters: str) -> RestError:
    """Return the refusal of parameters, each with words of its own."""
    return RestError(400, "rest_invalid_param", f"Invalid parameter(s): {', '.join(parameters)}", params=parameters)


def invalid_id() -> RestError:
    return RestError(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
