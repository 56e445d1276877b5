"""The statements on claims of images."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Interval,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    text,
)
from sqlmodel import col

from models.images.image_claim import ImageClaim
from models.statement import NoRow, Statement
from models.tasks.task import Task


class AnnouncedUpload(NamedTuple):
    """The claim of a direct upload: the columns of `ImageClaim`. Those that describe the image are never null."""

    id: UUID
    user_id: UUID
    task_id: UUID
    key: str
    content_type: str
    size: int
    sha256: str
    created_at: datetime


class GivenUpClaim(NamedTuple):
    id: UUID


SENDING_TAKES = timedelta(hours=1)
"""How long an upload through the server takes at most, with a storage that goes on after we have given up."""
ID, OWNER = bindparam("id", type_=Uuid), bindparam("owner", type_=Uuid)
USER = bindparam("user_id", type_=Uuid)
CLAIM = Statement(
    "claim_images",
    text("""
INSERT INTO task_record.image_uploads (id, user_id, task_id, key)
SELECT id, :user_id, :task_id, key FROM unnest(:ids, :keys) AS claimed (id, key)
""").bindparams(
        USER,
        bindparam("task_id", type_=Uuid),
        bindparam("ids", type_=ARRAY(Uuid)),
        bindparam("keys", type_=ARRAY(Text)),
    ),
    NoRow,
)
"""Claims the objects of images that come through the server for one task: the claims `ids`, each of one of `keys`."""
ANNOUNCE = Statement(
    "announce_upload",
    insert(ImageClaim).values(
        {name: bindparam(name) for name in ("id", "user_id", "task_id", "key", "content_type", "size", "sha256")}
    ),
    NoRow,
)
"""Claims the object of a direct upload."""
GIVE_UP = Statement(
    "give_up_claims",
    delete(ImageClaim)
    .where(col(ImageClaim.id) == any_(bindparam("ids", type_=ARRAY(Uuid))), col(ImageClaim.user_id) == USER)
    .returning(col(ImageClaim.id)),
    GivenUpClaim,
)
"""Gives up the user's claims `ids`. No row comes back for a claim that has expired."""
LIFE, DIRECT_LIFE = bindparam("life", type_=Interval), bindparam("direct_life", type_=Interval)
IS_DIRECT = col(ImageClaim.sha256).is_not(None)
IS_FOR_A_TASK = exists().where(col(Task.id) == col(ImageClaim.task_id), col(Task.deleted_at).is_(None))
EXPIRE = Statement(
    "expire_claims",
    delete(ImageClaim).where(
        col(ImageClaim.created_at) + case((and_(IS_DIRECT, IS_FOR_A_TASK), DIRECT_LIFE), else_=LIFE) < func.now()
    ),
    NoRow,
)
"""
Gives up the claims that are older than `life` or, for direct uploads whose task is there and not deleted, older than
`direct_life`.
"""
FIND_ANNOUNCED = Statement(
    "announced_upload",
    select(ImageClaim).where(col(ImageClaim.id) == ID, IS_DIRECT, col(ImageClaim.user_id) == OWNER),
    AnnouncedUpload,
)
"""The direct upload `id` of the user `owner`."""
MOVE = Statement(
    "move_claim",
    text("""
WITH moved AS (DELETE FROM task_record.image_uploads WHERE id = :id AND user_id = :user_id RETURNING *)
INSERT INTO task_record.image_uploads (id, user_id, task_id, key, content_type, size, sha256, created_at)
SELECT id, user_id, :task_id, :key, content_type, size, sha256, created_at FROM moved
""").bindparams(ID, USER, bindparam("task_id", type_=Uuid)),
    NoRow,
)
"""
Moves the claim of the user's direct upload `id` to the image at `key` of the task `task_id`: the upload is found there
from now on, and the object that was sent is removed.
"""
