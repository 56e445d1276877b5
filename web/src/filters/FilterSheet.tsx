import * as Dialog from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import modal from "../ui/Modal.module.css";
import { useFocusReturn } from "../ui/useFocusReturn";
import DateFields from "./dates/DateFields";
import { withControls } from "./declared";
import FilterControl from "./FilterControl";
import styles from "./FilterSheet.module.css";
import { type Filters, noFilters } from "./filters";
import { SavedViews } from "./saved/SavedViews";

/** A sheet at the bottom of a small screen with all filters except the search. */
export default function FilterSheet({
  filters,
  change,
  onClose,
}: {
  filters: Filters;
  change: (change: Partial<Filters>, options?: { replace: boolean }) => void;
  onClose: () => void;
}) {
  const { translate } = useTranslation();
  const returnFocus = useFocusReturn();
  const { starred, from, to } = filters;
  const controls = (areShort: boolean) =>
    withControls
      .filter(([, { choices }]) => areShort === (choices !== undefined))
      .map(([name]) => <FilterControl key={name} name={name} filters={filters} change={change} />);
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={modal.overlay} />
        <Dialog.Content className={styles.sheet} aria-describedby={undefined} onCloseAutoFocus={returnFocus}>
          <header className={modal.header}>
            <Dialog.Title className={`${modal.title} ${styles.title}`}>
              {translate("filters.title")}
            </Dialog.Title>
            <SavedViews />
            <Dialog.Close asChild>
              <Button kind="quiet" icon aria-label={translate("close")}>
                <X size={18} aria-hidden />
              </Button>
            </Dialog.Close>
          </header>
          <label className={styles.starred}>
            <input
              type="checkbox"
              checked={starred !== ""}
              onChange={({ target }) => change({ starred: target.checked ? "yes" : "" })}
            />
            {translate("star.only")}
          </label>
          <DateFields from={from} to={to} onChange={change} />
          <div className={styles.pairs}>{controls(true)}</div>
          {controls(false)}
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
