from uuid import UUID

from resolvers.arguments import Input


class PlanToSet(Input):
    user_id: UUID
    plan: str
