import { codes } from "../tasks/useReason";
import { completions } from "./completions";
import { useModelsUsed } from "./models/useModelsUsed";

/** What the browser offers to complete a search with: the reader's models, and the reasons of failures. */
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
