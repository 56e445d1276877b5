import { useFragment, useQuery } from "@apollo/client/react";
import * as Dialog from "@radix-ui/react-dialog";
import { useCallback, useEffect, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { useExpiry } from "../images/useExpiry";
import { taskPath } from "../tasks/TaskLink";
import { DetailsPanel } from "./DetailsPanel";
import { PictureToolbar } from "./PictureToolbar";
import { PictureViewer, type View } from "./PictureViewer";
import { TaskPicture_TaskFragmentDoc, TaskPictureDocument } from "./TaskPicture.generated";
import styles from "./TaskPicture.module.css";

/** One task over the list, at an address of its own. */
export default function TaskPicture({ id, listed }: { id: string; listed: string[] }) {
  const { translate } = useTranslation();
  const [, navigate] = useLocation();
  const search = useSearch();
  const [view, setView] = useState<View>("result");
  const place = listed.indexOf(id);
  const neighbours = place === -1 ? {} : { previous: listed[place - 1], next: listed[place + 1] };
  const { data, loading, refetch } = useQuery(TaskPictureDocument, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const { data: task, complete } = useFragment({
    fragment: TaskPicture_TaskFragmentDoc,
    from: data?.task ?? null,
  });
  const shown = complete ? task : null;

  useEffect(() => {
    if (shown && !shown.generatedImage && shown.originalImage) setView("original");
    if (shown && !shown.originalImage) setView("result");
  }, [shown]);

  const renew = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  useExpiry((shown?.generatedImage ?? shown?.originalImage)?.expiresAt, renew);

  const show = (other: string) => navigate(taskPath(other, search), { replace: true, state: history.state });

  function close() {
    if (history.state?.fromList) history.back();
    else navigate(`/${search && `?${search}`}`, { replace: true });
  }

  return (
    <Dialog.Root open onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Dialog.Content
          className={styles.dialog}
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            document.getElementById(`view-${id}`)?.focus();
          }}
          onKeyDown={({ key }) => {
            const other = { ArrowUp: neighbours.previous, ArrowDown: neighbours.next }[key];
            if (other) show(other);
          }}
        >
          <Dialog.Title className={styles.title}>{translate("picture.label")}</Dialog.Title>
          <PictureToolbar task={shown} view={view} onView={setView} neighbours={neighbours} onShow={show} />
          {shown ? (
            <>
              <PictureViewer key={id} task={shown} view={view} onView={setView} onExpired={renew} />
              <DetailsPanel task={shown} />
            </>
          ) : (
            <p className={styles.message} role="status">
              {translate(loading ? "loading" : "picture.notFound")}
            </p>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
