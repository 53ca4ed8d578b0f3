import { serviceName } from "../version";

/** Who chooses a password, as far as guesses could be made from it. */
export interface PasswordOwner {
  readonly email: string;
  readonly name: string;
}

/** Whether a password must not be used by its owner, because it is among the first that attackers would try. */
export type PasswordBlocklist = (password: string, owner: PasswordOwner) => boolean;

/** Words of fewer characters don't make a password guessable. */
const shortestWord = 4;

/** Blocks nothing. */
export const noBlocklist: PasswordBlocklist = () => false;

/**
 * Blocks passwords that are common in breaches, and those that are a word of their context with nothing but digits and
 * signs around it: the owner's address and name, the service, and what else `phrases` has. Whole passwords are compared,
 * without case (NIST SP 800-63B-4, section 3.1.1.2). `minLength` leaves out what is too short anyway.
 */
export async function loadBlocklist(
  minLength: number,
  phrases: readonly string[],
): Promise<PasswordBlocklist> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  const common = new Set(dictionary["passwords-common"].filter(({ length }) => length >= minLength));
  const serviceWords = [serviceName, ...phrases].flatMap(wordsOf);
  return (password, { email, name }) => {
    const folded = fold(password);
    if (common.has(folded)) return true;
    const words = new Set([...serviceWords, ...[email, ...email.split("@"), name].flatMap(wordsOf)]);
    return words.has(folded) || words.has(trim(folded));
  };
}

/** A phrase, the phrase written as one word, and its words; each of them also without what may be around it. */
function wordsOf(phrase: string): string[] {
  const parts = fold(phrase).split(/[^\p{L}\p{N}]+/u);
  const words = [fold(phrase), parts.join(""), ...parts];
  return [...words, ...words.map(trim)].filter(({ length }) => length >= shortestWord);
}

/** What remains without the digits and signs around it. */
function trim(password: string): string {
  return password.replace(/^\P{L}+|\P{L}+$/gu, "");
}

/** The same characters can be typed as different code points, in either case. */
function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
