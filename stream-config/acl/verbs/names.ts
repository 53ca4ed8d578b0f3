/** What a grant is about, by names: all that is left of one of another revision, or of a running server. */
export interface GrantNames {
  readonly stream?: string;
  readonly consumers: string[];
  readonly subjects: string[];
}

/** Grants of any verb have these, each or not. */
interface AnyGrant {
  readonly stream?: { readonly name: string };
  readonly consumer?: { readonly name: string; readonly stream: string };
  readonly consumers?: readonly { readonly name: string; readonly stream: string }[];
  readonly subjects?: readonly string[];
}

/** The names of what a grant is about. */
export function namesOf({ stream, consumer, consumers, subjects = [] }: AnyGrant): GrantNames {
  const about = consumers ?? (consumer ? [consumer] : []);
  const on = stream?.name ?? about[0]?.stream;
  return {
    ...(on !== undefined && { stream: on }),
    consumers: about.map(({ name }) => name),
    subjects: [...subjects],
  };
}
