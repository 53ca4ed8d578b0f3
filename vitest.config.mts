import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Most tests wait for servers, so every core takes its share.
    maxWorkers: "100%",
    reporters: ["default", "./test/support/closing-line.ts"],
    projects: [
      {
        test: {
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          globalSetup: "test/support/fast-setup.ts",
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
