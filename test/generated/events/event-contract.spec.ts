import { ContractBroken, schemaDocuments } from './event-contract';
import { inOrder, type VersionedSchema, type Schema } from './schema';

const chased = (
  version: number,
  properties: Record<string, Schema>,
  type = 'ComplaintChased',
): VersionedSchema => ({
  type,
  version,
  schema: inOrder({
    $id: `urn:redress:event:${type}:v${String(version)}`,
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: true,
  }),
});
const V1 = chased(1, { chases: { type: 'number' }, team: { type: 'string' } });
const V1_CHANGED = chased(1, { chases: { type: 'number' } });
const V2 = chased(2, { chases: { type: 'number' } });
const V1_TEXT = '{ "as": "it was released" }\n';

const released = (...events: readonly VersionedSchema[]) => ({
  schemas: events.map((event) => ({ ...event, text: V1_TEXT })),
});

function breachesOf(inCode: readonly VersionedSchema[], before: Parameters<typeof schemaDocuments>[1]) {
  try {
    schemaDocuments(inCode, before);
    return [];
  } catch (error) {
    if (error instanceof ContractBroken) return error.breaches;
    throw error;
  }
}

describe('the contract of the events', () => {
  it('has a document for each version in the code', () => {
    const documents = schemaDocuments([V2, V1], released());
    expect(documents.map(({ path }) => path)).toEqual([
      'docs/events/ComplaintChased.v1.schema.json',
      'docs/events/ComplaintChased.v2.schema.json',
    ]);
    expect(JSON.parse(documents[0]?.text ?? '')).toEqual(V1.schema);
  });

  it('keeps a released version as it was, when the code has only a later one', () => {
    const documents = schemaDocuments([V2], released(V1));
    expect(documents.map(({ version }) => version)).toEqual([1, 2]);
    expect(documents[0]?.text).toBe(V1_TEXT);
  });

  it('is broken by another shape under the same version: says type, version, field, what, and the mend', () => {
    expect(breachesOf([V1_CHANGED], released(V1))).toEqual([
      'ComplaintChased.v1: data.team would be gone (or renamed), and consumers read it. Leave version 1 as it is; give the new shape version 2, with an upcaster from version 1',
    ]);
  });

  it('is held against every shape that was ever released, not only the last one', () => {
    expect(breachesOf([V1_CHANGED], released(V1_CHANGED, V1))).toHaveLength(1);
    expect(breachesOf([V1], released(V1, V1))).toEqual([]);
  });

  it('is broken where an older version is changed that the code still has', () => {
    expect(breachesOf([V1_CHANGED, V2], released(V1))).toEqual([
      expect.stringContaining('give the new shape version 3, with an upcaster from version 2'),
    ]);
  });

  it('is broken by a type that is gone, or renamed', () => {
    const renamed = chased(1, V1.schema.properties ?? {}, 'ComplaintUrged');
    for (const inCode of [[], [renamed]]) {
      expect(breachesOf(inCode, released(V1))).toEqual([
        expect.stringMatching(/^ComplaintChased\.v1: was released/),
      ]);
    }
  });

  it('is broken by a newest version that is gone', () => {
    expect(breachesOf([V1], released(V2, V1))).toEqual([
      expect.stringMatching(/^ComplaintChased\.v2: was released/),
    ]);
  });

  it('is broken by a version that no chain of upcasters can reach', () => {
    expect(breachesOf([chased(3, {})], released(V1))).toEqual([
      expect.stringMatching(/^ComplaintChased\.v3: there is no version 2/),
    ]);
  });

  it('holds for states, whose new shape gets a topic of its own', () => {
    const [state, changed, next] = [V1, V1_CHANGED, V2].map((event) => ({ ...event, type: 'state.case' }));
    if (state === undefined || changed === undefined || next === undefined) throw new Error('no state');
    expect(breachesOf([changed], released(state))).toEqual([
      expect.stringMatching(/^state\.case\.v1: data\.team .* publish the new shape to state\.case\.v2$/),
    ]);
    expect(schemaDocuments([next], released(state)).map(({ path }) => path)).toEqual([
      'docs/events/state.case.v2.schema.json',
    ]);
    expect(breachesOf([], released(state))).toEqual([]);
  });

  it('leaves open what may be handed in', () => {
    const [message, changed] = [V1, V1_CHANGED].map((event) => ({ ...event, type: 'intake.contact' }));
    if (message === undefined || changed === undefined) throw new Error('no message');
    expect(breachesOf([changed], released(message))).toEqual([]);
  });

  it('tells all of it at once', () => {
    const broken = new ContractBroken(['one', 'two']);
    expect(broken.message).toMatch(/- one\n- two\n/);
  });
});
