import gzip
from contextlib import suppress
from pathlib import PurePath
from typing import Any

import orjson
from botocore.loaders import JSONFileLoader, Loader

SERVICES = {"s3", "sts", "portal.sso", "oidc", "signin"}
"""The used services of AWS: storage, and those that issue credentials."""
UNUSED_PARAMETERS = ("Key", "Prefix", "CopySource")
"""Parameters of S3's endpoint rules that no rule reads; with them, botocore would evaluate the rules for each key."""


class S3Description(JSONFileLoader):
    """
    Reads botocore's JSON descriptions of AWS without their documentation and without other services' addresses, which
    saves 8 MB of memory. It also omits parameters for which S3's endpoint would be resolved for each object instead of
    once, a quarter of a request's cost.
    """

    def load_file(self, file_path: str) -> Any:
        """Return the content of `file_path` with `.json` or `.json.gz` appended; None if there is neither."""
        for ending, opened in ((".json", open), (".json.gz", gzip.open)):
            with suppress(FileNotFoundError), opened(file_path + ending, "rb") as file:
                described = orjson.loads(file.read())
                drop_unused(described, PurePath(file_path).name)
                return described
        return None


def drop_unused(described: dict[str, Any], name: str) -> None:
    """Remove unused parts from the description of this name."""
    if name == "endpoints":
        for partition in described["partitions"]:
            services = partition["services"]
            partition["services"] = {service: services[service] for service in services.keys() & SERVICES}
    elif name == "endpoint-rule-set-1":
        for parameter in UNUSED_PARAMETERS:
            described["parameters"].pop(parameter, None)
    empty_documentation(described)


def empty_documentation(value: object) -> None:
    """Make each `documentation` within the value an empty text: botocore reads some of them."""
    if isinstance(value, dict):
        if "documentation" in value:
            value["documentation"] = ""
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            empty_documentation(inner)


LOADER = Loader(file_loader=S3Description())
"""Shared by all clients of the process, as it caches its results: reading takes 0.1 s."""
