"""Where a shop's webhooks come in: an address of this installation that the internet can reach, if it has one."""

from urllib.parse import urlsplit

from flask import current_app

from zoho_app.channels.shops.models import Shop

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def get_address(shop: Shop) -> str:
    """The address for the shop's webhooks; "" where none can reach this installation.

    Shops send to https alone. The pretend shop is on this machine, and sends to it.
    """
    parts = urlsplit(str(current_app.config["PUBLIC_URL"]))
    is_here = parts.hostname in THIS_MACHINE
    if (parts.scheme == "https" and not is_here) or (shop.is_sandbox and is_here):
        return f"{current_app.config['PUBLIC_URL']}/webhooks/{shop.kind}/{shop.public_id}"
    return ""
