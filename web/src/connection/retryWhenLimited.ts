import { refusalIn } from "./useErrorText";

/** Asks, and asks again after the time that the server names if it refused because of too many requests. */
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
