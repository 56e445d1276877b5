import * as Popover from "@radix-ui/react-popover";
import { type ReactNode, type RefObject, useRef } from "react";
import styles from "./PopupContent.module.css";

export interface PopupContentProps {
  label: string;
  anchor: RefObject<HTMLElement | null>;
  align?: "start" | "end";
  className?: string | undefined;
  onClose: () => void;
  onEscapeKeyDown?: (event: KeyboardEvent) => void;
  children: ReactNode;
}

export default function PopupContent({
  label,
  anchor,
  align = "start",
  className = "",
  onClose,
  children,
  ...props
}: PopupContentProps) {
  const leftForAnother = useRef(false);
  return (
    <Popover.Root open onOpenChange={(open) => open || onClose()}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Popover.Portal>
        <Popover.Content
          className={`${styles.content} ${className}`}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          onInteractOutside={(event) => {
            // A press on the button closes it already.
            if (anchor.current?.contains(event.target as Node)) event.preventDefault();
            else leftForAnother.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!leftForAnother.current) anchor.current?.focus();
          }}
          {...props}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
