import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { isInstant } from '@redress/http';
import type { Schema } from './schema';

/** Reads a schema as JSON Schema 2020-12, strictly: a keyword or format that means nothing is an error. */
export function validatorOf(schema: Schema): ValidateFunction {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    formats: { 'date-time': isInstant, date: /^\d{4}-\d\d-\d\d$/, 'uri-reference': /^\S+$/ },
  });
  return ajv.compile(schema);
}

/** What is wrong with some data, in words; empty: nothing. */
export function errorsIn(data: unknown, validate: ValidateFunction): readonly string[] {
  validate(data);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
