import { useQuery } from "@apollo/client/react";
import type { TaskFilter } from "@task-record/client/schema.generated";
import { useEffect, useRef } from "react";
import { useSearchParams } from "wouter";
import { useNeededTimeZone } from "../../calendar/useTimeZone";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { useChange } from "../../connection/useChange";
import { useRun } from "../../connection/useRun";
import { useTranslation } from "../../i18n/Translation";
import { useSession } from "../../session/session";
import { readOrder, writeOrder } from "../../tasks/taskOrder";
import { useNotify } from "../../ui/Notifications";
import { readFilters, writeFilters } from "../filters";
import { localViews } from "./localViews";
import { DeleteViewDocument, SavedViewsDocument, SaveViewDocument } from "./SavedViews.generated";
import styles from "./SavedViews.module.css";
import { ViewName } from "./ViewName";
import { ViewRow } from "./ViewRow";
import { addressOf, partOf, type View, viewOf } from "./viewAddress";
import { useWords } from "./words/useWords";

const maxViews = 100;
/** Milliseconds for which the notice of a changed view offers an undo. */
const undoMs = 10_000;

/** The saved views, which can be opened, renamed, moved and deleted, and a field that saves the current filters. */
export default function Views(props: {
  /** The id of the view that is being renamed. */
  renamed: string | undefined;
  setRenamed: (id: string | undefined) => void;
  onShown: () => void;
}) {
  const { format, translate } = useTranslation();
  const words = useWords();
  const { user = "" } = useSession();
  const [parameters, setParameters] = useSearchParams();
  const timeZone = useNeededTimeZone(true);
  const change = useChange();
  const notify = useNotify();
  const { busy, run } = useRun();
  /** The ids of new views by name: a retry without an answer saves the same view. */
  const newIds = useRef<Record<string, string>>({});
  const { data, error, refetch } = useQuery(SavedViewsDocument, { fetchPolicy: "cache-and-network" });
  const { renamed, setRenamed } = props;
  const views = data?.savedViews;
  const current = partOf(parameters).toString();
  const local = localViews(user).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: closing ends the renaming
  useEffect(() => () => setRenamed(undefined), []);

  const changed = (work: () => Promise<unknown>) =>
    run(async () => {
      await work();
      newIds.current = {};
      await refetch();
    });
  function save(name: string, clear: () => void) {
    const before = views?.find((view) => view.name === name);
    newIds.current[name] ??= crypto.randomUUID();
    const id = before?.id ?? newIds.current[name];
    const input = { id, name, ...viewOf(parameters, timeZone) };
    return changed(async () => {
      await change(SaveViewDocument, { input });
      clear();
      if (before) offerUndo(before);
    });
  }
  function offerUndo({ id, name, where, orderBy: { field, direction } }: View) {
    const input = { id, name, where: where as TaskFilter, orderBy: { field, direction } };
    const undo = () => void run(() => change(SaveViewDocument, { input }));
    const action = { name: translate("trash.undo"), lasts: undoMs, run: undo };
    notify(words("changed", { name }), "info", action);
  }
  function rename({ id }: View, name: string) {
    if (views?.some((view) => view.name === name && view.id !== id)) {
      notify(words("taken", { name }), "error");
      return;
    }
    void changed(async () => {
      await change(SaveViewDocument, { input: { id, name } });
      setRenamed(undefined);
    });
  }
  function show(address: string) {
    const view = new URLSearchParams(address);
    const { by, direction } = readOrder(view);
    setParameters((all) => {
      all.delete("at");
      return writeOrder(writeFilters(all, readFilters(view)), by, direction);
    });
    props.onShown();
  }

  if (!views) return <LoadingOrError error={error} onRetry={refetch} />;
  return (
    <>
      {views.length === 0 && <p className={styles.hint}>{words("none")}</p>}
      <ul className={styles.list}>
        {views.map((view, place) => {
          const address = addressOf(view, timeZone);
          const input = { id: view.id, name: view.name };
          return (
            <li key={view.id} className={styles.view}>
              <ViewRow
                view={view}
                address={address}
                isCurrent={address === current}
                isRenamed={renamed === view.id}
                isFirst={place === 0}
                isLast={place === views.length - 1}
                busy={busy}
                onShow={show}
                onEdit={() => setRenamed(view.id)}
                onRename={(name) => rename(view, name)}
                onMove={(by) =>
                  changed(() => change(SaveViewDocument, { input: { ...input, position: place + by } }))
                }
                onDelete={() => changed(() => change(DeleteViewDocument, { id: view.id }))}
              />
            </li>
          );
        })}
      </ul>
      {local > 0 && <p className={styles.hint}>{words("notMoved", { count: format.number(local) })}</p>}
      {current === "" && <p className={styles.hint}>{words("hint")}</p>}
      {current !== "" && views.length >= maxViews && (
        <p className={styles.hint}>{words("full", { most: format.number(maxViews) })}</p>
      )}
      {current !== "" && views.length < maxViews && renamed === undefined && (
        <ViewName label={words("name")} action={words("save")} onName={save} />
      )}
    </>
  );
}
