import { COMPLAINT_EVENT_TYPES } from '@redress/complaints';
import { RESOLUTION_EVENT_TYPES } from '@redress/resolutions';
import schema from './policy.schema.json';

/** The facts by which a policy may define clocks: a new event of a case belongs into the schema, too. */
it('a policy may name every event of a case, and what happens to any other subject', () => {
  const known = schema.definitions.occasion.else.enum;
  expect(known.toSorted()).toEqual(
    ['opened', 'ended', ...COMPLAINT_EVENT_TYPES, ...RESOLUTION_EVENT_TYPES].toSorted(),
  );
});
