/**
 * Every word the tablet says, in Mexican Spanish, in one place (the protocol's own texts come from the bundle).
 * Second person, short, active. A message says what happened, what is safe, what to do.
 */

import { cameraWords, placeWords } from './strings_evidence_es';
import { interviewWords } from './strings_interview_es';
import { colleagueWords, forgottenWords, guardWords, revokedWords, suspensionWords, upkeepWords } from './strings_guard_es';

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const es = {
  brand: 'Resguardo',
  skip: 'Ir al contenido',
  back: 'Volver',
  cancel: 'Cancelar',
  close: 'Cerrar',
  save: 'Guardar',
  done: 'Listo',
  change: 'Cambiar',
  loading: 'Abriendo lo guardado en esta tableta…',
  failed: 'No se pudo guardar. Lo que ves sigue en pantalla: inténtalo otra vez.',

  door: {
    promise: 'Lo que anotas aquí se queda aquí, cifrado, hasta que la autoridad lo tenga.',
    signIn: 'Entrar por primera vez',
    signInWhy: 'Esto se hace una sola vez y necesita red. Después la tableta funciona sin señal.',
    username: 'Usuario', password: 'Contraseña', label: 'Nombre de esta tableta', labelHint: 'Por ejemplo: Tableta 4, Ensenada',
    continue: 'Continuar', passphraseTitle: 'Tu frase de paso',
    passphraseWhy: 'Abre esta tableta en el campo, sin red. Nadie más la conoce y no se puede recuperar: si la olvidas, lo guardado llega a la autoridad, pero tú tendrás que entrar de nuevo.',
    passphraseRule: 'Cuatro palabras o más, o al menos 12 caracteres. Usa palabras que no vayan juntas.',
    passphraseExample: 'Ejemplo de forma, no la uses: «nopal lluvia camión siete»',
    passphrase: 'Frase de paso', passphraseAgain: 'Repite la frase de paso', passphraseDiffers: 'Las dos frases no son iguales. Escríbelas otra vez.',
    show: 'Mostrar lo que escribo', enrol: 'Preparar esta tableta', enrolling: 'Preparando la tableta y bajando tus visitas…',
    strength: ['Todavía no alcanza', 'Apenas alcanza', 'Buena', 'Muy buena'],
    unlockTitle: 'Abrir la tableta', whoAreYou: '¿Quién eres?', unlock: 'Abrir', unlocking: 'Abriendo…', another: 'Otra persona entra por primera vez',
    calls: 'Directorio y llamadas', backToUnlock: 'Volver a abrir la tableta', needNetwork: 'Todo lo guardado sigue aquí, cifrado. Abrir no necesita red.',
  },

  band: { calls: 'Llamar', menu: 'Menú', home: 'Visitas', sun: 'Tema de sol', hand: 'Uso con la mano izquierda', thisTablet: 'Esta tableta', lock: 'Bloquear', on: 'puesto', off: 'quitado' },

  sync: {
    title: 'Envío', sendNow: 'Enviar ahora', sending: 'Enviando…',
    phases: { idle: '', urgent: 'Sale primero el hallazgo urgente', events: 'Enviando anotaciones', files: 'Enviando fotos', pulling: 'Recibiendo', receipts: 'Pidiendo acuse', waiting: 'Esperando señal' },
    blockers: { no_network: 'Sin señal: se envía solo al volver', server_unreachable: 'Sin alcance: se envía solo al volver', revoked: 'Ya no se envía desde aquí' } as Record<string, string>,
    onlyHere: (n: number, files: number) => `${plural(n, 'registro', 'registros')}${files ? ` y ${plural(files, 'foto', 'fotos')}` : ''} sólo en esta tableta`,
    allSent: 'Todo enviado', urgentWaiting: 'Hay un hallazgo urgente por salir',
    lastContact: (when: string) => `Último contacto: ${when}`, neverContact: 'Sin contacto todavía',
    words: { device: 'en esta tableta', sent: 'enviado', held: 'en resguardo de la autoridad' },
  },

  home: {
    title: 'Tus visitas', none: 'No hay visitas en esta tableta.', noneWhy: 'Cuando tengas red, toca «Enviar ahora»: las visitas asignadas bajan solas.',
    open: 'Abrir visita', goneOpen: 'Ver qué se entregó', notReady: 'Falta bajar su protocolo: conéctate una vez antes de salir.', order: 'Orden', minors: (n: number) => plural(n, 'posible persona menor', 'posibles personas menores'),
    comments: (n: number) => `${plural(n, 'respuesta devuelta', 'respuestas devueltas')} por contestar`,
    missing: (n: number) => n ? `Faltan ${n} para cerrar` : 'Nada falta para cerrar', untitled: 'Visita sin nombre todavía', storage: 'El navegador no promete conservar lo guardado si falta espacio.', storageMore: 'Ver esta tableta',
    goOn: 'Seguir donde ibas', places: { minors: 'Personas menores', several: 'Varias a la vez', missing: 'Qué falta', acta: 'Acta', nobody: 'Sin menores observadas' } as Record<string, string>,
    search: 'Buscar por lugar, orden o estado', noMatch: 'Ninguna visita con esas letras.', today: 'Hoy', noneToday: 'Hoy no hay ninguna empezada ni ordenada para este día.', todo: 'Por hacer', others: 'Otras por hacer', finished: 'Cerradas', gone: 'Ya no a tu cargo', where: 'Tu trabajo está', fromOffice: 'Asignada; aún no anotas nada',
    urgent: { none: '', waiting: 'Hallazgo urgente por salir: aún en esta tableta', received: 'Hallazgo urgente recibido por la autoridad', acknowledged: 'Hallazgo urgente atendido por una persona' },
  },

  newVisit: {
    button: 'Nueva visita extraordinaria', title: 'Visita extraordinaria', why: 'Ábrela aquí aunque no haya señal ni número de orden. Queda a tu nombre; la oficina la ve en cuanto haya red y tu supervisora le pone número.',
    place: 'Nombre del lugar', placeHint: 'Como lo conoce la gente. Lo puedes cambiar después.', locality: 'Localidad, ejido o población (si la sabes)', open: 'Abrir la visita', needPlace: 'Escribe cómo se llama el lugar o cómo se reconoce.', noOrder: 'sin número de orden: lo asienta tu supervisora',
    noProtocol: 'Esta tableta todavía no tiene un protocolo. Conéctala una vez y vuelve aquí; mientras, las llamadas y el hallazgo urgente funcionan.',
  },

  visit: {
    stages: 'Etapas de la visita', progress: (done: number, all: number) => all === 0 ? 'en fichas' : done === all ? 'completa' : `${done} de ${all}`,
    minors: 'Personas menores', cards: 'fichas', missing: (n: number) => n ? `Qué falta (${n})` : 'Qué falta', missingCounting: 'Qué falta (…)', addMinor: 'Añadir persona menor', acta: 'Acta',
    previous: (t: string) => `Anterior: ${t}`, next: (t: string) => `Siguiente: ${t}`, toActa: 'Ir al acta',
    perMinor: (n: number) => `Esta etapa también tiene ${plural(n, 'pregunta', 'preguntas')} por cada persona menor. Se contestan en su ficha.`,
    gone: 'Sólo se lee. Nada de lo que anotaste se perdió: lo que falte por entregar sale al haber red.', goneAsk: 'Si te parece un error, o sabes algo de una persona menor que falte decir, habla con quien supervisa en tu oficina. «Hallazgo urgente» y las llamadas siguen sirviendo.',
    closed: 'El acta está cerrada. Sólo se lee; lo que falte se agrega como ampliación.', noBundle: 'El protocolo de esta visita aún no está en la tableta. Conéctate y toca «Enviar ahora».',
    missingScreen: 'Este lugar ya no está en la tableta.',
  },

  item: {
    saving: 'Guardando…', savedAt: (h: string) => `Guardado en esta tableta, ${h}`, sent: 'Enviado', undo: 'Deshacer', undone: 'Se deshizo',
    noAnswer: 'Sin respuesta…', noAnswerOf: (label: string) => `Sin respuesta: ${label}`, observe: 'Qué observar', ask: 'Cómo preguntarlo', whyAsk: 'Puede no contestar.',
    none: { unknown: 'No se sabe', not_asked: 'No se preguntó', declined: 'Se negó a responder', not_exhibited: 'No exhibió', not_applicable: 'No aplica' },
    source: 'Fuente', src: { document: 'documento', child: 'lo dijo la persona menor', adult: 'lo dijo otra persona adulta', employer: 'lo dijo el patrón', observation: 'lo observé', estimate: 'es una estimación', office: 'oficina' },
    mark: { confirmado: 'confirmado', por_validar: 'por validar' } as Record<string, string>, law: 'Fundamento', noLaw: 'Sin fundamento citado',
    conflict: 'Hay dos respuestas distintas. Ninguna se perdió; la que elijas ahora queda en lugar de las dos.', keep: 'Dejar esta',
    returned: 'Respuesta devuelta', answerComment: 'Tu contestación', sendAnswer: 'Contestar', answered: 'Contestaste', settled: 'Asunto resuelto',
    hidden: 'No visible para ti', erased: 'Dato borrado por orden', required: 'necesaria para cerrar',
    yes: 'Sí', no: 'No', na: 'No aplica', doc: { exhibe: 'Exhibe', parcial: 'Parcial', no_exhibe: 'No exhibe', no_aplica: 'No aplica' },
    search: 'Buscar en la lista', noMatch: 'Nada con esas letras. Prueba otra palabra.', moreFound: (n: number) => `Hay ${n} más. Escribe parte del nombre para hallar el que buscas.`, chosen: (n: number) => plural(n, 'elegida', 'elegidas'), remove: (l: string) => `Quitar: ${l}`, suggested: 'Por la tarea marcada, revisa uno por uno', suggestedWhy: 'Nada se marca solo: di lo que viste o te dijeron.', suggestedSays: { si: 'Sí', no: 'No hay', no_se: 'No se sabe' } as Record<'si' | 'no' | 'no_se', string>, suggestedDone: (n: number, all: number) => `${n} de ${all} revisados`, showList: 'Ver la lista', hideList: 'Cerrar la lista',
    hours: 'Horas', minutes: 'Minutos', kilos: 'kilogramos', pesos: 'pesos', day: 'Día', month: 'Mes', year: 'Año', now: 'Ahora', date: 'Fecha', time: 'Hora',
    partDate: 'Falta el día, el mes o el año con sus cuatro cifras. Todavía no se guardó; si no se sabe, toca «Sin respuesta…».', badMoment: 'Falta algo o esa fecha no existe. Revisa día, mes, año y hora. Todavía no se guardó.', farMoment: (when: string) => `Escribiste ${when}: queda muy lejos de hoy. Revisa el año. Todavía no se guardó.`, keepMoment: 'Así fue: guardar esa fecha', badWhole: 'Escribe un número entero, sin punto. Todavía no se guardó.',
    badDate: 'Esa fecha no existe. Revisa día, mes y año. Todavía no se guardó.', badNumber: 'Escribe sólo números. Lo demás cabe en los hechos. Todavía no se guardó.', outOfRange: (a: string, b: string) => `Revisa la cifra: suele ir de ${a} a ${b}. Todavía no se guardó.`, tooLong: (n: number, now: number) => `Se guarda completo: son ${now.toLocaleString('es-MX')} letras. En los documentos se leen mejor ${n.toLocaleString('es-MX')} o menos.`,
    keepUnusual: 'Así me lo dijeron: guardar la cifra', keptUnusual: 'Cifra fuera de lo común: se guardó tal como se dijo.', notBornYet: 'Esa fecha todavía no llega: nadie nace después de hoy. Revisa el año. Todavía no se guardó.', badDuration: 'Los minutos van de 0 a 59, y las horas son un número. Todavía no se guardó.', longDuration: (h: number) => `Son más de ${h} horas. Revisa; todavía no se guardó.`,
    agesDiffer: (s: number, b: number) => `Se contradicen: dijo tener ${plural(s, 'año', 'años')} y la fecha de nacimiento da ${b}. Las dos quedan guardadas. Revisa la fecha y con qué se comprueba; la edad se cuenta por la fecha.`,
    dictation: 'Si dictas, lo hace el micrófono de tu teclado y puede mandar la voz fuera de la tableta. No dictes lo que diga una niña o un niño.',
    takeReading: 'Tomar lectura', takeAgain: 'Tomar otra lectura', reading: 'Buscando satélites…', accuracy: (m: number) => `exactitud de ${m} m`,
    addPerson: (l: string) => `Añadir: ${l}`, removePerson: 'Quitar', person: (n: number) => `Persona ${n}`, row: (n: number) => `Renglón ${n}`, removeSure: '¿Quitar este renglón? Lo anotado no se borra: queda guardado como retirado.', disputed: 'Alguien lo quitó y alguien lo cambió a la vez. Se conserva.',
    signAtActa: 'Las firmas se toman en el acta.', stampAct: 'Anotar la hora',
  },

  camera: cameraWords,
  place: placeWords,

  minors: {
    search: 'Buscar por clave, iniciales o señas', found: (n: number) => plural(n, 'ficha', 'fichas'), noMatch: 'Ninguna ficha con esas letras.', onlyPending: 'Sólo con algo urgente', checking: (n: number, all: number) => `Revisando ${n} de ${all}…`, gapsOf: (n: number) => plural(n, 'punto', 'puntos'),
    title: 'Personas menores', none: 'Todavía no hay ninguna anotada.', add: 'Añadir persona menor', years: (n: number) => n === 1 ? 'año' : 'años', noAge: 'Edad por saber', presumed: 'sin comprobar', notNamed: 'sin iniciales',
    noDuty: 'Nada pendiente por ahora', doNow: 'Ahora', beforeClosing: 'Antes de cerrar', doneAt: (h: string) => `Hecho ${h}`, adult: 'Mayor de edad: sólo se guarda la verificación', adultWhy: 'Se comprobó que tiene 18 años o más. No hace falta contestar más; lo anotado no se borra.', showAll: 'Ver todas las preguntas',
    ageSource: { documento: 'con documento', declarada: 'edad dicha', estimada: 'estimada', contradictoria: 'edades distintas', sin_dato: '' } as Record<string, string>,
    pending: 'Falta saber para clasificar', backToVisit: 'Volver a la visita', sections: 'Apartados de la ficha', law: 'La ley a la mano', first: 'Lo primero', firstWhy: 'Con esto basta para actuar. Lo demás puede esperar; nada obliga a interrogar.',
    sectionDone: (a: number, b: number) => a === b ? 'completa' : `${a} de ${b}`, conflictAge: 'Hay edades distintas anotadas: se protege con la menor.', remove: 'Quitar esta ficha', removeSure: '¿Quitar la ficha? Lo anotado no se borra y la autoridad puede verlo.',
  },

  correct: {
    tab: 'Corregir la ficha', title: 'Corregir quién es quién', why: 'Nada se borra: cada corrección queda con tu nombre y su hora, y se deshace.',
    ways: { join: 'Es la misma persona que otra ficha', split: 'Esta ficha son dos personas', adult: 'Resultó ser una persona adulta', link: 'Es familia de otra persona menor' },
    whichOther: '¿Cuál es la otra ficha?', noOther: 'No hay otra ficha en esta visita.', preview: 'Así va a quedar',
    joinWill: (kept: string, other: string) => `Las dos se verán como una sola (${kept}). La ficha ${other} queda guardada bajo ella, con todo lo suyo.`, noDifference: 'Ninguna respuesta se contradice.', differences: (n: number) => n === 1 ? 'Una respuesta es distinta: se verán las dos hasta que elijas, y se protege con la más grave.' : `${n} respuestas son distintas: se verán las dos hasta que elijas, y se protege con la más grave.`, join: 'Unir las dos fichas',
    whichMoved: '¿Qué respuestas son de la otra persona?', splitWill: (from: string, n: number) => `Habrá una ficha nueva, con clave propia. ${n === 0 ? 'Ninguna respuesta' : plural(n, 'respuesta', 'respuestas')} pasa${n > 1 ? 'n' : ''} a ella; lo demás se queda aquí (${from}).`, split: 'Separar en dos fichas',
    basis: '¿En qué te basas?', reason: 'Qué viste o te dijeron (queda en el expediente)', adultWill: 'Sale de las cuentas, de la ley y del acta. Su ficha sigue a la vista para la autoridad; las alertas ya dadas siguen hasta que alguien las atienda.', adult: 'Anotar que es persona adulta',
    kinName: 'Parentesco', kin: { sibling: 'Hermana o hermano', cousin: 'Prima o primo', other: 'Otro parentesco' }, linkWill: (a: string, b: string) => `${a} y ${b} se verán como familia, para que la Procuraduría las atienda juntas.`, link: 'Anotar el parentesco',
    done: 'Correcciones hechas', undone: (h: string) => `deshecha a las ${h}`, saidJoined: (a: string, b: string) => `Se unieron ${a} y ${b}`, saidSplit: (a: string, b: string) => `De ${a} se separó ${b}`, saidAdult: (r: string) => `Se anotó que es persona adulta: ${r}`, saidLinked: (a: string, b: string, k: string) => `${k}: ${a} y ${b}`,
    shownUnder: 'Esta ficha se ve bajo', also: 'Incluye también la ficha', isAdult: 'Se anotó que es persona adulta. Ya no cuenta entre las personas menores.', from: 'Se separó de', kinOf: 'Familia:', adults: 'Anotadas como adultas',
  },

  several: {
    go: 'Varias a la vez', title: 'Varias personas a la vez', why: 'Para cuando encuentras a muchas juntas. Lo común se escribe una vez y se anota en cada ficha; lo demás se completa después.',
    shared: 'Lo común a todas', sharedShow: 'Cambiar lo común', sharedHide: 'Listo', sharedNone: 'Todavía no hay nada común.',
    row: 'Una por una', rowNumber: (n: number) => `Persona ${n} de esta tanda`, age: 'Edad que dice tener', looks: 'Qué edad podría tener', language: 'Lengua', languageShared: 'la común', saveRow: 'Guardar y seguir', rowEmpty: 'Anota al menos un dato de esta persona, o usa «Crear fichas».',
    saved: (n: number) => n === 1 ? '1 persona guardada en esta tanda' : `${n} personas guardadas en esta tanda`, saving: 'Guardando…',
    many: 'Sólo cuántas', manyWhy: 'Crea las fichas con lo común. Cada una tendrá su clave y la completas después.', count: '¿Cuántas?', create: (n: number) => n ? `Crear ${plural(n, 'ficha', 'fichas')}` : 'Crear fichas', badCount: 'Escribe cuántas, de 1 a 500.',
    progress: (n: number, all: number) => `Guardadas ${n} de ${all}`, pending: (n: number) => n === 1 ? 'Quedó 1 ficha por crear: la tableta se cerró a la mitad.' : `Quedaron ${n} fichas por crear: la tableta se cerró a la mitad.`, resume: 'Seguir creando', list: 'Fichas de esta visita', seeAll: 'Ver todas las fichas',
  },

  sheet: {
    tab: 'Lo que se sabe', title: 'Lo que se sabe', age: 'Edad', where: 'Dónde encontrarle', task: 'Qué hace', hazards: 'Peligros', conditions: 'Condiciones', family: 'Familia', school: 'Escuela', health: 'Salud y necesidades',
    unknown: 'Sin saber', differ: 'hay respuestas distintas', years: (y: number) => plural(y, 'año', 'años'), yearsMonths: (y: number, m: number) => `${plural(y, 'año', 'años')} ${plural(m, 'mes', 'meses')}`,
    thresholds: 'Edades en que cambia la ley', reached: 'cumplida', notReached: 'no cumplida', notKnown: 'por saber',
  },

  together: { title: 'Lo mismo para varias', stamp: (n: number) => `Ya lo hice con las ${n}`, more: (n: number) => `y ${n} más`, done: (what: string, n: number, h: string) => `${what}: anotado en ${plural(n, 'ficha', 'fichas')} a las ${h}.`, undo: (n: number) => `Me equivoqué: quitar de las ${n}` },

  interview: interviewWords,

  nobody: {
    title: 'Sin menores observadas', why: 'Si recorriste y no viste a ninguna persona menor de 18 años, dilo una vez. Queda en el acta con tu firma.',
    statement: 'Lo que afirmas', confirm: 'Confirmo: en lo que recorrí no vi a ninguna persona menor de 18', allWalked: 'Recorrí todas', allWalkedText: 'Ninguna: se recorrieron todas las áreas.',
    needed: (label: string) => `Antes de confirmar escribe: ${label}.`, said: (h: string) => `Confirmado a las ${h}`, settles: 'Con esto quedan resueltas las preguntas que se hacen por cada persona menor. Si después ves a alguna, añádela: nada se pierde.', undo: 'Deshacer la confirmación',
    remaining: 'Lo que falta para cerrar', left: (n: number) => n === 1 ? 'Falta una respuesta necesaria.' : `Faltan ${n} respuestas necesarias.`, nothingLeft: 'No falta ninguna respuesta necesaria. Sigue con las firmas, en el acta.',
    contradiction: (n: number) => n === 1 ? 'Se contradicen: se afirmó que no se vio a nadie menor de 18 años, y hay una ficha de persona menor.' : `Se contradicen: se afirmó que no se vio a nadie menor de 18 años, y hay ${n} fichas de personas menores.`,
    contradictionWhy: 'Las dos cosas están guardadas; ninguna borra a la otra. Mientras tanto se protege a quien tiene ficha.', withdraw: 'Retirar la afirmación', seeCards: 'Ver las fichas',
    go: 'Sin menores observadas', notPut: (n: number) => `Se afirmó que no se vio a ninguna persona menor: no proceden ${n === 1 ? 'la pregunta' : `las ${n} preguntas`} que aquí se hacen por cada una.`, divider: 'ninguna observada',
    gap: 'Se afirmó que no había menores, y hay fichas', gapGroup: 'Se contradice',
  },

  law: {
    now: 'Qué hago ahora', nowNone: 'Con lo que se sabe, la ley no pide una acción inmediata.', why: 'Por qué', restsOn: 'Descansa en', missing: 'Qué falta saber', goAnswer: 'Contestar', checks: 'Requisitos', sanctions: 'Sanciones que podrían proceder', sanctionsWhy: 'Las impone la autoridad después, nunca aquí.',
    checkState: { cumple: 'cumple', incumple: 'incumple', por_verificar: 'por verificar' } as Record<string, string>, status: { firme: 'firme con lo anotado', provisional: 'provisional', pendiente: 'pendiente' } as Record<string, string>,
    stampDuty: 'Ya lo hice', unstamp: 'Me equivoqué: quitar', stampDutyOf: (t: string) => `Ya lo hice: ${t}`, noSignal: 'Queda pendiente por falta de señal', done: 'Hecho', doneAgain: 'Anotar otra vez', notePlaceholder: 'Quién recibió, folio, medio', note: 'Nota', folio: 'Folio', channel: 'Por qué medio', details: 'Añadir folio o nota', pendingDone: 'pendiente por señal',
    when: { now: 'Ahora', before_closing: 'Antes de cerrar el acta', deadline: 'Con plazo' } as Record<string, string>, dueBy: (w: string) => `Vence ${w}`,
    confirmTitle: 'Tu determinación', confirmWhy: 'El sistema propone; tú decides y firmas.', agree: 'Confirmo la propuesta', disagree: 'No estoy de acuerdo', dissentAs: 'Tu clasificación, con tus palabras', dissentWhy: 'Razón (queda en el expediente)', saveDissent: 'Guardar mi determinación', confirmed: (h: string) => `Confirmaste a las ${h}`, dissented: (h: string) => `Disentiste a las ${h}`, changedSince: 'Cambiaron respuestas después de tu determinación. Revísala otra vez.', beyond: 'La ley cargada no alcanza esa fecha. Revisa la fecha de la visita y el reloj de la tableta. Lo anotado está a salvo; actúa con tu criterio.', notComputed: 'No se pudo calcular la propuesta. Lo anotado está a salvo; actúa con tu criterio y llama a tu supervisora.', citations: 'Artículos', none: 'Sin artículos citados', refers: 'Canalización', report: 'Vista al Ministerio Público', pendingAnswer: 'por saber',
  },

  urgent: {
    button: 'Hallazgo urgente', title: 'Hallazgo urgente', why: 'Sale antes que todo, en cuanto haya señal, sin nombres. Alguien en la oficina tiene que atenderlo.', reason: '¿Qué pasa?',
    reasons: { 1: 'Alguien menor de 15 años trabajando', 2: 'Trabajo peligroso', 3: 'Peligro inminente para la vida o la salud', 4: 'Señales de un delito', 5: 'Otra cosa que no puede esperar' } as Record<number, string>,
    minors: '¿Cuántas personas menores?', place: 'Lugar, en pocas palabras', placeHint: 'Sin nombres de personas. Hasta 60 letras.', geo: 'Con ubicación', noGeo: 'Sin ubicación', raise: 'Avisar ahora', carries: 'Sale con esto. Ajusta si hay tiempo.', raising: 'Guardando…',
    raised: (h: string) => `Aviso guardado a las ${h}. Sale en cuanto haya señal.`, arrived: (h: string, state: string) => `Aviso de las ${h}. ${state}.`, call: 'Si hay peligro ahora, llama', again: 'Dar otro aviso', unknownCount: 'No lo sé',
  },

  calls: {
    title: 'Directorio y llamadas', name: 'Nombre', lines: 'Llamar ya', call: (n: string) => `Llamar al ${n}`, authorities: 'Procuradurías de protección', unconfirmed: 'sin teléfono confirmado', verified: (d: string) => `Teléfono confirmado el ${d}`, search: 'Buscar estado', noDirectory: 'El directorio baja al entrar por primera vez. Emergencias siempre funciona.', emergency: { name: 'Emergencias', phone: '911', what: 'Policía, ambulancia, bomberos' },
    levels: { federal: 'Federal', estatal: 'Estatal', municipal: 'Municipal' } as Record<string, string>,
  },

  gaps: {
    title: 'Qué falta para cerrar', groups: { protect: 'Primero, lo que protege', whereabouts: 'Dónde encontrarles', risk: 'Riesgo y señales' } as Record<string, string>, ofMany: (n: number, first: string) => `${n} personas menores; empieza por ${first}`, none: 'No falta nada. Puedes cerrar el acta.', go: 'Ir', visitPart: 'De la visita', of: (k: string) => `De ${k}`, duty: (when: string) => `Acción por anotar · ${when}`, confirm: 'Confirma o disiente de la propuesta', conflict: (l: string) => `Dos respuestas distintas: ${l}`, signature: (n: string) => `Firma o negativa: ${n}`, unseen: 'Hay otra persona inspectora cuyas anotaciones no están en esta tableta', signers: 'Firmas',
  },

  acta: {
    signersMissing: (t: string, have: number, least: number) => `${t}: hay ${have} de ${least}`, witnessRule: 'A los testigos de asistencia los propone la persona visitada. Si no propone, los nombras tú. Si alguien se niega a firmar, anota su razón: el acta vale igual.', appointed: (w: string) => `Propuesto por: ${w}`, notAppointed: 'Anota quién lo propuso', frozen: 'Ya hay firmas sobre este texto. Si cambias una respuesta, esas personas tendrán que firmar otra vez.', term: (n: number) => `La persona visitada puede decir lo que quiera ahora, o por escrito en ${n} días hábiles.`, termEnds: (d: string) => `Vencen el ${d}.`, termUnknown: 'Anota la hora de cierre para saber el último día.', termSay: 'Dilo en voz alta antes de las firmas.',
    named: 'No la enseñes todavía: dice cómo se llama una persona menor.', namedWhy: 'El patrón recibe esta acta. Escribe la clave en lugar del nombre; si es el nombre de otra persona, sigue.', namedAt: (label: string) => `Cambiarlo en «${label}»`, closeNamed: 'El acta dice cómo se llama una persona menor, y el patrón la recibe. Vuelve y cámbialo, si no es el nombre de otra persona.',
    title: 'Acta', inspector: 'Persona inspectora', review: 'Así quedará el acta. Léela completa con quienes intervienen.', hash: 'Huella del texto (SHA-256)', signers: 'Firmas', toSigners: 'Ir a las firmas', sign: (n: string) => `Firmar: ${n}`, refuse: (n: string) => `Se negó a firmar: ${n}`, paper: (n: string) => `Firmó en papel: ${n}`, signWord: 'Firmar', refuseWord: 'Se negó', paperWord: 'En papel',
    unableWord: 'No sabe o no puede', unableFor: (n: string) => `No sabe o no puede firmar: ${n}`, unableTitle: 'No sabe o no puede firmar', unableLead: 'Nadie pierde su lugar en el acta por no escribir. Léesela completa en voz alta y anota qué pasó.', unableWhy: '¿Por qué no firma?', unableChoices: { does_not_know: 'No sabe firmar', cannot: 'No puede firmar' } as Record<'does_not_know' | 'cannot', string>, unableReason: 'Explícalo en pocas palabras', unableReasonHint: 'Por ejemplo: trae la mano vendada.', unableReasonMissing: 'Anota por qué no puede firmar.', readAloud: 'Le leí el acta completa en voz alta', unreadWarning: 'No marcaste que le leíste el acta: así quedará escrito en ella. Si ya se la leíste, márcalo arriba; si no, léesela ahora. Para seguir sin leerla, toca otra vez.',
    whoSigns: '¿Quién firma en su nombre?', whoChoices: { other: 'Otra persona, porque se lo pide', nobody: 'Nadie' }, byName: 'Nombre de quien firma en su nombre', byRole: 'Qué es suyo o qué hace aquí', byAdult: 'Es persona adulta, no soy yo, y se lo pidió delante de mí', thumbprint: 'Puso su huella en la copia impresa', thumbHint: 'La huella nunca se toma en esta tableta. Si imprimes el acta, la pone en el papel y el papel va al expediente.', unableMark: 'Por validar: la ley de estas visitas no dice quién puede firmar a ruego ni si basta la huella. Por eso queda escrito lo que pasó.', unableLend: 'Prestar la tableta para esa firma', unableSave: 'Guardar sin firma',
    unable: { does_not_know: (h: string) => `No sabe firmar, ${h}`, cannot: (h: string) => `No puede firmar, ${h}` } as Record<'does_not_know' | 'cannot', (h: string) => string>, signedInName: (n: string, r: string) => `A su ruego firmó ${n} (${r})`, nobodyInName: 'Nadie firmó en su nombre', wasRead: 'Se le leyó el acta en voz alta', wasNotRead: 'No consta que se le haya leído', thumbOnPaper: 'Puso su huella en la copia impresa', inNameOf: (n: string) => `Firmas a ruego de ${n}.`, inNameWhy: 'Pones tu propia firma, no la suya. Si no quieres hacerlo, devuelve la tableta sin firmar.',
    byMissing: 'Escribe el nombre de quien firma y qué es suyo o qué hace aquí.', byInspector: 'Quien inspecciona no puede firmar en nombre de otra persona. Escribe a alguien más o elige «Nadie».', bySame: 'Escribe a la otra persona, no a quien no puede firmar.', byMinor: 'Ese nombre es el de una persona menor de esta visita. Debe firmar una persona adulta, o nadie.', byNotAdult: 'Confirma que es persona adulta, que no eres tú y que se lo pidió delante de ti.',
    signed: (h: string) => `Firmó a las ${h}`, refused: (h: string) => `Se negó a firmar, ${h}`, onPaper: (h: string) => `Firmó en papel, ${h}`, notSigned: 'Sin firma', stale: 'El texto cambió después de esta firma. Debe firmar otra vez.', noSigners: 'Anota primero a quienes intervienen: etapa de arribo.', reasonOfRefusal: 'Razón de la negativa', saveRefusal: 'Guardar la negativa', refusalMissing: 'Anota la razón con sus palabras, o que no quiso decirla.', refusalTitle: (n: string) => `Negativa de ${n}`,
    signFor: 'Firma de', padHint: 'Firma con el dedo o el lápiz sobre la línea.', padKeys: 'Firmar con el teclado: flechas para mover la pluma, Espacio para apoyarla o levantarla', penUp: 'Con el teclado: las flechas llevan la pluma; Espacio la apoya.', penDown: 'La pluma está apoyada: las flechas trazan; Espacio la levanta.', clear: 'Borrar y repetir', accept: 'Aceptar firma', giveBack: 'Devolver sin firmar', readFirst: 'Lo que firmas', padName: 'Espacio para firmar',
    close: 'Cerrar el acta', closeTitle: '¿Cerrar el acta?', closeWhy: 'Al cerrar, el texto y las firmas quedan fijos. No se puede deshacer; después sólo hay ampliaciones.', closeMissing: (n: number) => `Todavía falta: ${plural(n, 'punto', 'puntos')}. Puedes cerrar así; queda asentado.`, closeUnprotected: 'Hay protección urgente sin anotar:', closeSure: 'Sí, cerrar el acta', notYet: 'Todavía no',
    copy: 'Copia que entregas', copies: { file: 'Archivo', print: 'Impresa', qr: 'Huella y código QR, para pedirla después', none: 'Ninguna' }, closedAt: (w: string) => `Acta cerrada: ${w}`, handOver: 'Entregar copia', share: 'Compartir archivo', download: 'Descargar copia', print: 'Imprimir', copyWhy: 'La copia lleva el texto y su huella. No lleva nombre ni datos de ninguna persona menor.', copySaid: 'El acta dice que entregas:', qr: 'Huella del acta en código QR', qrWhy: 'Quien no recibe archivo ni papel le toma una foto a este código: con él la oficina halla el acta y entrega la copia.', copyTitle: 'Copia del acta de inspección', copyFoot: 'Copia entregada desde la tableta. La huella permite comprobar que el texto no cambió.', left: { saved: 'Copia guardada en Descargas.', shared: 'Copia entregada a la aplicación que elegiste.', kept: 'No se compartió. La copia sigue aquí: puedes intentarlo otra vez, descargarla o imprimirla.' }, amend: 'Ampliar el acta', amendText: 'Texto de la ampliación', saveAmend: 'Guardar ampliación', empty: 'El acta se arma con tus respuestas. Todavía no se puede mostrar.', approved: 'Aprobada', approvedLater: 'Aprobada, con cambios posteriores',
  },

  receipt: {
    title: 'Acuse de la autoridad', holds: (e: number, all: number, f: number, allF: number) => `La autoridad tiene ${e} de ${plural(all, 'registro', 'registros')}${allF ? `, ${f} de ${plural(allF, 'foto', 'fotos')}` : ''}`, signed: (w: string) => `Acuse firmado por el servidor el ${w}`, matches: 'La tableta y la autoridad tienen exactamente lo mismo.', differs: 'Todavía no coincide: falta enviar o recibir algo. Nada se ha perdido.', none: 'Aún no hay acuse. Todo está guardado en esta tableta; al haber red se envía solo.', seeReceipt: 'Ver acuse',
    gone: 'Esta visita ya no está a tu cargo', goneHanded: (n: number, all: number, apart: number) => `Entregaste ${n} de ${plural(all, 'registro', 'registros')}${apart ? `; ${plural(apart, 'quedó apartado', 'quedaron apartados')}` : ''}.`, goneNothing: 'No anotaste nada en ella: no queda nada tuyo por entregar.', goneLeft: (n: number, photos: number) => `${[...(n ? [plural(n, 'registro', 'registros')] : []), ...(photos ? [plural(photos, 'foto', 'fotos')] : [])].join(' y ')} por entregar, sólo en esta tableta. ${n + photos === 1 ? 'Sale' : 'Salen'} al haber red; la oficina decide si cuenta. Nada se borra antes.`,
    goneAsk: 'De esta visita ya no llegan acuses aquí. Si te parece un error, o sabes algo de una persona menor que falte decir, habla con quien supervisa en tu oficina: puede devolverte la visita.', goneLast: (w: string, n: number, photos: number) => `Último acuse, de cuando la tenías: ${w}. Cubre ${plural(n, 'registro tuyo', 'registros tuyos')}${photos ? ` y ${plural(photos, 'foto', 'fotos')}` : ''}.`,
    apartTitle: (n: number) => `${plural(n, 'registro apartado', 'registros apartados')} por la autoridad`, apartWhy: 'Llegaron, o siguen en esta tableta, y no cuentan en la visita hasta que alguien decida. No se pierden; avisa a tu oficina.', apartRecord: 'Un registro',
    asideTitle: (n: number) => `${plural(n, 'registro apartado', 'registros apartados')} de otra persona`, asideWhy: 'Sabes que existe y por qué no cuenta. Lo que dice lo leen quien lo escribió y la oficina; si la oficina lo libera, llega aquí completo.', asideOther: 'Otra persona de la visita',
    asideCodes: { not_in_scope: 'La visita no estaba a su cargo, o eso toca a otra persona', unknown_visit: 'Llegó antes que la visita', revoked_device: 'Su tableta estaba dada de baja', malformed_body: 'La oficina no reconoce su forma', bad_signature: 'Su firma no se pudo comprobar', oversize: 'Es demasiado grande', not_canonical: 'No está escrito en la forma acordada', fork: 'Otra copia de su tableta usó el mismo número' } as Record<string, string>,
    apartWhat: { answer_set: 'Una respuesta', member_added: 'Un elemento marcado', member_removed: 'Un elemento desmarcado', minor_added: 'Una ficha de persona menor', person_added: 'Una persona', photo_added: 'Una foto', action_taken: 'Una acción', action_withdrawn: 'Una acción quitada', determination_confirmed: 'Una clasificación', signature_given: 'Una firma', acta_closed: 'El cierre del acta', urgent_raised: 'Un aviso urgente' } as Record<string, string>,
    apartCodes: { not_in_scope: 'La visita ya no estaba a tu cargo, o esto toca a otra persona', unknown_visit: 'Llegó antes que su visita', revoked_device: 'La tableta estaba dada de baja', malformed_body: 'La oficina no reconoce su forma', bad_signature: 'Su firma no se pudo comprobar', oversize: 'Es demasiado grande', not_canonical: 'No está escrito en la forma acordada', fork: 'Otra copia de esta tableta usó su número' } as Record<string, string>,
  },

  tablet: {
    title: 'Esta tableta', person: 'Persona', storage: 'Almacenamiento', persistent: 'El navegador prometió no borrar lo guardado.', notPersistent: 'El navegador no promete conservar lo guardado si falta espacio. Instala la aplicación y envía seguido.', askPersistent: 'Pedir que se conserve', refusedPersistent: 'El navegador no lo prometió. Lo guardado sigue aquí, cifrado. Instala la aplicación desde el menú del navegador y pídelo otra vez; mientras, envía seguido.', room: (used: string, quota: string) => `Usado ${used} de ${quota}`, look: 'Aspecto', exportTitle: 'Respaldo sellado', exportWhy: 'Un archivo que sólo la autoridad puede abrir, con todo lo que no se ha enviado.', export: 'Guardar respaldo sellado', identity: 'Identidad del aparato',
    compareTitle: 'Comparar con la autoridad', compareWhy: 'Revisa registro por registro que la tableta y el servidor tengan lo mismo, y repone lo que falte de un lado o del otro. Se hace sola cada semana.', compare: 'Comparar ahora', comparing: 'Comparando…', compared: (when: string) => `Última comparación: ${when}.`, neverCompared: 'Aún no se compara.',
  },

  upkeep: upkeepWords, suspension: suspensionWords, guard: guardWords, colleague: colleagueWords, forgotten: forgottenWords, revoked: revokedWords,

  update: { ready: 'Hay una versión nueva. Nada de lo guardado cambia.', now: 'Actualizar ahora', later: 'Después' },
};
