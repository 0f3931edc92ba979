"""The figures of docs/figures.md: one file a figure, each measured against the real desk and the sandbox's ledger."""
