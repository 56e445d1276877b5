import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types
from strawberry.types import ExecutionContext

from schema.document_cache import DocumentCache
from schema.executor import ColumnExecutor
from schema.image_mutations import ImageMutations
from schema.mask_errors import MaskErrors
from schema.query import Query
from schema.scalars import SCALARS
from schema.subscription import Subscription
from schema.task import TaskRecord
from schema.task_mutations import TaskMutations

Mutation = strawberry.type(
    merge_types("Mutation", (TaskMutations, ImageMutations)),
    description="Writing. Each answers with what it changed, or with `errors` and nothing changed.",
)


class Schema(strawberry.Schema):
    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Strawberry would log each of them; MaskErrors logs those that nobody expected."""


schema = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[TaskRecord],
    config=StrawberryConfig(scalar_map=SCALARS),
    extensions=[MaskErrors, DocumentCache],
    execution_context_class=ColumnExecutor,
)
