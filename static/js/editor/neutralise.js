// Parsing a style= or an on…= is reported as a breach of the page's policy, even in a document
// that is never shown, and the browser hides the styles that it refused. So they are renamed to
// data-style= and data-on…= in the text, before any parser sees them.

const COMMENT = /<!--(?:-?>|[\s\S]*?(?:--!?>|$))/g;
const DROPPED =
  /<(style|script|xml|title)\b[\s\S]*?(?:<\/\1\s*>|$)|<\/?(?:base|link|meta)\b[^>]*>/gi;
const TAG = /<[a-z][^\s/>]*/gi;
const ATTRIBUTE = /([\s/]*)(=[^\s/>=]*|[^\s/>=]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"'][^\s>]*)?)?/y;

function withDataPrefix([, gap, name, value = ""]) {
  return /^(style|on)/i.test(name) ? `${gap} data-${name}${value}` : gap + name + value;
}

function neutraliseAttributes(html, start) {
  let output = "";
  let position = start;
  ATTRIBUTE.lastIndex = start;
  for (let match = ATTRIBUTE.exec(html); match; match = ATTRIBUTE.exec(html)) {
    output += withDataPrefix(match);
    position = ATTRIBUTE.lastIndex;
  }
  return [output, position];
}

export function neutralise(source) {
  const html = source.replaceAll(COMMENT, "").replaceAll(DROPPED, "");
  let output = "";
  let position = 0;
  for (const tag of html.matchAll(TAG)) {
    if (tag.index < position) continue;
    const end = tag.index + tag[0].length;
    const [attributes, next] = neutraliseAttributes(html, end);
    output += html.slice(position, end) + attributes;
    position = next;
  }
  return output + html.slice(position);
}
