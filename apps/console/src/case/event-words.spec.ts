import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { en } from '../i18n/en';
import { zhCn } from '../i18n/zh-cn';
import { SAID_FIELDS, UNSAID_FIELDS } from './event-details';

const SCHEMAS = join(__dirname, '../../../../docs/events');

/** The published event types, with the fields of their data. */
const published = readdirSync(SCHEMAS).flatMap((file) => {
  const type = /^([A-Z]\w+)\.v\d+\.schema\.json$/.exec(file)?.[1];
  if (type === undefined) return [];
  const schema = JSON.parse(readFileSync(join(SCHEMAS, file), 'utf8')) as { properties?: object };
  return [{ type, fields: Object.keys(schema.properties ?? {}) }];
});

/** Those that stand on other streams than that of a case: the timeline of a case has none of them. */
const ELSEWHERE =
  /^(Authority(Drawn|Returned|Limits)|Calendar|Callback|Contact|Intake|Policy|Publication|Signal|Subject)/;

const ofCases = published.filter(({ type }) => !ELSEWHERE.test(type));

describe('the words for events', () => {
  it('are there for every published type, in both languages', () => {
    expect(published.length).toBeGreaterThan(80);
    for (const { event } of [en, zhCn]) {
      expect(published.map(({ type }) => type).filter((type) => !(type in event))).toEqual([]);
    }
  });

  it('are there for every field of an event of a case, or it is known to say nothing', () => {
    const unknown = ofCases.flatMap(({ type, fields }) =>
      fields
        .filter(
          (field) => !SAID_FIELDS.includes(field) && !UNSAID_FIELDS.has(field) && !field.endsWith('Ref'),
        )
        .map((field) => `${type}.${field}`),
    );
    expect(unknown).toEqual([]);
    for (const { field } of [en, zhCn]) expect(SAID_FIELDS.filter((name) => !(name in field))).toEqual([]);
  });
});
