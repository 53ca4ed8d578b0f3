// The language host may have registered ts-node, which would check all types again at every start; this takes its place.
require("../typescript/register.js");
require("./index");
