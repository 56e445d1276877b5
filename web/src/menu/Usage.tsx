import { useTranslation } from "../i18n/Translation";
import styles from "./Usage.module.css";
import type { UserMenuQuery } from "./UserMenu.generated";

/** The user's plan and its usage. */
export function Usage({ viewer }: { viewer: UserMenuQuery["viewer"] }) {
  const { translate, format } = useTranslation();
  const { plan } = viewer;
  return (
    <div className={styles.usage}>
      <p className={styles.plan}>{translate("menu.plan", { plan: plan.name })}</p>
      <Meter
        name={translate("menu.tasksThisMonth")}
        used={viewer.tasksThisMonth}
        limit={plan.maxTasksPerMonth}
        write={format.number}
      />
      <Meter
        name={translate("menu.storage")}
        used={viewer.storageUsed}
        limit={plan.maxStorage}
        write={format.size}
      />
    </div>
  );
}

function Meter(props: {
  name: string;
  used: number;
  limit: number | null;
  write: (value: number) => string;
}) {
  const { translate } = useTranslation();
  const used = props.write(props.used);
  const text =
    props.limit === null
      ? translate("menu.unlimited", { used })
      : translate("menu.usage", { used, limit: props.write(props.limit) });
  return (
    <div>
      <p className={styles.note}>
        {props.name} <span className={styles.amount}>{text}</span>
      </p>
      {props.limit !== null && (
        <meter
          className={styles.meter}
          aria-label={props.name}
          max={props.limit}
          high={props.limit * 0.9}
          value={props.used}
        />
      )}
    </div>
  );
}
