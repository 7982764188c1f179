/** Days, hours and amounts as people here say them. Instants are read in the workplace's zone. */

const MONTHS = ['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'];

/** `09:40` */
export function hourOf(at: number, zone?: string): string {
  return new Intl.DateTimeFormat('es-MX', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(at);
}

/** `22 de noviembre, 09:40` */
export function dayAndHour(at: number, zone?: string): string {
  return `${new Intl.DateTimeFormat('es-MX', { day: 'numeric', month: 'long', timeZone: zone }).format(at)}, ${hourOf(at, zone)}`;
}

/** `hoy, 09:40` when it is today there, else day and hour. */
export function whenOf(at: number, now: number, zone?: string): string {
  return localDay(at, zone) === localDay(now, zone) ? `hoy, ${hourOf(at, zone)}` : dayAndHour(at, zone);
}

/** `2026-11-22` in the zone. */
export function localDay(at: number, zone?: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone });
  return parts.format(at);
}

/** `2026-11-22T09:40` in the zone. */
export function localMinute(at: number, zone?: string): string {
  return `${localDay(at, zone)}T${hourOf(at, zone)}`;
}

/** `2012-03-09` → `9 de marzo de 2012`; other text comes back as it is. */
export function spanishDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return year && month && date && MONTHS[month - 1] ? `${date} de ${MONTHS[month - 1]} de ${year}` : day;
}

/** `2026-11-22T09:40` → `22 de noviembre de 2026, 09:40` */
export function spanishMinute(minute: string): string {
  const [day = '', hour = ''] = minute.split('T');
  return `${spanishDay(day)}, ${hour}`;
}

/** True for a day that exists in the calendar. */
export function isDay(year: number, month: number, date: number): boolean {
  const at = new Date(Date.UTC(year, month - 1, date));
  return year > 1000 && year < 10_000 && at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
}

/** 123456 centavos → `1,234.56`; grams → kilograms alike with three decimals, trailing zeros dropped. */
export function decimal(amount: number, digits: number): string {
  return new Intl.NumberFormat('es-MX', { minimumFractionDigits: 0, maximumFractionDigits: digits }).format(amount / 10 ** digits);
}
