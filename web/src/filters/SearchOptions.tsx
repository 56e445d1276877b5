import { codes } from "../tasks/useReason";
import { completions } from "./completions";
import { useModelsUsed } from "./models/useModelsUsed";

/** The browser's suggestions for a search: the reader's models, and reasons of failures. */
export default function SearchOptions({ id, text }: { id: string; text: string }) {
  const { models } = useModelsUsed();
  return (
    <datalist id={id}>
      {completions(text, [...models.keys()], codes).map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}
