"""The application: create_desk() for background processes, create_app() with the pages and the API."""

from importlib import import_module
from pathlib import Path

from flask import Flask

from zoho_app import config, job_queue
from zoho_app.extensions import db, prepare_engine
from zoho_app.http.proxies import TrustedProxies

ROOT = Path(__file__).parent.parent
# A database that is gone must not hold up a page; libpq counts the second one in milliseconds.
POSTGRESQL_PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 20_000}
# Imported by name, so that a worker carries no page and the sandbox nothing at all.
REGISTRY = "zoho_app.registry"
# In the order in which they handle a request: log line, host name, body, sign-in, form token.
DOORS = tuple(
    f"zoho_app.{door}"
    for door in ("http.log", "http.host_names", "http.limits", "http.access", "http.doors", "http.ids", "web", "api")
)


def create_app(settings: config.Config | None = None) -> Flask:
    """Build the application with its pages and its API from the environment, or from `settings`.

    Raises config.ConfigError when the environment holds a value that can't be used.
    """
    app = create_desk(settings)
    for door in DOORS:
        import_module(door).init_app(app)
    return app


def create_desk(settings: config.Config | None = None) -> Flask:
    """Build the application for workers, the clock and the parent: without pages and API. Raises ConfigError."""
    settings = settings or config.load()
    app = Flask(
        "zoho_app",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(settings.instance_dir),
    )
    app.url_map.strict_slashes = False  # many programs, and people, end an address with a slash
    app.config.from_mapping(_flask_settings(settings))
    app.wsgi_app = TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    job_queue.init_app(app, settings.redis_url)
    import_module(REGISTRY).install()
    return app


def _flask_settings(settings: config.Config) -> dict[str, object]:
    return {
        "BOOKDESK": settings,
        "SECRET_KEY": settings.secret_key,
        "TOKEN_KEYS": settings.token_keys,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings.database_url),
        "PUBLIC_URL": settings.public_url,
        "ZOHO_CLIENT_ID": settings.zoho_client_id,
        "ZOHO_CLIENT_SECRET": settings.zoho_client_secret,
        "ZOHO_SANDBOX_URL": settings.zoho_sandbox_url,
        "SHOPIFY_SANDBOX_URL": settings.shopify_sandbox_url,
        "WOOCOMMERCE_SANDBOX_URL": settings.woocommerce_sandbox_url,
        "ALLOW_PRIVATE_ADDRESSES": settings.allow_private_addresses,
        "SMTP": settings.smtp,
        "FORM_ACTION_HOSTS": [],
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",  # Strict would lose the session on the way back from Zoho
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_NAME": "__Host-bookdesk" if settings.is_https else "bookdesk",
        "WTF_CSRF_TIME_LIMIT": None,  # a form may stay open all day; the token dies with the session
    }


def _engine_options(database_url: str) -> dict[str, object]:
    return {"connect_args": POSTGRESQL_PATIENCE} if database_url.startswith("postgresql") else {}
