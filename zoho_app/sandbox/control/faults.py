"""Making the sandbox fail on demand: rules that a test sets, matched against arriving requests.

A rule is a JSON object: `action`, `path` (a prefix, or the whole path with `"exact": true`), `method`
(any when absent), `times` (1 when absent, 0 for ever), `after` (how many matches to let pass first),
`when` ("before" or "after" the request was carried out and committed) and the action's own fields:

status            status, body (text or JSON), content_type, headers
html              a gateway's error page; status (502)
empty, malformed  an answer of 200 without a body, or with half a JSON document
code              an answer of 200 whose JSON says code, message
throttle          429 with code (44), message and, when given, Retry-After: retry_after
drop              hang up without an answer
truncate          carry out, send the headers and half of the body, hang up
hang              wait for seconds, then go on as usual
expire_tokens     every access token has just expired
revoke_tokens     every token was revoked
lag               lists do not know what was written in the last seconds
repeat            a list's second and later pages begin with the last row of the page before
"""

import json
import threading
from dataclasses import dataclass, field
from typing import Any

ACTIONS = {
    "status",
    "html",
    "empty",
    "malformed",
    "code",
    "throttle",
    "drop",
    "truncate",
    "hang",
    "expire_tokens",
    "revoke_tokens",
    "lag",
    "repeat",
}


@dataclass
class Rule:
    action: str
    path: str = "/"
    exact: bool = False
    method: str = ""
    times: int = 1
    after: int = 0
    when: str = "before"
    fields: dict[str, Any] = field(default_factory=dict)
    matched: int = 0
    used: int = 0

    def matches(self, method: str, path: str) -> bool:
        if self.method and self.method.upper() != method:
            return False
        return path == self.path if self.exact else path.startswith(self.path)


@dataclass(frozen=True)
class Answer:
    """A whole HTTP answer, ready to send."""

    status: int
    content_type: str
    body: bytes
    headers: list[tuple[str, str]]


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[Rule] = []

    def replace(self, descriptions: list[dict[str, Any]]) -> None:
        """Set the rules, forgetting the former ones; raise ValueError naming what is wrong."""
        rules = [_rule(description) for description in descriptions]
        with self._lock:
            self._rules = rules

    def describe(self) -> list[dict[str, Any]]:
        with self._lock:
            return [dict(vars(rule)) for rule in self._rules]

    def take(self, method: str, path: str) -> Rule | None:
        """Return the first rule due for this request, using it up once."""
        with self._lock:
            due = [rule for rule in self._rules if rule.matches(method, path)]
            for rule in due:
                rule.matched += 1
            for rule in due:
                if rule.matched > rule.after and (rule.times == 0 or rule.used < rule.times):
                    rule.used += 1
                    return rule
        return None


def _rule(description: dict[str, Any]) -> Rule:
    known = {"path", "exact", "method", "times", "after", "when"}
    action = description.get("action")
    if action not in ACTIONS:
        raise ValueError(f"Unknown action {action!r}; known are {', '.join(sorted(ACTIONS))}.")
    if description.get("when", "before") not in ("before", "after"):
        raise ValueError('"when" is "before" or "after".')
    named = {name: value for name, value in description.items() if name in known}
    fields = {name: value for name, value in description.items() if name not in known | {"action"}}
    return Rule(action=action, fields=fields, **named)


def answer(rule: Rule) -> Answer:
    """Return what a rule with an answer of its own sends."""
    fields = rule.fields
    if rule.action == "html":
        page = "<html><body><h1>Bad Gateway</h1></body></html>"
        return Answer(fields.get("status", 502), "text/html", page.encode(), [])
    if rule.action == "empty":
        return Answer(200, "application/json;charset=UTF-8", b"", [])
    if rule.action == "malformed":
        return Answer(200, "application/json;charset=UTF-8", b'{"code":0,"message":"succ', [])
    if rule.action == "code":
        return _json(200, {"code": fields.get("code", 1000), "message": fields.get("message", "Internal error")})
    if rule.action == "throttle":
        message = fields.get("message", "The maximum number of requests has been exceeded.")
        wait = [("Retry-After", str(fields["retry_after"]))] if "retry_after" in fields else []
        return _json(429, {"code": fields.get("code", 44), "message": message}, wait)
    body = fields.get("body", {"code": 1000, "message": "Internal error"})
    if isinstance(body, str):
        content_type = fields.get("content_type", "text/plain")
        return Answer(fields.get("status", 500), content_type, body.encode(), _headers(fields))
    return _json(fields.get("status", 500), body, _headers(fields))


def _headers(fields: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in fields.get("headers", {}).items()]


def _json(status: int, body: Any, headers: list[tuple[str, str]] | None = None) -> Answer:
    return Answer(status, "application/json;charset=UTF-8", json.dumps(body).encode(), headers or [])
