import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { useNotify } from "../ui/Notifications";
import { originalFile } from "./repeatedTask";
import { TaskToRepeatDocument } from "./TaskToRepeat.generated";
import type { Drafting, Origin } from "./useDraft";

/**
 * Fills the draft from another task: from its fields and its original image, or from the result to be edited. It does
 * so once, so that the reader's changes stay.
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
      const { prompt, taskType, aspectRatio, modelVersion, originalImage, ...given } = data.task;
      const isEdit = from.way === "edit";
      change({
        from,
        prompt: isEdit ? "" : prompt,
        taskType: isEdit ? "IMAGE_EDIT" : taskType,
        images: [],
        imageCount: isEdit ? undefined : given.imageCount,
        parameters: isEdit ? undefined : parametersFor(from.way, given.parameters),
        ...(aspectRatio && { aspectRatio }),
        ...(modelVersion && { modelVersion }),
      });
      if (!originalImage || isEdit) return;
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

/** The parameters of a repeated task: all of them for the same picture, all except the seed for a variation. */
function parametersFor(way: Origin["way"], given: unknown): unknown {
  if (way === "again" || given === null) return given ?? undefined;
  const { seed: _, ...others } = given as Record<string, unknown>;
  return Object.keys(others).length > 0 ? others : undefined;
}
