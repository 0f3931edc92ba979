"""The log: one line for each thing that happened, as text or JSON, without secrets. Everybody may write to it."""
