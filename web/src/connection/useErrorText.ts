import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import { useTranslation } from "../i18n/Translation";
import type { UserErrorCode } from "../schema.generated";
import { Refused, UploadFailed } from "../service/errors";
import { RequestFailed } from "../service/request";

/** What to tell the user of an error, in their language. */
export function useErrorText(): (error: unknown) => string {
  const { translate } = useTranslation();
  return (error) => {
    if (error instanceof UploadFailed) return translate("error.uploadFailed", { status: error.status });
    const refusal = refusalIn(error);
    if (!refusal) return translate(error instanceof TypeError ? "error.network" : "error.unknown");
    const { code, retryAfter = 1, requestId = "" } = refusal.extensions ?? {};
    return translate(isTold(code) ? `error.${code}` : "error.other", {
      message: refusal.message,
      seconds: Number(retryAfter),
      requestId: String(requestId),
    });
  };
}

/** The codes that have a text of their own. Of others readers hear the API's message, which knows what is at fault. */
const told: Record<Exclude<UserErrorCode, "INVALID"> | RequestErrorCode, true> = {
  NOT_FOUND: true,
  CONFLICT: true,
  INVALID_IMAGE: true,
  TOO_LARGE: true,
  PLAN_LIMIT: true,
  QUOTA_EXCEEDED: true,
  INSUFFICIENT_CREDITS: true,
  UNAUTHENTICATED: true,
  FORBIDDEN: true,
  QUERY_TOO_COSTLY: true,
  RATE_LIMITED: true,
  SCANNER_UNAVAILABLE: true,
  SUBSCRIBER_FELL_BEHIND: true,
  UNAVAILABLE: true,
  INTERNAL_SERVER_ERROR: true,
};

type RequestErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "QUERY_TOO_COSTLY"
  | "RATE_LIMITED"
  | "SCANNER_UNAVAILABLE"
  | "SUBSCRIBER_FELL_BEHIND"
  | "UNAVAILABLE"
  | "INTERNAL_SERVER_ERROR";

function isTold(code: unknown): code is keyof typeof told {
  return String(code) in told;
}

interface GraphQLRefusal {
  message: string;
  extensions?: Record<string, unknown>;
}

/** What the server says of it, if it is an answer of the API. */
export function refusalIn(error: unknown): GraphQLRefusal | undefined {
  if (error instanceof Refused) return { message: error.message, extensions: { code: error.code } };
  if (error instanceof RequestFailed) return error;
  if (CombinedGraphQLErrors.is(error)) return error.errors[0];
  if (!ServerError.is(error)) return undefined;
  try {
    return (JSON.parse(error.bodyText) as { errors?: GraphQLRefusal[] }).errors?.[0];
  } catch {
    return undefined;
  }
}
