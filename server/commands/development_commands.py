"""The commands of `./run` for development. Each imports what is slow to import itself, to spare the others the time."""

import asyncio
import logging
from pathlib import Path
from typing import get_args
from uuid import UUID

import click

from server.commands.cli import app, host_option, port_option
from server.development.signed_token import Role, sign_token

DEFAULT_DATA = Path(__file__).parents[2] / ".taskrecord"
data_option = click.option(
    "--data",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=DEFAULT_DATA,
    show_default=".taskrecord",
    help="The directory of the embedded servers' data.",
)
user_option = click.option("--user", metavar="UUID", type=click.UUID, required=True, help="The user's id.")


@app.command()
@host_option
@port_option
@data_option
def dev(host: str, port: int, data: Path) -> None:
    """Run everything on this machine, with demo data.

    Starts an embedded PostgreSQL and object storage, migrates the database, and runs the server with its page.
    """
    from server.development.launch import launch

    logging.basicConfig(format="%(message)s")
    logging.getLogger("server").setLevel(logging.INFO)
    launch(host, port, data)


@app.command()
@user_option
@click.option("--role", type=click.Choice(get_args(Role)), default="user", help="The role that the token gives.")
@click.option("--plan", metavar="NAME", help="The name of the user's plan.")
@click.option("--expires", metavar="SECONDS", type=click.IntRange(1), default=3600, help="Seconds until it expires.")
@data_option
def token(user: UUID, role: Role, plan: str | None, expires: int, data: Path) -> None:
    """Print a signed token, for development.

    It is signed with the secret of the embedded servers, so only their server accepts it.
    """
    from server.development.embedded.directories import data_directory
    from server.development.embedded.secrets_file import EmbeddedSecrets

    secret = EmbeddedSecrets.load(data_directory(data)).jwt_secret
    click.echo(sign_token(secret, user, role=role, plan=plan, seconds=expires))


@app.command()
@user_option
@click.option("--tasks", metavar="N", type=click.IntRange(1), required=True, help="The number of tasks.")
@data_option
def seed(user: UUID, tasks: int, data: Path) -> None:
    """Record invented tasks over the past year.

    They are recorded in the embedded database, which is started if it does not run.
    """
    from server.development.migrated import migrated_postgres
    from server.development.seed import seed

    with migrated_postgres(data) as postgres:
        asyncio.run(seed(postgres.owner_url, user, tasks))
    click.echo(f"Recorded {tasks} tasks of {user}.")


@app.command()
def reference() -> None:
    """Print the API's reference in Markdown.

    It is made from the descriptions in the SDL; docs/reference.md is its output.
    """
    from graphql import build_schema

    from schema.schema import schema
    from server.development.building.reference import reference

    click.echo(reference(build_schema(schema.as_str())), nl=False)
