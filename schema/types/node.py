import strawberry


@strawberry.interface(description="An object that can be fetched again by its id, with `node`.")
class Node:
    id: strawberry.ID = strawberry.field(description="Unique among the objects of all types.")
