// Pictures that are chosen in a form are made smaller before the form is sent, and what it would be
// refused for is said at once.

import { limitsOf, refusalOf, shrinkPicture } from "./shrink_picture.js";

const atWork = new Set();

function tell(input, words) {
  const id = `${input.id}_refusal`;
  let line = document.getElementById(id);
  if (!line) {
    line = Object.assign(document.createElement("p"), { id, className: "errornote" });
    line.setAttribute("role", "alert");
    input.after(line);
  }
  line.hidden = !words;
  line.textContent = words;
}

async function shrinkIn(input) {
  const limits = limitsOf(input);
  const files = await Promise.all([...input.files].map(shrinkPicture));
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  const refused = files
    .map((file) => [file.name, refusalOf(file, limits)])
    .filter(([, why]) => why);
  tell(input, refused.map(([name, why]) => `${name}: ${why}`).join(" "));
}

function follow(input) {
  limitsOf(input);
  input.addEventListener("change", () => {
    const work = shrinkIn(input).finally(() => atWork.delete(work));
    atWork.add(work);
  });
  // A form that is sent meanwhile waits.
  input.form?.addEventListener(
    "submit",
    async (event) => {
      if (!atWork.size) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      await Promise.allSettled(atWork);
      event.target.requestSubmit(event.submitter);
    },
    { capture: true },
  );
}

document.querySelectorAll("form:not(.library-upload) input[data-shrink]").forEach(follow);
