import { useQuery } from "@apollo/client/react";
import { Images } from "lucide-react";
import { LoadingOrError } from "../connection/LoadingOrError";
import { More } from "../connection/More";
import { useChange } from "../connection/useChange";
import { useRun } from "../connection/useRun";
import { useTranslation } from "../i18n/Translation";
import { Thumbnail } from "../images/Thumbnail";
import { promptOf } from "../tasks/promptOf";
import { Button } from "../ui/Button";
import field from "../ui/field.module.css";
import styles from "./LinkList.module.css";
import { type Link_ShareLinkFragment, RevokeShareLinkDocument, ShareLinksDocument } from "./Links.generated";
import { useWords } from "./words/useWords";

/** The reader's links, newest first: all of them, or the active ones to a task or a board. */
export function LinkList({ of }: { of?: { taskId: string } | { boardId: string } }) {
  const words = useWords();
  const { data, error, loading, refetch, fetchMore } = useQuery(ShareLinksDocument, {
    fetchPolicy: "cache-and-network",
  });
  const links = data?.shareLinks.nodes.filter((link) => isOf(link, of));
  const { hasNextPage = false, endCursor } = data?.shareLinks.pageInfo ?? {};
  if (!links) return <LoadingOrError error={error} onRetry={refetch} />;
  return (
    <>
      {links.length === 0 && !of && !hasNextPage && <p role="status">{words("links.none")}</p>}
      {links.length > 0 && (
        <ul className={styles.links} aria-label={words("links")}>
          {links.map((link) => (
            <LinkRow key={link.id} link={link} named={!of} />
          ))}
        </ul>
      )}
      <More
        label={words("links.more")}
        hasNextPage={hasNextPage}
        loading={loading}
        onMore={() => fetchMore({ variables: { after: endCursor } })}
      />
    </>
  );
}

function isOf(link: Link_ShareLinkFragment, of: { taskId: string } | { boardId: string } | undefined) {
  if (!of) return true;
  return ("taskId" in of ? link.task?.id === of.taskId : link.board?.id === of.boardId) && !hasEnded(link);
}

const hasEnded = ({ revokedAt, expiresAt }: Link_ShareLinkFragment) =>
  revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= Date.now());

function LinkRow({ link, named }: { link: Link_ShareLinkFragment; named: boolean }) {
  const { translate, format } = useTranslation();
  const words = useWords();
  const change = useChange();
  const { busy, run } = useRun();
  const { task, board, expiresAt, revokedAt } = link;
  const name = task ? promptOf(task, translate) : (board?.name ?? words("links.gone"));
  const image = task ? task.generatedImage : board?.cover;
  let state = words("links.never");
  if (revokedAt) state = words("links.ended", { time: format.dateTime(revokedAt) });
  else if (expiresAt)
    state = words(hasEnded(link) ? "links.ended" : "links.ends", { time: format.dateTime(expiresAt) });
  return (
    <li className={styles.link} data-ended={hasEnded(link)}>
      {named && (
        <span className={styles.picture}>
          {image ? <Thumbnail image={image} /> : board && <Images size={20} aria-hidden />}
        </span>
      )}
      <span className={styles.text}>
        {named && <bdi className={styles.name}>{name}</bdi>}
        <span className={field.hint}>
          {[
            words("links.views", { count: format.number(link.views) }),
            state,
            ...(link.showsPrompt ? [words("links.prompt")] : []),
            ...(link.allowsDownload ? [words("links.download")] : []),
            words("links.made", { time: format.dateTime(link.createdAt) }),
          ].join(" · ")}
        </span>
      </span>
      {!hasEnded(link) && (
        <Button
          disabled={busy}
          aria-label={named ? `${words("links.end")}: ${name.slice(0, 80)}` : undefined}
          onClick={() => run(() => change(RevokeShareLinkDocument, { id: link.id }))}
        >
          {words("links.end")}
        </Button>
      )}
    </li>
  );
}
