import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

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

schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[TaskRecord],
    config=StrawberryConfig(scalar_map=SCALARS),
    extensions=[MaskErrors],
)
