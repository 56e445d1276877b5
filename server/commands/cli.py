"""The commands of production. Slow imports are inside their commands, so that others do not wait for them."""

import asyncio
import compileall
import logging
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from uuid import UUID

    from server.settings.settings import Settings

USAGE = 2
"""The exit status for a wrong command line or configuration."""

TOP = Path(__file__).parents[2]
FLOORS = ("schema", "resolvers", "models", "storage", "migrations", "server")

app = click.Group(
    help="Task Record: the system of record for AI image generation.",
    no_args_is_help=False,
    context_settings={"show_default": True},
)


def show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    from server.observation.build_info import build_info

    if wanted:
        click.echo(build_info())
        context.exit()


app.params.append(
    click.Option(["--version"], is_flag=True, is_eager=True, callback=show_version, help="Show the version and exit.")
)

host_option = click.option("--host", metavar="HOST", default="127.0.0.1", help="The address to listen on.")
port_option = click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    help="The port to listen on; 0: any free one.",
)


@app.command()
def install() -> None:
    """Install the locked packages, for the commands of production.

    Run it with each new version, before migrate, if the services cannot write to its directory.
    """
    # ./run has installed the packages. They are compiled here, since the services cannot store compiled files.
    for directory in (Path(sys.prefix, "lib"), *(TOP / floor for floor in FLOORS)):
        compileall.compile_dir(directory, quiet=1, workers=0)


@app.command()
@host_option
@port_option
@click.option("--workers", metavar="N", type=click.IntRange(1), default=1, help="The number of processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Run only the server, for production.

    It is configured by environment variables or a file .env: see docs/settings.md.
    """
    from server.serving import run
    from server.stores.other_currency import OtherCurrency
    from storage.failures import StorageUnavailable

    # When Uvicorn has stopped, it raises the signal again, and expects a KeyboardInterrupt.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run(read_settings(), host, port, workers)
    except (StorageUnavailable, OtherCurrency) as error:
        fail(str(error), status=USAGE)


@app.command()
def migrate() -> None:
    """Migrate the database to the current schema.

    Starts from an empty database or from the tables of the original design, which may be in use meanwhile. Also creates
    the bucket if there is none. Whatever interrupts it, run it again: see docs/operations.md.
    """
    from server.stores.connections import create_bucket
    from storage.failures import StorageUnavailable

    settings = read_settings()
    logging.basicConfig(format="%(message)s")
    logging.getLogger("migrations").setLevel(logging.INFO)
    failures = migrate_databases(settings)
    try:
        made = asyncio.run(create_bucket(settings))
        click.echo(f"Bucket {settings.s3_bucket_name}: {'made now' if made else 'there already'}.")
    except StorageUnavailable as error:
        failures.append(str(error))
    if failures:
        fail(*failures)


def migrate_databases(settings: "Settings") -> list[str]:
    """
    Migrate each database and print the result, then copy webhooks of all users to each. Return a sentence for each
    failure.
    """
    from asyncpg import PostgresError
    from sqlalchemy.exc import SQLAlchemyError

    from migrations.migrate import CannotMigrate, migrate
    from migrations.webhooks_of_all import share_webhooks
    from models.connection import LOST

    failures = []
    for one in settings.per_database:
        try:
            migrated = migrate(
                owner_url=one.database_owner_url.get_secret_value(),
                application_url=one.database_url.get_secret_value(),
                time_zone=str(settings.statistics_time_zone),
            )
            click.echo(f"Database {one.database_name}: {migrated}.")
        except (PostgresError, SQLAlchemyError, CannotMigrate, *LOST) as error:
            which = "" if one is settings else f" {one.database_name}"
            failures.append(f"The database{which} cannot be migrated: {reason_of(error)}")
    if not failures:
        try:
            asyncio.run(share_webhooks(settings.owner_urls))
        except (PostgresError, *LOST) as error:
            failures.append(f"Webhooks of all users cannot be copied to each database: {error}")
    return failures


def reason_of(error: Exception) -> str:
    """Return the error of PostgreSQL or the network, with the setting to correct if the owner lacks a right."""
    from asyncpg import (
        InsufficientPrivilegeError,
        InvalidAuthorizationSpecificationError,
        InvalidCatalogNameError,
    )
    from sqlalchemy.exc import DBAPIError

    answer = (error.orig and error.orig.__cause__) or error if isinstance(error, DBAPIError) else error
    remedy = "Next: DATABASE_OWNER_URL=postgresql://owner:password@host:5432/database"
    match answer:
        case OSError() | InvalidAuthorizationSpecificationError() | InvalidCatalogNameError():
            return f"{answer}. {remedy}"
        case InsufficientPrivilegeError():
            return f"{answer}. {remedy}, of the database's owner, who has CREATEROLE"
    return str(answer)


@app.command()
@click.option(
    "--processes", metavar="N", type=click.IntRange(1), default=1, help="The number of server processes to come."
)
def check(processes: int) -> None:
    """Check the installation and, if something is wrong, print the next step.

    Checks the configuration, migrations, database isolation (row-level security), notifications, storage, the issuer's
    keys and Redis. PostgreSQL must accept writes, and have connections for N server processes or those that run now.
    The page and the documentation must be built. Writes a small object to the bucket and removes it. Exit status 0 only
    when all is right.
    """
    from server.operations.checking.built_pages import problems_of_pages
    from server.operations.checking.check import check

    problems = asyncio.run(check(read_settings(), processes)) + problems_of_pages()
    if problems:
        fail(*(problem.what for problem in problems), f"Next: {problems[0].remedy}")
    click.echo("All is right.")


@app.command()
@click.option("--core", is_flag=True, help="Print the part that most products need: schema/core.graphql.")
def schema(*, core: bool) -> None:
    """Print the SDL."""
    from graphql import build_schema

    from schema.core_schema import core_schema
    from schema.schema import schema

    text = schema.as_str()
    click.echo(core_schema(build_schema(text)) if core else text, nl=not core)


def read_settings() -> "Settings":
    """Return the settings. When any is missing or wrong, print how to correct it and exit with status 2."""
    from pydantic import ValidationError

    from server.settings.settings import Settings, explain

    try:
        return Settings()
    except ValidationError as error:
        fail(*explain(error), status=USAGE)
    except UnicodeDecodeError:
        fail(".env: not UTF-8 text; expected lines such as S3_BUCKET_NAME=my-images", status=USAGE)
    except OSError as error:
        fail(f".env: cannot be read ({error.strerror}); expected a file that this account may read", status=USAGE)


def user_of(settings: "Settings", given: str) -> "UUID":
    """Return the user with this id or, with USER_ID_NAMESPACE, this subject. Exit with status 2 if it is neither."""
    from resolvers.users.user_id import user_id_of

    user_id = user_id_of(given, settings.user_id_namespace)
    if user_id is None:
        expected = "a user's id, a UUID, or a `sub`, with the setting USER_ID_NAMESPACE"
        fail(f"{given[:50]!r} is not a user; expected {expected}", status=USAGE)
    return user_id


def fail(*lines: str, status: int = 1) -> NoReturn:
    """Print the lines to stderr, and exit with the status."""
    for line in lines:
        click.echo(line, err=True)
    sys.exit(status)
