import { type Static, Type } from "typebox";
import { events } from "../../stream-config";
import type { StoredMessage } from "../consumer/src/stored";

const subjects = events.map(({ subject }) => subject);

/** Schema of which stored events are to be replayed; all that is said has to hold. */
export const selectionSchema = Type.Object(
  {
    from: Type.Optional(
      Type.String({ format: "date-time", description: "Stored at this time or later, RFC 3339" }),
    ),
    until: Type.Optional(Type.String({ format: "date-time", description: "Stored before this time" })),
    type: Type.Optional(Type.Enum(subjects, { description: "Of this type" })),
    user: Type.Optional(Type.String({ format: "uuid", description: "About this user" })),
    first: Type.Optional(Type.Integer({ minimum: 1, description: "With this sequence or a higher one" })),
    last: Type.Optional(Type.Integer({ minimum: 1, description: "With this sequence or a lower one" })),
  },
  { additionalProperties: false },
);

/** Which stored events are to be replayed. */
export type Selection = Readonly<Static<typeof selectionSchema>>;

/** Whether neither this message nor any after it can be selected. */
export function isPast({ until, last }: Selection, { sequence, time }: StoredMessage): boolean {
  return (
    (last !== undefined && sequence > last) || (until !== undefined && Date.parse(time) >= Date.parse(until))
  );
}

/** Whether the message is selected, its type and where it is apart. */
export function isSelected({ from, user, first = 1 }: Selection, message: StoredMessage): boolean {
  if (message.sequence < first) return false;
  if (from !== undefined && Date.parse(message.time) < Date.parse(from)) return false;
  return user === undefined || userOf(message) === user;
}

function userOf({ body }: StoredMessage): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString()).data.userId;
  } catch {
    return undefined;
  }
}
