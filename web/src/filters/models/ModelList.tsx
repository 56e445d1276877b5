import { useState } from "react";
import { useTranslation } from "../../i18n/Translation";
import { models } from "../../tasks/choices";
import field from "../../ui/field.module.css";
import { CheckList } from "../CheckList";

export interface ModelListProps {
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** The models that the reader's tasks name, the most used first, to be found by a part of their name. */
export function ModelList({ chosen, onChange }: ModelListProps) {
  const { translate, format } = useTranslation();
  const [text, setText] = useState("");
  const used = new Map<string, number>();
  const typed = text.trim();
  // Whoever knows the name of one that is not in the list may use it all the same.
  const names = [...new Set([...models, ...used.keys(), ...chosen, ...(typed ? [typed] : [])])];

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
      <CheckList
        name={translate("filters.model")}
        choices={names.filter((name) => name.toLowerCase().includes(typed.toLowerCase()))}
        chosen={chosen}
        nameOf={(name) => name}
        noteOf={(name) => used.has(name) && format.number(used.get(name) ?? 0)}
        onChange={onChange}
      />
    </>
  );
}
