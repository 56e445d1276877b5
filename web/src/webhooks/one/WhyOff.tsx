import type { FragmentType } from "@apollo/client";
import { useFragment } from "@apollo/client/react";
import { useTranslation } from "../../i18n/Translation";
import { useWords } from "../words/useWords";
import styles from "./WebhookPanels.module.css";
import { type WhyOff_WebhookFragment, WhyOff_WebhookFragmentDoc } from "./WhyOff.generated";

const minute = 60_000;
/** Without a delivery, after which the server switches a webhook off. */
const longest = 3 * 24 * 60 * minute;

/** Why nothing is delivered; nothing while all is well. */
export function WhyOff({ webhook }: { webhook: FragmentType<WhyOff_WebhookFragment> }) {
  const { format } = useTranslation();
  const words = useWords();
  const { data, complete } = useFragment({ fragment: WhyOff_WebhookFragmentDoc, from: webhook });
  if (!complete || !(data.disabledAt || data.failingSince)) return null;
  return (
    <p className={styles.why} data-off={data.disabledAt !== null}>
      {data.disabledAt
        ? `${words(reasonOf(data), { time: format.dateTime(data.disabledAt) })} ${words("off.means")}`
        : words("failing.since", { time: format.dateTime(data.failingSince ?? "") })}
    </p>
  );
}

/** As far as it can be told: the API says when, not why. */
function reasonOf(webhook: WhyOff_WebhookFragment) {
  const disabledAt = Date.parse(webhook.disabledAt ?? "");
  const isGone = webhook.newest.nodes
    .flatMap(({ attempts }) => attempts)
    .some(({ status, startedAt }) => status === 410 && Math.abs(disabledAt - Date.parse(startedAt)) < minute);
  if (isGone) return "off.gone";
  if (!webhook.failingSince) return "off.byHand";
  return disabledAt - Date.parse(webhook.failingSince) > longest ? "off.failures" : "off.since";
}
