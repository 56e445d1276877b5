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

interface ModelListProps {
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** The most days of usage that can be asked for at once. */
const maxUsageDays = 400;

/** The models of the reader's tasks, the most used first, with a search for a part of their names. */
export default function ModelList({ chosen, onChange }: ModelListProps) {
  const { translate, format } = useTranslation();
  const [text, setText] = useState("");
  const readOnly = useReadOnly();
  const timeZone = useTimeZone();
  const tomorrow = timeZone && addDays(dateIn(timeZone), 1);
  const { data } = useQuery(
    ModelsUsedDocument,
    // Of another user, whose tasks are only shown, the page cannot read usage.
    tomorrow && !readOnly
      ? {
          variables: { from: addDays(tomorrow, -maxUsageDays), to: tomorrow },
          fetchPolicy: "cache-and-network",
        }
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
        // The typed name can be chosen although it is not in the list.
        choices={found.length === 0 && typed ? [typed] : found}
        chosen={chosen}
        nameOf={(name) => name}
        noteOf={(name) => used.has(name) && format.number(used.get(name) ?? 0)}
        onChange={onChange}
      />
    </>
  );
}
