"""`./run restore`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import asyncpg

from migrations.migrate import migrate_database
from migrations.restore_mark import END_RESTORE, RESTORE_BEGUN
from migrations.revisions import is_revision
from server.operations.backup.erasures import ListedErasure, erase_again, erasures_of, of_moved_users, stored_erasures
from server.operations.backup.gather_all import gather_all
from server.operations.backup.image_copying import COPIED_AT_ONCE, image_name
from server.operations.backup.loading import Loading, refuse_rows
from server.operations.backup.places.backup_manifest import BackupManifest, ImageCopy
from server.operations.backup.places.place import BackupFailed, Place, open_place
from server.operations.backup.places.sealing import Identities, temporary_file
from server.operations.backup.places.signing import Signatures
from server.operations.backup.places.vault import Vault
from server.operations.backup.postgres_programs import find_program
from server.operations.backup.progress import Progress
from server.operations.backup.snapshot import owner_connection
from server.operations.backup.taking import DatabasePlace, places_of
from server.settings.settings import Settings
from server.stores.connections import create_bucket, open_storage
from storage.images.keys import PREFIXES
from storage.objects import Storage


@dataclass
class ImageRestoring:
    storage: Storage
    vault: Vault
    manifest: BackupManifest
    present: set[str]
    """The keys of objects that an earlier run restored."""
    erased: set[str]
    """The ids of users whose images are not restored."""

    async def run(self, report: Callable[[str], None]) -> None:
        """Restore the images that are not present yet. Raise BackupFailed when one is damaged or missing."""
        count, present = self.manifest.images.count, 0
        async for copies in self.vault.listed_images(self.manifest):
            present += sum(copy.key in self.present for copy in copies)
        report(f"{count:,} images, {present:,} already in the bucket.")
        progress = Progress(report, "restored", count - present)

        async def restore(copy: ImageCopy) -> None:
            await self.restore(copy)
            progress.add(copy.size)

        async for copies in self.vault.listed_images(self.manifest):
            for start in range(0, len(copies), 1_000):
                part = copies[start : start + 1_000]
                await gather_all(restore, filter(self.is_due, part), COPIED_AT_ONCE)

    def is_due(self, copy: ImageCopy) -> bool:
        return copy.key not in self.present and copy.key.split("/")[1] not in self.erased

    async def restore(self, copy: ImageCopy) -> None:
        """
        Restore one image. Storage copies it if it can and the image is not encrypted. Otherwise it is fetched, verified
        and put into the bucket. Raise BackupFailed when the copy is damaged.
        """
        name = image_name(self.manifest.images.pool, copy.key)
        if not self.manifest.is_encrypted:
            found = await self.vault.place.copy_to(self.storage, name, copy.key, copy.content_type)
            if found and found.sha256 == copy.sha256:
                return
        with temporary_file() as file:
            await self.vault.fetch(name, copy.stored, file)
            about = {"content_type": copy.content_type, "sha256_hex": copy.sha256}
            await self.storage.put(copy.key, file, size=copy.size, **about)


async def whole_backups(vault: Vault, backup_id: str | None, report: Callable[[str], None]) -> list[BackupManifest]:
    """
    Return the manifests of all backups in the place that can be restored, oldest first. `report` gets a line for each
    that cannot. Raise BackupFailed when these include the backup with that id or, without an id, the last that has
    finished.
    """
    found: list[BackupManifest] = []
    damaged: BackupFailed | None = None
    for one, fault in (await vault.backups()).items():
        if fault:
            report(fault)
            continue
        try:
            found.append(await vault.manifest(one))
            damaged = damaged if backup_id else None
        except BackupFailed as error:
            report(str(error))
            damaged = error if backup_id in (None, one) else damaged
    if damaged:
        raise damaged
    return found


def chosen_manifest(backups: Sequence[BackupManifest], options: "RestoreOptions") -> BackupManifest:
    """
    Return the manifest of the backup that the options name, or of the last. Raise BackupFailed when there is none, when
    a later version of the server made it, or when it is encrypted and there is no identity, or the reverse.
    """
    backup_id = options.backup_id
    chosen = next((backup for backup in reversed(backups) if backup_id in (None, backup.id)), None)
    if chosen is None:
        raise BackupFailed(f"There is no complete {f'backup {backup_id}' if backup_id else 'backup'} here.")
    if not is_revision(chosen.database.revision):
        raise BackupFailed(
            f"The backup has schema version {chosen.database.revision}, which this server does not know. "
            "Restore it with the version of the server that made it, or a later one."
        )
    if chosen.is_encrypted and not options.identities:
        raise BackupFailed("The backup is encrypted. Give --identity, the file of a recipient's secret key.")
    if options.identities and not chosen.is_encrypted:
        raise BackupFailed(f"The backup {chosen.id} is not encrypted. If that is expected, omit --identity.")
    return chosen


async def id_for_all(parts: Sequence[DatabasePlace], options: "RestoreOptions", report: Callable[[str], None]) -> str:
    """
    Return the id of the backup to restore for several databases: that of the options, or the last that is complete for
    all of them. Raise BackupFailed when there is none. From different backups, a user who was moved between them would
    be restored to no database, or to two.
    """
    found: list[set[str]] = []
    for part in parts:
        async with open_place(part.address, part.settings) as place:
            found.append({one for one, fault in (await Vault(place).backups()).items() if fault is None})
    whole = set.intersection(*found)
    chosen = max(whole, default=None) if options.backup_id is None else options.backup_id
    if chosen not in whole:
        which = f"backup {options.backup_id}" if options.backup_id else "backup"
        raise BackupFailed(f"There is no {which} here that is complete for all databases.")
    for later in sorted(set.union(*found) - whole):
        report(f"The backup {later} is not complete for all databases, and is not restored.")
    return chosen


async def erasures_in(
    parts: Sequence[DatabasePlace], options: "RestoreOptions", report: Callable[[str], None]
) -> dict[UUID, ListedErasure]:
    """Return the erasures that are listed next to the backups of any of several databases."""
    erasures: dict[UUID, ListedErasure] = {}
    for part in parts:
        async with open_place(part.address, part.settings) as place:
            vault = options.vault(place, part.name)
            erasures |= (await stored_erasures(vault, await whole_backups(vault, options.backup_id, report)))[0]
    return erasures


async def keys_in_bucket(storage: Storage, *, resumed: bool) -> set[str]:
    """
    Return the keys of this server's objects in the bucket, which an interrupted restore has left. Raise BackupFailed
    when there are any and no restore is `resumed`.
    """
    keys: set[str] = set()
    for prefix in PREFIXES:
        async for item in storage.objects(prefix):
            if not resumed:
                raise BackupFailed(
                    f"The bucket {storage.bucket} is not empty: it has {item.key}. Name a new one in S3_BUCKET_NAME."
                )
            keys.add(item.key)
    return keys


@dataclass(frozen=True)
class RestoreOptions:
    """The options of `./run restore`."""

    backup_id: str | None
    """None: the last complete backup."""
    identities: Sequence[Path]
    """Files with secret keys that decrypt backups."""
    erasures: Sequence[Path]
    """Files with erased users, in addition to the lists next to the backups."""
    signers: Sequence[Path] = ()
    """Files with the public keys that may have signed the backup. If none, it must not be signed."""

    def vault(self, place: Place, part: str) -> Vault:
        return Vault(place, part, identities=Identities(self.identities), signatures=Signatures(signers=self.signers))


async def restore(settings: Settings, source: str, options: RestoreOptions, report: Callable[[str], None]) -> None:
    """
    Restore a backup into an empty database and bucket, migrate it to the current schema, and repeat later erasures.
    `report` gets lines of progress. After an interruption, a restore of the same backup loads all rows again, but not
    the images that are already there. Raise BackupFailed when a check fails.

    Several databases are restored one by one, each from its folder. At the end, the marks that a restore has begun are
    removed from all of them.
    """
    if options.identities and not options.signers:
        raise BackupFailed("An encrypted backup is signed. Give --signer, the file of the signer's public key.")
    parts = places_of(source, settings)
    erasures: dict[UUID, ListedErasure] = {}
    if several := len(parts) > 1:
        options = replace(options, backup_id=await id_for_all(parts, options, report))
        erasures = await erasures_in(parts, options, report)
    if not several or not await are_loaded(settings):
        for part in parts:
            await restore_one(part, options, erasures, report)
    for one in settings.per_database:
        async with owner_connection(one.database_owner_url.get_secret_value()) as connection:
            await connection.execute(END_RESTORE)


async def are_loaded(settings: Settings) -> bool:
    """
    Return whether an earlier restore of several databases only has to remove its marks. Raise BackupFailed if no
    restore has begun and a database or the bucket is not empty, before any is loaded.
    """
    begun, used = False, []
    for one in settings.per_database:
        async with owner_connection(one.database_owner_url.get_secret_value()) as connection:
            if await connection.fetchval(RESTORE_BEGUN):
                begun = True
                continue
            try:
                await refuse_rows(connection)
            except BackupFailed as refusal:
                used.append(refusal)
    if used and not begun:
        raise used[0]
    if not begun:
        await create_bucket(settings)
        async with open_storage(settings) as storage:
            await keys_in_bucket(storage, resumed=False)
    return bool(used)


async def restore_one(
    part: DatabasePlace,
    options: RestoreOptions,
    erasures_of_all: dict[UUID, ListedErasure],
    report: Callable[[str], None],
) -> None:
    """
    Restore one database, except for removing the mark that a restore has begun. With several databases,
    `erasures_of_all` are those of all, and the shared bucket may have images of the others.
    """
    settings = part.settings
    url = settings.database_owner_url.get_secret_value()
    async with open_place(part.address, settings) as place, owner_connection(url) as connection:
        vault = options.vault(place, part.name)
        backups = await whole_backups(vault, options.backup_id, report)
        manifest = chosen_manifest(backups, options)
        erasures, complete_until = await stored_erasures(vault, backups)
        erasures |= erasures_of(options.erasures)
        await check_postgres(connection, manifest)
        loading = Loading(connection, url, vault, manifest)
        resumed = await loading.has_begun()
        await create_bucket(settings)
        async with open_storage(settings) as storage:
            present = await keys_in_bucket(storage, resumed=resumed or bool(part.name))
            rows = sum(table.rows for table in manifest.database.tables)
            report(f"Restoring {manifest.id}: {rows:,} rows.")
            async for _ in vault.listed_images(manifest):
                pass  # so that a damaged list fails before anything is changed
            await loading.load()
            application_url, zone = settings.database_url.get_secret_value(), settings.statistics_time_zone.key
            await migrate_database(url, application_url, zone, is_restore=True)
            erasures |= await of_moved_users(connection, erasures_of_all, manifest.database.as_of)
            erased = {str(user_id) async for user_id in erase_again(connection, erasures)}
            if erased:
                report(f"Erased {len(erased):,} users again, who were erased after the backup.")
            await ImageRestoring(storage, vault, manifest, present, erased).run(report)
    report(f"Erasures were repeated until {complete_until:%Y-%m-%d %H:%M:%S} UTC, when they were last recorded.")
    report(f"Restored {manifest.id}, as of {manifest.database.as_of:%Y-%m-%d %H:%M:%S} UTC. Run check and reconcile.")
    for key in manifest.images.lost:
        report(f"{key} is not in the backup: it was lost before.")


async def check_postgres(connection: asyncpg.Connection, manifest: BackupManifest) -> None:
    """Raise BackupFailed when PostgreSQL is older than the backup's, or its version's pg_restore is missing."""
    major = connection.get_server_version().major
    if major < manifest.database.postgres:
        raise BackupFailed(f"The backup is of PostgreSQL {manifest.database.postgres}, and this is {major}.")
    await find_program("pg_restore", major)
