import { Link, useSearch } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { buttonClass } from "../ui/Button";
import styles from "./FirstTask.module.css";
import { newTaskPath } from "./newTaskPath";

/** Suggests prompts to users who have no task yet. */
export function FirstTask() {
  const { translate } = useTranslation();
  const search = useSearch();
  return (
    <ul className={styles.examples} aria-label={translate("first.label")}>
      {(["first.lighthouse", "first.teahouse", "first.fox"] as const).map((example) => (
        <li key={example}>
          <Link
            href={newTaskPath(search)}
            state={{ fromPage: true, prompt: translate(example) }}
            className={`${buttonClass("plain")} ${styles.example}`}
          >
            {translate(example)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
