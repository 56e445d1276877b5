import type { MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";

/** The known codes of failures: the server's own, and those in its documentation. */
const known = {
  deadline: "failure.deadline",
  content_policy: "failure.content_policy",
  provider_timeout: "failure.provider_timeout",
  provider_error: "failure.provider_error",
  rate_limited: "failure.rate_limited",
} as const satisfies Record<string, MessageKey>;

const isKnown = (code: string): code is keyof typeof known => code in known;
export const codes = Object.keys(known);

/** Returns a function that translates the code of a failure; an unknown code is returned unchanged. */
export function useReason(): (failureCode: string) => string {
  const { translate } = useTranslation();
  return (code) => (isKnown(code) ? translate(known[code]) : code);
}

/** Returns a function for the reason of a task's failure in one line: translated if the code is known, else as recorded. */
export function useFailure() {
  const { translate } = useTranslation();
  return ({ failureCode, errorMessage }: { failureCode: string | null; errorMessage: string | null }) =>
    failureCode && isKnown(failureCode) ? translate(known[failureCode]) : (errorMessage ?? failureCode);
}
