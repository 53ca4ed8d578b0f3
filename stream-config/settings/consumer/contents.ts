import { Type } from "typebox";
import { plain as same } from "../codec";
import { namePattern } from "../names";
import { field } from "../place";
import { remarks } from "../remarks";
import { always } from "../rules";
import { required, setting, usually } from "../setting";
import { list, plain } from "../value";
import { safe } from "../verdict";
import { filterFields } from "./filters";
import { startCodec, startFields, startPattern } from "./start";
import { replaced } from "./verdicts";

const subjects = { schema: Type.String({ minLength: 1 }), codec: same };

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
    change: always(safe("its position stays: messages that were skipped before it are not delivered later")),
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
    change: always(replaced),
    samples: ["all", "sequence 1042"],
  }),
};
