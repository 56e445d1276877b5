import { useApolloClient } from "@apollo/client/react";
import { Download, Trash2 } from "lucide-react";
import { useState } from "react";
import { useErrorText } from "../connection/useErrorText";
import { useDownload } from "../download/Downloads";
import { ExportButton } from "../export/ExportButton";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import { useNotify } from "../ui/Notifications";
import { batchesOf } from "./batchesOf";
import { ConfirmDeletion } from "./ConfirmDeletion";
import styles from "./SelectionBar.module.css";
import { useDeleteMany } from "./useDeleteMany";
import type { List } from "./useDeleteTasks";
import type { useSelection } from "./useSelection";

/** The most tasks that are deleted without asking. */
const maxUnconfirmed = 20;

/** Says how many tasks are selected, and offers what can be done with them. */
export function SelectionBar(props: {
  selection: ReturnType<typeof useSelection>;
  /** How many tasks match the filters, and whether there may be more. */
  total: { value: number; precision: string } | undefined;
  list: List;
  onDelete: (ids: string[]) => void;
}) {
  const { translate, format } = useTranslation();
  const client = useApolloClient();
  const errorText = useErrorText();
  const notify = useNotify();
  const download = useDownload();
  const [asking, setAsking] = useState(false);
  const many = useDeleteMany();
  const { selection, total } = props;
  const { some, everything } = selection;
  const count = everything ? (total?.value ?? 0) - everything.except.size : some.size;
  const isAll = count === total?.value && !everything?.except.size;
  const text = format.number(count) + (everything && total?.precision === "AT_LEAST" ? "+" : "");
  if (!selection.any && many.deleted === null) return null;

  async function downloadChosen() {
    const ids: string[] = [];
    try {
      for await (const batch of batchesOf(client, everything ?? [...some])) ids.push(...batch);
      download(ids);
    } catch (error) {
      notify(errorText(error), "error");
    }
  }

  return (
    <div
      ref={publishHeight}
      className={styles.bar}
      role="toolbar"
      aria-label={translate("list.selected", { count: text })}
    >
      <p role="status" className={styles.count}>
        {many.deleted === null
          ? translate("list.selected", { count: text })
          : translate("delete.progress", { count: format.number(many.deleted) })}
      </p>
      {many.deleted === null ? (
        <>
          {!everything && total && total.value > some.size && (
            <Button kind="quiet" onClick={selection.selectEverything}>
              {translate("list.selectEverything", {
                count: format.number(total.value) + (total.precision === "AT_LEAST" ? "+" : ""),
              })}
            </Button>
          )}
          <Button kind="quiet" onClick={selection.clear}>
            {translate("list.clearSelection")}
          </Button>
          <div className={styles.actions}>
            {isAll && <ExportButton />}
            <Button onClick={downloadChosen}>
              <Download size={16} aria-hidden />
              {translate("picture.download")}
            </Button>
            <Button
              kind="danger"
              onClick={() => {
                if (everything || some.size > maxUnconfirmed) return setAsking(true);
                props.onDelete([...some]);
                selection.clear();
              }}
            >
              <Trash2 size={16} aria-hidden />
              {translate("task.delete")}
            </Button>
          </div>
        </>
      ) : (
        <Button onClick={many.stop}>{translate("delete.stop")}</Button>
      )}
      {asking && (
        <ConfirmDeletion
          count={count}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            many.run(everything ?? [...some], props.list);
            selection.clear();
          }}
        />
      )}
    </div>
  );
}

/**
 * Sets the style variable `--barred` to the height above the window's bottom that the bar covers, so that
 * notices appear above it. When the list ends within the window, the bar is higher up.
 */
function publishHeight(bar: HTMLElement | null) {
  if (!bar) return;
  const root = document.documentElement.style;
  const observer = new ResizeObserver(() =>
    root.setProperty("--barred", `${innerHeight - bar.getBoundingClientRect().top - 8}px`),
  );
  observer.observe(bar);
  observer.observe(document.body);
  return () => {
    observer.disconnect();
    root.removeProperty("--barred");
  };
}
