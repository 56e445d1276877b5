import { Plus } from "lucide-react";
import { lazy } from "react";
import { useLocation, useRoute, useSearch } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { newTaskPath, newTaskRoute } from "../tasks/newTaskPath";
import { useBackToList } from "../tasks/useBackToList";
import { Button } from "../ui/Button";
import { Later } from "../ui/Later";
import styles from "./NewTask.module.css";
import { originOf, useDraft } from "./useDraft";
import { useDroppedFiles } from "./useDroppedFiles";

const NewTaskForm = lazy(() => import("./NewTaskForm"));

/** The button for a new task, and the form, which has an address of its own. */
export function NewTask() {
  const { translate } = useTranslation();
  const [, navigate] = useLocation();
  const search = useSearch();
  const [isOpen, parameters] = useRoute(newTaskRoute);
  const close = useBackToList();
  const drafting = useDraft();
  const open = () => navigate(newTaskPath(search), { state: { fromPage: true } });
  const over = useDroppedFiles((files) => {
    drafting.addImages(files);
    if (!isOpen) open();
  });

  return (
    <>
      <Button kind="primary" aria-label={translate("new.open")} onClick={open}>
        <Plus size={18} aria-hidden />
        <span className={styles.label}>{translate("new.open")}</span>
      </Button>
      {over && <p className={styles.drop}>{translate("new.drop")}</p>}
      {isOpen && (
        <Later>
          <NewTaskForm from={originOf(parameters)} drafting={drafting} onClose={close} />
        </Later>
      )}
    </>
  );
}
