import { Plus } from "lucide-react";
import { lazy, useState } from "react";
import { useLocation, useRoute, useSearch } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { newTaskPath, newTaskRoute } from "../tasks/newTaskPath";
import { useBackToList } from "../tasks/useBackToList";
import { Button } from "../ui/Button";
import { Later } from "../ui/Later";
import styles from "./NewTask.module.css";
import { originOf, useDraft } from "./useDraft";
import { useDroppedFiles } from "./useDroppedFiles";

const DropTargets = lazy(() => import("../finding/DropTargets"));
const FoundByPicture = lazy(() => import("../finding/FoundByPicture"));
const NewTaskForm = lazy(() => import("./NewTaskForm"));

/** The button for a new task, and the form, which has its own address. */
export function NewTask() {
  const { translate } = useTranslation();
  const [, navigate] = useLocation();
  const search = useSearch();
  const [isOpen, parameters] = useRoute(newTaskRoute);
  const close = useBackToList();
  const drafting = useDraft();
  const open = () => navigate(newTaskPath(search), { state: { fromPage: true } });
  const [looked, setLooked] = useState<File>();
  const start = (files: File[]) => {
    drafting.addImages(files);
    if (!isOpen) open();
  };
  const over = useDroppedFiles((files, place) => (place === "find" ? setLooked(files[0]) : start(files)));

  return (
    <>
      <Button kind="primary" aria-label={translate("new.open")} onClick={open}>
        <Plus size={18} aria-hidden />
        <span className={styles.label}>{translate("new.open")}</span>
      </Button>
      {over && !isOpen && (
        <Later>
          <DropTargets />
        </Later>
      )}
      {looked && (
        <Later>
          <FoundByPicture
            file={looked}
            onClose={() => setLooked(undefined)}
            onStart={() => {
              setLooked(undefined);
              start([looked]);
            }}
          />
        </Later>
      )}
      {isOpen && (
        <Later>
          <NewTaskForm from={originOf(parameters)} drafting={drafting} onClose={close} />
        </Later>
      )}
    </>
  );
}
