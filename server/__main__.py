"""`python -m server`, which `./run` calls: the only place that knows both the commands of production and the others."""

import sys

import typer

from server.cli import app, fail
from server.development import commands  # noqa: F401 - it adds its commands to `app`
from server.development.embedded.errors import EmbeddedServerError

try:
    sys.exit(app(prog_name="./run", standalone_mode=False))
except typer.TyperException as error:
    fail(" ".join(error.format_message().split()), status=error.exit_code)
except EmbeddedServerError as error:
    fail(str(error))
