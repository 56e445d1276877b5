import type { ExportFormat } from "@task-record/client/schema.generated";
import { useEffect, useRef, useState } from "react";
import { useChange } from "../connection/useChange";
import { useErrorText } from "../connection/useErrorText";
import { DownloadProgress } from "../download/DownloadProgress";
import { useFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { useTaskTotals } from "../tasks/useTaskTotals";
import { Button } from "../ui/Button";
import { Choice } from "../ui/Choice";
import { Modal } from "../ui/Modal";
import modal from "../ui/Modal.module.css";
import { useNotify } from "../ui/Notifications";
import { saveFile } from "../ui/saveFile";
import styles from "./Exporting.module.css";
import { ExportTasksDocument } from "./ExportTasks.generated";
import { fetchExport, leaveToBrowser } from "./fetchExport";
import { useReportWords } from "./reportWords";

const formats: ExportFormat[] = ["CSV", "NDJSON", "ZIP", "REPORT"];
/** Bytes above which the browser downloads the file itself. */
const maxInPageBytes = 1_000_000_000;

/** Asks for the format in which to export the filtered tasks, then shows the progress. */
export default function Exporting(props: { running: boolean; onBegin: () => void; onEnd: () => void }) {
  const { translate, format, language } = useTranslation();
  const words = useReportWords();
  const { where } = useFilters();
  const total = useTaskTotals(where)?.taskCount;
  const change = useChange();
  const errorText = useErrorText({
    TOO_LARGE: "export.tooManyImages",
    QUOTA_EXCEEDED: "export.tooMany",
  });
  const notify = useNotify();
  const [chosen, setChosen] = useState<ExportFormat>("CSV");
  const [progress, setProgress] = useState({ part: 0, bytes: 0 });
  const abort = useRef<AbortController>(null);
  useEffect(() => () => abort.current?.abort(), []);

  async function prepare(signal: AbortSignal) {
    const input = { format: chosen, where, ...(chosen === "REPORT" && { language }) };
    const { exportTasks } = await change(ExportTasksDocument, { input }, { fetchOptions: { signal } });
    return exportTasks?.export;
  }

  async function run() {
    abort.current = new AbortController();
    const { signal } = abort.current;
    props.onBegin();
    try {
      const prepared = await prepare(signal);
      if (!prepared) return;
      const { taskCount, imageSize } = prepared;
      const { pathname, search } = new URL(prepared.url);
      const path = pathname + search;
      if (leaveToBrowser(path, chosen === "ZIP" && imageSize > maxInPageBytes))
        return notify(translate("export.inBrowser"));
      const file = await fetchExport(path, signal, (bytes, lines) =>
        setProgress({ bytes, part: chosen === "ZIP" ? bytes / imageSize : lines / taskCount }),
      );
      saveFile(
        file,
        `${translate("title")} ${new Date().toLocaleDateString("sv")}.${chosen === "REPORT" ? "html" : chosen.toLowerCase()}`,
      );
      notify(translate("export.done", { count: format.number(taskCount) }));
    } catch (error) {
      if (signal.aborted) notify(translate("export.cancelled"));
      else notify(translate("export.failed", { reason: errorText(error) }), "error");
    } finally {
      props.onEnd();
    }
  }

  if (props.running)
    return (
      <DownloadProgress
        label={translate("export.label")}
        part={progress.part || 0}
        count={format.size(progress.bytes)}
        cancel={translate("cancel")}
        onCancel={() => abort.current?.abort()}
      />
    );
  const count = total && format.number(total.value) + (total.precision === "EXACT" ? "" : "+");
  return (
    <Modal
      title={translate("export.title")}
      description={translate("export.matching", { count: count ?? "…" })}
      onClose={props.onEnd}
    >
      <Choice
        label={translate("export.format")}
        values={formats}
        chosen={chosen}
        nameOf={(one) => (one === "REPORT" ? words("name") : one)}
        onChange={setChosen}
      />
      <p role="status" className={styles.about}>
        {chosen === "REPORT" ? words("about") : translate(`export.about.${chosen}`)}
      </p>
      <div className={modal.actions}>
        <Button onClick={props.onEnd}>{translate("cancel")}</Button>
        <Button kind="primary" onClick={run}>
          {translate("export.begin")}
        </Button>
      </div>
    </Modal>
  );
}
