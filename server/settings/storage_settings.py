from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings

from server.settings.setting_types import (
    AccessKeyId,
    BaseAddress,
    BearerToken,
    BucketName,
    RegionName,
    ScannerAddress,
    SecretKey,
)


class StorageSettings(BaseSettings):
    """The storage of images."""

    s3_bucket_name: BucketName = Field(description="the bucket for images, such as my-images")
    """The bucket for images."""
    aws_region: RegionName = Field("us-east-1", description="the bucket's region, such as eu-central-1")
    """The bucket's region."""
    aws_access_key_id: AccessKeyId | None = Field(None, description="the access key's id")
    """
    The id of an access key. Set it and `AWS_SECRET_ACCESS_KEY`, or neither.

    Default: the credentials that AWS tools find: a role of the machine, a profile
    """
    aws_secret_access_key: SecretKey | None = Field(None, description="the access key's secret")
    """The secret of the access key."""
    aws_session_token: BearerToken | None = Field(None, description="the token of temporary credentials")
    """The third part of temporary credentials."""
    aws_endpoint_url_s3: BaseAddress | None = Field(None, description="https://s3.example.com")
    """
    The address of storage, if it is not Amazon's. The server uses the proxy of `HTTP_PROXY`, `HTTPS_PROXY` and
    `NO_PROXY`, unless storage is on this machine (`localhost`, `127.0.0.1`, `[::1]`).

    Default: Amazon's
    """
    s3_public_endpoint_url: BaseAddress | None = Field(
        default_factory=lambda data: data["aws_endpoint_url_s3"], description="https://images.example.com"
    )
    """
    The address at which browsers reach storage, if that differs.

    Default: `AWS_ENDPOINT_URL_S3`
    """
    image_urls: Literal["signed", "public"] = Field("signed", description="`signed` or `public`")
    """
    `signed`: the bucket is private; addresses are signed and expire. `public`: anyone who has an address can always
    read the image.
    """
    cdn_base_url: BaseAddress | None = Field(None, description="https://cdn.example.com")
    """
    The address of a CDN in front of the bucket, for `public`.

    Default: the bucket's
    """
    clamav_url: ScannerAddress | None = Field(None, description="tcp://clamav:3310")
    """
    ClamAV's `clamd`, as `tcp://host:3310`, which scans every image before it is stored. While it cannot be reached, no
    image is accepted, and `/readyz` reports it; see [deploy.md](deploy.md#images-scanned-for-viruses).

    Default: none: images are not scanned
    """

    @model_validator(mode="after")
    def check_access_key(self) -> Self:
        """Check that an access key has both its parts."""
        if (self.aws_access_key_id is None) != (self.aws_secret_access_key is None):
            raise ValueError("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: only one is set; set both or neither")
        return self
