import { ImageUp } from "lucide-react";
import { lazy, useState } from "react";
import { useSearchParams } from "wouter";
import { useSearchInput } from "../filters/useTyping";
import { useTranslation } from "../i18n/Translation";
import { SidePage } from "../menu/SidePage";
import field from "../ui/field.module.css";
import { Later } from "../ui/Later";
import { useTitle } from "../ui/useTitle";
import { PromptList } from "./PromptList";
import styles from "./PromptsPage.module.css";
import { useWords } from "./words/useWords";

const FoundByPicture = lazy(() => import("./FoundByPicture"));

/** The prompts that the reader has used, at `/prompts`, each with its results. */
export default function PromptsPage() {
  const words = useWords();
  const { translate } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const search = parameters.get("search") ?? "";
  const input = useSearchInput(search, (value, options) =>
    setParameters(value.trim() ? { search: value } : {}, options),
  );
  const [picture, setPicture] = useState<File>();
  useTitle(words("prompts.title"), translate("title"));
  return (
    <SidePage title={words("prompts.title")}>
      <div className={styles.bar}>
        <input
          type="search"
          className={field.input}
          maxLength={200}
          aria-label={words("prompts.search")}
          placeholder={words("prompts.search")}
          {...input}
        />
        <label className={styles.picture}>
          <ImageUp size={18} aria-hidden />
          {words("prompts.byPicture")}
          <input
            type="file"
            accept="image/*"
            onChange={({ target }) => {
              setPicture(target.files?.[0]);
              target.value = "";
            }}
          />
        </label>
      </div>
      <PromptList search={search.trim()} />
      {picture && (
        <Later>
          <FoundByPicture file={picture} onClose={() => setPicture(undefined)} />
        </Later>
      )}
    </SidePage>
  );
}
