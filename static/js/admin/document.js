// A file that is chosen or dropped on the page becomes the text. Without this script it is sent with the form.

import { createElement, htmlInside } from "../editor/elements.js";
import { appendHtml } from "../editor/clipboard.js";
import { PasteReport } from "../editor/paste_report.js";

const KINDS = /\.(docx|odt|md|markdown|docm|doc|rtf|pages)$/i;

class DocumentReader {
  constructor(input) {
    this.input = input;
    this.form = input.form;
    this.labels = JSON.parse(input.dataset.labels);
    this.status = createElement("p", { class: "document-status", role: "status" });
    input.after(this.status);
  }

  get editor() {
    return document.getElementById("id_body_text")?.editor;
  }

  async read(file) {
    if (file.size > Number(this.input.dataset.limit)) return this.tell(this.labels.tooLarge);
    this.tell(this.labels.reading);
    const data = new FormData();
    data.append("document", file);
    data.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    return this.answer(await this.send(data));
  }

  async send(data) {
    try {
      const options = { method: "POST", body: data, redirect: "error" };
      const response = await fetch(this.input.dataset.address, options);
      return await response.json();
    } catch {
      return { error: this.labels.away };
    }
  }

  answer(document) {
    // It has been read: the form need not send it again.
    this.input.value = "";
    this.tell(document.error ?? document.refused.join(" "));
    if (!document.error) this.fillIn(document);
  }

  tell(words) {
    this.status.textContent = words;
  }

  fillIn({ headline, standfirst, source, note, references, leftOut }) {
    const report = new PasteReport();
    // The server has put them there.
    report.keepsFigures = true;
    report.fill(labelOf(this.form.elements.body));
    const heads = [];
    if (!this.fill("headline", headline, report)) heads.push(["h1", headline]);
    if (!this.fill("standfirst", standfirst, report)) heads.push(["p", standfirst]);
    const isNoted = this.fill("note", note, report);
    this.append("pasted_references", references, report);
    const before = createElement(
      "div",
      {},
      ...heads.map(([tag, words]) => createElement(tag, {}, words)),
    );
    const pictures = /<img\b/i.test(source) ? 0 : leftOut.pictures;
    for (const [kind, count] of Object.entries({ ...leftOut, pictures })) {
      if (count) report.leave(kind, { count });
    }
    appendHtml(this.editor, htmlInside(before) + source + (isNoted ? "" : note), report);
    this.editor.commands.focus("start");
  }

  /** Puts words into a field that is empty; false where it is not, and they have to go elsewhere. */
  fill(name, words, report) {
    const field = this.form.elements[name];
    if (!words) return true;
    if (!field || field.value.trim()) return false;
    this.put(field, words, report);
    return true;
  }

  append(name, words, report) {
    const field = this.form.elements[name];
    if (!words || !field) return;
    this.put(field, [field.value.trim(), words].filter(Boolean).join("\n"), report);
  }

  put(field, words, report) {
    field.value = words;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    report.fill(labelOf(field));
  }
}

function labelOf(field) {
  const label = field.labels?.[0] ?? document.querySelector(`label[for="${field.id}"]`);
  return (label?.textContent ?? field.name).replace(/:\s*$/, "").trim();
}

function documentIn(transfer) {
  const [file, ...others] = transfer?.files ?? [];
  return file && !others.length && KINDS.test(file.name) ? file : null;
}

const input = document.getElementById("id_document");
if (input) {
  const reader = new DocumentReader(input);
  input.addEventListener("change", () => input.files[0] && reader.read(input.files[0]));
  const page = document.querySelector(".writing");
  page.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  // Before the editor, which would take it for a picture.
  page.addEventListener(
    "drop",
    (event) => {
      const file = documentIn(event.dataTransfer);
      if (!file) return;
      event.preventDefault();
      event.stopPropagation();
      reader.read(file);
    },
    true,
  );
}
