import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PolicyFileError } from '../document-file/policy-file-error';
import { policyFile } from './document-files';
import { readDocuments, type DocumentSettings } from './read-documents';

const SETTINGS: DocumentSettings = {
  policy: 'office-hours',
  contactPolicy: 'courteous',
  authority: 'front-line',
  intakeRules: 'proactive',
};

const failure = (setting: keyof DocumentSettings, value: string): unknown => {
  try {
    return readDocuments({ ...SETTINGS, [setting]: value });
  } catch (error) {
    return error;
  }
};

describe('the documents that the settings name', () => {
  it('are those that are shipped, the calendars of the policy among them', () => {
    const documents = readDocuments(SETTINGS);
    expect(documents.inForce).toEqual(SETTINGS);
    expect(documents.policy.calendars).toEqual(['24x7', 'office']);
    expect(documents.calendars.map(({ name }) => name)).toEqual(['office']);
    expect(readDocuments({ ...SETTINGS, policy: 'round-the-clock' }).calendars).toEqual([]);
  });

  it('may be files anywhere, and are known by the names in them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'redress-documents-'));
    try {
      const file = join(folder, 'ours.yaml');
      writeFileSync(file, 'name: theirs\nrules:\n  - targets:\n      resolution: { within: PT1H }\n');
      expect(readDocuments({ ...SETTINGS, policy: file }).inForce.policy).toBe('theirs');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['policy', 'POLICY', 'policies/'],
    ['contactPolicy', 'CONTACT_POLICY', 'policies/contact/'],
    ['authority', 'AUTHORITY', 'policies/authority/'],
    ['intakeRules', 'INTAKE_RULES', 'policies/intake/'],
  ] as const)(
    'that are missing are refused by one line with the setting and the mend: %s',
    (setting, name, below) => {
      const error = failure(setting, 'no-such');
      expect(error).toBeInstanceOf(PolicyFileError);
      expect(String(error)).toMatch(
        new RegExp(
          `${name}=no-such: There is no .*/${below}no-such.yaml. Name a file under ${below}, or give the path of a YAML file.$`,
        ),
      );
      expect(String(failure(setting, '/no/such.yaml'))).toMatch(/\/no\/such\.yaml: can't be read/);
      expect(String(failure(setting, '/no/such'))).toMatch(/Name a file under/);
    },
  );

  it('are found from wherever the process was started', () => {
    const before = process.cwd();
    try {
      process.chdir(tmpdir());
      expect(policyFile('office-hours')).toBe(join(before, 'policies/office-hours.yaml'));
    } finally {
      process.chdir(before);
    }
  });
});
