import { ArrowDown, ArrowUp, type LucideIcon, Pencil, Trash2 } from "lucide-react";
import { Button } from "../../ui/Button";
import styles from "./SavedViews.module.css";
import { ViewName } from "./ViewName";
import type { View } from "./viewAddress";
import { useWords } from "./words/useWords";

/** A saved view: a button that opens it or, while it is edited, a field for its name and buttons that move it. */
export function ViewRow(props: {
  view: View;
  /** Undefined when the page cannot show it. */
  address: string | undefined;
  isCurrent: boolean;
  isRenamed: boolean;
  isFirst: boolean;
  isLast: boolean;
  busy: boolean;
  onShow: (address: string) => void;
  onEdit: () => void;
  onRename: (name: string) => void;
  onMove: (by: -1 | 1) => Promise<void>;
  onDelete: () => void;
}) {
  const { view, address, busy, onShow, onMove } = props;
  const words = useWords();
  const { name } = view;
  if (props.isRenamed)
    return (
      <ViewName label={words("newName")} action={words("save")} initial={name} onName={props.onRename}>
        <span className={styles.moves}>
          <Move
            label={words("up", { name })}
            icon={ArrowUp}
            disabled={busy || props.isFirst}
            onMove={() => onMove(-1)}
          />
          <Move
            label={words("down", { name })}
            icon={ArrowDown}
            disabled={busy || props.isLast}
            onMove={() => onMove(1)}
          />
        </span>
      </ViewName>
    );
  return (
    <>
      {address === undefined ? (
        <span className={styles.elsewhere}>
          <bdi>{name}</bdi>
          <span className={styles.about}>{words("elsewhere")}</span>
        </span>
      ) : (
        <Button
          kind="quiet"
          className={styles.name}
          title={name}
          aria-current={props.isCurrent}
          onClick={() => onShow(address)}
        >
          <bdi>{name}</bdi>
        </Button>
      )}
      <Button kind="quiet" icon aria-label={words("edit", { name })} onClick={props.onEdit}>
        <Pencil size={16} aria-hidden />
      </Button>
      <Button
        kind="quiet"
        icon
        disabled={busy}
        aria-label={words("delete", { name })}
        onClick={props.onDelete}
      >
        <Trash2 size={16} aria-hidden />
      </Button>
    </>
  );
}

/** A button that has the focus again after it moved with its row, unless the reader focused another element. */
function Move(props: { label: string; icon: LucideIcon; disabled: boolean; onMove: () => Promise<void> }) {
  const { icon: Icon, disabled } = props;
  return (
    <Button
      kind="quiet"
      icon
      aria-label={props.label}
      aria-disabled={disabled}
      onClick={async ({ currentTarget }) => {
        if (disabled) return;
        await props.onMove();
        requestAnimationFrame(() => {
          if (document.activeElement === document.body) currentTarget.focus();
        });
      }}
    >
      <Icon size={16} aria-hidden />
    </Button>
  );
}
