import { useState } from "react";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { useTranslation } from "../../i18n/Translation";
import field from "../../ui/field.module.css";
import { CheckList } from "../CheckList";
import { useModelsUsed } from "./useModelsUsed";

interface ModelListProps {
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** The models of the reader's tasks, the most used first, with a search by part of a name. */
export default function ModelList({ chosen, onChange }: ModelListProps) {
  const { translate, format } = useTranslation();
  const [text, setText] = useState("");
  const { models: used, missing, error, refetch } = useModelsUsed();
  const typed = text.trim();
  const found = [...new Set([...used.keys(), ...chosen])].filter((name) =>
    name.toLowerCase().includes(typed.toLowerCase()),
  );

  return (
    <>
      <input
        type="search"
        className={field.input}
        maxLength={50}
        autoComplete="off"
        aria-label={translate("filters.findModel")}
        placeholder={translate("filters.findModel")}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {missing && <LoadingOrError error={error} onRetry={refetch} />}
      <CheckList
        name={translate("filters.model")}
        // A typed name can be chosen even if the list lacks it.
        choices={found.length === 0 && typed ? [typed] : found}
        chosen={chosen}
        nameOf={(name) => name}
        noteOf={(name) => used.has(name) && format.number(used.get(name) ?? 0)}
        onChange={onChange}
      />
    </>
  );
}
