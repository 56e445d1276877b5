"""What `./run restore` does."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from migrations.migrate import migrate_database
from migrations.restore_mark import END_RESTORE, RESTORE_BEGUN
from migrations.revisions import is_revision
from server.connections import create_bucket, open_storage
from server.operations.backup.erasures import NotedErasure, erase_again, kept_erasures, of_moved_users
from server.operations.backup.image_copying import COPIED_AT_ONCE, image_name
from server.operations.backup.loading import Loading, refuse_rows
from server.operations.backup.places.backup_failed import BackupFailed
from server.operations.backup.places.backup_manifest import BackupManifest, ImageCopy
from server.operations.backup.places.open_place import open_place
from server.operations.backup.places.sealing import Identities, temporary_file
from server.operations.backup.places.vault import Vault
from server.operations.backup.postgres_programs import find_program
from server.operations.backup.progress import Progress
from server.operations.backup.snapshot import owner_connection
from server.operations.backup.taking import places_of
from server.settings.settings import Settings
from storage.keys import PREFIXES
from storage.objects import Storage


@dataclass
class ImageRestoring:
    storage: Storage
    vault: Vault
    manifest: BackupManifest
    there: set[str]
    """Keys of what an earlier run has restored."""
    erased: set[str]
    """Users whose images are not restored."""

    async def run(self, progress: Progress) -> None:
        turns = asyncio.Semaphore(COPIED_AT_ONCE)

        async def restore(copy: ImageCopy) -> None:
            async with turns:
                await self.restore(copy)
            progress.add(copy.size)

        async for copies in self.vault.listed_images(self.manifest):
            for start in range(0, len(copies), 1_000):
                part = copies[start : start + 1_000]
                await asyncio.gather(*(restore(copy) for copy in part if self.is_due(copy.key)))

    def is_due(self, key: str) -> bool:
        return key not in self.there and key.split("/")[1] not in self.erased

    async def restore(self, copy: ImageCopy) -> None:
        """Storage copies it, where it can and it is not encrypted; otherwise it is read, compared and sent."""
        name = image_name(self.manifest.images.pool, copy.key)
        if copy.stored_sha256 == copy.sha256:
            found = await self.vault.place.copy_to(self.storage, name, copy.key, copy.content_type)
            if found and found.sha256 == copy.sha256:
                return
        with temporary_file() as file:
            await self.vault.fetch(name, copy.stored, file)
            await self.storage.put(
                copy.key, file, content_type=copy.content_type, size=copy.size, sha256_hex=copy.sha256
            )


async def chosen_manifest(vault: Vault, backup_id: str | None, tell: Callable[[str], None]) -> BackupManifest:
    """The backup of that id, or the last that is whole."""
    chosen: BackupManifest | None = None
    async for found in vault.manifests():
        if isinstance(found, str):
            tell(f"The backup {found} is not whole: it did not finish, and cannot be restored.")
        elif backup_id in (None, found.id):
            chosen = found
    if chosen is None:
        raise BackupFailed(f"There is no {f'backup {backup_id}' if backup_id else 'backup'} here that is whole.")
    if not is_revision(chosen.database.revision):
        raise BackupFailed(
            f"The backup is of the schema's version {chosen.database.revision}, which this server does not know. "
            "Restore it with the version of the server that made it, or a later one."
        )
    return chosen


async def last_of_all(places: Mapping[str, Settings], backup_id: str | None, tell: Callable[[str], None]) -> str:
    """
    Of several databases the id of that backup, or of the last, which must be whole for each: between two backups users
    are moved, and one who was would be in no database then, or in two.
    """
    found: list[set[str]] = []
    for folder, one in places.items():
        async with open_place(folder, one) as place:
            found.append({backup.id async for backup in Vault(place).manifests() if not isinstance(backup, str)})
    whole = set.intersection(*found)
    chosen = max(whole, default=None) if backup_id is None else backup_id
    if chosen not in whole:
        which = f"backup {backup_id}" if backup_id else "backup"
        raise BackupFailed(f"There is no {which} here that is whole for each of the databases.")
    for later in sorted(set.union(*found) - whole):
        tell(f"The backup {later} is not of all databases, and is not restored.")
    return chosen


async def erasures_in(places: Mapping[str, Settings]) -> dict[UUID, NotedErasure]:
    """Of whose erasure the backups of any of several databases know."""
    erasures: dict[UUID, NotedErasure] = {}
    for folder, one in places.items():
        async with open_place(folder, one) as place:
            erasures |= await kept_erasures(Vault(place), [])
    return erasures


async def keys_there(storage: Storage, *, resumed: bool) -> set[str]:
    """What an interrupted restore has left in the bucket. BackupFailed when there is anything else."""
    there: set[str] = set()
    for prefix in PREFIXES:
        async for item in storage.objects(prefix):
            if not resumed:
                raise BackupFailed(
                    f"The bucket {storage.bucket} is not empty: it has {item.key}. Name a new one in S3_BUCKET_NAME."
                )
            there.add(item.key)
    return there


@dataclass(frozen=True)
class RestoreOptions:
    backup_id: str | None
    """None: the last that is whole."""
    identities: Sequence[Path]
    erasures: Sequence[Path]
    """Files with users who were erased since, beside those of whom the source knows."""


async def restore(settings: Settings, source: str, options: RestoreOptions, tell: Callable[[str], None]) -> None:
    """
    Restore a backup into an empty database and bucket, bring it to the current schema, and erase again who was erased
    since. Interrupted, it begins anew, and keeps the images that it has restored.

    Several databases are restored one after the other, each from its folder, and are whole when all are.
    """
    places = places_of(source, settings)
    elsewhere: dict[UUID, NotedErasure] = {}
    if several := len(places) > 1:
        options = replace(options, backup_id=await last_of_all(places, options.backup_id, tell))
        elsewhere = await erasures_in(places)
    if not several or not await are_loaded(settings):
        for folder, one in places.items():
            await restore_one(one, folder, options, elsewhere, tell, shares_bucket=several)
    for one in settings.per_database:
        async with owner_connection(one.database_owner_url.get_secret_value()) as connection:
            await connection.execute(END_RESTORE)


async def are_loaded(settings: Settings) -> bool:
    """
    Whether an interrupted restore has done all for several databases but to remove its marks. BackupFailed when none
    has begun, and there is anything in one of them or in the bucket: none is loaded before all are known to be empty.
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
            await keys_there(storage, resumed=False)
    return bool(used)


async def restore_one(
    settings: Settings,
    source: str,
    options: RestoreOptions,
    elsewhere: dict[UUID, NotedErasure],
    tell: Callable[[str], None],
    *,
    shares_bucket: bool,
) -> None:
    """
    The same of the database that the settings are of, up to the mark that a restore has begun there, which stays.
    `elsewhere` are erasures that others of several databases knew of.
    """
    url = settings.database_owner_url.get_secret_value()
    async with open_place(source, settings) as place, owner_connection(url) as connection:
        vault = Vault(place, identities=Identities(options.identities))
        manifest = await chosen_manifest(vault, options.backup_id, tell)
        erasures = await kept_erasures(vault, options.erasures)
        major = connection.get_server_version().major
        if major < manifest.database.postgres:
            raise BackupFailed(f"The backup is of PostgreSQL {manifest.database.postgres}, and this is only {major}.")
        await find_program("pg_restore", major)
        loading = Loading(connection, url, vault, manifest)
        resumed = await loading.has_begun()
        await create_bucket(settings)
        async with open_storage(settings) as storage:
            there = await keys_there(storage, resumed=resumed or shares_bucket)
            rows = sum(table.rows for table in manifest.database.tables)
            tell(f"Restoring {manifest.id}: {rows:,} rows.")
            await loading.load()
            application_url, zone = settings.database_url.get_secret_value(), settings.statistics_time_zone.key
            await migrate_database(url, application_url, zone, is_restore=True)
            erasures |= await of_moved_users(connection, elsewhere, manifest.database.as_of)
            erased = {str(user_id) async for user_id in erase_again(connection, erasures)}
            if erased:
                tell(f"Erased {len(erased):,} users again, who were erased since.")
            kept = sum(
                [len(there.intersection(c.key for c in copies)) async for copies in vault.listed_images(manifest)]
            )
            tell(f"{manifest.images.count:,} images, of which {kept:,} are there.")
            progress = Progress(tell, "restored", manifest.images.count - kept)
            await ImageRestoring(storage, vault, manifest, there, erased).run(progress)
    as_of = f"{manifest.database.as_of:%Y-%m-%d %H:%M:%S} UTC"
    tell(f"Restored {manifest.id}, as of {as_of}. Now run check, and reconcile.")
    for key in manifest.images.lost:
        tell(f"{key} is not in the backup: it was lost before.")
