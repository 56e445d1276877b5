import { useEffect, useMemo } from "react";
import { useDroppedFiles } from "../creation/useDroppedFiles";
import { accepted } from "../creation/useImageProblems";
import { useTranslation } from "../i18n/Translation";
import { SidePage } from "../menu/SidePage";
import { Panel } from "../ui/Panel";
import panel from "../ui/Panel.module.css";
import { useTitle } from "../ui/useTitle";
import { Findings } from "./Findings";
import { useVerification } from "./useVerification";
import styles from "./VerificationPage.module.css";
import { useWords } from "./words/useWords";

/** Shows the origin of a picture that is dropped, pasted or chosen, at `/verify`. */
export default function VerificationPage() {
  const { translate } = useTranslation();
  const words = useWords();
  const { verify, image, found, problem, isRunning } = useVerification();
  const over = useDroppedFiles(([first]) => first && verify(first));
  const preview = useMemo(() => image && URL.createObjectURL(image), [image]);
  useEffect(() => () => (preview ? URL.revokeObjectURL(preview) : undefined), [preview]);
  useTitle(words("title"), translate("title"));

  return (
    <SidePage title={words("title")}>
      <Panel title={words("which")}>
        <p className={panel.note}>{words("description")}</p>
        <label className={styles.zone} data-over={over || undefined}>
          <input
            type="file"
            accept={accepted.join(",")}
            aria-label={words("choose")}
            onChange={({ target }) => {
              const first = target.files?.[0];
              if (first) verify(first);
              // Without this, the same file could not be chosen again.
              target.value = "";
            }}
          />
          {preview ? <img src={preview} alt={image?.name} /> : null}
          <span>{words(image ? "another" : "hint")}</span>
        </label>
      </Panel>
      <div aria-live="polite" aria-busy={isRunning} className={styles.result}>
        {isRunning && <p role="status">{words("running")}</p>}
        {problem && <p role="alert">{problem}</p>}
        {found && <Findings found={found} />}
      </div>
    </SidePage>
  );
}
