import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { useNotify } from "../ui/Notifications";

/** As many as the API deletes at once. */
const limit = 100;

/** Which of the tasks at hand are chosen. */
export function useSelection(available: ReadonlySet<string>) {
  const { translate } = useTranslation();
  const notify = useNotify();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => new Set([...marked].filter((id) => available.has(id))), [marked, available]);
  const full = chosen.size >= limit;

  const select = useCallback(
    (id: string, on: boolean) => {
      if (on && full) return notify(translate("list.selectionLimit", { count: limit }), "error");
      setMarked((others) => {
        const next = new Set(others);
        if (on) next.add(id);
        else next.delete(id);
        return next;
      });
    },
    [full, notify, translate],
  );

  return { chosen, select, clear: useCallback(() => setMarked(new Set()), []) };
}
