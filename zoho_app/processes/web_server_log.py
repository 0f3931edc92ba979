"""What gunicorn itself has to say, in the form of all other lines."""

from typing import Any

from gunicorn.glogging import Logger


class WebServerLog(Logger):
    """Hands on to the log of the process, instead of writing lines of its own."""

    def setup(self, cfg: Any) -> None:
        """Called at the start, and when gunicorn reads its settings anew."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
