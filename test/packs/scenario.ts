import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import type { SubjectFacts } from '@redress/sla';
import { parse } from 'yaml';
import schema from './scenario.schema.json';

/** What somebody does: a word such as `registered`, or one with what it is about, such as `fact: arrived`. */
export type Step = string | Readonly<Record<string, string>>;

/** One way in which a promise goes. */
export interface Play {
  readonly play: string;
  /** What happens, by the time at which it does, in its order. */
  readonly story: Readonly<Record<string, Step | readonly Step[]>>;
  /** The n-th run of the clock that is looked at; else the first. */
  readonly instance?: number;
  readonly due: string;
  readonly verdict: 'met' | 'missed';
  /** The steps of the ladder that are taken, such as `80 tell shift-leader`. */
  readonly raises?: readonly string[];
  /** How the due instant was worked out. */
  readonly why: string;
}

/** What a pack promises by one clock, and how that is played. */
export interface PlayedPromise {
  readonly promise: string;
  readonly clock: string;
  /** What the case or other subject says of itself, as far as it matters. */
  readonly of: Partial<SubjectFacts>;
  readonly plays: readonly Play[];
}

/** How the clock promises of a pack are played. */
export interface Scenario {
  readonly offset: string;
  /** The calendar that says which days are holidays. */
  readonly holidays: string;
  readonly promises: readonly PlayedPromise[];
}

const isScenario = new Ajv({ allErrors: true }).compile<Scenario>(schema);

/** Reads a scenario from its file. Throws where it is none. */
export function readScenario(file: string): Scenario {
  const written: unknown = parse(readFileSync(file, 'utf8'));
  if (isScenario(written)) return written;
  const errors = (isScenario.errors ?? []).map(
    ({ instancePath, message = '' }) => `${instancePath} ${message}`,
  );
  throw new Error(`${file}: ${errors.join('; ')}`);
}

/** The instant of a time that may leave out its offset. */
export function instantOf(time: string, offset: string): number {
  const said = /[+-]\d\d:\d\d$/.test(time.slice('2026-03-02 08:00'.length)) ? '' : offset;
  const at = Date.parse(`${time.replace(' ', 'T')}${said}`);
  if (Number.isNaN(at)) throw new Error(`${time} is no time`);
  return at;
}

/** What happens, each with its instant. Throws where one comes before another that stands before it. */
export function stepsOf({ story }: Play, offset: string): readonly (readonly [number, Step])[] {
  const steps = Object.entries(story).flatMap(([time, what]) =>
    [what].flat().map((step: Step) => [instantOf(time, offset), step] as const),
  );
  if (steps.some(([at], place) => at < (steps[place - 1]?.[0] ?? -Infinity))) {
    throw new Error('a story is told in its order');
  }
  return steps;
}
