/** The longest tag there may be: BCP 47 asks for room for 35 characters. */
const LONGEST = 35;

/** The languages of the registry have two or three letters; those of five to eight, which the grammar allows, would let names through. */
export const LANGUAGE_TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/;

/** A BCP 47 tag in its canonical form, such as `zh-Hans-CN` for `zh-hans-cn`; undefined for a text that is none. */
export function canonicalLanguage(text: string): string | undefined {
  if (text.length > LONGEST || !LANGUAGE_TAG.test(text)) return undefined;
  try {
    const [tag = ''] = Intl.getCanonicalLocales(text);
    // A short name of an extension can stand for a longer one.
    return tag.length <= LONGEST ? tag : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
