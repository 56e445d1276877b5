import { Plus } from "lucide-react";
import { lazy, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import { Later } from "../ui/Later";
import styles from "./NewTask.module.css";

const NewTaskForm = lazy(() => import("./NewTaskForm"));

export function NewTask() {
  const { translate } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="primary" aria-label={translate("new.open")} onClick={() => setOpen(true)}>
        <Plus size={18} aria-hidden />
        <span className={styles.label}>{translate("new.open")}</span>
      </Button>
      {open && (
        <Later>
          <NewTaskForm onClose={() => setOpen(false)} />
        </Later>
      )}
    </>
  );
}
