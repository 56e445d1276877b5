from datetime import date

import strawberry


@strawberry.type(description="Users who recorded tasks in a period.")
class Activity:
    period_date: date
    active_users: int
    new_users: int = strawberry.field(description="Users who recorded their first task.")
    total_tasks: int
