import { skipToken, useQuery } from "@apollo/client/react";
import { addDays, dateIn } from "../../calendar/calendar";
import { useTimeZone } from "../../calendar/useTimeZone";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { useTranslation } from "../../i18n/Translation";
import { useMoney } from "../../money/useMoney";
import { spanOf } from "../../statistics/span";
import { otherModels } from "../../tasks/choices";
import { useReason } from "../../tasks/useReason";
import { Panel } from "../../ui/Panel";
import { PointerTip } from "../../ui/PointerTip";
import { Table } from "../../ui/Table";
import { HourTable } from "../../usage/HourTable";
import { Bar } from "../Bar";
import { useWords } from "../words/useWords";
import { OverallUseDocument, type OverallUseQuery } from "./OverallUse.generated";

type Used = NonNullable<OverallUseQuery["admin"]>;

/** A Monday, from which to name weekdays. */
const monday = "2026-01-05";

/** When users work, which models they use and why tasks fail, over the last 30 days. */
export function OverallUse() {
  const words = useWords();
  const timeZone = useTimeZone();
  const { data, error, refetch } = useQuery(
    OverallUseDocument,
    timeZone ? { variables: spanOf("DAY", dateIn(timeZone)), fetchPolicy: "cache-and-network" } : skipToken,
  );
  const used = data?.admin;
  return (
    <Panel title={words("use")}>
      {!used && <LoadingOrError error={error} onRetry={refetch} />}
      {used?.models.length === 0 && <p role="status">{words("use.none")}</p>}
      {used && used.models.length > 0 && (
        <PointerTip>
          <HourTable
            hours={used.hours.map(({ weekday, ...rest }) => ({ ...rest, day: addDays(monday, weekday - 1) }))}
            days={words("use")}
          />
          <Models models={used.models} />
          {used.failureHistory.length > 0 && <FailureHistory failures={used.failureHistory} />}
        </PointerTip>
      )}
    </Panel>
  );
}

function Models({ models }: { models: Used["models"] }) {
  const words = useWords();
  const { translate, format } = useTranslation();
  const money = useMoney();
  const [{ totalTasks: most }] = models as [Used["models"][number]];
  return (
    <Table
      label={words("use.model")}
      columns={[
        words("use.model"),
        ...(["use.tasks", "use.success", "use.credits", "use.cost"] as const).map((name) => ({
          name: words(name),
          number: true,
        })),
      ]}
      rows={models.map((one) => ({
        key: one.modelVersion ?? "",
        cells: [
          one.modelVersion === otherModels
            ? translate("usage.otherModels")
            : (one.modelVersion ?? translate("usage.noModel")),
          <span key="tasks">
            {format.number(one.totalTasks)}
            <Bar share={one.totalTasks / most} />
          </span>,
          one.successfulTasks + one.failedTasks
            ? format.percent(one.successfulTasks / (one.successfulTasks + one.failedTasks))
            : "–",
          format.number(one.creditsDeducted),
          money.sum(one.totalCost),
        ],
      }))}
    />
  );
}

/** A row for each day with failures, newest first, and a column for each reason. */
function FailureHistory({ failures }: { failures: Used["failureHistory"] }) {
  const words = useWords();
  const { format } = useTranslation();
  const reason = useReason();
  const days = [...new Set(failures.map(({ day }) => day))].toReversed();
  const codes = [...new Set(failures.map(({ failureCode }) => failureCode))];
  const counts = new Map(failures.map((one) => [`${one.day} ${one.failureCode}`, one.failedTasks]));
  return (
    <Table
      label={words("use.failures")}
      columns={[
        words("use.day"),
        ...codes.map((code) => ({ name: code === null ? words("use.noCode") : reason(code), number: true })),
      ]}
      rows={days.map((day) => ({
        key: day,
        cells: [format.day(day), ...codes.map((code) => format.number(counts.get(`${day} ${code}`) ?? 0))],
      }))}
    />
  );
}
