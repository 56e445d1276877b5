"""The commands of production. Each imports by itself what is slow to import, so that the others do not wait for it."""

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar
from uuid import UUID

import typer

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from server.settings.settings import Settings

Result = TypeVar("Result")

USAGE = 2
"""The exit status for a wrong command line or configuration."""

app = typer.Typer(
    help="Task Record: the system of record for AI image generation.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

HostOption = Annotated[str, typer.Option(metavar="HOST", help="The address to listen on.")]
PortOption = Annotated[
    int, typer.Option(metavar="PORT", min=0, max=65535, help="The port to listen on; 0: any free one.")
]


@app.command()
def serve(
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="The number of processes.")] = 1,
) -> None:
    """Run the server alone, for production.

    It is configured by environment variables or a file .env: see docs/settings.md.
    """
    from server.serving import run
    from storage.failures import StorageUnavailable

    # When Uvicorn has stopped it raises the signal that stopped it again, and expects it to be a KeyboardInterrupt.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run(read_settings(), host, port, workers)
    except StorageUnavailable as error:
        fail(str(error), status=USAGE)


@app.command()
def migrate() -> None:
    """Bring the database to the current schema.

    Starts from an empty database or from the tables of the original design, which may be in use meanwhile. Creates the
    bucket, too, if there is none. Whatever interrupts it, run it again: see docs/operations.md.
    """
    from server.connections import create_bucket
    from storage.failures import StorageUnavailable

    settings = read_settings()
    logging.basicConfig(format="%(message)s")
    logging.getLogger("migrations").setLevel(logging.INFO)
    failures = migrate_databases(settings)
    try:
        asyncio.run(create_bucket(settings))
    except StorageUnavailable as error:
        failures.append(str(error))
    if failures:
        fail(*failures)


def migrate_databases(settings: "Settings") -> list[str]:
    """Migrate each database, then bring webhooks of all users to each; return what failed, a sentence for each."""
    from asyncpg import PostgresError
    from sqlalchemy.exc import SQLAlchemyError

    from migrations.migrate import migrate
    from migrations.restore_mark import BeingRestored
    from migrations.webhooks_of_all import share_webhooks
    from models.connection import LOST

    failures = []
    for one in settings.per_database:
        try:
            migrate(
                owner_url=one.database_owner_url.get_secret_value(),
                application_url=one.database_url.get_secret_value(),
                time_zone=str(settings.statistics_time_zone),
            )
        except (PostgresError, SQLAlchemyError, BeingRestored, *LOST) as error:
            which = "" if one is settings else f" {one.database_name}"
            failures.append(f"The database{which} cannot be migrated: {error}")
    if not failures:
        try:
            asyncio.run(share_webhooks(settings.owner_urls))
        except (PostgresError, *LOST) as error:
            failures.append(f"Webhooks of all users cannot be brought to each database: {error}")
    return failures


@app.command()
def check() -> None:
    """Check whether everything is set up right; if not, print the next step.

    Checks the configuration, migrations, database isolation (row-level security), notifications, storage, the issuer's
    keys and Redis. Writes a small object to the bucket and removes it. Exit status 0 only when all is right.
    """
    from server.operations.check import check

    faults = asyncio.run(check(read_settings()))
    if faults:
        fail(*(fault.what for fault in faults), f"Next: {faults[0].mend}")
    typer.echo("All is right.")


@app.command()
def reconcile(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
) -> None:
    """Compare records with storage, and totals with records.

    Lists what is missing from storage, orphaned there, or miscounted. With --repair, removes orphans, makes missing
    thumbnails anew and rebuilds totals. Exit status 1 when something is left. See docs/operations.md.
    """
    from asyncpg import InterfaceError, PostgresError
    from botocore.exceptions import BotoCoreError, ClientError

    from server.operations.moving.move_failed import MoveFailed
    from server.operations.reconcile import reconcile
    from storage.failures import StorageError

    try:
        left = asyncio.run(reconcile(read_settings(), typer.echo, repair=repair))
    except (BotoCoreError, ClientError, StorageError) as error:  # before OSError, which some of these are, too
        fail(f"Object storage cannot be used: {error}")
    except (OSError, PostgresError, InterfaceError) as error:
        fail(f"The database cannot be read: {error}")
    except MoveFailed as error:
        fail(str(error))
    sys.exit(1 if left else 0)


@app.command()
def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print how much would be removed.")] = False,
) -> None:
    """Remove what is past the retention of its user's plan.

    A plan may limit how long tasks, their images and their prompts are kept; a user's plan is the one that their tokens
    named last. Usage stays counted. Whatever interrupts it, run it again: see docs/operations.md.
    """
    from asyncpg import InterfaceError, PostgresError

    from models.placement.everywhere import DatabaseUnusable
    from server.operations.purge import purge

    try:
        asyncio.run(purge(read_settings(), typer.echo, dry_run=dry_run))
    except (OSError, PostgresError, InterfaceError) as error:
        fail(f"The database cannot be used: {error}")
    except DatabaseUnusable as error:
        fail(str(error))


@app.command()
def backup(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A folder, or s3://bucket/prefix.")],
    recipient: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Encrypt for this public key of age or SSH; repeatable.")
    ] = None,
    verify: Annotated[bool, typer.Option("--verify", help="Read the whole backup back.")] = False,
    erasures_only: Annotated[
        bool, typer.Option("--erasures-only", help="Only note beside the backups which users were erased.")
    ] = False,
) -> None:
    """Back up database and images, consistent with each other.

    Servers may run meanwhile. Images that the target already has are not copied again. Exit status 0 only when the
    backup is complete and intact. See docs/operations.md.
    """
    from server.operations.backup.taking import back_up, note_erasures

    os.umask(0o077)
    settings = read_settings()
    if erasures_only:
        operate("Erasures were not noted", note_erasures(settings, target))
        return
    wrong = operate(
        "The backup did not finish", back_up(settings, target, recipient or [], typer.echo, read_back=verify)
    )
    if wrong:
        fail(*wrong)


@app.command()
def restore(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The folder, or s3://bucket/prefix, of backups.")],
    backup: Annotated[
        str | None, typer.Option(metavar="ID", help="The backup to restore; the last one by default.")
    ] = None,
    identity: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A secret key, of age or SSH, that decrypts it; repeatable."),
    ] = None,
    erasures: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A list of users who were erased since; repeatable."),
    ] = None,
) -> None:
    """Restore a backup into an empty database and bucket.

    Whatever interrupts it, run it again: until it has finished, check and migrate refuse the database as incomplete.
    See docs/operations.md.
    """
    from server.operations.backup.restoring import RestoreOptions, restore

    options = RestoreOptions(backup, identity or [], erasures or [])
    operate("Not restored", restore(read_settings(), source, options, typer.echo))


@app.command()
def move_user(
    user: Annotated[UUID, typer.Argument(metavar="USER", help="The user's id.")],
    to: Annotated[int, typer.Option("--to", metavar="N", help="The database's number in DATABASE_OWNER_URL, from 1.")],
) -> None:
    """Move a user to another of several databases.

    Servers may run meanwhile: the user can read, and their changes wait for the end of the move. Whatever interrupts
    it, run it again. See docs/many-databases.md.
    """
    from server.operations.moving.move_user import move_user

    operate("The move did not come to its end", move_user(read_settings(), user, to, typer.echo))


@app.command()
def storage_setup(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what would be set.")] = False,
) -> None:
    """Set the bucket's lifecycle rules and CORS.

    The rules are for objects under uploads/, for unfinished multipart uploads, and for browsers. Rules set by others
    are kept. It needs rights on the bucket that the server does not need: see docs/deploy.md.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    from server.operations.storage_setup import storage_setup
    from storage.failures import StorageUnavailable

    try:
        asyncio.run(storage_setup(read_settings(), typer.echo, dry_run=dry_run))
    except (BotoCoreError, ClientError, StorageUnavailable) as error:
        fail(f"The bucket's rules cannot be set: {error}")


@app.command()
def schema() -> None:
    """Print the SDL."""
    from schema.schema import schema

    typer.echo(schema.as_str())


def operate(failure: str, work: "Coroutine[None, None, Result]") -> "Result":
    """
    Run the work and return its result. When PostgreSQL, storage or the backup's target fails, print `failure` with the
    reason and exit with status 1.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    from models.connection import UNUSABLE
    from server.operations.backup.places.backup_failed import BackupFailed
    from server.operations.moving.move_failed import MoveFailed
    from storage.failures import StorageError

    known = (BackupFailed, MoveFailed, StorageError, BotoCoreError, ClientError, *UNUSABLE)
    # As a KeyboardInterrupt, SIGTERM lets the work clean up, so that nothing stays in TMPDIR.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return asyncio.run(work)
    except known as error:
        fail(f"{failure}: {str(error) or type(error).__name__}")


def read_settings() -> "Settings":
    """Return the settings; when any is missing or wrong, print how to correct it and exit with status 2."""
    from pydantic import ValidationError

    from server.settings.explanation import explain
    from server.settings.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        fail(*explain(error), status=USAGE)


def fail(*lines: str, status: int = 1) -> NoReturn:
    """Print the lines to stderr, and exit with the status."""
    for line in lines:
        typer.echo(line, err=True)
    sys.exit(status)
