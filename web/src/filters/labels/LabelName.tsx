import { useLabels } from "./useLabels";

/** The title of a label, in the reader's language. */
export default function LabelName({ name }: { name: string }) {
  return useLabels().labels.get(name)?.title ?? name;
}
