import { expect, test } from "vitest";
import { authEvents } from "../../../../stream-config";
import type { Wire } from "../engine";
import { shareLiveProvider } from "../live";

const provider = shareLiveProvider();

const token = "authstack:jetstream:Stream";
const base = { name: authEvents.name, subjects: [...authEvents.subjects] };

const settings: Wire[] = [
  { discard: "new", maxMessagesPerSubject: 10, discardNewPerSubject: true },
  { maxMessageSize: "64kB", maxConsumers: 10, compression: "s2", metadata: { owner: "auth" } },
  { deleteMarkerTtl: "1h" },
  { allowSchedules: true },
  { allowCounter: true, allowAtomicPublish: true },
  { persistMode: "async", noAck: true, firstSequence: 1_000 },
  { republish: { source: "auth.user.registered", destination: "copy.registered", headersOnly: true } },
  { republish: { destination: "copy.>" } },
  { subjectTransform: { source: "auth.user.*", destination: "auth.user.{{wildcard(1)}}" } },
  { placement: { tags: ["ssd"] } },
  { sources: [{ name: "elsewhere", startTime: "2026-01-01T00:00:00.100Z", filterSubject: "a.*" }] },
  { sources: [{ name: "elsewhere", external: { api: "OTHER.API", deliver: "deliver.other" } }] },
  { subjects: null, mirror: { name: "elsewhere", startSequence: 5 } },
  { sources: [{ name: "elsewhere", consumer: { name: "copies", deliverSubject: "deliver.copies" } }] },
  { consumerLimits: { inactiveThreshold: "24h", maxAckPending: 100 } },
];

test.each(settings)("Stream - is created with %o, and shows no change afterwards", async (given) => {
  const { inputs, failures } = await provider.engine.check(token, { ...base, ...given });
  expect(failures).toEqual([]);
  const created = await provider.engine.create(token, inputs);
  expect(created.state).toEqual(inputs);
  expect(await provider.engine.read(token, created.id, created)).toEqual(created);
  expect(await provider.engine.diff(token, created, inputs)).toMatchObject({ changes: "none" });
});

test.each([
  [{ subjects: null }, "subjects: is missing"],
  [{ mirror: { name: "elsewhere" } }, "subjects: can't be combined with mirror"],
  [{ discardNewPerSubject: true }, 'discardNewPerSubject: needs discard "new"'],
  [{ denyPurge: true, allowRollup: true }, "allowRollup: can't be combined with denyPurge"],
  [{ allowSchedules: true, allowRollup: false }, "allowRollup: is turned on by"],
  [{ deleteMarkerTtl: "1h", allowMessageTtl: false }, "allowMessageTtl: is turned on by"],
  [{ sealed: true }, 'sealed: needs discard "new"'],
  [{ republish: { to: "copy" } }, "republish.to: is not a property"],
  [{ consumerLimits: { inactiveThreshold: "soon" } }, 'consumerLimits.inactiveThreshold: "soon" must match'],
  [{ sources: [{ name: "a.b" }] }, 'sources[0].name: "a.b" is not the name of a stream'],
  [{ subjects: null, mirror: { name: "a.b" } }, 'mirror.name: "a.b" is not the name of a stream'],
  [
    {
      sources: [{ name: "a", startSequence: 5, consumer: { name: "copies", deliverSubject: "copies" } }],
    },
    "sources[0]: leaves startSequence, startTime and filterSubject to its consumer",
  ],
  [{ sources: [{ name: "a", startTime: "yesterday" }] }, 'sources[0].startTime: "yesterday" must match'],
  [{ placement: { preferred: "n1" } }, "placement.preferred: is not a property"],
  [{ metadata: { owner: 1 } }, "metadata.owner: 1 must be string"],
])("Stream - a bad setting is refused by its path: %o", async (given, reason) => {
  const { failures } = await provider.engine.check(token, { ...base, ...given });
  expect(failures).toContainEqual(expect.stringContaining(reason));
});
