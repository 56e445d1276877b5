import { useTranslation } from "../i18n/Translation";
import field from "../ui/field.module.css";
import { useTitle } from "../ui/useTitle";
import styles from "./SignIn.module.css";
import { SignInForm } from "./SignInForm";
import type { Session } from "./session";

/** The page that asks for a token. */
export function SignIn({ session }: { session: Exclude<Session, "signedIn"> }) {
  const { translate } = useTranslation();
  useTitle(translate("title"));
  return (
    <main className={styles.page}>
      <SignInForm>
        <h1 className={styles.title}>{translate("title")}</h1>
        <p role="status" className={field.hint}>
          {translate(session === "expired" ? "signIn.expired" : "signIn.description")}
        </p>
      </SignInForm>
    </main>
  );
}
