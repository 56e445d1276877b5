from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client
    from types_aiobotocore_s3.type_defs import (
        AbortIncompleteMultipartUploadTypeDef,
        CORSRuleTypeDef,
        LifecycleRuleTypeDef,
    )

CORS: "CORSRuleTypeDef" = {
    "AllowedMethods": ["GET", "HEAD", "PUT"],
    "AllowedOrigins": ["*"],
    "AllowedHeaders": ["content-type", "x-amz-checksum-sha256"],
    "ExposeHeaders": ["ETag"],
    "MaxAgeSeconds": 3600,
}
"""For browsers of any origin: signatures say who may do what."""
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
"""An upload is attached within 24 hours, or the server removes it: these are for what it could not know of."""
ABSENT = {"NoSuchLifecycleConfiguration", "NoSuchCORSConfiguration"}


class BucketRules:
    """
    The bucket's lifecycle rules and CORS: this server's are set, all others kept. Each method says in sentences what it
    has changed, or in a dry run would; none where all is as it should be.
    """

    def __init__(self, client: "S3Client", bucket: str, *, dry_run: bool) -> None:
        self.client, self.bucket, self.dry_run = client, bucket, dry_run

    async def set_lifecycle(self) -> list[str]:
        """For uploads that came to nothing, and parts that were never put together."""
        found = await existing(self.client.get_bucket_lifecycle_configuration(Bucket=self.bucket))
        rules = found.get("Rules", [])
        changed = [rule for rule in LIFECYCLE if rule not in rules]
        ids = {rule["ID"] for rule in LIFECYCLE}
        if changed and not self.dry_run:
            kept: Any = {name: found[name] for name in ("TransitionDefaultMinimumObjectSize",) if name in found}
            others = [rule for rule in rules if rule.get("ID") not in ids]
            await self.client.put_bucket_lifecycle_configuration(
                Bucket=self.bucket, LifecycleConfiguration={"Rules": [*others, *LIFECYCLE]}, **kept
            )
        return [f"lifecycle rule {rule['ID']}: {told(rule)}" for rule in changed]

    async def set_cors(self) -> list[str]:
        """For direct uploads and pages that read images by script, unless a rule lets some origin do all of it."""
        found = await existing(self.client.get_bucket_cors(Bucket=self.bucket))
        rules = found.get("CORSRules", [])
        if any(map(suffices, rules)):
            return []
        if not self.dry_run:
            await self.client.put_bucket_cors(Bucket=self.bucket, CORSConfiguration={"CORSRules": [*rules, CORS]})
        return ["CORS: pages of any origin may GET, HEAD and PUT, as far as signatures let them"]

    async def warnings(self) -> list[str]:
        """What others have set up that removes images, or keeps what is removed. Nothing of it is changed."""
        found = await existing(self.client.get_bucket_lifecycle_configuration(Bucket=self.bucket))
        removing = [rule.get("ID") for rule in found.get("Rules", []) if removes_images(rule)]
        told = [f"Beware: the lifecycle rule {rule} removes images that tasks name." for rule in removing]
        if (await self.client.get_bucket_versioning(Bucket=self.bucket)).get("Status") == "Enabled":
            told.append("Beware: the bucket keeps earlier versions, of what is deleted, purged or erased, too.")
        return told


async def existing(asked: Any) -> dict[str, Any]:
    """What storage answers; nothing where nothing was ever set."""
    try:
        found: dict[str, Any] = await asked
    except ClientError as error:
        if error.response["Error"].get("Code") in ABSENT:
            return {}
        raise
    return found


def told(rule: "LifecycleRuleTypeDef") -> str:
    removed = "objects are removed after 2 days, and " if "Expiration" in rule else ""
    return f"under {rule['Filter']['Prefix']}, {removed}multipart uploads that are not finished in a day"


def suffices(rule: "CORSRuleTypeDef") -> bool:
    """Whether it lets browsers of the origins that it names send and read images."""
    return includes(rule["AllowedMethods"], CORS["AllowedMethods"]) and includes(
        rule.get("AllowedHeaders", []), CORS["AllowedHeaders"]
    )


def includes(allowed: Sequence[str], needed: Sequence[str]) -> bool:
    return "*" in allowed or {name.lower() for name in needed} <= {name.lower() for name in allowed}


def removes_images(rule: Any) -> bool:
    """Whether it is in force and has objects under task-history/ expire, or some of them."""
    filters = rule.get("Filter", {})
    prefix = filters.get("And", filters).get("Prefix", rule.get("Prefix", ""))
    ours = "task-history/"
    return rule["Status"] == "Enabled" and "Expiration" in rule and (ours.startswith(prefix) or prefix.startswith(ours))
