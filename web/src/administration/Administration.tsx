import { useQuery } from "@apollo/client/react";
import { Link, Router } from "wouter";
import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { Button, buttonClass } from "../ui/Button";
import styles from "./Administration.module.css";
import { Frame } from "./Frame";
import { Sections } from "./Sections";
import { useWords } from "./words/useWords";

/**
 * The pages for administrators, at `/admin` and below. Other users see that they have no access. The server
 * decides who is an administrator.
 */
export default function Administration() {
  const { data, error, refetch } = useQuery(UserMenuDocument);
  const { translate } = useTranslation();
  const errorText = useErrorText();
  if (error && !data)
    return (
      <p className={styles.message} role="alert">
        {errorText(error)} <Button onClick={() => void refetch()}>{translate("retry")}</Button>
      </p>
    );
  if (!data) return null;
  return (
    <Router base="/admin">
      <Frame sections={data.viewer.role === "ADMIN"}>
        {data.viewer.role === "ADMIN" ? <Sections /> : <NotForYou />}
      </Frame>
    </Router>
  );
}

function NotForYou() {
  const { translate } = useTranslation();
  const words = useWords();
  return (
    <div className={styles.message} role="alert">
      <h2>{words("notForYou.title")}</h2>
      <p>{words("notForYou.text")}</p>
      <Link className={buttonClass("primary")} href="~/">
        {translate("picture.toList")}
      </Link>
    </div>
  );
}
