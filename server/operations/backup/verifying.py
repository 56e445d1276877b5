from collections.abc import Callable

from server.operations.backup.gather_all import gather_all
from server.operations.backup.image_copying import COPIED_AT_ONCE, image_name
from server.operations.backup.places.backup_manifest import BackupManifest, Stored
from server.operations.backup.places.place import BackupFailed
from server.operations.backup.places.sealing import temporary_file
from server.operations.backup.places.vault import Vault
from server.operations.backup.progress import Progress


async def verify(vault: Vault, manifest: BackupManifest, report: Callable[[str], None]) -> list[str]:
    """
    `./run backup --verify`: read all files of a backup and compare each SHA-256. Return a sentence for each file that
    is missing or damaged. Encrypted files are compared without decryption, so this needs no identity.
    """
    wrong: list[str] = []
    report(f"Reading back {manifest.images.count:,} images and the database.")
    progress = Progress(report, "read", manifest.images.count)

    async def read_back(file: tuple[str, Stored]) -> None:
        name, stored = file
        with temporary_file() as content:
            try:
                await vault.read_back(name, stored, content)
            except BackupFailed as error:
                wrong.append(str(error))
        progress.add(stored.stored_size)

    for dump, pieces in manifest.dumps.items():
        files = [(f"{dump}.{number}", piece) for number, piece in enumerate(pieces)]
        await gather_all(read_back, files, COPIED_AT_ONCE)
    async for copies in vault.listed_images(manifest):
        files = [(image_name(manifest.images.pool, copy.key), copy.stored) for copy in copies]
        await gather_all(read_back, files, COPIED_AT_ONCE)
    return wrong
