import type { FragmentType } from "@apollo/client";
import { useFragment } from "@apollo/client/react";
import { useTranslation } from "../../i18n/Translation";
import { useWords } from "../words/useWords";
import styles from "./WebhookPanels.module.css";
import { type WhyOff_WebhookFragment, WhyOff_WebhookFragmentDoc } from "./WhyOff.generated";

/** Why the webhook is off or failing; renders nothing otherwise. */
export function WhyOff({ webhook }: { webhook: FragmentType<WhyOff_WebhookFragment> }) {
  const { format } = useTranslation();
  const words = useWords();
  const { data, complete } = useFragment({ fragment: WhyOff_WebhookFragmentDoc, from: webhook });
  if (!complete || !(data.disabledAt || data.failingSince)) return null;
  return (
    <p className={styles.why} data-off={data.disabledAt !== null}>
      {data.disabledAt
        ? `${words(`off.${data.disabledReason ?? "since"}`, { time: format.dateTime(data.disabledAt) })} ${words("off.means")}`
        : words("failing.since", { time: format.dateTime(data.failingSince ?? "") })}
    </p>
  );
}
