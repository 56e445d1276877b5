import type { DeliveryState } from "@task-record/client/schema.generated";
import { RotateCw } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { More } from "../../connection/More";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Panel } from "../../ui/Panel";
import panel from "../../ui/Panel.module.css";
import { useWords } from "../words/useWords";
import { Delivery } from "./Delivery";
import styles from "./Delivery.module.css";
import { ResendFailed } from "./ResendFailed";

/** The filter's values; "ALL" stands for any state. */
export const states = ["ALL", "WAITING", "DELIVERED", "FAILED"] as const;
type State = (typeof states)[number];
type DeliveryProps = ComponentProps<typeof Delivery>;

/** The deliveries to a webhook, newest first. While it `isOff`, nothing is sent. */
export function Deliveries(props: {
  webhookId: string;
  deliveries: (DeliveryProps["delivery"] & { id: string; state: DeliveryState })[];
  isOff: boolean;
  state: State;
  onState: (state: State) => void;
  onResent: () => void;
  more: Omit<ComponentProps<typeof More>, "label">;
}) {
  const words = useWords();
  const { deliveries, state } = props;
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Panel
      title={words("deliveries")}
      action={
        <Choice
          label={words("deliveries.state")}
          values={states}
          chosen={state}
          nameOf={(one) => words(`state.${one}`)}
          onChange={props.onState}
        />
      }
    >
      <p className={panel.note}>{words("deliveries.description")}</p>
      {!props.isOff && deliveries.some((one) => one.state !== "DELIVERED") && (
        <Button className={styles.failed ?? ""} onClick={() => setIsAsking(true)}>
          <RotateCw size={16} aria-hidden />
          {words("resendFailed.open")}
        </Button>
      )}
      {deliveries.length === 0 && (
        <p role="status">{words(state === "ALL" ? "deliveries.none" : "deliveries.noneSuch")}</p>
      )}
      <ul className={styles.deliveries} aria-label={words("deliveries")}>
        {deliveries.map((one) => (
          <Delivery key={one.id} delivery={one} isOff={props.isOff} onResent={props.onResent} />
        ))}
      </ul>
      {isAsking && (
        <ResendFailed
          webhookId={props.webhookId}
          onResent={props.onResent}
          onClose={() => setIsAsking(false)}
        />
      )}
      <More {...props.more} label={words("deliveries.more")} />
    </Panel>
  );
}
