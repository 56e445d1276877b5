import asyncio
import json
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal, cast

from botocore.exceptions import BotoCoreError, ClientError

from storage.bucket_rules import CORS, BucketRules
from storage.failures import BucketNotFound, StorageUnavailable

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client
    from types_aiobotocore_s3.literals import BucketLocationConstraintType

CHECK_TIMEOUT = 5
REFUSED = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


class Bucket:
    """The bucket as a whole: whether it can be used, and how it is made."""

    bucket: str
    region: str
    endpoint_url: str | None
    image_urls: Literal["signed", "public"]
    _client: "S3Client"

    async def check(self) -> None:
        """Raise `StorageUnavailable`, saying what is wrong and how to mend it, unless the bucket is there."""
        try:
            async with asyncio.timeout(CHECK_TIMEOUT):
                response = await self._client.head_bucket(Bucket=self.bucket)
        except ClientError as error:
            raise self._unavailable(error.response["ResponseMetadata"]["HTTPStatusCode"]) from error
        except (BotoCoreError, OSError) as error:
            raise StorageUnavailable(
                f"Object storage cannot be reached ({error or 'no answer in time'}).",
                "AWS_ENDPOINT_URL_S3=https://s3.example.com, of a storage that runs",
            ) from error
        region = response.get("BucketRegion", self.region)
        if self.endpoint_url is None and region != self.region:
            raise StorageUnavailable(f"The bucket {self.bucket} is in {region}.", f"AWS_REGION={region}")

    def _unavailable(self, status: int) -> StorageUnavailable:
        """The failure that a status of the store's answer stands for, with what mends it."""
        if status == HTTPStatus.NOT_FOUND:
            return BucketNotFound(
                f"There is no bucket {self.bucket}.", "./run migrate, which makes it, or correct S3_BUCKET_NAME"
            )
        if status in REFUSED:
            return StorageUnavailable(
                f"Storage refuses access to the bucket {self.bucket}.",
                f"AWS_ACCESS_KEY_ID=… and AWS_SECRET_ACCESS_KEY=… that may s3:ListBucket on arn:aws:s3:::{self.bucket}",
            )
        return StorageUnavailable(
            f"Storage answers {status} for the bucket {self.bucket}.", "look at its own log for the reason"
        )

    async def create_bucket(self) -> None:
        """
        Create the bucket if there is none, with CORS rules for browsers of any origin: signatures say who may do
        what. StorageUnavailable when this key may not.
        """
        try:
            await self.check()
        except BucketNotFound:
            try:
                await self._create()
            except ClientError as error:
                raise StorageUnavailable(
                    f"The bucket {self.bucket} cannot be made ({error}).",
                    "AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… ./run migrate, with a key that may make it",
                ) from error

    async def _create(self) -> None:
        exceptions = self._client.exceptions
        # Another process may be creating it, too.
        with suppress(exceptions.BucketAlreadyOwnedByYou, exceptions.BucketAlreadyExists):
            if self.region == "us-east-1":  # which S3 refuses by name
                await self._client.create_bucket(Bucket=self.bucket)
            else:
                region = cast("BucketLocationConstraintType", self.region)
                await self._client.create_bucket(
                    Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": region}
                )
        await self._client.put_bucket_cors(Bucket=self.bucket, CORSConfiguration={"CORSRules": [CORS]})
        if self.image_urls == "public":
            await self._allow_public_read()

    def rules(self, *, dry_run: bool) -> BucketRules:
        """The bucket's lifecycle rules and CORS, to be set, or looked at alone."""
        return BucketRules(self._client, self.bucket, dry_run=dry_run)

    async def _allow_public_read(self) -> None:
        """Let anyone read what lies below `task-history/`, for `IMAGE_URLS=public`."""
        resource = f"arn:{self._client.meta.partition}:s3:::{self.bucket}/task-history/*"
        statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": resource}
        # AWS blocks public policies on a new bucket; other stores do not know of that.
        with suppress(ClientError):
            await self._client.delete_public_access_block(Bucket=self.bucket)
        await self._client.put_bucket_policy(
            Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        )
