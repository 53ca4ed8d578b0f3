import { consume, deposit, replay } from "../acl/grants";
import type { UserDefinition } from "../acl/user";
import { deadLetters } from "../consumers/dead-letters";
import { authEvents, authEventsDlq, authEventsReplay } from "../streams";

/** Copies what consumers gave up to the dead letters: reads the messages, and can write nowhere else. */
export const deadLettersUser = {
  name: "dead-letters",
  grants: [consume(deadLetters), replay(authEvents), replay(authEventsReplay), deposit(authEventsDlq)],
} as const satisfies UserDefinition;
