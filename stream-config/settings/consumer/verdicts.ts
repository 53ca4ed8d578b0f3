import { replacement, safe } from "../verdict";

/** What the server never changes of a consumer. */
export const replaced = replacement(
  "it is deleted and created again: its position is lost, and it begins where startFrom says",
);

/** What most changes of a consumer do to where it is. */
export const kept = safe("its position and its messages in flight stay");
