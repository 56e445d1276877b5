import { X } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { parameterLine } from "../tasks/parameterLine";
import { Button } from "../ui/Button";
import styles from "./NewTaskForm.module.css";
import type { Draft } from "./useDraft";

/** Values of the repeated task that have no field in the form. The reader can remove them. */
export function RepeatedValues(props: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const { translate, format } = useTranslation();
  const { parameters, imageCount = 1 } = props.draft;
  const values = [
    ...(imageCount > 1 ? [translate("picture.images", { count: format.number(imageCount) })] : []),
    parameterLine(parameters),
  ].filter(Boolean);
  if (values.length === 0) return null;
  const name = translate("detail.parameters");
  return (
    <p className={styles.repeated}>
      <span dir="auto">
        {name}: {values.join(" · ")}
      </span>
      <Button
        kind="quiet"
        icon
        aria-label={translate("new.removeImage", { name })}
        onClick={() => props.onChange({ parameters: undefined, imageCount: undefined })}
      >
        <X size={16} aria-hidden />
      </Button>
    </p>
  );
}
