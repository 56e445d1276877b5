import { screen, waitFor } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import { newGate } from "./support/gate";
import { counted, gestures, listed, open, press } from "./support/page";
import { newTask, type Task } from "./support/records";
import { Server } from "./support/server";

let server: Server;

beforeEach(() => {
  server = new Server();
});

/** Records tasks that are newer than the listed ones, unless they say otherwise. */
function create(...tasks: Task[]): void {
  server.tasks.alice = [...tasks, ...(server.tasks.alice ?? [])].sort((one, other) =>
    other.createdAt.localeCompare(one.createdAt),
  );
  for (const task of tasks) server.publish("CREATED", task);
}

const now = () => ({ createdAt: new Date().toISOString() });
const hoursAgo = (hours: number) => ({ createdAt: new Date(Date.now() - hours * 3_600_000).toISOString() });
/** Waits until the page has subscribed to changes, and has read those before. */
async function caughtUp(): Promise<void> {
  await waitFor(() => expect(server.asked.map((one) => one.operationName)).toContain("CatchUp"));
  await new Promise((resolve) => setTimeout(resolve));
}

test("listed tasks are not new further down", async () => {
  // On several days: how many fit in one depends on the time of day.
  server.tasks.alice = Array.from({ length: 300 }, (_, place) =>
    newTask(`Task ${place}`, hoursAgo(place + 1)),
  );
  await open(server);
  await screen.findByText("300 in all");
  await caughtUp();
  create(newTask("New here", now()));
  await press("button", "1 new");
  await screen.findByRole("link", { name: "View: New here" });
  (await screen.findByRole("slider", { name: "Timeline" })).focus();
  await gestures.keyboard("{End}");
  await screen.findByRole("button", { name: "Newest" });
});

test("a task with an older creation time is new once", async () => {
  server.tasks.alice = [newTask("Listed", now())];
  await open(server);
  await listed("Listed");
  await caughtUp();
  create(...Array.from({ length: 300 }, (_, place) => newTask(`Task ${place}`)));
  await press("button", "300 new");
  await screen.findByText("301 in all");
  expect(screen.queryByRole("button", { name: /[0-9] new/ })).toBeNull();
});

test.each(["connection", "list"])(
  "nothing is missed while the page opens, when the %s comes last",
  async (late) => {
    const [started, deleted] = [newTask("Started", now()), newTask("Deleted")];
    server.tasks.alice = [started, deleted];
    const { opened: changed, open: go } = newGate();
    let held = false;
    const hold = () => {
      held = true;
      return changed;
    };
    if (late === "connection") server.connecting = hold;
    else server.after = ({ operationName }) => operationName === "TaskList" && hold();
    await open(server);
    await waitFor(() => expect(held).toBe(true));
    await counted("article", late === "connection" ? 2 : 0);
    const processing = { ...started, status: "PROCESSING" };
    server.tasks.alice = [processing];
    server.publish("UPDATED", processing);
    server.publish("DELETED", deleted);
    create(newTask("New here", now()));
    await new Promise((resolve) => setTimeout(resolve, 100)); // in which the events arrive
    go();
    await listed("Started");
    await waitFor(() => expect(document.querySelector("article")?.textContent).toContain("Generating"));
    await screen.findByRole("button", { name: "1 new" });
  },
);

test("a star set while the list is read is not overwritten by the older answer", async () => {
  const task = newTask("Starred", { status: "COMPLETED" });
  server.tasks.alice = [task];
  const { opened: starred, open: go } = newGate();
  server.after = ({ operationName }) => operationName === "TaskList" && starred;
  await open(server);
  await waitFor(() => expect(server.asked.map((one) => one.operationName)).toContain("TaskList"));
  await new Promise((resolve) => setTimeout(resolve, 100)); // in which the page subscribes
  server.publish("UPDATED", { ...task, isStarred: true, updatedAt: "2026-01-01T00:00:00.000001+00:00" });
  await new Promise((resolve) => setTimeout(resolve, 100)); // in which the event arrives
  go();
  await listed("Starred");
  await screen.findByRole("button", { name: "Remove star: Starred", hidden: true });
});
