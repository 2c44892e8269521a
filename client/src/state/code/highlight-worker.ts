import type { Answer, Question } from "./code-tokens";
import { highlightNow } from "./grammars";

// A file of its own, in a thread of its own: grammars are regular expressions, and what people write may keep one busy.
const answer = (content: Answer): void => postMessage(content);

addEventListener("message", ({ data }: MessageEvent<Question>) => answer(highlightNow(data.code, data.language)));
answer("ready");
