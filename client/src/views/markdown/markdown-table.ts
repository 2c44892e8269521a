import type { MarkdownIt, StateBlock } from "markdown-it";
import { spend } from "./markdown-budget";

const DELIMITER = /^:?-+:?$/;

/** The cells of a row: what stands between bars, the outer two of which may be left out. */
function cellsOf(line: string): string[] {
  const inner = line.trim().replace(/^\|/, "");
  // To look for backslashes takes several times as long, and hardly any table has some.
  const cells = inner.includes("\\") ? inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll("\\|", "|")) : inner.split("|");
  if (cells.length > 1 && cells.at(-1)?.trim() === "") cells.pop();
  return cells.map((cell) => cell.trim());
}

function lineOf(state: StateBlock, line: number): string | null {
  const indentation = (state.sCount[line] ?? 0) - state.blkIndent;
  if (indentation < 0 || indentation >= 4) return null;
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}

const alignmentOf = (cell: string): string | null =>
  cell.endsWith(":") ? (cell.startsWith(":") ? "center" : "end") : null;

/** The alignments of the columns of a table that begins here; null if none does. */
function columnsOf(state: StateBlock, line: number, end: number): (string | null)[] | null {
  // Asked first, since every line of every paragraph comes here: what a delimiter can begin with.
  const below = state.src[(state.bMarks[line + 1] ?? 0) + (state.tShift[line + 1] ?? 0)];
  if (line + 2 > end || (below !== "|" && below !== "-" && below !== ":")) return null;
  const delimiter = lineOf(state, line + 1);
  if (!delimiter || !/^[|:-][-|:\s]*$/.test(delimiter)) return null;
  const cells = cellsOf(delimiter);
  const header = lineOf(state, line);
  if (!header?.includes("|") || !cells.every((cell) => DELIMITER.test(cell))) return null;
  return cellsOf(header).length === cells.length ? cells.map(alignmentOf) : null;
}

/** The cells of a line of a table; null where it is none, or where they are more than the message can afford. */
function rowAt(state: StateBlock, line: number): string[] | null {
  const text = lineOf(state, line);
  if (!text?.includes("|")) return null;
  const cells = cellsOf(text);
  return spend(state, 1 + cells.length) ? cells : null;
}

function pushRow(state: StateBlock, cells: readonly string[], tag: "th" | "td", columns: readonly (string | null)[]): void {
  state.push("tr_open", "tr", 1);
  cells.forEach((cell, index) => {
    const alignment = columns[index];
    const open = state.push(`${tag}_open`, tag, 1);
    if (alignment) open.attrSet("align", alignment);
    if (cell !== "") {
      const inline = state.push("inline", "", 0);
      inline.content = cell;
      inline.children = [];
    }
    state.push(`${tag}_close`, tag, -1);
  });
  state.push("tr_close", "tr", -1);
}

/**
 * Tables as GitHub has them, but for two things. Markdown-it's rule fills rows up with empty cells, up to 65,536 of
 * them for a message of 10,000 characters; here a row has the cells that were written, surplus ones included. And
 * a line without a bar ends the table.
 */
export function addTables(parser: MarkdownIt): void {
  parser.block.ruler.at(
    "table",
    (state, start, end, silent) => {
      const columns = columnsOf(state, start, end);
      if (!columns) return false;
      if (silent) return true;
      const header = rowAt(state, start);
      if (!header) return false;
      const open = state.push("table_open", "table", 1);
      state.push("thead_open", "thead", 1);
      pushRow(state, header, "th", columns);
      state.push("thead_close", "thead", -1);
      let line = start + 2;
      for (let cells; line < end && (cells = rowAt(state, line)); line++) {
        if (line === start + 2) state.push("tbody_open", "tbody", 1);
        pushRow(state, cells, "td", columns);
      }
      if (line > start + 2) state.push("tbody_close", "tbody", -1);
      state.push("table_close", "table", -1);
      open.map = [start, line];
      state.line = line;
      return true;
    },
    { alt: ["paragraph", "reference"] },
  );
}
