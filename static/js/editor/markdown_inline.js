// The marks within a line of Markdown.

const WEB = /^(?:https?:\/\/|mailto:)/i;
const DEFINITION =
  /^ {0,3}\[([^\]^][^\]]{0,300})\]:[ \t]*<?(\S+?)>?(?:[ \t]+["'(](.*)["')])?[ \t]*$/;
const ADDRESS = String.raw`\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))*)>?(?:\s+["'](.*?)["'])?\s*\)`;
const WORDS = String.raw`\[((?:[^[\]\\]|\\.|\[[^[\]]*\])*)\]`;
const TOKEN = new RegExp(
  [
    String.raw`\\(?<escaped>[!-/:-@[-\x60{-~])`,
    "(?<ticks>`+)(?<code>(?:(?!`)[^]){1,2000}?)\\k<ticks>(?!`)",
    String.raw`\^\[(?<inlineNote>(?:[^[\]]|\[[^[\]]*\]){1,2000})\]`,
    String.raw`\[\^(?<note>[^\]\s]{1,60})\]`,
    String.raw`(?<image>!)?(?<words>${WORDS})(?<target>${ADDRESS}|\[(?<name>[^\]]{0,300})\])?`,
    String.raw`<(?<auto>(?:https?:\/\/|mailto:)[^\s<>]+)>`,
    String.raw`(?<bare>https?:\/\/[^\s<>*[\]]+[^\s<>*[\].,;:!?'"’”)])`,
    String.raw`(?<break> {2,}\n|<br ?\/?>)`,
    String.raw`(?<entity>&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});)`,
    String.raw`(?<tag><(?<ends>\/)?(?<tagName>em|strong|b|i|s|del|sub|sup|cite|q)>)`,
    String.raw`(?<remark><!--[^]{0,2000}?-->)`,
    String.raw`(?<delimiter>\*{1,3}|_{1,3}|~~)`,
  ].join("|"),
  "gi",
);
const MARKS = { 1: ["em"], 2: ["strong"], 3: ["em", "strong"] };

function nameOf(words) {
  return words.toLowerCase().replaceAll(/\s+/g, " ").trim();
}

function decoded(entity) {
  return new DOMParser().parseFromString(entity, "text/html").body.textContent;
}

/** Whether a line says where a link of a certain name leads; keeps it in `definitions` if so. */
export function isDefinition(line, definitions) {
  const match = DEFINITION.exec(line);
  if (match) definitions.set(nameOf(match[1]), { href: match[2], title: match[3] ?? "" });
  return Boolean(match);
}

class Line {
  constructor(reader, depth) {
    this.reader = reader;
    this.document = reader.document;
    this.depth = depth;
    this.nodes = [];
    this.open = [];
    this.openCounts = {};
  }

  element(tag, attributes, words) {
    const element = this.document.createElement(tag);
    for (const [name, value] of Object.entries(attributes))
      if (value) element.setAttribute(name, value);
    element.textContent = words;
    return element;
  }

  read(text) {
    let place = 0;
    for (const match of text.matchAll(TOKEN)) {
      if (match.index < place) continue;
      this.nodes.push(text.slice(place, match.index).replaceAll("\n", " "));
      place = match.index + match[0].length;
      this.token(match, text[match.index - 1] ?? " ", text[place] ?? " ");
    }
    this.nodes.push(text.slice(place).replaceAll("\n", " "));
    return this.nodes;
  }

  token({ 0: all, groups }, before, after) {
    const { escaped, code, inlineNote, note, words, auto, bare, delimiter, entity } = groups;
    if (escaped) this.nodes.push(escaped);
    else if (code) this.nodes.push(this.element("code", {}, code.trim() || code));
    else if (inlineNote) this.nodes.push(this.call(this.reader.addNote(inlineNote)));
    else if (note) this.nodes.push(this.call(note) ?? all);
    else if (words) this.link(all, groups);
    else if (auto || bare) this.nodes.push(this.element("a", { href: auto ?? bare }, auto ?? bare));
    else if (delimiter) this.mark(delimiter, before, after);
    else if (entity) this.nodes.push(decoded(entity));
    else if (groups.tag) this.tag(groups);
    else if (!groups.remark) this.nodes.push(this.element("br", {}, ""));
  }

  call(key) {
    const number = this.reader.numberOf(key);
    if (!number) return null;
    const call = this.element("sup", {}, "");
    call.append(this.element("a", { href: `#fn-${key}` }, String(number)));
    return call;
  }

  link(all, { image, words, target, name }) {
    const inside = words.slice(1, -1);
    const { href, title } = this.target(inside, target, name);
    if (image && href) this.nodes.push(this.element("img", { src: href, alt: inside }, ""));
    else if (href && this.depth < 2) {
      const link = this.element("a", { href, title }, "");
      link.append(...new Line(this.reader, this.depth + 1).read(inside));
      this.nodes.push(link);
    } else this.nodes.push(all);
  }

  target(words, target, name) {
    if (!target || name !== undefined) {
      return this.reader.definitions.get(nameOf(name || words)) ?? { href: "" };
    }
    const [, href, title] = new RegExp(`^${ADDRESS}$`).exec(target) ?? [];
    return { href: WEB.test(href) || !/^[a-z]+:/i.test(href) ? href : "", title };
  }

  /** A tag of HTML within the line, which Markdown takes as it is; without its other half, words. */
  tag({ tag, tagName, ends }) {
    const delimiter = `<${tagName.toLowerCase()}>`;
    if (!ends) this.opens(delimiter);
    else if (this.openCounts[delimiter]) this.close(delimiter);
    else this.nodes.push(tag);
  }

  opens(delimiter) {
    this.open.push({ delimiter, at: this.nodes.length });
    this.openCounts[delimiter] = (this.openCounts[delimiter] ?? 0) + 1;
    this.nodes.push(delimiter);
  }

  tagsOf(delimiter) {
    if (delimiter === "~~") return ["s"];
    return delimiter[0] === "<" ? [delimiter.slice(1, -1)] : MARKS[delimiter.length];
  }

  /** Emphasis opens before a word and closes behind one; an underscore never within. */
  mark(delimiter, before, after) {
    const isWithin = delimiter[0] === "_" && /\w/.test(before) && /\w/.test(after);
    const closes = !/\s/.test(before) && !isWithin;
    const opens = !/\s/.test(after) && !isWithin;
    if (closes && this.openCounts[delimiter]) this.close(delimiter);
    else if (opens) this.opens(delimiter);
    else this.nodes.push(delimiter);
  }

  close(delimiter) {
    let opened;
    do {
      opened = this.open.pop();
      this.openCounts[opened.delimiter] -= 1;
    } while (opened.delimiter !== delimiter);
    let inside = this.nodes.splice(opened.at).slice(1);
    for (const tag of this.tagsOf(delimiter)) {
      const element = this.element(tag, {}, "");
      element.append(...inside);
      inside = [element];
    }
    this.nodes.push(...inside);
  }
}

/** Appends what `text` says to `parent`; `reader` knows the notes and the addresses of links. */
export function inlineInto(parent, text, reader) {
  const lines = text.replaceAll("\\\n", "  \n");
  parent.append(...new Line(reader, 0).read(lines));
}
