/**
 * The same document with null among the types of what may be null. Nest writes `nullable`, which OpenAPI 3.1 has not: whoever reads the
 * document by its word would take every null for a mistake.
 */
export function withNullTypes<Node>(node: Node): Node;
export function withNullTypes(node: unknown): unknown {
  if (Array.isArray(node)) return node.map((item) => withNullTypes<unknown>(item));
  if (typeof node !== 'object' || node === null) return node;
  const members = Object.entries(node).map(([name, value]) => [name, withNullTypes<unknown>(value)] as const);
  const { nullable, ...schema } = Object.fromEntries(members);
  return nullable === true ? orNull(schema) : Object.fromEntries(members);
}

/** A reference stands beside a type in Nest's way of writing, and alone here. */
function orNull({ type, allOf, ...schema }: Record<string, unknown>): Record<string, unknown> {
  if (Array.isArray(allOf)) return { ...schema, anyOf: [...(allOf as unknown[]), { type: 'null' }] };
  const { enum: words } = schema;
  return {
    type: [type, 'null'],
    ...schema,
    ...(Array.isArray(words) ? { enum: [...(words as unknown[]), null] } : {}),
  };
}
