"""The addresses of a shop: what people type, where the REST API is, and where the shop asks for consent."""

from urllib.parse import quote, urlencode, urlsplit

from zoho_app.channels.shops import outside
from zoho_app.channels.shops.kinds import Access

SANDBOX = "WOOCOMMERCE_SANDBOX_URL"
LONGEST = 300
# What people copy along with the address of their shop.
_PAGES = ("/wp-admin", "/wp-json", "/wp-login.php", "/index.php", "/wc-auth", "/shop", "/my-account", "/checkout")


class NotAShop(ValueError):
    """What was typed is no address of a shop; the text says what to type."""


def clean(typed: str) -> str:
    """The shop's address, such as https://shop.example.com or https://example.com/shop-en, without a closing slash.

    Raises NotAShop.
    """
    text = typed.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise NotAShop(_WORDS) from error
    if is_sandbox(text):
        return outside.sandbox_url(SANDBOX)
    is_host = "." in host and not parts.username and not set(host) & set(" <>\"'\\")
    if parts.scheme not in ("http", "https") or not is_host or len(text) > LONGEST:
        raise NotAShop(_WORDS)
    if parts.scheme == "http":
        raise NotAShop(f"Bookdesk sends keys by https alone. Type https://{host}, if the shop answers there.")
    return f"https://{host.casefold()}{f':{port}' if port and port != 443 else ''}{_folder(parts.path)}"


_WORDS = "Type the address of the shop's home page, such as https://shop.example.com."


def _folder(path: str) -> str:
    """The folder that WordPress lives in, without the pages below it."""
    for page in _PAGES:
        path = path.partition(page)[0] if path.startswith(page) or f"{page}/" in f"{path}/" else path
    return quote(path.rstrip("/"), safe="/%")


def is_sandbox(address: str) -> bool:
    """Whether an address is that of the pretend shop on this machine."""
    sandbox = outside.sandbox_url(SANDBOX)
    return bool(sandbox) and urlsplit(address).netloc == urlsplit(sandbox).netloc


def sandbox(access: Access) -> str:
    """The pretend shop's address for a shop that is the pretend one, else ""."""
    return outside.sandbox_url(SANDBOX) if access.is_sandbox else ""


def api(access: Access, route: str, is_plain: bool) -> str:
    """The address of a route such as wc/v3/orders; `is_plain` without pretty permalinks."""
    if is_plain:
        return f"{access.address}/index.php?rest_route={quote(f'/{route}', safe='/')}"
    return f"{access.address}/wp-json/{route}"


def consent(address: str, asked: dict[str, str], is_plain: bool = False) -> str:
    """Where the merchant lets Bookdesk in, at the shop itself."""
    if is_plain:
        return f"{address}/index.php?{urlencode({'wc-auth-version': '1', 'wc-auth-route': 'authorize', **asked})}"
    return f"{address}/wc-auth/v1/authorize?{urlencode(asked)}"
