/** What presenting a refresh token leads to; `child` is the token that is handed out. Tokens are numbers, in order. */
export type Outcome =
  | { readonly kind: "rotated" | "replaced" | "repeated"; readonly child: number }
  | { readonly kind: "refused" };

/** What the service should do with the refresh tokens of one session. Token 0 is that of the login. */
export class RefreshModel {
  /** By token, the child that a repeat gets again. */
  readonly #kept = new Map<number, number>();
  readonly #dead = new Set<number>();
  #current = 0;
  #parent: number | undefined;
  #count = 1;
  #hasEnded = false;

  /** Tokens that there have been. */
  get count(): number {
    return this.#count;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  present(token: number): Outcome {
    if (this.#hasEnded) return { kind: "refused" };
    if (token === this.#current) return this.#exchange("rotated", token);
    const child = this.#kept.get(token);
    if (child !== undefined) return { kind: "repeated", child };
    if (token !== this.#parent) return this.#refuse();
    this.#dead.add(this.#current);
    return this.#exchange("replaced", token);
  }

  /** The time is over in which the token gets the same answer again. */
  lapse(token: number): void {
    this.#kept.delete(token);
  }

  end(): void {
    this.#hasEnded = true;
  }

  /** Whether the access token that was handed out with a refresh token is still good. */
  isAccessGood(token: number): boolean {
    return !this.#hasEnded && !this.#dead.has(token);
  }

  #exchange(kind: "rotated" | "replaced", token: number): Outcome {
    const child = this.#count;
    this.#count += 1;
    this.#parent = token;
    this.#current = child;
    this.#kept.set(token, child);
    return { kind, child };
  }

  #refuse(): Outcome {
    this.#hasEnded = true;
    return { kind: "refused" };
  }
}
