// Where the browser's clipboard meets the editor.

import { Extension, pm } from "../../django_prose_editor/editor.js";

import { hasChangedAddress, linkedParts } from "./link_addresses.js";
import { isMarkdown, readMarkdown } from "./markdown.js";
import { cleanPaste, cleanText, readBody } from "./paste.js";
import { PasteReport } from "./paste_report.js";
import { PastedPictures, imagesOf } from "./pasted_pictures.js";
import { hasStraightMarks } from "./typography.js";

const { Slice } = pm.model;
const { closeHistory } = pm.history;
const HTML_SOURCE =
  /^\s*<(?:!--\s*wp:|(?:p|h[1-6]|div|ul|ol|figure|blockquote|article|section)\b[^>]*>)|\[caption\b[^\]]*\]\s*(?:<a\b[^>]*>)?\s*<img\b/i;
// What code editors copy: each line in a box of its own, in the letters of a typewriter.
const SOURCE_CODE =
  /^[^<]*(?:<(?:meta|html|body|!--)[^>]*>\s*)*<(?:div|pre)[^>]*(?:monospace|consolas|menlo|courier)[^>]*white-space:\s*pre/i;

const MEANT =
  /<(?:a|b|strong|i|em|h[1-6]|li|table|blockquote|img|sup|figure|u|s)\b|font-(?:weight|style):\s*(?:bold|[6-9]00|italic)/i;

/** Whether a clipboard's HTML says no more than its plain text. */
function saysNoMore(html) {
  return !html || SOURCE_CODE.test(html) || !MEANT.test(html);
}

/** A line of plain text; addresses in it lead where they should. */
function lineOf(text, $context, report) {
  const { schema } = $context.doc.type;
  const nodes = linkedParts(text, report).map(({ words, href }) =>
    schema.text(words, href ? [schema.marks.link.create({ href })] : []),
  );
  return new Slice(pm.model.Fragment.from(nodes), 0, 0);
}

function sliceOf(html, $context) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const { schema } = $context.doc.type;
  const slice = pm.model.DOMParser.fromSchema(schema).parseSlice(body, { context: $context });
  return Slice.maxOpen(slice.content);
}

function hasText(transfer) {
  return ["text/html", "text/plain"].some((type) => transfer?.getData(type));
}

/** In an empty paragraph, a first paragraph that says its language or direction comes as it is. */
function withFirstBlock(slice, view) {
  const { parent } = view.state.selection.$from;
  const first = slice.content.firstChild;
  const says = first?.isTextblock && (first.attrs.dir || first.attrs.lang);
  if (!says || !slice.openStart || parent.content.size || !parent.isTextblock) return slice;
  return new Slice(slice.content, 0, slice.content.childCount > 1 ? slice.openEnd : 0);
}

/** The first and last place of what `transaction` put in. */
function changedRange({ mapping }) {
  let range = null;
  mapping.maps.forEach((map, index) => {
    const rest = mapping.slice(index + 1);
    map.forEach((_from, _to, start, end) => {
      const [from, to] = [rest.map(start, -1), rest.map(end, 1)];
      range = { from: Math.min(from, range?.from ?? from), to: Math.max(to, range?.to ?? to) };
    });
  });
  return range;
}

function read(text, report) {
  if (HTML_SOURCE.test(text)) {
    report.change("htmlSource");
    return cleanPaste(text, report);
  }
  report.change("markdown");
  const { body, headline, standfirst } = readMarkdown(text);
  Object.assign(report, { headline, standfirst });
  return readBody(body, report);
}

/** Whether whole paragraphs reach from the one place to the other. */
function areWhole($from, $to) {
  if ($from.depth !== 1 || $to.depth !== 1) return false;
  return !$from.parentOffset && $to.parentOffset === $to.parent.content.size;
}

/** Puts `text` in as it is, and then, as a step of its own, as what it stands for. */
function insertTwice(view, text, report) {
  const { from } = view.state.selection;
  const plain = sliceOf(cleanText(text), view.state.selection.$from);
  view.dispatch(closeHistory(view.state.tr));
  view.dispatch(view.state.tr.replaceSelection(plain));
  const { tr, selection, doc } = view.state;
  const $from = doc.resolve(Math.min(from, selection.to));
  const $to = doc.resolve(selection.to);
  const slice = sliceOf(read(text, report), $from);
  if (areWhole($from, $to)) {
    tr.replaceWith($from.before(), $to.after(), slice.content);
    const end = tr.doc.resolve($from.before() + slice.content.size);
    tr.setSelection(pm.state.TextSelection.near(end, -1));
  } else tr.setSelection(pm.state.TextSelection.between($from, $to)).replaceSelection(slice);
  view.dispatch(closeHistory(tr).setMeta("uiEvent", "paste"));
  view.dispatch(view.state.tr.scrollIntoView());
}

/** Puts HTML of somebody's at the end of the text, as one step and as if it were pasted there. */
export function appendHtml(editor, html, report) {
  const { view, state } = editor;
  const { doc, schema } = state;
  const { body } = new DOMParser().parseFromString(cleanPaste(html, report), "text/html");
  const content = pm.model.DOMParser.fromSchema(schema).parse(body).content;
  const isNotes = doc.lastChild.type.name === "notes";
  const end = doc.content.size - (isNotes ? doc.lastChild.nodeSize : 0);
  const isEmpty = doc.childCount === 1 && !doc.firstChild.content.size;
  editor.storage.cleanClipboard.report = report;
  const tr = state.tr.replaceWith(isEmpty ? 0 : end, end, content).setMeta("uiEvent", "paste");
  view.dispatch(closeHistory(tr));
}

/**
 * Cleans what is pasted or dropped; `onPaste` hears of each: a report, whether something was put in, and
 * where: {from, to}, and whether straight quotation marks are in it.
 */
export const Clipboard = Extension.create({
  name: "cleanClipboard",
  addOptions: () => ({ onPaste: () => {} }),
  addStorage: () => ({ report: new PasteReport() }),

  onTransaction({ editor, transaction }) {
    if (!["paste", "drop"].includes(transaction.getMeta("uiEvent"))) return;
    if (!transaction.docChanged) return;
    const { report } = this.storage;
    this.storage.report = new PasteReport();
    const range = changedRange(transaction);
    const hasStraight = range && hasStraightMarks(editor.state.doc, range);
    this.options.onPaste({ report, range, hasStraight });
  },

  addProseMirrorPlugins() {
    const { options, storage, editor } = this;

    /** Before anything is read of it: the pictures that come along. */
    function begin(_view, { clipboardData, dataTransfer }) {
      const files = imagesOf(clipboardData ?? dataTransfer);
      const canKeep = Boolean(editor.storage.figures);
      storage.report = new PasteReport(canKeep ? new PastedPictures(files) : null);
      return false;
    }

    /** Pictures and nothing else: figures at `place`, or where the caret is. */
    function keepFiles(view, files, place) {
      const keys = files.map((file) => storage.report.keepFile(file)).filter(Boolean);
      if (!keys.length) return false;
      const { picturedFigure } = view.state.schema.nodes;
      const nodes = keys.map((stored) => picturedFigure.create({ stored }));
      const $place = view.state.doc.resolve(place ?? view.state.selection.from);
      const isEmpty = $place.depth === 1 && !$place.parent.content.size;
      const at = $place.depth ? $place.after(1) : $place.pos;
      const from = isEmpty && view.state.doc.childCount > 1 ? $place.before(1) : at;
      const tr = view.state.tr.replaceWith(from, at, nodes).setMeta("uiEvent", "paste");
      view.dispatch(closeHistory(tr).scrollIntoView());
      return true;
    }

    function finish(view, transfer, slice, place) {
      const files = hasText(transfer) ? [] : imagesOf(transfer);
      if (files.length && keepFiles(view, files, place)) return true;
      if (files.length) storage.report.leave("pictures", { count: files.length });
      // Undo takes back the paste, and not the words typed just before.
      view.dispatch(closeHistory(view.state.tr));
      if (slice.size) return false;
      // With nothing to insert, the selected words stay as they are.
      options.onPaste({ report: storage.report, range: null });
      storage.report = new PasteReport();
      return true;
    }

    function paste(view, event, slice) {
      const transfer = event.clipboardData;
      const html = transfer?.getData("text/html") ?? "";
      const text = transfer?.getData("text/plain") ?? "";
      const isPlain = view.input?.shiftKey || !saysNoMore(html);
      const stands = HTML_SOURCE.test(text) || isMarkdown(text);
      if (isPlain || !stands || view.state.selection.$from.parent.type.spec.code) {
        return finish(view, transfer, slice);
      }
      storage.report = new PasteReport(storage.report.pictures);
      insertTwice(view, text, storage.report);
      return true;
    }

    function drop(view, event, slice, moved) {
      const place = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
      return !moved && finish(view, event.dataTransfer, slice, place);
    }

    const props = {
      handleDOMEvents: { paste: begin, drop: begin },
      transformPastedHTML: (html) => cleanPaste(html, storage.report),
      transformPasted: withFirstBlock,
      // One line is taken as it stands, with the spaces at its ends.
      clipboardTextParser: (text, $context) => {
        const { report } = storage;
        if (/[\r\n]/.test(text)) return sliceOf(cleanText(text, report), $context);
        return hasChangedAddress(text) ? lineOf(text, $context, report) : null;
      },
      handlePaste: paste,
      handleDrop: drop,
    };
    return [new pm.state.Plugin({ props })];
  },
});
