from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import botocore.session
import pytest
from botocore.config import Config

from storage.credentials import Credentials
from storage.object_urls import url_signer

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
KEYS = ["a", "task-history/1-2/3/generated-4-thumbnail", "täsk/ü +~(1)'%&=?#:@!*.png", "任务/图"]
SUPABASE = "https://project.example.co/storage/v1/s3"
UPLOAD = {
    "Content-Type": "image/png",
    "Content-Length": "1234",
    "x-amz-checksum-sha256": "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=",
}
UPLOAD_PARAMETERS = {
    "ContentType": UPLOAD["Content-Type"],
    "ContentLength": int(UPLOAD["Content-Length"]),
    "ChecksumSHA256": UPLOAD["x-amz-checksum-sha256"],
}


@pytest.mark.parametrize("session_token", [None, "tok/en+=="])
@pytest.mark.parametrize(
    ("base_url", "region", "endpoint_url", "style"),
    [
        ("http://127.0.0.1:8333/images", "us-east-1", "http://127.0.0.1:8333", "path"),
        (f"{SUPABASE}/images", "eu-west-3", SUPABASE, "path"),
        ("https://store.example:443/images", "eu-west-3", "https://store.example:443", "path"),
        ("https://images.s3.eu-central-1.amazonaws.com", "eu-central-1", None, "virtual"),
        ("https://images.s3.cn-north-1.amazonaws.com.cn", "cn-north-1", None, "virtual"),
    ],
)
def test_the_signature_is_that_of_botocore(
    monkeypatch: pytest.MonkeyPatch,
    base_url: str,
    region: str,
    endpoint_url: str | None,
    style: Literal["path", "virtual"],
    session_token: str | None,
) -> None:
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: AT.replace(tzinfo=None))
    client: Any = botocore.session.Session().create_client(
        "s3",
        region_name=region,
        endpoint_url=endpoint_url,
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="sEcReT/+",
        aws_session_token=session_token,
        config=Config(signature_version="s3v4", s3={"addressing_style": style}),
    )
    credentials = Credentials("AKIDEXAMPLE", "sEcReT/+", session_token)
    for method, headers, parameters in [("GET", {}, {}), ("PUT", UPLOAD, UPLOAD_PARAMETERS)]:
        sign = url_signer(method, base_url, credentials, region=region, signed_at=AT, expires_in=900, headers=headers)
        for key in KEYS:
            expected = client.generate_presigned_url(
                f"{method.lower()}_object",
                Params={"Bucket": "images", "Key": key} | parameters,
                ExpiresIn=900,
            )
            assert parts(sign(key)) == parts(expected)


def parts(url: str) -> tuple[str, str, dict[str, list[str]]]:
    split = urlsplit(url)
    return split.netloc.removesuffix(":443"), split.path, parse_qs(split.query, strict_parsing=True)
