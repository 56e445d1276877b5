import type { FragmentType } from "@apollo/client";
import { useFragment } from "@apollo/client/react";
import { useTranslation } from "../../i18n/Translation";
import panel from "../../ui/Panel.module.css";
import { Outcome } from "../deliveries/Outcome";
import { useWords } from "../words/useWords";
import { type LastDelivery_WebhookFragment, LastDelivery_WebhookFragmentDoc } from "./LastDelivery.generated";

/** The latest delivery to a webhook, and its result. */
export function LastDelivery({ webhook }: { webhook: FragmentType<LastDelivery_WebhookFragment> }) {
  const { format } = useTranslation();
  const words = useWords();
  const { data, complete } = useFragment({
    fragment: LastDelivery_WebhookFragmentDoc,
    fragmentName: "LastDelivery_webhook",
    from: webhook,
  });
  if (!complete) return null;
  const [last] = data.deliveries.nodes;
  if (!last) return <p className={panel.note}>{words("never")}</p>;
  return (
    <p className={panel.note}>
      {words("last")} <code>{last.type}</code>{" "}
      <time dateTime={last.createdAt}>{format.dateTime(last.createdAt)}</time>{" "}
      <Outcome delivery={last} isOff={data.disabledAt !== null} />
    </p>
  );
}
