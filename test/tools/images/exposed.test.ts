import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ports } from "../../../infra/places";
import { projectDir } from "../../../tools/lib/paths";

test.each([
  ["service/Dockerfile", ports.authService],
  ["tools/images/nats/Dockerfile", ports.nats],
  ["tools/images/redis/Dockerfile", { redis: ports.redis }],
])("%s - exposes the ports that the stack uses, and no others", (path, used) => {
  const text = readFileSync(join(projectDir, path), "utf8");
  const exposed = text
    .match(/^EXPOSE (.+)$/m)?.[1]
    ?.split(" ")
    .map(Number);
  expect(exposed).toEqual(Object.values(used));
});
