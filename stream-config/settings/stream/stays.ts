import { safe } from "../verdict";

/** What most changes of a stream do to what it holds. */
export const stays = safe("stored messages stay");
