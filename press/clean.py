"""Leave of HTML what a printed page needs: no script, no style, no address, nothing that loads."""

import nh3

from press.sandbox import BARCODE, LOGO

TAGS = {
    *("address", "article", "b", "blockquote", "br", "caption", "code", "dd", "div", "dl", "dt", "em", "footer"),
    *("h1", "h2", "h3", "h4", "header", "hr", "i", "img", "li", "ol", "p", "pre", "s", "section", "small", "span"),
    *("strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
ATTRIBUTES = {"*": {"class"}, "img": {"alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}
GONE_WITH_CONTENT = {
    "script",
    "style",
    "title",
    "textarea",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
}
MOST_SPAN = 100


def clean(html: str) -> str:
    """The HTML with these tags and attributes only; pictures are those that the press itself draws."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=GONE_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=_keep,
        link_rel=None,
        url_schemes=set(),
    )


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if attribute in ("colspan", "rowspan"):
        return value if value.isascii() and value.isdigit() and 0 < int(value[:9]) <= MOST_SPAN else None
    if tag == "img" and attribute == "class":
        return value if value in (BARCODE, LOGO) else None
    return value
