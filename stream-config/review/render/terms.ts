import type { Finding } from "../report";

/** Words of the field, in a phrase for who has never seen them. */
const terms: Readonly<Record<string, string>> = {
  "durable(?: consumer)?": "a reader's place in a stream, which the servers keep",
  ack: "a client's word that it is done with a message",
  account: "a part of NATS that sees nothing of the others",
  replaying: "reading what is stored without moving anybody's place",
  lag: "how much waits for a reader",
  snapshot: "a copy of a stream that can be put back",
};

/** The findings in the order in which they are read, with each term explained where it is first used. */
export function explained(findings: readonly Finding[]): Finding[] {
  const open = new Map(Object.entries(terms));
  return findings.map((finding) => ({
    ...finding,
    change: explain(finding.change, open),
    consequence: explain(finding.consequence, open),
  }));
}

/** Names and values, which stand in backticks, are left as they are. */
function explain(text: string, open: Map<string, string>): string {
  return [...open].reduce((told, [term, meaning]) => {
    let found = false;
    const pieces = told.split(/(`+[^`]*`+)/).map((piece) => {
      if (found || piece.startsWith("`")) return piece;
      return piece.replace(new RegExp(`\\b${term}\\b(?! \\(| ?$)`), (word) => {
        found = true;
        return `${word} (${meaning})`;
      });
    });
    if (found) open.delete(term);
    return pieces.join("");
  }, text);
}
