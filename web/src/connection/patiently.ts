import { refusalIn } from "./useErrorText";

/** Asks again what the server refuses because it is too much in a short time, as soon as it may be asked. */
export async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const { code, retryAfter } = refusalIn(error)?.extensions ?? {};
      if (code !== "RATE_LIMITED") throw error;
      await new Promise((resolve) => setTimeout(resolve, Number(retryAfter ?? 1) * 1000));
    }
  }
}
