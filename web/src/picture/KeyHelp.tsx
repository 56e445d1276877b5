import type { MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";
import { useReadOnly } from "../tasks/readOnly";
import { Modal } from "../ui/Modal";
import styles from "./KeyHelp.module.css";

const keys: [string, MessageKey][] = [
  ["← →", "keys.neighbours"],
  ["+ −", "keys.zoom"],
  ["0", "keys.reset"],
  ["O", "keys.original"],
  ["C", "keys.compare"],
  ["F", "picture.fullScreen"],
  ["I", "picture.details"],
  ["Delete", "task.delete"],
  ["Esc", "keys.close"],
];

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const { translate } = useTranslation();
  const readOnly = useReadOnly();
  const shown = readOnly ? keys.filter(([key]) => key !== "Delete") : keys;
  return (
    <Modal title={translate("picture.keys")} description={translate("keys.description")} onClose={onClose}>
      <dl className={styles.keys}>
        {shown.map(([key, name]) => (
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
