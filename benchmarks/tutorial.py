"""
A server with Strawberry and SQLModel as in tutorials: an AsyncSession for each request, entities copied to a GraphQL
type field by field, defaults everywhere. It returns only the first page and one task. Like the others it verifies
tokens and applies row-level security.
"""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import jwt
import strawberry
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import registry
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from strawberry.asgi import GraphQL

from models.tasks.task import TaskStatus, TaskType
from models.tasks.task_row import TaskRow
from models.tasks.task_table import TASK_TABLE

SECRET = os.environ.get("JWT_SECRET", "")
ENGINE = create_async_engine(
    os.environ.get("DATABASE_URL", "postgresql://").replace("postgresql:", "postgresql+asyncpg:")
)
SESSIONS = async_sessionmaker(ENGINE)
CLAIM = text("SELECT set_config('role', 'authenticated', true), set_config('request.jwt.claims', :claims, true)")


class TaskModel(TaskRow):
    """A task as SQLAlchemy's sessions load it."""


registry().map_imperatively(TaskModel, TASK_TABLE)
strawberry.enum(TaskStatus)
strawberry.enum(TaskType)


@strawberry.type
class Task:
    id: UUID
    task_type: TaskType
    status: TaskStatus
    prompt: str
    tokens_used: int
    credits_deducted: int
    aspect_ratio: str | None
    model_version: str | None
    generation_time_ms: int | None
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None

    @classmethod
    def from_model(cls, task: TaskModel) -> "Task":
        return cls(
            id=task.id,
            task_type=TaskType(task.task_type),
            status=TaskStatus(task.status),
            prompt=task.prompt,
            tokens_used=task.tokens_used,
            credits_deducted=task.credits_deducted,
            aspect_ratio=task.aspect_ratio,
            model_version=task.model_version,
            generation_time_ms=task.generation_time_ms,
            created_at=task.created_at,
            updated_at=task.updated_at,
            completed_at=task.completed_at,
        )


@asynccontextmanager
async def session(request: Request) -> AsyncIterator[tuple[AsyncSession, UUID]]:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    user = UUID(jwt.decode(token, SECRET, algorithms=["HS256"], audience="authenticated")["sub"])
    async with SESSIONS() as session:
        await session.execute(CLAIM, {"claims": json.dumps({"sub": str(user)})})
        yield session, user


@strawberry.type
class Query:
    @strawberry.field
    async def tasks(self, info: strawberry.Info, status: TaskStatus, limit: int = 50) -> list[Task]:
        async with session(info.context["request"]) as (db, user):
            own = select(TaskModel).where(TaskModel.user_id == user, col(TaskModel.deleted_at).is_(None))
            newest = own.order_by(col(TaskModel.created_at).desc(), col(TaskModel.id).desc())
            tasks = (await db.execute(newest.where(TaskModel.status == status).limit(limit))).scalars()
            return [Task.from_model(task) for task in tasks]

    @strawberry.field
    async def task(self, info: strawberry.Info, id: UUID) -> Task | None:
        async with session(info.context["request"]) as (db, _):
            task = await db.get(TaskModel, id)
            return Task.from_model(task) if task else None


def application() -> Starlette:
    return Starlette(routes=[Route("/graphql", GraphQL[None, None](strawberry.Schema(Query)))])
