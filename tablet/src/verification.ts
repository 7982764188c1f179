/** Whether what others wrote is theirs: each signature covers its link, and through the links everything before it. */
import { base64, fromBase64, hex, type Bytes } from './bytes';
import { contentId, filledIn, logged, nextLink, type Logged, type WireRecord } from './events';
import { linkMessage, verify } from './signing';

/** A record identified and judged. `unproven`: no signature covers it yet. `forged`: its signature is not its author's. */
export interface Judged { record: WireRecord; logged: Logged; linkAfter: Bytes; judgement: 'proven' | 'unproven' | 'forged' }

/** The author's public key; null while its certificate has not arrived; false when it is certified for another device. */
export type KeyOf = (record: WireRecord) => string | null | false;

/** Judges records of one or several streams together. What cannot be canonicalised is left out: it cannot be an event. */
export async function judge(records: WireRecord[], keyOf: KeyOf): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const record of records) {
    const one = await identified(record);
    if (one) judged.push(await checkSignature(one, keyOf(record)));
  }
  const byLink = new Map(judged.map((one) => [base64(one.linkAfter), one]));
  // From each proven record back along its links: everything it was built on is proven with it.
  for (const proven of judged.filter(({ judgement }) => judgement === 'proven')) {
    let before = byLink.get(proven.record.link_before);
    while (before && before.judgement === 'unproven' && before.record.event.incarnation === proven.record.event.incarnation) {
      before.judgement = 'proven';
      before = byLink.get(before.record.link_before);
    }
  }
  return judged;
}

async function identified(sent: WireRecord): Promise<Judged | null> {
  try {
    const record = { ...sent, event: filledIn(sent.event) };
    const content = await contentId(record.event);
    const linkAfter = await nextLink(fromBase64(record.link_before), content);
    return { record, logged: logged(record.event, hex(content), false), linkAfter, judgement: 'unproven' };
  } catch {
    return null;
  }
}

async function checkSignature(one: Judged, publicKey: string | null | false): Promise<Judged> {
  const { signature } = one.record;
  if (publicKey === false) return { ...one, judgement: 'forged' };
  if (signature === null || publicKey === null) return one;
  const valid = await verify(publicKey, linkMessage(one.linkAfter), signature);
  return { ...one, judgement: valid ? 'proven' : 'forged' };
}
