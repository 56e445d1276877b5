import type { useTranslation } from "../i18n/Translation";

/** So much of a text that it can be listened to, without half of a character at its end. */
export function beginning(text: string, length = 80): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

/** What is shown as a task's prompt: in place of one that was removed because of its age, that it was. */
export function promptOf(
  task: { prompt: string; promptRemovedAt: string | null },
  translate: ReturnType<typeof useTranslation>["translate"],
): string {
  return task.promptRemovedAt && task.prompt === "" ? translate("prompt.removed") : task.prompt;
}
