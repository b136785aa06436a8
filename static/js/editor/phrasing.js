// Marks and attributes without a button of their own. They come from other systems or from people
// who write HTML, and must not be lost when the text is opened here.

import { Extension, Mark } from "../../django_prose_editor/editor.js";

function phrase(tag, names = [], selector = tag) {
  return Mark.create({
    name: tag,
    inclusive: false,
    addAttributes: () => Object.fromEntries(names.map((name) => [name, { default: null }])),
    parseHTML: () => [{ tag: selector }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });
}

const LANGUAGE = ["lang", "dir"];

const Language = Extension.create({
  name: "language",
  addGlobalAttributes: () => [
    {
      types: ["paragraph", "heading", "blockquote", "listItem"],
      attributes: { lang: { default: null }, dir: { default: null } },
    },
  ],
});

export const PHRASES = [
  Language,
  phrase("abbr", ["title"]),
  phrase("cite", LANGUAGE),
  phrase("q", LANGUAGE),
  phrase("span", LANGUAGE, "span[lang], span[dir]"),
];
