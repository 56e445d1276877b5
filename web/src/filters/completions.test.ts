import { expect, test } from "vitest";
import { completions } from "./completions";

const models = ["flux-1.1-pro", "gpt image"];
const codes = ["timeout", "deadline"];

test.each([
  ["", []],
  ["fox", []],
  ["mod", ["model:flux-1.1-pro", 'model:"gpt image"']],
  ["a fox model:F", ["a fox model:flux-1.1-pro"]],
  ["fox -err", ["fox -error:timeout", "fox -error:deadline"]],
  ["error:timeout", []],
])("%j may become %j", (text, expected) => expect(completions(text, models, codes)).toEqual(expected));

test("the number of completions is limited", () => {
  const many = Array.from({ length: 40 }, (_, number) => `model-${number}`);
  expect(completions("model:", many, codes)).toHaveLength(12);
});
