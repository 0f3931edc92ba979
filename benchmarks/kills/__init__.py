"""kill -9 again and again while thousands of orders are sent; what arrived is compared with what was ordered."""
