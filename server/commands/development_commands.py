"""The commands of `./run` for development. Slow imports are inside their commands, so that others do not wait."""

import asyncio
import logging
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import get_args
from uuid import UUID, uuid4

import click

from server.commands.cli import app, fail, host_option, port_option, read_settings
from server.development.signed_token import Role, sign_token

data_option = partial(
    click.option,
    "--data",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The directory of the embedded servers' data.",
)
found_data_option = data_option(show_default="where a server runs, or .taskrecord")


@app.command()
@host_option
@port_option
@data_option(show_default=".taskrecord")
def dev(host: str, port: int, data: Path | None) -> None:
    """Run everything on this machine, with demo data.

    Starts an embedded PostgreSQL and object storage, migrates the database, and runs the server with its page. From the
    environment it uses CORS_ORIGINS, WEBHOOK_NETWORKS, JWT_JWKS_URL and USER_ID_NAMESPACE.
    """
    from server.development.launch import launch
    from server.development.running.running_data import DEFAULT_DATA

    logging.basicConfig(format="%(message)s")
    logging.getLogger("server").setLevel(logging.INFO)
    launch(host, port, data or DEFAULT_DATA)


@app.command()
@click.option("--user", metavar="UUID", type=click.UUID, help="The user's id.", show_default="a new one")
@click.option("--role", type=click.Choice(get_args(Role)), default="user", help="The role that the token gives.")
@click.option("--plan", metavar="NAME", help="The name of the user's plan.")
@click.option("--expires", metavar="SECONDS", type=click.IntRange(1), default=3600, help="Seconds until it expires.")
@found_data_option
def token(user: UUID | None, role: Role, plan: str | None, expires: int, data: Path | None) -> None:
    """Print a signed token, for development.

    It is signed with the secret of the embedded servers, so only the development server accepts it.
    """
    from server.development.embedded.secrets_file import EmbeddedSecrets
    from server.development.running.running_data import found_data

    secret = EmbeddedSecrets.load(found_data(data)).jwt_secret
    click.echo(sign_token(secret, user or uuid4(), role=role, plan=plan, seconds=expires))


@app.command()
@click.option("--user", metavar="UUID", type=click.UUID, help="The administrator's id.", show_default="a new one")
@click.option("--expires", metavar="SECONDS", type=click.IntRange(1, 86_400), default=3600, help="Until it expires.")
def admin_token(user: UUID | None, expires: int) -> None:
    """Print a token for the first administrator, who has none yet.

    It is signed with JWT_SERVICE_SECRET, or else with JWT_SECRET, so servers with these settings accept it. It opens
    the administrators' page at /admin#token=….
    """
    settings = read_settings()
    secret = settings.jwt_service_secret or settings.jwt_secret
    if secret is None:
        what = "There is no secret to sign with: only the issuer has its keys."
        fail(what, "Next: JWT_SERVICE_SECRET=…, or a token of the issuer with the role admin: see docs/production.md")
    issuer = None if settings.jwt_service_secret else settings.jwt_issuer
    token = sign_token(
        secret.get_secret_value(),
        user or uuid4(),
        role="admin",
        seconds=expires,
        audience=settings.jwt_audience,
        issuer=issuer,
    )
    click.echo(token)


@app.command()
@click.option("--user", metavar="UUID", type=click.UUID, required=True, help="The user's id.")
@click.option("--tasks", metavar="N", type=click.IntRange(1), required=True, help="The number of tasks.")
@found_data_option
def seed(user: UUID, tasks: int, data: Path | None) -> None:
    """Record invented tasks over the past year.

    The newest 24 have pictures. They are recorded in the embedded database, which is started if it is not running.
    """
    from server.development.development_server import embedded_settings
    from server.development.migrated import migrated_servers
    from server.development.own_process import set_own_environment
    from server.development.running.running_data import DEFAULT_DATA, found_data, running
    from server.development.seed import seed_with_pictures

    set_own_environment()
    # Without a running server, the default directory may not exist yet.
    with migrated_servers(found_data(data) if data or running() else DEFAULT_DATA) as servers:
        asyncio.run(seed_with_pictures(embedded_settings(servers), user, tasks))
    click.echo(f"Recorded {tasks} tasks of {user}.")


@app.command()
@click.argument("url")
@found_data_option
def listen(url: str, data: Path | None) -> None:
    """Send the events of the running development server to URL.

    Each event of any user is posted once, signed like a webhook's, and printed with its answer, until Ctrl-C.
    """
    from server.development.embedded import EmbeddedServerError
    from server.development.embedded.postgres import EmbeddedPostgres
    from server.development.own_process import set_own_environment
    from server.development.running.event_forwarding import forward_events
    from server.development.running.running_data import found_data
    from server.settings.setting_types import web_address

    try:
        web_address(url)
    except ValueError as error:
        raise click.BadParameter(f"{url!r} is {error}.", param_hint="'URL'") from None
    set_own_environment()
    directory = found_data(data)
    postgres = EmbeddedPostgres(directory)
    if not postgres.attach():
        raise EmbeddedServerError(f"No server runs in {directory}: start ./run dev first, or give another --data DIR.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):  # a regular end
        asyncio.run(forward_events(postgres.application_url, postgres.secrets.jwt_secret, url, click.echo))


@app.command()
def build_page() -> None:
    """Build the page and its documentation.

    Releases contain them. It needs PyPI and npm; Node.js is installed from PyPI.
    """
    from server.development.building.build import build_apart

    build_apart()


@app.command()
@click.option("--to", metavar="DIR", type=click.Path(path_type=Path), default="dist", help="Where to put the archive.")
def release(to: Path) -> None:
    """Create an archive of this commit to install elsewhere.

    It contains the program, its built page and documentation, its locks, and a manifest with the version, the commit
    and the SHA-256 of each file. The tag v0.1.0 sets the version 0.1.0. Without a tag, the version contains the
    commit's id.
    """
    from server.development.building.release import make_release

    click.echo(make_release(to))


@app.command()
def reference() -> None:
    """Print the API's reference in Markdown.

    It is generated from the descriptions in the SDL. docs/reference.md is its output.
    """
    from graphql import build_schema

    from schema.schema import schema
    from server.development.building.reference import reference

    click.echo(reference(build_schema(schema.as_str())), nl=False)
