import { fireEvent, screen, waitFor, within } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import { newGate } from "./support/gate";
import { counted, gestures, listed, open, press } from "./support/page";
import { newTask, type Task } from "./support/records";
import { Server } from "./support/server";

let server: Server;

beforeEach(() => {
  server = new Server();
});

const toolbar = async () => within(await screen.findByRole("toolbar"));
const question = async () => within(await screen.findByRole("alertdialog"));
const ended = (prompt: string) => newTask(prompt, { status: "FAILED" });
const many = (count: number) => Array.from({ length: count }, (_, place) => ended(`Task ${place + 1}`));
/** The prompts of the tasks in the trash, or of the others. */
const inTrash = (isThere: boolean) =>
  server.tasks.alice?.flatMap(({ prompt, trashedAt }) => ((trashedAt !== null) === isThere ? [prompt] : []));
const undoneByKeys = () => fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });

test("tasks go to the trash at once, and come back if the server refuses or the reader undoes it", async () => {
  server.tasks.alice = many(3);
  await open(server);
  await listed("Task 1", "Task 2", "Task 3");
  server.isReachable = false;
  await press("button", "Delete: Task 1");
  await screen.findByText(/^The tasks were not deleted/);
  await listed("Task 1", "Task 2", "Task 3");
  server.isReachable = true;
  const { opened: answered, open: answer } = newGate();
  server.before = ({ operationName }) => operationName === "TrashTasks" && answered;
  await press("button", "Delete: Task 1");
  await listed("Task 2", "Task 3");
  expect(inTrash(true)).toEqual([]);
  answer();
  await screen.findByText("Moved to the trash: 1");
  await screen.findByText("2 in all");
  expect(inTrash(true)).toEqual(["Task 1"]);
  await press("button", "Undo");
  await screen.findByText("Restored: 1");
  await listed("Task 1", "Task 2", "Task 3");
  await screen.findByText("3 in all");
  expect(inTrash(true)).toEqual([]);
});

test("Ctrl+Z undoes one deletion after the other", async () => {
  server.tasks.alice = many(3);
  await open(server);
  for (const prompt of ["Task 1", "Task 3"]) await press("button", `Delete: ${prompt}`);
  await listed("Task 2");
  await waitFor(() => expect(inTrash(true)).toEqual(["Task 1", "Task 3"]));
  await waitFor(() => expect(screen.getAllByText("Moved to the trash: 1")).toHaveLength(2));
  undoneByKeys();
  await listed("Task 2", "Task 3");
  await waitFor(() => expect(screen.getAllByText("Moved to the trash: 1")).toHaveLength(1));
  undoneByKeys();
  await listed("Task 1", "Task 2", "Task 3");
  undoneByKeys();
  await waitFor(() => expect(inTrash(true)).toEqual([]));
});

test("the last deletion is undone first, even if the server answered it first", async () => {
  server.tasks.alice = many(3);
  await open(server);
  const { opened: answered, open: answer } = newGate();
  server.before = ({ operationName, variables }) =>
    operationName === "TrashTasks" &&
    JSON.stringify(variables).includes(String(server.tasks.alice?.[0]?.id)) &&
    answered;
  for (const prompt of ["Task 1", "Task 2"]) await press("button", `Delete: ${prompt}`);
  await screen.findByText("Moved to the trash: 1");
  answer();
  await waitFor(() => expect(screen.getAllByText("Moved to the trash: 1")).toHaveLength(2));
  undoneByKeys();
  await listed("Task 2", "Task 3");
});

test("a plan without a trash deletes at once, after a question", async () => {
  server.plan = { ...server.plan, trashDays: 0 };
  server.tasks.alice = many(2);
  await open(server);
  for (const answer of ["Cancel", "Delete for good"]) {
    await press("button", "Delete: Task 1");
    expect(await (await question()).findByText("Delete 1 task for good?")).toBeTruthy();
    await listed("Task 1", "Task 2");
    await gestures.click((await question()).getByRole("button", { name: answer }));
    await counted("[role=alertdialog]", 0);
  }
  await screen.findByText("Deleted for good: 1");
  await listed("Task 2");
  expect(server.tasks.alice).toHaveLength(1);
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
});

test("open tasks are deleted for good, after a question, and the others go to the trash", async () => {
  server.tasks.alice = [newTask("Waiting"), ended("Ended"), ended("Other")];
  await open(server);
  for (const prompt of ["Waiting", "Ended"])
    await gestures.click(await screen.findByLabelText(`Select task: ${prompt}`));
  await gestures.keyboard("{Delete}");
  await (await question()).findByText(/Tasks that have not ended are canceled, and do not go to the trash/);
  await gestures.click((await question()).getByRole("button", { name: "Move to the trash" }));
  await listed("Other");
  await screen.findByText("Deleted for good: 1");
  await screen.findByText("Moved to the trash: 1");
  expect(server.tasks.alice?.map(({ prompt }) => prompt)).toEqual(["Ended", "Other"]);
});

test("Shift and Delete delete the selected for good", async () => {
  server.tasks.alice = many(3);
  await open(server);
  await gestures.click(await screen.findByLabelText("Select task: Task 2"));
  await gestures.keyboard("{Shift>}{Delete}{/Shift}");
  await gestures.click(await (await question()).findByRole("button", { name: "Delete for good" }));
  await listed("Task 1", "Task 3");
  await screen.findByText("Deleted for good: 1");
  expect(server.tasks.alice).toHaveLength(2);
});

test("tasks that only a back end may end cannot be deleted, and do not block the others", async () => {
  server.tasks.alice = [
    newTask("Running", { onlyServiceEnds: true }),
    newTask("Ended", { onlyServiceEnds: true, status: "FAILED" }),
    newTask("Mine"),
  ];
  await open(server);
  await listed("Running", "Ended", "Mine");
  expect(screen.queryByRole("button", { name: "Delete: Running" })).toBeNull();
  for (const one of ["Running", "Ended"]) await gestures.click(screen.getByLabelText(`Select task: ${one}`));
  await gestures.click((await toolbar()).getByRole("button", { name: "Delete" }));
  await screen.findByText(/^Not deleted yet: 1\./);
  await listed("Running", "Mine");
  await waitFor(() => expect(inTrash(true)).toEqual(["Ended"]));

  // Started by a back end since the page has read it.
  const mine = server.tasks.alice?.find((task) => task.prompt === "Mine") as Task;
  Object.assign(mine, { onlyServiceEnds: true });
  await press("button", "Delete: Mine");
  await gestures.click(await (await question()).findByRole("button", { name: "Delete for good" }));
  await waitFor(() => expect(screen.getAllByText(/^Not deleted yet: 1\./)).toHaveLength(2));
  await listed("Running", "Mine");
});

test("all matching tasks go to the trash, except deselected ones and those that only a back end may end", async () => {
  server.tasks.alice = Array.from({ length: 230 }, (_, place) =>
    newTask(`Task ${place + 1}`, {
      taskType: place % 2 === 1 ? "IMAGE_EDIT" : "IMAGE_GENERATION",
      ...(place === 5 ? { onlyServiceEnds: true } : { status: "FAILED" }),
    }),
  );
  await open(server, "/?type=IMAGE_EDIT");
  await gestures.click(await screen.findByLabelText("Select task: Task 2"));
  await gestures.click(await (await toolbar()).findByRole("button", { name: "Select all 115" }));
  await (await toolbar()).findByText("115 selected");
  await gestures.click(screen.getByLabelText("Select task: Task 12"));
  for (const answer of ["Cancel", "Move to the trash"]) {
    await counted("[role=alertdialog]", 0);
    await (await toolbar()).findByText("114 selected");
    await gestures.click((await toolbar()).getByRole("button", { name: "Delete" }));
    await (await question()).findByText("Move 114 tasks to the trash?");
    await gestures.click((await question()).getByRole("button", { name: answer }));
  }
  await screen.findByText("Moved to the trash: 113");
  await screen.findByText(/^Not deleted yet: 1\./);
  await listed("Task 6", "Task 12");
  await screen.findByText("2 in all");
  await press("button", "Undo");
  await screen.findByText("Restored: 113");
  await screen.findByText("115 in all");
  await waitFor(() => expect(document.querySelectorAll("article").length).toBeGreaterThan(10));
  expect(inTrash(true)).toEqual([]);
});
