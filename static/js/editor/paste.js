// What a paste becomes: clean HTML, and a report of what became of it.

import { htmlInside } from "./elements.js";
import { HtmlBuilder } from "./html_builder.js";
import { neutralise } from "./neutralise.js";
import { PasteReader } from "./paste_reader.js";
import { linkBareNotes } from "./bare_notes.js";
import { takeNotes } from "./pasted_notes.js";
import { writePlainText } from "./plain_text.js";
import { readShortcodes, tidySource } from "./source_habits.js";

const MORE_THAN_A_LINE = "p, div, li, h1, h2, h3, h4, h5, h6, pre, blockquote, table, hr, figure";
const LONGEST_HEADING = 80;

function isOwnCopy(html) {
  return html.includes("data-pm-slice") && !/\s(style|class)=/.test(html);
}

/** A copy from one of our editors keeps its shape and its pictures, if they are this site's. */
function cleanOwnCopy(body, report) {
  for (const picture of body.querySelectorAll("img")) {
    const { origin } = new URL(picture.getAttribute("src") ?? "", location.href);
    if (origin === location.origin) continue;
    picture.remove();
    report.leave("pictures");
  }
  return htmlInside(body);
}

/** A few words out of a line keep the spaces at their ends, which a paragraph has no use for. */
function keepOuterSpaces(root, words) {
  const line = root.firstElementChild;
  if (/^[ \u00A0]/.test(words)) line.prepend(" ");
  if (/[ \u00A0]$/.test(words)) line.append(" ");
  // The editor's own sign for: a part of one paragraph, to be taken as it stands.
  line.dataset.pmSlice = "1 1 []";
}

function isPlain(block) {
  return block?.tagName === "P" && !isBold(block);
}

function isBold(block) {
  const only = block.firstElementChild;
  return only?.tagName === "STRONG" && only.textContent === block.textContent;
}

/** Short bold paragraphs, each alone between plain ones: what writers make headings of by hand. */
function boldHeadings(root) {
  const bold = [...root.children].filter((block) => block.tagName === "P" && isBold(block));
  return bold
    .filter(
      ({ previousElementSibling: before, nextElementSibling: after, textContent: words }) =>
        words.length <= LONGEST_HEADING &&
        !/[.,;:…]$/.test(words) &&
        isPlain(after) &&
        (!before || isPlain(before) || !/^(P|H\d)$/.test(before.tagName)),
    )
    .map((block) => block.textContent);
}

/** Pictures of Word's that stand in a comment only, for its own eyes. */
function picturesInComments(html) {
  const own = html.match(/<v:imagedata\b/gi)?.length ?? 0;
  return Math.max(0, own - (html.match(/<img\b/gi)?.length ?? 0));
}

/** A parsed body of somebody's HTML as clean HTML. */
export function readBody(body, report) {
  tidySource(body);
  linkBareNotes(body);
  const isWithinALine = !body.querySelector(MORE_THAN_A_LINE);
  const words = body.textContent.replaceAll(/^[\r\n]+|[\r\n]+$/g, "");
  const reader = new PasteReader(report, takeNotes(body));
  reader.children(body, {});
  const { root } = reader.builder.finish();
  report.headings.push(...boldHeadings(root));
  if (isWithinALine && root.children.length === 1) keepOuterSpaces(root, words);
  return htmlInside(root);
}

function parse(html) {
  return new DOMParser().parseFromString(neutralise(html), "text/html").body;
}

/** The pasted HTML as clean HTML; tells `report` what it changed or had to leave behind. */
export function cleanPaste(html, report) {
  if (isOwnCopy(html)) return cleanOwnCopy(parse(html), report);
  const unseen = picturesInComments(html);
  if (unseen) report.leave("pictures", { count: unseen });
  return readBody(parse(readShortcodes(html, (code) => report.remain(code))), report);
}

/** Plain text as clean HTML: blank lines part paragraphs, lines with bullets become lists. */
export function cleanText(text, report) {
  const builder = new HtmlBuilder(report);
  readShortcodes(text, (code) => report?.remain(code));
  writePlainText(text, builder);
  return htmlInside(builder.finish().root);
}
