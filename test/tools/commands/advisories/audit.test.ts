import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { audit } from "../../../../tools/commands/advisories/audit";
import { temporaryDir } from "../../../support/servers";

const lock = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/parser": { version: "1.2.2" },
    "service/node_modules/parser": { version: "2.0.1" },
    "node_modules/server": { version: "5.0.0" },
  },
};

const advisory = {
  source: 1000,
  name: "parser",
  title: "A long line takes forever",
  url: "https://advisories.example.com/GHSA-1",
  severity: "high",
  range: "<1.2.3 || >=2.0.0 <2.1.0",
};

/** Audits with an npm that ends with a status and prints an answer. */
function auditWith(answer: string, status = 1) {
  const dir = temporaryDir();
  writeFileSync(join(dir, "package-lock.json"), JSON.stringify(lock));
  writeFileSync(join(dir, "answer"), answer);
  writeFileSync(join(dir, "npm"), `#!/bin/sh\ncat answer; exit ${status}\n`);
  chmodSync(join(dir, "npm"), 0o755);
  vi.stubEnv("PATH", `${dir}:${process.env.PATH}`);
  try {
    return audit(dir);
  } finally {
    vi.unstubAllEnvs();
  }
}

test("advisories - each version in use is told with what it is about and what has the fix", () => {
  const answer = {
    auditReportVersion: 2,
    vulnerabilities: {
      parser: { nodes: ["node_modules/parser", "service/node_modules/parser"], via: [advisory] },
      server: { nodes: ["node_modules/server"], via: ["parser"] },
    },
  };
  const about =
    "A long line takes forever (high), https://advisories.example.com/GHSA-1; fixed in: 1.2.3, 2.1.0";
  expect(auditWith(JSON.stringify(answer))).toEqual({
    output: `parser 1.2.2: ${about}\nparser 2.0.1: ${about}`,
    status: 3,
  });
});

test("advisories - none is a good end", () => {
  expect(auditWith(JSON.stringify({ vulnerabilities: {} }), 0).status).toBe(0);
});

test("advisories - a registry that tells none is not taken for a good end", () => {
  const refusal = JSON.stringify({ message: "405 Method Not Allowed", statusCode: 405 });
  expect(auditWith(refusal)).toEqual({
    output: "Not compared: the registry tells no advisories (405 Method Not Allowed).",
    status: 2,
  });
  expect(auditWith("")).toMatchObject({ status: 2 });
});
