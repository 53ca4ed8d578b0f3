import { type Env, fixOf } from "./env";
import type { ConfigProblem } from "./problem";

/** What is wrong with showing the API's documents: production tells strangers no more than it has to. */
export function apiDocsProblems({ API_DOCS: value, ENVIRONMENT: environment }: Env): ConfigProblem[] {
  if (value === "off" || !/^prod(uction)?$/i.test(environment)) return [];
  return [{ key: "API_DOCS", value, fix: fixOf("API_DOCS") }];
}
