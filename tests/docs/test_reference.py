from graphql import build_schema

from server.development.building.reference import reference
from tests.docs.examples import ROOT


def test_it_is_what_the_sdl_says() -> None:
    sdl = (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")
    written = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert written == reference(build_schema(sdl)), "./run reference > docs/reference.md"


def test_types_arguments_and_defaults_are_shown() -> None:
    page = reference(
        build_schema('''
            type Query {
              """The newest first."""
              tasks(first: Int, after: String, last: Int, before: String, where: Filter): TaskConnection!
            }
            type Mutation { delete(input: DeleteInput!): DeletePayload! }
            type Subscription { changes("""Only these.""" ids: [ID!]): Found }
            interface Node { """Unique.""" id: ID! }
            type TaskConnection { edges: [TaskEdge!]!, nodes: [Task!]!, pageInfo: Int }
            type TaskEdge { cursor: ID!, node: Task! }
            """What was asked."""
            type Task implements Node { id: ID!, cost: Int, pictures(kind: Kind! = LARGE): [[Task!]] }
            union Found = Task
            input Filter { kind: Kind = SMALL }
            input DeleteInput { """Of the caller's.""" id: ID! }
            type DeletePayload { """Its id.""" deleted: ID, errors: [Int!]! }
            enum Kind { SMALL, """Of all its pixels.""" LARGE }
        ''')
    )
    for shown in (
        "### Query.tasks\n\nThe newest first.\n\n"
        "`tasks`(*paging*, `where`: [Filter](#filter)): [TaskConnection](#task)!\n",
        "### Mutation.delete\n\n- `id`: `ID`!. Of the caller's.\n\nReturns `deleted`: `ID`. Its id.\n",
        "### Subscription.changes\n\n`changes`(`ids`: [`ID`!]): [Found](#found)\n\n- `ids`: [`ID`!]. Only these.\n",
        "### Task\n\nWhat was asked.\n\nImplements [Node](#node).\n\n- `cost`: `Int`, "
        "`pictures`(`kind`: [Kind](#kind)! = `LARGE`): \\[[[Task](#task)!]]\n",
        "### Found\n\n[Task](#task)\n",
        "### Node\n\n- `id`: `ID`!. Unique.\n",
        "- `kind`: [Kind](#kind) = `SMALL`\n",
        "- `SMALL`\n- `LARGE`. Of all its pixels.\n",
    ):
        assert shown in page
    assert "### DeleteInput" not in page
    assert "### TaskEdge" not in page
