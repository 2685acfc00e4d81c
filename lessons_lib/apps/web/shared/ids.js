// Ids that nothing else has: of elements on the page, and of what is saved.

let counter = 0;

/**
 * An id that no other element of the page has.
 *
 * @param {string} name
 */
export function freshId(name) {
  counter += 1;
  return `ll-${name}-${Date.now().toString(36)}-${counter}`;
}

/** A random UUID; crypto.randomUUID is missing where a page came without https. */
export function freshUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
