import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

export const ROOT = resolve(__dirname, '../..');

export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly profiles?: readonly string[];
  readonly scale?: string | number;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: unknown;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly restart?: string;
}

export interface Composition {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** A file of the repository, as text. */
export const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** A YAML file of the repository, anchors and merges resolved. */
export const yamlOf = (file: string): unknown => parse(textOf(file), { merge: true });

/** docker-compose.yml as Docker Compose sees it with these variables. Throws where one is missing that has no default. */
export function compositionWith(environment: Readonly<Record<string, string>>): Composition {
  return filledIn(yamlOf('docker-compose.yml'), environment) as Composition;
}

/** The services that run with these profiles: those without one and those of one of them, but for what is scaled to nothing. */
export function servicesWith(
  { services }: Pick<Composition, 'services'>,
  profiles: readonly string[],
): string[] {
  return Object.entries(services)
    .filter(([, { profiles: own }]) => own === undefined || own.some((profile) => profiles.includes(profile)))
    .filter(([, { scale = 1 }]) => Number(scale) > 0)
    .map(([name]) => name);
}

function filledIn(value: unknown, environment: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolated(value, environment);
  if (Array.isArray(value)) return value.map((item) => filledIn(item, environment));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledIn(item, environment)]));
}

const EXPRESSION = /^([A-Z][A-Z0-9_]*)(?:(:-|:\?)([^]*))?$/;

/** Compose's `${NAME}`, `${NAME:-default}` and `${NAME:?message}`, one in another. */
function interpolated(text: string, environment: Readonly<Record<string, string>>): string {
  const from = text.indexOf('${');
  if (from === -1) return text;
  let to = from + 2;
  for (let depth = 1; depth > 0; to++) {
    if (to === text.length) throw new Error(`no end in ${text}`);
    if (text[to] === '}') depth--;
    if (text.startsWith('${', to)) depth++;
  }
  const [, name, operator, operand = ''] = EXPRESSION.exec(text.slice(from + 2, to - 1)) ?? [];
  if (name === undefined) throw new Error(`not understood: ${text}`);
  const given = environment[name] ?? '';
  if (given === '' && operator === ':?') throw new Error(`${name}: ${operand}`);
  const value = given === '' ? interpolated(operand, environment) : given;
  return text.slice(0, from) + value + interpolated(text.slice(to), environment);
}
