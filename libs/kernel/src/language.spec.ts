import { canonicalLanguage } from './language';

describe('a language', () => {
  it.each([
    ['en', 'en'],
    ['ZH-hans-cn', 'zh-Hans-CN'],
    ['yue', 'yue'],
    ['de-CH-1996', 'de-CH-1996'],
    ['es-419', 'es-419'],
  ])('is %s, which is written %s', (text, canonical) => {
    expect(canonicalLanguage(text)).toBe(canonical);
  });

  it.each([
    ...['', 'e', 'speaks slowly', 'zh_CN', 'zh_CN!', 'en\0', ' en', 'en-', '--', 'C'],
    ...['tommy-smith', 'Elisabeth', '+44-20-7946', 'de-1996-1996', '中文'],
    ...['en-variant1-variant2-variant3-variant4', 'en-u-ca-islamicc-nu-latn-co-phonebk'],
  ])('is not %j', (text) => {
    expect(canonicalLanguage(text)).toBeUndefined();
  });
});
