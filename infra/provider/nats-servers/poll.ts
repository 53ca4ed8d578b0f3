import { setTimeout as sleep } from "node:timers/promises";

/** Asks until the answer fits, or until so many milliseconds are over, and returns the last answer. */
export async function poll<Answer>(
  patience: number | ((answer: Answer) => number),
  ask: () => Promise<Answer>,
  fits: (answer: Answer) => boolean,
): Promise<Answer> {
  const began = Date.now();
  for (;;) {
    const answer = await ask();
    const limit = typeof patience === "number" ? patience : patience(answer);
    if (fits(answer) || Date.now() > began + limit) return answer;
    await sleep(250);
  }
}
