import { useState } from "react";
import { useChange } from "../connection/useChange";
import { useNotify } from "../ui/Notifications";
import { useRefusalText } from "./useRefusalText";

/** For buttons: `run` does the work and shows a refusal as a notice, and `busy` is true meanwhile. */
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
