"""Access to `admin`."""

import httpx2
from graphql import GraphQLObjectType, get_named_type

from schema.schema import schema
from tests.api import NewClient

ID = "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d12"
ARGUMENTS = {
    "statisticsHistory": '(period: DAY, from: "2026-01-01", to: "2026-02-01")',
    **dict.fromkeys(("activity", "hours", "models", "failureHistory"), '(from: "2026-01-01", to: "2026-02-01")'),
    "user": f'(id: "{ID}")',
    "task": f'(id: "{ID}")',
    "taskPlace": f'(userId: "{ID}", id: "{ID}")',
    "erasure": f'(id: "{ID}")',
}


async def test_each_field_is_for_administrators_alone(new_client: NewClient, http: httpx2.AsyncClient) -> None:
    types = schema._schema
    admin = types.type_map["Admin"]
    assert isinstance(admin, GraphQLObjectType)
    for name, field in admin.fields.items():
        below = get_named_type(field.type)
        selection = "{ __typename }" if isinstance(below, GraphQLObjectType) else ""
        query = f"{{ admin {{ {name}{ARGUMENTS.get(name, '')} {selection} }} }}"
        for role in ("user", "service"):
            answer = await new_client(role=role).post(query)
            assert answer["data"] == {"admin": None}, name
            [error] = answer["errors"]
            assert error["extensions"]["code"] == "FORBIDDEN", name
        nobody = await http.post("/graphql", json={"query": query})
        assert nobody.status_code == 401, name
        assert nobody.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED", name
