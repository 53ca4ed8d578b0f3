import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { writeDocument } from "../../bench/service/document";
import { help, readOptions } from "../../bench/service/options";
import { renderVariant } from "../../bench/service/report";
import type { Durability } from "../../bench/service/stack";
import { measureVariant, type Variant } from "../../bench/service/variant";
import { main } from "../../lib/main";
import { projectDir } from "../../lib/paths";
import { run } from "../../lib/run";
import { install, servers } from "../../toolchain/requirements";

const durabilities: readonly Durability[] = [
  { redis: "everysec", nats: "2m" },
  { redis: "always", nats: "always" },
];

/** Measures the built service: `npm run bench -- --help`. */
main(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return console.log(help);
  await install(servers, console.log);
  await run("npm", ["run", "build"], { cwd: projectDir });
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model ?? "unknown", node: process.version };
  const date = new Date().toISOString();
  const head = `${date.slice(0, 10)}, ${machine.cores} × ${machine.cpu}, Node.js ${machine.node}`;
  console.log(head);
  const variants: Variant[] = [];
  for (const durability of durabilities) {
    const variant = await measureVariant(durability, options.size);
    console.log(`\n${renderVariant(variant)}`);
    variants.push(variant);
  }
  const results = { date, machine, size: options.size, variants };
  writeFileSync(join(projectDir, "bench-service-results.json"), `${JSON.stringify(results, null, 2)}\n`);
  console.log("\nAlso in bench-service-results.json.");
  if (options.document === "write") writeDocument([head, ...variants.map(renderVariant)].join("\n\n"));
});
