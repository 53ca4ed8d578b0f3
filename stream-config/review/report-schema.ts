import { reportSchema } from "./report";

/** What report.schema.json says: the schema of a report for readers outside of this project. */
export const publishedReportSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Review of an auth-stack contract",
  ...reportSchema,
};
