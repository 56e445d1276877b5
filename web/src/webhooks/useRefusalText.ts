import { Refused } from "@task-record/client";
import { useErrorText } from "../connection/useErrorText";
import { useWords } from "./words/useWords";

/** Returns a function that explains an error, with special texts for codes with another meaning for webhooks. */
export function useRefusalText(): (error: unknown) => string {
  const words = useWords();
  const errorText = useErrorText();
  return (error) => {
    if (!(error instanceof Refused)) return errorText(error);
    const { code } = error;
    const field = fieldOf(error);
    if (code === "INVALID" && (field === "url" || field === "events")) return words(`refused.${field}`);
    if (code === "NOT_FOUND" && field === "deliveryId") return words("refused.deliveryId");
    if (code === "QUOTA_EXCEEDED" || code === "NOT_FOUND" || code === "CONFLICT")
      return words(`refused.${code}`);
    return errorText(error);
  };
}

/** The name of the input field at fault. */
export function fieldOf(error: unknown): string | undefined {
  return error instanceof Refused ? error.field?.[1] : undefined;
}
