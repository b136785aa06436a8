// A picture is made smaller before it is sent: what a camera takes is ten times what a page shows.
// A browser that can read HEIC makes a JPEG of it on the way.

const MAX_SIDE = 2_400;
// What is smaller is sent as it is.
const ENOUGH = 2_000_000;
const QUALITY = 0.92;

// What the server would unpack of a file that is no JPEG.
const MOST_PIXELS = 12_000_000;
const HEAD = 65_536;

const isHeic = (file) => /^image\/hei[cf]/.test(file.type) || /\.hei[cf]$/i.test(file.name);
const isDrawing = (file) => /^image\/(png|webp)$/.test(file.type);
const isJpeg = (file) => file.type === "image/jpeg";

/** Whether there is more than one image in it: the server tells what becomes of the others. */
async function isMoving(file) {
  if (!isDrawing(file)) return file.type === "image/gif";
  const head = new TextDecoder("latin1").decode(await file.slice(0, HEAD).arrayBuffer());
  return head.includes("ANIM") || head.includes("acTL");
}

async function drawn(file, bitmap) {
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const size = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = new OffscreenCanvas(...size);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, ...size);
  // What may be transparent stays so.
  const type = isDrawing(file) ? "image/webp" : "image/jpeg";
  const blob = await canvas.convertToBlob({ type, quality: QUALITY });
  const name = file.name.replace(/\.\w+$/, "");
  return new File([blob], `${name}.${blob.type.split("/")[1]}`, { type: blob.type });
}

async function shrunk(file) {
  const bitmap = await createImageBitmap(file);
  const isHuge = bitmap.width * bitmap.height > MOST_PIXELS;
  const mustChange = isHuge || isHeic(file);
  const smaller = mustChange || file.size > ENOUGH ? await drawn(file, bitmap) : file;
  bitmap.close();
  return mustChange || smaller.size < file.size ? smaller : file;
}

/** `file`, or a smaller one in its place. What the browser cannot read is for the server to judge. */
export async function shrinkPicture(file) {
  try {
    const isFine = isJpeg(file) && file.size <= ENOUGH;
    return isFine || (await isMoving(file)) ? file : await shrunk(file);
  } catch {
    return file;
  }
}

/** Why the server would refuse `file`, as `limits` say it; empty where only it can tell. */
export function refusalOf(file, limits) {
  if (isHeic(file)) return limits.heic;
  return file.size > limits.limit ? limits.tooLarge : "";
}

/** What a field for pictures says of its limits; it takes HEIC where this script is there to help. */
export function limitsOf(input) {
  if (!input.accept.includes("heic")) input.accept += ",image/heic,image/heif";
  return JSON.parse(input.dataset.shrink);
}
