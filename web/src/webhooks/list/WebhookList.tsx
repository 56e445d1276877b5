import { useQuery } from "@apollo/client/react";
import { Plus, Webhook } from "lucide-react";
import { Link } from "wouter";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { useTranslation } from "../../i18n/Translation";
import { buttonClass } from "../../ui/Button";
import { Panel } from "../../ui/Panel";
import panel from "../../ui/Panel.module.css";
import { useTitle } from "../../ui/useTitle";
import { sentAs } from "../eventType";
import { WebhookState } from "../one/WebhookState";
import { useWords } from "../words/useWords";
import { LastDelivery } from "./LastDelivery";
import { WebhookListDocument } from "./WebhookList.generated";
import styles from "./WebhookList.module.css";

/** Milliseconds between two reads of the list. */
const pollMs = 10_000;

/** The webhooks that the reader may see, oldest first, each with its latest delivery. */
export function WebhookList() {
  const { translate } = useTranslation();
  const words = useWords();
  const { data, error, refetch } = useQuery(WebhookListDocument, {
    fetchPolicy: "cache-and-network",
    pollInterval: pollMs,
    skipPollAttempt: () => document.hidden,
  });
  useTitle(words("title"), translate("title"));
  const webhooks = data?.viewer.webhooks;

  return (
    <Panel
      title={words("all")}
      action={
        <Link className={buttonClass("primary")} href="/new" state={{ fromPage: true }}>
          <Plus size={18} aria-hidden />
          {words("add")}
        </Link>
      }
    >
      <div>
        <p className={panel.note}>{words("description")}</p>
        <a className={styles.docs} href="/docs/webhooks.html">
          {words("docs")}
        </a>
      </div>
      {!webhooks && <LoadingOrError error={error} onRetry={refetch} />}
      {webhooks?.length === 0 && (
        <p role="status" className={styles.none}>
          <Webhook size={32} aria-hidden />
          {words("none")}
        </p>
      )}
      {webhooks && webhooks.length > 0 && (
        <ul aria-label={words("all")}>
          {webhooks.map((webhook) => (
            <li key={webhook.id} className={styles.webhook}>
              <p className={styles.heading}>
                <WebhookState webhook={webhook} />
                <Link className={styles.address} href={`/${webhook.id}`} state={{ fromPage: true }}>
                  {webhook.url}
                </Link>
                {webhook.allUsers && <span className={styles.all}>{words("allUsers")}</span>}
              </p>
              <p className={panel.note}>{webhook.events.map(sentAs).join(" · ")}</p>
              <LastDelivery webhook={webhook} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
