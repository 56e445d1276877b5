import { screen, waitFor } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import { newGate } from "./support/gate";
import { counted, follow, listed, open, press, reload } from "./support/page";
import { newTask } from "./support/records";
import { newToken, Server } from "./support/server";

// After a reload the page shows its last statistics at once, then refreshes them, and never shows another user's.

let server: Server;

beforeEach(async () => {
  server = new Server();
  server.tasks.alice = [newTask("Counted")];
  await open(server, "/?period=MONTH");
  await press("button", "Statistics");
  await totalIs("1");
  await counted("canvas", 1);
});

const totalIs = (text: string) =>
  waitFor(() => expect(document.querySelector("dl dd")?.textContent).toBe(text));

/** Holds statistics back until the returned function is called. */
function holdStatistics(): () => void {
  const { opened: answered, open: answer } = newGate();
  server.before = async ({ operationName }) => operationName.includes("Statistics") && (await answered);
  return answer;
}

test("they are shown at once, then refreshed", async () => {
  const answer = holdStatistics();
  server.tasks.alice?.unshift(newTask("Meanwhile"));
  await reload(server);
  await listed("Meanwhile", "Counted");
  await totalIs("1");
  await counted("canvas", 1);
  answer();
  await totalIs("2");
});

test("they are not shown to another user", async () => {
  const answer = holdStatistics();
  await open(server, `/?period=MONTH#token=${newToken("bob")}`, { user: null });
  await press("button", "Switch user");
  await screen.findByText("No tasks yet");
  await totalIs("");
  expect(document.querySelector("dl")?.getAttribute("aria-busy")).toBe("true");
  await counted("canvas", 0);
  answer();
  await totalIs("0");
});

test("another user's statistics appear without a reload, as in a product's frame", async () => {
  follow(newToken("bob"));
  await press("button", "Switch user");
  await screen.findByText("No tasks yet");
  await totalIs("0");
  expect(location.href).not.toContain("token");
});

test("they are gone after signing out", async () => {
  await reload(server);
  await listed("Counted");
  expect(Object.keys(sessionStorage).sort()).toEqual([
    "task-record.draft",
    "task-record.statistics",
    "task-record.token",
  ]);
  await press("button", "User menu");
  await press("button", "Sign out");
  await screen.findByLabelText("Access token");
  await reload(server);
  await screen.findByLabelText("Access token");
  expect(sessionStorage).toHaveLength(0);
});

test("failed statistics are read again", async () => {
  server.tasks.bob = [newTask("One")];
  let fails = true;
  server.before = ({ operationName }) => {
    if (fails && operationName.startsWith("StatisticsC")) throw new TypeError("Failed to fetch");
  };
  await open(server, "/", { user: "bob" });
  await screen.findByText(/cannot be read right now/);
  await counted("canvas", 0);
  fails = false;
  await press("button", "Try again");
  await totalIs("1");
  await counted("canvas", 1);
});
