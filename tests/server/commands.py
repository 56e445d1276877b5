"""The program's commands, run as a user runs them: as processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

from server.settings.settings import Settings

TOP = Path(__file__).parents[2]
USER = "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11"


def command_line(*arguments: object) -> list[str]:
    return [sys.executable, "-P", "-W", "error", "-m", "server", *map(str, arguments)]


def environment(**settings: str) -> dict[str, str]:
    """This process's, without settings of the developer's own."""
    kept = {"PATH", "HOME", "TMPDIR", "LANG", "PYTHONPYCACHEPREFIX"}
    return {
        **{name: value for name, value in os.environ.items() if name in kept},
        "PYTHONPATH": str(TOP),
        **settings,
    }


def variables(settings: Settings, **changes: str) -> dict[str, str]:
    """Those of the environment that say where PostgreSQL and storage are, and what tokens are signed with."""
    assert settings.jwt_secret
    assert settings.aws_secret_access_key
    return {
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "DATABASE_OWNER_URL": settings.database_owner_url.get_secret_value(),
        "S3_BUCKET_NAME": settings.s3_bucket_name,
        "AWS_REGION": settings.aws_region,
        "AWS_ACCESS_KEY_ID": str(settings.aws_access_key_id),
        "AWS_SECRET_ACCESS_KEY": settings.aws_secret_access_key.get_secret_value(),
        "AWS_ENDPOINT_URL_S3": str(settings.aws_endpoint_url_s3),
        "JWT_SECRET": settings.jwt_secret.get_secret_value(),
    } | changes


def run(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command_line(*arguments),
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
