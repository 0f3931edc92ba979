"""Zoho's data centers: the only hosts that a client secret or a token is ever sent to.

Zoho Books API, "Multiple data centers": each has an accounts server and an API host, which share no rule of
naming (Canada's are zohocloud.ca and zohoapis.ca), hence a table and no string building.
"""

from dataclasses import dataclass

from flask import current_app

SANDBOX = "sandbox"


@dataclass(frozen=True)
class DataCenter:
    """One place where Zoho keeps an organization. The addresses have no slash at the end."""

    key: str  # what Zoho's callback calls `location`
    name: str
    accounts: str  # where people consent, and tokens are given
    api: str  # the `api_domain` of a token
    web: str  # where people use Zoho Books
    is_confirmed: bool = True  # whether Zoho's documentation of Books names it

    @property
    def books_api(self) -> str:
        """Where the paths of the Books API begin."""
        return f"{self.api}/books/v3"

    def home_address(self, organization_id: str) -> str:
        """Return the address at which people enter the organization's books; of the sandbox, its settings."""
        if self.key == SANDBOX:
            return f"{self.web}/settings?organization={organization_id}"
        return f"{self.web}/app/{organization_id}"

    def sales_order_address(self, organization_id: str, salesorder_id: str) -> str:
        """Return the address of the page on which people see a sales order."""
        if self.key == SANDBOX:
            return f"{self.web}/orders/{salesorder_id}?organization={organization_id}"
        return f"{self.web}/app/{organization_id}#/salesorders/{salesorder_id}"

    def contact_address(self, organization_id: str, contact_id: str) -> str:
        """Return the address of the page on which people see a contact."""
        if self.key == SANDBOX:
            return f"{self.web}/contacts?organization={organization_id}"
        return f"{self.web}/app/{organization_id}#/contacts/{contact_id}"


_REAL = (
    DataCenter(
        "us",
        "United States (zoho.com)",
        "https://accounts.zoho.com",
        "https://www.zohoapis.com",
        "https://books.zoho.com",
    ),
    DataCenter(
        "eu",
        "Europe (zoho.eu)",
        "https://accounts.zoho.eu",
        "https://www.zohoapis.eu",
        "https://books.zoho.eu",
    ),
    DataCenter(
        "in",
        "India (zoho.in)",
        "https://accounts.zoho.in",
        "https://www.zohoapis.in",
        "https://books.zoho.in",
    ),
    DataCenter(
        "au",
        "Australia (zoho.com.au)",
        "https://accounts.zoho.com.au",
        "https://www.zohoapis.com.au",
        "https://books.zoho.com.au",
    ),
    DataCenter(
        "jp",
        "Japan (zoho.jp)",
        "https://accounts.zoho.jp",
        "https://www.zohoapis.jp",
        "https://books.zoho.jp",
    ),
    DataCenter(
        "ca",
        "Canada (zohocloud.ca)",
        "https://accounts.zohocloud.ca",
        "https://www.zohoapis.ca",
        "https://books.zohocloud.ca",
    ),
    DataCenter(
        "cn",
        "China (zoho.com.cn)",
        "https://accounts.zoho.com.cn",
        "https://www.zohoapis.com.cn",
        "https://books.zoho.com.cn",
    ),
    DataCenter(
        "sa",
        "Saudi Arabia (zoho.sa)",
        "https://accounts.zoho.sa",
        "https://www.zohoapis.sa",
        "https://books.zoho.sa",
    ),
    # Zoho's accounts server knows these two, the documentation of Books does not name them.
    DataCenter(
        "uk",
        "United Kingdom (zoho.uk)",
        "https://accounts.zoho.uk",
        "https://www.zohoapis.uk",
        "https://books.zoho.uk",
        is_confirmed=False,
    ),
    DataCenter(
        "ae",
        "United Arab Emirates (zoho.ae)",
        "https://accounts.zoho.ae",
        "https://www.zohoapis.ae",
        "https://books.zoho.ae",
        is_confirmed=False,
    ),
)

# Some answers still name the API host by its older name (Zoho Accounts: OAuth documentation).
_OLDER_API_HOSTS = {
    "https://api.zoho.com": "us",
    "https://api.zoho.eu": "eu",
    "https://api.zoho.in": "in",
    "https://api.zoho.com.au": "au",
    "https://api.zoho.jp": "jp",
    "https://api.zohocloud.ca": "ca",
    "https://api.zoho.com.cn": "cn",
    "https://api.zoho.sa": "sa",
    "https://api.zoho.uk": "uk",
    "https://api.zoho.ae": "ae",
}


def available() -> list[DataCenter]:
    """The data centers to choose from: Zoho's, and first the sandbox when this installation has one."""
    url = current_app.config.get("ZOHO_SANDBOX_URL", "")
    sandbox = [DataCenter(SANDBOX, "Sandbox", url, url, url)] if url else []
    return [*sandbox, *_REAL]


def get(key: str) -> DataCenter | None:
    """The data center of that key, or None."""
    return next((center for center in available() if center.key == key), None)


def by_accounts_server(url: str) -> DataCenter | None:
    """The data center whose accounts server is at `url`, or None: then nothing may be sent there."""
    return next((center for center in available() if center.accounts == url.rstrip("/")), None)


def by_api_domain(url: str) -> DataCenter | None:
    """The data center whose API host is `url`, by today's name or the older one, or None."""
    wanted = url.rstrip("/")
    center = next((center for center in available() if center.api == wanted), None)
    return center or get(_OLDER_API_HOSTS.get(wanted, ""))
