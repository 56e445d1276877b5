"""`./run backup`."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import asyncpg

from models.administration.integrity import STORE_BACKUP
from models.connection import UNUSABLE
from models.images.removal_hold import HOLD, RELEASE
from server.operations.backup.erasures import latest_list, store_erasures
from server.operations.backup.image_copying import ImageCopying
from server.operations.backup.inventory import Inventory
from server.operations.backup.places.backup_manifest import (
    LISTED_AT_ONCE,
    BackupManifest,
    DatabasePart,
    ImagesPart,
    Stored,
    dump_name,
    list_name,
    manifest_name,
    packed,
)
from server.operations.backup.places.place import BackupFailed, open_place
from server.operations.backup.places.sealing import Recipients
from server.operations.backup.places.signing import Signatures
from server.operations.backup.places.vault import Vault
from server.operations.backup.postgres_programs import find_program, running
from server.operations.backup.progress import Progress
from server.operations.backup.snapshot import Snapshot, owner_connection, snapshot_of
from server.operations.backup.verifying import verify
from server.operations.moving.move_lock import Confirm, nobody_moving
from server.settings.settings import Settings
from server.stores.connections import open_storage

DUMP = ("--format=custom", "--enable-row-security", "--no-owner", "--no-privileges")
BEGUN = (
    b"This backup is complete when this folder has a file named manifest. Otherwise it is still running, or did not "
    b"finish, and may be deleted.\n"
)


@dataclass
class Taking:
    """One backup of one database and its images."""

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
        copies most of them, while the worker continues to remove objects. Then removals are paused, a snapshot is
        taken, and the second pass copies the remaining images that it names.
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
                    self.report(f"{foreign} keys that tasks name are not below task-history/, and are not backed up.")
                database = await self.database_part(snapshot)
            erasures = await store_erasures(connection, self.vault)
        manifest = BackupManifest(
            id=self.id,
            begun_at=self.begun_at,
            is_encrypted=self.vault.recipients is not None,
            database=database,
            images=await self.images_part(),
            erasures=erasures,
            finished_at=datetime.now(UTC),
        )
        await self.confirm()
        await self.vault.write_record(manifest_name(self.id), manifest.model_dump_json(indent=1).encode())
        await self.record(manifest)
        return manifest

    async def record(self, manifest: BackupManifest) -> None:
        """Record in the database, for the metrics, when the backup finished, and its lost and damaged images."""
        findings = len(manifest.images.lost) + len(manifest.images.damaged)
        try:
            connection = await asyncpg.connect(self.url)
            try:
                await connection.execute(STORE_BACKUP, findings, manifest.finished_at)
            finally:
                await connection.close()
        except UNUSABLE as error:
            self.report(f"The backup is complete, but the database could not record it: {error}")

    async def copy(self, what: str) -> None:
        if missing := self.inventory.count_missing():
            self.report(f"{what} {missing:,} to copy.")
            await self.copying.copy_missing(Progress(self.report, "copied", missing))

    async def database_part(self, snapshot: Snapshot) -> DatabasePart:
        """Dump the tables as of the snapshot, and return their part of the manifest."""
        tables = await snapshot.tables()
        self.report(f"Database: {sum(table.rows for table in tables):,} rows in {len(tables)} tables.")
        made = await self.dump(snapshot, "made", [table.name for table in tables if table.is_made], "--data-only")
        others = await self.dump(snapshot, "others", [table.name for table in tables if not table.is_made])
        return DatabasePart(
            **await snapshot.state(),
            postgres=snapshot.major,
            revision=await snapshot.revision(),
            tables=tables,
            made=made,
            others=others,
        )

    async def dump(self, snapshot: Snapshot, name: str, tables: Sequence[str], *how: str) -> list[Stored]:
        """Store the output of pg_dump while it is written, so that no row is on this machine's disk."""
        if not tables:
            return []
        seen = [f"--snapshot={snapshot.name}", *(f"--table={table}" for table in tables)]
        async with running("pg_dump", snapshot.major, self.url, *DUMP, *how, *seen) as (_, output):
            return await self.vault.store_stream(dump_name(self.id, name), output)

    async def images_part(self) -> ImagesPart:
        """Store lists of the backup's images, and return their part of the manifest."""
        count = size = 0
        lists: list[Stored] = []
        for copies in self.inventory.wanted_copies(LISTED_AT_ONCE):
            count += len(copies)
            size += sum(copy.size for copy in copies)
            lists.append(await self.vault.write_plain(list_name(self.id, len(lists)), packed(copies)))
        damaged = self.inventory.damaged()
        missing = (key for page in self.inventory.missing(LISTED_AT_ONCE) for key in page)
        lost = sorted({*missing} - {*damaged})
        return ImagesPart(pool=self.vault.pool, count=count, size=size, lost=lost, damaged=damaged, lists=lists)


class BackupKeys(NamedTuple):
    """The options of `./run backup`."""

    recipients: Sequence[str] = ()
    """The public keys for which a backup is encrypted."""
    signing_key: Path | None = None
    """The file of the secret key with which it is signed."""


class DatabasePlace(NamedTuple):
    """A database, with the address of its backups and its settings. The name is empty if it is the only one."""

    name: str
    address: str
    settings: Settings

    @property
    def which(self) -> str:
        return f"database {self.settings.database_name}"


async def back_up(
    settings: Settings, target: str, keys: BackupKeys, report: Callable[[str], None], *, read_back: bool
) -> list[str]:
    """
    Make a backup and, with `read_back`, read it back. `report` gets lines of progress. Return a sentence for each image
    that is lost or damaged and, of several databases, for each that was not backed up. Each of several has its own
    folder, and all have the same id. Raise BackupFailed when the only database was not backed up.
    """
    backup_id = f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}-{secrets.token_hex(2)}"  # later ids sort after earlier ones
    recipients, signatures = opened_keys(keys)
    wrong = []
    async with nobody_moving(settings) as confirm:
        for part in places_of(target, settings):
            try:
                async with open_place(part.address, part.settings) as place:
                    vault = Vault(place, part.name, recipients, signatures=signatures)
                    wrong += await back_up_one(part.settings, vault, backup_id, report, confirm, read_back=read_back)
            except (BackupFailed, *UNUSABLE) as error:
                if not part.name:
                    raise
                wrong.append(f"The {part.which} was not backed up: {str(error) or type(error).__name__}")
                confirm = unneeded
    return wrong


def opened_keys(keys: BackupKeys) -> tuple[Recipients | None, Signatures]:
    """Read the keys. Raise BackupFailed when one is wrong, or when an encrypted backup would not be signed."""
    if keys.recipients and not keys.signing_key:
        raise BackupFailed(
            "An encrypted backup must be signed, or anyone who knows the recipients could replace it. Give --sign, the "
            "file of a secret key: ssh-keygen -t ed25519 -N '' -f backup-key"
        )
    return Recipients(keys.recipients) if keys.recipients else None, Signatures(keys.signing_key)


async def unneeded() -> None:
    """
    Replaces Confirm once a database was not backed up: the backup of all databases cannot be restored anyway, so it
    does not matter whether users were moved.
    """


def places_of(target: str, settings: Settings) -> list[DatabasePlace]:
    """Return each database, with the address of the place for its backups and its own settings."""
    if settings.per_database == [settings]:
        return [DatabasePlace("", target, settings)]
    named = [(f"database-{number}", one) for number, one in enumerate(settings.per_database, 1)]
    return [DatabasePlace(name, f"{target.rstrip('/')}/{name}", one) for name, one in named]


async def back_up_one(
    settings: Settings,
    vault: Vault,
    backup_id: str,
    report: Callable[[str], None],
    confirm: Confirm,
    *,
    read_back: bool,
) -> list[str]:
    """
    Back up one database, and return a sentence for each image that is lost or damaged. `confirm` raises MoveFailed when
    users may have been moved meanwhile: then the backup is incomplete.
    """
    begun_at = datetime.now(UTC)
    await latest_list(vault)
    async with open_storage(settings) as storage:
        for fault in (await vault.backups()).values():
            if fault:
                report(fault)
        await vault.write_plain(f"backups/{backup_id}/begun.txt", BEGUN)
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


async def record_erasures(settings: Settings, target: str, signing_key: Path | None = None) -> None:
    """
    Write lists of the users erased so far next to the backups. Raise BackupFailed when one of several databases cannot
    be used, after writing the lists of the others.
    """
    signatures = Signatures(signing_key)
    wrong = []
    for part in places_of(target, settings):
        try:
            connection = await asyncpg.connect(part.settings.database_owner_url.get_secret_value())
            try:
                async with open_place(part.address, settings) as place:
                    vault = Vault(place, part.name, signatures=signatures)
                    await latest_list(vault)
                    await store_erasures(connection, vault)
            finally:
                await connection.close()
        except UNUSABLE as error:
            if not part.name:
                raise
            wrong.append(f"Erasures of the {part.which} were not recorded: {str(error) or type(error).__name__}")
    if wrong:
        raise BackupFailed("\n".join(wrong))
