/** Words of the talk with a minor. What is said to her or him comes with the protocol. Part of `strings_es.ts`. */
export const interviewWords = {
  go: 'Platicar, una pregunta a la vez', title: 'Plática', missing: 'El protocolo de esta visita no trae la plática guiada. Usa las preguntas de la ficha.', backToCard: 'Volver a la ficha',
  hide: 'Ocultar pantalla', hideHow: 'Ocultar deja una pantalla sin datos; también la tecla Escape.', hidePin: 'Vuelves con tu PIN.', hidePhrase: 'Vuelves con tu frase de paso. Con un PIN sería más rápido:', setPin: 'Poner PIN',
  stop: 'Dejar de preguntar', nothingForced: 'Nada de esto es obligatorio: la ficha puede quedar así. Todo se guarda al contestar.',
  startTitle: 'Antes de platicar', place: 'El lugar y la compañía', language: 'Lengua e intérprete', toScript: 'Lo que se dice primero', begin: 'Empezar', goOn: 'Seguir donde se quedó',
  minimum: (n: number) => `Sólo lo indispensable (${n})`, whole: (n: number) => `Plática completa (${n})`, how: '¿Cuánto vas a preguntar?',
  said: 'Ya se lo dije y entendió', sayOf: (n: number, all: number) => `Dilo con tus palabras · ${n} de ${all}`,
  question: (n: number, all: number) => `${n} de ${all}`, ask: 'Pregúntale', next: 'Siguiente', back: 'Atrás', notAsked: 'Saltar', declined: 'No quiso contestar', unknown: 'No sabe', backToScript: 'Atrás',
  endTitle: 'Hasta aquí', words: 'Lo que quiso decir, con sus palabras', more: 'Preguntar lo demás', toStart: 'Volver al principio',
  stoppedTitle: 'Ya no preguntes', sayNow: 'Dile', doNow: 'Qué haces ahora', urgent: 'Dar aviso urgente', mistake: 'Fue un toque por error: seguir', calls: 'Llamar',
};
