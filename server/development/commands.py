"""The commands of `./run` for development. Each imports what is slow to import itself, to spare the others the time."""

import asyncio
import logging
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from server.cli import HostOption, PortOption, app
from server.development.signed_token import Role, sign_token

DEFAULT_DATA = Path(__file__).parents[2] / ".taskrecord"
DataOption = Annotated[
    Path, typer.Option(metavar="DIR", show_default=".taskrecord", help="The directory of the embedded servers' data.")
]
UserOption = Annotated[UUID, typer.Option(metavar="UUID", help="The user's id.")]


@app.command()
def dev(host: HostOption = "127.0.0.1", port: PortOption = 8000, data: DataOption = DEFAULT_DATA) -> None:
    """Run everything on this machine, with demo data.

    Starts an embedded PostgreSQL and object storage, migrates the database, and runs the server with its page.
    """
    from server.development.launch import launch

    logging.basicConfig(format="%(message)s")
    logging.getLogger("server").setLevel(logging.INFO)
    launch(host, port, data)


@app.command()
def token(
    user: UserOption,
    role: Annotated[Role, typer.Option(help="The role that the token gives.")] = "user",
    plan: Annotated[str | None, typer.Option(metavar="NAME", help="The name of the user's plan.")] = None,
    expires: Annotated[int, typer.Option(metavar="SECONDS", min=1, help="Seconds until it expires.")] = 3600,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Print a signed token, for development.

    It is signed with the secret of the embedded servers, so only their server accepts it.
    """
    from server.development.embedded.directories import data_directory
    from server.development.embedded.secrets_file import EmbeddedSecrets

    secret = EmbeddedSecrets.load(data_directory(data)).jwt_secret
    typer.echo(sign_token(secret, user, role=role, plan=plan, seconds=expires))


@app.command()
def seed(
    user: UserOption,
    tasks: Annotated[int, typer.Option(metavar="N", min=1, help="The number of tasks.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Record invented tasks over the past year.

    They are recorded in the embedded database, which is started if it does not run.
    """
    from server.development.migrated import migrated_postgres
    from server.development.seed import seed

    with migrated_postgres(data) as postgres:
        asyncio.run(seed(postgres.owner_url, user, tasks))
    typer.echo(f"Recorded {tasks} tasks of {user}.")


@app.command()
def reference() -> None:
    """Print the API's reference in Markdown.

    It is made from the descriptions in the SDL; docs/reference.md is its output.
    """
    from graphql import build_schema

    from schema.schema import schema
    from server.development.building.reference import reference

    typer.echo(reference(build_schema(schema.as_str())), nl=False)
