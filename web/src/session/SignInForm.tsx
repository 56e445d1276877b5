import type { ReactNode } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import field from "../ui/field.module.css";
import styles from "./SignIn.module.css";
import { signIn } from "./session";

/** A form that asks for a token; `children` explain why. */
export function SignInForm({ children }: { children: ReactNode }) {
  const { translate } = useTranslation();
  return (
    <form className={styles.form} action={(form) => signIn(String(form.get("token")).trim())}>
      {children}
      <label className={field.field}>
        <span className={field.label}>{translate("signIn.token")}</span>
        <input name="token" className={field.input} required autoComplete="off" spellCheck={false} />
      </label>
      <Button kind="primary" type="submit">
        {translate("signIn.submit")}
      </Button>
    </form>
  );
}
