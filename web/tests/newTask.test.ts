import { screen, waitFor, within } from "@testing-library/dom";
import { expect, test } from "vitest";
import { counted, gestures, open, press, reload } from "./support/page";
import { Server } from "./support/server";

const form = async () => within(await screen.findByRole("dialog"));
const promptIs = async (text: string) =>
  waitFor(async () =>
    expect((await form()).getByRole("textbox", { name: "Prompt" })).toHaveProperty("value", text),
  );
const ratio = () => document.querySelector("select[name=ratio]") as HTMLSelectElement;

test("a draft is stored until it is discarded", async () => {
  const server = new Server();
  await open(server);
  await press("button", "Try it");
  await gestures.type(await (await form()).findByRole("textbox", { name: "Prompt" }), "半句话");
  await gestures.selectOptions(ratio(), "3:4");
  const original = new File(["a picture"], "original.png", { type: "image/png" });
  await gestures.upload((await form()).getByLabelText("Choose images"), original);
  for (const leave of [() => gestures.keyboard("{Escape}"), () => history.back()]) {
    await leave();
    await counted("[role=dialog]", 0);
    await press("button", "Try it");
    await promptIs("半句话");
    await (await form()).findByText("original.png");
  }
  await reload(server);
  await promptIs("半句话");
  expect(ratio().value).toBe("3:4");
  await gestures.click((await form()).getByRole("button", { name: "Discard draft" }));
  await press("button", "Try it");
  await promptIs("");

  await gestures.type((await form()).getByRole("textbox", { name: "Prompt" }), "Of this session");
  await gestures.keyboard("{Escape}");
  await press("button", "User menu");
  await press("button", "Sign out");
  await screen.findByLabelText("Access token");
  expect(JSON.stringify(sessionStorage)).not.toContain("Of this session");
});
