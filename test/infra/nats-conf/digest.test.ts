import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createUser } from "@nats-io/nkeys";
import fc from "fast-check";
import { expect, test } from "vitest";
import { configDigest } from "../../../infra/nats-conf/digest";
import { ports } from "../../../infra/places";
import { users } from "../../../stream-config";
import { toolchainBinDir } from "../../../tools/lib/paths";
import { anyContract } from "../../stream-config/proof/random-contract";
import { writeContract } from "../../stream-config/support/contract-server";
import { temporaryDir } from "../../support/servers";

/** What the real server makes of a configuration. */
function digestByServer(file: string, environment: Readonly<Record<string, string>>): string {
  const script = '"$1" -t -c "$2" 2>&1';
  const args = ["-c", script, "sh", join(toolchainBinDir, "nats-server"), file];
  return /\((sha256:\w+)\)/.exec(execFileSync("sh", args, { env: environment, encoding: "utf8" }))![1]!;
}

test("configuration digest - for the contract and for random ones it is what nats-server says", () => {
  const dir = temporaryDir();
  for (const contract of [{ users }, ...fc.sample(anyContract, 5)]) {
    const publicKeys = Object.fromEntries(
      contract.users.map(({ name }) => [name, createUser().getPublicKey()]),
    );
    const environment = { POD_NAME: "nats-0" };
    const settings = "# A comment\nserver_tags: [$POD_NAME]\nmax_payload: 65536\ndebug: off";
    const file = writeContract(contract, { dir, port: ports.nats.client, publicKeys, settings });
    const texts = {
      settings: readFileSync(file, "utf8"),
      users: readFileSync(join(dir, "accounts.conf"), "utf8"),
    };
    expect(configDigest({ ...texts, environment })).toBe(digestByServer(file, environment));
  }
});

test("configuration digest - follows what is said, not how it is written, nor by whom", () => {
  const digestOf = (settings: string, name = "nats-0") =>
    configDigest({ settings, users: "accounts {}", environment: { POD_NAME: name } });
  const text = 'server_name: $POD_NAME\nlisten: "h:1"\ninclude "a.conf"';
  expect(digestOf(`# x\n${text.replace("listen:", "listen =")}`)).toBe(digestOf(text));
  expect(digestOf(text, "nats-1")).not.toBe(digestOf(text));
  expect(digestOf(text.replace("h:1", "h:2"))).not.toBe(digestOf(text));
});
