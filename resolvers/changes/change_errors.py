from resolvers.exceptions import ErrorCode, FieldRefusal


class CursorTooOld(FieldRefusal):
    """Deletions since this cursor are no longer known. Make the copy again: read without `after`."""

    code = ErrorCode("CURSOR_TOO_OLD", "Deletions since this cursor are no longer known. Read from the beginning.")
