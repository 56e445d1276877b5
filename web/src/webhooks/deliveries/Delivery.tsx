import type { FragmentType } from "@apollo/client";
import { useFragment } from "@apollo/client/react";
import { CircleCheck, CircleX, Clock, RotateCw } from "lucide-react";
import { useChange } from "../../connection/useChange";
import { useRun } from "../../connection/useRun";
import { useTranslation } from "../../i18n/Translation";
import { Button } from "../../ui/Button";
import { useNotify } from "../../ui/Notifications";
import panel from "../../ui/Panel.module.css";
import { useRefusalText } from "../useRefusalText";
import { useWords } from "../words/useWords";
import { Attempts } from "./Attempts";
import { type Delivery_DeliveryFragment, Delivery_DeliveryFragmentDoc } from "./Delivery.generated";
import styles from "./Delivery.module.css";
import { isDue, Outcome } from "./Outcome";
import { ResendDeliveryDocument } from "./ResendDelivery.generated";

const icons = { WAITING: Clock, DELIVERED: CircleCheck, FAILED: CircleX };

/** One delivery: its state and, once unfolded, its attempts. */
export function Delivery(props: {
  delivery: FragmentType<Delivery_DeliveryFragment>;
  isOff: boolean;
  onResent: () => void;
}) {
  const { format } = useTranslation();
  const words = useWords();
  const { data, complete } = useFragment({
    fragment: Delivery_DeliveryFragmentDoc,
    fragmentName: "Delivery_delivery",
    from: props.delivery,
  });
  if (!complete) return null;
  const Icon = icons[data.state];
  return (
    <li>
      <details className={styles.delivery}>
        <summary className={styles.summary}>
          <span className={styles.state} data-state={data.state}>
            <Icon size={16} aria-hidden />
            {words(`state.${data.state}`)}
          </span>
          <code>{data.type}</code>
          <time className={panel.note} dateTime={data.createdAt}>
            {format.dateTime(data.createdAt)}
          </time>
          <Outcome delivery={data} isOff={props.isOff} />
        </summary>
        <div className={styles.details}>
          <Attempts attempts={data.attempts} />
          {data.state === "WAITING" && data.nextAttemptAt && !props.isOff && !isDue(data) && (
            <p>{words("outcome.next", { time: format.dateTime(data.nextAttemptAt) })}</p>
          )}
          <p className={panel.note}>
            webhook-id <code>{data.id}</code>
          </p>
          <Resend id={data.id} isOff={props.isOff} onResent={props.onResent} />
        </div>
      </details>
    </li>
  );
}

function Resend(props: { id: string; isOff: boolean; onResent: () => void }) {
  const words = useWords();
  const notify = useNotify();
  const change = useChange();
  const { busy, run } = useRun(useRefusalText());

  async function resend() {
    await change(ResendDeliveryDocument, { id: props.id });
    notify(words("resent"));
    props.onResent();
  }
  return (
    <Button disabled={busy || props.isOff} onClick={() => run(resend)}>
      <RotateCw size={16} aria-hidden />
      {words("resend")}
    </Button>
  );
}
