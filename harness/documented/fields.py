"""What Zoho's OpenAPI says about the records of the Books API: the names of their fields, and the type of each.

A field is written name:type. Types: s text, n number, i whole number, b true or false, any, another record,
[type] a list of it, s|n either of two. RESPONSES is what answers hold, REQUESTS what may be sent.
"""

RESPONSES = {
    "communication_preference": "is_email_enabled:b is_whatsapp_enabled:b is_sms_enabled:b",
    "person": (
        "contact_person_id:s contact_person_name:s first_name:s last_name:s contact_person_email:s phone:s mobile:s "
        "communication_preference:communication_preference salutation:s email:s designation:s department:s skype:s "
        "is_primary_contact:b enable_portal:b"
    ),
    "tag": "tag_id:s tag_option_id:s tag_name:s tag_option_name:s is_tag_mandatory:b",
    "line": (
        "item_order:i item_id:s rate:n name:s description:s quantity:n product_type:s hsn_or_sac:s "
        "sat_item_key_code:s unitkey_code:s location_id:s location_name:s discount:s tax_id:s tds_tax_id:s "
        "tags:[tag] unit:s item_custom_fields:[any] tax_exemption_id:s tax_exemption_code:s tax_treatment_code:s "
        "avatax_exempt_no:s avatax_use_code:s project_id:s line_item_category:s line_item_id:s sku:s bcy_rate:n "
        "tax_name:s tax_type:s tax_percentage:n is_taxable:b product_exemption_id:s product_exemption_code:s "
        "avatax_use_code_id:s avatax_use_code_desc:s avatax_tax_code_id:s avatax_tax_code_desc:s "
        "item_total_inclusive_of_tax:n is_invoiced:b stock_on_hand:s image_id:s image_name:s image_type:s "
        "project_name:s"
    ),
    "tax": (
        "tax_id:s tax_name:s tax_amount:n tax_percentage:n tax_type:s tax_factor:s tax_specific_type:s "
        "tax_authority_id:s tax_authority_name:s is_value_added:b is_default_tax:b is_editable:b "
        "output_tax_account_name:s purchase_tax_account_name:s tax_account_id:s purchase_tax_account_id:s"
    ),
    "address": (
        "address:s street2:s city:s state:s zip:s country:s fax:s attention:s state_code:s phone:s address_id:s"
    ),
    "custom_field": "customfield_id:s index:i value:s label:s",
    "salesorder": (
        "salesorder_id:s documents:[s] is_pre_gst:b gst_no:s gst_treatment:s place_of_supply:s vat_treatment:s "
        "tax_treatment:s zcrm_potential_id:s zcrm_potential_name:s salesorder_number:s date:s status:s "
        "shipment_date:s reference_number:s customer_id:s customer_name:s contact_persons_associated:[person] "
        "currency_id:s currency_code:s currency_symbol:s exchange_rate:n discount_amount:n discount:s "
        "discount_applied_on_amount:i is_discount_before_tax:b discount_type:s estimate_id:s delivery_method:s "
        "delivery_method_id:s is_inclusive_tax:b location_id:s location_name:s line_items:[line] shipping_charge:n "
        "adjustment:n adjustment_description:s sub_total:n tax_total:n total:n taxes:[tax] price_precision:i "
        "is_emailed:b billing_address:address shipping_address:address notes:s terms:s custom_fields:[custom_field] "
        "tags:[tag] template_id:s template_name:s page_width:s page_height:s orientation:s template_type:s "
        "created_time:s last_modified_time:s created_by_id:s attachment_name:s can_send_in_mail:b salesperson_id:s "
        "salesperson_name:s merchant_id:s merchant_name:s shipment_days:i bcy_total:n has_attachment:b "
        "billing_address_id:s shipping_address_id:s crm_owner_id:s crm_custom_reference_id:s "
        "is_reverse_charge_applied:b is_update_customer:b tax_id:s tax_authority_id:s tax_authority_name:s "
        "tax_exemption_id:s tax_exemption_code:s avatax_exempt_no:s avatax_use_code:s sub_statuses:[any] "
        "pricebook_id:s notes_default:s terms_default:s"
    ),
    "contact": (
        "contact_id:s contact_name:s company_name:s has_transaction:b contact_type:s customer_sub_type:s "
        "credit_limit:n is_portal_enabled:b language_code:s is_taxable:b tax_id:s tds_tax_id:s tax_name:s "
        "tax_percentage:n tax_authority_id:s tax_exemption_id:s tax_authority_name:s tax_exemption_code:s "
        "place_of_contact:s gst_no:s vat_treatment:s tax_treatment:s tax_exemption_certificate_number:s "
        "tax_regime:s legal_name:s is_tds_registered:b gst_treatment:s is_linked_with_zohocrm:b website:s "
        "owner_id:s primary_contact_id:s pricebook_id:s contact_number:s ignore_auto_number_generation:b "
        "payment_terms:i payment_terms_label:s currency_id:s currency_code:s currency_symbol:s "
        "opening_balances:[any] outstanding_receivable_amount:i outstanding_receivable_amount_bcy:i "
        "unused_credits_receivable_amount:i unused_credits_receivable_amount_bcy:i status:s "
        "payment_reminder_enabled:b custom_fields:[custom_field] billing_address:address shipping_address:address "
        "facebook:s twitter:s contact_persons:[person] default_templates:any notes:s created_time:s "
        "last_modified_time:s first_name:s last_name:s email:s phone:s mobile:s"
    ),
    "page_context": "page:i per_page:i has_more_page:b applied_filter:s sort_column:s sort_order:s report_name:s",
    "item_tax_preferences": "tax_id:s tax_specification:s",
    "item": (
        "item_id:s name:s status:s description:s rate:n unit:s tax_id:s purchase_tax_rule_id:s sales_tax_rule_id:s "
        "tax_name:s hsn_or_sac:s sat_item_key_code:s unitkey_code:s tax_percentage:s tax_type:s sku:s "
        "product_type:s item_tax_preferences:[any] custom_fields:[custom_field] locations:[any]"
    ),
    "tax_group": "tax_group_id:s tax_group_name:s tax_group_percentage:n taxes:[tax]",
    "exemption": "tax_exemption_id:s tax_exemption_code:s description:s type:s",
    "currency": (
        "currency_id:s currency_code:s currency_name:s currency_symbol:s price_precision:i currency_format:s "
        "is_base_currency:b exchange_rate:n effective_date:s"
    ),
    "organization": (
        "organization_id:s name:s contact_name:s email:s is_default_org:b plan_type:n tax_group_enabled:b "
        "zi_migration_status:n plan_name:s plan_period:s language_code:s fiscal_year_start_month:n "
        "account_created_date:s account_created_date_formatted:s time_zone:s is_org_active:b currency_id:s "
        "currency_code:s currency_symbol:s currency_format:s price_precision:n"
    ),
}
_CHANGED_SALES_ORDER = (
    "customer_id:s currency_id:s contact_persons_associated:[person] date:s shipment_date:s "
    "custom_fields:[custom_field] place_of_supply:s salesperson_id:s merchant_id:s gst_treatment:s gst_no:s "
    "is_inclusive_tax:b location_id:s line_items:[line] notes:s terms:s billing_address_id:s "
    "shipping_address_id:s crm_owner_id:s crm_custom_reference_id:s vat_treatment:s tax_treatment:s "
    "is_reverse_charge_applied:b salesorder_number:s reference_number:s is_update_customer:b discount:s "
    "exchange_rate:n salesperson_name:s notes_default:s terms_default:s tax_id:s tax_authority_id:s "
    "tax_exemption_id:s tax_authority_name:s tax_exemption_code:s avatax_exempt_no:s avatax_use_code:s "
    "shipping_charge:n adjustment:n delivery_method:s is_discount_before_tax:b discount_type:s "
    "adjustment_description:s pricebook_id:s template_id:s documents:[s] zcrm_potential_id:s "
    "zcrm_potential_name:s tags:[tag]"
)
REQUESTS = {
    "POST /contacts/contactpersons": (
        "contact_id:s salutation:s first_name:s last_name:s email:s phone:s mobile:s skype:s designation:s "
        "department:s enable_portal:b communication_preference:any"
    ),
    "person": (
        "contact_person_id:s communication_preference:communication_preference salutation:s first_name:s "
        "last_name:s email:s phone:s mobile:s designation:s department:s skype:s is_primary_contact:b "
        "enable_portal:b"
    ),
    "custom_field": "customfield_id:s value:s index:i label:s",
    "tag": "tag_id:s tag_option_id:s",
    "line": (
        "item_order:i item_id:s rate:n name:s description:s quantity:n product_type:s hsn_or_sac:s "
        "sat_item_key_code:s unitkey_code:s location_id:s discount:s tax_id:s tds_tax_id:s tags:[tag] unit:s "
        "item_custom_fields:[any] tax_exemption_id:s tax_exemption_code:s tax_treatment_code:s avatax_exempt_no:s "
        "avatax_use_code:s project_id:s line_item_category:s line_item_id:s"
    ),
    "POST /salesorders": (
        "customer_id:s currency_id:s contact_persons_associated:[person] date:s shipment_date:s "
        "custom_fields:[custom_field] tags:[tag] place_of_supply:s salesperson_id:s merchant_id:s gst_treatment:s "
        "gst_no:s is_inclusive_tax:b location_id:s line_items:[line] notes:s terms:s billing_address_id:s "
        "shipping_address_id:s crm_owner_id:s crm_custom_reference_id:s vat_treatment:s tax_treatment:s "
        "is_reverse_charge_applied:b salesorder_number:s reference_number:s is_update_customer:b discount:s "
        "exchange_rate:n salesperson_name:s notes_default:s terms_default:s tax_id:s tax_authority_id:s "
        "tax_exemption_id:s tax_authority_name:s tax_exemption_code:s avatax_exempt_no:s avatax_use_code:s "
        "shipping_charge:n adjustment:n delivery_method:s estimate_id:s is_discount_before_tax:b discount_type:s "
        "adjustment_description:s pricebook_id:s template_id:s documents:[s] zcrm_potential_id:s "
        "zcrm_potential_name:s"
    ),
    "PUT /salesorders": _CHANGED_SALES_ORDER,
    "PUT /salesorders/{id}": _CHANGED_SALES_ORDER,
    "PUT /salesorder/{id}/customfields": "customfield_id:s index:i value:s label:s",
    "POST /salesorders/{id}/status/void": "reason:s",
    "PUT /salesorders/{id}/address/billing": (
        "address:s city:s state:s zip:s country:s phone:s fax:s attention:s is_one_off_address:b "
        "is_update_customer:b is_verified:b"
    ),
    "PUT /salesorders/{id}/address/shipping": (
        "address:s city:s state:s zip:s country:s fax:s attention:s is_one_off_address:b is_update_customer:b "
        "is_verified:b"
    ),
    "address": "attention:s address:s street2:s state_code:s city:s state:s zip:s country:s fax:s phone:s",
    "POST /contacts": (
        "contact_name:s company_name:s website:s language_code:s contact_type:s customer_sub_type:s credit_limit:n "
        "pricebook_id:s contact_number:s ignore_auto_number_generation:b tags:[tag] is_portal_enabled:b "
        "currency_id:s payment_terms:i payment_terms_label:s notes:s billing_address:address "
        "shipping_address:address contact_persons:[person] default_templates:any custom_fields:[custom_field] "
        "opening_balances:[any] vat_reg_no:s owner_id:s tax_reg_no:s tax_exemption_certificate_number:s "
        "country_code:s vat_treatment:s tax_treatment:s tax_regime:s legal_name:s is_tds_registered:b "
        "place_of_contact:s gst_no:s gst_treatment:s tax_authority_name:s avatax_exempt_no:s avatax_use_code:s "
        "tax_exemption_id:s tax_exemption_code:s tax_authority_id:s tax_id:s tds_tax_id:s is_taxable:b facebook:s "
        "twitter:s track_1099:b tax_id_type:s tax_id_value:s"
    ),
    "PUT /contacts/{id}": (
        "contact_name:s company_name:s payment_terms:i payment_terms_label:s contact_type:s customer_sub_type:s "
        "currency_id:s opening_balances:[any] credit_limit:n pricebook_id:s contact_number:s "
        "ignore_auto_number_generation:b tags:[tag] website:s owner_id:s custom_fields:[custom_field] "
        "billing_address:address shipping_address:address contact_persons:[person] default_templates:any notes:s "
        "vat_reg_no:s tax_reg_no:s country_code:s tax_treatment:s tax_exemption_certificate_number:s tax_regime:s "
        "legal_name:s is_tds_registered:b vat_treatment:s place_of_contact:s gst_no:s gst_treatment:s "
        "tax_authority_name:s avatax_exempt_no:s avatax_use_code:s tax_exemption_id:s tax_exemption_code:s "
        "tax_authority_id:s tax_id:s is_taxable:b facebook:s twitter:s track_1099:b tax_id_type:s tax_id_value:s"
    ),
    "POST /contacts/{id}/address": "attention:s address:s street2:s city:s state:s zip:s country:s fax:s phone:s",
    "PUT /contacts/{id}/address/{id}": (
        "attention:s address:s street2:s city:s state:s zip:s country:s fax:s phone:s address_id:s"
    ),
    "item_tax_preferences": "tax_id:s tax_specification:s",
    "POST /items": (
        "name:s rate:n description:s tax_id:s locations:[any] purchase_tax_rule_id:s sales_tax_rule_id:s "
        "tax_percentage:s sku:s product_type:s hsn_or_sac:s sat_item_key_code:s unitkey_code:s is_taxable:b "
        "tax_exemption_id:s purchase_tax_exemption_id:s account_id:s avatax_tax_code:s avatax_use_code:s "
        "item_type:s purchase_description:s purchase_rate:s purchase_account_id:s inventory_account_id:s "
        "vendor_id:s reorder_level:s item_tax_preferences:[any] custom_fields:[custom_field]"
    ),
    "PUT /items/{id}": (
        "name:s rate:n description:s tax_id:s purchase_tax_rule_id:s sales_tax_rule_id:s tax_percentage:s "
        "hsn_or_sac:s sat_item_key_code:s unitkey_code:s sku:s product_type:s is_taxable:b tax_exemption_id:s "
        "purchase_tax_exemption_id:s account_id:s avatax_tax_code:s avatax_use_code:s item_type:s "
        "purchase_description:s purchase_rate:s purchase_account_id:s inventory_account_id:s vendor_id:s "
        "reorder_level:s locations:[any] item_tax_preferences:[any] custom_fields:[custom_field]"
    ),
}
