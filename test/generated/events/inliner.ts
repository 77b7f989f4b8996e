import type { Definition } from 'ts-json-schema-generator';
import type { Schema } from './schema';
import { knownString } from './string-fields';
import { target, TypesRefused, type Definitions } from './type-definitions';

/** Writes every type out where it is used, so that a schema stands alone; its name becomes the title. */
export class Inliner {
  readonly #within: string[] = [];

  constructor(
    private readonly definitions: Definitions,
    private readonly of: string,
  ) {}

  /** @param field the name of the field that it is the schema of, and of the type that has it */
  schema(definition: Definition, field: { name: string; owner?: string } = { name: 'data' }): Schema {
    const { body, name, description } = target(definition, this.definitions);
    if (name !== undefined && this.#within.includes(name)) {
      this.#refuse(field.name, `${name} holds itself; what is published is flat`);
    }
    if (name !== undefined) this.#within.push(name);
    const schema = this.#body(body, name, field);
    if (name !== undefined) this.#within.pop();
    return description === undefined ? schema : { ...schema, description };
  }

  #body(body: Definition, name: string | undefined, field: { name: string; owner?: string }): Schema {
    const types = [body.type ?? []].flat();
    const title = name === undefined ? {} : { title: name };
    if (body.anyOf !== undefined) {
      return {
        ...title,
        ...anyOf(body.anyOf.map((one) => this.schema(this.#known(one, field.name), field))),
      };
    }
    if (body.const !== undefined) return { type: typeof body.const, const: body.const };
    if (body.enum !== undefined) return { ...title, type: this.#typeOf(types), enum: body.enum };
    if (types.includes('object')) return { ...title, ...this.#object(body, name ?? field.owner, field.name) };
    if (types.includes('array')) {
      if (body.items === undefined || Array.isArray(body.items))
        this.#refuse(field.name, 'is a list of anything');
      return { type: 'array', items: this.schema(this.#known(body.items, field.name), field) };
    }
    if (types.length === 0) this.#refuse(field.name, 'may be anything');
    if (!types.includes('string')) return { type: this.#typeOf(types) };
    const known = knownString({ name: field.name, owner: field.owner, type: name });
    if (known === undefined) {
      this.#refuse(
        field.name,
        'is a string that may be free text. Say in test/generated/events/string-fields.ts what it is; free text goes to the personal-data store, and nowhere else; an event holds its ref',
      );
    }
    return { type: this.#typeOf(types), ...known };
  }

  #object(body: Definition, owner: string | undefined, field: string): Schema {
    const { properties, required } = body;
    if (properties === undefined && typeof body.additionalProperties === 'object') {
      this.#refuse(field, 'has keys that nobody has named, which may hold anything');
    }
    // Some mapped types are read as nothing at all.
    if (properties === undefined || (Object.keys(properties).length === 0 && field !== 'data')) {
      this.#refuse(field, 'has no member that can be read from its type: write it out');
    }
    return {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [
          name,
          this.schema(this.#known(property, name), { name, ...(owner === undefined ? {} : { owner }) }),
        ]),
      ),
      required: required?.toSorted() ?? [],
      additionalProperties: true,
    };
  }

  #typeOf(types: readonly string[]): string | readonly string[] {
    const [only] = types;
    return types.length === 1 && only !== undefined ? only : types;
  }

  #known(definition: Definition | boolean, field: string): Definition {
    return typeof definition === 'object' ? definition : this.#refuse(field, 'may be anything');
  }

  #refuse(field: string, why: string): never {
    throw new TypesRefused(`${this.of}: ${field} ${why}`);
  }
}

/** Something or null is said in one schema where that can be. */
function anyOf(schemas: readonly Schema[]): Schema {
  const [one, ...more] = schemas.filter(({ type }) => type !== 'null');
  if (one === undefined) return { anyOf: schemas };
  if (more.length > 0) {
    return schemas.every(({ type }) => type === 'string')
      ? { type: 'string', anyOf: schemas }
      : { anyOf: schemas };
  }
  const isPlain = typeof one.type === 'string' && one.enum === undefined && one.anyOf === undefined;
  return isPlain && typeof one.type === 'string' ? { ...one, type: [one.type, 'null'] } : { anyOf: schemas };
}
