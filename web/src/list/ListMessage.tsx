import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import styles from "./TaskList.module.css";

/** Says that tasks could not be loaded. */
export function ListError(props: { error: unknown; onRetry: () => void }) {
  const { translate } = useTranslation();
  const errorText = useErrorText();
  return (
    <div className={styles.message} role="alert">
      <h3>{translate("list.error")}</h3>
      <p>{errorText(props.error)}</p>
      <Button onClick={props.onRetry}>{translate("retry")}</Button>
    </div>
  );
}
