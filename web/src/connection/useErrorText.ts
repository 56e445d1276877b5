import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { TaskRecordError } from "@task-record/client";
import type { MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";
import type { UserErrorCode } from "../schema.generated";

/**
 * Returns a function that says in the reader's language what an error means. `instead` has other texts for
 * codes that mean something particular in one place.
 */
export function useErrorText(
  instead: Partial<Record<keyof typeof textOf, MessageKey>> = {},
): (error: unknown) => string {
  const { translate } = useTranslation();
  const texts = { ...textOf, ...instead };
  return (error) => {
    const refusal = refusalIn(error);
    if (!refusal) return translate(error instanceof TypeError ? "error.network" : "error.unknown");
    const { code, retryAfter = 1, requestId = "", status = 0 } = refusal.extensions ?? {};
    return translate(hasText(code) ? texts[code] : "error.other", {
      message: refusal.message,
      seconds: Number(retryAfter),
      requestId: String(requestId),
      status: Number(status),
    });
  };
}

/** The texts by code. That of INVALID includes the API's message, which says what is at fault. */
const textOf = {
  INVALID: "error.INVALID",
  NOT_FOUND: "error.NOT_FOUND",
  CONFLICT: "error.CONFLICT",
  INVALID_IMAGE: "error.INVALID_IMAGE",
  TOO_LARGE: "error.TOO_LARGE",
  PLAN_LIMIT: "error.PLAN_LIMIT",
  QUOTA_EXCEEDED: "error.QUOTA_EXCEEDED",
  INSUFFICIENT_CREDITS: "error.INSUFFICIENT_CREDITS",
  ADDRESS_NOT_PUBLIC: "error.ADDRESS_NOT_PUBLIC",
  UNAUTHENTICATED: "error.UNAUTHENTICATED",
  FORBIDDEN: "error.FORBIDDEN",
  UNKNOWN_PLAN: "error.UNKNOWN_PLAN",
  // The page's own requests are well-formed, but an id or a value from its address may not be.
  BAD_USER_INPUT: "error.BAD_USER_INPUT",
  QUERY_TOO_COSTLY: "error.QUERY_TOO_COSTLY",
  RATE_LIMITED: "error.RATE_LIMITED",
  SCANNER_UNAVAILABLE: "error.SCANNER_UNAVAILABLE",
  SUBSCRIBER_FELL_BEHIND: "error.SUBSCRIBER_FELL_BEHIND",
  SWITCHED_OFF: "error.SWITCHED_OFF",
  UNAVAILABLE: "error.UNAVAILABLE",
  INTERNAL_SERVER_ERROR: "error.INTERNAL_SERVER_ERROR",
  CURSOR_TOO_OLD: "error.CURSOR_TOO_OLD",
  BAD_REQUEST: "error.BAD_REQUEST",
  // This happens only to a page that was opened before the server was replaced by another version.
  GRAPHQL_PARSE_FAILED: "error.BAD_REQUEST",
  GRAPHQL_VALIDATION_FAILED: "error.BAD_REQUEST",
  PERSISTED_QUERY_NOT_FOUND: "error.BAD_REQUEST",
  // What the client finds itself.
  NO_ANSWER: "error.network",
  UNEXPECTED_ANSWER: "error.unknown",
  UPLOAD_REFUSED: "error.uploadFailed",
} as const satisfies Record<UserErrorCode, MessageKey> & Record<string, MessageKey>;

function hasText(code: unknown): code is keyof typeof textOf {
  return String(code) in textOf;
}

interface GraphQLRefusal {
  message: string;
  extensions?: Record<string, unknown>;
}

/** The error in the server's answer; undefined if the error does not come from the API. */
export function refusalIn(error: unknown): GraphQLRefusal | undefined {
  if (CombinedGraphQLErrors.is(error)) return error.errors[0];
  if (!(error instanceof TaskRecordError)) return undefined;
  const { message, code, retryAfter, requestId, details } = error;
  const { status } = Object(details);
  return { message, extensions: { code, retryAfter, requestId, status } };
}

/** The error's code in the API; undefined if it does not come from the API. */
export function codeOf(error: unknown): unknown {
  return refusalIn(error)?.extensions?.code;
}
