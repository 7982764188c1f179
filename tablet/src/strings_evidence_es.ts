/** Words of photographs and places. Part of `strings_es.ts`. */

export const cameraWords = {
  take: 'Tomar foto', file: 'Elegir una imagen', shoot: 'Tomar', use: 'Usar esta foto', again: 'Repetir',
  denied: 'No se abrió la cámara.', notAllowed: 'La tableta no dio permiso para usar la cámara. Se da en los ajustes del navegador, en «Permisos», «Cámara».', notFound: 'Esta tableta no tiene cámara.', inUse: 'Otra aplicación está usando la cámara. Ciérrala e inténtalo otra vez.', goOn: 'Nada se perdió. Elige una imagen guardada o sigue sin foto: puedes describir lo que ves.',
  notKept: 'No se pudo guardar la foto. Sigue aquí: inténtalo otra vez, o ciérrala y describe lo que ves.',
  notPicture: 'Ese archivo no es una imagen que se pueda abrir. Elige otra.',
  noFaces: 'Sin rostros de personas menores.', fromGallery: 'Si eliges una imagen de la galería, el original sigue ahí, fuera de Resguardo: bórralo después.', saved: 'Foto guardada en esta tableta', tooBig: 'La imagen pasa de 50 MB. No se perdió: sigue en la galería; tómala con menos calidad.', photo: (n: number) => `Foto ${n}`,
  preview: 'Foto por guardar', coverHow: 'Pasa el dedo sobre cada rostro: lo que tapas no se guarda y nadie lo puede recuperar.', undoCover: 'Quitar lo último tapado', largeBrush: 'Pincel grande', smallBrush: 'Pincel chico',
  shows: 'Qué muestra', kinds: { place: 'Lugar o labor', document: 'Documento', thing: 'Objeto' }, covered: 'con partes tapadas',
};

export const placeWords = {
  denied: 'La tableta no dio permiso de ubicación. Se da en los ajustes del navegador, en «Permisos», «Ubicación». Puedes seguir: describe cómo llegar.', off: 'No hay señal de ubicación. Sal a cielo abierto e inténtalo otra vez, o sigue: describe cómo llegar.',
  vague: (m: string) => `Lectura imprecisa: puede errar por ${m}. Queda guardada; si puedes, toma otra a cielo abierto.`,
  far: (km: string) => `Esta lectura queda a ${km} km del lugar que anotó la oficina. Queda guardada así. Confirma que es el centro de trabajo de la orden y anota cómo lo comprobaste.`, expected: 'Lugar que anotó la oficina',
};
