"""The web process of app.py, its API open to one store as often as it likes: `gunicorn benchmarks.open_door:app`."""

from app import app
from zoho_app.api import bucket

bucket.CAPACITY = bucket.REFILL_A_SECOND = 1_000_000

__all__ = ["app"]
