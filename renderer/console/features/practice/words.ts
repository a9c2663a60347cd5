// What the fields of the site file are called in the window. A field that is new has its own name until it has a better one.
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PracticeProblem } from '../../../../shared/domain/practice/types.ts';

/** "lastDate" → "Last date". */
const plain = (name: string): string => {
  const words = name.replace(/([a-z])([A-Z])/g, (_all, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1).replaceAll('-', ' ');
};

export interface Names {
  field(name: string): string;
  /** One of a list of that name. */
  one(name: string): string;
  option(name: string, option: string): string;
  usually(name: string, value: string | number | boolean): string;
  sentence(problem: PracticeProblem): string;
}

export function namesIn(t: TFunction): Names {
  const field = (name: string) => t(`practice.field.${name}`, { defaultValue: plain(name) });
  const option = (name: string, value: string) =>
    t(`practice.option.${name}.${value}`, {
      defaultValue: t(`practice.option.any.${value}`, { defaultValue: plain(value) }),
    });
  return {
    field,
    option,
    one: (name) => t(`practice.one.${name}`, { defaultValue: field(name) }),
    usually: (name, value) => t('practice.usually', { what: option(name, String(value)) }),
    sentence: ({ code, values, message }) =>
      code === undefined ? (message ?? '') : t(`practice.doubt.${code}`, { ...values, defaultValue: message ?? code }),
  };
}

export function useNames(): Names {
  const { t } = useTranslation();
  return useMemo(() => namesIn(t), [t]);
}
