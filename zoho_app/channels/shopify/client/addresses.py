"""The addresses of a shop: never a secret goes to another host than NAME.myshopify.com."""

import re

from zoho_app.channels.shops import outside
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.problems import ACCESS, PersonNeeded

VERSION = "2026-10"
SANDBOX, SANDBOX_SHOP = "SHOPIFY_SANDBOX_URL", "sandbox-shop.myshopify.com"
HOST = ".myshopify.com"
_SHOP = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_ADMIN = "admin.shopify.com/store/"


class NotAShop(ValueError):
    """What was typed names no shop; the text says what to type."""


def clean(typed: str) -> str:
    """The name of the shop, such as acme.myshopify.com, of what people type or paste. Raises NotAShop."""
    text = typed.strip().casefold().removeprefix("https://").removeprefix("http://")
    if text.startswith(_ADMIN):
        text = text.removeprefix(_ADMIN).partition("/")[0].partition("?")[0] + HOST
    text = text.partition("/")[0].partition("?")[0].rstrip(".")
    if _NAME.fullmatch(text):
        text += HOST
    if not _SHOP.fullmatch(text):
        raise NotAShop(
            "Type the shop's name at Shopify, such as acme.myshopify.com. It is in the address of the shop's admin, "
            "after /store/."
        )
    return text


def base(access: Access) -> str:
    """Where the shop's API is. Raises PersonNeeded for an address that is none of Shopify's."""
    if access.is_sandbox and (sandbox := outside.sandbox_url(SANDBOX)):
        return sandbox
    if access.is_sandbox or not _SHOP.fullmatch(access.address):
        raise PersonNeeded(ACCESS, f"{access.address or 'The shop'} is no address of a shop that can be reached.")
    return f"https://{access.address}"


def sandbox(access: Access) -> str:
    """The pretend shop's address for a shop that is the pretend one, else ""."""
    return outside.sandbox_url(SANDBOX) if access.is_sandbox else ""
