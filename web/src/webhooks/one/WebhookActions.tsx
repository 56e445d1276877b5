import { useApolloClient } from "@apollo/client/react";
import { KeyRound, Pencil, Power, Send, Trash2 } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { Link, useLocation } from "wouter";
import { useChange } from "../../connection/useChange";
import { useRun } from "../../connection/useRun";
import { Button, buttonClass } from "../../ui/Button";
import { Confirm } from "../../ui/Confirm";
import { Outcome } from "../deliveries/Outcome";
import { useRefusalText } from "../useRefusalText";
import { useWords } from "../words/useWords";
import { DeleteWebhookDocument } from "./DeleteWebhook.generated";
import { RotateWebhookSecretDocument } from "./RotateWebhookSecret.generated";
import { SwitchWebhookDocument } from "./SwitchWebhook.generated";
import { TestWebhookDocument } from "./TestWebhook.generated";
import styles from "./WebhookPanels.module.css";

/** The buttons for a webhook. An error is shown as a notice. */
export function WebhookActions(props: {
  webhook: { id: string; url: string; disabledAt: string | null };
  onSecret: (secret: string) => void;
  onTested: () => void;
}) {
  const words = useWords();
  const change = useChange();
  const { busy, run } = useRun(useRefusalText());
  const client = useApolloClient();
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState<"rotate" | "delete">();
  const [tested, setTested] = useState<ComponentProps<typeof Outcome>["delivery"]>();
  const { id, url, disabledAt } = props.webhook;

  async function test() {
    const { testWebhook } = await change(TestWebhookDocument, { id });
    setTested(testWebhook?.delivery ?? undefined);
    props.onTested();
  }

  async function rotate() {
    const { rotateWebhookSecret } = await change(RotateWebhookSecretDocument, { id });
    if (rotateWebhookSecret?.secret) props.onSecret(rotateWebhookSecret.secret);
  }

  async function remove() {
    await change(DeleteWebhookDocument, { id });
    navigate("~/webhooks", { replace: true });
    client.cache.evict({ id: `Webhook:${id}` });
  }

  return (
    <>
      <div className={styles.actions}>
        <Button kind="primary" disabled={busy || disabledAt !== null} onClick={() => run(test)}>
          <Send size={16} aria-hidden />
          {words("test")}
        </Button>
        <Link className={buttonClass("plain")} href={`/${id}/change`} state={{ fromPage: true }}>
          <Pencil size={16} aria-hidden />
          {words("change")}
        </Link>
        <Button
          disabled={busy}
          onClick={() => run(() => change(SwitchWebhookDocument, { id, enabled: disabledAt !== null }))}
        >
          <Power size={16} aria-hidden />
          {words(disabledAt ? "switchOn" : "switchOff")}
        </Button>
        <Button disabled={busy} onClick={() => setAsked("rotate")}>
          <KeyRound size={16} aria-hidden />
          {words("secret.rotate")}
        </Button>
        <Button disabled={busy} onClick={() => setAsked("delete")}>
          <Trash2 size={16} aria-hidden />
          {words("delete")}
        </Button>
      </div>
      {tested && (
        <p role="status">
          {words("tested")} <Outcome delivery={tested} isOff={disabledAt !== null} />
        </p>
      )}
      {asked === "rotate" && (
        <Confirm
          title={words("secret.rotateTitle")}
          description={words("secret.rotateDescription")}
          action={words("secret.rotate")}
          onConfirm={() => run(rotate)}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked === "delete" && (
        <Confirm
          title={words("delete.title")}
          description={words("delete.description", { url })}
          action={words("delete")}
          onConfirm={() => run(remove)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
