export { type ChangeClass, changeClasses, classTitles, type Verdict, verdicts } from "./classes";
export { reviewContracts, type Side } from "./compare";
export { type Contract as ContractSnapshot, contractSchema, emptyContract } from "./contract";
export { renderJson } from "./render/json";
export { renderMarkdown } from "./render/markdown";
export { renderText, type Style } from "./render/text";
export { type Finding, type PermissionChange, type Report, type Revision, reportSchema } from "./report";
export { publishedReportSchema } from "./report-schema";
export { type ContractExports, snapshot } from "./snapshot";
