import strawberry

from resolvers.tasks.list_tasks import CountedTasks, PlaceOfTask
from schema.tasks.task_enums import CountPrecision
from schema.types.field_metadata import costs, reads


@strawberry.type(description="A number of tasks. Counting stops at 10,000 unless the field says otherwise.")
class Count:
    value: int = strawberry.field(description="The number, or the limit if there are more.")

    @strawberry.field(metadata=reads("exact"), description="Whether `value` is exact.")
    def precision(root: strawberry.Parent[CountedTasks]) -> CountPrecision:
        return CountPrecision.EXACT if root.exact else CountPrecision.AT_LEAST


@strawberry.type(description="The position of a task in a list.")
class TaskPlace:
    cursor: str = strawberry.field(
        description="The position, for `after` and `before` of `tasks` with the same filter and order."
    )

    @strawberry.field(
        graphql_type=Count, metadata=costs(100), description="Number of tasks before it, counted up to 100,000."
    )
    async def before(root: strawberry.Parent[PlaceOfTask]) -> CountedTasks:
        return await root.count_beside(backwards=True)

    @strawberry.field(
        graphql_type=Count, metadata=costs(100), description="Number of tasks after it, counted up to 100,000."
    )
    async def after(root: strawberry.Parent[PlaceOfTask]) -> CountedTasks:
        return await root.count_beside(backwards=False)
