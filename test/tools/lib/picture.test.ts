import { expect, test } from "vitest";
import { columns, renderPicture } from "../../../tools/lib/picture";
import { fold, readScreen, wrap } from "../../../tools/lib/picture/screen";

const plain = (text: string) => ({ text, look: undefined });

test("picture - a line that was redrawn stands as it was last", () => {
  const printed =
    "\u001b[2K\u001b[1G[1/6] Images · 0 s\u001b[2K\u001b[1G[1/6] Images · done · 9 s\r\nnext\r\n";
  expect(readScreen(printed)).toEqual([[plain("[1/6] Images · done · 9 s")], [plain("next")]]);
  expect(readScreen("10 %\r20 %\r100 %\n")).toEqual([[plain("100 %")]]);
});

test("picture - has the colours that were set, and no other codes", () => {
  expect(readScreen("a \u001b[31mred\u001b[39m b\u001b[?25h \u001b[1mbold\u001b[22m")).toEqual([
    [plain("a "), { text: "red", look: "red" }, plain(" b "), { text: "bold", look: "bold" }],
  ]);
});

test("picture - many lines are folded in the middle, a long one goes on below", () => {
  const lines = Array.from({ length: 30 }, (_, at) => [plain(`line ${at}`)]);
  const folded = fold(lines, 10);
  expect(folded).toHaveLength(10);
  expect(folded[5]).toEqual([{ text: "    … 21 more lines", look: "dim" }]);
  expect([folded[4], folded[6]]).toEqual([lines[4], lines[26]]);
  expect(wrap([plain("ab"), { text: "cd", look: "red" }], 3)).toEqual([
    [plain("ab"), { text: "c", look: "red" }],
    [{ text: "d", look: "red" }],
  ]);
  expect(wrap([], 3)).toEqual([[]]);
});

test("picture - is text, whatever a command prints", () => {
  const picture = renderPicture("make up", `<script>&\n${"x".repeat(columns + 1)}`);
  expect(picture).toContain(">&lt;script&gt;&amp;</text>");
  expect(picture.match(/<text /g)).toHaveLength(4);
});
