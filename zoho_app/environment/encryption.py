"""Whether what travels to PostgreSQL and Redis on other machines is encrypted, and for whom."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import make_url

# libpq's other modes go on without encryption, or without a look at who answers.
CHECKED_BY_POSTGRESQL = "verify-full"
UNCHECKED_BY_REDIS = {"none", "optional"}


def warnings(database_url: str, redis_url: str) -> tuple[str, ...]:
    """What to tell the person who runs Bookdesk about connections that others may read or take over.

    Both addresses have been checked before. The words repeat no part of them but the host.
    """
    return (*_of_database(database_url), *_of_redis(redis_url))


def _of_database(address: str) -> Iterator[str]:
    url = make_url(address)
    named = url.query.get("host", "")
    hosts = [url.host or "", *([named] if isinstance(named, str) else named)]
    elsewhere = [host for part in hosts for host in part.split(",") if not _is_here(host)]
    if not elsewhere or url.query.get("sslmode") == CHECKED_BY_POSTGRESQL:
        return
    yield (
        f"DATABASE_URL: PostgreSQL on {elsewhere[0]} is another machine, and the address does not make sure that "
        "what travels is encrypted for that machine alone. Add ?sslmode=verify-full&sslrootcert=FILE to it, where "
        "FILE holds the authority of its certificate."
    )


def _of_redis(address: str) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme == "unix" or _is_here(parts.hostname or ""):
        return
    if parts.scheme != "rediss":
        yield (
            f"REDIS_URL: Redis on {parts.hostname} is another machine, and nothing that travels is encrypted. "
            "Give an address that starts with rediss://."
        )
    elif UNCHECKED_BY_REDIS & set(parse_qs(parts.query).get("ssl_cert_reqs", [])):
        yield (
            f"REDIS_URL: nobody checks whether it is Redis on {parts.hostname} that answers. Remove ssl_cert_reqs "
            "from the address."
        )


def _is_here(host: str) -> bool:
    """Whether it is this very machine: a name for it, one of its own numbers, or a socket in a folder."""
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
