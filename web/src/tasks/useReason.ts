import type { MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";

/** The codes of failures that are known: the server's own, and those that its documentation names. */
const known = {
  deadline: "failure.deadline",
  content_policy: "failure.content_policy",
  provider_timeout: "failure.provider_timeout",
  provider_error: "failure.provider_error",
  rate_limited: "failure.rate_limited",
} as const satisfies Record<string, MessageKey>;

/** Returns a function that says why a task failed: in words if its code is known, otherwise by the code. */
export function useReason(): (failureCode: string) => string {
  const { translate } = useTranslation();
  return (code) => (code in known ? translate(known[code as keyof typeof known]) : code);
}
