/** Finding a protocol's items by kind and role. No item is ever named here. */
import { codeOf } from './events';
import type { Bundle, Item, Option } from './types';

const indexes = new WeakMap<Bundle, Map<string, Item>>();

function indexOf(bundle: Bundle): Map<string, Item> {
  let index = indexes.get(bundle);
  if (!index) {
    const items = bundle.protocol.stages.flatMap((stage) => stage.steps.flatMap((step) => step.items));
    index = new Map(items.map((item) => [item.id, item]));
    indexes.set(bundle, index);
  }
  return index;
}

/** The item whose answers stand under a path; undefined when the protocol has none. */
export function itemOf(bundle: Bundle, path: string): Item | undefined {
  return indexOf(bundle).get(codeOf(path));
}

/** The item that plays a role; `of` narrows roles that repeat for several persons (`person:<role>`). */
export function itemByRole(bundle: Bundle, role: string, of?: string): Item | undefined {
  for (const item of indexOf(bundle).values()) if (item.role === role && (of === undefined || item.for === of)) return item;
  return undefined;
}

/** The options of an item, its own or those of its catalogue. */
export function optionsOf(bundle: Bundle, item: Item): Option[] {
  return item.options.length || !item.catalogue ? item.options : bundle.law.catalogues[item.catalogue] ?? [];
}

/** What an option is called: a place goes by its name and its state. */
export function nameOf({ label_es: label, entity_es: entity }: Option): string {
  return entity === undefined ? label : `${label}, ${entity}`;
}
