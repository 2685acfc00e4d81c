// Numbers, days and times in words.

export function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** "Sun 22 Nov", whatever the zone of this computer: a day of the diary is a date, not an instant. */
export function dayWords(date, options = { weekday: "short", day: "numeric", month: "short" }) {
  const noon = new Date(`${date}T12:00:00Z`);
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" })
    .format(noon)
    .replace(",", "");
}

export function timeWords(ms) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(
    new Date(ms),
  );
}
