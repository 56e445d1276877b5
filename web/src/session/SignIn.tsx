import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import field from "../ui/field.module.css";
import { useTitle } from "../ui/useTitle";
import styles from "./SignIn.module.css";
import { type Session, signIn } from "./session";

export function SignIn({ session }: { session: Exclude<Session, "signedIn"> }) {
  const { translate } = useTranslation();
  useTitle(translate("title"));
  return (
    <main className={styles.page}>
      <form className={styles.form} action={(form) => signIn(String(form.get("token")).trim())}>
        <h1 className={styles.title}>{translate("title")}</h1>
        <p role="status" className={field.hint}>
          {translate(session === "expired" ? "signIn.expired" : "signIn.description")}
        </p>
        <label className={field.field}>
          <span className={field.label}>{translate("signIn.token")}</span>
          <input name="token" className={field.input} required autoComplete="off" spellCheck={false} />
        </label>
        <Button kind="primary" type="submit">
          {translate("signIn.submit")}
        </Button>
      </form>
    </main>
  );
}
