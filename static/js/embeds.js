// A press on a card loads what it shows from its site, and nothing does before. Without this script the card
// is a link.

const RIGHTS = [
  "allow-scripts",
  // Its own origin, which is never ours: players keep their settings there.
  "allow-same-origin",
  "allow-forms",
  "allow-presentation",
  "allow-popups",
  "allow-popups-to-escape-sandbox",
].join(" ");

function create(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

function frameFor({ dataset }, title) {
  const frame = create("iframe", "embed-frame");
  frame.title = title;
  frame.allow = dataset.allow;
  frame.setAttribute("sandbox", RIGHTS);
  // A player wants to know the site that shows it, and not the page.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  if (dataset.width) frame.style.aspectRatio = `${dataset.width} / ${dataset.height}`;
  frame.src = dataset.frame;
  return frame;
}

/** The card becomes a button; its link stays under it. */
function enhance(figure) {
  const link = figure.querySelector(".embed-card");
  const address = link.querySelector(".embed-address");
  const title = link.querySelector(".embed-title").textContent;
  const action = create("span", "embed-action", figure.dataset.action);
  const button = create("button", "embed-card", ...link.childNodes);
  button.type = "button";
  button.querySelector(".embed-said").append(action);
  link.className = "embed-link";
  link.append(address);
  figure.prepend(button);
  const notice = create("span", "embed-notice", figure.dataset.notice);
  figure.append(create("figcaption", "embed-foot", link, " ", notice));
  button.addEventListener("click", () => {
    const frame = frameFor(figure, title);
    figure.classList.add("is-loaded");
    button.after(frame);
    frame.focus();
  });
}

document.querySelectorAll(".embed[data-frame]").forEach(enhance);
