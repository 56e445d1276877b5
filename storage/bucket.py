import asyncio
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal, cast

from botocore.exceptions import BotoCoreError, ClientError

from storage.bucket_rules import CORS, BucketRules
from storage.failures import BucketNotFound, StorageUnavailable

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client
    from types_aiobotocore_s3.literals import BucketLocationConstraintType

CHECK_TIMEOUT = 5  # seconds
REFUSED = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


CLOCKS_DIFFER = timedelta(minutes=5)
"""Amazon refuses signatures that are more than 15 minutes off; others may accept less."""


def minutes_ahead(date: str | None) -> int:
    """Return by how many minutes this machine's clock is ahead of a response's `Date`; 0 where that is no matter."""
    try:
        ahead = datetime.now(UTC) - parsedate_to_datetime(date or "")
    except (TypeError, ValueError):  # without a zone, or no date
        return 0
    return round(ahead / timedelta(minutes=1)) if abs(ahead) > CLOCKS_DIFFER else 0


class Bucket:
    """Operations on the bucket as a whole: checking that it can be used, creating it, setting its rules."""

    bucket: str
    region: str
    endpoint_url: str | None
    image_urls: Literal["signed", "public"]
    _client: "S3Client"

    async def check(self) -> None:
        """
        Raise `StorageUnavailable`, with the cause and the remedy, unless the bucket answers within 5 seconds and is in
        the configured region.
        """
        try:
            async with asyncio.timeout(CHECK_TIMEOUT):
                response = await self._client.head_bucket(Bucket=self.bucket)
        except ClientError as error:
            raise self._unavailable(error) from error
        except (BotoCoreError, OSError) as error:
            raise StorageUnavailable(
                f"Object storage cannot be reached ({str(error) or 'no answer in time'}).",
                "AWS_ENDPOINT_URL_S3=https://s3.example.com, of a storage that runs",
            ) from error
        region = response.get("BucketRegion", self.region)
        if self.endpoint_url is None and region != self.region:
            raise StorageUnavailable(f"The bucket {self.bucket} is in {region}.", f"AWS_REGION={region}")

    def _unavailable(self, error: ClientError) -> StorageUnavailable:
        """Return the error, cause and remedy, for what storage has answered."""
        answer = error.response["ResponseMetadata"]
        status = answer["HTTPStatusCode"]
        if status == HTTPStatus.NOT_FOUND:
            return BucketNotFound(
                f"There is no bucket {self.bucket}.", "./run migrate, which makes it, or correct S3_BUCKET_NAME"
            )
        if status in REFUSED and (minutes := minutes_ahead(answer["HTTPHeaders"].get("date"))):
            which = "fast" if minutes > 0 else "slow"
            return StorageUnavailable(
                f"The clock of this machine is {abs(minutes)} minutes {which}, by storage's.", "set the clock, by NTP"
            )
        if status in REFUSED:
            return StorageUnavailable(
                f"Storage refuses access to the bucket {self.bucket}.",
                f"AWS_ACCESS_KEY_ID=… and AWS_SECRET_ACCESS_KEY=… that may s3:ListBucket on arn:aws:s3:::{self.bucket}",
            )
        return StorageUnavailable(
            f"Storage answers {status} for the bucket {self.bucket}.", "look at its own log for the reason"
        )

    async def create_bucket(self) -> bool:
        """
        Create the bucket if it does not exist, with a CORS rule for pages of any origin: it is the signature of a URL
        that grants access. Return whether it was created. Raise `StorageUnavailable` when the access key may not create
        a bucket.
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
            return True
        return False

    async def _create(self) -> None:
        exceptions = self._client.exceptions
        # Another process may have created it in the meantime.
        with suppress(exceptions.BucketAlreadyOwnedByYou, exceptions.BucketAlreadyExists):
            if self.region == "us-east-1":  # the default, which S3 refuses as a LocationConstraint
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
        """Return the bucket's lifecycle and CORS rules, to be set, or with `dry_run` to be compared only."""
        return BucketRules(self._client, self.bucket, dry_run=dry_run)

    async def _allow_public_read(self) -> None:
        """Let anyone read the objects under `task-history/`, as `IMAGE_URLS=public` requires."""
        resource = f"arn:{self._client.meta.partition}:s3:::{self.bucket}/task-history/*"
        statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": resource}
        # AWS blocks public policies on a new bucket; other S3 implementations have no such request.
        with suppress(ClientError):
            await self._client.delete_public_access_block(Bucket=self.bucket)
        await self._client.put_bucket_policy(
            Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        )
