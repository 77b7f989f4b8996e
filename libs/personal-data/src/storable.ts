import { canonicalLanguage, DomainError, isTimeZone } from '@redress/kernel';
import type { CustomerDetails, PersonalText, Reader } from './personal-data';

const OPAQUE_ID = /^[\w.:|-]{1,128}$/;
const CODE = /^[a-z][a-z0-9-]{0,63}$/;
/** Half a surrogate pair can't be written as UTF-8, and no PostgreSQL text holds a NUL: such a text would not come back as it was. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

const invalid = (code: string, message: string): DomainError => new DomainError('invalid', code, message);

/** Throws DomainError `id-invalid`. Keeps names and addresses from being used as ids. */
export function checkId(id: string): void {
  if (!OPAQUE_ID.test(id)) throw invalid('id-invalid', 'an id is 1 to 128 letters, digits and -_.:|');
}

const checkCharacters = (text: string, where: string): void => {
  if (UNSTORABLE.test(text))
    throw invalid('characters-invalid', `${where} has a NUL character or half a surrogate pair`);
};

const checkPurpose = (purpose: string): void => {
  if (!CODE.test(purpose)) throw invalid('purpose-invalid', 'a purpose is a word in kebab-case');
};

/** Throws DomainError `characters-invalid`, `reference-blank`, `language-invalid` or `unknown-zone`. */
export function checkDetails(details: CustomerDetails): void {
  for (const [field, value] of Object.entries(details)) {
    for (const text of [value as string | readonly string[] | undefined].flat()) {
      if (text !== undefined) checkCharacters(text, field);
    }
  }
  if (details.reference?.trim() === '') throw invalid('reference-blank', 'a reference must name somebody');
  if (details.language !== undefined && canonicalLanguage(details.language) === undefined) {
    throw invalid('language-invalid', 'a language is a BCP 47 tag, such as en or zh-Hans-CN');
  }
  if (details.timeZone !== undefined && !isTimeZone(details.timeZone)) {
    throw invalid('unknown-zone', 'a time zone is a name of the IANA database, such as Asia/Shanghai');
  }
}

/** Throws DomainError `id-invalid`, `purpose-invalid`, `characters-invalid`, or `text-ref-taken` where a ref is there twice. */
export function checkTexts(texts: readonly PersonalText[]): void {
  for (const { ref, purpose, text } of texts) {
    checkId(ref);
    checkPurpose(purpose);
    checkCharacters(text, purpose);
  }
  if (new Set(texts.map(({ ref }) => ref)).size < texts.length) throw textRefTaken();
}

/** Throws DomainError `id-invalid` or `purpose-invalid`. */
export function checkReader(reader: Reader): void {
  checkId(reader.actor.id);
  checkId(reader.correlationId);
  checkPurpose(reader.purpose);
}

export const textRefTaken = (): DomainError =>
  new DomainError('conflict', 'text-ref-taken', 'the ref of a text stands for another text already');
