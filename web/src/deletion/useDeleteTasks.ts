import type { ApolloCache } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { authorization } from "../session/session";
import { focusTask } from "../tasks/focusTask";
import { isRemovable } from "../tasks/removable";
import { TaskCountDocument } from "../tasks/TaskCount.generated";
import { TaskRow_TaskFragmentDoc } from "../tasks/TaskRow.generated";
import { useNotify } from "../ui/Notifications";
import { eraseTasks } from "./eraseTasks";
import { deleteLater, undoMs } from "./laterDeletions";
import { leave } from "./leaving";

export interface List {
  hide: (ids: string[]) => void;
  unhide: (ids: string[]) => void;
}

/**
 * Returns a function that deletes up to 100 tasks. They disappear from the list at once, and are deleted on
 * the server after ten seconds, in which that can be undone, or when the page is left. If the server refuses,
 * they come back and the reason is shown; those that a back end has not ended are kept from the start.
 */
export function useDeleteTasks(): (ids: string[], list: List) => void {
  const client = useApolloClient();
  const { translate } = useTranslation();
  const errorText = useErrorText();
  const notify = useNotify();

  const tellKept = (count: number) => count > 0 && notify(translate("delete.kept", { count }), "error");

  return (chosen, list) => {
    const ids = chosen.filter((id) => mayBeRemoved(client.cache, id));
    tellKept(chosen.length - ids.length);
    if (ids.length === 0) return;
    const notCounted = leave(client.cache, ids);
    list.hide(ids);
    const takeBack = deleteLater(ids, authorization(), async () => {
      try {
        const kept = await eraseTasks(client, ids);
        list.unhide(kept);
        tellKept(kept.length);
        await client.refetchQueries({ include: [TaskCountDocument] }).catch(() => undefined);
      } catch (error) {
        list.unhide(ids);
        notify(translate("delete.refused", { reason: errorText(error) }), "error");
      }
      notCounted();
    });
    notify(translate("delete.done", { count: ids.length }), "info", {
      name: translate("delete.undo"),
      lasts: undoMs,
      run() {
        if (!takeBack()) return;
        list.unhide(ids);
        notCounted();
        if (ids[0]) focusTask(ids[0]);
      },
    });
  };
}

/** Whether the server may delete the task, as far as the page knows. */
function mayBeRemoved(cache: ApolloCache, id: string): boolean {
  const from = cache.identify({ __typename: "TaskRecord", id });
  const task = cache.readFragment({
    id: from,
    fragment: TaskRow_TaskFragmentDoc,
    fragmentName: "TaskRow_task",
  });
  return task === null || isRemovable(task);
}
