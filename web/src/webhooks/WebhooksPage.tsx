import { useState } from "react";
import { Router, useRoute } from "wouter";
import { SidePage } from "../menu/SidePage";
import { type NewSecret, NewWebhook } from "./form/NewWebhook";
import { WebhookList } from "./list/WebhookList";
import { WebhookPanels } from "./one/WebhookPanels";
import { useWords } from "./words/useWords";

/** The reader's webhooks at `/webhooks`, and each one at `/webhooks/ID`. Administrators also see those for all users. */
export default function WebhooksPage() {
  const words = useWords();
  return (
    <Router base="/webhooks">
      <SidePage title={words("title")}>
        <Panels />
      </SidePage>
    </Router>
  );
}

function Panels() {
  const [isOpen, parameters] = useRoute("/:id/*?");
  const [made, setMade] = useState<NewSecret>();
  const id = isOpen ? parameters.id : undefined;
  if (id === undefined || id === "new")
    return (
      <>
        <WebhookList />
        {id && <NewWebhook onMade={setMade} />}
      </>
    );
  return (
    <WebhookPanels
      key={id}
      id={id}
      secret={made?.webhookId === id ? made.secret : undefined}
      onSecret={(secret) => setMade(secret === undefined ? undefined : { webhookId: id, secret })}
    />
  );
}
