import { expect, it } from 'vitest';
import { createI18n } from '../i18n/index.ts';
import { fieldWords } from './element-words.ts';

const { t } = createI18n('en');

it('names what the EHR refused in words, and as the EHR names it', () => {
  expect(fieldWords('Task.restriction.period.end', t)).toBe('the due date (Task.restriction.period.end)');
  expect(fieldWords('Communication.payload[0].content', t)).toBe('the text (Communication.payload[0].content)');
  expect(fieldWords('Task.meta', t)).toBe('Task.meta');
});
