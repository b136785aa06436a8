// The pictures of a paste: those whose bytes are on the clipboard go to the library, each standing in the text
// while it is sent. What lies elsewhere is told, and not fetched.

import { sendPicture } from "../admin/send_picture.js";
import { limitsOf } from "../admin/shrink_picture.js";

const PENDING = "new-";
const DATA = /^data:(image\/[a-z+.-]+)[;,]/i;
const ELSEWHERE = /^(?:https?:)?\/\//i;
const LONGEST_ALT = 300;
let count = 0;

/** Whether a figure waits for its picture to be sent. */
export function isPending(id) {
  return String(id).startsWith(PENDING);
}

export function imagesOf(transfer) {
  return [...(transfer?.files ?? [])].filter((file) => file.type.startsWith("image/"));
}

/** What of a paste may be kept: `files` are the clipboard's, in the order of its pictures. */
export class PastedPictures {
  constructor(files = []) {
    this.files = [...files];
    this.claimed = [];
  }

  /** The key under which a pasted picture stands in the text, "" where its bytes are not here. */
  claim(source, alt, isAlone) {
    const isHere = !ELSEWHERE.test(source) || (isAlone && this.files.length === 1);
    if (!isHere) return "";
    return DATA.test(source) ? this.add(source, alt) : this.claimFile(this.files.shift(), alt);
  }

  claimFile(file, alt = "") {
    return file ? this.add(file, alt) : "";
  }

  add(source, alt) {
    count += 1;
    const key = `${PENDING}${count}`;
    this.claimed.push({ key, source, alt: alt.trim().slice(0, LONGEST_ALT) });
    return key;
  }
}

/** A data: address as a file. Not fetched: what a page may connect to is its own site alone. */
function fileOf(source) {
  if (source instanceof File) return source;
  const [, type] = DATA.exec(source);
  const [head, body = ""] = [source.slice(0, source.indexOf(",")), source.split(",")[1]];
  const letters = /;base64/i.test(head) ? atob(body) : decodeURIComponent(body);
  const bytes = Uint8Array.from(letters, (letter) => letter.codePointAt(0));
  return new File([bytes], `picture.${type.split("/")[1]}`, { type });
}

function placeOf(doc, node, key) {
  let place = null;
  doc.descendants(({ type, attrs }, position) => {
    if (type.name === node && attrs.stored === key) place ??= position;
  });
  return place;
}

/** Sends claimed pictures to the library, one after the other, and puts each into its place. */
export class PictureSender {
  constructor(panel, node) {
    this.panel = panel;
    this.node = node;
    this.form = panel.element.closest("form");
    this.sending = 0;
    this.holdForm();
  }

  /** A form that is sent before its pictures are would lose them. */
  holdForm() {
    this.form.addEventListener(
      "submit",
      (event) => {
        if (!this.sending) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        const { submitter } = event;
        this.whenSent = () => this.form.requestSubmit(submitter);
      },
      true,
    );
  }

  /** `tell` hears why some could not be kept. */
  async send(editor, pictures, tell) {
    this.sending += pictures.length;
    await pictures.reduce(async (before, picture) => {
      await before;
      await this.sendOne(editor, picture, tell);
      this.sending -= 1;
    }, Promise.resolve());
    if (this.sending) return;
    const { whenSent } = this;
    this.whenSent = null;
    whenSent?.();
  }

  async sendOne(editor, { key, source, alt }, tell) {
    try {
      const { pictures, refused } = await this.post(fileOf(source), alt);
      if (refused.length) tell(refused.join(" "));
      this.put(editor, key, pictures[0]?.id);
    } catch {
      tell(this.panel.element.dataset.failed);
      this.put(editor, key);
    }
  }

  async post(file, alt) {
    await this.panel.load();
    const { dialog } = this.panel;
    const token = this.form.elements.csrfmiddlewaretoken.value;
    const fields = [
      ["csrfmiddlewaretoken", token],
      ["alt", alt],
    ];
    const limits = limitsOf(dialog.querySelector("[type=file]"));
    return sendPicture(file, { address: dialog.dataset.upload, fields, limits });
  }

  /** The picture in the place of what waited for it; nothing where it was refused or is there already. */
  put(editor, key, id) {
    const { doc, tr } = editor.state;
    const place = placeOf(doc, this.node, key);
    if (place === null) return;
    const isNew = id && placeOf(doc, this.node, String(id)) === null;
    if (isNew) tr.setNodeAttribute(place, "stored", String(id));
    else tr.delete(place, place + doc.nodeAt(place).nodeSize);
    editor.view.dispatch(tr.setMeta("addToHistory", false));
  }
}
