import type { Type } from '@nestjs/common';
import { ApiValidationPipe, invalidRequest } from '@redress/http';

/** Reads data as a DTO by the same rules as the bodies of requests. Throws 400 `invalid-request` with each member that is wrong. */
export type Validated = <Body extends object>(Dto: Type<Body>, data: unknown) => Promise<Body>;

const pipe = new ApiValidationPipe();

export const validated: Validated = async (Dto, data) => {
  const body: unknown = await pipe.transform(data, { type: 'body', metatype: Dto });
  if (body instanceof Dto) return body;
  throw invalidRequest('data must be a JSON object.');
};
