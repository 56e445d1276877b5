import strawberry


@strawberry.interface(description="An object that `node` can fetch by its id.")
class Node:
    id: strawberry.ID = strawberry.field(description="Unique among objects of all types.")
