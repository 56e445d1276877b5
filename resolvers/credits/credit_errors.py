from typing import Any

from resolvers.exceptions import PLAN_LIMIT, ErrorCode, IdInTheWay, InputRefusal, NotFound


class InsufficientCredits(InputRefusal):
    """{available:,} credits are available; the task may cost {reserved:,}."""

    code = ErrorCode(
        "INSUFFICIENT_CREDITS", "The task may cost more credits than are available; the message gives both."
    )

    @property
    def details(self) -> dict[str, Any]:
        return self.values


class CreditsNotInPlan(InputRefusal):
    """The plan {plan} has no prices in credits, so none can be reserved. Leave `creditsReserved` out."""

    code = PLAN_LIMIT
    field = ("input", "creditsReserved")


class FailureCostsCredits(InputRefusal):
    """Failed tasks cost no credits if the plan has prices: must be 0, or left out."""

    field = ("input", "creditsDeducted")


class GrantIdTaken(IdInTheWay):
    """This id is taken: its grant has another user, amount, expiry or reason. Choose a new UUID."""

    named = "grantId"
    field = ("input", "id")


class GrantExpired(InputRefusal):
    """Must be in the future, or be left out for credits that never expire."""

    field = ("input", "expiresAt")


class TooManyCredits(InputRefusal):
    """With this grant, the user would have more than 9,007,199,254,740,991 credits."""

    field = ("input", "amount")


class GrantNotFound(NotFound):
    """There is no such grant to this user."""

    field = ("input", "id")
