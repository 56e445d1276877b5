import { waitFor } from "@testing-library/dom";
import { expect, test } from "vitest";
import { counted, open, press } from "./support/page";
import { pageOf } from "./support/pageOf";
import { Server } from "./support/server";

test("further users are added below", async () => {
  const users = Array.from({ length: 101 }, (_, place) => ({
    userId: `00000000-0000-4000-8000-${String(place).padStart(12, "0")}`,
    totalTasks: 200 - place,
    failedTasks: 0,
    totalCost: "0",
    totalTokensUsed: 0,
    totalCreditsDeducted: 0,
    storageUsed: 0,
    lastTaskAt: null,
    credits: null,
  }));
  const server = new Server();
  server.admin = {
    users: (paging: object) => pageOf(users, (user) => String(user.totalTasks), paging),
    failures: [],
  };
  const row = (place: number) =>
    document.querySelectorAll("table[aria-label=Users] tbody tr")[place]?.textContent;
  const rowsAre = (count: number) => counted("tbody tr", count);
  await open(server, "/admin/users?order=TASKS");
  await rowsAre(50);
  const [first, last] = [row(0), row(49)];
  await press("button", "Show more");
  await rowsAre(100);
  expect([row(0), row(49)]).toEqual([first, last]);
  await press("link", "Failures");
  await rowsAre(0);
  history.back();
  await rowsAre(100);
  const links = [...document.querySelectorAll("tbody a")].map((one) => one.textContent);
  expect(new Set(links).size).toBe(100);
  await waitFor(() => expect(links[0]).toBe(users[0]?.userId));
});
