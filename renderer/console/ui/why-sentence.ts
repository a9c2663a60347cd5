// Turns a step of the decision's trace into a sentence. Codes are `why.<code>` in i18n; plain values are made readable.
import type { TFunction } from 'i18next';
import type { TraceStep } from '../../../shared/domain/rules/types.ts';

/** "2 hours" of the site file in the window's language. */
function spanOf(t: TFunction, within: string): string {
  const [amount, unit] = within.split(' ');
  return t(`span.${unit ?? ''}`, { count: Number(amount), defaultValue: within });
}

export function sentenceOf(t: TFunction, locale: string, step: TraceStep): string {
  const values: Record<string, string | number> = { rule: step.rule, ...step.values };
  const { language } = values;
  if (typeof language === 'string' && language !== '')
    values['language'] = new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language;
  const { within } = values;
  if (typeof within === 'string') values['within'] = spanOf(t, within);
  return t(`why.${step.code}`, { ...values, defaultValue: t('why.unknown', { code: step.code }) });
}
