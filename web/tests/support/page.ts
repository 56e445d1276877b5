import { configure, fireEvent, screen, waitFor } from "@testing-library/dom";
import { userEvent } from "@testing-library/user-event";
// Loaded before a test sets the clock: React stores the timers that it finds.
import "react-dom/client";
import type { Root } from "react-dom/client";
import { afterEach, expect, vi } from "vitest";
import type { Language } from "../../src/i18n/messages";
import { newToken, type Server } from "./server";

// The visibility of an element depends on all its ancestors, which would take most of a query's time.
configure({
  defaultHidden: true,
  asyncUtilTimeout: 15_000,
  getElementError: (message) => new Error(message?.split("\n\n")[0]),
});

/** Gestures; a click stands for a tap, too. */
export const gestures = userEvent.setup({ pointerEventsCheck: 0 });

/** The errors that the page wrote to the console, which fail the test. */
const complaints: string[] = [];

let root: Root | undefined;
let isNarrow = false;
const { addEventListener } = window;
const listeners: Parameters<typeof addEventListener>[] = [];

/** Opens the page at an address, signed in as `user`, in place of the page that was open. */
export async function open(
  server: Server,
  address = "/",
  options: { user?: string | null; language?: Language; narrow?: boolean } = {},
): Promise<void> {
  leave();
  const { user = "alice", language = "en", narrow = false } = options;
  isNarrow = narrow;
  vi.stubGlobal("fetch", server.fetch);
  vi.stubGlobal("WebSocket", server.WebSocket);
  vi.spyOn(navigator, "language", "get").mockReturnValue(language);
  history.pushState(null, "", address + (user ? `#token=${newToken(user)}` : ""));
  document.body.innerHTML = '<div id="root"></div>';
  window.addEventListener = (...listener: Parameters<typeof addEventListener>) => {
    listeners.push(listener);
    addEventListener.apply(window, listener);
  };
  vi.resetModules();
  ({ root } = await import("../../src/history/main"));
}

/** Opens the page again at its present address, as its user. */
export const reload = (server: Server, language: Language = "en") =>
  open(server, location.pathname + location.search, { user: null, language });

/** Leaves the page, as a browser does: after the event `pagehide`. Its stored values stay. */
export function leave(): void {
  window.dispatchEvent(new Event("pagehide"));
  const stored = { ...sessionStorage };
  root?.unmount();
  root = undefined;
  sessionStorage.clear();
  Object.assign(sessionStorage, stored);
  for (const listener of listeners.splice(0)) window.removeEventListener(...listener);
  document.body.replaceChildren();
}

/** Takes the page, and its server, off the network, or puts them back. */
export function connect(server: Server, isConnected: boolean): void {
  server.isReachable = isConnected;
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(isConnected);
  window.dispatchEvent(new Event(isConnected ? "online" : "offline"));
}

/** Signs in or switches users by a link in the tab where the page is open. */
export function follow(token: string): void {
  location.hash = `#token=${token}`;
}

export const press = async (role: string, name: string | RegExp) =>
  gestures.click(await screen.findByRole(role, { name }));

/** Waits until this element has the focus. */
export const focused = (element: () => Element | null | undefined) =>
  waitFor(() => expect(document.activeElement === element()).toBe(true));

/** Waits until this selector finds so many elements. */
export const counted = (selector: string, count: number) =>
  waitFor(() => expect(document.querySelectorAll(selector)).toHaveLength(count));

/** Waits until the list shows the tasks with these prompts. */
export const listed = (...prompts: string[]) =>
  waitFor(() => {
    const titles = [...document.querySelectorAll("article")].map(
      (task) => task.title || task.querySelector("p[title]")?.getAttribute("title"),
    );
    expect(titles).toEqual(prompts);
  });

/** Waits until the address ends with this text, or matches. */
export const addressed = (text: string | RegExp) =>
  waitFor(() => {
    if (typeof text === "string") expect(location.href.slice(-text.length)).toBe(text);
    else expect(location.href).toMatch(text);
  });

/** Loads an image, which jsdom does not. */
export const load = (image: Element) => fireEvent.load(image);

class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}

// Parts that jsdom lacks, since it has no layout and draws nothing.
vi.stubGlobal("ResizeObserver", Observer);
vi.stubGlobal("scrollTo", () => undefined);
vi.stubGlobal("matchMedia", (query: string) => ({
  matches: isNarrow && query.includes("max-width"),
  addEventListener() {},
  removeEventListener() {},
}));
Object.defineProperty(Element.prototype, "clientWidth", { get: () => (isNarrow ? 390 : 1280) });
Element.prototype.scrollIntoView = () => undefined;
HTMLImageElement.prototype.decode = async () => undefined;
URL.createObjectURL = () => "blob:";
URL.revokeObjectURL = () => undefined;
/** A stand-in for the canvas of a chart: any property can be read, called and constructed. */
const nowhere: object = new Proxy(function nothing() {}, {
  get: (_, name) => (name === Symbol.toPrimitive || name === "width" ? () => 0 : nowhere),
  apply: () => nowhere,
  construct: () => nowhere,
});
vi.stubGlobal("Path2D", nowhere);
HTMLCanvasElement.prototype.getContext = (() => nowhere) as never;
vi.spyOn(console, "error").mockImplementation((...said) => void complaints.push(said.join(" ")));

afterEach(() => {
  leave();
  sessionStorage.clear();
  localStorage.clear();
  vi.useRealTimers();
  vi.unstubAllEnvs();
  expect(complaints.splice(0)).toEqual([]);
});
