"""Organizations and the settings read from them: taxes, currencies, custom field definitions."""

from typing import Any

from flask import g, request

from ..common.store import Document
from ..editions.preferences import edition_of_organization
from ..errors import invalid_value, missing
from ..state import organization_id, sandbox
from . import lists
from .gate import Answer, operation


@operation("GET", "/organizations", "settings.READ")
def list_organizations() -> Answer:
    return {"organizations": [_organization(found) for found in sandbox().store.find("organization", "")]}


def _organization(found: Document) -> dict[str, Any]:
    return {
        "organization_id": found["id"],
        "name": found["name"],
        "contact_name": "Sandbox Merchant",
        "email": "merchant@example.com",
        "is_default_org": found["is_default"],
        "language_code": "en",
        "fiscal_year_start_month": "1",
        "time_zone": found["time_zone"],
        "date_format": "MM/dd/yyyy",
        "currency_id": found["currency_id"],
        "currency_code": found["currency_code"],
        "currency_symbol": found["currency_symbol"],
        "currency_format": currency_format(found.get("price_precision", 2)),
        "price_precision": found.get("price_precision", 2),
        "plan_type": 3,
        "plan_name": "Professional",
        "plan_period": "Month",
        "country_code": found["country_code"],
        "country_name": found["country_name"],
        "portal_name": "sandbox",
        "org_settings": {"is_org_active": True},
    }


def currency_format(digits: int) -> str:
    return "###,##0" + (f".{'0' * digits}" if digits else "")


@operation("GET", "/settings/taxes", "settings.READ")
def list_taxes() -> Answer:
    wanted = request.args.get("filter_by", "Taxes.Active")
    if wanted not in ("Taxes.All", "Taxes.Active", "Taxes.Inactive"):
        raise invalid_value("filter_by")
    taxes = [_tax(found) for found in sandbox().store.find("tax", organization_id())]
    if wanted != "Taxes.All":
        taxes = [tax for tax in taxes if tax["status"] == wanted.removeprefix("Taxes.")]
    taxes.sort(key=lambda tax: str(tax["tax_name"]), reverse=request.args.get("sort_order") == "D")
    answer = lists.page_of(taxes, "taxes", "Taxes")
    answer["page_context"].update(applied_filter=wanted, sort_column="tax_name")
    return answer


def _tax(found: Document) -> dict[str, Any]:
    return {
        "tax_id": found["id"],
        "tax_name": found["tax_name"],
        "tax_percentage": found["tax_percentage"],
        "tax_type": "tax_group" if found.get("parts") else "tax",
        "tax_specific_type": found.get("tax_specific_type", ""),
        "is_default_tax": found.get("is_default_tax", False),
        "is_editable": True,
        "status": found.get("status", "Active"),
    }


@operation("GET", "/settings/taxgroups/<group_id>", "settings.READ")
def get_tax_group(group_id: str) -> Answer:
    found = sandbox().store.get("tax", organization_id(), group_id)
    if found is None or not found.get("parts"):
        raise missing("Tax group")
    parts = [sandbox().store.get("tax", organization_id(), part) for part in found["parts"]]
    return {
        "tax_group": {
            "tax_group_id": found["id"],
            "tax_group_name": found["tax_name"],
            "tax_group_percentage": found["tax_percentage"],
            "taxes": [_part(part) for part in parts if part],
        }
    }


def _part(found: Document) -> dict[str, Any]:
    return {
        "tax_id": found["id"],
        "tax_name": found["tax_name"],
        "tax_percentage": found["tax_percentage"],
        "tax_type": "tax",
    }


@operation("GET", "/settings/taxexemptions", "settings.READ")
def list_tax_exemptions() -> Answer:
    if not edition_of_organization(g.organization).exemptions:
        raise missing("Tax exemption")
    rows = sandbox().store.find("exemption", organization_id())
    return {
        "tax_exemptions": [
            {"tax_exemption_id": row["id"], "tax_exemption_code": row["code"], "description": "", "type": "customer"}
            for row in rows
        ]
    }


@operation("GET", "/settings/currencies", "settings.READ")
def list_currencies() -> Answer:
    wanted = request.args.get("filter_by", "")
    if wanted not in ("", "Currencies.ExcludeBaseCurrency"):
        raise invalid_value("filter_by")
    found = [_currency(currency) for currency in sandbox().store.find("currency", organization_id())]
    if wanted:
        found = [currency for currency in found if not currency["is_base_currency"]]
    return lists.page_of(found, "currencies", "Currencies")


def _currency(found: Document) -> dict[str, Any]:
    return {
        "currency_id": found["id"],
        "currency_code": found["currency_code"],
        "currency_name": found["currency_name"],
        "currency_name_formatted": f"{found['currency_code']}- {found['currency_name']}",
        "currency_symbol": found["currency_symbol"],
        "price_precision": found.get("price_precision", 2),
        "currency_format": currency_format(found.get("price_precision", 2)),
        "is_base_currency": found["is_base_currency"],
        "exchange_rate": 0,
        "effective_date": "",
    }


@operation("GET", "/settings/customfields", "settings.READ")
def list_custom_fields() -> Answer:
    entity = request.args.get("entity", "salesorder")
    found = active_custom_fields() if entity == "salesorder" else []
    return {"customfields": {entity: [_custom_field(field, place) for place, field in enumerate(found, 1)]}}


def active_custom_fields() -> list[Document]:
    """Return the definitions of the sales order's custom fields that are switched on."""
    return [field for field in sandbox().store.find("customfield", organization_id()) if field["is_active"]]


def _custom_field(found: Document, place: int) -> dict[str, Any]:
    return {
        "customfield_id": found["id"],
        "index": place,
        "label": found["label"],
        "api_name": found["api_name"],
        "data_type": "string",
        "entity": "salesorder",
        "is_active": True,
        "is_mandatory": False,
        "show_on_pdf": False,
    }
