import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import { useErrorText } from "./useErrorText";

/** Shown in place of data that are loading, or that could not be loaded. */
export function LoadingOrError({ error, onRetry }: { error: unknown; onRetry: () => Promise<unknown> }) {
  const { translate } = useTranslation();
  const errorText = useErrorText();
  if (!error) return <p role="status">{translate("loading")}</p>;
  return (
    <p role="alert">
      {errorText(error)}{" "}
      <Button onClick={() => onRetry().catch(() => undefined)}>{translate("retry")}</Button>
    </p>
  );
}
