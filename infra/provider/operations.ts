import * as proto from "@pulumi/pulumi/proto/provider_pb";
import type { TObject } from "typebox";
import { readJsonTexts } from "../config/json-text";
import { schemaFailures } from "./check";
import { changedFields } from "./diff";
import { ProviderError, UnreachableError } from "./errors";
import type { Provider } from "./provider";
import type {
  Call,
  Change,
  CheckFailure,
  FieldChange,
  FieldChanges,
  Found,
  Properties,
  Resource,
} from "./resource";
import { requiredNames } from "./schema";
import { decode, encode, hasUnknown, unknown } from "./wire";

/** Checks the provider's own configuration. */
export function checkConfig(provider: Provider, request: proto.CheckRequest): proto.CheckResponse {
  const { values: texts, secrets: given } = decode(request.getNews());
  const values = readConfig(provider, texts);
  const secrets = union(given, provider.secretConfig);
  const { known, unknowns } = split(values);
  const { version: _, ...config } = known;
  const failures = schemaFailures(provider.config, { values: config, secrets }, unknowns);
  return checked(values, secrets, [...failures, ...provider.checkConfig(values)]);
}

/** A changed configuration never replaces the provider, for that would replace everything it manages. */
export function diffConfig(provider: Provider, request: proto.DiffRequest): proto.DiffResponse {
  const before = readConfig(provider, decode(request.getOldInputs() ?? request.getOlds()).values);
  const after = readConfig(provider, decode(request.getNews()).values);
  return diffResponse(changedFields(fieldNames(provider.config), before, after));
}

/** Takes the provider's configuration over. */
export function configure(provider: Provider, request: proto.ConfigureRequest): proto.ConfigureResponse {
  provider.configure(readConfig(provider, decode(request.getArgs()).values));
  return new proto.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
}

/** A default provider is configured by the stack's configuration, where everything but a text is JSON. */
function readConfig({ config }: Provider, given: Properties): Properties {
  return readJsonTexts(config, given) as Properties;
}

/** Checks a resource's inputs: by its schema, then by its own rules. Inputs that aren't known yet pass. */
export async function check(resource: Resource, request: proto.CheckRequest): Promise<proto.CheckResponse> {
  const news = decode(request.getNews());
  const { known, unknowns } = split(news.values);
  const failures = schemaFailures(resource.inputs, { ...news, values: known }, unknowns);
  if (failures.length > 0) return checked(news.values, news.secrets, failures);
  const olds = decode(request.getOlds()).values;
  const before = Object.keys(olds).length === 0 ? undefined : olds;
  const result = await resource.check(known, { before, unknowns });
  const inputs = { ...result.inputs, ...pick(news.values, unknowns) };
  return checked(inputs, news.secrets, result.failures);
}

/** What an update would change, field by field; after a refresh, how the live state differs from what is recorded. */
export async function diff(
  resource: Resource,
  request: proto.DiffRequest,
  inputsOf: Change["inputsOf"],
  call: Call,
): Promise<proto.DiffResponse> {
  return diffResponse(await findChanges(resource, request, inputsOf, call));
}

/** Removes the resource, unless it has nothing to remove. */
export async function remove(resource: Resource, request: proto.DeleteRequest, call: Call): Promise<void> {
  const state = decode(request.getProperties()).values;
  const inputs = request.hasOldInputs() ? decode(request.getOldInputs()).values : state;
  await resource.delete?.({ id: request.getId(), inputs, state }, call);
}

async function findChanges(
  resource: Resource,
  request: proto.DiffRequest | proto.UpdateRequest,
  inputsOf: Change["inputsOf"],
  call: Call,
): Promise<FieldChanges> {
  const before = decode(request.getOlds()).values;
  const news = decode(request.getNews());
  const ignored = request.getIgnorechangesList();
  const names = fieldNames(resource.inputs).filter((name) => !ignored.includes(name));
  const changed = changedFields(names, before, news.values);
  const change = { id: request.getId(), before, inputs: split(news.values).known, inputsOf };
  return (await resource.diff?.(change, changed, call)) ?? changed;
}

/** Creates, or in a preview says what is known in advance. */
export async function create(
  resource: Resource,
  request: proto.CreateRequest,
  call: Call,
): Promise<proto.CreateResponse> {
  const { values, secrets } = decode(request.getProperties());
  const allSecrets = union(secrets, resource.secrets);
  if (request.getPreview()) {
    return new proto.CreateResponse().setProperties(
      encode({ ...unknownOutputs(resource), ...values }, allSecrets),
    );
  }
  const { id, state } = await resource.create(values, call);
  return new proto.CreateResponse()
    .setId(id)
    .setProperties(encode({ ...state }, allSecrets))
    .setRefreshBeforeUpdate(drifts(resource));
}

/** Reads the live resource, for a refresh or an import. An empty answer says that it is gone. */
export async function read(
  resource: Resource,
  request: proto.ReadRequest,
  call: Call,
): Promise<proto.ReadResponse> {
  const state = decode(request.getProperties());
  const inputs = decode(request.getInputs());
  const record = { id: request.getId(), inputs: inputs.values, state: state.values };
  const found = await find(resource, record, call);
  const response = new proto.ReadResponse();
  if (found === undefined) return response;
  return response
    .setId(found.id)
    .setInputs(encode(found.inputs, inputs.secrets))
    .setProperties(encode({ ...found.state }, union(state.secrets, [...inputs.secrets, ...resource.secrets])))
    .setRefreshBeforeUpdate(drifts(resource));
}

/** Updates in place, or in a preview says what is known in advance. */
export async function update(
  resource: Resource,
  request: proto.UpdateRequest,
  call: Call,
): Promise<proto.UpdateResponse> {
  const before = decode(request.getOlds()).values;
  const { values, secrets } = decode(request.getNews());
  const allSecrets = union(secrets, resource.secrets);
  const response = new proto.UpdateResponse();
  if (request.getPreview()) {
    const keeps = resource.keepsOutputs?.(await findChanges(resource, request, "program", call)) ?? false;
    const outputs = keeps ? pick(before, new Set(fieldNames(resource.outputs))) : unknownOutputs(resource);
    return response.setProperties(encode({ ...outputs, ...values }, allSecrets));
  }
  const state = await resource.update(
    { id: request.getId(), before, inputs: values, inputsOf: "program" },
    call,
  );
  return response.setProperties(encode({ ...state }, allSecrets)).setRefreshBeforeUpdate(drifts(resource));
}

/** Whether the live resource can differ from what is recorded. */
function drifts(resource: Resource): boolean {
  return resource.read !== undefined;
}

/** A live system that can't be asked must not keep Pulumi from repairing it: the record is then taken as true. */
async function find(
  resource: Resource,
  record: Found<Properties>,
  call: Call,
): Promise<Found<object> | undefined> {
  const recorded = Object.keys(record.inputs).length === 0 ? undefined : record.inputs;
  try {
    if (resource.read !== undefined) return await resource.read(record.id, recorded, call);
  } catch (error) {
    if (!(error instanceof UnreachableError) || recorded === undefined) throw error;
    call.warn(`its live state can't be read, so it is taken to be as it was last: ${error.message}`);
  }
  if (recorded !== undefined) return record;
  throw new ProviderError(
    `${resource.token} can't be imported: its values exist nowhere but in the stack's state.`,
    "Create it with `pulumi up`.",
  );
}

function checked(
  inputs: Properties,
  secrets: ReadonlySet<string>,
  failures: readonly CheckFailure[],
): proto.CheckResponse {
  return new proto.CheckResponse()
    .setInputs(encode(inputs, secrets))
    .setFailuresList(
      failures.map(({ property, reason }) =>
        new proto.CheckFailure().setProperty(property).setReason(reason),
      ),
    );
}

function diffResponse(changes: FieldChanges): proto.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  const names = Object.keys(changes);
  const response = new proto.DiffResponse()
    .setChanges(names.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(names)
    .setReplacesList(names.filter((name) => changes[name]?.effect === "replace"))
    .setDeletebeforereplace(true)
    .setHasdetaileddiff(true);
  for (const [name, change] of Object.entries(changes)) {
    const detail = new proto.PropertyDiff().setKind(kinds[change.effect][change.kind]);
    response.getDetaileddiffMap().set(name, detail.setInputdiff(change.of === "input"));
  }
  return response;
}

const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = proto.PropertyDiff.Kind;

const kinds: Readonly<Record<FieldChange["effect"], Record<FieldChange["kind"], proto.PropertyDiff.Kind>>> = {
  update: { add: ADD, delete: DELETE, update: UPDATE },
  replace: { add: ADD_REPLACE, delete: DELETE_REPLACE, update: UPDATE_REPLACE },
};

/** Inputs with everything unknown taken out, and the names of what was. */
function split(values: Properties): { known: Properties; unknowns: ReadonlySet<string> } {
  const unknowns = new Set(Object.keys(values).filter((name) => hasUnknown(values[name])));
  const known = Object.fromEntries(Object.entries(values).filter(([name]) => !unknowns.has(name)));
  return { known, unknowns };
}

function pick(values: Properties, names: ReadonlySet<string>): Properties {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
}

/** Outputs that there will be for certain, but nobody knows yet. */
function unknownOutputs({ outputs }: Resource): Properties {
  return Object.fromEntries(requiredNames(outputs).map((name) => [name, unknown]));
}

function union(some: ReadonlySet<string>, others: readonly string[]): ReadonlySet<string> {
  return new Set([...some, ...others]);
}

function fieldNames(schema: TObject): string[] {
  return Object.keys(schema.properties);
}
