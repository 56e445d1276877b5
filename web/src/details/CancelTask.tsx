import { useFragment } from "@apollo/client/react";
import { Ban } from "lucide-react";
import { useChange } from "../connection/useChange";
import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { hasEnded } from "../tasks/ended";
import { useReadOnly } from "../tasks/readOnly";
import { Button } from "../ui/Button";
import { useNotify } from "../ui/Notifications";
import { CancelTaskDocument } from "./CancelTask.generated";
import { Details_TaskFragmentDoc } from "./Details.generated";

/** A button that cancels a task that has not ended, if the reader may. */
export function CancelTask({ id }: { id: string }) {
  const { translate } = useTranslation();
  const errorText = useErrorText({ FORBIDDEN: "cancel.onlyService", CONFLICT: "cancel.ended" });
  const notify = useNotify();
  const readOnly = useReadOnly();
  const change = useChange();
  const { data: task, complete } = useFragment({
    fragment: Details_TaskFragmentDoc,
    from: { __typename: "TaskRecord", id },
  });
  if (!complete || readOnly || hasEnded(task) || task.onlyServiceEnds) return null;

  async function cancel(dialog: HTMLElement | null) {
    try {
      await change(CancelTaskDocument, { id });
      notify(translate("cancel.done"));
      // The button that had the focus is no longer there.
      dialog?.focus();
    } catch (error) {
      notify(errorText(error), "error");
    }
  }
  const label = translate("cancel.task");
  return (
    <Button
      kind="quiet"
      label={label}
      onClick={({ currentTarget }) => cancel(currentTarget.closest<HTMLElement>("[role=dialog]"))}
    >
      <Ban size={18} aria-hidden />
    </Button>
  );
}
