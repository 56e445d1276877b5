import { useQuery } from "@apollo/client/react";
import { createContext, lazy, type ReactNode, useContext, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { Later } from "../ui/Later";
import { useNotify } from "../ui/Notifications";

const Exporting = lazy(() => import("./Exporting"));

const ExportContext = createContext<() => void>(() => undefined);

/** Returns a function that opens the export of the filtered tasks; undefined if the plan does not include exports. */
export function useExport(): (() => void) | undefined {
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
