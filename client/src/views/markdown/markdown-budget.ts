import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

/**
 * Steps that parsing a message may take: each is a look at what stands at one place. The rest of a message that
 * takes more is shown as it was written, so this bounds its elements, too. Of the 10,000 characters that a message
 * may have, prose with marks takes some 1,900, a list of five hundred items 2,000.
 */
export const STEPS_MAX = 4_000;
/** What is more work than to look: an element or two and what is in it, a button and colours, judging an address. */
const STEPS_OF = { block: 2, code: 6, link: 3 };
/** Quotations and lists within each other. What is deeper is shown as it was written. */
export const NESTING_MAX = 15;

interface Budget {
  left: number;
}

/** What the parser's environment of one message begins with. */
export const newBudget = (): Budget => ({ left: STEPS_MAX });

/** Takes steps off what is left for a message. Once it is false, it stays so. */
export function spend({ env }: StateBlock | StateInline, steps: number): boolean {
  const budget = env["budget"] as Budget;
  budget.left -= steps;
  return budget.left >= 0;
}

/** Where the block ends that a line is in: at a line that is less indented, as one behind a list is. */
function endOf(state: StateBlock, start: number, end: number): number {
  let line = start + 1;
  while (line < end && (state.isEmpty(line) || (state.sCount[line] ?? 0) >= state.blkIndent)) line++;
  return line;
}

function isFence(state: StateBlock, line: number): boolean {
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  return state.src.startsWith("```", start) || state.src.startsWith("~~~", start);
}

/** What it may take to go on from a place. Each mark of a run becomes a token. */
function stepsAt({ src, pos }: StateInline): number {
  const mark = src[pos];
  if (mark === "[" || mark === "<" || (mark === ":" && src[pos + 1] === "/")) return STEPS_OF.link;
  if (mark !== "*" && mark !== "_" && mark !== "~") return 1;
  let end = pos + 1;
  while (src[end] === mark && end - pos < STEPS_MAX) end++;
  return end - pos;
}

/** Bounds what one message costs, whatever it says, by two rules that are asked before all others. */
export function addBudget(parser: MarkdownIt): void {
  parser.block.ruler.before(
    "table",
    "budget",
    (state, line, end, silent) => {
      // Asked whether a list or another block ends here: it does where nothing is left. A paragraph's lines are cheap.
      if (silent) return !spend(state, state.parentType === "paragraph" ? 0 : 1);
      if (spend(state, STEPS_OF[isFence(state, line) ? "code" : "block"]) && state.level < NESTING_MAX) return false;
      state.line = endOf(state, line, end);
      state.push("paragraph_open", "p", 1);
      state.push("plain", "", 0).content = state.getLines(line, state.line, state.blkIndent, false).trimEnd();
      state.push("paragraph_close", "p", -1);
      return true;
    },
    { alt: ["paragraph", "blockquote", "list"] },
  );
  parser.inline.ruler.before("text", "budget", (state, silent) => {
    if (spend(state, stepsAt(state))) return false;
    if (!silent) state.push("plain", "", 0).content = state.src.slice(state.pos, state.posMax);
    state.pos = state.posMax;
    return true;
  });
}
