import { Copy } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "./Button";
import { copyText } from "./copyText";
import { useNotify } from "./Notifications";

/** A button that copies a text; `label` says what it is. With `icon` it is an icon alone. */
export function CopyButton(props: { text: string; label: string; icon?: boolean }) {
  const { translate } = useTranslation();
  const notify = useNotify();
  const { text, label, icon = false } = props;
  return (
    <Button
      kind="quiet"
      label={icon ? label : undefined}
      onClick={async () => (await copyText(text)) && notify(translate("copied"))}
    >
      <Copy size={icon ? 14 : 16} aria-hidden />
      {!icon && label}
    </Button>
  );
}
