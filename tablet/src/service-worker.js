/*
 * The shell of the app, offline. FILES ([[url, hash], …]) and VERSION stand in front of this text in the built file.
 * A new shell is fetched whole or not at all, and waits until the person says so: nothing changes in the middle of a visit.
 * Nothing under /api is ever touched, kept or answered from here.
 */
const NAME = 'shell-' + VERSION;
const INDEX = FILES.find(([url]) => url.endsWith('/index.html'))[0];

async function install() {
  const cache = await caches.open(NAME);
  await cache.addAll(FILES.map(([url]) => new Request(url, { cache: 'reload' })));
}

async function activate() {
  for (const key of await caches.keys()) if (key.startsWith('shell-') && key !== NAME) await caches.delete(key);
  await self.clients.claim();
}

async function answer(request) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(request.mode === 'navigate' ? INDEX : request, { ignoreSearch: true });
  return kept ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => { if (event.data === 'SKIP_WAITING') self.skipWaiting(); });
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const scope = new URL(self.registration.scope).pathname;
  if (event.request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith(scope)) return;
  event.respondWith(answer(event.request));
});
