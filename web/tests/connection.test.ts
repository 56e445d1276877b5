import { screen } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import { connect, gestures, listed, open, press } from "./support/page";
import { newTask } from "./support/records";
import { newToken, Server } from "./support/server";

let server: Server;

beforeEach(() => {
  server = new Server();
});

test("failed queries are repeated when the page is back online", async () => {
  server.tasks.alice = [newTask("A fox")];
  await open(server);
  await screen.findByText("1 in all");
  const search = await screen.findByLabelText("Search in prompts");
  connect(server, false);
  await gestures.type(search, "fox");
  await screen.findByText("The tasks could not be loaded");
  connect(server, true);
  await listed("A fox");
  await screen.findByText("1 in all");
});

test("an error comes with a retry", async () => {
  server.connecting = () => new Promise(() => undefined); // a connection would make the page retry by itself
  server.isReachable = false;
  await open(server);
  await screen.findByText("The tasks could not be loaded");
  expect(
    screen
      .getAllByRole("alert")
      .map((one) => one.textContent)
      .join(),
  ).toContain("could not be loaded");
  server.isReachable = true;
  await press("button", "Try again");
  await screen.findByText("No tasks yet");
});

test("it retries by itself once it is online again", async () => {
  server.tasks.alice = [newTask("Kept")];
  server.connecting = () => new Promise(() => undefined);
  server.isReachable = false;
  await open(server, "/", { user: null });
  await gestures.type(await screen.findByLabelText("Access token"), newToken("alice"));
  await press("button", "Sign in");
  await screen.findByText("The tasks could not be loaded");
  connect(server, false);
  await screen.findByText(/You are offline/);
  expect(document.querySelector("article")).toBeNull();
  connect(server, true);
  await listed("Kept");
  expect(screen.queryByText("The tasks could not be loaded")).toBeNull();
});
