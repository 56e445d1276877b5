"""The commands of operators. Slow imports are inside their commands, so that others do not wait for them."""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TypeVar

import click

from server.commands.cli import USAGE, app, fail, read_settings, user_of

Result = TypeVar("Result")


@app.command()
@click.option("--repair", is_flag=True, help="Repair what can be repaired.")
def reconcile(*, repair: bool) -> None:
    """Compare records with storage, and totals with records.

    Reports objects that are missing, damaged or orphaned, and wrong totals. With --repair, removes orphans, creates
    missing thumbnails again, describes images that plain SQL has recorded, and recounts totals. Exit status 1 when
    findings are left. See docs/operations.md.
    """
    from server.operations.reconcile import reconcile

    failure = "The reconciliation did not finish, run it again"
    left = operate(failure, reconcile(read_settings(), click.echo, repair=repair))
    sys.exit(1 if left else 0)


@app.command()
@click.option("--dry-run", is_flag=True, help="Only print how much would be removed.")
def purge(*, dry_run: bool) -> None:
    """Remove everything past the retention of its user's plan.

    A plan may limit how long tasks, their images and their prompts are retained. A user's plan is the one that their
    last token named. Usage stays counted. Whatever interrupts it, run it again: see docs/operations.md.
    """
    from server.operations.purge import purge

    operate("The purge did not finish, run it again", purge(read_settings(), click.echo, dry_run=dry_run))


@app.command()
@click.option("--dry-run", is_flag=True, help="Only print how many would be labelled.")
def label(*, dry_run: bool) -> None:
    """Label and sign results that were stored without a label or signature.

    It uses CONTENT_PRODUCER, CONTENT_CREDENTIALS_KEY and the plans. Servers may run meanwhile. A labelled picture has a
    new address. Whatever interrupts it, run it again. See docs/provenance.md.
    """
    from server.operations.label_stored import label_stored

    settings = read_settings()
    if not (settings.content_producer or settings.signing_key):
        fail("Nothing is labelled or signed: set CONTENT_PRODUCER, or CONTENT_CREDENTIALS_KEY", status=USAGE)
    operate("The labelling did not finish, run it again", label_stored(settings, click.echo, dry_run=dry_run))


@app.command()
@click.argument("target")
@click.option(
    "--recipient", metavar="KEY", multiple=True, help="Encrypt for this public key of age or SSH; repeatable."
)
@click.option("--sign", metavar="FILE", type=click.Path(path_type=Path), help="Sign with this Ed25519 key of SSH.")
@click.option("--verify", is_flag=True, help="Read the whole backup back.")
@click.option("--erasures-only", is_flag=True, help="Only write the list of erased users next to the backups.")
def backup(target: str, recipient: Sequence[str], sign: Path | None, *, verify: bool, erasures_only: bool) -> None:
    """Back up the database and the images, consistent with each other.

    TARGET is a folder, or s3://bucket/prefix. Servers may run meanwhile. Images that the target already has are not
    copied again. Exit status 0 only when the backup is complete and intact. See docs/operations.md.
    """
    from server.operations.backup.taking import BackupKeys, back_up, record_erasures

    os.umask(0o077)
    settings = read_settings()
    if erasures_only:
        operate("Erasures were not recorded", record_erasures(settings, target, sign))
        return
    keys = BackupKeys(recipient, sign)
    wrong = operate("The backup did not finish", back_up(settings, target, keys, click.echo, read_back=verify))
    if wrong:
        fail(*wrong)


@app.command()
@click.argument("source")
@click.option("--backup", metavar="ID", help="The backup to restore; the last one by default.")
@click.option(
    "--identity",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A secret key, of age or SSH, that decrypts it; repeatable.",
)
@click.option(
    "--signer",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A public key of SSH that it must be signed with; repeatable.",
)
@click.option(
    "--erasures",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A list of users erased after the backup; repeatable.",
)
def restore(
    source: str, backup: str | None, identity: Sequence[Path], signer: Sequence[Path], erasures: Sequence[Path]
) -> None:
    """Restore a backup from SOURCE into an empty database and bucket.

    SOURCE is the folder, or s3://bucket/prefix, of backups. Whatever interrupts it, run it again: until it has
    finished, check and migrate reject the database as incomplete. See docs/operations.md.
    """
    from server.operations.backup.restoring import RestoreOptions, restore

    options = RestoreOptions(backup, identity, erasures, signer)
    operate("Not restored", restore(read_settings(), source, options, click.echo))


@app.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--user", metavar="USER", help="Import all tasks for the user with this id, or `sub` of tokens.")
@click.option("--dry-run", is_flag=True, help="Only check the file and print how much would be imported.")
def import_(file: Path, user: str | None, *, dry_run: bool) -> None:
    """Import the tasks in FILE, an export as NDJSON or ZIP.

    They retain their ids and times. Only a ZIP has their images. Nobody is notified. The whole file is checked before
    anything is changed. Tasks that are here already do not change: whatever interrupts it, run it again. See
    docs/import.md.
    """
    from server.operations.importing.export_lines import RefusedFile
    from server.operations.importing.import_tasks import import_tasks
    from server.stores.other_currency import OtherCurrency

    settings = read_settings()
    user_id = None if user is None else user_of(settings, user)
    try:
        operate(
            "The import did not finish, run it again",
            import_tasks(settings, file, user_id, click.echo, dry_run=dry_run),
        )
    except RefusedFile as error:
        fail(f"Nothing was imported: {error}")
    except OtherCurrency as error:
        fail(str(error), status=USAGE)


@app.command()
@click.argument("user")
@click.option("--to", metavar="N", type=int, required=True, help="The database's number in DATABASE_OWNER_URL, from 1.")
def move_user(user: str, to: int) -> None:
    """Move USER, an id or the `sub` of tokens, to another of several databases.

    Servers may run meanwhile: the user can read, and changes wait for the end of the move. Whatever interrupts it, run
    it again. See docs/many-databases.md.
    """
    from server.operations.moving.move_user import move_user

    settings = read_settings()
    operate("The move did not finish", move_user(settings, user_of(settings, user), to, click.echo))


@app.command()
@click.option("--dry-run", is_flag=True, help="Only print what would be set.")
def storage_setup(*, dry_run: bool) -> None:
    """Set the bucket's lifecycle rules and CORS.

    The rules are for objects under uploads/, for unfinished multipart uploads, and for browsers. Other rules stay. It
    needs rights on the bucket that the server does not need: see docs/deploy.md.
    """
    from server.operations.storage_setup import storage_setup

    operate("The bucket's rules cannot be set", storage_setup(read_settings(), click.echo, dry_run=dry_run))


def operate(failure: str, work: Coroutine[None, None, Result]) -> Result:
    """
    Run the work and return its result. When PostgreSQL, storage or the backup's target fails, print `failure` with the
    reason and exit with status 1.
    """
    import sqlite3

    from asyncpg import InsufficientPrivilegeError
    from botocore.exceptions import BotoCoreError, ClientError

    from models.connection import UNUSABLE
    from models.database import DatabaseUnusable
    from server.operations.backup.places.place import BackupFailed
    from server.operations.importing.export_lines import ImportFailed
    from server.operations.moving.move_lock import MoveFailed
    from storage.failures import StorageError

    ours = (BackupFailed, DatabaseUnusable, ImportFailed, MoveFailed, StorageError)
    known = (*ours, BotoCoreError, ClientError, sqlite3.Error, *UNUSABLE)
    # As a KeyboardInterrupt, SIGTERM allows the work to clean up TMPDIR.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return asyncio.run(work)
    except InsufficientPrivilegeError as error:
        fail(f"{failure}: {error}. Next: DATABASE_OWNER_URL=postgresql://owner:password@host:5432/database")
    except known as error:
        fail(f"{failure}: {str(error) or type(error).__name__}")
