import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../../package.json";
import {
  authEvents,
  authEventsDlq,
  type Contract,
  clientsDir,
  contract,
  notifications,
  renderAsyncApi,
  renderUserFiles,
  validate,
} from "../../../stream-config";
import { consumerChangeTable, streamChangeTable } from "../../../stream-config/render/changes";
import {
  consumerTable,
  deadLetterHeaderTable,
  eventSections,
  headerTable,
  streamTable,
  userSections,
  verbTable,
} from "../../../stream-config/render/tables";
import { publishedReportSchema } from "../../../stream-config/review";
import { UserError } from "../../lib/errors";
import { formatJson } from "../../lib/json";
import { main } from "../../lib/main";
import { projectDir } from "../../lib/paths";
import { defaultApi, problemTable, routeTable } from "./api-docs";
import { metricTable } from "./metric-docs";
import { outageTable, sheddingTable } from "./outage-docs";
import { reviewExample, reviewPicture } from "./review-example";
import { describeWritten, type GeneratedFiles, writeGenerated } from "./write-generated";

const { consumers, events, streams, users } = contract;

/** A folder of generated files alone, in the checkout. */
export const clientFilesDir = `stream-config/rendered/${clientsDir}`;

/** Files that follow from the contract and the routes, by path in the checkout. A test fails when a committed one is stale. */
export const generatedFiles: GeneratedFiles = {
  ...renderedFiles(),
  "stream-config/review/report.schema.json": () => formatJson(publishedReportSchema),
  "stream-config/rendered/asyncapi.json": () => renderAsyncApi(contract, version),
  "docs/EVENTS.md": () =>
    fill("docs/EVENTS.md", {
      streams: streamTable(streams),
      headers: headerTable(),
      "dead letter headers": deadLetterHeaderTable(),
      events: eventSections(events),
      consumers: consumerTable(consumers),
      users: userSections(users),
    }),
  "docs/streams-and-acls.md": () =>
    fill("docs/streams-and-acls.md", {
      verbs: verbTable({
        stream: authEvents,
        copies: authEventsDlq,
        consumer: notifications,
        event: notifications.filterSubjects[0],
      }),
      review: reviewExample(contract),
      "stream changes": streamChangeTable(),
      "consumer changes": consumerChangeTable(),
    }),
  "docs/images/review.svg": () => reviewPicture(contract),
  "docs/openapi.json": async () => formatJson(await defaultApi()),
  "docs/api.md": async () =>
    fill("docs/api.md", { routes: routeTable(await defaultApi()), problems: problemTable() }),
  "docs/operations.md": () =>
    fill("docs/operations.md", { metrics: metricTable(), shedding: sheddingTable(), outages: outageTable() }),
};

function renderedFiles(): GeneratedFiles {
  const files = Object.entries(renderUserFiles(users));
  return Object.fromEntries(files.map(([path, text]) => [`stream-config/rendered/${path}`, () => text]));
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
    console.log(describeWritten(await writeGenerated(projectDir, clientFilesDir, generatedFiles)));
  });
}
