"""How an edition writes down whether a customer is registered for its tax: field, values, numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Treatments:
    field: str
    values: frozenset[str]
    numbers: tuple[str, ...]


GST = Treatments("gst_treatment", frozenset({"business_gst", "business_none", "overseas", "consumer"}), ("gst_no",))
UK = Treatments("vat_treatment", frozenset({"uk", "eu_vat_registered", "overseas"}), ("vat_reg_no",))
GULF = Treatments(
    "tax_treatment",
    frozenset(
        {
            "vat_registered",
            "vat_not_registered",
            "gcc_vat_registered",
            "gcc_vat_not_registered",
            "non_gcc",
            "dz_vat_registered",
            "dz_vat_not_registered",
        }
    ),
    ("tax_reg_no",),
)
