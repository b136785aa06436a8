// Marks what is new since the last visit, for whoever asks for it. What it remembers stays in this
// browser and is sent to nobody; before the box is ticked nothing is stored.

const WISH = "opinion.mark-new";
const SEEN = "opinion.seen.";
// Who comes back within half an hour is still on the same visit.
const VISIT = 30 * 60 * 1000;

function wished() {
  return localStorage.getItem(WISH) === "yes";
}

function forget() {
  const kept = Object.keys(localStorage).filter((name) => name === WISH || name.startsWith(SEEN));
  for (const name of kept) localStorage.removeItem(name);
}

function remembered(key) {
  try {
    const { before, newest, at } = JSON.parse(localStorage.getItem(key));
    return [before, newest, at].every(Number.isFinite) ? { before, newest, at } : null;
  } catch {
    return null;
  }
}

// A comment counts from its publication: one that waited long has a small number and is new.
function publication(comment) {
  return Number(comment.dataset.published);
}

// Says from which moment on comments are new, and remembers what this page shows.
function visit(key, comments) {
  const shown = Math.max(0, ...comments.map(publication));
  const last = remembered(key) ?? { before: shown, newest: shown, at: 0 };
  const before = Date.now() - last.at > VISIT ? last.newest : last.before;
  const newest = Math.max(shown, last.newest);
  localStorage.setItem(key, JSON.stringify({ before, newest, at: Date.now() }));
  return before;
}

class News {
  constructor(template) {
    const [bar, label] = template.content.cloneNode(true).children;
    this.label = label;
    this.key = SEEN + template.dataset.article;
    this.comments = [...document.querySelectorAll(".comment[data-published]")];
    this.box = bar.querySelector("input");
    this.count = bar.querySelector(".thread-news-count");
    this.box.checked = wished();
    this.box.addEventListener("change", () => this.choose());
    template.after(bar);
    if (this.box.checked) this.mark(visit(this.key, this.comments));
  }

  choose() {
    if (this.box.checked) {
      localStorage.setItem(WISH, "yes");
      visit(this.key, this.comments);
    } else {
      forget();
      this.clear();
    }
  }

  mark(since) {
    const fresh = this.comments.filter((comment) => publication(comment) > since);
    if (!fresh.length) return;
    for (const comment of fresh) comment.querySelector(".comment-facts").prepend(this.label.cloneNode(true));
    this.count.querySelector("b").textContent = fresh.length;
    this.count.querySelector("a").href = `#${fresh[0].id}`;
    this.count.hidden = false;
  }

  clear() {
    for (const label of document.querySelectorAll(".comment-new")) label.remove();
    this.count.hidden = true;
  }
}

const template = document.querySelector("template.thread-news");
try {
  if (template) {
    wished();
    new News(template);
  }
} catch {
  // A browser that keeps nothing for us: then nothing is offered.
}
