/** What tests of the service share. */
export * from "./app";
export * from "./config";
export * from "./events";
export * from "./stack";
export * from "./until";
export * from "./users";
