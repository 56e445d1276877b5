import type { useTranslation } from "../i18n/Translation";

/** The beginning of a text for screen readers, which never ends with half a character. */
export function beginning(text: string, length = 80): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

/** A task's prompt, or a text that says that it has expired. */
export function promptOf(
  task: { prompt: string; promptRemovedAt: string | null },
  translate: ReturnType<typeof useTranslation>["translate"],
): string {
  return task.promptRemovedAt && task.prompt === "" ? translate("prompt.removed") : task.prompt;
}
