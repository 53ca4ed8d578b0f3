import { fold, type Line, readScreen, type Span, wrap } from "./screen";

/** The width of the terminal in the picture. */
export const columns = 110;

const mostLines = 44;
const [letterWidth, lineHeight, margin] = [7.8, 18, 16];

const style = `
svg { background: #fff; fill: #1f2328; font: 13px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre }
.bold { font-weight: bold } .dim { fill: #656d76 } .red { fill: #cf222e } .green { fill: #1a7f37 } .yellow { fill: #9a6700 }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; fill: #e6edf3 }
  .dim { fill: #8b949e } .red { fill: #ff7b72 } .green { fill: #3fb950 } .yellow { fill: #d29922 }
}
`;

/** An SVG that needs nothing else, of a terminal in which `command` has printed this. */
export function renderPicture(command: string, printed: string): string {
  const prompt: Line = [{ text: `$ ${command}`, look: "bold" }];
  const lines = fold([prompt, ...readScreen(printed).flatMap((line) => wrap(line, columns))], mostLines);
  const [width, height] = [columns * letterWidth + 2 * margin, lines.length * lineHeight + 2 * margin];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(command)}</title>`,
    `<style>${style}</style>`,
    ...lines.map(renderLine),
    "</svg>\n",
  ].join("\n");
}

function renderLine(line: Line, row: number): string {
  const y = margin + (row + 1) * lineHeight - 5;
  return `<text x="${margin}" y="${y}" xml:space="preserve">${line.map(renderSpan).join("")}</text>`;
}

function renderSpan({ text, look }: Span): string {
  return look === undefined ? escaped(text) : `<tspan class="${look}">${escaped(text)}</tspan>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
