"""The application with its commands: `flask --app app ...`, and for any WSGI server of your own `app:app`."""

from zoho_app import cli, create_app

app = create_app()
cli.init_app(app)
