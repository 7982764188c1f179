/** The acta's words: the same files as `tests/unit/protocols/test_text.py` and `test_acta_context.py`, letter by letter. */
import { describe, expect, it } from 'vitest';
import actas from '../../../tests/golden/text/acta.json';
import bundle from '../../../tests/golden/text/bundle.json';
import language from '../../../tests/golden/text/language.json';
import words from '../../../tests/golden/text/words.json';
import { actaContext, actaText } from '../../src/acta_context';
import { localMoment } from '../../src/acta_minors';
import * as spanish from '../../src/acta_words';
import { checkTemplate, renderPart, renderText, TemplateError, type Context } from '../../src/text';
import type { Bundle, Json, VisitPlain } from '../../src/types';

const BUNDLE = bundle as unknown as Bundle;
const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe('numbers, days, hours and lists read as they were read aloud', () => {
  for (const [name, cases] of Object.entries(words as unknown as Record<string, [Json[], string][]>)) {
    it(name, () => {
      const say = (spanish as unknown as Record<string, (...given: Json[]) => string>)[camel(name)]!;
      for (const [given, expected] of cases) expect(say(...given), JSON.stringify(given)).toBe(expected);
    });
  }
});

describe('the template language', () => {
  const cases = language as unknown as { template: Json; context?: Context; text?: string; refused_at?: string }[];
  for (const { template, context, text, refused_at: refusedAt } of cases) {
    const name = JSON.stringify(template).slice(0, 70);
    if (refusedAt === undefined) {
      it(`says ${name}`, () => expect(renderText({ sections: [{ title: 'T', paragraphs: [template] }] }, context!)).toBe(text));
    } else {
      it(`refuses ${name}`, () => {
        let path = 'accepted';
        try { checkTemplate({ sections: [{ paragraphs: [template] }] }); } catch (error) { path = (error as TemplateError).path; }
        expect(path).toBe(refusedAt);
      });
    }
  }

  it('makes an error of a name that the context lacks', () => {
    expect(() => renderText({ sections: [{ paragraphs: ['Firma {witness}'] }] }, {})).toThrow(TemplateError);
    expect(() => renderPart('{toString}', [{}])).toThrow(TemplateError);
  });
});

describe('the acta', () => {
  const told = actas as unknown as { name: string; visit: VisitPlain; text: string[] }[];
  for (const { name, visit, text } of told) {
    it(`reads as it was read aloud: ${name}`, () => {
      expect(actaText(BUNDLE, visit).split('\n')).toEqual(text);
      expect(JSON.stringify(actaContext(BUNDLE, visit))).not.toContain('CANARIO');
    });
  }

  it('is a known template', () => checkTemplate(BUNDLE.protocol.acta));

  it('says the hours of the workplace', () => {
    expect(localMoment(1795369200000, 'America/Tijuana')).toBe('2026-11-22T09:40');
    expect(localMoment(1795330800000, 'America/Mexico_City')).toBe('2026-11-22T01:00');
    expect(localMoment('hoy', 'America/Tijuana')).toBe('');
  });
});
