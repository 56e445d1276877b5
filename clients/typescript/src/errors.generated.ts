import type { UserErrorCode } from "./schema.generated.ts";

export type ServerErrorCode =
  | UserErrorCode
  | "BAD_REQUEST"
  | "BAD_USER_INPUT"
  | "CURSOR_TOO_OLD"
  | "GRAPHQL_PARSE_FAILED"
  | "GRAPHQL_VALIDATION_FAILED"
  | "INTERNAL_SERVER_ERROR"
  | "PERSISTED_QUERY_NOT_FOUND"
  | "QUERY_TOO_COSTLY"
  | "RATE_LIMITED"
  | "SCANNER_UNAVAILABLE"
  | "SUBSCRIBER_FELL_BEHIND"
  | "SWITCHED_OFF"
  | "UNAUTHENTICATED"
  | "UNAVAILABLE"
  | "UNKNOWN_PLAN";

export const temporaryCodes: readonly string[] = ["RATE_LIMITED","SCANNER_UNAVAILABLE","UNAVAILABLE"];
