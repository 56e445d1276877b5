import { useChange } from "../../connection/useChange";
import { useBack } from "../../ui/useBack";
import { useWords } from "../words/useWords";
import { UpdateWebhookDocument } from "./UpdateWebhook.generated";
import { type WebhookFields, WebhookForm } from "./WebhookForm";

/** The form that changes a webhook's address and events. */
export function ChangeWebhook({ webhook }: { webhook: WebhookFields & { id: string } }) {
  const words = useWords();
  const { id } = webhook;
  const close = useBack(`~/webhooks/${id}`);
  const change = useChange();
  return (
    <WebhookForm
      title={words("form.change")}
      action={words("form.save")}
      webhook={webhook}
      forAll={false}
      onClose={close}
      onSave={async ({ url, events }) => {
        await change(UpdateWebhookDocument, { id, url, events });
        close();
      }}
    />
  );
}
