from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from server.settings.database_settings import DatabaseSettings
from server.settings.installation_settings import InstallationSettings
from server.settings.limit_settings import LimitSettings
from server.settings.operation_settings import DocumentSettings, LogSettings, MetricsSettings
from server.settings.plans import MIB
from server.settings.storage_settings import StorageSettings
from server.settings.token_settings import TokenSettings


class Settings(
    # Pydantic takes the fields of the last one first.
    MetricsSettings,
    DocumentSettings,
    LogSettings,
    LimitSettings,
    InstallationSettings,
    TokenSettings,
    StorageSettings,
    DatabaseSettings,
):
    """
    The settings of docs/settings.md. `Settings()` reads them from the environment and `.env`;
    `Settings(database_url=…, …)` only from its arguments. Raises ValidationError, which `explain` turns into messages.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    @property
    def upload_size(self) -> int:
        """
        The largest multipart body in bytes: `MAX_UPLOAD_SIZE`, or the largest image that a plan allows and 1 MiB for
        the rest of the request.
        """
        return self.max_upload_size or max(plan.max_image_size for plan in self.plans.values()) + MIB

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read only the arguments if there are any, or else the environment and then `.env`."""
        return (init_settings,) if init_settings() else (env_settings, dotenv_settings)


def explain(error: ValidationError) -> list[str]:
    """Return a line for each wrong setting: its name, what is wrong, and what is expected. It contains no secret."""
    return [explain_one(details) for details in error.errors() if details["type"] != "default_factory_not_called"]


def explain_one(error: ErrorDetails) -> str:
    cause = error.get("ctx", {}).get("error")
    what = "not set" if error["type"] == "missing" else str(cause or error["msg"])
    if not error["loc"]:
        return what
    name = str(error["loc"][0])
    return f"{name.upper()}: {what}; expected {Settings.model_fields[name].description}"
