/** The list of visits: today's apart, then the others to do, then what is finished. */
import { expect, test } from 'vitest';
import { groupsOf } from '../../src/screens/home';
import type { VisitSummary } from '../../src/types';

const visit = (visitId: string, state: VisitSummary['state'], ...days: string[]): VisitSummary => ({
  visitId, title: visitId, place: '', folio: '', stateEs: '', state, counts: { onTablet: 0, sent: 0, held: 0, filesPending: 0 }, lastContactAt: null, urgent: 'none', commentsWaiting: 0, minors: 0, days, ready: true,
});

const today = ({ days }: VisitSummary) => days.includes('2026-11-26');

test('what was ordered, begun or resumes today stands first; the rest to do has its own title', () => {
  const groups = groupsOf([visit('later', 'assigned', '2026-11-20'), visit('begun', 'in_progress', '2026-11-26'), visit('done', 'closed', '2026-11-26'), visit('taken', 'revoked', '2026-11-26'), visit('resumes', 'in_progress', '2026-11-20', '2026-11-26')], today);
  expect(groups.map(({ title, listed }) => [title, listed.map(({ visitId }) => visitId)])).toEqual([['Hoy', ['begun', 'resumes']], ['Otras por hacer', ['later']], ['Cerradas', ['done']], ['Ya no a tu cargo', ['taken']]]);
});

test('with nothing for today the others are simply what is to do', () => {
  expect(groupsOf([visit('later', 'assigned')], today).map(({ title }) => title)).toEqual(['Hoy', 'Por hacer', 'Cerradas', 'Ya no a tu cargo']);
});
