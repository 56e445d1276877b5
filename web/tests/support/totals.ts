import { addDays } from "../../src/calendar/calendar";
import type { Task } from "./records";

/** The totals that the API returns for a period; here, all tasks count in each. */
export function totals(period: string, periodDate: string, tasks: Task[]) {
  const ended = (status: string) => tasks.filter((task) => task.status === status).length;
  const [successfulTasks, failedTasks] = [ended("COMPLETED"), ended("FAILED")];
  return {
    __typename: "Statistics",
    period,
    periodDate: period === "ALL_TIME" ? null : periodDate,
    timeZone: "UTC",
    totalTasks: tasks.length,
    successfulTasks,
    failedTasks,
    canceledTasks: ended("CANCELED"),
    successRate: successfulTasks + failedTasks > 0 ? successfulTasks / (successfulTasks + failedTasks) : null,
    totalTokensUsed: 0,
    totalCreditsDeducted: 0,
    totalCost: "0",
    currency: "USD",
    avgGenerationTimeMs: null,
    updatedAt: null,
  };
}

/** The first days of the periods from a date on, and before another. */
export function datesBetween(period: string, from: string, to: string): string[] {
  const dates: string[] = [];
  for (let date = from; date < to; date = addDays(date, 1)) {
    const weekday = new Date(date).getUTCDay();
    if (period === "DAY" || (period === "WEEK" ? weekday === 1 : date.endsWith("-01"))) dates.push(date);
  }
  return dates;
}

/** The usage of each model. */
export function models(tasks: Task[]) {
  const counts = new Map<string | null, number>();
  for (const { modelVersion } of tasks) counts.set(modelVersion, (counts.get(modelVersion) ?? 0) + 1);
  return [...counts]
    .map(([modelVersion, totalTasks]) => ({
      modelVersion,
      taskType: null,
      totalTasks,
      successfulTasks: 0,
      failedTasks: 0,
      canceledTasks: 0,
      tokensUsed: 0,
      creditsDeducted: 0,
      totalCost: "0",
      generationTimeMs: null,
    }))
    .sort((one, other) => other.totalTasks - one.totalTasks);
}
