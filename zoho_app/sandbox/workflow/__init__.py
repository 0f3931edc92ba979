"""A workflow rule with a webhook: whoever is named on the page of settings is told when a sales order is edited."""
