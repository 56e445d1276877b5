import { useQuery } from "@apollo/client/react";
import { FileDown } from "lucide-react";
import { instantsOf } from "../calendar/calendar";
import { useTimeZone } from "../calendar/useTimeZone";
import { useChange } from "../connection/useChange";
import { useErrorText } from "../connection/useErrorText";
import { useRun } from "../connection/useRun";
import { useTranslation } from "../i18n/Translation";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { lastDayOf } from "../statistics/span";
import { Button } from "../ui/Button";
import { useNotify } from "../ui/Notifications";
import { ExportTasksDocument } from "./ExportTasks.generated";
import { leaveToBrowser } from "./fetchExport";
import { useReportWords } from "./reportWords";

/**
 * A button that downloads a report of a board, for all time or for the month that begins on this date. Renders nothing
 * if the plan does not include exports.
 */
export function BoardReport({ boardId, month }: { boardId: string; month: string | null }) {
  const { translate, format, language } = useTranslation();
  const timeZone = useTimeZone();
  const words = useReportWords();
  const change = useChange();
  const { busy, run } = useRun(useErrorText({ QUOTA_EXCEEDED: "export.tooMany" }));
  const notify = useNotify();
  if (!useQuery(UserMenuDocument).data?.viewer.plan.canExport) return null;

  async function download() {
    const where =
      month && timeZone ? { createdAt: instantsOf(month, lastDayOf("MONTH", month), timeZone) } : null;
    const input = { format: "REPORT" as const, boardId, language, where };
    const { exportTasks } = await change(ExportTasksDocument, { input });
    const { pathname, search } = new URL(exportTasks?.export?.url ?? "");
    leaveToBrowser(pathname + search, true);
    notify(translate("export.inBrowser"));
  }
  const about = month ? words("ofMonth", { month: format.period(month, "MONTH") }) : words("ofBoard");
  return (
    <Button disabled={busy || (month !== null && !timeZone)} title={about} onClick={() => void run(download)}>
      <FileDown size={16} aria-hidden />
      {words("name")}
    </Button>
  );
}
