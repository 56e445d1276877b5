import { type DailyValue, median, weekday, wholeDays } from "./dailyValues";

/** The minimum number of the same weekday for a comparison. */
const minDays = 4;
/** Standard deviations from the median. In a normal distribution, one value in two thousand is farther away. */
const maxDeviations = 3.5;
/** The factor from the median of deviations to the standard deviation of a normal distribution. */
const toDeviation = 1.4826;

export interface UnusualDay extends DailyValue {
  /** The median of the same weekdays. */
  usual: number;
}

/**
 * The days with much more or less usage than the same weekdays, newest first. They are compared with medians, which
 * unusual days hardly affect. The deviation counts as at least a tenth of the usual value, and at least 1.
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
