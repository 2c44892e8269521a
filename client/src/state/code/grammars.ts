import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import kotlin from "highlight.js/lib/languages/kotlin";
import lua from "highlight.js/lib/languages/lua";
import makefile from "highlight.js/lib/languages/makefile";
import markdown from "highlight.js/lib/languages/markdown";
import perl from "highlight.js/lib/languages/perl";
import php from "highlight.js/lib/languages/php";
import powershell from "highlight.js/lib/languages/powershell";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import shell from "highlight.js/lib/languages/shell";
import sql from "highlight.js/lib/languages/sql";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";
import type { Kind, Piece } from "./code-tokens";

const lowlight = createLowlight({
  bash, c, cpp, csharp, css, diff, dockerfile, go, ini, java, javascript, json, kotlin, lua, makefile, markdown, perl,
  php, powershell, python, r, ruby, rust, shell, sql, swift, typescript, xml, yaml,
});

/** The scopes of highlight.js that have a colour. What is not here looks like what it stands in. */
const KIND_OF: Record<string, Kind | null> = {
  comment: "comment", quote: "comment",
  keyword: "keyword", literal: "keyword", tag: "keyword", "selector-tag": "keyword", doctag: "keyword", section: "keyword",
  string: "string", regexp: "string", char: "string", link: "string", code: "string",
  number: "number", symbol: "number", bullet: "number",
  title: "title", function: "title", class: "title", type: "title", built_in: "title", "selector-class": "title", "selector-id": "title",
  name: "keyword", attr: "name", attribute: "name", property: "name", variable: "name", "template-variable": "name",
  meta: "meta", "selector-pseudo": "meta", "selector-attr": "meta", "template-tag": "meta",
  addition: "addition", deletion: "deletion",
  // Code within a string.
  subst: null,
};

type Tree = ReturnType<typeof lowlight.highlight>;

function kindOf(className: unknown, outer: Kind | null): Kind | null {
  const [scope = ""] = Array.isArray(className) ? className.map((name) => String(name).replace(/^hljs-/, "")) : [];
  const kind = Object.hasOwn(KIND_OF, scope) ? KIND_OF[scope] : undefined;
  return kind === undefined ? outer : kind;
}

function collect(nodes: Tree["children"], outer: Kind | null, pieces: [string, Kind | null][]): void {
  for (const node of nodes) {
    if (node.type === "element") collect(node.children, kindOf(node.properties["className"], outer), pieces);
    else if (node.type === "text") {
      const last = pieces.at(-1);
      if (last?.[1] === outer) last[0] += node.value;
      else pieces.push([node.value, outer]);
    }
  }
}

/** Code in pieces by their kinds. Takes as long as it takes: it belongs into a worker. */
export function highlightNow(code: string, grammar: string): readonly Piece[] {
  const pieces: [string, Kind | null][] = [];
  collect(lowlight.highlight(grammar, code).children, null, pieces);
  // With some nonsense highlight.js comes out with a character more than went in.
  return pieces.map(([text]) => text).join("") === code ? pieces : [[code, null]];
}

/** The grammars there are. */
export const registered = (): string[] => lowlight.listLanguages();
