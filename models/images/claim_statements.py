"""The statements on claims."""

from sqlalchemy import Interval, Uuid, bindparam, case, delete, func, insert, or_, select
from sqlmodel import col

from models.images.image_claim import ImageUpload
from models.statement import Statement

ID, OWNER = bindparam("id", type_=Uuid), bindparam("owner", type_=Uuid)
CLAIM = Statement(insert(ImageUpload).values({name: bindparam(name) for name in ("id", "user_id", "task_id", "key")}))
ANNOUNCE = Statement(
    insert(ImageUpload).values(
        {name: bindparam(name) for name in ("id", "user_id", "task_id", "key", "content_type", "size", "sha256")}
    )
)
GIVE_UP = Statement(delete(ImageUpload).where(col(ImageUpload.id) == ID).returning(col(ImageUpload.id)))
LIFE, DIRECT_LIFE = bindparam("life", type_=Interval), bindparam("direct_life", type_=Interval)
IS_DIRECT = col(ImageUpload.sha256).is_not(None)
EXPIRE = Statement(
    delete(ImageUpload).where(col(ImageUpload.created_at) + case((IS_DIRECT, DIRECT_LIFE), else_=LIFE) < func.now())
)
FIND_ANNOUNCED = Statement(
    select(ImageUpload).where(
        col(ImageUpload.id) == ID,
        IS_DIRECT,
        or_(OWNER.is_(None), col(ImageUpload.user_id) == OWNER),
    )
)
"""With `owner` None: anyone's."""
