const { engines } = require("../../package.json");

/** The oldest Node.js that everything installed runs on. */
const oldestNode = engines.node.replace(">=", "");

/** Throws when this Node.js is older. */
function demandNode() {
  const { node } = process.versions;
  if (node.localeCompare(oldestNode, undefined, { numeric: true }) >= 0) return;
  throw new Error(
    `Node.js ${oldestNode} or later is needed; this is ${node}. Put a newer one first on PATH; \`npm ci\` puts one into ` +
      "node_modules/.bin.",
  );
}

module.exports = { demandNode, oldestNode };
