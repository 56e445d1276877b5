import { skipToken, useQuery } from "@apollo/client/react";
import { Link, useSearch } from "wouter";
import { addDays, dateIn } from "../calendar/calendar";
import { useTimeZone } from "../calendar/useTimeZone";
import { useTranslation } from "../i18n/Translation";
import { TaskThumbnails } from "../images/TaskThumbnails";
import { taskPath } from "../tasks/TaskLink";
import { useReason } from "../tasks/useReason";
import { InsightsDocument, type InsightsQuery } from "./Insights.generated";
import styles from "./Insights.module.css";
import { ModelComparison } from "./ModelComparison";
import { useInsightWords } from "./words";

type Insight = InsightsQuery["insights"][number];

const shownDays = 90;

/** Suggestions from the last 90 days, with their numbers and tasks, and a comparison of two models. */
export default function Insights() {
  const words = useInsightWords();
  const timeZone = useTimeZone();
  const tomorrow = timeZone && addDays(dateIn(timeZone), 1);
  const span = tomorrow && { from: addDays(tomorrow, -shownDays), to: tomorrow };
  const { data } = useQuery(InsightsDocument, span ? { variables: span } : skipToken);
  if (!data || !span) return null;
  return (
    <>
      {data.insights.length > 0 && (
        <section className={styles.insights} aria-labelledby="insights">
          <h3 id="insights" className={styles.title}>
            {words("title")}
          </h3>
          <p className={styles.note}>{words("span")}</p>
          <ul className={styles.list}>
            {data.insights.map((insight) => (
              <li key={`${insight.kind} ${insight.subject} ${insight.taskCount}`} className={styles.insight}>
                <InsightText insight={insight} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <ModelComparison {...span} />
    </>
  );
}

/** The numbers of an insight's evidence that its sentence contains. */
interface Evidence {
  model?: string;
  good?: number;
  otherGood?: number;
  cheaper?: number;
  generationTimeMs?: number;
  otherGenerationTimeMs?: number;
  tasks?: number;
  likedTasks?: number;
  worst?: { model: string; failedTasks: number; tasks: number } | null;
}

function InsightText({ insight }: { insight: Insight }) {
  const words = useInsightWords();
  const { format } = useTranslation();
  const reason = useReason();
  const search = useSearch();
  const { kind, subject, taskCount, credits } = insight;
  const evidence = insight.evidence as Evidence;
  const number = (value = 0) => format.number(value);
  const { worst } = evidence;
  return (
    <>
      <p dir="auto">
        {format.sentences(
          words(kind, {
            subject: kind === "FREQUENT_FAILURE" ? reason(subject) : subject,
            tasks: number(taskCount),
            better: number(evidence.cheaper),
            model: evidence.model ?? "",
            good: number(evidence.otherGood),
            modelGood: number(evidence.good),
            time: format.duration(evidence.otherGenerationTimeMs ?? 0),
            modelTime: format.duration(evidence.generationTimeMs ?? 0),
            share: format.percent(taskCount / (evidence.tasks || 1)),
            liked: number(evidence.likedTasks),
          }),
          worst &&
            words("worst", {
              model: worst.model,
              failed: number(worst.failedTasks),
              tasks: number(worst.tasks),
            }),
        )}{" "}
        {credits !== null && (
          <strong>
            {words(kind === "FREQUENT_FAILURE" ? "lost" : "saved", { credits: number(credits) })}
          </strong>
        )}
      </p>
      <span className={styles.tasks}>
        {insight.tasks.map((task, place) => (
          <Link
            key={task.id}
            className={styles.task}
            href={taskPath(task.id, search)}
            state={{ fromList: true }}
            aria-label={words("task", { number: place + 1 })}
          >
            <TaskThumbnails task={task} />
          </Link>
        ))}
      </span>
    </>
  );
}
