import { test } from "vitest";
import { expectSameWords } from "../../i18n/expectSameWords";
import { labelWords } from "./useLabelWords";

test("both languages say everything", () => expectSameWords(labelWords.en, labelWords["zh-CN"]));
