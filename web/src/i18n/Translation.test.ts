import { expect, test } from "vitest";
import { filled } from "./Translation";

test.each([
  [1, "1 task is here"],
  ["1", "1 task is here"],
  [0, "0 tasks are here"],
  ["1,001", "1,001 tasks are here"],
  ["1+", "1+ tasks are here"],
])("with %j, the words are those of its number", (count, text) => {
  expect(filled("{count} {count|task is|tasks are} here", { count })).toBe(text);
});

test("the placeholder of a missing value stays", () => expect(filled("{name}")).toBe("{name}"));
