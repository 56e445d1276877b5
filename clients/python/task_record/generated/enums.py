from enum import Enum


class OpenEnum(str, Enum):
    @classmethod
    def _missing_(cls, value: object) -> "OpenEnum":
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member


class AuditAction(OpenEnum):
    READ_TASKS = "READ_TASKS"
    EXPORT_TASKS = "EXPORT_TASKS"
    PURGE = "PURGE"
    ERASE_USER = "ERASE_USER"
    GRANT_CREDITS = "GRANT_CREDITS"
    REVOKE_CREDITS = "REVOKE_CREDITS"
    REPAIR = "REPAIR"
    READ_USER = "READ_USER"
    SET_PLAN = "SET_PLAN"
    READ_WEBHOOKS = "READ_WEBHOOKS"
    CHANGE_WEBHOOK = "CHANGE_WEBHOOK"
    IMPORT_TASKS = "IMPORT_TASKS"
    SHARE = "SHARE"
    LABEL = "LABEL"


class BoardRole(OpenEnum):
    VIEWER = "VIEWER"
    CONTRIBUTOR = "CONTRIBUTOR"
    OWNER = "OWNER"


class CountPrecision(OpenEnum):
    EXACT = "EXACT"
    AT_LEAST = "AT_LEAST"


class CreditEntryKind(OpenEnum):
    GRANT = "GRANT"
    REVOKE = "REVOKE"
    HOLD = "HOLD"
    SETTLE = "SETTLE"
    RELEASE = "RELEASE"
    EXPIRE = "EXPIRE"


class DeliveryState(OpenEnum):
    WAITING = "WAITING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class ExportFormat(OpenEnum):
    CSV = "CSV"
    NDJSON = "NDJSON"
    ZIP = "ZIP"
    REPORT = "REPORT"


class InsightKind(OpenEnum):
    CHEAPER_MODEL = "CHEAPER_MODEL"
    FASTER_MODEL = "FASTER_MODEL"
    FREQUENT_FAILURE = "FREQUENT_FAILURE"
    REPEATED_PROMPT = "REPEATED_PROMPT"


class Likeness(OpenEnum):
    SAME_IMAGE = "SAME_IMAGE"
    SAME_PROMPT = "SAME_PROMPT"
    SIMILAR_IMAGE = "SIMILAR_IMAGE"
    SIMILAR_PROMPT = "SIMILAR_PROMPT"


class OrderDirection(OpenEnum):
    ASC = "ASC"
    DESC = "DESC"


class Recognition(OpenEnum):
    BYTES = "BYTES"
    LABEL = "LABEL"
    LIKENESS = "LIKENESS"


class Role(OpenEnum):
    USER = "USER"
    ADMIN = "ADMIN"
    SERVICE = "SERVICE"


class StatisticsPeriod(OpenEnum):
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    ALL_TIME = "ALL_TIME"


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


class UsageDimension(OpenEnum):
    DAY = "DAY"
    MODEL = "MODEL"
    TASK_TYPE = "TASK_TYPE"
    HOUR = "HOUR"


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


class UserUsageOrder(OpenEnum):
    TASKS = "TASKS"
    CREDITS = "CREDITS"
    TOKENS = "TOKENS"
    STORAGE = "STORAGE"
    FAILED_TASKS = "FAILED_TASKS"
    COST = "COST"
    LAST_TASK = "LAST_TASK"


class WebhookDisabledReason(OpenEnum):
    SWITCHED_OFF = "SWITCHED_OFF"
    FAILURES = "FAILURES"
    GONE = "GONE"
    ROLE_ENDED = "ROLE_ENDED"


class WebhookErrorCode(OpenEnum):
    ADDRESS_NOT_PUBLIC = "ADDRESS_NOT_PUBLIC"
    HOST_NOT_FOUND = "HOST_NOT_FOUND"
    NOT_CONNECTED = "NOT_CONNECTED"
    TLS_FAILED = "TLS_FAILED"
    TIMED_OUT = "TIMED_OUT"
    DISCONNECTED = "DISCONNECTED"
    NOT_HTTP = "NOT_HTTP"
    OTHER = "OTHER"


class WebhookEventType(OpenEnum):
    TASK_CREATED = "TASK_CREATED"
    TASK_COMPLETED = "TASK_COMPLETED"
    TASK_FAILED = "TASK_FAILED"
    TASK_CANCELED = "TASK_CANCELED"
    TASK_DELETED = "TASK_DELETED"
    CREDITS_LOW = "CREDITS_LOW"
