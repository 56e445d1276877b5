import { test } from "vitest";
import { expectSameWords } from "../../../i18n/expectSameWords";
import english from "./en";
import chinese from "./zh-CN";

test("both languages say everything", () => expectSameWords(english, chinese));
