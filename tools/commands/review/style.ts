import { styleText } from "node:util";
import type { Style } from "../../../stream-config/review";

const colours = {
  heading: "bold",
  quiet: "dim",
  unchanged: "green",
  safe: "green",
  risky: "yellow",
  refused: "red",
} as const;

/** Colours for a terminal. */
export const terminalStyle: Style = (text, as) => styleText(colours[as], text);
