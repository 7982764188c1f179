/** Enrolment: the only moment with a password and, together with the first pull, the only one that needs the network. */
import { fromBase64, newId, utf8 } from './bytes';
import { Contact } from './contact';
import type { WireRecord } from './events';
import type { People } from './people';
import type { Certificate } from './pulling';
import type { Enrolled } from './session';
import { newSigningKey } from './signing';
import { databaseName, PersonStore } from './store';
import type { Surroundings } from './surroundings';
import { TabletError, type Enrolment, type Json } from './types';
import { createVault, hasVault, passphraseProblem, type Keys } from './vault';
import { judge } from './verification';

interface Welcome {
  certificate: WireRecord;
  user: { user_id: string; name: string; role: string };
  server: { device_id: string; incarnation: string; public_key: string };
  authority_key: string;
  epoch: Json;
}

/** Makes a person's store on this tablet and leaves it unlocked. Nothing of anybody else is touched. */
export async function enrol(given: Enrolment, people: People, around: Surroundings): Promise<{ store: PersonStore; keys: Keys }> {
  const problem = passphraseProblem(given.passphrase);
  if (problem) throw new TabletError('weak_passphrase', problem);
  const deviceId = await people.deviceId(around.random);
  const incarnation = newId(around.random);
  const { pkcs8, publicKey } = await newSigningKey();
  const welcome = await ask(given, { deviceId, incarnation, publicKey }, around);
  const certificate = await checked(welcome, incarnation, publicKey);
  const { user, server } = welcome;
  const earlier = (await people.list()).find(({ userId }) => userId === user.user_id);
  let database = earlier?.database ?? databaseName(user.user_id);
  let store = await PersonStore.open(user.user_id, around.random, undefined, database);
  const taken = await hasVault(store);
  const aside = [...earlier?.aside ?? []];
  if (taken && given.settingAside) {
    store.close();
    // The old store stays as it is: nothing of it can be read here, and nothing of it is lost.
    aside.push({ database, incarnation: earlier?.incarnation ?? '', since: around.clock.now() });
    database = `${databaseName(user.user_id)}-${incarnation.slice(0, 8)}`;
    store = await PersonStore.open(user.user_id, around.random, undefined, database);
  } else if (taken) {
    store.close();
    throw new TabletError('already_here', `${user.name} ya tiene un espacio en esta tableta. Ábralo con su frase; ahí puede haber trabajo sin enviar.`);
  }
  const me: Enrolled = {
    userId: user.user_id, name: user.name, role: user.role, deviceId, incarnation,
    serverDevice: server.device_id, serverKey: server.public_key, authorityKey: welcome.authority_key,
  };
  const keys = await createVault(store, given.passphrase, welcome.authority_key, pkcs8, around.random, async () => {
    await store.write([
      await store.put('meta', 'me', me as unknown as Json), await store.put('meta', 'epoch', String(welcome.epoch)),
      await store.put('meta', 'certificate', welcome.certificate as unknown as Json),
      await store.put('certificates', incarnation, certificate as unknown as Json)], { strict: true });
  });
  await people.add({ userId: user.user_id, displayName: user.name, incarnation, database, ...(aside.length ? { aside } : {}) });
  await people.forgetFarewell(user.user_id);
  return { store, keys };
}

async function ask(given: Enrolment, ids: { deviceId: string; incarnation: string; publicKey: string }, around: Surroundings): Promise<Welcome> {
  const contact = new Contact(around.fetcher, around.origin, around.clock, around.random);
  const body = {
    username: given.username, password: given.password, label: given.label,
    device_id: ids.deviceId, incarnation: ids.incarnation, public_key: ids.publicKey,
  };
  const answer = await contact.send('POST', '/enrolments', utf8(JSON.stringify(body)), { 'Content-Type': 'application/json' });
  if (answer.status === 201) return answer.json as unknown as Welcome;
  const message = typeof answer.json.message === 'string' ? answer.json.message : 'El servidor no aceptó el enrolamiento.';
  throw new TabletError(String(answer.json.code ?? `http_${answer.status}`), message);
}

/** The certificate must be about the key just made, and signed by the server that is being pinned. */
async function checked(welcome: Welcome, incarnation: string, publicKey: string): Promise<Certificate> {
  const [judged] = await judge([welcome.certificate], () => welcome.server.public_key);
  const certificate = welcome.certificate.event.body as unknown as Certificate;
  const sound = judged?.judgement === 'proven' && certificate.incarnation === incarnation && certificate.public_key === publicKey
    && fromBase64(welcome.server.public_key).length === 65;
  if (!sound) throw new TabletError('certificate_invalid', 'El servidor respondió con un certificado que no corresponde. No se guardó nada; avise a la oficina.');
  return certificate;
}
