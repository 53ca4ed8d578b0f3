import { Type } from "typebox";
import { plain as same } from "../codec";
import { namePattern } from "../names";
import { field } from "../place";
import { remarks } from "../remarks";
import { always, type Rule } from "../rules";
import { required, setting, usually } from "../setting";
import { list, plain } from "../value";
import { replacement } from "../verdict";
import { changeOfFilters, filterFields } from "./filters";
import { replaced } from "./replaced";
import { startCodec, startFields, startPattern } from "./start";

const subjects = { schema: Type.String({ minLength: 1 }), codec: same };

/** The server never moves a consumer: a new one begins elsewhere. */
const changeOfStart: Rule<string> = {
  ways: {
    all: replacement(
      "it is deleted and created again, and gets every stored message once more: its clients do all of that work twice",
      { todo: "see that its clients can be given a message again, then acknowledge the change" },
    ),
    new: replacement(
      "it is deleted and created again, and begins with the next message: what is stored and waits for it is skipped for good",
      { todo: "let its clients work off what waits first, then acknowledge the change" },
    ),
    elsewhere: ({ to }: { readonly to: string }) =>
      replacement(
        `it is deleted and created again, and begins with ${to}: what lies before is skipped, what it had behind that comes again`,
      ),
  },
  wayOf: ({ to = "" }) => (to === "all" || to === "new" ? to : "elsewhere"),
};

/** What a consumer is called, which messages it gets, and where it begins. */
export const contents = {
  stream: setting({
    api: { kind: "subject" },
    value: plain({ minLength: 1, description: "Name of its stream" }),
    absent: required,
    change: always(replaced),
    samples: ["orders", "returns"],
  }),
  name: setting({
    api: field("durable_name"),
    value: plain({ pattern: namePattern, description: "Its durable name" }),
    absent: required,
    change: always(replaced),
    samples: ["billing", "accounts"],
  }),
  ...remarks,
  filterSubjects: setting({
    api: filterFields,
    value: list(subjects, { description: "Subjects that it gets. Default all." }),
    absent: usually([]),
    change: changeOfFilters,
    samples: [["orders.paid"], ["orders.*"]],
  }),
  startFrom: setting({
    api: startFields,
    value: {
      kind: "plain",
      schema: Type.String({
        pattern: startPattern,
        description:
          'Begin with "all", "new", "last", "last per subject", "sequence 1042" or "time 2026-01-31T12:00:00Z". Default all.',
      }),
      codec: startCodec,
    },
    absent: usually("all"),
    change: changeOfStart,
    samples: ["all", "sequence 1042"],
  }),
};
