"""What a packing slip's template may use, each with an explanation and what to type."""

from typing import NamedTuple


class Variable(NamedTuple):
    """One name, what it stands for, and an example of its use."""

    name: str
    meaning: str
    example: str


class Group(NamedTuple):
    """Variables that belong together."""

    title: str
    variables: tuple[Variable, ...]


GROUPS = (
    Group(
        "Store",
        (
            Variable("store.name", "The store's name.", "{{ store.name }}"),
            Variable("store.address", "The lines of its address.", "{{ store.address|join(', ') }}"),
            Variable("store.contact", "The lines of its contact.", "{{ store.contact|join(' · ') }}"),
            Variable("logo", "The logo, or nothing.", "{{ logo }}"),
        ),
    ),
    Group(
        "Order",
        (
            Variable("order.number", "The number at the sales channel.", "{{ order.number }}"),
            Variable("order.bookdesk_number", "The number in Bookdesk.", "{{ order.bookdesk_number }}"),
            Variable("order.source", "The sales channel.", "{{ order.source }}"),
            Variable("order.date", "The day it was placed.", "{{ order.date }}"),
            Variable("order.customer_number", "The customer's number.", "{{ order.customer_number }}"),
            Variable("order.email", "The customer's e-mail address.", "{{ order.email }}"),
            Variable("order.shipping_method", "How it is sent.", "{{ order.shipping_method }}"),
            Variable("order.tag", "Its tag.", "{% if order.tag %}{{ order.tag }}{% endif %}"),
            Variable("order.pieces", "How many pieces it has.", "{{ order.pieces }}"),
            Variable("order.gift_message", "The gift message.", "{{ order.gift_message|lines }}"),
            Variable("order.packing_note", "The note for the packer.", "{{ order.packing_note|lines }}"),
            Variable(
                "order.notes",
                "Notes of people at the order, where the settings print them.",
                "{% for note in order.notes %}<p>{{ note|lines }}</p>{% endfor %}",
            ),
            Variable(
                "order.checkout_data",
                "All other checkout data, as names with values.",
                "{{ order.checkout_data.get('Ribbon', '') }}",
            ),
        ),
    ),
    Group(
        "Addresses, line by line",
        (
            Variable("ship_to", "Where it goes.", "{% for line in ship_to %}{{ line }}<br>{% endfor %}"),
            Variable("bill_to", "Who pays.", "{{ bill_to|join(', ') }}"),
            Variable("return_to", "Where returns go, if the order says so.", "{{ return_to|join(', ') }}"),
        ),
    ),
    Group(
        "Items, in {% for item in items %} ... {% endfor %}",
        (
            Variable("item.quantity", "How many.", "{{ item.quantity }}"),
            Variable("item.sku", "The SKU.", "{{ item.sku }}"),
            Variable("item.name", "The name.", "{{ item.name }}"),
            Variable(
                "item.variations",
                "Its variations, each with name and value.",
                "{% for one in item.variations %}{{ one.name }}: {{ one.value }}<br>{% endfor %}",
            ),
            Variable("item.location", "Where the inventory says it lies.", "{{ item.location }}"),
            Variable("item.price", "The price of one, where prices are printed.", "{{ item.price }}"),
            Variable("item.total", "The price of all of them.", "{{ item.total }}"),
        ),
    ),
    Group(
        "Money, where prices are printed",
        (
            Variable(
                "totals",
                "Name and amount of each line below the items.",
                "{% for one in totals %}{{ one.name }}: {{ one.amount }}<br>{% endfor %}",
            ),
        ),
    ),
    Group(
        "Filters and classes",
        (
            Variable("|barcode", "A text as a bar code (Code 128).", "{{ item.sku|barcode }}"),
            Variable("|lines", "A text with its line breaks.", "{{ order.gift_message|lines }}"),
            Variable("number", "The largest letters, for the number.", '<h2 class="number">…</h2>'),
            Variable("big, fine", "Large and small letters.", '<p class="big">…</p>'),
            Variable("framed", "A frame around it.", '<div class="framed">…</div>'),
            Variable("at-right, amount", "At the right edge; money.", '<td class="amount">…</td>'),
            Variable("two-columns", "Two halves side by side.", '<table class="two-columns">…</table>'),
            Variable("items, totals", "A table with lines; a column of sums.", '<table class="items">…</table>'),
        ),
    ),
)
