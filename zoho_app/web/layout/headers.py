"""The headers that every answer carries: what a browser may do with it, and that pages are not kept."""

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

ONE_YEAR = 31_536_000
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def init_app(app: Flask) -> None:
    """Add the headers to every answer of the application."""
    app.after_request(_add_headers)


def _add_headers(answer: Response) -> Response:
    answer.headers.update(FIXED)
    answer.headers["Content-Security-Policy"] = _content_security_policy()
    if current_app.config["BOOKDESK"].is_https:
        answer.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
    if request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
    elif request.args.get("v"):  # the address changes with the file
        answer.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return answer


def _content_security_policy() -> str:
    # Chromium applies form-action to redirects after a POST too, so Zoho's consent pages are named there.
    form_action = " ".join(["'self'", *current_app.config["FORM_ACTION_HOSTS"]])
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            f"form-action {form_action}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )
