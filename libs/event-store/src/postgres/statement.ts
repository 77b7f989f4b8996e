import { types, type CustomTypesConfig } from 'pg';

/** A query, in a form in which it is planned once for each connection: `name` stands for `text`. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** The driver's parsers, but `bigint` as text even where somebody has taught the driver numbers: positions go beyond 2^53. */
export const TYPES: CustomTypesConfig = {
  getTypeParser: (oid, format): unknown =>
    oid === types.builtins.INT8 ? String : types.getTypeParser(oid, format),
};
