import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCalendar } from '@redress/sla';
import { PolicyFileError } from '../document-file/policy-file-error';
import { checkDocuments } from './check-documents';

const CALENDAR = `
name: mine
zone: Europe/London
horizon: { firstDay: 2026-01-01, lastDay: 2026-12-31 }
weekly: { monday: [09:00-17:00] }
`;
const POLICY = 'name: ours\nrules:\n  - targets: { resolution: { within: P3BD, calendar: mine } }\n';

describe('files that are checked', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'check-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const check = (...texts: readonly string[]) =>
    checkDocuments(
      texts.map((text, index) => {
        const file = join(folder, `${String(index)}.yaml`);
        writeFileSync(file, text);
        return file;
      }),
      [],
    ).map((one) =>
      one instanceof PolicyFileError ? one.message.replaceAll(`${folder}/`, '') : `${one.noun} ${one.name}`,
    );

  it('are told for what they are, and a policy finds the calendar beside it', () => {
    expect(check(POLICY, CALENDAR)).toEqual(['policy ours', 'calendar mine']);
    expect(findCalendar('mine')).toBeUndefined();
  });

  it('are each told with all that is wrong', () => {
    expect(check(POLICY.replace('rules', 'rulez'), CALENDAR.replace('London', 'Londn'), POLICY)).toEqual([
      '0.yaml:1: the file lacks rules\n0.yaml:2: rulez is not known here',
      expect.stringMatching(/^1\.yaml:3: zone can't be used/),
      '2.yaml:3: rules.0.targets.resolution.calendar names no calendar: mine',
    ]);
  });

  it('may be those that are not there, or no YAML', () => {
    const [gone] = checkDocuments([join(folder, 'none.yaml')], []);
    expect(gone).toBeInstanceOf(PolicyFileError);
    expect(check('\tno: yaml')).toEqual([expect.stringMatching(/^0\.yaml:1: /)]);
  });
});
