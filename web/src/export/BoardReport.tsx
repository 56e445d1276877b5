import { useQuery } from "@apollo/client/react";
import { FileDown } from "lucide-react";
import { useChange } from "../connection/useChange";
import { useErrorText } from "../connection/useErrorText";
import { useRun } from "../connection/useRun";
import { useTranslation } from "../i18n/Translation";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { Button } from "../ui/Button";
import { useNotify } from "../ui/Notifications";
import { ExportTasksDocument } from "./ExportTasks.generated";
import { leaveToBrowser } from "./fetchExport";
import { useReportWords } from "./reportWords";

/** A button that downloads a report of a board; nothing if the plan does not include exports. */
export function BoardReport({ boardId }: { boardId: string }) {
  const { translate, language } = useTranslation();
  const words = useReportWords();
  const change = useChange();
  const { busy, run } = useRun(useErrorText({ QUOTA_EXCEEDED: "export.tooMany" }));
  const notify = useNotify();
  if (!useQuery(UserMenuDocument).data?.viewer.plan.canExport) return null;

  async function download() {
    const input = { format: "REPORT" as const, boardId, language };
    const { exportTasks } = await change(ExportTasksDocument, { input });
    const { pathname, search } = new URL(exportTasks?.export?.url ?? "");
    leaveToBrowser(pathname + search, true);
    notify(translate("export.inBrowser"));
  }
  return (
    <Button disabled={busy} title={words("ofBoard")} onClick={() => void run(download)}>
      <FileDown size={16} aria-hidden />
      {words("name")}
    </Button>
  );
}
