from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from server.operations.backup.places.backup_failed import BackupFailed
from server.operations.backup.places.bucket_folder import BucketFolder
from server.operations.backup.places.folder import Folder
from server.operations.backup.places.place import Place
from server.settings.settings import Settings
from server.stores.connections import open_storage
from storage.failures import BucketNotFound

SCHEME = "s3://"


@asynccontextmanager
async def open_place(address: str, settings: Settings) -> AsyncIterator[Place]:
    """
    Open the place at an address: the path of a folder, or `s3://bucket/prefix` in the object storage of the settings.
    Raise BackupFailed for no address, for the images' own bucket, and for a bucket that does not exist.
    """
    if address and not address.startswith(SCHEME):
        yield Folder(Path(address))
        return
    bucket, _, prefix = address.removeprefix(SCHEME).partition("/")
    if not bucket:
        raise BackupFailed("Name a folder for backups, or s3://bucket/prefix.")
    if bucket == settings.s3_bucket_name:
        raise BackupFailed(
            f"{bucket} is the bucket of the images: what destroys it would destroy the backup. Name another."
        )
    async with open_storage(settings.model_copy(update={"s3_bucket_name": bucket})) as storage:
        try:
            await storage.check()
        except BucketNotFound:
            raise BackupFailed(f"There is no bucket {bucket}. Create it first.") from None
        yield BucketFolder(storage, f"{prefix.strip('/')}/" if prefix.strip("/") else "")
