"""The web process: `gunicorn app:app`, `flask --app app ...`."""

from zoho_app import create_app

app = create_app()
