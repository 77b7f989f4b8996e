import type { WhatIfFlip } from '../ask-what-if/what-if-answer.dto';

type Cell = string | number | null;

const COLUMNS: Readonly<Record<string, (flip: WhatIfFlip) => Cell>> = {
  kind: ({ kind }) => kind,
  complaintId: ({ complaintId }) => complaintId,
  subjectId: ({ subjectId }) => subjectId,
  reference: ({ reference }) => reference,
  registeredAt: ({ registeredAt }) => registeredAt,
  clock: ({ clock }) => clock,
  instance: ({ instance }) => instance,
  cycle: ({ cycle }) => cycle,
  team: ({ team }) => team,
  priority: ({ priority }) => priority,
  wasVerdict: ({ was }) => was.verdict,
  wasDueAt: ({ was }) => was.dueAt,
  wouldBeVerdict: ({ wouldBe }) => wouldBe.verdict,
  wouldBeDueAt: ({ wouldBe }) => wouldBe.dueAt,
};

/** The names of the columns. */
export const FLIP_COLUMNS = Object.keys(COLUMNS);

const END = '\r\n';

export const FLIPS_HEAD = FLIP_COLUMNS.join(',') + END;

/** A flip as a line of CSV (RFC 4180). What would begin a formula in a spreadsheet is made text by an apostrophe. */
export const flipLine = (flip: WhatIfFlip): string =>
  Object.values(COLUMNS)
    .map((valueOf) => cell(valueOf(flip)))
    .join(',') + END;

function cell(value: Cell): string {
  const text = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
