// Opens a note or a reference beside what calls it. Without this script the call leads to it, at the
// foot of the text.

const GAP = 8;
const CALLS = ".note-call a, .citation a";
const template = document.querySelector("template.note-place");
const popover = template?.content.firstElementChild;
const body = document.querySelector(".article .body");

function noteOf(call) {
  return document.getElementById(call.hash.slice(1));
}

/** The words of a note or a reference without the ways back, and without names that the page has already. */
function wordsOf(note) {
  const words = note.cloneNode(true);
  words.querySelector(".backlinks")?.remove();
  for (const named of words.querySelectorAll("[id]")) named.removeAttribute("id");
  return words.childNodes;
}

// Within the page, so that it scrolls with its call; on a phone the style sheet puts it at the foot.
function place(call) {
  const { bottom, left } = call.getBoundingClientRect();
  const rightmost = document.documentElement.clientWidth - popover.offsetWidth - GAP;
  const beside = Math.max(GAP, Math.min(left - GAP, rightmost));
  popover.style.setProperty("--below-call", `${bottom + scrollY + GAP}px`);
  popover.style.setProperty("--beside-call", `${beside + scrollX}px`);
}

function open(call, note) {
  const [words, ways] = popover.children;
  words.replaceChildren(...wordsOf(note));
  const kind = call.closest(".note-call") ? "to-note" : "to-reference";
  for (const way of ways.querySelectorAll("a")) {
    way.hidden = !way.classList.contains(kind);
    way.hash = note.id;
  }
  popover.setAttribute("aria-label", call.getAttribute("aria-label"));
  popover.showPopover();
  place(call);
  popover.focus({ preventScroll: true });
}

function handleClick(event) {
  const call = event.target.closest(CALLS);
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const note = call && isPlain && noteOf(call);
  if (!note) return;
  event.preventDefault();
  open(call, note);
}

if (popover?.showPopover && body) {
  body.after(popover);
  body.addEventListener("click", handleClick);
  // What a link within leads to is not to be covered.
  popover.addEventListener("click", (event) => {
    if (event.target.closest("a, button")) popover.hidePopover();
  });
}
