"""`python -m benchmarks.kills.desk_processes`: the product's own parent, with four workers and raised limits."""

import sys
from functools import partial
from pathlib import Path

from zoho_app.config import Config
from zoho_app.processes import __main__, commands
from zoho_app.processes.child import Child


def main() -> int:
    """Only where the processes find their limits, and how many workers there are, differs from `script/server`."""
    commands.web = partial(_raised, commands.web)
    commands.ROOT = Path(__file__).parent / "raised"
    return __main__.main()


def _raised(web: object, settings: Config) -> Child:
    child = web(settings)  # type: ignore[operator]
    child.command[-1] = "app:app"
    return child


if __name__ == "__main__":
    sys.exit(main())
