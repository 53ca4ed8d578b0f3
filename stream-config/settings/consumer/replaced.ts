import { replacement } from "../verdict";

/** What the server never changes of a consumer. */
export const replaced = replacement(
  "it is deleted and created again: its position is lost, and it begins where startFrom says",
);
