import { useQuery } from "@apollo/client/react";
import { useLocation } from "wouter";
import { useChange } from "../../connection/useChange";
import { UserMenuDocument } from "../../menu/UserMenu.generated";
import { useBack } from "../../ui/useBack";
import { eventTypes } from "../eventType";
import { useWords } from "../words/useWords";
import { CreateWebhookDocument } from "./CreateWebhook.generated";
import { WebhookForm } from "./WebhookForm";

/** A new secret, which the API returns only once. */
export interface NewSecret {
  webhookId: string;
  secret: string;
}

/** The form that adds a webhook and then opens it, where its secret is shown. */
export function NewWebhook({ onMade }: { onMade: (made: NewSecret) => void }) {
  const words = useWords();
  const [, navigate] = useLocation();
  const close = useBack("~/webhooks");
  const change = useChange();
  const role = useQuery(UserMenuDocument).data?.viewer.role;
  return (
    <WebhookForm
      title={words("add")}
      action={words("form.add")}
      webhook={{ url: "", events: eventTypes.filter((type) => type !== "CREDITS_LOW"), allUsers: false }}
      forAll={role === "ADMIN" || role === "SERVICE"}
      onClose={close}
      onSave={async (input) => {
        const { createWebhook } = await change(CreateWebhookDocument, { input });
        if (!createWebhook?.webhook || !createWebhook.secret) return;
        const { id } = createWebhook.webhook;
        onMade({ webhookId: id, secret: createWebhook.secret });
        navigate(`/${id}`, { replace: true });
      }}
    />
  );
}
