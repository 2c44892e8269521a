/** The languages whose code is coloured, each by its names after the opening fence; the first is the grammar's. */
const LANGUAGES = `
bash sh zsh
c h
cpp c++ cc cxx h++ hpp hh hxx
csharp cs c#
css
diff patch
dockerfile docker
go golang
ini toml
java jsp
javascript js jsx mjs cjs
json json5 jsonc jsonl
kotlin kt kts
lua pluto
makefile mk mak make
markdown md mkdown mkd
perl pl pm
php
powershell pwsh ps ps1
python py gyp ipython
r
ruby rb gemspec podspec thor irb
rust rs
shell console shellsession
sql
swift
typescript ts tsx mts cts
xml html xhtml rss atom xjb xsd xsl plist wsf svg
yaml yml
`;

const GRAMMARS = new Map(
  LANGUAGES.trim()
    .split("\n")
    .flatMap((line) => {
      const names = line.split(" ");
      return names.map((name): [string, string] => [name, names[0] ?? name]);
    }),
);

/** The grammars there are. */
export const grammars: ReadonlySet<string> = new Set(GRAMMARS.values());

/** The grammar for what stands after an opening fence ("js", "Python title=x"); null if there is none. */
export function grammarOf(info: string): string | null {
  const [name = ""] = info.trim().split(/[\s{:,]/, 1);
  return GRAMMARS.get(name.toLowerCase()) ?? null;
}
