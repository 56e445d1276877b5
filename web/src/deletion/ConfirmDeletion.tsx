import { useTranslation } from "../i18n/Translation";
import { Confirm } from "../ui/Confirm";

/** Asks before deleting more tasks than the reader can look at. */
export function ConfirmDeletion(props: { count: number; onClose: () => void; onConfirm: () => void }) {
  const { translate, format } = useTranslation();
  return (
    <Confirm
      title={translate("delete.titleMany", { count: format.number(props.count) })}
      description={translate("delete.description")}
      action={translate("delete.confirm")}
      onClose={props.onClose}
      onConfirm={props.onConfirm}
      onClosed={() => document.getElementById("tasks")?.focus({ preventScroll: true })}
    />
  );
}
