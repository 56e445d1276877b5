import { useQuery } from "@apollo/client/react";
import { FileDown } from "lucide-react";
import { createContext, lazy, type ReactNode, useContext, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { Button, type ButtonKind } from "../ui/Button";
import { Later } from "../ui/Later";
import { useNotify } from "../ui/Notifications";

const Exporting = lazy(() => import("./Exporting"));

const ExportContext = createContext<() => void>(() => undefined);

/** Returns a function that opens the export of the filtered tasks; undefined if the plan does not include exports. */
function useExport(): (() => void) | undefined {
  const ask = useContext(ExportContext);
  const { data } = useQuery(UserMenuDocument);
  return data?.viewer.plan.canExport ? ask : undefined;
}

/** Runs and shows the export, even after the button that started it is gone. */
export function Exports({ children }: { children: ReactNode }) {
  const { translate } = useTranslation();
  const notify = useNotify();
  const [stage, setStage] = useState<"asking" | "running" | null>(null);
  return (
    <ExportContext
      value={() => (stage === "running" ? notify(translate("download.busy"), "error") : setStage("asking"))}
    >
      {children}
      {stage && (
        <Later>
          <Exporting
            running={stage === "running"}
            onBegin={() => setStage("running")}
            onEnd={() => setStage(null)}
          />
        </Later>
      )}
    </ExportContext>
  );
}

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
