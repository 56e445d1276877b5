import * as AlertDialog from "@radix-ui/react-alert-dialog";
import { useTranslation } from "../i18n/Translation";
import { buttonClass } from "./Button";
import styles from "./Modal.module.css";
import { useFocusReturn } from "./useFocusReturn";

export interface ConfirmProps {
  title: string;
  description: string;
  action: string;
  onConfirm: () => void;
  onClose: () => void;
  onClosed?: () => void;
}

export default function ConfirmDialog(props: ConfirmProps) {
  const { translate } = useTranslation();
  const returnFocus = useFocusReturn();
  return (
    <AlertDialog.Root open onOpenChange={(open) => open || props.onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={styles.overlay} />
        <AlertDialog.Content
          className={styles.content}
          onCloseAutoFocus={(event) => {
            returnFocus(event);
            props.onClosed?.();
          }}
        >
          <AlertDialog.Title className={styles.title}>{props.title}</AlertDialog.Title>
          <AlertDialog.Description className={styles.description}>
            {props.description}
          </AlertDialog.Description>
          <div className={styles.actions}>
            <AlertDialog.Cancel className={buttonClass("plain")}>{translate("cancel")}</AlertDialog.Cancel>
            <AlertDialog.Action className={buttonClass("danger")} onClick={props.onConfirm}>
              {props.action}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
