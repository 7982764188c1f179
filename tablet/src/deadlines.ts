/**
 * Counts deadlines: working days by an authority's calendar, and clocks of hours. Pure; mirrors `protocols/deadlines.py`.
 * Days are local days of the workplace, `YYYY-MM-DD`; instants are milliseconds since 1970 UTC. Which days do not count is data.
 */

interface OffDay {
  fixed: string | null; month: number | null; weekday: number | null; nth: number | null;
  every_years: number | null; from: string | null; until: string | null;
}
export interface Calendar {
  authority?: string | null;
  states?: string[];
  /** ISO weekdays: Monday is 1. */
  weekly_off: number[];
  days: OffDay[];
  published: { from: string; until: string }[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What both languages can count in. */
const FIRST_YEAR = '0001';
const LAST_YEAR = '9998';

/** Whether a text is a day of the calendar from which days can be counted. */
export function isDay(day: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) || day.slice(0, 4) < FIRST_YEAR || day.slice(0, 4) > LAST_YEAR) return false;
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && isoDay(at) === day;
}

/** The calendar by which an authority counts, its state's own before the general one; undefined while the authority is not known. */
export function calendarOf(calendars: Calendar[], authority: unknown, state?: string | null): Calendar | undefined {
  const own = calendars.filter((calendar) => calendar.authority === authority);
  return own.find(({ states }) => state && states?.includes(state)) ?? own.find(({ states }) => !states?.length);
}

/** Whether a day does not count. */
export function isOff({ weekly_off: weekly, days, published }: Calendar, day: string): boolean {
  return weekly.includes(weekdayOf(day)) || days.some((rule) => isThatDay(rule, day)) || published.some(({ from, until }) => from <= day && day <= until);
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

function isThatDay({ fixed, month, weekday, nth, every_years: years, from, until }: OffDay, day: string): boolean {
  if ((from ?? day) > day || (until ?? day) < day) return false;
  if (fixed === null) return Number(day.slice(5, 7)) === month && weekdayOf(day) === weekday && Math.ceil(Number(day.slice(8)) / 7) === nth;
  return day.slice(5) === fixed && (years === null || (Number(day.slice(0, 4)) - Number(from!.slice(0, 4))) % years === 0);
}

/** The last of some working days; the count begins the day after `fromOn`. */
export function lastDay(calendar: Calendar, fromOn: string, days: number): string {
  let on = Date.parse(`${fromOn}T00:00:00Z`);
  for (let left = days; left > 0;) {
    on += DAY_MS;
    if (!isOff(calendar, isoDay(on))) left -= 1;
  }
  return isoDay(on);
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The instant a clock of hours runs out; hours count through nights and days off. */
export function hoursAfter(atMs: number, hours: number): number {
  return atMs + hours * HOUR_MS;
}
