from datetime import date

import strawberry


@strawberry.type(description="Users who recorded tasks in a period.")
class Activity:
    period_date: date
    active_users: int
    new_users: int = strawberry.field(description="Those whose first task it was.")
    total_tasks: int
