// Takes out of pasted HTML what programs and sites put there for themselves, before it is read.

const MACHINERY = [
  // Wikipedia
  ".mw-editsection, .mw-jump-link, .navbox, .Template-Fact, .Inline-Template, .mw-empty-elt, .ambox",
  // Gutenberg, Substack, Ghost
  ".wp-block-file__button, .subscription-widget-wrap, .subscribe-widget, .button-wrapper, .kg-signup-card",
  // only for screen readers, or to link to a heading
  ".screen-reader-text, .sr-only, .visually-hidden, .visuallyhidden, a.headerlink, a.anchor-link",
  "a.anchor[aria-hidden=true], .heading-anchor, button",
].join(", ");
const TEMPLATE_REMARK =
  /^\[(?:[a-z ]+ needed|when\?|who\?|whom\?|which\?|where\?|why\?|by whom\?|according to whom\?|dubious.*|failed verification|dead link|permanent dead link|weasel words|vague|edit|edit source)\]$/i;
const EDIT =
  /\s*\[\s*(?:edit(?: source)?|Bearbeiten|modifier(?: le code)?|editar)[^\]]{0,40}\]\s*$/i;
const HEADINGS = "h1, h2, h3, h4, h5, h6";
const PARAGRAPHS = "p, div";
const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6";
const LETTER = /^[“„«"'‘¿¡]?\p{Lu}$/u;

function removeRemarks(body) {
  for (const remark of body.querySelectorAll("sup")) {
    if (TEMPLATE_REMARK.test(remark.textContent.trim())) remark.remove();
  }
  for (const heading of body.querySelectorAll(HEADINGS)) {
    const [words] = EDIT.exec(heading.textContent) ?? [];
    if (words) cutEnd(heading, words.length);
  }
}

function cutEnd(element, length) {
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const all = [];
  while (texts.nextNode()) all.push(texts.currentNode);
  let rest = length;
  for (const text of all.toReversed()) {
    const count = Math.min(rest, text.data.length);
    text.deleteData(text.data.length - count, count);
    rest -= count;
  }
}

function isDropCap(block) {
  return /mso-element:\s*dropcap/i.test(block.dataset.style ?? "");
}

function firstText(element) {
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (texts.currentNode.data.trim()) return texts.currentNode;
  return null;
}

/** The block behind `block`, also where one of them is wrapped. */
function nextBlock(block, body) {
  let place = block;
  while (place !== body && !place.nextElementSibling) place = place.parentElement;
  return place === body ? null : place.nextElementSibling;
}

/** A first letter that was set apart goes back to its word. */
function joinDropCaps(body) {
  for (const block of body.querySelectorAll(PARAGRAPHS)) {
    if (block.querySelector(BLOCKS) && !isDropCap(block)) continue;
    if (block.closest("li")) continue;
    const letter = block.textContent.trim();
    if (!LETTER.test(letter) || !body.contains(block)) continue;
    const whole = block.closest("table") ?? block;
    const next = nextBlock(whole, body);
    const text = next && !next.matches("ul, ol, table") && firstText(next);
    const goesOn = text && (isDropCap(block) ? /^\s*\p{L}/u : /^\s*\p{Ll}/u).test(text.data);
    if (!goesOn) continue;
    text.data = letter + text.data;
    whole.remove();
  }
}

// What stands in for a figure, and for its caption.
const BOXES = ".wp-caption, .thumbinner, .tr-caption-container";
const CAPTIONS = ".wp-caption-text, .thumbcaption, .tr-caption";

function isPictureAlone(element) {
  return Boolean(element?.querySelector("img")) && !element.textContent.trim();
}

/** A figure in place of `holder`, of what it shows and its caption. */
function makeFigure(holder, parts, caption) {
  const { ownerDocument } = holder;
  const figure = ownerDocument.createElement("figure");
  const words = ownerDocument.createElement("figcaption");
  words.append(...caption.childNodes);
  holder.before(figure);
  figure.append(...parts, words);
  caption.remove();
}

/** Captions that are mere paragraphs go to what they stand under (or over, at a table). */
function findCaptions(body) {
  for (const box of body.querySelectorAll(BOXES)) {
    const caption = box.querySelector(CAPTIONS);
    if (!caption || !box.querySelector("img")) continue;
    makeFigure(box, box.querySelectorAll("img"), caption);
    if (!box.textContent.trim()) box.remove();
  }
  for (const caption of body.querySelectorAll("p.MsoCaption, p.caption")) {
    const { previousElementSibling: before, nextElementSibling: after } = caption;
    if (isPictureAlone(before)) makeFigure(before, [before], caption);
    else {
      const table = [before, after].find((each) => each?.matches("table") && !each.caption);
      if (!table) continue;
      table.createCaption().append(...caption.childNodes);
      caption.remove();
    }
  }
}

/** Removes from `body`, in place, what no reader of the source would call its text. */
export function tidySource(body) {
  for (const card of body.querySelectorAll(".kg-bookmark-container")) {
    const title = card.querySelector(".kg-bookmark-title");
    if (title) card.replaceChildren(title.textContent.trim());
  }
  for (const element of body.querySelectorAll(MACHINERY)) element.remove();
  removeRemarks(body);
  findCaptions(body);
  joinDropCaps(body);
}

const CAPTION = /\[caption\b[^\]]{0,2000}\]([\s\S]*?)\[\/caption\]/gi;
const PICTURE_OF_CAPTION = /^\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*<\/a>)?)/i;
const SHORTCODE =
  /^\[(?:(?:gallery|playlist|audio|video|embed|youtube|vimeo|tweet|instagram|soundcloud|contact-form-7|wpforms|tablepress|toc|more)\b|(?:su|vc|et_pb|fusion|elementor)[_-]|[\w-]+\s+[\w-]{1,40}=["'“”″&\d])/i;

const NOTE = /\[(footnote|ref|efn_note|mfn|note)(?:\s[^\]]{0,200})?\]([\s\S]*?)\[\/\1\]/gi;

/** Notes in shortcodes: their texts go behind the text. */
function readNotes(html) {
  const texts = [];
  const read = html.replaceAll(NOTE, (_all, _name, text) => {
    texts.push(text);
    return `<sup><a href="#fn-code-${texts.length}">${texts.length}</a></sup>`;
  });
  const items = texts.map((text, index) => `<li id="fn-code-${index + 1}">${text}</li>`);
  return texts.length ? `${read}<ol>${items.join("")}</ol>` : html;
}

/** Names that a text closes, so that whatever opens them is a shortcode too. */
function closedNames(text) {
  return new Set([...text.matchAll(/\[\/([a-z][\w-]{1,40})\]/gi)].map(([, name]) => name));
}

/** Shortcodes that can be read become HTML; `onCode` hears of those that stay. */
export function readShortcodes(html, onCode) {
  if (!html.includes("[")) return html;
  const read = readNotes(html)
    .replaceAll(CAPTION, (_all, inside) => {
      const [, picture = ""] = PICTURE_OF_CAPTION.exec(inside) ?? [];
      const words = inside.slice(PICTURE_OF_CAPTION.exec(inside)?.[0].length ?? 0);
      return `<figure>${picture}<figcaption>${words}</figcaption></figure>`;
    })
    .replaceAll(/\[embed[^\]]{0,300}\]\s*(https?:\/\/[^\s<[]+)\s*\[\/embed\]/gi, "$1");
  const text = read.replaceAll(/<[^>]*>/g, " ");
  const closed = closedNames(text);
  for (const [code, name] of text.matchAll(/\[([a-z][\w-]{1,40})(?:\s[^[\]]{0,300})?\/?\]/gi)) {
    if (closed.has(name) || SHORTCODE.test(code)) onCode(code.replaceAll("&quot;", '"'));
  }
  return read;
}
