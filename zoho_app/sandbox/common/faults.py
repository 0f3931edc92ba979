"""Faults on demand: the first rule that matches a request decides what goes wrong with it.

A rule is a JSON object with `action` and, all optional, `path` (how the path begins, or `exact`), `method`
(any when absent), `mentions` (a text in the request's body), `times` (1 when absent, 0 for ever), `after` (how many
matches to let pass first), `when` ("before" or "after" the request was carried out and committed) and the action's
own fields:

status            status, body (text or JSON), content_type, headers
html              a gateway's error page; status (502)
empty, malformed  an answer of 200 without a body, or with half a JSON document
code              an answer whose JSON holds code and message, as this stand-in's original says them
throttle          too many calls, as this stand-in's original says it
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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

CARRIED_OUT = {"hang", "expire_tokens", "revoke_tokens", "lag", "repeat", "truncate"}
ANSWERED = {"status", "html", "empty", "malformed", "code", "throttle"}
ACTIONS = CARRIED_OUT | ANSWERED | {"drop"}
JSON_TYPE = "application/json;charset=UTF-8"


@dataclass
class Rule:
    action: str
    path: str = "/"
    exact: bool = False
    method: str = ""
    mentions: str = ""
    times: int = 1
    after: int = 0
    when: str = "before"
    fields: dict[str, Any] = field(default_factory=dict)
    matched: int = 0
    used: int = 0

    def matches(self, method: str, path: str, body: str) -> bool:
        if self.method and self.method.upper() != method:
            return False
        if self.mentions not in body:
            return False
        return path == self.path if self.exact else path.startswith(self.path)


@dataclass(frozen=True)
class Answer:
    """A whole HTTP answer, ready to send."""

    status: int
    content_type: str
    body: bytes
    headers: list[tuple[str, str]]


Words = Callable[[dict[str, Any]], Answer]


class Faults:
    """The rules of one stand-in; `words` says how its original answers "code" and "throttle"."""

    def __init__(self, words: Mapping[str, Words]) -> None:
        self._words = words
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

    def take(self, method: str, path: str, body: str = "") -> Rule | None:
        """Return the first rule due for this request, using it up once."""
        with self._lock:
            due = [rule for rule in self._rules if rule.matches(method, path, body)]
            for rule in due:
                rule.matched += 1
            for rule in due:
                if rule.matched > rule.after and (rule.times == 0 or rule.used < rule.times):
                    rule.used += 1
                    return rule
        return None

    def answer(self, rule: Rule) -> Answer:
        """Return what a rule with an answer of its own sends."""
        fields = rule.fields
        if rule.action in self._words:
            return self._words[rule.action](fields)
        if rule.action == "html":
            page = "<html><body><h1>Bad Gateway</h1></body></html>"
            return Answer(fields.get("status", 502), "text/html", page.encode(), [])
        if rule.action == "empty":
            return Answer(200, JSON_TYPE, b"", [])
        if rule.action == "malformed":
            return Answer(200, JSON_TYPE, b'{"code":0,"message":"succ', [])
        return _status(fields)


def _rule(description: dict[str, Any]) -> Rule:
    known = {"path", "exact", "method", "mentions", "times", "after", "when"}
    action = description.get("action")
    if action not in ACTIONS:
        raise ValueError(f"Unknown action {action!r}; known are {', '.join(sorted(ACTIONS))}.")
    if description.get("when", "before") not in ("before", "after"):
        raise ValueError('"when" is "before" or "after".')
    named = {name: value for name, value in description.items() if name in known}
    fields = {name: value for name, value in description.items() if name not in known | {"action"}}
    return Rule(action=action, fields=fields, **named)


def _status(fields: dict[str, Any]) -> Answer:
    headers = [(name, str(value)) for name, value in fields.get("headers", {}).items()]
    body = fields.get("body", {"code": 1000, "message": "Internal error"})
    if isinstance(body, str):
        content_type = fields.get("content_type", "text/plain")
        return Answer(fields.get("status", 500), content_type, body.encode(), headers)
    return json_answer(fields.get("status", 500), body, headers)


def json_answer(status: int, body: Any, headers: list[tuple[str, str]] | None = None) -> Answer:
    return Answer(status, JSON_TYPE, json.dumps(body).encode(), headers or [])
