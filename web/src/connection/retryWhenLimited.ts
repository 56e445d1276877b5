import { refusalIn } from "./useErrorText";

/** Sends a request. If the rate limit refuses it, sends it again after the time that the server names. */
export async function retryWhenLimited<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
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
