import { useQuery } from "@apollo/client/react";
import { addDays } from "../calendar/calendar";
import { useTranslation } from "../i18n/Translation";
import type { DailyValue } from "./dailyValues";
import { forecast } from "./forecast";
import { UnusualDayDocument } from "./UnusualDay.generated";
import styles from "./Usage.module.css";
import { largestContributor, type UnusualDay, unusualDays } from "./unusualDays";

/** The most unusual days that are listed; older ones are in the chart. */
const maxListedDays = 3;
const comparedDays = 91;

interface Props {
  days: DailyValue[];
  today: string;
  nameOfModel: (model: string | null) => string;
  onPress: (day: string) => void;
}

/** A forecast of this month's credits, and the days with unusual usage. */
export function Outlook({ days, today, nameOfModel, onPress }: Props) {
  const { translate, format } = useTranslation();
  const foretold = forecast(days, today);
  const round = (value: number) => format.number(Math.round(value));
  return (
    <>
      {foretold && (
        <p>
          {translate("usage.forecast", {
            expected: round(foretold.expected),
            low: round(foretold.low),
            high: round(foretold.high),
            soFar: round(foretold.soFar),
          })}
        </p>
      )}
      <ul className={styles.unusual}>
        {unusualDays(days, today)
          .slice(0, maxListedDays)
          .map((one) => (
            <li key={one.day}>
              <Unusual {...one} nameOfModel={nameOfModel} onPress={() => onPress(one.day)} />
            </li>
          ))}
      </ul>
    </>
  );
}

function Unusual(props: UnusualDay & { nameOfModel: Props["nameOfModel"]; onPress: () => void }) {
  const { day, value, usual, nameOfModel, onPress } = props;
  const { translate, format } = useTranslation();
  const { data } = useQuery(UnusualDayDocument, {
    variables: { earlier: addDays(day, -comparedDays), day, next: addDays(day, 1) },
  });
  const cause = data && largestContributor(data.then, data.before, comparedDays);
  return (
    <>
      <button type="button" className={styles.day} title={translate("chart.showTasks")} onClick={onPress}>
        {format.day(day)}
      </button>{" "}
      {translate(value > usual ? "usage.more" : "usage.less", {
        credits: format.number(value),
        usual: format.number(usual),
      })}{" "}
      {cause &&
        translate("usage.cause", {
          model: nameOfModel(cause.model),
          difference: format.change(Math.round(cause.difference)),
        })}
    </>
  );
}
