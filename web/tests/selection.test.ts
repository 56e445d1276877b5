import { screen, waitFor, within } from "@testing-library/dom";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { counted, gestures, listed, open, press } from "./support/page";
import { newTask } from "./support/records";
import { Server } from "./support/server";

let server: Server;

beforeEach(() => {
  server = new Server();
});

const toolbar = async () => within(await screen.findByRole("toolbar"));

test("tasks are deleted once the time to undo it is over, and come back if that fails", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ["setTimeout", "clearTimeout"] });
  server.tasks.alice = ["Task 1", "Task 2", "Task 3"].map((prompt) => newTask(prompt));
  await open(server);
  await press("button", "Delete: Task 1");
  await listed("Task 2", "Task 3");
  server.isReachable = false;
  await screen.findByText("2 in all");
  await vi.advanceTimersByTimeAsync(10_000);
  await screen.findByText(/^Not deleted, the tasks are back/);
  await listed("Task 1", "Task 2", "Task 3");
  await screen.findByText("3 in all");
  server.isReachable = true;
  await press("button", "Delete: Task 1");
  const count = await screen.findByText("2 in all");
  const said: unknown[] = [];
  new MutationObserver(() => said.push(count.textContent)).observe(count, {
    subtree: true,
    characterData: true,
  });
  server.asked = [];
  await vi.advanceTimersByTimeAsync(10_000);
  await waitFor(() => expect(server.asked.map((one) => one.operationName)).toContain("TaskCount"));
  await listed("Task 2", "Task 3");
  await screen.findByRole("button", { name: "Delete: Task 2" });
  expect(said).toEqual([]);
  expect(server.tasks.alice).toHaveLength(2);
});

test("what a back end has not ended cannot be deleted, and does not keep the others", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ["setTimeout", "clearTimeout"] });
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
  await vi.advanceTimersByTimeAsync(10_000);
  await waitFor(() => expect(server.tasks.alice?.map((task) => task.prompt)).toEqual(["Running", "Mine"]));

  // Started by a back end since the page has read it.
  await press("button", "Delete: Mine");
  await listed("Running");
  const mine = server.tasks.alice?.find((task) => task.prompt === "Mine");
  Object.assign(mine ?? {}, { onlyServiceEnds: true });
  await vi.advanceTimersByTimeAsync(10_000);
  await listed("Running", "Mine");
  await screen.findByText(/^Not deleted yet: 1\./);
});

test("everything that matches is deleted but for what a back end has not ended", async () => {
  server.tasks.alice = Array.from({ length: 30 }, (_, place) =>
    newTask(`Task ${place + 1}`, { onlyServiceEnds: place === 3 }),
  );
  await open(server);
  await gestures.click(await screen.findByLabelText("Select task: Task 1"));
  await gestures.click(await (await toolbar()).findByRole("button", { name: "Select all 30" }));
  await gestures.click((await toolbar()).getByRole("button", { name: "Delete" }));
  await gestures.click(
    within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete" }),
  );
  await screen.findByText("Deleted: 29");
  await screen.findByText(/^Not deleted yet: 1\./);
  await listed("Task 4");
});

test("all that match are selected and deleted, but not what was taken out or is being deleted", async () => {
  // What is deleted can be undone for as long as the test takes.
  const { setTimeout } = window;
  vi.stubGlobal("setTimeout", (run: () => void, time: number) =>
    setTimeout(run, time === 10_000 ? 600_000 : time),
  );
  onTestFinished(() => void vi.stubGlobal("setTimeout", setTimeout));
  server.tasks.alice = Array.from({ length: 230 }, (_, place) =>
    newTask(`Task ${place + 1}`, { taskType: place % 2 === 1 ? "IMAGE_EDIT" : "IMAGE_GENERATION" }),
  );
  await open(server, "/?type=IMAGE_EDIT");
  await press("button", "Delete: Task 4");
  await gestures.click(screen.getByLabelText("Select task: Task 2"));
  await gestures.click(await (await toolbar()).findByRole("button", { name: "Select all 114" }));
  await (await toolbar()).findByText("114 selected");
  await gestures.click(screen.getByLabelText("Select task: Task 12"));
  for (const answer of ["Cancel", "Delete"]) {
    await counted("[role=alertdialog]", 0);
    await (await toolbar()).findByText("113 selected");
    await gestures.click((await toolbar()).getByRole("button", { name: "Delete" }));
    const question = within(await screen.findByRole("alertdialog"));
    await question.findByText("Delete 113 tasks?");
    await gestures.click(question.getByRole("button", { name: answer }));
  }
  await screen.findByText("Deleted: 113");
  await listed("Task 12");
  await screen.findByText("1 in all");
  await press("button", "Undo");
  await listed("Task 4", "Task 12");
  await screen.findByText("2 in all");
  expect(server.tasks.alice).toHaveLength(117);
});
