import { useApolloClient } from "@apollo/client/react";
import { useRef, useState } from "react";
import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { TaskCountDocument } from "../tasks/TaskCount.generated";
import { useNotify } from "../ui/Notifications";
import { batchesOf } from "./batchesOf";
import { eraseTasks } from "./eraseTasks";
import type { List } from "./useDeleteTasks";
import type { Chosen } from "./useSelection";

/**
 * Deletes any number of chosen tasks, 100 at a time. Returns how many are deleted so far, or null when it is
 * not running.
 */
export function useDeleteMany() {
  const client = useApolloClient();
  const { translate, format } = useTranslation();
  const errorText = useErrorText();
  const notify = useNotify();
  const [deleted, setDeleted] = useState<number | null>(null);
  const stopped = useRef(false);

  async function run(chosen: Chosen, list: List) {
    stopped.current = false;
    setDeleted(0);
    let count = 0;
    let kept = 0;
    try {
      for await (const ids of batchesOf(client, chosen)) {
        if (stopped.current) break;
        const left = await eraseTasks(client, ids);
        list.hide(ids.filter((id) => !left.includes(id)));
        client.refetchQueries({ include: [TaskCountDocument] }).catch(() => undefined);
        kept += left.length;
        count += ids.length - left.length;
        setDeleted(count);
      }
      notify(translate("delete.done", { count: format.number(count) }));
      if (kept > 0) notify(translate("delete.kept", { count: format.number(kept) }), "error");
    } catch (error) {
      notify(translate("delete.stopped", { count: format.number(count), reason: errorText(error) }), "error");
    } finally {
      setDeleted(null);
    }
  }

  function stop() {
    stopped.current = true;
  }
  return { deleted, run, stop };
}
