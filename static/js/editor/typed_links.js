// A typed address becomes a link once a space or a new line follows it. The stock plugin leaves an address
// alone that ends a sentence.

import { Extension, pm } from "../../django_prose_editor/editor.js";

import { isFollowable } from "./link_addresses.js";

const { Plugin, Selection } = pm.state;
const ADDRESS = /(?:^|[\s([«“„])(https?:\/\/\S+)$/i;
// What ends a sentence or a bracket ends the address before it.
const TRAILING = /[.,;:!?'"’”»)\]]+$/;

/** The position behind what was typed last: before a space, or at the end of the line above. */
function endOfWord({ doc, selection }) {
  const { $from, empty } = selection;
  if (!empty) return null;
  if ($from.parentOffset === 0) {
    if ($from.depth === 0) return null;
    return Selection.findFrom(doc.resolve($from.before()), -1, true)?.$head ?? null;
  }
  const typed = $from.parent.textBetween($from.parentOffset - 1, $from.parentOffset);
  return /\s/.test(typed) ? doc.resolve($from.pos - 1) : null;
}

/** `{ from, to, href }` of the address that ends there, if one does and is no link yet. */
function addressBefore($end) {
  const text = $end.parent.textBetween(0, $end.parentOffset, null, "\ufffc");
  const href = ADDRESS.exec(text)?.[1].replace(TRAILING, "");
  if (!href || !isFollowable(href)) return null;
  const from = $end.start() + text.lastIndexOf(href);
  return { from, to: from + href.length, href };
}

export const TypedLinks = Extension.create({
  name: "typedLinks",
  addProseMirrorPlugins() {
    const { link, code } = this.editor.schema.marks;
    return [
      new Plugin({
        appendTransaction(transactions, before, after) {
          // Who undoes a link wants none; and nothing was typed where the text got no longer.
          if (transactions.some((each) => each.getMeta("history$"))) return null;
          if (after.doc.content.size <= before.doc.content.size) return null;
          const $end = endOfWord(after);
          const address = $end && !$end.parent.type.spec.code && addressBefore($end);
          if (!address) return null;
          const { from, to, href } = address;
          const has = (mark) => mark && after.doc.rangeHasMark(from, to, mark);
          if (has(link) || has(code)) return null;
          return after.tr.addMark(from, to, link.create({ href }));
        },
      }),
    ];
  },
});
