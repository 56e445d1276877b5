"""Statements are SQL whose parameters have the types that PostgreSQL infers: it takes each as it is."""

from server.settings.settings import Settings
from tests.models.all_statements import statements
from tests.models.connections import as_owner


async def test_postgresql_takes_every_statement(settings: Settings) -> None:
    texts = {statement.text: statement.name for statement in statements()}
    assert len(texts) > 150
    async with as_owner(settings) as owner:
        for text, name in texts.items():
            parameters = (await owner.prepare(text)).get_parameters()
            assert "unknown" not in {one.name for one in parameters}, name
