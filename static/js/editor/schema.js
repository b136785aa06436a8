// What a text may consist of: exactly what the server's policies keep (opinion/html.py).

import {
  Blockquote,
  Bold,
  BulletList,
  Code,
  CodeBlock,
  Document,
  Dropcursor,
  Gapcursor,
  HardBreak,
  Heading,
  HorizontalRule,
  Italic,
  Link,
  ListItem,
  OrderedList,
  Paragraph,
  Placeholder,
  Strike,
  Subscript,
  Superscript,
  Text,
  UndoRedo,
  wrappingInputRule,
} from "../../django_prose_editor/editor.js";

import { DRAWN } from "./drawn.js";
import { NOTES, noteWork } from "./notes.js";
import { InsertMenu } from "./insert_menu.js";
import { isFollowable } from "./link_addresses.js";
import { PHRASES } from "./phrasing.js";
import { PICTURES } from "./pictures.js";
import { TABLES } from "./tables.js";
import { TypedLinks } from "./typed_links.js";

// Tab must lead out of the editor, so lists are indented with Ctrl+] and Ctrl+[ instead.
const Item = ListItem.extend({
  addKeyboardShortcuts() {
    return {
      Enter: () => this.editor.commands.splitListItem(this.name),
      "Mod-]": () => this.editor.commands.sinkListItem(this.name),
      "Mod-[": () => this.editor.commands.liftListItem(this.name),
    };
  },
});

const Numbers = OrderedList.extend({
  addAttributes() {
    return {
      start: { default: 1, parseHTML: (list) => Number(list.getAttribute("start") ?? 1) || 1 },
    };
  },
  addNodeView: null,
  // The stock plugin reads pasted numbered lines in its own way; plain_text.js does.
  addProseMirrorPlugins: () => [],
  // “1. ” or “1) ” begins a list, “3. ” one that goes on. A year does not: it ends a sentence as well.
  addInputRules() {
    return [
      wrappingInputRule({
        find: /^\s*(\d{1,2})[.)]\s$/,
        type: this.type,
        getAttributes: ([, number]) => ({ start: Number(number) }),
        joinPredicate: ([, number], list) => list.attrs.start + list.childCount === Number(number),
      }),
    ];
  },
});

const Anchor = Link.extend({
  addAttributes() {
    return { href: { default: null }, title: { default: null } };
  },
  // The stock shortcut opens a dialog of its own; ours is in link_field.js.
  addKeyboardShortcuts: () => ({}),
}).configure({
  // See typed_links.js.
  autolink: false,
  defaultProtocol: "https",
  shouldAutoLink: (url) => /^https?:\/\//i.test(url),
  isAllowedUri: (url) => isFollowable(url ?? ""),
});

// <pre> is for verse as well as for code.
const Preformatted = CodeBlock.extend({
  addAttributes: () => ({
    isCode: {
      default: true,
      parseHTML: (block) => block.querySelector("code") !== null,
      rendered: false,
    },
  }),
  renderHTML: ({ node }) => (node.attrs.isCode ? ["pre", ["code", 0]] : ["pre", 0]),
});

// Stock code lets no other mark in; the policy does.
const Inline = Code.extend({ excludes: "" });

// Notes stand behind everything.
const Whole = Document.extend({ content: "block+ notes?" });

const PLAIN = [
  Paragraph,
  Text,
  HardBreak,
  Bold,
  Italic,
  Anchor,
  TypedLinks,
  BulletList,
  Numbers,
  Item,
  UndoRedo,
];

const NOTE = [Document, ...PLAIN];

const BODY = [
  Whole,
  ...PLAIN,
  Heading.configure({ levels: [2, 3] }),
  Blockquote,
  HorizontalRule,
  Superscript,
  Subscript,
  Inline,
  Preformatted,
  Strike,
  ...PHRASES,
  ...PICTURES,
  ...DRAWN,
  ...NOTES,
  ...TABLES,
  Gapcursor,
  Dropcursor.configure({ color: false, class: "richtext-drop" }),
];

export function extensionsFor(textarea, labels) {
  const isSmall = textarea.dataset.richtext === "small";
  const extensions = isSmall ? NOTE : [...BODY, noteWork(labels), InsertMenu.configure({ labels })];
  const { placeholder } = textarea;
  return placeholder ? [...extensions, Placeholder.configure({ placeholder })] : extensions;
}
