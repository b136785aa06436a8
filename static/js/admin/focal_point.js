// The point of a picture that stays in sight where it is cut: a press on the picture sets it, and a
// mark shows it. The fields beside it do the same, by number.

function fieldsOf(frame) {
  return frame.dataset.focal.split(" ").map((id) => document.getElementById(id));
}

/** Puts the mark in `frame` where its fields say. */
export function showFocus(frame) {
  const [x, y] = fieldsOf(frame);
  const mark = frame.querySelector(".focal-mark");
  mark.style.insetInlineStart = `${x.value}%`;
  mark.style.insetBlockStart = `${y.value}%`;
}

function setFocus(frame, event) {
  const { left, top, width, height } = frame.getBoundingClientRect();
  const [x, y] = fieldsOf(frame);
  x.value = Math.round(((event.clientX - left) / width) * 100);
  y.value = Math.round(((event.clientY - top) / height) * 100);
  x.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const frame = event.target.closest("[data-focal]");
  if (frame) setFocus(frame, event);
});
document.addEventListener("input", ({ target }) => {
  const frame = target.id && document.querySelector(`[data-focal~="${CSS.escape(target.id)}"]`);
  if (frame) showFocus(frame);
});
document.querySelectorAll("[data-focal]").forEach(showFocus);
