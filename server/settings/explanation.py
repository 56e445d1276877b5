from pydantic import ValidationError
from pydantic_core import ErrorDetails

from server.settings.settings import Settings


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
