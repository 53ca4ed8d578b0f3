import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { expect, test } from "vitest";
import {
  certificates,
  credentials,
  readNpmrc,
  renderNpmrc,
} from "../../../../tools/images/auth-service/npmrc";
import { run } from "../../../../tools/lib/run";
import { temporaryDir } from "../../../support/servers";

const certificate = (name: string) => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----`;

function file(text: string): string {
  const path = join(temporaryDir(), "file");
  writeFileSync(path, text);
  return path;
}

test("npmrc - holds how to reach the registry, and nothing of the machine's other settings", () => {
  const settings = {
    registry: "https://npm.example.com/",
    "@team:registry": "https://team.example.com/",
    proxy: null,
    noproxy: ["localhost", "example.com"],
    "strict-ssl": true,
    cache: "/root/.npm",
    cafile: "/etc/ca.pem",
  };
  expect(renderNpmrc(settings, ["//npm.example.com/:_authToken=t"], ["one\ntwo"])).toBe(
    [
      'registry="https://npm.example.com/"',
      '@team:registry="https://team.example.com/"',
      'noproxy="localhost,example.com"',
      "strict-ssl=true",
      "//npm.example.com/:_authToken=t",
      'ca[]="one\\ntwo"',
      "",
    ].join("\n"),
  );
});

test("npmrc - credentials come from npm's files, with variables filled in, and from the environment", () => {
  const settings = {
    globalconfig: file(`cache=/x\n//a.example.com/:_auth=\${A}\n`),
    userconfig: file(`//b.example.com/:_authToken=\${MISSING}\n`),
  };
  const env = { A: "secret", "npm_config_//c.example.com/:_authToken": "token" };
  expect(credentials(settings, env)).toEqual([
    "//a.example.com/:_auth=secret",
    `//b.example.com/:_authToken=\${MISSING}`,
    "//c.example.com/:_authToken=token",
  ]);
});

test("npmrc - npm's own certificates replace Node's, those of the environment are added to them", () => {
  const bundle = file(`# a comment\n${certificate("AA")}\n\n${certificate("BB")}\n`);
  const both = [certificate("AA"), certificate("BB")];
  expect(certificates({ ca: null, cafile: bundle }, { NODE_EXTRA_CA_CERTS: "/nowhere" })).toEqual(both);
  expect(certificates({ ca: ["CC"], cafile: null }, {})).toEqual(["CC"]);
  expect(certificates({ ca: null, cafile: null }, { SSL_CERT_FILE: bundle })).toEqual([
    ...rootCertificates,
    ...both,
  ]);
  expect(certificates({ ca: null, cafile: null }, {})).toEqual([]);
});

test("npmrc - from the rendered file alone npm reads this machine's registry and certificates", async () => {
  const npmrc = file(await readNpmrc());
  const here = await run("npm", ["config", "list", "--json"]);
  const env = { npm_config_userconfig: npmrc, npm_config_globalconfig: file("") };
  const elsewhere = await run("npm", ["config", "list", "--json"], { cwd: temporaryDir(), env });
  expect(JSON.parse(elsewhere)).toMatchObject({ registry: JSON.parse(here).registry });
});
