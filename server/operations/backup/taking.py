"""`./run backup`."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

from models.connection import UNUSABLE
from models.images.removal_hold import HOLD, RELEASE
from server.operations.backup.erasures import keep_erasures
from server.operations.backup.image_copying import ImageCopying
from server.operations.backup.inventory import Inventory
from server.operations.backup.places.backup_failed import BackupFailed
from server.operations.backup.places.backup_manifest import (
    BackupFile,
    BackupManifest,
    DatabasePart,
    ImagesPart,
    manifest_name,
)
from server.operations.backup.places.open_place import open_place
from server.operations.backup.places.sealing import Recipients
from server.operations.backup.places.vault import Vault
from server.operations.backup.postgres_programs import PARALLEL_JOBS, find_program, run_program
from server.operations.backup.progress import Progress
from server.operations.backup.snapshot import Snapshot, owner_connection, snapshot_of
from server.operations.backup.verifying import verify
from server.operations.moving.move_lock import Confirm, nobody_moving
from server.settings.settings import Settings
from server.stores.connections import open_storage

DUMP = ("--format=directory", f"--jobs={PARALLEL_JOBS}", "--enable-row-security", "--no-owner", "--no-privileges")
LISTED_AT_ONCE = 10_000  # images in one list
BEGUN = b"This backup is whole when manifest.json lies here, too. Without it, it did not finish.\n"


def new_id(now: datetime) -> str:
    """Make the id of a backup; later ids sort after earlier ones."""
    return f"{now:%Y-%m-%dT%H-%M-%SZ}-{secrets.token_hex(2)}"


@dataclass
class Taking:
    """One run that backs up one database and its images."""

    url: str
    vault: Vault
    copying: ImageCopying
    inventory: Inventory
    report: Callable[[str], None]
    id: str
    begun_at: datetime
    confirm: Confirm

    async def run(self) -> BackupManifest:
        """
        Make the backup and return its manifest, which is written last. Images are copied in two passes. The first
        copies most of them, while the worker goes on removing objects. Then removals are held, a snapshot is taken, and
        the images that it names and the first pass has not copied are copied: removals wait only for that second pass.
        """
        async with owner_connection(self.url) as connection:
            async with snapshot_of(connection) as snapshot:
                await find_program("pg_dump", snapshot.major)
                await self.copying.take_stock()
                await self.copying.want(snapshot)
            await self.copy("Images:")
            await connection.execute(HOLD)
            async with snapshot_of(connection) as snapshot:
                foreign = await self.copying.want(snapshot)
                await self.copy("Images recorded meanwhile:")
                await connection.execute(RELEASE)
                if foreign:
                    self.report(f"Of the keys that tasks name, {foreign} are not below task-history/: not backed up.")
                database = await self.database_part(snapshot)
            await keep_erasures(connection, self.vault)
        manifest = BackupManifest(
            id=self.id,
            begun_at=self.begun_at,
            database=database,
            images=await self.images_part(),
            finished_at=datetime.now(UTC),
        )
        await self.confirm()
        await self.vault.write_text(manifest_name(self.id), manifest.model_dump_json(indent=1).encode())
        return manifest

    async def copy(self, what: str) -> None:
        if missing := self.inventory.count_missing():
            self.report(f"{what} {missing:,} to copy.")
            await self.copying.copy_missing(Progress(self.report, "copied", missing))

    async def database_part(self, snapshot: Snapshot) -> DatabasePart:
        """Dump the tables as of the snapshot, store the dumps, and return their part of the manifest."""
        tables = await snapshot.tables()
        self.report(f"Database: {sum(table.rows for table in tables):,} rows in {len(tables)} tables.")
        files: list[BackupFile] = []
        with TemporaryDirectory() as directory:
            for folder, is_made, how in (("database", True, ["--data-only"]), ("others", False, [])):
                chosen = [f"--table={table.name}" for table in tables if table.is_made is is_made]
                if not chosen:
                    continue
                dump = Path(directory) / folder
                seen = [f"--snapshot={snapshot.name}", f"--file={dump}", *chosen]
                await run_program("pg_dump", snapshot.major, self.url, *DUMP, *how, *seen)
                for path in sorted(dump.iterdir()):
                    files += await self.vault.store_file(f"backups/{self.id}", path, Path(directory))
        return DatabasePart(
            as_of=await snapshot.taken_at(),
            postgres=snapshot.major,
            revision=await snapshot.revision(),
            time_zone=await snapshot.time_zone(),
            is_being_counted=await snapshot.is_being_counted(),
            tables=tables,
            files=files,
        )

    async def images_part(self) -> ImagesPart:
        """Store lists of the images that the backup has, and return their part of the manifest."""
        count = size = 0
        lists: list[BackupFile] = []
        for copies in self.inventory.wanted_copies(LISTED_AT_ONCE):
            count += len(copies)
            size += sum(copy.size for copy in copies)
            lists.append(await self.vault.write_copies(f"backups/{self.id}/images-{len(lists):06}.gz", copies))
        damaged = self.inventory.damaged()
        missing = (key for page in self.inventory.missing(LISTED_AT_ONCE) for key in page)
        lost = sorted({*missing} - {*damaged})
        return ImagesPart(pool=self.vault.pool, count=count, size=size, lost=lost, damaged=damaged, lists=lists)


async def back_up(
    settings: Settings, target: str, recipients: Sequence[str], report: Callable[[str], None], *, read_back: bool
) -> list[str]:
    """
    Make a backup and, with `read_back`, read it back. `report` gets lines of progress. Return sentences that say what
    is wrong: which images are lost or damaged and, of several databases, which were not backed up. Each of several is
    backed up into a folder of its own, all with one id. Raise BackupFailed when the only database was not backed up.
    """
    backup_id = new_id(datetime.now(UTC))
    vault_recipients = Recipients(recipients) if recipients else None
    wrong = []
    async with nobody_moving(settings) as confirm:
        for place, one in places_of(target, settings).items():
            try:
                wrong += await back_up_one(
                    one, place, backup_id, vault_recipients, report, confirm, read_back=read_back
                )
            except (BackupFailed, *UNUSABLE) as error:
                if one is settings:
                    raise
                wrong.append(
                    f"The database {one.database_name} was not backed up: {str(error) or type(error).__name__}"
                )
                confirm = unneeded
    return wrong


async def unneeded() -> None:
    """
    Takes the place of Confirm once a database was not backed up: this backup cannot be restored as one of all databases
    anyway, so that it does not matter whether users were moved.
    """


def places_of(target: str, settings: Settings) -> dict[str, Settings]:
    """Return the address of the place for each database's backups, with the settings of that database alone."""
    if settings.per_database == [settings]:
        return {target: settings}
    return {f"{target.rstrip('/')}/database-{number}": one for number, one in enumerate(settings.per_database, 1)}


async def back_up_one(
    settings: Settings,
    target: str,
    backup_id: str,
    vault_recipients: Recipients | None,
    report: Callable[[str], None],
    confirm: Confirm,
    *,
    read_back: bool,
) -> list[str]:
    """
    Back up one database, and return sentences that say what is wrong with the backup. Raise MoveFailed, from `confirm`,
    when users may have been moved meanwhile; the backup is then incomplete.
    """
    begun_at = datetime.now(UTC)
    async with open_storage(settings) as storage, open_place(target, settings) as place:
        vault = Vault(place, vault_recipients)
        async for earlier in vault.manifests():
            if isinstance(earlier, str):
                report(f"The backup {earlier} is not whole: it did not finish. Its images are not copied again.")
        await vault.write_text(f"backups/{backup_id}/begun.txt", BEGUN)
        with Inventory.temporary() as inventory:
            copying = ImageCopying(storage, vault, inventory, backup_id)
            url = settings.database_owner_url.get_secret_value()
            manifest = await Taking(url, vault, copying, inventory, report, backup_id, begun_at, confirm).run()
        wrong = [f"{key} was lost before: storage has no such object." for key in manifest.images.lost]
        wrong += [f"{key} is damaged: its SHA-256 is not that of its task." for key in manifest.images.damaged]
        if read_back:
            wrong += await verify(vault, manifest, report)
    images, rows = manifest.images, sum(table.rows for table in manifest.database.tables)
    report(
        f"Backup {backup_id}: {rows:,} rows, {images.count:,} images of {images.size / 1e6:,.1f} MB, of which "
        f"{copying.copied:,} were copied now; {(manifest.finished_at - begun_at).total_seconds():,.1f} s."
    )
    return wrong


async def note_erasures(settings: Settings, target: str) -> None:
    """
    Write the lists of users erased so far beside the backups, which takes a moment. Raise BackupFailed when one of
    several databases cannot be used, after the lists of the others are written.
    """
    wrong = []
    for folder, one in places_of(target, settings).items():
        try:
            connection = await asyncpg.connect(one.database_owner_url.get_secret_value())
            try:
                async with open_place(folder, settings) as place:
                    await keep_erasures(connection, Vault(place))
            finally:
                await connection.close()
        except UNUSABLE as error:
            if one is settings:
                raise
            wrong.append(
                f"Erasures of the database {one.database_name} were not noted: {str(error) or type(error).__name__}"
            )
    if wrong:
        raise BackupFailed("\n".join(wrong))
