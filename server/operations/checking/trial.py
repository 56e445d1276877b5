"""The trials of `./run check` that write, or call other servers. `/readyz`, called every few seconds, omits them."""

import asyncio
import io
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from tempfile import TemporaryFile
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp
import asyncpg
from botocore.exceptions import BotoCoreError, ClientError

from models.connection import UNUSABLE
from models.database import Database
from resolvers.images.inspected_image import inspect
from resolvers.images.recorded_image import source_type_of
from server.access.issuer_keys import UNUSABLE_KEYS, IssuerKeys, public_keys
from server.operations.checking.problem import Problem, Severity
from server.settings.settings import Settings
from server.stores.shared_store import SharedStore, StoreUnusable
from storage.failures import StorageError
from storage.images.image_content import SMALLEST
from storage.images.image_inspection import ImageInspection
from storage.images.keys import PREFIXES
from storage.objects import Storage
from storage.provenance.assertions import Assertions

TRIAL_TIMEOUT = 5.0
"""Seconds that a notification or a request to storage may take."""
CONTENT = b"./run check"
DIGEST = sha256(CONTENT).hexdigest()
REDIS_REMEDY = "REDIS_URL=redis://:password@host:6379/0, of a Redis or Valkey that runs, or leave it out"


async def problems_of_listening(settings: Settings, database: Database) -> list[Problem]:
    """Return a problem if a notification sent through DATABASE_URL does not arrive through DATABASE_LISTEN_URL."""
    channel, arrived = f"task_record_check_{uuid4().hex}", asyncio.Event()
    try:
        async with asyncio.timeout(TRIAL_TIMEOUT):
            connection = await asyncpg.connect(settings.database_listen_url.get_secret_value())
            try:
                await connection.add_listener(channel, lambda *_: arrived.set())
                async with database.pool.acquire() as notifying:
                    await notifying.execute("SELECT pg_notify($1, '')", channel)
                await arrived.wait()
            finally:
                connection.terminate()
    except TimeoutError:
        what = "PostgreSQL's notifications do not arrive: a pooler in transaction mode loses them."
    except UNUSABLE as error:
        what = f"DATABASE_LISTEN_URL cannot be used: {type(error).__name__}."
    else:
        return []
    remedy = "DATABASE_LISTEN_URL=postgresql://role:password@host:5432/database, of PostgreSQL itself and no pooler"
    return [Problem(what, remedy)]


async def problems_of_writing(storage: Storage) -> list[Problem]:
    """Return a problem for each of S3's actions that is refused under the prefix of images or that of uploads."""
    return [problem for prefix in PREFIXES for problem in await problems_below(storage, prefix)]


async def put(storage: Storage, key: str) -> None:
    await storage.put(key, io.BytesIO(CONTENT), content_type="text/plain", size=len(CONTENT), sha256_hex=DIGEST)


async def problems_below(storage: Storage, prefix: str) -> list[Problem]:
    """Put, get and remove an object under the prefix. Return a problem for each of the three that fails."""
    key = f"{prefix}check-{uuid4()}"
    tried = {
        "s3:PutObject": put(storage, key),
        "s3:GetObject": storage.get(key, io.BytesIO(), at_most=len(CONTENT)),
        "s3:DeleteObject": storage.remove([key]),
    }
    found = []
    for action, request in tried.items():
        try:
            async with asyncio.timeout(TRIAL_TIMEOUT):
                await request
        except (StorageError, BotoCoreError, ClientError, OSError) as error:
            what = f"Storage refuses {action} below {prefix} ({str(error) or 'no answer in time'})."
            remedy = f"allow {action} on arn:aws:s3:::{storage.bucket}/{prefix}* to the owner of AWS_ACCESS_KEY_ID"
            found.append(Problem(what, remedy))
    return found


async def problems_of_address(storage: Storage) -> list[Problem]:
    """
    Return a problem when an image cannot be fetched by the address that browsers get. A proxy before storage may route
    it elsewhere, or break its signature.
    """
    key = f"{PREFIXES[0]}check-{uuid4()}"
    await put(storage, key)
    try:
        address = storage.url(key).url
        fault = await fault_of_address(address)
    finally:
        await storage.remove([key])
    if fault is None:
        return []
    where = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    remedy = "S3_PUBLIC_ENDPOINT_URL=https://images.example.com, of a storage that browsers reach, Host unchanged"
    if storage.image_urls == "public":
        remedy = "CDN_BASE_URL=https://cdn.example.com, in front of the bucket, which anyone may read"
    return [Problem(f"Browsers fetch images from {where}, which {fault}.", remedy)]


async def fault_of_address(address: str) -> str | None:
    """Return what is wrong with the answer to a browser's request, or None when it is the trial's content."""
    timeout = aiohttp.ClientTimeout(total=TRIAL_TIMEOUT)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(address) as answer:
            content = await answer.content.read(len(CONTENT) + 1)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return f"cannot be reached from here ({str(error) or 'no answer in time'})"
    if answer.status != 200:
        return f"answers {answer.status}"
    return None if content == CONTENT else "returns other content"


async def problems_of_keys(settings: Settings) -> list[Problem]:
    """Return a problem when the issuer's keys cannot be fetched, unless tokens are verified with a secret."""
    if settings.jwt_secret or not settings.jwt_jwks_url:
        return []
    async with IssuerKeys(settings.jwt_jwks_url) as keys:
        try:
            public_keys(await keys.download())
        except UNUSABLE_KEYS as error:
            what = f"There are no keys of the issuer at {settings.jwt_jwks_url} ({str(error) or 'no answer in time'})."
            remedy = "JWT_JWKS_URL or SUPABASE_URL with the issuer's address, or JWT_SECRET=… if it signs by a secret"
            return [Problem(what, remedy)]
    return []


async def problems_of_redis(settings: Settings) -> list[Problem]:
    """Return a problem when REDIS_URL is set and no server answers there."""
    if settings.redis_url is None:
        return []
    async with SharedStore(settings.redis_url) as store:
        return await redis_problems(store)


async def redis_problems(store: SharedStore) -> list[Problem]:
    """Return a problem when the server of REDIS_URL does not answer, or did not a moment ago."""
    try:
        await store.ask(store.client.time)
    except StoreUnusable as error:
        reason = error.__cause__ or "it did not answer a moment ago"
        return [Problem(f"REDIS_URL cannot be used ({reason}): each process counts for itself.", REDIS_REMEDY)]
    return []


EXPIRES_SOON = timedelta(days=30)
REMEDY = "replace the files in CONTENT_CREDENTIALS_CERTIFICATES and CONTENT_CREDENTIALS_KEY, and restart the servers"


async def problems_of_signing(settings: Settings) -> list[Problem]:
    """Return a warning when images cannot be signed, or the certificate expires soon. Servers store them anyway."""
    if (key := settings.signing_key) is None:
        return []
    now = datetime.now(UTC)
    assertions = Assertions(str(uuid4()), source_type_of(is_edit=False), now.isoformat())
    with TemporaryFile() as file, TemporaryFile() as signed:
        file.write(SMALLEST)
        content = await inspect(file, None, ImageInspection(assertions=assertions, key=key, target=signed))
    if content.unsigned:
        return [Problem(f"Images cannot be signed: {content.unsigned}.", REMEDY, Severity.WARNING)]
    if key.expires_at < now + EXPIRES_SOON:
        what = f"The certificate that signs images expires on {key.expires_at:%d %B %Y}."
        return [Problem(what, REMEDY, Severity.WARNING)]
    return []
