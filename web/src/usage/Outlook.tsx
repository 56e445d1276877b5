import { useQuery } from "@apollo/client/react";
import { addDays } from "../calendar/calendar";
import { useTranslation } from "../i18n/Translation";
import { useMoney } from "../money/useMoney";
import type { DailyValue } from "./dailyValues";
import { forecast, lastForecast } from "./forecast";
import { useForecastWords } from "./forecastWords";
import { UnusualDayDocument } from "./UnusualDay.generated";
import styles from "./Usage.module.css";
import { largestContributor, type UnusualDay, unusualDays } from "./unusualDays";

/** The maximum number of unusual days listed; older ones are in the chart. */
const maxListedDays = 3;
const comparedDays = 91;

interface Props {
  /** The credits of each day. */
  days: DailyValue[];
  /** The costs of each day, in the installation's currency. */
  costs: DailyValue[];
  today: string;
  nameOfModel: (model: string | null) => string;
  onPress: (day: string) => void;
}

/** A forecast of this month's credits and costs, and days with unusual usage. */
export function Outlook({ days, costs, today, nameOfModel, onPress }: Props) {
  const words = useForecastWords();
  const { format } = useTranslation();
  const money = useMoney();
  const isUsed = (values: DailyValue[]) => values.some(({ value }) => value > 0);
  return (
    <>
      {isUsed(days) && (
        <Forecast
          days={days}
          today={today}
          write={(credits) => words("credits", { credits: format.number(Math.round(credits)) })}
        />
      )}
      {isUsed(costs) && <Forecast days={costs} today={today} write={(cost) => money.sum(cost.toFixed(6))} />}
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

/** The forecast of this month, and the error of last month's. */
function Forecast(props: { days: DailyValue[]; today: string; write: (value: number) => string }) {
  const words = useForecastWords();
  const { format } = useTranslation();
  const { days, today, write } = props;
  const expected = forecast(days, today);
  const last = lastForecast(days, today);
  if (!expected) return null;
  return (
    <p>
      {format.sentences(
        words("forecast", {
          expected: write(expected.expected),
          low: write(expected.low),
          high: write(expected.high),
          soFar: write(expected.soFar),
        }),
        last &&
          last.came > 0 &&
          words("last", {
            expected: write(last.expected),
            came: write(last.came),
            off: format.percent(Math.abs(last.expected - last.came) / last.came),
          }),
      )}
    </p>
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
      {format.sentences(
        translate(value > usual ? "usage.more" : "usage.less", {
          credits: format.number(value),
          usual: format.number(usual),
        }),
        cause &&
          translate("usage.cause", {
            model: nameOfModel(cause.model),
            difference: format.change(Math.round(cause.difference)),
          }),
      )}
    </>
  );
}
