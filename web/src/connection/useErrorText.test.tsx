import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type Language, loadMessages } from "../i18n/messages";
import { TranslationProvider } from "../i18n/Translation";
import { Refused, UploadFailed } from "../service/errors";
import { RequestFailed } from "../service/request";
import { useErrorText } from "./useErrorText";

function ErrorText({ error }: { error: unknown }) {
  return useErrorText()(error);
}

async function textOf(error: unknown, language: Language = "en"): Promise<string> {
  const messages = await loadMessages(language);
  return renderToStaticMarkup(
    <TranslationProvider initial={{ language, messages }}>
      <ErrorText error={error} />
    </TranslationProvider>,
  );
}

const combined = (message: string, extensions?: Record<string, unknown>) =>
  new CombinedGraphQLErrors({ errors: [{ message, ...(extensions && { extensions }) }] });

const answered = (bodyText: string) =>
  new ServerError("Response not successful", { response: new Response(bodyText, { status: 429 }), bodyText });

test("a refusal is told by its code, in the reader's language", async () => {
  const refused = new Refused({ code: "QUOTA_EXCEEDED", message: "Quota", field: null });
  expect(await textOf(refused)).toContain("This month");
  expect(await textOf(refused, "zh-CN")).toContain("本月");
});

test("what is invalid is told as the server says it, which knows the field", async () => {
  const refused = new Refused({ code: "INVALID", message: "prompt is too long", field: ["prompt"] });
  expect(await textOf(refused, "zh-CN")).toBe("服务器拒绝了请求：prompt is too long");
});

test.each([
  ["FORBIDDEN", "你没有权限执行此操作。"],
  ["QUERY_TOO_COSTLY", "一次请求的内容过多，请缩小范围，例如使用筛选。"],
  ["INTERNAL_SERVER_ERROR", "服务器出了点问题（4f2a）。"],
  ["UNAVAILABLE", "暂时无法读取任务，请稍后再试。"],
])("%s is told in the reader's language, whoever asked", async (code, expected) => {
  const extensions = { code, requestId: "4f2a" };
  expect(await textOf(combined("In English", extensions), "zh-CN")).toBe(expected);
  expect(await textOf(new RequestFailed("In English", extensions), "zh-CN")).toBe(expected);
});

test("a rate limit says how long to wait, a second when the server does not", async () => {
  const limited = (extensions: object) => combined("Slow down", { code: "RATE_LIMITED", ...extensions });
  expect(await textOf(limited({ retryAfter: 17 }))).toBe("Too many requests. Try again in 17 seconds.");
  expect(await textOf(limited({}))).toBe("Too many requests. Try again in 1 seconds.");
});

test("an answer of another status is read for the errors in it", async () => {
  const limited = { message: "Slow down", extensions: { code: "RATE_LIMITED", retryAfter: 3 } };
  expect(await textOf(answered(JSON.stringify({ errors: [limited] })))).toContain("3 seconds");
});

test.each([["<html>Bad gateway</html>"], ["{}"], ["null"], [""], ['{"errors": []}']])(
  "an answer that is none, %j, is something that went wrong",
  async (body) => {
    expect(await textOf(answered(body))).toBe("Something went wrong.");
  },
);

test("other errors of the API are told in its words", async () => {
  expect(await textOf(combined("Unknown cursor"))).toBe("The server refuses this: Unknown cursor");
  expect(await textOf(new RequestFailed("Unknown cursor", { code: "BAD_USER_INPUT" }))).toBe(
    "The server refuses this: Unknown cursor",
  );
});

test("an upload that failed says what storage answered", async () => {
  expect(await textOf(new UploadFailed(403))).toBe("The upload failed (403).");
});

test("browsers tell a failed connection as a TypeError", async () => {
  expect(await textOf(new TypeError("Failed to fetch"))).toBe("The server cannot be reached.");
});

test.each([[new Error("secret detail")], ["thrown text"], [undefined], [null]])(
  "of %j the reader hears only that it went wrong",
  async (error) => expect(await textOf(error)).toBe("Something went wrong."),
);
