// What Pulumi runs. It would check all types again at every start, so that is left to what remembers it.
const { join } = require("node:path");
require("./typescript/register.js");
const { demandTypes } = require("./typescript/types.js");

demandTypes(join(__dirname, ".."), "infra/index.ts");
module.exports = require("./index");
