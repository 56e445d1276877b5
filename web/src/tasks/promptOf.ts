import type { useTranslation } from "../i18n/Translation";

/** What is shown as a task's prompt: in place of one that was removed because of its age, that it was. */
export function promptOf(
  task: { prompt: string; promptRemovedAt: string | null },
  translate: ReturnType<typeof useTranslation>["translate"],
): string {
  return task.promptRemovedAt && task.prompt === "" ? translate("prompt.removed") : task.prompt;
}
