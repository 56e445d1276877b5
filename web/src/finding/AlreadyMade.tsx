import { skipToken, useQuery } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { RelatedTask } from "../lineage/RelatedTask";
import { taskPath } from "../tasks/TaskLink";
import styles from "./AlreadyMade.module.css";
import { SimilarTasksDocument } from "./SimilarTasks.generated";
import { smallPicture } from "./smallPicture";
import { useWords } from "./words/useWords";

/** Milliseconds after the last letter before the prompt is looked up. */
const pauseMs = 900;
/** The minimum score of a task that is called similar. */
const alike = 0.75;

/** A line with a link if the reader already made the same or a similar task; usually empty. */
export default function AlreadyMade(props: { prompt: string; image: File | undefined }) {
  const words = useWords();
  const { format } = useTranslation();
  const to = useRestingValue(props.prompt.trim(), props.image);
  const { data, refetch } = useQuery(
    SimilarTasksDocument,
    to ? { variables: { to, first: 1 }, fetchPolicy: "cache-first" } : skipToken,
  );
  const found = to ? data?.similarTasks[0] : undefined;
  if (!found || found.score < alike) return <p className={styles.line} role="status" />;
  const isSame = found.likeness === "SAME_IMAGE" || found.likeness === "SAME_PROMPT";
  return (
    <p className={styles.line} role="status">
      <RelatedTask task={found.task} onExpired={() => void refetch().catch(() => undefined)} fromList />
      <Link href={taskPath(found.task.id, "")} state={{ fromList: true }}>
        {words(isSame ? "alreadyMade" : "madeSimilar")}
      </Link>
      {!isSame && (
        <span className={styles.score}>{words("score", { percent: format.percent(found.score) })}</span>
      )}
    </p>
  );
}

/** The picture, or else the prompt, once the reader pauses. */
function useRestingValue(prompt: string, image: File | undefined) {
  const composing = useComposing();
  const [to, setTo] = useState<{ prompt: string } | { image: { dataUrl: string } }>();
  useEffect(() => {
    if (composing) return;
    let stopped = false;
    const timer = setTimeout(async () => {
      const picture = image && (await smallPicture(image).catch(() => undefined));
      const isWorth = prompt.length >= (/\p{sc=Han}/u.test(prompt) ? 3 : 8);
      if (stopped) return;
      setTo(picture ? { image: { dataUrl: picture } } : isWorth ? { prompt } : undefined);
    }, pauseMs);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [prompt, image, composing]);
  return to;
}

/** Whether an input method is composing: the field then contains letters of pinyin. */
function useComposing(): boolean {
  const [composing, setComposing] = useState(false);
  useEffect(() => {
    const input = (event: Event) => setComposing((event as InputEvent).isComposing);
    const end = () => setComposing(false);
    addEventListener("input", input);
    addEventListener("compositionend", end);
    return () => {
      removeEventListener("input", input);
      removeEventListener("compositionend", end);
    };
  }, []);
  return composing;
}
