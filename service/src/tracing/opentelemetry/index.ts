export * from "./spans";
export * from "./tracer";
