"""A remedy is known by its name; its label is only what a button says."""

from zoho_app import kinds
from zoho_app.channels.messages import ORDER_JSON, WEBHOOK
from zoho_app.deliveries import deliver
from zoho_app.web.remedies import causes
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books import errors


def test_each_remedy_has_its_own_key_and_label() -> None:
    assert len({remedy.key for remedy in Remedy}) == len({remedy.label for remedy in Remedy}) == len(Remedy) == 22


def test_the_tables_of_the_packages_do_not_name_a_cause_twice() -> None:
    listed = [code for package in causes.PACKAGES for code in package.CAUSES]
    assert len(listed) == len(set(listed))
    assert {*listed, "internal"} == causes.CAUSES.keys()


def test_a_missing_sku_is_corrected_in_the_orders_only_where_orders_are_sent() -> None:
    assert causes.find(kinds.SUBMIT.name, errors.NO_SKU).remedy is Remedy.GIVE_SKUS
    assert causes.find(kinds.CANCEL.name, errors.NO_SKU).remedy is Remedy.SEND_AGAIN


def test_a_receiver_that_is_gone_leads_to_where_its_address_is_kept() -> None:
    def remedy(form: str) -> Remedy:
        return causes.find(kinds.DELIVER_MESSAGE.name, deliver.GONE, ["Shop", form]).remedy

    assert (remedy(WEBHOOK), remedy(ORDER_JSON)) == (Remedy.OPEN_CHANNELS, Remedy.OPEN_RULES)
    assert causes.find(kinds.SEND_ALERT.name, deliver.GONE, ["Shop", WEBHOOK]).remedy is Remedy.OPEN_ALERTS
