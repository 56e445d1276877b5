import { test } from "vitest";
import { expectSameWords } from "../i18n/expectSameWords";
import { words } from "./words";

test("both languages say everything", () => expectSameWords(words.en, words["zh-CN"]));
