// One stop for Tab; inside it, the arrow keys move (the toolbar pattern of the ARIA practices).

import { pm } from "../../django_prose_editor/editor.js";

import { addCaption, hasCaption } from "./captions.js";
import { createElement } from "./elements.js";
import { askForEmbed } from "./embed_field.js";
import { icon } from "./icons.js";
import { insertNote } from "./notes.js";
import { isPullQuote, togglePullQuote } from "./pull_quotes.js";
import { setTypography } from "./typography.js";

const { closeHistory } = pm.history;

const GROUPS = {
  full: [
    ["paragraph", "heading", "subheading"],
    ["bold", "italic", "link", "cite", "note"],
    ["quote", "pullQuote", "bullets", "numbers", "table", "figure", "embed", "rule"],
    ["superscript", "subscript"],
    ["typography", "undo", "redo", "sheetOnly"],
    ["addRow", "addColumn", "removeRow", "removeColumn", "headerRow", "headerColumn"],
    ["mergeCells", "caption", "removeTable"],
  ],
  small: [
    ["bold", "italic", "link"],
    ["bullets", "numbers"],
  ],
};

const inTable = (editor) => editor.isActive("table");

// run: what a press does; active: whether the button shows as pressed (none: it never does);
// offered: whether it is there at all (none: always).
export const TOOLS = {
  paragraph: {
    run: (text) => text.setParagraph(),
    active: (editor) => editor.isActive("paragraph"),
    keys: "Mod+Alt+0",
  },
  heading: {
    run: (text) => text.toggleHeading({ level: 2 }),
    active: (editor) => editor.isActive("heading", { level: 2 }),
    keys: "Mod+Alt+2",
  },
  subheading: {
    run: (text) => text.toggleHeading({ level: 3 }),
    active: (editor) => editor.isActive("heading", { level: 3 }),
    keys: "Mod+Alt+3",
  },
  bold: {
    run: (text) => text.toggleBold(),
    active: (editor) => editor.isActive("bold"),
    keys: "Mod+B",
  },
  italic: {
    run: (text) => text.toggleItalic(),
    active: (editor) => editor.isActive("italic"),
    keys: "Mod+I",
  },
  link: { active: (editor) => editor.isActive("link"), keys: "Mod+K" },
  cite: {},
  note: { run: (text) => text.command(insertNote), keys: "Mod+Alt+F" },
  figure: { active: (editor) => editor.isActive("picturedFigure") },
  quote: {
    run: (text) => text.toggleBlockquote(),
    active: (editor) => editor.isActive("blockquote"),
    keys: "Mod+Shift+B",
  },
  pullQuote: { run: (text) => text.command(togglePullQuote), active: isPullQuote },
  bullets: {
    run: (text) => text.toggleBulletList(),
    active: (editor) => editor.isActive("bulletList"),
    keys: "Mod+Shift+8",
  },
  numbers: {
    run: (text) => text.toggleOrderedList(),
    active: (editor) => editor.isActive("orderedList"),
    keys: "Mod+Shift+7",
  },
  table: { run: (text) => text.insertTable({ rows: 3, cols: 2, withHeaderRow: true }) },
  addRow: { run: (text) => text.addRowAfter(), offered: inTable },
  addColumn: { run: (text) => text.addColumnAfter(), offered: inTable },
  removeRow: { run: (text) => text.deleteRow(), offered: inTable },
  removeColumn: { run: (text) => text.deleteColumn(), offered: inTable },
  headerRow: {
    run: (text) => text.toggleHeaderRow(),
    active: (editor) => editor.isActive("tableHeader"),
    offered: inTable,
  },
  headerColumn: { run: (text) => text.toggleHeaderColumn(), offered: inTable },
  mergeCells: { run: (text) => text.mergeOrSplit(), offered: inTable },
  caption: {
    run: (text) => text.command(addCaption),
    active: hasCaption,
    offered: inTable,
  },
  removeTable: { run: (text) => text.deleteTable(), offered: inTable },
  embed: {
    run: (text) => text.command(askForEmbed),
    offered: (editor) => Boolean(editor.storage.embeds),
  },
  rule: { run: (text) => text.setHorizontalRule() },
  superscript: {
    run: (text) => text.unsetSubscript().toggleSuperscript(),
    active: (editor) => editor.isActive("superscript"),
    keys: "Mod+.",
  },
  subscript: {
    run: (text) => text.unsetSuperscript().toggleSubscript(),
    active: (editor) => editor.isActive("subscript"),
    keys: "Mod+,",
  },
  typography: { run: (text) => text.command(setTypography) },
  sheetOnly: { active: () => document.body.classList.contains("is-sheet-only") },
  undo: { run: (text) => text.undo(), keys: "Mod+Z" },
  redo: { run: (text) => text.redo(), keys: "Mod+Shift+Z" },
};

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

function displayKeys(keys) {
  return keys.replace("Mod", isApple ? "⌘" : "Ctrl");
}

function createButton(name, label) {
  const { keys, active } = TOOLS[name];
  return createElement(
    "button",
    {
      type: "button",
      "data-tool": name,
      "aria-label": label,
      "aria-pressed": active && "false",
      "aria-keyshortcuts": keys?.replace("Mod", isApple ? "Meta" : "Control"),
      title: keys ? `${label} (${displayKeys(keys)})` : label,
      tabindex: "-1",
    },
    icon(name),
  );
}

function setTabStop(buttons, target) {
  for (const other of buttons) other.tabIndex = other === target ? 0 : -1;
}

function moveByKey(event, all) {
  const buttons = all.filter((each) => !each.hidden);
  const position = buttons.indexOf(document.activeElement);
  const next = {
    ArrowRight: (position + 1) % buttons.length,
    ArrowLeft: (position - 1 + buttons.length) % buttons.length,
    Home: 0,
    End: buttons.length - 1,
  }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  setTabStop(all, buttons[next]);
  buttons[next].focus();
}

function updateButton(editor, button) {
  const { run, active, offered } = TOOLS[button.dataset.tool];
  button.hidden = offered ? !offered(editor) : false;
  if (button.hidden) return;
  const isActive = Boolean(active?.(editor));
  if (active) button.setAttribute("aria-pressed", String(isActive));
  // Not `disabled`: a button that goes away under the finger loses the focus.
  const isPossible = isActive || !run || run(editor.can().chain()).run();
  button.setAttribute("aria-disabled", String(!isPossible));
}

/** A chain that undo takes back by itself, without the words typed just before. */
function asOwnStep(editor) {
  return editor
    .chain()
    .focus()
    .command(({ tr }) => Boolean(closeHistory(tr)));
}

/** The toolbar of `editor`; `openers` answer the buttons without a `run`, and say which there are. */
export function toolbarFor(editor, { size, labels, textId, openers }) {
  const isAvailable = (name) => TOOLS[name].run || openers[name];
  const groups = GROUPS[size].map((names) => {
    const tools = names.filter(isAvailable).map((name) => createButton(name, labels[name]));
    return createElement("span", { class: "richtext-group" }, ...tools);
  });
  const bar = createElement(
    "div",
    {
      class: "richtext-toolbar",
      role: "toolbar",
      "aria-label": labels.toolbar,
      "aria-controls": textId,
    },
    ...groups,
  );
  const buttons = [...bar.querySelectorAll("button")];

  // The text keeps the focus under a press: on a phone the keyboard would close and open again.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") editor.commands.focus();
    else moveByKey(event, buttons);
  });
  bar.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (!pressed || pressed.getAttribute("aria-disabled") === "true") return;
    const { run } = TOOLS[pressed.dataset.tool];
    if (run) return run(asOwnStep(editor)).run();
    openers[pressed.dataset.tool]();
    return update();
  });
  const update = () => {
    buttons.forEach((each) => updateButton(editor, each));
    const hasStop = buttons.some((each) => !each.hidden && each.tabIndex === 0);
    if (!hasStop) setTabStop(buttons, buttons[0]);
  };
  editor.on("transaction", update);
  update();
  return bar;
}
