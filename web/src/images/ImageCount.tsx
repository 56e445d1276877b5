import { useTranslation } from "../i18n/Translation";
import styles from "./ImageCount.module.css";

/** Of how many pictures the one that is shown is the first; nothing where it is the only one. */
export function ImageCount({ count }: { count: number }) {
  const { translate, format } = useTranslation();
  if (count === 1) return null;
  return (
    <span className={styles.count} title={translate("picture.images", { count: format.number(count) })}>
      {format.number(count)}
    </span>
  );
}
