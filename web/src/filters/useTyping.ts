import { useEffect, useEffectEvent, useRef } from "react";

type Change<Value> = (value: Value, options: { replace: boolean }) => void;

/**
 * Returns a function for text that is being typed, which calls `change` when the reader pauses. The first
 * change until `end` makes an entry in the browser's history, and later ones replace it: so Back undoes
 * everything that was typed at once.
 */
export function useTyping<Value>(change: Change<Value>) {
  const timer = useRef<number>(undefined);
  const typed = useRef<{ value: Value }>(null);
  const replace = useRef(false);

  function flush() {
    clearTimeout(timer.current);
    if (!typed.current) return;
    change(typed.current.value, { replace: replace.current });
    typed.current = null;
    replace.current = true;
  }
  const flushLast = useEffectEvent(flush);
  useEffect(() => () => flushLast(), []);

  return {
    /** Forgets what was typed and not applied yet. */
    hold() {
      clearTimeout(timer.current);
      typed.current = null;
    },
    type(value: Value) {
      clearTimeout(timer.current);
      typed.current = { value };
      timer.current = window.setTimeout(flush, 400);
    },
    flush,
    end() {
      flush();
      replace.current = false;
    },
  };
}
