// How moments are written on this page: the browser's own zone, a 24-hour clock, English words.

const LOCALE = "en-GB";
const TIME = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const EXACT = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const DATE = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long" });
const DATE_AND_YEAR = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const WHOLE = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "short" });

export const timeOf = (date) => TIME.format(date);
export const exactTimeOf = (date) => EXACT.format(date);
export const dateOf = (date) => DATE.format(date);
export const momentOf = (date) => WHOLE.format(date);

/** The same for all moments of one local day, and different for any two days. */
export const dayKey = (date) => `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;

export function dayLabel(date, now) {
  if (dayKey(date) === dayKey(now)) return "Today";
  if (dayKey(date) === dayKey(dayBefore(now))) return "Yesterday";
  return (date.getFullYear() === now.getFullYear() ? DATE : DATE_AND_YEAR).format(date);
}

function dayBefore(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - 1);
}

const UNITS = [["day", 86_400], ["h", 3_600], ["min", 60]];

/** "1 day 2 h ahead of this machine"; seconds are too small to speak of. */
export function offsetLabel(seconds) {
  let rest = Math.round(Math.abs(seconds) / 60) * 60;
  const parts = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count) parts.push(`${count} ${unit === "day" && count > 1 ? "days" : unit}`);
  }
  if (!parts.length) return "The same time as this machine";
  return `${parts.join(" ")} ${seconds > 0 ? "ahead of" : "behind"} this machine`;
}
