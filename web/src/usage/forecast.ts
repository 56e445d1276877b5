import { addDays } from "../calendar/calendar";
import { type DailyValue, weekday, wholeDays } from "./dailyValues";

/** The minimum number of days for a forecast: four of each weekday. */
const minDays = 28;
const comparedWeeks = 8;
/** In a normal distribution, four fifths of the values lie within this many standard deviations. */
const fourFifths = 1.28;

interface Forecast {
  /** The usage of this month, today included. */
  soFar: number;
  expected: number;
  /** In four of five cases the month ends between `low` and `high`. */
  low: number;
  high: number;
}

/** Forecasts this month's usage from the same weekdays before; undefined if there are too few days. */
export function forecast(given: DailyValue[], today: string): Forecast | undefined {
  const past = wholeDays(given, today);
  if (past.length < minDays) return undefined;
  const month = today.slice(0, 7);
  const ofToday = given.find(({ day }) => day === today)?.value ?? 0;
  const usual = [0, 1, 2, 3, 4, 5, 6].map((one) =>
    mean(past.filter(({ day }) => weekday(day) === one).slice(-comparedWeeks)),
  );
  const recent = past.slice(-7 * comparedWeeks);
  const errors = recent.map(({ day, value }) => value - (usual[weekday(day)] ?? 0));
  const variance = errors.reduce((sum, error) => sum + error ** 2, 0) / (recent.length - 7);

  const before = past.filter(({ day }) => day.startsWith(month)).reduce((sum, { value }) => sum + value, 0);
  let [expected, left] = [before + Math.max(ofToday, usual[weekday(today)] ?? 0), 1];
  for (let day = addDays(today, 1); day.startsWith(month); day = addDays(day, 1)) {
    expected += usual[weekday(day)] ?? 0;
    left += 1;
  }
  const soFar = before + ofToday;
  const reach = fourFifths * Math.sqrt(variance * left);
  return { soFar, expected, low: Math.max(soFar, expected - reach), high: expected + reach };
}

/** The forecast of last month on the same day, and the actual usage; undefined if there were too few days. */
export function lastForecast(
  given: DailyValue[],
  today: string,
): { expected: number; low: number; high: number; came: number } | undefined {
  const last = addDays(`${today.slice(0, 7)}-01`, -1);
  const sameDay = `${last.slice(0, 8)}${today.slice(8)}`;
  const then = sameDay < last ? sameDay : last;
  const expected = forecast(
    given.filter(({ day }) => day <= then),
    then,
  );
  if (!expected) return undefined;
  const came = given
    .filter(({ day }) => day.startsWith(last.slice(0, 7)))
    .reduce((sum, { value }) => sum + value, 0);
  return { expected: expected.expected, low: expected.low, high: expected.high, came };
}

function mean(days: DailyValue[]): number {
  return days.reduce((sum, { value }) => sum + value, 0) / Math.max(days.length, 1);
}
