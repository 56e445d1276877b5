import * as Popover from "@radix-ui/react-popover";
import { Bookmark, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { useTranslation } from "../../i18n/Translation";
import { useSession } from "../../session/session";
import { Button, buttonClass } from "../../ui/Button";
import menu from "../../ui/menu.module.css";
import { readFilters, writeFilters } from "../filters";
import styles from "./SavedViews.module.css";
import { ViewName } from "./ViewName";
import { filtersOf, keepViews, mostViews, readViews, type View, withView } from "./views";

/** Filters that are kept under a name: opened, renamed, deleted, and those in use added. */
export function SavedViews() {
  const { translate, format } = useTranslation();
  const { user = "" } = useSession();
  const [parameters, setParameters] = useSearchParams();
  const [open, setOpen] = useState(false);
  const [views, setViews] = useState<View[]>([]);
  const [renamed, setRenamed] = useState<string>();
  const current = filtersOf(parameters);

  function keep(next: View[]) {
    keepViews(user, next);
    setViews(next);
    setRenamed(undefined);
  }
  function show(view: View) {
    setParameters((all) => writeFilters(all, readFilters(new URLSearchParams(view.filters))));
    setOpen(false);
  }

  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        // Another tab may have kept others.
        if (next) setViews(readViews(user));
        setRenamed(undefined);
        setOpen(next);
      }}
    >
      <Popover.Trigger className={buttonClass("plain", true)} aria-label={translate("views.open")}>
        <Bookmark size={18} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={`${menu.content} ${styles.views}`}
          align="end"
          sideOffset={4}
          aria-label={translate("views.open")}
          onEscapeKeyDown={(event) => {
            if (renamed === undefined) return;
            event.preventDefault();
            setRenamed(undefined);
          }}
        >
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
          {current !== "" && views.length >= mostViews && (
            <p className={styles.hint}>{translate("views.full", { most: format.number(mostViews) })}</p>
          )}
          {current !== "" && views.length < mostViews && renamed === undefined && (
            <ViewName
              label={translate("views.name")}
              action={translate("views.save")}
              onName={(name) => keep(withView(views, { name, filters: current }))}
            />
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
