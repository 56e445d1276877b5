import { Pencil, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useSearchParams } from "wouter";
import { useTranslation } from "../../i18n/Translation";
import { useSession } from "../../session/session";
import { Button } from "../../ui/Button";
import { readFilters, writeFilters } from "../filters";
import styles from "./SavedViews.module.css";
import { ViewName } from "./ViewName";
import { filtersOf, keepViews, maxViews, readViews, type View, withView } from "./views";

/** The saved views, each to be opened, renamed or deleted, and a field to save the current filters. */
export default function Views(props: {
  renamed: string | undefined;
  setRenamed: (name: string | undefined) => void;
  onShown: () => void;
}) {
  const { translate, format } = useTranslation();
  const { user = "" } = useSession();
  const [parameters, setParameters] = useSearchParams();
  const [views, setViews] = useState<View[]>(() => readViews(user));
  const { renamed, setRenamed } = props;
  const current = filtersOf(parameters);
  // biome-ignore lint/correctness/useExhaustiveDependencies: none is being renamed any more once it is closed
  useEffect(() => () => setRenamed(undefined), []);

  function keep(next: View[]) {
    keepViews(user, next);
    setViews(next);
    setRenamed(undefined);
  }
  function show(view: View) {
    setParameters((all) => writeFilters(all, readFilters(new URLSearchParams(view.filters))));
    props.onShown();
  }

  return (
    <>
      {views.length === 0 && <p className={styles.hint}>{translate("views.none")}</p>}
      <ul className={styles.list}>
        {views.map((view) => (
          <li key={view.name} className={styles.view}>
            {renamed === view.name ? (
              <ViewName
                label={translate("views.newName")}
                action={translate("views.save")}
                initial={view.name}
                onName={(name) =>
                  keep(
                    withView(
                      views.filter((one) => one !== view),
                      { ...view, name },
                    ),
                  )
                }
              />
            ) : (
              <>
                <Button
                  kind="quiet"
                  className={styles.name}
                  aria-current={view.filters === current}
                  onClick={() => show(view)}
                >
                  {view.name}
                </Button>
                <Button
                  kind="quiet"
                  icon
                  aria-label={translate("views.rename", { name: view.name })}
                  onClick={() => setRenamed(view.name)}
                >
                  <Pencil size={16} aria-hidden />
                </Button>
                <Button
                  kind="quiet"
                  icon
                  aria-label={translate("views.delete", { name: view.name })}
                  onClick={() => keep(views.filter((one) => one !== view))}
                >
                  <Trash2 size={16} aria-hidden />
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {current === "" && <p className={styles.hint}>{translate("views.hint")}</p>}
      {current !== "" && views.length >= maxViews && (
        <p className={styles.hint}>{translate("views.full", { most: format.number(maxViews) })}</p>
      )}
      {current !== "" && views.length < maxViews && renamed === undefined && (
        <ViewName
          label={translate("views.name")}
          action={translate("views.save")}
          onName={(name) => keep(withView(views, { name, filters: current }))}
        />
      )}
    </>
  );
}
