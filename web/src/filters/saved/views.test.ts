import { expect, test } from "vitest";
import { filtersOf, maxViews, type View, withView } from "./views";

const view = (name: string, filters = "status=FAILED"): View => ({ name, filters });

test("the filters of an address are kept, and nothing else of it", () => {
  const address = new URLSearchParams("period=DAY&to=2025-01-31&search=fox&status=FAILED&from=2025-01-01");
  expect(filtersOf(address)).toBe("status=FAILED&search=fox&from=2025-01-01&to=2025-01-31");
  expect(filtersOf(new URLSearchParams("period=DAY&status=NO"))).toBe("");
});

test("views stand in the order of their names, and one takes the place of another of its name", () => {
  expect(withView([view("b"), view("c")], view("a"))).toEqual([view("a"), view("b"), view("c")]);
  expect(withView([view("a"), view("b")], view("a", "search=x"))).toEqual([view("a", "search=x"), view("b")]);
});

test("no more are kept than may be, nor longer ones", () => {
  const views = Array.from({ length: maxViews }, (_, number) => view(`view ${number}`));
  expect(withView(views, view("one more"))).toBe(views);
  expect(withView(views, view("view 3", "search=x"))).toContainEqual(view("view 3", "search=x"));
  expect(withView([], view("x".repeat(41)))).toEqual([]);
  expect(withView([], view(""))).toEqual([]);
  expect(withView([], view("much", "x".repeat(4001)))).toEqual([]);
});
