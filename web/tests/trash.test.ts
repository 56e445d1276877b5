import { screen, waitFor, within } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import { newGate } from "./support/gate";
import { addressed, counted, gestures, listed, open, press } from "./support/page";
import { newTask, type Task } from "./support/records";
import { Server } from "./support/server";

let server: Server;

beforeEach(() => {
  server = new Server();
});

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
/** Tasks in the trash, the first of them moved there last. */
const trashed = (count: number) =>
  Array.from({ length: count }, (_, place) =>
    newTask(`Task ${place + 1}`, { status: "FAILED", trashedAt: minutesAgo(place + 1) }),
  );
const toolbar = async () => within(await screen.findByRole("toolbar"));
const confirm = async () =>
  gestures.click(
    await within(await screen.findByRole("alertdialog")).findByRole("button", { name: "Delete for good" }),
  );

test("tasks are restored and deleted for good, alone and together", async () => {
  server.tasks.alice = [newTask("Listed"), ...trashed(4)];
  await open(server);
  await press("button", "User menu");
  await press("link", "Trash");
  await addressed("/trash");
  await screen.findByText("In the trash: 4");
  await screen.findByText(/stay here for 30 days and are then deleted for good/);
  await listed("Task 1", "Task 2", "Task 3", "Task 4");
  expect(screen.getAllByText("in 30 days")).toHaveLength(4);
  for (const number of [1, 3]) await gestures.click(screen.getByLabelText(`Select task: Task ${number}`));
  await gestures.click((await toolbar()).getByRole("button", { name: "Restore" }));
  await screen.findByText("Restored: 2");
  await listed("Task 2", "Task 4");
  await screen.findByText("In the trash: 2");
  await gestures.click(screen.getByLabelText("Select task: Task 4"));
  await gestures.keyboard("{Delete}");
  await confirm();
  await screen.findByText("Deleted for good: 1");
  await listed("Task 2");
  await press("link", "Back to the tasks");
  await listed("Listed", "Task 1", "Task 3");
});

test("an answer read while the trash was emptied does not stay", async () => {
  server.tasks.alice = trashed(60);
  const { opened: answered, open: answer } = newGate();
  let readings = 0;
  server.after = ({ operationName }) => {
    readings += Number(operationName === "Trash");
    return operationName === "Trash" && readings === 2 && answered;
  };
  await open(server, "/trash");
  await screen.findByText("In the trash: 60");
  await waitFor(() => expect(readings).toBe(2));
  await press("button", "Empty trash");
  await confirm();
  await waitFor(() => expect(server.tasks.alice).toEqual([]));
  answer();
  await screen.findByText("The trash is empty");
});

test("it is emptied, call after call", async () => {
  server.tasks.alice = trashed(5);
  server.emptiedAtOnce = 2;
  await open(server, "/trash");
  await screen.findByText("In the trash: 5");
  const { opened: answered, open: answer } = newGate();
  server.after = ({ operationName }) => operationName === "EmptyTrash" && answered;
  await press("button", "Empty trash");
  await confirm();
  await screen.findByText("0 / 5");
  answer();
  await screen.findByText("Deleted for good: 5");
  await screen.findByText("The trash is empty");
  expect(server.tasks.alice).toEqual([]);
});

test("it follows changes made elsewhere", async () => {
  const [one, other] = trashed(2) as [Task, Task];
  const listedOne = newTask("Listed", { status: "FAILED" });
  server.tasks.alice = [one, other, listedOne];
  await open(server, "/trash");
  await listed("Task 1", "Task 2");
  await waitFor(() => expect(server.asked.map((asked) => asked.operationName)).toContain("TaskEvents"));
  Object.assign(listedOne, { trashedAt: minutesAgo(0) });
  server.publish("DELETED", listedOne);
  await listed("Listed", "Task 1", "Task 2");
  await screen.findByText("In the trash: 3");
  Object.assign(one, { trashedAt: null });
  server.publish("UPDATED", one);
  await listed("Listed", "Task 2");
  // No event reports tasks that leave the trash for good.
  server.tasks.alice = [one];
  document.dispatchEvent(new Event("visibilitychange"));
  await screen.findByText("The trash is empty");
});

test("the viewer goes through the trash", async () => {
  const tasks = trashed(3);
  server.tasks.alice = [newTask("Listed"), ...tasks];
  await open(server, "/trash");
  await press("link", "View: Task 1");
  await addressed(`/trash/tasks/${tasks[0]?.id}`);
  await screen.findByText(/^In the trash. Deleted for good/);
  await gestures.keyboard("{ArrowRight}");
  await addressed(`/trash/tasks/${tasks[1]?.id}`);
  await press("button", "Restore");
  await addressed(`/trash/tasks/${tasks[2]?.id}`);
  await gestures.keyboard("{Delete}");
  await confirm();
  await addressed(`/trash/tasks/${tasks[0]?.id}`);
  await gestures.keyboard("{Escape}");
  await counted("[role=dialog]", 0);
  await listed("Task 1");
});

test("a plan without a trash says so", async () => {
  server.plan = { ...server.plan, trashDays: 0 };
  await open(server, "/trash");
  await screen.findByText(/Your plan has no trash/);
  await screen.findByText("The trash is empty");
});

test("an error of the next page is shown in its place", async () => {
  server.tasks.alice = trashed(150);
  let fails = true;
  server.before = ({ operationName, variables }) => {
    if (fails && operationName === "Trash" && variables.after) throw new TypeError("Failed to fetch");
  };
  await open(server, "/trash");
  const problem = (await screen.findByText("The tasks could not be loaded")).closest("[role=alert]");
  const [task] = await screen.findAllByRole("article");
  expect(problem && task?.compareDocumentPosition(problem)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  fails = false;
  server.asked = [];
  await press("button", "Try again");
  await waitFor(() => expect(server.asked.some(({ variables }) => variables.after)).toBe(true));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});
