import { version } from "../package.json";

/** Name of this service in logs' and events' metadata. */
export const serviceName = "auth-service";

/** Version of this service, from its package.json. */
export const serviceVersion = version;
