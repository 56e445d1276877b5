import { useSyncExternalStore } from "react";

/** Heights of the window per second. */
const fastWindowsPerSecond = 2;
/** Milliseconds over which the speed is measured, and without movement after which it is 0. */
const measureMs = 50;
const restMs = 120;

const listeners = new Set<() => void>();
let fast = false;
let last = { at: 0, y: 0 };
let movements = 0;
let rest: ReturnType<typeof setTimeout>;

function set(isFast: boolean) {
  if (isFast === fast) return;
  fast = isFast;
  for (const listener of listeners) listener();
}

function scrolled() {
  const movement = ++movements;
  const restIfStill = () => movement === movements && set(false);
  clearTimeout(rest);
  // On a busy machine the timer may fire before the next frame.
  rest = setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(restIfStill)), restMs);
  const at = performance.now();
  if (at - last.at < measureMs) return;
  const speed = (Math.abs(scrollY - last.y) / innerHeight / (at - last.at)) * 1000;
  last = { at, y: scrollY };
  set(speed > fastWindowsPerSecond);
}

function subscribe(listener: () => void) {
  if (listeners.size === 0) addEventListener("scroll", scrolled, { passive: true });
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener("scroll", scrolled);
  };
}

/** Whether the page is scrolled too fast for anyone to look at the tasks. */
export function useScrollsFast(): boolean {
  return useSyncExternalStore(subscribe, () => fast);
}
