from graphql import build_schema

from server.development.building.reference import reference
from tests.docs.examples import ROOT


def test_it_is_what_the_sdl_says() -> None:
    sdl = (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")
    written = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert written == reference(build_schema(sdl)), "./run reference > docs/reference.md"


def test_types_arguments_and_defaults_are_told() -> None:
    page = reference(
        build_schema('''
            type Query {
              """The newest first."""
              tasks(first: Int = 50, where: Filter): [[Task!]]!
            }
            type Mutation { delete(id: ID!): Found }
            type Subscription { changes: Task }
            interface Node { id: ID! }
            """What was asked."""
            type Task implements Node { id: ID! pictures(kind: Kind! = LARGE): [String!] }
            union Found = Task
            input Filter { kind: Kind = SMALL }
            enum Kind { SMALL, """Of all its pixels.""" LARGE }
        ''')
    )
    for told in (
        "### Query.tasks\n\nThe newest first.\n\nAnswers with \\[[[Task](#task)!]]!.\n",
        "- `first`: `Int` = `50`\n- `where`: [Filter](#filter)\n",
        "### Task\n\nWhat was asked.\n\nImplements [Node](#node).\n\n- `id`: `ID`!\n",
        "- `pictures`(kind: [Kind](#kind)! = `LARGE`): [`String`!]\n",
        "### Found\n\n- [Task](#task)\n",
        "- `kind`: [Kind](#kind) = `SMALL`\n",
        "- `SMALL`\n- `LARGE`. Of all its pixels.\n",
    ):
        assert told in page
