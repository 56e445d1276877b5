from models.claims import NOBODY
from models.database import Database
from models.placement.arrivals import ARRIVALS
from server.operations.checking.problem import Problem


async def interrupted_moves(database: Database) -> list[Problem]:
    """Return a problem for each user with rows that are staged in one of several databases, for a move not finished."""
    return [
        Problem(
            f"A move of {user_id} from database {source} to {number} is at work, or was interrupted.",
            f"./run move-user {user_id} --to {number}",
        )
        for number, part in enumerate(database.parts, 1)
        for user_id, source in await part.rows(ARRIVALS.bind(), NOBODY, "service_role")
    ]
