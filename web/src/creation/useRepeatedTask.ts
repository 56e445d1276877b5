import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { useNotify } from "../ui/Notifications";
import { originalFile } from "./repeatedTask";
import { TaskToRepeatDocument } from "./TaskToRepeat.generated";
import type { Drafting, Origin } from "./useDraft";

/**
 * Fills the draft from another task: its fields and its original image, or the result that is to be changed.
 * It does so once, so that the reader's changes stay.
 */
export function useRepeatedTask(origin: Origin | undefined, { draft, change }: Drafting) {
  const { translate } = useTranslation();
  const client = useApolloClient();
  const errorText = useErrorText();
  const notify = useNotify();

  const fill = useEffectEvent(async (from: Origin) => {
    if (JSON.stringify(from) === JSON.stringify(draft.from)) return;
    try {
      const { data } = await client.query({ query: TaskToRepeatDocument, variables: { id: from.id } });
      if (!data?.task) return notify(translate("picture.notFound"), "error");
      const { prompt, taskType, aspectRatio, modelVersion, originalImage } = data.task;
      change({
        from,
        prompt: from.way === "edit" ? "" : prompt,
        taskType: from.way === "edit" ? "IMAGE_EDIT" : taskType,
        images: [],
        ...(aspectRatio && { aspectRatio }),
        ...(modelVersion && { modelVersion }),
      });
      if (!originalImage || from.way === "edit") return;
      change({ images: [await originalFile(originalImage.fullUrl)] });
    } catch (error) {
      notify(errorText(error), "error");
    }
  });
  const given = origin && JSON.stringify(origin);
  useEffect(() => {
    if (given) fill(JSON.parse(given));
  }, [given]);
}
