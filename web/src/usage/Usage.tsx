import { skipToken, useQuery } from "@apollo/client/react";
import { addDays, dateIn } from "../calendar/calendar";
import { useTimeZone } from "../calendar/useTimeZone";
import { useShowTasks } from "../filters/useShowTasks";
import { useTranslation } from "../i18n/Translation";
import { otherModels } from "../tasks/choices";
import { PointerTip } from "../ui/PointerTip";
import { HourTable } from "./HourTable";
import { Outlook } from "./Outlook";
import { UsageDocument } from "./Usage.generated";
import styles from "./Usage.module.css";
import { UsageTable } from "./UsageTable";

/** The maximum number of days of usage in one request, and of usage by hour. */
const mostDays = 400;
const mostDaysByHour = 62;
const comparedDays = 91;

/**
 * The usage from a date on, or of as many days as possible, by model, type and hour, with a forecast of this month and
 * unusual days.
 */
export default function Usage(props: { from: string | undefined }) {
  const { translate, format } = useTranslation();
  const timeZone = useTimeZone();
  const today = timeZone && dateIn(timeZone);
  const from = today && (props.from ?? addDays(today, 1 - mostDays));
  const lastDays = today && addDays(today, 1 - mostDaysByHour);
  const hoursFrom = from && lastDays && [from, lastDays].sort().at(-1);
  const { data, error } = useQuery(
    UsageDocument,
    today && from && hoursFrom
      ? {
          variables: { from, hoursFrom, earlier: addDays(today, 1 - comparedDays), to: addDays(today, 1) },
          fetchPolicy: "cache-and-network",
        }
      : skipToken,
  );
  const show = useShowTasks();
  if (error && !data) return <p role="alert">{translate("statistics.unavailable")}</p>;
  if (!data || !today || !from || !hoursFrom) return <p className={styles.waiting} aria-busy />;
  const span = { from, to: today };
  const dayOf = (date: string) => Date.parse(date) / 86_400_000;
  const daysFrom = (first: string) => format.days(dayOf(first), dayOf(today));
  const days = daysFrom(from);
  const nameOfModel = (model: string | null) => model ?? translate("usage.noModel");

  return (
    <div className={styles.usage}>
      <Outlook
        days={data.days.map(({ day, creditsDeducted }) => ({ day: day ?? "", value: creditsDeducted }))}
        costs={data.days.map(({ day, totalCost }) => ({ day: day ?? "", value: Number(totalCost) }))}
        today={today}
        nameOfModel={nameOfModel}
        onPress={(day) => show({ from: day, to: day })}
      />
      <PointerTip>
        <UsageTable
          caption={translate("usage.byModel", { days })}
          of={translate("usage.model")}
          groups={data.models.map((numbers) => ({
            ...numbers,
            name:
              numbers.modelVersion === otherModels
                ? translate("usage.otherModels")
                : nameOfModel(numbers.modelVersion),
            // No filter finds tasks without a model, or models that are counted together.
            onPress:
              numbers.modelVersion && numbers.modelVersion !== otherModels
                ? () => show({ ...span, model: [numbers.modelVersion ?? ""] })
                : undefined,
          }))}
        />
        <UsageTable
          caption={translate("usage.byType", { days })}
          of={translate("usage.type")}
          groups={data.types.map((numbers) => ({
            ...numbers,
            name: translate(`type.${numbers.taskType ?? "IMAGE_GENERATION"}`),
            onPress: () => show({ ...span, type: numbers.taskType ? [numbers.taskType] : [] }),
          }))}
        />
        <HourTable hours={data.hours} days={daysFrom(hoursFrom)} />
      </PointerTip>
    </div>
  );
}
