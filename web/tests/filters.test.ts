import type { TaskFilter } from "@task-record/client/schema.generated";
import { fireEvent, screen, waitFor, within } from "@testing-library/dom";
import { beforeEach, expect, test, vi } from "vitest";
import {
  addressed,
  connect,
  counted,
  focused,
  follow,
  gestures,
  listed,
  open,
  press,
  reload,
} from "./support/page";
import { newTask } from "./support/records";
import { newToken, Server } from "./support/server";

let server: Server;

beforeEach(() => {
  server = new Server();
});

/** The filters of the lists requested since the last call. */
const filtersAsked = () =>
  server.asked
    .splice(0)
    .flatMap(({ operationName, variables }) => (operationName === "TaskList" ? [variables.where] : []));

test("filters live in the address", async () => {
  server.tasks.alice = [newTask("Harbour"), newTask("Lighthouse", { status: "COMPLETED" })];
  await open(server);
  await listed("Harbour", "Lighthouse");
  await gestures.type(await screen.findByLabelText("Search in prompts"), "light");
  await listed("Lighthouse");
  await press("button", "Status");
  await press("checkbox", "Waiting");
  await gestures.keyboard("{Escape}");
  await screen.findByText("No task matches");
  await addressed(/search=light/);
  await addressed(/status=PENDING/);
  history.back();
  await listed("Lighthouse");
  await reload(server);
  await listed("Lighthouse");
  await press("button", "Remove filter: “light”");
  await listed("Harbour", "Lighthouse");
});

test("the focus moves on when a filter is removed", async () => {
  server.tasks.alice = [newTask("Kept")];
  await open(server, "/?status=PENDING&type=IMAGE_EDIT");
  await screen.findByText("No task matches");
  (await screen.findByRole("button", { name: "Remove filter: Waiting" })).focus();
  await gestures.keyboard("{Enter}");
  await focused(() => screen.getByRole("button", { name: "Remove filter: Image edit" }));
  await gestures.keyboard("{Enter}");
  await focused(() => screen.getByRole("heading", { name: "Tasks" }));
  await listed("Kept");
});

/** Types a date digit by digit: until the year is complete, a browser reports a shorter year. */
async function typeDate(label: string, date: string): Promise<void> {
  const field = await screen.findByLabelText(label);
  field.focus();
  const [year = "", ...rest] = date.split("-");
  for (let digits = 1; digits <= 4; digits += 1)
    fireEvent.change(field, {
      target: { value: [year.slice(0, digits).padStart(4, "0"), ...rest].join("-") },
    });
}

test("typed dates are one change, and put in order", async () => {
  server.tasks.alice = [newTask("Of today")];
  await open(server);
  await listed("Of today");
  filtersAsked();
  const before = history.length;
  await press("button", "Dates");
  await typeDate("From", "2025-03-15");
  await addressed(/from=2025-03-15/);
  await typeDate("To", "2025-03-01");
  await gestures.keyboard("{Escape}");
  await screen.findByText("No task matches");
  await addressed(/from=2025-03-01&to=2025-03-15/);
  expect(screen.queryByRole("alert")).toBeNull();
  expect(filtersAsked()).toEqual([
    { createdAt: { gte: "2025-03-15T00:00:00.000Z" } },
    { createdAt: { gte: "2025-03-01T00:00:00.000Z", lt: "2025-03-16T00:00:00.000Z" } },
  ]);
  expect(history.length).toBe(before + 2);
  await press("button", "Dates");
  expect(await screen.findByLabelText("From")).toHaveProperty("value", "2025-03-01");
  await gestures.keyboard("{Escape}");
  history.back();
  await addressed(/from=2025-03-15$/);
  history.back();
  await listed("Of today");
});

test("a day is the server's for totals and filter alike, wherever the reader is", async () => {
  const today = new Date().toISOString().slice(0, 10);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  vi.stubEnv("TZ", new Date().getUTCHours() >= 10 ? "Pacific/Kiritimati" : "Pacific/Niue");
  server.tasks.alice = [newTask("Of today", { createdAt: new Date().toISOString() })];
  await open(server, "/?period=DAY&from=2025-01-31&to=9999-12-31");
  await listed("Of today");
  filtersAsked();
  await press("button", "Dates");
  await within(await screen.findByRole("dialog")).findByText(/Days begin in UTC/);
  await press("button", "Today");
  await addressed(`from=${today}&to=${today}`);
  await listed("Of today");
  await gestures.keyboard("{Escape}");
  await press("button", "Statistics");
  await waitFor(() => expect(document.querySelector("dl dd")?.textContent).toBe("1"));
  expect(filtersAsked()).toEqual([
    { createdAt: { gte: `${today}T00:00:00.000Z`, lt: `${tomorrow}T00:00:00.000Z` } },
  ]);
});

test("views are saved by name for their user, wherever they sign in", async () => {
  server.tasks.alice = [newTask("Kept")];
  await open(server, "/?period=DAY&status=PENDING&search=kept&order=cost.asc");
  await listed("Kept");
  const views = await screen.findByRole("button", { name: "Saved views" });
  views.focus();
  await gestures.keyboard("{Enter}");
  await gestures.click(await screen.findByLabelText("Name for these filters"));
  // A name stays in the field if its saving is not answered, and a retry saves it once.
  let isLost = true;
  server.after = ({ operationName }) => {
    if (isLost && operationName === "SaveView") throw new TypeError("Failed to fetch");
  };
  await gestures.keyboard("Waiting for me{Enter}");
  await screen.findByText("The server cannot be reached.");
  isLost = false;
  await gestures.keyboard("{Enter}");
  await screen.findByRole("button", { name: "Waiting for me" });
  await press("button", "Rename or move: Waiting for me");
  await gestures.clear(await screen.findByLabelText("New name"));
  await gestures.keyboard("等待{Enter}");
  const view = await screen.findByRole("button", { name: "等待" });
  // The name that it had is free for another.
  await gestures.click(await screen.findByLabelText("Name for these filters"));
  await gestures.keyboard("Waiting for me{Enter}");
  await press("button", /^Delete.*Waiting for me/);
  await waitFor(() => expect(server.views.alice?.map(({ name }) => name)).toEqual(["等待"]));
  expect(view.getAttribute("aria-current")).toBe("true");
  await gestures.keyboard("{Escape}");
  await focused(() => views);
  const where = { status: ["PENDING"], search: "kept" };
  expect(server.views.alice).toMatchObject([
    { name: "等待", where, orderBy: { field: "COST", direction: "ASC" } },
  ]);

  localStorage.clear();
  await open(server, "/?period=DAY&status=FAILED&type=IMAGE_EDIT");
  await screen.findByText("No task matches");
  await press("button", "Saved views");
  await gestures.click(await screen.findByLabelText("Name for these filters"));
  await gestures.keyboard("等待{Enter}");
  await screen.findByText("“等待” now has these filters.");
  expect(server.views.alice).toMatchObject([{ where: { status: ["FAILED"], taskType: ["IMAGE_EDIT"] } }]);
  await press("button", "Undo");
  await waitFor(() => expect(server.views.alice).toMatchObject([{ where, orderBy: { field: "COST" } }]));
  await press("button", "Saved views");
  await press("button", "等待");
  await listed("Kept");
  await addressed(/\?period=DAY&status=PENDING&search=kept&order=cost.asc$/);
  history.back();
  await screen.findByText("No task matches");

  follow(newToken("bob"));
  await press("button", "Switch user");
  await press("button", "Saved views");
  await screen.findByText(/^No views yet/);
  follow(newToken("alice"));
  await press("button", "Switch user");
  await press("button", "Saved views");
  await press("button", "Delete view: 等待");
  await screen.findByText(/^No views yet/);
});

const view = (name: string, where: object, order = "CREATED_AT") => ({
  ...{ id: crypto.randomUUID(), name, where: where as TaskFilter },
  orderBy: { field: order, direction: "DESC" },
});
const viewNames = () =>
  within(screen.getByRole("dialog"))
    .getAllByRole("listitem")
    .map((item) => item.textContent);

test("views are moved, have different names, and one of another program is marked", async () => {
  server.views.alice = [
    view("First", { labels: ["fox"] }),
    view("Second", { createdAt: { gte: "2025-01-31T00:00:00Z" }, status: ["PENDING", "FAILED"] }),
    view("Third", { metadata: [{ key: "job", value: "1" }] }),
    view("Fourth", {}, "UPDATED_AT"),
  ];
  await open(server, "/?status=PENDING&status=FAILED&from=2025-01-31");
  await press("button", "Saved views");
  const second = await screen.findByRole("button", { name: "Second" });
  expect(second.getAttribute("aria-current")).toBe("true");
  const elsewhere = "This view has filters that this page does not have";
  expect(viewNames()).toEqual(["First", "Second", `Third${elsewhere}`, `Fourth${elsewhere}`]);
  await press("button", "Rename or move: First");
  const down = await screen.findByRole("button", { name: "Move down: First" });
  await gestures.click(down);
  await waitFor(() => expect(server.views.alice?.[1]?.name).toBe("First"));
  await focused(() => down);
  await press("button", "Move up: First");
  await waitFor(() => expect(server.views.alice?.[0]?.name).toBe("First"));
  await gestures.clear(screen.getByLabelText("New name"));
  await gestures.type(screen.getByLabelText("New name"), "Second{Enter}");
  await screen.findByText("There is another view called “Second”. Choose another name.");
  expect(screen.getByLabelText("New name")).toHaveProperty("value", "Second");
  expect(server.views.alice?.[0]?.name).toBe("First");
});

test("views stored in the browser are imported once, whatever fails", async () => {
  const key = "task-record.views.alice";
  const kept = [
    { name: "Failed", filters: "status=FAILED&from=2025-01-31&to=2025-02-01" },
    { name: "Foxes", filters: "search=fox" },
    { name: "Hens", filters: "search=hen" },
  ];
  localStorage.setItem(key, JSON.stringify([...kept, { name: 1 }]));
  server.views.alice = [view("Foxes", { search: "wolf" }), view("Hens", { search: "hen" })];
  let saved = 0;
  server.after = ({ operationName }) => {
    // The server saves the first view, but its answer is lost.
    if (operationName === "SaveView" && saved++ === 0) throw new TypeError("Failed to fetch");
  };
  await open(server);
  await waitFor(() => expect(server.views.alice).toHaveLength(3));
  expect(JSON.parse(localStorage.getItem(key) ?? "[]")).toHaveLength(4);
  await open(server);
  await waitFor(() => expect(localStorage.getItem(key)).toBeNull());
  const createdAt = { gte: "2025-01-31T00:00:00.000Z", lt: "2025-02-02T00:00:00.000Z" };
  expect(server.views.alice?.map(({ name, where }) => [name, where])).toEqual([
    ["Foxes", { search: "wolf" }],
    ["Hens", { search: "hen" }],
    ["Failed", { status: ["FAILED"], createdAt }],
    ["Foxes (2)", { search: "fox" }],
  ]);
  await press("button", "Saved views");
  await press("button", "Failed");
  await addressed("status=FAILED&from=2025-01-31&to=2025-02-01");
});

test("on a phone, filters are in a sheet", async () => {
  server.tasks.alice = [
    newTask("With none"),
    ...["other", "model-b", "model-b", "model-a"].map((one) => newTask(`With ${one}`, { modelVersion: one })),
  ];
  await open(server, "/", { narrow: true });
  await counted("article", 5);
  await press("button", "Filters");
  await press("checkbox", "Waiting");
  const sheet = within(await screen.findByRole("dialog"));
  const models = () => within(sheet.getByRole("group", { name: "Model" })).getAllByRole("checkbox");
  await sheet.findByRole("checkbox", { name: /^model-b ?2$/ });
  expect(models()).toHaveLength(2);
  expect(models()[0]).toBe(sheet.getByRole("checkbox", { name: /^model-b ?2$/ }));
  const find = sheet.getByLabelText("Find a model");
  await gestures.type(find, "EL-A");
  expect(models()[0]).toBe(sheet.getByRole("checkbox", { name: /^model-a ?1$/ }));
  await press("checkbox", /^model-a ?1$/);
  await gestures.clear(find);
  await gestures.type(find, "another");
  await press("checkbox", "another");
  await press("button", "Show the tasks");
  await counted("[role=dialog]", 0);
  await listed("With model-a");
  await addressed(/model=model-a&model=another/);
  await press("button", "Filters 3");
  await gestures.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Clear all" }));
  await counted("article", 5);
});

test("labels that could not be read do not look like no labels", async () => {
  await open(server);
  await screen.findByText("No tasks yet");
  connect(server, false);
  await press("button", "Label");
  const said = () => document.querySelector("[role=dialog]")?.textContent;
  await waitFor(() => expect(said()).toContain("The server cannot be reached."));
  expect(said()).not.toContain("No labels yet");
  connect(server, true);
  await waitFor(() => expect(said()).toContain("No labels yet"));
});
