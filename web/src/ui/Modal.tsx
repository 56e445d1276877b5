import * as Dialog from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "./Button";
import styles from "./Modal.module.css";
import { useFocusReturn } from "./useFocusReturn";

/** Elements with text that a press outside the dialog would discard: typed text, or an address that is shown once. */
const texts = "textarea, input:not([type=checkbox], [type=radio], [type=file])";

export function Modal(props: {
  title: string;
  description: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const { translate } = useTranslation();
  const returnFocus = useFocusReturn();
  const content = useRef<HTMLDivElement>(null);
  const hasText = () =>
    [...(content.current?.querySelectorAll<HTMLInputElement>(texts) ?? [])].some(({ value }) => value);
  return (
    <Dialog.Root open onOpenChange={(open) => open || props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content
          ref={content}
          className={styles.content}
          onCloseAutoFocus={returnFocus}
          onInteractOutside={(event) => hasText() && event.preventDefault()}
        >
          <header className={styles.header}>
            <Dialog.Title className={styles.title}>{props.title}</Dialog.Title>
            <Dialog.Close asChild>
              <Button kind="quiet" icon aria-label={translate("close")}>
                <X size={18} aria-hidden />
              </Button>
            </Dialog.Close>
          </header>
          <Dialog.Description className={styles.description}>{props.description}</Dialog.Description>
          {props.children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
