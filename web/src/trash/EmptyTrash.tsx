import { Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { retryWhenLimited } from "../connection/retryWhenLimited";
import { useChange } from "../connection/useChange";
import { useErrorText } from "../connection/useErrorText";
import { DownloadProgress } from "../download/DownloadProgress";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import { Confirm } from "../ui/Confirm";
import { useNotify } from "../ui/Notifications";
import { EmptyTrashDocument } from "./Trash.generated";

/** A button that deletes everything in the trash, after a question. */
export function EmptyTrash({ total, onEmptied }: { total: number; onEmptied: () => Promise<void> }) {
  const { translate, format } = useTranslation();
  const change = useChange();
  const errorText = useErrorText();
  const notify = useNotify();
  const [asking, setAsking] = useState(false);
  const [removed, setRemoved] = useState<number | null>(null);
  const stopped = useRef(false);

  async function empty() {
    stopped.current = false;
    setRemoved(0);
    let count = 0;
    try {
      // Each call deletes only a part.
      for (let some = 1; some > 0 && !stopped.current; count += some) {
        const { emptyTrash } = await retryWhenLimited(() => change(EmptyTrashDocument, {}));
        some = emptyTrash?.removedTasks ?? 0;
        setRemoved(count + some);
      }
    } catch (error) {
      notify(translate("trash.notEmptied", { reason: errorText(error) }), "error");
    }
    setRemoved(null);
    await onEmptied();
    notify(translate("delete.done", { count: format.number(count) }));
  }

  return (
    <>
      <Button disabled={total === 0 || removed !== null} onClick={() => setAsking(true)}>
        <Trash2 size={16} aria-hidden />
        {translate("trash.emptyIt")}
      </Button>
      {asking && (
        <Confirm
          title={translate("trash.emptyTitle", { count: format.number(total) })}
          description={translate("delete.description")}
          action={translate("delete.confirm")}
          onClose={() => setAsking(false)}
          onConfirm={() => void empty()}
        />
      )}
      {removed !== null && (
        <DownloadProgress
          label={translate("trash.emptying")}
          part={Math.min(removed / Math.max(total, 1), 1)}
          count={`${format.number(removed)} / ${format.number(Math.max(total, removed))}`}
          cancel={translate("delete.stop")}
          onCancel={() => {
            stopped.current = true;
          }}
        />
      )}
    </>
  );
}
