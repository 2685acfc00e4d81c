// A file in parts, each as text: a message to Python can hold so much and no more.

/**
 * Bytes as the text of base64.
 *
 * @param {Uint8Array} bytes
 */
export function asText(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/**
 * The parts of a file in their order.
 *
 * @param {Uint8Array} bytes
 * @param {number} most characters in a part
 */
export function parts(bytes, most) {
  const step = Math.floor(most / 4) * 3;
  const found = [];
  for (let at = 0; at === 0 || at < bytes.length; at += step) {
    found.push({
      text: asText(bytes.subarray(at, at + step)),
      first: at === 0,
      last: at + step >= bytes.length,
    });
  }
  return found;
}

/**
 * Why a file is not sent at all, or nothing.
 *
 * @param {{ name: string, size: number }} file
 * @param {number} mostBytes
 */
export function refusal(file, mostBytes) {
  if (file.size === 0) return `${file.name} is empty. Export it again.`;
  if (file.size <= mostBytes) return "";
  const mb = (/** @type {number} */ bytes) => Math.round(bytes / 1e6).toLocaleString("en");
  return (
    `${file.name} has ${mb(file.size)} MB; up to ${mb(mostBytes)} MB are read. ` +
    "Angles of some strides need less than one: cut the recording, or export the joint angles alone."
  );
}

/**
 * Whether a page at this address talks to the learner's own computer.
 *
 * @param {string} hostname
 */
export function isHere(hostname) {
  return /^(localhost|127(\.\d+){3}|\[?::1\]?|)$/.test(hostname);
}
