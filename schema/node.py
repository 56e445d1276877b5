import strawberry


@strawberry.interface(description="An object that can be fetched again by its id.")
class Node:
    id: strawberry.ID = strawberry.field(description="Unique across every type.")
