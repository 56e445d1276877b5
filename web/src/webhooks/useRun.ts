import { useState } from "react";
import { useChange } from "../connection/useChange";
import { useNotify } from "../ui/Notifications";
import { useRefusalText } from "./useRefusalText";

/** For what a button does: `busy` while it is done; what the server refuses is told in the corner. */
export function useRun() {
  const notify = useNotify();
  const refusalText = useRefusalText();
  const change = useChange();
  const [busy, setBusy] = useState(false);

  async function run(work: () => Promise<unknown>) {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      notify(refusalText(error), "error");
    } finally {
      setBusy(false);
    }
  }
  return { busy, run, change };
}
