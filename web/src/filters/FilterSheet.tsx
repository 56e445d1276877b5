import * as Dialog from "@radix-ui/react-dialog";
import { SlidersHorizontal, X } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { statuses, types } from "../tasks/choices";
import { Button, buttonClass } from "../ui/Button";
import modal from "../ui/Modal.module.css";
import { CheckList } from "./CheckList";
import { DateFields } from "./dates/DateFields";
import styles from "./FilterSheet.module.css";
import { type Filters, noFilters } from "./filters";
import { ModelList } from "./models/ModelList";

/** All filters but the search, where there is no room for a button each: from the bottom of the screen. */
export function FilterSheet({
  filters,
  change,
}: {
  filters: Filters;
  change: (change: Partial<Filters>, options?: { replace: boolean }) => void;
}) {
  const { translate } = useTranslation();
  const { status, type, model, from, to } = filters;
  const inUse = status.length + type.length + model.length + Number(from !== "" || to !== "");
  return (
    <Dialog.Root>
      <Dialog.Trigger
        className={buttonClass("plain")}
        aria-label={`${translate("filters.title")} ${inUse || ""}`.trim()}
      >
        <SlidersHorizontal size={18} aria-hidden />
        {inUse > 0 && inUse}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className={modal.overlay} />
        <Dialog.Content className={styles.sheet} aria-describedby={undefined}>
          <header className={modal.header}>
            <Dialog.Title className={modal.title}>{translate("filters.title")}</Dialog.Title>
            <Dialog.Close asChild>
              <Button kind="quiet" icon aria-label={translate("close")}>
                <X size={18} aria-hidden />
              </Button>
            </Dialog.Close>
          </header>
          <DateFields from={from} to={to} onChange={change} />
          <div className={styles.pairs}>
            <CheckList
              name={translate("filters.status")}
              choices={statuses}
              chosen={status}
              nameOf={(one) => translate(`status.${one}`)}
              onChange={(chosen) => change({ status: chosen })}
            />
            <CheckList
              name={translate("filters.type")}
              choices={types}
              chosen={type}
              nameOf={(one) => translate(`type.${one}`)}
              onChange={(chosen) => change({ type: chosen })}
            />
          </div>
          <ModelList chosen={model} onChange={(chosen) => change({ model: chosen })} />
          <footer className={styles.footer}>
            <Dialog.Close asChild>
              <Button onClick={() => change({ ...noFilters, search: filters.search })}>
                {translate("filters.clear")}
              </Button>
            </Dialog.Close>
            <Dialog.Close asChild>
              <Button kind="primary">{translate("filters.done")}</Button>
            </Dialog.Close>
          </footer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
