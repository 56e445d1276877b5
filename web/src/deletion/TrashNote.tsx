import { useQuery } from "@apollo/client/react";
import { Trash2, Undo2 } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { Button } from "../ui/Button";
import { useDeleting } from "./Deletions";
import { endInTrash } from "./endInTrash";
import type { List } from "./List";
import styles from "./TrashNote.module.css";

/** Says that the open task is in the trash and until when, with buttons that restore it or delete it for good. */
export function TrashNote(props: {
  task: { id: string; trashedAt: string };
  list: List;
  onRestored: (ids: string[]) => void;
}) {
  const { task, list, onRestored } = props;
  const { translate, format } = useTranslation();
  const { data } = useQuery(UserMenuDocument);
  const { remove, restore } = useDeleting();
  const end = data && endInTrash(task.trashedAt, data.viewer.plan.trashDays);
  return (
    <div className={styles.note}>
      <p role="status">{end && translate("trash.until", { when: format.fromNow(end) })}</p>
      <Button onClick={() => void restore([task.id], onRestored)}>
        <Undo2 size={16} aria-hidden />
        {translate("trash.restore")}
      </Button>
      <Button kind="quiet" onClick={() => void remove([task.id], 1, list, true)}>
        <Trash2 size={16} aria-hidden />
        {translate("delete.confirm")}
      </Button>
    </div>
  );
}
