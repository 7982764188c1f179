/** One line of the list of visits, from the visit as read now. Nothing of it is stored: no projection holds an opened value. */
import { suspendedNow } from './acta';
import { localDay } from './components/spanish_dates';
import { codeOf } from './events';
import { itemByRole } from './items';
import { heldOfMine } from './receipts';
import type { HeldVisit } from './held';
import type { Session } from './session';
import type { Bundle, Happening, OpenVisit, UrgentState, VisitSummary } from './types';

const STATES: Record<VisitSummary['state'], string> = {
  assigned: 'por iniciar', in_progress: 'en curso', closed: 'acta cerrada', returned: 'devuelta con comentarios', approved: 'aprobada', revoked: 'ya no está a tu cargo',
};

export function summarise(session: Session, visitId: string, held: HeldVisit | null): VisitSummary {
  const entry = session.visits.get(visitId)!;
  const visit = held?.visit ?? null;
  const bundle = session.bundles.get(entry.bundleHash) ?? null;
  const text = (role: string): string => (visit && bundle ? textOf(visit, bundle, role) : '');
  const state = entry.granted ? stateOf(visit, held) : 'revoked';
  return {
    visitId, title: text('workplace_name') || text('employer_name'), place: text('workplace_locality') || text('workplace_address'),
    folio: text('order_folio'), state, stateEs: visit && !visit.closure && suspendedNow(visit) ? 'suspendida' : state === 'approved' && visit?.approval?.laterChanges ? 'aprobada, con cambios posteriores' : STATES[state],
    counts: {
      onTablet: held?.mine.length ?? 0, sent: held?.acknowledged ?? 0,
      held: heldOfMine(session.receipts.known.get(visitId), session.me.incarnation), filesPending: session.files.pending(visitId).length,
    },
    lastContactAt: session.lastContactAt, urgent: visit ? urgentOf(visit, session) : 'none', commentsWaiting: visit?.returned.length ?? 0,
    minors: visit?.of('minor').length ?? 0, days: visit ? daysOf(visit, held!, text) : [], ready: visit !== null,
  };
}

function textOf(visit: OpenVisit, bundle: Bundle, role: string): string {
  const item = itemByRole(bundle, role);
  const value = item && visit.value(`visit/${codeOf(item.id)}`);
  return value && 'v' in value && typeof value.v === 'string' ? value.v : '';
}

function daysOf(visit: OpenVisit, held: HeldVisit, text: (role: string) => string): string[] {
  const last = held.mine.at(-1)?.event.recorded_at;
  const resumes = suspendedNow(visit)?.opened?.resumes_on;
  return [text('order_on'), text('started_at').slice(0, 10), typeof resumes === 'string' ? resumes : '', last === undefined ? '' : localDay(last, visit.zone)].filter(Boolean);
}

function stateOf(visit: OpenVisit | null, held: HeldVisit | null): VisitSummary['state'] {
  if (!visit) return 'assigned';
  if (visit.returned.length) return 'returned';
  const last = visit.happenings.findLast(({ type }) => type === 'visit_approved' || type === 'visit_returned');
  if (last) return last.type === 'visit_approved' ? 'approved' : 'returned';
  if (visit.closure) return 'closed';
  return held?.mine.length ? 'in_progress' : 'assigned';
}

/** The worst of the urgent calls raised in the visit: one that still waits hides that others were received. */
function urgentOf(visit: OpenVisit, session: Session): UrgentState {
  const raised = visit.happenings.filter(({ type }) => type === 'urgent_raised');
  if (!raised.length) return 'none';
  if (raised.some(({ body }) => session.sync.urgent.has(String(body.urgent_id)))) return 'waiting';
  return raised.every((call) => isAcknowledged(call, visit.happenings)) ? 'acknowledged' : 'received';
}

function isAcknowledged(call: Happening, happenings: Happening[]): boolean {
  const alarms = happenings.filter(({ type, body }) => type === 'alarm_raised' && body.urgent_id === call.body.urgent_id);
  return alarms.some((alarm) => happenings.some(({ type, body }) => type === 'alarm_acknowledged' && body.alarm_id === alarm.body.alarm_id));
}
