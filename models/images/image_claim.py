from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Text, func
from sqlmodel import Field, SQLModel

from models.table_rules import TableRules


class ImageClaim(SQLModel, table=True):
    """
    A claim on the objects of an image that no task names yet. It is made before the first byte is sent, and deleted by
    the transaction that attaches the image, or when it expires: then its objects are removed, too.
    """

    __tablename__ = "image_uploads"
    __table_args__ = (
        CheckConstraint(
            "task_record.owns(user_id, task_id, key)"
            " OR key = 'uploads/' || user_id::text || '/' || task_id::text || '/' || id::text",
            name="key",
        ),
        Index("image_uploads_user_id_idx", "user_id"),
        TableRules(
            users="SELECT, INSERT, UPDATE (created_at), DELETE",
            service="SELECT, INSERT, UPDATE (created_at), DELETE",
            registers="NEW.task_id = NEW.user_id",  # for no task in particular
            erased="",  # by erase_user, which reads from them until when images may arrive
        ).args(),
    )

    id: UUID = Field(primary_key=True)
    user_id: UUID
    """The user whose task it is."""
    task_id: UUID
    """The task that the image is for; the user's id for a direct upload that is made before its task is recorded."""
    key: str = Field(sa_type=Text)
    """The key of the image in the bucket; the key of its thumbnail is claimed with it."""
    content_type: str | None = Field(max_length=20)
    """The media type that a direct upload announced; null for an image that comes through the server."""
    size: int | None
    """The bytes that a direct upload announced; null for an image that comes through the server."""
    sha256: str | None = Field(max_length=64)
    """The SHA-256 that a direct upload announced; null for an image that comes through the server."""
    created_at: datetime = Field(
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": func.now()},
    )
