import type { FragmentType } from "@apollo/client";
import { useFragment } from "@apollo/client/react";
import { CircleCheck, CircleOff, TriangleAlert } from "lucide-react";
import { useWords } from "../words/useWords";
import { type WebhookState_WebhookFragment, WebhookState_WebhookFragmentDoc } from "./WebhookState.generated";
import styles from "./WebhookState.module.css";

const icons = { on: CircleCheck, failing: TriangleAlert, off: CircleOff };

/** Whether the webhook is on, failing or off. */
export function WebhookState({ webhook }: { webhook: FragmentType<WebhookState_WebhookFragment> }) {
  const words = useWords();
  const { data, complete } = useFragment({ fragment: WebhookState_WebhookFragmentDoc, from: webhook });
  if (!complete) return null;
  const state = data.disabledAt ? "off" : data.failingSince ? "failing" : "on";
  const Icon = icons[state];
  return (
    <span className={styles.state} data-state={state}>
      <Icon size={14} aria-hidden />
      {words(state)}
    </span>
  );
}
