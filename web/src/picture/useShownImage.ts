import { useSearchParams } from "wouter";
import type { TaskPicture_TaskFragment } from "./TaskPicture.generated";

/** The image of a task that the address names, counted from 0. */
export function useShownImage(task: TaskPicture_TaskFragment | null) {
  const [parameters, setParameters] = useSearchParams();
  const asked = Number(parameters.get("image") ?? 0);
  const shown = task?.images[asked] ? asked : 0;

  function show(image: number) {
    if (image === 0) parameters.delete("image");
    else parameters.set("image", String(image));
    setParameters(parameters, { replace: true, state: history.state });
  }

  return { shown, image: task?.images[shown] ?? null, show };
}
