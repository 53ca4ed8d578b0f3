import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../lib/errors";

/** What is waited for, as it reads in the error: "etcd to answer". */
export interface Waiting {
  readonly what: string;
  readonly fix: string;
  readonly log?: string;
  readonly seconds?: number;
}

/** Asks `check` every 200 ms until it says yes. An error in `check` counts as no. Throws UserError after the time. */
export async function waitFor(check: () => Promise<boolean>, waiting: Waiting): Promise<void> {
  const seconds = waiting.seconds ?? 60;
  const deadline = Date.now() + seconds * 1000;
  let last = "";
  while (Date.now() < deadline) {
    try {
      if (await check()) return;
    } catch (error) {
      if (error instanceof UserError) throw error;
      last = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    await sleep(200);
  }
  throw new UserError(`Waited ${seconds} s for ${waiting.what}${last}`, waiting.fix, waiting.log);
}
