// The window's language. Every text comes from en.json or es.json; the site's own texts from `siteText`.
import i18next from 'i18next';
import type { i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';
import es from './es.json';

export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language to show for a preference and the system's languages. */
export function languageFor(preference: Language | 'system', system: readonly string[]): Language {
  if (preference !== 'system') return preference;
  const wanted = system.map((tag) => tag.slice(0, 2).toLowerCase());
  return LANGUAGES.find((language) => language === wanted.find((tag) => LANGUAGES.includes(tag as Language))) ?? 'en';
}

export function createI18n(language: Language): I18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: en }, es: { translation: es } },
    // React escapes already.
    interpolation: { escapeValue: false },
  });
  return instance;
}

/** A text of the site file in `language`, else in the site's first language that has it. */
export function siteText(text: Readonly<Record<string, string>> | undefined, language: string): string {
  if (!text) return '';
  return text[language] ?? text['en'] ?? Object.values(text)[0] ?? '';
}
