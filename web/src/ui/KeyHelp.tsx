import type { MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";
import styles from "./KeyHelp.module.css";
import { Modal } from "./Modal";

/** A dialog that explains keys. */
export default function KeyHelp(props: {
  description: MessageKey;
  keys: readonly (readonly [string, MessageKey])[];
  onClose: () => void;
}) {
  const { translate } = useTranslation();
  return (
    <Modal
      title={translate("picture.keys")}
      description={translate(props.description)}
      onClose={props.onClose}
    >
      <dl className={styles.keys}>
        {props.keys.map(([key, name]) => (
          <div key={key} className={styles.key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{translate(name)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
