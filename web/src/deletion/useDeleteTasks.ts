import { useMutation } from "@apollo/client/react";
import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { Refused } from "../service/errors";
import { evictTasks } from "../tasks/evictTasks";
import { useNotify } from "../ui/Notifications";
import { DeleteTasksDocument } from "./DeleteTasks.generated";

export interface List {
  hide: (ids: string[]) => void;
  unhide: (ids: string[]) => void;
}

/** Deletes tasks: they are gone from the list at once, and back, with the reason, when the server refuses. */
export function useDeleteTasks(): (ids: string[], list: List) => Promise<void> {
  const { translate } = useTranslation();
  const errorText = useErrorText();
  const notify = useNotify();
  const [deleteTasks] = useMutation(DeleteTasksDocument);

  return async (ids, list) => {
    list.hide(ids);
    try {
      const { data } = await deleteTasks({
        variables: { ids },
        update: (cache, result) => evictTasks(cache, result.data?.deleteTasks?.deletedTaskIds ?? []),
      });
      const error = data?.deleteTasks?.errors[0];
      if (error) throw new Refused(error);
      notify(translate("delete.done", { count: ids.length }));
    } catch (error) {
      list.unhide(ids);
      notify(translate("delete.refused", { reason: errorText(error) }), "error");
    }
  };
}
