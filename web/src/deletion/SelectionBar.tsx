import { Download, Trash2 } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import styles from "./SelectionBar.module.css";

export function SelectionBar(props: {
  count: number;
  onClear: () => void;
  onDownload: () => void;
  onDelete: () => void;
}) {
  const { translate, format } = useTranslation();
  if (props.count === 0) return null;
  return (
    <div
      className={styles.bar}
      role="toolbar"
      aria-label={translate("list.selected", { count: props.count })}
    >
      <p role="status">{translate("list.selected", { count: format.number(props.count) })}</p>
      <Button kind="quiet" onClick={props.onClear}>
        {translate("list.clearSelection")}
      </Button>
      <Button onClick={props.onDownload}>
        <Download size={16} aria-hidden />
        {translate("picture.download")}
      </Button>
      <Button kind="danger" onClick={props.onDelete}>
        <Trash2 size={16} aria-hidden />
        {translate("task.delete")}
      </Button>
    </div>
  );
}
