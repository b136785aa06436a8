// Parsing a style= or an on…= is reported as a breach of the page's policy, even in a document
// that is never shown, and the browser hides the styles that it refused. So they are renamed to
// data-style= and data-on…= in the text, before any parser sees them.

const COMMENT = /<!--(?:-?>|[\s\S]*?(?:--!?>|$))/g;
const NEVER_READ =
  /<(style|script|xml|title)\b[\s\S]*?(?:<\/\1\s*>|$)|<\/?(?:base|link|meta)\b[^>]*>/gi;
const TAG = /<[a-z][^\s/>]*/gi;
const ATTRIBUTE = /([\s/]*)(=[^\s/>=]*|[^\s/>=]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"'][^\s>]*)?)?/y;

function renamed([, gap, name, value = ""]) {
  return /^(style|on)/i.test(name) ? `${gap} data-${name}${value}` : gap + name + value;
}

function attributesFrom(html, position) {
  let written = "";
  ATTRIBUTE.lastIndex = position;
  for (let found = ATTRIBUTE.exec(html); found; found = ATTRIBUTE.exec(html)) {
    written += renamed(found);
    position = ATTRIBUTE.lastIndex;
  }
  return [written, position];
}

export function disarm(source) {
  const html = source.replace(COMMENT, "").replace(NEVER_READ, "");
  let written = "";
  let position = 0;
  for (const tag of html.matchAll(TAG)) {
    if (tag.index < position) continue;
    const end = tag.index + tag[0].length;
    const [attributes, next] = attributesFrom(html, end);
    written += html.slice(position, end) + attributes;
    position = next;
  }
  return written + html.slice(position);
}
