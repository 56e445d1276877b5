"""Statements are SQL whose parameters have the types that PostgreSQL infers: it takes each as it is."""

import importlib
import pkgutil
from collections.abc import Iterator

import models
from models.statement import Statement
from server.settings.settings import Settings
from tests.models.connections import as_owner


def statements() -> Iterator[Statement[object]]:
    """Yield those that are made when the modules are imported."""
    for info in pkgutil.walk_packages(models.__path__, "models."):
        for value in vars(importlib.import_module(info.name)).values():
            several = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
            yield from (one for one in several if isinstance(one, Statement))


async def test_postgresql_takes_every_statement(settings: Settings) -> None:
    texts = {statement.text: statement.name for statement in statements()}
    assert len(texts) > 150
    async with as_owner(settings) as owner:
        for text, name in texts.items():
            parameters = (await owner.prepare(text)).get_parameters()
            assert "unknown" not in {one.name for one in parameters}, name
