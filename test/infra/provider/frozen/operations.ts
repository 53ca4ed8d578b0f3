import { analytics } from "../../../../stream-config";
import { temporaryDir } from "../../../support/servers";
import type { Recorded, Wire } from "../engine";
import { acknowledgeDataLoss, declared, type SnapshotProvider } from "../snapshot/provider";

export const stream = "authstack:jetstream:Stream";
export const consumer = "authstack:jetstream:Consumer";

/** What there is before an operation, and what the program says; undefined where there is none. */
export interface Prepared {
  readonly before?: Recorded;
  readonly wanted?: Wire;
  /** Messages that are there at the end, whatever happened. */
  readonly messages?: number;
}

/** Something that Pulumi does with one resource, prepared over an undisturbed way. */
export interface Operation {
  readonly title: string;
  readonly token: string;
  readonly prepare: (provider: SnapshotProvider) => Promise<Prepared>;
}

const declaredConsumer: Wire = { ...analytics, filterSubjects: [...analytics.filterSubjects] };
const deletion = { deletionPolicy: "delete", acknowledgeDataLoss };
const paused = { pauseUntil: "2099-01-01T00:00:00Z" };
const messages = 4;

export const streamOperations: readonly Operation[] = [
  {
    title: "a stream is created",
    token: stream,
    prepare: async () => ({ wanted: declared }),
  },
  {
    title: "a stream is adopted",
    token: stream,
    prepare: async ({ filled }) => {
      await filled({ description: "before" });
      return { wanted: declared, messages };
    },
  },
  {
    title: "a stream is changed",
    token: stream,
    prepare: async ({ filled }) => ({
      before: await filled(),
      wanted: { ...declared, maxMessagesPerSubject: 1_000, description: "after" },
      messages,
    }),
  },
  {
    title: "a stream is deleted",
    token: stream,
    prepare: async ({ filled }) => ({ before: await filled(deletion) }),
  },
];

export const snapshotOperations: readonly Operation[] = [
  {
    title: "a stream is deleted after a snapshot",
    token: stream,
    prepare: async ({ filled }) => ({
      before: await filled({ ...deletion, snapshotBeforeDataLoss: temporaryDir() }),
    }),
  },
  {
    title: "a stream is restored",
    token: stream,
    prepare: async ({ deleted }) => ({
      wanted: { ...declared, restoreFrom: await deleted() },
      messages,
    }),
  },
];

export const consumerOperations: readonly Operation[] = [
  {
    title: "a consumer is created and paused",
    token: consumer,
    prepare: async ({ filled }) => {
      await filled();
      return { wanted: { ...declaredConsumer, ...paused } };
    },
  },
  {
    title: "a consumer is changed and goes on",
    token: consumer,
    prepare: async ({ filled, engine }) => {
      await filled();
      const before = await engine.up(consumer, { ...declaredConsumer, ...paused });
      return { before, wanted: { ...declaredConsumer, description: "after" } };
    },
  },
  {
    title: "a consumer is deleted",
    token: consumer,
    prepare: async ({ filled, engine }) => {
      await filled();
      return { before: await engine.up(consumer, { ...declaredConsumer, deletionPolicy: "delete" }) };
    },
  },
];
