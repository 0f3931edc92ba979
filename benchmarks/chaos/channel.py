"""A shop that is told about shipments; at times it is in trouble itself."""

import json
import random
from collections import defaultdict

from benchmarks.chaos import story as tales
from benchmarks.chaos import wire
from benchmarks.chaos.story import Story
from benchmarks.chaos.workers import Workers


class Channel:
    """Receives the desk's messages; `told` is what it has accepted.

    {(order, event, tracking number): ids of messages}
    """

    def __init__(self, rng: random.Random, story: Story, workers: Workers) -> None:
        self._rng, self._story, self._workers = rng, story, workers
        self.told: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self.trouble = 0.0  # the chance that a message goes wrong

    def answer(self, environ: wire.Environ) -> bytes:
        """Take one message."""
        self._workers.failpoint("before a message")
        has_trouble = self._rng.random() < self.trouble
        if has_trouble and self._rng.random() < 0.5:
            self._story.occurred(tales.CHANNEL_TROUBLE, "503")
            return wire.whole(503, [("Content-Length", "0")], b"")
        self._take(environ)
        self._workers.failpoint("after a message")
        if has_trouble:
            self._story.occurred(tales.CHANNEL_TROUBLE, "took it and hung up")
            return b""
        return wire.whole(200, [("Content-Length", "2")], b"ok")

    def _take(self, environ: wire.Environ) -> None:
        message = json.loads(environ["wsgi.input"].read())
        number, order = message["shipment"]["tracking_number"], str(message["order"]["id"])
        self.told[order, message["event"], number].add(environ["HTTP_WEBHOOK_ID"])
        self._story.tell(f"the shop is told: {message['event']} {number} of order {order}")
