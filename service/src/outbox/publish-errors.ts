/**
 * What JetStream's refusal of a message is about. `message`: this message, whatever the server's state. `state`: the
 * server, the account or the stream as it is now, which passes by itself or by an operator. `header`: a header that the
 * service does not send.
 */
export type RefusalAbout = "message" | "state" | "header";

/**
 * Every API error that a publisher can get, by its code (`err_code`), with the server's name for it; from errors.json
 * and the source of nats-server 2.15.2, which a test compares. The status says nothing of the kind: an account that is
 * full is 400 as well as a message that is too large.
 */
export const refusals: Readonly<Record<number, readonly [about: RefusalAbout, constant: string]>> = {
  10002: ["state", "JSAccountResourcesExceededErr"],
  10009: ["state", "JSClusterNotLeaderErr"],
  10023: ["state", "JSInsufficientResourcesErr"],
  10054: ["message", "JSStreamMessageExceedsMaximumErr"],
  10060: ["header", "JSStreamNotMatchErr"],
  10063: ["state", "JSStreamSequenceNotMatchErr"],
  10070: ["header", "JSStreamWrongLastMsgIDErrF"],
  10071: ["header", "JSStreamWrongLastSequenceErrF"],
  10077: ["state", "JSStreamStoreFailedF"],
  10097: ["message", "JSStreamHeaderExceedsMaximumErr"],
  10109: ["state", "JSStreamSealedErr"],
  10111: ["header", "JSStreamRollupFailedF"],
  10158: ["state", "JSStreamDuplicateMessageConflict"],
  10164: ["header", "JSStreamWrongLastSequenceConstantErr"],
  10165: ["header", "JSMessageTTLInvalidErr"],
  10166: ["header", "JSMessageTTLDisabledErr"],
  10168: ["header", "JSMessageIncrDisabledErr"],
  10169: ["header", "JSMessageIncrMissingErr"],
  10170: ["header", "JSMessageIncrPayloadErr"],
  10171: ["header", "JSMessageIncrInvalidErr"],
  10172: ["header", "JSMessageCounterBrokenErr"],
  10174: ["header", "JSAtomicPublishDisabledErr"],
  10175: ["header", "JSAtomicPublishMissingSeqErr"],
  10176: ["header", "JSAtomicPublishIncompleteBatchErr"],
  10177: ["header", "JSAtomicPublishUnsupportedHeaderBatchErr"],
  10179: ["header", "JSAtomicPublishInvalidBatchIDErr"],
  10185: ["header", "JSRequiredApiLevelErr"],
  10188: ["header", "JSMessageSchedulesDisabledErr"],
  10190: ["header", "JSMessageSchedulesTargetInvalidErr"],
  10191: ["header", "JSMessageSchedulesTTLInvalidErr"],
  10192: ["header", "JSMessageSchedulesRollupInvalidErr"],
  10193: ["header", "JSStreamExpectedLastSeqPerSubjectInvalid"],
  10199: ["header", "JSAtomicPublishTooLargeBatchErrF"],
  10200: ["header", "JSAtomicPublishInvalidBatchCommitErr"],
  10201: ["header", "JSAtomicPublishContainsDuplicateMessageErr"],
  10203: ["header", "JSMessageSchedulesSourceInvalidErr"],
  10205: ["header", "JSBatchPublishDisabledErr"],
  10206: ["header", "JSBatchPublishInvalidPatternErr"],
  10207: ["header", "JSBatchPublishInvalidBatchIDErr"],
  10208: ["header", "JSBatchPublishUnknownBatchIDErr"],
  10210: ["header", "JSAtomicPublishTooManyInflight"],
  10211: ["header", "JSBatchPublishTooManyInflight"],
  10212: ["header", "JSMessageSchedulesSchedulerInvalidErr"],
  10227: ["header", "JSMessageSourceHdrNotAllowedErr"],
};

/** Errors of the client, before anything is sent, that are about the message. */
const clientRefusals: ReadonlySet<string> = new Set(["MAX_PAYLOAD_EXCEEDED", "BAD_HEADER"]);

/**
 * Whether trying again can't help, so that the event is to be set aside. When in doubt it waits: behind an event that
 * waits its user's events stay in order, and one that was set aside comes late. A right that is missing is a state, too.
 */
export function isFinal(error: unknown): boolean {
  const { code, api_error } = error as { code?: string; api_error?: { err_code: number } };
  if (api_error) return refusals[api_error.err_code]?.[0] === "message";
  return clientRefusals.has(code ?? "");
}
