"""The statements on claims."""

from sqlalchemy import Interval, Uuid, bindparam, delete, func, insert, or_, select
from sqlmodel import col

from models.image_upload import ImageUpload
from models.statement import Statement

ID, OWNER = bindparam("id", type_=Uuid), bindparam("owner", type_=Uuid)
CLAIM = Statement(insert(ImageUpload).values({name: bindparam(name) for name in ("id", "user_id", "task_id", "key")}))
ANNOUNCE = Statement(
    insert(ImageUpload).values(
        {name: bindparam(name) for name in ("id", "user_id", "task_id", "key", "content_type", "size", "sha256")}
    )
)
GIVE_UP = Statement(delete(ImageUpload).where(col(ImageUpload.id) == ID).returning(col(ImageUpload.id)))
LIFE = bindparam("life", type_=Interval)
EXPIRE = Statement(delete(ImageUpload).where(col(ImageUpload.created_at) < func.now() - LIFE))
FIND_ANNOUNCED = Statement(
    select(ImageUpload).where(
        col(ImageUpload.id) == ID,
        col(ImageUpload.sha256).is_not(None),
        or_(OWNER.is_(None), col(ImageUpload.user_id) == OWNER),
    )
)
"""With `owner` None: anyone's."""
