"""The contenders' common user, secret of tokens, and bucket."""

from pathlib import Path
from uuid import UUID

from storage.objects import Storage

USER = UUID("be9c0000-0000-4000-8000-000000000001")
JWT_SECRET = "not-a-secret-outside-of-these-benchmarks"
BUCKET = {
    "S3_BUCKET_NAME": "images",
    "AWS_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "benchmark",
    "AWS_SECRET_ACCESS_KEY": "benchmark",
    "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9",
}
"""No object storage runs at this address: URLs are signed, but not fetched."""

HERE = Path(__file__).parent


def benchmark_storage() -> Storage:
    return Storage(
        bucket=BUCKET["S3_BUCKET_NAME"],
        region=BUCKET["AWS_REGION"],
        endpoint_url=BUCKET["AWS_ENDPOINT_URL_S3"],
        public_endpoint_url=BUCKET["AWS_ENDPOINT_URL_S3"],
        access_key_id=BUCKET["AWS_ACCESS_KEY_ID"],
        secret_access_key=BUCKET["AWS_SECRET_ACCESS_KEY"],
    )
