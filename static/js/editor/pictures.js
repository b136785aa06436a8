// Pictures inside a text are only kept, with their captions; they are chosen elsewhere.

import { Node } from "../../django_prose_editor/editor.js";

const PICTURE = {
  atom: true,
  draggable: true,
  addAttributes() {
    const names = ["src", "alt", "width", "height"];
    return Object.fromEntries(names.map((name) => [name, { default: null }]));
  },
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
};

const InFigure = Node.create({
  ...PICTURE,
  name: "picture",
  parseHTML: () => [{ tag: "figure > img[src]", priority: 60 }],
});

const InLine = Node.create({
  ...PICTURE,
  name: "pictureInLine",
  group: "inline",
  inline: true,
  parseHTML: () => [{ tag: "img[src]" }],
});

const BLOCKS = "blockquote | bulletList | orderedList | codeBlock | table";

const Figure = Node.create({
  name: "figure",
  group: "block",
  content: `caption? (paragraph | picture | ${BLOCKS})+ caption?`,
  isolating: true,
  parseHTML: () => [{ tag: "figure" }],
  renderHTML: () => ["figure", 0],
});

const Caption = Node.create({
  name: "caption",
  content: "inline*",
  isolating: true,
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: () => ["figcaption", 0],
});

export const PICTURES = [InFigure, InLine, Figure, Caption];
