import { screen, waitFor, within } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import { newGate } from "./support/gate";
import { addressed, counted, gestures, load, open, press } from "./support/page";
import { newImage, newTask, type Task } from "./support/records";
import { Server } from "./support/server";

let server: Server;

beforeEach(() => {
  server = new Server();
});

const many = (count: number) =>
  Array.from({ length: count }, (_, place) =>
    newTask(`Task ${place + 1}`, {
      status: place % 2 === 0 ? "COMPLETED" : "FAILED",
      taskType: place % 3 === 0 ? "IMAGE_EDIT" : "IMAGE_GENERATION",
    }),
  );
const dialog = async () => within(await screen.findByRole("dialog"));
const positionIs = async (text: string) => {
  await screen.findByRole("dialog");
  await waitFor(() => expect(document.querySelector("[role=dialog] [role=status]")?.textContent).toBe(text));
};
const isDisabled = async (name: string) =>
  expect((await screen.findByRole("button", { name })).ariaDisabled ?? "").toBe("true");

async function begin(task: Task | undefined): Promise<void> {
  await counted(`#view-${task?.id}`, 1);
  document.getElementById(`view-${task?.id}`)?.focus();
  await gestures.keyboard("{Enter}");
  await screen.findByRole("dialog");
}

async function goThrough(key: string, tasks: Task[], search = ""): Promise<void> {
  for (const { id } of tasks) {
    await gestures.keyboard(`{${key}}`);
    await addressed(`/tasks/${id}${search}`);
  }
}

test("the viewer continues to all tasks of the list, even if an answer fails", async () => {
  const tasks = many(160);
  server.tasks.alice = tasks;
  await open(server);
  await begin(tasks[0]);
  await positionIs("1 / 160");
  await isDisabled("Previous task");
  let failed = 0;
  server.before = ({ operationName }) => {
    if (operationName !== "TasksAfter" || failed > 0) return;
    failed += 1;
    throw new TypeError("Failed to fetch");
  };
  // The list has loaded 50 tasks; the viewer goes beyond these, and beyond those that stay in memory.
  await goThrough("ArrowRight", tasks.slice(1, 106));
  await positionIs("106 / 160");
  expect(failed).toBe(1);
  await goThrough("ArrowLeft", tasks.slice(51, 105).reverse());
  await positionIs("52 / 160");

  // Opened by its address alone, in a list with filters.
  const chosen = tasks.filter(({ status, taskType }) => status === "COMPLETED" && taskType === "IMAGE_EDIT");
  const middle = Math.floor(chosen.length / 2);
  const search = "?status=COMPLETED&type=IMAGE_EDIT";
  await open(server, `/tasks/${chosen[middle]?.id}${search}`);
  await positionIs(`${middle + 1} / ${chosen.length}`);
  await goThrough("ArrowRight", chosen.slice(middle + 1), search);
  await isDisabled("Next task");
  await positionIs(`${chosen.length} / ${chosen.length}`);
});

test("the reader can leave a deleted task", async () => {
  const tasks = ["First", "Second", "Third", "Fourth"].map((prompt) => newTask(prompt, { status: "FAILED" }));
  const [first, second, third, fourth] = tasks as [Task, Task, Task, Task];
  server.tasks.alice = tasks;
  await open(server);
  await begin(second);
  await positionIs("2 / 4");
  server.tasks.alice = [first, third, fourth];
  server.publish("DELETED", second);
  await (await dialog()).findByText(/it was deleted/);
  await gestures.click(within(screen.getByRole("alert")).getByRole("button", { name: "Next task" }));
  const detailsAre = (prompt: string) =>
    waitFor(() => within(screen.getByRole("region", { name: "Task details" })).getAllByText(prompt));
  await detailsAre("Third");
  await positionIs("2 / 3");
  await gestures.keyboard("{ArrowLeft}");
  await detailsAre("First");

  // After deleting a task the viewer shows the next, and the deletion can be undone there.
  await gestures.keyboard("{Delete}");
  await detailsAre("Third");
  await positionIs("1 / 2");
  await press("button", "Undo");
  await positionIs("2 / 3");

  await open(server, `/tasks/${second.id}`);
  await (await dialog()).findByText(/it was deleted/);
  await gestures.click((await dialog()).getByRole("button", { name: "Back to the tasks" }));
  await counted("[role=dialog]", 0);
  await counted("article", 3);
});

test("a task in the trash can be opened by its address and restored, or deleted for good", async () => {
  const trashedAt = new Date(Date.now() - 86_400_000).toISOString();
  const [listed, one, other] = ["Listed", "One", "Other"].map((prompt) =>
    newTask(prompt, { status: "FAILED" }),
  );
  server.tasks.alice = [listed, { ...one, trashedAt }, { ...other, trashedAt }] as Task[];
  await open(server, `/tasks/${one?.id}`);
  await (await dialog()).findByText("In the trash. Deleted for good in 29 days");
  expect((await dialog()).queryByRole("button", { name: "Delete" })).toBeNull();
  await gestures.click((await dialog()).getByRole("button", { name: "Restore" }));
  await screen.findByText("Restored: 1");
  await (await dialog()).findByRole("button", { name: "Delete" });
  expect((await dialog()).queryByText(/^In the trash/)).toBeNull();
  await gestures.keyboard("{Escape}");
  await counted("article", 2);

  await open(server, `/tasks/${other?.id}`);
  await gestures.click(await (await dialog()).findByRole("button", { name: "Delete for good" }));
  await gestures.click(
    within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete for good" }),
  );
  await screen.findByText("Deleted for good: 1");
  await counted("[role=dialog]", 0);
  expect(server.tasks.alice?.map(({ prompt }) => prompt)).toEqual(["Listed", "One"]);
});

test("the thumbnail is shown until the picture is loaded", async () => {
  const task = newTask("A lighthouse", {
    status: "COMPLETED",
    resultCount: 1,
    generatedImage: newImage("/lighthouse"),
    images: [newImage("/lighthouse")],
  });
  server.tasks.alice = [task];
  await open(server);
  const { opened: answered, open: answer } = newGate();
  server.before = async ({ operationName }) => operationName === "TaskPicture" && (await answered);
  await begin(task);
  const thumbnail = await (await dialog()).findByAltText("Loading…");
  load(thumbnail);
  await waitFor(() => expect(thumbnail.dataset.loaded).toBe("true"));
  expect(thumbnail.getAttribute("src")).toBe("/lighthouse-thumbnail");
  answer();
  const picture = await (await dialog()).findByAltText("Result");
  expect(picture.getAttribute("src")).toBe("/lighthouse");
  load(picture);
  await waitFor(() => expect(picture.dataset.loaded).toBe("true"));
  expect(thumbnail.isConnected).toBe(false);
});

test("a reader who goes on faster than the answers sends few requests", async () => {
  const tasks = many(60);
  server.tasks.alice = tasks;
  await open(server);
  server.before = () => new Promise((resolve) => setTimeout(resolve, 700));
  await begin(tasks[0]);
  server.asked = [];
  await goThrough("ArrowRight", tasks.slice(1, 45));
  await positionIs("45 / 60");
  const named = (name: RegExp) => server.asked.filter((one) => name.test(one.operationName));
  expect(named(/^TaskPlace$/).length).toBeLessThanOrEqual(3);
  const pages = named(/^Tasks(After|Before)$/).map((one) => JSON.stringify(one));
  expect(pages).toEqual([...new Set(pages)]);
  expect(pages.length).toBeLessThanOrEqual(8);
});
