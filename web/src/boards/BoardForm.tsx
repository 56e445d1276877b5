import { useState } from "react";
import { useChange } from "../connection/useChange";
import { useRun } from "../connection/useRun";
import { useTranslation } from "../i18n/Translation";
import { maxDescriptionChars, maxNameChars } from "../sharing/limits";
import { useWords } from "../sharing/words/useWords";
import { Button } from "../ui/Button";
import field from "../ui/field.module.css";
import { Modal } from "../ui/Modal";
import modal from "../ui/Modal.module.css";
import { UpdateBoardDocument } from "./Board.generated";
import styles from "./Members.module.css";
import type { OpenBoard } from "./OpenBoard";

/** A form that changes a board's name and description. */
export function BoardForm({ board, onClose }: { board: OpenBoard; onClose: () => void }) {
  const { translate } = useTranslation();
  const words = useWords();
  const change = useChange();
  const { busy, run } = useRun();
  const [name, setName] = useState(board.name);
  const [description, setDescription] = useState(board.description);

  async function save() {
    await change(UpdateBoardDocument, { input: { id: board.id, name, description } });
    onClose();
  }
  return (
    <Modal title={words("edit")} description="" onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void run(save);
        }}
      >
        <label className={field.field}>
          <span className={field.label}>{words("name")}</span>
          <input
            className={field.input}
            required
            maxLength={maxNameChars}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        <label className={field.field}>
          <span className={field.label}>{words("description")}</span>
          <textarea
            className={field.input}
            rows={3}
            maxLength={maxDescriptionChars}
            value={description}
            onChange={({ target }) => setDescription(target.value)}
          />
        </label>
        <div className={modal.actions}>
          <Button onClick={onClose}>{translate("cancel")}</Button>
          <Button kind="primary" type="submit" disabled={busy || name.trim() === ""}>
            {words("save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
