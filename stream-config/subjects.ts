/** Tokens of subjects, where `*` stands for one token and a last `>` for one or more. https://docs.nats.io/nats-concepts/subjects */
type Tokens = readonly string[];

/** True when each subject that `inner` matches is matched by `outer` too. Both may have wildcards. */
export function isWithin(inner: string, outer: string): boolean {
  return covers(outer.split("."), inner.split("."));
}

/** True when a subject exists that both match. Both may have wildcards. */
export function subjectsOverlap(one: string, other: string): boolean {
  return meet(one.split("."), other.split("."));
}

/** True when the subject names many. */
export function hasWildcard(subject: string): boolean {
  return subject.split(".").some((token) => token === "*" || token === ">");
}

/** True when NATS takes it as a subject: no empty token, no white space, `>` only at the end, wildcards alone in a token. */
export function isSubject(subject: string): boolean {
  const tokens = subject.split(".");
  return tokens.every(
    (token, index) => token === "*" || (token === ">" && index === tokens.length - 1) || isPlain(token),
  );
}

function isPlain(token: string): boolean {
  return /^[^\s*>\p{Cc}]+$/u.test(token);
}

function covers([outer, ...outerRest]: Tokens, [inner, ...innerRest]: Tokens): boolean {
  if (outer === undefined || inner === undefined) return outer === inner;
  if (outer === ">") return true;
  if (inner === ">" || (outer !== "*" && outer !== inner)) return false;
  return covers(outerRest, innerRest);
}

function meet([one, ...oneRest]: Tokens, [other, ...otherRest]: Tokens): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one === ">" || other === ">") return true;
  if (one !== "*" && other !== "*" && one !== other) return false;
  return meet(oneRest, otherRest);
}
