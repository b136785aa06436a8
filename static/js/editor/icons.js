// The toolbar's drawings: strokes on a grid of 24 by 24.

const DRAWINGS = {
  paragraph: ["M13 5v14", "M17 5v14", "M19 5h-9a4 4 0 0 0 0 8h3"],
  heading: ["M4 6v12", "M12 6v12", "M4 12h8", "M16.5 11.5a2.2 2.2 0 1 1 3.9 1.6L16.4 18h4.4"],
  subheading: ["M4 6v12", "M12 6v12", "M4 12h8", "M16.5 10h4l-2.4 3.2a2.4 2.4 0 1 1-2 3.8"],
  bold: ["M7.5 5h5a3.5 3.5 0 0 1 0 7h-5z", "M7.5 12h6a3.5 3.5 0 0 1 0 7h-6z"],
  italic: ["M10 5h8", "M6 19h8", "M14.5 5l-5 14"],
  link: [
    "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2",
    "M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2",
  ],
  cite: ["M8 4H5v16h3", "M16 4h3v16h-3", "M10.5 9.5l2-1.5v8"],
  note: ["M4 17l4-10 4 10", "M5.4 13.5h5.2", "M16 9.5l1.8-1.5v6", "M4 20.5h16"],
  pullQuote: [
    "M4 4h16",
    "M4 20h16",
    "M10 9c-2.4.5-3.4 2-3.4 4.6V15H10v-3H6.8",
    "M18 9c-2.4.5-3.4 2-3.4 4.6V15H18v-3h-3.2",
  ],
  quote: ["M10 8c-3 .6-4.5 2.8-4.5 6v3H10v-4.5H5.8", "M19 8c-3 .6-4.5 2.8-4.5 6v3H19v-4.5h-4.2"],
  bullets: ["M9.5 6H20", "M9.5 12H20", "M9.5 18H20", "M4.7 6h.1", "M4.7 12h.1", "M4.7 18h.1"],
  numbers: [
    "M10 6h10",
    "M10 12h10",
    "M10 18h10",
    "M4 5l1.5-1v5",
    "M3.8 15.6a1.4 1.4 0 1 1 2.4 1.2L3.8 20h2.9",
  ],
  table: ["M4 5h16v14H4z", "M4 10h16", "M4 14.5h16", "M12 5v14"],
  addRow: ["M4 4h16v7H4z", "M12 4v7", "M12 14v7", "M8.5 17.5h7"],
  addColumn: ["M4 4h7v16H4z", "M4 12h7", "M14 12h7", "M17.5 8.5v7"],
  removeRow: ["M4 4h16v7H4z", "M12 4v7", "M8.5 17.5h7"],
  removeColumn: ["M4 4h7v16H4z", "M4 12h7", "M14 12h7"],
  headerRow: ["M4 5h16v14H4z", "M4 10.5h16", "M4 8h16", "M12 10.5v8.5"],
  headerColumn: ["M4 5h16v14H4z", "M9.5 5v14", "M6.8 5v14", "M9.5 12H20"],
  mergeCells: ["M4 5h16v14H4z", "M4 12h16", "M12 12v7", "M9 8.5h6"],
  caption: ["M4 10h16v10H4z", "M4 15h16", "M12 10v10", "M7 5.5h10"],
  removeTable: ["M4 5h16v14H4z", "M9.5 9.5l5 5", "M14.5 9.5l-5 5"],
  figure: ["M4 5h16v14H4z", "M4 16l5-5 4 4 2.5-2.5L20 17", "M15.5 9h.1"],
  embed: ["M4 5h16v14H4z", "M10 9l5 3-5 3z"],
  rule: ["M4 12h16", "M8 6h8", "M8 18h8"],
  superscript: ["M4 8l8 11", "M12 8L4 19", "M16.3 5.3a1.9 1.9 0 1 1 3.3 1.4L16.2 11h3.9"],
  subscript: ["M4 5l8 11", "M12 5L4 16", "M16.3 14.8a1.9 1.9 0 1 1 3.3 1.4l-3.4 4.3h3.9"],
  sheetOnly: ["M4 9V4h5", "M15 4h5v5", "M20 15v5h-5", "M9 20H4v-5"],
  typography: ["M9 6c-2 1-3 2.4-3 5h3V8H7", "M15 6v3h2c0 2.4-.8 3.6-2.6 4.6", "M5 18h14"],
  undo: ["M8 5L4 9l4 4", "M4 9h10a5 5 0 0 1 0 10h-3"],
  redo: ["M16 5l4 4-4 4", "M20 9H10a5 5 0 0 0 0 10h3"],
};

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  for (const line of DRAWINGS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", line);
    drawing.append(path);
  }
  return drawing;
}
