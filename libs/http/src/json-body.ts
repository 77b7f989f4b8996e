import { isUtf8 } from 'node:buffer';
import { invalidRequest } from './problem';

/** How deep objects and arrays may nest in a body. */
const MAX_DEPTH = 32;

/** Names that every object has, or that reach its prototype: class-validator takes them for known ones. */
const NAMES_OF_OBJECTS = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/** Refuses a member's name that every object has (`__proto__`, `constructor`, `toString` …) with 400 `invalid-request`. */
export function checkName(name: string): void {
  if (NAMES_OF_OBJECTS.has(name)) throw invalidRequest(`Nothing may be called ${name}.`);
}

/** A surrogate without its other half: it can't be written as UTF-8. */
const HALF_A_PAIR = /\p{Surrogate}/u;

/**
 * Reads a JSON body as I-JSON (RFC 7493), so that whatever passes can be stored, digested and given back as it came. Refused with 400
 * `invalid-request`: bytes that are not UTF-8, halves of surrogates, NUL, numbers beyond a double, nesting beyond 32 levels,
 * names that reach the prototype. An empty body is undefined.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw invalidRequest('The body is not UTF-8.');
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may be personal.
    throw invalidRequest('The body is not JSON.');
  }
  // In valid UTF-8, JSON can spell NUL and half a pair by an escape only.
  checkValue(value, text.includes('\\u'), 1);
  return value;
}

function checkValue(value: unknown, hasEscapes: boolean, depth: number): void {
  if (typeof value === 'string') {
    if (hasEscapes) checkText(value);
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw invalidRequest('A number in the body is too large.');
  } else if (typeof value === 'object' && value !== null) {
    if (depth > MAX_DEPTH) throw invalidRequest(`The body nests deeper than ${String(MAX_DEPTH)} levels.`);
    if (Array.isArray(value)) {
      for (const item of value) checkValue(item, hasEscapes, depth + 1);
    } else {
      for (const [name, member] of Object.entries(value)) {
        checkName(name);
        if (hasEscapes) checkText(name);
        checkValue(member, hasEscapes, depth + 1);
      }
    }
  }
}

function checkText(text: string): void {
  if (text.includes('\0')) throw invalidRequest('A text in the body holds a NUL character.');
  if (HALF_A_PAIR.test(text)) throw invalidRequest('A text in the body holds half of a surrogate pair.');
}
