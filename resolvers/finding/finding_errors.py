from resolvers.exceptions import ErrorCode, FieldRefusal


class PromptsNotIndexed(FieldRefusal):
    """Prompts, and labels to select tasks by, are switched off here; the operator sets INDEX_PROMPTS to have them."""

    code = ErrorCode("SWITCHED_OFF", "The operator has switched this off; the message names the setting.")
