import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CalendarDocument, CalendarRef } from '../src';

/** A file of vectors; libs/sla/vectors/README.md says what its fields mean. */
export interface VectorFile {
  readonly format: 1;
  readonly about: string;
  readonly calendars: readonly CalendarDocument[];
  readonly cases: readonly VectorCase[];
}

export interface VectorTarget {
  readonly from: string;
  readonly within: string;
  readonly calendar: CalendarRef;
}

export interface VectorCase {
  readonly name: string;
  readonly calendar?: CalendarRef;
  readonly start: string;
  readonly pauses?: readonly { readonly from: string; readonly to?: string; readonly longest?: string }[];
  readonly within?: string;
  readonly targets?: readonly VectorTarget[];
  readonly refused?: string;
  readonly dueAt?: string | null;
  readonly marks?: Readonly<Record<string, string | null>>;
  readonly nearMarks?: Readonly<Record<string, string | null>>;
  readonly elapsed?: Readonly<Record<string, string>>;
  readonly verdicts?: readonly {
    readonly stoppedAt?: string;
    readonly asOf: string;
    readonly verdict: string;
    readonly dueAt?: string;
    readonly marks?: Readonly<Record<string, string | null>>;
    readonly nearMarks?: Readonly<Record<string, string | null>>;
  }[];
  readonly until?: string;
  readonly intervals?: readonly (readonly [
    state: string,
    from: string,
    to: string,
    holidays?: readonly string[],
  ])[];
}

const FOLDER = join(__dirname, '../vectors');

/** Every file of vectors, by its name. */
export const VECTOR_FILES: readonly (readonly [string, VectorFile])[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => [file, JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as VectorFile]);
