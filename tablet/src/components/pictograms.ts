/**
 * The hazard pictograms: one own set, drawn on 32 × 32 with one stroke width, readable at 32 px, each always beside its word.
 * Every drawing is a list of SVG path data; the stroke is the component's.
 */

export type PictogramName = keyof typeof DRAWINGS;

export const DRAWINGS = {
  noise: ['M5 12v8h5l7 6V6l-7 6z', 'M21 12c2 2 2 6 0 8', 'M25 8c4 4 4 12 0 16'],
  vibration: ['M11 8h10v16H11z', 'M7 11v10', 'M3 13v6', 'M25 11v10', 'M29 13v6'],
  radiation: ['M16 13a3 3 0 1 0 0 6a3 3 0 1 0 0-6', 'M16 3v6', 'M16 23v6', 'M3 16h6', 'M23 16h6', 'M7 7l4 4', 'M21 21l4 4', 'M25 7l-4 4', 'M11 21l-4 4'],
  sunburn: ['M16 11a5 5 0 1 0 0 10a5 5 0 1 0 0-10', 'M16 3v4', 'M16 25v4', 'M3 16h4', 'M25 16h4', 'M7 7l2.500 2.500', 'M22.500 22.500L25 25', 'M25 7l-2.500 2.500', 'M9.500 22.500L7 25'],
  temperature: ['M12 19V6a3 3 0 0 1 6 0v13a5.500 5.500 0 1 1-6 0', 'M15 11v12', 'M22 7h6', 'M22 12h4', 'M22 17h6'],
  pressure: ['M16 4a12 12 0 1 0 0 24a12 12 0 1 0 0-24', 'M16 17l6-6', 'M8 18h2', 'M16 9v2', 'M22 18h2'],
  chemicals: ['M13 4h6', 'M14 4v8L6 26h20L18 12V4', 'M10 20h12', 'M15 23.500h.1', 'M19 22.500h.1'],
  biological: ['M16 10a6 6 0 1 0 0 12a6 6 0 1 0 0-12', 'M16 4v6', 'M16 22v6', 'M5 10l6 3', 'M21 19l6 3', 'M27 10l-6 3', 'M11 19l-6 3', 'M16 16h.1'],
  fauna: ['M6 26c10 3 16-1 10-6s-8-9 0-12c4-1.500 8 0 9 3', 'M25 11l-4 1', 'M25 11l3 3', 'M22 8h.1'],
  night: ['M22 22A11 11 0 0 1 14 5a11 11 0 1 0 12 14a9 9 0 0 1-4 3', 'M23 6v6', 'M20 9h6'],
  rescue: ['M16 6a10 10 0 1 0 0 20a10 10 0 1 0 0-20', 'M16 12a4 4 0 1 0 0 8a4 4 0 1 0 0-8', 'M9 9l4 4', 'M19 19l4 4', 'M23 9l-4 4', 'M13 19l-4 4'],
  height: ['M11 4v25', 'M21 4v25', 'M11 9h10', 'M11 15h10', 'M11 21h10', 'M11 27h10'],
  critical: ['M16 4L3 27h26z', 'M16 12v8', 'M16 23.500v.1'],
  welding: ['M4 25l12-9', 'M16 16l3 4l-5 2', 'M21 12l5-6', 'M23 16l6-1', 'M18 10l-1-6', 'M4 29h24'],
  climate: ['M13 9a5 5 0 1 0 0 10a5 5 0 1 0 0-10', 'M13 2v3', 'M4 5l2.500 2.500', 'M2 14h3', 'M22 5l-2.500 2.500', 'M5 23l2-2', 'M24 17c-3 4-4 6-4 8a4 4 0 0 0 8 0c0-2-1-4-4-8'],
  traffic: ['M10 4L4 28', 'M22 4l6 24', 'M16 5v4', 'M16 14v4', 'M16 23v5'],
  field: ['M16 28V13', 'M16 19c-6 0-9-3-9-8c6 0 9 3 9 8', 'M16 14c0-5 3-8 9-8c0 5-3 8-9 8', 'M4 28h24'],
  factory: ['M4 28V14l7 4v-4l7 4v-4l6 4V5h4v23z', 'M10 23h3', 'M18 23h3'],
  kiln: ['M4 28h24', 'M6 28V17a10 10 0 0 1 20 0v11', 'M12 28v-6a4 4 0 0 1 8 0v6', 'M16 7V3', 'M11 13h.1', 'M21 13h.1'],
  tobacco: ['M7 26C5 14 12 5 26 5c1 14-7 22-19 21', 'M4 29L20 11', 'M12 20v-7', 'M12 20h8'],
  electricity: ['M18 3L7 18h8l-2 11l12-16h-8z'],
  construction: ['M4 23h24', 'M6 23v-3a10 10 0 0 1 20 0v3', 'M13 11V7h6v4', 'M13 11v6', 'M19 11v6', 'M8 27h16'],
  care: ['M11 5a4 4 0 1 0 0 8a4 4 0 1 0 0-8', 'M4 28v-4a7 7 0 0 1 14 0v4', 'M23 13a3 3 0 1 0 0 6a3 3 0 1 0 0-6', 'M18 28c0-4 2-6 5-6s5 2 5 6'],
  strain: ['M16 7a11 11 0 1 0 0 22a11 11 0 1 0 0-22', 'M16 12v6l4 3', 'M13 3h6', 'M16 3v4'],
  boiler: ['M8 9h16v19H8z', 'M8 9a8 5 0 0 1 16 0', 'M16 4V2', 'M12 15a4 4 0 1 0 8 0a4 4 0 1 0-8 0', 'M16 15l2-2', 'M4 22h4', 'M24 22h4'],
  ship: ['M4 20h24l-4 7H8z', 'M9 20v-6h12v6', 'M15 14V5l7 5h-7', 'M3 29h26'],
  mine: ['M6 10c6-6 14-6 20 0', 'M16 6v2', 'M15 8L6 28', 'M18 8l8 20', 'M11 20h11'],
  underground: ['M3 7c3-4 6-4 9 0s6 4 9 0s5-4 8-1', 'M16 13v15', 'M9 21l7 7l7-7'],
  street: ['M5 12l2-7h18l2 7z', 'M7 12v16', 'M25 12v16', 'M7 19h18', 'M12 12v2', 'M20 12v2'],
  effort: ['M8 4a3 3 0 1 0 0 6a3 3 0 1 0 0-6', 'M8 12l3 8l-7 8', 'M11 20l5 8', 'M9 14l8 3', 'M18 9h10v19H18z'],
  load: ['M7 3h18v9H7z', 'M16 14.500a2.500 2.500 0 1 0 0 5a2.500 2.500 0 1 0 0-5', 'M8 12v7l5 4', 'M24 12v7l-5 4', 'M11 29v-3c0-5 10-5 10 0v3'],
  posture: ['M23 7a3 3 0 1 0 0 6a3 3 0 1 0 0-6', 'M20 13C14 10 9 13 9 18v11', 'M9 18l6 3v8', 'M19 13l1 9', 'M4 29h24'],
  repetitive: ['M26 16a10 10 0 1 1-3-7', 'M24 3v6h-6', 'M16 11v6l4 2'],
  hazardous_substance: ['M9 10h14v18H9z', 'M13 10V5h6v5', 'M16 15l-4 8h8z', 'M16 19v1'],
  machinery: ['M16 12a4 4 0 1 0 0 8a4 4 0 1 0 0-8', 'M14 4h4l1 4l3 1l3-2l3 3l-2 4l1 2l3 1v3l-4 1', 'M14 4l-1 4l-3 1l-4-2l-3 3l3 4l-1 3l-3 1v3l4 1l1 3l-1 3l3 2l4-2l3 1v2h3l1-3l4-1l3 2l2-3l-2-3'],
  vehicle: ['M9 19a5 5 0 1 0 0 10a5 5 0 1 0 0-10', 'M25 23a3 3 0 1 0 0 6a3 3 0 1 0 0-6', 'M14 25h8', 'M5 19V8h10l3 9h9v5', 'M10 8v9h8', 'M23 17v-6'],
  cutting: ['M4 27C8 14 16 6 28 4c-1 7-6 13-13 17z', 'M15 21l-5-4', 'M12 24l-6 5'],
  alcohol: ['M8 4h16c0 8-2 12-8 12S8 12 8 4', 'M16 16v11', 'M10 28h12', 'M9 9h14'],
  moral: ['M16 4l11 4v8c0 7-5 11-11 13C10 27 5 23 5 16V8z', 'M12 12l8 8', 'M20 12l-8 8'],
  harvest: ['M5 14h22l-3 14H8z', 'M10 14C10 7 13 4 16 4s6 3 6 10', 'M11 19v5', 'M16 19v5', 'M21 19v5'],
  water: ['M16 4c-6 8-9 12-9 16a9 9 0 0 0 18 0c0-4-3-8-9-16', 'M12 21a4 4 0 0 0 4 4'],
  animal: ['M6 15l-2-6l6 2', 'M26 15l2-6l-6 2', 'M10 11h12l2 8l-4 9h-8l-4-9z', 'M13 17h.1', 'M19 17h.1', 'M14 24h4'],
  office: ['M8 4h16v24H8z', 'M12 10h8', 'M12 15h8', 'M12 20h5'],
  pack: ['M4 11l12-6l12 6v12l-12 6l-12-6z', 'M4 11l12 6l12-6', 'M16 17v12', 'M10 8l12 6'],
  wood: ['M4 22L20 6l6 6L10 28z', 'M8 18l6 6', 'M23 3l6 6', 'M14 12l6 6'],
  none: ['M16 4a12 12 0 1 0 0 24a12 12 0 1 0 0-24', 'M10 16l4.500 5L22 12'],
  other: ['M16 4a12 12 0 1 0 0 24a12 12 0 1 0 0-24', 'M11 16h.1', 'M16 16h.1', 'M21 16h.1'],
} as const;

/** Word stems of catalogue codes, most specific first: a code says in Spanish what it is about. */
const STEMS: [RegExp, PictogramName][] = [
  [/ningun/, 'none'], [/ruido/, 'noise'], [/vibra/, 'vibration'], [/noioniz/, 'sunburn'], [/radia|rad_/, 'radiation'], [/termic|frio|camara/, 'temperature'],
  [/calder|recipiente|criogen/, 'boiler'], [/ambiental|presion/, 'pressure'], [/agroquim|plaguic|fertil|fumig|envases|mezcl|reingreso/, 'chemicals'], [/critico/, 'critical'],
  [/sqp|sustancia|combustible/, 'hazardous_substance'], [/quim/, 'chemicals'], [/biolog|residuo|infec|estierc/, 'biological'], [/fauna|flora/, 'fauna'],
  [/noct|noche/, 'night'], [/rescat|brigad|incendi/, 'rescue'], [/altura|confinad|escaler|arbol|silo/, 'height'], [/sold/, 'welding'], [/clima|sol_|intemperie/, 'climate'],
  [/vialid|transito/, 'traffic'], [/tabac/, 'tobacco'], [/ladrill|vidri|ceram|cere|horno/, 'kiln'], [/electr/, 'electricity'], [/construc|obra/, 'construction'],
  [/cuid|custodia|guarderia/, 'care'], [/exigencia|destajo|ritmo|jornada/, 'strain'], [/buque|pesca|buceo|acuic|camaron|redes/, 'ship'], [/submarin|subterr|pozo/, 'underground'], [/mina/, 'mine'],
  [/ambulan/, 'street'], [/esfuerzo/, 'effort'], [/(^|_|s)carga|7kg|acarre|estib/, 'load'], [/postur|agach/, 'posture'], [/repetit/, 'repetitive'],
  [/punzo|cort|cuchill|machete|tijera|poda|navaja|deshij|filete|rastro/, 'cutting'], [/maquin|equipo|motosierra|trill|band|_mec$/, 'machinery'], [/vehicul|tractor|transport|manej/, 'vehicle'],
  [/alcohol|bar|cantina/, 'alcohol'], [/moral|espectac/, 'moral'], [/admin|lista|asist|oficina|conteo|registro|pesad/, 'office'], [/empa|selecc|embal/, 'pack'],
  [/aserr|lena|madera|forest|tala/, 'wood'], [/ganad|animal|orden|pastor|aves|avic|huevo|apic|abej|caza|espant/, 'animal'], [/rieg|agua/, 'water'],
  [/cosech|pizca|recole|cafe|desgrane/, 'harvest'], [/industr/, 'factory'], [/campo|agric|siembr|trasplant|deshierb|plant|cultiv|tutor|vivero/, 'field'],
];

/** The drawing for a catalogue entry, by what its code says; `other` when no stem is known. */
export function pictogramFor(code: string): PictogramName {
  return STEMS.find(([stem]) => stem.test(code))?.[1] ?? 'other';
}
