export * from "./trace-context";
