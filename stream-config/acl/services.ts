import type { ConsumerDefinition } from "../consumers/consumer";
import type { StreamDefinition } from "../streams/stream";
import type { Grant } from "./grants";

/**
 * A subject that the publisher's account serves to another account. `reply` "stream" lets one request have many
 * answers, as a pull has.
 */
export interface Service {
  readonly subject: string;
  readonly reply: "single" | "stream";
}

/** The JetStream API subjects behind a grant. https://docs.nats.io/reference/reference-protocols/nats_api_reference */
export function servicesOf(grant: Grant): readonly Service[] {
  switch (grant.verb) {
    case "publish":
      return single("$JS.API.INFO", `$JS.API.STREAM.INFO.${grant.stream.name}`);
    case "consume":
      return consumeServices(grant.consumer);
    case "subscribe":
      return [];
    case "replay":
      return replayServices(grant.stream);
    case "backup":
      return backupServices(grant.stream);
    case "deposit":
      return single(...grant.subjects);
    case "remove":
      return single(`$JS.API.STREAM.MSG.DELETE.${grant.stream.name}`);
    case "observe":
      return single(
        "$JS.API.INFO",
        `$JS.API.STREAM.INFO.${grant.stream.name}`,
        ...grant.consumers.map((consumer) => api("CONSUMER.INFO", consumer)),
      );
    case "manage":
      return single(
        "$JS.API.INFO",
        ...["CREATE", "UPDATE", "INFO", "DELETE"].map(
          (call) => `$JS.API.STREAM.${call}.${grant.stream.name}`,
        ),
        // Of any name: a consumer that is declared no more has to be found and deleted.
        ...["INFO", "DELETE"].map((call) => `$JS.API.CONSUMER.${call}.${grant.stream.name}.*`),
        ...grant.consumers.flatMap((consumer) => [createConsumer(consumer), api("CONSUMER.PAUSE", consumer)]),
      );
  }
}

function consumeServices(consumer: ConsumerDefinition): readonly Service[] {
  return [
    ...single(api("CONSUMER.INFO", consumer)),
    { subject: api("CONSUMER.MSG.NEXT", consumer), reply: "stream" },
    // The form that servers use today, and the one with domain and account that `js_ack_fc_v2` turns on.
    ...["$JS.ACK", "$JS.ACK.*.*"].map(
      (form) => ({ subject: `${form}.${consumer.stream}.${consumer.name}.>`, reply: "stream" }) as const,
    ),
  ];
}

/** By sequence in the request's body, or the last message of the subject in the request's own. A batch has many answers. */
function replayServices({ name, subjects }: StreamDefinition): readonly Service[] {
  const call = `$JS.API.DIRECT.GET.${name}`;
  return [call, ...subjects.map((subject) => `${call}.${subject}`)].map((subject) => ({
    subject,
    reply: "stream",
  }));
}

/** To ask for a copy and acknowledge its pieces, which come to the user's inbox; to announce one and send its pieces. */
function backupServices({ name }: StreamDefinition): readonly Service[] {
  return single(
    ...["INFO", "SNAPSHOT", "RESTORE"].map((call) => `$JS.API.STREAM.${call}.${name}`),
    `$JS.SNAPSHOT.ACK.${name}.>`,
    `$JS.SNAPSHOT.RESTORE.${name}.*`,
  );
}

/** The subject that creates or updates a consumer. It carries the filter when there is exactly one, which pins it. */
export function createConsumer(consumer: ConsumerDefinition): string {
  const [filter, ...others] = consumer.filterSubjects;
  const pinned = filter !== undefined && others.length === 0 ? `.${filter}` : "";
  return `${api("CONSUMER.CREATE", consumer)}${pinned}`;
}

function api(call: string, consumer: ConsumerDefinition): string {
  return `$JS.API.${call}.${consumer.stream}.${consumer.name}`;
}

function single(...subjects: string[]): Service[] {
  return subjects.map((subject) => ({ subject, reply: "single" }));
}
