import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { isFinal, refusals } from "../../../service/src/outbox/publish-errors";
import { projectDir } from "../../../tools/lib/paths";
import { run } from "../../../tools/lib/run";
import { goEnvironment } from "../../../tools/toolchain/go";

/** A row of the server's errors.json. */
interface ServerError {
  readonly constant: string;
  readonly code: number;
  readonly error_code: number;
}

/** The source that the toolchain's nats-server is built from. */
let source: string;
let errors: readonly ServerError[];

beforeAll(async () => {
  const module = "github.com/nats-io/nats-server/v2";
  const [cwd, env] = [join(projectDir, "tools/toolchain/nats-server"), goEnvironment()];
  await run("go", ["mod", "download", module], { cwd, env });
  source = join(await run("go", ["list", "-m", "-f", "{{.Dir}}", module], { cwd, env }), "server");
  errors = JSON.parse(readFileSync(join(source, "errors.json"), "utf8"));
});

const files = ["stream.go", "jetstream_batching.go", "jetstream_cluster.go"];

/** What takes a message into a stream. */
const intake =
  /^func (?:\([^)]*\) )?(?:processJetStream\w*Msg\w*|processClusteredInboundMsg|checkMsgHeadersPreClusteredProposal)\([\s\S]*?^}/gm;

function errorsOfIntake(): Set<string> {
  const bodies = files.flatMap((file) => readFileSync(join(source, file), "utf8").match(intake) ?? []);
  const made = bodies.flatMap((body) => [...body.matchAll(/\bNew(JS\w+)Error\(|ApiErrors\[(JS\w+)\]/g)]);
  return new Set(made.map(([, maker, constant]) => maker ?? constant!));
}

/** The server's makers of errors leave the constants' endings out. */
function isMadeBy(constant: string, made: Set<string>): boolean {
  return made.has(constant) || made.has(constant.replace(/(Err|F|ErrF)$/, ""));
}

test("publish errors - the table has each that a publisher can get, by the server's source, and no other", () => {
  const made = errorsOfIntake();
  expect(made.size).toBeGreaterThan(30);
  const possible = errors.filter(({ constant }) => isMadeBy(constant, made));
  const table = Object.entries(refusals).map(([code, [, constant]]) => [Number(code), constant]);
  expect(table).toEqual(
    possible
      .map(({ error_code, constant }) => [error_code, constant])
      .sort(([a], [b]) => Number(a) - Number(b)),
  );
});

test("publish errors - of all that the server knows, two say that trying again can't help", () => {
  const final = errors.filter(({ code, error_code }) =>
    isFinal({ code: String(code), api_error: { code, err_code: error_code } }),
  );
  expect(final.map(({ constant }) => constant)).toEqual([
    "JSStreamMessageExceedsMaximumErr",
    "JSStreamHeaderExceedsMaximumErr",
  ]);
});
