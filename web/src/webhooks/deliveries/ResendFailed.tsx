import { RotateCw } from "lucide-react";
import { useState } from "react";
import { useChange } from "../../connection/useChange";
import { useRun } from "../../connection/useRun";
import { useTranslation } from "../../i18n/Translation";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Modal } from "../../ui/Modal";
import modal from "../../ui/Modal.module.css";
import { useNotify } from "../../ui/Notifications";
import { useRefusalText } from "../useRefusalText";
import { useWords } from "../words/useWords";
import { ResendFailedDocument } from "./ResendFailed.generated";

/** The choices, in hours. */
const spans = { hour: 1, day: 24, week: 7 * 24, month: 30 * 24 };
type Span = keyof typeof spans;

/** Asks how far back to go, and sends the undelivered events since then again. */
export function ResendFailed(props: { webhookId: string; onResent: () => void; onClose: () => void }) {
  const { translate, format } = useTranslation();
  const words = useWords();
  const notify = useNotify();
  const change = useChange();
  const { busy, run } = useRun(useRefusalText());
  const [span, setSpan] = useState<Span>("day");

  async function resend() {
    const since = new Date(Date.now() - spans[span] * 3_600_000).toISOString();
    const { resendWebhook } = await change(ResendFailedDocument, { webhookId: props.webhookId, since });
    notify(words("resendFailed.done", { count: format.number(resendWebhook?.resentDeliveries ?? 0) }));
    props.onResent();
    props.onClose();
  }
  return (
    <Modal
      title={words("resendFailed")}
      description={words("resendFailed.description")}
      onClose={props.onClose}
    >
      <Choice
        label={words("resendFailed.span")}
        values={Object.keys(spans) as Span[]}
        chosen={span}
        nameOf={(one) => words(`span.${one}`)}
        onChange={setSpan}
      />
      <div className={modal.actions}>
        <Button onClick={props.onClose}>{translate("cancel")}</Button>
        <Button kind="primary" disabled={busy} onClick={() => run(resend)}>
          <RotateCw size={16} aria-hidden />
          {words("resend")}
        </Button>
      </div>
    </Modal>
  );
}
