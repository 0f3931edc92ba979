"""The web process of script/server, its API open to one store without limit: `gunicorn benchmarks.open_door:app`."""

from zoho_app import create_app
from zoho_app.api import bucket

bucket.CAPACITY = bucket.REFILL_A_SECOND = 1_000_000

app = create_app()
