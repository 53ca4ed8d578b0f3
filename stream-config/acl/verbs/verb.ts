import type { Consequence } from "../../consequence";
import type { ConsumerDefinition } from "../../consumers/consumer";
import type { StreamDefinition } from "../../streams/stream";
import type { Declared } from "../declared";
import type { ApiCall, RequestSubject } from "../requests";

/**
 * All that there is to know of one verb of grants: the subjects behind it, its rules, and what documents and reviews say.
 * What has no `Grant` for an argument holds for grants of other revisions too, of which only names are left.
 */
export interface Verb<Grant extends { readonly verb: string }> {
  /** What its user does, in the documents' table. */
  readonly meaning: string;
  /** The grant that this table shows. */
  sample(parts: SampleParts): Grant;
  readonly account: Account;
  subjects(grant: Grant): GrantSubjects;
  /** The durables whose messages it takes, which its client is configured for. */
  durables(grant: Grant): readonly ConsumerDefinition[];
  /** Whether its user creates the stream and the consumers that it is about. */
  readonly declares: boolean;
  /** Where it is not on what the contract declares, or wider than that; each with what to do. */
  problems(grant: Grant, declared: Declared): readonly string[];
  /** The events that the AsyncAPI document has an operation for. */
  operation(grant: Grant): Operation;
  readonly reads: Reads;
  readonly acts: Acts;
  readonly told: Told;
  readonly comes: Comes;
}

/** What comes of it, for people, when it is given, taken away, and taken from the last one who had it. */
export interface Comes {
  readonly given: Consequence;
  readonly taken: Consequence;
  readonly unheld: Consequence;
}

/** A stream of events, one of copies, a consumer of the former and an event: each stands for any. */
export interface SampleParts {
  readonly stream: StreamDefinition;
  readonly copies: StreamDefinition;
  readonly consumer: ConsumerDefinition;
  readonly event: string;
}

/**
 * The account that it needs: that of the streams, where its user has no other rights (`who` names such a user), or one
 * of the user's own. "any" adds nothing there that a reply could store.
 */
export type Account =
  | { readonly of: "streams"; readonly who: string }
  | { readonly of: "user" }
  | { readonly of: "any" };

/** Subjects behind a grant. */
export interface GrantSubjects {
  /** Events that its user publishes, in the account of the streams. */
  readonly publishes: readonly string[];
  /** Events that its user gets straight from their publisher. */
  readonly subscribes: readonly string[];
  readonly requests: readonly RequestSubject[];
}

/** Subjects of events that a user sends or receives. */
export interface Operation {
  readonly action: "send" | "receive";
  readonly events: readonly string[];
}

/** What is read by it: the stream's messages, its own subjects of them, or what its consumers get; and how, in words. */
export type Reads = { readonly what: "stream" | "subjects" | "consumers"; readonly way: string } | "nothing";

/** What is done by it beside reading. */
export type Acts =
  | {
      readonly on: "subjects" | "stream and consumers";
      /** In words, from the names of what it is on. */
      readonly deed: (objects: string, stream: string) => string;
    }
  | "reading only";

/** What permissions of a running server tell of it: which of its subjects, or the calls that no other verb has. */
export type Told =
  | { readonly by: "subjects"; readonly side: "publish" | "subscribe" }
  | { readonly by: "consumers"; readonly call: ApiCall }
  | { readonly by: "stream"; readonly call: ApiCall; readonly ofConsumers: ApiCall | "no consumers" };
