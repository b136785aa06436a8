// A pull quote: words of the text set large, in a figure of their own, with a name under them if it has one.

import { pm } from "../../django_prose_editor/editor.js";

const { TextSelection } = pm.state;

/** {depth, node} of the figure with a quotation that the selection is in; null elsewhere. */
function pullQuoteAt({ $from }) {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type.name !== "figure") continue;
    const quotes = node.children.some((child) => child.type.name === "blockquote");
    const others = node.children.some(
      (child) => !["blockquote", "caption"].includes(child.type.name),
    );
    return quotes && !others ? { depth, node } : null;
  }
  return null;
}

export function isPullQuote({ state }) {
  return pullQuoteAt(state.selection) !== null;
}

/** What is in it becomes paragraphs again. */
function dissolve({ state, tr }, { depth, node }) {
  const { schema } = state;
  const blocks = node.children.flatMap((child) => {
    if (child.type.name === "blockquote") return child.children;
    return child.childCount ? [schema.nodes.paragraph.create(null, child.content)] : [];
  });
  const start = state.selection.$from.before(depth);
  tr.replaceWith(start, start + node.nodeSize, blocks);
  tr.setSelection(TextSelection.near(tr.doc.resolve(start + 1)));
}

/** A command: the paragraphs of the selection become a pull quote, or one becomes paragraphs. */
export function togglePullQuote({ state, tr, dispatch }) {
  const quote = pullQuoteAt(state.selection);
  const { $from, $to } = state.selection;
  const range = $from.blockRange($to);
  const { figure, blockquote, caption } = state.schema.nodes;
  const isFree =
    range?.depth === 0 && range.parent.canReplaceWith(range.startIndex, range.endIndex, figure);
  const blocks = [];
  for (let at = range?.startIndex ?? 0; at < (range?.endIndex ?? 0); at += 1) {
    blocks.push(range.parent.child(at));
  }
  const fits = isFree && blocks.every((block) => block.type.name === "paragraph");
  if (!quote && !fits) return false;
  if (!dispatch) return true;
  if (quote) dissolve({ state, tr }, quote);
  else {
    const parts = [blockquote.create(null, blocks), caption.create()];
    tr.replaceWith(range.start, range.end, figure.create(null, parts));
    tr.setSelection(
      TextSelection.near(tr.doc.resolve(Math.min($to.pos + 2, tr.doc.content.size)), -1),
    );
  }
  tr.scrollIntoView();
  return true;
}
