"""An attacker who can write to the place for backups cannot change what a restore does."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from gzip import compress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyrage
import pytest

from server.operations.backup.places.backup_manifest import LARGEST_LIST, unpacked
from server.operations.backup.places.place import BackupFailed, Folder, checked_name
from server.operations.backup.places.signing import Signatures
from server.operations.backup.places.vault import Vault
from server.operations.backup.restoring import RestoreOptions, restore
from server.operations.backup.taking import BackupKeys, back_up, record_erasures
from server.settings.settings import Settings
from tests.application import in_process
from tests.models.connections import as_owner
from tests.resolvers.finding.indexing import note
from tests.server.operations.backup.backup_keys import Keys
from tests.server.operations.backup.disaster import NOTED_LATER, destroy, tables_with, world_of
from tests.server.worker_tables import IMAGES

pytestmark = pytest.mark.own_database

UNSIGNED = b"task-record backup 2 unsigned\n"
Tampering = Callable[[Path], None]


def the(place: Path, pattern: str) -> Path:
    [path] = paths_of(place, pattern)
    return path


def with_manifest(place: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the manifest of the only backup, which is not signed afterwards."""
    path = the(place, "backups/*/manifest")
    manifest = json.loads(path.read_bytes().partition(b"\n")[2])
    change(manifest)
    path.write_bytes(UNSIGNED + json.dumps(manifest).encode())


def with_list(place: Path, content: bytes) -> None:
    """Replace the list of images, and what the manifest says of it."""
    the(place, "backups/*/images-000000.gz").write_bytes(content)
    digest = sha256(content).hexdigest()
    stored = [len(content), digest, len(content), digest]
    with_manifest(place, lambda manifest: manifest["images"].update(lists=[stored]))


def listed(key: str) -> bytes:
    """A line of a list of images."""
    content = b"an image"
    digest = sha256(content).hexdigest()
    return json.dumps([key, "image/png", len(content), digest, len(content), digest]).encode()


def with_table(place: Path, name: str) -> None:
    with_manifest(
        place, lambda manifest: manifest["database"]["tables"].append({"name": name, "is_made": True, "rows": 0})
    )


FORGED: list[tuple[Tampering, str]] = [
    (lambda place: with_manifest(place, lambda m: m["images"].update(pool="../../home")), "is not the manifest"),
    (lambda place: with_manifest(place, lambda m: m.update(id="../../home/.bashrc")), "is not the manifest"),
    (lambda place: with_table(place, "public.x; DROP TABLE auth.users"), "is not the manifest"),
    (lambda place: with_table(place, 'public."x"'), "is not the manifest"),
    (lambda place: with_list(place, compress(listed("other-application/key"))), "is malformed or too long"),
    (
        lambda place: with_list(place, compress(listed("uploads/a").ljust(LARGEST_LIST + 1))),
        "is malformed or too long",
    ),
    (lambda place: with_list(place, b"not compressed"), "is malformed or too long"),
    (lambda place: with_list(place, compress(b"[]\n")), "is malformed or too long"),
]


@pytest.mark.slow
async def test_a_manifest_leads_nowhere_else(settings: Settings, elsewhere: Settings, tmp_path: Path) -> None:
    """An unsigned manifest can be changed, but only to valid values. With any other, nothing is restored."""
    place, tampered = tmp_path / "place", tmp_path / "s" / "tampered"
    async with in_process(settings) as application:
        await application.new_client().task("createTask", prompt="a fox", originalImage=IMAGES[0])
    await back_up(settings, str(place), BackupKeys(), print, read_back=False)
    await destroy(settings)
    for tamper, reason in FORGED:
        shutil.copytree(place, tampered)
        tamper(tampered)
        with pytest.raises(BackupFailed, match=reason):
            await restore(elsewhere, str(tampered), RestoreOptions(None, [], []), print)
        await nothing_is_restored(settings)
        shutil.rmtree(tampered)
    assert {path.name for path in paths_of(tmp_path, "*")} == {"place", "s"}


async def nothing_is_restored(settings: Settings) -> None:
    async with as_owner(settings) as owner:
        assert await owner.fetchval("SELECT to_regnamespace('task_record')") is None


def paths_of(top: Path, pattern: str) -> list[Path]:
    return sorted(top.glob(pattern))


@pytest.mark.parametrize(
    "name",
    [
        *("../s/home/.bashrc", "/etc/passwd", "a/../b", "a//b", "a/", "", ".", ".."),
        *("a/.hidden", "a\0b", "a\nb", "a\\b", "é"),
    ],
)
async def test_no_name_leads_out_of_a_place(tmp_path: Path, name: str) -> None:
    with pytest.raises(BackupFailed, match="is not the name of a file in a backup"):
        checked_name(name)
    vault = Vault(Folder(tmp_path / "place"))
    with pytest.raises(BackupFailed, match="is not the name of a file in a backup"):
        await vault.write_plain(name, b"x")
    assert not paths_of(tmp_path, "**/*")


async def test_no_symbolic_link_leads_out_of_a_place(tmp_path: Path) -> None:
    place, home = tmp_path / "place", tmp_path / "home"
    place.mkdir()
    home.mkdir()
    (home / "secret").write_bytes(b"secret")
    (place / "images").symlink_to(home)
    (place / "lists").mkdir()
    (place / "lists" / "one").symlink_to(home / "secret")
    (place / "lists" / ".two.unfinished").symlink_to(home / "secret")
    vault = Vault(Folder(place))
    with pytest.raises(BackupFailed, match="by a symbolic link"):
        await vault.write_plain("images/bashrc", b"x")
    with pytest.raises(OSError, match="symbolic links"):
        await vault.read_record("lists/one")
    with pytest.raises(OSError, match="symbolic links"):
        await vault.write_plain("lists/two", b"x")
    assert paths_of(home, "*") == [home / "secret"]
    assert (home / "secret").read_bytes() == b"secret"


@pytest.mark.slow
def test_a_list_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(BackupFailed, match="too long"):
        unpacked(compress(bytes(2**28)))
    with pytest.raises(BackupFailed, match="too long"):
        unpacked(compress(b"[]")[:-9])


async def test_a_record_is_signed_for_its_name_and_its_database(tmp_path: Path) -> None:
    keys = Keys.made(tmp_path)

    def vault(part: str, **given: Any) -> Vault:
        return Vault(Folder(tmp_path / part), part, signatures=Signatures(**given))

    written = vault("database-1", signing_key=keys.signing)
    await written.write_record("erasures/one", b"content")
    assert await vault("database-1", signers=[keys.signer]).read_record("erasures/one") == b"content"
    for other in ("database-1/erasures/two", "database-2/erasures/one"):
        (tmp_path / other).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tmp_path / "database-1" / "erasures" / "one", tmp_path / other)
        part, _, name = other.partition("/")
        with pytest.raises(BackupFailed, match="is not signed by the key"):
            await vault(part, signers=[keys.signer]).read_record(name)
    with pytest.raises(BackupFailed, match="Give --signer"):
        await vault("database-1").read_record("erasures/one")


def sealed_by_somebody(keys: Keys) -> Tampering:
    """Replace the dump by one that is encrypted for the same recipient, and say so in the manifest."""

    def tamper(place: Path) -> None:
        content = b"another dump"
        sealed = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(keys.recipient)])
        the(place, "backups/*/made.0").write_bytes(sealed)
        stored = [len(content), sha256(content).hexdigest(), len(sealed), sha256(sealed).hexdigest()]
        with_manifest(place, lambda manifest: manifest["database"].update(made=[stored]))

    return tamper


def in_plain_text(place: Path) -> None:
    """Replace the dump by one that is not encrypted."""
    content = b"another dump"
    the(place, "backups/*/made.0").write_bytes(content)
    stored = [len(content), sha256(content).hexdigest()] * 2
    with_manifest(place, lambda manifest: manifest["database"].update(made=[stored]))
    with_manifest(place, lambda manifest: manifest.update(is_encrypted=False))


def with_one_image(place: Path) -> None:
    images = [path for path in paths_of(place, "images-*/**/*") if path.is_file()]
    for path in images:
        path.write_bytes(images[0].read_bytes())


def with_another_piece(place: Path) -> None:
    the(place, "backups/*/made.0").write_bytes(the(place, "backups/*/images-000000.gz").read_bytes())


def renamed(place: Path) -> None:
    """An old backup in place of a new one."""
    backup = the(place, "backups/*")
    backup.rename(backup.with_name(f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}-0000"))


def without_erasures(place: Path) -> None:
    shutil.rmtree(place / "erasures")


def without_a_list(place: Path) -> None:
    """The list that has the erasure since the backup."""
    noted = json.loads((place / "erasures" / "latest").read_bytes().partition(b"\n")[2])
    (place / "erasures" / f"{noted['sha256']}.ndjson").unlink()


def with_a_shorter_list(place: Path) -> None:
    noted = json.loads((place / "erasures" / "latest").read_bytes().partition(b"\n")[2])
    path = place / "erasures" / f"{noted['sha256']}.ndjson"
    path.write_bytes(path.read_bytes().partition(b"\n")[0] + b"\n")


def with_an_unsigned_list(place: Path) -> None:
    """A list would also have users erased who were not."""
    content = b"00000000-0000-0000-0000-000000000000\n"
    (place / "erasures" / f"{sha256(content).hexdigest()}.ndjson").write_bytes(UNSIGNED + content)


@pytest.mark.slow
async def test_an_encrypted_backup_is_authentic_as_a_whole(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """Whatever is changed, removed or put in place of another is noticed before anything is restored."""
    keys, told = Keys.made(tmp_path), list[str]()
    place = tmp_path / "place"
    options = RestoreOptions(None, [keys.identity], [], [keys.signer])
    async with in_process(settings) as application:
        user, leaving = application.new_client(), application.new_client()
        await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
        await leaving.task("createTask", prompt="a fox who leaves", originalImage=IMAGES[1])
        await note(settings)
        await back_up(settings, str(place), BackupKeys([keys.recipient], keys.signing), print, read_back=True)
        kept = tables_with(user.id, await world_of(settings))
        erased = {"userId": str(leaving.id), "dryRun": False}
        await application.new_client(role="admin").mutate("eraseUser", "erasure { id }", **erased)
        with pytest.raises(BackupFailed, match="Give --signer"):
            await record_erasures(settings, str(place))
        await record_erasures(settings, str(place), keys.signing)
    await destroy(settings)
    tamperings: list[tuple[Tampering, str]] = [
        (lambda place: with_manifest(place, lambda _: None), "is not signed"),
        (sealed_by_somebody(keys), "is not signed"),
        (in_plain_text, "is not signed"),
        (with_another_piece, "was changed"),
        (renamed, "is not signed by the key"),
        (without_erasures, "latest is missing"),
        (without_a_list, "is missing, so erasures"),
        (with_a_shorter_list, "is not signed by the key"),
        (with_an_unsigned_list, "is not signed"),
    ]
    for tamper, reason in tamperings:
        tampered = tmp_path / "tampered"
        shutil.copytree(place, tampered)
        tamper(tampered)
        with pytest.raises(BackupFailed, match=reason):
            await restore(elsewhere, str(tampered), options, told.append)
        await nothing_is_restored(settings)
        shutil.rmtree(tampered)
    shutil.copytree(place, tampered)
    with_one_image(tampered)
    with pytest.raises(BackupFailed, match=r"was changed|has more than"):
        await restore(elsewhere, str(tampered), options, told.append)
    await restore(elsewhere, str(place), options, told.append)
    restored = await world_of(elsewhere)
    assert tables_with(user.id, restored) - NOTED_LATER == kept - NOTED_LATER
    assert tables_with(leaving.id, restored) == {"task_record.erasures", "task_record.audit_entries"}


@pytest.mark.slow
async def test_wrong_keys_and_formats_are_reported(settings: Settings, tmp_path: Path) -> None:
    keys, place = Keys.made(tmp_path), tmp_path / "place"

    async def refused(**given: Any) -> str:
        with pytest.raises(BackupFailed) as failed:
            await restore(
                settings, str(place), RestoreOptions(None, **{"identities": [], "erasures": []} | given), print
            )
        return str(failed.value)

    with pytest.raises(BackupFailed, match="must be signed"):
        await back_up(settings, str(place), BackupKeys([keys.recipient]), print, read_back=False)
    with pytest.raises(BackupFailed, match="is not a secret key for signing"):
        await back_up(settings, str(place), BackupKeys([], keys.identity), print, read_back=False)
    assert not place.exists()
    await back_up(settings, str(place), BackupKeys([], keys.signing), print, read_back=True)
    assert "Give --signer" in await refused(identities=[keys.identity])
    assert "is not encrypted" in await refused(identities=[keys.identity], signers=[keys.signer])
    assert "is not a signer's public key" in await refused(signers=[keys.identity])
    assert "is signed. Give --signer" in await refused()
    with pytest.raises(BackupFailed, match="Give --signer"):
        await back_up(settings, str(place), BackupKeys(), print, read_back=False)
    manifest = the(place, "backups/*/manifest")
    manifest.rename(manifest.with_name("manifest.json"))
    told: list[str] = []
    with pytest.raises(BackupFailed, match="no complete backup here"):
        await restore(settings, str(place), RestoreOptions(None, [], [], [keys.signer]), told.append)
    assert "has the format of an earlier version of the server" in told[0]
