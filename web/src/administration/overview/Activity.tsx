import { skipToken, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { dateIn } from "../../calendar/calendar";
import { useTimeZone } from "../../calendar/useTimeZone";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { useTranslation } from "../../i18n/Translation";
import { allTimeSteps, type Step, spanOf } from "../../statistics/span";
import { Choice } from "../../ui/Choice";
import { Panel } from "../../ui/Panel";
import panel from "../../ui/Panel.module.css";
import { Table } from "../../ui/Table";
import { Bar } from "../Bar";
import { useWords } from "../words/useWords";
import { ActivityDocument } from "./Activity.generated";

const shownRows = 14;

/** The numbers of active and of new users in each of the latest days, weeks or months. */
export function Activity() {
  const { translate, format } = useTranslation();
  const words = useWords();
  const timeZone = useTimeZone();
  const [step, setStep] = useState<Step>("DAY");
  const { data, previousData, error, refetch } = useQuery(
    ActivityDocument,
    timeZone
      ? {
          variables: { period: step, ...spanOf(step, dateIn(timeZone)) },
          fetchPolicy: "cache-and-network",
        }
      : skipToken,
  );
  const activity = (data ?? previousData)?.admin?.activity.slice(-shownRows).toReversed();
  const most = Math.max(...(activity ?? []).map(({ activeUsers }) => activeUsers));
  return (
    <Panel
      title={words("activity")}
      action={
        <Choice
          label={words("activity.step")}
          values={allTimeSteps.toReversed()}
          chosen={step}
          nameOf={(one) => translate(`step.${one}`)}
          onChange={setStep}
        />
      }
    >
      <p className={panel.note}>{words("activity.description")}</p>
      {!activity && <LoadingOrError error={error} onRetry={refetch} />}
      {activity && (
        <Table
          label={words("activity")}
          columns={[
            words("activity.period"),
            { name: words("activity.active"), number: true },
            { name: words("activity.new"), number: true },
            { name: words("activity.tasks"), number: true },
          ]}
          rows={activity.map(({ periodDate, activeUsers, newUsers, totalTasks }) => ({
            key: periodDate,
            cells: [
              format.period(periodDate, step),
              <span key="active">
                {format.number(activeUsers)}
                <Bar share={activeUsers / most} />
              </span>,
              format.number(newUsers),
              format.number(totalTasks),
            ],
          }))}
        />
      )}
    </Panel>
  );
}
