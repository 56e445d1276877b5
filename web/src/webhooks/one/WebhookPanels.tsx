import { NetworkStatus } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { Link, useRoute } from "wouter";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { useTranslation } from "../../i18n/Translation";
import { buttonClass } from "../../ui/Button";
import { Panel } from "../../ui/Panel";
import { useInAddress } from "../../ui/useInAddress";
import { useTitle } from "../../ui/useTitle";
import { Deliveries, states } from "../deliveries/Deliveries";
import { isDue } from "../deliveries/Outcome";
import { sentAs } from "../eventType";
import { ChangeWebhook } from "../form/ChangeWebhook";
import { useWords } from "../words/useWords";
import { NewSecret } from "./NewSecret";
import { WebhookActions } from "./WebhookActions";
import { WebhookPanelsDocument } from "./WebhookPanels.generated";
import styles from "./WebhookPanels.module.css";
import { WebhookState } from "./WebhookState";
import { WhyOff } from "./WhyOff";

/**
 * Milliseconds between two reads of the deliveries: while an event is due within `soonMs`, and otherwise. Each read
 * costs about 900 of the 100,000 that a user may spend in a minute.
 */
const pollMs = { soon: 3000, later: 10_000 };
const soonMs = 60_000;

/** One webhook: its properties, its buttons, and its deliveries in the state that the address names. */
export function WebhookPanels(props: {
  id: string;
  secret: string | undefined;
  onSecret: (secret?: string) => void;
}) {
  const { translate, format } = useTranslation();
  const words = useWords();
  const [isChanging] = useRoute("/:id/change");
  const [state, setState] = useInAddress("state", states);
  const [waits, setWaits] = useState(false);
  const { data, previousData, error, networkStatus, refetch, fetchMore } = useQuery(WebhookPanelsDocument, {
    variables: state === "ALL" ? { id: props.id } : { id: props.id, state },
    fetchPolicy: "cache-and-network",
    pollInterval: waits ? pollMs.soon : pollMs.later,
    skipPollAttempt: () => document.hidden,
  });
  const node = (data ?? previousData)?.node;
  const webhook = node?.__typename === "Webhook" ? node : undefined;
  const deliveries = webhook?.deliveries.nodes.filter((one) => state === "ALL" || one.state === state);
  const isWaiting = !webhook?.disabledAt && (deliveries ?? []).some((one) => isDue(one, soonMs));
  if (isWaiting !== waits) setWaits(isWaiting);
  useTitle(webhook?.url, words("title"), translate("title"));
  if (!webhook || !deliveries)
    return data ? (
      <p role="alert">{words("notFound")}</p>
    ) : (
      <LoadingOrError error={error} onRetry={refetch} />
    );

  /** Reads the result of an event that is being sent: now, and after a second, when most receivers have answered. */
  function follow() {
    void refetch();
    setTimeout(() => void refetch(), 1000);
  }

  return (
    <>
      <Link className={`${buttonClass("quiet")} ${styles.all}`} href="~/webhooks">
        <ArrowLeft size={16} aria-hidden />
        {words("all")}
      </Link>
      {props.secret && <NewSecret secret={props.secret} onSaved={() => props.onSecret(undefined)} />}
      <Panel title={webhook.url} action={<WebhookState webhook={webhook} />}>
        <WhyOff webhook={webhook} />
        <dl className={styles.facts}>
          <div>
            <dt>{words("events")}</dt>
            <dd>{webhook.events.map(sentAs).join(" · ")}</dd>
          </div>
          <div>
            <dt>{words("created")}</dt>
            <dd>{format.dateTime(webhook.createdAt)}</dd>
          </div>
        </dl>
        <WebhookActions webhook={webhook} onSecret={props.onSecret} onTested={follow} />
      </Panel>
      <Deliveries
        webhookId={webhook.id}
        deliveries={deliveries}
        isOff={webhook.disabledAt !== null}
        state={state}
        onState={setState}
        onResent={follow}
        more={{
          hasNextPage: webhook.deliveries.pageInfo.hasNextPage,
          loading: networkStatus === NetworkStatus.fetchMore,
          onMore: () => fetchMore({ variables: { after: webhook.deliveries.pageInfo.endCursor } }),
        }}
      />
      {isChanging && <ChangeWebhook webhook={webhook} />}
    </>
  );
}
