export { Certificate } from "./certificate";
export { Consumer } from "./consumer";
export { Nkey } from "./nkey";
export { Password } from "./password";
export { Provider } from "./provider";
export { ServerConfiguration } from "./server-configuration";
export { SigningKey } from "./signing-key";
export { Stream } from "./stream";
