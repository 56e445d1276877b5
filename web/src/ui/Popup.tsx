import { lazy, type ReactNode, useRef, useState } from "react";
import { buttonClass } from "./Button";
import { Later } from "./Later";
import type { PopupContentProps } from "./PopupContent";

const load = () => import("./PopupContent");
const PopupContent = lazy(load);

/** A button that opens a popup below it. Its code is loaded when the button is pointed at or focused. */
export function Popup({
  label,
  button,
  icon = false,
  children,
  ...props
}: Pick<PopupContentProps, "label" | "align" | "className" | "onEscapeKeyDown"> & {
  /** The button's content. With `icon` it is an icon alone, and the label its name. */
  button: ReactNode;
  icon?: boolean;
  children: (close: () => void) => ReactNode;
}) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={buttonClass("plain", icon)}
        aria-label={icon ? label : undefined}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <Later>
          <PopupContent label={label} anchor={anchor} onClose={close} {...props}>
            {children(close)}
          </PopupContent>
        </Later>
      )}
    </>
  );
}
