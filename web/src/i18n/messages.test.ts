import { test } from "vitest";
import { expectSameWords } from "./expectSameWords";
import { loadMessages } from "./messages";

test("both languages say everything", async () =>
  expectSameWords(await loadMessages("en"), await loadMessages("zh-CN")));
