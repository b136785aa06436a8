// Where the browser's clipboard meets the editor.

import { Extension, pm } from "../../django_prose_editor/editor.js";

import { cleanPaste, cleanText, nothingLeftOut } from "./paste.js";

function sliceOf(html, $context) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const { schema } = $context.doc.type;
  const slice = pm.model.DOMParser.fromSchema(schema).parseSlice(body, { context: $context });
  return pm.model.Slice.maxOpen(slice.content);
}

function countPictures(transfer) {
  return [...(transfer?.files ?? [])].filter((file) => file.type.startsWith("image/")).length;
}

function hasText(transfer) {
  return ["text/html", "text/plain"].some((type) => transfer?.getData(type));
}

/** Cleans what is pasted or dropped; `onLeftOut` hears what had to be left out, by kind. */
export const Clipboard = Extension.create({
  name: "cleanClipboard",
  addOptions: () => ({ onLeftOut: () => {} }),
  addProseMirrorPlugins() {
    const { onLeftOut } = this.options;
    let leftOut = nothingLeftOut();

    function finish(view, transfer, slice) {
      if (!hasText(transfer)) leftOut.pictures += countPictures(transfer);
      onLeftOut(leftOut);
      leftOut = nothingLeftOut();
      // Undo takes back the paste, and not the words typed just before.
      view.dispatch(pm.history.closeHistory(view.state.tr));
      // With nothing to insert, the selected words stay as they are.
      return slice.size === 0;
    }

    const props = {
      transformPastedHTML: (html) => cleanPaste(html, leftOut),
      // One line is taken as it stands, with the spaces at its ends.
      clipboardTextParser: (text, $context) =>
        /[\r\n]/.test(text) ? sliceOf(cleanText(text), $context) : null,
      handlePaste: (view, event, slice) => finish(view, event.clipboardData, slice),
      handleDrop: (view, event, slice, moved) => !moved && finish(view, event.dataTransfer, slice),
    };
    return [new pm.state.Plugin({ props })];
  },
});
