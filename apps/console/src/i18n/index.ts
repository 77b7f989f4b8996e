import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en';

/** The languages of the pages, each by its own name. */
export const LANGUAGES = { en: 'English', 'zh-CN': '简体中文' } as const;

export type Language = keyof typeof LANGUAGES;

const KEY = 'redress.language';

/** What was chosen here before, else what the browser asks for. */
function preferred(): Language {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'en' || chosen === 'zh-CN') return chosen;
  return navigator.languages
    .find((tag) => /^(en|zh)\b/i.test(tag))
    ?.toLowerCase()
    .startsWith('zh') === true
    ? 'zh-CN'
    : 'en';
}

/** Sets the texts up; English is in the bundle, others are loaded. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  const language = preferred();
  if (language !== 'en') await show(language);
  document.documentElement.lang = language;
}

/** Shows another language from now on, and remembers it in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await show(language);
}

async function show(language: Language): Promise<void> {
  if (language === 'zh-CN' && !i18next.hasResourceBundle('zh-CN', 'translation')) {
    i18next.addResourceBundle('zh-CN', 'translation', (await import('./zh-cn')).zhCn);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** The locale for dates and numbers: the browser's own where it is of the language shown. */
export function localeOf(language: string): string {
  const own = navigator.languages.find((tag) => tag.slice(0, 2) === language.slice(0, 2));
  return own ?? language;
}
