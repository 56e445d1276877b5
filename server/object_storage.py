from server.settings import Settings
from storage.antivirus import Antivirus
from storage.storage import Storage


def object_storage(settings: Settings) -> Storage:
    secret, session_token = settings.aws_secret_access_key, settings.aws_session_token
    return Storage(
        bucket=settings.s3_bucket_name,
        region=settings.aws_region,
        endpoint_url=settings.aws_endpoint_url_s3,
        public_endpoint_url=settings.s3_public_endpoint_url,
        access_key_id=settings.aws_access_key_id,
        secret_access_key=secret.get_secret_value() if secret else None,
        session_token=session_token.get_secret_value() if session_token else None,
        image_urls=settings.image_urls,
        cdn_base_url=settings.cdn_base_url,
        antivirus=Antivirus(settings.clamav_url) if settings.clamav_url else None,
    )


async def create_bucket(settings: Settings) -> None:
    async with object_storage(settings) as storage:
        await storage.create_bucket()
