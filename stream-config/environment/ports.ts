/** Ports that the service listens on when nobody says. */
export const servicePorts = { api: 3001, admin: 9090 } as const;
