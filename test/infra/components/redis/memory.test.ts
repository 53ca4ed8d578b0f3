import { expect, test } from "vitest";
import { stackRedisConfig } from "../../../../infra/components/redis/config";
import { redisMemory } from "../../../../infra/components/redis/memory";

test.each([
  ["64Mi", { maxmemory: "64mb", request: "64Mi", limit: "192Mi" }],
  ["256Mi", { maxmemory: "256mb", request: "256Mi", limit: "512Mi" }],
  ["4Gi", { maxmemory: "4096mb", request: "4096Mi", limit: "8192Mi" }],
])(
  "Redis' memory - for %s of data the container has room for a rewrite of the file beside it",
  (memory, all) => {
    expect(redisMemory(memory)).toEqual(all);
    expect(stackRedisConfig({ fsync: "always", memory })).toContain(`maxmemory ${all.maxmemory}\n`);
  },
);
