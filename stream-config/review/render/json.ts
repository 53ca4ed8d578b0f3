import type { Report } from "../report";

/** The report in its JSON form; report.schema.json has its schema. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
