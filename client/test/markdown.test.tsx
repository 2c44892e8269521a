import { describe, expect, it } from "vitest";
import { isSafeLink, plainText } from "../src/views/markdown/markdown";
import { expectInert, show } from "./show-markdown";

describe("what it renders", () => {
  it.each([
    ["**bold** and *italic*", "<p><strong>bold</strong> and <em>italic</em></p>"],
    ["~~gone~~", "<p><s>gone</s></p>"],
    ["`a < b`", "<p><code>a &lt; b</code></p>"],
    ["one\ntwo", "<p>one<br>two</p>"],
    ["- one\n- two", "<ul><li>one</li><li>two</li></ul>"],
    ["3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'],
    ["> said", "<blockquote><p>said</p></blockquote>"],
    ["# bold *line* #\nnext", "<p><strong>bold <em>line</em> #</strong></p><p>next</p>"],
    ["#channel\n#\n####### seven", "<p>#channel<br>#<br>####### seven</p>"],
    ["said\n---\nmore", "<p>said</p><hr><p>more</p>"],
    ["said\n===\n--\nmore", "<p>said<br>===<br>--<br>more</p>"],
    ["~one~ ~~two~~", "<p>~one~ <s>two</s></p>"],
    ["> a\n> - b\n>   1. c", "<blockquote><p>a</p><ul><li>b<ol><li>c</li></ol></li></ul></blockquote>"],
    ["    indented", "<p>    indented</p>"],
    ["for x:\n    say(x)\n\n\tand  so   on", "<p>for x:<br>    say(x)</p><p>\tand  so   on</p>"],
    ["- one\n  two", "<ul><li>one<br>two</li></ul>"],
    ["&amp; &lt;", "<p>&amp;amp; &amp;lt;</p>"],
    ["snake_case_name", "<p>snake_case_name</p>"],
    ["see notes.md and example.com", "<p>see notes.md and example.com</p>"],
  ])("%j", (source, html) => {
    expect(show(source).innerHTML.replaceAll(' dir="auto"', "")).toBe(html);
  });

  it("runs each block in the direction of its own first letter", () => {
    const root = show("# hello\n\nשלום\n\n- مرحبا\n\n> שלום\n>\n> hello\n\n|a|b|\n|-|-|");
    expect([...root.querySelectorAll("[dir]")]).toEqual([...root.children]);
    for (const block of root.children) expect(block.getAttribute("dir")).toBe("auto");
  });

  it.each([
    ["https://xn--80ak6aa92e.com/", "https://xn--80ak6aa92e.com/"],
    ["https://аррӏе.com/%C3%A4", "https://xn--80ak6aa92e.com/%C3%A4"],
  ])("shows %s as it was written, and links %s", (written, address) => {
    for (const source of [written, `<${written}>`]) {
      const link = show(source).querySelector("a");
      expect(link?.textContent).toBe(written);
      expect(link?.getAttribute("href")).toBe(address);
    }
  });

  it.each([
    "https://user:pw@evil.com/x",
    "https://bank.example@evil.com/x",
    "https://user:p@ss@evil.com/x",
    "http://a@b@c.com",
    "<https://bank.example@evil.com/>",
  ])("does not link %s, which reads as another host than it leads to", (source) => {
    const root = show(source);
    expect(root.querySelector("a")).toBeNull();
    expect(root.textContent).toBe(source);
  });

  it.each([
    ["**bold** `code`\n- [one](https://example.com)\n- two\n\n```\nlet x;\n```", "bold code\none\ntwo\nlet x;"],
    ["# title\n- [x] done\n\n@ada\n***\nend", "title\ndone\n@ada\nend"],
    ["|a|b|\n|-|-|\n|*c*|d|", "a\nb\nc\nd"],
  ])("quotes %j without its marks", (source, text) => {
    expect(plainText(source)).toBe(text);
  });

  it.each(["https://example.com/a?b=c#d", "http://localhost:5000/", "mailto:ada@example.com"])(
    "links %s to a new tab that knows nothing of this one",
    (address) => {
      for (const source of [`[here](${address})`, `<${address}>`, address]) {
        const link = show(source).querySelector("a");
        expect(link?.getAttribute("href")).toBe(address);
        expect(link?.getAttribute("target")).toBe("_blank");
        expect(link?.getAttribute("rel")).toBe("noopener noreferrer nofollow");
      }
    },
  );

  it("shows a picture's source as text, and fetches nothing", () => {
    const root = show("![alt](https://example.com/track.png)");
    expect(root.querySelector("img")).toBeNull();
  });
});

describe("what users may not do", () => {
  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&Tab;javascript:alert(1))",
    "[x](\u0001javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](https://user:pw@example.com)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:image/svg+xml;base64,PHN2Zz4=)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://example.com/1)",
    "[x](//example.com)",
    "[x](/logout)",
    "<javascript:alert(1)>",
    "javascript:alert(1)",
    "![x](javascript:alert(1))",
    '[x](https://example.com "onmouseover=alert(1)")',
    '[x](https://example.com" onmouseover="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "```\"><script>alert(1)</script>\nx\n```",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<style>*{display:none}</style>",
    "<form action=/logout method=post><input type=submit></form>",
    "**<b onclick=alert(1)>**",
    "> - <details open ontoggle=alert(1)>",
    "<math><mtext></p><style><img src=x onerror=alert(1)>",
    "\u202e<script>",
    "# <script>",
    "- [x] <img src=x onerror=alert(1)>",
    "|<script>|[x](javascript:alert(1))|\n|:-:|--:|\n|<b onclick=alert(1)>|x|",
    "```html\n<script>alert(1)</script>\n```",
    "```constructor\nx\n```",
    "{{constructor.constructor('alert(1)')()}}",
  ])("%j is inert", (source) => {
    const root = show(source);
    expectInert(root);
  });

  it("refuses every other kind of address", () => {
    for (const address of ["javascript:alert(1)", " javascript:x", "data:,x", "ftp://x", "/local", "x", "", "https://user@example.com"]) {
      expect(isSafeLink(address)).toBe(false);
    }
  });
});
