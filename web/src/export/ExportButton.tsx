import { FileDown } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { Button, type ButtonKind } from "../ui/Button";
import { useExport } from "./Exports";

/** A button that opens the export of the filtered tasks. Renders nothing if the plan does not include exports. */
export function ExportButton({ kind, onClick }: { kind?: ButtonKind; onClick?: () => void }) {
  const { translate } = useTranslation();
  const exportTasks = useExport();
  if (!exportTasks) return null;
  return (
    <Button
      kind={kind}
      onClick={() => {
        onClick?.();
        exportTasks();
      }}
    >
      <FileDown size={16} aria-hidden />
      {translate("export.open")}
    </Button>
  );
}
