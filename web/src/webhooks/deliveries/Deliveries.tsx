import type { ComponentProps } from "react";
import { More } from "../../connection/More";
import { Choice } from "../../ui/Choice";
import { Panel } from "../../ui/Panel";
import panel from "../../ui/Panel.module.css";
import { useWords } from "../words/useWords";
import { Delivery } from "./Delivery";
import styles from "./Delivery.module.css";

/** The first is no state, but any. */
export const states = ["ALL", "WAITING", "DELIVERED", "FAILED"] as const;
type State = (typeof states)[number];
type DeliveryProps = ComponentProps<typeof Delivery>;

/** What was sent to a webhook, newest first. */
export function Deliveries(props: {
  deliveries: (DeliveryProps["delivery"] & { id: string })[];
  held: boolean;
  state: State;
  onState: (state: State) => void;
  onResent: () => void;
  more: Omit<ComponentProps<typeof More>, "label">;
}) {
  const words = useWords();
  const { deliveries, state } = props;
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
      {deliveries.length === 0 && (
        <p role="status">{words(state === "ALL" ? "deliveries.none" : "deliveries.noneSuch")}</p>
      )}
      <ul className={styles.deliveries} aria-label={words("deliveries")}>
        {deliveries.map((one) => (
          <Delivery key={one.id} delivery={one} held={props.held} onResent={props.onResent} />
        ))}
      </ul>
      <More {...props.more} label={words("deliveries.more")} />
    </Panel>
  );
}
