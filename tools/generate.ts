import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { version } from "../package.json";
import {
  authEvents,
  authEventsDlq,
  type Contract,
  clientConfig,
  contract,
  notifications,
  renderAccounts,
  renderAsyncApi,
  renderClientCommands,
  renderClientJson,
  validate,
} from "../stream-config";
import { consumerChangeTable, streamChangeTable } from "../stream-config/render/changes";
import {
  consumerTable,
  deadLetterHeaderTable,
  eventSections,
  headerTable,
  streamTable,
  userTable,
  verbTable,
} from "../stream-config/render/tables";
import { publishedReportSchema } from "../stream-config/review";
import { defaultApi, problemTable, routeTable } from "./api-docs";
import { UserError } from "./errors";
import { formatJson } from "./json";
import { main } from "./main";
import { outageTable, sheddingTable } from "./outage-docs";
import { projectDir } from "./paths";

const { consumers, events, streams, users } = contract;

/** Files that follow from the contract and the routes, by path in the checkout. A test fails when a committed one is stale. */
export const generatedFiles: Readonly<Record<string, () => string | Promise<string>>> = {
  "stream-config/rendered/accounts.conf": () => renderAccounts(users),
  "stream-config/review/report.schema.json": () => formatJson(publishedReportSchema),
  ...clientFiles(),
  "stream-config/rendered/asyncapi.json": () => renderAsyncApi(contract, version),
  "docs/EVENTS.md": () =>
    fill("docs/EVENTS.md", {
      streams: streamTable(streams),
      headers: headerTable(),
      "dead letter headers": deadLetterHeaderTable(),
      events: eventSections(events),
      consumers: consumerTable(consumers),
      users: userTable(users),
    }),
  "docs/streams-and-acls.md": () =>
    fill("docs/streams-and-acls.md", {
      verbs: verbTable(
        { stream: authEvents, copies: authEventsDlq },
        notifications,
        notifications.filterSubjects[0],
      ),
      "stream changes": streamChangeTable(),
      "consumer changes": consumerChangeTable(),
    }),
  "docs/openapi.json": async () => formatJson(await defaultApi()),
  "docs/api.md": async () =>
    fill("docs/api.md", { routes: routeTable(await defaultApi()), problems: problemTable() }),
  "docs/operations.md": () =>
    fill("docs/operations.md", { shedding: sheddingTable(), outages: outageTable() }),
};

/** What each consuming user's client has to set, for programs and for the `nats` CLI. */
function clientFiles(): Record<string, () => string> {
  const configs = users.map(clientConfig).filter((config) => config !== undefined);
  return Object.fromEntries(
    configs.flatMap((config) => {
      const path = `stream-config/rendered/clients/${config.name}`;
      return [
        [`${path}.json`, () => renderClientJson(config)] as const,
        [`${path}.txt`, () => renderClientCommands(config)] as const,
      ];
    }),
  );
}

/** The file with its generated sections anew; what is between them is written by hand. */
function fill(path: string, sections: Readonly<Record<string, string>>): string {
  const text = readFileSync(join(projectDir, path), "utf8");
  return Object.entries(sections).reduce((filled, [name, section]) => {
    const place = new RegExp(`(<!-- generated: ${name} -->\n)[^]*?(<!-- end -->)`);
    if (!place.test(filled)) throw new Error(`${path} has no place for the generated section ${name}`);
    return filled.replace(place, (_, begin, end) => `${begin}\n${section}\n\n${end}`);
  }, text);
}

/** Throws UserError with every problem of the contract. */
export function demandValid(given: Contract): void {
  const problems = validate(given);
  if (problems.length === 0) return;
  const lines = problems.map(({ at, message }) => `  ${at}: ${message}`);
  throw new UserError(
    ["the contract can't be deployed:", ...lines].join("\n"),
    "Mend the files in stream-config/; nothing was written.",
  );
}

if (require.main === module) {
  main(async () => {
    demandValid(contract);
    for (const [path, render] of Object.entries(generatedFiles)) {
      mkdirSync(dirname(join(projectDir, path)), { recursive: true });
      writeFileSync(join(projectDir, path), await render());
    }
  });
}
