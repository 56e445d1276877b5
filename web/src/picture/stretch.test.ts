import { expect, test } from "vitest";
import { edge, extended, type Page, pageSize, type Stretch, shortened } from "./stretch";

const tasks = (from: number, to: number): Page["tasks"] =>
  Array.from({ length: to - from }, (_, index) => ({
    id: `task ${from + index}`,
    cursor: `at ${from + index}`,
  }));

/** The 500th of 1000 tasks. */
const opened: Stretch = {
  pages: [{ from: null, tasks: tasks(500, 501) }],
  more: { before: 500, after: 499 },
};

const total = ({ pages, more }: Stretch) =>
  more.before + pages.flatMap((page) => page.tasks).length + more.after;

function walked(stretch: Stretch, from: number, to: number): Stretch {
  let current = stretch;
  for (let place = from; place < to; place += pageSize)
    current = extended(current, "after", `at ${place - 1}`, tasks(place, place + pageSize));
  return current;
}

test("it grows in both directions with the same total", () => {
  const grown = extended(
    extended(opened, "before", "at 500", tasks(480, 500)),
    "after",
    "at 500",
    tasks(501, 521),
  );
  expect(grown.more).toEqual({ before: 480, after: 479 });
  expect([edge(grown, "before"), edge(grown, "after")]).toEqual(["at 480", "at 520"]);
  expect(total(grown)).toBe(1000);
});

test("fewer than were asked for are the last", () => {
  expect(extended(opened, "after", "at 500", tasks(501, 505)).more.after).toBe(0);
  expect(extended(opened, "after", "at 500", [])).toEqual({ ...opened, more: { before: 500, after: 0 } });
});

test("an answer for an old edge is dropped", () => {
  expect(extended(opened, "after", "at 499", tasks(500, 520))).toBe(opened);
});

test("far pages are dropped, and their tasks counted, except deleted ones", () => {
  const far = walked(opened, 501, 901);
  const { stretch, dropped } = shortened(far, "task 890", new Set(["task 502", "task 889"]));
  expect(stretch.pages.length).toBe(3);
  expect(stretch.more).toEqual({ before: 500 + 341 - 1, after: 99 });
  expect(total(stretch)).toBe(1000 - 1);
  expect(dropped.length + stretch.pages.length).toBe(far.pages.length);
  expect(shortened(stretch, "task 890", new Set()).stretch).toBe(stretch);
});
