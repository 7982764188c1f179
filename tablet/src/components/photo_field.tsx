import { useEffect, useState } from 'preact/hooks';
import { photosAt, type Question } from '../screens/reading';
import { es } from '../strings_es';
import type { Tablet, OpenVisit } from '../types';
import { Camera, type Taken } from './camera';
import { Sign } from './pictogram';
import { RoomNotice } from './upkeep';
import { hourOf } from './spanish_dates';

const DOCUMENTS = 'document_photos';

const captionOf = ({ kind, covered }: Taken) => [es.camera.kinds[kind], covered ? es.camera.covered : ''].filter(Boolean).join(', ');

/** Photos that hang from one question. Their words never hold a name. */
export function PhotoField({ tablet, visit, question, disabled }: { tablet: Tablet; visit: OpenVisit; question: Question; disabled: boolean }) {
  const [open, setOpen] = useState(false);
  const photos = photosAt(visit, question.path);
  const subject = question.entity.startsWith('minor:') ? question.entity : 'visit';
  return (
    <>
      {photos.length > 0 && <ul class="photos">{photos.map((photo, n) => <li key={photo.entity}><Thumbnail tablet={tablet} visitId={visit.visitId} entity={photo.entity} words={[es.camera.photo(n + 1), String(photo.opened?.caption ?? '')].filter(Boolean).join(': ')} hour={hourOf(photo.recordedAt, visit.zone)} /></li>)}</ul>}
      {!disabled && <button type="button" class="press" style={{ justifySelf: 'start', minHeight: '56px' }} aria-describedby={`${question.path}-name`} onClick={() => setOpen(true)}><Sign name="camera" />{es.camera.take}</button>}
      {!disabled && <RoomNotice />}
      <p class="small quiet">{es.camera.noFaces} {es.camera.fromGallery}</p>
      {open && <Camera close={() => setOpen(false)} usual={question.item.role === DOCUMENTS ? 'document' : 'place'} take={taken => tablet.addPhoto(visit.visitId, { ...taken, about: question.path, subject, takenAt: Date.now(), caption: captionOf(taken) })} />}
    </>
  );
}

function Thumbnail({ tablet, visitId, entity, words, hour }: { tablet: Tablet; visitId: string; entity: string; words: string; hour: string }) {
  const [url, setUrl] = useState('');
  useEffect(() => {
    let made = '';
    let gone = false;
    tablet.photoUrl(visitId, entity).then(found => { made = found; if (gone) URL.revokeObjectURL(found); else setUrl(found); }, () => setUrl(''));
    return () => { gone = true; if (made) URL.revokeObjectURL(made); };
  }, [entity]);
  return <figure>{url ? <img src={url} alt={words} /> : <div style={{ aspectRatio: '4 / 3' }} />}<figcaption class="small">{words}<br /><span class="quiet">{hour}</span></figcaption></figure>;
}
