/** What a stream holds. Times are RFC 3339. */
export interface StreamContent {
  readonly messages: number;
  readonly bytes: number;
  readonly first_ts: string;
  readonly last_ts: string;
  readonly consumer_count: number;
}
