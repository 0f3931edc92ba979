"""Every environment variable of Bookdesk: its meaning, its default, and a refusal to start on a bad value."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zoho_app.environment import encryption, hosts, kept, services, values
from zoho_app.environment.hosts import Network
from zoho_app.environment.kept import OTHERS
from zoho_app.environment.refusal import ConfigError
from zoho_app.environment.services import Smtp

__all__ = ["OTHERS", "SANDBOX_CLIENT_ID", "SANDBOX_CLIENT_SECRET", "Config", "ConfigError", "Network", "Smtp", "load"]

# The built-in sandbox Zoho knows this client alone; the one that is registered at the real Zoho is not told to it.
SANDBOX_CLIENT_ID = "bookdesk-sandbox"
SANDBOX_CLIENT_SECRET = "bookdesk-sandbox-secret"  # noqa: S105 - opens only the pretend Zoho

# The address of a machine for which each of its networks counts.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


@dataclass(frozen=True)
class Config:
    """What the environment says, checked. Made by `load()`; nothing else reads the environment."""

    host: str
    port: int
    sandbox_port: int
    shopify_sandbox_port: int
    woocommerce_sandbox_port: int
    instance_dir: Path
    database_url: str
    redis_url: str
    redis_is_private: bool
    secret_key: str
    token_keys: tuple[str, ...]
    zoho_client_id: str
    zoho_client_secret: str
    public_url: str
    zoho_sandbox_url: str
    shopify_sandbox_url: str
    woocommerce_sandbox_url: str
    runs_sandbox: bool
    allow_private_addresses: bool = False
    trusted_proxies: tuple[Network, ...] = ()
    smtp: Smtp | None = None  # none: no e-mail is sent
    log_format: str = "text"  # or "json"
    warnings: tuple[str, ...] = ()  # for the person who runs Bookdesk, told at each start

    @property
    def is_https(self) -> bool:
        """Whether people reach Bookdesk through HTTPS, so that cookies may be marked Secure."""
        return self.public_url.startswith("https://")

    @property
    def own_host(self) -> str:
        """Where a program on this machine reaches the web server."""
        return EVERYWHERE.get(self.host, self.host)

    @property
    def own_sandbox_url(self) -> str:
        """Where the built-in sandbox listens."""
        return f"http://localhost:{self.sandbox_port}"

    @property
    def own_shopify_sandbox_url(self) -> str:
        """Where the pretend Shopify shop listens."""
        return f"http://localhost:{self.shopify_sandbox_port}"

    @property
    def own_woocommerce_sandbox_url(self) -> str:
        """Where the pretend WooCommerce shop listens."""
        return f"http://localhost:{self.woocommerce_sandbox_port}"


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """Read and check the environment.

    Secrets that are not given are made once and kept in the instance folder, readable by its owner alone.

    Raises ConfigError with one clear line when a value can't be used.
    """
    instance_dir = Path(environ.get("INSTANCE_DIR") or "instance").resolve()
    kept.make_private_folder(instance_dir)
    port, sandbox_port, shopify_sandbox_port, woocommerce_sandbox_port = values.ports(environ)
    zoho_client_id, zoho_client_secret = services.zoho_client(environ)
    database_url = services.database_url(environ, instance_dir)
    redis_url = services.redis_url(environ, instance_dir)
    return Config(
        host=hosts.listening_host(environ),
        port=port,
        sandbox_port=sandbox_port,
        shopify_sandbox_port=shopify_sandbox_port,
        woocommerce_sandbox_port=woocommerce_sandbox_port,
        instance_dir=instance_dir,
        database_url=database_url,
        redis_url=redis_url,
        redis_is_private=not environ.get("REDIS_URL", "").strip(),
        secret_key=kept.secret_key(environ, instance_dir),
        token_keys=kept.token_keys(environ, instance_dir),
        zoho_client_id=zoho_client_id,
        zoho_client_secret=zoho_client_secret,
        public_url=values.public_url(environ) or f"http://localhost:{port}",
        zoho_sandbox_url=values.web_address(environ, "ZOHO_SANDBOX_URL"),
        shopify_sandbox_url=values.web_address(environ, "SHOPIFY_SANDBOX_URL"),
        woocommerce_sandbox_url=values.web_address(environ, "WOOCOMMERCE_SANDBOX_URL"),
        runs_sandbox=values.switch(environ, "SANDBOX", default=not zoho_client_id),
        allow_private_addresses=values.switch(environ, "ALLOW_PRIVATE_ADDRESSES"),
        trusted_proxies=hosts.trusted_proxies(environ),
        smtp=services.smtp(environ),
        log_format=values.log_format(environ),
        warnings=encryption.warnings(database_url, redis_url),
    )
