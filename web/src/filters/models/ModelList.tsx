import { skipToken, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { addDays, dateIn } from "../../calendar/calendar";
import { useTimeZone } from "../../calendar/useTimeZone";
import { useTranslation } from "../../i18n/Translation";
import { otherModels } from "../../tasks/choices";
import { useReadOnly } from "../../tasks/readOnly";
import field from "../../ui/field.module.css";
import { CheckList } from "../CheckList";
import { ModelsUsedDocument } from "./ModelsUsed.generated";

export interface ModelListProps {
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** As far back as usage can be asked for at once. */
const days = 400;

/** The models that the reader's tasks name, the most used first, to be found by a part of their name. */
export function ModelList({ chosen, onChange }: ModelListProps) {
  const { translate, format } = useTranslation();
  const [text, setText] = useState("");
  const readOnly = useReadOnly();
  const timeZone = useTimeZone();
  const tomorrow = timeZone && addDays(dateIn(timeZone), 1);
  const { data } = useQuery(
    ModelsUsedDocument,
    // Of someone else’s nobody tells.
    tomorrow && !readOnly
      ? { variables: { from: addDays(tomorrow, -days), to: tomorrow }, fetchPolicy: "cache-and-network" }
      : skipToken,
  );
  const used = new Map(
    data?.usage.flatMap(({ modelVersion, totalTasks }) =>
      modelVersion === null || modelVersion === otherModels ? [] : [[modelVersion, totalTasks] as const],
    ),
  );
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
      <CheckList
        name={translate("filters.model")}
        // Whoever knows the name of one that is not in the list may use it all the same.
        choices={found.length === 0 && typed ? [typed] : found}
        chosen={chosen}
        nameOf={(name) => name}
        noteOf={(name) => used.has(name) && format.number(used.get(name) ?? 0)}
        onChange={onChange}
      />
    </>
  );
}
