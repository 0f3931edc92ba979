"""WooCommerce: orders come in by its REST API, its webhooks tell when, and tracking numbers go back."""
