import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calendarOf, hoursAfter, isDay, isOff, lastDay, type Calendar } from '../../src/deadlines';

const golden = (name: string) => JSON.parse(readFileSync(new URL(`../../../tests/golden/law/${name}.json`, import.meta.url), 'utf8'));
const { procedural, rest_days: rest } = golden('law').law.calendars as { procedural: Calendar[]; rest_days: Calendar };
const cases = golden('deadlines');

describe('los plazos, iguales a los de la oficina', () => {
  it.each(cases.working_days as { name: string; authority: string | null; published?: { from: string; until: string }[]; from: string; days: number; last: string | null }[])('$name', ({ authority, published = [], from, days, last }) => {
    const calendar = calendarOf(procedural, authority);
    expect(calendar ? lastDay({ ...calendar, published: [...calendar.published, ...published] }, from, days) : null).toBe(last);
  });
  it.each(cases.calendars as { authority: string | null; state: string | null; id: string | null }[])('calendario de $authority en $state', ({ authority, state, id }) => {
    expect((calendarOf(procedural, authority, state) as { id?: string } | undefined)?.id ?? null).toBe(id);
  });
  it.each(cases.rest_days as { day: string; off: boolean }[])('descanso obligatorio $day', ({ day, off }) => expect(isOff(rest, day)).toBe(off));
  it.each(cases.days as { day: string; is: boolean }[])('¿es un día? «$day»', ({ day, is }) => expect(isDay(day)).toBe(is));
  it.each(cases.hours as { at: number; hours: number; until: number }[])('$hours horas', ({ at, hours, until }) => expect(hoursAfter(at, hours)).toBe(until));
});
