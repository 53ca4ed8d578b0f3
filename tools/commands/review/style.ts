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

/** Colours for a terminal, wherever the text goes: whoever asks for them knows that it is one. */
export const terminalStyle: Style = (text, as) => styleText(colours[as], text, { validateStream: false });
