import { useTranslation } from "../i18n/Translation";
import { Confirm } from "../ui/Confirm";

export function ConfirmDeletion(props: { count: number; onClose: () => void; onConfirm: () => void }) {
  const { translate, format } = useTranslation();
  if (props.count === 0) return null;
  return (
    <Confirm
      title={
        props.count === 1
          ? translate("delete.title")
          : translate("delete.titleMany", { count: format.number(props.count) })
      }
      description={translate("delete.description")}
      action={translate("delete.confirm")}
      onClose={props.onClose}
      onConfirm={props.onConfirm}
    />
  );
}
