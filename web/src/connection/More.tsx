import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import { useNotify } from "../ui/Notifications";
import { useErrorText } from "./useErrorText";

/** A button that loads the next page of a list, if there is one. */
export function More(props: {
  label: string;
  hasNextPage: boolean;
  loading: boolean;
  onMore: () => Promise<unknown>;
}) {
  const { translate } = useTranslation();
  const notify = useNotify();
  const errorText = useErrorText();
  if (!props.hasNextPage) return null;
  return (
    <Button
      disabled={props.loading}
      onClick={() => props.onMore().catch((error) => notify(errorText(error), "error"))}
    >
      {props.loading ? translate("loading") : props.label}
    </Button>
  );
}
