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

const isKnown = (code: string): code is keyof typeof known => code in known;
export const codes = Object.keys(known);

/** Returns a function that says why a task failed: in words if its code is known, otherwise by the code. */
export function useReason(): (failureCode: string) => string {
  const { translate } = useTranslation();
  return (code) => (isKnown(code) ? translate(known[code]) : code);
}

/** Returns a function that says in one line why a task failed: in words if its code is known, otherwise as it was recorded. */
export function useFailure() {
  const { translate } = useTranslation();
  return ({ failureCode, errorMessage }: { failureCode: string | null; errorMessage: string | null }) =>
    failureCode && isKnown(failureCode) ? translate(known[failureCode]) : (errorMessage ?? failureCode);
}
