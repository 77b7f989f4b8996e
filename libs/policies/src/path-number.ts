import { DomainError } from '@redress/kernel';

/** The number that a part of the path is. Throws DomainError `not-found` where it is none: there is nothing under it. */
export function numberInPath(part: string): number {
  if (/^[1-9]\d{0,8}$/.test(part)) return Number(part);
  throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
}
