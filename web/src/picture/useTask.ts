import { useFragment, useQuery } from "@apollo/client/react";
import { useCallback, useContext } from "react";
import { codeOf } from "../connection/useErrorText";
import { useReconnected } from "../connection/useReconnected";
import { Renewal } from "../images/Renewal";
import { useExpiry } from "../images/useExpiry";
import { hasEnded } from "../tasks/ended";
import { TaskPicture_TaskFragmentDoc, TaskPictureDocument } from "./TaskPicture.generated";

/** One task with everything that the page shows; `gone` if it was deleted or does not exist. */
export function useTask(id: string) {
  const { data, loading, error, refetch } = useQuery(TaskPictureDocument, { variables: { id } });
  const { data: task, complete } = useFragment({
    fragment: TaskPicture_TaskFragmentDoc,
    fragmentName: "TaskPicture_task",
    from: data?.task ?? null,
  });
  const isNoId = codeOf(error) === "BAD_USER_INPUT";
  const elsewhere = useContext(Renewal);
  const renew = useCallback(
    () => (elsewhere ? elsewhere(id) : void refetch().catch(() => undefined)),
    [elsewhere, id, refetch],
  );
  const unfinished = complete && !hasEnded(task);
  useReconnected(() => void ((error || unfinished) && renew()));
  useExpiry(complete ? (task.generatedImage ?? task.originalImage)?.expiresAt : null, renew);
  return { task: complete ? task : null, gone: !loading && (data?.task === null || isNoId), error, renew };
}
