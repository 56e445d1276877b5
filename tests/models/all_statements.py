"""Finds the program's statements."""

import importlib
import pkgutil
from collections.abc import Iterator

import models
from models.statement import Statement


def statements() -> Iterator[Statement[object]]:
    """Yield those that are made when the modules are imported."""
    for info in pkgutil.walk_packages(models.__path__, "models."):
        for value in vars(importlib.import_module(info.name)).values():
            several = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
            yield from (one for one in several if isinstance(one, Statement))
