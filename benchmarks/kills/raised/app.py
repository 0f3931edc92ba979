"""The product's app.py under raised limits."""

from benchmarks.kills import limits
from zoho_app import create_app

limits.raise_in_desk()
app = create_app()
