import { type DailyValue, median, weekday, wholeDays } from "./dailyValues";

/** The least number of days with the same weekday from which to say what is usual. */
const minDays = 4;
/**
 * Standard deviations from the median: in a normal distribution, one value of two thousand is farther away.
 */
const maxDeviations = 3.5;
/** The factor from the median of deviations to the standard deviation of a normal distribution. */
const toDeviation = 1.4826;

export interface UnusualDay extends DailyValue {
  /** The median of the same weekdays. */
  usual: number;
}

/**
 * The days on which much more or less was used than on the same weekdays, newest first. Medians are compared,
 * which unusual days hardly move. The deviation is taken as at least a tenth of the usual value, and at least
 * 1.
 */
export function unusualDays(given: DailyValue[], today: string): UnusualDay[] {
  const days = wholeDays(given, today);
  return [0, 1, 2, 3, 4, 5, 6]
    .flatMap((one) => {
      const same = days.filter(({ day }) => weekday(day) === one);
      const usual = median(same.map(({ value }) => value));
      const deviation = median(same.map(({ value }) => Math.abs(value - usual)));
      const scale = Math.max(toDeviation * deviation, 0.1 * usual, 1);
      const isFar = ({ value }: DailyValue) => Math.abs(value - usual) > maxDeviations * scale;
      return same.length < minDays ? [] : same.filter(isFar).map((day) => ({ ...day, usual }));
    })
    .toSorted((one, other) => (one.day < other.day ? 1 : -1));
}

type UsedByModel = { modelVersion: string | null; creditsDeducted: number }[];

/** The model whose credits on the day differ most from its daily average in the `days` before. */
export function largestContributor(
  then: UsedByModel,
  before: UsedByModel,
  days: number,
): { model: string | null; difference: number } | undefined {
  const differences = new Map<string | null, number>();
  const add = (model: string | null, credits: number) =>
    differences.set(model, (differences.get(model) ?? 0) + credits);
  for (const { modelVersion, creditsDeducted } of then) add(modelVersion, creditsDeducted);
  for (const { modelVersion, creditsDeducted } of before) add(modelVersion, -creditsDeducted / days);
  const [largest] = [...differences]
    .map(([model, difference]) => ({ model, difference }))
    .toSorted((one, other) => Math.abs(other.difference) - Math.abs(one.difference));
  return largest;
}
