import * as Dialog from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { RatingChoice } from "../rating/RatingChoice";
import { Button } from "../ui/Button";
import modal from "../ui/Modal.module.css";
import { useFocusReturn } from "../ui/useFocusReturn";
import BoardChoices from "./boards/BoardChoices";
import DateFields from "./dates/DateFields";
import styles from "./FilterSheet.module.css";
import { type Filters, noFilters } from "./filters";
import LabelList from "./labels/LabelList";
import ModelList from "./models/ModelList";
import StatusChoices from "./StatusChoices";
import { SavedViews } from "./saved/SavedViews";
import TypeChoices from "./TypeChoices";

/**
 * A sheet at the bottom of a small screen with all filters except the search, for which there is no room side
 * by side.
 */
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
  const { status, type, model, label, rating, board, starred, from, to } = filters;
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
          <div className={styles.pairs}>
            <StatusChoices chosen={status} onChange={(status) => change({ status })} />
            <TypeChoices chosen={type} onChange={(type) => change({ type })} />
          </div>
          <ModelList chosen={model} onChange={(model) => change({ model })} />
          <RatingChoice chosen={rating} onChange={(rating) => change({ rating })} />
          <LabelList chosen={label} onChange={(label) => change({ label })} />
          <BoardChoices chosen={board} onChange={(board) => change({ board })} />
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
