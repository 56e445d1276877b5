import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import { useNotify } from "../ui/Notifications";
import { useWords } from "./words/useWords";

/** Reads on where there is more. */
export function More(props: { hasNextPage: boolean; loading: boolean; onMore: () => Promise<unknown> }) {
  const words = useWords();
  const { translate } = useTranslation();
  const notify = useNotify();
  const errorText = useErrorText();
  if (!props.hasNextPage) return null;
  return (
    <Button
      disabled={props.loading}
      onClick={() => props.onMore().catch((error) => notify(errorText(error), "error"))}
    >
      {props.loading ? translate("loading") : words("more")}
    </Button>
  );
}
