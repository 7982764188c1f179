/** Words of what keeps the tablet closed, and of how work leaves it. Part of `strings_es.ts`. */

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const guardWords = {
  pinTitle: 'Sigue donde ibas', pinWhy: 'La tableta se cerró sola. Lo anotado está guardado. Tu PIN la abre; también tu frase.', pin: 'PIN', pinOpen: 'Abrir con PIN', digit: (n: string) => `Cifra ${n}`, eraseDigit: 'Borrar', usePhrase: 'Abrir con mi frase',
  hiddenTitle: 'Tableta cerrada', hiddenWhy: 'Escribe tu PIN para abrirla.',
  returnedTitle: 'Devuelve la tableta', returnedWhy: 'Gracias. Entrégala a la persona inspectora: ella la abre con su PIN.', lendTitle: 'Antes de prestar la tableta', lendWhy: 'Quien firma sólo verá el acta y el espacio para firmar. Al terminar, o si sale de ahí, la tableta se cierra y tú la abres con tu PIN.', lendAnyway: 'Prestarla sin PIN: para abrir se pedirá mi frase',
  setPinTitle: 'PIN para seguir', setPinWhy: 'Abre la tableta otra vez sin escribir toda la frase, sólo mientras no se haya apagado. No sustituye a la frase: tras cinco errores, o una hora cerrada, se pide la frase.',
  setPin: 'Poner PIN', changePin: 'Cambiar PIN', removePin: 'Quitar PIN', newPin: 'PIN nuevo, de 4 a 8 cifras', pinAgain: 'Repite el PIN', pinDiffers: 'Los dos PIN no son iguales. Escríbelos otra vez.', pinSet: 'PIN puesto. Se pide al volver a la tableta.', savePin: 'Guardar PIN', noPin: 'Sin PIN: cada vez que se cierre sola se pide la frase.',
  idleTitle: 'Se cierra sola', idleWhy: 'Sin uso por este tiempo, o fuera de la vista por dos minutos, la tableta se cierra. Nada de lo escrito se pierde.', idle: 'Tiempo sin uso', minutes: (n: number) => `${n} min`,
  warn: 'La tableta se va a cerrar por falta de uso.', stay: 'Sigo aquí',
  share: 'Enviar archivo', file: 'Guardar archivo',
};

export const forgottenWords = {
  link: 'Olvidé mi frase', title: 'Olvidé mi frase', nothingLost: 'Nada se ha perdido.', why: 'Todo lo que anotaste sigue en esta tableta, cifrado. La frase no se puede recuperar, pero la autoridad tiene una llave que abre el archivo que sale de aquí.',
  step1: 'Saca el archivo sellado', step1Why: 'Lleva todo lo tuyo: respuestas, fotos y firmas. Nadie puede leerlo en el camino. No necesita frase ni red.', kept: 'No se envió. Lo tuyo sigue aquí, completo: puedes intentarlo otra vez o guardar el archivo.', made: (size: string) => `Archivo listo: ${size}. Entrégalo en la oficina o mándalo a tu supervisora.`,
  step2: 'Entra otra vez', step2Why: 'Con red, tu usuario y tu contraseña, y una frase nueva. Lo anterior se queda apartado en la tableta hasta que la autoridad lo tenga completo.', enter: 'Entrar con una frase nueva', making: 'Preparando el archivo…',
  asideTitle: 'Trabajo apartado', asideWhy: (day: string) => `Lo que quedó bajo la frase que olvidaste (${day}).`, asideHeld: (held: number, all: number, files: number, allFiles: number) => `La autoridad tiene ${held} de ${plural(all, 'registro', 'registros')} y ${files} de ${plural(allFiles, 'foto', 'fotos')}.`,
  asideAll: 'La autoridad ya lo tiene todo. Puedes quitarlo de la tableta.', asideMissing: 'Falta que la oficina reciba el archivo sellado. Aquí sigue a salvo: no se puede quitar todavía.', asideRemove: 'Quitar de la tableta', asideRemoved: 'Quitado. La autoridad lo tiene.',
};

export const revokedWords = {
  title: 'Esta tableta fue dada de baja', why: 'La autoridad ya no acepta envíos desde aquí con tu cuenta.', unsent: (n: number) => `${n === 1 ? 'Queda' : 'Quedan'} ${plural(n, 'registro', 'registros')} sin enviar. Nada se pierde: sale en un archivo que sólo la autoridad abre.`, none: 'No queda nada sin enviar.',
  step1: 'Saca el archivo sellado', step1Why: 'Entrégalo en la oficina o mándalo a tu supervisora. La oficina lo recibe con «resguardo import».', step2: 'Borra lo tuyo de esta tableta', step2Why: 'Después de esto aquí no queda nada de tus visitas. Lo enviado y el archivo siguen con la autoridad.', first: 'Primero saca el archivo.',
  wipe: 'Borrar lo mío de esta tableta', wipeSure: 'Sí, ya saqué el archivo: borrar', wipeTitle: '¿Borrar tu trabajo de esta tableta?', wipeWhy: 'No se puede deshacer. El archivo que sacaste es la única copia de lo que no se envió: comprueba que lo tienes.',
  keepOn: 'Seguir leyendo mis visitas', banner: 'Tableta dada de baja: saca tu trabajo', farewell: (name: string) => `${name}: tu trabajo ya no está en esta tableta`, farewellSent: 'La tableta fue dada de baja. Todo estaba enviado: la autoridad lo tiene completo y aquí no queda nada tuyo.', farewellApart: (n: number) => `${plural(n, 'registro llegó', 'registros llegaron')} después de la baja: la autoridad ${n === 1 ? 'lo guarda' : 'los guarda'} aparte, y tu supervisora decide si ${n === 1 ? 'cuenta' : 'cuentan'}.`, farewellFile: (n: number) => `La tableta fue dada de baja. ${plural(n, 'registro salió', 'registros salieron')} sólo en el archivo sellado: entrégalo en la oficina.`, understood: 'Entendido',
};

export const colleagueWords = {
  title: 'Lo que anotó otra persona inspectora', why: 'Sin red, su trabajo llega a esta tableta en un archivo sellado con un código que se dice de viva voz.',
  make: 'Preparar archivo para quien cierra', making: 'Sellando lo que anotaste…', code: 'Código: dilo, no lo mandes con el archivo', made: (n: number) => `Lleva ${plural(n, 'registro', 'registros')}. Las fotos van aparte, cuando haya red.`, saveFile: 'Guardar el archivo', left: { saved: 'Archivo guardado en Descargas.', shared: 'Archivo entregado a la aplicación que elegiste. El código se dice de viva voz.', kept: 'No se envió. El archivo sigue aquí: puedes intentarlo otra vez o guardarlo.' },
  read: 'Leer archivo de una colega', file: 'Archivo', typeCode: 'Código que te dijo', take: 'Leer', taking: 'Abriendo el archivo…', taken: (name: string, n: number) => (n ? `Listo: ${plural(n, 'registro', 'registros')} de ${name}. Ya cuentan en el acta.` : `Todo lo de ${name} ya estaba en esta tableta.`),
};

export const upkeepWords = {
  clock: (shown: string, real: string, exact: boolean) => `El reloj de la tableta dice «${shown}», pero ${exact ? 'es' : 'ya pasó'} el ${real.replace(/\.$/, '')}. Nada se pierde ni se detiene: escribe tú las horas, y ajusta el reloj en los ajustes de la tableta cuando puedas.`,
  tight: (mb: string, photos: number) => `Queda poco lugar en la tableta: ${mb}, unas ${plural(photos, 'foto', 'fotos')}. Antes de salir envía lo pendiente o libera espacio.`, full: 'Ya no queda lugar para fotos. El texto sigue cabiendo y lo anotado está a salvo: envía lo pendiente o libera espacio.',
  installTitle: 'Instala Resguardo en esta tableta', installWhy: 'Se abre como aplicación, sin red, y el sistema cuida mejor lo guardado.', install: 'Instalar', installLater: 'Ahora no', installed: 'Instalada: ábrela desde su icono.', browser: 'Abierta en el navegador.',
};

export const suspensionWords = {
  title: 'Suspender y seguir otro día', why: 'El acta parcial fija lo escrito y lo firmado hasta ahora. La visita queda abierta y sigue cuando la reanudes.', ask: 'Suspender la visita', reason: 'Por qué se suspende', day: 'Día en que sigue, si se sabe', suspend: 'Suspender con acta parcial',
  suspended: (when: string) => `Visita suspendida el ${when}.`, goesOn: (day: string) => `Sigue el ${day}.`, resume: 'Reanudar la visita', copy: 'Descargar acta parcial', resumed: (from: string, to: string) => `Se suspendió el ${from} y se reanudó el ${to}.`,
  toFacts: 'Añadirlo a los hechos del acta', sentence: (from: string, reason: string, to: string) => `La diligencia se suspendió el ${from} por esta razón: ${reason}. Se reanudó el ${to}.`, partial: 'ACTA PARCIAL. La visita se suspendió', unsignedYet: 'Antes de suspender, quienes intervienen firman sobre este texto.',
};
