import * as Dialog from "@radix-ui/react-dialog";
import { useTranslation } from "../i18n/Translation";
import field from "../ui/field.module.css";
import { useFocusReturn } from "../ui/useFocusReturn";
import styles from "./SignIn.module.css";
import { SignInForm } from "./SignInForm";

/** Covers the page when the session has expired, until the same user has signed in again. */
export default function SignInAgain() {
  const { translate } = useTranslation();
  const returnFocus = useFocusReturn();
  return (
    <Dialog.Root open>
      <Dialog.Portal>
        <Dialog.Content className={styles.over} onCloseAutoFocus={returnFocus}>
          <SignInForm>
            <Dialog.Title className={styles.title}>{translate("title")}</Dialog.Title>
            <Dialog.Description className={field.hint}>{translate("signIn.expired")}</Dialog.Description>
          </SignInForm>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
