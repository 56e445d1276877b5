import { useState } from "react";
import { useErrorText } from "../connection/useErrorText";
import { useNotify } from "../ui/Notifications";

/** For buttons: `run` does the work and shows a refusal as a notice, and `busy` is true meanwhile. */
export function useRun() {
  const notify = useNotify();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);

  async function run(work: () => Promise<unknown>) {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      notify(errorText(error), "error");
    } finally {
      setBusy(false);
    }
  }
  return { busy, run };
}
