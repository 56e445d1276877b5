import { readFileSync } from "node:fs";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { Refused, TaskRecordError } from "@task-record/client";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type Language, loadMessages } from "../i18n/messages";
import { TranslationProvider } from "../i18n/Translation";
import { useErrorText } from "./useErrorText";

function ErrorText({ error }: { error: unknown }) {
  return useErrorText()(error);
}

function ExportErrorText({ error }: { error: unknown }) {
  return useErrorText({ TOO_LARGE: "export.tooManyImages" })(error);
}

async function textOf(error: unknown, language: Language = "en", Text = ErrorText): Promise<string> {
  const messages = await loadMessages(language);
  return renderToStaticMarkup(
    <TranslationProvider initial={{ language, messages }}>
      <Text error={error} />
    </TranslationProvider>,
  );
}

/** All codes that the API defines. */
const codes = Object.keys(JSON.parse(readFileSync("../clients/error_codes.json", "utf8")));

const combined = (message: string, extensions?: Record<string, unknown>) =>
  new CombinedGraphQLErrors({ errors: [{ message, ...(extensions && { extensions }) }] });

test("a refusal is named by its code, in the reader's language", async () => {
  const refused = new Refused({ code: "QUOTA_EXCEEDED", message: "Quota", field: null });
  expect(await textOf(refused)).toContain("This month");
  expect(await textOf(refused, "zh-CN")).toContain("本月");
});

test("an invalid input has the server's explanation", async () => {
  const refused = new Refused({ code: "INVALID", message: "prompt is too long", field: ["prompt"] });
  expect(await textOf(refused, "zh-CN")).toBe("填写的内容不符合要求：prompt is too long");
});

test("the API's codes are found in both kinds of errors", () => expect(codes).toContain("RATE_LIMITED"));

test.each(codes)("%s has a text in the reader's language, for both clients", async (code) => {
  const more = { requestId: "4f2a" };
  for (const error of [
    combined("In English", { code, ...more }),
    new TaskRecordError(code, "In English", more),
  ]) {
    expect(await textOf(error)).not.toContain("The server refuses");
    const text = (await textOf(error, "zh-CN")).replace(code === "INVALID" ? "In English" : "", "");
    expect(text).toMatch(/[一-鿿]{4}/);
    expect(text).not.toContain("English");
  }
});

test.each([
  ["FORBIDDEN", "你没有权限执行此操作。"],
  ["INTERNAL_SERVER_ERROR", "服务器出了点问题（4f2a）。"],
  ["UNAVAILABLE", "服务器暂时无法读写数据，请稍后再试。"],
  ["GRAPHQL_VALIDATION_FAILED", "服务器无法处理这个请求，请刷新页面后重试。"],
])("%s is said to be what it is", async (code, expected) =>
  expect(await textOf(combined("In English", { code, requestId: "4f2a" }), "zh-CN")).toBe(expected),
);

test("a code means what it does where it happens", async () => {
  const refused = new Refused({ code: "TOO_LARGE", message: "There are 70,000 images", field: null });
  expect(await textOf(refused, "zh-CN", ExportErrorText)).toContain("请用筛选分几次导出");
});

test("a rate limit says how long to wait, a second when the server does not", async () => {
  const limited = (extensions: object) => combined("Slow down", { code: "RATE_LIMITED", ...extensions });
  expect(await textOf(limited({ retryAfter: 17 }))).toBe("Too many requests. Try again in 17 seconds.");
  expect(await textOf(limited({}))).toBe("Too many requests. Try again in 1 seconds.");
});

test("an invalid answer is an unknown error", async () =>
  expect(await textOf(new TaskRecordError("UNEXPECTED_ANSWER", "<html>"))).toBe("Something went wrong."));

test("other errors of the API have its own message", async () => {
  expect(await textOf(combined("Unknown cursor"))).toBe("The server refuses this: Unknown cursor");
  expect(await textOf(new TaskRecordError("OF_TOMORROW", "A new one"), "zh-CN")).toBe(
    "服务器拒绝了请求：A new one",
  );
});

test("an upload that failed says what storage answered", async () => {
  expect(await textOf(new TaskRecordError("UPLOAD_REFUSED", "", { details: { status: 403 } }))).toBe(
    "The upload failed (403).",
  );
});

test("a failed connection is a TypeError in browsers", async () => {
  for (const error of [new TypeError("Failed to fetch"), new TaskRecordError("NO_ANSWER", "502")])
    expect(await textOf(error)).toBe("The server cannot be reached.");
});

test.each([[new Error("secret detail")], ["thrown text"], [undefined], [null]])(
  "of %j the reader hears only that it went wrong",
  async (error) => expect(await textOf(error)).toBe("Something went wrong."),
);
