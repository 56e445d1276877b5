from resolvers.exceptions import InputRefusal


class NoSuchPlan(InputRefusal):
    """There is no plan {plan}; the plans are: {known}."""

    field = ("input", "plan")
