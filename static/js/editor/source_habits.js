// Takes out of pasted HTML what programs and sites put there for themselves, before it is read.

const MACHINERY = [
  // Wikipedia
  ".mw-editsection, .mw-jump-link, .navbox, .Template-Fact, .Inline-Template, .mw-empty-elt",
  // Gutenberg, Substack, Ghost
  ".wp-block-file__button, .subscription-widget-wrap, .subscribe-widget, .kg-signup-card",
  // only for screen readers, or to link to a heading
  ".screen-reader-text, .sr-only, .visually-hidden, .visuallyhidden, a.headerlink, a.anchor-link",
  "a.anchor[aria-hidden=true], .heading-anchor, button",
].join(", ");
const TEMPLATE_REMARK =
  /^\[(?:[a-z ]+ needed|when\?|who\?|whom\?|which\?|where\?|why\?|by whom\?|according to whom\?|dubious.*|failed verification|dead link|permanent dead link|weasel words|vague|edit|edit source)\]$/i;
const EDIT =
  /\s*\[\s*(?:edit(?: source)?|Bearbeiten|modifier(?: le code)?|editar)[^\]]{0,40}\]\s*$/i;
const HEADINGS = "h1, h2, h3, h4, h5, h6";
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
  for (const block of body.querySelectorAll(BLOCKS)) {
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

/** Removes from `body`, in place, what no reader of the source would call its text. */
export function tidySource(body) {
  for (const element of body.querySelectorAll(MACHINERY)) element.remove();
  removeRemarks(body);
  joinDropCaps(body);
}

const CAPTION = /\[caption\b[^\]]{0,2000}\]([\s\S]*?)\[\/caption\]/gi;
const PICTURE_OF_CAPTION = /^\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*<\/a>)?)/i;
const SHORTCODE =
  /\[(?:\/?(?:gallery|playlist|audio|video|embed|caption|su_\w+|vc_\w+|et_pb_\w+|fusion_\w+)\b[^[\]]{0,300}|[a-z][\w-]{1,40}\s[\w-]{1,40}=["'“”″&][^[\]]{0,300})\/?\]/gi;

/** Shortcodes that can be read become HTML; `onCode` hears of those that stay. */
export function readShortcodes(html, onCode) {
  if (!html.includes("[")) return html;
  const read = html
    .replaceAll(CAPTION, (_all, inside) => {
      const [, picture = ""] = PICTURE_OF_CAPTION.exec(inside) ?? [];
      const words = inside.slice(PICTURE_OF_CAPTION.exec(inside)?.[0].length ?? 0);
      return `<figure>${picture}<figcaption>${words}</figcaption></figure>`;
    })
    .replaceAll(/\[embed[^\]]{0,300}\]\s*(https?:\/\/[^\s<[]+)\s*\[\/embed\]/gi, "$1");
  for (const [code] of read.replaceAll(/<[^>]*>/g, " ").matchAll(SHORTCODE)) {
    if (!code.startsWith("[/")) onCode(code.replaceAll("&quot;", '"'));
  }
  return read;
}
