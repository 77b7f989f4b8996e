import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { EpochMs } from '@redress/kernel';

/** One row of the audit trail of an IT service desk, as far as it is used. `?` (unknown) becomes null. */
export interface DeskRow {
  readonly number: string;
  readonly state: string;
  readonly openedAt: EpochMs;
  readonly updatedAt: EpochMs;
  readonly reassignmentCount: number;
  readonly callerId: string | null;
  readonly contactType: string;
  readonly category: string;
  readonly priority: number;
  readonly assignmentGroup: string | null;
  readonly assignedTo: string | null;
  readonly resolvedBy: string | null;
}

/** A row that can't be read, with its line in the file (the header is line 1) and the reason. */
export interface MalformedRow {
  readonly line: number;
  readonly reason: string;
}

const COLUMNS = [
  'number',
  'incident_state',
  'reassignment_count',
  'caller_id',
  'opened_at',
  'sys_updated_at',
  'contact_type',
  'category',
  'priority',
  'assignment_group',
  'assigned_to',
  'resolved_by',
] as const;

type Fields = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** Reads the rows of a CSV file, plain or gzipped, in file order; hands each malformed one to `report` and goes on. */
export async function* readDeskRows(
  file: string,
  report: (row: MalformedRow) => void,
): AsyncGenerator<DeskRow> {
  const raw = createReadStream(file);
  const parser = parse({
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    bom: true,
  });
  const text = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  for (const stream of [raw, text]) stream.on('error', (error: Error) => parser.destroy(error));
  text.pipe(parser);

  let header: readonly string[] | undefined;
  for await (const { record, info } of parser as AsyncIterable<{
    record: string[];
    info: { lines: number };
  }>) {
    if (header === undefined) {
      header = record;
      const missing = COLUMNS.filter((column) => !record.includes(column));
      if (missing.length > 0) throw new Error(`${file} has no column ${missing.join(', ')}`);
      continue;
    }
    const row =
      record.length === header.length ? toRow(fieldsOf(header, record)) : `${String(record.length)} columns`;
    if (typeof row === 'string') report({ line: info.lines, reason: row });
    else yield row;
  }
}

const fieldsOf = (header: readonly string[], record: readonly string[]): Fields =>
  Object.fromEntries(COLUMNS.map((column) => [column, record[header.indexOf(column)] ?? ''])) as Fields;

/** The row, or why it is none. */
function toRow(fields: Fields): DeskRow | string {
  const openedAt = instantOf(fields.opened_at);
  const updatedAt = instantOf(fields.sys_updated_at);
  if (openedAt === undefined) return `opened_at is no time: ${fields.opened_at}`;
  if (updatedAt === undefined) return `sys_updated_at is no time: ${fields.sys_updated_at}`;
  if (fields.number === '') return 'number is empty';
  if (fields.incident_state === '') return 'incident_state is empty';
  if (!/^[1-5]$/.test(fields.priority)) return `priority is none of 1 to 5: ${fields.priority}`;
  if (!/^\d+$/.test(fields.reassignment_count))
    return `reassignment_count is no count: ${fields.reassignment_count}`;
  return {
    number: fields.number,
    state: fields.incident_state,
    openedAt,
    updatedAt,
    reassignmentCount: Number(fields.reassignment_count),
    callerId: known(fields.caller_id),
    contactType: fields.contact_type,
    category: fields.category,
    priority: Number(fields.priority),
    assignmentGroup: known(fields.assignment_group),
    assignedTo: known(fields.assigned_to),
    resolvedBy: known(fields.resolved_by),
  };
}

const known = (value: string): string | null => (value === '?' || value === '' ? null : value);

/** `d/m/yyyy HH:MM` in UTC. */
function instantOf(text: string): EpochMs | undefined {
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = parts;
  const at = Date.UTC(year, month - 1, day, hour, minute);
  const date = new Date(at);
  const real = date.getUTCDate() === day && date.getUTCMonth() === month - 1 && hour < 24 && minute < 60;
  return real ? at : undefined;
}
