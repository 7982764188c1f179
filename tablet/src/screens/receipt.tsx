import { Sign } from '../components/pictogram';
import { dayAndHour } from '../components/spanish_dates';
import { es } from '../strings_es';
import { minorKey } from '../events';
import { itemOf } from '../items';
import type { Apart, Bundle, Counts, Receipt as Held } from '../types';
import { Tally } from './home';
import { BackLink, VisitShell, WithVisit, type Opened } from './opening';

/** What the authority holds, by its own signed word, against what is on this tablet. */
export function ReceiptScreen({ visitId }: { visitId: string }) {
  return (
    <WithVisit visitId={visitId}>
      {opened => (
        <VisitShell opened={opened} told>
          {opened.gone ? <BackLink to={{ at: 'home' }} words={es.home.title} /> : <BackLink to={{ at: 'acta', visit: visitId }} words={es.acta.title} />}
          <h1 data-public={es.receipt.title}>{es.receipt.title}</h1>
          <Receipt opened={opened} />
        </VisitShell>
      )}
    </WithVisit>
  );
}

/** What was set apart, by its question in words where it answers one, and whose card it is on. */
function whatOf(bundle: Bundle, { type, path }: Apart): string {
  const kind = es.receipt.apartWhat[type ?? ''] ?? es.receipt.apartRecord;
  const question = path && itemOf(bundle, path)?.label_es;
  if (!question) return kind;
  return [`${kind}: ${question}`, ...(path.startsWith('minor:') ? [minorKey(path.slice(0, path.indexOf('/')))] : [])].join(' · ');
}

/**
 * A visit that was taken away: no later receipt is given of it, so an earlier one can say neither that it matches nor that
 * anything of the tablet's is awaited. What the tablet does know is what it handed in and what became of it.
 */
function Gone({ counts, apart, receipt, photos, zone }: { counts: Counts; apart: number; receipt: Held | null; photos: string[]; zone: string }) {
  const { onTablet, sent, filesPending } = counts;
  const left = onTablet - sent;
  return (
    <div class="receipt gone">
      <p class="word" style={{ fontSize: 'var(--lead)' }}><Sign name="sent" size={32} /><span>{es.receipt.gone}</span></p>
      <p><strong>{onTablet ? es.receipt.goneHanded(sent, onTablet, apart) : es.receipt.goneNothing}</strong></p>
      {left + filesPending > 0 && <p class="doubt">{es.receipt.goneLeft(left, filesPending)}</p>}
      <p>{es.receipt.goneAsk}</p>
      {receipt && <p class="quiet">{es.receipt.goneLast(dayAndHour(receipt.issuedAt, zone), counts.held, photos.filter(name => receipt.files.includes(name)).length)}</p>}
      {receipt && <p class="hash quiet">{receipt.stateHash}</p>}
    </div>
  );
}

function Receipt({ opened }: { opened: Opened }) {
  const { tablet, visit, bundle } = opened;
  return <><Word opened={opened} /><SetApart apart={tablet.apart(visit.visitId)} bundle={bundle} /><OthersSetApart opened={opened} /></>;
}

/** What the authority has said of the visit, and how much it covers. */
function Word({ opened }: { opened: Opened }) {
  const { tablet, visit } = opened;
  const receipt = tablet.receipt(visit.visitId);
  const counts = tablet.visits().find(({ visitId }) => visitId === visit.visitId)?.counts;
  const photos = visit.happenings.filter(({ type }) => type === 'photo_added').map(({ body }) => body.name);
  if (counts && opened.gone) return <Gone counts={counts} apart={tablet.apart(visit.visitId).length} receipt={receipt} photos={photos.map(String)} zone={visit.zone} />;
  if (!receipt) return <div class="receipt waiting"><p class="word device"><Sign name="device" />{es.receipt.none}</p>{counts && <Tally counts={counts} />}</div>;
  const all = counts?.onTablet ?? 0;
  const files = photos.filter(name => receipt.files.includes(String(name))).length;
  return (
    <>
      <div class={receipt.matches ? 'receipt' : 'receipt waiting'}>
        <p class={receipt.matches ? 'word held' : 'word device'} style={{ fontSize: 'var(--lead)' }}><Sign name={receipt.matches ? 'held' : 'sent'} size={32} /><span>{es.receipt.holds(counts?.held ?? 0, all, files, photos.length)}</span></p>
        <p>{receipt.matches ? es.receipt.matches : es.receipt.differs}</p>
        <p class="quiet">{es.receipt.signed(dayAndHour(receipt.issuedAt, visit.zone))}</p>
        <p class="hash quiet">{receipt.stateHash}</p>
      </div>
      {counts && <Tally counts={counts} />}
    </>
  );
}

function SetApart({ apart, bundle }: { apart: Apart[]; bundle: Bundle }) {
  if (apart.length === 0) return null;
  return (
    <section class="step" style={{ gap: '16px' }}>
      <h2>{es.receipt.apartTitle(apart.length)}</h2>
      <p>{es.receipt.apartWhy}</p>
      <dl class="rests">{apart.map(one => <div key={one.ref}><dt>{whatOf(bundle, one)}</dt><dd class="doubt">{es.receipt.apartCodes[one.code] ?? one.code}</dd></div>)}</dl>
    </section>
  );
}

function OthersSetApart({ opened: { visit: { setAside } } }: { opened: Opened }) {
  if (setAside.length === 0) return null;
  return (
    <section class="step" style={{ gap: '16px' }}>
      <h2>{es.receipt.asideTitle(setAside.length)}</h2>
      <p>{es.receipt.asideWhy}</p>
      <dl class="rests">{setAside.map(({ ref, code, actorName }) => <div key={ref}><dt>{actorName || es.receipt.asideOther}</dt><dd class="doubt">{es.receipt.asideCodes[code] ?? code}</dd></div>)}</dl>
    </section>
  );
}
