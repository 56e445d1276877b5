import { useQuery } from "@apollo/client/react";
import { Images, RotateCcw } from "lucide-react";
import { Link } from "wouter";
import { LoadingOrError } from "../connection/LoadingOrError";
import { More } from "../connection/More";
import { useTranslation } from "../i18n/Translation";
import { RelatedTask } from "../lineage/RelatedTask";
import { newTaskPath } from "../tasks/newTaskPath";
import { buttonClass } from "../ui/Button";
import { PromptsDocument, type PromptsQuery } from "./Prompts.generated";
import styles from "./PromptsPage.module.css";
import { useWords } from "./words/useWords";

type Prompt = PromptsQuery["prompts"]["nodes"][number];

/** The prompts that the search finds, most used first. */
export function PromptList({ search }: { search: string }) {
  const words = useWords();
  const { data, error, loading, refetch, fetchMore } = useQuery(PromptsDocument, {
    variables: { search: search || null },
    fetchPolicy: "cache-and-network",
  });
  const { nodes, pageInfo } = data?.prompts ?? {};

  const more = () =>
    fetchMore({
      variables: { after: pageInfo?.endCursor ?? null },
      updateQuery: (shown, { fetchMoreResult }) => ({
        ...shown,
        prompts: {
          ...fetchMoreResult.prompts,
          nodes: [...shown.prompts.nodes, ...fetchMoreResult.prompts.nodes],
        },
      }),
    });

  return (
    <>
      {(error || !nodes) && <LoadingOrError error={error} onRetry={refetch} />}
      {nodes?.length === 0 && <p role="status">{words(search ? "prompts.notFound" : "prompts.none")}</p>}
      <ul className={styles.list}>
        {nodes?.map((prompt) => (
          <OnePrompt
            key={prompt.bestTask.id}
            prompt={prompt}
            onExpired={() => void refetch().catch(() => undefined)}
          />
        ))}
      </ul>
      <More
        label={words("prompts.more")}
        hasNextPage={pageInfo?.hasNextPage ?? false}
        loading={loading}
        onMore={more}
      />
    </>
  );
}

function OnePrompt({ prompt, onExpired }: { prompt: Prompt; onExpired: () => void }) {
  const words = useWords();
  const { format } = useTranslation();
  const { taskCount, failedTasks, creditsDeducted } = prompt;
  const said = [
    words("prompts.count", { count: format.number(taskCount) }),
    failedTasks > 0 && words("prompts.failed", { count: format.number(failedTasks) }),
    creditsDeducted > 0 && words("prompts.credits", { count: format.number(creditsDeducted) }),
    words("prompts.lastUsed", { time: format.dateTime(prompt.lastUsedAt) }),
  ];
  return (
    <li className={styles.prompt}>
      <RelatedTask task={prompt.bestTask} onExpired={onExpired} fromList />
      <div>
        <p className={styles.text} dir="auto" title={prompt.text}>
          {prompt.text}
        </p>
        <p className={styles.said}>{said.filter(Boolean).join(" · ")}</p>
      </div>
      <div className={styles.ways}>
        <Link
          className={buttonClass("quiet")}
          href={`~${newTaskPath("", prompt.bestTask.id)}`}
          state={{ fromPage: true }}
        >
          <RotateCcw size={16} aria-hidden />
          {words("prompts.again")}
        </Link>
        <Link className={buttonClass("quiet")} href={`~/?${searchFor(prompt.text)}`}>
          <Images size={16} aria-hidden />
          {words("prompts.show")}
        </Link>
      </div>
    </li>
  );
}

/** The search that finds the tasks with this prompt: its beginning as a phrase, within the limits of a search. */
function searchFor(text: string): URLSearchParams {
  const phrase = [...text.replace(/["“”]/g, " ").trim()].slice(0, 150).join("");
  return new URLSearchParams({ search: `"${phrase.split(/\s+/).slice(0, 14).join(" ")}"` });
}
