import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Position } from '@redress/kernel';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from './problem';

/** Header that carries a read token, both ways. */
export const READ_TOKEN_HEADER = 'Redress-Read-Token';

/** Where on the feed a command's outcome stands: a read model that is past it shows the command. */
export interface ReadToken {
  readonly partition: number;
  readonly position: Position;
}

/** A read token as clients carry it: opaque. */
export const encodeReadToken = ({ partition, position }: ReadToken): string =>
  Buffer.from(JSON.stringify([partition, position])).toString('base64url');

/** Reads what `encodeReadToken` wrote. Throws 400 `read-token-malformed`. */
export function decodeReadToken(text: string): ReadToken {
  const [partition, position] = parts(text);
  if (
    typeof partition !== 'number' ||
    !Number.isInteger(partition) ||
    partition < 0 ||
    partition > 0xffff ||
    typeof position !== 'string' ||
    !/^[\x21-\x7e]{0,64}$/.test(position)
  ) {
    throw malformed();
  }
  return { partition, position };
}

function parts(text: string): readonly unknown[] {
  if (!/^[\w-]{1,200}$/.test(text)) throw malformed();
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(value) && value.length === 2) return value;
  } catch {
    // Falls through: it is none of our tokens.
  }
  throw malformed();
}

const malformed = (): HttpProblem =>
  new HttpProblem(
    400,
    'read-token-malformed',
    `${READ_TOKEN_HEADER} takes the token of a command's answer, unchanged.`,
  );

/** Parameter: the read token that the question carries, `ReadToken | undefined`. */
export const ReadAfter = createParamDecorator(
  (_: undefined, context: ExecutionContext): ReadToken | undefined => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers[
      READ_TOKEN_HEADER.toLowerCase()
    ];
    if (header === undefined) return undefined;
    return decodeReadToken(String(header));
  },
);
