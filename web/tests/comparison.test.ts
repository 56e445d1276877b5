import { screen, within } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import { addressed, counted, gestures, listed, open } from "./support/page";
import { newImage, newTask, type Task } from "./support/records";
import { Server } from "./support/server";

let server: Server;

const pictured = (prompt: string, fields: object = {}) =>
  newTask(prompt, {
    status: "COMPLETED",
    resultCount: 2,
    generatedImage: newImage("/one"),
    images: [newImage("/one"), newImage("/two")],
    ...fields,
  });
const dialog = async () => within(await screen.findByRole("dialog"));
const rowOf = async (name: string) =>
  (await (await dialog()).findByRole("rowheader", { name })).closest("tr") as HTMLElement;
const markedIn = async (name: string) =>
  [...(await rowOf(name)).querySelectorAll("mark")].map((mark) => mark.textContent);

let tasks: Task[];

beforeEach(() => {
  server = new Server();
  tasks = [
    pictured("A red fox in the snow", { modelVersion: "flux", parameters: { seed: 1, steps: 20 } }),
    pictured("A fox in the deep snow", { modelVersion: "flux", parameters: { seed: 2, steps: 20 } }),
    pictured("A dog", { modelVersion: "imagen" }),
  ];
  server.tasks.alice = tasks;
});

test("two selected tasks are compared and stay selected", async () => {
  await open(server, "/?status=COMPLETED");
  for (const { prompt } of tasks.slice(0, 2))
    await gestures.click(await screen.findByLabelText(`Select task: ${prompt}`));
  await gestures.click(within(await screen.findByRole("toolbar")).getByRole("link", { name: "Compare" }));
  await addressed(`/compare/${tasks[0]?.id},${tasks[1]?.id}?status=COMPLETED`);
  await (await dialog()).findByAltText("1: A red fox in the snow");
  expect(await markedIn("Prompt")).toEqual(["red", "deep"]);
  expect(await markedIn("seed")).toEqual(["1", "2"]);
  expect((await dialog()).queryByRole("rowheader", { name: "steps" })).toBeNull();
  expect((await dialog()).queryByRole("rowheader", { name: "Model" })).toBeNull();
  await gestures.click((await dialog()).getByRole("checkbox", { name: /^Show what is the same/ }));
  expect((await rowOf("steps")).textContent).toBe("steps2020");
  expect(await markedIn("Model")).toEqual([]);
  await gestures.keyboard("{Escape}");
  await counted("[role=dialog]", 0);
  await addressed("/?status=COMPLETED");
  await screen.findByText("2 selected");
});

test("more than four cannot be compared, nor one", async () => {
  server.tasks.alice = Array.from({ length: 5 }, (_, place) => pictured(`Task ${place + 1}`));
  await open(server);
  for (const [place, compares] of [false, true, true, true, false].entries()) {
    await gestures.click(await screen.findByLabelText(`Select task: Task ${place + 1}`));
    await screen.findByText(`${place + 1} selected`);
    expect(screen.queryByRole("link", { name: "Compare" }) !== null).toBe(compares);
  }
});

test("images of one task are compared, and one is shown alone", async () => {
  await open(server, `/tasks/${tasks[0]?.id}`);
  await gestures.click(await (await dialog()).findByRole("link", { name: "Compare" }));
  await addressed(`/compare/${tasks[0]?.id},${tasks[0]?.id}.2`);
  await (await dialog()).findByText("Differences");
  const sources = async () =>
    [...(await screen.findByRole("dialog")).querySelectorAll("figure img")].map((image) =>
      image.getAttribute("src"),
    );
  expect(await sources()).toEqual(["/one", "/two"]);
  expect(await markedIn("Image")).toEqual(["1", "2"]);
  await gestures.keyboard("2");
  const hidden = () => [...document.querySelectorAll("figure")].map(({ dataset }) => dataset.hidden);
  expect(hidden()).toEqual(["true", "false"]);
  await gestures.keyboard("2");
  expect(hidden()).toEqual(["false", "false"]);
});

test("a missing task is named, and a wrong address can be left", async () => {
  await open(server, `/compare/${tasks[0]?.id},00000000-0000-4000-8000-999999999999`);
  await (await dialog()).findByText("This task does not exist, or it was deleted.");
  await (await dialog()).findByAltText("1: A red fox in the snow");
  await gestures.keyboard("{Escape}");
  await listed("A red fox in the snow", "A fox in the deep snow", "A dog");
});
