export { connectConsumer, SettingError } from "./connect";
export type { EventData, EventType, ReceivedEvent } from "./event";
export { type HandledEvents, HandledInMemory, HandledInRedis } from "./handled";
export { ack, nak, type Outcome, term } from "./outcome";
export { EventSubscriber, type Handler, type Handlers, type SubscriberOptions } from "./subscriber";
