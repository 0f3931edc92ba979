"""The application with its commands: `flask --app app ...`, and for any WSGI server of your own `app:app`."""

import os
import sys

from zoho_app import cli, create_app
from zoho_app.config import OTHERS, ConfigError

os.umask(OTHERS)
try:
    app = create_app()
except ConfigError as error:
    sys.exit(str(error))
cli.init_app(app)
