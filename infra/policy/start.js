// The language host may have registered ts-node, which would check all types again at every start; tsx takes its place.
require("tsx/cjs");
require("./index.ts");
