// Name and address in this browser, for readers who tick that they want it. We never see it.

import { localStore } from "./browser_storage.js";
import { form } from "./reply_form.js";

const WRITER = "writer";

export function offerToRemember() {
  const template = document.querySelector("template.form-remember-place");
  const pair = form.querySelector(".form-pair");
  if (!template || !pair) return;
  pair.after(template.content.cloneNode(true));
  const box = form.querySelector(".form-remember input");
  fillIn(box);
  const save = () => (box.checked ? localStore.set(WRITER, writer()) : localStore.remove(WRITER));
  box.addEventListener("change", save);
  form.addEventListener("submit", () => {
    if (box.checked) save();
  });
}

function writer() {
  return { name: form.elements.name.value, email: form.elements.email.value };
}

function fillIn(box) {
  const remembered = localStore.get(WRITER);
  if (!remembered) return;
  box.checked = true;
  form.elements.name.value ||= remembered.name ?? "";
  form.elements.email.value ||= remembered.email ?? "";
}
