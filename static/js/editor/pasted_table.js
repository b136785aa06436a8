// The cells of a pasted table in a grid where none lies over another.

import { isHeavy, stylesOf } from "./inline_styles.js";

// No table for readers is wider; a web page may claim a thousand columns.
const MAX_COLUMNS = 100;

export function isLayout(table) {
  const isColumn = [...table.rows].every((row) => row.cells.length < 2);
  const holdsTables = table.querySelector("table") !== null;
  return isColumn || holdsTables || table.matches("[role=presentation], [role=none]");
}

function isBold(cell) {
  const texts = cell.ownerDocument.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  let isSaid = false;
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!data.trim()) continue;
    if (!isStrong(parentElement, cell)) return false;
    isSaid = true;
  }
  return isSaid;
}

function isStrong(element, cell) {
  for (let each = element; each && each !== cell.parentElement; each = each.parentElement) {
    const weight = stylesOf(each)["font-weight"];
    if (weight) return isHeavy(weight);
    if (/^(B|STRONG)$/.test(each.tagName)) return true;
  }
  return false;
}

/** The first row, where it is bold as a whole and the next is not: the head of a program that has none. */
export function boldHead(table) {
  const [first, second] = table.rows;
  if (!second || table.tHead || table.querySelector("th")) return null;
  return [...first.cells].every(isBold) && ![...second.cells].every(isBold) ? first : null;
}

function placeCell(cell, grid, down, first) {
  let across = first;
  while (across in grid[down]) across += 1;
  if (across >= MAX_COLUMNS) return across;
  const widest = Math.min(Math.max(1, cell.colSpan), MAX_COLUMNS - across);
  let columns = 1;
  while (columns < widest && !(across + columns in grid[down])) columns += 1;
  // A span of 0 reaches to the last row.
  const rows = Math.min(cell.rowSpan || grid.length, grid.length - down);
  const placed = { source: cell, columns, rows };
  for (let line = down; line < down + rows; line += 1) {
    for (let step = 0; step < columns; step += 1) grid[line][across + step] = null;
  }
  grid[down][across] = placed;
  return across + columns;
}

function placeIn(row, across, width) {
  if (row[across] === undefined) return { source: null, columns: 1, rows: 1 };
  return row[across] && { ...row[across], columns: Math.min(row[across].columns, width - across) };
}

/**
 * The rows of a table, each a list of {source, columns, rows}; a place that no cell of the source fills
 * is an empty one, and what lies under a span is not listed.
 */
export function rowsOf(table) {
  const rows = [...table.rows];
  const grid = rows.map(() => []);
  rows.forEach((row, down) => {
    let across = 0;
    for (const cell of row.cells) across = placeCell(cell, grid, down, across);
  });
  // Where no cell begins is no column.
  const width = Math.max(...grid.map((row) => row.findLastIndex(Boolean) + 1));
  return grid.map((row) =>
    Array.from({ length: width }, (_, across) => placeIn(row, across, width)).filter(Boolean),
  );
}
