import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const onCluster = "test/e2e/**/*.test.ts";
const long = "test/**/*.long.test.ts";
// What these test is the process they run in: its environment, Pulumi's one program, folders named at start.
const ofProcess = "test/{infra,tools}/**/*.test.ts";
// Not for how fast things are, but for machines that are busy with something else.
const patience = { poll: { timeout: 15_000 } };
const withServers = {
  expect: patience,
  globalSetup: "test/support/with-servers.ts",
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

/** Vitest's order, by size for files that it has not seen; but what takes longest by far would hold up the end alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }: TestSpecification) => moduleId.endsWith("/grown.long.test.ts");
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}

export default defineConfig({
  test: {
    // Most tests wait for servers, so every core takes its share.
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    reporters: ["default", "./test/support/closing-line.ts"],
    projects: [
      {
        test: {
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: [onCluster, long, ofProcess],
          isolate: false,
          ...withServers,
        },
      },
      { test: { name: "fast-isolated", include: [ofProcess], exclude: [long], ...withServers } },
      // What takes more than a few seconds: `make test` runs it, `npm test` does not.
      { test: { name: "long", include: [long], ...withServers, testTimeout: 120_000 } },
      {
        test: {
          name: "e2e",
          include: [onCluster],
          fileParallelism: false,
          expect: patience,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
