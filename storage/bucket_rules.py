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
Rules that remove what no row of the database names. An upload that is known is attached to its task within 24 hours,
or the server removes it.
"""
NOT_CONFIGURED = {"NoSuchLifecycleConfiguration", "NoSuchCORSConfiguration"}


class BucketRules:
    """
    Sets this server's lifecycle and CORS rules on the bucket and keeps all others. Each method returns a line for each
    change that it has made, or in a dry run would make; an empty list where nothing is to be changed.
    """

    def __init__(self, client: "S3Client", bucket: str, *, dry_run: bool) -> None:
        self.client, self.bucket, self.dry_run = client, bucket, dry_run

    async def set_lifecycle(self) -> list[str]:
        """Have storage remove uploads that no task came to use, and the parts of unfinished multipart uploads."""
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
        Let pages of any origin upload images directly and read them by script. Nothing is changed where some rule
        already lets an origin do both: the operator has chosen the origins.
        """
        found = await configuration(self.client.get_bucket_cors(Bucket=self.bucket))
        rules = found.get("CORSRules", [])
        if any(map(allows_images, rules)):
            return []
        if not self.dry_run:
            await self.client.put_bucket_cors(Bucket=self.bucket, CORSConfiguration={"CORSRules": [*rules, CORS]})
        return ["CORS: pages of any origin may GET, HEAD and PUT, as far as signatures let them"]

    async def warnings(self) -> list[str]:
        """
        Return a warning for each rule of others that has images expire, and one if the bucket is versioned, which
        keeps what is deleted. Nothing is changed.
        """
        found = await configuration(self.client.get_bucket_lifecycle_configuration(Bucket=self.bucket))
        removing = [rule.get("ID") for rule in found.get("Rules", []) if removes_images(rule)]
        warnings = [f"Beware: the lifecycle rule {rule} removes images that tasks name." for rule in removing]
        if (await self.client.get_bucket_versioning(Bucket=self.bucket)).get("Status") == "Enabled":
            warnings.append("Beware: the bucket keeps earlier versions, of what is deleted, purged or erased, too.")
        return warnings


async def configuration(request: Any) -> dict[str, Any]:
    """Await a request for a configuration of the bucket; an empty dictionary when none was ever set."""
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
    """Whether the rule lets pages of the origins that it names send and read images."""
    return includes(rule["AllowedMethods"], CORS["AllowedMethods"]) and includes(
        rule.get("AllowedHeaders", []), CORS["AllowedHeaders"]
    )


def includes(allowed: Sequence[str], needed: Sequence[str]) -> bool:
    return "*" in allowed or {name.lower() for name in needed} <= {name.lower() for name in allowed}


def removes_images(rule: Any) -> bool:
    """Whether the lifecycle rule is enabled and has objects under `task-history/`, or some of them, expire."""
    filters = rule.get("Filter", {})
    prefix = filters.get("And", filters).get("Prefix", rule.get("Prefix", ""))
    ours = "task-history/"
    return rule["Status"] == "Enabled" and "Expiration" in rule and (ours.startswith(prefix) or prefix.startswith(ours))
