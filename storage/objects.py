import asyncio
import base64
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Literal, Self

import aioboto3
from aiobotocore.config import AioConfig
from aiobotocore.credentials import AioCredentials, AioRefreshableCredentials
from aiobotocore.session import AioSession
from botocore.exceptions import ClientError

from storage.bucket import Bucket
from storage.credentials import configured, current_credentials
from storage.failures import (
    ObjectNotFound,
    ObjectsNotRemoved,
    ObjectTooLarge,
    StorageSilent,
    StorageUnavailable,
    UnorderedListing,
)
from storage.object_urls import ObjectURLs
from storage.request_spans import trace_requests
from storage.s3_description import LOADER
from storage.stored_object import ObjectDescription, StoredObject, base64_sha256, object_headers
from storage.virus_scan import Antivirus

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client

CHUNK_SIZE = 256 * 1024
REMOVE_AT_ONCE = 1000  # the most that S3 accepts
CONNECTIONS = 50  # to storage, of one process
SENT_WHOLE = 256 * 1024
"""The size in bytes up to which an object is read whole and sent without waiting for storage's `100 Continue`."""
SLOWEST = 4 * 1024 * 1024
"""Bytes of an object that are sent to storage in a second, if it is slow."""
CREDENTIALS_INTERVAL = 60  # seconds


class Storage(Bucket, ObjectURLs):
    """
    The bucket of the images, in use within the context. A process needs one, whose client and connections serve all
    requests. Creating and entering it raise `StorageUnavailable` if there are no credentials, or the configuration of
    AWS tools cannot be used.
    """

    def __init__(
        self,
        *,
        bucket: str,
        region: str,
        endpoint_url: str | None = None,
        public_endpoint_url: str | None = None,
        access_key_id: str | None = None,
        secret_access_key: str | None = None,
        session_token: str | None = None,
        image_urls: Literal["signed", "public"] = "signed",
        cdn_base_url: str | None = None,
        antivirus: Antivirus | None = None,
        patience: float | None = None,
    ) -> None:
        """
        `patience`: seconds to wait for a connection, for an answer to a request, and for its next bytes. None: as long
        as botocore waits. A removal of many objects may take longer.
        """
        self.bucket = bucket
        self.region = region
        self.endpoint_url = endpoint_url
        self.public_endpoint_url = public_endpoint_url
        self.image_urls = image_urls
        self.cdn_base_url = cdn_base_url
        self.antivirus = antivirus
        self.patience = patience
        session = AioSession()
        session.register_component("data_loader", LOADER)
        with configured():
            self._session = aioboto3.Session(
                botocore_session=session,
                aws_access_key_id=access_key_id,
                aws_secret_access_key=secret_access_key,
                aws_session_token=session_token,
                region_name=region,
            )
        self._exits = AsyncExitStack()
        self._client: S3Client

    async def __aenter__(self) -> Self:
        credentials = await self.find_credentials()
        self._credentials = await current_credentials(credentials)
        virtual_host = self.endpoint_url is None and self.public_endpoint_url is None and "." not in self.bucket
        with configured():
            self._client = await self._exits.enter_async_context(
                self._session.client(
                    "s3",
                    endpoint_url=self.endpoint_url,
                    config=client_config(self.endpoint_url, virtual_host=virtual_host),
                )
            )
        self._client.meta.events.register_last("before-call.s3", send_whole)
        trace_requests(self._client)
        endpoint = (self.public_endpoint_url or self._client.meta.endpoint_url).rstrip("/")
        if virtual_host:
            self._bucket_url = endpoint.replace("://", f"://{self.bucket}.", 1)
        else:
            self._bucket_url = f"{endpoint}/{self.bucket}"
        if isinstance(credentials, AioRefreshableCredentials):
            following = asyncio.create_task(self._follow(credentials))
            self._exits.callback(following.cancel)
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self._exits.aclose()

    async def find_credentials(self) -> AioCredentials:
        """Return the settings' credentials, or those that AWS gives this machine. StorageUnavailable without any."""
        with configured():
            credentials: AioCredentials | None = await self._session.get_credentials()  # type: ignore[misc]  # stubs have it sync
        if credentials is None:
            raise StorageUnavailable(
                "There are no credentials for object storage.",
                "AWS_ACCESS_KEY_ID=… and AWS_SECRET_ACCESS_KEY=…, or run where AWS gives a role",
            )
        return credentials

    async def _follow(self, source: AioRefreshableCredentials) -> None:
        """
        Read temporary credentials every minute, which renews them in time, so that signing a URL never waits. Runs
        until it is cancelled.
        """
        while True:
            await asyncio.sleep(CREDENTIALS_INTERVAL)
            with suppress(Exception):  # botocore logs it; the next round tries again
                self._credentials = await current_credentials(source)

    async def put(self, key: str, file: BinaryIO, *, content_type: str, size: int, sha256_hex: str) -> None:
        """Store the whole file under the key; storage refuses bytes with another SHA-256."""
        async with self._answered(size):
            file.seek(0)
            await self._client.put_object(
                Bucket=self.bucket,
                Key=key,
                Body=file.read() if size <= SENT_WHOLE else file,
                ContentLength=size,
                ChecksumSHA256=base64_sha256(sha256_hex),
                **object_headers(key, content_type, self.image_urls),
            )

    async def copy(self, source: str, key: str, *, content_type: str | None, from_bucket: str | None = None) -> None:
        """
        Copy the object at the key `source`, of this bucket or of `from_bucket`, to `key`, without its bytes leaving
        storage. With a `content_type` the copy gets an image's headers, or else the source's. Raise ObjectNotFound if
        there is no source.
        """
        try:
            async with self._answered():
                await self._client.copy_object(
                    Bucket=self.bucket,
                    Key=key,
                    CopySource={"Bucket": from_bucket or self.bucket, "Key": source},
                    MetadataDirective="REPLACE" if content_type else "COPY",
                    ChecksumAlgorithm="SHA256",
                    **(object_headers(key, content_type, self.image_urls) if content_type else {}),
                )
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                raise ObjectNotFound from error
            raise

    async def get(self, key: str, file: IO[bytes], *, at_most: int) -> str:
        """
        Write the object's bytes to the file and return its content type. Raise ObjectNotFound when there is no such
        object, and ObjectTooLarge when it has more than `at_most` bytes; no more than those are written.
        """
        clock = asyncio.get_running_loop().time
        received = 0
        async with self._answered() as waiting:
            try:
                response = await self._client.get_object(Bucket=self.bucket, Key=key)
            except self._client.exceptions.NoSuchKey as error:
                raise ObjectNotFound from error
            body = response["Body"]
            async with body:
                if response["ContentLength"] > at_most:
                    raise ObjectTooLarge
                async for chunk in body.iter_chunks(CHUNK_SIZE):
                    received += len(chunk)
                    if received > at_most:
                        raise ObjectTooLarge
                    file.write(chunk)
                    if self.patience:
                        waiting.reschedule(clock() + self.patience)
        return response["ContentType"]

    async def remove(self, keys: Sequence[str]) -> None:
        """
        Remove the objects, 1,000 with each request; keys without an object are ignored. Raise ObjectsNotRemoved if any
        may remain: the caller must try again.
        """
        errors = []
        for start in range(0, len(keys), REMOVE_AT_ONCE):
            batch = keys[start : start + REMOVE_AT_ONCE]
            response = await self._client.delete_objects(
                Bucket=self.bucket, Delete={"Objects": [{"Key": key} for key in batch], "Quiet": True}
            )
            errors += response.get("Errors", [])
        if errors:
            raise ObjectsNotRemoved(
                f"Storage has not removed {len(errors)} of {len(keys)} objects; the first: "
                f"{errors[0].get('Key')}: {errors[0].get('Message') or errors[0].get('Code')}"
            )

    async def objects(self, prefix: str) -> AsyncIterator[StoredObject]:
        """
        List the objects whose keys begin with `prefix`, in the order of the keys' bytes, with a request for each 1,000.
        Raise UnorderedListing when storage lists them in another order.
        """
        last = ""
        pages = aiter(self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix))
        while page := await self._next(pages):
            for item in page.get("Contents", []):
                if item["Key"] <= last:
                    raise UnorderedListing(f"Storage lists {item['Key']} after {last}: it does not sort keys.")
                last = item["Key"]
                yield StoredObject(last, item["LastModified"], item["Size"])

    async def _next(self, pages: AsyncIterator[Any]) -> Any:
        """Return the next page; None when there is none."""
        async with self._answered():
            return await anext(pages, None)

    async def describe(self, key: str) -> ObjectDescription:
        """Ask storage for the object's type, size and SHA-256. Raise ObjectNotFound when there is no such object."""
        try:
            async with self._answered():
                head = await self._client.head_object(Bucket=self.bucket, Key=key, ChecksumMode="ENABLED")
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                raise ObjectNotFound from error
            raise
        digest = head.get("ChecksumSHA256", "-")  # one with a dash is of the parts' checksums, not of the object
        sha256 = None if "-" in digest else base64.b64decode(digest).hex()
        return ObjectDescription(head["ContentType"], head["ContentLength"], sha256)

    @asynccontextmanager
    async def _answered(self, size: int = 0) -> AsyncIterator[asyncio.Timeout]:
        """Raise StorageSilent if the context takes longer than `patience` and the time to send `size` bytes."""
        try:
            async with asyncio.timeout(self.patience and self.patience + size / SLOWEST) as waiting:
                yield waiting
        except TimeoutError as error:
            raise StorageSilent from error


def client_config(endpoint_url: str | None, *, virtual_host: bool) -> AioConfig:
    """Return botocore's configuration. With `virtual_host` the bucket is named in the host, else in the path."""
    is_here = endpoint_url and re.match(r"https?://(localhost|127\.[\d.]+|\[::1\])(:|/|$)", endpoint_url)
    return AioConfig(
        user_agent="task-record",  # botocore composes its own each time: a tenth of each request's cost
        signature_version="s3v4",
        proxies={} if is_here else None,  # no proxy on this machine; None: the environment's
        connect_timeout=3,
        read_timeout=30,
        retries={"mode": "standard", "total_max_attempts": 3},
        max_pool_connections=CONNECTIONS,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={
            "addressing_style": "virtual" if virtual_host else "path",
            # The signed SHA-256 header protects the bytes; hashing them again would block.
            "payload_signing_enabled": False,
        },
    )


def send_whole(params: dict[str, Any], **_: object) -> None:
    """Send a small object without `Expect: 100-continue`, since waiting would take longer than sending."""
    if int(params["headers"].get("Content-Length", 0)) <= SENT_WHOLE:
        params["headers"].pop("Expect", None)
