from datetime import UTC, datetime
from uuid import uuid4

import pytest

from models.database import Database
from models.images.image_claim import ANNOUNCE, FIND_ANNOUNCED, GIVE_UP, AnnouncedUpload
from server.settings.settings import Settings
from storage.images.keys import staging_key
from tests.api import Client
from tests.models.columns import annotations_of

NEVER_NULL_IN_A_DIRECT_UPLOAD = {"content_type", "size", "sha256"}


def test_an_announced_upload_has_the_columns_of_the_table() -> None:
    columns = annotations_of("task_record.image_uploads")
    assert list(columns) == list(AnnouncedUpload._fields)
    announced = AnnouncedUpload.__annotations__
    assert columns == announced | {name: announced[name] | None for name in NEVER_NULL_IN_A_DIRECT_UPLOAD}


async def test_an_announced_upload_is_found_as_it_was_announced(settings: Settings, user: Client) -> None:
    await user.data("{ viewer { id } }")
    upload_id, task_id = uuid4(), uuid4()
    key = staging_key(user.id, task_id, upload_id)
    values = {"id": upload_id, "user_id": user.id, "task_id": task_id, "key": key}
    values |= {"content_type": "image/png", "size": 12, "sha256": "a" * 64}
    async with (
        Database(settings.database_url.get_secret_value()) as database,
        database.transaction(user.id) as transaction,
    ):
        await transaction.rows(ANNOUNCE.bind(**values))
        found = await transaction.row(FIND_ANNOUNCED.bind(id=values["id"], owner=user.id))
        another = await transaction.row(FIND_ANNOUNCED.bind(id=values["id"], owner=uuid4()))
        given_up = await transaction.rows(GIVE_UP.bind(ids=[values["id"]], user_id=values["user_id"]))
        again = await transaction.rows(GIVE_UP.bind(ids=[values["id"]], user_id=values["user_id"]))
    with pytest.raises(KeyError, match="owner"):
        FIND_ANNOUNCED.bind(id=uuid4())
    assert isinstance(found, AnnouncedUpload)
    assert {name: value for name, value in found._asdict().items() if name != "created_at"} == values
    assert found.created_at <= datetime.now(UTC)
    assert another is None
    assert ([row.id for row in given_up], again) == ([values["id"]], [])
