import { useTranslation } from "../i18n/Translation";
import { beginning } from "./promptOf";
import styles from "./TaskCheckbox.module.css";
import type { TaskProps } from "./TaskProps";

export function TaskCheckbox({
  prompt,
  className,
  ...props
}: TaskProps & { prompt: string; className: string | undefined }) {
  const { translate } = useTranslation();
  return (
    <label className={`${styles.checkbox} ${className}`}>
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={translate("list.select", { prompt: beginning(prompt) })}
        checked={props.selected}
        onChange={({ target, nativeEvent }) =>
          props.onSelect(props.id, target.checked, (nativeEvent as MouseEvent).shiftKey)
        }
      />
    </label>
  );
}
