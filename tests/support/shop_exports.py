"""One order of two items as each shop exports it: true titles, its own way of writing amounts, days and states."""

from dataclasses import dataclass

from tests.support.import_files import titles, written
from tests.support.woocommerce_exports import (
    item_lines,
    repeated,
    two_lines,
    woocommerce,
    woocommerce_packed,
    woocommerce_suite,
)

ADDRESS = {"name": "Ida Rhodes", "street": "1 Quay Rd", "city": "Bristol", "zip": "BS1 4QA", "country": "GB"}


@dataclass(frozen=True)
class Export:
    """A shop's file: 2 x MUG-BLUE at 12.50 and 1 x POSTER-A2 at 24.95, shipping 4.90, discount 2.00, total 52.85."""

    layout: str
    source: str
    content: str
    number: str = "1001"
    discount: str = "2.00"
    shipping: str = "4.90"
    total: str = "52.85"
    status: str = "Captured"


def _addressed(prefix: dict[str, str]) -> dict[str, str]:
    return {title: ADDRESS[part] for part, title in prefix.items()}


def wix() -> str:
    columns = (
        "Order number,Date created,Time,Total order quantity,Contact email,Note to customer,"
        "Additional checkout info,Item,"
        "Variant,SKU,Qty,Quantity refunded,Price,Weight,Custom text,Deposit amount,Delivery method,Delivery time,"
        "Recipient name,Recipient phone,Recipient company name,Delivery country,Delivery state,Delivery city,"
        "Delivery address,Delivery zip/postal code,Billing name,Billing phone,Billing company name,Billing country,"
        "Billing state,Billing city,Billing address,Billing zip/postal code,Payment status,Payment method,"
        "Coupon code,"
        "Gift card amount,Shipping rate,Total tax,Total,Currency,Refunded amount,Net amount,Additional fees,"
        "Fulfillment status,Tracking number,Fulfillment service,Discount"
    )
    own = {
        "Order number": "1001",
        "Date created": "Mar 5, 2026",
        "Time": "10:02:11 AM",
        "Contact email": "ida@example.com",
    }
    own |= _addressed({"name": "Recipient name", "street": "Delivery address", "city": "Delivery city"})
    own |= {
        "Payment status": "Paid",
        "Shipping rate": "4.90",
        "Discount": "2.00",
        "Total": "52.85",
        "Currency": "USD",
    }
    return two_lines(columns, own, ("SKU", "Item", "Qty", "Price"))


def squarespace() -> str:
    columns = titles(
        "Order ID,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,"
        "Amount Refunded,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,"
        "Lineitem name,"
        "Lineitem price,Lineitem sku,Lineitem variant,Lineitem requires shipping,Lineitem taxable,"
        "Lineitem fulfillment status,Billing Name,Billing Address1,Billing Address2,Billing City,Billing Zip,"
        "Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Address1,Shipping Address2,"
        "Shipping City,"
        "Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Cancelled at,Private Notes,Channel Type,"
        "Channel Name,Channel Order Number,Payment Method,Payment Reference,LineItem Type"
    )
    own = {
        "Email": "ida@example.com",
        "Financial Status": "PAID",
        "Currency": "USD",
        "Subtotal": "49.95",
        "Taxes": "0.00",
    }
    own |= {
        "Shipping": "4.90",
        "Total": "52.85",
        "Discount Amount": "2.00",
        "Created at": "2026-03-05 10:02:11 +0000",
    }
    own |= _addressed({"name": "Billing Name", "street": "Billing Address1", "city": "Billing City"})
    first, second = item_lines("Lineitem sku", "Lineitem name", "Lineitem quantity", "Lineitem price")
    return written(columns, [{**own, **first, "Order ID": "1001"}, {**second, "Order ID": "1001"}])


def ebay() -> str:
    columns = titles(
        "Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Email,Buyer Note,Buyer Address 1,"
        "Buyer Address 2,"
        "Buyer City,Buyer State,Buyer Zip,Buyer Country,Buyer Tax Identifier Name,Buyer Tax Identifier Value,"
        "Ship To Name,"
        "Ship To Phone,Ship To Address 1,Ship To Address 2,Ship To City,Ship To State,Ship To Zip,Ship To Country,"
        "Item Number,Item Title,Custom Label,Sold Via Promoted Listings,Quantity,Sold For,Shipping And Handling,"
        "Item Location,Item Zip Code,Item Country,eBay Collect And Remit Tax Rate,eBay Collect And Remit Tax Type,"
        "Seller Collected Tax,eBay Collected Tax,eBay Collected Charges,Total Price,"
        "eBay Collected Tax and Fees Included in Total,Payment Method,Sale Date,Paid On Date,Ship By Date,"
        "Shipped On Date,Feedback Left,Feedback Received,My Item Note,PayPal Transaction ID,Shipping Service,"
        "Tracking Number,Transaction ID,Variation Details"
    )
    own = {"Sales Record Number": "77", "Order Number": "1001", "Buyer Username": "ida77", "Buyer Name": "Ida Rhodes"}
    own |= _addressed({"name": "Ship To Name", "street": "Ship To Address 1", "city": "Ship To City"})
    own |= {"Quantity": "3", "Shipping And Handling": "$4.90", "Total Price": "$54.85", "Sale Date": "Mar-05-26"}
    item = {"Sales Record Number": "77", "Order Number": "1001"}
    mug = {**item, "Item Title": "Blue mug", "Custom Label": "MUG-BLUE", "Quantity": "2", "Sold For": "$12.50"}
    poster = {**item, "Item Title": "Poster, A2", "Custom Label": "POSTER-A2", "Quantity": "1", "Sold For": "$24.95"}
    body = written(columns, [{**own, "Sold For": "$49.95"}, {**mug, "Total Price": "$25.00"}, poster])
    return f"\n{body}\n1,record(s) downloaded,from Mar-01-26 to Mar-31-26\nSeller ID : quay-pottery\n"


def bigcommerce() -> str:
    columns = titles(
        "Order ID,Customer ID,Customer Name,Customer Email,Customer Phone,Order Date,Order Time,Order Status,"
        "Subtotal (inc tax),Subtotal (ex tax),Tax Total,Shipping Cost (inc tax),Shipping Cost (ex tax),Ship Method,"
        "Handling Cost (inc tax),Handling Cost (ex tax),Store Credit Redeemed,Gift Certificate Amount Redeemed,"
        "Coupon Details,Order Total (inc tax),Order Total (ex tax),Total Quantity,Total Shipped,Date Shipped,"
        "Order Currency Code,Exchange Rate,Order Notes,Customer Message,Billing Name,Billing Company,"
        "Billing Street 1,"
        "Billing Street 2,Billing Suburb,Billing State,Billing Zip,Billing Country,Billing Phone,Shipping Name,"
        "Shipping Company,Shipping Street 1,Shipping Street 2,Shipping Suburb,Shipping State,Shipping Zip,"
        "Shipping Country,"
        "Shipping Phone,Combined Product Weight,Payment Method,Product Details,Discount Amount"
    )
    details = (
        "Product ID: 77, Product Qty: 2, Product SKU: MUG-BLUE, Product Name: Blue mug, Product Weight: 1.0000, "
        "Product Variation Details: , Product Unit Price: 12.50, Product Total Price: 25.00|Product ID: 78, "
        "Product Qty: 1, Product SKU: POSTER-A2, Product Name: Poster, A2, Product Weight: 1.0000, "
        "Product Variation Details: , Product Unit Price: 24.95, Product Total Price: 24.95"
    )
    own = {
        "Order ID": "1001",
        "Customer Email": "ida@example.com",
        "Order Date": "05/03/2026",
        "Order Status": "Completed",
    }
    own |= {"Order Time": "10:02:11", "Shipping Cost (ex tax)": "4.90", "Shipping Cost (inc tax)": "4.90"}
    own |= {
        "Tax Total": "0.00",
        "Order Total (inc tax)": "52.85",
        "Order Currency Code": "USD",
        "Discount Amount": "2.00",
    }
    own |= _addressed({"name": "Billing Name", "street": "Billing Street 1", "city": "Billing Suburb"})
    other = {**own, "Order ID": "1002", "Order Date": "25/03/2026"}
    return written(columns, [{**own, "Product Details": details}, {**other, "Product Details": details}])


def prestashop() -> str:
    columns = (
        "id_order,reference,date_add,email,firstname,lastname,currency,order_state,payment,product_reference,"
        "product_name,"
        "product_quantity,unit_price_tax_incl,unit_price_tax_excl,total_shipping_tax_incl,total_discounts_tax_incl,"
        "total_paid_tax_incl,delivery_firstname,delivery_lastname,delivery_address1,delivery_city,delivery_postcode"
    )
    own = {"id_order": "5", "reference": "1001", "date_add": "2026-03-05 10:02:11", "email": "ida@example.com"}
    own |= {"firstname": "Ida", "lastname": "Rhodes", "currency": "USD", "order_state": "Paiement accepté"}
    own |= {
        "total_shipping_tax_incl": "4.900000",
        "total_discounts_tax_incl": "2.000000",
        "total_paid_tax_incl": "52.850000",
    }
    items = ("product_reference", "product_name", "product_quantity", "unit_price_tax_excl")
    return two_lines(columns, own, items, delimiter=";")


def magento() -> str:
    columns = titles(
        "increment_id,created_at,status,store_name,customer_email,customer_firstname,customer_lastname,"
        "order_currency_code,"
        "sku,name,qty_ordered,price,shipping_amount,discount_amount,tax_amount,grand_total,shipping_description"
    )
    own = {
        "increment_id": "000001001",
        "created_at": "2026-03-05 10:02:11",
        "status": "complete",
        "tax_amount": "0.0000",
    }
    own |= {"customer_email": "ida@example.com", "customer_firstname": "Ida", "customer_lastname": "Rhodes"}
    own |= {
        "order_currency_code": "USD",
        "shipping_amount": "4.9000",
        "discount_amount": "-2.0000",
        "grand_total": "52.8500",
    }
    mug = {"sku": "MUG-BLUE", "name": "Blue mug", "qty_ordered": "2.0000", "price": "12.5000"}
    poster = {"sku": "POSTER-A2", "name": "Poster, A2", "qty_ordered": "1.0000", "price": "24.9500"}
    return written(columns, repeated(own, mug, poster))


def square_online() -> str:
    columns = (
        "Order,Order Date,Currency,Order Subtotal,Order Shipping Price,Order Tax Total,Order Total,"
        "Order Refunded Amount,"
        "Fulfillment Date,Fulfillment Type,Fulfillment Status,Channels,Fulfillment Location,Fulfillment Notes,"
        "Recipient Name,Recipient Email,Recipient Phone,Recipient Address,Recipient Address 2,Recipient Postal Code,"
        "Recipient City,Recipient Region,Recipient Country,Item Quantity,Item Name,Item SKU,Item Variation,"
        "Item Modifiers,Item Price,Item Options Total Price,Item Total Price"
    )
    own = {"Order": "1001", "Order Date": "2026/03/05", "Currency": "USD", "Order Shipping Price": "4.90"}
    own |= {"Order Total": "54.85", "Recipient Name": "Ida Rhodes", "Recipient Email": "ida@example.com"}
    return two_lines(columns, own, ("Item SKU", "Item Name", "Item Quantity", "Item Total Price"), total=True)


def amazon_all() -> str:
    columns = titles(
        "amazon-order-id,merchant-order-id,purchase-date,last-updated-date,order-status,fulfillment-channel,"
        "sales-channel,"
        "order-channel,ship-service-level,product-name,sku,asin,item-status,quantity,currency,item-price,item-tax,"
        "shipping-price,shipping-tax,gift-wrap-price,gift-wrap-tax,item-promotion-discount,ship-promotion-discount,"
        "ship-city,ship-state,ship-postal-code,ship-country,promotion-ids,buyer-name,recipient-name"
    )
    own = {"amazon-order-id": "1001", "purchase-date": "2026-03-05T10:02:11+00:00", "order-status": "Shipped"}
    own |= {
        "sales-channel": "Amazon.com",
        "currency": "USD",
        "recipient-name": "Ida Rhodes",
        "item-status": "Shipped",
    }
    mug, poster = item_lines("sku", "product-name", "quantity", "item-price", total=True)
    gone = {"sku": "MUG-RED", "product-name": "Red mug", "quantity": "0", "item-status": "Cancelled"}
    more = {"shipping-price": "4.90", "item-promotion-discount": "2.00"}
    rows = [{**own, **mug, **more}, {**own, **poster}, {**own, **gone}]
    return "\n".join(["\t".join(columns), *("\t".join(row.get(one, "") for one in columns) for row in rows)])


def order_desk() -> str:
    columns = (
        "Order Desk ID,Source Order ID,Source Name,Date Added,Customer Email,Shipping First Name,Shipping Last Name,"
        "Shipping Address 1,Shipping City,Shipping Postal Code,Payment Status,Shipping Total,Tax Total,"
        "Discount Total,"
        "Order Total,Item Name,Item Code,Item Price,Item Quantity"
    )
    own = {
        "Order Desk ID": "9",
        "Source Order ID": "1001",
        "Source Name": "Phone",
        "Date Added": "2026-03-05 10:02:11",
    }
    own |= {"Customer Email": "ida@example.com", "Shipping First Name": "Ida", "Shipping Last Name": "Rhodes"}
    own |= {"Payment Status": "Captured", "Shipping Total": "4.90", "Discount Total": "2.00", "Order Total": "52.85"}
    return two_lines(columns, own, ("Item Code", "Item Name", "Item Quantity", "Item Price"))


WOO = "WooCommerce orders (Advanced Order Export)"
NO_DISCOUNT = {"discount": "0.00", "total": "54.85"}
EXPORTS = {
    "wix": lambda: Export("Wix orders", "Wix", wix()),
    "squarespace": lambda: Export("Squarespace orders", "Squarespace", squarespace()),
    "ebay": lambda: Export("eBay orders", "eBay", ebay(), **NO_DISCOUNT),
    "bigcommerce": lambda: Export("BigCommerce orders", "BigCommerce", bigcommerce()),
    "woocommerce in German": lambda: Export(WOO, "WooCommerce", woocommerce("de")()),
    "woocommerce in French": lambda: Export(WOO, "WooCommerce", woocommerce("fr")()),
    "woocommerce in Spanish": lambda: Export(WOO, "WooCommerce", woocommerce("es")()),
    "woocommerce, a line an item": lambda: Export(
        "WooCommerce orders (Order Export, one line an item)", "WooCommerce", woocommerce_suite()
    ),
    "woocommerce, a line an order": lambda: Export(
        "WooCommerce orders (Order Export, one line an order)", "WooCommerce", woocommerce_packed()
    ),
    "prestashop": lambda: Export("PrestaShop order products", "PrestaShop", prestashop()),
    "magento": lambda: Export("Magento order items", "Magento", magento(), number="000001001"),
    "square online": lambda: Export("Square Online orders", "Square Online", square_online(), **NO_DISCOUNT),
    "amazon, all orders": lambda: Export("Amazon all orders", "Amazon.com", amazon_all()),
    "order desk": lambda: Export("Order Desk export", "Phone", order_desk()),
}
