import { field } from "./place";
import { always } from "./rules";
import { setting, unset } from "./setting";
import { notes, text } from "./value";
import { safe } from "./verdict";

const remark = always(safe("it is a note, which the servers make no use of"));

/** What people write about a stream or a consumer, which the server makes no use of. */
export const remarks = {
  description: setting({
    api: field("description"),
    value: text("What it is for", { maxLength: 4096 }),
    absent: unset,
    change: remark,
    samples: ["one", "two"],
  }),
  metadata: setting({
    api: field("metadata"),
    value: notes("Notes of your own, by name"),
    absent: unset,
    change: remark,
    samples: [{ owner: "one" }, { owner: "two" }],
  }),
};
