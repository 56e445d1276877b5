import { useTranslation } from "../i18n/Translation";
import { Confirm } from "../ui/Confirm";
import { useDeleteTasks } from "./useDeleteTasks";

/** Asks, then deletes. */
export function DeleteTasks(props: { ids: string[]; onClose: () => void; onDeleted: () => void }) {
  const { translate, format } = useTranslation();
  const deleteTasks = useDeleteTasks();
  const count = props.ids.length;
  if (count === 0) return null;
  return (
    <Confirm
      title={
        count === 1
          ? translate("delete.title")
          : translate("delete.titleMany", { count: format.number(count) })
      }
      description={translate("delete.description")}
      action={translate("delete.confirm")}
      onClose={props.onClose}
      onConfirm={() => {
        deleteTasks(props.ids);
        props.onDeleted();
      }}
    />
  );
}
