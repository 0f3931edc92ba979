"""A Bookdesk, its people and a sandbox, for tests and benchmarks: in this process or as real servers."""
