from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import botocore.session
import pytest
from botocore.config import Config

from storage.credentials import Credentials
from storage.signature import url_signer

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
KEYS = ["a", "task-history/1-2/3/generated-4-thumbnail", "täsk/ü +~(1)'%&=?#:@!*.png", "任务/图"]
PLACES: list[tuple[str, str, str | None, Literal["path", "virtual"]]] = [
    ("http://127.0.0.1:8333/images", "us-east-1", "http://127.0.0.1:8333", "path"),
    (
        "https://project.example.co/storage/v1/s3/images",
        "eu-west-3",
        "https://project.example.co/storage/v1/s3",
        "path",
    ),
    ("https://store.example:443/images", "eu-west-3", "https://store.example:443", "path"),
    ("https://images.s3.eu-central-1.amazonaws.com", "eu-central-1", None, "virtual"),
    ("https://images.s3.amazonaws.com", "us-east-1", None, "virtual"),
    ("https://images.s3.cn-north-1.amazonaws.com.cn", "cn-north-1", None, "virtual"),
]
UPLOAD = {
    "Content-Type": "image/png",
    "Content-Length": "1234",
    "x-amz-checksum-sha256": "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=",
}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("place", PLACES, ids=[place[0] for place in PLACES])
@pytest.mark.parametrize("session_token", [None, "tok/en+=="])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_the_signature_is_that_of_botocore(
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    place: tuple[str, str, str | None, Literal["path", "virtual"]],
    session_token: str | None,
    method: str,
) -> None:
    base_url, region, endpoint_url, addressing_style = place
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: AT.replace(tzinfo=None))
    client = botocore.session.Session().create_client(
        "s3",
        region_name=region,
        endpoint_url=endpoint_url,
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="sEcReT/+",
        aws_session_token=session_token,
        config=Config(signature_version="s3v4", s3={"addressing_style": addressing_style}),
    )
    parameters = {"Bucket": "images", "Key": key}
    if method == "PUT":
        parameters |= {
            "ContentType": UPLOAD["Content-Type"],
            "ContentLength": int(UPLOAD["Content-Length"]),  # type: ignore[dict-item]
            "ChecksumSHA256": UPLOAD["x-amz-checksum-sha256"],
        }
    expected = client.generate_presigned_url(  # type: ignore[attr-defined]
        f"{method.lower()}_object", Params=parameters, ExpiresIn=900
    )

    sign = url_signer(
        method,
        base_url,
        Credentials("AKIDEXAMPLE", "sEcReT/+", session_token),
        region=region,
        signed_at=AT,
        expires_in=900,
        headers=UPLOAD if method == "PUT" else {},
    )
    assert parts(sign(key)) == parts(expected)


def parts(url: str) -> tuple[str, str, dict[str, list[str]]]:
    split = urlsplit(url)
    host = split.netloc.removesuffix(":443")
    return host, split.path, parse_qs(split.query, strict_parsing=True)
