import type { UserDefinition } from "../acl/user";
import { consume } from "../acl/verbs/consume";
import { deposit } from "../acl/verbs/deposit";
import { replay } from "../acl/verbs/replay";
import { deadLetters } from "../consumers/dead-letters";
import { authEvents, authEventsDlq, authEventsReplay } from "../streams";

/** Copies what consumers gave up to the dead letters: reads the messages, and can write nowhere else. */
export const deadLettersUser = {
  name: "dead-letters",
  grants: [consume(deadLetters), replay(authEvents), replay(authEventsReplay), deposit(authEventsDlq)],
} as const satisfies UserDefinition;
