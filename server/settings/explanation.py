from typing import Any

from pydantic import ValidationError

from server.settings.settings import Settings


def explain(error: ValidationError) -> list[str]:
    """A line for each setting at fault: what is wrong, what is expected. No secret is in it."""
    return [explain_one(dict(e)) for e in error.errors() if e["type"] != "default_factory_not_called"]


def explain_one(error: dict[str, Any]) -> str:
    cause = error.get("ctx", {}).get("error")
    what = "not set" if error["type"] == "missing" else str(cause or error["msg"])
    if not error["loc"]:
        return what
    name = str(error["loc"][0])
    return f"{name.upper()}: {what}; expected {Settings.model_fields[name].description}"
