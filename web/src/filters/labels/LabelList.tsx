import { useState } from "react";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { useTranslation } from "../../i18n/Translation";
import field from "../../ui/field.module.css";
import { CheckList } from "../CheckList";
import { useLabels } from "./useLabels";
import { useLabelWords } from "./useLabelWords";

/** The labels of the reader's tasks, the most used first, with a search by part of a name. */
export default function LabelList(props: { chosen: string[]; onChange: (chosen: string[]) => void }) {
  const words = useLabelWords();
  const { format } = useTranslation();
  const [text, setText] = useState("");
  const { labels, missing, error, refetch } = useLabels();
  const title = (name: string) => labels.get(name)?.title ?? name;
  const typed = text.trim().toLowerCase();
  const all = [...new Set([...props.chosen, ...labels.keys()])];
  return (
    <>
      {all.length > 10 && (
        <input
          type="search"
          className={field.input}
          maxLength={50}
          autoComplete="off"
          aria-label={words("find")}
          placeholder={words("find")}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      )}
      {missing && <LoadingOrError error={error} onRetry={refetch} />}
      {!missing && all.length === 0 && <p>{words("none")}</p>}
      <CheckList
        name={words("labels")}
        choices={all.filter((name) => `${name} ${title(name)}`.toLowerCase().includes(typed))}
        chosen={props.chosen}
        nameOf={title}
        noteOf={(name) => format.number(labels.get(name)?.count ?? 0)}
        onChange={props.onChange}
      />
    </>
  );
}
