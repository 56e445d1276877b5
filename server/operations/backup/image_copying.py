import re
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from server.operations.backup.gather_all import gather_all
from server.operations.backup.inventory import Inventory
from server.operations.backup.places.backup_manifest import ImageCopy, packed, unpacked
from server.operations.backup.places.place import BackupFailed, PlacedFile
from server.operations.backup.places.sealing import temporary_file
from server.operations.backup.places.vault import Vault
from server.operations.backup.progress import Progress
from server.operations.backup.snapshot import Snapshot
from storage.failures import ObjectNotFound
from storage.images.keys import PREFIXES, thumbnail_key
from storage.objects import Storage

LARGEST_OBJECT = 2**40  # bytes
COPIED_AT_ONCE = 16
LISTED_AFTER = 1_000
"""Copies after which a list of them is written: an interrupted run has to repeat no more than these."""
OWN_KEY = re.compile(r"task-history/[0-9a-f-]{36}/[0-9a-f-]{36}/[0-9A-Za-z][0-9A-Za-z._-]{0,200}")


def image_name(pool: str, key: str) -> str:
    """
    Return the name of an image's copy in the place. It contains the key, or the key's SHA-256 if the key comes from the
    original design, which allowed any key.
    """
    return f"{pool}/{key if OWN_KEY.fullmatch(key) else f'other/{sha256(key.encode()).hexdigest()}'}"


@dataclass
class ImageCopying:
    """
    Copies images that the place does not have yet, since the object at a key never changes. The place also has lists of
    all copies ever made, each written after the copies that it lists.
    """

    storage: Storage
    vault: Vault
    inventory: Inventory
    backup_id: str
    lists: int = 0
    copied: int = 0

    @property
    def lists_folder(self) -> str:
        return f"lists/{self.vault.pool}"

    def name_of(self, key: str) -> str:
        return image_name(self.vault.pool, key)

    async def take_stock(self) -> None:
        """Add the files of earlier runs, finished or not, to the inventory."""
        async for file in self.vault.place.files(self.vault.pool):
            self.inventory.add_present([file])
        async for file in self.vault.place.files(self.lists_folder):
            # The images of a list that is damaged or wrongly signed are copied again.
            with suppress(OSError, BackupFailed):
                self.add(unpacked(await self.vault.read_record(file.name)))

    def add(self, copies: list[ImageCopy]) -> None:
        self.inventory.add_copies((copy, self.name_of(copy.key)) for copy in copies)

    async def want(self, snapshot: Snapshot) -> int:
        """
        Replace the inventory's wanted objects by those that the snapshot's tasks name. Return how many keys are not
        below this server's prefixes, and so are not backed up.
        """
        self.inventory.want_nothing()
        foreign = 0
        async for objects in snapshot.named_objects():
            ours = [named for named in objects if named.key.startswith(PREFIXES)]
            foreign += len(objects) - len(ours)
            self.inventory.want((named.key, named.sha256) for named in ours)
            self.inventory.want((thumbnail_key(named.key), None) for named in ours if named.has_thumbnail)
        return foreign

    async def copy_missing(self, progress: Progress) -> None:
        """Copy the wanted images that the place does not have, without those that storage does not have."""

        async def copy(key: str) -> ImageCopy | None:
            copied = await self.copy(key)
            progress.add(copied.size if copied else 0)
            return copied

        for part in self.inventory.missing(LISTED_AFTER):
            found = await gather_all(copy, part, COPIED_AT_ONCE)
            if copies := [copied for copied in found if copied]:
                self.lists += 1
                name = f"{self.lists_folder}/{self.backup_id}-{self.lists:06}.gz"
                await self.vault.write_record(name, packed(copies))
                self.add(copies)
                self.inventory.add_present(PlacedFile(self.name_of(copy.key), copy.stored_size) for copy in copies)
                self.copied += len(copies)

    async def copy(self, key: str) -> ImageCopy | None:
        """Copy one object. Return None when there is none."""
        try:
            return await self.copy_within_storage(key) or await self.copy_through_here(key)
        except ObjectNotFound:
            return None

    async def copy_within_storage(self, key: str) -> ImageCopy | None:
        """Have storage copy the object. Return None when it cannot, or when copies are encrypted."""
        if self.vault.recipients:
            return None
        found = await self.vault.place.copy_from(self.storage, key, self.name_of(key))
        if found is None or found.sha256 is None:
            return None
        return ImageCopy(key, found.content_type, *(found.size, found.sha256) * 2)

    async def copy_through_here(self, key: str) -> ImageCopy:
        """Download the object and store it in the place, encrypted if there are recipients."""
        with temporary_file() as file:
            content_type = await self.storage.get(key, file, at_most=LARGEST_OBJECT)
            stored = await self.vault.store(self.name_of(key), file)
        return ImageCopy(key, content_type, *stored)
