"""Templates that do harm, by mistake or on purpose: each ends with a reason for people, and nothing else happens."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from zoho_app.documents import press

pytestmark = pytest.mark.once

PAGE: dict[str, Any] = {
    "order": {"number": "1001", "note": '<b onclick="x()">&'},
    "items": [{"sku": "A"}, {"sku": "B"}],
}


def printed(template: str, page: dict[str, Any] | None = None) -> str:
    return press.for_browser(template, [page or PAGE], "Acme", "/logo.png").pages[0]


def refused(template: str) -> tuple[str, int | None]:
    with pytest.raises(press.NotMade) as caught:
        printed(template)
    return caught.value.reason, caught.value.line


@pytest.mark.parametrize(
    ("template", "reason", "line"),
    [
        ("<p>\n\n{{ order.nubmer }}", "“nubmer” does not exist", 3),
        ("\n{{ ordr }}", "“ordr” does not exist", 2),
        ("{{ 1 / 0 }}", "division by zero", 1),
        ("\n\n{% if order %}", "Unexpected end of template", 3),
        ("{{ order.number|nothing }}", "No filter named 'nothing'", 1),
        # The way out through Python's own objects
        ("{{ ''.__class__.__mro__ }}", "“__class__” may not be used here", 1),
        ("{{ order['__class__'] }}", "“__class__” may not be used here", 1),
        ("{{ order|attr('__class__') }}", "No filter named 'attr'", 1),
        ("{{ '{0.__class__}'.format(order) }}", "“__class__” may not be used here", 1),
        ("{{ '{0.__class__}'|format(order) }}", "No filter named 'format'", 1),
        ("{{ self._TemplateReference__context }}", "“_TemplateReference__context” may not be used here", 1),
        ("{{ lipsum.__globals__ }}", "“lipsum” does not exist", 1),
        ("{{ cycler.__init__ }}", "“__init__” may not be used here", 1),
        ("{{ items.append(1) }}", "“append” may not be used here", 1),
        ("{% set _ = order.update({'number': '2'}) %}", "“update” may not be used here", 1),
        # Other templates and files
        ("{% include '/etc/passwd' %}", "other templates can't be used here", 1),
        ("{% extends 'base.html' %}", "other templates can't be used here", 1),
        ("{% from 'a' import b %}", "other templates can't be used here", 1),
        # Time and memory
        ("{% for a in range(2000) %}{% endfor %}", "a range may have at most 1,000 numbers", 1),
        (
            "{% for a in range(999) %}{% for b in range(999) %}xxxxxxxxx{% endfor %}{% endfor %}",
            "writes more than",
            None,
        ),
        ("{{ 'a' * 10 ** 10 }}", "it needs too much memory", 1),
        ("{{ '%9999999999d' % 1 }}", "it needs too much memory", 1),
        ("{{ '{:9999999999}'.format(1) }}", "it needs too much memory", 1),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "it is nested too deeply", None),
        ("{{ " + "(" * 3_000 + "1" + ")" * 3_000 + " }}", "it is nested too deeply", None),
    ],
)
def test_a_template_that_goes_too_far_is_refused_with_the_line_and_the_reason(
    template: str, reason: str, line: int | None
) -> None:
    words, at = refused(template)
    assert reason in words
    assert at == line


def test_an_endless_template_ends_by_itself() -> None:
    loops = "".join(f"{{% for {name} in range(1000) %}}" for name in "abcde") + "{% endfor %}" * 5
    assert refused(loops) == ("it takes too long or needs too much memory", None)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ("<style>body { display: none }</style>a", "a"),
        ('<p onclick="x()" style="color: red" id="b" class="big">a</p>', '<p class="big">a</p>'),
        ('<a href="javascript:x()">a</a>', "a"),
        ('<img src="http://a.example/x.png" onerror="x()">', ""),
        ('<img src="http://a.example/x.png" class="logo" alt="b">', '<img class="logo" alt="b" src="/logo.png">'),
        ('<link rel="stylesheet" href="http://a.example/x.css"><base href="http://a.example">a', "a"),
        ('<form action="http://a.example"><input name="a"><button>b</button></form>', "b"),
        ('<iframe src="http://a.example"></iframe><object data="x"></object><svg onload="x()"></svg>a', "a"),
        ('<meta http-equiv="refresh" content="0;url=http://a.example">a', "a"),
        ('<td colspan="2"></td><table><tr><td colspan="999999">a</td></tr></table>', None),
        ("{{ order.note }}", '&lt;b onclick="x()"&gt;&amp;'),
        ("{{ order.note|safe }}", "<b>&amp;</b>"),
        ('<p title="{{ order.number|barcode }}">a</p>', None),
    ],
)
def test_what_a_page_may_not_have_is_left_out(typed: str, left: str | None) -> None:
    html = printed(typed)
    page = BeautifulSoup(html, "lxml")
    assert (
        page.select("script, style, a, link, form, iframe, object, base, meta, [href], [title], [colspan='999999']")
        == []
    )
    assert not [name for one in page.find_all(True) for name in one.attrs if name.startswith("on") or name == "style"]
    if left is not None:
        assert html == left


def test_what_customers_typed_stays_text() -> None:
    page = {"order": {"number": '"><script>alert(1)</script>', "note": '<img class="barcode" alt="1">'}, "items": []}
    html = printed("<p>{{ order.number }}{{ order.number|barcode }}{{ order.note|lines }}</p>", page)
    parsed = BeautifulSoup(html, "lxml")
    assert parsed.select("script, img") == []
    assert [one["aria-label"] for one in parsed.select("svg")] == ['"><script>alert(1)</script>']
    assert parsed.p.text == '"><script>alert(1)</script><img class="barcode" alt="1">'
