import { useState } from "react";
import { useNotify } from "../ui/Notifications";
import { useErrorText } from "./useErrorText";

/**
 * For buttons: `run` does the work, while `busy` is true, and shows an error as a notice. `textOf` replaces the error's
 * usual text.
 */
export function useRun(textOf?: (error: unknown) => string) {
  const notify = useNotify();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);

  async function run(work: () => Promise<unknown>) {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      notify((textOf ?? errorText)(error), "error");
    } finally {
      setBusy(false);
    }
  }
  return { busy, run };
}
