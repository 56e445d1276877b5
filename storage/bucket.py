import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal, cast

from botocore.exceptions import BotoCoreError, ClientError

from storage.failures import BucketNotFound, StorageUnavailable

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client
    from types_aiobotocore_s3.literals import BucketLocationConstraintType
    from types_aiobotocore_s3.type_defs import (
        AbortIncompleteMultipartUploadTypeDef,
        CORSRuleTypeDef,
        LifecycleRuleTypeDef,
    )

CHECK_TIMEOUT = 5  # seconds
REFUSED = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
CLOCKS_DIFFER = timedelta(minutes=5)
"""Amazon refuses signatures that are more than 15 minutes off; others may accept less."""
CORS: "CORSRuleTypeDef" = {
    "AllowedMethods": ["GET", "HEAD", "PUT"],
    "AllowedOrigins": ["*"],
    "AllowedHeaders": ["content-type", "x-amz-checksum-sha256"],
    "ExposeHeaders": ["ETag"],
    "MaxAgeSeconds": 3600,
}
"""The CORS rule for pages of any origin: it is the signature of a URL that grants access."""
UNFINISHED: "AbortIncompleteMultipartUploadTypeDef" = {"DaysAfterInitiation": 1}
LIFECYCLE: list["LifecycleRuleTypeDef"] = [
    {
        "ID": "task-record-uploads",
        "Status": "Enabled",
        "Filter": {"Prefix": "uploads/"},
        "Expiration": {"Days": 2},
        "AbortIncompleteMultipartUpload": UNFINISHED,
    },
    {
        "ID": "task-record-unfinished",
        "Status": "Enabled",
        "Filter": {"Prefix": "task-history/"},
        "AbortIncompleteMultipartUpload": UNFINISHED,
    },
]
"""
Rules that remove objects that no row of the database names. The server itself attaches an upload to its task within 24
hours, or removes it.
"""
NOT_CONFIGURED = {"NoSuchLifecycleConfiguration", "NoSuchCORSConfiguration"}


def minutes_ahead(date: str | None) -> int:
    """
    Return by how many minutes this machine's clock is ahead of a response's `Date`; 0 if by less than five, or unknown.
    """
    try:
        ahead = datetime.now(UTC) - parsedate_to_datetime(date or "")
    except (TypeError, ValueError):  # without a zone, or no date
        return 0
    return round(ahead / timedelta(minutes=1)) if abs(ahead) > CLOCKS_DIFFER else 0


class Bucket:
    """Checks that the bucket can be used, creates it, and sets its rules."""

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
        """Return the error for storage's answer, with the cause and the remedy."""
        answer = error.response["ResponseMetadata"]
        status = answer["HTTPStatusCode"]
        if status == HTTPStatus.NOT_FOUND:
            return BucketNotFound(
                f"There is no bucket {self.bucket}.", "./run migrate, which creates it, or correct S3_BUCKET_NAME"
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
            f"Storage answers {status} for the bucket {self.bucket}.", "read its log for the reason"
        )

    async def create_bucket(self) -> bool:
        """
        Create the bucket if it does not exist, with a CORS rule for pages of any origin. Return whether it was created.
        Raise `StorageUnavailable` when the access key may not create a bucket.
        """
        try:
            await self.check()
        except BucketNotFound:
            try:
                await self._create()
            except ClientError as error:
                raise StorageUnavailable(
                    f"The bucket {self.bucket} cannot be created ({error}).",
                    "AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… ./run migrate, with a key that may create it",
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

    def rules(self, *, dry_run: bool) -> "BucketRules":
        """Return what sets the bucket's lifecycle and CORS rules, or with `dry_run` only compares them."""
        return BucketRules(self._client, self.bucket, dry_run=dry_run)

    async def _allow_public_read(self) -> None:
        """Allow anyone to read the objects under `task-history/`, as `IMAGE_URLS=public` requires."""
        resource = f"arn:{self._client.meta.partition}:s3:::{self.bucket}/task-history/*"
        statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": resource}
        # AWS blocks public policies on a new bucket; other S3 implementations have no such request.
        with suppress(ClientError):
            await self._client.delete_public_access_block(Bucket=self.bucket)
        await self._client.put_bucket_policy(
            Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        )


class BucketRules:
    """
    Sets this server's lifecycle and CORS rules on the bucket, and leaves all others. Each method returns a line for
    each change that it has made, or would make in a dry run.
    """

    def __init__(self, client: "S3Client", bucket: str, *, dry_run: bool) -> None:
        self.client, self.bucket, self.dry_run = client, bucket, dry_run

    async def set_lifecycle(self) -> list[str]:
        """Have storage remove uploads that no task uses, and the parts of unfinished multipart uploads."""
        found = await configuration(self.client.get_bucket_lifecycle_configuration(Bucket=self.bucket))
        rules = found.get("Rules", [])
        changed = [rule for rule in LIFECYCLE if rule not in rules]
        ids = {rule["ID"] for rule in LIFECYCLE}
        if changed and not self.dry_run:
            kept: Any = {name: found[name] for name in ("TransitionDefaultMinimumObjectSize",) if name in found}
            others = [rule for rule in rules if rule.get("ID") not in ids]
            await self.client.put_bucket_lifecycle_configuration(
                Bucket=self.bucket, LifecycleConfiguration={"Rules": [*others, *LIFECYCLE]}, **kept
            )
        return [f"lifecycle rule {rule['ID']}: {description(rule)}" for rule in changed]

    async def set_cors(self) -> list[str]:
        """
        Allow pages of any origin to upload images directly and to read them by script. A rule that already allows an
        origin to do both is left: the operator has chosen the origins.
        """
        found = await configuration(self.client.get_bucket_cors(Bucket=self.bucket))
        rules = found.get("CORSRules", [])
        if any(map(allows_images, rules)):
            return []
        if not self.dry_run:
            await self.client.put_bucket_cors(Bucket=self.bucket, CORSConfiguration={"CORSRules": [*rules, CORS]})
        return ["CORS: pages of any origin may GET, HEAD and PUT, where a signature allows it"]

    async def warnings(self) -> list[str]:
        """
        Return a warning for each lifecycle rule of the operator that removes images, and one if the bucket is
        versioned, because it then retains deleted objects.
        """
        found = await configuration(self.client.get_bucket_lifecycle_configuration(Bucket=self.bucket))
        removing = [rule.get("ID") for rule in found.get("Rules", []) if removes_images(rule)]
        warnings = [f"Beware: the lifecycle rule {rule} removes images that tasks name." for rule in removing]
        if (await self.client.get_bucket_versioning(Bucket=self.bucket)).get("Status") == "Enabled":
            warnings.append("Beware: the bucket is versioned, and retains deleted, purged and erased images.")
        return warnings


async def configuration(request: Any) -> dict[str, Any]:
    """Return the result of a request for a configuration of the bucket; an empty dictionary if it was never set."""
    try:
        found: dict[str, Any] = await request
    except ClientError as error:
        if error.response["Error"].get("Code") in NOT_CONFIGURED:
            return {}
        raise
    return found


def description(rule: "LifecycleRuleTypeDef") -> str:
    removed = "objects are removed after 2 days, and " if "Expiration" in rule else ""
    return f"under {rule['Filter']['Prefix']}, {removed}multipart uploads that are not finished in a day"


def allows_images(rule: "CORSRuleTypeDef") -> bool:
    """Whether the rule allows pages of its origins to send and read images."""
    return includes(rule["AllowedMethods"], CORS["AllowedMethods"]) and includes(
        rule.get("AllowedHeaders", []), CORS["AllowedHeaders"]
    )


def includes(allowed: Sequence[str], needed: Sequence[str]) -> bool:
    return "*" in allowed or {name.lower() for name in needed} <= {name.lower() for name in allowed}


def removes_images(rule: Any) -> bool:
    """Whether the lifecycle rule is enabled and removes some objects under `task-history/`."""
    filters = rule.get("Filter", {})
    prefix = filters.get("And", filters).get("Prefix", rule.get("Prefix", ""))
    ours = "task-history/"
    return rule["Status"] == "Enabled" and "Expiration" in rule and (ours.startswith(prefix) or prefix.startswith(ours))
