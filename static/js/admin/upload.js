// Many pictures at once: each is sent by itself, with a bar that tells how far it has got.

import { sendPicture } from "./send_picture.js";
import { limitsOf } from "./shrink_picture.js";

const form = document.querySelector(".library-upload");
const input = form.elements.pictures;
const progress = form.querySelector(".library-progress");
const [bar, status, errors, sent] = [
  "progress",
  "[role=status]",
  ".errorlist",
  ".library-pictures",
].map((selector) => progress.querySelector(selector));

const limits = limitsOf(input);

function add(list, ...children) {
  const item = document.createElement("li");
  item.append(...children);
  list.append(item);
}

function showPicture({ url, name, width, height }) {
  const image = Object.assign(document.createElement("img"), { src: url, width, height, alt: "" });
  add(sent, image, name);
}

function tell(words, done, all) {
  status.textContent = words.replace("{done}", done).replace("{all}", all);
}

async function sendOne(file, onProgress) {
  const fields = [...new FormData(form)].filter(([name]) => name !== "pictures");
  try {
    const answer = await sendPicture(file, { address: form.action, fields, limits, onProgress });
    answer.pictures.forEach(showPicture);
    for (const words of answer.refused) add(errors, words);
    for (const words of answer.remarks) add(errors, `${file.name}: ${words}`);
  } catch {
    add(errors, form.dataset.failed.replace("{name}", file.name));
  }
}

/** One after the other: the line to the server is the same for all. */
async function sendAll(files) {
  progress.hidden = false;
  errors.replaceChildren();
  await files.reduce(async (before, file, index) => {
    await before;
    tell(form.dataset.sending, index + 1, files.length);
    await sendOne(file, (part) => (bar.value = (index + part) / files.length));
    bar.value = (index + 1) / files.length;
  }, Promise.resolve());
  tell(form.dataset.done, files.length, files.length);
  form.reset();
}

form.addEventListener("submit", (event) => {
  if (!input.files.length) return;
  event.preventDefault();
  sendAll([...input.files]);
});
for (const name of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.toggle("is-dragged", name === "dragover");
  });
}
form.addEventListener("drop", ({ dataTransfer }) => {
  if (dataTransfer.files.length) input.files = dataTransfer.files;
});
