"""`./run storage-setup` sets the bucket's rules, and leaves those of the operator."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from server.settings.settings import Settings
from storage.objects import Storage
from tests.server.commands import run, variables

FOREIGN: Any = {"ID": "logs", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 30}}
FOREIGN_CORS: Any = {"AllowedMethods": ["GET"], "AllowedOrigins": ["https://app.example.com"], "MaxAgeSeconds": 9}
SET = [
    "lifecycle rule task-record-uploads: under uploads/, objects are removed after 2 days, and multipart uploads that "
    "are not finished in a day",
    "lifecycle rule task-record-unfinished: under task-history/, multipart uploads that are not finished in a day",
    "CORS: pages of any origin may GET, HEAD and PUT, where a signature allows it",
]


@pytest.fixture(params=["SeaweedFS", "AWS"])
async def ready(request: pytest.FixtureRequest, storage: Storage, aws: str) -> AsyncIterator[Storage]:
    """A bucket with a lifecycle and a CORS rule of the operator."""
    if request.param == "SeaweedFS":
        yield await set_up(storage)
        return
    async with Storage(
        bucket=storage.bucket, region="us-east-1", endpoint_url=aws, access_key_id="key", secret_access_key="secret"
    ) as of_aws:
        await of_aws.create_bucket()
        yield await set_up(of_aws)


async def set_up(storage: Storage) -> Storage:
    client, bucket = storage._client, storage.bucket
    await client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [FOREIGN]})
    await client.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [FOREIGN_CORS]})
    return storage


async def rules_of(storage: Storage) -> tuple[list[Any], list[Any]]:
    client = storage._client
    lifecycle = await client.get_bucket_lifecycle_configuration(Bucket=storage.bucket)
    cors = await client.get_bucket_cors(Bucket=storage.bucket)
    return lifecycle["Rules"], cors["CORSRules"]


@pytest.mark.slow
async def test_rules_are_added_to_those_of_the_operator(ready: Storage) -> None:
    before = await rules_of(ready)
    for dry_run, expected in ((True, SET), (False, SET), (False, [])):
        rules = ready.rules(dry_run=dry_run)
        assert [*await rules.set_lifecycle(), *await rules.set_cors()] == expected
        if dry_run:
            assert await rules_of(ready) == before
    lifecycle, cors = await rules_of(ready)
    assert before[0][0] in lifecycle
    assert before[1][0] in cors
    days = {rule["ID"]: rule.get("Expiration", {}).get("Days") for rule in lifecycle}
    assert days == {"logs": 30, "task-record-uploads": 2, "task-record-unfinished": None}
    parts = [
        rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] for rule in lifecycle if rule["ID"] != "logs"
    ]
    assert parts == [1, 1]
    assert [rule["AllowedMethods"] for rule in cors] == [["GET"], ["GET", "HEAD", "PUT"]]
    assert await rules.warnings() == []


@pytest.mark.slow
async def test_a_changed_rule_of_ours_is_set_again(ready: Storage) -> None:
    await ready.rules(dry_run=False).set_lifecycle()
    lifecycle, _ = await rules_of(ready)
    changed = [rule | ({"Status": "Disabled"} if rule["ID"] == "task-record-uploads" else {}) for rule in lifecycle]
    client = ready._client
    await client.put_bucket_lifecycle_configuration(Bucket=ready.bucket, LifecycleConfiguration={"Rules": changed})
    assert await ready.rules(dry_run=False).set_lifecycle() == SET[:1]
    again, _ = await rules_of(ready)
    assert sorted((rule["ID"], rule["Status"]) for rule in again) == sorted(
        (rule["ID"], "Enabled") for rule in lifecycle
    )


@pytest.mark.slow
async def test_a_rule_that_allows_another_origin_is_left(ready: Storage) -> None:
    own: Any = {
        "AllowedMethods": ["GET", "PUT", "HEAD"],
        "AllowedOrigins": ["https://a.example"],
        "AllowedHeaders": ["*"],
    }
    await ready._client.put_bucket_cors(Bucket=ready.bucket, CORSConfiguration={"CORSRules": [own]})
    assert await ready.rules(dry_run=False).set_cors() == []


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["", "task-history/0"])
async def test_a_rule_that_removes_images_is_reported(ready: Storage, prefix: str) -> None:
    removing = FOREIGN | {"ID": "old", "Filter": {"Prefix": prefix}}
    client = ready._client
    await client.put_bucket_lifecycle_configuration(Bucket=ready.bucket, LifecycleConfiguration={"Rules": [removing]})
    await client.put_bucket_versioning(Bucket=ready.bucket, VersioningConfiguration={"Status": "Enabled"})
    assert await ready.rules(dry_run=True).warnings() == [
        "Beware: the lifecycle rule old removes images that tasks name.",
        "Beware: the bucket is versioned, and retains deleted, purged and erased images.",
    ]


@pytest.mark.slow
async def test_the_command(storage: Storage, shared_settings: Settings) -> None:
    environ = variables(shared_settings, S3_BUCKET_NAME=storage.bucket)
    ran = [run("storage-setup", *options, **environ) for options in (["--dry-run"], [])]
    assert [(one.returncode, one.stderr) for one in ran] == [(0, "")] * 2
    assert (
        [one.stdout.splitlines() for one in ran]
        == [
            [*SET[:2], "Nothing was changed. Run it without --dry-run to set them."],  # the bucket was made with CORS
            SET[:2],
        ]
    )
    refused = run("storage-setup", **environ | {"AWS_SECRET_ACCESS_KEY": "wrong"})
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "refuses access to the bucket" in refused.stderr
