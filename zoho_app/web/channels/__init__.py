"""Sales channels: shops whose orders come in by themselves, and addresses that are told of shipments."""
