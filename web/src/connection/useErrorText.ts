import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { type ServerErrorCode, TaskRecordError } from "@task-record/client";
import type { MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";

/**
 * Returns a function that explains an error in the reader's language. `instead` replaces the texts of codes that have a
 * special meaning where it is used.
 */
export function useErrorText(
  instead: Partial<Record<ServerErrorCode, MessageKey>> = {},
): (error: unknown) => string {
  const { translate, isKey } = useTranslation();
  const texts: Record<string, MessageKey> = { ...shared, ...instead };
  return (error) => {
    const refusal = refusalIn(error);
    if (!refusal) return translate(error instanceof TypeError ? "error.network" : "error.unknown");
    const { code, retryAfter = 1, requestId = "", status = 0 } = refusal.extensions ?? {};
    const text = texts[String(code)] ?? `error.${code}`;
    return translate(isKey(text) ? text : "error.other", {
      message: refusal.message,
      seconds: Number(retryAfter),
      requestId: String(requestId),
      status: Number(status),
    });
  };
}

/** The texts of codes that have no text of their own, `error.` and the code. */
const shared: Record<string, MessageKey> = {
  // Only a page that was opened before the server was upgraded sees these.
  GRAPHQL_PARSE_FAILED: "error.BAD_REQUEST",
  GRAPHQL_VALIDATION_FAILED: "error.BAD_REQUEST",
  PERSISTED_QUERY_NOT_FOUND: "error.BAD_REQUEST",
  // Codes of the client itself.
  NO_ANSWER: "error.network",
  UNEXPECTED_ANSWER: "error.unknown",
  UPLOAD_REFUSED: "error.uploadFailed",
};

interface GraphQLRefusal {
  message: string;
  extensions?: Record<string, unknown>;
}

/** The error in the server's answer; undefined for other errors. */
export function refusalIn(error: unknown): GraphQLRefusal | undefined {
  if (CombinedGraphQLErrors.is(error)) return error.errors[0];
  if (!(error instanceof TaskRecordError)) return undefined;
  const { message, code, retryAfter, requestId, details } = error;
  const { status } = Object(details);
  return { message, extensions: { code, retryAfter, requestId, status } };
}

/** The error's code in the API; undefined for other errors. */
export function codeOf(error: unknown): unknown {
  return refusalIn(error)?.extensions?.code;
}
