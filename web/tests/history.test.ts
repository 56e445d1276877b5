import { screen, waitFor, within } from "@testing-library/dom";
import { beforeEach, expect, test, vi } from "vitest";
import { addressed, counted, gestures, listed, open, press } from "./support/page";
import { newImage, newTask } from "./support/records";
import { Server } from "./support/server";

let server: Server;

beforeEach(() => {
  server = new Server();
});

test("language, theme and usage", async () => {
  await open(server, "/", { language: "zh-CN" });
  await screen.findByRole("heading", { name: "任务记录" });
  await press("button", "用户菜单");
  await screen.findByText("pro 套餐");
  await gestures.click(screen.getByLabelText("深色"));
  await gestures.click(screen.getByLabelText("English"));
  await screen.findByRole("heading", { name: "Task record" });
  await waitFor(() => expect(document.documentElement.lang).toBe("en"));
  expect(document.documentElement.dataset.theme).toBe("dark");
});

test("a link of the user menu does not close a window that a product has opened", async () => {
  const close = vi.spyOn(window, "close").mockImplementation(() => undefined);
  await open(server);
  for (const name of ["Verify a picture", "Trash"]) {
    await press("button", "User menu");
    await press("link", name);
  }
  await screen.findByRole("heading", { name: "Trash" });
  expect(close).not.toHaveBeenCalled();
});

test.each(["gallery", "list"])("the %s counts pictures, also those still to come", async (view) => {
  const three = {
    status: "COMPLETED",
    imageCount: 3,
    resultCount: 2,
    generatedImage: newImage("/three"),
  };
  const four = {
    status: "COMPLETED",
    imageCount: 4,
    resultCount: 1,
    generatedImage: newImage("/four"),
  };
  server.tasks.alice = [
    newTask("Six to come", { imageCount: 6 }),
    newTask("None of five", { status: "FAILED", imageCount: 5, errorMessage: "No" }),
    newTask("One of four", four),
    newTask("Two of three", three),
  ];
  await open(server, `/?view=${view}`);
  await listed("Six to come", "None of five", "One of four", "Two of three");
  const counts = [...document.querySelectorAll("article")].map(
    (task) => task.querySelector("[title$=' images']")?.textContent ?? "",
  );
  expect(counts).toEqual(["6", "", "", "2"]);
});

test("an invalid ThumbHash does no harm", async () => {
  server.tasks.alice = [
    newTask("A hare", { status: "COMPLETED", resultCount: 1, generatedImage: newImage("/hare", "?") }),
  ];
  await open(server);
  await listed("A hare");
  expect(screen.getByAltText("Result").getAttribute("src")).toBe("/hare-thumbnail");
});

test("the view is in the address, and remembered", async () => {
  server.tasks.alice = [newTask("Seen")];
  const row = () => document.querySelector("article")?.textContent;
  await open(server);
  await listed("Seen");
  expect(row()).not.toContain("Tokens");
  await press("button", "View");
  await gestures.click(await screen.findByLabelText("List"));
  await waitFor(() => expect(row()).toContain("Tokens"));
  await addressed(/view=list/);
  await open(server);
  await waitFor(() => expect(row()).toContain("Tokens"));
  await open(server, "/?view=gallery");
  await listed("Seen");
  expect(row()).not.toContain("Tokens");
});

test("a plan without prices shows no credits", async () => {
  await open(server, "/credits");
  await screen.findByText("0 in all");
  expect(screen.queryByRole("button", { name: /Credits/ })).toBeNull();
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a plan without exports offers none", async () => {
  server.plan.canExport = false;
  await open(server);
  await press("button", "User menu");
  await screen.findByRole("button", { name: "Sign out" });
  expect(screen.queryByRole("button", { name: "Export tasks…" })).toBeNull();
});

test("no operation is sent twice", async () => {
  server.tasks.alice = [2, 1, 0].map((one) =>
    newTask(`Picture ${one}`, { status: "COMPLETED", resultCount: 1, generatedImage: newImage(`/${one}`) }),
  );
  const asked = async () => {
    for (let before = -1; before !== server.asked.length; ) {
      before = server.asked.length;
      await new Promise((resolve) => setTimeout(resolve, 1500)); // totals are fetched again a second after a change
    }
    const operations = server.asked.splice(0).map((one) => JSON.stringify(one));
    expect(operations).toEqual([...new Set(operations)]);
    return operations;
  };
  await open(server, "/?period=MONTH");
  await counted("article", 3);
  const atFirst = await asked();
  for (const operation of ["TaskList", "TaskTotals", "UserMenu"])
    expect(atFirst.join()).toContain(`"${operation}"`);
  await press("link", "View: Picture 2");
  await waitFor(() => expect(document.title).toBe("Picture 2 · Task record"));
  await within(await screen.findByRole("dialog")).findAllByText("Picture 2");
  for (const operation of await asked()) expect(atFirst).not.toContain(operation);
  history.back();
  await counted("[role=dialog]", 0);
  expect(document.title).toBe("3 in all · Task record");
  expect(await asked()).toEqual([]);
  history.forward();
  await screen.findByRole("dialog");
  for (const operation of await asked()) expect(atFirst).not.toContain(operation);
});

test("a slow picture says so, and a failed one is tried again", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ["setTimeout", "clearTimeout"] });
  try {
    server.tasks.alice = [newTask("A fox", { status: "COMPLETED", generatedImage: newImage("/fox") })];
    await open(server);
    const picture = () => document.querySelector("article img");
    await waitFor(() => expect(picture()).not.toBeNull());
    vi.advanceTimersByTime(6000);
    await screen.findByLabelText("Still loading");
    picture()?.dispatchEvent(new Event("error"));
    await screen.findByLabelText("Image unavailable");
    expect(picture()).toBeNull();
    vi.advanceTimersByTime(10_000);
    await waitFor(() => expect(picture()?.getAttribute("src")).toBe("/fox-thumbnail"));
    expect(screen.queryByLabelText("Still loading")).toBeNull();
  } finally {
    vi.useRealTimers();
  }
});
