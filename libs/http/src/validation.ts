import { ValidationPipe, type ArgumentMetadata, type Type, type ValidationError } from '@nestjs/common';
import { checkName } from './json-body';
import { invalidRequest, type FieldError, type HttpProblem } from './problem';

/** Codes of the checks that are in use; a check that is not listed gives its own name in kebab-case. */
const CODE_OF_CHECK: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown-field',
  isString: 'wrong-type',
  isBoolean: 'wrong-type',
  isInt: 'wrong-type',
  isNumber: 'wrong-type',
  isObject: 'wrong-type',
  isArray: 'wrong-type',
  nestedValidation: 'wrong-type',
  isIn: 'not-one-of',
  isOpaqueId: 'malformed',
  isInstant: 'malformed',
  isLanguage: 'malformed',
  matches: 'malformed',
  minLength: 'too-short',
  arrayMinSize: 'too-short',
  maxLength: 'too-long',
  arrayMaxSize: 'too-long',
  min: 'too-small',
  max: 'too-large',
  notBlank: 'blank',
  arrayUnique: 'repeated',
};

/** Of several checks that fail on one member, the first of these is the one that helps. */
const TELLING_FIRST = ['unknown-field', 'wrong-type'];

/** More errors than these help nobody. */
const MAX_ERRORS = 50;

/**
 * The one validation of bodies and queries. Nothing is converted by guessing, unknown members are refused. The rule for statuses: whatever
 * the API document alone shows to be wrong is 400 `invalid-request` with `errors`; 422 is left to the domain, for what only its state can
 * tell.
 */
export class ApiValidationPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      exceptionFactory: (errors) => refusal(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isClass = metadata.type === 'body' && isDto(metadata.metatype);
    if (
      isClass &&
      value !== undefined &&
      (typeof value !== 'object' || value === null || Array.isArray(value))
    ) {
      throw invalidRequest('The body must be a JSON object.');
    }
    // class-transformer asks objects for their prototype's methods, which a parsed query does not have.
    if (metadata.type !== 'query' || typeof value !== 'object') return super.transform(value, metadata);
    const query = { ...value };
    for (const name of Object.keys(query)) checkName(name);
    return super.transform(query, metadata);
  }
}

const isDto = (metatype: Type<unknown> | undefined): boolean => metatype !== undefined && metatype !== Object;

function refusal(errors: readonly ValidationError[]): HttpProblem {
  const fields = [...fieldErrors(errors, '')].slice(0, MAX_ERRORS);
  return invalidRequest(
    `${String(fields.length)} member(s) of the request contradict the API document.`,
    fields,
  );
}

function* fieldErrors(errors: readonly ValidationError[], parent: string): Generator<FieldError> {
  for (const error of errors) {
    const field = parent + error.property;
    const failed = Object.entries(error.constraints ?? {}).map(([check, reason]) => ({
      field,
      code: codeOf(check, error),
      reason,
    }));
    const telling =
      TELLING_FIRST.map((code) => failed.find((one) => one.code === code)).find(Boolean) ?? failed[0];
    if (telling !== undefined) yield telling;
    yield* fieldErrors(error.children ?? [], `${field}.`);
  }
}

function codeOf(check: string, { value, children = [] }: ValidationError): string {
  const code = CODE_OF_CHECK[check] ?? kebab(check);
  // Where there are children there was a value: Nest has taken it off.
  return value === undefined && children.length === 0 && code !== 'unknown-field' ? 'required' : code;
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
