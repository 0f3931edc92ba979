"""What Zoho's OpenAPI leaves out or writes otherwise, but live answers, webhooks or live clients show."""

# A field written here counts before the one of the OpenAPI.
SEEN_IN_ANSWERS = {
    "salesorder": (
        # Status and shipment, from webhooks of sales orders.
        "order_status:s invoiced_status:s paid_status:s shipped_status:s current_sub_status:s "
        "current_sub_status_id:s invoices:[any] packages:[any] salesreturns:[any] documents:[any] "
        "contact_persons:[any] created_date:s "
        "custom_field_hash:any last_modified_time:s payment_terms:i payment_terms_label:s "
        # Money, from recorded estimates and live sales orders.
        "discount:s|n discount_total:n roundoff_value:n rounding_mode:s tax_rounding:s transaction_rounding_type:s "
        "tax_specification:s tax_reg_no:s vat_reg_no:s shipping_charge_tax_id:s shipping_charge_tax:s|n "
        "shipping_charge_tax_percentage:s|n "
        "shipping_charge_exclusive_of_tax:n shipping_charge_inclusive_of_tax:n"
    ),
    "salesorder_row": "email:s company_name:s",
    "line": "discount:s|n item_total:n quantity_cancelled:n quantity_packed:n quantity_shipped:n",
    "address": "country_code:s state_code:s county:s latitude:s longitude:s phone:s",
    "contact": (
        "customer_name:s vendor_name:s contact_type_formatted:s created_time_formatted:s "
        "last_modified_time_formatted:s custom_field_hash:any has_attachment:b portal_status:s source:s tags:[any] "
        "price_precision:i addresses:[address] country_code:s vat_reg_no:s tax_reg_no:s custom_fields:[any] website:s"
    ),
    "person": "communication_preference:any contact_id:s is_primary_contact:b",
    "item": (
        "can_be_purchased:b can_be_sold:b created_time:s last_modified_time:s has_attachment:b item_name:s "
        "item_type:s source:s tags:[any] track_inventory:b custom_field_hash:any sales_rate:n tax_percentage:n "
        "custom_fields:[any]"
    ),
    "tax": "status:s",
    "currency": "currency_name_formatted:s",
    "organization": (
        "country_code:s country_name:s date_format:s org_settings:any portal_name:s fiscal_year_start_month:s "
        "currency_format:s currency_symbol:s price_precision:i"
    ),
    "custom_field": (
        "field_id:s api_name:s data_type:s placeholder:s show_on_pdf:b value_formatted:s entity:s is_active:b "
        "is_mandatory:b"
    ),
    "page_context": "search_criteria:[any] custom_fields:[any]",
}
# Numbers are taken as discounts; the names of custom fields and the tax of shipping are what live clients send.
SEEN_IN_REQUESTS = {
    "order": "discount:s|n shipping_charge_tax_id:s",
    "line": "discount:s|n line_item_id:s",
    "custom_field": "api_name:s label:s",
    "contact": "contact_persons:[person] custom_fields:[custom_field]",
}
# Filters that live clients use, by the path of the list.
SEEN_IN_QUERIES = {
    "/items": "sku status sort_order",
    "/contacts": "status sort_order last_modified_time contact_name_contains",
    "/salesorders": "sort_order",
    "/settings/taxes": "filter_by sort_column sort_order",
    "/settings/customfields": "entity",
}
