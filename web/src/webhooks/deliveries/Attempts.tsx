import { useTranslation } from "../../i18n/Translation";
import panel from "../../ui/Panel.module.css";
import { Table } from "../../ui/Table";
import { useWords } from "../words/useWords";
import type { Delivery_DeliveryFragment } from "./Delivery.generated";

/** The attempts to deliver an event, oldest first: the time, the answer or error, and the duration. */
export function Attempts({ attempts }: Pick<Delivery_DeliveryFragment, "attempts">) {
  const { format } = useTranslation();
  const words = useWords();
  if (attempts.length === 0) return <p>{words("attempts.none")}</p>;
  return (
    <Table
      label={words("attempts")}
      columns={[words("attempts.startedAt"), words("attempts.answer"), words("attempts.duration")]}
      rows={attempts.map(({ startedAt, status, error, errorCode, durationMs }) => ({
        key: startedAt,
        cells: [
          <time key="startedAt" dateTime={startedAt}>
            {format.exactTime(startedAt)}
          </time>,
          status ?? (
            <div key="error">
              {words(`error.${errorCode ?? "OTHER"}`)}
              <p lang="en" className={panel.note}>
                {error}
              </p>
            </div>
          ),
          words("attempts.milliseconds", { count: format.number(durationMs) }),
        ],
      }))}
    />
  );
}
