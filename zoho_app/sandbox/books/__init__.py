"""The Books API: who may call, and what each call reads and writes."""
