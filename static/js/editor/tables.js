// Tables, plain: no column widths; the server's policy keeps none.

import { Table, TableCell, TableHeader, TableRow } from "../../django_prose_editor/editor.js";

const CONTENT = "(paragraph | bulletList | orderedList | blockquote | codeBlock)+";

function span(name) {
  return { default: 1, parseHTML: (cell) => Number(cell.getAttribute(name)) || 1 };
}

function cellAttributes() {
  return {
    colspan: span("colspan"),
    rowspan: span("rowspan"),
    colwidth: { default: null, rendered: false },
  };
}

const Cell = TableCell.extend({ content: CONTENT, addAttributes: cellAttributes });

const HeaderCell = TableHeader.extend({
  content: CONTENT,
  addAttributes: () => ({ ...cellAttributes(), scope: { default: null } }),
});

const Grid = Table.extend({
  addNodeView: null,
  addKeyboardShortcuts() {
    // Tab must lead out of the editor; the arrow keys go from cell to cell.
    const shortcuts = { ...this.parent?.() };
    delete shortcuts.Tab;
    delete shortcuts["Shift-Tab"];
    return shortcuts;
  },
});

export const TABLES = [Grid, TableRow, Cell, HeaderCell];
