import {
  type ChangeEvent,
  type CompositionEvent,
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";

type Change<Value> = (value: Value, options: { replace: boolean }) => void;

/**
 * Returns functions for text that is being typed, which call `change` when the reader pauses. Until `end`, the first
 * change adds an entry to the browser's history and later ones replace it, so that Back undoes all typing at once.
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
    /** Discards typed text that was not applied yet. */
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

/** The props of a search field that applies its text when the reader pauses, but not while an input method composes. */
export function useSearchInput(value: string, change: Change<string>) {
  const [text, setText] = useState(value);
  const typing = useTyping(change);
  useEffect(() => setText(value), [value]);
  return {
    value: text,
    onChange({ target, nativeEvent }: ChangeEvent<HTMLInputElement>) {
      setText(target.value);
      if ((nativeEvent as InputEvent).isComposing) typing.hold();
      else typing.type(target.value);
    },
    onCompositionEnd: (event: CompositionEvent<HTMLInputElement>) => typing.type(event.currentTarget.value),
    onKeyDown: ({ key }: KeyboardEvent) => key === "Enter" && typing.flush(),
    onBlur: typing.end,
  };
}
