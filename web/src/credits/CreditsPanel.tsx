import { useTranslation } from "../i18n/Translation";
import { Modal } from "../ui/Modal";
import { CreditHistory } from "./CreditHistory";
import styles from "./CreditsPanel.module.css";
import { useCredits } from "./useCredits";

/** The available, held and soon expiring credits, and their history, newest first. */
export default function CreditsPanel({ onClose }: { onClose: () => void }) {
  const { translate, format } = useTranslation();
  const credits = useCredits();
  if (!credits) return null;
  const amounts = [
    { name: translate("credits.available"), value: credits.available },
    { name: translate("credits.held"), value: credits.held },
    { name: translate("credits.expiring"), value: credits.expiring },
  ];
  return (
    <Modal
      title={translate("credits.title")}
      description={translate("credits.description")}
      onClose={onClose}
    >
      <dl className={styles.amounts}>
        {amounts.map(({ name, value }) => (
          <div key={name}>
            <dt className={styles.name}>{name}</dt>
            <dd className={styles.amount}>{format.number(value)}</dd>
          </div>
        ))}
      </dl>
      <CreditHistory balance={`${credits.available} ${credits.held}`} />
    </Modal>
  );
}
