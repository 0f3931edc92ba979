"""The operations that the sandbox serves: status, what the answer holds, what is sent, which query is documented."""

from dataclasses import dataclass, field

VARIANTS = ("_startswith", "_contains", "_in", "_not_in")
DAYS = ("_start", "_end", "_before", "_after")
PAGES = "page per_page"


def _query(plain: str, varied: str = "", by_day: str = "") -> frozenset[str]:
    """Return the names of a query; `varied` and `by_day` are documented with endings."""
    endings = [name + variant for name in varied.split() for variant in VARIANTS]
    days = [name + ending for name in by_day.split() for ending in DAYS]
    return frozenset({*plain.split(), *varied.split(), *by_day.split(), *endings, *days})


@dataclass(frozen=True)
class Operation:
    """Statuses (the documented one first), the records under the answer's keys, and the record that is sent."""

    statuses: tuple[int, ...] = (200,)
    holds: dict[str, str] = field(default_factory=dict)
    sends: str = ""
    query: frozenset[str] = frozenset()


ORDER = {"salesorder": "salesorder"}
CONTACT = {"contact": "contact"}
ITEM = {"item": "item"}
ADDRESS = {"address_info": "address"}
CREATING = _query("ignore_auto_number_generation can_send_in_mail totalFiles doc")
ORDER_FILTERS = _query(
    "sort_column search_text filter_by item_id email total status customer_id salesperson_id salesorder_ids "
    f"zcrm_potential_id last_modified_time accept print customview_id location_ids {PAGES}",
    varied="salesorder_number reference_number customer_name item_name item_description",
    by_day="date created_date shipment_date expiry_date",
)
CONTACT_FILTERS = _query(
    f"contact_type filter_by search_text sort_column zcrm_contact_id zcrm_account_id zcrm_vendor_id {PAGES}",
    varied="contact_name company_name first_name last_name address email phone",
)
ITEM_FILTERS = _query(
    "rate rate_less_than rate_less_equals rate_greater_than rate_greater_equals tax_id tax_name is_taxable "
    f"tax_exemption_id account_id filter_by search_text sort_column sat_item_key_code unitkey_code {PAGES}",
    varied="name description",
)
# Live siblings answer 200 to a change of status that is documented with 201.
CHANGED_STATUS = (201, 200)

OPERATIONS = {
    "POST /salesorders": Operation((201,), ORDER, "POST /salesorders", CREATING),
    "GET /salesorders": Operation(holds={"salesorders": "[salesorder_row]"}, query=ORDER_FILTERS),
    "PUT /salesorders": Operation(holds=ORDER, sends="PUT /salesorders"),
    "DELETE /salesorders": Operation(query=_query("salesorder_ids")),
    "GET /salesorders/{id}": Operation(holds=ORDER, query=_query("print accept")),
    "PUT /salesorders/{id}": Operation(holds=ORDER, sends="PUT /salesorders/{id}", query=CREATING),
    "DELETE /salesorders/{id}": Operation(),
    "PUT /salesorder/{id}/customfields": Operation(sends="[custom_field]"),
    "POST /salesorders/{id}/status/open": Operation(CHANGED_STATUS),
    "POST /salesorders/{id}/status/void": Operation(CHANGED_STATUS, sends="POST /salesorders/{id}/status/void"),
    "POST /salesorders/status/confirmed": Operation(query=_query("salesorder_ids")),
    "POST /salesorders/status/void": Operation(query=_query("salesorder_ids")),
    "PUT /salesorders/{id}/address/billing": Operation(sends="PUT /salesorders/{id}/address/billing"),
    "PUT /salesorders/{id}/address/shipping": Operation(sends="PUT /salesorders/{id}/address/shipping"),
    "POST /contacts": Operation((201,), CONTACT, "POST /contacts"),
    "GET /contacts": Operation(holds={"contacts": "[contact]"}, query=CONTACT_FILTERS),
    "GET /contacts/{id}": Operation(holds=CONTACT),
    "PUT /contacts/{id}": Operation(holds=CONTACT, sends="PUT /contacts/{id}"),
    "POST /contacts/{id}/active": Operation(),
    "POST /contacts/{id}/inactive": Operation(),
    "GET /contacts/{id}/address": Operation(holds={"addresses": "[address]"}),
    "POST /contacts/{id}/address": Operation(holds=ADDRESS, sends="POST /contacts/{id}/address"),
    "PUT /contacts/{id}/address/{id}": Operation(holds=ADDRESS, sends="PUT /contacts/{id}/address/{id}"),
    "GET /contacts/contactpersons": Operation(holds={"contact_persons": "[person]"}, query=_query(PAGES)),
    "POST /contacts/contactpersons": Operation((201,), {"contact_person": "person"}, "POST /contacts/contactpersons"),
    "GET /contacts/{id}/contactpersons": Operation(holds={"contact_persons": "[person]"}, query=_query(PAGES)),
    "POST /items": Operation((201,), ITEM, "POST /items"),
    "GET /items": Operation(holds={"items": "[item]"}, query=ITEM_FILTERS),
    "GET /items/{id}": Operation(holds=ITEM),
    "PUT /items/{id}": Operation(holds=ITEM, sends="PUT /items/{id}"),
    "DELETE /items/{id}": Operation(),
    "GET /itemdetails": Operation(holds={"items": "[item]"}, query=_query("item_ids")),
    "POST /items/{id}/active": Operation(),
    "POST /items/{id}/inactive": Operation(),
    "GET /settings/taxes": Operation(holds={"taxes": "[tax]"}, query=_query(PAGES)),
    "GET /settings/taxgroups/{id}": Operation(holds={"tax_group": "tax_group"}),
    "GET /settings/taxexemptions": Operation(holds={"tax_exemptions": "[exemption]"}),
    "GET /settings/currencies": Operation(holds={"currencies": "[currency]"}, query=_query(f"filter_by {PAGES}")),
    # Not in the OpenAPI, but live clients read the definitions of custom fields here.
    "GET /settings/customfields": Operation(holds={"customfields": "any"}),
    "GET /organizations": Operation(holds={"organizations": "[organization]"}),
}
