import underPressure from "@fastify/under-pressure";
import fastifyPlugin from "fastify-plugin";
import { ProblemError } from "../problems/problem-error";

/** Milliseconds. */
const longestDelay = 2_000;

/** Sheds requests with 503 while the event loop is so late that answers would come too late anyway. */
export const pressurePlugin = fastifyPlugin(
  async (app) => {
    await app.register(underPressure, {
      maxEventLoopDelay: longestDelay,
      // An interval without a sample counts as an endless delay, so a shorter one would shed after a shorter delay.
      sampleInterval: longestDelay,
      pressureHandler: async (_request, _reply, type) => {
        throw new ProblemError("overloaded", { cause: type });
      },
    });
  },
  { name: "pressure" },
);
