// What is filled in when a text is drawn: figures by the id of their picture, embeds by their address. The
// editor keeps them as they are stored; they are inserted elsewhere.

import { Node } from "../../django_prose_editor/editor.js";

function attribute(name) {
  return {
    default: null,
    parseHTML: (element) => element.getAttribute(name),
    renderHTML: (attributes) => ({ [name]: attributes.stored }),
  };
}

function storing(name) {
  return { addAttributes: () => ({ stored: attribute(name) }) };
}

const PicturedFigure = Node.create({
  ...storing("data-picture"),
  name: "picturedFigure",
  group: "block",
  atom: true,
  draggable: true,
  parseHTML: () => [{ tag: "figure[data-picture]", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes],
});

const Embed = Node.create({
  ...storing("data-embed"),
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,
  parseHTML: () => [{ tag: "figure[data-embed]", priority: 59 }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes],
});

export const DRAWN = [PicturedFigure, Embed];
