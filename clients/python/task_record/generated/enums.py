from enum import Enum


class OpenEnum(str, Enum):
    @classmethod
    def _missing_(cls, value: object) -> "OpenEnum":
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member


class ExportFormat(OpenEnum):
    CSV = "CSV"
    NDJSON = "NDJSON"
    ZIP = "ZIP"
    REPORT = "REPORT"


class OrderDirection(OpenEnum):
    ASC = "ASC"
    DESC = "DESC"


class TaskEventKind(OpenEnum):
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    DELETED = "DELETED"


class TaskOrderField(OpenEnum):
    CREATED_AT = "CREATED_AT"
    GENERATION_TIME_MS = "GENERATION_TIME_MS"
    TOKENS_USED = "TOKENS_USED"
    CREDITS_DEDUCTED = "CREDITS_DEDUCTED"
    UPDATED_AT = "UPDATED_AT"
    COMPLETED_AT = "COMPLETED_AT"
    COST = "COST"


class TaskRelation(OpenEnum):
    RETRY = "RETRY"
    VARIATION = "VARIATION"
    EDIT = "EDIT"
    UPSCALE = "UPSCALE"
    REFERENCE = "REFERENCE"


class TaskStatus(OpenEnum):
    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"


class TaskType(OpenEnum):
    IMAGE_GENERATION = "IMAGE_GENERATION"
    IMAGE_EDIT = "IMAGE_EDIT"
    TEMPLATE_GENERATION = "TEMPLATE_GENERATION"


class UserErrorCode(OpenEnum):
    ADDRESS_NOT_PUBLIC = "ADDRESS_NOT_PUBLIC"
    CONFLICT = "CONFLICT"
    FORBIDDEN = "FORBIDDEN"
    INSUFFICIENT_CREDITS = "INSUFFICIENT_CREDITS"
    INVALID = "INVALID"
    INVALID_IMAGE = "INVALID_IMAGE"
    NOT_FOUND = "NOT_FOUND"
    PLAN_LIMIT = "PLAN_LIMIT"
    QUOTA_EXCEEDED = "QUOTA_EXCEEDED"
    TOO_LARGE = "TOO_LARGE"
