import { useApolloClient } from "@apollo/client/react";
import { useState } from "react";
import { useChange } from "../connection/useChange";
import { useRun } from "../connection/useRun";
import { Button } from "../ui/Button";
import { Choice } from "../ui/Choice";
import { Modal } from "../ui/Modal";
import modal from "../ui/Modal.module.css";
import { LinkList } from "./LinkList";
import { CreateShareLinkDocument, ShareLinksDocument } from "./Links.generated";
import { NewAddress } from "./NewAddress";
import styles from "./ShareDialog.module.css";
import { useWords } from "./words/useWords";

/** The days after which a link ends; 0 for never. */
const lengths = { "1": 1, "7": 7, "30": 30, never: 0 } as const;
const lengthNames = ["1", "7", "30", "never"] as const;
const dayMs = 86_400_000;

/** Creates a link with which anyone sees a picture or a board, and lists and ends existing links. */
export default function ShareDialog(props: {
  of: { taskId: string } | { boardId: string };
  onClose: () => void;
}) {
  const words = useWords();
  const client = useApolloClient();
  const change = useChange();
  const { busy, run } = useRun();
  const kind = "taskId" in props.of ? "task" : "board";
  const [length, setLength] = useState<keyof typeof lengths>("7");
  const [showsPrompt, setShowsPrompt] = useState(false);
  const [allowsDownload, setAllowsDownload] = useState(false);
  const [address, setAddress] = useState<string>();

  async function make() {
    const days = lengths[length];
    const { createShareLink } = await change(CreateShareLinkDocument, {
      input: {
        id: crypto.randomUUID(),
        ...props.of,
        showsPrompt,
        allowsDownload,
        ...(days > 0 && { expiresAt: new Date(Date.now() + days * dayMs).toISOString() }),
      },
    });
    setAddress(createShareLink?.url ?? undefined);
    client.refetchQueries({ include: [ShareLinksDocument] }).catch(() => undefined);
  }

  return (
    <Modal
      title={words(`share.${kind}`)}
      description={words(`share.${kind}.description`)}
      onClose={props.onClose}
    >
      {address ? (
        <NewAddress address={address} about={words("share.made")} />
      ) : (
        <div className={styles.form}>
          <Choice
            label={words("share.ends")}
            values={lengthNames}
            chosen={length}
            nameOf={(one) => words(`share.ends.${one}`)}
            onChange={setLength}
          />
          <label className={styles.choice}>
            <input
              type="checkbox"
              checked={showsPrompt}
              onChange={({ target }) => setShowsPrompt(target.checked)}
            />
            {words("share.showsPrompt")}
          </label>
          <label className={styles.choice}>
            <input
              type="checkbox"
              checked={allowsDownload}
              onChange={({ target }) => setAllowsDownload(target.checked)}
            />
            {words("share.allowsDownload")}
          </label>
        </div>
      )}
      <LinkList of={props.of} />
      <div className={modal.actions}>
        {address ? (
          <Button kind="primary" onClick={props.onClose}>
            {words("done")}
          </Button>
        ) : (
          <Button kind="primary" disabled={busy} onClick={() => run(make)}>
            {words("share.make")}
          </Button>
        )}
      </div>
    </Modal>
  );
}
