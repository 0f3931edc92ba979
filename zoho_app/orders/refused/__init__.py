"""Orders that programs sent and that could not come in: kept, so that none is lost."""
