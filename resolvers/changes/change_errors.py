from resolvers.exceptions import ErrorCode, FieldRefusal


class CursorTooOld(FieldRefusal):
    """What was deleted since this cursor is not told any more. Make the copy again: read without `after`."""

    code = ErrorCode.CURSOR_TOO_OLD
