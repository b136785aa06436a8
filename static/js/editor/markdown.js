// Reads Markdown, as people write it, into an HTML document of its own, which is then read like any paste.

import { inlineInto, isDefinition } from "./markdown_inline.js";

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|(\d{1,9})[.)])([ \t]+)(?=\S)/;
const NOTE = /^ {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const TABLE_LINE = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const DEEPEST = 12;

const SURE_SIGNS = [
  /^#{1,6}[ \t]+\S/m,
  /\]\((?:https?:\/\/|\/|mailto:|#)[^\s)]*(?:\s+"[^"]*")?\)/,
  /(?:^|[\s([“"'])\*\*(?=\S)[^*\n]{0,300}[^\s*]\*\*/m,
  /(?:^|\s)__(?=\S)[^_\n]{0,300}[^\s_]__(?:\W|$)/m,
  /^(?:```|~~~)/m,
  /^> \S/m,
  /^[-*+] \[[ xX]\] \S/m,
  /^\S[^\n]*\n={3,}[ \t]*$/m,
  /^\[\^[^\]\s]+\]:\s/m,
  /^[^\n]*\|[^\n]*\n[ \t|:]*-{2,}[ \t|:-]*\|[ \t|:-]*$/m,
];
const FAINT_SIGNS = [
  /^(?:[-*+]|\d{1,3}\.) \S/m,
  /(?:^|\s)[*_](?=[^\s*_])[^*_\n]{1,200}[^\s*_][*_](?:[\s.,;:!?)]|$)/m,
  /^(?:={3,}|-{3,})[ \t]*$/m,
  /`[^`\n]+`/,
];

/** Whether a plain text is Markdown: one sign that nothing else has, or two that others have too. */
export function isMarkdown(text) {
  if (SURE_SIGNS.some((sign) => sign.test(text))) return true;
  return FAINT_SIGNS.filter((sign) => sign.test(text)).length > 1;
}

class Reader {
  constructor() {
    this.document = document.implementation.createHTMLDocument("");
    this.definitions = new Map();
    this.notes = new Map();
    this.calls = new Map();
  }

  read(text) {
    const lines = text
      .replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
      .replaceAll("\t", "    ")
      .split("\n");
    this.blocks(this.#withoutDefinitions(lines), this.document.body, 0);
    this.#writeNotes();
    return this.document.body;
  }

  /** Notes and the addresses of links may stand anywhere, and behind what uses them. */
  #withoutDefinitions(lines) {
    const rest = [];
    let isCode = false;
    for (let at = 0; at < lines.length; at += 1) {
      if (FENCE.test(lines[at])) isCode = !isCode;
      const note = isCode ? null : NOTE.exec(lines[at]);
      if (note) {
        const own = [lines[at].slice(note[0].length)];
        while (isOfNote(lines, at + 1)) own.push(lines[(at += 1)].replace(/^ {1,4}/, ""));
        if (!this.notes.has(note[1])) this.notes.set(note[1], own);
      } else if (isCode || !isDefinition(lines[at], this.definitions)) rest.push(lines[at]);
    }
    return rest;
  }

  #writeNotes() {
    const list = this.#element("ol", this.document.body);
    // A note may call another, which then stands behind it.
    for (const [key] of this.calls) {
      const item = this.#element("li", list);
      item.id = `fn-${key}`;
      this.blocks(this.notes.get(key), item, 1);
    }
    if (!this.calls.size) list.remove();
  }

  /** A note whose text stands where it is called: its key. */
  addNote(text) {
    const key = `inline-${this.notes.size}`;
    this.notes.set(key, [text]);
    return key;
  }

  /** The number of a note that is called, null where it has no text. */
  numberOf(key) {
    if (!this.notes.has(key)) return null;
    if (!this.calls.has(key)) this.calls.set(key, this.calls.size + 1);
    return this.calls.get(key);
  }

  blocks(lines, parent, depth) {
    let at = 0;
    while (at < lines.length) {
      const line = lines[at];
      if (!line.trim()) at += 1;
      else if (FENCE.test(line)) at = this.#fence(lines, at, parent);
      else if (HEADING.test(line)) at = this.#heading(line, at, parent);
      else if (RULE.test(line)) {
        this.#element("hr", parent);
        at += 1;
      } else if (depth < DEEPEST && QUOTE.test(line)) at = this.#quote(lines, at, parent, depth);
      else if (depth < DEEPEST && ITEM.test(line)) at = this.#list(lines, at, parent, depth);
      else if (isTable(lines, at)) at = this.#table(lines, at, parent);
      else at = this.#paragraph(lines, at, parent);
    }
  }

  #element(tag, parent) {
    return parent.appendChild(this.document.createElement(tag));
  }

  #heading(line, at, parent) {
    const [, marks, words] = HEADING.exec(line);
    inlineInto(this.#element(`h${marks.length}`, parent), words, this);
    return at + 1;
  }

  #fence(lines, start, parent) {
    const [, fence] = FENCE.exec(lines[start]);
    let at = start + 1;
    while (at < lines.length && !lines[at].trim().startsWith(fence)) at += 1;
    const code = this.#element("code", this.#element("pre", parent));
    code.textContent = lines.slice(start + 1, at).join("\n");
    return at + 1;
  }

  #quote(lines, start, parent, depth) {
    let at = start;
    const inside = [];
    while (at < lines.length && lines[at].trim() && (QUOTE.test(lines[at]) || !begins(lines, at))) {
      inside.push(lines[at].replace(QUOTE, ""));
      at += 1;
    }
    this.blocks(inside, this.#element("blockquote", parent), depth + 1);
    return at;
  }

  #list(lines, start, parent, depth) {
    const first = ITEM.exec(lines[start]);
    const isNumbered = Boolean(first[3]);
    const list = this.#element(isNumbered ? "ol" : "ul", parent);
    if (isNumbered && Number(first[3]) > 1) list.setAttribute("start", Number(first[3]));
    let at = start;
    while (at < lines.length) {
      const item = ITEM.exec(lines[at]);
      if (!item || Boolean(item[3]) !== isNumbered || RULE.test(lines[at])) break;
      const end = endOfItem(lines, at, item[1].length);
      const inside = lines
        .slice(at, end)
        .map((line, index) => unindented(line, index, item[0].length));
      this.#item(inside, list, depth);
      at = end;
      while (at < lines.length && !lines[at].trim()) at += 1;
    }
    return at;
  }

  #item(inside, list, depth) {
    const item = this.#element("li", list);
    const [, box] = /^\[([ xX])\] /.exec(inside[0]) ?? [];
    if (box) inside[0] = `${box === " " ? "☐" : "☑"} ${inside[0].slice(4)}`;
    this.blocks(inside, item, depth + 1);
  }

  #table(lines, start, parent) {
    const table = this.#element("table", parent);
    let at = start;
    for (; at < lines.length && lines[at].includes("|"); at += 1) {
      if (at === start + 1) continue;
      const row = this.#element("tr", table);
      for (const words of cellsOf(lines[at])) {
        inlineInto(this.#element(at === start ? "th" : "td", row), words, this);
      }
    }
    return at;
  }

  #paragraph(lines, start, parent) {
    let at = start + 1;
    while (at < lines.length && lines[at].trim() && !begins(lines, at)) {
      const underline = UNDERLINE.exec(lines[at]);
      if (underline) {
        const heading = this.#element(underline[1][0] === "=" ? "h1" : "h2", parent);
        inlineInto(heading, lines.slice(start, at).join("\n"), this);
        return at + 1;
      }
      at += 1;
    }
    inlineInto(this.#element("p", parent), lines.slice(start, at).join("\n"), this);
    return at;
  }
}

/** Whether a block begins here that ends a paragraph above it. */
function begins(lines, at) {
  const line = lines[at];
  const item = ITEM.exec(line);
  if (item && (!item[3] || item[3] === "1")) return true;
  const isRule = RULE.test(line) && !UNDERLINE.test(line);
  return isRule || HEADING.test(line) || FENCE.test(line) || QUOTE.test(line);
}

function isOfNote(lines, at) {
  if (at >= lines.length) return false;
  if (/^ {1,}\S/.test(lines[at])) return true;
  if (lines[at].trim())
    return lines[at - 1].trim() !== "" && !NOTE.test(lines[at]) && !begins(lines, at);
  return at + 1 < lines.length && /^ {2,}\S/.test(lines[at + 1]);
}

function endOfItem(lines, start, indent) {
  const within = " ".repeat(indent + 2);
  let at = start + 1;
  while (at < lines.length) {
    const isInside = lines[at].startsWith(within);
    if (!lines[at].trim()) {
      const next = lines[at + 1] ?? "";
      if (!next.startsWith(within) || !next.trim()) break;
    } else if (!isInside && (ITEM.test(lines[at]) || begins(lines, at))) break;
    at += 1;
  }
  return at;
}

function unindented(line, index, indent) {
  if (!index) return line.slice(indent);
  const spaces = /^ */.exec(line)[0].length;
  return line.slice(Math.min(spaces, indent));
}

function isTable(lines, at) {
  const next = lines[at + 1] ?? "";
  return (
    lines[at].includes("|") && next.includes("-") && next.includes("|") && TABLE_LINE.test(next)
  );
}

function cellsOf(line) {
  const inside = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inside.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

const FRONT = /^---\r?\n([\s\S]{0,5000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

/** The document's body, and the headline and standfirst of the lines in front of it, if it has any. */
export function readMarkdown(text) {
  const front = FRONT.exec(text);
  const fields = front?.[1] ?? "";
  const field = (names) =>
    new RegExp(`^(?:${names}):[ \\t]*["']?(.*?)["']?[ \\t]*$`, "im").exec(fields)?.[1] ?? "";
  return {
    body: new Reader().read(front ? text.slice(front[0].length) : text),
    headline: field("title|headline"),
    standfirst: field("subtitle|description|standfirst|excerpt|summary"),
  };
}
