import { applyDecorators, type Type } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { canonicalLanguage, LANGUAGE_TAG } from '@redress/kernel';
import { Transform, Type as TransformType } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isInstant } from './iso-instant';

/** What can be said about any member of a DTO. */
export interface PropertyOptions {
  readonly description?: string;
  readonly example?: unknown;
  /** The member may be left out (null is still refused). */
  readonly optional?: boolean;
  /** A list of these, with at least `min` (default 0) and at most `max` items. */
  readonly many?: { readonly min?: number; readonly max: number };
  /** The member is a query parameter: text such as `25` or `true` is read as what it says; one value may stand for a list. */
  readonly fromQuery?: boolean;
}

/** An opaque id: 1 to 64 of the letters A to Z, digits and `. _ : -`, the first a letter or digit. */
export const OPAQUE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

/** An opaque id (of a customer, agent, team, policy …). */
export const IsOpaqueId = (options: PropertyOptions = {}): PropertyDecorator =>
  property(options, { type: 'string', pattern: OPAQUE_ID.source }, [
    (each) =>
      check('isOpaqueId', each, '1 to 64 letters, digits and . _ : -', (value) =>
        typeof value === 'string' ? OPAQUE_ID.test(value) : false,
      ),
  ]);

/**
 * An instant in ISO 8601 (RFC 3339) with `Z` or an offset, on a day that exists. The member stays text; `fromIso` reads it. Digits beyond
 * milliseconds are accepted and count for nothing.
 */
export const IsInstant = (options: PropertyOptions = {}): PropertyDecorator =>
  property({ example: '2026-03-01T09:30:00.000Z', ...options }, { type: 'string', format: 'date-time' }, [
    (each) =>
      check('isInstant', each, 'an ISO 8601 instant with Z or an offset, on a day that exists', isInstant),
  ]);

/** Text of 1 to `max` characters, not only blanks and without NUL. Free text is personal data: see that it goes aside. */
export const IsText = (max: number, options: PropertyOptions = {}): PropertyDecorator =>
  property(options, { type: 'string', minLength: 1, maxLength: max }, [
    (each) => IsString({ each }),
    (each) => MaxLength(max, { each }),
    (each) =>
      check(
        'notBlank',
        each,
        'text that is not blank',
        (value) => typeof value === 'string' && /\S/.test(value),
      ),
    (each) =>
      check('noNul', each, 'text without NUL', (value) => typeof value === 'string' && !value.includes('\0')),
  ]);

/** A language by its BCP 47 tag, in whatever case. */
export const IsLanguage = (options: PropertyOptions = {}): PropertyDecorator =>
  property(
    { description: 'BCP 47.', example: 'zh-Hans-CN', ...options },
    { type: 'string', maxLength: 35, pattern: LANGUAGE_TAG.source },
    [
      (each) =>
        check('isLanguage', each, 'a BCP 47 language tag, such as en or zh-Hans-CN', (value) =>
          typeof value === 'string' ? canonicalLanguage(value) !== undefined : false,
        ),
    ],
  );

/** One of a fixed set of words. */
export const IsOneOf = (words: readonly string[], options: PropertyOptions = {}): PropertyDecorator =>
  property(options, { type: 'string', enum: [...words] }, [(each) => IsIn(words, { each })]);

/** Text of a form; `what` says which, for people. */
export const IsMatching = (form: RegExp, what: string, options: PropertyOptions = {}): PropertyDecorator =>
  property(options, { type: 'string', pattern: form.source }, [
    (each) => check('isMatching', each, what, (value) => typeof value === 'string' && form.test(value)),
  ]);

/** A whole number within bounds, both inclusive. */
export const IsWholeNumber = (
  bounds: { readonly min: number; readonly max: number },
  options: PropertyOptions & { readonly default?: number } = {},
): PropertyDecorator =>
  property(
    options,
    {
      type: 'integer',
      minimum: bounds.min,
      maximum: bounds.max,
      ...(options.default === undefined ? {} : { default: options.default }),
    },
    [(each) => IsInt({ each }), (each) => Min(bounds.min, { each }), (each) => Max(bounds.max, { each })],
    (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text),
  );

/** true or false. */
export const IsFlag = (options: PropertyOptions = {}): PropertyDecorator =>
  property(options, { type: 'boolean' }, [(each) => IsBoolean({ each })], (text) =>
    text === 'true' ? true : text === 'false' ? false : text,
  );

/** An object of the given DTO class. */
export const IsNested = (dto: () => Type<object>, options: PropertyOptions = {}): PropertyDecorator =>
  // A function of this very name is what @nestjs/swagger takes for a reference to a class.
  property(options, { type: () => dto() }, [
    (each) => IsObject({ each }),
    (each) => ValidateNested({ each }),
    () => TransformType(dto),
  ]);

type Schema = Pick<
  ApiPropertyOptions,
  'format' | 'minLength' | 'maxLength' | 'minimum' | 'maximum' | 'default'
> & {
  type: 'string' | 'integer' | 'boolean' | (() => Type<object>);
  pattern?: string;
  enum?: string[];
};

function property(
  options: PropertyOptions,
  schema: Schema,
  checks: readonly ((each: boolean) => PropertyDecorator)[],
  fromText?: (text: string) => unknown,
): PropertyDecorator {
  const { many, optional = false } = options;
  const decorators = checks.map((make) => make(many !== undefined));
  if (many !== undefined) decorators.push(IsArray(), ArrayMinSize(many.min ?? 0), ArrayMaxSize(many.max));
  // Unlike IsOptional, which lets null through.
  if (optional) decorators.push(ValidateIf((_dto, value) => value !== undefined));
  if (options.fromQuery === true) {
    const read = (value: unknown): unknown =>
      typeof value === 'string' && fromText !== undefined ? fromText(value) : value;
    decorators.push(
      Transform(({ value }: { value: unknown }) => {
        if (many === undefined || value === undefined) return read(value);
        return [value].flat().map(read);
      }),
    );
  }
  const { description, example } = options;
  const said = { required: !optional, ...(description === undefined ? {} : { description }) };
  const list = many === undefined ? {} : { isArray: true, minItems: many.min ?? 0, maxItems: many.max };
  decorators.push(
    ApiProperty({
      ...schema,
      ...said,
      ...list,
      ...(example === undefined ? {} : { example }),
    }),
  );
  return applyDecorators(...decorators);
}

const check = (
  name: string,
  each: boolean,
  what: string,
  validate: (value: unknown) => boolean,
): PropertyDecorator =>
  ValidateBy(
    {
      name,
      validator: {
        validate,
        defaultMessage: () => `${each ? 'each value in ' : ''}$property must be ${what}`,
      },
    },
    { each },
  );
