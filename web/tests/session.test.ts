import { screen, waitFor, within } from "@testing-library/dom";
import { expect, test } from "vitest";
import { counted, focused, follow, gestures, listed, open, press, reload } from "./support/page";
import { newTask } from "./support/records";
import { newToken, Server } from "./support/server";

/** A server with a task of alice's and one of bob's. */
function newServer(): Server {
  const server = new Server();
  server.tasks = { alice: [newTask("Of alice")], bob: [newTask("Of bob")] };
  return server;
}

const nobody = { user: null };

async function paste(token: string): Promise<void> {
  await gestures.type(await screen.findByLabelText("Access token"), token);
  await press("button", "Sign in");
}

test("a user signs in with a pasted token, and out again", async () => {
  const server = new Server();
  await open(server, "/", nobody);
  for (const token of ["not a token", newToken("alice", -60)]) {
    await paste(token);
    await screen.findByText(/^Your session has expired/);
    await waitFor(() => expect(screen.getByLabelText("Access token")).toHaveProperty("value", ""));
  }
  await paste(newToken("alice"));
  await screen.findByText("No tasks yet");
  await press("button", "User menu");
  await press("button", "Sign out");
  await waitFor(() => expect(screen.queryByText("No tasks yet")).toBeNull());
  screen.getByLabelText("Access token");
});

test.each([
  ["en", "You are signed in as alice. The link that you have opened is for bob."],
  ["zh-CN", "你当前以 alice 的身份登录，而打开的链接属于 bob。"],
] as const)(
  "a link for another user asks before it replaces the signed-in user, in %s",
  async (language, description) => {
    const server = newServer();
    await open(server, "/", { language });
    await listed("Of alice");
    follow(newToken("bob"));
    const question = await screen.findByRole("alertdialog", { description });
    await focused(() => within(question).getAllByRole("button")[0]);
    await gestures.keyboard("{Escape}");
    await counted("[role=alertdialog]", 0);
    await reload(server, language);
    await listed("Of alice");

    await open(server, `/#token=${newToken("bob")}`, { ...nobody, language });
    await screen.findByRole("alertdialog", { description });
    await gestures.tab();
    await gestures.keyboard("{Enter}");
    await listed("Of bob");
    await counted("[role=alertdialog]", 0);
    expect(location.href).not.toContain("token");
  },
);

test("a link does not ask if no other user is signed in", async () => {
  await open(newServer(), "/", nobody);
  for (const token of [newToken("alice", -60), newToken("alice"), newToken("alice")]) follow(token);
  await listed("Of alice");
  await counted("[role=alertdialog]", 0);
});

test("a link works while the page waits for its user", async () => {
  await open(newServer(), "/", nobody);
  follow(newToken("alice", -60));
  await screen.findByText(/^Your session has expired/);
  follow(newToken("alice"));
  await listed("Of alice");
});

test("a link replaces an expired session", async () => {
  sessionStorage["task-record.token"] = newToken("bob", -60);
  await open(newServer());
  await listed("Of alice");
  await counted("[role=alertdialog]", 0);
});

test("a product that frames the page gives the tokens", async () => {
  window.taskRecordToken = async () => newToken("alice");
  await open(newServer(), "/", nobody);
  await listed("Of alice");
  delete window.taskRecordToken;
});

test("the product is asked for another token when one has expired, without a message to the reader", async () => {
  const server = newServer();
  server.connecting = () => new Promise(() => undefined); // a connection would make the page ask again by itself
  window.taskRecordToken = async () => newToken("alice", server.refused.length === 0 ? -60 : 3600);
  await open(server, "/", nobody);
  await listed("Of alice");
  expect(screen.queryByRole("alert")).toBeNull();
  expect(server.refused).not.toEqual([]);
  expect(server.refused).toEqual([...new Set(server.refused)]);
  delete window.taskRecordToken;
});
