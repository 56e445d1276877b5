import { useQuery } from "@apollo/client/react";
import { useTranslation } from "../../i18n/Translation";
import { useReadOnly } from "../../tasks/readOnly";
import { LabelsDocument } from "./Labels.generated";

/**
 * The labels of the reader's tasks, by name: each with its title in the reader's language and its number of tasks.
 * `missing` means that they are loading or could not be loaded.
 */
export function useLabels() {
  const { language } = useTranslation();
  // Read-only tasks are another user's, whose labels the page cannot read.
  const readOnly = useReadOnly();
  const { data, error, refetch } = useQuery(LabelsDocument, {
    skip: readOnly,
    fetchPolicy: "cache-and-network",
  });
  const labels = new Map(
    data?.labels.map(({ label, taskCount }) => [
      label.name,
      { title: language === "zh-CN" ? label.titleZh : label.titleEn, count: taskCount },
    ]),
  );
  return { labels, missing: !data && !readOnly, error, refetch };
}
