import { useQuery } from "@apollo/client/react";
import { useTranslation } from "../../i18n/Translation";
import { useReadOnly } from "../../tasks/readOnly";
import { LabelsDocument } from "./Labels.generated";

/** The labels of the reader's tasks, by name: each with its title in the reader's language and its number of tasks. */
export function useLabels(): Map<string, { title: string; count: number }> {
  const { language } = useTranslation();
  // Of another user, whose tasks are only shown, the page cannot read labels.
  const { data } = useQuery(LabelsDocument, { skip: useReadOnly(), fetchPolicy: "cache-and-network" });
  return new Map(
    data?.labels.map(({ label, taskCount }) => [
      label.name,
      { title: language === "zh-CN" ? label.titleZh : label.titleEn, count: taskCount },
    ]),
  );
}
