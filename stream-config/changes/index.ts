export { acknowledgementOf, type Change, type Difference, describeChange } from "./change";
export * from "./changes";
